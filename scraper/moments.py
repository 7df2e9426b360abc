"""Times as WeCenter prints them (wecenter: relative up to 7 days, absolute after, UTC+8)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from scraper.errors import KbError
from scraper.models import Moment, Precision

FORUM_ZONE = timezone(timedelta(hours=8))
_RELATIVE = re.compile(r"(\d+)\s*(秒|分钟|小时|天)前")
_ABSOLUTE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}):(\d{2}))?")
_UNITS: dict[str, tuple[str, Precision]] = {
    "秒": ("seconds", "minute"),
    "分钟": ("minutes", "minute"),
    "小时": ("hours", "hour"),
    "天": ("days", "day"),
}


def find(text: str) -> str | None:
    """The first time in a text, as it is printed there, or None."""
    found = _ABSOLUTE.search(text) or _RELATIVE.search(text)
    return found[0] if found else None


def resolve(text: str, fetched_at: datetime | None) -> Moment:
    """Resolve a printed time. Relative ones need the moment at which the page was served.

    The forum floors relative times, so the result is the latest moment that prints so, cut to the
    precision that is known. Impossible dates and relative times without a base stay unresolved.
    """
    text = text.strip()
    if absolute := _ABSOLUTE.fullmatch(text):
        year, month, day, hour, minute = absolute.groups()
        try:
            at = datetime(
                int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=FORUM_ZONE
            )
        except ValueError:
            return Moment(text, None, "unknown")
        return Moment(text, at, "minute" if hour else "day")
    relative = _RELATIVE.fullmatch(text)
    if relative is None or fetched_at is None:
        return Moment(text, None, "unknown")
    unit, precision = _UNITS[relative[2]]
    try:
        at = fetched_at.astimezone(FORUM_ZONE) - timedelta(**{unit: int(relative[1])})
    except OverflowError:
        return Moment(text, None, "unknown")
    return Moment(text, _cut(at, precision), precision)


def _cut(at: datetime, precision: Precision) -> datetime:
    if precision == "day":
        return at.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision == "hour":
        return at.replace(minute=0, second=0, microsecond=0)
    return at.replace(second=0, microsecond=0)


def iso(moment: Moment | None) -> str | None:
    """ISO date for a header: with minutes and zone where they are known, else the date alone."""
    if moment is None or moment.at is None:
        return None
    if moment.precision == "day":
        return moment.at.date().isoformat()
    return moment.at.isoformat(timespec="minutes")


def parse_instant(text: str) -> datetime:
    """Read --fetched-at: an ISO date or date-time; without a zone it is the forum's (UTC+8).

    Raises KbError that names the text and shows the expected form.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise KbError(
            f"'{text}' is not a time; write it as 2021-01-18T09:30+08:00 or 2021-01-18"
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=FORUM_ZONE)


def utc_text(at: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def bounds(moment: Moment, served: datetime) -> tuple[datetime, datetime] | None:
    """Between which two moments a printed time lies; `served` is when it was printed."""
    if moment.at is None:
        return None
    try:
        if absolute := _ABSOLUTE.fullmatch(moment.text):
            width = timedelta(minutes=1) if absolute[4] else timedelta(days=1)
            return moment.at, moment.at + width
        if relative := _RELATIVE.fullmatch(moment.text):
            unit = timedelta(**{_UNITS[relative[2]][0]: 1})
            until = served - int(relative[1]) * unit
            return until - unit, until
    except OverflowError:  # the first or the last day of the calendar
        return None
    return None
