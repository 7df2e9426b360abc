"""Long-term credentials, against RFC 5769, RFC 8489 B.1 with its errata, aioice, scapy and hmac."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from types import ModuleType

import pytest
from aioice import stun
from hypothesis import given, settings
from hypothesis import strategies as st
from scapy.contrib.stun import STUN

from tests.examples.loading import Outcome, load, run

NAME = "stun/credentials"
USER, REALM, WORD = "マトリックス", "example.org", "TheMatrIX"
SHORT = "VOkJxbRl1RmTxUk/WvJxBt"  # the password of RFC 5769 2.1 to 2.3
REQUEST = (  # RFC 5769 2.1
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e7400240004"
    "6e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56"
    "781ef2b5b2d3f249c1b571a280280004e57a3bcf"
)
IPV4 = (  # RFC 5769 2.2
    "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147"
    "e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96"
)
IPV6 = (  # RFC 5769 2.3
    "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000140002a147"
    "0113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004"
    "c8fb0b4c"
)
LONG = (  # RFC 5769 2.4
    "000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b90000"
    "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341"
    "0014000b6578616d706c652e6f726700"
    "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666"
)
BODY = (  # RFC 8489 B.1, from the magic cookie to REALM
    "2112a44278ad3433c6ad72c029da412e"
    "001e00204a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"
    "001500296f624d61744a6f733241414143662f2f3439396b39353464364f4c33346f4c394653547679363473"
    "41000000"
    "0014000b6578616d706c652e6f726700"
)
PRINTED_TAG = "e4686c8f0edeb59013e07090010a93efccbccc544c0a45d9f830aa6d6f735a01"
LENGTH_TAG = "fd8c273860d2e18ebca4c89b6973befa7ee8ecc69e9642db326fab65a0b955ba"
ERRATUM_TAG = "b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65"
PRINTED = f"0001009c{BODY}001c0020{PRINTED_TAG}"
CORRECTED = f"00010088{BODY}001c0020{LENGTH_TAG}"
ERRATUM = f"00010090{BODY}001d000400020000001c0020{ERRATUM_TAG}"  # errata 6268
USERHASH = "4a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"
SAMPLES = {"5769": LONG, "printed": PRINTED, "length": CORRECTED, "erratum": ERRATUM}
HEAD = "000100002112a442" + "00" * 12
MD5 = hashlib.md5(f"{USER}:{REALM}:{WORD}".encode(), usedforsecurity=False).digest()
SHA = hashlib.sha256(f"{USER}:{REALM}:{WORD}".encode()).digest()


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def hashed(packet: str, key: bytes, length: int, end: int, digest: str) -> str:
    """HMAC over the first `end` bytes of a message with another length in its header."""
    text = (
        bytes.fromhex(packet[:4]) + length.to_bytes(2, "big") + bytes.fromhex(packet[8 : 2 * end])
    )
    return hmac.new(key, text, digest).hexdigest()


def attribute(kind: int, value: bytes) -> bytes:
    padding = bytes(-len(value) % 4)
    return kind.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value + padding


def built(*attributes: bytes) -> bytes:
    """A Binding request of these attributes."""
    body = b"".join(attributes)
    return b"\0\1" + len(body).to_bytes(2, "big") + bytes.fromhex("2112a442") + bytes(12) + body


def lines(outcome: Outcome, start: str) -> list[str]:
    return [line.strip() for line in outcome.text.splitlines() if line.strip().startswith(start)]


# ── keys ──


def test_the_key_of_rfc_8489(example: ModuleType) -> None:
    keys = example.key_table("user", "realm", "pass")
    assert keys["MD5"].hex() == "8493fbc53ba582fb4c044c456bdc40eb"
    assert keys["口令本身"] == b"pass"
    assert list(keys) == ["MD5", "SHA-256", "口令本身"]
    assert [len(key) for key in keys.values()] == [16, 32, 4]


def test_keys_are_hashes_of_three_parts_with_colons(example: ModuleType) -> None:
    for user, realm, word in ((USER, REALM, WORD), ("a", "b:c", "d"), ("ü", "域", '"x"')):
        joined = ":".join((user, realm, word)).encode()
        keys = example.key_table(user, realm, word)
        assert keys["MD5"] == hashlib.md5(joined, usedforsecurity=False).digest()
        assert keys["SHA-256"] == hashlib.sha256(joined).digest()
        assert keys["口令本身"] == word.encode()


def test_normalisation_makes_another_key(example: ModuleType) -> None:
    before = "The\u00adM\u00aatr\u2168"
    assert unicodedata.normalize("NFC", before) == before
    assert unicodedata.normalize("NFKC", before).replace("\u00ad", "") == WORD
    assert example.key_table(USER, REALM, before)["MD5"] != MD5
    assert "算得出实有值的：都不行" in lines(run(NAME, PASSWORD=before), "不通过")[0]


# ── attributes ──


@pytest.mark.parametrize("packet", [REQUEST, IPV4, IPV6, *SAMPLES.values()])
def test_attributes_as_scapy_takes_them_apart(example: ModuleType, packet: str) -> None:
    raw = bytes.fromhex(packet)
    theirs = STUN(raw).attributes
    ours = example.attributes(raw)
    assert [kind for kind, _, _ in ours] == [part.type for part in theirs]
    assert [len(value) for _, _, value in ours] == [part.length for part in theirs]
    assert ours[0][1] == 20
    for (kind, at, value), (_, following, _) in zip(
        ours, [*ours[1:], (0, len(raw), b"")], strict=True
    ):
        assert raw[at : at + 4] == kind.to_bytes(2, "big") + len(value).to_bytes(2, "big")
        assert raw[at + 4 : at + 4 + len(value)] == value
        assert following == at + 4 + (len(value) + 3) // 4 * 4


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0x06, 0x14, 0x15, 0x8022]), st.binary(max_size=20))))
def test_attributes_come_back(parts: list[tuple[int, bytes]]) -> None:
    packet = built(*(attribute(*part) for part in parts))
    assert [(kind, value) for kind, _, value in load(NAME).attributes(packet)] == parts


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("0006", "第 20 字节起的属性 0x0006，长度 0 不对"),
        ("000600", "第 20 字节起的属性 0x0006，长度 0 不对"),
        ("0006000161626364" + "0015", "第 28 字节起的属性 0x0015，长度 0 不对"),
        ("0006000461626364" + "00140004616263", "第 28 字节起的属性 0x0014，长度 4 不对"),
        ("00060001616263", "第 20 字节起的属性 0x0006，长度 1 不对"),
        ("00080010" + "00" * 16, "第 20 字节起的属性 0x0008，长度 16 不对"),
        ("00080015" + "00" * 24, "第 20 字节起的属性 0x0008，长度 21 不对"),
        ("00080013" + "00" * 20, "第 20 字节起的属性 0x0008，长度 19 不对"),
        ("001c000c" + "00" * 12, "第 20 字节起的属性 0x001c，长度 12 不对"),
        ("001c0024" + "00" * 36, "第 20 字节起的属性 0x001c，长度 36 不对"),
        ("001c0012" + "00" * 20, "第 20 字节起的属性 0x001c，长度 18 不对"),
    ],
)
def test_what_is_no_attribute_is_refused(example: ModuleType, tail: str, said: str) -> None:
    with pytest.raises(example.InputError) as caught:
        example.attributes(bytes.fromhex(HEAD + tail))
    assert str(caught.value) == said
    assert run(NAME, MESSAGE=HEAD + tail).complaint == f"输入有误：{said}"


@pytest.mark.parametrize("size", [16, 20, 24, 28, 32])
def test_shorter_sha256_tags_are_verified(example: ModuleType, size: int) -> None:
    # RFC 8489 14.6: the beginning of the HMAC, 16 to 32 bytes, a multiple of 4
    name = attribute(0x06, USER.encode())
    length = len(name) + 4 + size
    before = b"\0\1" + length.to_bytes(2, "big") + bytes.fromhex("2112a442") + bytes(12) + name
    tag = hmac.new(MD5, before, "sha256").digest()[:size]
    said = example.judge(before + attribute(0x1C, tag), example.key_table(USER, REALM, WORD))
    assert said[1:3] == [f"  应为 {tag.hex()}", f"  实为 {tag.hex()}"]
    assert said[3].startswith("  通过。")


# ── what counts after an integrity attribute ──


def test_who_is_heeded_after_integrity(example: ModuleType) -> None:
    # RFC 8489 9, in all orders that matter; 6 is USERNAME, 8022 SOFTWARE
    mi, sha, fingerprint, name, software = 0x08, 0x1C, 0x8028, 0x06, 0x8022
    cases = [
        ([], []),
        ([name, software], [name, software]),
        ([name, mi, software, fingerprint], [name, mi, fingerprint]),
        ([name, mi, sha, fingerprint], [name, mi, sha, fingerprint]),
        ([mi, name, sha, software, fingerprint], [mi, sha, fingerprint]),
        ([name, sha, software, fingerprint], [name, sha, fingerprint]),
        ([sha, name], [sha]),
        ([mi, name], [mi]),
        ([sha, sha, fingerprint], [sha, fingerprint]),
        ([mi, mi, sha], [mi, sha]),
        ([sha, name, mi, software], [sha, name, mi]),  # MESSAGE-INTEGRITY is present: its rule
        ([fingerprint, software], [fingerprint, software]),
    ]
    for kinds, kept in cases:
        found = example.heeded([(kind, n, b"") for n, kind in enumerate(kinds)])
        assert [kind for kind, _, _ in found] == kept


def test_aioice_too_ignores_what_follows(example: ModuleType) -> None:
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, bytes(12), {"USERNAME": "a"})
    request.add_message_integrity(MD5)
    raw = bytearray(bytes(request)[:-8] + attribute(0x8022, b"late"))
    raw[2:4] = (len(raw) - 20).to_bytes(2, "big")
    theirs = stun.parse_message(bytes(raw))
    ours = example.heeded(example.attributes(bytes(raw)))
    assert [kind for kind, _, _ in ours] == [0x06, 0x08]
    assert list(theirs.attributes) == ["USERNAME", "MESSAGE-INTEGRITY"]


def test_an_algorithm_behind_the_tag_does_not_count() -> None:
    raw = bytearray(bytes.fromhex(CORRECTED) + attribute(0x1D, b"\0\2\0\0"))
    raw[2:4] = (len(raw) - 20).to_bytes(2, "big")
    outcome = run(NAME, MESSAGE=raw.hex())
    assert lines(outcome, "MESSAGE-INTEGRITY-SHA256：")[0].endswith("长度 0x0088，密钥 MD5")
    assert lines(outcome, "通过") == ["通过。算得出实有值的：MD5、长度到本属性末尾"]


# ── the HMAC ──


@pytest.mark.parametrize(
    ("packet", "key", "digest", "at", "length"),
    [
        (LONG, MD5, "sha1", 92, 0x60),
        (REQUEST, SHORT.encode(), "sha1", 76, 0x50),
        (IPV4, SHORT.encode(), "sha1", 48, 0x34),
        (IPV6, SHORT.encode(), "sha1", 60, 0x40),
        (CORRECTED, MD5, "sha256", 120, 0x88),
        (ERRATUM, SHA, "sha256", 128, 0x90),
    ],
)
def test_tags_against_hmac_itself(
    example: ModuleType, packet: str, key: bytes, digest: str, at: int, length: int
) -> None:
    tags = example.tags(bytes.fromhex(packet)[:at], digest, (length, 0x1234, at - 20), {"k": key})
    assert list(tags) == [("k", 0), ("k", 1), ("k", 2)]
    for n, size in enumerate((length, 0x1234, at - 20)):
        assert tags["k", n].hex() == hashed(packet, key, size, at, digest)
    count = 20 if digest == "sha1" else 32
    assert tags["k", 0] == bytes.fromhex(packet)[at + 4 : at + 4 + count]


@pytest.mark.parametrize(("packet", "at"), [(REQUEST, 76), (IPV4, 48), (IPV6, 60), (LONG, 92)])
def test_sha1_tags_against_aioice(example: ModuleType, packet: str, at: int) -> None:
    before = bytes.fromhex(packet)[:at]
    for key in (MD5, SHORT.encode(), b"k"):
        ours = example.tags(before, "sha1", (at + 4, 0, 0), {"k": key})["k", 0]
        assert ours == stun.message_integrity(before, key)


def test_the_printed_tag_needs_the_wrong_length_and_the_other_key() -> None:
    found = [
        (name, length)
        for name, key in {"MD5": MD5, "SHA-256": SHA, "word": WORD.encode()}.items()
        for length in range(0x10000)
        if hashed(PRINTED, key, length, 120, "sha256") == PRINTED_TAG
    ]
    assert found == [("SHA-256", 0x9C)]


def test_the_minimal_correction_and_the_erratum() -> None:
    assert hashed(PRINTED, MD5, 0x88, 120, "sha256") == LENGTH_TAG
    assert hashed(ERRATUM, SHA, 0x90, 128, "sha256") == ERRATUM_TAG
    assert len(PRINTED) // 2 == 0x9C == 0x88 + 20
    assert len(ERRATUM) // 2 == 0x90 + 20


def test_userhash() -> None:
    assert hashlib.sha256(f"{USER}:{REALM}".encode()).hexdigest() == USERHASH
    assert lines(run(NAME), "USERHASH") == [f"USERHASH 应为 {USERHASH}"]
    assert CORRECTED[48:112] == USERHASH


def test_both_tags_of_a_message_are_judged(example: ModuleType) -> None:
    name = attribute(0x06, b"user")
    keys = example.key_table("user", "realm", "pass")
    before = bytes.fromhex("000100002112a442") + bytes(12) + name
    first = bytes.fromhex(hashed(before.hex(), keys["MD5"], 32, 28, "sha1"))
    second = before + attribute(0x08, first)
    tag = bytes.fromhex(hashed(second.hex(), keys["MD5"], 68, 52, "sha256"))
    packet = second[:2] + b"\0\x4c" + second[4:] + attribute(0x1C, tag) + attribute(0x8028, b"1234")
    assert packet[3] == len(packet) - 20
    assert example.judge(packet, keys) == [
        "MESSAGE-INTEGRITY：签前 28 字节，长度 0x0020，密钥 MD5",
        f"  应为 {first.hex()}",
        f"  实为 {first.hex()}",
        "  通过。算得出实有值的：MD5、长度到本属性末尾",
        "MESSAGE-INTEGRITY-SHA256：签前 52 字节，长度 0x0044，密钥 MD5",
        f"  应为 {tag.hex()}",
        f"  实为 {tag.hex()}",
        "  通过。算得出实有值的：MD5、长度到本属性末尾",
    ]


def test_the_password_algorithm_chooses_the_key(example: ModuleType) -> None:
    keys = example.key_table(USER, REALM, WORD)
    for value, name in ((b"\0\2\0\0", "SHA-256"), (b"\0\1\0\0", "MD5"), (b"\2\0\0\2", "MD5")):
        raw = bytearray(bytes.fromhex(ERRATUM))
        raw[124:128] = value
        assert example.judge(bytes(raw), keys)[0].endswith(f"密钥 {name}")


def test_every_changed_bit_is_noticed(example: ModuleType) -> None:
    keys = example.key_table(USER, REALM, WORD)
    for sample in (LONG, CORRECTED, ERRATUM):
        for at in (0, 8, 19, 24, len(sample) // 2 - 1):  # not in the length, nor in types
            raw = bytearray(bytes.fromhex(sample))
            raw[at] ^= 0x01
            assert example.judge(bytes(raw), keys)[-1].startswith("  不通过")
        wrong = example.key_table(USER, REALM, WORD + " ")
        assert example.judge(bytes.fromhex(sample), wrong)[-1] == "  不通过。算得出实有值的：都不行"


def test_a_message_without_integrity(example: ModuleType) -> None:
    assert example.judge(bytes.fromhex(HEAD), {}) == ["没有完整性属性，无从验证"]
    outcome = run(NAME, MESSAGE=HEAD)
    assert "\n没有完整性属性，无从验证\n" in outcome.text
    assert outcome.text.startswith("20 字节；头里的长度 0x0000，实际 0x0000\n")


# ── the nonce ──


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**24 - 1), st.binary(max_size=8))
def test_all_features_come_back(bits: int, rest: bytes) -> None:
    nonce = b"obMatJos2" + base64.b64encode(bits.to_bytes(3, "big")) + rest
    assert load(NAME).features(nonce) == bin(bits)[2:].zfill(24)


@pytest.mark.parametrize(
    "nonce",
    [b"", b"f//499k954d6OL34oL9FSTvy64sA", b"obMatJos2AAA", b"obMatJos2AA==", b"obMatJos2A-_A",
     b"xobMatJos2AAAA", b"obMatJos3AAAA"],
)  # fmt: skip
def test_what_is_no_nonce_cookie(example: ModuleType, nonce: bytes) -> None:
    assert example.features(nonce) == ""


def test_both_readings_of_the_feature_bits(default: Outcome) -> None:
    assert lines(default, "安全特性") == [
        "安全特性，§18.1 原文，第 0 位在左：第 22 位：未分配",
        "安全特性，勘误 6290，第 0 位在右：第 1 位：用户名匿名",
    ]


@pytest.mark.parametrize(
    ("letters", "left", "right"),
    [
        ("AAAA", "无", "无"),
        ("QAAA", "第 1 位：用户名匿名", "第 22 位：未分配"),
        ("gAAA", "第 0 位：口令算法", "第 23 位：未分配"),
        ("AAAB", "第 23 位：未分配", "第 0 位：口令算法"),
        ("IAAE", "第 2 位：未分配、第 21 位：未分配", "第 21 位：未分配、第 2 位：未分配"),
    ],
)
def test_feature_names(letters: str, left: str, right: str) -> None:
    packet = built(attribute(0x15, f"obMatJos2{letters}".encode())).hex()
    text = run(NAME, MESSAGE=packet).text
    assert f"第 0 位在左：{left}\n" in text
    assert f"第 0 位在右：{right}\n" in text


# ── what the page foretells ──


def test_default_output(default: Outcome) -> None:
    assert default.text == (
        "156 字节；头里的长度 0x0088，实际 0x0088\n"
        f"USERHASH 应为 {USERHASH}\n"
        "MESSAGE-INTEGRITY-SHA256：签前 120 字节，长度 0x0088，密钥 MD5\n"
        f"  应为 {LENGTH_TAG}\n"
        f"  实为 {LENGTH_TAG}\n"
        "  通过。算得出实有值的：MD5、长度到本属性末尾；MD5、长度照收到的头\n"
        "\n"
        "四条样例，用同样的用户名、域和口令：\n"
        "  5769        通过。算得出实有值的：MD5、长度到本属性末尾；MD5、长度照收到的头\n"
        "  printed     不通过。算得出实有值的：SHA-256、长度照收到的头\n"
        "  length      通过。算得出实有值的：MD5、长度到本属性末尾；MD5、长度照收到的头\n"
        "  erratum     通过。算得出实有值的：SHA-256、长度到本属性末尾；SHA-256、长度照收到的头\n"
        "安全特性，§18.1 原文，第 0 位在左：第 22 位：未分配\n"
        "安全特性，勘误 6290，第 0 位在右：第 1 位：用户名匿名\n"
    )


def test_the_printed_message_fails() -> None:
    outcome = run(NAME, MESSAGE="printed")
    assert outcome.text.startswith("156 字节；头里的长度 0x009c，实际 0x0088\n")
    assert lines(outcome, "应为") == [f"应为 {LENGTH_TAG}"]
    assert lines(outcome, "实为") == [f"实为 {PRINTED_TAG}"]
    assert lines(outcome, "不通过") == ["不通过。算得出实有值的：SHA-256、长度照收到的头"]


def test_the_erratum_passes() -> None:
    outcome = run(NAME, MESSAGE="erratum")
    assert outcome.text.startswith("164 字节；头里的长度 0x0090，实际 0x0090\n")
    assert lines(outcome, "MESSAGE-INTEGRITY-SHA256：") == [
        "MESSAGE-INTEGRITY-SHA256：签前 128 字节，长度 0x0090，密钥 SHA-256"
    ]
    assert len(lines(outcome, "通过")) == 1
    assert "differs" not in outcome.picture("hexdump")


def test_the_request_of_rfc_5769_passes() -> None:
    outcome = run(NAME, MESSAGE="5769")
    assert lines(outcome, "MESSAGE-INTEGRITY：") == [
        "MESSAGE-INTEGRITY：签前 92 字节，长度 0x0060，密钥 MD5"
    ]
    assert lines(outcome, "实为") == ["实为 f67024656dd64a3e02b8e0712e85c9a28ca89666"]
    assert len(lines(outcome, "通过")) == 1
    assert outcome.trace
    assert [picture["kind"] for picture in outcome.trace["pictures"]] == ["hexdump"]


@pytest.mark.parametrize(
    ("algorithm", "tag"),
    [
        ("SHA-256", "234112fbd4e27f983eb4032836f998216f5b23f8d927753fbc4f882bfbdf0dec"),
        ("口令本身", "cb7882e87730c3d9bf0552c298cba2e5fa62d7ada0773b1a8d24ed72b065832e"),
    ],
)
def test_another_algorithm_fails(algorithm: str, tag: str) -> None:
    outcome = run(NAME, ALGORITHM=algorithm)
    assert lines(outcome, "应为") == [f"应为 {tag}"]
    assert len(lines(outcome, "不通过")) == 1
    assert lines(run(NAME, ALGORITHM="MD5"), "应为") == [f"应为 {LENGTH_TAG}"]


def test_break_length() -> None:
    outcome = run(NAME, BREAK_LENGTH=True)
    assert "签前 120 字节，长度 0x0064，密钥 MD5" in outcome.text
    assert lines(outcome, "应为") == [f"应为 {hashed(CORRECTED, MD5, 0x64, 120, 'sha256')}"]
    assert lines(outcome, "应为")[0].startswith("应为 ca9e38ca")
    assert outcome.text.count("不通过。") == 5


def test_a_quoted_realm() -> None:
    outcome = run(NAME, REALM='"example.org"')
    assert outcome.text.count("不通过。算得出实有值的：都不行") == 5


def test_short_term_credentials_are_found_out() -> None:
    for packet in (REQUEST, IPV4, IPV6):
        outcome = run(NAME, MESSAGE=packet, PASSWORD=SHORT)
        assert lines(outcome, "不通过")[0] == "不通过。算得出实有值的：口令本身、长度到本属性末尾"
        outcome = run(NAME, MESSAGE=packet, PASSWORD=SHORT, ALGORITHM="口令本身")
        assert lines(outcome, "通过") == ["通过。算得出实有值的：口令本身、长度到本属性末尾"]


# ── inputs ──

MESSAGES = "样例名，或小写十六进制的 STUN 消息"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MESSAGE", 1, f"MESSAGE 应是{MESSAGES}，现在是 1"),
        ("MESSAGE", b"5769", f"MESSAGE 应是{MESSAGES}，现在是 b'5769'"),
        ("MESSAGE", "", f"MESSAGE 应是{MESSAGES}，现在是 ''"),
        ("MESSAGE", "B.1", f"MESSAGE 应是{MESSAGES}，现在是 'B.1'"),
        ("MESSAGE", HEAD[:-2], f"MESSAGE 应是{MESSAGES}，现在是 '{HEAD[:-2]}'"),
        ("MESSAGE", HEAD[:-1], f"MESSAGE 应是{MESSAGES}，现在是 '{HEAD[:-1]}'"),
        ("MESSAGE", "04" + HEAD[2:], f"MESSAGE 应是{MESSAGES}"),
        ("MESSAGE", HEAD[:8] + "2112a443" + HEAD[16:], f"MESSAGE 应是{MESSAGES}"),
        ("MESSAGE", HEAD + "00" * 2029, f"MESSAGE 应是{MESSAGES}"),
        ("MESSAGE", HEAD + " 00", f"MESSAGE 应是{MESSAGES}"),
        ("COMPARE", None, f"COMPARE 应是{MESSAGES}，现在是 None"),
        ("COMPARE", "prinetd", f"COMPARE 应是{MESSAGES}，现在是 'prinetd'"),
        ("USERNAME", "", "USERNAME 应是 1–127 个字符，现在是 ''"),
        ("USERNAME", "x" * 128, f"USERNAME 应是 1–127 个字符，现在是 '{'x' * 128}'"),
        ("USERNAME", "a\0", "USERNAME 应是 1–127 个字符，现在是 'a\\x00'"),
        ("USERNAME", 7, "USERNAME 应是 1–127 个字符，现在是 7"),
        ("REALM", b"example.org", "REALM 应是 1–127 个字符，现在是 b'example.org'"),
        ("REALM", "a\n", "REALM 应是 1–127 个字符，现在是 'a\\n'"),
        ("PASSWORD", None, "PASSWORD 应是 1–127 个字符，现在是 None"),
        ("PASSWORD", "\ud800", "PASSWORD 应是 1–127 个字符，现在是 '\\ud800'"),
        ("ALGORITHM", "md5", "ALGORITHM 应是 auto、MD5、SHA-256、口令本身之一，现在是 'md5'"),
        ("ALGORITHM", ["MD5"], "ALGORITHM 应是 auto、MD5、SHA-256、口令本身之一，现在是 ['MD5']"),
        ("BREAK_LENGTH", 1, "BREAK_LENGTH 应是 True 或 False，现在是 1"),
        ("BREAK_LENGTH", "True", "BREAK_LENGTH 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    assert not run(
        NAME, USERNAME="x" * 127, REALM="域" * 127, PASSWORD="\U0001f511" * 127
    ).complaint
    longest = "03ff07ec2112a442" + "00" * 12 + "802207e8" + "00" * 2024
    outcome = run(NAME, MESSAGE=longest, COMPARE=longest)
    assert outcome.text.startswith("2048 字节；头里的长度 0x07ec，实际 0x07ec\n")


def test_samples_are_the_messages_of_the_rfcs(example: ModuleType) -> None:
    assert example.SAMPLES == SAMPLES


# ── the trace ──


def test_the_dump_has_every_byte_in_one_field(default: Outcome) -> None:
    picture = default.picture("hexdump")
    assert picture["title"] == "消息 length"
    assert picture["bytes"] == CORRECTED
    assert picture["differs"] == PRINTED
    rows = [(f["at"], f["size"], f["name"], f["ref"]) for f in picture["fields"]]
    assert rows == [
        (0, 2, "消息类型", "RFC 8489 §5"),
        (2, 2, "消息长度", "RFC 8489 §5"),
        (4, 16, "magic cookie、事务 ID", "RFC 8489 §5"),
        (20, 36, "USERHASH", "RFC 8489 §14.4"),
        (56, 45, "NONCE", "RFC 8489 §14.10"),
        (101, 3, "填充", "RFC 8489 §14"),
        (104, 15, "REALM", "RFC 8489 §14.9"),
        (119, 1, "填充", "RFC 8489 §14"),
        (120, 36, "MESSAGE-INTEGRITY-SHA256", "RFC 8489 §14.6"),
    ]
    assert [field["value"] for field in picture["fields"]] == [
        "0x0001",
        "136 字节",
        "应答里原样带回",
        "值，32 字节",
        "obMatJos2AAACf//499k954d6OL34oL9FSTvy64sA，41 字节",
        "收方忽略",
        "example.org，11 字节",
        "收方忽略",
        "值，32 字节",
    ]


@pytest.mark.parametrize("packet", [REQUEST, *SAMPLES.values(), HEAD + "7fff0000", HEAD])
def test_dumps_of_others_are_whole_too(packet: str) -> None:
    fields = run(NAME, MESSAGE=packet).picture("hexdump")["fields"]
    end = 0
    for field in fields:
        assert field["at"] == end
        assert field["size"] > 0
        end += field["size"]
    assert end == len(packet) // 2


def test_references_name_the_sections() -> None:
    named = {f["name"]: f["ref"] for f in run(NAME, MESSAGE=ERRATUM).picture("hexdump")["fields"]}
    assert named["PASSWORD-ALGORITHM"] == "RFC 8489 §14.12"
    named = {f["name"]: f["ref"] for f in run(NAME, MESSAGE=REQUEST).picture("hexdump")["fields"]}
    assert named["MESSAGE-INTEGRITY"] == "RFC 8489 §14.5"
    assert named["FINGERPRINT"] == "RFC 8489 §14.7"
    assert named["USERNAME"] == "RFC 8489 §14.3"
    assert named["0x0024"] == "RFC 8489 §14"


def test_the_bits_are_the_same_under_two_numberings(default: Outcome) -> None:
    left, right = default.picture("bits")["rows"]
    for row in (left, right):
        assert "".join(field["cells"] for field in row["fields"]) == "0" * 22 + "10"
    assert left["label"] == "§18.1 原文，第 0 位在左"
    assert right["label"] == "勘误 6290，第 0 位在右"
    names = [field["name"] for field in left["fields"]]
    assert names[:3] == ["第 0 位：口令算法", "第 1 位：用户名匿名", "第 2 位：未分配"]
    assert names[23] == "第 23 位：未分配"
    assert names == [field["name"] for field in reversed(right["fields"])]


def test_a_long_value_is_shown_in_part() -> None:
    longest = "000107ec2112a442" + "00" * 12 + "802207e8" + "41" * 2024
    fields = run(NAME, MESSAGE=longest).picture("hexdump")["fields"]
    assert fields[-1]["size"] == 2028
    assert fields[-1]["value"] == "A" * 99 + "，2024 字节"
