"""What one run of a crawl works with, and what it tells about itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from scraper.archive import Writer
from scraper.fetch import Fetcher, Limits
from scraper.frontier import Frontier
from scraper.pace import Clock, Pace
from scraper.robots import Rules
from scraper.wecenter.targets import Site

GO_ON = "the same command goes on where it stopped"
FILES = ("image", "file")  # the kinds of task that are no pages
PRIORITIES = {"listing": 0, "post": 1, "page": 2, "mobile": 3, "remarks": 4, "image": 5, "file": 6}


class Progress(Protocol):
    """Who is told how far the crawl is."""

    def show(self, done: int, total: int, errors: int) -> None:
        """Tasks done of those known so far, and how many of them failed."""

    def say(self, text: str) -> None:
        """One line for a person."""


@dataclass(frozen=True)
class Options:
    """What a crawl is told. `rate` is in requests a second, None for as fast as answers come;
    `take_down` names posts that are not to be fetched; `recheck` has posts fetched again that were
    last fetched longer ago than that.
    """

    contact: str | None = None
    rate: float | None = 1.0
    image_hosts: tuple[str, ...] = ()
    take_down: frozenset[str] = frozenset()
    mobile: bool = True
    limits: Limits = field(default_factory=Limits)
    recheck: timedelta | None = None


@dataclass
class Summary:
    """What one run did: requests sent, tasks by how they ended, good ones by kind as well; the
    address of each that failed, and why.
    """

    requests: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Tasks that this run brought to an end."""
        return sum(self.outcomes.values())


@dataclass(frozen=True)
class Means:
    """Everything a run needs. The parts that hold state are open, and stay their opener's."""

    site: Site
    frontier: Frontier
    writer: Writer
    fetcher: Fetcher
    pace: Pace
    rules: Rules
    clock: Clock
    progress: Progress
    options: Options
    summary: Summary

    def now(self) -> float:
        """Unix seconds."""
        return self.clock.now().timestamp()


class Stop(Exception):
    """An answer says that asking on is of no use; the message says why, `about` what was wrong with
    the answer itself.
    """

    def __init__(self, message: str, about: str = "") -> None:
        super().__init__(message)
        self.about = about
