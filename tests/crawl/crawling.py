"""Crawling the forum in a box, and looking at what came of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.crawl import contents as contents
from scraper import frontier
from scraper.crawl import Options, Summary, crawl
from scraper.pace import Clock
from tests.box.small import small
from tests.box.world import World
from tests.crawl.clocks import SimulatedClock


class Told:
    """Keeps what a crawl says on its way."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def show(self, done: int, total: int, errors: int) -> None:
        assert 0 <= done <= total

    def say(self, text: str) -> None:
        self.lines.append(text)


def run(
    url: str,
    folder: Path,
    *,
    clock: Clock | None = None,
    told: Told | None = None,
    rate: float | None = None,
    **options: Any,
) -> Summary:
    """Crawl to the end, or to what ends it; as fast as answers come unless told otherwise."""
    return asyncio.run(
        crawl(url, folder, Options(rate=rate, **options), clock or SimulatedClock(), told or Told())
    )


def ends(folder: Path) -> dict[str, tuple[str, str]]:
    """Key of each task that did not simply go well → (outcome or state, note)."""
    with closing(sqlite3.connect(folder / frontier.FILE_NAME)) as db:
        rows = db.execute(
            "select key, case outcome when '' then state else outcome end, note from task"
            " where outcome != 'ok'"
        ).fetchall()
    return {key: (outcome, note) for key, outcome, note in rows}


def setting(folder: Path, name: str) -> Any:
    """One remembered setting of a crawl, as JSON."""
    with closing(sqlite3.connect(folder / frontier.FILE_NAME)) as db:
        row = db.execute("select value from meta where name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else None


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def part_of(whole: World, keys: Iterable[str]) -> World:
    """A forum with some of another's posts and all of its people, files and clock."""
    return World(
        whole.now,
        [whole.posts[key] for key in keys],
        uploads=whole.uploads,
        people=whole.people.values(),
        topics=whole.topics.values(),
        categories=whole.categories.values(),
    )


def few() -> World:
    """A part of the hand-written forum with a bit of everything, quick to crawl."""
    articles = ("article/2", "article/8", "article/10", "article/19")
    questions = ("question/3", "question/4", "question/7", "question/11")
    return part_of(small(), (*articles, *questions))


def lean() -> World:
    """The part of it that syncs are about: they are quick with it."""
    articles = (f"article/{number}" for number in (1, 8, 9, 10, 12, 13, 18, 19, 20, 21))
    questions = (f"question/{number}" for number in (3, 4, 7, 10, 11, 12, 13))
    return part_of(small(), (*articles, *questions))
