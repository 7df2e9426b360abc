"""Which of several captures of one page counts. Pages that do not tell when they were fetched, as
those of a saved folder, are all of one age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from scraper.models import Moment, Page
from scraper.wecenter import urls
from scraper.wecenter.found import Detail, Listed, Parsed

_UNKNOWN_OLD = datetime.min.replace(tzinfo=UTC)
_UNKNOWN_NEW = datetime.max.replace(tzinfo=UTC)
_PRECISIONS = ("minute", "hour", "day", "unknown")


class Captured(Protocol):
    """Something that a page says."""

    @property
    def page(self) -> Page:
        """The page that says it."""


_C = TypeVar("_C", bound=Captured)


def age(one: Captured) -> datetime:
    """When something was captured, to compare which is the newer; the oldest where not known."""
    return one.page.fetched or _UNKNOWN_OLD


def newest_first(found: Iterable[_C]) -> list[_C]:
    """The newest first; what is of one age stays in order."""
    return sorted(found, key=age, reverse=True)


def earliest_first(found: Iterable[_C]) -> list[_C]:
    """The earliest first, what is not known last; what is of one age stays in order."""
    return sorted(found, key=lambda one: one.page.fetched or _UNKNOWN_NEW)


def precise(moments: Iterable[Moment | None]) -> Moment | None:
    """The most precise of several times; of equals the one that is printed as a date, then the
    first.
    """
    found = [moment for moment in moments if moment]
    return min(found, key=lambda m: (rank(m), "前" in m.text), default=None)


def rank(moment: Moment | None) -> int:
    """How precise a time is: 0 to the minute, growing; no time at all is the least precise."""
    return _PRECISIONS.index(moment.precision) if moment else len(_PRECISIONS)


def told_first(found: Iterable[tuple[Captured, Moment | None]]) -> Moment | None:
    """The most precise of the times of several captures; of equals the one that was captured
    first, so that a date does not move from crawl to crawl.
    """
    timed = [(one, moment) for one, moment in found if moment]
    best = min((rank(moment) for _, moment in timed), default=None)
    equal = [(one, moment) for one, moment in timed if rank(moment) == best]
    first = min((one.page.fetched or _UNKNOWN_NEW for one, _ in equal), default=None)
    return precise(m for one, m in equal if (one.page.fetched or _UNKNOWN_NEW) == first)


def current(details: Sequence[Detail]) -> list[Detail]:
    """Of each page of a post the newest capture, or all where none tells its age.

    The address of a single answer or of one person's answers shows a part of the page only.
    """
    if not any(detail.page.fetched for detail in details):
        return list(details)
    whole = [d for d in details if not urls.shows_part(d.page.url or d.page.where)] or details
    newest: dict[int, datetime] = {}
    for detail in whole:
        newest[detail.number] = max(age(detail), newest.get(detail.number, _UNKNOWN_OLD))
    kept = [detail for detail in whole if age(detail) == newest[detail.number]]
    first = next((detail for detail in kept if detail.number == 1), None)
    return [d for d in kept if first is None or not _is_past_the_end(d, first)]


def _is_past_the_end(detail: Detail, first: Detail) -> bool:
    """Whether a page of answers or comments is no more, by what a newer first page counts."""
    told = first.counts.replies if detail.kind == "question" else first.counts.comments
    if told is None or age(detail) >= age(first):
        return False
    return (detail.number - 1) * urls.PER_PAGE >= max(told, 1)


def lines(pages: Sequence[Parsed]) -> list[Listed]:
    """All lines of listings in the forum's order. Lines of a page that was captured again come
    last, and whether they were pinned no longer counts.
    """
    newest: dict[str, datetime] = {}
    for parsed in pages:
        if parsed.kind == "listing":
            name = _address(parsed.page)
            newest[name] = max(age(parsed), newest.get(name, _UNKNOWN_OLD))
    kept, superseded = [], []
    for entry in (line for parsed in pages for line in parsed.listed):
        if age(entry) == newest[_address(entry.page)]:
            kept.append(entry)
        else:
            item = replace(entry.line.item, pinned=False)
            superseded.append(replace(entry, line=replace(entry.line, item=item)))
    return [*sorted(kept, key=_place), *sorted(superseded, key=_place)]


def is_pinned(listed: Iterable[Listed]) -> bool:
    """Whether a line says so, and no newer one that would say so is silent."""
    entries = list(listed)
    shown = max((age(e) for e in entries if e.line.item.pinned), default=None)
    return shown is not None and not any(
        entry.shows_pins and not entry.line.item.pinned and age(entry) > shown for entry in entries
    )


def fullest(listed: Iterable[Listed]) -> Listed:
    """The line that has the body: the newest that has one, of those the longest."""
    return max(listed, key=lambda e: (bool(e.line.item.body), age(e), len(e.line.item.body or "")))


def _address(page: Page) -> str:
    return page.url or page.where


def _place(entry: Listed) -> tuple[tuple[int, int], str, int]:
    return entry.rank, entry.page.where, entry.place
