"""robots.txt says what may be asked for, how often, and what silence means (RFC 9309)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from tests.box.many import many
from tests.box.running import Box
from tests.box.small import small
from tests.crawl import crawling
from tests.crawl.clocks import SharedClock, SimulatedClock
from tests.crawl.faulty import GO_ON, gaps, stopped, targets


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(many(24)) as running:
        yield running


def robots(box: Box, *lines: str, agent: str = "*") -> None:
    box.world.set(robots="\n".join([f"User-agent: {agent}", *lines, ""]))


def fetched(box: Box) -> set[str]:
    """The posts that were asked for."""
    found = (re.fullmatch(r"/((?:article|question)/\d+)", e.target) for e in box.log)
    return {match[1] for match in found if match}


def test_what_is_not_allowed_is_recorded_and_nothing_else_missed(box: Box, tmp_path: Path) -> None:
    robots(box, "Disallow: /article/")
    crawling.run(box.url, tmp_path)
    articles = {key for key in box.world.posts if key.startswith("article/")}
    ends = crawling.ends(tmp_path)
    assert {k for k, end in ends.items() if end == ("refused", "robots.txt does not allow it")} == (
        articles
    )
    assert set(ends) == articles
    assert fetched(box) == set(box.world.posts) - articles
    assert len(articles) not in (0, len(box.world.posts))


def test_images_that_are_not_allowed_stay_where_they_are(tmp_path: Path) -> None:
    with Box(small()) as box:
        robots(box, "Disallow: /uploads/", "Disallow: /m/")
        crawling.run(box.url, tmp_path)
        assert box.requests("^/(uploads|m)/") == []
        refused = [k for k, (end, _) in crawling.ends(tmp_path).items() if end == "refused"]
        assert sum(key.startswith("image/") for key in refused) > 10
        assert sum(key.endswith("/mobile") for key in refused) == 6


def test_what_is_allowed_later_is_fetched_later(box: Box, tmp_path: Path) -> None:
    robots(box, "Disallow: /article/")
    crawling.run(box.url, tmp_path)
    robots(box)
    box.world.advance(86500)
    crawling.run(box.url, tmp_path, clock=SimulatedClock(box.world.now.astimezone(UTC)))
    assert crawling.ends(tmp_path) == {}
    assert fetched(box) == set(box.world.posts)


@pytest.mark.parametrize("agent", ["*", "geekonline-kb"])
def test_the_pages_of_the_listing_do_where_its_ajax_may_not_be_asked(
    box: Box, tmp_path: Path, agent: str
) -> None:
    robots(box, "Disallow: /explore/ajax/", agent=agent)
    told = crawling.Told()
    crawling.run(box.url, tmp_path, told=told)
    assert box.requests("ajax/list") == []
    assert fetched(box) == set(box.world.posts)
    assert any("no AJAX listing" in line for line in told.lines)
    pages = [t for t in targets(box.log) if t.startswith("/sort_type")]
    assert [t.rpartition("-")[2] for t in pages[:4]] == ["1", "2", "3", "4"]


def test_without_any_listing_a_crawl_says_so(box: Box, tmp_path: Path) -> None:
    robots(box, "Disallow: /explore/ajax/", "Disallow: /sort_type-")
    line = stopped(box.url, tmp_path)
    assert "no listing of posts: robots.txt does not allow it" in line
    assert targets(box.log) == ["/robots.txt", "/"]
    robots(box)
    box.world.advance(86500)
    crawling.run(box.url, tmp_path, clock=SimulatedClock(box.world.now.astimezone(UTC)))
    assert fetched(box) == set(box.world.posts)


def test_other_crawlers_rules_are_not_ours(box: Box, tmp_path: Path) -> None:
    robots(box, "Disallow: /", agent="Baiduspider")
    crawling.run(box.url, tmp_path)
    assert fetched(box) == set(box.world.posts)


@pytest.mark.parametrize("agent", ["*", "geekonline-kb", "GeekOnline-KB"])
def test_a_forum_that_allows_nothing_is_left_alone(box: Box, tmp_path: Path, agent: str) -> None:
    robots(box, "Disallow: /", agent=agent)
    line = stopped(box.url, tmp_path)
    assert line == f"{box.url}: robots.txt does not allow it; nothing was fetched"
    assert targets(box.log) == ["/robots.txt"]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_while_it_cannot_be_read_nothing_may_be_fetched(
    box: Box, tmp_path: Path, status: int
) -> None:
    box.world.set(robots_status=status)
    line = stopped(box.url, tmp_path)
    assert f"robots.txt: status {status}" in line
    assert "nothing may be fetched" in line
    assert GO_ON in line
    assert targets(box.log) == ["/robots.txt"]
    box.world.set(robots_status=200)
    crawling.run(box.url, tmp_path)
    assert fetched(box) == set(box.world.posts)


def test_it_counts_in_the_middle_of_a_crawl_as_well(box: Box, tmp_path: Path) -> None:
    """A run that goes on after a day asks again, and heeds what it is told."""
    box.faults.add("closed", "^/article/", times=1, after=3)
    stopped(box.url, tmp_path)
    box.world.set(robots_status=500)
    box.world.advance(86500)
    box.reset_log()
    clock = SimulatedClock(box.world.now.astimezone(UTC))
    assert "robots.txt: status 500" in stopped(box.url, tmp_path, clock=clock)
    assert targets(box.log) == ["/robots.txt"]
    box.world.set(robots_status=200)
    robots(box, "Disallow: /")
    assert "robots.txt does not allow it" in stopped(box.url, tmp_path, clock=clock)
    assert targets(box.log) == ["/robots.txt"] * 2


@pytest.mark.parametrize("options", [{"status": 404}, {"status": 410}, {"status": 403}])
def test_without_one_everything_is_allowed(
    box: Box, tmp_path: Path, options: dict[str, Any]
) -> None:
    box.faults.add("status", "robots", **options)
    crawling.run(box.url, tmp_path)
    assert fetched(box) == set(box.world.posts)


@pytest.mark.parametrize("agent", ["*", "geekonline-kb"])
def test_its_crawl_delay_is_kept_where_it_is_longer(box: Box, tmp_path: Path, agent: str) -> None:
    robots(box, "Crawl-delay: 5", agent=agent)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert set(gaps(box.log)[1:]) == {5.0}
    again = SharedClock(box.world)
    box.reset_log()
    crawling.run(box.url, tmp_path, clock=again, rate=1.0)
    assert "/robots.txt" not in targets(box.log)  # remembered from the first run
    assert set(gaps(box.log)) == {5.0}


def test_a_crawl_delay_that_is_shorter_is_no_licence(box: Box, tmp_path: Path) -> None:
    robots(box, "Crawl-delay: 0.1")
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert set(gaps(box.log)) == {1.0}


def test_it_is_asked_for_once_a_day(box: Box, tmp_path: Path) -> None:
    start = box.world.now.astimezone(UTC)
    for seconds, asked in ((0, 1), (3600, 1), (82000, 1), (86500, 2), (87000, 2), (172800, 2)):
        box.world.now = start
        moved = box.world.advance(seconds).astimezone(UTC)
        crawling.run(box.url, tmp_path, clock=SimulatedClock(moved))
        assert len(box.requests("robots")) == asked
