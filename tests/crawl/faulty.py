"""Clocks, logs and helpers for crawls that something goes wrong with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scraper import frontier
from scraper.crawl import Summary
from scraper.errors import CrawlError
from tests.box.forum import Answer
from tests.box.running import Box
from tests.box.server import Entry
from tests.box.world import World
from tests.crawl import crawling
from tests.crawl.clocks import SharedClock
from tests.crawl.syncing import Site, made

GO_ON = "the same command goes on where it stopped"


class BusyClock(SharedClock):
    """Time also passes while the forum works on an answer."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._forum = world

    def work(self, seconds: float) -> None:
        """Let the time of an answer pass."""
        self._seconds += seconds
        self._forum.advance(seconds)


def take_time(box: Box, clock: BusyClock, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The forum takes so long for each answer."""
    usual = box.forum.answer

    def slowly(method: str, target: str, headers: Mapping[str, str]) -> Answer:
        clock.work(seconds)
        return usual(method, target, headers)

    monkeypatch.setattr(box.forum, "answer", slowly)


def moments(log: Iterable[Entry]) -> list[float]:
    """Unix seconds of requests by the forum's clock."""
    return [datetime.fromisoformat(entry.world).timestamp() for entry in log]


def gaps(log: Iterable[Entry]) -> list[float]:
    """Seconds between requests by the forum's clock."""
    at = moments(log)
    return [round(later - earlier, 3) for earlier, later in pairwise(at)]


def targets(log: Iterable[Entry]) -> list[str]:
    """What was asked for."""
    return [entry.target for entry in log]


def stopped(url: str, folder: Path, **options: Any) -> str:
    """The one line of a crawl that does not come to its end."""
    with pytest.raises(CrawlError) as caught:
        crawling.run(url, folder, **options)
    line = str(caught.value)
    assert "\n" not in line
    return line


def kept(line: str) -> int:
    """How many answers a line says that a run has kept."""
    found = re.search(r"; (\d+) answers of this run are kept", line)
    assert found is not None, line
    return int(found[1])


def crawl_of(world: World, folder: Path, **options: Any) -> tuple[Summary, list[Entry]]:
    """A crawl of a forum of its own, with the forum's log."""
    with Box(world) as box:
        return crawling.run(box.url, folder, **options), box.log


def newest(folder: Path) -> dict[str, tuple[str, int, str]]:
    """What an archive holds last of each thing but listings: key → (address, status, digest)."""
    known = frontier.index(folder)
    assert known is not None
    digests = {(key, url, status): digest for key, url, status, digest in crawling.contents(folder)}
    found = {}
    for entry in known.captures:
        if not entry.key.startswith(("listing/", "robots")):
            name = (entry.key, entry.capture.url, entry.capture.status)
            found[entry.key] = (*name[1:], digests[name])
    return found


class Prepared:
    """A forum and a site that was synced from it once; each test begins there."""

    def __init__(self, box: Box, folder: Path) -> None:
        self._box = box
        self._folder = folder
        self._posts = dict(box.world.posts)
        self._now = box.world.now

    def site(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> Site:
        """A copy of the site, with the forum as it was."""
        world = self._box.world
        with world.lock:
            world.posts, world.now = dict(self._posts), self._now
            world.version += 1
        self._box.faults.clear()
        if not self._folder.exists():
            self._folder.mkdir()
            made(self._box, self._folder, capsys).sync()
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)
        return Site(self._box, folder, capsys)
