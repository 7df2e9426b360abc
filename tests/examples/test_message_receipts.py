"""Receipts, recalls and burning, against formulas over arrival times and all orders of events."""

from __future__ import annotations

import itertools
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/receipts"
BREAKS = (
    *("BREAK_OVERWRITE", "BREAK_DROP_EARLY", "BREAK_RESTORE", "BREAK_STOP_TIMER"),
    "BREAK_MEMORY_TIMER",
)
RANK = ["未到", "未读", "已读", "倒数", "已撤回", "已焚毁"]
LATE = 10**6 - 1  # seconds; all that burns has burnt
EVENTS: list[list[Any]] = [
    ["到 3", 0, 1, 3],
    ["撤回 3", 1, 2, 2],
    ["读到 1", 6, 3, 7],
    ["读到 2", 5, 4, 5],
    ["重启", None, 5, None],
    ["撤回 1", 8, 10, 9],
]
Event = tuple[str, int]


@pytest.fixture
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


# ── references: no state, no order of application ──


def final(burn: list[int], events: tuple[Event, ...]) -> tuple[str, ...]:
    """What a set of events comes to in the end, whatever came first.

    Arrived, read and to be burnt: burnt. Else recalled, not there, read or unread.
    """
    read = max((n for what, n in events if what == "读到"), default=0)
    found = []
    for n, seconds in enumerate(burn, 1):
        arrived, recalled = ("到", n) in events, ("撤回", n) in events
        if arrived and seconds and n <= read:
            found.append("已焚毁")
        elif recalled or not arrived:
            found.append("已撤回" if recalled else "未到")
        else:
            found.append("已读" if n <= read else "未读")
    return tuple(found)


def shown(burn: list[int], events: list[list[Any]], device: int, now: int) -> tuple[str, ...]:
    """What a device shows at a moment, from the times at which things arrived there."""
    late = {row[0] for row in events if row[0][0] == "到"}

    def first(*texts: str) -> int:
        return min((row[device + 1] for row in events if row[0] in texts), default=LATE + 1)

    found = []
    for n, seconds in enumerate(burn, 1):
        arrived = first(f"到 {n}") if f"到 {n}" in late else 0
        read = first(*(f"读到 {m}" for m in range(n, 4)))
        start = max(arrived, read)
        if seconds and now >= start + seconds and start <= LATE:
            found.append("已焚毁")
        elif now >= first(f"撤回 {n}"):
            found.append("已撤回")
        elif now < arrived:
            found.append("未到")
        elif now >= start:
            found.append("倒数" if seconds else "已读")
        else:
            found.append("未读")
    return tuple(found)


# ── the model check: every sequence of up to six events on one device ──


class Search:
    """All sequences over an alphabet, walked as a tree, so that a common beginning is run once."""

    def __init__(self, example: ModuleType, burn: list[int], pace: int = 1) -> None:
        self.example, self.burn, self.pace = example, burn, pace
        example.BURN = burn
        self.sequences = 0
        self.wrong: list[tuple[Event, ...]] = []
        self.back: list[tuple[Event, ...]] = []  # some display went back to an earlier one

    def run(self, letters: list[Event], length: int) -> Search:
        start = self.example.State()
        self._walk(start, self._ranks(start, 0), (), letters, length)
        return self

    def _walk(
        self,
        state: Any,
        before: list[int],
        done: tuple[Event, ...],
        letters: list[Event],
        left: int,
    ) -> None:
        now = len(done) * self.pace
        for event in letters:
            sequence = (*done, event)
            after = self.example.apply(state, event, now)
            ranks = self._ranks(after, now)
            if any(map(int.__gt__, before, ranks)):
                self.back.append(sequence)
            self.sequences += 1
            if self.example.views(after, LATE) != final(self.burn, sequence):
                self.wrong.append(sequence)
            if left > 1:
                self._walk(after, ranks, sequence, letters, left - 1)

    def _ranks(self, state: Any, now: int) -> list[int]:
        return [RANK.index(view) for view in self.example.views(state, now)]


def delivered(sequence: tuple[Event, ...]) -> bool:
    """Whether every message that is read or recalled has arrived sooner or later."""
    return all(what == "重启" or ("到", n) in sequence for what, n in sequence)


def letters(messages: int) -> list[Event]:
    kinds = [(what, n) for what in ("到", "读到", "撤回") for n in range(1, messages + 1)]
    return [*kinds, ("重启", 0)]


def test_every_sequence_of_six_events_ends_as_its_set_says(example: ModuleType) -> None:
    # the end depends on the set alone, so all orders of the same events have the same end
    found = Search(example, [2, 0]).run(letters(2), 6)
    assert (found.sequences, found.wrong, found.back) == (137256, [], [])


@pytest.mark.parametrize(
    ("burn", "pace"), [([1], 1), ([3], 1), ([600], 1), ([0], 1), ([5], 5), ([5], 700)]
)
def test_every_sequence_of_six_about_one_message(
    example: ModuleType, burn: list[int], pace: int
) -> None:
    found = Search(example, burn, pace).run(letters(1), 6)
    assert (found.sequences, found.wrong, found.back) == (5460, [], [])


@pytest.mark.parametrize(
    ("switch", "wrong", "back", "shortest"),
    [
        ("BREAK_OVERWRITE", 252, 277, (("到", 1), ("到", 2), ("读到", 2), ("读到", 1))),
        ("BREAK_DROP_EARLY", 1458, 0, (("撤回", 1), ("到", 1))),
        ("BREAK_RESTORE", 294, 168, (("到", 1), ("读到", 1), ("到", 1), ("撤回", 1))),
        ("BREAK_STOP_TIMER", 382, 0, (("到", 1), ("读到", 1), ("撤回", 1))),
        ("BREAK_MEMORY_TIMER", 382, 206, (("到", 1), ("读到", 1), ("重启", 0))),
    ],
)
def test_each_guard_is_needed(
    example: ModuleType, switch: str, wrong: int, back: int, shortest: tuple[Event, ...]
) -> None:
    setattr(example, switch, True)
    found = Search(example, [2, 0]).run(letters(2), 5)
    failures = [sequence for sequence in found.wrong if delivered(sequence)]
    assert found.sequences == 19607
    assert (len(failures), len(found.back)) == (wrong, back)
    assert min(failures, key=len) == shortest


@pytest.mark.parametrize("switch", ["BREAK_RESTORE", "BREAK_MEMORY_TIMER", "BREAK_DROP_EARLY"])
def test_explore_counts_what_permutations_give(example: ModuleType, switch: str) -> None:
    setattr(example, switch, True)
    ends: Counter[tuple[str, ...]] = Counter()
    moves: Counter[tuple[str, str, str]] = Counter()
    events = [example.parsed(row[0]) for row in example.EVENTS]
    for order in itertools.permutations(events):
        state = example.beginning()
        walk = [("开始", example.views(state, 0))]
        for number, event in enumerate(order):
            walk.append(("到期", example.views(state, 4 * number)))
            state = example.apply(state, event, 4 * number)
            walk.append((event[0], example.views(state, 4 * number)))
        walk.append(("到期", example.views(state, LATE)))
        ends[walk[-1][1]] += 1
        for (_, old), (cause, new) in itertools.pairwise(walk):
            moves.update((a, b, cause) for a, b in zip(old, new, strict=True) if a != b)
    theirs: tuple[Counter[Any], Counter[Any]] = Counter(), Counter()
    example.explore(4, *theirs)
    assert theirs[0] == ends
    assert {way: n for way, n in theirs[1].items() if way[0] != way[1]} == moves


# ── the laws of a semilattice ──


numbers = st.frozensets(st.integers(1, 3))
ends_ = st.tuples(*[st.integers(1, 9) | st.just(10**6)] * 3)
states = st.tuples(numbers, st.integers(0, 3), numbers, ends_)  # any state, reachable or not


@settings(max_examples=60, deadline=None)
@given(st.tuples(states, states, states))
def test_merging_is_a_join(three: tuple[tuple[Any, ...], ...]) -> None:
    example = load(NAME)
    merge, (a, b, c) = example.merge, (example.State(*parts) for parts in three)
    assert merge(a, b) == merge(b, a)
    assert merge(a, merge(b, c)) == merge(merge(a, b), c)
    assert merge(a, a) == merge(a, example.State()) == a
    both = merge(a, b)
    assert merge(a, both) == merge(b, both) == both
    assert both.arrived == a.arrived | b.arrived
    assert both.recalled == a.recalled | b.recalled
    assert both.upto == sorted([a.upto, b.upto])[1]
    assert all(x == sorted([y, z])[0] for x, y, z in zip(both[3], a[3], b[3], strict=True))


events = st.sampled_from([*letters(3)])


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=8), st.integers(0, 3))
def test_events_only_add(sequence: list[Event], pace: int) -> None:
    example = load(NAME)
    example.BURN = [2, 0, 4]
    state = example.State()
    for now, event in zip(itertools.count(0, max(pace, 1)), sequence, strict=False):
        after = example.apply(state, event, now)
        assert example.merge(state, after) == after
        assert example.apply(after, event, now + pace) == after  # twice is as good as once
        state = after


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=6), st.lists(events, max_size=6))
def test_a_device_may_as_well_take_over_another_ones_state(
    mine: list[Event], others: list[Event]
) -> None:
    example = load(NAME)
    example.BURN = [0, 0, 0]
    ends = []
    for sequence in (mine, others, mine + others):
        state = example.State()
        for now, event in enumerate(sequence):
            state = example.apply(state, event, now)
        ends.append(state)
    assert example.merge(ends[0], ends[1]) == ends[2]


# ── a device over time, against the formulas ──


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[list[Any]]]:
    """Seconds and events as a reader might write them."""
    burn = draw(st.lists(st.integers(0, 12), min_size=1, max_size=3))
    rows: list[list[Any]] = []
    for _ in range(draw(st.integers(1, 7))):
        what, n = draw(st.sampled_from(letters(len(burn))))
        times = draw(st.lists(st.integers(0, 20), min_size=3, max_size=3))
        if what == "重启":
            rows.append([what, *(draw(st.sampled_from([None, at])) for at in times[:2]), times[2]])
        elif what == "读到":
            rows.append([f"{what} {n}", max(times), *times[:2]])
        else:
            rows.append([f"{what} {n}", min(times), *times[1:]])
    return burn, rows


@settings(max_examples=40, deadline=None)
@given(tables())
def test_every_second_is_what_the_formulas_say(table: tuple[list[int], list[list[Any]]]) -> None:
    burn, rows = table
    example = load(NAME)
    example.BURN, example.EVENTS = burn, rows
    assert all(example.well_formed(row, {row[0]}) for row in rows)
    ends = set()
    for device in range(3):
        history = example.live(device)
        assert [at for at, _, _ in history] == sorted(at for at, _, _ in history)
        for now in (*range(34), LATE):
            told = [view for at, _, view in history if at <= now][-1]
            assert told == shown(burn, rows, device, now)
        for (_, _, old), (_, _, new) in itertools.pairwise(history):
            assert all(RANK.index(a) <= RANK.index(b) for a, b in zip(old, new, strict=True))
        ends.add(history[-1][2])
    assert len(ends) == 1
    outcome = run(NAME, BURN=burn, EVENTS=rows)
    assert outcome.complaint == ""
    assert outcome.text.startswith("三台设备最后一样：" + "、".join(ends.pop()))
    assert "有 1 种结局" in outcome.text


# ── what the page says ──


def heads(**inputs: object) -> list[str]:
    """The first lines, up to the empty one."""
    outcome = run(NAME, **inputs)
    assert outcome.complaint == ""
    return outcome.text.split("\n\n")[0].splitlines()


def bad_moves(**inputs: object) -> list[tuple[str, str, str, int]]:
    moves = run(NAME, **inputs).picture("states")["moves"]
    return [
        (RANK[m["from"]], RANK[m["to"]], m["label"], m["count"])
        for m in moves
        if m["tone"] == "bad"
    ]


def test_the_default_run(default: Outcome) -> None:
    lines = default.text.splitlines()
    assert lines[:4] == [
        "三台设备最后一样：已焚毁、已读、已撤回",
        "这 6 件事换着先后走 2160 遍，有 1 种结局：",
        "   2160 遍  已焚毁、已读、已撤回",
        "",
    ]
    assert lines[4:11] == [
        "甲　　   0 秒  开始：未读、未读、未到；未读 2 条",
        "甲　　   0 秒  到 3：未读、未读、未读；未读 3 条",
        "甲　　   1 秒  撤回 3：未读、未读、已撤回；未读 2 条",
        "甲　　   5 秒  读到 2：倒数、已读、已撤回；未读 0 条",
        "甲　　   6 秒  读到 1：倒数、已读、已撤回；未读 0 条",
        "甲　　   8 秒  撤回 1：已撤回、已读、已撤回；未读 0 条",
        "甲　　  11 秒  到期：已焚毁、已读、已撤回；未读 0 条",
    ]
    assert "乙手机   5 秒  重启：倒数、已读、已撤回；未读 0 条" in lines
    assert "乙手机   9 秒  到期：已焚毁、已读、已撤回；未读 0 条" in lines
    assert "乙手机  10 秒  撤回 1：已焚毁、已读、已撤回；未读 0 条" in lines
    assert "乙平板   2 秒  撤回 3：未读、未读、已撤回；未读 2 条" in lines
    assert "乙平板   3 秒  到 3：未读、未读、已撤回；未读 2 条" in lines
    assert "乙平板   9 秒  撤回 1：已撤回、已读、已撤回；未读 0 条" in lines
    example = load(NAME)
    assert (example.EVENTS, example.PACES) == (EVENTS, (1, 4, 700))
    assert example.beginning() == example.State(arrived=frozenset([1, 2]))


def test_a_receipt_that_overwrites() -> None:
    outcome = run(NAME, BREAK_OVERWRITE=True)
    assert "甲　　   6 秒  读到 1：倒数、未读、已撤回；未读 1 条" in outcome.text
    assert heads(BREAK_OVERWRITE=True) == [
        "三台设备最后不一样：甲 已焚毁、未读、已撤回；乙手机 已焚毁、已读、已撤回；"
        "乙平板 已焚毁、未读、已撤回",
        "这 6 件事换着先后走 2160 遍，有 2 种结局：",
        "   1080 遍  已焚毁、已读、已撤回",
        "   1080 遍  已焚毁、未读、已撤回",
    ]
    assert bad_moves(BREAK_OVERWRITE=True) == [("已读", "未读", "读到", 1080)]


def test_a_recall_that_came_too_early() -> None:
    found = heads(BREAK_DROP_EARLY=True)
    assert found[0].endswith("；乙平板 已焚毁、已读、未读")
    assert found[2:] == ["   1080 遍  已焚毁、已读、已撤回", "   1080 遍  已焚毁、已读、未读"]
    assert bad_moves(BREAK_DROP_EARLY=True) == []


def test_a_recall_that_restores() -> None:
    found = heads(BREAK_RESTORE=True)
    assert "；乙手机 已撤回、已读、已撤回；" in found[0]
    assert found[2:] == ["    840 遍  已撤回、已读、已撤回", "   1320 遍  已焚毁、已读、已撤回"]
    assert bad_moves(BREAK_RESTORE=True) == [("已焚毁", "已撤回", "撤回", 840)]


def test_a_recall_that_stops_the_timer() -> None:
    found = heads(BREAK_STOP_TIMER=True)
    assert found[0] == (
        "三台设备最后不一样：甲 已撤回、已读、已撤回；乙手机 已焚毁、已读、已撤回；"
        "乙平板 已撤回、已读、已撤回"
    )
    assert found[2:] == ["    600 遍  已撤回、已读、已撤回", "   1560 遍  已焚毁、已读、已撤回"]


def test_a_timer_in_memory() -> None:
    outcome = run(NAME, BREAK_MEMORY_TIMER=True)
    assert "乙手机   5 秒  重启：已读、已读、已撤回；未读 0 条" in outcome.text
    assert "；乙手机 已撤回、已读、已撤回；" in outcome.text.splitlines()[0]
    assert bad_moves(BREAK_MEMORY_TIMER=True) == [("倒数", "已读", "重启", 260)]
    found = heads(BREAK_MEMORY_TIMER=True, EVENTS=EVENTS[:5])
    assert "；乙手机 已读、已读、已撤回；" in found[0]
    found = heads(BREAK_MEMORY_TIMER=True, EVENTS=[r for r in EVENTS if r[0] != "重启"])
    assert found[1] == "这 5 件事换着先后走 360 遍，有 1 种结局："


def test_burning_sooner_makes_the_recall_a_no_op() -> None:
    outcome = run(NAME, BURN=[3, 0, 0])
    assert outcome.text.startswith("三台设备最后一样：已焚毁、已读、已撤回\n")
    for lane in range(3):
        names = [span["name"] for span in outcome.picture("strip")["rows"][3 * lane]["spans"]]
        assert names == ["未读", "倒数", "已焚毁"]


def test_messages_that_do_not_burn() -> None:
    same = "三台设备最后一样：已撤回、已读、已撤回"
    assert heads(BURN=[0, 0, 0])[0] == same
    for switch in ("BREAK_RESTORE", "BREAK_STOP_TIMER", "BREAK_MEMORY_TIMER"):
        assert heads(**{"BURN": [0, 0, 0], switch: True})[0] == same


def test_a_recall_before_the_reading() -> None:
    early = [*EVENTS[:5], ["撤回 1", 2, 2, 2]]
    outcome = run(NAME, EVENTS=early)
    assert outcome.text.startswith("三台设备最后一样：已焚毁、已读、已撤回\n")
    found = [(s["at"], s["name"]) for s in outcome.picture("strip")["rows"][3]["spans"]]
    assert found == [(0, "未读"), (2, "已撤回"), (9, "已焚毁")]


def test_nobody_reads() -> None:
    unread = [row for row in EVENTS if "读" not in row[0]]
    assert heads(EVENTS=unread)[:1] == ["三台设备最后一样：已撤回、未读、已撤回"]


def test_seven_events_are_the_most() -> None:
    rows = [["到 1", 0, 1, 2], ["到 2", 0, 1, 2], ["到 3", 0, 1, 2], ["读到 3", 4, 2, 3]]
    rows += [["撤回 2", 3, 4, 5], ["撤回 1", 3, 4, 5], ["读到 1", 4, 3, 2]]
    found = heads(EVENTS=rows, BURN=[1, 600, 5])
    assert found[2:] == ["  15120 遍  已焚毁、已焚毁、已焚毁"]


def test_the_strip(default: Outcome) -> None:
    strip = default.picture("strip")
    assert strip["unit"] == "秒"
    labels = [f"{name} 第 {n} 条" for name in ("甲", "乙手机", "乙平板") for n in (1, 2, 3)]
    assert [row["label"] for row in strip["rows"]] == labels
    assert [(s["at"], s["size"], s["name"], s["tone"]) for s in strip["rows"][0]["spans"]] == [
        (0, 5, "未读", "plain"),
        (5, 3, "倒数", "good"),
        (8, 3, "已撤回", "quiet"),
        (11, 2, "已焚毁", "quiet"),
    ]
    # what came within the same second is not drawn
    assert [(s["at"], s["name"]) for s in strip["rows"][2]["spans"]] == [(0, "未读"), (1, "已撤回")]
    assert strip["rows"][8]["spans"][0]["name"] == "未到"


def test_the_states(default: Outcome) -> None:
    states = default.picture("states")
    assert states["states"] == RANK
    assert states["start"] == 0
    moves = [(RANK[m["from"]], RANK[m["to"]], m["label"], m["count"]) for m in states["moves"]]
    assert moves == [
        ("未到", "未读", "到", 1080),
        ("未到", "已撤回", "撤回", 1080),
        ("未读", "已读", "读到", 2160),
        ("未读", "倒数", "读到", 1440),
        ("未读", "已撤回", "撤回", 1800),
        ("倒数", "已撤回", "撤回", 600),
        ("倒数", "已焚毁", "到期", 840),
        ("已撤回", "已焚毁", "到期", 1320),
    ]
    assert {m["tone"] for m in states["moves"]} == {"plain"}


@settings(max_examples=30, deadline=None)
@given(tables(), st.sets(st.sampled_from(BREAKS)))
def test_pictures_of_anything_can_be_drawn(
    table: tuple[list[int], list[list[Any]]], switches: set[str]
) -> None:
    burn, rows = table
    outcome = run(NAME, BURN=burn, EVENTS=rows, **dict.fromkeys(switches, True))
    assert outcome.complaint == ""
    assert len(outcome.picture("states")["moves"]) <= 24
    for row in outcome.picture("strip")["rows"]:
        spans = row["spans"]
        assert spans[0]["at"] == 0
        for one, following in itertools.pairwise(spans):
            assert one["at"] + one["size"] == following["at"]
            assert one["name"] != following["name"]
        assert all(span["size"] > 0 for span in spans)


# ── what is refused ──


@pytest.mark.parametrize(
    "value",
    [
        *([], [0] * 4, [601], [-1], [True], [1.0], [float("nan")], ["1"], [[1]], [None], [10**30]),
        *((6, 0, 0), 6, None, "600", True, {1: 2}),
    ],
)
def test_burning_times_are_checked(value: object) -> None:
    said = run(NAME, BURN=value).complaint
    assert said == f"输入有误：BURN 应是 1–3 个 0–600 的整数，现在是 {repr(value)[:80]}"


FORM = " 1–7 行 [做什么, 到甲, 到乙手机, 到乙平板]，0–600 秒，谁做的先到谁"


@pytest.mark.parametrize(
    "row",
    [
        *([], ["到 1"], ["到 1", 0, 1], ["到 1", 0, 1, 2, 3], ("到 1", 0, 1, 2), "到 1", 3, None),
        *(["到 4", 0, 1, 2], ["到 0", 0, 1, 2], ["到", 0, 1, 2]),
        *(["读 1", 3, 1, 2], ["到 1 ", 0, 1, 2]),
        *([1, 0, 1, 2], [["到 1"], 0, 1, 2], [None, 0, 1, 2], ["重启 1", 0, 1, 2]),
        *(["到 1", 0, 1, 601], ["到 1", -1, 1, 2], ["到 1", 0, True, 2], ["到 1", 0, 1.0, 2]),
        *(["到 1", 0, None, 2], ["到 1", 0, "1", 2], ["到 1", 0, float("nan"), 2]),
        *(["到 1", 2, 1, 2], ["撤回 1", 3, 4, 2], ["读到 1", 1, 2, 2], ["读到 1", 0, 1, 2]),
        *(["重启", None, None, None], ["重启", 0, None, "x"], ["重启", 601, None, None]),
    ],
)
def test_rows_are_checked(row: object) -> None:
    said = run(NAME, EVENTS=[["到 3", 0, 1, 3], row]).complaint
    assert said == f"输入有误：EVENTS 应是{FORM}，现在是 {repr([row])[:80]}"


def test_the_first_wrong_row_is_named() -> None:
    said = run(NAME, EVENTS=[["到 3", 0, 1, 3], ["到 3"], ["到 4"]]).complaint
    assert said.endswith("，现在是 [['到 3']]")


@pytest.mark.parametrize("value", [[], [["到 1", 0, 0, 0]] * 8, None, 3, "到 1", (), {}])
def test_events_are_checked(value: object) -> None:
    said = run(NAME, EVENTS=value).complaint
    assert said == f"输入有误：EVENTS 应是{FORM}，现在是 {repr(value)[:80]}"


@pytest.mark.parametrize(
    "row",
    [
        *(["到 1", 0, 0, 0], ["到 3", 600, 600, 600], ["读到 1", 1, 1, 2], ["读到 1", 2, 3, 2]),
        *(["撤回 2", 0, 600, 0], ["重启", 0, None, None], ["重启", 1, 2, 3]),
        ["重启", None, 1, 600],
    ],
)
def test_rows_at_the_limits(row: list[Any]) -> None:
    assert run(NAME, EVENTS=[row]).complaint == ""


@pytest.mark.parametrize("name", BREAKS)
def test_switches_are_checked(name: str) -> None:
    for bad in (1, 0, "True", None, []):
        said = run(NAME, **{name: bad}).complaint
        assert said == f"输入有误：{name} 应是 True 或 False，现在是 {bad!r}"
