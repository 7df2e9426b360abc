"""A listing that moves while it is read, one without its AJAX form, and many faults at once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import CrawlError
from tests.box.faults import Kind
from tests.box.many import many
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.faulty import newest, stopped, targets

STORM: list[tuple[Kind, dict[str, Any]]] = [
    ("error", {}), ("status", {"status": 502}), ("reset", {}), ("early_eof", {}), ("hangup", {}),
    ("cut_gzip", {}), ("too_many", {"seconds": 3}), ("unavailable", {}), ("captcha", {}),
    ("waf", {"status": 403}), ("closed", {}), ("banned", {}), ("loop", {}), ("status", {}),
    ("redirect", {"url": "/"}), ("redirect", {"url": "http://other.invalid/"}), ("charset", {}),
]  # fmt: skip


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(many(24), noise=False) as running:
        yield running


@pytest.fixture
def _short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """AJAX answers of seven posts, so that there is something between two of them."""
    monkeypatch.setattr("scraper.wecenter.targets.LISTED", 5)


def assert_complete(box: Box, folder: Path, fresh: Path) -> None:
    """The archive has what a crawl of the forum as it is now finds."""
    box.faults.clear()
    crawling.run(box.url, fresh)
    there, here = newest(fresh), newest(folder)
    assert {key for key in there if re.fullmatch(r"(article|question)/\d+", key)} == {
        post.key for post in box.world.newest()
    }
    assert {key: here.get(key) for key in there} == there


@pytest.mark.usefixtures("_short_lists")
@pytest.mark.parametrize("kind", ["bump", "drop"])
@pytest.mark.parametrize(("match", "times"), [("page-1__", 1), ("page-3__", 1), ("page-", 5)])
def test_nothing_is_missed_while_posts_move_between_pages(
    box: Box, tmp_path: Path, kind: Kind, match: str, times: int
) -> None:
    rule = box.faults.add(kind, match, times=times)
    crawling.run(box.url, tmp_path / "moving")
    assert box.faults.fired(rule) == times
    assert_complete(box, tmp_path / "moving", tmp_path / "still")


@pytest.mark.usefixtures("_short_lists")
def test_a_post_that_vanishes_on_the_way_is_recorded_as_gone(box: Box, tmp_path: Path) -> None:
    key = box.world.newest()[3].key
    box.faults.add("drop", "page-1__", times=1, key=key)
    crawling.run(box.url, tmp_path)
    said = {"article": "该文章已删除!", "question": "该问题已删除!"}[key.partition("/")[0]]
    assert crawling.ends(tmp_path) == {key: ("gone", said)}


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("status", {"status": 404}),
        ("status", {"status": 403}),
        ("redirect", {"url": "/account/login/"}),
        ("redirect", {"url": "/"}),
    ],
)
def test_without_the_ajax_listing_its_pages_are_read_to_the_end(
    box: Box, tmp_path: Path, kind: Kind, options: dict[str, Any]
) -> None:
    box.faults.add(kind, "/ajax/list/", **options)
    told = crawling.Told()
    crawling.run(box.url, tmp_path / "pages", told=told)
    pages = [t for t in targets(box.log) if t.startswith("/sort_type-new__")]
    assert [t.rpartition("-")[2] for t in pages[:4]] == ["1", "2", "3", "4"]
    assert told.lines == ["no AJAX listing here; reading the listing pages, ten posts each"]
    # it is remembered
    box.reset_log()
    crawling.run(box.url, tmp_path / "pages")
    assert {target.partition("-")[0] for target in targets(box.log)} == {"/sort_type"}
    assert_complete(box, tmp_path / "pages", tmp_path / "ajax")


@pytest.mark.parametrize("kind", ["bump", "drop"])
def test_pages_of_the_listing_that_move_hide_nothing_either(
    box: Box, tmp_path: Path, kind: Kind
) -> None:
    box.faults.add("status", "/ajax/list/", status=404)
    rule = box.faults.add(kind, "^/sort_type", times=3)
    crawling.run(box.url, tmp_path / "moving")
    assert box.faults.fired(rule) == 3
    assert_complete(box, tmp_path / "moving", tmp_path / "still")


@pytest.mark.usefixtures("_short_lists")
def test_a_listing_that_repeats_itself_is_left(
    box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forum that does not heed the page's number would be read for ever."""
    monkeypatch.setattr(
        "tests.box.markup_lists.page_of", lambda listing, posts: posts[: listing.size]
    )
    crawling.run(box.url, tmp_path)
    assert len(box.requests("ajax/list")) < 8
    assert crawling.ends(tmp_path) == {}


@pytest.mark.parametrize("url", ["/", "/explore/ajax/list/sort_type-new__page-1__per_page-5"])
@pytest.mark.usefixtures("_short_lists")
def test_a_page_of_the_listing_that_leads_to_another_one_ends_nothing(
    box: Box, tmp_path: Path, url: str
) -> None:
    """Taken for the page that was asked for, it would hide all posts behind it."""
    box.faults.add("redirect", "page-2__", url=url)
    line = stopped(box.url, tmp_path / "led")
    assert "no listing of posts: it leads to" in line
    box.faults.clear()
    crawling.run(box.url, tmp_path / "led")
    assert_complete(box, tmp_path / "led", tmp_path / "straight")


@pytest.mark.parametrize("kind", ["error", "reset", "hangup", "cut_gzip"])
def test_a_listing_is_never_given_up(box: Box, tmp_path: Path, kind: Kind) -> None:
    """Without it there is no telling what is missed, so that the crawl stops."""
    rule = box.faults.add(kind, "/ajax/list/")
    line = stopped(box.url, tmp_path)
    assert 4 <= box.faults.fired(rule) <= 8
    assert box.requests("^/(article|question)/") == []
    assert line.startswith(f"{box.url}explore/ajax/list/")
    box.faults.clear()
    crawling.run(box.url, tmp_path)
    assert crawling.ends(tmp_path) == {}
    assert len(newest(tmp_path)) > 24


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_in_between_the_same_call_gets_there(tmp_path: Path, seed: int) -> None:
    """Faults of all kinds all over the forum, call after call, and the archive has it all."""
    dice = random.Random(seed)
    with Box(crawling.few(), noise=False) as box:
        crawling.run(box.url, tmp_path / "calm")
        for kind, options in dice.sample(STORM, len(STORM)):
            box.faults.add(kind, times=1, after=dice.randrange(40), **options)
        calls = 0
        while calls == 0 or _is_unfinished(tmp_path / "storm"):
            calls += 1
            assert calls < 25
            with suppress(CrawlError):
                crawling.run(box.url, tmp_path / "storm")
        box.faults.clear()
        crawling.run(box.url, tmp_path / "storm")
    calm, storm = crawling.contents(tmp_path / "calm"), crawling.contents(tmp_path / "storm")
    assert _good(storm) == _good(calm)
    assert newest(tmp_path / "storm") == newest(tmp_path / "calm")
    assert crawling.ends(tmp_path / "storm") == crawling.ends(tmp_path / "calm")


def _good(found: list[tuple[str, str, int, str]]) -> set[tuple[str, str, int, str]]:
    """A robots.txt is what it is, be it a captcha; the listing may have been read in two forms."""
    return {c for c in found if c[2] == 200 and not c[0].startswith(("robots", "listing/"))}


def _is_unfinished(folder: Path) -> bool:
    ends = crawling.ends(folder)
    return not ends or any(end in ("failed", "pending", "elsewhere") for end, _ in ends.values())
