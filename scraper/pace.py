"""How fast to ask: one request at a time, a gap between them, and longer gaps when asked to wait.

Pure but for its clock, so that hours of politeness are tested in no time.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol

MAX_GAP = 60.0  # seconds between two requests, however slow the server is
FIRST_BACK_OFF = 2.0
MAX_BACK_OFF = 600.0
_RECOVERY = 0.8  # each good answer takes this share of the extra gap away


class Clock(Protocol):
    """Time, so that tests can bring their own."""

    def now(self) -> datetime:
        """The moment, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Pace:
    """The gap between two requests to one host.

    `interval` is the least gap in seconds from start to start. A server that takes longer than that
    to answer gets as much rest as it worked. 429 and 503 open the gap by what Retry-After says, or
    by doubling; good answers close it again step by step.
    """

    def __init__(self, interval: float, clock: Clock) -> None:
        self._interval = interval
        self._clock = clock
        self._extra = 0.0
        self._refused = 0
        self._next = clock.monotonic()

    @property
    def gap(self) -> float:
        """Seconds from the start of one request to the next, were the server quick."""
        return min(self._interval + self._extra, max(MAX_GAP, self._interval))

    @property
    def refusals(self) -> int:
        """How many times in a row the server has asked to wait."""
        return self._refused

    def wait(self) -> float:
        """Seconds until the next request may start."""
        return max(0.0, self._next - self._clock.monotonic())

    def start(self) -> float:
        """A request starts now, and the next one a gap later whatever comes of it; returns the
        moment (monotonic).
        """
        now = self._clock.monotonic()
        self._next = now + self.gap
        return now

    def answered(self, started: float) -> None:
        """A request that started at `started` (monotonic) got an answer that is no refusal."""
        now = self._clock.monotonic()
        self._refused = 0
        self._extra *= _RECOVERY
        took = now - started
        rest = min(took, MAX_GAP) if 0 < self._interval < took else 0.0
        self._next = max(started + self.gap, now + rest)

    def refused(self, asked: float | None) -> float:
        """The server asked to wait, by Retry-After seconds or without a word; returns the wait."""
        self._refused += 1
        back_off = _doubled(self._refused)
        wait = max(asked, self.gap) if asked is not None else max(back_off, self.gap)
        self._extra = min(2 * max(self._extra, self._interval), MAX_GAP)
        self._next = self._clock.monotonic() + wait
        return wait

    def failed(self, attempts: int) -> float:
        """A request failed on the way for the `attempts`-th time; returns the wait."""
        wait = max(_doubled(attempts), self.gap)
        self._next = self._clock.monotonic() + wait
        return wait

    def slow_to(self, interval: float | None) -> None:
        """Keep at least this gap: robots.txt may ask for a larger one."""
        self._interval = max(self._interval, interval or 0.0)

    def hold(self, seconds: float) -> None:
        """Start no request for so long: an earlier run was asked to wait."""
        self._next = max(self._next, self._clock.monotonic() + seconds)


def _doubled(times: int) -> float:
    return float(min(FIRST_BACK_OFF * 2.0 ** (times - 1), MAX_BACK_OFF))
