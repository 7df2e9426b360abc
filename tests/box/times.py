"""How the forum prints times: relative up to seven days, absolute after, in its own zone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8))
WEEK = 604_800
_UNITS = ((86_400, "天"), (3_600, "小时"), (60, "分钟"), (1, "秒"))


def full(at: datetime) -> str:
    """`Y-m-d H:i`."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def relative(at: datetime, now: datetime) -> str | None:
    """`3 小时前`, or None where the time is more than seven days old."""
    age = max(0, int((now - at).total_seconds()))
    if age > WEEK:
        return None
    size, name = next(((s, n) for s, n in _UNITS if age >= s), _UNITS[-1])
    return f"{age // size} {name}前"


def shown(at: datetime, now: datetime, *, day: bool = False, never_relative: bool = False) -> str:
    """As a page prints it; `day` for the places that print no minutes."""
    found = None if never_relative else relative(at, now)
    return found or (full(at)[:10] if day else full(at))
