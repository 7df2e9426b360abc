"""Candidate priorities, against aioice, the RFCs' numbers and lines that Chromium wrote."""

from __future__ import annotations

import itertools
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from aioice import Candidate
from aioice.candidate import candidate_priority as aioice_priority

from tests.examples.loading import Outcome, folder, load, run

NAME = "ice/candidates"
# read from RTCPeerConnection.localDescription in Chromium 156: an IPv4 and an IPv6 interface
CHROMIUM_4 = (
    "a=candidate:534947980 1 udp 2113937151 750e69b0-abee-42df-9443-6ab7473a9bba.local 37522"
    " typ host generation 0 network-cost 999"
)
CHROMIUM_6 = (
    "a=candidate:412140604 1 udp 2113942271 837e9a7d-9722-431c-adc9-0f166ae4459e.local 49742"
    " typ host generation 0 network-cost 999"
)
HOST = "a=candidate:1 1 udp 2130706431 10.0.1.1 8998 typ host"
SRFLX = "a=candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998"
OWN = ("host", 65535, 1, "udp 10.0.1.1")


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


def lines(text: str) -> list[str]:
    return text.splitlines()


# ── the formula ──


@pytest.mark.parametrize(
    ("kind", "component", "number"),
    [
        ("host", 1, 2130706431),
        ("host", 2, 2130706430),
        ("prflx", 1, 1862270975),
        ("srflx", 1, 1694498815),
        ("relay", 1, 16777215),
    ],
)
def test_numbers_of_the_rfcs(example: ModuleType, kind: str, component: int, number: int) -> None:
    assert example.candidate_priority(example.TYPES[kind], 65535, component) == number


def test_priority_as_aioice_computes_it(example: ModuleType) -> None:
    locals_ = (0, 1, 30, 255, 256, 32767, 65534, 65535)
    components = (1, 2, 3, 128, 255, 256)
    for kind, local, component in itertools.product(example.TYPES, locals_, components):
        ours = example.candidate_priority(example.TYPES[kind], local, component)
        assert ours == aioice_priority(component, kind, local)


def test_splitting_undoes_the_formula(example: ModuleType) -> None:
    parts = itertools.product((0, 1, 100, 126), (0, 1, 255, 256, 65535), (1, 2, 255, 256))
    for preference, local, component in parts:
        priority = example.candidate_priority(preference, local, component)
        assert example.split_priority(priority) == (preference, local, component)
        assert 0 <= priority < 2**31


@pytest.mark.parametrize(
    ("priority", "parts"),
    [
        (2113937151, (126, 30, 1)),  # Chromium, IPv4
        (2113942271, (126, 50, 1)),  # Chromium, IPv6
        (2122252543, (126, 32512, 1)),  # Firefox
        (41885439, (2, 32542, 1)),  # a TURN candidate of libwebrtc
        (2**31 - 1, (127, 65535, 1)),
        (1, (0, 0, 255)),
    ],
)
def test_numbers_of_browsers(
    example: ModuleType, priority: int, parts: tuple[int, int, int]
) -> None:
    assert example.split_priority(priority) == parts


def test_without_256_minus_component(example: ModuleType) -> None:
    assert example.candidate_priority(126, 65535, 1, True) == 2130706177
    assert example.candidate_priority(126, 65535, 2, True) == 2130706178


# ── foundations ──


def test_foundation_ignores_component_and_preference_only(example: ModuleType) -> None:
    rows = [
        ("host", 65535, 1, "udp 10.0.1.1"),
        ("host", 1, 2, "udp 10.0.1.1"),  # the same
        ("host", 65535, 1, "tcp 10.0.1.1"),  # protocol
        ("host", 65535, 1, "udp 10.0.1.2"),  # base
        ("srflx", 65535, 1, "udp 10.0.1.1 192.0.2.2"),  # type
        ("srflx", 65535, 1, "udp 10.0.1.1 192.0.2.9"),  # server
        ("prflx", 65535, 1, "udp 10.0.1.1 192.0.2.9"),
        ("srflx", 65535, 2, "udp 10.0.1.1 192.0.2.2"),
    ]
    assert example.foundations(rows) == [1, 1, 2, 3, 4, 5, 6, 4]


# ── candidate lines ──


@pytest.mark.parametrize(
    "line",
    [
        HOST,
        SRFLX,
        CHROMIUM_4,
        CHROMIUM_6,
        HOST.removeprefix("a="),
        "a=candidate:2 1 TCP 2105524479 192.168.1.5 9 typ host tcptype active",
        "a=candidate:0 256 UDP 1 fe80::1 65535 typ host",
        "a=candidate:a+/Z09 2 udp 2147483647 255.249.199.99 0 typ host",
        "a=candidate:3 1 udp 16777215 192.0.2.9 50000 typ relay raddr 192.0.2.3 rport 1",
        "a=candidate:4 1 udp 1862270975 x.y-z.example 1 typ prflx raddr ::1 rport 0 generation 0",
        "a=candidate:5 1 udp 1 ::ffff:192.0.2.1 1 typ host a b c d",
        "a=candidate:5 1 udp 1 :: 1 typ host",
        "a=candidate:5 1 udp 1 1a 1 typ host",
    ],
)
def test_fields_as_aioice_reads_them(example: ModuleType, line: str) -> None:
    words = example.parse_candidate(line)
    theirs = Candidate.from_sdp(line[line.index(":") + 1 :])
    assert words[0] == theirs.foundation
    assert int(words[1]) == theirs.component
    assert words[2] == theirs.transport
    assert int(words[3]) == theirs.priority
    assert (words[4], int(words[5])) == (theirs.host, theirs.port)
    assert words[7] == theirs.type
    if theirs.type != "host":
        assert (words[9], int(words[11])) == (theirs.related_address, theirs.related_port)


HEAD = "a=candidate:"  # 12 characters: the first field begins at character 13


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (5, "应是 a=candidate: 开头的文字，现在是 5"),
        (b"a=candidate:", "应是 a=candidate: 开头的文字，现在是 b'a=candidate:'"),
        ("", "应是 a=candidate: 开头的文字，现在是 ''"),
        ("candidat:1", "应是 a=candidate: 开头的文字"),
        (" " + HOST, "应是 a=candidate: 开头的文字"),
        (HEAD, "第 1 个字段（第 13 个字符起）应是 1–32 个字母、数字、+ 或 /，现在是 ''"),
        ("candidate:é", "第 1 个字段（第 11 个字符起）应是 1–32 个字母、数字、+ 或 /，现在是 'é'"),
        (HEAD + "x" * 33 + " 1", "第 1 个字段（第 13 个字符起）"),
        (HEAD + "x" * 32 + " 0", "第 2 个字段（第 46 个字符起）应是 1–256 的分量，现在是 0"),
        (HEAD + "1 257", "第 2 个字段（第 15 个字符起）应是 1–256 的分量，现在是 257"),
        (HEAD + "1 1x", "第 2 个字段（第 15 个字符起）应是 1–256 的分量，现在是 '1x'"),
        (HEAD + "1  1", "第 2 个字段（第 15 个字符起）应是 1–256 的分量，现在是 ''"),
        (HEAD + "1 ٣", "第 2 个字段（第 15 个字符起）应是 1–256 的分量，现在是 '٣'"),
        (HEAD + "1 1 u_p", "第 3 个字段（第 17 个字符起）应是 udp、tcp 这样的协议名"),
        (HEAD + "1 1 udp 0", "第 4 个字段（第 21 个字符起）应是 1–2147483647 的优先级，现在是 0"),
        (HEAD + "1 1 udp 2147483648", "第 4 个字段（第 21 个字符起）应是 1–2147483647 的优先级"),
        (HEAD + "1 1 udp 00000000001", "第 4 个字段（第 21 个字符起）"),
        (HEAD + "1 1 udp -1", "第 4 个字段（第 21 个字符起）"),
        (HEAD + "1 1 udp 1 a_b", "第 5 个字段（第 23 个字符起）应是 IP 地址或域名，现在是 'a_b'"),
        (HEAD + "1 1 udp 1 10.0.0.256", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 260.0.0.1", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 10.0.01.1", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 10.0.1", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 10.0.1.1.1", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 a..b", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 g::1", "第 5 个字段（第 23 个字符起）"),
        (HEAD + "1 1 udp 1 a b", "第 6 个字段（第 25 个字符起）应是 0–65535 的端口，现在是 'b'"),
        (HEAD + "1 1 udp 1 a 65536", "第 6 个字段（第 25 个字符起）应是 0–65535 的端口"),
        (HEAD + "1 1 udp 1 a 0 Typ", "第 7 个字段（第 27 个字符起）应是 typ，现在是 'Typ'"),
        (HEAD + "1 1 udp 1 a 0 typ", "第 8 个字段（第 31 个字符起）应是 host、prflx、srflx、relay"),
        (HEAD + "1 1 udp 1 a 0 typ local", "第 8 个字段（第 31 个字符起）应是 host、prflx"),
        (SRFLX.split(" raddr")[0], "第 9 个字段（第 58 个字符起）应是 raddr，现在是 ''"),
        (SRFLX.replace("10.0.1.1", "?"), "第 10 个字段（第 64 个字符起）应是 IP 地址或域名"),
        (SRFLX.replace("rport", "port"), "第 11 个字段（第 73 个字符起）应是 rport"),
        (SRFLX.replace("8998", "65536"), "第 12 个字段（第 79 个字符起）应是 0–65535 的端口"),
        (SRFLX + " generation", "第 14 个字段（第 95 个字符起）应是 name value 这样成对的扩展"),
        (HOST + " a b c", "第 12 个字段（第 61 个字符起）应是 name value 这样成对的扩展"),
        (HOST + "  b", "第 9 个字段（第 55 个字符起）应是 name value 这样成对的扩展，现在是 ''"),
        (HOST + " a b\n", "第 10 个字段（第 57 个字符起）应是 name value 这样成对的扩展"),
        (HOST + " a 值", "第 10 个字段（第 57 个字符起）"),
    ],
)
def test_a_bad_line_is_refused_where_it_is_bad(line: object, complaint: str) -> None:
    outcome = run(NAME, LINES=[HOST, line])
    assert outcome.complaint.startswith("输入有误：LINES 第 2 行" + complaint)
    assert outcome.text == ""


def test_every_character_of_a_line_matters_or_is_free(example: ModuleType) -> None:
    """A line with one character replaced by one that no field allows is never read."""
    for place in range(len(SRFLX)):
        with pytest.raises(example.InputError):
            example.parse_candidate(f"{SRFLX[:place]}_{SRFLX[place + 1 :]}")


# ── what the reader may set ──


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ({"CANDIDATES": []}, "CANDIDATES 的项数应是 1–8，现在是 0"),
        ({"CANDIDATES": [OWN] * 9}, "CANDIDATES 的项数应是 1–8，现在是 9"),
        ({"CANDIDATES": "host"}, "CANDIDATES 应是 […] 这样的列表，现在是 'host'"),
        ({"CANDIDATES": None}, "CANDIDATES 应是 […] 这样的列表，现在是 None"),
        ({"CANDIDATES": 5}, "CANDIDATES 应是 […] 这样的列表，现在是 5"),
        ({"CANDIDATES": (OWN,)}, "CANDIDATES 应是 […] 这样的列表，现在是 (("),
        ({"CANDIDATES": [4]}, "CANDIDATES 第 1 项应是 (…) 这样的元组，现在是 4"),
        ({"CANDIDATES": [list(OWN)]}, "CANDIDATES 第 1 项应是 (…) 这样的元组，现在是 ['host'"),
        ({"LINES": 3}, "LINES 应是 […] 这样的列表，现在是 3"),
        ({"CANDIDATES": [None]}, "CANDIDATES 第 1 项应是 (…) 这样的元组，现在是 None"),
        ({"CANDIDATES": [OWN, OWN[:3]]}, "CANDIDATES 第 2 项的长度应是 4，现在是 3"),
        ({"CANDIDATES": [(*OWN, 1)]}, "CANDIDATES 第 1 项的长度应是 4，现在是 5"),
        (
            {"CANDIDATES": [("local", *OWN[1:])]},
            "CANDIDATES 第 1 项里应是 host、prflx、srflx、relay 之一，现在是 'local'",
        ),
        ({"CANDIDATES": [(126, *OWN[1:])]}, "之一，现在是 126"),
        ({"CANDIDATES": [("host", -1, 1, OWN[3])]}, "项里应是 0–65535 的本地偏好，现在是 -1"),
        ({"CANDIDATES": [("host", 65536, 1, OWN[3])]}, "0–65535 的本地偏好，现在是 65536"),
        ({"CANDIDATES": [("host", "30", 1, OWN[3])]}, "0–65535 的本地偏好，现在是 '30'"),
        ({"CANDIDATES": [("host", True, 1, OWN[3])]}, "0–65535 的本地偏好，现在是 True"),
        ({"CANDIDATES": [("host", 1.0, 1, OWN[3])]}, "0–65535 的本地偏好，现在是 1.0"),
        ({"CANDIDATES": [("host", 1, 0, OWN[3])]}, "项里应是 1–256 的分量，现在是 0"),
        ({"CANDIDATES": [("host", 1, 257, OWN[3])]}, "项里应是 1–256 的分量，现在是 257"),
        ({"CANDIDATES": [("host", 1, 1, None)]}, "这样的来源，现在是 None"),
        ({"CANDIDATES": [("host", 1, 1, "udp")]}, "这样的来源，现在是 'udp'"),
        ({"CANDIDATES": [("host", 1, 1, "sctp 10.0.1.1")]}, "这样的来源，现在是 'sctp 10.0.1.1'"),
        ({"CANDIDATES": [("host", 1, 1, "udp 10.0.1.256")]}, "这样的来源"),
        ({"CANDIDATES": [("host", 1, 1, "udp ::1 ::2 ::3")]}, "这样的来源"),
        ({"CANDIDATES": [("host", 1, 1, "udp ::1 name")]}, "这样的来源"),
        ({"LINES": None}, "LINES 应是 […] 这样的列表，现在是 None"),
        ({"LINES": HOST}, "LINES 应是 […] 这样的列表，现在是 'a=cand"),
        ({"LINES": [HOST] * 5}, "LINES 的项数应是 0–4，现在是 5"),
        ({"LINES": [None]}, "LINES 第 1 行应是 a=candidate: 开头的文字，现在是 None"),
        ({"BREAK_COMPONENT": 1}, "BREAK_COMPONENT 应是 True 或 False，现在是 1"),
        ({"BREAK_COMPONENT": None}, "BREAK_COMPONENT 应是 True 或 False，现在是 None"),
        ({"BREAK_TYPES": "True"}, "BREAK_TYPES 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused_in_words(inputs: dict[str, object], complaint: str) -> None:
    outcome = run(NAME, **inputs)
    assert outcome.complaint.startswith("输入有误：")
    assert complaint in outcome.complaint
    assert outcome.trace is None


def test_a_long_value_is_cut_in_the_complaint() -> None:
    assert len(run(NAME, LINES="x" * 10_000).complaint) < 100


STRANGE: list[Any] = [
    *(None, True, 0, 1, 4, -1, 2.5, 10**400, "", "x", b"x", float("nan")),
    *([], (), {}, set(), [None], [1], [()], [[]], [{}], [(None,) * 4], [([],) * 6], ("L",)),
]


@pytest.mark.parametrize("name", ["CANDIDATES", "LINES", "BREAK_COMPONENT", "BREAK_TYPES"])
def test_no_value_is_answered_by_a_traceback(name: str) -> None:
    for value in STRANGE:
        outcome = run(NAME, **{name: value})
        assert outcome.complaint.startswith("输入有误：") or outcome.trace


def test_limits_are_allowed() -> None:
    rows = [("host", 0, 256, "tcp fe80::1"), ("relay", 65535, 1, "udp 255.199.99.0 ::1")] * 4
    outcome = run(NAME, CANDIDATES=rows, LINES=[HOST, SRFLX, CHROMIUM_4, CHROMIUM_6])
    assert outcome.complaint == ""
    assert len(outcome.picture("bits")["rows"]) == 12
    assert run(NAME, CANDIDATES=[OWN], LINES=[]).complaint == ""


# ── what a run shows ──

DEFAULT = """\
优先级 = 类型偏好·2^24 + 本地偏好·2^8 + (256 − 分量)
2130706431 = 126·2^24 + 65535·2^8 + 255  host  分量 1，foundation 1
2130706430 = 126·2^24 + 65535·2^8 + 254  host  分量 2，foundation 1
1862270975 = 110·2^24 + 65535·2^8 + 255  prflx 分量 1，foundation 3
1694498815 = 100·2^24 + 65535·2^8 + 255  srflx 分量 1，foundation 2
  16777215 =   0·2^24 + 65535·2^8 + 255  relay 分量 1，foundation 4
2113937151 = 126·2^24 +    30·2^8 + 255  host  分量 1，LINES 第 1 行
1694498815 = 100·2^24 + 65535·2^8 + 255  srflx 分量 1，LINES 第 2 行
守住规定：自己的候选，优先级互不相同
守住规定：自己的候选，优先级大于 0
守住规定：自己的候选，类型偏好 prflx 高于 srflx
"""


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def test_text_of_a_run(default: Outcome) -> None:
    assert default.text == DEFAULT


def test_bits_say_what_the_numbers_are(default: Outcome, example: ModuleType) -> None:
    picture = default.picture("bits")
    assert picture["title"] == "32 位优先级的三段"
    rows = picture["rows"]
    assert [row["label"] for row in rows][::6] == [
        "host 分量 1，foundation 1",
        "srflx 分量 1，LINES 第 2 行",
    ]
    numbers = [int(line.split("=")[0]) for line in lines(default.text)[1:8]]
    for row, number in zip(rows, numbers, strict=True):
        cells = [field["cells"] for field in row["fields"]]
        assert [len(part) for part in cells] == [8, 16, 8]
        assert int("".join(cells), 2) == number
        preference, local, component = example.split_priority(number)
        values = [str(preference), str(local), f"{256 - component}，分量 {component}"]
        assert [field["value"] for field in row["fields"]] == values
        assert [field["name"] for field in row["fields"]] == ["类型偏好", "本地偏好", "256 − 分量"]
        assert {field["ref"] for field in row["fields"]} == {"RFC 8445 §5.1.2.1"}


def cells(row: dict[str, Any]) -> list[str]:
    return [cell["text"] for cell in row["cells"]]


def test_grid_is_the_sorted_list(default: Outcome) -> None:
    grid = default.picture("grid")
    assert grid["columns"] == ["优先级", "候选", "来历", "与推荐公式"]
    assert grid["corner"] == "序"
    assert [row["name"] for row in grid["rows"]] == list("1234567")
    assert cells(grid["rows"][0]) == ["2130706431", "host 分量 1", "foundation 1", "对得上"]
    assert cells(grid["rows"][6]) == ["1694498815", "srflx 分量 1", "LINES 第 2 行", "对得上"]
    assert {cell["tone"] for row in grid["rows"] for cell in row["cells"]} == {"plain"}


def test_the_file_runs_as_a_program() -> None:
    command = [sys.executable, str(folder() / f"{NAME}.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.startswith(DEFAULT + '{"trace": 1, "pictures": [{"kind": "bits"')
    assert '"title": "32 位优先级的三段"' in done.stdout
    assert done.stderr == ""


def test_loading_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load(NAME)
    assert capsys.readouterr().out == ""


def test_trace_is_of_version_1(default: Outcome) -> None:
    assert default.trace is not None
    assert default.trace["trace"] == 1
    assert [picture["kind"] for picture in default.trace["pictures"]] == ["bits", "grid"]


# ── what the page foretells ──


def test_break_component() -> None:
    outcome = run(NAME, BREAK_COMPONENT=True)
    assert lines(outcome.text)[1:3] == [
        "2130706178 = 126·2^24 + 65535·2^8 +   2  host  分量 2，foundation 1，拆出来的分量是 254",
        "2130706177 = 126·2^24 + 65535·2^8 +   1  host  分量 1，foundation 1，拆出来的分量是 255",
    ]
    rows = outcome.picture("grid")["rows"]
    assert cells(rows[0])[3] == "拆出来的分量是 254"
    assert [row["cells"][0]["tone"] for row in rows] == ["bad"] * 5 + ["plain"] * 2


def test_break_types() -> None:
    outcome = run(NAME, BREAK_TYPES=True)
    assert lines(outcome.text)[3:5] == [
        "1862270975 = 110·2^24 + 65535·2^8 + 255  srflx 分量 1，foundation 2，类型偏好推荐 100",
        "1694498815 = 100·2^24 + 65535·2^8 + 255  prflx 分量 1，foundation 3，类型偏好推荐 110",
    ]
    assert lines(outcome.text)[-3:] == [
        "守住规定：自己的候选，优先级互不相同",
        "守住规定：自己的候选，优先级大于 0",
        "违反规定：自己的候选，类型偏好 prflx 高于 srflx",
    ]
    assert [row["cells"][0]["tone"] for row in outcome.picture("grid")["rows"]] == (
        ["plain", "plain", "bad", "bad", "plain", "plain", "plain"]
    )


def test_two_interfaces_with_one_preference() -> None:
    outcome = run(NAME, CANDIDATES=[OWN, ("host", 65535, 1, "udp 10.0.2.1")])
    assert lines(outcome.text)[1:3] == [
        "2130706431 = 126·2^24 + 65535·2^8 + 255  host  分量 1，foundation 1",
        "2130706431 = 126·2^24 + 65535·2^8 + 255  host  分量 1，foundation 2",
    ]
    assert "违反规定：自己的候选，优先级互不相同" in outcome.text
    mended = run(NAME, CANDIDATES=[OWN, ("host", 65534, 1, "udp 10.0.2.1")])
    assert lines(mended.text)[2].startswith("2130706175 = 126·2^24 + 65534·2^8 + 255")
    assert "守住规定：自己的候选，优先级互不相同" in mended.text


def test_the_smallest_priority_is_not_allowed() -> None:
    outcome = run(NAME, CANDIDATES=[OWN, ("relay", 0, 256, "udp 192.0.2.9 192.0.2.2")])
    assert "         0 =   0·2^24 +     0·2^8 +   0  relay 分量 256" in outcome.text
    assert "违反规定：自己的候选，优先级大于 0" in outcome.text
    above = run(NAME, CANDIDATES=[("relay", 0, 255, "udp 192.0.2.9 192.0.2.2")])
    assert "守住规定：自己的候选，优先级大于 0" in above.text


def test_chromium_tells_ipv4_from_ipv6() -> None:
    assert lines(run(NAME, LINES=[CHROMIUM_6]).text)[6] == (
        "2113942271 = 126·2^24 +    50·2^8 + 255  host  分量 1，LINES 第 1 行"
    )


def test_a_formula_of_its_own() -> None:
    turn = "a=candidate:3 2 udp 41885439 192.0.2.9 50000 typ relay raddr 192.0.2.3 rport 1"
    assert lines(run(NAME, LINES=[turn]).text)[6] == (
        "  41885439 =   2·2^24 + 32542·2^8 + 255  relay 分量 2，LINES 第 1 行"
        "，类型偏好推荐 0，拆出来的分量是 1"
    )
