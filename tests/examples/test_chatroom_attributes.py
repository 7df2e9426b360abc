"""Attributes of a chat room, against a table of rules and an interpreter written apart from it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import ROOT, Outcome, load, run

NAME = "chatroom/attributes"
PAGE = ROOT / "chatroom-attributes.md"
METHODS = ["设置", "强制设置", "删除", "强制删除"]
OK, FULL, TAKEN, ABSENT = "", "23423 房间满了", "23424 无权覆盖", "23427 没有这个键"
PARTLY, TOO_MANY, NOT_MINE = "23428 部分失败", "23429 一次超过 10 个", "无权删除"
Values = dict[str, str]

# What the documents say of one key: situation, then the answer to each method.
# An owner who sets a key again is the one cell on which two editions differ: here, it may.
RULES = {
    "没有这个键": (OK, OK, ABSENT, ABSENT),
    "没有这个键，房间满了": (FULL, FULL, ABSENT, ABSENT),
    "有，自己设的": (OK, OK, OK, OK),
    "有，别人设的": (TAKEN, OK, NOT_MINE, OK),
}


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def loaded(**inputs: object) -> ModuleType:
    """The program with some values changed."""
    return load(NAME, **inputs)


def situation(exists: bool, mine: bool, full: bool) -> str:
    if exists:
        return "有，自己设的" if mine else "有，别人设的"
    return "没有这个键，房间满了" if full else "没有这个键"


# ── the rules ──


@pytest.mark.parametrize("method", METHODS)
def test_every_cell_of_the_decision_table(method: str) -> None:
    flags = itertools.product([False, True], repeat=5)
    for exists, mine, full, may_update, anyone in flags:
        wanted = RULES[situation(exists, mine, full)][METHODS.index(method)]
        if method == "设置" and exists and mine and not may_update:
            wanted = TAKEN
        if anyone and wanted in (TAKEN, NOT_MINE):
            wanted = OK
        module = loaded(OWNER_MAY_UPDATE=may_update, BREAK_OWNER=anyone)
        assert module.verdict(method, exists, mine, full) == wanted


def test_the_page_shows_the_same_table() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    assert rows[0] == ["键的情形", *METHODS]
    shown = {name: cells for name, *cells in rows[2:]}
    assert list(shown) == list(RULES)
    for name, wanted in RULES.items():
        for method, text, answer in zip(METHODS, shown[name], wanted, strict=True):
            if (name, method) == ("有，自己设的", "设置"):
                assert text == "见下文"
            else:
                assert text == (answer.split()[0] if answer else "可以")


# ── an interpreter of its own: the room is a list of (key, value, owner, auto) ──

Row = tuple[str, str, str, bool]


def interpreted(lines: list[str], most: int) -> list[tuple[str, Values, Values | None]]:
    """For each step its result, the room and what changed in it (None where nothing could)."""
    rows: list[Row] = []
    told: list[tuple[str, Values, Values | None]] = []
    for line in lines:
        who, what, *words = line.split(" ")
        before = {key: value for key, value, _, _ in rows}
        if what == "加入":
            result = "收到全量"
        elif what == "离开":
            rest = [row for row in rows if not (row[2] == who and row[3])]
            result = f"自动删除 {len(rows) - len(rest)} 个键"
            rows = rest
        else:
            auto = words[-1] == "自动删除"
            named = list(dict(word.partition(":")[::2] for word in words[: len(words) - auto]))
            given = dict(word.partition(":")[::2] for word in words)
            answers = {}
            if len(named) > 10:
                told.append((TOO_MANY, before, None))
                continue
            for key in named:
                held = [row for row in rows if row[0] == key]
                mine = bool(held) and held[0][2] == who
                rule = RULES[situation(bool(held), mine, len(rows) >= most)]
                answers[key] = rule[METHODS.index(what)]
                if answers[key] == OK:
                    rows = [row for row in rows if row[0] != key]
                    rows += [] if "删除" in what else [(key, given[key], who, auto)]
            bad = {key: answer for key, answer in answers.items() if answer}
            told_each = "，".join(f"{key} {answer}" for key, answer in bad.items())
            if not bad:
                result = "成功"
            else:
                result = f"{PARTLY}：{told_each}" if len(named) > 1 else bad[named[0]]
        told.append((result, {key: value for key, value, _, _ in rows}, before))
    return told


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """Up to 16 steps of three people over few keys, so that they meet."""
    inside: set[str] = set()
    lines = []
    for _ in range(draw(st.integers(1, 16))):
        who = draw(st.sampled_from("甲乙丙"))
        if who not in inside:
            inside.add(who)
            lines.append(f"{who} 加入")
            continue
        what = draw(st.sampled_from(["设置", *METHODS, "离开"]))
        keys = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True))
        if what == "离开":
            inside.remove(who)
            lines.append(f"{who} 离开")
        elif "删除" in what:
            lines.append(" ".join([who, what, *keys]))
        else:
            pairs = [f"{key}:{draw(st.integers(0, 9))}" for key in keys]
            lines.append(" ".join([who, what, *pairs]) + draw(st.sampled_from(["", " 自动删除"])))
    return lines


@settings(max_examples=40, deadline=None)
@given(histories(), st.integers(1, 5))
def test_random_histories_agree_with_the_interpreter(lines: list[str], most: int) -> None:
    steps = loaded(MOST_KEYS=most).serve(lines)
    wanted = interpreted(lines, most)
    assert [(step.result, step.room) for step in steps[:-1]] == [w[:2] for w in wanted]
    assert [step.line for step in steps] == [*lines, "等待"]
    for step, (_, room, before) in zip(steps, wanted, strict=False):
        touched = {} if before is None else {k: room.get(k) for k in before | room}
        for key, value in step.changes.items():
            assert touched[key] == value
        moved = {k for k, v in touched.items() if (before or {}).get(k) != v}
        assert moved <= set(step.changes)
    assert (steps[-1].changes, steps[-1].room) == ({}, wanted[-1][1])


# ── copies ──

CHANGES: list[tuple[int, dict[str, str | None]]] = [
    (1, {"a": "1"}), (2, {"a": "2", "b": "2"}), (3, {"a": None}),
    (4, {"c": "4", "b": "4"}), (5, {"c": None}), (6, {"b": "6", "d": "6"}),
]  # fmt: skip


def state_after(count: int) -> Values:
    """The room after some of the changes, by replaying them in order."""
    room: dict[str, str | None] = {}
    for _, changes in CHANGES[:count]:
        room.update(changes)
    return {key: value for key, value in room.items() if value is not None}


def taken(module: ModuleType, joined: int, order: Iterable[Any]) -> Values:
    """What is in a copy that began after some of the changes and took these."""
    copy = module.Copy(joined, state_after(joined))
    for number, changes in order:
        copy.take(number, changes)
    values: Values = copy.values()
    return values


@pytest.mark.parametrize("joined", range(7))
def test_a_copy_converges_whatever_the_order(joined: int) -> None:
    module = load(NAME)
    orders = list(itertools.permutations(CHANGES))
    assert len(orders) == 720
    for order in orders:
        assert taken(module, joined, order) == state_after(6) == {"b": "6", "d": "6"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CHANGES)), st.permutations(CHANGES))
def test_a_copy_minds_no_repetition(more: list[Any], order: list[Any]) -> None:
    assert taken(load(NAME), 0, [*more, *order, *more]) == state_after(6)


@pytest.mark.parametrize("switch", ["BREAK_ORDER", "BREAK_TOMBSTONE"])
def test_without_comparing_some_orders_do_not_converge(switch: str) -> None:
    module = loaded(**{switch: True})
    outcomes = {
        tuple(sorted(taken(module, 0, order).items())) for order in itertools.permutations(CHANGES)
    }
    assert len(outcomes) > 1
    if switch == "BREAK_TOMBSTONE":  # only deleted keys come back, the rest is compared
        assert {frozenset(dict(o)) - {"a", "c"} for o in outcomes} == {frozenset("bd")}


delays = st.dictionaries(
    st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 16)), st.integers(0, 20), max_size=20
)


@settings(max_examples=40, deadline=None)
@given(histories(), delays)
def test_everyone_agrees_in_the_end(lines: list[str], late: dict[tuple[str, int], int]) -> None:
    module = load(NAME)
    steps = module.serve(lines)
    for name in {line[0] for line in lines}:
        views = module.watch(name, steps, late)
        moves = [line for line in lines if line in (f"{name} 加入", f"{name} 离开")]
        assert len(views) == len(steps)
        assert views[-1][0] == (steps[-1].room if moves[-1].endswith("加入") else None)


@settings(max_examples=40, deadline=None)
@given(histories(), delays)
def test_each_change_arrives_once_and_when_it_is_due(
    lines: list[str], late: dict[tuple[str, int], int]
) -> None:
    module = load(NAME)
    steps = module.serve(lines)
    last = len(lines) + 1
    for name in {line[0] for line in lines}:
        views = module.watch(name, steps, late)
        stays = []  # from joining until leaving
        for number, line in enumerate(lines, 1):
            if line == f"{name} 加入":
                stays.append([number, last + 1])
            if line == f"{name} 离开":
                stays[-1][1] = number
        for start, end in stays:
            for number in range(start, min(end, last + 1)):
                assert views[number - 1][0] is not None
            for sent in range(start + 1, min(end, last)):
                if steps[sent - 1].changes:
                    wait = 0 if lines[sent - 1][0] == name else late.get((name, sent), 0)
                    due = min(sent + wait, last)
                    seen = [n for n in range(start, end) if n <= last and sent in views[n - 1][1]]
                    assert seen == ([due] if due < end else [])
        got = [sent for _, arrived in views for sent in arrived]
        assert len(got) == len(set(got))
        for values, arrived in views:
            assert arrived == sorted(arrived, reverse=True)
            assert values is not None or not arrived


# ── order of writing ──


def test_distinct_keys_can_be_written_in_any_order() -> None:
    module = load(NAME)
    writes = [
        "甲 设置 a:1", "乙 设置 b:2 自动删除", "甲 强制设置 c:3 d:4", "乙 设置 e:5",
        "丙 强制设置 f:6 自动删除",
    ]  # fmt: skip
    start = ["甲 加入", "乙 加入", "丙 加入"]
    for order in itertools.permutations(writes):
        steps = module.serve([*start, *order])
        assert [step.result for step in steps[3:-1]] == ["成功"] * 5
        assert steps[-1].room == dict(zip("abcdef", "123456", strict=True))


# ── limits ──


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [10, 11])
def test_ten_at_a_time(method: str, count: int) -> None:
    entries = {f"k{n}": None if "删除" in method else "v" for n in range(count)}
    room: dict[str, Any] = {}
    result, changes = load(NAME).write(room, "甲", method, entries, False)
    if count == 11:
        assert (result, changes, room) == (TOO_MANY, {}, {})
    elif "删除" in method:
        assert (result[: len(PARTLY)], result.count(ABSENT)) == (PARTLY, 10)
    else:
        assert (result, list(room)) == ("成功", list(entries))


@pytest.mark.parametrize(
    ("words", "good"),
    [("k" * 128 + ":v", True), ("k" * 129 + ":v", False), ("aZ09+=_-:v", True),
     ("k:" + "值" * 4096, True), ("k:" + "值" * 4097, False), ("座位:v", False),
     ("a.b:v", False), (":v", False), ("k:", True), ("k:a:b=c", True)],
)  # fmt: skip
def test_keys_and_values_have_limits(words: str, good: bool) -> None:
    outcome = run(NAME, OPERATIONS=["甲 加入", f"甲 设置 {words}"], LATE=[])
    if good:
        assert " 2  甲 设置 " in outcome.text
        key, _, value = words.partition(":")
        steps = load(NAME).serve(["甲 加入", f"甲 设置 {words}"])
        assert steps[-1].room == {key: value}
    else:
        assert outcome.complaint.startswith("输入有误：OPERATIONS 应是 1–16 行")


def test_a_room_fills_up_to_a_hundred() -> None:
    module = load(NAME)
    entries = [f"k{n}" for n in range(101)]
    batches = [" ".join(f"{key}:1" for key in entries[n : n + 10]) for n in range(0, 101, 10)]
    steps = module.serve(["甲 加入", *(f"甲 设置 {batch}" for batch in batches)])
    assert [step.result for step in steps[1:11]] == ["成功"] * 10
    assert steps[11].result == FULL
    assert len(steps[-1].room) == 100


# ── leaving ──


def test_auto_deletion_takes_only_the_leavers_own_marked_keys() -> None:
    lines = [
        "甲 加入", "乙 加入", "甲 设置 a:1 自动删除", "甲 设置 b:1", "乙 设置 c:1 自动删除",
        "甲 设置 d:1 自动删除", "乙 强制设置 d:2 自动删除", "甲 离开",
    ]  # fmt: skip
    steps = load(NAME).serve(lines)
    assert steps[7].result == "自动删除 1 个键"
    assert steps[7].changes == {"a": None}
    assert steps[7].room == {"b": "1", "c": "1", "d": "2"}
    assert load(NAME).serve([*lines, "乙 离开"])[-1].room == {"b": "1"}


def test_who_comes_back_starts_anew() -> None:
    module = load(NAME)
    lines = ["甲 加入", "乙 加入", "甲 设置 a:1", "乙 离开", "甲 强制设置 a:2", "乙 加入"]
    steps = module.serve([*lines, "甲 设置 b:3"])
    views = module.watch("乙", steps, {("乙", 3): 5})
    end = {"a": "2", "b": "3"}
    assert [view[0] for view in views[1:]] == [{}, {}, None, None, {"a": "2"}, end, end]
    assert [view[1] for view in views] == [[], [], [], [], [], [], [7], []]


# ── what the page says: the example as it stands ──


def results(outcome: Outcome) -> dict[int, str]:
    found = re.findall(r"^ ?(\d+)  .* → (.*)$", outcome.text, re.MULTILINE)
    return {int(number): result for number, result in found}


def copies(outcome: Outcome) -> Values:
    return dict(re.findall(r"^  (\S+)：(.*)$", outcome.text, re.MULTILINE))


def changed(number: int, line: str | None) -> list[str]:
    """The operations with one line changed, or left out."""
    lines: list[str] = list(load(NAME).OPERATIONS)
    lines[number - 1 : number] = [] if line is None else [line]
    return lines


END = "seat2:乙 seat3:丙 topic:第二幕"


def test_the_default_run(default: Outcome) -> None:
    assert default.text.splitlines()[0] == "最后房里有 2 人，副本与房间不同的：没有"
    assert copies(default) == {"房间": END, "乙": END, "丙": END}
    assert list(results(default).values()) == [
        "收到全量", "收到全量", "成功", "成功", "23428 部分失败：seat1 23424 无权覆盖",
        "成功", "成功", "收到全量", NOT_MINE, "自动删除 1 个键", "成功", ABSENT, "都送到了",
    ]  # fmt: skip


def test_old_changes_that_come_late_are_not_used() -> None:
    module = load(NAME)
    steps = module.serve(module.OPERATIONS)
    views = module.watch("丙", steps, {})  # who joins late gets everything at once
    assert views[6:8] == [(None, []), ({"seat1": "甲", "seat2": "乙", "topic": "第二幕"}, [])]
    views = module.watch("乙", steps, {("乙", 3): 7, ("乙", 6): 1})
    assert views[4] == ({"seat2": "乙", "topic": "开播"}, [5])  # seat1 is not seen
    assert views[6] == ({"seat2": "乙", "topic": "第二幕"}, [7, 6])
    assert views[9] == ({"seat2": "乙", "topic": "第二幕"}, [10, 3])


@pytest.mark.parametrize(
    ("switch", "copy"),
    [
        ("BREAK_ORDER", "seat1:甲 seat2:乙 seat3:丙 topic:第一幕"),
        ("BREAK_TOMBSTONE", "seat1:甲 seat2:乙 seat3:丙 topic:第二幕"),
        ("BREAK_BATCH", "seat3:丙 topic:第二幕"),
    ],
)
def test_broken_copies_differ(switch: str, copy: str) -> None:
    outcome = run(NAME, **{switch: True})
    assert outcome.text.splitlines()[0] == "最后房里有 2 人，副本与房间不同的：乙"
    assert copies(outcome) == {"房间": END, "乙": copy, "丙": END}
    last = outcome.picture("grid")["rows"][-1]["cells"]
    assert [cell["tone"] for cell in last] == ["plain"] * 4 + ["bad", "plain"]


def test_a_whole_batch_that_worked_is_no_partial_failure() -> None:
    lines = changed(5, "乙 设置 seat2:乙 seat4:乙 自动删除")
    outcome = run(NAME, BREAK_BATCH=True, OPERATIONS=lines)
    assert outcome.text.startswith("最后房里有 2 人，副本与房间不同的：没有")


def test_broken_owner_lets_anybody_and_a_full_room_nobody() -> None:
    found = results(run(NAME, MOST_KEYS=2))
    assert found[5] == f"{PARTLY}：seat1 {TAKEN}，seat2 {FULL}"
    outcome = run(NAME, BREAK_OWNER=True)
    found = results(outcome)
    assert (found[5], found[9], found[10]) == ("成功", "成功", "自动删除 0 个键")
    assert copies(outcome)["房间"] == "seat1:乙 seat3:丙 topic:第二幕"


@pytest.mark.parametrize(("may", "result"), [(True, "成功"), (False, TAKEN)])
def test_the_owner_sets_again(may: bool, result: str) -> None:
    lines = changed(6, "甲 设置 topic:第一幕")
    assert results(run(NAME, OPERATIONS=lines, OWNER_MAY_UPDATE=may))[6] == result


def test_the_last_writer_owns_the_key() -> None:
    lines = changed(4, "甲 设置 topic:开播 自动删除")
    lines[5] += " 自动删除"
    assert copies(run(NAME, OPERATIONS=lines))["房间"] == END
    del lines[6]
    assert copies(run(NAME, OPERATIONS=lines))["房间"] == "seat2:乙 seat3:丙"


def test_eleven_keys_write_nothing() -> None:
    line = "乙 设置 " + " ".join(f"k{n}:1" for n in range(11))
    outcome = run(NAME, OPERATIONS=changed(5, line))
    assert (results(outcome)[5], copies(outcome)["房间"]) == (
        TOO_MANY,
        END.replace("seat2:乙 ", ""),
    )


def test_coming_back_does_not_bring_back() -> None:
    outcome = run(NAME, OPERATIONS=[*changed(1, "甲 加入"), "甲 加入"])
    assert outcome.text.startswith("最后房里有 3 人，副本与房间不同的：没有")
    assert copies(outcome)["甲"] == END


# ── INPUT ──

HUGE = 10**30
BAD_LINES = [
    "甲 加入", (), None, 5, {"甲 加入": 1}, ["甲 加入", 3], [["甲 加入"]], [None], ["甲 跳舞"],
    ["己 加入"], ["甲 加入 a:1"], ["甲 加入", "甲 设置"], ["甲 加入", "甲 设置 a"],
    ["甲 加入", "甲 删除"], ["甲 加入", "甲 删除 a:1"], ["甲 加入", "甲 删除 a 自动删除"],
    ["甲 加入", "甲 设置 a:1  b:2"], ["甲 加入", "甲 设置 a:\ud800"], ["甲 加入", "甲 设置 a:\x00"],
    ["甲 加入\n"], ["甲 加入"] * 17, ["甲 加入", "甲 设置" + " k:1" * 21],
]  # fmt: skip


@pytest.mark.parametrize("lines", [*BAD_LINES, []])
def test_operations_are_checked(lines: object) -> None:
    outcome = run(NAME, OPERATIONS=lines)
    assert outcome.trace is None
    assert re.fullmatch(r"输入有误：OPERATIONS 应是 1–16 行，.+，现在是 .+", outcome.complaint)


@pytest.mark.parametrize(
    "lines", ["乙 第 3 步晚 7 步", None, (), [1], ["乙 晚 1 步"], ["乙 第 3 步晚 x 步"] * 2,
              ["己 第 1 步晚 1 步"], ["乙 第 3 步晚 -1 步"], ["乙 第 3 步晚 100 步"],
              ["乙 第 3 步晚 ١ 步"], ["乙 第 3 步晚 7 步"] * 17],
)  # fmt: skip
def test_lateness_is_checked(lines: object) -> None:
    complaint = run(NAME, LATE=lines).complaint
    assert re.fullmatch(r"输入有误：LATE 应是 0–16 行，.+，现在是 .+", complaint)


@pytest.mark.parametrize(
    ("lines", "number"),
    [(["甲 设置 a:1"], 1), (["甲 加入"] * 2, 2), (["甲 离开"], 1), (["甲 加入", "乙 离开"], 2)],
)
def test_who_acts_is_in_the_room(lines: list[str], number: int) -> None:
    complaint = run(NAME, OPERATIONS=lines).complaint
    who = lines[number - 1][0]
    assert complaint == f"输入有误：第 {number} 步的{who}应先加入，也不能加入两次"


NUMBERS = [("MOST_KEYS", value) for value in (0, 101, True, 5.0, "5", None, HUGE, [5])]
SWITCHES = ["OWNER_MAY_UPDATE", "BREAK_OWNER", "BREAK_ORDER", "BREAK_TOMBSTONE", "BREAK_BATCH"]
FLAGS = list(itertools.product(SWITCHES, [0, 1, "True", None, float("nan"), [True]]))


@pytest.mark.parametrize(("name", "value"), [*NUMBERS, *FLAGS])
def test_numbers_and_switches_are_checked(name: str, value: object) -> None:
    wanted = "1–100 的整数" if name == "MOST_KEYS" else "True 或 False"
    complaint = run(NAME, **{name: value}).complaint
    assert complaint == f"输入有误：{name} 应是 {wanted}，现在是 {value!r}"


def test_the_edges_are_accepted() -> None:
    assert run(NAME, MOST_KEYS=1, LATE=[]).trace
    assert run(NAME, LATE=["乙 第 99 步晚 99 步"] * 16).trace
    longest = [f"甲 设置 {n}:" + "值" * 4096 for n in range(15)]
    assert run(NAME, OPERATIONS=["甲 加入", *longest]).trace
    crowd = [f"{name} 加入" for name in "甲乙丙丁戊"]
    batch = "甲 强制设置 " + " ".join(f"{'k' * 126}{n:02}:1" for n in range(20))
    outcome = run(NAME, OPERATIONS=[*crowd, *[batch] * 11], LATE=[])
    assert outcome.text.count(TOO_MANY) == 11
    assert all(len(line) <= 100 for line in outcome.text.splitlines())


# ── pictures ──


def test_the_grid_has_a_row_for_each_step(default: Outcome) -> None:
    grid = default.picture("grid")
    assert grid["columns"] == ["操作", "结果", "房间", "甲", "乙", "丙"]
    fifth = [(cell["text"], cell["tone"]) for cell in grid["rows"][4]["cells"]]
    assert fifth == [
        ("乙 设置 seat1:乙 seat2:乙 自动删除", "plain"),
        ("23428 部分失败：seat1 23424 无权覆盖", "bad"),
        ("seat1:甲 seat2:乙 topic:开播", "plain"),
        *[("同", "plain"), ("seat2:乙 topic:开播", "quiet"), ("—", "plain")],
    ]
    bad = {row["name"]: row["cells"][1]["tone"] == "bad" for row in grid["rows"]}
    assert bad == {str(n): n in (5, 9, 12) for n in range(1, 14)}


def test_the_sequence_shows_operations_and_arrivals(default: Outcome) -> None:
    sequence = default.picture("sequence")
    assert sequence["lanes"] == ["甲", "乙", "丙", "房间"]
    events = [(e["at"], e["from"], e["to"], e["label"], e["tone"]) for e in sequence["events"]]
    assert [event for event in events if event[2] == 3] == [
        (number, "甲乙丙".index(line[0]), 3, line[2:], "bad" if number in (5, 9, 12) else "plain")
        for number, line in enumerate(load(NAME).OPERATIONS, 1)
    ]
    assert [event for event in events if event[4] == "quiet"] == [
        (7, 3, 1, "第 6 步的变化", "quiet"),
        (10, 3, 1, "第 3 步的变化", "quiet"),
    ]
    tenth = [e["detail"] for e in sequence["events"] if e["label"] == "第 10 步的变化"]
    assert tenth == ["seat1:删除"] * 2
