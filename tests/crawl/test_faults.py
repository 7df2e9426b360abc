"""Single answers that go wrong: what is tried again, what is given up, and that nothing is lost."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from scraper import replay
from scraper.errors import CrawlError
from scraper.fetch import Limits
from tests.box.faults import Kind
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.clocks import SimulatedClock

POST = r"^/article/10$"
SMALL = Limits(page_bytes=2**20, image_bytes=2**20)
QUICK = replace(SMALL, seconds=1.0)
LATE = ("slow", "hang")  # the forum goes on with them after the crawl has given up


@dataclass(frozen=True)
class Whole:
    """A forum, and what a crawl of it without any fault gives."""

    box: Box
    contents: list[tuple[str, str, int, str]]
    ends: dict[str, tuple[str, str]]
    requests: int


@contextmanager
def forum(folder: Path) -> Iterator[Whole]:
    with Box(crawling.few(), noise=False) as box:
        summary = crawling.run(box.url, folder)
        yield Whole(box, crawling.contents(folder), crawling.ends(folder), summary.requests)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with forum(tmp_path_factory.mktemp("whole")) as found:
        yield found


@pytest.fixture
def whole(
    crawled: Whole, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Whole]:
    """The forum of this module; one of its own for answers that outlive the test that asked."""
    callspec = getattr(request.node, "callspec", None)
    if callspec and callspec.params.get("kind") in LATE:
        with forum(tmp_path_factory.mktemp("whole")) as found:
            found.box.reset_log()
            yield found
        return
    crawled.box.reset_log()
    yield crawled
    crawled.box.faults.clear()


@pytest.mark.parametrize(
    ("kind", "options", "waits"),
    [
        ("too_many", {"times": 2, "seconds": 7}, [7, 7]),
        ("too_many", {"times": 1, "seconds": 90, "as_date": True}, [90]),
        ("unavailable", {"times": 1, "seconds": 45, "as_date": True}, [45]),
        ("unavailable", {"times": 3}, [2, 4, 8]),
        ("too_many", {"times": 2}, [2, 4]),
    ],
)
def test_a_server_that_asks_to_wait_is_waited_for(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], waits: list[float]
) -> None:
    rule = whole.box.faults.add(kind, POST, **options)
    clock = SimulatedClock()
    crawling.run(whole.box.url, tmp_path, clock=clock)
    assert clock.waits == pytest.approx(waits)
    assert whole.box.faults.fired(rule) == options["times"]
    assert crawling.contents(tmp_path) == whole.contents
    assert crawling.ends(tmp_path) == whole.ends


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("error", {"times": 3}),
        ("reset", {"times": 2}),
        ("early_eof", {"times": 2}),
        ("cut_gzip", {"times": 2}),
        ("slow", {"times": 1, "rate": 40}),
        ("hang", {"times": 1, "seconds": 1.3}),
    ],
)
@pytest.mark.parametrize(
    "match", [POST, r"ajax/list/", r"answered\.png"], ids=["post", "list", "png"]
)
def test_what_breaks_on_the_way_is_tried_again(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], match: str
) -> None:
    rule = whole.box.faults.add(kind, match, **options)
    clock = SimulatedClock()
    limits = QUICK if kind in LATE else SMALL
    crawling.run(whole.box.url, tmp_path, clock=clock, limits=limits)
    assert whole.box.faults.fired(rule) == options["times"]
    assert clock.waits == [2.0, 4.0, 8.0][: options["times"]]
    assert crawling.contents(tmp_path) == whole.contents
    assert crawling.ends(tmp_path) == whole.ends


@pytest.mark.parametrize(("times", "waits"), [(1, []), (2, [2.0])])
def test_a_connection_that_was_closed_while_idle_is_opened_again_at_once(
    whole: Whole, tmp_path: Path, times: int, waits: list[float]
) -> None:
    rule = whole.box.faults.add("hangup", POST, times=times)
    clock = SimulatedClock()
    crawling.run(whole.box.url, tmp_path, clock=clock)
    assert whole.box.faults.fired(rule) == times
    assert clock.waits == waits
    assert crawling.contents(tmp_path) == whole.contents


def test_a_wrong_charset_in_the_header_spoils_no_text(whole: Whole, tmp_path: Path) -> None:
    rule = whole.box.faults.add("charset", charset="iso-8859-1")
    crawling.run(whole.box.url, tmp_path)
    assert whole.box.faults.fired(rule) > 10
    assert crawling.contents(tmp_path) == whole.contents
    known = whole.box.truth()
    posts = replay.replay(tmp_path, None, None).forum.posts
    assert {post.key: post.title for post in posts} == {p.key: known[p.key]["title"] for p in posts}


@pytest.mark.parametrize(
    ("kind", "options", "asked", "note"),
    [
        ("error", {}, 4, "status 500"),
        ("early_eof", {}, 4, "the answer broke off ("),
        ("cut_gzip", {}, 4, "the compressed body is cut off"),
        ("hang", {"seconds": 1.3}, 4, "no complete answer within 1 seconds"),
        ("slow", {"rate": 40}, 4, "no complete answer within 1 seconds"),
        ("huge", {"megabytes": 2}, 1, "larger than the 1 MB that one answer may have"),
        ("loop", {}, 6, "more than 5 redirects, the last to http"),
        ("status", {"status": 403}, 1, "status 403"),
        ("status", {"status": 418}, 1, "status 418"),
    ],
)
def test_a_page_that_never_comes_is_given_up_and_asked_for_again_by_the_next_call(
    whole: Whole, tmp_path: Path, kind: Kind, options: dict[str, Any], asked: int, note: str
) -> None:
    rule = whole.box.faults.add(kind, POST, **options)
    limits = QUICK if kind in LATE else SMALL
    summary = crawling.run(whole.box.url, tmp_path, limits=limits)
    assert whole.box.faults.fired(rule) == asked
    outcome, why = crawling.ends(tmp_path).pop("article/10")
    assert outcome == "failed"
    assert why.startswith(note)
    assert summary.failed == [(f"{whole.box.url}article/10", why)]
    assert [c for c in whole.contents if c[0] != "article/10"] == crawling.contents(tmp_path)
    whole.box.faults.clear()
    whole.box.reset_log()
    crawling.run(whole.box.url, tmp_path)
    assert {e.target for e in whole.box.log if "ajax/list" not in e.target} == {"/article/10"}
    assert set(crawling.contents(tmp_path)) == set(whole.contents)
    assert crawling.ends(tmp_path) == whole.ends


def test_a_post_that_leads_elsewhere_is_recorded_with_where_and_asked_again(
    whole: Whole, tmp_path: Path
) -> None:
    whole.box.faults.add("redirect", POST, url="http://other.invalid/sale")
    crawling.run(whole.box.url, tmp_path)
    assert crawling.ends(tmp_path)["article/10"] == (
        "elsewhere", "it leads to http://other.invalid/sale",
    )  # fmt: skip
    whole.box.faults.clear()
    crawling.run(whole.box.url, tmp_path)
    assert crawling.ends(tmp_path) == whole.ends
    added = set(crawling.contents(tmp_path)) - set(whole.contents)
    assert [(key, status) for key, _, status, _ in added] == [("article/10", 302)]
    assert set(whole.contents) <= set(crawling.contents(tmp_path))


def test_a_page_in_the_place_of_an_image_is_no_image(whole: Whole, tmp_path: Path) -> None:
    whole.box.faults.add("closed", r"answered\.png")  # a page of the forum, but it says “closed”
    with pytest.raises(CrawlError, match="the forum says “站点维护中"):
        crawling.run(whole.box.url, tmp_path)
    whole.box.faults.clear()
    whole.box.faults.add("redirect", r"answered\.png", url="/")
    crawling.run(whole.box.url, tmp_path)
    key = f"image/{whole.box.url}uploads/answer/20201201/answered.png"
    assert crawling.ends(tmp_path)[key] == ("failed", "a page was sent instead of an image")
    whole.box.faults.clear()
    crawling.run(whole.box.url, tmp_path)
    assert set(crawling.contents(tmp_path)) == set(whole.contents)


def test_one_page_that_is_always_busy_does_not_hold_up_the_rest(
    whole: Whole, tmp_path: Path
) -> None:
    whole.box.faults.add("unavailable", POST)
    clock = SimulatedClock()
    crawling.run(whole.box.url, tmp_path, clock=clock)
    ends = crawling.ends(tmp_path)
    assert ends.pop("article/10") == ("failed", "status 503, 9 times in a row")
    assert ends == whole.ends
    assert sum(clock.waits) == pytest.approx(2 + 4 + 8 + 16 + 32 + 64 + 128 + 256 + 512, abs=1)
    assert [c for c in whole.contents if c[0] != "article/10"] == crawling.contents(tmp_path)


def test_images_of_another_host_that_is_down_do_not_stop_the_crawl(tmp_path: Path) -> None:
    with Box(crawling.few()) as box, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # nobody listens
        there = f"http://localhost:{closed.getsockname()[1]}"
        images = "".join(f'<img src="{there}/{number}.png" />' for number in range(6))
        box.world.edit("article/8", body=images)
        crawling.run(box.url, tmp_path, image_hosts=("localhost",))
        assert not box.requests(r"^/$")[1:]  # the forum is not suspected
    lost = {k: end for k, end in crawling.ends(tmp_path).items() if k.startswith("image/http://l")}
    assert len(lost) == 6
    assert {end for end, _ in lost.values()} == {"failed"}
    assert all(note.startswith("no connection (") for _, note in lost.values())
