"""The throttle of very large groups, against closed forms, pyrate-limiter and plain counting."""

from __future__ import annotations

import math
import time
from fractions import Fraction
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyrate_limiter import FixedWindow, InMemoryBucket, Rate, RateItem, StateBucket, TokenBucket

from tests.examples.loading import Outcome, load, run

NAME = "group/throttle"
SECOND = 1_000_000
Log = list[tuple[int, int, int]]  # microsecond, deliveries, number of the group message
RATES = (250, 500, 1000, 2000)  # a token is due after a whole number of microseconds


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def lines(outcome: Outcome, start: str) -> list[str]:
    return [line.strip() for line in outcome.text.splitlines() if line.strip().startswith(start)]


def curve(outcome: Outcome, picture: int, name: str) -> list[list[float]]:
    series = {s["name"]: s["points"] for s in outcome.picture("rate", picture)["series"]}
    found: list[list[float]] = series[name]
    return found


def bucket_log(rate: int, burst: int, arrivals: list[int], size: int, chunk: int) -> Log:
    module = load(NAME)
    log: Log = module.dispatch(
        module.TokenBucket(rate, burst, burst), arrivals, size, chunk, per_request=False
    )
    return log


def window_log(rate: int, arrivals: list[int], size: int, chunk: int) -> Log:
    module = load(NAME)
    log: Log = module.dispatch(module.FixedWindow(rate), arrivals, size, chunk, per_request=False)
    return log


def busiest_second(log: Log) -> int:
    """Most deliveries in any half-open second, counted anew from every delivery."""
    return max(
        (sum(n for t, n, _ in log if start <= t < start + SECOND) for start, _, _ in log),
        default=0,
    )


def stepped(bucket: Any, arrivals: list[int], size: int, chunk: int) -> Log:
    """A library's bucket before the same queue; it says itself how many milliseconds to wait."""
    log, now = [], 0
    for number, arrival in enumerate(arrivals):
        now = max(now, arrival // 1000)
        for left in range(size, 0, -chunk):
            item = RateItem("group", now, weight=min(chunk, left))
            while not bucket.put(item):
                assert bucket.waiting(item) > 0
                now += bucket.waiting(item)
                item = RateItem("group", now, weight=item.weight)
            log.append((now * 1000, item.weight, number))
    return log


# ── the limiters, against pyrate-limiter on a clock of whole milliseconds ──


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(RATES),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(1, 150),
    st.lists(st.integers(0, 3000), min_size=1, max_size=4),
)
def test_token_bucket_against_pyrate_limiter(
    rate: int, chunk: int, spare: int, size: int, moments: list[int]
) -> None:
    burst = chunk + spare
    # with less to spare, waiting for the next whole millisecond spills tokens there
    assume(spare >= 2 or chunk * 1000 % rate == 0 == size % chunk)
    arrivals = [ms * 1000 for ms in sorted(moments)]
    theirs = StateBucket([Rate(rate, 1000, burst)], algorithm=TokenBucket())
    ours = bucket_log(rate, burst, arrivals, size, chunk)
    rounded = [(-(-at // 1000) * 1000, count, number) for at, count, number in ours]
    assert rounded == stepped(theirs, arrivals, size, chunk)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 80),
    st.integers(1, 40),
    st.integers(1, 150),
    st.lists(st.integers(0, 3000), min_size=1, max_size=4),
)
def test_fixed_window_against_pyrate_limiter(
    rate: int, chunk: int, size: int, moments: list[int]
) -> None:
    assume(min(chunk, size) <= rate)
    arrivals = [ms * 1000 for ms in sorted(moments)]
    theirs = InMemoryBucket([Rate(rate, 1000)], algorithm=FixedWindow())
    assert window_log(rate, arrivals, size, chunk) == stepped(theirs, arrivals, size, chunk)


def test_pyrate_limiter_lets_twice_the_limit_through_its_fixed_window_too() -> None:
    bucket = InMemoryBucket([Rate(2000, 1000)], algorithm=FixedWindow())
    log = stepped(bucket, [999_000], 6000, 100)
    assert sum(n for t, n, _ in log if t <= 1_000_000) == 4000
    tokens = StateBucket([Rate(2000, 1000, 200)], algorithm=TokenBucket())
    log = stepped(tokens, [999_000], 6000, 100)
    assert busiest_second(log) == 2100


def test_what_never_fits(example: ModuleType) -> None:
    assert StateBucket([Rate(2000, 1000, 200)], TokenBucket()).put(RateItem("", 0, 201)) is False
    assert example.TokenBucket(2000, 200, 200).admit(0, 201) is None
    assert example.TokenBucket(2000, 200, 200).admit(0, 200) == 0
    assert example.FixedWindow(2000).admit(0, 2001) is None
    assert example.FixedWindow(2000).admit(0, 2000) == 0
    bucket = example.TokenBucket(2000, 200, 200)
    assert bucket.admit(0, 500) is None
    assert bucket.admit(0, 200) == 0  # what cannot pass takes no token
    assert bucket_log(2000, 200, [0], 700, 500) == []
    assert window_log(400, [0], 700, 500) == []
    assert bucket_log(2000, 500, [0], 700, 500) == [(0, 500, 0), (100_000, 200, 0)]


# ── the bounds ──


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3999),
    st.integers(1, 100),
    st.integers(1, 100),
    st.integers(1, 200),
    st.lists(st.integers(0, 2000), min_size=1, max_size=3),
)
def test_any_span_of_the_bucket_keeps_to_b_plus_rt(
    rate: int, burst: int, chunk: int, size: int, moments: list[int]
) -> None:
    log = bucket_log(rate, burst, [ms * 1000 for ms in sorted(moments)], size, min(chunk, burst))
    assert sum(count for _, count, _ in log) == size * len(moments)
    for first in range(len(log)):
        total = 0
        for at, count, _ in log[first:]:
            total += count
            assert total * SECOND <= burst * SECOND + rate * (at - log[first][0])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 100), st.integers(1, 30), st.integers(1, 60), st.integers(0, 999))
def test_the_window_keeps_whole_seconds_and_nothing_else(
    rate: int, chunk: int, chunks: int, phase: int
) -> None:
    assume(chunk <= rate)
    size = chunk * chunks
    log = window_log(rate, [phase * 1000], size, chunk)
    for second in range(phase * 1000 // SECOND, log[-1][0] // SECOND + 1):
        assert sum(n for t, n, _ in log if t // SECOND == second) <= rate
    whole = rate // chunk * chunk  # what fits into one window
    assert busiest_second(log) == min(size, 2 * whole if phase else whole)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5_000_000), st.integers(1, 99)), max_size=30),
    st.lists(st.integers(0, 7_000_000), max_size=30),
)
def test_trailing_counts_the_second_before(sent: list[tuple[int, int]], moments: list[int]) -> None:
    log = [(at, count, 0) for at, count in sorted(sent)]
    moments += [at for at, _ in sent] + [at + SECOND for at, _ in sent]
    expected = [sum(n for t, n, _ in log if m - SECOND < t <= m) for m in moments]
    assert load(NAME).trailing(log, moments) == expected


# ── the delay ──


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3999),
    st.integers(1, 400),
    st.integers(0, 200),
    st.integers(1, 2000),
    st.integers(1, 2000),
    st.integers(1, 6),
)
def test_delays_against_the_closed_form(
    rate: int, chunk: int, spare: int, size: int, every: int, messages: int
) -> None:
    module, burst = load(NAME), chunk + spare
    arrivals = [(250 + i * every) * 1000 for i in range(messages)]
    log = bucket_log(rate, burst, arrivals, size, chunk)
    whole, gap = Fraction(size, rate), Fraction(every, 1000)
    for i, delay in enumerate(module.delays([log], arrivals, size)):
        growth = i * max(Fraction(0), whole - gap)
        exact = max(Fraction(0), whole - Fraction(burst, rate) + growth)
        assert module.formula(i + 1, size, rate, burst, every) == pytest.approx(float(exact))
        # rounding up to a microsecond; a bucket of one chunk spills that each time
        tolerance = 1 if spare else len(log)
        assert 0 <= delay - exact * SECOND < tolerance


def test_the_figures_of_the_article(example: ModuleType) -> None:
    for members, whole in ((3000, 0.3), (10_000, 1.0), (100_000, 10.0)):
        size = example.shares(members, 5, 0)[0]
        assert size * 5 == members
        assert example.formula(1, size, 2000, 0, 1000) == pytest.approx(whole)
        log = bucket_log(2000, 200, [0, 0], size, 100)  # the second finds no tokens
        ends = [max(at for at, _, number in log if number == which) for which in (0, 1)]
        assert ends[1] - ends[0] == whole * SECOND
    assert example.formula(61, 20_000, 2000, 0, 1000) == pytest.approx(550.0)
    assert example.formula(61, 21_200, 2000, 0, 1000) == pytest.approx(586.6)
    assert example.formula(61, 2120, 2000, 0, 1000) == pytest.approx(4.66)


def test_ten_thousand_keep_up_with_one_a_second_and_no_more() -> None:
    for every, growing in ((1000, False), (999, True)):
        outcome = run(NAME, MEMBERS=10_000, EVERY=every)
        waits = [y for _, y in curve(outcome, 1, "模拟")]
        assert waits[0] == pytest.approx(0.9)
        steps = [b - a for a, b in pairwise(waits)]
        assert steps == pytest.approx([0.001 * growing] * 11)
        assert ("跟得上" in outcome.text) is not growing


def test_a_hundred_thousand_members_delivery_by_delivery(example: ModuleType) -> None:
    """Every one of 100,000 deliveries on 5 nodes at its own moment, in less than 2 s."""
    start = time.process_time()
    sizes = example.shares(100_000, 5, 0)
    logs = [
        example.dispatch(example.TokenBucket(2000, 200, 200), [0], size, 1, False) for size in sizes
    ]
    last = example.delays(logs, [0], 100_000)
    seconds = time.process_time() - start
    assert sizes == [20_000] * 5
    assert last == [9_900_000]
    for log in logs:  # the first 200 at once, then one every 500 microseconds
        assert log == [(max(0, (k - 199) * 500), 1, 0) for k in range(20_000)]
    assert seconds <= 2


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200_000), st.integers(1, 50), st.integers(0, 100))
def test_shares_leave_nobody_out(members: int, nodes: int, skew: int) -> None:
    sizes = load(NAME).shares(members, nodes, skew)
    assert len(sizes) == nodes
    assert sum(sizes) == members
    assert min(sizes) >= 0
    assert (
        sizes[0]
        == max(sizes)
        == min(members, math.ceil(Fraction(members * (100 + skew), 100 * nodes)))
    )
    assert not sizes[1:] or max(sizes[1:]) - min(sizes[1:]) <= 1


def test_unfinished_messages_have_no_delay(example: ModuleType) -> None:
    logs = [[(5, 3, 0), (9, 3, 1)], [(7, 2, 0)]]
    assert example.delays(logs, [1, 2], 5) == [6]
    assert example.delays([logs[1], logs[0]], [1, 2], 5) == [6]
    assert example.delays([[]], [0], 5) == []


def test_how_long_others_wait(example: ModuleType) -> None:
    wait = example.longest_wait
    assert wait([], 4000, 2000) == 0
    assert wait([(0, 4000, 0)], 4000, 2000) == 1
    assert wait([(0, 2000, 0), (500_000, 2000, 0)], 4000, 2000) == 0.75
    assert wait([(999_000, 2000, 0), (1_000_000, 2000, 0)], 4000, 2000) == 0.9995
    assert wait([(0, 2000, 0), (999_000, 2000, 0), (1_000_000, 2000, 0)], 4000, 2000) == 1
    assert wait([(0, 400, 0), (10 * SECOND, 200, 0)], 4000, 2000) == 0.1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), min_size=1, max_size=12))
def test_how_long_others_wait_tick_by_tick(sent: list[tuple[int, int]]) -> None:
    """A node of 4 deliveries a millisecond, of which others take 2."""
    log = [(ms * 1000, count, 0) for ms, count in sorted(sent)]
    backlog = longest = 0
    for tick in range(301):
        backlog += sum(count for ms, count in sent if ms == tick)
        longest = max(longest, backlog)
        backlog = max(0, backlog - 2)
    assert load(NAME).longest_wait(log, 4000, 2000) == longest / 4000


# ── what the page foretells ──


def test_default_output(default: Outcome) -> None:
    assert default.text == (
        "100000 人、5 台，最忙的一台 20000 条投递，限 2000 条/秒：\n"
        "  一条群消息要 10 秒，整群每秒最多 0.1 条\n"
        "  现在每 1 秒来一条：下一条总比上一条多等 9 秒，没有尽头\n"
        "  一条群消息是 1000 次请求、100000 条投递；令牌按投递扣，几条就几个\n"
        "\n"
        "人数    最忙一台  一条要几秒  每秒最多几条\n"
        "3000    600       0.3         3.333\n"
        "10000   2000      1           1\n"
        "100000  20000     10          0.1\n"
        "\n"
        "最忙的一台，任意连续 1 秒（节点的上限 4000 条）：\n"
        "  固定 1 秒窗口：最多 4000 条，是限速的 2.00 倍；普通消息最久等 1.00 秒\n"
        "  令牌桶 200：最多 2100 条，是限速的 1.05 倍；普通消息最久等 0.05 秒\n"
        "\n"
        "令牌桶，第几条群消息的最后一个人等几秒（公式）：\n"
        "  第 1 条 9.900（9.900）\n"
        "  第 7 条 63.900（63.900）\n"
        "  第 12 条 108.900（108.900）\n"
    )


@pytest.mark.parametrize(
    ("inputs", "window", "bucket"),
    [
        ({"PHASE": 0}, "最多 2000 条，是限速的 1.00 倍；普通消息最久等 0.50 秒", "最多 2100 条"),
        ({"PHASE": 1}, "最多 4000 条，是限速的 2.00 倍；普通消息最久等 0.50 秒", "最多 2100 条"),
        ({"PHASE": 500}, "最多 4000 条，是限速的 2.00 倍；普通消息最久等 0.75 秒", "最多 2100 条"),
        (
            {"BURST": 2000},
            "最多 4000 条",
            "最多 3900 条，是限速的 1.95 倍；普通消息最久等 0.50 秒",
        ),
        (
            {"CHUNK": 2},
            "最多 4000 条，是限速的 2.00 倍；普通消息最久等 1.00 秒",
            "最多 2198 条，是限速的 1.10 倍；普通消息最久等 0.05 秒",
        ),
        ({"CHUNK": 2, "BURST": 20}, "最多 4000 条", "最多 2018 条，是限速的 1.01 倍"),
        ({"CHUNK": 2, "BURST": 2000}, "最多 4000 条", "最多 3998 条"),
        ({"CHUNK": 500}, "最多 4000 条", "最多 0 条，是限速的 0.00 倍；卡死了"),
        ({"CHUNK": 200}, "最多 4000 条", "最多 2000 条"),
        (
            {"BREAK_COUNT_REQUESTS": True},
            "最多 20000 条，是限速的 10.00 倍；普通消息最久等 54.50 秒",
            "最多 20000 条，是限速的 10.00 倍；普通消息最久等 54.50 秒",
        ),
        (
            {"BREAK_COUNT_REQUESTS": True, "CHUNK": 20_000},
            "最多 20000 条",
            "最多 20000 条，是限速的 10.00 倍；普通消息最久等 54.50 秒",
        ),
        (
            {"BREAK_NO_CAP": True},
            "最多 4000 条",
            "最多 4100 条，是限速的 2.05 倍；普通消息最久等 0.55 秒",
        ),
    ],
)
def test_what_the_page_foretells(inputs: dict[str, object], window: str, bucket: str) -> None:
    if inputs.get("CHUNK") == 2:
        inputs = inputs | {"MESSAGES": 1}
    outcome = run(NAME, **inputs)
    assert not outcome.complaint
    assert lines(outcome, "固定 1 秒窗口：")[0].startswith(f"固定 1 秒窗口：{window}")
    name = f"令牌桶 {inputs.get('BURST', 200)}："
    assert lines(outcome, name)[0].startswith(name + bucket)


def test_a_bucket_below_the_chunk_moves_nothing() -> None:
    outcome = run(NAME, CHUNK=500)
    assert lines(outcome, "第 1 条") == ["第 1 条 发不完（9.900）"]
    assert lines(outcome, "第 12 条") == ["第 12 条 发不完（108.900）"]
    assert "200 次请求" in outcome.text
    assert [s["name"] for s in outcome.picture("rate", 1)["series"]] == ["公式"]
    assert {y for _, y in curve(outcome, 0, "令牌桶 200")} == {0}
    assert lines(run(NAME, CHUNK=500, BURST=500), "第 12 条") == ["第 12 条 108.750（108.750）"]


def test_counting_requests_is_no_limit() -> None:
    outcome = run(NAME, BREAK_COUNT_REQUESTS=True)
    assert "令牌按请求扣，一次 1 个" in outcome.text
    assert lines(outcome, "第 12 条") == ["第 12 条 0.000（108.900）"]
    merged = run(NAME, BREAK_COUNT_REQUESTS=True, CHUNK=20_000)
    assert "一条群消息是 5 次请求、100000 条投递" in merged.text


def test_a_bucket_without_a_cap_saves_up() -> None:
    outcome = run(NAME, BREAK_NO_CAP=True)
    assert lines(outcome, "第 1 条") == ["第 1 条 8.901（9.900）"]
    kept = run(NAME, BREAK_NO_CAP=True, PHASE=0)
    assert lines(kept, "令牌桶 200：") == lines(run(NAME, PHASE=0), "令牌桶 200：")


def test_an_uncapped_bucket_is_what_a_huge_one_would_be(example: ModuleType) -> None:
    uncapped = example.TokenBucket(2000, 200, 10**9)
    assert [uncapped.admit(SECOND, n) for n in (2200, 1, 2)] == [
        SECOND,
        SECOND + 500,
        SECOND + 1500,
    ]
    full = example.TokenBucket(2000, 200, 200)
    assert [full.admit(SECOND, n) for n in (200, 1, 2)] == [SECOND, SECOND + 500, SECOND + 1500]


@pytest.mark.parametrize(
    ("inputs", "said", "last"),
    [
        ({"EVERY": 10_000}, "现在每 10 秒来一条：跟得上", "第 12 条 9.900（9.900）"),
        ({"EVERY": 9900}, "下一条总比上一条多等 0.1 秒", "第 12 条 11.000（11.000）"),
        ({"MEMBERS": 10_000}, "现在每 1 秒来一条：跟得上", "第 12 条 0.900（0.900）"),
        ({"MESSAGES": 61}, "多等 9 秒", "第 61 条 549.900（549.900）"),
        ({"MESSAGES": 61, "SKEW": 6}, "要 10.6 秒", "第 61 条 586.500（586.500）"),
        (
            {"MEMBERS": 10_000, "SKEW": 6, "MESSAGES": 61},
            "要 1.06 秒，整群每秒最多 0.9434 条",
            "第 61 条 4.560（4.560）",
        ),
        ({"NODES": 50, "SKEW": 6}, "要 1.06 秒", "第 12 条 1.620（1.620）"),
        ({"RATE": 3999}, "要 5.00125 秒", "第 12 条 48.965（48.965）"),
        ({"MEMBERS": 1}, "要 0.0005 秒，整群每秒最多 2000 条", "第 12 条 0.000（0.000）"),
        ({"MESSAGES": 1}, "", "第 1 条 9.900（9.900）"),
        ({"CHUNK": 1, "MESSAGES": 1}, "是 100000 次请求", "第 1 条 9.900（9.900）"),
    ],
)
def test_sums_and_delays(inputs: dict[str, Any], said: str, last: str) -> None:
    outcome = run(NAME, **inputs)
    assert said in outcome.text
    assert outcome.text.splitlines()[-1].strip() == last


def test_one_number_of_members_is_listed_once() -> None:
    assert len(lines(run(NAME, MEMBERS=3000), "3000 ")) == 2  # the first line and the table
    assert lines(run(NAME, MEMBERS=20_000), "20000 ")[1].split() == ["20000", "4000", "2", "0.5"]


# ── inputs ──


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MEMBERS", 0, "MEMBERS 应是 1–200000 之间的整数，现在是 0"),
        ("MEMBERS", 200_001, "MEMBERS 应是 1–200000 之间的整数，现在是 200001"),
        ("MEMBERS", True, "MEMBERS 应是 1–200000 之间的整数，现在是 True"),
        ("MEMBERS", 1e5, "MEMBERS 应是 1–200000 之间的整数，现在是 100000.0"),
        ("MEMBERS", float("nan"), "MEMBERS 应是 1–200000 之间的整数，现在是 nan"),
        ("MEMBERS", [100], "MEMBERS 应是 1–200000 之间的整数，现在是 [100]"),
        ("NODES", 0, "NODES 应是 1–50 之间的整数，现在是 0"),
        ("NODES", 51, "NODES 应是 1–50 之间的整数，现在是 51"),
        ("NODES", "5", "NODES 应是 1–50 之间的整数，现在是 '5'"),
        ("SKEW", -1, "SKEW 应是 0–100 之间的整数，现在是 -1"),
        ("SKEW", 101, "SKEW 应是 0–100 之间的整数，现在是 101"),
        ("RATE", 0, "RATE 应是 1–3999 之间的整数，现在是 0"),
        ("RATE", 4000, "RATE 应是 1–3999 之间的整数，现在是 4000"),
        ("BURST", 0, "BURST 应是 1–100000 之间的整数，现在是 0"),
        ("BURST", 10**30, f"BURST 应是 1–100000 之间的整数，现在是 {10**30}"),
        ("CHUNK", 0, "CHUNK 应是 1–200000 之间的整数，现在是 0"),
        ("CHUNK", 200_001, "CHUNK 应是 1–200000 之间的整数，现在是 200001"),
        ("EVERY", 0, "EVERY 应是 1–600000 之间的整数，现在是 0"),
        ("EVERY", 600_001, "EVERY 应是 1–600000 之间的整数，现在是 600001"),
        ("PHASE", 1000, "PHASE 应是 0–999 之间的整数，现在是 1000"),
        ("PHASE", None, "PHASE 应是 0–999 之间的整数，现在是 None"),
        ("MESSAGES", 0, "MESSAGES 应是 1–100 之间的整数，现在是 0"),
        ("MESSAGES", 101, "MESSAGES 应是 1–100 之间的整数，现在是 101"),
        ("CHUNK", 1, "MESSAGES × MEMBERS ÷ CHUNK 应是 0–120000 块，现在是 1200000 块"),
        ("CHUNK", 9, "MESSAGES × MEMBERS ÷ CHUNK 应是 0–120000 块，现在是 133332 块"),
        ("BREAK_COUNT_REQUESTS", 1, "BREAK_COUNT_REQUESTS 应是 True 或 False，现在是 1"),
        ("BREAK_NO_CAP", "True", "BREAK_NO_CAP 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint == f"输入有误：{said}"
    assert outcome.text == ""
    assert outcome.trace is None


@pytest.mark.parametrize(
    "inputs",
    [
        {"MEMBERS": 200_000, "NODES": 50, "SKEW": 100, "CHUNK": 200_000, "BURST": 100_000},
        {"MEMBERS": 1, "NODES": 50, "SKEW": 100, "EVERY": 600_000, "MESSAGES": 100},
        {"RATE": 1, "BURST": 1, "CHUNK": 1, "EVERY": 1, "PHASE": 0, "MESSAGES": 1, "NODES": 50},
        {"MEMBERS": 120_000, "CHUNK": 1, "MESSAGES": 1},
    ],
)
def test_inputs_at_their_limits(inputs: dict[str, object]) -> None:
    outcome = run(NAME, **inputs)
    assert not outcome.complaint
    assert outcome.trace


# ── the pictures ──


def test_the_rate_chart(default: Outcome) -> None:
    picture = default.picture("rate")
    assert picture["title"] == "最忙的一台，前一秒里的投递"
    assert picture["limits"] == [{"value": 4000, "label": "节点的上限"}]
    window, bucket = curve(default, 0, "固定 1 秒窗口"), curve(default, 0, "令牌桶 200")
    assert [x for x, _ in window] == [x for x, _ in bucket] == [*range(0, 4001, 50)]
    assert {y for x, y in window if x < 1000} == {0}
    assert {y for x, y in window if 1000 <= x < 2000} == {4000}
    assert {y for x, y in window if x >= 2000} == {2000}
    # two chunks at 999 ms, one every 50 ms afterwards; those of 999 ms leave at 1999 ms
    assert {y for x, y in bucket if x < 1000} == {0}
    assert [y for x, y in bucket if 1000 <= x < 2000] == [*range(200, 2101, 100)]
    assert {y for x, y in bucket if x >= 2000} == {2000}


def test_the_delay_chart(default: Outcome) -> None:
    picture = default.picture("rate", 1)
    assert picture["title"] == "第 i 条群消息的延迟"
    assert picture["limits"] == [{"value": 10.0, "label": "空闲时的一条"}]
    expected = [[i, pytest.approx(9.9 + 9 * (i - 1))] for i in range(1, 13)]
    assert [list(point) for point in curve(default, 1, "模拟")] == expected
    assert [list(point) for point in curve(default, 1, "公式")] == expected
