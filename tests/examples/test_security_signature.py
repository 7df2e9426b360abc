"""Request signatures: cryptography, an own SHA-1 and brute force over the readings of the bytes."""

from __future__ import annotations

import hashlib
import struct
from types import ModuleType
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "security/signature"
SECRET, KEY = b"Y1W2MeFwwwRxa0", b"uwd1c0sxdlx2"
AT, DAY = 1796000400000, 86_400_000
COLUMNS = ["只比签名", "加时间窗", "再记 nonce", "三道都查", "HMAC 不查格式"]
TOKENS = st.text("0123456789abcXYZ._-", min_size=1, max_size=18).map(str.encode)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def sha1_of(data: bytes) -> str:
    """As cryptography says."""
    digest = hashes.Hash(hashes.SHA1())  # noqa: S303
    digest.update(data)
    return digest.finalize().hex()


def hmac_of(key: bytes, data: bytes) -> str:
    mac = HMAC(key, hashes.SHA1())  # noqa: S303
    mac.update(data)
    return mac.finalize().hex()


def left(word: int, bits: int) -> int:
    return ((word << bits) | (word >> (32 - bits))) % 2**32


def own_sha1(data: bytes, start: tuple[int, ...], before: int = 0) -> str:
    """RFC 3174 §6.2, with 16 words in a ring; from a state reached after some bytes."""
    bits = 8 * (before + len(data))
    data += b"\x80"
    while len(data) % 64 != 56:
        data += b"\0"
    data += bits.to_bytes(8, "big")
    state = list(start)
    for block in range(0, len(data), 64):
        ring = [int.from_bytes(data[block + i : block + i + 4], "big") for i in range(0, 64, 4)]
        a, b, c, d, e = state
        for t in range(80):
            s = t % 16
            if t >= 16:
                ring[s] = left(
                    ring[(s + 13) % 16] ^ ring[(s + 8) % 16] ^ ring[(s + 2) % 16] ^ ring[s], 1
                )
            if t < 20:
                f, k = d ^ (b & (c ^ d)), 0x5A827999
            elif t < 40:
                f, k = b ^ c ^ d, 0x6ED9EBA1
            elif t < 60:
                f, k = (b & c) | (d & (b | c)), 0x8F1BBCDC
            else:
                f, k = b ^ c ^ d, 0xCA62C1D6
            a, b, c, d, e = (left(a, 5) + f + e + k + ring[s]) % 2**32, a, left(b, 30), c, d
        state = [(x + y) % 2**32 for x, y in zip(state, (a, b, c, d, e), strict=True)]
    return b"".join(word.to_bytes(4, "big") for word in state).hex()


INITIAL = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)


# ── the hashes ──


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=200))
def test_signatures_as_cryptography_says(secret: bytes, message: bytes) -> None:
    example = load(NAME)
    assert example.plain(secret, message).decode() == sha1_of(secret + message)
    assert example.keyed(secret, message).decode() == hmac_of(secret, message)
    assert own_sha1(secret + message, INITIAL) == sha1_of(secret + message)


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=64, max_size=64), st.tuples(*[st.integers(0, 2**32 - 1)] * 5))
def test_the_compression_of_a_block(block: bytes, state: tuple[int, ...]) -> None:
    example = load(NAME)
    found = example.compress(state, block)
    padded = example.compress(found, example.padding(64))
    assert struct.pack("!5I", *padded).hex() == own_sha1(block, state)


@pytest.mark.parametrize("size", [0, 1, 3, 54, 55, 56, 57, 63, 64, 119, 120, 1000])
def test_padding_and_whole_hashes(example: ModuleType, size: int) -> None:
    data = bytes(range(256)) * 4
    padded = data[:size] + example.padding(size)
    assert len(padded) % 64 == 0
    assert 9 <= len(example.padding(size)) <= 72
    state = INITIAL
    for at in range(0, len(padded), 64):
        state = example.compress(state, padded[at : at + 64])
    assert struct.pack("!5I", *state).hex() == sha1_of(data[:size])


def test_padding_of_rfc_3174(example: ModuleType) -> None:
    assert example.padding(5).hex() == "80" + "00" * 50 + "0000000000000028"
    state = example.compress(INITIAL, b"abc" + example.padding(3))  # §7.3, TEST1
    assert struct.pack("!5I", *state).hex() == "a9993e364706816aba3e25717850c26c9cd0d89d"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=80), TOKENS, st.integers(10**12, 9 * 10**12 - 1))
def test_extension_needs_only_the_size_of_the_secret(
    secret: bytes, nonce: bytes, moment: int
) -> None:
    example = load(NAME)
    stamp = b"1796000400000"
    seen = example.Request(nonce, stamp, example.plain(secret, nonce + stamp))
    forged = example.extend(seen, len(secret), b"%d" % moment)
    assert forged.timestamp == b"%d" % moment
    assert forged.nonce.startswith(nonce + stamp + b"\x80\0")
    assert forged.signature.decode() == sha1_of(secret + forged.nonce + forged.timestamp)
    assert len(secret + forged.nonce) % 64 == 0
    assert len(forged.nonce) >= 23  # more than the 18 characters that are allowed
    wrong = example.extend(seen, len(secret) + 1, b"%d" % moment)
    assert wrong.signature.decode() != sha1_of(secret + wrong.nonce + wrong.timestamp)
    keyed = seen._replace(signature=example.keyed(secret, nonce + stamp))
    third = example.extend(keyed, len(secret), b"%d" % moment)
    assert third.signature.decode() != hmac_of(secret, third.nonce + third.timestamp)


def test_extension_over_several_blocks(example: ModuleType) -> None:
    seen = example.Request(b"n", b"t", example.plain(SECRET, b"nt"))
    for size in (1, 54, 55, 56, 63, 64, 65, 150):
        forged = example.extend(seen, 14, b"1" * size)
        assert forged.signature.decode() == sha1_of(SECRET + forged.nonce + b"1" * size)


def test_every_byte_between_gives_another_nonce(example: ModuleType) -> None:
    stamp, fresh = b"%d" % AT, b"%d" % (AT + DAY)
    seen = example.Request(b"n", stamp, example.plain(SECRET, b"n" + stamp))
    used, checks = {b"n"}, {"时间窗", "nonce 用过"}
    for filler in (b"", b"a", b"b", b"ab"):
        forged = example.extend(seen, 14, filler + fresh)
        moved = forged._replace(nonce=forged.nonce + filler, timestamp=fresh)
        assert example.verify(moved, AT + DAY, used, checks) == ""
        assert example.verify(moved, AT + DAY, set(), {"格式"}) == "格式"
    assert len(used) == 5


# ── the verifier ──


def signed(example: ModuleType, nonce: bytes, stamp: bytes) -> Any:
    return example.Request(nonce, stamp, sha1_of(SECRET + nonce + stamp).encode())


def all_checks(example: ModuleType) -> set[str]:
    return {example.FORM, example.WHEN, example.MEMORY}


@pytest.mark.parametrize(
    ("late", "said"),
    [(-300_001, "时间窗"), (-300_000, ""), (0, ""), (300_000, ""), (300_001, "时间窗")],
)
def test_the_window_on_both_sides(example: ModuleType, late: int, said: str) -> None:
    request = signed(example, b"n", b"%d" % AT)
    assert example.verify(request, AT + late, set(), all_checks(example)) == said
    assert example.verify(request, AT + late, set(), {"时间窗"}) == said
    assert example.verify(request, AT + late, set(), {"格式", "nonce 用过"}) == ""


@pytest.mark.parametrize(
    ("nonce", "stamp", "good"),
    [
        (b"5", b"1796000400000", True),
        (b"aZ9._-", b"1796000400000", True),
        (b"1" * 18, b"1796000400000", True),
        (b"1" * 19, b"1796000400000", False),
        (b"", b"1796000400000", False),
        (b"1 2", b"1796000400000", False),
        (b"1\n", b"1796000400000", False),
        (b"1\x80", b"1796000400000", False),
        (b"1", b"01796000400000", False),
        (b"1", b"0796000400000", False),
        (b"1", b"1796000400", False),
        (b"1", b"1796000400000\n", False),
        (b"1", b"1796000400000\x80", False),
        (b"1", b"179600040000a", False),
        (b"1", b"", False),
    ],
)
def test_forms(example: ModuleType, nonce: bytes, stamp: bytes, good: bool) -> None:
    request = signed(example, nonce, stamp)
    assert example.verify(request, AT, set(), {"格式"}) == ("" if good else "格式")
    assert example.verify(request, AT, set(), set()) == ""


@pytest.mark.parametrize("stamp", [b"", b"x1796000400000", b"-1796000400000", b"\xff"])
def test_without_digits_the_moment_is_0(example: ModuleType, stamp: bytes) -> None:
    request = signed(example, b"n", stamp)
    assert example.verify(request, AT, set(), {"时间窗"}) == "时间窗"
    assert example.verify(request, 300_000, set(), {"时间窗"}) == ""
    assert example.verify(request, 300_001, set(), {"时间窗"}) == "时间窗"


def test_leading_digits_are_the_moment(example: ModuleType) -> None:
    for stamp in (b"01796000400000", b"0001796000400000", b"1796000400000\x80\0\0"):
        request = signed(example, b"n", stamp)
        assert example.verify(request, AT + 300_000, set(), {"时间窗"}) == ""
        assert example.verify(request, AT + 300_001, set(), {"时间窗"}) == "时间窗"


def test_memory_holds_what_was_let_in_only(example: ModuleType) -> None:
    checks = all_checks(example)
    seen: set[bytes] = set()
    good = signed(example, b"n", b"%d" % AT)
    bad = good._replace(signature=b"0" * 40)
    assert example.verify(bad, AT, seen, checks) == "签名"
    assert example.verify(good, AT + 300_001, seen, checks) == "时间窗"
    assert seen == set()  # nobody can use up nonces of others
    assert example.verify(good, AT, seen, checks) == ""
    assert seen == {b"n"}
    assert example.verify(good, AT, seen, checks) == "nonce 用过"
    assert example.verify(good, AT, seen, {"时间窗"}) == ""
    assert example.verify(signed(example, b"n", b"%d" % (AT + 1)), AT, seen, checks) == "nonce 用过"
    assert example.verify(signed(example, b"m", b"%d" % AT), AT, seen, checks) == ""


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_changed_signature_passes(data: st.DataObject) -> None:
    example = load(NAME)
    good = signed(example, b"n", b"%d" % AT)
    at = data.draw(st.integers(0, 39))
    other = data.draw(st.sampled_from(b"0123456789abcdefABCDEF"))
    changed = bytearray(good.signature)
    changed[at] = other
    said = example.verify(good._replace(signature=bytes(changed)), AT, set(), set())
    assert said == ("" if bytes(changed) == good.signature else "签名")
    for odd in (b"", good.signature[:-1], good.signature + b"0", good.signature.upper()):
        assert example.verify(good._replace(signature=odd), AT, set(), set()) == "签名"


@settings(max_examples=40, deadline=None)
@given(TOKENS)
def test_one_reading_is_formed_and_the_lenient_one_depends_on_zeros(nonce: bytes) -> None:
    """All ways to cut nonce + timestamp: one is formed; others get in by zeros at the cut."""
    example = load(NAME)
    stamp = b"%d" % AT
    whole = nonce + stamp
    signature = sha1_of(SECRET + whole).encode()
    formed, lenient = [], []
    for cut in range(len(whole) + 1):
        request = example.Request(whole[:cut], whole[cut:], signature)
        if not example.verify(request, AT, {nonce}, {"格式"}):
            formed.append(cut)
        if not example.verify(request, AT, {nonce}, {"时间窗", "nonce 用过"}):
            lenient.append(cut)
    assert formed == [len(nonce)]
    zeros = len(nonce) - len(nonce.rstrip(b"0"))
    assert lenient == list(range(len(nonce) - zeros, len(nonce)))


def test_a_shorter_secret_moves_the_other_boundary() -> None:
    """Secret and nonce have no boundary either; another secret would have to end earlier."""
    assert sha1_of(b"secret" + b"12" + b"1796000400000") == sha1_of(
        b"secret1" + b"2" + b"1796000400000"
    )


# ── the printed samples ──

PRINTED = {
    "30be0bbca9c9b2e27578701e9fda2358a814c88f": (SECRET, b"1408710653000"),
    "45beb7cc7307889a8e711219a47b7cf6a5b000e8": (KEY, b"1408706337"),
    "e107e3819638b81a00383951d1d871197910ffe6": (SECRET, b"1408706337"),
    "dd11a264276f438b045b3b236a2741ddc89d48df": (SECRET, b"1408710653491"),
}


def test_printed_samples_recomputed(example: ModuleType) -> None:
    for signature, (key, stamp) in PRINTED.items():
        assert sha1_of(key + b"14314" + stamp) == signature
        name = "App Secret" if key == SECRET else "App Key"
        assert example.explained("14314", stamp.decode(), signature) == f"用 {name} 算的"


def test_890b_is_no_order_of_the_printed_parts() -> None:
    made = set()
    for stamp in (
        b"1408706337",
        b"1408706337000",
        b"1408710653",
        b"1408710653000",
        b"1408710653491",
    ):
        parts = [SECRET, KEY, b"14314", stamp, b""]
        made |= {sha1_of(a + b + c + d) for a in parts for b in parts for c in parts for d in parts}
    assert {*PRINTED} <= made
    assert "890b422b75c1c5cb706e4f7921df1d94e69c17f4" not in made


def test_explained(example: ModuleType, default: Outcome) -> None:
    assert default.text.splitlines()[-5:] == [
        "印着的例子，用这里的 App Secret 和 App Key 重算：",
        "  14314 1408710653000 30be0bbc…：用 App Secret 算的",
        "  14314 1408706337 45beb7cc…：用 App Key 算的",
        "  14314 1408706337 890b422b…：算不出来，应为 e107e381…",
        "  14314 1408710653491 890b422b…：算不出来，应为 dd11a264…",
    ]
    same = run(NAME, APP_KEY="abc", APP_SECRET="abc", PRINTED=[f"1 1408706337 {'0' * 40}"])  # noqa: S106
    right = sha1_of(b"abc11408706337")
    assert same.text.splitlines()[-1].endswith(f"算不出来，应为 {right[:8]}…")


# ── what the page foretells ──


def passing(outcome: Outcome) -> dict[str, list[str]]:
    """Where each arrival got in, from the text."""
    found = {}
    for line in outcome.text.split("混得进哪几种验证方：\n")[1].split("\n\n")[0].splitlines():
        name, where = line.strip().split("…：")
        found[name.split("，")[0]] = [] if where == "都进不去" else where.split("、")
    return found


DEFAULT = {
    "原请求": COLUMNS,
    "截下换正文": COLUMNS,
    "只改时间戳": [],
    "原样重放": COLUMNS[:2],
    "隔天重放": COLUMNS[:1],
    "挪边界重放": [*COLUMNS[:3], COLUMNS[4]],
    "隔天长度扩展": COLUMNS[:3],
}


def test_default_output(default: Outcome) -> None:
    lines = default.text.splitlines()
    assert lines[0] == "三道都查，放行：原请求、截下换正文"
    signature = sha1_of(SECRET + b"5073210" + b"1796000400000")
    assert lines[2:7] == [
        "请求的四个头：",
        "  App-Key: uwd1c0sxdlx2",
        "  Nonce: 5073210",
        "  Timestamp: 1796000400000",
        f"  Signature: {signature}",
    ]
    assert signature.startswith("01d16138")
    assert passing(default) == DEFAULT
    tail = b"\x80" + bytes(21) + struct.pack("!Q", 8 * 34)
    forged = sha1_of(SECRET + b"50732101796000400000" + tail + b"1796086800000")
    assert f"  隔天长度扩展，签名 {forged[:8]}…：" in default.text
    assert forged.startswith("631e89d0")
    assert len(lines) == 22


def test_what_arrives_when(example: ModuleType) -> None:
    nonce, stamp, later = b"5073210", b"1796000400000", b"1796086800000"
    signature = sha1_of(SECRET + nonce + stamp).encode()
    found = example.arrivals(example.plain)
    extended = found.pop("隔天长度扩展")
    assert found == {
        "原请求": ((nonce, stamp, signature), AT, False),
        "截下换正文": ((nonce, stamp, signature), AT + 2000, False),
        "只改时间戳": ((nonce, later, signature), AT + DAY, True),
        "原样重放": ((nonce, stamp, signature), AT + 2000, True),
        "隔天重放": ((nonce, stamp, signature), AT + DAY, True),
        "挪边界重放": ((b"507321", b"0" + stamp, signature), AT + 2000, True),
    }
    assert extended[0].timestamp == later
    assert extended[1:] == (AT + DAY, True)
    assert example.arrivals(example.keyed)["原请求"][0].signature.decode() == hmac_of(
        SECRET, nonce + stamp
    )


def test_break_no_form() -> None:
    outcome = run(NAME, BREAK_NO_FORM=True)
    said = "三道都查，放行：原请求、截下换正文、挪边界重放、隔天长度扩展\n"
    assert outcome.text.startswith(said)
    both = {"挪边界重放": COLUMNS, "隔天长度扩展": COLUMNS[:4]}
    assert passing(outcome) == DEFAULT | both


def test_break_no_memory() -> None:
    outcome = run(NAME, BREAK_NO_MEMORY=True)
    assert outcome.text.startswith("三道都查，放行：原请求、截下换正文、原样重放\n")
    assert passing(outcome) == DEFAULT | {"原样重放": [*COLUMNS[:2], COLUMNS[3]]}


def test_a_nonce_without_a_zero_at_its_end_cannot_be_moved() -> None:
    for nonce in ("14314", "507321a", "0123"):
        assert passing(run(NAME, NONCE=nonce)) == DEFAULT | {"挪边界重放": COLUMNS[:1]}
    outcome = run(NAME, NONCE="0")
    assert passing(outcome) == DEFAULT
    names = [span["name"] for span in outcome.picture("strip")["rows"][1]["spans"]]
    assert names == ["App Secret", "Timestamp"]


def test_a_late_replay_falls_out_of_the_window() -> None:
    gone = dict.fromkeys(("截下换正文", "原样重放", "挪边界重放"), COLUMNS[:1])
    assert passing(run(NAME, DELAY=300_001)) == DEFAULT | gone
    assert passing(run(NAME, DELAY=300_000)) == DEFAULT
    assert passing(run(NAME, WINDOW=1000)) == DEFAULT | gone
    assert passing(run(NAME, WINDOW=0, DELAY=0)) == DEFAULT


def test_an_own_signature_may_be_asked_about() -> None:
    signature = hashlib.sha1(KEY + b"5073210" + b"1796000400000").hexdigest()  # noqa: S324
    outcome = run(NAME, PRINTED=[f"5073210 1796000400000 {signature}"])
    assert (
        outcome.text.splitlines()[-1]
        == f"  5073210 1796000400000 {signature[:8]}…：用 App Key 算的"
    )
    mixed = "14314 1408710653491 45beb7cc7307889a8e711219a47b7cf6a5b000e8"
    assert run(NAME, PRINTED=[mixed]).text.splitlines()[-1].endswith("算不出来，应为 dd11a264…")


# ── inputs ──


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("APP_KEY", "", "APP_KEY 应是 1–64 个字母或数字，现在是 ''"),
        ("APP_KEY", None, "APP_KEY 应是 1–64 个字母或数字，现在是 None"),
        ("APP_SECRET", b"abc", "APP_SECRET 应是 1–64 个字母或数字，现在是 b'abc'"),
        ("APP_SECRET", "a" * 65, f"APP_SECRET 应是 1–64 个字母或数字，现在是 '{'a' * 59}"),
        ("APP_SECRET", "密钥", "APP_SECRET 应是 1–64 个字母或数字，现在是 '密钥'"),
        ("NONCE", "", "NONCE 应是 1–18 个字母、数字或 ._-，现在是 ''"),
        ("NONCE", "1" * 19, "NONCE 应是 1–18 个字母、数字或 ._-"),
        ("NONCE", 14314, "NONCE 应是 1–18 个字母、数字或 ._-，现在是 14314"),
        ("NONCE", ["1"], "NONCE 应是 1–18 个字母、数字或 ._-，现在是 ['1']"),
        ("TIMESTAMP", 1796000400000, "TIMESTAMP 应是 13 位数字，首位 1–8，现在是 1796000400000"),
        ("TIMESTAMP", "1796000400", "TIMESTAMP 应是 13 位数字，首位 1–8，现在是 '1796000400'"),
        ("TIMESTAMP", "9796000400000", "TIMESTAMP 应是 13 位数字，首位 1–8"),
        ("TIMESTAMP", "1796000400000\n", "TIMESTAMP 应是 13 位数字，首位 1–8"),
        ("WINDOW", True, "WINDOW 应是不超过 7 位的整数，单位毫秒，现在是 True"),
        ("WINDOW", -1, "WINDOW 应是不超过 7 位的整数，单位毫秒，现在是 -1"),
        ("WINDOW", 10_000_000, "WINDOW 应是不超过 7 位的整数，单位毫秒，现在是 10000000"),
        ("WINDOW", float("nan"), "WINDOW 应是不超过 7 位的整数，单位毫秒，现在是 nan"),
        ("DELAY", 2000.0, "DELAY 应是不超过 7 位的整数，单位毫秒，现在是 2000.0"),
        ("DELAY", "2000", "DELAY 应是不超过 7 位的整数，单位毫秒，现在是 '2000'"),
        ("DELAY", 10**40, "DELAY 应是不超过 7 位的整数，单位毫秒"),
        ("BREAK_NO_FORM", 1, "BREAK_NO_FORM 应是 True 或 False，现在是 1"),
        ("BREAK_NO_MEMORY", "True", "BREAK_NO_MEMORY 应是 True 或 False，现在是 'True'"),
        ("PRINTED", [], "PRINTED 应是 1–12 行“Nonce Timestamp Signature”，现在是 []"),
        ("PRINTED", "1 1408706337 " + "0" * 40, "PRINTED 应是 1–12 行"),
        ("PRINTED", [["1", "1408706337", "0" * 40]], "PRINTED 应是 1–12 行"),
        ("PRINTED", ["1 1408706337 " + "0" * 39], "PRINTED 应是 1–12 行"),
        ("PRINTED", ["1 1408706337 " + "A" * 40], "PRINTED 应是 1–12 行"),
        ("PRINTED", ["1 1408706337  " + "0" * 40], "PRINTED 应是 1–12 行"),
        ("PRINTED", ["1 1408706337 " + "0" * 40] * 13, "PRINTED 应是 1–12 行"),
        ("PRINTED", ("1 1408706337 " + "0" * 40,), "PRINTED 应是 1–12 行"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert outcome.text == ""
    assert outcome.trace is None


def test_the_limits_of_the_inputs() -> None:
    row = f"{'9' * 18} 1408710653491 {'f' * 40}"
    widest = {"APP_KEY": "k" * 64, "APP_SECRET": "s" * 64, "NONCE": "0" * 18, "PRINTED": [row] * 12}
    outcome = run(NAME, **widest, WINDOW=9_999_999, DELAY=9_999_999, TIMESTAMP="8999999999999")
    assert passing(outcome) == DEFAULT
    outcome = run(NAME, APP_KEY="k", APP_SECRET="s", TIMESTAMP="1000000000000")  # noqa: S106
    assert passing(outcome) == DEFAULT


# ── the pictures ──


def test_the_grid(default: Outcome) -> None:
    picture = default.picture("grid")
    assert picture["columns"] == COLUMNS
    assert [row["name"] for row in picture["rows"]] == list(DEFAULT)
    for row in picture["rows"]:
        for column, cell in zip(COLUMNS, row["cells"], strict=True):
            let_in = column in DEFAULT[row["name"]]
            assert (cell["text"] == "放行") is let_in
            assert cell["tone"] == ("good" if let_in == (row["name"] == "原请求") else "bad")
    strict = [row["cells"][3]["text"] for row in picture["rows"]]
    said = "放行 放行 挡住：签名 挡住：nonce_用过 挡住：时间窗 挡住：格式 挡住：格式"
    assert strict == [text.replace("_", " ") for text in said.split()]
    assert picture["rows"][6]["cells"][4]["text"] == "挡住：签名"


def test_the_strip(default: Outcome) -> None:
    picture = default.picture("strip")
    drawn = {
        row["label"]: [(span["name"], span["at"], span["size"]) for span in row["spans"]]
        for row in picture["rows"]
    }
    key = ("App Secret", 0, 14)
    assert drawn == {
        "原请求": [key, ("Nonce", 14, 7), ("Timestamp", 21, 13), ("SHA-1 补的", 34, 30)],
        "挪边界重放": [key, ("Nonce", 14, 6), ("Timestamp", 20, 14)],
        "隔天长度扩展": [key, ("Nonce", 14, 50), ("Timestamp", 64, 13)],
    }
    assert picture["marks"] == [{"at": 64, "label": "签名算到这里"}]
    values = [[span["value"] for span in row["spans"]] for row in picture["rows"]]
    assert values[0][3] == "%80" + "%00" * 27 + "%01%10"
    assert values[1][1:] == ["507321", "01796000400000"]
    assert values[2][1:] == ["50732101796000400000" + values[0][3], "1796086800000"]
