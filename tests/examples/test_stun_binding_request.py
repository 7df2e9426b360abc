"""Binding requests, against RFC 5769 §2.1, scapy and aioice."""

from __future__ import annotations

import zlib
from types import ModuleType
from typing import Any

import pytest
from aioice import stun
from hypothesis import given, settings
from hypothesis import strategies as st
from scapy.contrib.stun import STUN

from tests.examples.loading import Outcome, load, run

NAME = "stun/binding_request"
EXAMPLE = load(NAME)
TRANSACTION = bytes.fromhex("b7e7a701bc34d686fa87dfae")
KEY = b"VOkJxbRl1RmTxUk/WvJxBt"
# RFC 5769 §2.1
VECTOR = (
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
    "002400046e0001ff80290008932ff9b151263b36000600096576746a3a6836765920202000080014"
    "9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
ATTRIBUTES = [
    (0x8022, b"STUN test client"),
    (0x0024, bytes.fromhex("6e0001ff")),
    (0x8029, bytes.fromhex("932ff9b151263b36")),
    (0x0006, b"evtj:h6vY"),
]
SMALL = settings(max_examples=40, deadline=None, derandomize=True, database=None)
texts = st.text(st.characters(min_codepoint=33, max_codepoint=0x4FFF), min_size=1, max_size=40)
transactions = st.binary(min_size=12, max_size=12)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return EXAMPLE


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def request(**changes: Any) -> bytes:
    given_values = {"password": KEY, "padding": 0x20} | changes
    made: bytes = EXAMPLE.binding_request(TRANSACTION, ATTRIBUTES, **given_values)
    return made


# ── the vector ──


def test_the_request_of_rfc_5769() -> None:
    assert request().hex() == VECTOR
    assert EXAMPLE.VECTOR == VECTOR


def test_without_password_or_fingerprint() -> None:
    body = VECTOR[40:152]
    head = "2112a442b7e7a701bc34d686fa87dfae"
    assert request(password=None, fingerprint=False).hex() == f"00010038{head}{body}"
    assert request(fingerprint=False).hex() == f"00010050{head}{VECTOR[40:200]}"
    alone = request(password=None)
    assert alone[:-4].hex() == f"00010040{head}{body}80280004"
    assert int.from_bytes(alone[-4:], "big") == zlib.crc32(alone[:-8]) ^ 0x5354554E


def test_defaults_are_no_password_a_fingerprint_and_zeros(example: ModuleType) -> None:
    made = example.binding_request(TRANSACTION, [(0x0006, b"a")])
    assert made[:20].hex() == "000100102112a442" + TRANSACTION.hex()
    assert made[20:32].hex() == "000600016100000080280004"
    assert len(made) == 36


def test_no_attributes_at_all(example: ModuleType) -> None:
    made = example.binding_request(TRANSACTION, [], fingerprint=False)
    assert made.hex() == "000100002112a442" + TRANSACTION.hex()


@pytest.mark.parametrize("size", [0, 11, 13])
def test_transaction_id_has_12_bytes(example: ModuleType, size: int) -> None:
    with pytest.raises(example.InputError, match=f"事务 ID 应是 12 字节，现在是 {size} 字节"):
        example.binding_request(bytes(size), [])


@pytest.mark.parametrize(
    ("size", "padding"), [(0, 0), (1, 3), (2, 2), (3, 1), (4, 0), (5, 3), (508, 0), (509, 3)]
)
def test_length_counts_bytes_before_padding(example: ModuleType, size: int, padding: int) -> None:
    made = example.attribute(0x8022, b"x" * size, 0xFF)
    assert made == b"\x80\x22" + size.to_bytes(2, "big") + b"x" * size + b"\xff" * padding
    assert example.attribute(0x8022, b"x" * size) == made[: 4 + size] + bytes(padding)


# ── independent implementations ──


@SMALL
@given(texts, texts, st.binary(min_size=1), transactions, st.integers(0, 2**64 - 1))
def test_bytes_are_those_of_aioice(
    user: str, software: str, key: bytes, transaction: bytes, number: int
) -> None:
    theirs = stun.Message(
        stun.Method.BINDING,
        stun.Class.REQUEST,
        transaction,
        {
            "SOFTWARE": software,
            "PRIORITY": number >> 32,
            "ICE-CONTROLLED": number,
            "USERNAME": user,
        },
    )
    listed = [
        (0x8022, software.encode()),
        (0x0024, (number >> 32).to_bytes(4, "big")),
        (0x8029, number.to_bytes(8, "big")),
        (0x0006, user.encode()),
    ]
    ours = EXAMPLE.binding_request(transaction, listed, fingerprint=False)
    assert ours == bytes(theirs)
    theirs.add_message_integrity(key)
    assert EXAMPLE.binding_request(transaction, listed, password=key) == bytes(theirs)


@SMALL
@given(texts, st.binary(min_size=1), transactions, st.integers(0, 255), st.data())
def test_aioice_accepts_it_and_refuses_it_once_changed(
    user: str, key: bytes, transaction: bytes, padding: int, data: st.DataObject
) -> None:
    listed = [(0x8022, user.encode()), (0x0006, user.encode())]
    made = EXAMPLE.binding_request(transaction, listed, password=key, padding=padding)
    read = stun.parse_message(made)
    assert read.attributes["USERNAME"] == user
    assert read.transaction_id == transaction
    assert read.check_message_integrity(key)
    assert not read.check_message_integrity(key + b"x")
    place = data.draw(st.integers(8, 19))  # in the transaction ID, which no parser checks
    changed = made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :]
    with pytest.raises(ValueError, match="fingerprint"):
        stun.parse_message(changed)
    assert not stun.parse_message(patched(changed)).check_message_integrity(key)


def patched(message: bytes) -> bytes:
    """A message without its FINGERPRINT."""
    return message[:2] + (len(message) - 28).to_bytes(2, "big") + message[4:-8]


@SMALL
@given(texts, texts, st.binary(min_size=1), transactions, st.integers(0, 255))
def test_scapy_takes_it_apart(
    user: str, software: str, key: bytes, transaction: bytes, padding: int
) -> None:
    listed = [(0x8022, software.encode()), (0x0024, b"\x6e\0\1\xff"), (0x0006, user.encode())]
    made = EXAMPLE.binding_request(transaction, listed, password=key, padding=padding)
    read = STUN(made)
    assert (read.RESERVED, read.stun_message_type) == (0, 1)
    assert (read.length, read.magic_cookie) == (len(made) - 20, 0x2112A442)
    assert read.transaction_id == int.from_bytes(transaction, "big")
    kinds = [0x8022, 0x0024, 0x0006, 0x0008, 0x8028]
    assert [attribute.type for attribute in read.attributes] == kinds
    sizes = [len(software.encode()), 4, len(user.encode()), 20, 4]
    assert [attribute.length for attribute in read.attributes] == sizes
    assert read.attributes[0].value == software.encode()
    assert read.attributes[1].priority == 0x6E0001FF
    assert read.attributes[2].username == user.encode()
    assert read.attributes[4].crc_32 == zlib.crc32(made[:-8]) ^ 0x5354554E


# ── what the reader may set ──


@pytest.mark.parametrize(
    ("inputs", "complaint"),
    [
        ({"USERNAME": ""}, "USERNAME 应是 1–508 个 ASCII 字符，现在是 ''"),
        ({"USERNAME": "x" * 509}, "USERNAME 应是 1–508 个 ASCII 字符，现在是 'xxx"),
        ({"USERNAME": "用户"}, "USERNAME 应是 1–508 个 ASCII 字符，现在是 '用户'"),
        ({"USERNAME": "a\n"}, r"USERNAME 应是 1–508 个 ASCII 字符，现在是 'a\n'"),
        ({"USERNAME": b"evtj"}, "USERNAME 应是 1–508 个 ASCII 字符，现在是 b'evtj'"),
        ({"USERNAME": None}, "USERNAME 应是 1–508 个 ASCII 字符，现在是 None"),
        ({"HMAC_KEY": ""}, "HMAC_KEY 应是 1–256 个 ASCII 字符，现在是 ''"),
        ({"HMAC_KEY": "x" * 257}, "HMAC_KEY 应是 1–256 个 ASCII 字符"),
        ({"HMAC_KEY": "密码"}, "HMAC_KEY 应是 1–256 个 ASCII 字符，现在是 '密码'"),
        ({"HMAC_KEY": 1}, "HMAC_KEY 应是 1–256 个 ASCII 字符，现在是 1"),
        ({"SOFTWARE": ""}, "SOFTWARE 应是 1–127 个字符，不含控制字符，现在是 ''"),
        ({"SOFTWARE": "测" * 128}, "SOFTWARE 应是 1–127 个字符，不含控制字符，现在是 '测测"),
        ({"SOFTWARE": "a\tb"}, r"SOFTWARE 应是 1–127 个字符，不含控制字符，现在是 'a\tb'"),
        ({"SOFTWARE": "\ud800"}, r"SOFTWARE 应是 1–127 个字符，不含控制字符，现在是 '\ud800'"),
        ({"SOFTWARE": None}, "SOFTWARE 应是 1–127 个字符，不含控制字符，现在是 None"),
        ({"PRIORITY": 0}, "PRIORITY 应是 1–2147483647 之间的整数，现在是 0"),
        ({"PRIORITY": 2**31}, "PRIORITY 应是 1–2147483647 之间的整数，现在是 2147483648"),
        ({"PRIORITY": "1"}, "PRIORITY 应是 1–2147483647 之间的整数，现在是 '1'"),
        ({"PRIORITY": True}, "PRIORITY 应是 1–2147483647 之间的整数，现在是 True"),
        ({"TIE_BREAKER": -1}, "TIE_BREAKER 应是 0–18446744073709551615 之间的整数，现在是 -1"),
        ({"TIE_BREAKER": 2**64}, "TIE_BREAKER 应是 0–18446744073709551615 之间的整数，现在是 1844"),
        ({"TIE_BREAKER": 0.5}, "TIE_BREAKER 应是 0–18446744073709551615 之间的整数，现在是 0.5"),
        ({"TRANSACTION_ID": "00" * 11}, "TRANSACTION_ID 应是 24 个十六进制数字，现在是 '00"),
        ({"TRANSACTION_ID": "00" * 13}, "TRANSACTION_ID 应是 24 个十六进制数字，现在是 '00"),
        ({"TRANSACTION_ID": "0" * 23 + "x"}, "TRANSACTION_ID 应是 24 个十六进制数字，现在是 '00"),
        ({"TRANSACTION_ID": bytes(12)}, r"TRANSACTION_ID 应是 24 个十六进制数字，现在是 b'\x00"),
        ({"PADDING": -1}, "PADDING 应是 0–255 之间的整数，现在是 -1"),
        ({"PADDING": 256}, "PADDING 应是 0–255 之间的整数，现在是 256"),
        ({"PADDING": b"\0"}, r"PADDING 应是 0–255 之间的整数，现在是 b'\x00'"),
        ({"BREAK_INTEGRITY": 1}, "BREAK_INTEGRITY 应是 True 或 False，现在是 1"),
        ({"BREAK_INTEGRITY": None}, "BREAK_INTEGRITY 应是 True 或 False，现在是 None"),
        ({"BREAK_PADDING": "True"}, "BREAK_PADDING 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused_in_words(inputs: dict[str, object], complaint: str) -> None:
    outcome = run(NAME, **inputs)
    assert outcome.complaint.startswith(f"输入有误：{complaint}")
    assert (outcome.text, outcome.trace) == ("", None)


@pytest.mark.parametrize("broken", [False, True])
def test_limits_are_allowed(broken: bool) -> None:
    most = {"PRIORITY": 2**31 - 1, "TIE_BREAKER": 2**64 - 1, "PADDING": 255}
    long = {"USERNAME": "~" * 508, "HMAC_KEY": " " * 256, "SOFTWARE": "\U0001f600" * 127}
    outcome = run(NAME, **most, **long, BREAK_PADDING=broken, BREAK_INTEGRITY=broken)
    assert outcome.complaint == ""
    least = {"PRIORITY": 1, "TIE_BREAKER": 0, "PADDING": 0, "TRANSACTION_ID": "aF" * 12}
    short = {"USERNAME": " ", "HMAC_KEY": "~", "SOFTWARE": "\u2028"}
    outcome = run(NAME, **least, **short, BREAK_PADDING=broken, BREAK_INTEGRITY=broken)
    assert outcome.complaint == ""
    assert outcome.trace


# ── what a run shows ──

DEFAULT = """\
   0  0001                                      消息类型：0x0001，Binding 请求
   2  0058                                      消息长度：88，不含这个头
   4  2112a442                                  magic cookie：固定值
   8  b7e7a701bc34d686fa87dfae                  事务 ID：应答里要原样带回
  20  80220010                                  SOFTWARE 属性头：0x8022，值 16 字节
  24  5354554e207465737420636c69656e74          SOFTWARE：'STUN test client'
  40  00240004                                  PRIORITY 属性头：0x0024，值 4 字节
  44  6e0001ff                                  PRIORITY：0x6e0001ff
  48  80290008                                  ICE-CONTROLLED 属性头：0x8029，值 8 字节
  52  932ff9b151263b36                          ICE-CONTROLLED：0x932ff9b151263b36
  60  00060009                                  USERNAME 属性头：0x0006，值 9 字节
  64  6576746a3a68367659                        USERNAME：'evtj:h6vY'
  73  202020                                    填充：收方忽略
  76  00080014                                  MESSAGE-INTEGRITY 属性头：0x0008，值 20 字节
  80  9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2  MESSAGE-INTEGRITY：核对通过
 100  80280004                                  FINGERPRINT 属性头：0x8028，值 4 字节
 104  e57a3bcf                                  FINGERPRINT：核对通过
与 RFC 5769 §2.1 的请求逐字节相同
头里的长度，写完属性时：56
头里的长度，算 HMAC 时：80
头里的长度，算 CRC 时：88
"""


def test_text_of_a_run(default: Outcome) -> None:
    assert default.text == DEFAULT


def row(outcome: Outcome, name: str) -> dict[str, Any]:
    fields = outcome.picture("hexdump")["fields"]
    found: dict[str, Any] = next(field for field in fields if field["name"] == name)
    return found


def bytes_of(outcome: Outcome, name: str) -> str:
    field = row(outcome, name)
    dump: str = outcome.picture("hexdump")["bytes"]
    return dump[2 * field["at"] :][: 2 * field["size"]]


@pytest.mark.parametrize("user", ["a", "ab", "abc", "abcd", "abcde"])
@pytest.mark.parametrize("broken", [False, True])
def test_every_byte_has_one_field(user: str, broken: bool) -> None:
    picture = run(NAME, USERNAME=user, BREAK_PADDING=broken).picture("hexdump")
    end = 0
    for field in picture["fields"]:
        assert field["at"] == end
        assert field["size"] > 0
        end += field["size"]
    assert end == len(picture["bytes"]) // 2
    paddings = [field["size"] for field in picture["fields"] if field["name"] == "填充"]
    expected = -len(user) % 4
    assert paddings == ([expected] if expected and not broken else [])


def test_fields_say_where_it_is_written(default: Outcome) -> None:
    refs = {f["name"]: f["ref"] for f in default.picture("hexdump")["fields"]}
    assert refs["消息类型"] == refs["事务 ID"] == "RFC 8489 §5"
    assert refs["USERNAME"] == refs["USERNAME 属性头"] == "RFC 8489 §14.3"
    assert refs["MESSAGE-INTEGRITY"] == "RFC 8489 §14.5"
    assert refs["FINGERPRINT"] == "RFC 8489 §14.7"
    assert refs["SOFTWARE"] == "RFC 8489 §14.14"
    assert refs["PRIORITY"] == "RFC 8445 §7.1.1"
    assert refs["ICE-CONTROLLED"] == "RFC 8445 §7.1.3"
    assert refs["填充"] == "RFC 8489 §14"


def test_tones(default: Outcome) -> None:
    tones = {f["name"]: f["tone"] for f in default.picture("hexdump")["fields"]}
    assert tones.pop("填充") == "quiet"
    assert {name for name, tone in tones.items() if tone == "good"} == (
        {"MESSAGE-INTEGRITY", "FINGERPRINT"}
    )
    assert set(tones.values()) == {"good", "plain"}


def test_a_corrupted_message_fails_both_checks(example: ModuleType) -> None:
    broken = bytearray(request())
    broken[64] ^= 1
    tones = {field["name"]: field["tone"] for field in example.fields(bytes(broken), KEY)}
    assert (tones["MESSAGE-INTEGRITY"], tones["FINGERPRINT"]) == ("bad", "bad")
    tones = {field["name"]: field["tone"] for field in example.fields(request(), KEY + b"x")}
    assert (tones["MESSAGE-INTEGRITY"], tones["FINGERPRINT"]) == ("bad", "good")


def lengths(outcome: Outcome) -> list[int]:
    rows = outcome.picture("bits")["rows"]
    assert [r["label"] for r in rows] == ["写完属性时", "算 HMAC 时", "算 CRC 时"]
    for r in rows:
        (field,) = r["fields"]
        assert len(field["cells"]) == 16
        assert field["name"] == f"长度 {int(field['cells'], 2)}"
    return [int(r["fields"][0]["cells"], 2) for r in rows]


def test_bits_are_the_three_lengths(default: Outcome) -> None:
    assert lengths(default) == [56, 80, 88]
    assert lengths(run(NAME, USERNAME="a" * 13)) == [60, 84, 92]


def test_trace_is_of_version_1(default: Outcome) -> None:
    assert default.trace is not None
    assert default.trace["trace"] == 1
    assert [picture["kind"] for picture in default.trace["pictures"]] == ["hexdump", "bits"]


def test_compared_with_the_vector_where_lengths_agree(default: Outcome) -> None:
    assert default.picture("hexdump")["differs"] == VECTOR
    assert run(NAME, USERNAME="x" * 12).picture("hexdump")["differs"] == VECTOR
    assert "differs" not in run(NAME, USERNAME="x" * 13).picture("hexdump")


# ── what the page foretells ──


def unlike(outcome: Outcome) -> set[str]:
    """Names of the fields with bytes that the vector has not."""
    picture = outcome.picture("hexdump")
    pairs = zip(bytes.fromhex(picture["bytes"]), bytes.fromhex(VECTOR), strict=True)
    places = [at for at, (ours, theirs) in enumerate(pairs) if ours != theirs]
    fields = picture["fields"]
    return {f["name"] for f in fields for at in places if f["at"] <= at < f["at"] + f["size"]}


def test_break_integrity() -> None:
    outcome = run(NAME, BREAK_INTEGRITY=True)
    assert lengths(outcome) == [56, 56, 88]
    assert "头里的长度，算 HMAC 时：56\n" in outcome.text
    assert bytes_of(outcome, "MESSAGE-INTEGRITY").startswith("221c5afa")
    assert row(outcome, "MESSAGE-INTEGRITY")["value"] == "核对不通过"
    assert row(outcome, "FINGERPRINT")["value"] == "核对通过"
    assert unlike(outcome) == {"MESSAGE-INTEGRITY", "FINGERPRINT"}
    message = stun.parse_message(bytes.fromhex(outcome.picture("hexdump")["bytes"]))
    assert not message.check_message_integrity(KEY)


def test_break_padding() -> None:
    outcome = run(NAME, BREAK_PADDING=True)
    assert bytes_of(outcome, "USERNAME 属性头") == "0006000c"
    assert row(outcome, "USERNAME")["value"] == "'evtj:h6vY   '"
    assert row(outcome, "MESSAGE-INTEGRITY")["value"] == "核对通过"
    assert row(outcome, "FINGERPRINT")["value"] == "核对通过"
    assert "与 RFC 5769 §2.1 的请求不同\n" in outcome.text
    message = stun.parse_message(bytes.fromhex(outcome.picture("hexdump")["bytes"]))
    assert message.check_message_integrity(KEY)
    assert message.attributes["USERNAME"] == "evtj:h6vY   "


def test_break_padding_with_a_byte_that_is_no_text() -> None:
    outcome = run(NAME, BREAK_PADDING=True, PADDING=255)
    assert row(outcome, "USERNAME")["value"] == "'evtj:h6vY\ufffd\ufffd\ufffd'"


def test_padding_of_zeros() -> None:
    outcome = run(NAME, PADDING=0)
    assert bytes_of(outcome, "填充") == "000000"
    assert bytes_of(outcome, "MESSAGE-INTEGRITY").startswith("7907c2d2")
    assert bytes_of(outcome, "FINGERPRINT") == "e352928d"
    assert row(outcome, "MESSAGE-INTEGRITY")["value"] == "核对通过"
    assert unlike(outcome) == {"填充", "MESSAGE-INTEGRITY", "FINGERPRINT"}


def test_length_counts_bytes_not_characters() -> None:
    outcome = run(NAME, SOFTWARE="测试")
    assert bytes_of(outcome, "SOFTWARE 属性头") == "80220006"
    assert row(outcome, "SOFTWARE")["value"] == "'测试'"
    assert row(outcome, "填充")["size"] == 2


def test_another_password() -> None:
    outcome = run(NAME, HMAC_KEY="x")
    assert unlike(outcome) == {"MESSAGE-INTEGRITY", "FINGERPRINT"}
    assert row(outcome, "MESSAGE-INTEGRITY")["value"] == "核对通过"


def test_the_password_is_not_in_the_message(default: Outcome) -> None:
    assert KEY.hex() not in default.picture("hexdump")["bytes"]
