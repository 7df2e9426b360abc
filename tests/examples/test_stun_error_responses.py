"""Error responses and retries, against aioice, scapy and the numbers of RFC 8489."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from aioice import stun
from hypothesis import given, settings
from hypothesis import strategies as st
from scapy.contrib.stun import STUN

from tests.examples.loading import Outcome, load, run

NAME = "stun/error_responses"
TIMES = [0, 500, 1500, 3500, 7500, 15500, 31500]  # RFC 8489 6.2.1, and 39500 to give up
KEY = hashlib.md5(b"user:example.org:pass", usedforsecurity=False).digest()
TID = bytes(range(12))
WRONG = "not pass"


@pytest.fixture
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def login(nonce: bytes = b"0") -> list[tuple[int, bytes]]:
    return [(0x06, b"user"), (0x14, b"example.org"), (0x15, nonce)]


def talk(outcome: Outcome) -> list[str]:
    """The lines of the conversation without their times, then of the lost packets."""
    return [line.partition(" ms  ")[2] or line for line in outcome.text.splitlines()]


def conversation(example: ModuleType, *requests: str) -> list[tuple[Any, ...]]:
    """What the client and the servers send each other, as the example logs it."""
    log: list[tuple[Any, ...]] = []
    now, cached = 0, {}
    for extra in requests:
        now = example.converse(extra, now, cached, log) + 3000
    return log


# ── ERROR-CODE ──


def test_the_487_of_aioice(example: ModuleType) -> None:
    value = example.pack_error(487, "Role Conflict")
    assert value.hex() == "00000457526f6c6520436f6e666c696374"
    assert example.unpack_error(value) == (487, "Role Conflict")


def test_all_codes_as_aioice_packs_them(example: ModuleType) -> None:
    for code in range(300, 700):
        value = example.pack_error(code, "x")
        assert value == stun.pack_error_code((code, "x"))
        assert (value[2], value[3]) == divmod(code, 100)
        assert example.unpack_error(value) == stun.unpack_error_code(value) == (code, "x")


@settings(max_examples=80, deadline=None)
@given(st.integers(300, 699), st.text(st.characters(exclude_categories=["Cs"]), max_size=127))
def test_codes_and_phrases_come_back(code: int, reason: str) -> None:
    example = load(NAME)
    value = example.pack_error(code, reason)
    assert value == stun.pack_error_code((code, reason))
    assert example.unpack_error(value) == (code, reason)


@pytest.mark.parametrize(("code", "reason"), [(299, ""), (700, ""), (0, ""), (401, "x" * 128)])
def test_codes_that_do_not_exist(example: ModuleType, code: int, reason: str) -> None:
    with pytest.raises(example.InputError) as caught:
        example.pack_error(code, reason)
    assert str(caught.value) == (
        f"错误码应是 300–699，短语不超过 127 个字，现在是 {code}、{reason!r}"
    )
    assert example.pack_error(300, "x" * 127) == b"\0\0\3\0" + b"x" * 127
    assert example.pack_error(699, "") == b"\0\0\6\x63"


@pytest.mark.parametrize(("group", "rest"), [(0, 0), (2, 99), (7, 0), (4, 100), (3, 255)])
def test_values_that_are_no_error(example: ModuleType, group: int, rest: int) -> None:
    with pytest.raises(example.InputError) as caught:
        example.unpack_error(bytes([0, 0, group, rest]))
    assert str(caught.value) == f"百位应是 3–6，余数应是 0–99，现在是 {group}、{rest}"


def test_reserved_bits_are_not_looked_at(example: ModuleType) -> None:
    # RFC 8489 14.8: receivers ignore the first 21 bits
    for group in range(3, 7):
        for rest in (0, 99):
            value = bytes([0xFF, 0xFF, 0xF8 | group, rest]) + "理由".encode()
            assert example.unpack_error(value) == (group * 100 + rest, "理由")


# ── messages ──


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=9), min_size=1, max_size=4), st.sampled_from(["", "pass", "ü"]))
def test_messages_as_aioice_reads_them(values: list[bytes], password: str) -> None:
    example = load(NAME)
    kinds = (0x0013, 0x0015, 0x7FF8, 0xFFF8)  # DATA, NONCE and two that aioice does not know
    attributes = list(zip(kinds, values, strict=False))
    packet = example.message(0x0001, TID, attributes, password)
    theirs = stun.parse_message(packet)
    assert theirs.transaction_id == TID
    assert theirs.attributes.get("DATA") == values[0]
    assert int.from_bytes(packet[2:4], "big") == len(packet) - 20
    assert len(packet) % 4 == 0
    key = hashlib.md5(f"user:example.org:{password}".encode(), usedforsecurity=False).digest()
    assert theirs.check_message_integrity(key) == bool(password)
    assert not theirs.check_message_integrity(b"other")
    parsed = example.parse(packet)
    assert list(parsed.items())[: len(attributes)] == attributes
    assert (0x08 in parsed) == bool(password)


def test_a_signed_message_is_what_aioice_signs(example: ModuleType) -> None:
    theirs = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, TID, {"USERNAME": "user"})
    theirs.attributes["NONCE"] = b"12345"
    theirs.add_message_integrity(KEY)
    del theirs.attributes["FINGERPRINT"]
    ours = example.message(0x0001, TID, [(0x06, b"user"), (0x15, b"12345")], "pass")
    assert ours == bytes(theirs)
    assert example.integrity(ours[:-24], "pass") == ours[-20:]


def test_the_first_of_two_attributes_counts(example: ModuleType) -> None:
    packet = example.message(0x0001, TID, [(0x15, b"a"), (0x15, b"bb"), (0x7F00, b"")], "")
    assert example.parse(packet) == {0x15: b"a", 0x7F00: b""}
    assert list(example.parse(packet)) == [0x15, 0x7F00]


def test_padding_is_zeros(example: ModuleType) -> None:
    packet = example.message(0x0001, TID, [(0x15, b"abcde")], "")
    assert packet.hex() == "0001000c2112a442" + TID.hex() + "00150005" + "6162636465" + "000000"


# ── the server ──


def answer(example: ModuleType, attributes: list[tuple[int, bytes]], **of: Any) -> stun.Message:
    """The server's answer to a request, as aioice reads it."""
    packet = example.message(0x0001, TID, attributes, of.get("password", "pass"))
    response = example.serve(of.get("server", 1), packet, of.get("now", 0))
    scapy = STUN(response)
    assert [part.type for part in scapy.attributes] == list(example.parse(response))
    message = stun.parse_message(response)
    assert message.transaction_id == TID
    assert message.message_method == stun.Method.BINDING
    return message


def test_success_is_signed_and_has_the_address(example: ModuleType) -> None:
    theirs = answer(example, login())
    assert theirs.message_class == stun.Class.RESPONSE
    assert theirs.attributes["XOR-MAPPED-ADDRESS"] == ("192.0.2.1", 32853)
    assert theirs.check_message_integrity(KEY)


def test_no_credentials(example: ModuleType) -> None:
    theirs = answer(example, [], password="", now=1234)
    assert theirs.message_class == stun.Class.ERROR
    assert theirs.attributes == {
        "ERROR-CODE": (401, "Unauthenticated"),
        "REALM": "example.org",
        "NONCE": b"1234",
    }


@pytest.mark.parametrize("missing", range(3))
def test_credentials_that_lack_an_attribute(example: ModuleType, missing: int) -> None:
    theirs = answer(example, [part for n, part in enumerate(login()) if n != missing])
    assert theirs.attributes == {"ERROR-CODE": (400, "Bad Request")}


@pytest.mark.parametrize(
    ("attributes", "password"),
    [(login(), WRONG), ([(0x06, b"other"), *login()[1:]], "pass")],
)
def test_wrong_credentials(
    example: ModuleType, attributes: list[tuple[int, bytes]], password: str
) -> None:
    theirs = answer(example, attributes, password=password, now=7)
    assert theirs.attributes["ERROR-CODE"] == (401, "Unauthenticated")
    assert theirs.attributes["NONCE"] == b"7"
    assert "MESSAGE-INTEGRITY" not in theirs.attributes


def test_a_changed_request_is_not_believed(example: ModuleType) -> None:
    packet = example.message(0x0001, TID, login(), "pass")
    for at in (0, 8, 19, 24, len(packet) - 25, len(packet) - 1):
        changed = bytearray(packet)
        changed[at] ^= 0x01
        assert stun.parse_message(example.serve(1, bytes(changed), 0)).error_code == 401


@pytest.mark.parametrize(
    ("now", "code"), [(100, None), (8099, None), (8100, 438), (9000, 438), (20000, 438)]
)
def test_nonces_grow_stale(example: ModuleType, now: int, code: int | None) -> None:
    theirs = answer(example, login(b"100"), now=now)
    assert theirs.error_code == code
    if code:
        assert theirs.attributes["NONCE"] == str(now).encode()
        assert theirs.attributes["REALM"] == "example.org"
        assert theirs.attributes["ERROR-CODE"][1] == "Stale Nonce"
        assert "MESSAGE-INTEGRITY" not in theirs.attributes


def test_a_nonce_of_another_server_is_stale(example: ModuleType) -> None:
    assert answer(example, login(b"f//499k954d6OL34oL9FSTvy64sA")).error_code == 438


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_unknown_attributes_are_listed(example: ModuleType, count: int) -> None:
    unknown = [0x7FFE, 0x0013, 0x0025, 0x7FFF][:count]
    extra = [(kind, b"x") for kind in [*unknown, 0x8000, 0xFFFF]]
    theirs = answer(example, [*login(), *extra])
    assert theirs.attributes["ERROR-CODE"] == (420, "Unknown Attribute")
    assert theirs.check_message_integrity(KEY)
    packet = example.message(0x0001, TID, [*login(), *extra], "pass")
    raw = example.serve(1, packet, 0)
    listed = "".join(f"{kind:04x}" for kind in unknown)
    padding = "0000" * (count % 2)  # RFC 8489 14.13: padded as all attributes are
    assert f"000a{2 * count:04x}{listed}{padding}0008" in raw.hex()


def test_attributes_that_are_known_or_optional(example: ModuleType) -> None:
    fine = [0x0009, 0x000A, 0x0020, 0x8023, 0x8029, 0x8000, 0xFFFF]
    assert answer(example, [*login(), *((kind, b"1234") for kind in fine)]).error_code is None


def test_authentication_comes_before_unknown_attributes(example: ModuleType) -> None:
    extra = (0x7FFE, b"")
    assert answer(example, [extra], password="").error_code == 401
    assert answer(example, [*login(), extra], password=WRONG).error_code == 401
    assert answer(example, [*login()[:2], extra]).error_code == 400
    assert answer(example, [*login(), extra], now=8000).error_code == 438
    assert answer(example, [*login(), extra, (0x802A, bytes(8))]).error_code == 420


def test_role_conflict(example: ModuleType) -> None:
    theirs = answer(example, [*login(b"11000"), (0x802A, bytes(8))], now=11000)
    assert theirs.attributes["ERROR-CODE"] == (487, "Role Conflict")
    assert theirs.check_message_integrity(KEY)


@pytest.mark.parametrize(
    ("server", "now", "code"),
    [(1, 10999, None), (1, 11000, 300), (1, 12000, 300), (2, 11000, None)],
)
def test_redirection(example: ModuleType, server: int, now: int, code: int | None) -> None:
    packet = example.message(0x0001, TID, login(str(now).encode()), "pass")
    theirs = answer(example, login(str(now).encode()), server=server, now=now)
    assert theirs.error_code == code
    assert theirs.check_message_integrity(KEY)  # RFC 8489 14.8: a 300 must be signed
    if code:
        value = example.parse(example.serve(server, packet, now))[0x8023]
        assert stun.unpack_address(value) == ("192.0.2.7", 3478)


# ── what the client does next ──


def test_what_to_do_next(example: ModuleType) -> None:
    steps = {0: "完成", 300: "去备用服务器再来", 438: "换新 nonce 再来", 487: "换角色再来"}
    for code in (0, *range(300, 700)):
        step = steps.get(code, "再来" if code // 100 == 5 else "停手")
        for tries in range(1, 5):
            assert example.next_step(code, True, tries) == step
            expected = "带上凭证再来" if code == 401 else step
            assert example.next_step(code, False, tries) == expected
        last = "停手" if code else "完成"
        assert example.next_step(code, True, 5) == example.next_step(code, False, 5) == last


def test_the_default_conversation(example: ModuleType) -> None:
    log = conversation(example, *example.REQUESTS)
    codes = []
    for at, source, target, label, _, packet in log:
        theirs = stun.parse_message(packet)
        assert theirs.message_method == stun.Method.BINDING
        assert [part.type for part in STUN(packet).attributes] == list(example.parse(packet))
        if source == 0:
            assert theirs.message_class == stun.Class.REQUEST
            assert theirs.transaction_id == at.to_bytes(12, "big")
            assert theirs.check_message_integrity(KEY) == (label == "请求，带凭证")
            sent = theirs
        else:
            assert target == 0
            assert theirs.transaction_id == sent.transaction_id
            codes.append(theirs.error_code)
            assert theirs.check_message_integrity(KEY) == (theirs.error_code not in (401, 438))
    assert codes == [401, None, 487, None, 420, 438, None, 300, 401, None]
    assert len({packet[8:20] for _, source, *_, packet in log if source == 0}) == 10


def test_credentials_are_used_again_only_after_success(example: ModuleType) -> None:
    cached: dict[int, list[tuple[int, bytes]]] = {}
    assert example.converse("", 0, cached, []) == 80
    assert cached == {1: login(b"20")}
    example.PASSWORD = WRONG
    cached = {}
    assert example.converse("", 0, cached, []) == 80
    assert cached == {}


def test_a_new_role_and_nothing_else_changes(example: ModuleType) -> None:
    log = conversation(example, "802a 8022 8029")
    asked = [example.parse(packet) for _, source, *_, packet in log if source == 0]
    assert [set(request) & {0x802A, 0x8022, 0x8029} for request in asked] == [
        {0x802A, 0x8022, 0x8029},
        {0x802A, 0x8022, 0x8029},
        {0x8022, 0x8029},
    ]
    assert asked[0][0x802A] == bytes(8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 0xFFFF), max_size=4),
    st.sampled_from(["pass", WRONG]),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.integers(0, 100),
)
def test_no_request_goes_on_for_ever(
    kinds: list[int], password: str, broken: tuple[bool, bool, bool], lifetime: int
) -> None:
    example = load(NAME)
    example.PASSWORD, example.NONCE_LIFETIME = password, lifetime
    example.BREAK_NONCE, example.BREAK_OPTIONAL, example.BREAK_LOGIN = broken
    log = conversation(example, " ".join(f"{kind:04x}" for kind in kinds))
    requests = [entry for entry in log if entry[1] == 0]
    assert 1 <= len(requests) <= 5
    assert log[-1][4] in ("停手", "完成", "没有签名，不作数，重发到超时")
    assert [entry[0] for entry in log] == sorted(entry[0] for entry in log)


# ── retransmission ──


def test_all_lost_as_rfc_8489_counts(example: ModuleType) -> None:
    for seed in range(5):
        assert example.attempts(100, seed) == [*TIMES, 39500]


def test_nothing_lost(example: ModuleType) -> None:
    assert example.attempts(0, 1) == [0, 40]


def test_times_as_aioice_sends(example: ModuleType) -> None:
    sent, gave_up = asyncio.run(_retransmissions())
    assert sent == TIMES
    assert gave_up == 31500 + 32000  # the page says that this is longer than Rm = 16 asks for
    assert example.attempts(100, 0)[-1] == 31500 + 16 * 500


async def _retransmissions() -> tuple[list[int], int]:
    """When aioice sends a request that nobody answers, in milliseconds of a clock of its own."""
    sent: list[int] = []
    waiting: list[tuple[float, Callable[[], None]]] = []
    now = 0.0

    class Sender:
        def send_stun(self, message: stun.Message, addr: tuple[str, int]) -> None:
            sent.append(round(now * 1000))

    class Handle:
        def cancel(self) -> None:
            pass

    def call_later(delay: float, callback: Callable[[], None]) -> Handle:
        waiting.append((now + delay, callback))
        return Handle()

    loop = asyncio.get_running_loop()
    loop.call_later = call_later  # type: ignore[method-assign,assignment]
    request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    transaction = stun.Transaction(request, ("192.0.2.1", 3478), Sender())
    task = asyncio.ensure_future(transaction.run())
    await asyncio.sleep(0)
    while waiting:
        now, callback = waiting.pop(0)
        callback()
    with pytest.raises(stun.TransactionTimeout):
        await task
    return sent, round(now * 1000)


@pytest.mark.parametrize("loss", [1, 20, 50, 60, 99])
def test_lost_packets(example: ModuleType, loss: int) -> None:
    for seed in range(400):
        chance = random.Random(seed)
        expected = [*TIMES, 39500]
        for n, at in enumerate(TIMES):
            if chance.random() < loss / 100:
                continue  # the request was lost
            if chance.random() < loss / 100:
                continue  # the response was lost
            expected = [*TIMES[: n + 1], at + 40]
            break
        assert example.attempts(loss, seed) == expected


# ── what the page foretells ──

FIRST = [
    "客户端 → 服务器：请求；第 1 个事务",
    "服务器 → 客户端：401 Unauthenticated；带上凭证再来",
]
SECOND = [
    "客户端 → 服务器：请求，带凭证；第 2 个事务",
    "服务器 → 客户端：成功应答；完成",
]


def test_default_output(default: Outcome) -> None:
    assert default.text == (
        "     0 ms  客户端 → 服务器：请求；第 1 个事务\n"
        "    20 ms  服务器 → 客户端：401 Unauthenticated；带上凭证再来\n"
        "    40 ms  客户端 → 服务器：请求，带凭证；第 2 个事务\n"
        "    60 ms  服务器 → 客户端：成功应答；完成\n"
        "  3080 ms  客户端 → 服务器：请求，带凭证；第 1 个事务\n"
        "  3100 ms  服务器 → 客户端：487 Role Conflict；换角色再来\n"
        "  3120 ms  客户端 → 服务器：请求，带凭证；第 2 个事务\n"
        "  3140 ms  服务器 → 客户端：成功应答；完成\n"
        "  6160 ms  客户端 → 服务器：请求，带凭证；第 1 个事务\n"
        "  6180 ms  服务器 → 客户端：420 Unknown Attribute；停手\n"
        "  9200 ms  客户端 → 服务器：请求，带凭证；第 1 个事务\n"
        "  9220 ms  服务器 → 客户端：438 Stale Nonce；换新 nonce 再来\n"
        "  9240 ms  客户端 → 服务器：请求，带凭证；第 2 个事务\n"
        "  9260 ms  服务器 → 客户端：成功应答；完成\n"
        " 12280 ms  客户端 → 服务器：请求，带凭证；第 1 个事务\n"
        " 12300 ms  服务器 → 客户端：300 Try Alternate；去备用服务器再来\n"
        " 12320 ms  客户端 → 备用服务器：请求；第 2 个事务\n"
        " 12340 ms  备用服务器 → 客户端：401 Unauthenticated；带上凭证再来\n"
        " 12360 ms  客户端 → 备用服务器：请求，带凭证；第 3 个事务\n"
        " 12380 ms  备用服务器 → 客户端：成功应答；完成\n"
        f"全部丢失：在 {TIMES} 毫秒发送，39500 毫秒结束\n"
        "丢包 60%：在 [0, 500, 1500, 3500] 毫秒发送，3540 毫秒结束\n"
    )


def test_a_wrong_password_stops_at_the_second_401() -> None:
    stopped = [
        "客户端 → 服务器：请求，带凭证；第 2 个事务",
        "服务器 → 客户端：401 Unauthenticated；停手",
    ]
    assert talk(run(NAME, PASSWORD=WRONG))[:20] == [*FIRST, *stopped] * 5


def test_a_nonce_that_is_stale_on_arrival() -> None:
    lines = talk(run(NAME, NONCE_LIFETIME=40))
    assert lines[:2] == FIRST
    assert lines[3:9:2] == ["服务器 → 客户端：438 Stale Nonce；换新 nonce 再来"] * 3
    assert lines[8] == "客户端 → 服务器：请求，带凭证；第 5 个事务"
    assert lines[9] == "服务器 → 客户端：438 Stale Nonce；停手"
    assert talk(run(NAME, NONCE_LIFETIME=41))[:4] == [*FIRST, *SECOND]


def test_break_nonce() -> None:
    lines = talk(run(NAME, BREAK_NONCE=True))
    assert lines[:10] == talk(run(NAME))[:10]
    again = "服务器 → 客户端：438 Stale Nonce；换新 nonce 再来"
    asked = [f"客户端 → 服务器：请求，带凭证；第 {n} 个事务" for n in range(1, 6)]
    heard = [again] * 4 + ["服务器 → 客户端：438 Stale Nonce；停手"]
    assert lines[10:20:2] == lines[20:30:2] == asked
    assert lines[11:21:2] == lines[21:31:2] == heard
    assert len(lines) == 32


def test_break_optional() -> None:
    before = run(NAME, REQUESTS=["7ffe fffe"]).picture("hexdump", 1)
    after = run(NAME, REQUESTS=["7ffe fffe"], BREAK_OPTIONAL=True).picture("hexdump", 1)
    assert "000a00027ffe00000008" in before["bytes"]
    assert "000a00047ffefffe0008" in after["bytes"]
    assert talk(run(NAME, REQUESTS=["fffe"]))[3] == SECOND[1]
    refused = talk(run(NAME, REQUESTS=["fffe"], BREAK_OPTIONAL=True))[3]
    assert refused == "服务器 → 客户端：420 Unknown Attribute；停手"


def test_break_login() -> None:
    outcome = run(NAME, BREAK_LOGIN=True)
    assert talk(outcome)[:2] == FIRST
    assert outcome.text.splitlines()[2:5] == [
        "    40 ms  客户端 → 服务器：请求，带凭证；第 2 个事务",
        "    60 ms  服务器 → 客户端：400 Bad Request；没有签名，不作数，重发到超时",
        " 42540 ms  客户端 → 服务器：请求；第 1 个事务",  # 40 + 39500 + 3000
    ]


def test_moved_from_the_start() -> None:
    assert talk(run(NAME, MOVED_AT=0))[:8] == [
        *FIRST,
        "客户端 → 服务器：请求，带凭证；第 2 个事务",
        "服务器 → 客户端：300 Try Alternate；去备用服务器再来",
        "客户端 → 备用服务器：请求；第 3 个事务",
        "备用服务器 → 客户端：401 Unauthenticated；带上凭证再来",
        "客户端 → 备用服务器：请求，带凭证；第 4 个事务",
        "备用服务器 → 客户端：成功应答；完成",
    ]


def test_the_other_server_remembers_the_login() -> None:
    assert talk(run(NAME, MOVED_AT=0, REQUESTS=["", ""]))[8:12] == [
        "客户端 → 服务器：请求；第 1 个事务",
        "服务器 → 客户端：401 Unauthenticated；带上凭证再来",
        "客户端 → 服务器：请求，带凭证；第 2 个事务",
        "服务器 → 客户端：300 Try Alternate；去备用服务器再来",
    ]
    assert talk(run(NAME, MOVED_AT=0, REQUESTS=["", ""]))[12:14] == [
        "客户端 → 备用服务器：请求，带凭证；第 3 个事务",
        "备用服务器 → 客户端：成功应答；完成",
    ]


def test_loss() -> None:
    assert talk(run(NAME, LOSS=100))[-1] == f"丢包 100%：在 {TIMES} 毫秒发送，39500 毫秒结束"
    assert talk(run(NAME, LOSS=0))[-1] == "丢包 0%：在 [0] 毫秒发送，40 毫秒结束"


# ── inputs ──


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REQUESTS", [], "1–8 项，如 '7ffe fffe'，现在是 []"),
        ("REQUESTS", "7ffe", "1–8 项，如 '7ffe fffe'，现在是 '7ffe'"),
        ("REQUESTS", [0x7FFE], "1–8 项，如 '7ffe fffe'，现在是 [32766]"),
        ("REQUESTS", ("7ffe",), "1–8 项，如 '7ffe fffe'，现在是 ('7ffe',)"),
        ("REQUESTS", ["7ffefffe"], "1–8 项，如 '7ffe fffe'，现在是 ['7ffefffe']"),
        ("REQUESTS", ["7ffe "], "1–8 项，如 '7ffe fffe'，现在是 ['7ffe ']"),
        ("REQUESTS", ["7ff"], "1–8 项，如 '7ffe fffe'，现在是 ['7ff']"),
        ("REQUESTS", [""] * 9, "1–8 项，如 '7ffe fffe'，现在是 ['', "),
        ("PASSWORD", "", "1–60 个字符，不含引号和反斜杠，现在是 ''"),
        ("PASSWORD", "x" * 61, "1–60 个字符，不含引号和反斜杠，现在是 'xxx"),
        ("PASSWORD", "it's", '1–60 个字符，不含引号和反斜杠，现在是 "it\'s"'),
        ("PASSWORD", "\ud800", "1–60 个字符，不含引号和反斜杠，现在是 '\\ud800'"),
        ("PASSWORD", b"pass", "1–60 个字符，不含引号和反斜杠，现在是 b'pass'"),
        ("NONCE_LIFETIME", -1, "0–999999 的整数，现在是 -1"),
        ("NONCE_LIFETIME", 5.5, "0–999999 的整数，现在是 5.5"),
        ("MOVED_AT", 1000000, "0–999999 的整数，现在是 1000000"),
        ("MOVED_AT", None, "0–999999 的整数，现在是 None"),
        ("SEED", "3", "0–999999 的整数，现在是 '3'"),
        ("LOSS", 101, "0–100 的整数，现在是 101"),
        ("LOSS", -1, "0–100 的整数，现在是 -1"),
        ("LOSS", True, "0–100 的整数，现在是 True"),
        ("BREAK_NONCE", 1, "True 或 False，现在是 1"),
        ("BREAK_OPTIONAL", "True", "True 或 False，现在是 'True'"),
        ("BREAK_LOGIN", None, "True 或 False，现在是 None"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{name} 应是 {said}")
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    assert not run(NAME, REQUESTS=["0000 ffff"] * 8, PASSWORD="口" * 60).complaint
    assert not run(NAME, NONCE_LIFETIME=0, MOVED_AT=999999, SEED=999999, LOSS=9).complaint


# ── the trace ──


def test_the_sequence_is_the_text(default: Outcome) -> None:
    picture = default.picture("sequence")
    assert picture["lanes"] == ["客户端", "服务器", "备用服务器"]
    lines = [
        f"{e['at']:6} ms  {picture['lanes'][e['from']]} → {picture['lanes'][e['to']]}："
        f"{e['label']}；{e['detail']}"
        for e in picture["events"]
    ]
    assert lines == default.text.splitlines()[:-2]
    assert all(len(event["label"]) <= 24 for event in picture["events"])


def test_dumps_have_every_byte_in_one_field(default: Outcome) -> None:
    first, second = default.picture("hexdump"), default.picture("hexdump", 1)
    assert (first["title"], second["title"]) == ("401 应答", "420 应答")
    for picture in (first, second):
        ends = [field["at"] + field["size"] for field in picture["fields"]]
        assert [field["at"] for field in picture["fields"]] == [0, *ends[:-1]]
        assert all(field["size"] > 0 for field in picture["fields"])
    assert [(f["name"], f["size"], f["ref"]) for f in first["fields"]] == [
        ("头", 20, "RFC 8489 §5"),
        ("ERROR-CODE", 23, "RFC 8489 §14.8"),
        ("填充", 1, "RFC 8489 §14"),
        ("REALM", 15, "RFC 8489 §14.9"),
        ("填充", 1, "RFC 8489 §14"),
        ("NONCE", 6, "RFC 8489 §14.10"),
        ("填充", 2, "RFC 8489 §14"),
    ]
    assert [(f["name"], f["size"], f["ref"]) for f in second["fields"]] == [
        ("头", 20, "RFC 8489 §5"),
        ("ERROR-CODE", 25, "RFC 8489 §14.8"),
        ("填充", 3, "RFC 8489 §14"),
        ("UNKNOWN-ATTRIBUTES", 6, "RFC 8489 §14.13"),
        ("填充", 2, "RFC 8489 §14"),
        ("MESSAGE-INTEGRITY", 24, "RFC 8489 §14.5"),
    ]
    said = [field["value"] for field in first["fields"]]
    assert said[:4] == ["长度 48", "Unauthenticated", "收方忽略", "example.org"]
    said = [field["value"] for field in second["fields"]]
    assert said[:5] == ["长度 60", "Unknown Attribute", "收方忽略", "7ffe", "收方忽略"]
    assert stun.parse_message(bytes.fromhex(first["bytes"])).error_code == 401


def test_the_chart_of_retransmissions(default: Outcome) -> None:
    lost, seen = default.picture("rate")["series"]
    assert (lost["name"], seen["name"]) == ("全部丢失", "丢包 60%")
    numbered = [[at, n] for n, at in enumerate(TIMES, 1)]
    assert lost["points"] == [*numbered, [39500, 7]]
    assert seen["points"] == [*numbered[:4], [3540, 4]]
