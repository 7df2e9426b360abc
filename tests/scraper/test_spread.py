"""The same results whoever does the work: this process, local ones, or a Dask cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from distributed import LocalCluster

from scraper import intake, pipeline, replay
from scraper.archive import Writer
from scraper.models import Note, Response
from scraper.replay import Replayed, reading
from scraper.spread import processes, spread
from tests.scraper.pictures import png
from tests.scraper.wecenter_fragments import FRAGMENT, mobile, mobile_answer
from tests.scraper.wecenter_markup import (
    answer,
    article,
    comment,
    line,
    listing,
    question,
    user,
    whole,
)

FORUM = "http://forum.example/"
NOON = datetime(2020, 5, 9, 4, 0, tzinfo=UTC)
ARTICLES = range(1, 10)


def doubled(chunk: Sequence[int]) -> list[int]:
    return [2 * n for n in chunk]


def slow_at_first(chunk: Sequence[int]) -> list[tuple[int, int]]:
    time.sleep(0.2 if chunk[0] == 0 else 0)
    return [(n, os.getpid()) for n in chunk]


def failing(chunk: Sequence[int]) -> list[int]:
    raise ValueError(f"{chunk[0]} cannot be done")


@pytest.mark.parametrize(
    ("count", "size", "chunks"),
    [
        (0, 3, []),
        (2, 3, [[0, 1]]),
        (6, 3, [[0, 1, 2], [3, 4, 5]]),
        (7, 3, [[0, 1, 2], [3, 4, 5], [6]]),
        (3, 1, [[0], [1], [2]]),
    ],
)
def test_things_are_done_in_chunks_and_in_order(
    count: int, size: int, chunks: list[list[int]]
) -> None:
    seen: list[list[int]] = []

    def work(chunk: Sequence[int]) -> list[int]:
        seen.append(list(chunk))
        return doubled(chunk)

    assert list(spread(work, range(count), None, size)) == [2 * n for n in range(count)]
    assert seen == chunks


@pytest.mark.parametrize("workers", [1, 2])
def test_what_goes_wrong_in_a_worker_is_told(workers: int) -> None:
    with processes(workers) as executor, pytest.raises(ValueError, match=r"^4 cannot be done$"):
        list(spread(failing, [4, 5], executor, 1))


def test_one_worker_needs_no_other_process() -> None:
    with processes(1) as executor:
        assert executor is None


def pages() -> Iterator[tuple[str, str]]:
    yield "", listing(
        line("question/7", "回复了问题 • 6 人关注 • 1 个回复 • 87 次浏览 • 2 小时前"),
        *(line(f"article/{n}", f"发表了文章 • 1 个评论 • {n} 次浏览 • 2020-05-06 07:0{n}",
               title=f"第 {n} 篇标题") for n in ARTICLES),
    )  # fmt: skip
    for n in ARTICLES:
        body = (
            f"<p>第 {n} 段 <code>x&lt;{n}</code></p><pre>int n = {n};</pre>"
            f'<p><img src="uploads/article/20200506/a.png" alt="{n}.png">'
            f'<a href="question/7">见此问题</a></p>'
        )
        said = comment(n, user("甲", 3), f"评论 {n}")
        yield f"article/{n}", article(n, body, title=f"第 {n} 篇标题", comments=said, count=1)
    yield "question/7", question(answers=answer(31, comments=2), heading="1 个回复")
    yield "m/question/7", mobile(mobile_answer(31, "2020-05-07 08:09"))
    yield "question/ajax/get_answer_comments/answer_id-31", FRAGMENT
    yield "article/99", whole('<div class="aw-error-box">该文章已删除!</div>')
    yield "article/98", "<div>" * 2000


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small archive, and chunks that are smaller still."""
    monkeypatch.setattr(reading, "CHUNK", 2)
    monkeypatch.setattr(pipeline, "CHUNK", 2)
    writer = Writer(tmp_path / "archive", {}, {"software": "test"})
    kind = ("Content-Type", "text/html; charset=UTF-8")
    answers = [Response(FORUM + path, 200, (kind,), html.encode(), NOON + at * timedelta(seconds=1))
               for at, (path, html) in enumerate(pages())]  # fmt: skip
    image = ("Content-Type", "image/png")
    url = f"{FORUM}uploads/article/20200506/a.png"
    for response in (*answers, Response(url, 200, (image,), png(), NOON)):
        writer.append(response, 2**20)
    return tmp_path / "archive"


@dataclass(frozen=True)
class Done:
    """All that a job comes to: what was read, and the pages and images that it would write."""

    read: Replayed
    files: dict[str, bytes]
    notes: tuple[Note, ...]


def job(folder: Path, executor: Executor | None) -> Done:
    into = folder.parent / "content"
    opened = intake.open_source(folder, intake.Options("full"), executor)
    result = pipeline.run(opened, into, executor)
    files = {path.relative_to(into).as_posix(): data for path, data in result.files.items()}
    return Done(replay.replay(folder, None, executor), files, result.notes)


@contextmanager
def cluster(workers: int) -> Iterator[Executor]:
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as local,
        local.get_client() as client,
        client.get_executor() as executor,
    ):
        yield executor


@pytest.mark.parametrize("workers", [processes, cluster])
def test_a_whole_import_comes_to_the_same(
    workers: Callable[[int], AbstractContextManager[Executor | None]], stored: Path
) -> None:
    expected = job(stored, None)
    assert len(expected.read.forum.posts) == len(ARTICLES) + 1
    assert {name for name in expected.files if name.endswith(".png")}
    assert sum(name.endswith(".md") for name in expected.files) == len(ARTICLES) + 1
    assert {note.code for note in expected.notes} >= {"runaway-page"}
    with workers(2) as executor:
        order = list(spread(slow_at_first, range(8), executor, 2))
        assert job(stored, executor) == expected
    assert [n for n, _ in order] == list(range(8))  # whoever was done first
    assert os.getpid() not in {pid for _, pid in order}
