"""A crawl that is killed, interrupted or runs out of disk goes on as if nothing had happened."""

from __future__ import annotations

import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper import cli, pipeline, progress
from tests.box.many import many
from tests.box.running import Box
from tests.conftest import ROOT
from tests.crawl import processes
from tests.crawl.crawling import contents, ends, files

POSTS = 60
GO_ON = "the same command goes on where it stopped"


@dataclass(frozen=True)
class Whole:
    """A forum in another process, and what a crawl of it that nobody disturbs gives."""

    url: str
    contents: list[tuple[str, str, int, str]]
    pages: dict[str, bytes]
    requests: int


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("whole")
    with processes.forum(POSTS, processes.free_port()) as url:
        assert processes.crawl(url, folder / "archive")[0] == 0
        found = contents(folder / "archive")
        pages = imported(folder / "archive", folder / "content")
        yield Whole(url, found, pages, len(processes.log(url)))


@pytest.fixture
def whole(crawled: Whole) -> Iterator[Whole]:
    processes.change(crawled.url, "reset")
    yield crawled
    processes.change(crawled.url, "reset")


def imported(archive: Path, into: Path) -> dict[str, bytes]:
    """All files that an import writes."""
    into.mkdir()
    (into / "categories.yml").write_bytes((ROOT / "content" / "categories.yml").read_bytes())
    assert cli.main(["import", str(archive), "--into", str(into), "--publish", "full"]) == 0
    return files(into)


def targets(url: str) -> list[str]:
    return [target for target in processes.log(url) if not target.startswith("/__box__/")]


@pytest.mark.parametrize("seed", range(4))
def test_a_crawl_killed_at_random_points_ends_as_if_it_was_not(
    whole: Whole, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    points = sorted(dice.sample(range(5, whole.requests * 3 // 4), 2))
    killed = 0
    for point in points:
        process = processes.start(whole.url, tmp_path / "archive")
        processes.wait_for(whole.url, point, process)
        time.sleep(dice.uniform(0, 0.01))
        process.send_signal(signal.SIGKILL)
        killed += processes.finish(process)[0] == -signal.SIGKILL
    assert killed == len(points)
    assert len(processes.log(whole.url)) < whole.requests
    assert processes.crawl(whole.url, tmp_path / "archive")[0] == 0
    assert contents(tmp_path / "archive") == whole.contents
    assert imported(tmp_path / "archive", tmp_path / "content") == whole.pages
    # each run of a killed crawl had one request under way at most
    assert whole.requests <= len(targets(whole.url)) <= whole.requests + killed


def test_an_interrupted_crawl_says_so_in_one_line_and_goes_on(whole: Whole, tmp_path: Path) -> None:
    process = processes.start(whole.url, tmp_path)
    processes.wait_for(whole.url, 30, process)
    process.send_signal(signal.SIGINT)
    code, out, err = processes.finish(process)
    assert (code, out) == (130, "")
    assert err == "kb: stopped; all that was fetched is kept, the same command goes on\n"
    assert processes.crawl(whole.url, tmp_path)[0] == 0
    assert contents(tmp_path) == whole.contents
    assert len(targets(whole.url)) <= whole.requests + 1


def test_a_crawl_that_hangs_can_be_interrupted(whole: Whole, tmp_path: Path) -> None:
    processes.change(whole.url, "fault", kind="hang", match="^/article/", after=3, seconds=3600)
    process = processes.start(whole.url, tmp_path)
    processes.wait_for(whole.url, 7, process)
    process.send_signal(signal.SIGINT)
    assert processes.finish(process)[0] == 130
    assert {state for state, _ in ends(tmp_path).values()} == {"pending"}


def test_a_second_crawl_of_the_same_archive_is_refused(whole: Whole, tmp_path: Path) -> None:
    processes.change(whole.url, "fault", kind="hang", match="^/article/", after=3, seconds=3600)
    first = processes.start(whole.url, tmp_path)
    try:
        processes.wait_for(whole.url, 7, first)
        code, out, err = processes.crawl(whole.url, tmp_path)
        assert (code, out) == (2, "")
        told = "another crawl is using this archive; wait for it to end"
        assert err == f"kb: {tmp_path}/crawl.sqlite: {told}\n"
        assert targets(whole.url).count("/robots.txt") == 1  # it asked for nothing
    finally:
        first.kill()
        processes.finish(first)
    processes.change(whole.url, "reset")
    assert processes.crawl(whole.url, tmp_path)[0] == 0
    assert contents(tmp_path) == whole.contents


def test_an_archive_is_not_read_while_it_is_written(
    whole: Whole, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processes.change(whole.url, "fault", kind="hang", match="^/article/", after=3, seconds=3600)
    first = processes.start(whole.url, tmp_path / "archive")
    try:
        processes.wait_for(whole.url, 7, first)
        into = tmp_path / "content"
        assert cli.main(["import", str(tmp_path / "archive"), "--into", str(into)]) == 2
        assert "another crawl is using this archive" in capsys.readouterr().err
        assert not into.exists()
    finally:
        first.kill()
        processes.finish(first)


@pytest.mark.parametrize("limit", [2_000, 150_000, 400_000])
def test_a_disk_that_fills_up_costs_nothing_that_was_kept(
    whole: Whole, tmp_path: Path, limit: int
) -> None:
    """The kernel refuses to let a file grow, as a full disk does; which file it is depends."""
    code, out, err = processes.crawl(whole.url, tmp_path, limit=limit)
    assert (code, out) == (2, "")
    assert err.startswith(f"kb: {tmp_path}")
    assert err.count("\n") == 1
    done = len(targets(whole.url))
    assert done < whole.requests
    code, _, err = processes.crawl(whole.url, tmp_path)
    assert (code, err) == (0, "")
    assert contents(tmp_path) == whole.contents
    again = Counter(targets(whole.url))
    assert sum(again.values()) <= whole.requests + min(done, 2)


def test_an_archive_that_cannot_grow_is_left_whole(tmp_path: Path) -> None:
    with processes.forum(12, processes.free_port()) as url:
        assert processes.crawl(url, tmp_path)[0] == 0
        before = contents(tmp_path)
        (warc,) = tmp_path.rglob("*.warc.gz")
        data = warc.read_bytes()
        processes.change(url, "add", kind="article", title="新来的一篇")
        seen = len(targets(url))
        code, _, err = processes.crawl(url, tmp_path, limit=len(data) + 100)
        assert code == 2
        assert "the archive cannot be written (File too large)" in err
        assert "0 answers of this run are kept; make room, then the same command goes on" in err
        assert err.count("\n") == 1
        assert warc.read_bytes() == data
        assert contents(tmp_path) == before
        assert processes.crawl(url, tmp_path)[0] == 0
        assert warc.read_bytes().startswith(data)
        titles = [key for key, *_ in contents(tmp_path) if key == "article/13"]
        assert len(titles) == 1
        assert len(targets(url)) > seen


def test_a_log_gets_plain_lines_of_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress.Lines.__init__, "__defaults__", (0.0,))  # not every 30 s only
    with Box(many(POSTS, body_kb=0.5), noise=False) as box:
        arguments = ["crawl", box.url, "--archive", str(tmp_path), "--rate", "200"]
        assert cli.main(arguments) == 0
        asked = len(box.log)
    found = capsys.readouterr()
    assert f" {POSTS} posts, " in found.out
    lines = found.err.splitlines()
    assert lines
    told = [re.fullmatch(r"(\d+)/(\d+) done, \d+\.\d/s, \d+ s left", line) for line in lines]
    assert all(told), lines
    numbers = [(int(m[1]), int(m[2])) for m in told if m]
    assert numbers == sorted(numbers)
    assert all(0 < done <= total <= asked for done, total in numbers)


def test_any_command_that_is_interrupted_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run", interrupted)
    assert cli.main(["import", "--into", str(tmp_path / "content")]) == 130
    assert capsys.readouterr().err == "kb: interrupted\n"
    assert files(tmp_path) == {}
