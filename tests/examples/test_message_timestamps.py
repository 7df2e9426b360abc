"""Timestamps of an inbox, against closed forms, a Lamport clock, HLC and all small orders."""

from __future__ import annotations

from itertools import permutations, product
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/timestamps"
CLOCKS = st.lists(st.integers(1, 30), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def stored(example: ModuleType, rule: str, arrivals: list[int]) -> list[int]:
    """What one box stores for timestamps that arrive in this order, by the example's rule."""
    words = [str(n) for n in range(len(arrivals))]
    box, _ = example.receive(words, dict(zip(words, arrivals, strict=True)), getattr(example, rule))
    assert list(box.values()) == words
    return list(box)


# ── the rule forward ──


@settings(max_examples=60, deadline=None)
@given(CLOCKS)
def test_forward_is_the_closed_form(arrivals: list[int]) -> None:
    """The k-th is stored at the greatest of what an earlier one pushes it to."""
    expected = [max(arrivals[j] + k - j for j in range(k + 1)) for k in range(len(arrivals))]
    assert stored(load(NAME), "forward", arrivals) == expected


@settings(max_examples=60, deadline=None)
@given(CLOCKS)
def test_forward_is_a_lamport_clock(arrivals: list[int]) -> None:
    """Lamport 1978: IR1 ticks between events; IR2 does not stay behind a message's timestamp."""
    clock, expected = 0, []
    for ts in arrivals:
        clock += 1
        if clock < ts:
            clock = ts
        expected.append(clock)
    assert stored(load(NAME), "forward", arrivals) == expected


@settings(max_examples=60, deadline=None)
@given(CLOCKS)
def test_forward_orders_as_a_hybrid_logical_clock(arrivals: list[int]) -> None:
    """Kulkarni et al. 2014, figure 5, at a receiver that reads no clock of its own (pt = 0)."""
    stamps: list[tuple[int, int]] = []
    l, c = 0, 0  # noqa: E741 - the paper's names
    for ts in arrivals:
        before, l = l, max(l, ts)  # noqa: E741
        c = max(c, 0) + 1 if l == before == ts else c + 1 if l == before else 1 if l == ts else 0
        stamps.append((l, c))
    ours = stored(load(NAME), "forward", arrivals)
    assert stamps == sorted(set(stamps))
    assert ours == sorted(set(ours))
    for n, (ts, (logical, _), at) in enumerate(zip(arrivals, stamps, ours, strict=True)):
        assert ts <= logical <= at <= logical + n


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.data())
def test_any_pull_from_any_cursor_brings_all_that_is_stored_later(
    arrivals: list[int], data: st.DataObject
) -> None:
    example = load(NAME)
    ours = stored(example, "forward", arrivals)
    for at in range(len(ours) + 1):
        for cursor in [0, *ours[:at]]:  # whatever a client may have got until then
            assert {ts for ts in ours if ts > cursor} >= set(ours[at:])
    words: list[str] = []
    for n in range(len(arrivals)):
        words += [str(n), *[example.PULL] * data.draw(st.integers(0, 2))]
    stamps = {str(n): ts for n, ts in enumerate(arrivals)}
    box, pulls = example.receive([*words, example.PULL], stamps, example.forward)
    assert [ts for _, found in pulls for ts in found] == list(box) == sorted(box)
    assert example.unreachable(box, pulls) == []


@settings(max_examples=60, deadline=None)
@given(CLOCKS)
def test_forward_leaves_what_is_in_order_alone(arrivals: list[int]) -> None:
    rising = sorted(set(arrivals))
    assert stored(load(NAME), "forward", rising) == rising
    assert stored(load(NAME), "literal", rising) == rising


# ── the literal rule ──


def literally(arrivals: list[int]) -> tuple[list[int], list[int]]:
    """The original's rule with a pull after each: stored, and never pulled. Written anew."""
    taken: list[int] = []
    cursor, never = 0, []
    for ts in arrivals:
        at = next(free for free in range(ts, ts + len(taken) + 1) if free not in taken)
        taken.append(at)
        if at > cursor:
            cursor = at
        else:
            never.append(at)
    return taken, sorted(never)


@settings(max_examples=60, deadline=None)
@given(CLOCKS)
def test_the_literal_rule_loses_what_lands_behind_the_cursor(arrivals: list[int]) -> None:
    example = load(NAME)
    words = [word for n in range(len(arrivals)) for word in (str(n), example.PULL)]
    stamps = {str(n): ts for n, ts in enumerate(arrivals)}
    box, pulls = example.receive(words, stamps, example.literal)
    assert (list(box), example.unreachable(box, pulls)) == literally(arrivals)


def test_the_story_of_the_erratum(example: ModuleType) -> None:
    words = ["m1", "m2", "拉", "m3", "拉"]
    stamps = {"m1": 100, "m2": 102, "m3": 101}
    box, pulls = example.receive(words, stamps, example.literal)
    assert box == {100: "m1", 102: "m2", 101: "m3"}
    assert pulls == [(0, [100, 102]), (102, [])]
    assert example.unreachable(box, pulls) == [101]
    box, pulls = example.receive(words, stamps, example.forward)
    assert box == {100: "m1", 102: "m2", 103: "m3"}
    assert pulls == [(0, [100, 102]), (102, [103])]
    assert example.unreachable(box, pulls) == []


def test_all_256_orders(example: ModuleType) -> None:
    orders = [list(times) for times in product(range(100, 104), repeat=4)]
    assert len(orders) == 256
    assert sum(bool(literally(order)[1]) for order in orders) == 197
    assert example.lossy_orders(example.literal) == 197
    assert example.lossy_orders(example.forward) == 0


def test_all_orders_of_distinct_timestamps(example: ModuleType) -> None:
    """Of five that differ, the literal rule is safe in one order of 120: the one that rises."""
    lossless = []
    for order in permutations(range(1, 6)):
        words = [word for ts in order for word in (str(ts), example.PULL)]
        stamps = {str(ts): ts for ts in order}
        if not example.unreachable(*example.receive(words, stamps, example.literal)):
            lossless.append(order)
        assert not example.unreachable(*example.receive(words, stamps, example.forward))
    assert lossless == [(1, 2, 3, 4, 5)]


def test_nothing_is_lost_before_anything_is_pulled(example: ModuleType) -> None:
    assert example.unreachable({100: "a"}, []) == []
    assert example.unreachable({100: "a", 101: "b"}, [(0, [101])]) == [100]
    assert example.unreachable({100: "a", 101: "b"}, [(0, [100])]) == []  # still to come
    assert example.unreachable({102: "c", 101: "b", 100: "a"}, [(0, [102]), (102, [])]) == [
        100,
        101,
    ]


# ── senders ──


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 50)), min_size=1, max_size=20))
def test_a_sender_only_goes_forward(events: list[tuple[str, int]]) -> None:
    example = load(NAME)
    sends = [(who, f"m{n}", clock) for n, (who, clock) in enumerate(events)]
    last: dict[str, int] = {}
    expected: dict[str, dict[int, str]] = {}
    for who, message, clock in sends:
        last[who] = clock if clock > last.get(who, 0) else last[who] + 1
        expected.setdefault(who, {})[last[who]] = message
    boxes = example.outboxes(sends, example.forward)
    assert {who: box for who, (box, _) in boxes.items()} == expected
    assert not any(example.unreachable(*each) for each in boxes.values())


def test_a_clock_set_back_under_both_rules(example: ModuleType) -> None:
    sends = [("甲", "a", 100), ("甲", "b", 100), ("甲", "c", 95)]
    ((box, pulls),) = example.outboxes(sends, example.forward).values()
    assert (list(box), example.unreachable(box, pulls)) == ([100, 101, 102], [])
    ((box, pulls),) = example.outboxes(sends, example.literal).values()
    assert (list(box), example.unreachable(box, pulls)) == ([100, 101, 95], [95])


# ── two receivers ──


def test_two_receivers_may_see_opposite_orders(example: ModuleType) -> None:
    stamps = {"X": 100, "Y": 101}
    third, _ = example.receive(["X", "Y"], stamps, example.forward)
    fourth, _ = example.receive(["Y", "X"], stamps, example.forward)
    assert (third, fourth) == ({100: "X", 101: "Y"}, {101: "Y", 102: "X"})
    assert example.opposite(third, fourth) == [("X", "Y")]
    assert example.opposite(fourth, third) == [("Y", "X")]
    assert example.opposite(third, third) == []
    assert example.opposite(third, {7: "Z", 8: "Y"}) == []


@settings(max_examples=60, deadline=None)
@given(st.permutations("abcde"), st.permutations("abcde"), st.integers(0, 5))
def test_opposite_pairs_are_those_that_changed_places(
    one: list[str], other: list[str], cut: int
) -> None:
    example = load(NAME)
    first = dict(enumerate(one, 1))
    second = dict(enumerate(other[:cut], 1))
    place = {message: ts for ts, message in second.items()}
    expected = {
        frozenset((a, b))
        for n, a in enumerate(one)
        for b in one[n + 1 :]
        if a in place and b in place and place[a] > place[b]
    }
    found = example.opposite(first, second)
    assert {frozenset(pair) for pair in found} == expected
    assert len(found) == len(expected)


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.integers(0, 12))
def test_one_receiver_sees_one_order_on_every_device(arrivals: list[int], first_pull: int) -> None:
    example = load(NAME)
    words = [str(n) for n in range(len(arrivals))]
    stamps = dict(zip(words, arrivals, strict=True))
    early = [*words[:first_pull], example.PULL, *words[first_pull:], example.PULL]
    seen = []
    for told in (early, [*words, example.PULL]):  # a phone, and a computer that comes late
        box, pulls = example.receive(told, stamps, example.forward)
        seen.append([box[ts] for _, found in pulls for ts in found])
    assert seen[0] == seen[1]


# ── more than a thousand a second ──


@pytest.mark.parametrize(
    ("rate", "seconds"),
    [(2000, 10), (1001, 1), (1001, 10), (1000, 5), (999, 3), (1, 1), (5000, 2), (1500, 3)],
)
def test_leads_are_the_closed_form(example: ModuleType, rate: int, seconds: int) -> None:
    sent = [rate * min(second, seconds) for second in range(10_000)]
    end = max(seconds, -(-rate * seconds // 1000))
    expected = [(t, max(0, sent[t] - 1000 * t) if rate > 1000 else 0) for t in range(end + 1)]
    assert example.leads(rate, seconds) == expected
    assert max(lead for _, lead in expected) == max(0, (rate - 1000) * seconds)


def test_leads_by_the_rule_itself(example: ModuleType) -> None:
    """The lead is what the rule would store the next message ahead of the clock."""
    box: dict[int, str] = {}
    for n in range(3000):  # 1500 a second for two seconds
        box[max(n * 1000 // 1500, max(box, default=-1) + 1) if n % 300 == 0 else len(box)] = "x"
    assert max(box) == 2999
    assert example.leads(1500, 2)[2] == (2, 1000)
    assert example.forward(2000, box) - 2000 == 1000


# ── the whole ──


def test_the_default(default: Outcome) -> None:
    assert default.text.splitlines() == [
        "丙 的收件箱：m1@100 m2@102 m3@103 m4@104，都拉得到",
        "  拉 0 之后的：m1@100 m2@102",
        "  拉 102 之后的：m3@103",
        "  拉 103 之后的：m4@104",
        "丁 的收件箱：m3@101 m1@102 m2@103 m4@104，都拉得到",
        "  拉 0 之后的：m3@101 m1@102",
        "  拉 102 之后的：m2@103 m4@104",
        "丙 与 丁 看到的次序相反的：m1 m3、m2 m3",
        "甲 的发件箱：m1@100 m2@102 m4@103",
        "乙 的发件箱：m3@101",
        "四条消息的 256 种到达次序，漏消息的：原帖的规则 197 种，只向前 0 种",
        "每秒 2000 条连来 10 秒：超前 10000 毫秒",
    ]


def test_the_literal_rule_is_a_switch() -> None:
    lines = run(NAME, BREAK_LITERAL_RULE=True).text.splitlines()
    assert lines[0] == "丙 的收件箱：m1@100 m2@102 m3@101 m4@103，永远拉不到 m3@101"
    assert lines[1:4] == [
        "  拉 0 之后的：m1@100 m2@102",
        "  拉 102 之后的：没有",
        "  拉 102 之后的：m4@103",
    ]
    assert lines[4] == "丁 的收件箱：m3@101 m1@100 m2@102 m4@103，都拉得到"
    assert lines[7] == "丙 与 丁 看到的次序相反的：没有"
    assert lines[8] == "甲 的发件箱：m1@100 m2@102 m4@103"


def test_the_literal_rule_needs_an_unlucky_pull() -> None:
    arrivals = {"丙": "m1 m2 m3 拉 m4 拉"}
    lines = run(NAME, BREAK_LITERAL_RULE=True, ARRIVALS=arrivals).text.splitlines()
    assert lines[0] == "丙 的收件箱：m1@100 m2@102 m3@101 m4@103，都拉得到"
    assert lines[1] == "  拉 0 之后的：m1@100 m3@101 m2@102"


def test_the_literal_sender_is_a_switch() -> None:
    lines = run(NAME, BREAK_LITERAL_SENDER=True).text.splitlines()
    assert lines[8] == "甲 的发件箱：m1@100 m2@102 m4@97，另一台设备永远拉不到 m4@97"
    assert lines[0] == "丙 的收件箱：m1@100 m2@102 m3@103 m4@104，都拉得到"
    both = run(NAME, BREAK_LITERAL_SENDER=True, BREAK_LITERAL_RULE=True).text.splitlines()
    assert both[0].endswith("，永远拉不到 m4@97 m3@101")


def test_equal_clocks_and_other_rates() -> None:
    text = run(NAME, SENDS="甲:m1@100 甲:m2@100 乙:m3@100 甲:m4@100").text
    assert "甲 的发件箱：m1@100 m2@101 m4@102\n" in text
    assert "丙 的收件箱：m1@100 m2@101 m3@102 m4@103，都拉得到\n" in text
    assert run(NAME, RATE=1000).text.endswith("每秒 1000 条连来 10 秒：超前 0 毫秒\n")
    assert run(NAME, RATE=1001).text.endswith("每秒 1001 条连来 10 秒：超前 10 毫秒\n")
    most = run(NAME, RATE=5000, SECONDS=60)
    assert most.text.endswith("每秒 5000 条连来 60 秒：超前 240000 毫秒\n")
    assert most.picture("rate")["series"][0]["points"][-1] == [300, 0]


def test_one_receiver_has_none_to_differ_from() -> None:
    text = run(NAME, SENDS="a:b@7", ARRIVALS={"c": "b"}).text
    assert "看到的次序" not in text
    assert text.startswith("c 的收件箱：b@7，都拉得到\na 的发件箱：b@7\n")


# ── pictures ──


def spans(row: dict[str, Any]) -> list[tuple[int, str, str]]:
    assert all(span["size"] == 1 for span in row["spans"])
    return [(span["at"], span["name"], span.get("tone", "")) for span in row["spans"]]


def test_the_strip(default: Outcome) -> None:
    picture = default.picture("strip")
    sent, literal, forward = picture["rows"]
    assert spans(sent) == [(100, "m1", ""), (101, "m3", ""), (102, "m2", ""), (103, "m4", "")]
    assert spans(literal) == [
        (100, "m1", ""),
        (101, "m3", "bad"),
        (102, "m2", ""),
        (103, "m4", ""),
    ]
    assert spans(forward) == [(100, "m1", ""), (102, "m2", ""), (103, "m3", ""), (104, "m4", "")]
    assert [mark["at"] for mark in picture["marks"]] == [103, 104, 105]
    broken = run(NAME, BREAK_LITERAL_RULE=True).picture("strip")
    assert broken["rows"] == picture["rows"]
    assert [mark["at"] for mark in broken["marks"]] == [103, 104]
    shared = run(NAME, SENDS="甲:m1@5 乙:m2@5", ARRIVALS={"丙": "m2 m1"}).picture("strip")
    assert spans(shared["rows"][0]) == [(5, "m2、m1", "")]
    assert shared["marks"] == []


def test_the_sequence(default: Outcome) -> None:
    picture = default.picture("sequence")
    assert picture["lanes"] == ["发送者的节点", "收件箱", "丙"]
    rows = [(e["from"], e["to"], e["label"], e["detail"]) for e in picture["events"]]
    assert rows == [
        (0, 1, "m1@100", "存为 100"),
        (0, 1, "m2@102", "存为 102"),
        (2, 1, "拉 0 之后的", ""),
        (1, 2, "m1 m2", "m1@100 m2@102"),
        (0, 1, "m3@101", "存为 103"),
        (2, 1, "拉 102 之后的", ""),
        (1, 2, "m3", "m3@103"),
        (0, 1, "m4@103", "存为 104"),
        (2, 1, "拉 103 之后的", ""),
        (1, 2, "m4", "m4@104"),
    ]
    broken = run(NAME, BREAK_LITERAL_RULE=True).picture("sequence")["events"]
    assert (broken[4]["detail"], broken[6]["label"]) == ("存为 101", "没有新的")


def test_the_lead_rises_and_is_caught_up(default: Outcome) -> None:
    (series,) = default.picture("rate")["series"]
    assert series["points"] == [[t, 1000 * min(t, 20 - t)] for t in range(21)]


# ── inputs ──

SENDS = "SENDS 应是 1–20 个“谁:哪条@时钟”，至多 3 人，消息不重名，时钟在 1–9999999"
ARRIVALS = "ARRIVALS 应是 1–4 个接收者，各写到达的消息（至少一条，不重复）和“拉”，不超过 40 个词"
MANY = " ".join(f"甲:m{n}@{n + 1}" for n in range(21))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(
            ("SENDS", bad, SENDS)
            for bad in (
                "", "   ", 7, None, ["甲:m1@1"], b"a:m1@1", "甲:m1", "m1@100", "甲:m1@0",
                "甲:m1@-1", "甲:m1@1.5", "甲:m1@nan", "甲:m1@10000000", "甲:m1@1 甲:m1@2",
                "甲:m1@1 乙:m1@2",
                "甲:拉@1", "甲:m1@1 错", "a:1@1 b:2@1 c:3@1 d:4@1", MANY, "\ud800:m1@1",
                "甲乙丙丁戊:m1@1", "甲:m123456@1", "甲:@1", ":m1@1", "甲:m1@１",
            )
        ),
        *(
            ("ARRIVALS", bad, ARRIVALS)
            for bad in (
                {}, None, "m1", [("丙", "m1")], {"丙": 7}, {"丙": ""}, {"丙": "拉"}, {"丙": "m9"},
                {"丙": "m1 m1"}, {1: "m1"}, {"": "m1"}, {"丙 丁": "m1"}, {"丙丙丙丙丙": "m1"},
                {"丙": "m1", "丁": None}, dict.fromkeys("abcde", "m1"), {"丙": "m1 " + "拉 " * 40},
                {"\ud800": "m1"}, {("丙",): "m1"}, {"丙": ["m1"]},
            )
        ),
        *(
            ("RATE", bad, "RATE 应是 1–5000 的整数")
            for bad in (0, 5001, True, "9", 2.0, None, 10**30)
        ),
        *(
            ("SECONDS", bad, "SECONDS 应是 1–60 的整数")
            for bad in (0, 61, False, float("nan"), [1])
        ),
        ("BREAK_LITERAL_RULE", 1, "BREAK_LITERAL_RULE 应是 True 或 False"),
        ("BREAK_LITERAL_SENDER", "True", "BREAK_LITERAL_SENDER 应是 True 或 False"),
    ],
)  # fmt: skip
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint == f"输入有误：{said}，现在是 {value!r}"
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    sends = " ".join(f"{'甲乙丙'[n % 3]}:m{n}@9999999" for n in range(20))
    words = " ".join(f"m{n} 拉" for n in range(20))
    outcome = run(NAME, SENDS=sends, ARRIVALS=dict.fromkeys("abcd", words), RATE=1, SECONDS=1)
    assert not outcome.complaint
    assert len(outcome.picture("strip")["marks"]) == 6
    assert len(outcome.picture("sequence")["events"]) == 60
    assert outcome.text.count("都拉得到") == 4
