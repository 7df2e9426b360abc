"""The terminal companion asks real servers on loopback: coturn's, aioice's, and some that err."""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from aioice import stun

from tests.examples import loading

NAME = "stun/live_binding"
PAGE = loading.ROOT / "stun-live-binding.md"
SIBLINGS = ("binding_request", "xor_mapped_address")
TURNSERVER = shutil.which("turnserver")
Address = tuple[str, int]
Handler = Callable[[bytes, Address, int], list[bytes]]


@dataclass
class Server:
    """A UDP server on loopback that answers as its handler says; `number` counts from 1."""

    handler: Handler
    host: str = "127.0.0.1"
    received: list[bytes] = field(default_factory=list)
    address: str = ""
    socket: socket.socket | None = None

    def serve(self, listening: socket.socket) -> None:
        while True:
            data, sender = listening.recvfrom(2048)
            if data == b"stop":
                return
            self.received.append(data)
            for answer in self.handler(data, sender[:2], len(self.received)):
                listening.sendto(answer, sender)


@contextmanager
def serving(handler: Handler, host: str = "127.0.0.1") -> Iterator[Server]:
    server = Server(handler, host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as listening:
        listening.bind((host, 0))
        port = listening.getsockname()[1]
        server.socket = listening
        server.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        thread = threading.Thread(target=server.serve, args=(listening,))
        thread.start()
        try:
            yield server
        finally:
            with socket.socket(family, socket.SOCK_DGRAM) as stopping:
                stopping.sendto(b"stop", (host, port))
            thread.join()


def answer(
    request: bytes, kind: stun.Class = stun.Class.RESPONSE, **attributes: object
) -> stun.Message:
    """An answer of aioice's codec; names of attributes have _ for -."""
    asked = stun.parse_message(request)
    message = stun.Message(asked.message_method, kind, asked.transaction_id)
    for name, value in attributes.items():
        message.attributes[name.replace("_", "-")] = value
    return message


def well(request: bytes, sender: Address, number: int) -> list[bytes]:
    """What a server should do."""
    message = answer(request, XOR_MAPPED_ADDRESS=sender, SOFTWARE="aioice")
    message.add_fingerprint()
    return [bytes(message)]


def nat(request: bytes, sender: Address, number: int) -> list[bytes]:
    return [bytes(answer(request, XOR_MAPPED_ADDRESS=("192.0.2.3", 45664)))]


def refusing(code: int, reason: str) -> Handler:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        return [bytes(answer(request, stun.Class.ERROR, ERROR_CODE=(code, reason)))]

    return handler


def silent(request: bytes, sender: Address, number: int) -> list[bytes]:
    return []


@dataclass
class Run:
    """What the command said, and its exit code."""

    code: int
    text: str
    complaint: str


def command(*arguments: str, folder: Path | None = None) -> Run:
    """The real command, as a reader runs it; only a missing --timeout is added."""
    done = subprocess.run(
        [
            sys.executable,
            str((folder or loading.folder() / "stun") / "live_binding.py"),
            *arguments,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module; it finds its siblings as in a terminal, where its own folder comes first."""
    monkeypatch.syspath_prepend(str(loading.folder() / "stun"))
    for name in SIBLINGS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield loading.load(NAME)
    for name in SIBLINGS:
        sys.modules.pop(name, None)


@pytest.fixture
def ask(
    live: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run it in this process, which is quicker."""

    def run(*arguments: str) -> Run:
        monkeypatch.setattr(sys, "argv", ["live_binding.py", *arguments])
        code = 0
        try:
            live.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        written = capsys.readouterr()
        return Run(code, written.out, written.err)

    return run


def said(text: str, label: str) -> str:
    """The rest of the one line that begins with a label."""
    (line,) = [line for line in text.splitlines() if line.startswith(label)]
    return line.removeprefix(label).strip()


# ── real servers ──


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if not TURNSERVER:
        pytest.skip("turnserver of coturn is not installed; `make browser` brings it")
    folder = tmp_path_factory.mktemp("coturn")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    flags = ["-n", "--stun-only", "--no-cli", "--no-tls", "--no-dtls", "--no-tcp", "--fingerprint"]
    where = ["--listening-ip", "127.0.0.1", "-p", str(port), "--relay-ip", "127.0.0.1"]
    files = ["--log-file", "stdout", "--pidfile", str(folder / "pid"), "-b", str(folder / "db")]
    # where the tests are killed, nothing here ends it: then its time is up
    limit = ["timeout", "300"] if shutil.which("timeout") else []
    process = subprocess.Popen(
        [*limit, TURNSERVER, *flags, *where, *files],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Ask with aioice's codec until there is an answer."""
    request = bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST))
    end = time.monotonic() + 30
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("127.0.0.1", port))
        asking.settimeout(0.2)
        while time.monotonic() < end:
            assert process.poll() is None, "turnserver ended"
            with suppress(ConnectionError, TimeoutError):
                asking.send(request)
                stun.parse_message(asking.recv(2048))
                return
            time.sleep(0.05)
    raise AssertionError("turnserver does not answer")


def test_coturn_answers_the_real_command(coturn: int) -> None:
    run = command(f"127.0.0.1:{coturn}")
    assert (run.code, run.complaint) == (0, "")
    assert said(run.text, "发往") == f"127.0.0.1，端口 {coturn}"
    outside = said(run.text, "外部地址")
    assert re.fullmatch(r"127\.0\.0\.1，端口 \d+", outside)
    assert said(run.text, "本机地址") == outside
    assert "两者相同，中间没有 NAT" in run.text
    assert 'SOFTWARE："Coturn-' in run.text or "SOFTWARE：'Coturn-" in run.text
    assert "FINGERPRINT：核对通过" in run.text


def test_coturn_sees_the_port_that_the_program_has(coturn: int, ask: Callable[..., Run]) -> None:
    run = ask(f"127.0.0.1:{coturn}", "--timeout", "5")
    assert run.code == 0
    assert said(run.text, "外部地址") == said(run.text, "本机地址")


def test_a_server_of_aioice_answers_the_real_command() -> None:
    with serving(well) as server:
        run = command(server.address)
    assert (run.code, run.complaint) == (0, "")
    (request,) = server.received
    asked = stun.parse_message(request)  # raises where the FINGERPRINT is wrong
    assert (asked.message_method, asked.message_class) == (stun.Method.BINDING, stun.Class.REQUEST)
    assert list(asked.attributes) == ["FINGERPRINT"]
    assert len(request) == 28
    lines = run.text.splitlines()
    assert lines[1] == "收到 52 字节，请求发了 1 次"
    rows = [line.split() for line in lines[2:-3]]
    assert [int(at) for at, *_ in rows] == [0, 2, 4, 8, 20, 24, 32, 36, 42, 44, 48]
    whole = bytes.fromhex("".join(dump for _, dump, *_ in rows))
    assert stun.parse_message(whole).transaction_id == asked.transaction_id
    outside = stun.parse_message(whole).attributes["XOR-MAPPED-ADDRESS"]
    assert lines[-3] == "外部地址 {}，端口 {}".format(*outside)
    assert lines[-2] == "本机地址 {}，端口 {}".format(*outside)
    assert lines[-1] == "两者相同，中间没有 NAT"


def test_the_transaction_id_is_a_new_one_each_time(ask: Callable[..., Run]) -> None:
    with serving(well) as server:
        assert {ask(server.address).code for _ in range(3)} == {0}
    assert len({stun.parse_message(request).transaction_id for request in server.received}) == 3


def test_another_address_means_a_nat(ask: Callable[..., Run]) -> None:
    with serving(nat) as server:
        run = ask(f"stun:{server.address}")
    assert run.code == 0
    assert said(run.text, "外部地址") == "192.0.2.3，端口 45664"
    assert run.text.splitlines()[-1] == "两者不同，中间有 NAT"


def test_another_port_means_a_nat_too(ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        return [bytes(answer(request, XOR_MAPPED_ADDRESS=(sender[0], sender[1] ^ 1)))]

    with serving(handler) as server:
        assert ask(server.address).text.splitlines()[-1] == "两者不同，中间有 NAT"


def test_ipv6(ask: Callable[..., Run]) -> None:
    try:
        with serving(well, "::1") as server:
            run = ask(server.address)
    except OSError:
        pytest.skip("no IPv6 on this machine's loopback")
    assert run.code == 0
    assert said(run.text, "外部地址").startswith("::1，端口 ")
    assert run.text.splitlines()[-1] == "两者相同，中间没有 NAT"


# ── servers that err ──


@pytest.mark.parametrize(
    ("code", "reason"), [(300, "Try Alternate"), (400, "Bad Request"), (420, "未知"), (699, "")]
)
def test_an_error_response_is_told(code: int, reason: str, ask: Callable[..., Run]) -> None:
    with serving(refusing(code, reason)) as server:
        run = ask(server.address)
    assert (run.code, run.complaint) == (7, f"服务器回了错误 {code}：{reason}\n")
    assert "消息类型：0x0111" in run.text
    assert "外部地址" not in run.text


@pytest.mark.parametrize("value", [b"", b"\x00\x00\x04"])
def test_an_error_response_without_a_code(value: bytes, ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        body = struct.pack("!HH", 9, len(value)) + value + bytes(-len(value) % 4) if value else b""
        return [b"\x01\x11" + struct.pack("!H", len(body)) + request[4:20] + body]

    with serving(handler) as server:
        run = ask(server.address)
    assert (run.code, run.complaint) == (6, "应答有毛病：错误应答里没有 ERROR-CODE\n")


def test_only_three_bits_make_the_class_of_an_error(ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        body = bytes.fromhex("00090008 00000c01 7768793f")  # reserved bits are not zero
        return [b"\x01\x11" + struct.pack("!H", len(body)) + request[4:20] + body]

    with serving(handler) as server:
        run = ask(server.address)
    assert (run.code, run.complaint) == (7, "服务器回了错误 401：why?\n")


def spoilt_id(request: bytes) -> bytes:
    """A right answer to somebody else's request."""
    other = bytearray(nat(request, ("", 0), 1)[0])
    other[19] ^= 1
    return bytes(other)


WRONG = {
    "somebody else's transaction": spoilt_id,
    "garbage": lambda request: b"\xff" * 40,
    "nothing": lambda request: b"",
    "a header cut short": lambda request: nat(request, ("", 0), 1)[0][:19],
    "another cookie": lambda request: b"\x01\x01\x00\x00\x21\x12\xa4\x43" + request[8:20],
    "the request itself": lambda request: request,
    "an indication": lambda request: b"\x00\x11\x00\x00" + request[4:20],
    "another method": lambda request: b"\x01\x03\x00\x00" + request[4:20],
}


def test_the_answer_may_come_after_others(ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        return [*(spoil(request) for spoil in WRONG.values()), *nat(request, sender, number)]

    with serving(handler) as server:
        run = ask(server.address, "--timeout", "5")
    assert run.code == 0
    assert said(run.text, "外部地址") == "192.0.2.3，端口 45664"


def test_an_answer_from_elsewhere_is_none(ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere:
            elsewhere.sendto(nat(request, sender, number)[0], sender)
        return []

    with serving(handler) as server:
        run = ask(server.address, "--timeout", "0.15")
    assert (run.code, run.complaint) == (4, "0.15 秒没有应答，发了 1 次，丢掉 0 个别的包\n")


def malformed(body: bytes) -> Handler:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        return [b"\x01\x01" + struct.pack("!H", len(body)) + request[4:20] + body]

    return handler


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("", "报文里没有 XOR-MAPPED-ADDRESS，也没有 MAPPED-ADDRESS"),
        ("00200010 0001b514", "第 22 字节起的属性长度是 16，后面只剩 4 字节"),
        ("00200008 0003b514 5e12a443", "第 25 字节应是地址族 01（IPv4）或 02（IPv6），现在是 03"),
        ("00200008 0001b514 5e12a443 80280004 00000000", "FINGERPRINT 核对不通过"),
    ],
)
def test_a_malformed_answer_is_told(body: str, complaint: str, ask: Callable[..., Run]) -> None:
    with serving(malformed(bytes.fromhex(body))) as server:
        run = ask(server.address)
    assert (run.code, run.complaint) == (6, f"应答有毛病：{complaint}\n")
    assert "外部地址" not in run.text


def test_a_wrong_length_is_malformed_too(ask: Callable[..., Run]) -> None:
    def handler(request: bytes, sender: Address, number: int) -> list[bytes]:
        return [nat(request, sender, number)[0] + b"more"]

    with serving(handler) as server:
        run = ask(server.address)
    assert run.code == 6
    assert run.complaint == "应答有毛病：第 2 字节起的长度是 12，头后面却有 16 字节\n"


def test_no_answer_at_all(ask: Callable[..., Run]) -> None:
    with serving(silent) as server:
        run = ask(server.address, "--timeout", "0.1")
    assert (run.code, run.complaint) == (4, "0.1 秒没有应答，发了 1 次，丢掉 0 个别的包\n")
    assert len(server.received) == 1


def test_a_lossy_server_gets_the_same_request_again() -> None:
    with serving(lambda *a: well(*a) if a[2] == 2 else []) as server:
        run = command(server.address, "--timeout", "20")
    assert (run.code, run.complaint) == (0, "")
    assert run.text.splitlines()[1] == "收到 52 字节，请求发了 2 次"
    first, second = server.received
    assert first == second


def test_a_closed_port() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = command(f"127.0.0.1:{port}")
    assert (run.code, run.complaint) == (5, "端口没开（收到 ICMP）\n")
    assert run.text == f"发往 127.0.0.1，端口 {port}\n"


def test_no_way_to_send(
    live: ModuleType, ask: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(live, "exchange", unreachable)
    run = ask("127.0.0.1:3478")
    assert (run.code, run.complaint) == (5, "发不出去：Network is unreachable\n")


# ── the schedule, by a clock that jumps ──


class Clock:
    """Time that passes only while a socket waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


class Wire:
    """A socket on which answers arrive at set seconds after the start."""

    def __init__(self, clock: Clock, arrivals: dict[float, bytes] | None = None) -> None:
        self.clock, self.start = clock, clock.now
        self.arrivals = sorted((arrivals or {}).items())
        self.sent: list[int] = []
        self.timeout = 0.0

    def send(self, request: bytes) -> None:
        self.sent.append(round((self.clock.now - self.start) * 1000))

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0
        self.timeout = seconds

    def recv(self, size: int) -> bytes:
        assert size >= 1500
        end = self.clock.now - self.start + self.timeout
        if self.arrivals and self.arrivals[0][0] <= end:
            at, data = self.arrivals.pop(0)
            self.clock.now = self.start + at
            return data
        self.clock.now = self.start + end
        raise TimeoutError


IDENTITY = bytes(range(12))
RIGHT = b"\x01\x01\x00\x00\x21\x12\xa4\x42" + IDENTITY


def exchanged(
    live: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    timeout: int,
    arrivals: dict[float, bytes] | None = None,
) -> tuple[object, list[int], float]:
    """What exchange() gave or raised, when it sent, and how long it took."""
    clock = Clock()
    monkeypatch.setattr(live, "time", SimpleNamespace(monotonic=clock.monotonic))
    wire = Wire(clock, arrivals)
    result: object
    try:
        result = live.exchange(wire, b"request", IDENTITY, timeout)
    except live.Failure as failure:
        result = (failure.code, str(failure))
    return result, wire.sent, round(clock.now - wire.start, 6)


def test_the_whole_schedule_of_the_rfc(live: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    result, sent, took = exchanged(live, monkeypatch, 39500)
    # RFC 8489 section 6.2.1 with RTO = 500 ms, Rc = 7, Rm = 16
    assert sent == [0, 500, 1500, 3500, 7500, 15500, 31500]
    assert took == 39.5
    assert result == (4, "39.5 秒没有应答，发了 7 次，丢掉 0 个别的包")


@pytest.mark.parametrize(
    ("timeout", "sent"),
    [
        (1, [0]),
        (499, [0]),
        (500, [0]),
        (501, [0, 500]),
        (1500, [0, 500]),
        (8000, [0, 500, 1500, 3500, 7500]),
        (31500, [0, 500, 1500, 3500, 7500, 15500]),
        (31501, [0, 500, 1500, 3500, 7500, 15500, 31500]),
    ],
)
def test_a_shorter_time(
    timeout: int, sent: list[int], live: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, when, took = exchanged(live, monkeypatch, timeout)
    assert (when, took) == (sent, timeout / 1000)
    assert result == (4, f"{timeout / 1000:g} 秒没有应答，发了 {len(sent)} 次，丢掉 0 个别的包")


@pytest.mark.parametrize(("at", "number"), [(0.01, 1), (0.49, 1), (0.51, 2), (1.6, 3), (7.9, 5)])
def test_an_answer_ends_it(
    at: float, number: int, live: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, sent, took = exchanged(live, monkeypatch, 8000, {0.005: b"no", at: RIGHT})
    assert (result, len(sent), took) == ((RIGHT, number), number, at)


def test_an_answer_that_comes_too_late(live: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    result, _, took = exchanged(live, monkeypatch, 1000, {0.1: b"no", 0.2: b"no", 1.001: RIGHT})
    assert (result, took) == ((4, "1 秒没有应答，发了 2 次，丢掉 2 个别的包"), 1.0)


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_answer_is_dropped(
    name: str, live: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = WRONG[name](b"\x00\x01\x00\x00\x21\x12\xa4\x42" + IDENTITY)
    result, _, _ = exchanged(live, monkeypatch, 800, {0.1: wrong, 0.5: wrong, 0.6: wrong})
    assert result == (4, "0.8 秒没有应答，发了 2 次，丢掉 3 个别的包")


# ── arguments ──


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("stun.example.org:19302", ("stun.example.org", 19302)),
        ("stun.example.org", ("stun.example.org", 3478)),
        ("stun:stun.example.org", ("stun.example.org", 3478)),
        ("192.0.2.2:1", ("192.0.2.2", 1)),
        ("192.0.2.2:65535", ("192.0.2.2", 65535)),
        ("[2001:db8::1]:3479", ("2001:db8::1", 3479)),
        ("[2001:db8::1]", ("2001:db8::1", 3478)),
    ],
)
def test_servers(text: str, server: Address, live: ModuleType) -> None:
    assert live.read_server(text) == server


SHAPE = "地址应是 主机:端口 或 [IPv6 地址]:端口，现在是"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], f"{SHAPE} ''"),
        (["2001:db8::1"], f"{SHAPE} '2001:db8::1'"),
        (["[2001:db8::1"], f"{SHAPE} '[2001:db8::1'"),
        (["[name]:1"], f"{SHAPE} '[name]:1'"),
        (["192.0.2.2:"], f"{SHAPE} '192.0.2.2:'"),
        (["192.0.2.2:x"], f"{SHAPE} '192.0.2.2:x'"),
        ([":3478"], f"{SHAPE} ':3478'"),
        (["a b:1"], f"{SHAPE} 'a b:1'"),
        (["turn:192.0.2.2:1"], f"{SHAPE} 'turn:192.0.2.2:1'"),
        (["192.0.2.2:0"], "端口应是 1–65535，现在是 0"),
        (["192.0.2.2:65536"], "端口应是 1–65535，现在是 65536"),
        (["192.0.2.2:1", "192.0.2.2:2"], "参数不对：unrecognized arguments: 192.0.2.2:2"),
        (["--tcp"], "参数不对：unrecognized arguments: --tcp"),
    ],
)
def test_bad_arguments(arguments: list[str], complaint: str, ask: Callable[..., Run]) -> None:
    run = ask(*arguments)
    assert (run.code, run.text, run.complaint) == (2, "", f"{complaint}\n")


@pytest.mark.parametrize("text", ["0", "0.0", "39.501", "40", "-1", "x", "", "1e1", "nan", "1."])
def test_bad_timeouts(text: str, ask: Callable[..., Run]) -> None:
    run = ask("127.0.0.1:1", f"--timeout={text}")
    assert (run.code, run.text) == (2, "")
    wanted = f"--timeout 应是大于 0、不超过 39.5 的秒数，现在是 {text!r}"
    assert run.complaint == f"{wanted}\n"


@pytest.mark.parametrize(
    ("text", "milliseconds"), [("8", 8000), ("39.5", 39500), ("0.001", 1), ("1.115", 1115)]
)
def test_timeouts(text: str, milliseconds: int, live: ModuleType) -> None:
    assert live.read_timeout(text) == milliseconds


@pytest.mark.parametrize("name", ["a..b", "x" * 64])
def test_names_that_cannot_be(name: str, ask: Callable[..., Run]) -> None:
    run = ask(f"{name}:3478")
    assert (run.code, run.complaint) == (3, f"查不到 {name} 的地址\n")


def test_names_that_nobody_knows(
    live: ModuleType, ask: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(host: str, port: int, **_: object) -> None:
        assert (host, port) == ("stun.example.org", 3479)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(live.socket, "getaddrinfo", unknown)
    run = ask("stun.example.org:3479")
    assert (run.code, run.complaint) == (3, "查不到 stun.example.org 的地址\n")


def test_of_several_addresses_the_first(live: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET6, 1, 2, "a", ("::1", 3478, 0, 0)),
        (socket.AF_INET, 1, 2, "b", ("127.0.0.1", 3478)),
    ]
    monkeypatch.setattr(live.socket, "getaddrinfo", lambda *_, **__: found)
    assert live.resolve("name", 3478) == (socket.AF_INET6, ("::1", 3478, 0, 0))


def test_the_time_to_wait_is_8_seconds_unless_told(
    live: ModuleType, ask: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def exchange(_: socket.socket, request: bytes, identity: bytes, timeout: int) -> None:
        assert request[8:20] == identity
        seen.append(timeout)
        raise live.Failure(4, "")

    monkeypatch.setattr(live, "exchange", exchange)
    ask("127.0.0.1:1")
    ask("127.0.0.1:1", "--timeout", "2.5")
    assert seen == [8000, 2500]


def test_help_tells_the_exit_codes(ask: Callable[..., Run]) -> None:
    run = ask("--help")
    assert run.code == 0
    assert "4 没有应答" in run.text


# ── three files ──


def test_it_needs_its_siblings(tmp_path: Path) -> None:
    here = loading.folder() / "stun"
    shutil.copy(here / "live_binding.py", tmp_path)
    run = command("127.0.0.1:1", folder=tmp_path)
    assert run.code == 1
    assert run.complaint == "缺 binding_request.py，要与这个程序放在同一个文件夹\n"
    shutil.copy(here / "binding_request.py", tmp_path)
    run = command("127.0.0.1:1", folder=tmp_path)
    assert run.complaint == "缺 xor_mapped_address.py，要与这个程序放在同一个文件夹\n"
