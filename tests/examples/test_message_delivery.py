"""QoS 1 and deduplication: against MQTT's rules, all losses, all states and exact counts."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/delivery"
BREAKS = ("BREAK_NO_DEDUPE", "BREAK_ACK_FIRST", "BREAK_NO_REACK")


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def program(**inputs: object) -> Any:
    """The program with other inputs; by itself the link loses nothing and nobody crashes."""
    module = load(NAME)
    for key, value in ({"LOSS": 0, "CRASH": 0} | inputs).items():
        assert hasattr(module, key)
        setattr(module, key, value)
    return module


def played(module: Any) -> Any:
    """A finished trial of a program's own inputs."""
    return module.Delivery(module.COUNT, module.LOSS, module.LOST, module.CRASH).run()


def trial(**inputs: object) -> Any:
    return played(program(**inputs))


# ── reading a log, by its words alone ──


@dataclass(frozen=True)
class Entry:
    """One thing that happened: what, to which message; `packet` and `arrival` of what travelled."""

    at: int
    what: str
    message: int
    packet: int = 0
    attempt: int = 0
    arrival: int | None = None


FORMS = {  # what it says, on which lane, to which
    "message": (r"\((?P<packet>\d+)\) 消息 (?P<message>\d+)(，第 (?P<attempt>\d+) 次)?", 0, 1),
    "ack": (r"\((?P<packet>\d+)\) ACK (?P<message>\d+)", 1, 0),
    "saved": (r"(?P<message>\d+) 落库(，等 \d+)?", 1, None),
    "known": (r"(?P<message>\d+) 库里已有", 1, None),
    "shown": (r"(?P<message>\d+) 上屏", 1, 2),
    "crash": (r"崩溃，重启", 1, None),
}


def read(log: list[dict[str, Any]]) -> list[Entry]:
    """A log as entries; every event must be of a known form and in its place."""
    found = []
    for event in log:
        what = next(what for what, form in FORMS.items() if re.fullmatch(form[0], event["label"]))
        match = re.fullmatch(FORMS[what][0], event["label"])
        assert match
        assert FORMS[what][1:] == (event["from"], event["to"]), event
        parts = match.groupdict()
        arrival = re.fullmatch(r"(\d+) 毫秒到", event["detail"])
        travels = "packet" in parts
        assert event.get("arrives", True) is (not travels or arrival is not None)
        assert event["detail"] == ("" if not travels else arrival[0] if arrival else "丢了")
        found.append(
            Entry(
                event["at"], what, int(parts.get("message") or 0), int(parts.get("packet") or 0),
                int(parts.get("attempt") or 1), int(arrival[1]) if arrival else None,
            )
        )  # fmt: skip
    return found


def of(entries: list[Entry], what: str, message: int | None = None) -> list[Entry]:
    return [e for e in entries if e.what == what and message in (None, e.message)]


def judge(entries: list[Entry], count: int, rto: int, gap: int) -> None:
    """What must hold of QoS 1 done right, in any schedule (MQTT 5, 4.3.2 and 4.6)."""
    assert [e.at for e in entries] == sorted(e.at for e in entries)
    packets = [e.packet for e in entries if e.packet]
    assert packets == list(range(1, len(packets) + 1))
    for n in range(1, count + 1):
        sent, acks = of(entries, "message", n), of(entries, "ack", n)
        # the first sending, then again after RTO, 2, 4 and at most 8 times as long
        assert [e.attempt for e in sent] == list(range(1, len(sent) + 1))
        assert sent[0].at == gap * (n - 1)
        waits = [b.at - a.at for a, b in itertools.pairwise(sent)]
        assert waits == [rto * w for w in (1, 2, 4, *[8] * len(sent))][: len(waits)]
        # unacknowledged until an ACK arrives, nothing sent after that
        confirmed = min(e.arrival for e in acks if e.arrival is not None)
        assert all(e.at <= confirmed for e in sent)
        # every copy that arrives is acknowledged, but for the one that the crash cut short
        arrived = sorted(e.arrival for e in sent if e.arrival is not None)
        answered = sorted(e.at for e in acks)
        crashed = [e.at for e in of(entries, "crash")]
        assert list((Counter(arrived) - Counter(answered)).elements()) in ([], crashed)
        assert not Counter(answered) - Counter(arrived)
        # ownership first: it is on disk before any ACK leaves
        stored = of(entries, "saved", n)
        assert len(stored) == 1
        assert all(entries.index(stored[0]) < entries.index(e) for e in acks)
        assert len(of(entries, "known", n)) == len(arrived) - 1
    assert [e.message for e in of(entries, "shown")] == list(range(1, count + 1))


# ── any loss, any order: exactly once ──


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 8),
    gap=st.integers(0, 300),
    delay=st.integers(1, 200),
    jitter=st.sampled_from([0, 1, 30, 300]),
    rto=st.integers(20, 600),
    loss=st.integers(0, 80),
    lost=st.lists(st.integers(1, 40), max_size=20),
    seed=st.integers(0, 10**9),
    crash=st.integers(0, 8),
)
def test_each_message_once_and_in_order(
    count: int, gap: int, delay: int, jitter: int, rto: int, loss: int,
    lost: list[int], seed: int, crash: int,
) -> None:  # fmt: skip
    done = trial(
        COUNT=count, GAP=gap, DELAY=delay, JITTER=jitter, RTO=rto, LOSS=loss, LOST=lost, SEED=seed,
        CRASH=crash,
    )  # fmt: skip
    assert done.faults() == {}
    assert done.shown == list(range(1, count + 1))
    judge(read(done.log), count, rto, gap)
    for event in done.log:
        if match := re.fullmatch(r"(\d+) 毫秒到", event["detail"]):
            assert delay <= int(match[1]) - event["at"] <= delay + jitter


def test_even_four_packets_of_five_lost() -> None:
    for seed in range(5):
        done = trial(COUNT=20, LOSS=80, SEED=seed)
        assert done.faults() == {}
        assert 300 < done.packets < 1200  # 600 are expected


@settings(max_examples=40, deadline=None)
@given(
    loss=st.integers(0, 80),
    jitter=st.integers(0, 300),
    seed=st.integers(0, 10**9),
    crash=st.integers(0, 6),
)
def test_qos_0_is_at_most_once(loss: int, jitter: int, seed: int, crash: int) -> None:
    done = trial(QOS=0, COUNT=6, LOSS=loss, JITTER=jitter, SEED=seed, CRASH=crash)
    entries = read(done.log)
    sent = of(entries, "message")
    assert [e.message for e in sent] == [1, 2, 3, 4, 5, 6]
    assert not of(entries, "ack")
    arrived = sorted((e.arrival, e.packet) for e in sent if e.arrival is not None)
    assert done.shown == [n for _, n in arrived]  # as they come: none twice, nothing held back
    assert done.faults().get("丢失", []) == [e.message for e in sent if e.arrival is None]
    back = [b for a, b in itertools.pairwise(done.shown) if b < a]
    assert done.faults().get("乱序", []) == back
    assert set(done.faults()) <= {"丢失", "乱序"}


def every_loss(first: int) -> Iterator[list[int]]:
    """All ways to lose some of the first so many packets."""
    for fate in itertools.product((False, True), repeat=first):
        yield [n for n, gone in enumerate(fate, 1) if gone]


def test_every_loss_of_the_first_twelve_packets() -> None:
    module = program(COUNT=3, CRASH=2)
    for lost in every_loss(12):
        module.LOST = lost
        done = played(module)
        assert done.shown == [1, 2, 3]
        assert done.faults() == {}


def test_packets_of_one_message_by_a_regular_expression() -> None:
    """Message lost, or message through and ACK lost, any number of times; then both through."""
    module = program(COUNT=1)
    for fate in itertools.product("01", repeat=10):
        module.LOST = [n for n, gone in enumerate(fate, 1) if gone == "1"]
        expected = re.match(r"(?:1|01)*00", "".join(fate) + "000")
        assert expected
        assert played(module).packets == len(expected[0])


# ── how many packets: exact expectation and distribution ──


@pytest.mark.parametrize("loss", [0, 1, 7, 20, 50, 80])
def test_expected_packets_by_one_step_of_a_chain(loss: int) -> None:
    p = Fraction(loss, 100)
    # E = 1 + p E + (1 - p)(1 + p E): the message; again, or an ACK and perhaps again
    expected = (2 - p) / (1 - p) ** 2
    assert program().expected_packets(loss) == expected
    assert program(QOS=0).expected_packets(loss) == 1


def distribution(p: Fraction, longest: int) -> dict[int, Fraction]:
    """How likely a message takes so many packets, by walking the chain packet by packet."""
    sending, answering, ends = Fraction(1), Fraction(0), {}
    for packets in range(1, longest + 1):
        ends[packets] = answering * (1 - p)
        sending, answering = sending * p + answering * p, sending * (1 - p)
    return ends


def test_packets_are_distributed_as_the_chain_says() -> None:
    module = program(LOSS=30, SEED=5)
    entries = read(module.Delivery(1500, 30).run().log)
    per_message = Counter(e.message for e in entries if e.packet)
    seen = Counter(per_message.values())
    exact = distribution(Fraction(3, 10), 200)
    assert abs(sum(n * share for n, share in exact.items()) - module.expected_packets(30)) < 1e-9
    bins = [*range(2, 12)]
    likely = {n: 1500 * float(exact[n]) for n in bins}
    assert min(likely.values()) > 5
    rest = 1500 - sum(seen[n] for n in bins), 1500 - sum(likely.values())
    squares = [(seen[n] - likely[n]) ** 2 / likely[n] for n in bins]
    assert sum(squares) + (rest[0] - rest[1]) ** 2 / rest[1] < 23.2  # chi², 10 degrees, 99 %


# ── all states of a small model of its own: one message, an unordered link, a crash any time ──


@dataclass(frozen=True)
class State:
    """One message: copies and ACKs on their way, what the disk and the application have."""

    done: bool = False
    copies: int = 0
    acks: int = 0
    disk: bool = False
    shown: int = 0
    crashed: bool = False


def receive(state: State, flaw: str, crash: bool) -> State:
    """A copy has arrived; a crash comes between the two steps."""
    had = state.disk
    state = replace(state, copies=state.copies - 1, crashed=state.crashed or crash)

    def save(s: State) -> State:
        if s.disk and flaw != "BREAK_NO_DEDUPE":
            return s
        return replace(s, disk=True, shown=min(s.shown + 1, 3))

    def acknowledge(s: State) -> State:
        silent = had and flaw == "BREAK_NO_REACK"
        return s if silent else replace(s, acks=min(s.acks + 1, 2))

    steps: list[Callable[[State], State]] = [save, acknowledge]
    if flaw == "BREAK_ACK_FIRST":
        steps.reverse()
    for step in steps[:1] if crash else steps:
        state = step(state)
    return state


def successors(state: State, flaw: str) -> Iterator[State]:
    if not state.done and state.copies < 2:
        yield replace(state, copies=state.copies + 1)  # (re)sent
    if state.copies:
        yield replace(state, copies=state.copies - 1)  # lost
        yield receive(state, flaw, crash=False)
        if not state.crashed:
            yield receive(state, flaw, crash=True)
    if state.acks:
        yield replace(state, acks=state.acks - 1)
        yield replace(state, acks=state.acks - 1, done=True)


def reachable(flaw: str, start: State) -> set[State]:
    seen, new = {start}, [start]
    while new:
        for state in successors(new.pop(), flaw):
            if state not in seen:
                seen.add(state)
                new.append(state)
    return seen


def bad(states: set[State], flaw: str) -> set[str]:
    """What can go wrong in some state."""
    stuck = [s for s in states if not any(t.done for t in reachable(flaw, s))]
    return (
        {"丢失" for s in states if s.done and not s.disk and not s.copies}
        | {"重复" for s in states if s.shown > 1}
        | {"放满包数还在重发" for _ in stuck}
    )


def test_all_states_of_the_model() -> None:
    assert bad(reachable("", State()), "") == set()
    found = {flaw: bad(reachable(flaw, State()), flaw) for flaw in BREAKS}
    assert found == {
        "BREAK_NO_DEDUPE": {"重复"},
        "BREAK_ACK_FIRST": {"丢失"},
        "BREAK_NO_REACK": {"放满包数还在重发"},
    }


@pytest.mark.parametrize("flaw", BREAKS)
def test_every_loss_with_a_flaw_goes_wrong_only_as_the_model_can(flaw: str) -> None:
    module = program(COUNT=1, **{flaw: True})
    module.MOST_PACKETS = 60
    faults: set[str] = set()
    for lost in every_loss(5):
        for crash in (0, 1):
            module.LOST, module.CRASH = lost, crash
            faults |= set(played(module).faults())
    assert faults == bad(reachable(flaw, State()), flaw)


# ── what the page foretells ──


def faults(outcome: Outcome) -> list[str]:
    """The lines between the first one and what happened."""
    lines = outcome.text.splitlines()
    return list(itertools.takewhile(lambda line: " ms " not in line, lines[1:]))


def table(outcome: Outcome) -> dict[str, list[str]]:
    """The rows of the table at the end."""
    rows = [line.split() for line in outcome.text.splitlines() if re.match(r" +\d+%", line)]
    return {name: row for name, *row in rows}


def test_default_run(default: Outcome) -> None:
    assert default.text.startswith("QoS 1，5 条消息：14 个包，应用收到 5 次\n正好一次，次序不变\n")
    done = trial(LOSS=20, CRASH=3)
    entries = read(done.log)
    judge(entries, 5, 200, 60)
    gone = [(e.what, e.message) for e in entries if e.packet and e.arrival is None]
    assert gone == [("ack", 1), ("message", 2)]
    assert [e.message for e in of(entries, "known")] == [1, 3]
    assert [e.at for e in of(entries, "shown")] == [40, 300, 300, 300, 300]
    assert [e.at for e in of(entries, "crash")] == [160]
    assert "   160 ms  接收方  3 落库，等 2\n   160 ms  接收方  崩溃，重启\n" in default.text
    assert "    40 ms  接收方 → 发送方  (2) ACK 1  丢了\n" in default.text


def test_default_table(default: Outcome) -> None:
    rows = table(default)
    assert [row[0] for row in rows.values()] == ["2.000", "2.346", "2.812", "3.469", "6.000"]
    assert list(rows) == ["0%", "10%", "20%", "30%", "50%"]
    assert "\n300 条，不崩溃，平均每条：\n" in default.text
    for formula, measured, shown in rows.values():
        assert abs(float(measured) / float(formula) - 1) < 0.1
        assert shown == "1.000"
    assert rows["0%"][1] == "2.000"


def test_the_seed_decides_packet_by_packet() -> None:
    done = trial(COUNT=20, LOSS=37, SEED=9, JITTER=50)
    chance = random.Random(9)
    for entry in sorted((e for e in read(done.log) if e.packet), key=lambda e: e.packet):
        late, fate = chance.randrange(51), chance.random()
        assert entry.arrival == (None if fate < 0.37 else entry.at + 40 + late)


def test_qos_0_loses() -> None:
    outcome = run(NAME, QOS=0)
    assert outcome.text.startswith("QoS 0，5 条消息：5 个包，应用收到 3 次\n丢失：2、3\n")
    rows = table(outcome)
    assert {row[0] for row in rows.values()} == {row[1] for row in rows.values()} == {"1.000"}
    assert abs(float(rows["30%"][2]) - 0.7) < 0.06


def test_qos_0_turns_the_order_where_qos_1_keeps_it() -> None:
    assert faults(run(NAME, QOS=0, LOSS=0, JITTER=200)) == ["乱序：2"]
    assert faults(run(NAME, LOSS=0, JITTER=200)) == ["正好一次，次序不变"]


def test_one_lost_ack() -> None:
    done = trial(LOST=[2])
    entries = [replace(e, arrival=None) for e in read(done.log) if e.message == 1]
    assert entries == [
        Entry(0, "message", 1, 1, 1),
        Entry(40, "saved", 1, 0, 1),
        Entry(40, "shown", 1, 0, 1),
        Entry(40, "ack", 1, 2, 1),
        Entry(200, "message", 1, 8, 2),
        Entry(240, "known", 1, 0, 1),
        Entry(240, "ack", 1, 11, 1),
    ]
    assert done.packets == 12


def test_impatience_sends_everything_twice() -> None:
    outcome = run(NAME, LOSS=0, CRASH=0, RTO=60)
    assert outcome.text.startswith("QoS 1，5 条消息：20 个包，应用收到 5 次\n正好一次，次序不变\n")
    assert table(outcome)["0%"] == ["2.000", "4.000", "1.000"]
    assert trial(RTO=80).packets == 20  # just as long as there and back: the timer is first
    assert trial(RTO=81).packets == 10


def test_break_no_dedupe() -> None:
    outcome = run(NAME, BREAK_NO_DEDUPE=True)
    assert outcome.text.startswith("QoS 1，5 条消息：14 个包，应用收到 7 次\n重复：1、3\n")
    rows = table(outcome)
    assert rows["0%"][2] == "1.000"
    assert abs(float(rows["50%"][2]) - 2) < 0.2
    done = trial(LOSS=20, CRASH=3, BREAK_NO_DEDUPE=True)
    assert done.shown == [1, 1, 2, 3, 4, 5, 3]
    tones = [e["tone"] for e in done.log if e["to"] == 2]
    assert tones == ["good", "bad", "good", "good", "good", "good", "bad"]


def test_copies_that_wait_are_all_shown_without_deduplication() -> None:
    done = trial(COUNT=2, LOST=[1, 3, 4], BREAK_NO_DEDUPE=True)  # 1 twice lost, 2 comes twice
    assert done.shown == [1, 2, 2]


def test_break_ack_first() -> None:
    outcome = run(NAME, BREAK_ACK_FIRST=True)
    assert faults(outcome) == ["丢失：3", "在库里，却没上屏：4、5"]
    assert "应用收到 2 次" in outcome.text
    assert faults(run(NAME, BREAK_ACK_FIRST=True, CRASH=0)) == ["正好一次，次序不变"]
    # its ACK lost too, the sender sends again, and nothing is missing: luck
    assert trial(LOST=[6], CRASH=3, BREAK_ACK_FIRST=True).faults() == {}


def test_break_no_reack() -> None:
    outcome = run(NAME, BREAK_NO_REACK=True)
    assert outcome.text.startswith("QoS 1，5 条消息：10000 个包，应用收到 5 次\n")
    assert faults(outcome) == ["放满包数还在重发：1、3"]
    assert [row[-1] for row in table(outcome).values()] == ["1.000"] + ["没停"] * 4
    assert re.search(r"\n……余下 \d+ 件略\n", outcome.text)
    assert sum(" ms  " in line for line in outcome.text.splitlines()) == 60
    assert len(outcome.picture("sequence")["events"]) == 150


def test_crash_alone_repeats_a_message_on_the_link_only() -> None:
    done = trial(CRASH=3)
    assert done.packets == 11
    assert done.faults() == {}
    assert trial(CRASH=6).packets == 10  # there is no sixth message
    assert len(of(read(trial(CRASH=3, LOST=[6, 7, 8, 9]).log), "crash")) == 1


# ── inputs ──

LISTED = "LOST 应是包的编号（正整数）的列表，至多 200 个，现在是 "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("QOS", 2, "QOS 应是 0–1 的整数，现在是 2"),
        ("QOS", True, "QOS 应是 0–1 的整数，现在是 True"),
        ("COUNT", 0, "COUNT 应是 1–20 的整数，现在是 0"),
        ("COUNT", 21, "COUNT 应是 1–20 的整数，现在是 21"),
        ("COUNT", "5", "COUNT 应是 1–20 的整数，现在是 '5'"),
        ("GAP", 1001, "GAP 应是 0–1000 的整数，现在是 1001"),
        ("DELAY", 0, "DELAY 应是 1–200 的整数，现在是 0"),
        ("DELAY", 201, "DELAY 应是 1–200 的整数，现在是 201"),
        ("DELAY", 40.0, "DELAY 应是 1–200 的整数，现在是 40.0"),
        ("JITTER", 301, "JITTER 应是 0–300 的整数，现在是 301"),
        ("RTO", 19, "RTO 应是 20–5000 的整数，现在是 19"),
        ("RTO", 5001, "RTO 应是 20–5000 的整数，现在是 5001"),
        ("LOSS", 81, "LOSS 应是 0–80 的整数，现在是 81"),
        ("LOSS", float("nan"), "LOSS 应是 0–80 的整数，现在是 nan"),
        ("SEED", 10**9 + 1, "SEED 应是 0–1000000000 的整数，现在是 1000000001"),
        ("CRASH", 21, "CRASH 应是 0–20 的整数，现在是 21"),
        ("CRASH", False, "CRASH 应是 0–20 的整数，现在是 False"),
        ("LOST", (1, 2), f"{LISTED}(1, 2)"),
        ("LOST", [0], f"{LISTED}[0]"),
        ("LOST", [True], f"{LISTED}[True]"),
        ("LOST", [[1]], f"{LISTED}[[1]]"),
        ("LOST", None, f"{LISTED}None"),
        ("LOST", [1] * 201, f"{LISTED}[1, 1, "),
        ("BREAK_NO_DEDUPE", 1, "BREAK_NO_DEDUPE 应是 True 或 False，现在是 1"),
        ("BREAK_ACK_FIRST", None, "BREAK_ACK_FIRST 应是 True 或 False，现在是 None"),
        ("BREAK_NO_REACK", "True", "BREAK_NO_REACK 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    most = {"QOS": 0, "COUNT": 20, "GAP": 1000, "DELAY": 200, "JITTER": 300, "RTO": 20, "LOSS": 80}
    load(NAME).validate(vars(program(**most, SEED=10**9)))
    load(NAME).validate(vars(program(COUNT=1, GAP=0, DELAY=1, RTO=5000, SEED=0, CRASH=20)))
    load(NAME).validate(vars(program(LOST=[1] * 200)))


def test_the_slowest_inputs_still_come_to_an_end() -> None:
    slow = {"COUNT": 20, "LOSS": 80, "RTO": 20, "DELAY": 200, "JITTER": 300, "GAP": 0}
    outcome = run(NAME, **slow)
    assert faults(outcome) == ["正好一次，次序不变"]
    assert "没停" not in outcome.text


# ── the trace ──


def test_the_sequence_is_the_log(default: Outcome) -> None:
    picture = default.picture("sequence")
    assert picture["lanes"] == ["发送方", "接收方", "应用"]
    assert picture["events"] == trial(LOSS=20, CRASH=3).log
    assert len(picture["events"]) == 27
    entries, events = read(picture["events"]), picture["events"]
    for entry, event in zip(entries, events, strict=True):
        lost = bool(entry.packet) and entry.arrival is None
        tones = {"saved": "plain", "known": "quiet", "shown": "good", "crash": "bad"}
        assert event["tone"] == tones.get(entry.what, "bad" if lost else "plain")
    lines = [line for line in default.text.splitlines() if " ms  " in line]
    assert len(lines) == len(events)


def test_the_chart_is_the_table(default: Outcome) -> None:
    measured, formula = default.picture("rate")["series"]
    assert (measured["name"], formula["name"]) == ("跑出来的", "公式")
    for row, bar, point in zip(
        table(default).items(), measured["points"], formula["points"], strict=True
    ):
        loss = int(row[0].rstrip("%"))
        assert bar == [loss, float(row[1][1])]
        assert point == [loss, float(row[1][0])]
