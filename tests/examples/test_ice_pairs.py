"""Candidate pairs, against aioice, the lists of RFC 8445 15.1 and a second way of pruning."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from aioice import Candidate
from aioice.candidate import candidate_priority
from aioice.ice import candidate_pair_priority
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import ROOT, Outcome, folder, load, run

NAME = "ice/pairs"
HOST, SRFLX, RELAY = 2130706431, 1694498815, 16777215
Row = tuple[str, str, str, int, int, str]

L: list[Row] = [
    ("L-PRIV-1", "host", "10.0.1.1", 1, 65535, ""),
    ("NAT-PUB-1", "srflx", "192.0.2.3", 1, 65535, "L-PRIV-1"),
]
R: list[Row] = [("R-PUB-1", "host", "192.0.2.1", 1, 65535, "")]
# both behind a NAT; L has three interfaces, the least preferred one first
L3: list[Row] = [
    ("L-WIFI", "host", "10.0.3.1", 1, 65533, ""),
    ("L-VPN", "host", "10.0.2.1", 1, 65534, ""),
    *L,
]
R2: list[Row] = [
    ("R-PRIV-1", "host", "192.168.1.1", 1, 65535, ""),
    ("R-NAT-1", "srflx", "198.51.100.7", 1, 65535, "R-PRIV-1"),
]


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


def aioice(row: Row) -> Candidate:
    name, kind, address, component, local, _ = row
    priority = candidate_priority(component, kind, local)
    return Candidate(name, component, "udp", priority, address, 1, kind)


# ── the formula ──


@pytest.mark.parametrize(
    ("g", "d", "number"),
    [
        (HOST, HOST, 9151314442783293438),
        (SRFLX, HOST, 7277816997797167102),
        (HOST, SRFLX, 7277816997797167103),
        (2113937151, 2113937151, 9079290933572287998),  # Chromium, host and host
        (1, 2**31 - 1, 2**32 + 2 * (2**31 - 1)),
        (2**31 - 1, 1, 2**32 + 2 * (2**31 - 1) + 1),
        (1, 1, 2**32 + 2),
    ],
)
def test_known_numbers(example: ModuleType, g: int, d: int, number: int) -> None:
    assert example.pair_priority(g, d) == number


def test_priority_as_aioice_computes_it_for_both_roles(example: ModuleType) -> None:
    chance = random.Random(8445)
    for _ in range(2000):
        local, remote = chance.randrange(1, 2**31), chance.randrange(1, 2**31)
        ours = Candidate("1", 1, "udp", local, "192.0.2.1", 1, "host")
        theirs = Candidate("1", 1, "udp", remote, "192.0.2.2", 1, "host")
        controlling = candidate_pair_priority(ours, theirs, True)
        assert example.pair_priority(local, remote) == controlling
        assert example.pair_priority(remote, local) == candidate_pair_priority(ours, theirs, False)


def test_doubles_are_what_ieee_754_arithmetic_gives(example: ModuleType) -> None:
    chance = random.Random(754)
    off = 0
    for _ in range(500):
        g, d = chance.randrange(1, 2**31), chance.randrange(1, 2**31)
        double, exact = example.double_priority(g, d), example.pair_priority(g, d)
        assert float(double) == double
        assert abs(double - exact) <= 513  # half of the last place, and the lost 1
        off += double != exact
    assert off > 400
    small = ((1, 1), (2, 1), (1, 2), (200_000, 100_000))
    assert [example.double_priority(*pair) for pair in small] == [
        example.pair_priority(*pair) for pair in small
    ]


@pytest.mark.parametrize(
    ("g", "d", "double"),
    [
        (HOST, HOST, 9151314442783293440),
        (SRFLX, HOST, 7277816997797167104),
        (HOST, SRFLX, 7277816997797167104),
        (2113937151, 2113937151, 9079290933572287488),
    ],
)
def test_what_a_javascript_number_holds(example: ModuleType, g: int, d: int, double: int) -> None:
    assert example.double_priority(g, d) == double


def test_what_chromium_prints(example: ModuleType) -> None:
    """The shortest digits that give the double, and zeros: 9079290933572287000."""
    digits = repr(float(example.pair_priority(2113937151, 2113937151)))
    assert digits == "9.079290933572287e+18"


def test_rfc_5245_prints_halves(example: ModuleType) -> None:
    for printed, g in (("4.57566E+18", HOST), ("3.63891E+18", SRFLX)):
        exact = example.pair_priority(g, HOST)
        assert f"{exact / 2:.5E}" == printed
        assert f"{exact:.5E}" != printed


# ── which candidates pair ──


def read(example: ModuleType, *rows: Row) -> list[Any]:
    agent: list[Any] = example.read_agent("AGENT_L", list(rows))
    return agent


@pytest.mark.parametrize(
    ("here", "there", "reason"),
    [
        (("10.0.0.1", 1), ("192.0.2.1", 1), ""),
        (("10.0.0.1", 2), ("192.0.2.1", 2), ""),
        (("10.0.0.1", 1), ("192.0.2.1", 2), "分量不同"),
        (("10.0.0.1", 1), ("2001:db8::1", 1), "地址族不同"),
        (("10.0.0.1", 1), ("2001:db8::1", 2), "分量不同"),
        (("2001:db8::1", 1), ("2001:db8::2", 1), ""),
        (("fe80::1", 1), ("2001:db8::2", 1), "链路本地只配链路本地"),
        (("2001:db8::1", 1), ("febf::1", 1), "链路本地只配链路本地"),
        (("fe80::1", 1), ("febf::1", 1), ""),
        (("fec0::1", 1), ("2001:db8::2", 1), ""),
        (("fe7f::1", 1), ("2001:db8::2", 1), ""),
        (("169.254.0.1", 1), ("192.0.2.1", 1), ""),  # the rule speaks of IPv6 only
        (("fe80::1", 1), ("192.0.2.1", 1), "地址族不同"),
        (("::ffff:169.254.1.1", 1), ("2001:db8::2", 1), ""),  # Python 3.13 calls it link-local
    ],
)
def test_who_pairs_with_whom(
    example: ModuleType, here: tuple[str, int], there: tuple[str, int], reason: str
) -> None:
    (one,) = read(example, ("a", "host", here[0], here[1], 1, ""))
    (two,) = read(example, ("b", "relay", there[0], there[1], 1, ""))
    assert example.obstacle(one, two) == reason
    assert example.obstacle(two, one) == reason


# ── a second way to the same lists ──

ADDRESSES = ("10.0.1.1", "10.0.1.2", "2001:db8::1", "fe80::1", "fe80::2")


@st.composite
def agents(draw: st.DrawFn, letter: str) -> list[Row]:
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 6))):
        component = draw(st.integers(1, 2))
        bases = [row[0] for row in rows if row[1] == "host" and row[3] == component]
        kind = draw(st.sampled_from(["host", "relay", *(["srflx", "prflx"] if bases else [])]))
        base = draw(st.sampled_from(bases)) if kind in ("srflx", "prflx") else ""
        address = draw(st.sampled_from(ADDRESSES))
        local = draw(st.sampled_from((0, 1, 65533, 65534, 65535)))
        rows.append((f"{letter}{number}", kind, address, component, local, base))
    return rows


def second_way(ours: list[Row], theirs: list[Row], controlling: bool, limit: int) -> list[Any]:
    """Pair by pair, from the rows: (local, remote, priority, verdict without its words)."""

    def may(local: Row, remote: Row) -> bool:
        linked = [row[2].startswith("fe80") for row in (local, remote)]
        return aioice(local).can_pair_with(aioice(remote)) and len(set(linked)) == 1

    def home(row: Row, rows: list[Row]) -> Row:
        return next(other for other in rows if other[0] == (row[5] or row[0]))

    every = [(a, b) for a in ours for b in theirs if may(a, b)]
    numbers = {(a, b): candidate_pair_priority(aioice(a), aioice(b), controlling) for a, b in every}
    every.sort(key=lambda pair: -numbers[pair])
    kept: list[tuple[Row, Row]] = []
    result: list[list[Any]] = []
    for local, remote in every:
        verdict = "kept" if len(kept) < limit else "limit"
        for earlier, (other, same_remote) in enumerate(every[: len(result)], 1):
            if home(local, ours) == home(other, ours) and remote == same_remote:
                verdict = f"{earlier}"
                break
        if verdict == "kept":
            kept.append((local, remote))
        result.append([local[0], remote[0], numbers[local, remote], verdict])
    waiting: dict[object, tuple[Row, Row]] = {}
    for local, remote in kept:
        sender, far = home(local, ours), home(remote, theirs)
        foundation = (sender[1], sender[2], remote[1], far[2])
        best = waiting.setdefault(foundation, (local, remote))
        if (local[3], -numbers[local, remote]) < (best[0][3], -numbers[best]):
            waiting[foundation] = (local, remote)
    for line in result:
        if line[3] == "kept":
            names = (line[0], line[1])
            chosen = names in [(a[0], b[0]) for a, b in waiting.values()]
            line[3] = "Waiting" if chosen else "Frozen"
    return result


def first_way(
    example: ModuleType, ours: list[Row], theirs: list[Row], controlling: bool, limit: int
) -> list[Any]:
    here, there = read(example, *ours), read(example, *theirs)
    pairs = example.form_pairs(here, there, controlling, example.pair_priority)
    result = []
    for pair, verdict in zip(pairs, example.judge(pairs, limit), strict=True):
        short = verdict.removeprefix("剪掉：同第 ").removesuffix(" 对")
        short = "limit" if short == "超出上限" else short
        result.append([pair.local.name, pair.remote.name, pair.priority, short])
    return result


@settings(max_examples=200, deadline=None, derandomize=True)
@given(agents("L"), agents("R"), st.booleans(), st.integers(1, 12))
def test_lists_are_those_of_the_second_way(
    example: ModuleType, ours: list[Row], theirs: list[Row], controlling: bool, limit: int
) -> None:
    expected = second_way(ours, theirs, controlling, limit)
    assert first_way(example, ours, theirs, controlling, limit) == expected


@settings(max_examples=40, deadline=None, derandomize=True)
@given(agents("L"), agents("R"), st.integers(1, 12))
def test_what_is_always_true_of_a_checklist(
    example: ModuleType, ours: list[Row], theirs: list[Row], limit: int
) -> None:
    here, there = read(example, *ours), read(example, *theirs)
    pairs = example.form_pairs(here, there, True, example.pair_priority)
    mirrored = example.form_pairs(there, here, False, example.pair_priority)
    numbers = {(pair.local.name, pair.remote.name): pair.priority for pair in pairs}
    assert numbers == {(p.remote.name, p.local.name): p.priority for p in mirrored}
    assert [p.priority for p in pairs] == sorted(numbers.values(), reverse=True)
    assert all(pair.sender.kind in ("host", "relay") for pair in pairs)
    verdicts = example.judge(pairs, limit)
    kept = [p for p, v in zip(pairs, verdicts, strict=True) if v in ("Waiting", "Frozen")]
    assert len(kept) <= limit
    assert len({(p.sender.name, p.remote.name) for p in kept}) == len(kept)
    woken = [p for p, v in zip(pairs, verdicts, strict=True) if v == "Waiting"]
    foundations = {(p.sender.foundation, p.remote.foundation) for p in kept}
    assert len(woken) == len(foundations)


def test_second_way_notices_a_missing_replacement(example: ModuleType) -> None:
    here, there = read(example, *L), read(example, *R)
    pairs = example.form_pairs(here, there, True, example.pair_priority, False)
    assert [pair.sender.name for pair in pairs] == ["L-PRIV-1", "NAT-PUB-1"]
    assert example.judge(pairs, 100) == ["Waiting", "Waiting"]
    assert [line[3] for line in second_way(L, R, True, 100)] == ["Waiting", "1"]


# ── what the reader may set ──

GOOD = L[0]


def changed(place: int, value: object, row: tuple[object, ...] = GOOD) -> list[object]:
    return [(*row[:place], value, *row[place + 1 :])]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (None, " 应是 1–12 项的列表，现在是 None"),
        ([], " 应是 1–12 项的列表，现在是 []"),
        ("L", " 应是 1–12 项的列表，现在是 'L'"),
        ([(f"n{i}", *GOOD[1:]) for i in range(13)], " 应是 1–12 项的列表"),
        ([None], " 第 1 项应是三段文字、两个整数、一段文字，现在是 None"),
        ([GOOD[:5]], " 第 1 项应是三段文字"),
        ([(*GOOD, "")], " 第 1 项应是三段文字"),
        ([list(GOOD)], " 第 1 项应是三段文字"),
        (changed(0, b"L"), " 第 1 项应是三段文字"),
        (changed(1, None), " 第 1 项应是三段文字"),
        (changed(2, 1), " 第 1 项应是三段文字"),
        (changed(3, "1"), " 第 1 项应是三段文字"),
        (changed(3, True), " 第 1 项应是三段文字"),
        (changed(4, 1.0), " 第 1 项应是三段文字"),
        (changed(5, None), " 第 1 项应是三段文字"),
        ([GOOD, GOOD], " 第 2 项应有 1–16 个字符的新名称，现在是 'L-PRIV-1'"),
        (changed(0, ""), " 第 1 项应有 1–16 个字符的新名称，现在是 ''"),
        (changed(0, "x" * 17), " 第 1 项应有 1–16 个字符的新名称"),
        (changed(1, "local"), " 第 1 项的类型应是 host、prflx、srflx、relay 之一，现在是 'local'"),
        (changed(2, "mdns.local"), " 第 1 项的地址应是 IP 地址，现在是 'mdns.local'"),
        (changed(2, "10.0.1.256"), " 第 1 项的地址应是 IP 地址，现在是 '10.0.1.256'"),
        (changed(3, 0), " 第 1 项的分量应是 1–256，现在是 0"),
        (changed(3, 257), " 第 1 项的分量应是 1–256，现在是 257"),
        (changed(4, -1), " 第 1 项的本地偏好应是 0–65535，现在是 -1"),
        (changed(4, 65536), " 第 1 项的本地偏好应是 0–65535，现在是 65536"),
        (changed(5, "L-PRIV-1"), " 第 1 项的基应在 [''] 里，现在是 'L-PRIV-1'"),
        ([GOOD, ("r", "relay", "::1", 1, 1, "L-PRIV-1")], " 第 2 项的基应在 [''] 里"),
        ([L[1], L[0]], " 第 1 项的基应在 [] 里，现在是 'L-PRIV-1'"),
        ([GOOD, ("s", "srflx", "::1", 1, 1, "")], " 第 2 项的基应在 ['L-PRIV-1'] 里，现在是 ''"),
        ([GOOD, ("s", "prflx", "::1", 1, 1, "")], " 第 2 项的基应在 ['L-PRIV-1'] 里，现在是 ''"),
        ([GOOD, ("s", "srflx", "::1", 2, 1, "L-PRIV-1")], " 第 2 项的基应在 [] 里"),
        ([*L, ("t", "srflx", "::1", 1, 1, "NAT-PUB-1")], " 第 3 项的基应在 ['L-PRIV-1'] 里"),
    ],
)
@pytest.mark.parametrize("agent", ["AGENT_L", "AGENT_R"])
def test_bad_candidates_are_refused_in_words(agent: str, rows: object, complaint: str) -> None:
    outcome = run(NAME, **{agent: rows})
    assert outcome.complaint.startswith(f"输入有误：{agent}{complaint}")
    assert (outcome.text, outcome.trace) == ("", None)


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ({"CONTROLLING": "l"}, "CONTROLLING 应是 L 或 R，现在是 'l'"),
        ({"CONTROLLING": None}, "CONTROLLING 应是 L 或 R，现在是 None"),
        ({"CONTROLLING": ["L"]}, "CONTROLLING 应是 L 或 R，现在是 ['L']"),
        ({"LIMIT": 0}, "LIMIT 应是 1–200 之间的整数，现在是 0"),
        ({"LIMIT": 201}, "LIMIT 应是 1–200 之间的整数，现在是 201"),
        ({"LIMIT": "100"}, "LIMIT 应是 1–200 之间的整数，现在是 '100'"),
        ({"LIMIT": True}, "LIMIT 应是 1–200 之间的整数，现在是 True"),
        ({"BREAK_FLOAT": 1}, "BREAK_FLOAT 应是 True 或 False，现在是 1"),
        ({"BREAK_BASE": None}, "BREAK_BASE 应是 True 或 False，现在是 None"),
    ],
)
def test_other_bad_inputs(inputs: dict[str, object], complaint: str) -> None:
    assert run(NAME, **inputs).complaint == f"输入有误：{complaint}"


STRANGE: list[Any] = [
    *(None, True, 0, 1, 4, -1, 2.5, 10**400, "", "x", b"x", float("nan")),
    *([], (), {}, set(), [None], [1], [()], [[]], [{}], [(None,) * 4], [([],) * 6], ("L",)),
]


@pytest.mark.parametrize(
    "name", ["AGENT_L", "AGENT_R", "CONTROLLING", "LIMIT", "BREAK_FLOAT", "BREAK_BASE"]
)
def test_no_value_is_answered_by_a_traceback(name: str) -> None:
    for value in STRANGE:
        outcome = run(NAME, **{name: value})
        assert outcome.complaint.startswith("输入有误：") or outcome.trace


def test_limits_are_allowed(example: ModuleType) -> None:
    rows = [(f"{'x' * 14}{n:02}", "host", "fe80::1", 256, 0, "") for n in range(12)]
    outcome = run(NAME, AGENT_L=rows, AGENT_R=[("x", "relay", "::", 1, 65535, "")], LIMIT=200)
    assert outcome.complaint == ""
    assert run(NAME, LIMIT=1).complaint == ""
    (one,) = read(example, ("a", "relay", "::", 256, 0, ""))
    assert one.priority == 0
    (two,) = read(example, ("a", "host", "::", 1, 65535, ""))
    assert two.priority == HOST


def test_priorities_are_those_of_aioice(example: ModuleType) -> None:
    for row in (*L3, *R2, ("r", "relay", "::", 2, 7, ""), ("c", "host", "::", 255, 256, "")):
        known = [("L-PRIV-1", *GOOD[1:])] if row[5] == "L-PRIV-1" else []
        known += [R2[0]] if row[5] == "R-PRIV-1" else []
        assert read(example, *known, row)[-1].priority == aioice(row).priority


# ── what a run shows ──

DEFAULT = """\
L 是 controlling，配成 2 对：
   1  9151314442783293438  L-PRIV-1 → R-PUB-1  从 L-PRIV-1 发  Waiting
   2  7277816997797167102  NAT-PUB-1 → R-PUB-1  从 L-PRIV-1 发  剪掉：同第 1 对
R 是 controlled，配成 2 对：
   1  9151314442783293438  R-PUB-1 → L-PRIV-1  从 R-PUB-1 发  Waiting
   2  7277816997797167102  R-PUB-1 → NAT-PUB-1  从 R-PUB-1 发  Waiting
"""
CHECKS = """\
G 2130706431，D 2130706431：应得 9151314442783293438，双精度得 9151314442783293440，差 +2
G 2113937151，D 2113937151：应得 9079290933572287998，双精度得 9079290933572287488，差 -510
G 2130706175，D 1694498815：应得 7277816997797166591，双精度得 7277816997797166080，差 -511
G 2130705919，D 1694498815：应得 7277816997797166079，双精度得 7277816997797166080，差 +1
RFC 5245 §17 印作 4.57566E+18，按公式是 9.15131E+18，一半是 4.57566E+18
RFC 5245 §17 印作 3.63891E+18，按公式是 7.27782E+18，一半是 3.63891E+18
"""


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def lists(outcome: Outcome) -> list[str]:
    return outcome.text.removesuffix(CHECKS).splitlines()


def cells(row: dict[str, Any]) -> list[str]:
    return [cell["text"] for cell in row["cells"]]


def column(outcome: Outcome, agent: int, place: int) -> list[str]:
    return [cells(row)[place] for row in outcome.picture("grid", agent)["rows"]]


def test_text_of_a_run_is_the_example_of_the_rfc(default: Outcome) -> None:
    assert default.text == DEFAULT + CHECKS


def test_the_file_runs_as_a_program() -> None:
    command = [sys.executable, str(folder() / f"{NAME}.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.startswith(DEFAULT + CHECKS + '{"trace": 1, "pictures": [{"kind": "grid"')
    assert '"title": "L 的候选对"' in done.stdout
    assert done.stderr == ""


def test_loading_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load(NAME)
    assert capsys.readouterr().out == ""


def test_grids_are_the_lists(default: Outcome) -> None:
    left, right = default.picture("grid", 0), default.picture("grid", 1)
    assert (left["title"], right["title"]) == ("L 的候选对", "R 的候选对")
    assert left["columns"] == right["columns"] == ["优先级", "候选对", "检测", "结果"]
    assert left["corner"] == "序"
    assert [row["name"] for row in left["rows"]] == ["1", "2"]
    assert cells(left["rows"][1]) == (
        ["7277816997797167102", "NAT-PUB-1 → R-PUB-1", "从 L-PRIV-1 发", "剪掉：同第 1 对"]
    )
    assert [row["cells"][0]["tone"] for row in left["rows"]] == ["good", "quiet"]
    assert [row["cells"][3]["tone"] for row in right["rows"]] == ["good", "good"]


def test_bits_are_min_max_and_who_wins(default: Outcome, example: ModuleType) -> None:
    rows = default.picture("bits")["rows"]
    labels = ["双精度的 host × host", "L 第 1 对", "L 第 2 对", "R 第 1 对", "R 第 2 对"]
    assert [row["label"] for row in rows] == labels
    numbers = [9151314442783293440, *[9151314442783293438, 7277816997797167102] * 2]
    for row, number in zip(rows, numbers, strict=True):
        parts = [field["cells"] for field in row["fields"]]
        assert [len(part) for part in parts] == [32, 31, 1]
        assert int("".join(parts), 2) == number
        assert [field["value"] for field in row["fields"]] == [str(int(p, 2)) for p in parts]
        assert [field["name"] for field in row["fields"]] == ["min(G, D)", "max(G, D)", "G > D"]
        assert {field["ref"] for field in row["fields"]} == {"RFC 8445 §6.1.2.3"}
    assert [field["value"] for field in rows[2]["fields"]] == [str(SRFLX), str(HOST), "0"]
    assert [field["value"] for field in rows[0]["fields"]] == [str(HOST), str(HOST + 1), "0"]
    other = example.bits("", example.pair_priority(2, 1))["fields"]
    assert [field["value"] for field in other] == ["1", "2", "1"]


def test_trace_stays_small_with_many_pairs() -> None:
    many = [(f"n{i}", "host", "10.0.1.1", 1, i, "") for i in range(12)]
    outcome = run(NAME, AGENT_L=many, AGENT_R=many)
    assert outcome.trace is not None
    assert outcome.trace["trace"] == 1
    assert [p["kind"] for p in outcome.trace["pictures"]] == ["grid", "grid", "bits"]
    assert len(outcome.picture("bits")["rows"]) == 11
    assert len(outcome.picture("grid")["rows"]) == 144


# ── what the page foretells ──


def test_break_base() -> None:
    outcome = run(NAME, BREAK_BASE=True)
    assert lists(outcome)[1:3] == [
        "   1  9151314442783293438  L-PRIV-1 → R-PUB-1  从 L-PRIV-1 发  Waiting",
        "   2  7277816997797167102  NAT-PUB-1 → R-PUB-1  从 NAT-PUB-1 发  Waiting",
    ]


def test_break_float_keeps_the_order_of_the_default() -> None:
    outcome = run(NAME, BREAK_FLOAT=True)
    doubles = ["9151314442783293440", "7277816997797167104"]
    assert column(outcome, 0, 0) == column(outcome, 1, 0) == doubles
    assert column(outcome, 0, 3) == ["Waiting", "剪掉：同第 1 对"]


def test_the_page_shows_the_input_of_the_next_test() -> None:
    page = (ROOT / "ice-pairs.md").read_text(encoding="utf-8")
    block = page.split("```python\n")[1].split("```")[0]
    first, second = ast.parse(block).body
    assert isinstance(first, ast.Assign)
    assert isinstance(second, ast.Assign)
    assert [ast.literal_eval(first.value), ast.literal_eval(second.value)] == [L3, R2]


def test_break_float_loses_an_order() -> None:
    """Both pairs of ties: the lost G > D, and two interfaces 256 apart."""
    exact = run(NAME, AGENT_L=L3, AGENT_R=R2)
    double = run(NAME, AGENT_L=L3, AGENT_R=R2, BREAK_FLOAT=True)
    assert column(exact, 0, 1)[5:7] == ["L-VPN → R-NAT-1", "L-WIFI → R-NAT-1"]
    assert column(double, 0, 1)[5:7] == ["L-WIFI → R-NAT-1", "L-VPN → R-NAT-1"]
    assert column(double, 0, 0)[5:7] == ["7277816997797166080"] * 2
    assert column(exact, 1, 1)[3:5] == ["R-NAT-1 → L-PRIV-1", "R-PRIV-1 → NAT-PUB-1"]
    assert column(exact, 1, 0)[3:5] == ["7277816997797167103", "7277816997797167102"]
    assert column(double, 1, 1)[3:5] == ["R-PRIV-1 → NAT-PUB-1", "R-NAT-1 → L-PRIV-1"]
    assert column(double, 0, 1)[3:5] == ["L-PRIV-1 → R-NAT-1", "NAT-PUB-1 → R-PRIV-1"]
    assert column(double, 1, 0)[3:5] == ["7277816997797167104"] * 2


def test_other_side_controls() -> None:
    outcome = run(NAME, CONTROLLING="R")
    assert lists(outcome)[0] == "L 是 controlled，配成 2 对："
    assert lists(outcome)[3] == "R 是 controlling，配成 2 对："
    assert (
        column(outcome, 0, 0)
        == column(outcome, 1, 0)
        == (["9151314442783293438", "7277816997797167103"])
    )


def test_one_pair_is_the_limit() -> None:
    outcome = run(NAME, LIMIT=1)
    assert column(outcome, 0, 3) == ["Waiting", "剪掉：同第 1 对"]
    assert column(outcome, 1, 3) == ["Waiting", "超出上限"]


def test_second_component_waits_frozen() -> None:
    left = [*L, ("L-PRIV-2", "host", "10.0.1.1", 2, 65535, "")]
    outcome = run(NAME, AGENT_L=left, AGENT_R=[*R, ("R-PUB-2", "host", "192.0.2.1", 2, 65535, "")])
    assert lists(outcome)[1:7] == [
        "   1  9151314442783293438  L-PRIV-1 → R-PUB-1  从 L-PRIV-1 发  Waiting",
        "   2  9151314438488326140  L-PRIV-2 → R-PUB-2  从 L-PRIV-2 发  Frozen",
        "   3  7277816997797167102  NAT-PUB-1 → R-PUB-1  从 L-PRIV-1 发  剪掉：同第 1 对",
        "   4                    -  L-PRIV-1 → R-PUB-2  不检测  不配对：分量不同",
        "   5                    -  NAT-PUB-1 → R-PUB-2  不检测  不配对：分量不同",
        "   6                    -  L-PRIV-2 → R-PUB-1  不检测  不配对：分量不同",
    ]
    tones = [row["cells"][0]["tone"] for row in outcome.picture("grid")["rows"]]
    assert tones == ["good", "plain", "quiet", "quiet", "quiet", "quiet"]


def test_nothing_pairs() -> None:
    outcome = run(NAME, AGENT_R=[("R-PUB-1", "host", "2001:db8::5", 1, 65535, "")])
    assert lists(outcome)[0] == "L 是 controlling，配成 0 对："
    assert column(outcome, 0, 3) == ["不配对：地址族不同"] * 2
    assert len(outcome.picture("bits")["rows"]) == 1
