"""How fast a forum is asked, told by the moments at which requests start."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from scraper.pace import FIRST_BACK_OFF, MAX_BACK_OFF, MAX_GAP, Pace
from tests.crawl.clocks import SimulatedClock

Outcome = str | float | None  # "ok", or what Retry-After says of a refusal


def starts(pace: Pace, clock: SimulatedClock, *requests: tuple[float, Outcome]) -> list[float]:
    """When requests start that take so many seconds each, and end so."""
    found = []

    async def ask() -> None:
        for seconds, outcome in requests:
            await clock.sleep(pace.wait())
            found.append(clock.monotonic())
            started = pace.start()
            await clock.sleep(seconds)
            if outcome == "ok":
                pace.answered(started)
            elif outcome != "no answer":
                assert not isinstance(outcome, str)
                pace.refused(outcome)

    asyncio.run(ask())
    return [round(moment, 6) for moment in found]


def gaps(moments: list[float]) -> list[float]:
    return [round(after - before, 6) for before, after in pairwise(moments)]


def paced(interval: float) -> tuple[Pace, SimulatedClock]:
    clock = SimulatedClock()
    return Pace(interval, clock), clock


@pytest.mark.parametrize(
    ("interval", "seconds", "gap"),
    [
        (1.0, 0.0, 1.0),
        (1.0, 0.4, 1.0),  # from start to start, so the answer's time counts
        (1.0, 1.0, 1.0),
        (1.0, 1.5, 3.0),  # as much rest as it worked
        (1.0, 20.0, 40.0),
        (1.0, 90.0, 90.0 + MAX_GAP),  # but never more than that
        (0.2, 0.1, 0.2),
        (0.2, 0.3, 0.6),
        (5.0, 3.0, 5.0),
        (90.0, 1.0, 90.0),  # who asks for a longer gap than the largest gets it
        (0.0, 0.0, 0.0),
        (0.0, 7.0, 7.0),  # as fast as answers come
    ],
)
def test_gap_from_start_to_start(interval: float, seconds: float, gap: float) -> None:
    pace, clock = paced(interval)
    assert starts(pace, clock, *[(seconds, "ok")] * 4) == pytest.approx([0, gap, 2 * gap, 3 * gap])


def test_one_request_a_second_over_an_hour() -> None:
    pace, clock = paced(1.0)
    moments = starts(pace, clock, *[(0.3, "ok")] * 3600)
    assert moments[-1] == 3599
    assert set(gaps(moments)) == {1.0}


def test_time_that_passes_elsewhere_is_not_waited_for_again() -> None:
    pace, clock = paced(1.0)
    starts(pace, clock, (0.1, "ok"))
    asyncio.run(clock.sleep(30))
    assert pace.wait() == 0
    assert gaps(starts(pace, clock, *[(0.1, "ok")] * 3)) == [1.0, 1.0]  # nor made up for


def test_a_request_that_fails_takes_its_turn_all_the_same() -> None:
    pace, clock = paced(1.0)
    assert starts(pace, clock, *[(0.1, "no answer")] * 3) == [0, 1, 2]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [(120.0, 120.0), (1.0, 1.0), (0.0, 1.0), (0.2, 1.0), (7200.0, 7200.0), (86400.0, 86400.0)],
)
def test_retry_after_is_heeded_however_long(asked: float, waited: float) -> None:
    pace, clock = paced(1.0)
    # counted from the refusal, half a second after the request
    assert starts(pace, clock, (0.5, asked), (0, "ok")) == [0, 0.5 + waited]


def test_back_off_without_retry_after_doubles_up_to_its_cap() -> None:
    pace, clock = paced(1.0)
    waits = gaps(starts(pace, clock, *[(0, None)] * 13))
    assert waits[0] == FIRST_BACK_OFF
    expected = [min(FIRST_BACK_OFF * 2**n, MAX_BACK_OFF) for n in range(12)]
    # the gap opens as well, and overtakes none of these
    assert waits == expected
    assert waits[-1] == MAX_BACK_OFF
    assert pace.refusals == 13


def test_back_off_never_waits_less_than_the_gap() -> None:
    pace, clock = paced(20.0)
    assert gaps(starts(pace, clock, *[(0, None)] * 3)) == [20.0, 60.0]


def test_a_good_answer_starts_back_off_anew() -> None:
    pace, clock = paced(1.0)
    starts(pace, clock, *[(0, None)] * 5)
    starts(pace, clock, (0, "ok"))
    assert pace.refusals == 0
    opened = pace.gap
    assert pace.refused(None) == max(FIRST_BACK_OFF, opened)


def test_gap_opens_with_refusals_and_closes_with_good_answers() -> None:
    pace, clock = paced(1.0)
    opened = [pace.gap]
    for _ in range(4):
        starts(pace, clock, (0, 5.0))
        opened.append(pace.gap)
    assert opened == [1.0, 3.0, 5.0, 9.0, 17.0]
    closing = gaps(starts(pace, clock, *[(0, "ok")] * 40))
    assert closing[:3] == [13.8, 11.24, 9.192]
    assert closing == sorted(closing, reverse=True)
    assert 1.0 <= closing[-1] < 1.01


def test_gap_opens_no_further_than_its_cap() -> None:
    pace, clock = paced(1.0)
    starts(pace, clock, *[(0, 1.0)] * 20)
    assert pace.gap == MAX_GAP


@pytest.mark.parametrize(
    ("interval", "attempts", "waited"),
    [(1.0, 1, 2.0), (1.0, 2, 4.0), (1.0, 3, 8.0), (1.0, 50, MAX_BACK_OFF), (30.0, 1, 30.0)],
)
def test_failures_on_the_way_back_off_by_their_number(
    interval: float, attempts: int, waited: float
) -> None:
    pace, _ = paced(interval)
    assert pace.failed(attempts) == waited
    assert pace.wait() == waited
    assert pace.refusals == 0


def test_hold_of_an_earlier_run_delays_the_first_request() -> None:
    pace, clock = paced(1.0)
    pace.hold(300.0)
    assert starts(pace, clock, (0, "ok"), (0, "ok")) == [300, 301]


@pytest.mark.parametrize("seconds", [-1e9, -1.0, 0.0, 2.0])
def test_hold_never_brings_a_request_forward(seconds: float) -> None:
    pace, clock = paced(1.0)
    starts(pace, clock, (0, 60.0))
    pace.hold(seconds)
    assert pace.wait() == 60


@pytest.mark.parametrize(
    ("interval", "delay", "gap"),
    [
        (1.0, None, 1.0),
        (1.0, 0.0, 1.0),
        (1.0, 0.5, 1.0),  # robots.txt can slow a crawl down, not speed it up
        (1.0, 10.0, 10.0),
        (0.0, 2.0, 2.0),
        (1.0, 3600.0, 3600.0),
    ],
)
def test_crawl_delay_only_slows_down(interval: float, delay: float | None, gap: float) -> None:
    pace, clock = paced(interval)
    pace.slow_to(delay)
    assert gaps(starts(pace, clock, *[(0, "ok")] * 3)) == [gap, gap]


def test_without_a_rate_refusals_still_count() -> None:
    pace, clock = paced(0.0)
    assert starts(pace, clock, (1, "ok"), (1, 30.0), (1, None), (1, "ok"), (1, "ok")) == [
        0, 1, 32, 33 + 2 * FIRST_BACK_OFF, 34 + 2 * FIRST_BACK_OFF,
    ]  # fmt: skip
