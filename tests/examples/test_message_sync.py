"""Direct sending and pulling upon notice: every schedule of eight events, a twin, and a judge."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/sync"
Plan = tuple[tuple[bool, ...], ...]  # for each message: arrives, acknowledged, settled
EVENTS = st.sampled_from(["新", "下到", "下丢", "上到", "上丢", "超时", "定时", "重连"])
REORDER = ["下迟", "上迟"]  # the first packet of a way falls behind all others there
DOUBLE = ["下重", "上重"]  # the network itself makes a second copy of it
BREAKS = [
    "BREAK_ALWAYS_DIRECT", "BREAK_TIMEOUT_IS_ACK", "BREAK_PULL_FROM_NOTICE",
    "BREAK_IDLE_ON_CONNECT", "BREAK_EMPTY_BATCH", "BREAK_NO_DEDUPE",
]  # fmt: skip


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


# ── the model check: every schedule of up to eight events, then a fair ending ──


def step(example: ModuleType, s: Any, event: str, off: frozenset[str]) -> Any:
    """The example's step, and a network that also reorders and repeats."""
    if event not in REORDER + DOUBLE:
        return example.step(s, event, off)
    way = "down" if event[0] == "下" else "up"
    first, rest = getattr(s, way)[:1], getattr(s, way)[1:]
    if event[1] == "重":
        return s._replace(**{way: first + rest + first}) if first else None
    return s._replace(**{way: rest + first}) if rest else None


def delivered(s: Any) -> bool:
    """No message lost, none twice, in order."""
    return bool(s.shown == tuple(range(101, s.end + 1)))


class Checker:
    """All states that schedules lead to, with the number of schedules to each.

    What follows depends on the state alone, so schedules that meet are followed once and counted
    as many as they are.
    """

    def __init__(self, example: ModuleType, *off: str, extra: list[str] | None = None) -> None:
        self.example, self.off = example, frozenset(off)
        self.events = example.EVENTS + (extra or [])
        self.endings: dict[tuple[Any, bool], bool] = {}

    def ends_well(self, start: Any) -> bool:
        """Deliver all that is under way, let the client's timer pull once, deliver all of that."""
        s, pulled, path = start, False, []
        while (s, pulled) not in self.endings:
            self.endings[s, pulled] = False  # to come here again is to go round for ever
            path.append((s, pulled))
            event = "下到" if s.down else "上到" if s.up else "" if pulled else "定时"
            if not event:
                self.endings[s, pulled] = delivered(s)
                break
            pulled = pulled or event == "定时"
            s = step(self.example, s, event, self.off)
        for key in path:
            self.endings[key] = self.endings[s, pulled]
        return self.endings[start, False]

    def explore(self, most: int) -> tuple[int, int, int, set[Any]]:
        """Schedules of up to `most` events, those that end badly, states, and the states."""
        ways, seen, schedules, bad = Counter({self.example.State(): 1}), set(), 0, 0
        for length in range(most + 1):
            seen |= set(ways)
            schedules += sum(ways.values())
            bad += sum(count for s, count in ways.items() if not self.ends_well(s))
            following: Counter[Any] = Counter()
            for s, event in product(ways, self.events if length < most else ()):
                if (after := step(self.example, s, event, self.off)) is not None:
                    following[after] += ways[s]
            ways = following
        return schedules, bad, len(seen), seen


@pytest.mark.parametrize(
    ("off", "schedules", "bad", "states"),
    [
        ([], 681_517, 0, 2_715),
        (["BREAK_ALWAYS_DIRECT"], 921_770, 204_745, 5_193),
        (["BREAK_TIMEOUT_IS_ACK"], 654_132, 13_301, 2_718),
        (["BREAK_PULL_FROM_NOTICE"], 681_494, 52_308, 3_208),
        (["BREAK_IDLE_ON_CONNECT"], 762_673, 80_933, 3_551),
        (["BREAK_EMPTY_BATCH"], 681_610, 386_192, 2_697),
        (["BREAK_NO_DEDUPE"], 681_517, 363_588, 2_768),
    ],
)
def test_every_schedule_of_eight_events(
    example: ModuleType, off: list[str], schedules: int, bad: int, states: int
) -> None:
    assert Checker(example, *off).explore(8)[:3] == (schedules, bad, states)


def test_worse_networks_longer_schedules_and_other_sizes(example: ModuleType) -> None:
    assert Checker(example, extra=REORDER).explore(8)[:3] == (1_133_773, 0, 7_197)
    assert Checker(example, extra=REORDER + DOUBLE).explore(8)[:3] == (5_382_779, 0, 29_712)
    assert Checker(example).explore(10)[:3] == (24_357_038, 0, 10_997)
    for sizes in ([1], [5120], [5121, 1], [2560, 2560, 1]):
        example = load(NAME)
        example.SIZES = sizes
        assert Checker(example).explore(7)[1] == 0


def test_what_holds_in_every_state(example: ModuleType) -> None:
    """Stronger than a good end: at all times the client has all up to its cursor, in order."""
    for s in Checker(example, extra=REORDER + DOUBLE).explore(7)[3]:
        assert s.shown == tuple(range(101, s.cursor + 1))
        assert s.cursor <= s.end
        if s.mode == example.IDLE:
            assert s.cursor == s.end
        for kind, *numbers in s.down:
            if kind != "s_ntf" and numbers:
                assert numbers[0] <= s.cursor + 1
                assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert all(number <= s.cursor for _, number in s.up)


def test_the_example_counts_the_same(example: ModuleType) -> None:
    for off in ([], *([name] for name in BREAKS)):
        total, wrong, _, states = example.explore(5, set(off))
        found = Checker(example, *off).explore(5)
        assert (total, wrong, len(states), set(states)) == found


def test_schedules_one_by_one(example: ModuleType) -> None:
    """Without folding what meets: each schedule of up to four events is walked from the start."""
    for off in ([], *([name] for name in BREAKS)):
        count, wrong, shortest = 0, 0, ""
        for length in range(5):
            for words in product(example.EVENTS, repeat=length):
                s = example.State()
                for word in words:
                    s = s and example.step(s, word, frozenset(off))
                if s is None:
                    continue
                told = example.play(example.State(), words, frozenset(off))[1]
                count, wrong = count + 1, wrong + bool(told)
                shortest = shortest or (f"{' '.join(words)} → {told}" if told else "")
        total, failed, counterexample, _ = example.explore(4, frozenset(off))
        assert (total, failed) == (count, wrong)
        assert len(counterexample.split()) == len(shortest.split())


# ── the 512 schedules of the article: three messages, each delivered or not, … ──


def missing(guard: str, plan: Plan) -> bool:
    """The article's small model, written anew: a notice pulls in one go, its flow ends at once."""
    got, cursor, acked, late, busy = {100}, 100, 100, 100, False
    for ts, (arrives, acknowledged, settled) in enumerate(plan, 101):
        direct = {"none": True, "timeout": not busy, "ack": acked == ts - 1}[guard]
        if arrives:
            got |= {ts} if direct else set(range(cursor + 1, ts + 1))
            cursor = ts
        known = cursor if arrives and acknowledged else acked
        acked = max(acked, late, known if settled else 0)
        late, busy = known, direct and not settled
    return len(got | set(range(cursor + 1, 104))) < 4


def told_to_the_machine(example: ModuleType, plan: Plan, *off: str, notice_ends: bool) -> str:
    """The same story as events of the example; a timeout's own notice is lost each time."""
    s, words = example.State(), frozenset(off)

    def happens(event: str) -> None:
        nonlocal s
        s = example.step(s, event, words) or s

    for arrives, acknowledged, settled in plan:
        if notice_ends and s.mode == example.WAIT:
            s = s._replace(mode=example.IDLE)
        happens("新")
        happens("下到" if arrives else "下丢")
        if arrives and s.up and s.up[-1][0] == "拉取":
            for _ in range(len(s.up)):  # late acknowledgements first, then the pull itself
                happens("上到")
            happens("下到")
        answer = 1 if arrives and s.up else 0
        while len(s.up) > answer:
            happens("上到")
        if answer and not acknowledged:
            happens("上丢")
        if settled and s.up:
            happens("上到")
        elif settled:
            happens("超时")
            happens("下丢")
    return str(example.play(s, (), words)[1])


def test_the_512_schedules_of_the_article() -> None:
    example = load(NAME)
    example.SIZES = [1]  # all in one batch
    plans = list(product(product((True, False), repeat=3), repeat=3))
    assert len(plans) == 512
    lost = {g: [p for p in plans if missing(g, p)] for g in ("none", "timeout", "ack")}
    assert [len(found) for found in lost.values()] == [256, 160, 0]

    def wrong(*off: str, notice_ends: bool = False) -> list[Any]:
        found = {p: told_to_the_machine(example, p, *off, notice_ends=notice_ends) for p in plans}
        assert {told[:1] for told in found.values()} <= {"", "丢"}
        return [p for p, told in found.items() if told]

    assert wrong("BREAK_ALWAYS_DIRECT") == lost["none"]
    assert wrong() == lost["ack"] == []
    # the article's timeout model also forgets that a notice is out: that is 64 more
    assert wrong("BREAK_TIMEOUT_IS_ACK", notice_ends=True) == lost["timeout"]
    assert len(some := wrong("BREAK_TIMEOUT_IS_ACK")) == 96
    assert set(some) < set(lost["timeout"])


# ── a twin by the page's table of states ──

TABLE = {  # state and event: the next state and what is sent; "more" is 拉取中 with batches to come
    ("wait", "新"): ("wait", "s_ntf"), ("done", "新"): ("wait", "s_ntf"),
    ("more", "新"): ("more", ""), ("idle", "新"): ("direct", "s_msg"),
    ("direct", "新"): ("wait", "s_ntf"), ("direct", "超时"): ("wait", "s_ntf"),
    ("more", "超时"): ("wait", "s_ntf"), ("done", "超时"): ("wait", "s_ntf"),
}  # fmt: skip


class Twin:
    """Written apart from the example: mutable, by the table, with a set of what is in the store."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes, self.inbox, self.mode = sizes, 100, "idle"
        self.cursor, self.screen = 100, list[int]()
        self.ways: dict[str, list[tuple[Any, ...]]] = {"下": [], "上": []}

    def do(self, event: str) -> bool:
        """Whether it can happen."""
        if event[0] in self.ways:
            if not self.ways[event[0]]:
                return False
            packet = self.ways[event[0]].pop(0)
            if event[1] == "到":
                (self.client if event[0] == "下" else self.server)(*packet)
            return True
        if event in ("定时", "重连"):
            if event == "重连":
                self.mode, self.ways = "wait", {"下": [], "上": []}
            self.ways["上"].append(("拉取", self.cursor))
            return True
        if (self.mode, event) not in TABLE:
            return False
        self.inbox += event == "新"
        self.mode, packet = TABLE[self.mode, event]
        if packet:
            self.ways["下"].append((packet, self.inbox))
        return True

    def server(self, kind: str, cursor: int) -> None:
        if kind == "确认":
            self.mode = "idle" if cursor == self.inbox else self.mode
            return
        batch, room = list[int](), 5 * 1024
        for ts in range(cursor + 1, self.inbox + 1):
            room -= self.sizes[(ts - 101) % len(self.sizes)]
            if len(batch) == 200 or (batch and room < 0):
                break
            batch.append(ts)
        self.mode = "done" if [cursor, *batch][-1] == self.inbox else "more"
        self.ways["下"].append(("一批取完" if self.mode == "done" else "一批未完", *batch))

    def client(self, kind: str, *numbers: int) -> None:
        if kind == "s_ntf":
            if numbers[0] > self.cursor:
                self.ways["上"].append(("拉取", self.cursor))
            return
        self.screen += [n for n in numbers if n not in self.screen]
        self.cursor = max(self.cursor, *numbers, 0)
        self.ways["上"].append(("拉取" if kind == "一批未完" else "确认", self.cursor))

    def as_state(self, example: ModuleType) -> Any:
        names = {"wait": "待拉取", "more": "拉取中", "done": "拉取中", "idle": "空闲"}
        mode = names.get(self.mode, "直发中")
        down, up = (tuple(self.ways[way]) for way in "下上")
        return example.State(self.inbox, mode, False, self.cursor, tuple(self.screen), down, up)


def compare(example: ModuleType, words: list[str]) -> None:
    twin, s = Twin(example.SIZES), example.State()
    for word in words:
        after = example.step(s, word)
        assert twin.do(word) == (after is not None)
        s = after or s
        assert twin.as_state(example) == s._replace(more=False)
        if s.mode == example.PULL:
            assert s.more == (twin.mode == "more")


def test_the_twin_at_every_event_of_every_state(example: ModuleType) -> None:
    paths: dict[Any, list[str]] = {example.State(): []}
    for s in (frontier := [example.State()]):  # grows as it goes
        for event in example.EVENTS:
            compare(example, [*paths[s], event])
            after = example.step(s, event)
            if after is not None and after not in paths and len(paths[s]) < 6:
                paths[after] = [*paths[s], event]
                frontier.append(after)
    assert set(paths) == Checker(example).explore(6)[3]
    assert len(paths) == 615


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 6000), min_size=1, max_size=5), st.lists(EVENTS, max_size=60))
def test_long_schedules_follow_the_twin_and_end_well(sizes: list[int], words: list[str]) -> None:
    example = load(NAME)
    example.SIZES = sizes
    compare(example, words)
    log, told = example.play(example.State(), words, frozenset())
    assert told == ""
    assert delivered(log[-1][2])


# ── batches ──


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 6000), min_size=1, max_size=12), st.integers(0, 30), st.data())
def test_a_batch_is_that_of_the_batches_example(
    sizes: list[int], stored: int, data: st.DataObject
) -> None:
    example, batches = load(NAME), load("message/batches")
    example.SIZES = sizes
    cursor = data.draw(st.integers(0, stored))
    messages = [batches.Message(n, n, sizes[(n - 1) % len(sizes)]) for n in range(1, stored + 1)]
    for off, least in ((frozenset(), True), (frozenset({"BREAK_EMPTY_BATCH"}), False)):
        expected, _ = batches.cut(messages[cursor:], batches.Rule(200, 5120, least))
        s = example.server_receives(example.State(end=100 + stored), ("拉取", 100 + cursor), off)
        ((kind, *numbers),) = s.down
        assert numbers == [100 + message.ts for message in expected]
        assert s.more == (kind == "一批未完") == (len(expected) < stored - cursor)
        assert s.mode == example.PULL


def test_the_two_limits_of_a_batch() -> None:
    example = load(NAME)
    for sizes, stored, expected in (
        ([64], 1000, [80] * 12 + [40]), ([1], 1000, [200] * 5), ([1, 6144, 1], 3, [1, 1, 1]),
        ([5120], 2, [1, 1]), ([2560], 3, [2, 1]), ([1], 200, [200]), ([1], 201, [200, 1]),
    ):  # fmt: skip
        example.SIZES, found, cursor = sizes, [], 100
        while cursor < 100 + stored:
            s = example.server_receives(example.State(end=100 + stored), ("拉取", cursor), set())
            found.append(len(s.down[0]) - 1)
            cursor = s.down[0][-1]
            assert s.more == (cursor < 100 + stored)
        assert found == expected


# ── a judge that reads the text alone ──


def judged(text: str) -> list[str]:
    """What the steps as they are told break of the rules, whatever the program knows."""
    found, mode, cursor, stored = list[str](), "空闲", 100, 100
    screen: list[int] = []
    for line in text.splitlines()[1:]:
        match = re.fullmatch(r"  (\S{2,3})　? 游标 (\d+)  (.+?)(?:  (.+))?", line)
        if not match:
            break
        after, label, told = match[1], match[3], (match[4] or "").split("；")
        for part in told:
            if part.startswith("存 "):
                stored = int(part[2:])
            elif part.startswith("上屏 "):
                screen += map(int, part.split()[1:])
            elif part.startswith("发 s_msg") and (mode, cursor) != ("空闲", stored - 1):
                found.append("还没确认到末尾就直发")
            elif part.startswith("发 拉取") and part != f"发 拉取 {match[2]}":
                found.append("不从自己的游标拉")
        if label == "超时" and (after != "待拉取" or f"发 s_ntf {stored}" not in told):
            if "没有发生" not in told:
                found.append("超时没有转入待拉取")
        if label == "重连" and after != "待拉取":
            found.append("一连上就算空闲")
        if int(match[2]) < cursor:
            found.append("游标倒退")
        mode, cursor = after, int(match[2])
    if screen != list(range(101, stored + 1)):
        found.append("上屏的不是每条一次、依次")
    return sorted(set(found))


@settings(max_examples=40, deadline=None)
@given(st.lists(EVENTS, max_size=20))
def test_the_judge_has_nothing_to_say(words: list[str]) -> None:
    text = run(NAME, SCHEDULE=" ".join(words), EXPLORE=0, SIZES=[1024, 3072]).text
    if len(text.splitlines()) < 85:  # else the steps are not told to their end
        assert judged(text) == []


def test_the_judge_finds_each_switch(default: Outcome) -> None:
    assert judged(default.text) == []
    last = "上屏的不是每条一次、依次"
    for schedule, name, found in (
        ("新 新 下丢", "ALWAYS_DIRECT", [last, "还没确认到末尾就直发"]),
        ("新 下丢 超时 新", "TIMEOUT_IS_ACK", [last, "超时没有转入待拉取", "还没确认到末尾就直发"]),
        ("新 新 下丢", "PULL_FROM_NOTICE", [last, "不从自己的游标拉"]),
        ("新 重连 新", "IDLE_ON_CONNECT", [last, "一连上就算空闲", "还没确认到末尾就直发"]),
        ("新 新", "EMPTY_BATCH", [last]),
        ("新 定时", "NO_DEDUPE", [last]),
    ):
        text = run(NAME, SCHEDULE=schedule, EXPLORE=0, **{f"BREAK_{name}": True}).text
        assert judged(text) == sorted(found), name


# ── the whole, and what the page says ──


def head(**inputs: object) -> str:
    return run(NAME, **inputs).text.splitlines()[0]


def test_the_default(default: Outcome) -> None:
    lines = default.text.splitlines()
    assert lines[0] == "32 步，上屏 101 102 103 104 105：不丢、不重、不乱"
    assert lines[16] == "  待拉取 游标 103  重连  路上 1 个包作废；发 拉取 103"
    assert lines[33:] == [
        "至多 5 个事件的全部日程，各自收尾：",
        "  BREAK_ALWAYS_DIRECT      3802 种，出错    389 种  新 新 下丢 → 丢 101",
        "  BREAK_TIMEOUT_IS_ACK     3321 种，出错     29 种  新 下丢 超时 新 → 丢 101",
        "  BREAK_PULL_FROM_NOTICE   3405 种，出错    105 种  新 新 下丢 → 丢 101",
        "  BREAK_IDLE_ON_CONNECT    3580 种，出错    163 种  新 重连 新 → 乱序",
        "  BREAK_EMPTY_BATCH        3405 种，出错   1068 种  新 新 → 活锁，反复取到零条",
        "  BREAK_NO_DEDUPE          3405 种，出错   1393 种  新 定时 → 重 101",
        "  都照上面的开关                  3405 种，出错      0 种",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ALWAYS_DIRECT", "28 步，上屏 101 103 105 104：丢 102"),
        ("TIMEOUT_IS_ACK", "32 步，上屏 101 103 104 105：丢 102"),
        ("PULL_FROM_NOTICE", "30 步，上屏 101 103 104 105：丢 102"),
        ("IDLE_ON_CONNECT", "28 步，上屏 101 102 103 105 104：乱序"),
        ("EMPTY_BATCH", "21 步，上屏 101：活锁，反复取到零条"),
        ("NO_DEDUPE", "32 步，上屏 101 102 103 104 104 105 105：重 104 105"),
    ],
)
def test_each_switch_fails_as_it_must(default: Outcome, name: str, said: str) -> None:
    lines = run(NAME, **{f"BREAK_{name}": True}).text.splitlines()
    assert lines[0] == said
    own = next(line for line in default.text.splitlines() if f"BREAK_{name} " in line)
    assert lines[-1].split()[1:] == own.split()[1:]  # the last row follows the reader's switches


def test_other_inputs() -> None:
    # what each switch's own schedule does without the switch
    for schedule in ("新 新 下丢", "新 下丢 超时 新", "新 重连 新", "新 定时", "新 新"):
        assert head(SCHEDULE=schedule).endswith("：不丢、不重、不乱")
    assert head(SCHEDULE="") == "4 步，上屏 零条：不丢、不重、不乱"
    assert head(SIZES=[1024]) == "28 步，上屏 101 102 103 104 105：不丢、不重、不乱"
    assert run(NAME, SIZES=[1024], BREAK_EMPTY_BATCH=True).text.endswith("出错      0 种\n")
    assert run(NAME, EXPLORE=6).text.endswith("19715 种，出错      0 种\n")
    assert run(NAME, EXPLORE=0).text.endswith("    1 种，出错      0 种\n")
    assert "  空闲　 游标 100  上到  没有发生\n" in run(NAME, SCHEDULE="上到", EXPLORE=0).text


# ── pictures ──


def test_the_states(default: Outcome) -> None:
    picture = default.picture("states")
    assert (picture["states"], picture["start"]) == (["待拉取", "拉取中", "空闲", "直发中"], 0)
    moves = [f"{m['from']}{m['to']} {m['label']} {m['count']}" for m in picture["moves"]]
    assert moves == [
        "00 新消息 2", "01 拉取 2", "02 确认 0", "10 新消息 0", "10 超时 0", "11 拉取 4",
        "11 新消息 0", "12 确认 3", "21 拉取 1", "23 新消息 3", "30 新消息 0", "30 超时 1",
        "31 拉取 0", "32 确认 1",
    ]  # fmt: skip
    assert run(NAME, BREAK_IDLE_ON_CONNECT=True).picture("states")["start"] == 2


def test_the_sequence(default: Outcome) -> None:
    picture = default.picture("sequence")
    events = picture["events"]
    assert picture["lanes"] == ["服务端", "客户端"]
    assert [e["at"] for e in events] == list(range(0, 3200, 100))
    told = [(e["from"], e["to"], e["label"], e.get("arrives")) for e in events]
    assert told[:2] == [(0, None, "新", None), (0, 1, "s_msg 101 到", True)]
    assert told[2] == (1, 0, "确认 101 到", True)
    assert told[4:6] == [(0, 1, "s_msg 102 丢", False), (0, None, "超时", None)]
    assert told[15] == (1, None, "重连", None)
    assert [e["from"] for e in events if e["label"] == "定时"] == [1]
    assert events[0]["detail"] == "存 101；发 s_msg 101"
    many = run(NAME, SCHEDULE="新 " * 12 + "下到 " * 12, SIZES=[1], EXPLORE=0).picture("sequence")
    assert max(len(event["label"]) for event in many["events"]) == 22


# ── inputs ──

BAD_SCHEDULES: list[object] = [None, 7, ["新"], "来", "新 ?", "新，下到", "下", b"", "新 " * 41]
BAD_NUMBERS: list[object] = [-1, 7, True, 5.0, "5", None, float("nan"), 10**30]
BAD_SIZES: list[object] = [
    [], None, "1", (1,), [0], [20481], [True], [1.0], [float("nan")], [None], [[1]], [1] * 13,
    [10**30], {1: 1},
]  # fmt: skip
SCHEDULE = "SCHEDULE 应是 40 个以内的：新 下到 下丢 上到 上丢 超时 定时 重连"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(("SCHEDULE", bad, SCHEDULE) for bad in BAD_SCHEDULES),
        *(("SIZES", bad, "SIZES 应是 1–12 个 1–20480 的整数") for bad in BAD_SIZES),
        *(("EXPLORE", bad, "EXPLORE 应是 0–6 的整数") for bad in BAD_NUMBERS),
        *((name, bad, f"{name} 应是 True 或 False") for name in BREAKS for bad in (0, 1, None, "")),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint == f"输入有误：{said}，现在是 {value!r}"
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    longest = "新 " * 40, "定时 " * 20 + "新 " * 20, "重连 " * 40
    for schedule, sizes in product(longest, ([1], [20480] * 12)):
        outcome = run(NAME, SCHEDULE=schedule, SIZES=sizes, EXPLORE=2)
        assert outcome.complaint == ""
        assert outcome.trace
        assert len(outcome.text.splitlines()) <= 90
