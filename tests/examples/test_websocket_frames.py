"""WebSocket handshake and frames, against RFC 6455, websockets and wsproto."""

from __future__ import annotations

import base64
import re
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets import http11
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHeaderValue
from websockets.frames import Frame, Opcode
from websockets.protocol import CLIENT, SERVER, Protocol
from websockets.server import ServerProtocol
from websockets.streams import StreamReader
from websockets.uri import parse_uri
from websockets.utils import accept_key
from wsproto import ConnectionType, WSConnection
from wsproto.events import Request
from wsproto.frame_protocol import FrameProtocol, ParseFailed
from wsproto.utilities import generate_accept_token

from tests.examples.loading import Outcome, load, run

NAME = "websocket/frames"
KEY, ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455 1.3
MASK = bytes.fromhex("37fa213d")
OF_THE_RFC = {  # RFC 6455 5.7: first byte, payload, mask
    "010348656c": (0x01, b"Hel", b""),
    "80026c6f": (0x80, b"lo", b""),
    "810548656c6c6f": (0x81, b"Hello", b""),
    "890548656c6c6f": (0x89, b"Hello", b""),
    "818537fa213d7f9f4d5158": (0x81, b"Hello", MASK),
    "8a8537fa213d7f9f4d5158": (0x8A, b"Hello", MASK),
}
OPEN = "还没有结局，等后面的字节"
Frames = list[tuple[int, bytes]]


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def frames(outcome: Outcome) -> list[str]:
    """The lines that tell of frames, without their numbers."""
    return [line[5:] for line in outcome.text.partition("种类和内容\n")[2].splitlines()]


def verdict(outcome: Outcome) -> str:
    return outcome.text.splitlines()[1].partition("接收方：")[2]


def fields_of(outcome: Outcome) -> Any:
    return outcome.picture("hexdump")["fields"]


def parsed(data: bytes, masked: bool) -> Frame:
    """One frame as websockets reads it."""
    reader = StreamReader()
    reader.feed_data(data)
    parser = Frame.parse(reader.read_exact, mask=masked)
    try:
        next(parser)
    except StopIteration as done:
        frame: Frame = done.value
        return frame
    raise AssertionError("websockets wants more bytes")


def wsproto_reads(data: bytes, from_client: bool) -> tuple[list[tuple[int, Any]], int | None]:
    """Data messages, pings and closes that wsproto finds; the code by which it fails."""
    protocol = FrameProtocol(client=not from_client, extensions=[])
    protocol.receive_bytes(data)
    found: list[tuple[int, Any]] = []
    text: Any = None
    try:
        for frame in protocol.received_frames():
            if frame.opcode < 8:
                text = frame.payload if text is None else text + frame.payload
                if frame.frame_finished and frame.message_finished:
                    found.append((int(frame.opcode), text))
                    text = None
            else:
                found.append((int(frame.opcode), frame.payload))
    except ParseFailed as error:
        return found, int(error.code)
    return found, None


def ours(example: ModuleType, data: bytes, from_client: bool) -> tuple[list[Any], int | None]:
    """The same of this program."""
    found: list[tuple[int, Any]] = []
    kind = 0
    for step in example.receive(data, from_client):
        opcode = step.head.opcode
        kind = opcode if opcode in (1, 2) else kind
        if step.end and step.end[1] != "要求关闭":
            return found, step.end[0]
        if opcode == 8:
            found.append((8, (step.end[0], step.payload[2:].decode())))
        elif opcode > 8:
            found.append((opcode, step.payload))
        elif step.message is not None:
            found.append((kind, step.message.decode() if kind == 1 else step.message))
    return found, None


# ── handshake ──


def test_the_answer_of_the_rfc(example: ModuleType, default: Outcome) -> None:
    assert example.accept(KEY) == ACCEPT
    assert default.text.startswith(f"Accept 是 {ACCEPT}，客户端核对：一致，连接打开\n")
    assert f"\nSec-WebSocket-Accept: {ACCEPT}\n" in default.text


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=16, max_size=16))
def test_answers_as_both_libraries_give(nonce: bytes) -> None:
    key = base64.b64encode(nonce).decode()
    given_answer = load(NAME).accept(key)
    assert given_answer == accept_key(key) == generate_accept_token(key.encode()).decode()
    assert load(NAME).accept(key, True) != given_answer


def handshake(outcome: Outcome) -> list[bytes]:
    """Request and answer as the output shows them, as they would go over the wire."""
    parts = outcome.text.split("\n\n")[1:3]
    return [(part.replace("\n", "\r\n") + "\r\n\r\n").encode() for part in parts]


def test_both_libraries_serve_the_request(default: Outcome) -> None:
    request, answer = handshake(default)
    server = ServerProtocol()
    server.receive_data(request)
    (event,) = server.events_received()
    assert isinstance(event, http11.Request)
    response = server.accept(event)
    assert response.status_code == 101
    assert f"Sec-WebSocket-Accept: {response.headers['Sec-WebSocket-Accept']}".encode() in answer
    connection = WSConnection(ConnectionType.SERVER)
    connection.receive_data(request)
    assert isinstance(next(iter(connection.events())), Request)


def client_hears(outcome: Outcome) -> ClientProtocol:
    client = ClientProtocol(parse_uri("ws://server.example.com/chat"))
    client.key = KEY
    client.send_request(client.connect())
    client.key = KEY  # connect() may not choose another one
    client.receive_data(handshake(outcome)[1])
    return client


def test_a_client_takes_the_answer_and_refuses_the_broken_one(default: Outcome) -> None:
    assert client_hears(default).handshake_exc is None
    broken, wrong = run(NAME, BREAK_ACCEPT=True), "BXhwxM0SZasKmCD9S4BfpPmCnEw="
    assert isinstance(client_hears(broken).handshake_exc, InvalidHeaderValue)
    assert broken.text.splitlines()[0] == (
        f"Accept 是 {wrong}，客户端核对：应是 {ACCEPT}，断开（§4.1），帧发不出去"
    )
    assert (verdict(broken), frames(broken)) == (OPEN, [])
    (field,) = fields_of(broken)
    assert (field["size"], field["name"], field["tone"]) == (36, "没有读的", "quiet")


# ── frames: their bytes ──


def test_the_frames_of_the_rfc(example: ModuleType) -> None:
    for frame, parts in OF_THE_RFC.items():
        assert example.encode(*parts).hex() == frame
    assert example.encode(0x82, bytes(256), b"")[:4].hex() == "827e0100"
    assert example.encode(0x82, bytes(65536), b"")[:10].hex() == "827f0000000000010000"


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 255, 256, 65535, 65536, 70000])
@pytest.mark.parametrize("key", [b"", MASK])
def test_lengths_as_websockets_writes_and_reads_them(
    example: ModuleType, length: int, key: bytes
) -> None:
    payload = bytes(range(256)) * (length // 256) + bytes(range(length % 256))
    data = example.encode(0x82, payload, key)
    theirs = Frame(Opcode.BINARY, payload).serialize(mask=bool(key))
    head = len(theirs) - length - len(key)
    assert data[:head] == theirs[:head]
    assert len(data) == len(theirs)
    assert parsed(data, bool(key)) == Frame(Opcode.BINARY, payload)
    for each in (data, theirs):
        (step,) = example.receive(each, bool(key))
        assert step.payload == payload
        assert step.message == payload
        assert step.end is None
        assert step.head.form == (7 if length <= 125 else 16 if length <= 65535 else 64)
        assert step.head.length == length
        assert (step.head.at, step.head.size) == (0, len(each) - length)
    assert wsproto_reads(data, bool(key)) == ([(2, payload)], None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.binary(min_size=4, max_size=4))
def test_masking_twice_is_not_masking(data: bytes, key: bytes) -> None:
    example = load(NAME)
    once = example.mask(data, key)
    assert example.mask(once, key) == data
    assert list(once) == [data[i] ^ key[i % 4] for i in range(len(data))]


def test_deliberate_mistakes(example: ModuleType) -> None:
    for length, head in zip((0, 125, 126, 65535), "0000 007d 007e ffff".split(), strict=True):
        assert example.encode(0x82, bytes(length), b"", True)[:4].hex() == f"827e{head}"
    assert example.encode(0x82, bytes(65536), b"", True)[1] == 127
    shifted = example.encode(0x82, b"abcde", b"\1\2\3\4", shift=1)
    assert shifted == b"\x82\x85\1\2\3\4" + example.mask(b"abcde", b"\2\3\4\1")


def test_the_plan(example: ModuleType) -> None:
    cases: dict[tuple[str, str, str], Frames] = {
        ("Hello", "", ""): [(0x81, b"Hello")],
        ("", "", ""): [(0x81, b"")],
        ("a|b", "", ""): [(0x01, b"a"), (0x80, b"b")],
        ("a||你", "p", ""): [(0x01, b"a"), (0x89, b"p"), (0x00, b""), (0x80, "你".encode())],
        ("a", "p", "4999"): [(0x81, b"a"), (0x89, b"p"), (0x88, b"\x13\x87")],
        ("a", "", "0000"): [(0x81, b"a"), (0x88, b"\0\0")],
    }
    for inputs, planned in cases.items():
        assert example.plan(*inputs) == planned


# ── frames: what a receiver makes of them ──

_codes = st.sampled_from([999, *range(1000, 1014), 1015, 1016, 3000, 4999, 5000])
_closes = _codes.map(lambda code: code.to_bytes(2, "big"))


@st.composite
def _conversations(draw: st.DrawFn) -> Frames:
    """Messages in fragments with control frames in between; at times a byte is wrong."""
    made: Frames = []
    for opcode in draw(st.lists(st.sampled_from([1, 2]), min_size=1, max_size=3)):
        pieces = draw(st.lists(st.text(max_size=6).map(str.encode), min_size=1, max_size=3))
        for n, piece in enumerate(pieces):
            last = 128 if n == len(pieces) - 1 else 0
            made.append(((0 if n else opcode) | last, piece))
            if draw(st.booleans()):
                made.append((draw(st.sampled_from([0x89, 0x8A])), draw(st.binary(max_size=5))))
    if draw(st.booleans()):
        made.append((0x88, draw(st.just(b"") | st.binary(max_size=1) | _closes)))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(made) - 1))
        wrong = made[at][0] ^ draw(st.sampled_from([128, 64, 32, 16, 1, 2, 3, 4, 8]))
        made[at] = (wrong, made[at][1])
    return made


@settings(max_examples=60, deadline=None)
@given(_conversations(), st.booleans(), st.sampled_from([(), (0,), (1,), (3,)]), st.booleans())
def test_receives_as_wsproto(made: Frames, client: bool, odd: tuple[int, ...], long: bool) -> None:
    example = load(NAME)
    data = b""
    for n, (first, payload) in enumerate(made):
        masked = client != (n in odd)
        data += example.encode(first, payload, MASK if masked else b"", long and n == 2)
    assert ours(example, data, client) == wsproto_reads(data, client)


@settings(max_examples=40, deadline=None)
@given(_conversations(), st.booleans())
def test_answers_as_websockets_writes_them(made: Frames, from_client: bool) -> None:
    example = load(NAME)
    data = b"".join(example.encode(*frame, MASK if from_client else b"") for frame in made)
    steps = example.receive(data, from_client)
    last = steps[-1]
    reason = last.payload[2:].decode("utf-8", "replace")
    if last.end and (last.end[0] == 1007 or "\ufffd" in reason):
        return  # websockets leaves texts to the layers above, and looks at a reason before a code
    unfinished = [s.head.opcode < 8 and s.head.first < 128 for s in steps if s.head.opcode < 8]
    if last.head.opcode == 8 and unfinished and unfinished[-1]:
        return  # a close inside a message: websockets does not like it
    peer = Protocol(SERVER if from_client else CLIENT)
    peer.receive_data(data)
    theirs = [parsed(reply, not from_client) for reply in peer.data_to_send() if reply]
    replies = (example.answer(step, b"" if from_client else MASK) for step in steps)
    mine = [reply for reply in replies if reply]
    assert len(mine) == len(theirs)
    for frame, reply in zip(theirs, mine, strict=True):
        found = parsed(reply, not from_client)
        assert (found.opcode, found.fin) == (frame.opcode, True)
        assert found.data == (frame.data[:2] if found.opcode == Opcode.CLOSE else frame.data)


@settings(max_examples=30, deadline=None)
@given(_conversations(), st.data())
def test_half_of_a_frame_waits(made: Frames, data: st.DataObject) -> None:
    example = load(NAME)
    wire, ends = b"", [0]
    for first, payload in made:
        wire += example.encode(first, payload, MASK)
        ends.append(len(wire))
    steps = example.receive(wire, True)
    cut = data.draw(st.integers(0, len(wire)))
    whole = sum(0 < end <= cut for end in ends)
    part = example.receive(wire[:cut], True)
    assert part[:whole] == steps[:whole]
    for step in part[whole:]:  # a header may already break a rule
        assert step.end[0] == 1002
        assert step.payload == b""


RULES = {  # headers that break a rule (read by a client if not told otherwise): rule, section
    "c100 a100 9100": ("没有商定扩展，RSV 就应是 0", "5.2"),
    "8300 8700 8b00 8f00": ("操作码没有定义", "5.2"),
    "818000000000": ("服务器的帧有掩码", "5.1"),
    "897e007e": ("控制帧的内容应不超过 125 字节", "5.5"),
    "0900 0800 0a00": ("控制帧不能分片", "5.5"),
    "827e007d 827f000000000000ffff": ("长度没有用最短的写法", "5.2"),
    "827f8000000000000000": ("64 位长度的最高位应是 0", "5.2"),
    "8000": ("续帧前面没有开头", "5.4"),
    "8103 827e007e 827f0000000000010000 827f7fffffffffffffff": None,
}


@pytest.mark.parametrize("wires", RULES)
def test_rules_of_one_header(example: ModuleType, wires: str) -> None:
    rule = RULES[wires]
    for wire in wires.split():
        steps = example.receive(bytes.fromhex(wire), False)
        assert [step.end for step in steps] == ([(1002, *rule)] if rule else [])
        told = f"1002，{rule[0]}（RFC 6455 §{rule[1]}）" if rule else OPEN
        assert verdict(run(NAME, SENDER="server", BYTES=wire)) == told
        assert wsproto_reads(bytes.fromhex(wire), False)[1] == (1002 if rule else None)


def test_a_server_wants_masks(example: ModuleType) -> None:
    for wire in ("8100", "8900", "8100 818000000000"):
        (step,) = example.receive(bytes.fromhex(wire), True)
        assert step.end == (1002, "客户端的帧没有掩码", "5.1")
        assert wsproto_reads(bytes.fromhex(wire), True)[1] == 1002


def test_a_new_message_inside_another(example: ModuleType) -> None:
    for opcode in ("81", "82", "01", "02"):
        last = example.receive(bytes.fromhex(f"0100 {opcode}00"), False)[-1]
        assert last.end == (1002, "前一条没发完，又开了一条", "5.4")
    steps = example.receive(bytes.fromhex("0100 8900 8000 8100 8100"), False)
    assert [step.message for step in steps] == [None, None, b"", b"", b""]


def test_a_header_with_too_few_bytes_is_none(example: ModuleType) -> None:
    for head in ("81", "827e01", "827f00000000000000", "81800000 00", "82fe0100 000000"):
        data = bytes.fromhex(head)
        for n in range(1, len(data) + 1):
            assert example.read_header(data[:n], 0) is None
    found = example.read_header(bytes.fromhex("ff 82fe0100 01020304"), 1)
    assert found == (1, 0x82, 2, 1, 16, 256, b"\1\2\3\4", 8)
    found = example.read_header(bytes.fromhex("8105"), 0)
    assert found == (0, 0x81, 1, 0, 7, 5, b"", 2)


@pytest.mark.parametrize("code", [*range(998, 1020), 2999, 3000, 3999, 4000, 4999, 5000, 0, 65535])
def test_codes_of_close_frames(example: ModuleType, code: int) -> None:
    data = bytes.fromhex("8802") + code.to_bytes(2, "big")
    (step,) = example.receive(data, False)
    allowed = {*range(1000, 1004), *range(1007, 1015), 3000, 3999, 4000, 4999}
    good = (code, "要求关闭", "5.5.1")
    assert step.end == (good if code in allowed else (1002, "关闭码不合要求", "7.4"))
    peer = Protocol(CLIENT)
    peer.receive_data(data)
    assert (peer.parser_exc is None) == (code in allowed)
    if code != 1014:  # wsproto does not know it
        assert (wsproto_reads(data, False)[1] is None) == (code in allowed)


def test_close_frames_of_odd_contents(example: ModuleType) -> None:
    cases = {
        b"": (1005, "要求关闭", "5.5.1"),
        b"\x03": (1002, "关闭码不合要求", "7.4"),
        b"\x03\xe8" + "再见".encode(): (1000, "要求关闭", "5.5.1"),
        b"\x03\xe8\xe5\x86": (1007, "文字不是 UTF-8", "8.1"),
    }
    for payload, end in cases.items():
        (step,) = example.receive(example.encode(0x88, payload, b"") + b"\x81\0", False)
        assert (step.end, step.message) == (end, None)  # the frame behind it is not read
        code = wsproto_reads(example.encode(0x88, payload, b""), False)[1]
        assert code == (None if end[1] == "要求关闭" else end[0])
        reply = b"" if end[0] == 1005 else end[0].to_bytes(2, "big")
        assert example.answer(step, b"") == bytes([0x88, len(reply)]) + reply


def test_what_is_no_utf8(example: ModuleType) -> None:
    for wrong in map(bytes.fromhex, "80 e4bd c0af eda080 f4908080 61ff".split()):
        (step,) = example.receive(example.encode(0x81, wrong, b""), False)
        assert (step.end, step.message) == ((1007, "文字不是 UTF-8", "8.1"), None)
        assert wsproto_reads(example.encode(0x81, wrong, b""), False)[1] == 1007
        for first in (0x82, 0x89, 0x8A):
            (step,) = example.receive(example.encode(first, wrong, b""), False)
            assert step.end is None
    binary = example.encode(0x02, b"\xff", b"") + example.encode(0x80, b"\xfe", b"")
    assert example.receive(binary, False)[-1].message == b"\xff\xfe"
    replacement = example.encode(0x81, "\ufffd".encode(), b"")
    assert example.receive(replacement, False)[0].end is None


def test_where_the_two_libraries_differ(example: ModuleType) -> None:
    """What the page says of websockets 17.4 and wsproto 1.3.2."""
    longer = example.encode(0x81, b"Hel", MASK, True)
    assert parsed(longer, True).data == b"Hel"
    assert wsproto_reads(longer, True)[1] == 1002
    inside = bytes.fromhex("0100 880203e8")
    peer = Protocol(CLIENT)
    peer.receive_data(inside)
    assert str(peer.parser_exc) == "incomplete fragmented message"
    assert wsproto_reads(inside, False)[1] is None
    assert example.receive(inside, False)[-1].end[0] == 1000
    assert wsproto_reads(bytes.fromhex("880203f6"), False)[1] == 1002
    assert wsproto_reads(bytes.fromhex("0101ff"), False)[1] == 1007
    assert example.receive(bytes.fromhex("0101ff"), False)[-1].end is None
    for close, reply in {b"\x03\xe8bye": b"\x03\xe8bye", b"\0\0\xff": b"\x03\xef"}.items():
        peer = Protocol(CLIENT)
        peer.receive_data(example.encode(0x88, close, b""))
        assert parsed(peer.data_to_send()[0], True).data.startswith(reply)
    assert example.receive(bytes.fromhex("88030000ff"), False)[0].end[0] == 1002


# ── what the page foretells ──

SERVED: dict[str, object] = {"SENDER": "server"}
# fmt: off
CLAIMS: list[tuple[dict[str, object], str, list[str]]] = [  # input; code, section; some frames
    ({}, "1000 5.5.1", [
        '018337fa213d  文本 "Hel"',
        '89859c41e07b  ping "Hello"，回 8a0548656c6c6f',
        '808205d8b36a  续帧 "lo"，消息 "Hello"',
        '888237fa213d  关闭 1000 ""，回 880203e8',
    ]),
    (SERVED, "1000 5.5.1", [
        '0103  文本 "Hel"',
        '8905  ping "Hello"，回 8a8537fa213d7f9f4d5158',
        '8002  续帧 "lo"，消息 "Hello"',
        '8802  关闭 1000 ""，回 888237fa213d3412',
    ]),
    ({"TEXT": "Hello", "PING": "", "CLOSE": ""}, "", ['818537fa213d  文本 "Hello"，消息 "Hello"']),
    ({"BREAK_MASKING": True}, "1002 5.1", ["0103  文本，回 880203ea"]),
    ({"BREAK_MASKING": True} | SERVED, "1002 5.1", ["018337fa213d  文本，回 888237fa213d3410"]),
    ({"BREAK_LENGTH": True}, "1002 5.2", ["01fe000337fa213d  文本，回 880203ea"]),
    ({"BREAK_SHIFT": True}, "1007 8.1", ['808205d8b36a  续帧 "�\\u0004"，回 880203ef']),
    ({"BREAK_SHIFT": True, "MASKS": "01020304", "CLOSE": ""}, "", [
        '808201020304  续帧 "on"，消息 "Kdkon"'
    ]),
    ({"PING": "x" * 126}, "1002 5.5", ["89fe007e9c41e07b  ping，回 880203ea"]),
    ({"PING": "x" * 125}, "1000 5.5.1", []),
    ({"CLOSE": "1006"}, "1002 7.4", []),
    ({"CLOSE": "4000"}, "4000 5.5.1", []),
    ({"BYTES": "0102e4bd 8001a0"} | SERVED, "", ['8001  续帧 "�"，消息 "你"']),
    ({"BYTES": "8102e4bd"} | SERVED, "1007 8.1", []),
    ({"BYTES": "0100 8100"} | SERVED, "1002 5.4", []),
    ({"BYTES": "8105 4865"} | SERVED, "", []),
]
# fmt: on


@pytest.mark.parametrize(("inputs", "told", "some"), CLAIMS)
def test_what_the_page_foretells(inputs: dict[str, object], told: str, some: list[str]) -> None:
    outcome = run(NAME, **inputs)
    found = re.fullmatch(r"(\d{4})，.*（RFC 6455 §(.*)）", verdict(outcome))
    assert (" ".join(found.groups()) if found else "") == told
    assert found or verdict(outcome) == OPEN
    assert set(some) <= set(frames(outcome))
    assert len(frames(outcome)) <= 4
    if inputs == SERVED:
        assert outcome.picture("hexdump")["bytes"] == "010348656c890548656c6c6f80026c6f880203e8"


def test_a_text_of_126_letters() -> None:
    outcome = run(NAME, TEXT="x" * 126)
    assert frames(outcome)[0].startswith('81fe007e37fa213d  文本 "xxx')
    names = [field["name"] for field in fields_of(outcome)[1:5]]
    assert names == ["掩码位、长度", "放不下的长度", "掩码", "内容"]
    assert fields_of(outcome)[2]["value"] == "126 字节"


# ── input and pictures ──

WRONG: dict[str, tuple[str, list[object]]] = {
    "KEY": (" 16 个字节的 Base64", ["", KEY[:-3] + "R==", KEY[:-2], KEY + "\n", None, 1, "é" * 24]),
    "SENDER": (" client 或 server", ["", "Client", "client ", None, True, ["client"]]),
    "TEXT": ("至多 300 字、8 片的文字", ["x" * 301, "|" * 8, "\ud800", None, 5, b"x", ["x"]]),
    "PING": ("至多 150 字的文字", ["x" * 151, "\udfff", None, float("nan"), {}]),
    "CLOSE": (" 4 位数字，或空的", ["100", "10000", "１０００", " 1000", 1000, None, True]),
    "MASKS": (" 1–10 个掩码", ["", "37FA213D", "37fa213", " ", 7, " ".join(["00000000"] * 11), []]),
    "BYTES": ("至多 512 个字节", ["8", "81 0", "GG", "00" * 513, "  ", b"", 10**300, [["8"]]]),
}
FLAGS: tuple[str, list[object]] = (" True 或 False", [1, 0, "True", None])
WRONG |= dict.fromkeys(["BREAK_ACCEPT", "BREAK_MASKING", "BREAK_LENGTH", "BREAK_SHIFT"], FLAGS)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_refused(name: str) -> None:
    wanted, values = WRONG[name]
    for value in values:
        outcome = run(NAME, **{name: value})
        assert outcome.complaint.startswith(f"输入有误：{name} 应是{wanted}")
        assert "，现在是 " in outcome.complaint
        assert len(outcome.complaint) < 300
        assert outcome.text == ""


def test_the_largest_input_is_drawn() -> None:
    longest = {"TEXT": "\U0001f600" * 292 + "|" * 7, "PING": "\U0001f600" * 150, "CLOSE": "4999"}
    outcome = run(NAME, **longest, BREAK_LENGTH=True)
    assert outcome.complaint == ""
    assert len(outcome.picture("hexdump")["bytes"]) // 2 <= 2048
    for wire in ("00" * 512, "8000" * 256, "81", "ff" * 512, "8900" * 256):
        assert run(NAME, SENDER="server", BYTES=wire).complaint == ""
    controls = "".join(map(chr, range(60)))
    assert all(len(f["value"]) <= 1000 for f in fields_of(run(NAME, TEXT=controls)))


def test_every_byte_has_one_field(default: Outcome) -> None:
    fields = fields_of(default)
    assert [(f["at"], f["size"], f["name"], f["value"], f["ref"][9:]) for f in fields[4:8]] == [
        (9, 1, "第 2 帧：FIN、RSV、操作码", "1 000 1001，ping", "§5.2"),
        (10, 1, "掩码位、长度", "1 0000101", "§5.2"),
        (11, 4, "掩码", "9c41e07b", "§5.3"),
        (15, 5, "内容", '"Hello"', "§5.2"),
    ]
    assert (fields[-1]["at"], fields[-1]["size"], fields[-1]["value"]) == (34, 2, '1000 ""')
    assert {f["tone"] for f in fields} == {"plain"}


def test_the_broken_frame_is_marked() -> None:
    outcome = run(NAME, SENDER="server", BYTES="8900 8102e4bd 8300 8101ff")
    fields = fields_of(outcome)
    assert [(f["at"], f["size"], f["tone"]) for f in fields] == [
        (0, 1, "plain"), (1, 1, "plain"), (2, 1, "bad"), (3, 1, "bad"), (4, 2, "bad"),
        (6, 5, "quiet"),
    ]  # fmt: skip
    assert fields[-1]["name"] == "没有读的"
    half = fields_of(run(NAME, SENDER="server", BYTES="8105 4865"))
    assert [(f["at"], f["size"], f["name"]) for f in half] == [(0, 4, "没有读的")]
