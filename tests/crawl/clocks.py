"""A clock that only moves when somebody waits, so that hours of waiting cost nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from tests.box.world import World

START = datetime(2021, 1, 18, 1, 30, 40, tzinfo=UTC)


class SimulatedClock:
    """Time for a crawl. `waits` are the waits that were asked for, but for those of no length."""

    def __init__(self, at: datetime = START) -> None:
        self._at = at
        self._seconds = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._at + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        await asyncio.sleep(0)
        if seconds > 0:
            self.waits.append(seconds)
            self._seconds += seconds


class SharedClock(SimulatedClock):
    """The forum's clock moves along: its log then tells when each request came."""

    def __init__(self, world: World) -> None:
        super().__init__(world.now.astimezone(UTC))
        self._world = world

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once, for the forum as well."""
        await super().sleep(seconds)
        if seconds > 0:
            self._world.advance(seconds)
