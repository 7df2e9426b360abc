"""What a crawl knows of posts, what becomes of them, and the index of what was archived."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from scraper import frontier
from scraper.errors import CrawlError
from scraper.frontier import Archived, Ask, Frontier, Index, Known, Round, Seen
from tests.scraper.frontiers import HOST, NOON, capture

DAY = timedelta(days=1)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier(tmp_path) as opened:
        opened.begin_round(NOON)
        yield opened


def add(front: Frontier, *keys: str) -> None:
    front.ask(Ask(key, "post", f"{HOST}{key}", "1", 1) for key in keys)


def see(front: Frontier, walk: int, *keys: str) -> None:
    front.see([Seen(key, "look", 0, 1) for key in keys], walk)


def leased(front: Frontier) -> list[str]:
    return [task.key for task in iter(lambda: front.lease(0), None)]


def test_a_line_of_a_listing_is_remembered_as_it_was_last_seen(front: Frontier) -> None:
    assert front.known("article/1") is None
    front.see([Seen("article/1", "old", 5, 9), Seen("article/2", "other", 1, 2)], 101)
    front.see([Seen("article/1", "new", 6, 7)], 102)
    assert front.known("article/1") == Known("article/1", "new", 6, 7, 102, "alive", 0)
    assert front.known("article/2") == Known("article/2", "other", 1, 2, 101, "alive", 0)


@pytest.mark.parametrize("state", ["gone", "merged", "login", "elsewhere"])
def test_a_line_alone_does_not_bring_a_post_back(front: Frontier, state: str) -> None:
    see(front, 101, "article/1")
    front.mark("article/1", state)
    see(front, 201, "article/1")
    known = front.known("article/1")
    assert known is not None
    assert (known.state, known.walk) == (state, 201)
    front.mark("article/1", "alive")
    assert front.known("article/1") == replace(known, state="alive")


def test_a_post_that_no_listing_showed_is_known_by_its_page(front: Frontier) -> None:
    front.mark("question/9", "alive")
    assert front.known("question/9") == Known("question/9", "", 0, 0, 0, "alive", 0)


def test_live_posts_that_no_walk_has_met_since(front: Frontier) -> None:
    add(front, "article/1", "article/2", "article/3", "article/4")
    see(front, 101, "article/1", "article/2", "article/3", "article/5")
    front.mark("article/3", "gone")
    front.mark("article/4", "alive")
    see(front, 201, "article/2")
    unlisted = [("article/1", f"{HOST}article/1"), ("article/4", f"{HOST}article/4")]
    assert front.unlisted(200, 500) == unlisted
    assert front.unlisted(101, 500) == unlisted[1:]
    # one whose own page was asked is left alone until some time later
    front.mark("article/1", "alive", 400)
    front.mark("article/1", "alive")  # its page was there
    assert front.unlisted(200, 400) == unlisted[1:]
    assert front.unlisted(200, 401) == unlisted
    see(front, 201, "article/1")  # listed again, and then no more
    assert front.unlisted(301, 1) == [*unlisted[:1], ("article/2", f"{HOST}article/2"), unlisted[1]]


def test_posts_that_were_fetched_long_ago(front: Frontier) -> None:
    see(front, 101, "article/1", "article/2", "article/3", "article/4", "article/5")
    front.mark("article/3", "gone")
    found = [
        ("article/1", NOON, 200), ("article/2", NOON, 200), ("article/2", NOON + DAY, 200),
        ("article/3", NOON, 200), ("article/4", NOON, 200), ("article/4", NOON + DAY, 302),
    ]  # fmt: skip
    captures = [Archived(key, capture(key, at, status)) for key, at, status in found]
    front.add_captures(1, captures, {})
    # the redirect of article/4 says nothing of the article, article/5 was never fetched
    assert front.fetched_before(NOON + DAY) == ["article/1", "article/4"]
    assert front.fetched_before(NOON + 2 * DAY) == ["article/1", "article/2", "article/4"]
    assert front.fetched_before(NOON) == []
    here = timezone(timedelta(hours=8))
    assert front.fetched_before((NOON + DAY / 2).astimezone(here)) == ["article/1", "article/4"]


def test_addresses_of_tasks_that_are_known(front: Frontier) -> None:
    add(front, "article/2", "article/1")
    assert front.addresses(["article/1", "article/3", "article/2"]) == [
        ("article/1", f"{HOST}article/1"), ("article/2", f"{HOST}article/2"),
    ]  # fmt: skip


def test_a_post_that_is_dropped_is_forgotten_with_what_belongs_to_it(front: Frontier) -> None:
    own = ["article/1", "article/1/page/2", "article/1/mobile", "question/7", "question/7/comments"]
    kept = ["article/12", "article/12/page/2", "article/11", "question/71/comments", "image/x/1/"]
    add(front, *own, *kept)
    see(front, 101, "article/1", "article/12", "question/7")
    front.drop(["article/1", "question/7", "article/99"])
    assert leased(front) == kept
    assert [front.known(key) is None for key in ("article/1", "article/12", "question/7")] == [
        True, False, True,
    ]  # fmt: skip
    assert front.unlisted(200, 1) == [("article/12", f"{HOST}article/12")]


def test_the_newest_good_capture_of_a_task(front: Frontier) -> None:
    assert front.last_capture("image/a") is None
    good = [replace(capture("a.png"), sha256=digest) for digest in "ab"]
    front.add_captures(1, [Archived("image/a", good[0]), Archived("image/a", good[1])], {})
    front.add_captures(2, [Archived("image/a", capture("a.png", status=404))], {})
    front.add_captures(2, [Archived("image/b", capture("b.png", sha256="c"))], {})
    assert front.last_capture("image/a") == good[1]


def test_what_the_present_round_has_stored(front: Frontier) -> None:
    front.add_captures(1, [Archived("image/a", capture("a.png"))], {})
    front.add_captures(1, [Archived("image/b", capture("b.png", status=404))], {})
    assert front.is_stored(f"{HOST}a.png")
    assert not front.is_stored(f"{HOST}b.png")
    front.begin_round(NOON)
    assert not front.is_stored(f"{HOST}a.png")


def test_rounds_and_walks(front: Frontier) -> None:
    assert front.current() == Round(1, 0, 0, 0)
    front.begin_walk(1)
    front.count(1, detail=1, listing=0)
    front.count(1, detail=1, listing=1)
    assert front.current() == Round(1, 1, 2, 1)
    front.begin_walk(1)
    assert front.current() == Round(1, 2, 0, 0)
    assert not front.is_round_finished()
    front.finish_round(NOON)
    assert front.is_round_finished()
    front.begin_round(NOON + DAY)
    assert (front.current(), front.is_round_finished()) == (Round(2, 0, 0, 0), False)


def test_the_index_gives_captures_in_the_order_of_fetching(tmp_path: Path) -> None:
    here = timezone(timedelta(hours=8))
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "a=“1”"), ("Set-Cookie", "b"))
    made = [
        Archived("listing/1", replace(capture("b", NOON + DAY), headers=headers), True, 1),
        Archived("article/1", capture("a", NOON.astimezone(here), status=302), False, 1),
        Archived("article/1", replace(capture("a"), offset=2**40, headers=()), False, 2),
    ]
    with Frontier(tmp_path) as front:
        front.set("base_url", HOST)
        front.add_captures(1, made[:2], {"warc/1": 18})
        front.add_captures(2, made[2:], {"warc/1": 27, "warc/2": 5})
        assert front.sizes() == {"warc/1": 27, "warc/2": 5}
        see(front, 101, "article/1")
        see(front, 204, "article/2")
        front.mark("article/3", "alive")  # not by a listing
    assert frontier.index(tmp_path) == Index(HOST, tuple(made), {"article/1": 1, "article/2": 2})


def test_a_folder_without_a_crawl_has_no_index(tmp_path: Path) -> None:
    assert frontier.index(tmp_path) is None
    assert frontier.index(tmp_path / "nowhere") is None
    assert list(tmp_path.iterdir()) == []
    Frontier(tmp_path).__exit__(None, None, None)
    assert frontier.index(tmp_path) == Index("", (), {})


def test_the_index_of_a_read_only_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a #1?x=%20"
    with Frontier(folder) as front:
        front.set("base_url", HOST)
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)  # root may write anywhere
    folder.chmod(0o555)
    assert frontier.index(folder) == Index(HOST, (), {})
    assert [file.name for file in folder.iterdir()] == [frontier.FILE_NAME]
    folder.chmod(0o755)
    (folder / f"{frontier.FILE_NAME}-wal").write_bytes(b"what a killed crawl left")
    with pytest.raises(CrawlError, match="killed or is under way"):
        frontier.index(folder)
