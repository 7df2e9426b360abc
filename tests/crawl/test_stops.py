"""What ends a crawl early: one line that says what, how much is kept and how to go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scraper import archive, cli, frontier
from tests.box.faults import Kind
from tests.box.running import Box
from tests.box.small import small
from tests.crawl import crawling
from tests.crawl.clocks import SimulatedClock
from tests.crawl.faulty import GO_ON, kept, newest, stopped, targets

POST = r"^/(article|question)/\d+$"
WALLS: list[tuple[Kind, dict[str, Any], str]] = [
    ("captcha", {}, "a captcha or firewall page was sent instead (its title: “安全验证”)"),
    ("waf", {}, "a captcha or firewall page was sent instead (its title: “访问被拦截”)"),
    ("waf", {"status": 403}, "a captcha or firewall page was sent instead (its title: “访问被拦"),
    ("waf", {"status": 405}, "a captcha or firewall page was sent instead (its title: “访问被拦"),
    ("closed", {}, "the forum says “站点维护中,请稍后再来”"),
    ("banned", {}, "the forum says “您的IP已被封禁,请联系管理员.”"),
]
walls = pytest.mark.parametrize(
    ("kind", "options", "said"), WALLS, ids=["captcha", "waf", "waf403", "waf405", "closed", "ip"]
)


@dataclass(frozen=True)
class Whole:
    """A forum, and what a crawl that nothing stops has of it."""

    box: Box
    newest: dict[str, tuple[str, int, str]]
    ends: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("whole")
    with Box(crawling.few(), noise=False) as box:
        crawling.run(box.url, folder)
        yield Whole(box, newest(folder), crawling.ends(folder))


@pytest.fixture
def whole(crawled: Whole) -> Iterator[Whole]:
    crawled.box.reset_log()
    yield crawled
    crawled.box.faults.clear()


def captures(folder: Path) -> int:
    """How many good answers are in the archive, read back one by one; robots.txt is not counted."""
    known = frontier.index(folder)
    assert known is not None
    for entry in known.captures:
        body = archive.read(folder, entry.capture)
        for word in ("安全验证", "访问被拦截", "维护中", "已被封禁"):
            assert word.encode() not in body
    return sum(entry.key != "robots" for entry in known.captures)


def assert_goes_on(whole: Whole, folder: Path) -> None:
    """The same call, with the fault gone, ends with what a crawl without it has."""
    whole.box.faults.clear()
    before = captures(folder)
    whole.box.reset_log()
    crawling.run(whole.box.url, folder)
    assert newest(folder) == whole.newest
    assert crawling.ends(folder) == whole.ends
    assert captures(folder) > before
    again = [t for t in targets(whole.box.log) if re.search(POST, t)]
    assert len(again) == len(set(again))


@walls
def test_at_the_front_page_nothing_is_begun(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], said: str
) -> None:
    whole.box.faults.add(kind, "^/$", **options)
    line = stopped(whole.box.url, tmp_path)
    assert line.startswith(f"{whole.box.url}: {said}")
    assert line.endswith(f"; nothing was kept, {GO_ON}")
    assert targets(whole.box.log) == ["/robots.txt", "/"]
    assert_goes_on(whole, tmp_path)


@walls
def test_in_the_listing_no_post_is_asked_for(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], said: str
) -> None:
    whole.box.faults.add(kind, "ajax/list", **options)
    line = stopped(whole.box.url, tmp_path)
    assert line.startswith(f"{whole.box.url}explore/ajax/list/")
    assert said in line
    assert line.endswith(GO_ON)
    assert kept(line) == captures(tmp_path) == 0
    assert len(whole.box.log) == 3
    assert_goes_on(whole, tmp_path)


@walls
def test_in_the_middle_of_the_posts_what_came_before_is_kept(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], said: str
) -> None:
    whole.box.faults.add(kind, POST, after=3, **options)
    line = stopped(whole.box.url, tmp_path)
    assert re.match(rf"{whole.box.url}(article|question)/\d+: ", line)
    assert said in line
    assert line.endswith(GO_ON)
    done = len(whole.box.log) - 3  # without robots.txt, the front page and the bad one
    assert kept(line) == done == captures(tmp_path)
    assert_goes_on(whole, tmp_path)


@walls
@pytest.mark.parametrize("match", ["^/m/", "ajax/get_"], ids=["mobile", "comments"])
def test_wherever_it_stands_it_is_seen(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], said: str, match: str
) -> None:
    whole.box.faults.add(kind, match, **options)
    line = stopped(whole.box.url, tmp_path)
    assert said in line
    assert kept(line) > 8
    assert_goes_on(whole, tmp_path)


@pytest.mark.parametrize("kind", ["captcha", "waf", "closed", "banned"])
def test_it_is_no_image_either(whole: Whole, tmp_path: Path, kind: Kind) -> None:
    whole.box.faults.add(kind, r"answered\.png")
    assert r"/answered.png: " in stopped(whole.box.url, tmp_path)
    assert_goes_on(whole, tmp_path)


def test_the_whole_forum_closes_on_the_way(whole: Whole, tmp_path: Path) -> None:
    whole.box.faults.add("closed", after=7)
    line = stopped(whole.box.url, tmp_path)
    assert "站点维护中" in line
    assert "站点维护中" in stopped(whole.box.url, tmp_path)  # and still is
    assert_goes_on(whole, tmp_path)


class Unplugging(SimulatedClock):
    """The forum is gone before its `number`-th request."""

    def __init__(self, box: Box, number: int) -> None:
        super().__init__()
        self._box = box
        self._left = number

    async def sleep(self, seconds: float) -> None:
        self._left -= 1
        if self._left == 0:
            self._box.stop()
        await super().sleep(seconds)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 9, 20])
def test_without_a_network_the_crawl_stops_and_goes_on_later(
    whole: Whole, tmp_path: Path, number: int
) -> None:
    box = Box(crawling.few(), noise=False).start()
    line = stopped(box.url, tmp_path, clock=Unplugging(box, number))
    assert "no connection (" in line
    assert line.endswith(GO_ON)
    assert len(box.log) == number - 1
    if number > 3:  # after robots.txt, the front page and the listing
        assert kept(line) == captures(tmp_path) == number - 3
    with Box(crawling.few(), noise=False, port=box.port) as back:
        crawling.run(back.url, tmp_path)
    assert crawling.ends(tmp_path) == whole.ends
    assert newest(tmp_path).keys() == {
        key.replace(whole.box.host, box.host) for key in whole.newest
    }


def test_a_network_that_goes_in_the_middle_costs_few_requests(whole: Whole, tmp_path: Path) -> None:
    rule = whole.box.faults.add("hangup", after=6)
    line = stopped(whole.box.url, tmp_path)
    assert "the answer broke off (Server disconnected)" in line
    assert whole.box.faults.fired(rule) <= 12
    assert kept(line) == captures(tmp_path) > 0
    assert_goes_on(whole, tmp_path)


def test_a_forum_that_works_no_more_is_not_asked_on(whole: Whole, tmp_path: Path) -> None:
    rule = whole.box.faults.add("error", after=6)
    line = stopped(whole.box.url, tmp_path)
    assert "status 500" in line
    assert whole.box.faults.fired(rule) <= 6
    assert_goes_on(whole, tmp_path)


@pytest.mark.parametrize("status", [200, 403, 418])
def test_one_odd_page_is_put_off(whole: Whole, tmp_path: Path, status: int) -> None:
    """No mark of a forum, no word of a captcha: the front page tells that all is well."""
    whole.box.faults.add("status", "^/article/10$", status=status)
    crawling.run(whole.box.url, tmp_path)
    assert crawling.ends(tmp_path)["article/10"][0] == "failed"
    assert targets(whole.box.log).count("/") == 2
    at = targets(whole.box.log).index("/article/10")
    assert targets(whole.box.log)[at + 1] == "/"
    assert {"article/10", *newest(tmp_path)} == set(whole.newest)
    assert_goes_on(whole, tmp_path)


def test_odd_pages_among_good_ones_do_not_add_up(tmp_path: Path) -> None:
    with Box(small(), noise=False) as box:
        odd = [post.key for post in box.world.newest()[1::3] if post.kind == "article"]
        assert len(odd) > 4
        box.faults.add("status", f"^/({'|'.join(odd)})$")
        crawling.run(box.url, tmp_path)
        failed = [key for key, end in crawling.ends(tmp_path).items() if end[0] == "failed"]
        assert sorted(failed) == sorted(odd)


def test_three_odd_pages_in_a_row_stop_the_crawl(whole: Whole, tmp_path: Path) -> None:
    rule = whole.box.faults.add("status", POST)
    line = stopped(whole.box.url, tmp_path)
    assert "not the page that was asked for" in line
    assert "3 such answers in a row" in line
    assert whole.box.faults.fired(rule) == 3
    assert targets(whole.box.log).count("/") == 3  # once at the start, and after two odd pages
    assert_goes_on(whole, tmp_path)


def test_an_odd_page_while_the_front_page_is_odd_too_stops_at_once(
    whole: Whole, tmp_path: Path
) -> None:
    rule = whole.box.faults.add("status", after=5)
    line = stopped(whole.box.url, tmp_path)
    assert "and its front page: not the page that was asked for" in line
    assert whole.box.faults.fired(rule) == 2
    assert_goes_on(whole, tmp_path)


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("closed", {}, "站点维护中"),
        ("captcha", {}, "安全验证"),
        ("redirect", {"url": "http://other.invalid/"}, "other.invalid"),
        ("error", {}, "status 500"),
        ("loop", {}, "more than 5 redirects"),
        ("status", {"status": 404}, "not the front page of a WeCenter forum"),
        ("huge", {"megabytes": 0.1}, "not the front page of a WeCenter forum"),
    ],
)
def test_the_command_ends_with_one_line_and_code_two(
    whole: Whole,
    tmp_path: Path,
    kind: Kind,
    options: dict[str, Any],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole.box.faults.add(kind, "^/$", **options)
    sources = str(tmp_path / "none.yml")
    told = ["crawl", whole.box.url, "--archive", str(tmp_path / "a"), "--rate", "0"]
    assert cli.main([*told, "--sources", sources]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"kb: {whole.box.url}")
    assert said in lines[0]


def test_what_stops_a_crawl_is_asked_for_first_by_the_next(whole: Whole, tmp_path: Path) -> None:
    whole.box.faults.add("captcha", POST, after=2, times=1)
    line = stopped(whole.box.url, tmp_path)
    whole.box.reset_log()
    crawling.run(whole.box.url, tmp_path)
    assert f"{whole.box.url.rstrip('/')}{whole.box.log[0].target}" == line.partition(": ")[0]
