"""Reading responses, against RFC 5769 §2.2 and §2.3, aioice and scapy."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import struct
import zlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from aioice import stun
from hypothesis import given, settings
from hypothesis import strategies as st
from scapy.contrib.stun import STUN

from tests.examples.loading import ROOT, Outcome, load, run

NAME = "stun/xor_mapped_address"
EXAMPLE = load(NAME)
PAGE = Path(ROOT / "stun-xor-mapped-address.md").read_text(encoding="utf-8")
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
# RFC 5769 §2.2 and §2.3
VECTOR_4 = (
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f722000200008"
    "0001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96"
)
VECTOR_6 = (
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f722000200014"
    "0002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275"
    "bfe3ed4180280004c8fb0b4c"
)
REQUEST = (
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
    "002400046e0001ff80290008932ff9b151263b36000600096576746a3a6836765920202000080014"
    "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
ADDRESS_6 = "2001:db8:1234:5678:11:2233:4455:6677"
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
ports = st.integers(0, 65535)
transactions = st.binary(min_size=12, max_size=12)
addresses = st.ip_addresses().map(str)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return EXAMPLE


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def message(*attributes: tuple[int, bytes], kind: int = 0x0101, fill: bytes = b"\0") -> bytes:
    """A message put together here, without anybody's packer."""
    body = b""
    for name, value in attributes:
        body += struct.pack("!HH", name, len(value)) + value + fill * (-len(value) % 4)
    return struct.pack("!HHI", kind, len(body), 0x2112A442) + TRANSACTION + body


PLAIN = (0x0001, bytes.fromhex("00010d96cb007105"))  # 203.0.113.5, port 3478
XORED = (0x0020, bytes.fromhex("0001a147e112a643"))  # 192.0.2.1, port 32853
INTEGRITY = (0x0008, bytes(20))


# ── vectors ──


def test_vectors_of_rfc_5769(example: ModuleType) -> None:
    assert example.mapped_address(bytes.fromhex(VECTOR_4)) == ("192.0.2.1", 32853)
    assert example.mapped_address(bytes.fromhex(VECTOR_6)) == (ADDRESS_6, 32853)
    assert bytes.fromhex(example.MESSAGE).hex() == VECTOR_4


def test_decoding_gives_type_transaction_and_attributes(example: ModuleType) -> None:
    decoded = example.decode(bytes.fromhex(VECTOR_4))
    assert (decoded.type, decoded.transaction_id) == (0x0101, TRANSACTION)
    assert decoded.attributes == [
        (0x8022, 20, b"test vector"),
        (0x0020, 36, bytes.fromhex("0001a147e112a643")),
        (0x0008, 48, bytes.fromhex(VECTOR_4[104:144])),
        (0x8028, 72, bytes.fromhex("c07d4c96")),
    ]


def test_a_header_alone_is_a_message(example: ModuleType) -> None:
    decoded = example.decode(message())
    assert (decoded.type, decoded.attributes) == (0x0101, [])
    assert example.decode(message(kind=0x3FFF)).type == 0x3FFF


@pytest.mark.parametrize("size", range(9))
def test_padding_is_skipped(example: ModuleType, size: int) -> None:
    made = message((0x8022, b"x" * size), XORED, fill=b"\x20")
    assert example.decode(made).attributes[0] == (0x8022, 20, b"x" * size)
    assert example.mapped_address(made) == ("192.0.2.1", 32853)


# ── independent implementations ──


@SMALL
@given(addresses, ports, transactions)
def test_what_aioice_packs_is_read_back(address: str, port: int, transaction: bytes) -> None:
    for name in ("XOR-MAPPED-ADDRESS", "MAPPED-ADDRESS"):
        attributes = {"SOFTWARE": "x" * (port % 5), name: (address, port)}
        made = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction, attributes)
        made.add_message_integrity(b"key")
        read_address, read_port = EXAMPLE.mapped_address(bytes(made))
        assert (ipaddress.ip_address(read_address), read_port) == (
            ipaddress.ip_address(address),
            port,
        )
        checks = [f["tone"] for f in EXAMPLE.fields(bytes(made)) if f["name"] == "FINGERPRINT"]
        assert checks == ["good"]


@SMALL
@given(addresses, ports, transactions)
def test_scapy_reads_the_same(address: str, port: int, transaction: bytes) -> None:
    attributes = {"XOR-MAPPED-ADDRESS": (address, port)}
    made = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, transaction, attributes)
    theirs = STUN(bytes(made)).attributes[0]
    read_address, read_port = EXAMPLE.mapped_address(bytes(made))
    assert ipaddress.ip_address(theirs.xip) == ipaddress.ip_address(read_address)
    assert theirs.xport == read_port


@SMALL
@given(st.binary(max_size=60), st.booleans())
def test_whatever_comes_is_read_or_refused(data: bytes, headed: bool) -> None:
    made = struct.pack("!HHI", 0x0101, len(data), 0x2112A442) + TRANSACTION + data
    made = made if headed else data
    with contextlib.suppress(EXAMPLE.InputError):
        cover(EXAMPLE.fields(made), len(made))


def test_an_ipv4_mapped_address_is_written_the_same_by_all_pythons(example: ModuleType) -> None:
    mapped = ("::ffff:192.0.2.1", 1)
    attributes = {"MAPPED-ADDRESS": mapped}
    made = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE, TRANSACTION, attributes)
    assert example.mapped_address(bytes(made)) == mapped


# ── which address ──


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ([PLAIN], "203.0.113.5"),
        ([PLAIN, XORED], "192.0.2.1"),
        ([XORED, PLAIN], "192.0.2.1"),
        ([XORED, (0x0020, bytes.fromhex("0001000000000000"))], "192.0.2.1"),
        ([PLAIN, (0x0001, bytes.fromhex("0001000000000000"))], "203.0.113.5"),
        ([PLAIN, INTEGRITY, XORED], "203.0.113.5"),
        ([PLAIN, (0x001C, bytes(32)), XORED], "203.0.113.5"),
        ([(0x8022, b"abc"), (0x7FFF, b""), XORED], "192.0.2.1"),
    ],
)
def test_xored_first_and_nothing_behind_integrity(
    example: ModuleType, attributes: list[tuple[int, bytes]], address: str
) -> None:
    assert example.mapped_address(message(*attributes))[0] == address


def test_aioice_too_ignores_what_follows_integrity() -> None:
    read = stun.parse_message(message(PLAIN, INTEGRITY, XORED))
    assert set(read.attributes) == {"MAPPED-ADDRESS", "MESSAGE-INTEGRITY"}


@pytest.mark.parametrize("attributes", [[], [INTEGRITY, XORED, PLAIN], [(0x8022, b"abc")]])
def test_no_address(example: ModuleType, attributes: list[tuple[int, bytes]]) -> None:
    with pytest.raises(example.InputError) as refused:
        example.mapped_address(message(*attributes))
    assert str(refused.value) == "报文里没有 XOR-MAPPED-ADDRESS，也没有 MAPPED-ADDRESS"


# ── bad messages ──

HEAD = "2112a442b7e7a701bc34d686fa87dfae"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "MESSAGE 应是十六进制文字，现在是 None"),
        (b"0101", "MESSAGE 应是十六进制文字，现在是 b'0101'"),
        (257, "MESSAGE 应是十六进制文字，现在是 257"),
        ("", "报文只有 0 字节，头就要 20 字节"),
        ("0x0101", "第 0 字节里的 'x' 不是十六进制数字"),
        ("01 01\n0g", "第 2 字节里的 'g' 不是十六进制数字"),
        ("0101:00", "第 2 字节里的 ':' 不是十六进制数字"),
        ("01٣", "第 1 字节里的 '٣' 不是十六进制数字"),
        ("010", "共 3 个数字，第 1 字节缺一半"),
        (VECTOR_4[:38], "报文只有 19 字节，头就要 20 字节"),
        ("4101" + VECTOR_4[4:], "第 0 字节是 0x41，最高两位应是 0"),
        ("4000" + VECTOR_4[4:], "第 0 字节是 0x40，最高两位应是 0"),
        ("8001" + VECTOR_4[4:], "第 0 字节是 0x80，最高两位应是 0"),
        (f"0101003d{VECTOR_4[8:]}00", "第 2 字节起的长度是 61，应是 4 的倍数"),
        (f"01010002{HEAD}0000", "第 2 字节起的长度是 2，应是 4 的倍数"),
        (f"01010040{VECTOR_4[8:]}", "第 2 字节起的长度是 64，头后面却有 60 字节"),
        (f"{VECTOR_4}00000000", "第 2 字节起的长度是 60，头后面却有 64 字节"),
        (VECTOR_4[:40], "第 2 字节起的长度是 60，头后面却有 0 字节"),
        (
            VECTOR_4.replace("2112a442", "2112a443"),
            "第 4 字节起是 0x2112a443，magic cookie 应是 0x2112a442",
        ),
        (f"01010004{HEAD}80220001", "第 22 字节起的属性长度是 1，后面只剩 0 字节"),
        (f"01010008{HEAD}8022000500000000", "第 22 字节起的属性长度是 5，后面只剩 4 字节"),
        (
            f"0101000c{HEAD}80220000002000080001a147",
            "第 26 字节起的属性长度是 8，后面只剩 4 字节",
        ),
        (f"01010004{HEAD}00200000", "第 25 字节应是地址族 01（IPv4）或 02（IPv6），现在是 空"),
        (
            f"01010008{HEAD}0020000100000000",
            "第 25 字节应是地址族 01（IPv4）或 02（IPv6），现在是 空",
        ),
        (
            VECTOR_4.replace("0001a147", "0003a147"),
            "第 41 字节应是地址族 01（IPv4）或 02（IPv6），现在是 03",
        ),
        (
            VECTOR_4.replace("0001a147", "0000a147"),
            "第 41 字节应是地址族 01（IPv4）或 02（IPv6），现在是 00",
        ),
        (
            VECTOR_4.replace("0001a147", "0002a147"),
            "第 38 字节起的长度是 8，这种地址应是 20",
        ),
        (
            VECTOR_6.replace("0002a147", "0001a147"),
            "第 38 字节起的长度是 20，这种地址应是 8",
        ),
        (f"01010008{HEAD}0001000400010d96", "第 22 字节起的长度是 4，这种地址应是 8"),
        (f"01010000{HEAD}", "报文里没有 XOR-MAPPED-ADDRESS，也没有 MAPPED-ADDRESS"),
        (REQUEST, "报文里没有 XOR-MAPPED-ADDRESS，也没有 MAPPED-ADDRESS"),
        (message(XORED, (0x8022, bytes(2013))).hex(), "报文有 2052 字节，这里最多读 2048 字节"),
        ("00" * 2049, "报文有 2049 字节，这里最多读 2048 字节"),
        (
            message(PLAIN, (0x0001, b"\0\3")).hex(),
            "第 37 字节应是地址族 01（IPv4）或 02（IPv6），现在是 03",
        ),
    ],
)
def test_a_bad_message_is_refused_where_it_is_bad(text: object, complaint: str) -> None:
    outcome = run(NAME, MESSAGE=text)
    assert outcome.complaint == f"输入有误：{complaint}"
    assert (outcome.text, outcome.trace) == ("", None)


@pytest.mark.parametrize("value", [1, 0, None, "True"])
def test_the_switch_is_a_truth_value(value: object) -> None:
    complaint = f"输入有误：BREAK_XOR 应是 True 或 False，现在是 {value!r}"
    assert run(NAME, BREAK_XOR=value).complaint == complaint


def test_longest_message_is_allowed() -> None:
    assert run(NAME, MESSAGE=message(XORED, (0x8022, bytes(2012))).hex()).complaint == ""


def test_cut_anywhere_it_is_refused(example: ModuleType) -> None:
    whole = bytes.fromhex(VECTOR_6)
    for end in range(len(whole)):
        with pytest.raises(example.InputError):
            example.decode(whole[:end])


# ── fields ──


def cover(fields: list[dict[str, Any]], size: int) -> None:
    """Each byte belongs to one field."""
    end = 0
    for field in fields:
        assert field["at"] == end
        assert field["size"] > 0
        end += field["size"]
    assert end == size


def field_of(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(field for field in fields if field["name"] == name)


@pytest.mark.parametrize("text", [VECTOR_4, VECTOR_6, REQUEST, message().hex()])
def test_every_byte_has_one_field(example: ModuleType, text: str) -> None:
    cover(example.fields(bytes.fromhex(text)), len(text) // 2)


def test_what_the_attributes_are_said_to_be(example: ModuleType) -> None:
    made = message(
        PLAIN,
        XORED,
        (0x0006, "用户".encode()),
        (0x0008, bytes(20)),
        (0x001C, bytes(32)),
        (0x0009, bytes.fromhex("00000401")),
        (0x0014, b"realm\n"),
        (0x0015, b"\xff"),
        (0x000A, b"\x7f\xff"),
        (0x8022, b""),
        (0x7FFF, b"\x01"),
        (0x8000, b"\x02"),
        (0x8028, bytes(4)),
    )
    said = [
        (field["name"], field["value"], field["ref"].removeprefix("RFC 8489 §"), field["tone"])
        for field in example.fields(made)
        if "tone" in field and field["name"] != "填充"
    ]
    assert said == [
        ("MAPPED-ADDRESS", "203.0.113.5，端口 3478", "14.1", "plain"),
        ("XOR-MAPPED-ADDRESS", "192.0.2.1，端口 32853", "14.2", "plain"),
        ("USERNAME", "'用户'", "14.3", "plain"),
        ("MESSAGE-INTEGRITY", "没有密码，无从核对", "14.5", "plain"),
        ("MESSAGE-INTEGRITY-SHA256", "没有密码，无从核对", "14.6", "plain"),
        ("ERROR-CODE", "0x00000401", "14.8", "plain"),
        ("REALM", r"'realm\n'", "14.9", "plain"),
        ("NONCE", "'\ufffd'", "14.10", "plain"),
        ("UNKNOWN-ATTRIBUTES", "0x7fff", "14.13", "plain"),
        ("不认识的必需属性", "0x01", "14", "plain"),
        ("不认识的可选属性", "0x02", "14", "plain"),
        ("FINGERPRINT", "核对不通过", "14.7", "bad"),
    ]
    software = field_of(example.fields(made), "SOFTWARE 属性头")
    assert (software["value"], software["ref"]) == ("0x8022，值 0 字节", "RFC 8489 §14.14")


def test_fields_of_the_header_and_of_padding(example: ModuleType) -> None:
    fields = example.fields(bytes.fromhex(VECTOR_4))
    assert [(f["size"], f["name"], f["value"], f["ref"]) for f in fields[:4]] == [
        (2, "消息类型", "0x0101", "RFC 8489 §5"),
        (2, "消息长度", "60", "RFC 8489 §5"),
        (4, "magic cookie", "固定值", "RFC 8489 §5"),
        (12, "事务 ID", "与请求里的相同", "RFC 8489 §5"),
    ]
    padding = field_of(fields, "填充")
    assert (padding["at"], padding["size"], padding["tone"]) == (35, 1, "quiet")
    assert padding["ref"] == "RFC 8489 §14"


def test_fingerprint_notices_every_changed_bit(example: ModuleType) -> None:
    whole = bytes.fromhex(VECTOR_4)
    assert field_of(example.fields(whole), "FINGERPRINT")["value"] == "核对通过"
    for place in (*range(8, 20), *range(24, 36), *range(42, 48), *range(52, 72), *range(76, 80)):
        changed = whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :]
        verdict = field_of(example.fields(changed), "FINGERPRINT")
        assert (verdict["value"], verdict["tone"]) == ("核对不通过", "bad")


def test_fingerprint_is_a_crc_of_all_before_it(example: ModuleType) -> None:
    bare = message(XORED, (0x8028, bytes(4)))[:-4]
    made = bare + struct.pack("!I", zlib.crc32(bare[:-4]) ^ 0x5354554E)
    assert field_of(example.fields(made), "FINGERPRINT")["tone"] == "good"
    assert stun.parse_message(made)


# ── what a run shows ──

DEFAULT = """\
   0  0101                                      消息类型：0x0101
   2  003c                                      消息长度：60
   4  2112a442                                  magic cookie：固定值
   8  b7e7a701bc34d686fa87dfae                  事务 ID：与请求里的相同
  20  8022000b                                  SOFTWARE 属性头：0x8022，值 11 字节
  24  7465737420766563746f72                    SOFTWARE：'test vector'
  35  20                                        填充：收方忽略
  36  00200008                                  XOR-MAPPED-ADDRESS 属性头：0x0020，值 8 字节
  40  0001a147e112a643                          XOR-MAPPED-ADDRESS：192.0.2.1，端口 32853
  48  00080014                                  MESSAGE-INTEGRITY 属性头：0x0008，值 20 字节
  52  2b91f599fd9e90c38c7489f92af9ba53f06be7d7  MESSAGE-INTEGRITY：没有密码，无从核对
  72  80280004                                  FINGERPRINT 属性头：0x8028，值 4 字节
  76  c07d4c96                                  FINGERPRINT：核对通过
外部地址 192.0.2.1，端口 32853
会改地址的 NAT 在报文里找 c0000201，找到 0 处
"""


def test_text_of_a_run(default: Outcome) -> None:
    assert default.text == DEFAULT


def test_hexdump_is_the_message(default: Outcome, example: ModuleType) -> None:
    picture = default.picture("hexdump")
    assert picture["bytes"] == VECTOR_4
    assert picture["fields"] == example.fields(bytes.fromhex(VECTOR_4))


def xor_rows(outcome: Outcome) -> dict[str, list[str]]:
    rows = outcome.picture("bits")["rows"]
    assert [row["label"] for row in rows] == ["收到", "密钥", "结果"]
    for row in rows:
        assert [field["name"] for field in row["fields"]] == ["端口", "地址"]
        assert len(row["fields"][0]["cells"]) == 2
    return {row["label"]: ["".join(field["cells"]) for field in row["fields"]] for row in rows}


def test_bits_show_the_xor(default: Outcome) -> None:
    assert xor_rows(default) == {
        "收到": ["a147", "e112a643"],
        "密钥": ["2112", "2112a442"],
        "结果": ["8055", "c0000201"],
    }
    assert xor_rows(run(NAME, MESSAGE=VECTOR_6)) == {
        "收到": ["a147", "0113a9faa5d3f179bc25f4b5bed2b9d9"],
        "密钥": ["2112", "2112a442b7e7a701bc34d686fa87dfae"],
        "结果": ["8055", ipaddress.ip_address(ADDRESS_6).packed.hex()],
    }


def test_trace_is_of_version_1(default: Outcome) -> None:
    assert default.trace is not None
    assert default.trace["trace"] == 1
    assert [picture["kind"] for picture in default.trace["pictures"]] == ["hexdump", "bits"]


# ── what the page foretells ──


def test_break_xor() -> None:
    outcome = run(NAME, BREAK_XOR=True)
    assert "外部地址 225.18.166.67，端口 41287\n" in outcome.text
    assert xor_rows(outcome)["密钥"] == ["0000", "00000000"]
    assert "FINGERPRINT：核对通过\n" in outcome.text
    six = run(NAME, BREAK_XOR=True, MESSAGE=VECTOR_6)
    assert "外部地址 113:a9fa:a5d3:f179:bc25:f4b5:bed2:b9d9，端口 41287\n" in six.text


def on_page() -> list[str]:
    """The messages that the page offers."""
    return re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_message_without_xor_is_found_by_a_meddling_nat() -> None:
    outcome = run(NAME, MESSAGE=on_page()[0])
    assert outcome.text.splitlines()[-2:] == [
        "外部地址 192.0.2.1，端口 32853",
        "会改地址的 NAT 在报文里找 c0000201，找到 1 处",
    ]
    assert xor_rows(outcome)["密钥"] == ["0000", "00000000"]


def test_the_message_with_ipv6() -> None:
    assert "".join(on_page()[1].split()) == VECTOR_6
    outcome = run(NAME, MESSAGE=on_page()[1])
    assert f"外部地址 {ADDRESS_6}，端口 32853\n" in outcome.text


def test_one_changed_bit() -> None:
    changed = EXAMPLE.MESSAGE.replace("e112a643", "e112a642")
    outcome = run(NAME, MESSAGE=changed)
    assert "外部地址 192.0.2.0，端口 32853\n" in outcome.text
    assert "FINGERPRINT：核对不通过\n" in outcome.text


def test_complaints_on_the_page() -> None:
    text = EXAMPLE.MESSAGE.strip()
    complaints = [
        run(NAME, MESSAGE=text[:-1]).complaint,
        run(NAME, MESSAGE=text[:-2]).complaint,
        run(NAME, MESSAGE=text.replace("2112a442", "2112a443")).complaint,
    ]
    for complaint in complaints:
        assert f"“{complaint.removeprefix('输入有误：')}”" in PAGE
