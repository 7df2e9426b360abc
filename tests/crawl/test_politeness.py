"""How often a crawl asks, as whom, and what it does when it is asked to wait.

The forum's clock is the crawl's: hours of waiting pass at once, and the forum's log tells when each
request came.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.box.faults import Kind
from tests.box.many import many
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.clocks import SharedClock, SimulatedClock
from tests.crawl.faulty import GO_ON, BusyClock, gaps, stopped, take_time

POST = r"^/(article|question)/\d+$"


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(many(8)) as running:
        yield running


@pytest.mark.parametrize(("rate", "gap"), [(1.0, 1.0), (4.0, 0.25), (0.1, 10.0)])
def test_requests_start_a_gap_apart_and_no_more(
    box: Box, tmp_path: Path, rate: float, gap: float
) -> None:
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=rate)
    assert len(box.log) > 15
    assert set(gaps(box.log)) == {gap}


def test_redirects_and_failures_keep_the_gap_too(box: Box, tmp_path: Path) -> None:
    box.faults.add("loop", POST, times=2)
    box.faults.add("reset", POST, times=1)
    box.faults.add("error", "^/m/", times=1)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert {entry.fault for entry in box.log} == {"", "loop", "reset", "error"}
    assert min(gaps(box.log)) == 1.0


@pytest.mark.parametrize(
    ("seconds", "gap"), [(7.0, 14.0), (90.0, 150.0)], ids=["as long as it works", "a minute"]
)
def test_a_slow_forum_rests_as_long_as_it_works_and_a_minute_at_most(
    box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, gap: float
) -> None:
    clock = BusyClock(box.world)
    take_time(box, clock, seconds, monkeypatch)
    crawling.run(box.url, tmp_path, clock=clock, rate=1.0)
    assert set(gaps(box.log)) == {gap}


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
@pytest.mark.parametrize("kind", ["too_many", "unavailable"])
@pytest.mark.parametrize("match", ["robots", "^/$", "ajax/list", POST, "/m/", "/uploads/"])
def test_retry_after_is_honoured_to_the_second(
    box: Box, tmp_path: Path, match: str, kind: Kind, as_date: bool
) -> None:
    rule = box.faults.add(kind, match, times=1, seconds=1234, as_date=as_date)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert box.faults.fired(rule) == 1
    at = [entry.fault for entry in box.log].index(kind)
    assert gaps(box.log)[at] == 1234
    assert box.log[at + 1].target == box.log[at].target
    assert crawling.ends(tmp_path) == {}


def test_the_gap_after_a_refusal_is_wider_and_closes_again(box: Box, tmp_path: Path) -> None:
    box.faults.add("too_many", "ajax/list", times=2, seconds=3)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    after = gaps(box.log)[4:]
    assert after[0] > 3
    assert after == sorted(after, reverse=True)
    assert after[-1] < 1.2


def test_a_long_wait_is_told(box: Box, tmp_path: Path) -> None:
    box.faults.add("unavailable", POST, times=1, seconds=900)
    told = crawling.Told()
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0, told=told)
    assert told.lines == ["status 503: waiting 900 s"]


def test_a_date_counts_by_the_forums_clock(box: Box, tmp_path: Path) -> None:
    clock = SharedClock(box.world)
    box.world.advance(3 * 86400)  # the two clocks do not agree
    box.faults.add("unavailable", POST, times=1, seconds=300, as_date=True)
    crawling.run(box.url, tmp_path, clock=clock, rate=1.0)
    assert max(gaps(box.log)) == 300


@pytest.mark.parametrize("text", ["soon", "-5", "١٢", "Mon, 99 Foo 2021", "1e3"])
def test_a_retry_after_that_is_none_backs_off(
    box: Box, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.box.breaking._retry_after", lambda *_: {"Retry-After": text})
    box.faults.add("too_many", POST, times=3)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert gaps(box.log)[4:7] == [2.0, 4.0, 8.0]


def test_the_moment_is_kept_from_run_to_run(box: Box, tmp_path: Path) -> None:
    """Asked at the start for an hour and a half, a run stops; the next one waits for the rest."""
    clock = SharedClock(box.world)
    box.faults.add("too_many", POST, times=1, seconds=5400)
    line = stopped(box.url, tmp_path, clock=clock, rate=1.0)
    until = (clock.now() + timedelta(seconds=5400)).astimezone().isoformat(timespec="minutes")
    assert until in line
    assert line.endswith(GO_ON)
    refused = datetime.fromisoformat(box.log[-1].world)

    box.reset_log()
    early = SharedClock(box.world)
    assert until in stopped(box.url, tmp_path, clock=early, rate=1.0)
    assert box.log == []

    box.world.advance(3600)
    told = crawling.Told()
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0, told=told)
    assert datetime.fromisoformat(box.log[0].world) - refused == timedelta(seconds=5400)
    assert told.lines == ["waiting 1800 s, as the server asked the run before"]
    assert crawling.ends(tmp_path) == {}


def test_refusals_without_a_moment_stop_in_the_end(box: Box, tmp_path: Path) -> None:
    clock = SharedClock(box.world)
    rule = box.faults.add("too_many", after=6)
    line = stopped(box.url, tmp_path, clock=clock, rate=1.0)
    assert box.faults.fired(rule) == 10  # the last one is the front page
    assert gaps(box.log)[-9:] == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0]
    until = (clock.now() + timedelta(seconds=600)).astimezone().isoformat(timespec="minutes")
    assert f"status 429, 9 times in a row; its front page too asks to wait until {until}" in line
    assert line.endswith(GO_ON)

    box.faults.clear()
    last = datetime.fromisoformat(box.log[-1].world)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    first = box.log[16]
    assert datetime.fromisoformat(first.world) - last == timedelta(seconds=600)
    assert crawling.ends(tmp_path) == {}


def test_posts_that_are_always_refused_are_not_all_tried(box: Box, tmp_path: Path) -> None:
    """Its front page is there, its posts are not: no forum wants to be asked on and on."""
    rule = box.faults.add("too_many", POST)
    line = stopped(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert "status 429, 9 times in a row; 3 such answers in a row" in line
    assert box.faults.fired(rule) == 3 * 9
    box.faults.clear()
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert crawling.ends(tmp_path) == {}


@pytest.mark.parametrize("match", ["robots", "^/$"])
def test_a_forum_that_only_asks_to_wait_gets_few_requests(
    box: Box, tmp_path: Path, match: str
) -> None:
    rule = box.faults.add("unavailable", match)
    line = stopped(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    assert "asks to wait" in line
    assert GO_ON in line
    assert 1 < box.faults.fired(rule) <= 9
    assert len(box.log) - box.faults.fired(rule) <= 1


@pytest.mark.parametrize("match", ["robots", "^/$"])
def test_the_moment_counts_before_anything_was_fetched(
    box: Box, tmp_path: Path, match: str
) -> None:
    box.faults.add("unavailable", match, times=1, seconds=7000)
    line = stopped(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    refused = datetime.fromisoformat(box.log[-1].world)
    until = (refused + timedelta(seconds=7000)).astimezone().isoformat(timespec="minutes")
    assert until in line
    box.reset_log()
    box.world.advance(6000)
    crawling.run(box.url, tmp_path, clock=SharedClock(box.world), rate=1.0)
    first = datetime.fromisoformat(box.log[0].world)
    assert first - refused == timedelta(seconds=7000)


def test_each_request_tells_whom_to_write_to(box: Box, tmp_path: Path) -> None:
    crawling.run(box.url, tmp_path, contact="me@example.org")
    agents = {entry.user_agent for entry in box.log}
    assert all(agent.endswith("geekonline-kb/0.1 (+me@example.org)") for agent in agents)
    assert len(agents) == 2  # one of them is a phone's


def test_one_reader_came_however_many_runs_it_took(box: Box, tmp_path: Path) -> None:
    """The forum counts every reader without a cookie as a new one."""
    box.faults.add("closed", "ajax/list", times=1)
    stopped(box.url, tmp_path)
    box.faults.add("closed", POST, times=1, after=4)
    stopped(box.url, tmp_path)
    crawling.run(box.url, tmp_path)
    anonymous = [entry.target for entry in box.log if not entry.cookie]
    assert anonymous == ["/robots.txt", "/"]
    cookies = {entry.cookie for entry in box.log if entry.cookie}
    assert len(cookies) == 1
    box.world.advance(86400)
    seen = len(box.log)
    crawling.run(box.url, tmp_path, clock=SimulatedClock(box.world.now.astimezone(UTC)))
    assert {entry.cookie for entry in box.log[seen:]} == cookies
