"""Several devices of one user, against sets that are computed from the script alone."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/devices"
BREAKS = ("BREAK_ONE_CURSOR", "BREAK_USER_CURSOR", "BREAK_EARLY_COPY", "BREAK_NO_SKIP")
FINE = "每台该有的都有，没有重复，没有多余"
SCRIPT = [
    "手机 发",
    "平板 离线",
    "对方 发 给 手机",
    "对方 发 给 手机",
    "对方 发",
    "电脑 发 被拒",
    "电脑 发",
    "手机 发",
    "手机 离线",
    "对方 发",
    "手机 上线",
    "平板 上线",
]
# All that can happen to two devices; peer messages for A alone and B alone are mirror images.
STEPS = [
    *("A 发", "A 发 被拒", "A 离线", "A 上线", "B 发", "B 离线", "B 上线"),
    *("对方 发", "对方 发 给 A", "对方 发 给 B"),
]


@pytest.fixture
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


# ── the reference: sets, no cursors, no identifiers, no time ──


def expected(script: list[str], device: str) -> set[str]:
    """What a device has in the end: all that was accepted and is meant for it."""
    online: dict[str, bool] = {}
    found = set()
    for number, step in enumerate(script, 1):
        who, what, *rest = step.split()
        if who == "对方":
            if not rest or rest[1] == device:
                found.add(f"对方#{number}")
        elif what == "发":
            if online.get(who, True) and not rest:
                found.add(f"{who}#{number}")
        else:
            online[who] = what == "上线"
    return found


def complaint(example: ModuleType) -> str:
    """What is wrong with the end of a run; empty when nothing is."""
    sync = example.Sync().run()
    keys = {message.uid: message.key for message in sync.messages if message.uid}
    if len(keys) != len({*keys.values()}):
        return "two messages share an identifier"
    for name in example.DEVICES:
        shown = [uid for uid, _ in sync.shown[name]]
        if not {*shown} <= {*keys}:
            return f"{name} shows something without an identifier"
        if len({*shown}) != len(shown):
            return f"{name} shows something twice"
        if {keys[uid] for uid in shown} != expected(example.SCRIPT, name):
            return f"{name} has too little or too much"
    return ""


def searched(example: ModuleType, length: int, steps: list[str] = STEPS) -> tuple[int, int, Any]:
    """All scripts up to a length for two devices: how many, how many go wrong, the first of them.

    Scripts are tried from the shortest, so the first is one of the smallest counterexamples.
    """
    example.DEVICES = ["A", "B"]
    example.BATCH = 1
    count, bad = 0, []
    for size in range(1, length + 1):
        for script in itertools.product(steps, repeat=size):
            example.SCRIPT = list(script)
            count += 1
            if complaint(example):
                bad.append(script)
    return count, len(bad), bad[0] if bad else ()


@pytest.mark.parametrize("delay", [0, 1, 2])
def test_all_scripts_of_four_steps_end_well(example: ModuleType, delay: int) -> None:
    example.ACK_DELAY = delay
    assert searched(example, 4) == (11110, 0, ())


@pytest.mark.parametrize(
    ("switch", "bad", "first"),
    [
        ("BREAK_ONE_CURSOR", 128, ("A 离线", "对方 发", "B 发")),
        ("BREAK_USER_CURSOR", 2537, ("A 发", "A 离线")),
        ("BREAK_EARLY_COPY", 6372, ("A 发",)),
        ("BREAK_NO_SKIP", 268, ("A 离线", "对方 发 给 B", "对方 发")),
    ],
)
def test_each_guard_is_needed(
    example: ModuleType, switch: str, bad: int, first: tuple[str, ...]
) -> None:
    setattr(example, switch, True)
    assert searched(example, 4) == (11110, bad, first)


NAMES = ["手机", "电脑", "平板", "手表"]


@st.composite
def scripts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Devices and a script for them."""
    names = NAMES[: draw(st.integers(1, 4))]
    mine = [f"{name} {what}" for name in names for what in ("发", "发 被拒", "离线", "上线")]
    peer = ["对方 发", *(f"对方 发 给 {name}" for name in names)]
    return names, draw(st.lists(st.sampled_from(mine + peer), min_size=1, max_size=16))


@settings(max_examples=40, deadline=None)
@given(scripts(), st.integers(0, 5), st.integers(1, 4), st.integers(-1000, 1000))
def test_random_scripts_end_well(
    given_: tuple[list[str], list[str]], delay: int, batch: int, clock: int
) -> None:
    example = load(NAME)
    example.DEVICES, example.SCRIPT = given_
    example.ACK_DELAY, example.BATCH, example.PEER_CLOCK = delay, batch, clock
    assert complaint(example) == ""
    sync = example.Sync().run()
    for box in ("发件箱", "收件箱"):
        stamps = [message.ts for message in sync.messages if message.box == box]
        assert stamps == sorted({*stamps})  # strictly ascending, whatever the clocks say
        for name in example.DEVICES:
            assert sync.cursors[name, box] == max(stamps, default=0)
    assert all(
        tone != "bad" for name in example.DEVICES for _, _, tone in example.judge(sync, name)
    )


@settings(max_examples=40, deadline=None)
@given(scripts(), st.integers(0, 5), st.sampled_from(BREAKS))
def test_the_programs_verdict_is_that_of_the_sets(
    given_: tuple[list[str], list[str]], delay: int, switch: str
) -> None:
    example = load(NAME)
    example.DEVICES, example.SCRIPT = given_
    example.ACK_DELAY, example.BATCH = delay, 1
    setattr(example, switch, True)
    sync = example.Sync().run()
    tones = [tone for name in example.DEVICES for _, _, tone in example.judge(sync, name)]
    assert ("bad" in tones) == bool(complaint(example))


# ── one thing at a time ──


@dataclass
class Wire:
    """The events of a run, in the words of its lanes."""

    example: ModuleType
    events: list[dict[str, Any]] = field(default_factory=list)

    def run(self, *script: str, finish: bool = False, **inputs: object) -> Any:
        for key, value in inputs.items():
            setattr(self.example, key, value)
        self.example.SCRIPT = list(script)
        sync = self.example.Sync()
        if finish:
            sync.run()
        else:
            for step in script:
                sync.do(*step.split())
        self.events = sync.log
        return sync

    def heard(self, lane: str) -> list[str]:
        """What arrived at a lane."""
        lanes = [*self.example.DEVICES, "CMP", "消息节点"]
        at = lanes.index(lane)
        return [e["label"] for e in self.events if e["to"] == at and e["arrives"]]


@pytest.fixture
def wire(example: ModuleType) -> Wire:
    return Wire(example)


def test_a_copy_is_held_until_its_identifier_comes(wire: Wire) -> None:
    sync = wire.run("手机 发")
    assert sync.shown == {"手机": [], "电脑": [], "平板": []}
    assert wire.heard("电脑") == ["抄送 手机#1"]
    assert wire.heard("消息节点") == ["投递 手机#1"]
    assert wire.heard("手机") == []  # no echo
    sync.do()
    assert sync.shown == {
        "手机": [("m1", "发送")],
        "电脑": [("m1", "抄送")],
        "平板": [("m1", "抄送")],
    }
    assert wire.heard("电脑") == ["抄送 手机#1", "手机#1 是 m1"]
    assert wire.heard("手机") == ["手机#1 是 m1"]
    assert sync.cursors["电脑", "发件箱"] == 1100
    assert sync.cursors["电脑", "收件箱"] == 0


def test_copies_go_to_those_who_are_connected(wire: Wire) -> None:
    sync = wire.run("平板 离线", "手机 发", "电脑 发", ACK_DELAY=0)
    assert wire.heard("平板") == []
    assert wire.heard("电脑") == ["抄送 手机#2", "手机#2 是 m1", "电脑#3 是 m2"]
    assert sync.shown["平板"] == []
    assert sync.shown["手机"] == [("m1", "发送"), ("m2", "抄送")]


def test_what_is_rejected_shows_nowhere(wire: Wire) -> None:
    sync = wire.run("电脑 发 被拒", "手机 发", finish=True)
    assert all(shown[0][0] == "m1" and len(shown) == 1 for shown in sync.shown.values())
    assert [(m.key, m.uid, m.box) for m in sync.messages] == [
        ("电脑#1", "", ""),
        ("手机#2", "m1", "发件箱"),
    ]
    assert "电脑#1 被拒" in wire.heard("平板")
    assert "电脑#1 被拒" in wire.heard("电脑")


def test_an_ack_that_finds_nobody_is_made_up_for_by_a_pull(wire: Wire) -> None:
    sync = wire.run("手机 发", "手机 离线")
    lost = [e for e in wire.events if not e["arrives"]]
    assert [(e["label"], e["detail"], e["tone"]) for e in lost] == [
        ("手机#1 是 m1", "不在线，没到", "bad")
    ]
    assert sync.shown["手机"] == []
    sync.do("手机", "上线")
    assert sync.shown["手机"] == [("m1", "拉取")]


def test_an_ack_after_the_pull_adds_nothing(wire: Wire) -> None:
    sync = wire.run("手机 发", "手机 离线", "手机 上线", ACK_DELAY=3)
    assert sync.shown["手机"] == [("m1", "拉取")]
    sync.do()
    assert wire.heard("手机")[-1] == "手机#1 是 m1"
    assert sync.shown["手机"] == [("m1", "拉取")]


@pytest.mark.parametrize(
    ("overtaken", "wanted"),
    [(False, [("m1", "抄送"), ("m2", "拉取")]), (True, [("m2", "抄送")])],
)
def test_an_ack_that_overtakes_takes_the_cursor_too_far(
    wire: Wire, overtaken: bool, wanted: list[tuple[str, str]]
) -> None:
    """A tablet hears one of two ACKs, misses the other, and comes back."""
    sync = wire.run("手机 发", "电脑 发", ACK_DELAY=3)
    answers = [rest for _, *rest in sync.acks]
    one, two = reversed(answers) if overtaken else answers
    sync.acks = [(1300, *one), (1400, *two)]
    for step in ([], ["平板", "离线"], ["平板", "上线"]):
        sync.do(*step)
    assert sync.shown["平板"] == wanted  # overtaken: m1 lies behind the cursor


def test_acks_come_in_order_and_in_time(wire: Wire) -> None:
    wire.run("手机 发", "电脑 发", "对方 发", "对方 发", ACK_DELAY=2)
    times = [(e["at"], e["label"]) for e in wire.events if " 是 " in e["label"] and e["to"] == 0]
    assert times == [(1300, "手机#1 是 m1"), (1400, "电脑#2 是 m2")]


def test_scope_decides_who_gets_it_at_once_and_later(wire: Wire) -> None:
    sync = wire.run("平板 离线", "对方 发 给 平板", "对方 发 给 手机", "对方 发")
    assert wire.heard("手机") == ["直发 m2", "直发 m3"]
    assert wire.heard("电脑") == ["直发 m3"]
    assert wire.heard("CMP") == ["m1 给平板", "m2 给手机", "m3 给全部"]
    sync.do("平板", "上线")
    assert sync.shown["平板"] == [("m1", "拉取"), ("m3", "拉取")]
    assert wire.heard("平板") == ["拿到 1 条，滤掉 1 条", "拿到 1 条，滤掉 0 条"]


def test_pulling_goes_on_in_batches_from_the_cursor(wire: Wire) -> None:
    steps = ["电脑 离线", *["对方 发"] * 5, "电脑 上线"]
    sync = wire.run(*steps, BATCH=2)
    asked = [e["detail"] for e in wire.events if e["label"] == "拉收件箱"]
    assert asked == ["要比 0 大的", "要比 1300 大的", "要比 1500 大的"]
    assert wire.heard("电脑") == [f"拿到 {n} 条，滤掉 0 条" for n in (2, 2, 1)]
    assert [e["detail"] for e in wire.events if e["label"].startswith("拿到")] == [
        "游标到 1300",
        "游标到 1500",
        "游标到 1600",
    ]
    assert sync.cursors["电脑", "收件箱"] == 1600


def test_nothing_new_is_not_drawn(wire: Wire) -> None:
    sync = wire.run("手机 离线", "手机 离线", "手机 上线", "手机 上线", "手机 离线", "手机 发")
    assert [e["label"] for e in wire.events] == ["离线", "上线", "离线"]
    assert sync.messages == []


def test_without_a_network_nothing_goes_out(wire: Wire) -> None:
    sync = wire.run("手机 离线", "手机 发", "手机 上线", finish=True)
    assert sync.messages == []


def test_timestamps_of_the_boxes_are_apart(wire: Wire) -> None:
    sync = wire.run("手机 发", "对方 发", "对方 发", "电脑 发", PEER_CLOCK=-50)
    assert [(m.box, m.ts) for m in sync.messages] == [
        ("发件箱", 1100),
        ("收件箱", 1150),
        ("收件箱", 1250),
        ("发件箱", 1400),
    ]
    # within one step of the script, both would get the same time
    sync.now = 1100
    assert sync.store("x", "发件箱").ts == 1401
    assert sync.store("y", "收件箱").ts == 1251
    assert sync.store("z", "收件箱", "手机") == ("z", "收件箱", "m7", 1252, "手机")


def test_slots(example: ModuleType) -> None:
    sync = example.Sync()
    assert sync.slot("手机", "发件箱") == ("手机", "发件箱")
    example.BREAK_ONE_CURSOR = True
    assert sync.slot("手机", "发件箱") == sync.slot("手机", "收件箱") == ("手机", "")
    example.BREAK_USER_CURSOR = True
    assert sync.slot("手机", "发件箱") == sync.slot("电脑", "收件箱") == ("", "")
    example.BREAK_ONE_CURSOR = False
    assert sync.slot("电脑", "收件箱") == ("", "收件箱")


def test_cursors_never_go_back(example: ModuleType) -> None:
    sync = example.Sync()
    sync.take("手机", example.Message("k", "收件箱", "m2", 200, ""), "直发")
    sync.take("手机", example.Message("j", "收件箱", "m1", 100, ""), "直发")
    assert sync.cursors["手机", "收件箱"] == 200
    assert sync.shown["手机"] == [("m2", "直发"), ("m1", "直发")]
    sync.take("手机", example.Message("j", "收件箱", "m1", 100, ""), "拉取")
    assert len(sync.shown["手机"]) == 2
    sync.take("手机", example.Message("i", "收件箱", "m3", 300, "电脑"), "拉取")
    assert len(sync.shown["手机"]) == 2
    assert sync.cursors["手机", "收件箱"] == 300
    example.BREAK_NO_SKIP = True
    sync.take("手机", example.Message("h", "收件箱", "m4", 400, "电脑"), "拉取")
    assert sync.cursors["手机", "收件箱"] == 300


# ── what the page says ──


def first(**inputs: object) -> str:
    outcome = run(NAME, **inputs)
    assert outcome.complaint == ""
    return outcome.text.splitlines()[0]


def test_the_default_run(default: Outcome) -> None:
    lines = default.text.splitlines()
    cursors = "  游标：发件箱 1800、收件箱 2000"
    assert lines[:8] == [
        FINE,
        "手机：m1 发送，m2 给手机 直发，m3 给手机 直发，m4 直发，m5 抄送，m6 拉取，m7 拉取",
        cursors,
        "电脑：m1 抄送，m4 直发，m5 发送，m6 抄送，m7 直发",
        cursors,
        "平板：m1 拉取，m4 拉取，m5 拉取，m6 拉取，m7 拉取",
        cursors,
        "",
    ]
    assert lines[8] == " 1100 ms  手机→CMP  上行 手机#1"
    assert lines[9] == " 1100 ms  CMP→电脑  抄送 手机#1  还没有 ID 和时间戳"
    assert " 1900 ms  CMP→手机  手机#8 是 m6  不在线，没到" in lines
    assert " 2200 ms  消息节点→平板  拿到 0 条，滤掉 2 条  游标到 1400" in lines
    assert load(NAME).SCRIPT == SCRIPT


def test_one_cursor_for_both_boxes_skips() -> None:
    assert first(BREAK_ONE_CURSOR=True) == "平板 m4 缺"
    assert first(BREAK_ONE_CURSOR=True, PEER_CLOCK=-1000) == "手机 m7 缺；平板 m4 缺；平板 m7 缺"
    assert first(BREAK_ONE_CURSOR=True, PEER_CLOCK=1000) == "手机 m6 缺"
    assert first(PEER_CLOCK=-1000) == first(PEER_CLOCK=1000) == FINE


def test_one_cursor_for_all_devices_starves_the_absent() -> None:
    missing = [f"平板 {uid} 缺" for uid in ("m1", "m4", "m5", "m6", "m7")]
    assert first(BREAK_USER_CURSOR=True) == "；".join(["手机 m6 缺", "手机 m7 缺", *missing])
    always = [step for step in SCRIPT if "线" not in step]
    assert first(BREAK_USER_CURSOR=True, SCRIPT=always) == FINE


def test_copies_shown_too_early() -> None:
    assert first(BREAK_EARLY_COPY=True) == (
        "手机 电脑#6 抄送无 ID；手机 m5 抄送无 ID、拉取；电脑 m1 抄送无 ID；"
        "电脑 m6 抄送无 ID、拉取；平板 m1 抄送无 ID、拉取"
    )


def test_a_cursor_that_does_not_skip() -> None:
    outcome = run(NAME, BREAK_NO_SKIP=True)
    assert outcome.text.splitlines()[0] == "平板 m4 缺；平板 m7 缺"
    assert outcome.text.splitlines()[6] == "  游标：发件箱 1800、收件箱 0"
    stuck = [line for line in outcome.text.splitlines() if "滤掉 2 条  游标到 0" in line]
    assert [line[:8] for line in stuck] == [" 2200 ms", " 2500 ms"]
    assert first(BREAK_NO_SKIP=True, BATCH=3) == FINE
    assert first(BREAK_NO_SKIP=True, BATCH=1) == "平板 m4 缺；平板 m7 缺"


def test_delays() -> None:
    at_once = run(NAME, ACK_DELAY=0)
    assert at_once.text.startswith(FINE)
    assert "不在线，没到" not in at_once.text
    assert "m6 发送" in at_once.text.splitlines()[1]
    assert "平板：m1 抄送" in at_once.text
    late = run(NAME, ACK_DELAY=5)
    assert late.text.startswith(FINE)
    assert "m5 拉取，m6 拉取" in late.text.splitlines()[1]
    assert " 2200 ms  CMP→手机  电脑#7 是 m5" in late.text  # after the pull at 2100
    assert " 2100 ms  消息节点→手机  拿到 2 条，滤掉 0 条  游标到 1800" in late.text


def test_the_grid(default: Outcome) -> None:
    grid = default.picture("grid")
    assert grid["columns"] == ["m1", "m2 给手机", "m3 给手机", "m4", "电脑#6", "m5", "m6", "m7"]
    rows = {row["name"]: row["cells"] for row in grid["rows"]}
    assert list(rows) == ["手机", "电脑", "平板"]
    assert [cell["text"] for cell in rows["平板"]] == [
        *("拉取", "范围外", "范围外", "拉取", "被拒", "拉取", "拉取", "拉取")
    ]
    assert [cell["tone"] for cell in rows["平板"]] == [
        *("good", "quiet", "quiet", "good", "quiet", "good", "good", "good")
    ]
    early = run(NAME, BREAK_EARLY_COPY=True).picture("grid")["rows"][0]["cells"]
    assert early[4] == {"text": "抄送无 ID", "tone": "bad"}
    assert early[5] == {"text": "抄送无 ID、拉取", "tone": "bad"}


def test_the_sequence(default: Outcome) -> None:
    sequence = default.picture("sequence")
    assert sequence["lanes"] == ["手机", "电脑", "平板", "CMP", "消息节点"]
    events = sequence["events"]
    assert len(events) == len(default.text.splitlines()) - 8
    assert {key: events[0][key] for key in ("at", "from", "to", "label")} == {
        **{"at": 1100, "from": 0, "to": 3, "label": "上行 手机#1"}
    }
    assert [e["label"] for e in events if e["to"] is None] == ["离线", "离线", "上线", "上线"]
    lost = [(e["at"], e["to"], e["label"]) for e in events if not e["arrives"]]
    assert lost == [(1200, 2, "手机#1 是 m1"), (1900, 0, "手机#8 是 m6")]


def test_the_most_that_can_happen_is_drawn_in_part() -> None:
    script = ["手机 发"] * 16
    outcome = run(NAME, DEVICES=NAMES, SCRIPT=script, BATCH=1, BREAK_EARLY_COPY=True)
    assert len(outcome.picture("sequence")["events"]) == 200
    assert len(outcome.picture("grid")["columns"]) == 16


# ── what is refused ──

FORMS = "“手机 发”“手机 发 被拒”“手机 离线”“手机 上线”“对方 发”“对方 发 给 手机”"


@pytest.mark.parametrize(
    "value",
    [
        *([], ["手机"] * 2, list("abcde"), "手机", ("手机",), None, 3, True, [3], [["手机"]]),
        *(
            [""],
            ["手 机"],
            ["CMP"],
            ["消息节点", "电脑"],
            ["对方"],
            ["手机\x00"],
            ["七个字的设备名"],
        ),
        *([" 手机"], [float("nan")], {"手机": 1}, ["\ud800"]),
    ],
)
def test_devices_are_checked(value: object) -> None:
    said = run(NAME, DEVICES=value).complaint
    assert said.startswith(
        "输入有误：DEVICES 应是 1–4 个不同的名字，各 1–6 个字，没有空格，现在是 "
    )
    assert len(said) < 140


@pytest.mark.parametrize(
    "value",
    [
        *([], "手机 发", None, 3, [3], [["手机 发"]], ["手机"], ["手机  发"], ["手机 收"], [True]),
        *(["手表 发"], ["对方 发 给"], ["对方 发 给 对方"], ["对方 离线"], ["手机 发 给 电脑"]),
        *(["对方 发"] * 17, ["对方 发", {}], ("对方 发",)),
    ],
)
def test_scripts_are_checked(value: object) -> None:
    said = run(NAME, SCRIPT=value).complaint
    assert said.startswith(f"输入有误：SCRIPT 应是 1–16 步，如{FORMS}，现在是 ")
    assert said.endswith(repr(value)[:80])


def test_a_script_must_send_something() -> None:
    said = run(NAME, SCRIPT=["手机 离线", "手机 发"]).complaint
    assert said == "输入有误：SCRIPT 应至少发出一条消息，现在是 ['手机 离线', '手机 发']"


@pytest.mark.parametrize(
    ("name", "low", "high"), [("ACK_DELAY", 0, 5), ("BATCH", 1, 200), ("PEER_CLOCK", -1000, 1000)]
)
def test_numbers_are_checked(name: str, low: int, high: int) -> None:
    for good in (low, high):
        assert run(NAME, **{name: good}).complaint == ""
    for bad in (low - 1, high + 1, 10**30, True, 1.0, float("nan"), "1", None, [1]):
        said = run(NAME, **{name: bad}).complaint
        assert said == f"输入有误：{name} 应是 {low}–{high} 之间的整数，现在是 {bad!r}"


@pytest.mark.parametrize("name", BREAKS)
def test_switches_are_checked(name: str) -> None:
    for bad in (1, 0, "True", None, []):
        said = run(NAME, **{name: bad}).complaint
        assert said == f"输入有误：{name} 应是 True 或 False，现在是 {bad!r}"


def test_names_may_be_as_long_as_allowed() -> None:
    names = ["一二三四五六", "ABCDEF", "a", "发"]
    script = [f"{name} 发" for name in names] + [f"对方 发 给 {name}" for name in names] * 3
    assert run(NAME, DEVICES=names, SCRIPT=script).text.startswith(FINE)
