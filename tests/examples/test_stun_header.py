"""STUN types and headers, against RFC 8489 figure 3, aioice, libwebrtc and RFCs 7983 and 9443."""

from __future__ import annotations

import itertools
from types import ModuleType

import pytest
from aioice import stun

from tests.examples.loading import Outcome, load, run

NAME = "stun/header"
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
# RFC 8489 figure 3, from the most significant bit; two zero bits stand before it
FIGURE = "M11 M10 M9 M8 M7 C1 M6 M5 M4 C0 M3 M2 M1 M0".split()


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def placed(method: int, kind: int) -> int:
    """A type put together bit by bit as figure 3 shows it."""
    parts = {"M": method, "C": kind}
    bits = [str(parts[name[0]] >> int(name[1:]) & 1) for name in FIGURE]
    return int("00" + "".join(bits), 2)


# ── the type ──


def test_all_types_as_figure_3_places_their_bits(example: ModuleType) -> None:
    seen = set()
    for method, kind in itertools.product(range(0x1000), range(4)):
        value = example.pack_type(method, kind)
        assert value == placed(method, kind)
        assert example.unpack_type(value) == (method, kind)
        seen.add(value)
    assert seen == set(range(0x4000))


def test_numbers_that_everybody_knows(example: ModuleType) -> None:
    binding = [example.pack_type(0x001, kind) for kind in range(4)]
    assert binding == [0x0001, 0x0011, 0x0101, 0x0111]


def test_goog_ping_as_libwebrtc_writes_it(example: ModuleType) -> None:
    # GOOG_PING_REQUEST, GOOG_PING_RESPONSE and GOOG_PING_ERROR_RESPONSE of its stun.h
    ping = [example.pack_type(0x080, kind) for kind in (0, 2, 3)]
    assert ping == [0x200, 0x300, 0x310]


def test_types_that_aioice_knows(example: ModuleType) -> None:
    kinds = (stun.Class.REQUEST, stun.Class.INDICATION, stun.Class.RESPONSE, stun.Class.ERROR)
    for method, (kind, their_class) in itertools.product(stun.Method, enumerate(kinds)):
        value = example.pack_type(method, kind)
        assert value == method | their_class
        read = stun.parse_message(example.pack_header(value, 0, TRANSACTION))
        assert (read.message_method, read.message_class) == (method, their_class)
        assert read.transaction_id == TRANSACTION


def test_without_interleaving_only_small_methods_survive(example: ModuleType) -> None:
    for method, kind in itertools.product(range(0x1000), range(4)):
        value = example.pack_type(method, kind, interleave=False)
        assert value == method | (0x000, 0x010, 0x100, 0x110)[kind]
        right = example.unpack_type(value) == (method, kind)
        assert right == (method < 0x010)


# ── the header ──


def test_header_bytes(example: ModuleType) -> None:
    header = example.pack_header(0x0101, 0x003C, TRANSACTION)
    assert header.hex() == "0101003c2112a442b7e7a701bc34d686fa87dfae"
    assert example.unpack_header(header) == (0x0101, 60, TRANSACTION)
    assert example.unpack_header(header + b"\xff" * 60) == (0x0101, 60, TRANSACTION)


def test_header_against_aioice(example: ModuleType) -> None:
    for length in range(0, 64, 4):
        message = stun.Message(
            stun.Method.BINDING,
            stun.Class.REQUEST,
            TRANSACTION,
            {"NONCE": bytes(length - 4)} if length else {},
        )
        assert example.unpack_header(bytes(message)) == (0x0001, length, TRANSACTION)
        assert example.pack_header(0x0001, length, TRANSACTION) == bytes(message)[:20]


@pytest.mark.parametrize(
    ("packet", "complaint"),
    [
        ("80", "只有 1 字节，头要 20 字节"),
        ("000100002112a442b7e7a701bc34d686fa87df", "只有 19 字节，头要 20 字节"),
        ("400100002112a442" + "00" * 12, "第 0 字节是 0x40，最高两位应是 0"),
        ("800100002112a442" + "00" * 12, "第 0 字节是 0x80，最高两位应是 0"),
        ("000100012112a442" + "00" * 12, "第 2 字节起的长度是 1，应是 4 的倍数"),
        ("000100022112a442" + "00" * 12, "第 2 字节起的长度是 2，应是 4 的倍数"),
        ("000100072112a442" + "00" * 12, "第 2 字节起的长度是 7，应是 4 的倍数"),
        (
            "000100002112a443" + "00" * 12,
            "第 4 字节起是 0x2112a443，应是 magic cookie 0x2112a442",
        ),
    ],
)
def test_what_is_no_header_is_said_to_be_none(
    example: ModuleType, packet: str, complaint: str
) -> None:
    with pytest.raises(example.InputError) as refused:
        example.unpack_header(bytes.fromhex(packet))
    assert str(refused.value) == complaint
    assert run(NAME, PACKET=packet).text.splitlines()[-1] == f"  不能当 STUN 的头来读：{complaint}"


def test_highest_type_is_one(example: ModuleType) -> None:
    header = example.pack_header(0x3FFF, 0, TRANSACTION)
    assert example.unpack_header(header)[0] == 0x3FFF


# ── the first byte ──


def by_rfc_7983(first: int) -> str:
    """The figure of RFC 7983 §7, written as its edges."""
    edges = [
        (0, "STUN"), (4, "丢弃"), (16, "ZRTP"), (20, "DTLS"), (64, "TURN 信道"), (80, "丢弃"),
        (128, "RTP/RTCP"), (192, "丢弃"),
    ]  # fmt: skip
    return [name for edge, name in edges if edge <= first][-1]


def by_rfc_9443(first: int, turn: bool) -> str:
    """RFC 9443 §3 gives QUIC what was dropped from 80 on, and 64–79 where no TURN server sent it.

    That is every packet with QUIC's fixed bit, 0x40 (RFC 9000 §17), but for RTP, which has not.
    """
    if first & 0x40:
        return "TURN 信道" if first < 80 and turn else "QUIC"
    return by_rfc_7983(first)


@pytest.mark.parametrize("turn", [False, True])
def test_all_first_bytes(example: ModuleType, turn: bool) -> None:
    for first in range(256):
        assert example.demultiplex(first, from_turn_server=turn) == by_rfc_7983(first)
        given = example.demultiplex(first, quic=True, from_turn_server=turn)
        assert given == by_rfc_9443(first, turn)


def test_no_server_is_a_turn_server_unless_told(example: ModuleType) -> None:
    assert example.demultiplex(64) == "TURN 信道"
    assert example.demultiplex(79, quic=True) == "QUIC"


def test_types_of_assignable_methods_begin_with_0_to_3(example: ModuleType) -> None:
    """Why IANA keeps methods from 0x100 on: they would leave STUN's range."""
    for method, kind in itertools.product(range(0x1000), range(4)):
        first = example.pack_type(method, kind) >> 8
        assert (example.demultiplex(first) == "STUN") == (method < 0x100)


# ── what the reader may set ──


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ({"METHOD": 0x1000}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 0x1000"),
        ({"METHOD": -1}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 -0x1"),
        ({"METHOD": "1"}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 '1'"),
        ({"METHOD": True}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 True"),
        ({"METHOD": 1.0}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 1.0"),
        ({"METHOD": None}, "METHOD 应是 0x000–0xFFF 之间的整数，现在是 None"),
        ({"CLASS": 4}, "CLASS 应是 0–3 之间的整数，现在是 0x4"),
        ({"CLASS": -1}, "CLASS 应是 0–3 之间的整数，现在是 -0x1"),
        ({"CLASS": False}, "CLASS 应是 0–3 之间的整数，现在是 False"),
        ({"CLASS": [0]}, "CLASS 应是 0–3 之间的整数，现在是 [0]"),
        ({"TRANSACTION_ID": "00" * 11}, "TRANSACTION_ID 应是 24 个十六进制数字，现在是 '0000"),
        ({"TRANSACTION_ID": "00" * 13}, "TRANSACTION_ID 应是 24 个十六进制数字"),
        ({"TRANSACTION_ID": "0" * 23 + "g"}, "TRANSACTION_ID 应是 24 个十六进制数字"),
        ({"TRANSACTION_ID": "0" * 24 + "\n"}, "TRANSACTION_ID 应是 24 个十六进制数字"),
        ({"TRANSACTION_ID": "٣" * 24}, "TRANSACTION_ID 应是 24 个十六进制数字"),
        ({"TRANSACTION_ID": b"0" * 24}, "TRANSACTION_ID 应是 24 个十六进制数字，现在是 b'0000"),
        ({"PACKET": ""}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 ''"),
        ({"PACKET": "0"}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 '0'"),
        ({"PACKET": "000"}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 '000'"),
        ({"PACKET": "0x16"}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 '0x16'"),
        ({"PACKET": 0x16}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 0x16"),
        ({"PACKET": "00" * 2049}, "PACKET 应是成对的十六进制数字，1–2048 字节"),
        ({"PACKET": None}, "PACKET 应是成对的十六进制数字，1–2048 字节，现在是 None"),
        ({"FROM_TURN_SERVER": 1}, "FROM_TURN_SERVER 应是 True 或 False，现在是 0x1"),
        ({"FROM_TURN_SERVER": None}, "FROM_TURN_SERVER 应是 True 或 False，现在是 None"),
        ({"BREAK_INTERLEAVE": "True"}, "BREAK_INTERLEAVE 应是 True 或 False，现在是 'True'"),
        ({"BREAK_INTERLEAVE": 0}, "BREAK_INTERLEAVE 应是 True 或 False，现在是 0x0"),
    ],
)
def test_bad_inputs_are_refused_in_words(inputs: dict[str, object], complaint: str) -> None:
    outcome = run(NAME, **inputs)
    assert outcome.complaint.startswith(f"输入有误：{complaint}")
    assert (outcome.text, outcome.trace) == ("", None)


def test_limits_are_allowed() -> None:
    longest = run(NAME, METHOD=0xFFF, CLASS=3, TRANSACTION_ID="0aF" * 8, PACKET="Ff" * 2048)
    assert longest.complaint == ""
    assert run(NAME, METHOD=0, CLASS=0, PACKET="00").complaint == ""


# ── what a run shows ──

DEFAULT = """\
方法 0x001 的四种类型
  0x0001  00 00000 0 000 0 0001  请求，收方读成：方法 0x001 请求
  0x0011  00 00000 0 000 1 0001  指示，收方读成：方法 0x001 指示
  0x0101  00 00000 1 000 0 0001  成功应答，收方读成：方法 0x001 成功应答
  0x0111  00 00000 1 000 1 0001  错误应答，收方读成：方法 0x001 错误应答
头 000100002112a442b7e7a701bc34d686fa87dfae，首字节 0，RFC 7983 归：STUN
收到的包首字节 1（0x01），RFC 7983 归：STUN，RFC 9443 归：STUN
  方法 0x001 成功应答，长度 60，事务 ID b7e7a701bc34d686fa87dfae
"""


def test_text_of_a_run(default: Outcome) -> None:
    assert default.text == DEFAULT


def test_bits_are_the_four_types(default: Outcome) -> None:
    rows = default.picture("bits")["rows"]
    labels = ["0x0001 请求", "0x0011 指示", "0x0101 成功应答", "0x0111 错误应答"]
    assert [row["label"] for row in rows] == labels
    for kind, row in enumerate(rows):
        names = ["固定", "M11–M7", "C1", "M6–M4", "C0", "M3–M0"]
        assert [field["name"] for field in row["fields"]] == names
        assert [len(field["cells"]) for field in row["fields"]] == [2, 5, 1, 3, 1, 4]
        assert int("".join(field["cells"] for field in row["fields"]), 2) == placed(1, kind)
        tones = [field["tone"] for field in row["fields"]]
        assert tones == ["quiet", "quiet", "plain", "quiet", "plain", "quiet"]
        assert {field["ref"] for field in row["fields"]} == {"RFC 8489 §5"}


def test_bits_of_the_highest_method() -> None:
    rows = run(NAME, METHOD=0xFFF).picture("bits")["rows"]
    assert [field["cells"] for field in rows[0]["fields"]] == [
        "00",
        "11111",
        "0",
        "111",
        "0",
        "1111",
    ]


def test_hexdump_is_the_header(default: Outcome) -> None:
    picture = default.picture("hexdump")
    assert picture["bytes"] == "000100002112a442b7e7a701bc34d686fa87dfae"
    fields = picture["fields"]
    assert [(field["at"], field["size"]) for field in fields] == [(0, 2), (2, 2), (4, 4), (8, 12)]
    assert [field["name"] for field in fields] == [
        "消息类型",
        "消息长度",
        "magic cookie",
        "事务 ID",
    ]
    assert [field["value"] for field in fields] == [
        "0x0001，方法 0x001 请求",
        "0，不含这 20 字节",
        "固定值",
        TRANSACTION.hex(),
    ]
    assert {field["ref"] for field in fields} == {"RFC 8489 §5"}


def test_hexdump_follows_the_inputs() -> None:
    picture = run(NAME, METHOD=0x0A5, CLASS=3, TRANSACTION_ID="ab" * 12).picture("hexdump")
    assert picture["bytes"] == f"{placed(0x0A5, 3):04x}00002112a442" + "ab" * 12


def test_grid_says_what_the_first_byte_means(default: Outcome, example: ModuleType) -> None:
    grid = default.picture("grid")
    assert (grid["corner"], grid["columns"]) == ("首字节", ["RFC 7983", "RFC 9443"])
    reached = []
    for row in grid["rows"]:
        low, high = map(int, row["name"].split("–"))
        reached += range(low, high + 1)
        new = "TURN 信道或 QUIC" if low == 64 else by_rfc_9443(low, False)
        assert [cell["text"] for cell in row["cells"]] == [by_rfc_7983(low), new]
    assert reached == list(range(256))


@pytest.mark.parametrize("first", [0, 3, 4, 15, 16, 63, 64, 79, 80, 127, 128, 191, 192, 255])
def test_grid_marks_the_row_that_was_hit(first: int) -> None:
    for row in run(NAME, PACKET=f"{first:02x}").picture("grid")["rows"]:
        low, high = map(int, row["name"].split("–"))
        tones = {cell["tone"] for cell in row["cells"]}
        assert tones == {"good" if first in range(low, high + 1) else "plain"}


def test_trace_is_of_version_1(default: Outcome) -> None:
    assert default.trace is not None
    assert default.trace["trace"] == 1
    assert [picture["kind"] for picture in default.trace["pictures"]] == ["bits", "hexdump", "grid"]


# ── what the page foretells ──


def types(outcome: Outcome) -> list[str]:
    return [line.split()[0] for line in outcome.text.splitlines()[1:5]]


def test_goog_ping() -> None:
    assert types(run(NAME, METHOD=0x080)) == ["0x0200", "0x0210", "0x0300", "0x0310"]


def test_method_0x100_is_dropped() -> None:
    outcome = run(NAME, METHOD=0x100)
    assert types(outcome)[0] == "0x0400"
    assert "，首字节 4，RFC 7983 归：丢弃\n" in outcome.text


def test_break_is_not_seen_with_binding(default: Outcome) -> None:
    broken = run(NAME, BREAK_INTERLEAVE=True)
    assert (broken.text, broken.trace) == (default.text, default.trace)


def test_break_is_seen_with_goog_ping() -> None:
    outcome = run(NAME, BREAK_INTERLEAVE=True, METHOD=0x080)
    assert outcome.text.splitlines()[1] == (
        "  0x0080  00 00000 0 100 0 0000  请求，收方读成：方法 0x040 请求"
    )
    row = outcome.picture("bits")["rows"][0]
    bad = [field["name"] for field in row["fields"] if field["tone"] == "bad"]
    assert bad == ["M11–M7", "M6–M4"]
    assert row["label"] == "0x0080 请求"
    assert outcome.picture("hexdump")["bytes"].startswith("0080")


def test_break_collides_with_a_binding_indication() -> None:
    outcome = run(NAME, BREAK_INTERLEAVE=True, METHOD=0x011)
    assert outcome.text.splitlines()[1] == (
        "  0x0011  00 00000 0 000 1 0001  请求，收方读成：方法 0x001 指示"
    )


@pytest.mark.parametrize(
    ("packet", "turn", "said"),
    [
        ("16fefd", False, "收到的包首字节 22（0x16），RFC 7983 归：DTLS，RFC 9443 归：DTLS"),
        ("40000004", False, "收到的包首字节 64（0x40），RFC 7983 归：TURN 信道，RFC 9443 归：QUIC"),
        (
            "40000004",
            True,
            "收到的包首字节 64（0x40），RFC 7983 归：TURN 信道，RFC 9443 归：TURN 信道",
        ),
    ],
)
def test_other_packets(packet: str, turn: bool, said: str) -> None:
    assert run(NAME, PACKET=packet, FROM_TURN_SERVER=turn).text.splitlines()[6] == said


def test_methods_of_aioice_are_too_small_to_collide() -> None:
    assert max(stun.Method) < 0x010
