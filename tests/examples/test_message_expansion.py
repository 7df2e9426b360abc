"""Expansion of a message, against a plain scan of all writes and the laws of a merge."""

from __future__ import annotations

import itertools
import re
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/expansion"
Table = dict[str, tuple[int, str | None]]  # key, when it was written, value or None
Values = dict[str, str]


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def loaded(**inputs: object) -> ModuleType:
    """The program with some values changed."""
    return load(NAME, **inputs)


def played(late: dict[tuple[str, int], int], **inputs: object) -> list[Any]:
    """All steps of a run, unlimited unless said otherwise."""
    steps: list[Any] = loaded(**{"MOST": 300} | inputs).play(late)
    return steps


def alive(table: Table) -> Values:
    return {key: value for key, (_, value) in table.items() if value is not None}


def written(line: str) -> dict[str, str | None]:
    """What a line writes; None deletes."""
    _, what, *words = line.split(" ")
    if what == "删除":
        return dict.fromkeys(words)
    return {word.partition(":")[0]: word.partition(":")[2] for word in words}


def scanned(first: str, lines: list[str]) -> Values:
    """For each key its last write, found from the back of the list of all writes."""
    writes = [pair for line in [f"A 更新 {first}", *lines] for pair in written(line).items()]
    keys = {key for key, _ in writes}
    last = {key: next(v for k, v in reversed(writes) if k == key) for key in keys}
    return {key: value for key, value in last.items() if value is not None}


# ── the merge ──

cells = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.integers(0, 6), st.none()), max_size=4
).map(
    lambda t: {k: (at, None if (at + ord(k)) % 3 == 0 else f"{k}{at}") for k, (at, _) in t.items()}
)


@settings(max_examples=40, deadline=None)
@given(cells, cells, cells)
def test_merging_is_commutative_associative_idempotent(a: Table, b: Table, c: Table) -> None:
    """One key has one value at one time, as a server writes them."""
    merge = load(NAME).merge
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, a) == a
    assert merge(a, {}) == merge({}, a) == a
    for key, cell in merge(a, b).items():
        assert cell in (a.get(key), b.get(key))
        assert cell[0] == max(t[key][0] for t in (a, b) if key in t)


UPDATES: list[Table] = [
    {"a": (1, "1")},
    {"a": (2, "2"), "b": (2, "2")},
    {"a": (3, None)},
    {"b": (4, "4"), "c": (4, "4")},
    {"c": (5, None), "d": (5, "5")},
    {"b": (6, "6")},
]


def test_all_orders_of_six_updates_with_repetitions_end_the_same() -> None:
    merge = load(NAME).merge
    ends = set()
    for order in itertools.permutations(range(6)):
        table: Table = {"a": (0, "0")}
        for n in (*order, order[0], order[3]):
            table = merge(table, UPDATES[n])
        ends.add(tuple(sorted(table.items())))
    assert ends == {(("a", (3, None)), ("b", (6, "6")), ("c", (5, None)), ("d", (5, "5")))}


def test_distinct_keys_can_be_written_in_any_order() -> None:
    lines = ["A 更新 a:1", "B 更新 b:2", "C 更新 c:3 d:4", "B 删除 x", "A 更新 e:5"]
    for order in itertools.permutations(lines):
        steps = played({("A", 2): 2, ("C", 1): 3}, OPERATIONS=list(order), FIRST="x:0")
        for table in (steps[-1].server, *steps[-1].tables.values()):
            assert alive(table) == dict(zip("abcde", "12345", strict=True))


def test_merging_leaves_its_arguments_alone() -> None:
    a, b = {"a": (1, "1")}, {"a": (2, "2")}
    load(NAME).merge(a, b)
    assert (a, b) == ({"a": (1, "1")}, {"a": (2, "2")})


def test_taking_what_comes_depends_on_the_order() -> None:
    merge = loaded(BREAK_ARRIVAL=True).merge
    assert merge({"a": (2, "2")}, {"a": (1, "1")}) == {"a": (1, "1")}
    assert merge({"a": (1, "1")}, {"a": (2, "2")}) == {"a": (2, "2")}


# ── whole runs ──


def test_all_interleavings_of_three_writers() -> None:
    """Each of three writes once, in any order, and each other hears of it 0 to 3 steps late."""
    writes = ["A 更新 s:a x:1", "B 更新 s:b", "C 删除 x s"]
    module, runs = loaded(FIRST="s:0", LATE=[]), 0
    for order in itertools.permutations(writes):
        vars(module)["OPERATIONS"] = lines = list(order)
        wanted = scanned("s:0", lines)
        hearers = [(n, step) for step in (1, 2, 3) for n in "ABC" if n != order[step - 1][0]]
        for late in itertools.product(range(4), repeat=6):
            last = module.play(dict(zip(hearers, late, strict=True)))[-1]
            runs += 1
            for table in (last.server, *last.tables.values()):
                assert alive(table) == wanted
    assert runs == 24576


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    lines = []
    for _ in range(draw(st.integers(0, 10))):
        keys = draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4, unique=True))
        who = draw(st.sampled_from("ABC"))
        if draw(st.booleans()):
            pairs = [f"{key}:{draw(st.integers(0, 9))}" for key in keys]
            lines.append(" ".join([who, "更新", *pairs]))
        else:
            lines.append(" ".join([who, "删除", *keys]))
    return lines


delays = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.integers(1, 10)), st.integers(0, 12), max_size=20
)


@settings(max_examples=40, deadline=None)
@given(histories(), delays)
def test_random_runs_agree_with_the_scan(
    lines: list[str], late: dict[tuple[str, int], int]
) -> None:
    steps = played(late, OPERATIONS=lines, FIRST="a:0")
    assert [step.line for step in steps] == ["A 发送 a:0", *lines, "等待"]
    for now, step in enumerate(steps[:-1]):
        assert alive(step.server) == scanned("a:0", lines[:now])
        assert step.result == "成功"
        for name, table in step.tables.items():  # who has heard of what, so far
            heard = [
                line if line[0] == name or sent + late.get((name, sent), 0) <= now else "A 删除 -"
                for sent, line in enumerate(lines[:now], 1)
            ]
            assert alive(table) == scanned("a:0", heard)
    for table in (steps[-1].server, *steps[-1].tables.values()):
        assert alive(table) == scanned("a:0", lines)


@settings(max_examples=40, deadline=None)
@given(histories(), delays)
def test_blind_overwrites_are_those_the_writer_had_not_heard_of(
    lines: list[str], late: dict[tuple[str, int], int]
) -> None:
    steps = played(late, OPERATIONS=lines, FIRST="a:0")
    for now, line in enumerate(lines, 1):
        blind = []
        for key, value in written(line).items():
            earlier = [n for n in range(1, now) if key in written(lines[n - 1])]
            if earlier:
                sent = earlier[-1]
                heard = lines[sent - 1][0] == line[0] or sent + late.get((line[0], sent), 0) < now
                if not heard and written(lines[sent - 1])[key] != value:
                    blind.append(key)
        assert steps[now].blind == blind
    assert steps[0].blind == steps[-1].blind == []


@settings(max_examples=40, deadline=None)
@given(histories(), delays, st.integers(1, 4))
def test_the_total_is_never_exceeded(
    lines: list[str], late: dict[tuple[str, int], int], most: int
) -> None:
    steps = played(late, OPERATIONS=lines, FIRST="a:0", MOST=most)
    for before, step in itertools.pairwise(steps[:-1]):
        assert len(alive(step.server)) <= most
        changes = written(step.line)
        put = {key: value for key, value in changes.items() if value is not None}
        if step.result == f"总数超过 {most} 对":
            assert len(alive(before.tables[step.who]) | put) > most
            assert step.server == before.server
        else:
            lost = step.result.removeprefix("成功").removeprefix("，丢弃 ").split()
            assert set(lost) == set(changes) - set(step.cells)
            assert all(key not in alive(before.server) for key in lost)
            assert not lost or len(alive(step.server)) == most
    for table in steps[-1].tables.values():
        assert alive(table) == alive(steps[-1].server)


def test_what_is_dropped_stands_behind() -> None:
    accept = loaded(MOST=3).accept
    server: Table = {"a": (0, "0"), "b": (0, "0"), "gone": (1, None)}
    assert accept(server, {"x": "1", "a": "1", "y": "1"}, 5) == {"x": (5, "1"), "a": (5, "1")}
    assert accept(server, {"x": "1", "b": None, "y": "1", "z": "1"}, 5) == {
        "x": (5, "1"),
        "b": (5, None),
        "y": (5, "1"),
    }
    assert accept(server, {"gone": "1", "nothing": None}, 5) == {
        "gone": (5, "1"),
        "nothing": (5, None),
    }
    assert list(loaded(MOST=3, OVERFLOW="照收").accept(server, dict.fromkeys("xyz", "1"), 5)) == [
        *"xyz"
    ]


# ── limits ──


@pytest.mark.parametrize(
    ("keys", "value", "inputs", "reason"),
    [
        (20, "v", {}, ""),
        (21, "v", {}, "一次超过 20 对"),
        (1, "v" * 4096, {}, ""),
        (1, "v" * 4097, {}, "值超过 4096 个字"),
        (1, "值" * 64, {"LONGEST_VALUE": 64}, ""),
        (1, "值" * 65, {"LONGEST_VALUE": 64}, "值超过 64 个字"),
        (20, "v", {"MOST": 20}, ""),
        (20, "v", {"MOST": 19}, "总数超过 19 对"),
        (20, "v", {"MOST": 19, "BREAK_LIMIT": True}, ""),
        (1, "v", {"CONVERSATION": "单聊"}, ""),
        (1, "v", {"CONVERSATION": "超级群"}, ""),
        (1, "v", {"CONVERSATION": "聊天室"}, "聊天室不支持扩展"),
        (1, "v", {"CONVERSATION": "系统会话"}, "系统会话不支持扩展"),
        (1, "v", {"CAN_EXPAND": False}, "发送时没有打开可扩展"),
    ],
)
def test_refusals(keys: int, value: str, inputs: dict[str, object], reason: str) -> None:
    changes = {f"k{n}": value for n in range(keys)}
    assert loaded(**{"MOST": 300} | inputs).refusal({}, changes) == reason


def test_a_deletion_has_no_limits_but_needs_an_expandable_message() -> None:
    module = loaded(MOST=2)
    assert module.refusal({"a": "1", "b": "1"}, dict.fromkeys(f"k{n}" for n in range(30))) == ""
    assert module.refusal({"a": "1", "b": "1"}, {"a": "2"}) == ""
    assert module.refusal({"a": "1", "b": "1"}, {"c": "2"}) == "总数超过 2 对"
    assert loaded(CAN_EXPAND=False).refusal({}, {"a": None}) == "发送时没有打开可扩展"


def test_three_hundred_pairs() -> None:
    lines = ["A 更新 " + " ".join(f"k{n}-{m}:1" for m in range(20)) for n in range(15)]
    steps = played({}, OPERATIONS=[*lines, "B 更新 one:1"], FIRST="")
    assert [step.result for step in steps[1:16]] == ["成功"] * 15
    assert steps[16].result == "总数超过 300 对"
    assert len(alive(steps[-1].server)) == 300


# ── what the page says: the example as it stands ──


def results(outcome: Outcome) -> list[str]:
    return re.findall(r"^ ?\d+  .* → (.*)$", outcome.text, re.MULTILINE)


def tables(outcome: Outcome) -> dict[str, str]:
    return dict(re.findall(r"^  (\S+)：(.*)$", outcome.text, re.MULTILINE))


END = "by:C place:东门 seats:4 state:taken time:19:00 vote-C:面馆"


def test_the_default_run(default: Outcome) -> None:
    first = "6 对键值；与服务端不同的：没有；没看到就盖掉的：第 4 步的 by"
    assert default.text.splitlines()[0] == first
    assert tables(default) == dict.fromkeys(["服务端", "A", "B", "C"], END)
    assert results(default) == [
        "成功", "成功", "成功", "成功", "成功；没看到就盖掉 by", "成功", "成功",
        "成功，丢弃 note-C", "都送到了",
    ]  # fmt: skip


def test_an_old_vote_is_not_taken() -> None:
    steps = load(NAME).play(load(NAME).check())
    for step in steps:
        assert "vote-B" not in alive(step.tables["A"])
    assert steps[5].tables["A"]["vote-B"] == (5, None)


def test_writing_the_whole_table_loses_what_was_not_seen() -> None:
    outcome = run(NAME, BREAK_WHOLE=True)
    assert outcome.text.splitlines()[0] == (
        "4 对键值；与服务端不同的：没有；没看到就盖掉的：第 2 步的 vote-B，第 4 步的 by，"
        "第 7 步的 place time seats"
    )
    assert tables(outcome)["服务端"] == "by:C note-C:带伞 state:taken vote-C:面馆"
    assert results(outcome)[2] == "成功；没看到就盖掉 vote-B"
    assert results(outcome)[7] == "成功；没看到就盖掉 place time seats"


def test_taking_what_comes_leaves_people_apart() -> None:
    outcome = run(NAME, BREAK_ARRIVAL=True)
    assert "与服务端不同的：A、C；" in outcome.text.splitlines()[0]
    found = tables(outcome)
    assert "vote-B:火锅" in found["A"]
    assert "by:B" in found["C"]
    assert all("by:C" in found[name] for name in ("服务端", "A", "B"))
    last = outcome.picture("grid")["rows"][-1]["cells"]
    assert [cell.get("tone") for cell in last[3:]] == ["bad", None, "bad"]


def test_without_a_limit_or_with_overflow_there_are_seven() -> None:
    for inputs in ({"BREAK_LIMIT": True}, {"OVERFLOW": "照收"}):
        assert run(NAME, **inputs).text.startswith("7 对键值；与服务端不同的：没有")
    outcome = run(NAME, OVERFLOW="照收", LATE=load(NAME).LATE[:-1])
    assert results(outcome)[7] == "总数超过 6 对"


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"CAN_EXPAND": False}, "发送时没有打开可扩展"),
        ({"CONVERSATION": "聊天室"}, "聊天室不支持扩展"),
    ],
)
def test_what_cannot_be_expanded_stays_so(inputs: dict[str, object], reason: str) -> None:
    outcome = run(NAME, **inputs)
    assert results(outcome) == [reason] * 8 + ["都送到了"]
    assert outcome.text.startswith("0 对键值")
    assert outcome.trace
    assert [picture["kind"] for picture in outcome.trace["pictures"]] == ["grid"]


def test_counting_by_reading_and_writing_loses() -> None:
    outcome = run(NAME, OPERATIONS=["B 更新 count:1", "C 更新 count:1"])
    assert "count:1" in tables(outcome)["服务端"]
    assert outcome.text.splitlines()[0].endswith("没看到就盖掉的：没有")  # the same value twice
    votes = run(NAME, OPERATIONS=["B 更新 vote-B:1", "C 更新 vote-C:1"])
    assert "vote-B:1 vote-C:1" in tables(votes)["服务端"]


def test_short_values_of_old() -> None:
    lines = ["B 更新 a:" + "长" * 65]
    assert results(run(NAME, OPERATIONS=lines, LONGEST_VALUE=64))[1] == "值超过 64 个字"
    assert results(run(NAME, OPERATIONS=lines))[1] == "成功"


# ── INPUT ──

LINES: list[object] = [
    "B 更新 a:1", (), None, {"B 更新 a:1": 1}, ["B 更新 a:1", 3], [["B 更新 a:1"]], ["F 更新 a:1"],
    ["B 更新"], ["B 更新 a"], ["B 删除"], ["B 删除 a:1"], ["B 更新 a:1  b:2"], ["B 更新 a:1\n"],
    ["B 更新 键:1"], [f"B 更新 {'k' * 33}:1"], ["B 更新 a:" + "v" * 4097], ["B 更新 a:\ud800"],
    ["B 更新 a:\x1b"], ["B 更新 a:1"] * 17, ["B 更新" + " a:1" * 31],
]  # fmt: skip
LATES: list[object] = [
    "C 第 1 步晚 1 步", (), None, [1], ["C 晚 1 步"], ["F 第 1 步晚 1 步"], ["C 第 -1 步晚 1 步"],
    ["C 第 1 步晚 100 步"], ["C 第 1 步晚 1 步"] * 17,
]  # fmt: skip
WRONG: dict[str, tuple[str, list[object]]] = {
    "CONVERSATION": ("五种会话之一", ["群", "", None, 1, ["群聊"]]),
    "PEOPLE": (" AB 到 ABCDE 之一", ["A", "ABCDEF", "BA", "", "AC", 3, None, ["A", "B"]]),
    "FIRST": (
        " 0–20 个“键:值”，用空格隔开",
        ["state", "a:1  b:2", " a:1", "键:1", None, {}, "a:1 " * 21],
    ),
    "MOST": (" 1–300 的整数", [0, 301, -1, True, 6.0, "6", None, float("nan"), 10**30, [6]]),
    "OVERFLOW": ("“丢弃”或“照收”", ["", "丢", None, True]),
    "LONGEST_VALUE": (" 64 或 4096", [65, 0, "64", 64.0, None, True]),
    "CAN_EXPAND": (" True 或 False", [0, "True", None, [True]]),
    "BREAK_WHOLE": (" True 或 False", [1, "False", None]),
    "BREAK_ARRIVAL": (" True 或 False", [1, "False", None]),
    "BREAK_LIMIT": (" True 或 False", [1, "False", None]),
    "OPERATIONS": (" 0–16 行，写法照旧，键和值不超出限制", LINES),
    "LATE": (" 0–16 行，写法照旧", LATES),
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, (_, vs) in WRONG.items() for v in vs])
def test_inputs_are_checked(name: str, value: object) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.trace is None
    start = f"输入有误：{name} 应是{WRONG[name][0]}，现在是 "
    assert outcome.complaint.startswith(start)
    now = outcome.complaint.removeprefix(start)
    assert 0 < len(now) <= 60
    if not isinstance(value, list):
        assert repr(value).startswith(now)


def test_a_wrong_line_is_named() -> None:
    complaint = run(NAME, OPERATIONS=["B 更新 a:1", "B 更新 a"]).complaint
    assert complaint.endswith("现在是 ['B 更新 a']")


def test_people_must_fit() -> None:
    complaint = run(NAME, CONVERSATION="单聊").complaint
    assert complaint == "输入有误：单聊的 PEOPLE 应是 AB，现在是 'ABC'"
    complaint = run(NAME, PEOPLE="AB").complaint
    assert complaint == "输入有误：OPERATIONS 里的人应在 PEOPLE 里，现在多了 ['C']"
    outcome = run(NAME, CONVERSATION="单聊", PEOPLE="AB", OPERATIONS=["B 更新 state:taken"])
    assert tables(outcome) == dict.fromkeys(["服务端", "A", "B"], "state:taken")


def test_the_edges_are_accepted() -> None:
    first = " ".join(f"{'k' * 30}{n:02}:1" for n in range(20))
    longest = "B 更新 " + " ".join(f"k{n}:{'值' * 4096}" for n in range(20))
    late = ["C 第 99 步晚 99 步"] * 16
    outcome = run(NAME, FIRST=first, MOST=300, OPERATIONS=[longest] * 16, LATE=late)
    assert outcome.text.startswith("40 对键值；与服务端不同的：没有")
    assert all(len(line) <= 100 for line in outcome.text.splitlines())
    assert len(outcome.picture("strip")["rows"]) == 12
    assert run(NAME, FIRST="", OPERATIONS=[], LATE=[], MOST=1, PEOPLE="ABCDE").trace
    assert run(NAME, MOST=1, OPERATIONS=["B 更新 a:"], FIRST="").picture("strip")["rows"] == [
        {
            "label": "a",
            "spans": [{"at": 1, "size": 2, "name": "（空）", "value": "B 写", "tone": "plain"}],
        }
    ]


def test_first_pairs_beyond_the_limits_are_left_out() -> None:
    outcome = run(NAME, FIRST="a:1 b:1", MOST=1, OPERATIONS=["B 更新 c:1"])
    assert results(outcome) == ["总数超过 1 对", "成功", "都送到了"]


# ── pictures ──


def test_the_strip_shows_the_life_of_each_key(default: Outcome) -> None:
    strip = default.picture("strip")
    assert strip["unit"] == "步"
    lives = {
        row["label"]: [(s["at"], s["size"], s["name"], s["tone"]) for s in row["spans"]]
        for row in strip["rows"]
    }
    assert lives == {
        "state": [(0, 3, "open", "plain"), (3, 1, "taken", "plain"), (4, 5, "taken", "plain")],
        "vote-B": [(1, 4, "火锅", "plain")],
        "vote-C": [(2, 7, "面馆", "plain")],
        "by": [(3, 1, "B", "bad"), (4, 5, "C", "plain")],
        "place": [(6, 3, "东门", "plain")],
        "time": [(6, 3, "19:00", "plain")],
        "seats": [(6, 3, "4", "plain")],
    }
    said = {span["name"]: span["value"] for row in strip["rows"] for span in row["spans"]}
    assert (said["B"], said["C"]) == ("B 写，第 4 步没看到就盖掉", "C 写")


def test_the_grid_has_a_row_for_each_step(default: Outcome) -> None:
    grid = default.picture("grid")
    assert grid["columns"] == ["操作", "结果", "服务端", "A", "B", "C"]
    assert [row["name"] for row in grid["rows"]] == [str(n) for n in range(9)]
    tones = [[cell.get("tone", "plain") for cell in row["cells"]] for row in grid["rows"]]
    assert tones[7] == ["plain", "bad", "plain", "plain", "plain", "plain"]
    assert tones[6] == ["plain", "plain", "plain", "plain", "plain", "quiet"]
    assert tones[4] == ["plain", "plain", "plain", "quiet", "plain", "plain"]
    assert tones[8] == ["plain"] * 6
    assert [cell["text"] for cell in grid["rows"][6]["cells"]] == [
        "A 更新 place:东门 time:19:00 seats:4", "成功", END, "同", "同",
        "by:C state:taken vote-C:面馆",
    ]  # fmt: skip
