"""The graded queues, against simpy, the theory of M/D/c queues, Little's law and plain counting."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "group/queues"
QUEUES = [["快", 100, 2, 5, 0], ["中", 500, 2, 5, 145], ["慢", 3000, 1, 5, 595]]
TRAFFIC: list[list[float]] = [[20, 200], [300, 10], [2000, 1.25], [100_000, 1]]
CALM = TRAFFIC[:3]
SECOND = 1_000_000
TOLERANCE = 0.05  # of a mean wait over half an hour, against the theory
Message = tuple[int, int, int]  # arrives, queue, holds a thread
hours = st.integers(0, 50)
jobs = st.lists(st.tuples(hours, st.integers(0, 2), st.integers(1, 20)), max_size=40)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


@pytest.fixture(scope="module")
def shared() -> Outcome:
    return run(NAME, BREAK_ONE_QUEUE=True)


def reply(outcome: Outcome, start: str) -> str:
    """The one line of output that begins so."""
    (found,) = (line for line in outcome.text.splitlines() if line.startswith(start))
    return found


def row(outcome: Outcome, name: str) -> list[float]:
    """The numbers of a line: arrivals, limit, load, deliveries, length, λW, P50, P95, P99, longest;
    the line of all messages has only the last four."""
    return [float(number) for number in reply(outcome, name).split()[1:]]


def simulated(messages: list[Message], threads: list[int], shared: bool) -> list[list[Any]]:
    """The same system in simpy: threads are processes that take from a store, work and sleep."""
    world = simpy.Environment()
    stores = [simpy.Store(world) for _ in ([0] if shared else threads)]
    found: list[list[Any]] = [[] for _ in threads]

    def source() -> Iterator[Any]:
        for message in messages:
            yield world.timeout(message[0] - world.now)
            yield stores[0 if shared else message[1]].put(message)

    def thread(store: simpy.Store) -> Iterator[Any]:
        while True:
            arrival, number, hold = yield store.get()
            found[number].append((arrival, world.now))
            yield world.timeout(hold)

    for n, store in enumerate(stores):
        for _ in range(sum(threads) if shared else threads[n]):
            world.process(thread(store))
    world.process(source())
    world.run()
    return found


def expected_wait(rate: float, hold: float, threads: int) -> float:
    """Mean wait of M/D/c, from the Markov chain of how many are present every `hold` seconds.

    Whoever was in service has left by then, and only those who came since and waited are there.
    """
    mean, size = rate * hold, 150
    came = [math.exp(-mean)]
    for k in range(1, size):
        came.append(came[-1] * mean / k)
    present = [1.0, *[0.0] * (size - 1)]
    for _ in range(400):
        after = [0.0] * size
        for n, chance in enumerate(present):
            if chance > 1e-12:
                left = max(n - threads, 0)
                for k in range(min(40, size - left)):
                    after[left + k] += chance * came[k]
        present = after
    return sum(max(n - threads, 0) * chance for n, chance in enumerate(present)) / rate


def mean_wait(example: ModuleType, rate: float, hold: int, threads: int) -> float:
    """Seconds, over six runs of five minutes; the waits are those of the program."""
    waits = count = 0
    for seed in range(100, 106):
        messages = [(at, 0, hold) for at in example.arrivals(rate, 300, seed)]
        ((come, begun),) = example.serve(messages, [threads], False)
        waits, count = waits + sum(begun) - sum(come), count + len(come)
    return waits / count / SECOND


# ── arrivals ──


def test_arrivals_are_poisson(example: ModuleType) -> None:
    found = example.arrivals(100, 300, 3)
    assert found == sorted(found)
    assert all(type(at) is int and 0 <= at < 300 * SECOND for at in found)
    assert len(found) == pytest.approx(30_000, abs=4 * math.sqrt(30_000))
    gaps = [b - a for a, b in pairwise(found)]
    mean = sum(gaps) / len(gaps)
    spread = math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / len(gaps))
    assert spread / mean == pytest.approx(1, abs=0.03)
    assert sum(gap > mean for gap in gaps) / len(gaps) == pytest.approx(math.exp(-1), abs=0.01)
    assert example.arrivals(100, 300, 4) != found
    assert example.arrivals(100, 10, 3) == [at for at in found if at < 10 * SECOND]


# ── the queues ──


@pytest.mark.parametrize("as_one", [False, True])
def test_simpy_serves_every_message_at_the_same_time(example: ModuleType, as_one: bool) -> None:
    messages = sorted(
        (at, *example.place(members))
        for n, (members, rate) in enumerate(TRAFFIC)
        for at in example.arrivals(rate, 120, 7 + n)
    )
    assert len(messages) == 25_628
    served = example.serve(messages, [2, 2, 1, 1], as_one)
    found = [list(zip(*queue, strict=True)) for queue in served]
    assert found == simulated(messages, [2, 2, 1, 1], as_one)


@settings(max_examples=60, deadline=None)
@given(jobs, st.lists(st.integers(1, 3), min_size=3, max_size=3), st.booleans())
def test_simpy_agrees_on_anything(
    messages: list[Message], threads: list[int], as_one: bool
) -> None:
    messages.sort()
    served = load(NAME).serve(messages, threads, as_one)
    found = [list(zip(*queue, strict=True)) for queue in served]
    assert found == simulated(messages, threads, as_one)
    for come, begun in served:
        assert come == sorted(come)
        assert begun == sorted(begun)


@settings(max_examples=40, deadline=None)
@given(jobs, jobs)
def test_a_queue_does_not_feel_the_others(mine: list[Message], others: list[Message]) -> None:
    example = load(NAME)
    alone = [(at, 0, hold) for at, _, hold in mine]
    busy = sorted(alone + [(at, 1, 1000 * hold) for at, _, hold in others])
    before, after = (example.serve(m, [2, 1], False)[0] for m in (sorted(alone), busy))
    assert before == after


@pytest.mark.parametrize(
    ("rate", "hold", "threads"),
    [(30, 20_000, 1), (75, 20_000, 2), (200, 20_000, 5)],
)
def test_waits_are_those_of_the_theory(
    example: ModuleType, rate: float, hold: int, threads: int
) -> None:
    wait, use = expected_wait(rate, hold / SECOND, threads), rate * hold / SECOND / threads
    if threads == 1:  # Pollaczek and Khinchine
        assert wait == pytest.approx(use * hold / SECOND / (2 * (1 - use)), rel=1e-6)
    assert mean_wait(example, rate, hold, threads) == pytest.approx(wait, rel=TOLERANCE)


@settings(max_examples=60, deadline=None)
@given(jobs)
def test_little_is_exact_once_all_have_left(messages: list[Message]) -> None:
    example = load(NAME)
    messages = sorted((at, 0, hold) for at, _, hold in messages)
    ((come, begun),) = example.serve(messages, [2], False)
    lengths = [example.waiting(come, begun, now)[0] for now in range(1000)]
    assert sum(lengths) == sum(begun) - sum(come)  # L = λW, counted once a microsecond


@settings(max_examples=60, deadline=None)
@given(jobs, st.integers(0, 200))
def test_waiting_counts_who_has_come_and_not_begun(messages: list[Message], now: int) -> None:
    example = load(NAME)
    messages = sorted((at, 0, hold) for at, _, hold in messages)
    ((come, begun),) = example.serve(messages, [1], False)
    there = [a for a, b in zip(come, begun, strict=True) if a <= now < b]
    assert example.waiting(come, begun, now) == (len(there), now - min(there, default=now))


def test_little_counts_every_tenth_of_a_second(example: ModuleType) -> None:
    come, begun = [0, 0, 150_000], [0, 300_000, 1_400_000]
    length, product = example.little(come, begun, 2)
    assert length == (3 + 12) / 20  # 0.0, 0.1, 0.2 s; then 0.2 to 1.3 s
    assert product == pytest.approx((0.3 + 1.25) / 2)
    assert example.little([1], [50_000], 2)[0] == 0  # gone before it is counted


def test_little_holds_where_the_load_is_below_one(default: Outcome) -> None:
    for name in ("快", "中", "慢"):
        length, product = row(default, name)[4:6]
        assert length == pytest.approx(product, abs=0.03)
    length, product = row(default, "特殊")[4:6]
    assert product > 10 * length


def test_100_000_messages_within_two_seconds(example: ModuleType) -> None:
    started = time.process_time()
    messages = [(at, 0, 2000) for at in example.arrivals(834, 120, 1)]
    served = example.serve(messages, [2], False)
    times = example.round_robin([100_000], 500)[0]
    assert time.process_time() - started < 2
    assert len(served[0][0]) == pytest.approx(100_000, abs=1300)
    assert len(times) == 100_000


# ── percentiles ──


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=60), st.integers(1, 100))
def test_percentile_is_the_smallest_value_that_suffices(values: list[int], percent: int) -> None:
    found = load(NAME).percentile(values, percent)
    enough = [
        v for v in values if Fraction(sum(x <= v for x in values), len(values)) * 100 >= percent
    ]
    assert found == min(enough)


def test_percentile_of_nothing(example: ModuleType) -> None:
    assert example.percentile([], 99) == 0
    assert example.percentile([5, 1, 9, 3], 50) == 3
    assert example.percentile([5, 1, 9, 3], 100) == 9


# ── where messages go, what queues can do ──


@pytest.mark.parametrize(
    ("members", "number", "hold"),
    [
        (1, 0, 5_000),
        (100, 0, 5_000),
        (101, 1, 150_000),
        (500, 1, 150_000),
        (501, 2, 600_000),
        (3000, 2, 600_000),
        (3001, 3, 300_500),  # 601 on the busiest node
        (10_000, 3, 1_000_000),
        (100_000, 3, 10_000_000),
    ],
)
def test_place(example: ModuleType, members: int, number: int, hold: int) -> None:
    assert example.place(members) == (number, hold)


@pytest.mark.parametrize(("members", "most"), [(3001, 3.33), (10_000, 1.0), (100_000, 0.1)])
def test_what_a_special_group_sustains(members: int, most: float) -> None:
    outcome = run(NAME, TRAFFIC=[[members, 0.05]], SECONDS=1)
    assert row(outcome, "特殊")[1] == most


def test_load(example: ModuleType) -> None:
    assert example.load(0, 2) == (200, 400, 0.5, 4000)
    assert example.load(1, 2) == pytest.approx((10, 40 / 3, 0.75, 3000))
    assert example.load(2, 1) == pytest.approx((1.25, 5 / 3, 0.75, 2500))
    assert example.load(3, 1) == pytest.approx((1, 0.1, 10, 100_000))
    example.TRAFFIC = [[4000, 0.5], [6000, 0.25], [20, 1]]  # they hold for 0.4 and 0.6 s
    assert example.load(3, 1) == pytest.approx((0.75, 0.75 / 0.35, 0.35, 3500))
    assert example.load(1, 2) == (0, 0, 0, 0)


# ── taking turns ──


def dealt(sizes: list[int], chunk: int, nodes: int, rate: int) -> list[list[Fraction]]:
    """Seconds: messages take turns; all nodes deliver a block at once, each at its own pace."""
    left, now = list(sizes), Fraction(0)
    times: list[list[Fraction]] = [[] for _ in sizes]
    while any(left):
        for n in range(len(sizes)):
            block = min(chunk, left[n])
            left[n] -= block
            longest = now
            for member in range(block):
                longest = now + Fraction(member // nodes + 1, rate)
                times[n].append(longest)
            now = longest
    return times


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=4),
    st.integers(1, 40),
    st.integers(1, 6),
    st.sampled_from([100, 2000]),
)
def test_turns_are_dealt(sizes: list[int], chunk: int, nodes: int, rate: int) -> None:
    example = load(NAME)
    example.NODES, example.RATE = nodes, rate
    found = example.round_robin(sizes, chunk)
    exact = dealt(sizes, chunk, nodes, rate)
    assert found == [[round(t * SECOND) for t in times] for times in exact]


def test_no_node_gets_more_than_its_rate(example: ModuleType) -> None:
    times = sorted(example.round_robin([9000, 3001], 500)[0] + example.round_robin([1], 1)[0])
    for first, last in zip(times, times[5 * 2000 :], strict=False):
        assert last - first >= SECOND - 500
    alone = example.round_robin([100_000], 500)[0]
    assert alone == [(k // 5 + 1) * 500 for k in range(100_000)]


# ── what the page foretells ──


def test_the_first_lines(default: Outcome) -> None:
    assert default.text.splitlines()[:2] == [
        "队首等过 5 秒的：特殊（第 7 秒起）",
        "4 条队列共 6 个线程，120 秒来了 25628 条，平均要占住 13.25 个线程",
    ]
    assert row(default, "快") == [200, 400, 0.5, 4000, 0.18, 0.18, 0, 0.005, 0.008, 0.018]
    assert row(default, "中") == [10, 13.33, 0.75, 3000, 1.08, 1.06, 0.049, 0.427, 0.62, 0.751]
    assert row(default, "慢") == [1.25, 1.67, 0.75, 2500, 1.2, 1.22, 0.732, 2.288, 3.445, 3.518]
    assert row(default, "特殊")[:6] == [1, 0.1, 10, 100_000, 54.94, 611.65]
    assert row(default, "特殊")[6:] == [566.37, 1098.553, 1142.741, 1152.089]
    assert row(default, "合并") == [0, 0.007, 0.525, 1152.089]
    assert default.text.splitlines()[-3:] == [
        "100000 人的一条，每台每秒 2000 条：5.000 秒一半人收到，10.000 秒收齐",
        "同时再来 3001 人的一条，先来先发：它 10.300 秒，前一条 10.000 秒",
        "同时再来 3001 人的一条，每 500 条投递轮流：它 0.650 秒，前一条 10.300 秒",
    ]


def test_break_one_queue(default: Outcome, shared: Outcome) -> None:
    assert reply(shared, "队首") == (
        "队首等过 5 秒的：快（第 11 秒起），中（第 11 秒起），慢（第 12 秒起），特殊（第 12 秒起）"
    )
    assert reply(shared, "1 条队列共 6 个线程，").endswith("平均要占住 13.25 个线程")
    assert row(shared, "快")[6:] == [67.292, 150.837, 156.449, 156.825]
    loads = [row(shared, name)[2] for name in ("快", "中", "慢", "特殊")]
    assert sum(loads) == pytest.approx(13.25 / 6, abs=0.02)
    assert row(default, "快")[9] == 0.018


def test_break_one_queue_without_the_large_group() -> None:
    apart = run(NAME, TRAFFIC=CALM)
    shared = run(NAME, TRAFFIC=CALM, BREAK_ONE_QUEUE=True)
    assert reply(apart, "队首") == reply(shared, "队首") == "队首等过 5 秒的：没有"
    assert (row(apart, "快")[8], row(shared, "快")[8]) == (0.008, 0.078)
    assert (row(apart, "慢")[8], row(shared, "慢")[8]) == (3.445, 0.064)


def test_break_average(default: Outcome) -> None:
    outcome = run(NAME, BREAK_AVERAGE=True)
    assert row(outcome, "合并") == [141.788, 275.318, 286.703, 289.094]
    columns = zip(*(row(default, name)[6:] for name in ("快", "中", "慢", "特殊")), strict=True)
    for found, column in zip(row(outcome, "合并"), columns, strict=True):
        assert found == pytest.approx(sum(column) / 4, abs=0.001)
    assert row(default, "合并")[2] == 0.525


def test_a_group_that_the_special_queue_can_bear() -> None:
    rarely = run(NAME, TRAFFIC=[*CALM, [100_000, 0.05]], SECONDS=300)
    assert reply(rarely, "队首") == "队首等过 5 秒的：特殊（第 148 秒起）"
    assert row(rarely, "特殊")[2] == 0.5
    assert row(rarely, "特殊")[9] == 8.103
    smaller = run(NAME, TRAFFIC=[*CALM, [10_000, 0.7]])
    assert row(smaller, "特殊")[1:3] == [1, 0.7]
    assert row(smaller, "特殊")[9] == 3.603
    assert reply(smaller, "队首") == "队首等过 5 秒的：没有"


def test_a_little_more_than_the_slow_queue_can_do() -> None:
    outcome = run(NAME, TRAFFIC=[TRAFFIC[0], TRAFFIC[1], [2000, 1.7], TRAFFIC[3]])
    assert reply(outcome, "队首") == "队首等过 5 秒的：慢（第 24 秒起），特殊（第 7 秒起）"
    assert row(outcome, "慢")[2] == 1.02
    assert row(outcome, "慢")[8] == 11.63


def test_one_thread_more(default: Outcome) -> None:
    outcome = run(NAME, QUEUES=[*QUEUES[:2], ["慢", 3000, 2, 5, 595]])
    assert row(outcome, "慢")[1:3] == [3.33, 0.38]
    assert row(outcome, "慢")[8] == 0.559
    assert row(outcome, "快") == row(default, "快")


def test_sleep_counts_messages_and_not_deliveries(default: Outcome) -> None:
    outcome = run(NAME, TRAFFIC=[*TRAFFIC[:2], [2900, 1.25], TRAFFIC[3]])
    assert row(outcome, "慢")[3] == 3625
    assert row(outcome, "慢")[4:] == row(default, "慢")[4:]


def test_fifty_nodes() -> None:
    outcome = run(NAME, NODES=50)
    assert row(outcome, "特殊")[1:3] == [1, 1]
    assert reply(outcome, "队首") == "队首等过 5 秒的：特殊（第 52 秒起）"
    assert row(outcome, "特殊")[9] == 21.129


def test_other_chunks() -> None:
    whole = run(NAME, CHUNK=100_000, SECONDS=1)
    assert reply(whole, "同时再来 3001 人的一条，每").endswith("它 10.300 秒，前一条 10.000 秒")
    five = run(NAME, CHUNK=5, SECONDS=1)
    assert reply(five, "同时再来 3001 人的一条，每").endswith("它 0.601 秒，前一条 10.300 秒")
    one = run(NAME, CHUNK=1, SECONDS=1)
    assert "100000 人的一条，每台每秒 2000 条：25.000 秒一半人收到，50.000 秒收齐" in one.text


# ── inputs ──

QUEUED = "QUEUES 应是 1–5 行 [名称，人数，线程，τ，s]，现在是 "
SORTED = "QUEUES 应是名称不同、人数递增的几行，现在是 "
CAME = "TRAFFIC 应是 1–12 行 [人数，每秒条数]，现在是 "
SWITCH = " True 或 False，现在是 "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("QUEUES", [], QUEUED + "[]"),
        ("QUEUES", None, QUEUED + "None"),
        ("QUEUES", "快", QUEUED + "'快'"),
        ("QUEUES", {"快": 1}, QUEUED),
        ("QUEUES", ["快"], QUEUED + "['快']"),
        ("QUEUES", [QUEUES[0]] * 6, QUEUED),
        ("QUEUES", [tuple(QUEUES[0])], QUEUED),
        ("QUEUES", [["快", 100, 2, 5]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5, 0, 0]], QUEUED),
        ("QUEUES", [["", 100, 2, 5, 0]], QUEUED),
        ("QUEUES", [["很快的", 100, 2, 5, 0]], QUEUED),
        ("QUEUES", [[1, 100, 2, 5, 0]], QUEUED),
        ("QUEUES", [["快", 0, 2, 5, 0]], QUEUED),
        ("QUEUES", [["快", 200_001, 2, 5, 0]], QUEUED),
        ("QUEUES", [["快", 100, 0, 5, 0]], QUEUED),
        ("QUEUES", [["快", 100, 51, 5, 0]], QUEUED),
        ("QUEUES", [["快", 100, True, 5, 0]], QUEUED),
        ("QUEUES", [["快", 100, 2, 0, 0]], QUEUED),
        ("QUEUES", [["快", 100, 2, 10_001, 0]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5.0, 0]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5, -1]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5, 100_001]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5, [0]]], QUEUED),
        ("QUEUES", [["快", 100, 2, 5, 0], ["快", 200, 2, 5, 0]], SORTED),
        ("QUEUES", [["特殊", 100, 2, 5, 0]], SORTED),
        ("QUEUES", [["快", 100, 2, 5, 0], ["中", 100, 2, 5, 0]], SORTED),
        ("QUEUES", [["快", 200, 2, 5, 0], ["中", 100, 2, 5, 0]], SORTED),
        ("TRAFFIC", [], CAME + "[]"),
        ("TRAFFIC", [[20, 1]] * 13, CAME),
        ("TRAFFIC", [20, 1], CAME + "[20, 1]"),
        ("TRAFFIC", [[20]], CAME),
        ("TRAFFIC", [[0, 1]], CAME),
        ("TRAFFIC", [[200_001, 1]], CAME),
        ("TRAFFIC", [[20.0, 1]], CAME),
        ("TRAFFIC", [[20, 0]], CAME),
        ("TRAFFIC", [[20, 1001]], CAME),
        ("TRAFFIC", [[20, True]], CAME),
        ("TRAFFIC", [[20, "1"]], CAME),
        ("TRAFFIC", [[20, float("nan")]], CAME),
        ("TRAFFIC", [[20, float("inf")]], CAME),
        ("TRAFFIC", [[20, 1000]] * 2, "TRAFFIC 应是总共不超过 200000 条的消息，现在约 240000 条"),
        ("SECONDS", 0, "SECONDS 应是 1–300 之间的整数，现在是 0"),
        ("SECONDS", 301, "SECONDS 应是 1–300 之间的整数，现在是 301"),
        ("SECONDS", True, "SECONDS 应是 1–300 之间的整数，现在是 True"),
        ("NODES", 51, "NODES 应是 1–50 之间的整数，现在是 51"),
        ("NODES", [5], "NODES 应是 1–50 之间的整数，现在是 [5]"),
        ("RATE", 99, "RATE 应是 100–100000 之间的整数，现在是 99"),
        ("RATE", 10**40, f"RATE 应是 100–100000 之间的整数，现在是 {10**40}"),
        ("CHUNK", 0, "CHUNK 应是 1–200000 之间的整数，现在是 0"),
        ("CHUNK", 500.0, "CHUNK 应是 1–200000 之间的整数，现在是 500.0"),
        ("BREAK_ONE_QUEUE", 1, "BREAK_ONE_QUEUE 应是" + SWITCH + "1"),
        ("BREAK_AVERAGE", None, "BREAK_AVERAGE 应是" + SWITCH + "None"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert len(outcome.complaint) < 300
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    one = {"QUEUES": [["快", 1, 1, 1, 0]], "TRAFFIC": [[1, 0.001]], "SECONDS": 1, "NODES": 1}
    small = run(NAME, **one, RATE=100, CHUNK=1)
    assert small.text.startswith("队首等过 5 秒的：没有\n2 条队列共 2 个线程，1 秒来了 0 条，")
    assert row(small, "合并") == [0, 0, 0, 0]
    wide = [["一", 1, 50, 10_000, 100_000], ["二", 2, 50, 1, 0], ["三", 3, 1, 1, 0]]
    wide += [["四", 4, 1, 1, 0], ["五", 200_000, 1, 1, 0]]
    large = run(NAME, QUEUES=wide, TRAFFIC=[[200_000, 0.1]] * 12, SECONDS=300, NODES=50)
    assert large.complaint == ""
    assert row(large, "五")[3] == 240_000
    assert run(NAME, TRAFFIC=[[20, 1000]], SECONDS=20, RATE=100_000, CHUNK=200_000).trace


# ── the trace ──


def test_the_age_of_the_head(example: ModuleType, default: Outcome) -> None:
    assert default.trace
    assert [picture["kind"] for picture in default.trace["pictures"]] == ["rate", "grid"]
    picture = default.picture("rate")
    assert [series["name"] for series in picture["series"]] == ["快", "中", "慢", "特殊"]
    assert picture["limits"] == [{"value": 5, "label": "报警线"}]
    come = example.arrivals(1, 120, 10)  # a message every 10 s gets out
    begun: list[int] = []
    for at in come:
        begun.append(max(at, begun[-1] + 10 * SECOND if begun else 0))
    points = picture["series"][3]["points"]
    assert [at for at, _ in points] == list(range(121))
    for at, age in points:
        heads = [a for a, b in zip(come, begun, strict=True) if a <= at * SECOND < b]
        assert age == round((at * SECOND - min(heads, default=at * SECOND)) / SECOND, 3)
    assert next(at for at, age in points if age >= 5) == 7
    assert points[-1][1] == pytest.approx(0.9 * 120, rel=0.08)  # 1 − μ ÷ λ every second
    assert max(age for series in picture["series"][:3] for _, age in series["points"]) < 5


def test_the_grid_repeats_the_table(default: Outcome) -> None:
    picture = default.picture("grid")
    assert picture["columns"] == ["P50", "P95", "P99", "最久"]
    assert [line["name"] for line in picture["rows"]] == ["快", "中", "慢", "特殊", "合并"]
    for line in picture["rows"]:
        texts = [cell["text"] for cell in line["cells"]]
        assert texts == [f"{number:.3f}" for number in row(default, line["name"])[-4:]]
        for cell in line["cells"]:
            assert (cell["tone"] == "bad") == (float(cell["text"]) >= 5)


def test_every_line_fits(default: Outcome, shared: Outcome) -> None:
    for outcome in (default, shared):
        lines = outcome.text.splitlines()
        assert len(lines) < 90
        assert max(map(len, lines)) <= 100
