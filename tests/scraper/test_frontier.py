"""What a crawl knows survives it: tasks are done once, and nothing is ever half recorded."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper import frontier
from scraper.errors import CrawlError
from scraper.frontier import FILE_NAME, Archived, Ask, Frontier, Round, Seen, Task
from tests.conftest import ROOT
from tests.scraper.frontiers import HOST, NOON, capture


def ask(key: str, version: str = "1", priority: int = 1, url: str = "") -> Ask:
    return Ask(key, "post", url or f"{HOST}{key}", version, priority)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        opened.begin_round(NOON)
        yield opened


def leased(front: Frontier, now: float = 0) -> list[str]:
    """The keys of all tasks that may be done, in order; they are then under way."""
    return [task.key for task in iter(lambda: front.lease(now), None)]


def finish(front: Frontier, *keys: str) -> None:
    for key in keys:
        front.ask([ask(key)])
        task = front.lease(0)
        assert task is not None
        assert task.key == key
        front.end(task, "ok")


def test_tasks_come_by_priority_then_in_the_order_of_asking(front: Frontier) -> None:
    front.ask([ask("c", priority=5), ask("b"), ask("a")])
    front.ask([ask("d", priority=0), ask("e")])
    assert leased(front) == ["d", "b", "a", "e", "c"]
    assert front.lease(0) is None


def test_a_task_is_leased_once_and_given_back_when_its_run_died(tmp_path: Path) -> None:
    with Frontier(tmp_path) as first:
        first.ask([ask("a"), ask("b"), ask("c")])
        done = first.lease(0)
        assert done is not None
        first.end(done, "ok")
        assert leased(first) == ["b", "c"]
        assert first.counts() == (2, 0)
    with Frontier(tmp_path) as second:
        assert leased(second) == ["b", "c"]


def test_asking_again_counts_at_another_version_only(front: Frontier) -> None:
    finish(front, "a")
    front.ask([ask("a", priority=0, url=f"{HOST}other")])
    assert front.lease(0) is None
    front.ask([ask("a", version="2", url=f"{HOST}?/a")])
    assert front.lease(0) == Task("a", "post", f"{HOST}?/a", "2", 0)
    assert front.counts() == (1, 0)


def test_asking_for_what_waits_changes_nothing(front: Frontier) -> None:
    front.ask([ask("a")])
    task = front.lease(0)
    assert task is not None
    front.retry(task, 50, "no answer", counts=True)
    front.ask([ask("a")])
    assert (front.lease(49), front.waiting()) == (None, 50)
    front.ask([ask("a", version="2")])
    assert front.lease(0) == Task("a", "post", f"{HOST}a", "2", 0)


@pytest.mark.parametrize(("counts", "attempts"), [(True, 2), (False, 0)])
def test_a_retry_waits_for_its_moment(front: Frontier, counts: bool, attempts: int) -> None:
    front.ask([ask("a"), ask("b", priority=2)])
    for moment in (100, 200):
        task = front.lease(moment)
        assert task is not None
        assert task.key == "a"
        front.retry(task, moment + 100, "no answer", counts=counts)
    assert front.waiting() == 0  # b has no need to
    assert leased(front, 199.9) == ["b"]
    assert front.waiting() == 200 + 100
    assert front.lease(300) == Task("a", "post", f"{HOST}a", "1", attempts, "no answer")
    assert front.waiting() is None


def test_a_task_that_is_put_back_is_as_before(front: Frontier) -> None:
    front.ask([ask("a")])
    task = front.lease(0)
    assert task is not None
    front.release(task)
    assert front.lease(0) == task


def test_what_failed_gets_another_chance_and_nothing_else_does(front: Frontier) -> None:
    front.ask([ask(key) for key in "abc"])
    for outcome in ("ok", "failed", "gone"):
        task = front.lease(0)
        assert task is not None
        front.end(task, outcome, f"it is {outcome}")
    assert front.counts() == (0, 1)
    front.revive("failed")
    assert front.counts() == (1, 0)
    assert leased(front) == ["b"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, sqlite3.IntegrityError])
def test_what_does_not_end_well_leaves_nothing(front: Frontier, error: type[BaseException]) -> None:
    def half(index: int) -> None:
        with front.change():
            front.set("name", "value")
            front.ask([ask("a")])
            front.see([Seen("article/1", "look", 0, 1)], 101)
            front.mark("article/2", "gone")
            front.add_captures(index, [Archived("a", capture("a"))], {"warc/1": 9})
            front.count(index, detail=1, listing=1)
            raise error

    with pytest.raises(error):
        half(1)
    assert front.get("name") is None
    assert (front.lease(0), front.last_capture("a"), front.sizes()) == (None, None, {})
    assert (front.known("article/1"), front.known("article/2")) == (None, None)
    assert front.current() == Round(1, 0, 0, 0)
    with front.change():  # and the file is open for the next one
        front.set("name", "value")
    assert front.get("name") == "value"


HOLDER = """
import sys
from pathlib import Path
from scraper.frontier import Frontier
with Frontier(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, tmp_path],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        message = f"{FILE_NAME}: another crawl is using this archive; wait for it to end"
        with pytest.raises(CrawlError, match=message):
            Frontier(tmp_path)
        with pytest.raises(CrawlError, match=message):
            frontier.index(tmp_path)
        other.communicate(timeout=10)
    with Frontier(tmp_path) as front:
        assert front.get("format") == "1"


@pytest.mark.parametrize("data", [b"no database " * 99, b"SQLite format 3\x00" + b"x" * 4096])
def test_a_file_that_is_no_database_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    for read in (Frontier, frontier.index):
        with pytest.raises(CrawlError, match=f"{FILE_NAME}: not readable as the record of a crawl"):
            read(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == data


def test_a_file_of_another_version_or_without_tables_is_refused(tmp_path: Path) -> None:
    with Frontier(tmp_path) as front:
        front.set("format", "0")
    with pytest.raises(CrawlError, match=f"{FILE_NAME}: written by another version of kb"):
        Frontier(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / FILE_NAME).touch()
    with pytest.raises(CrawlError, match="not readable as the record of a crawl"):
        frontier.index(tmp_path / "empty")
