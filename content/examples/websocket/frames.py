"""WebSocket：握手的回答与一帧的字节

看点：Accept 怎样由 Key 算出；头两个字节、长度和掩码怎样写；错一处，对方按哪条规则、用几号关闭
难度：入门
对照：RFC 6455 §1.3、§5.7 的字节；websockets；wsproto
依据：RFC 6455 §1.3、§4、§5、§7.4、§8.1
"""

import base64
import hashlib
import json
import re
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # 客户端的 Sec-WebSocket-Key：16 个随机字节的 Base64
SENDER = "client"  # 下面的帧由谁发：client 或 server
TEXT = "Hel|lo"  # 要发的文本，在 | 处分片
PING = "Hello"  # 第一帧之后夹一个 ping，这是它的内容；空的就不夹
CLOSE = "1000"  # 最后发的关闭码；空的就不关
MASKS = "37fa213d 9c41e07b 05d8b36a"  # 各帧轮流用的掩码；真的客户端每帧取一个猜不到的
BYTES = ""  # 不空时不看 TEXT、PING、CLOSE，直接拆这些十六进制，例如抓包得到的
BREAK_ACCEPT = False  # 改成 True：先把 KEY 的 Base64 解开，再拼 GUID
BREAK_MASKING = False  # 改成 True：客户端不加掩码，服务器反而加
BREAK_LENGTH = False  # 改成 True：短的内容也用 16 位写长度
BREAK_SHIFT = False  # 改成 True：掩码从它的第二个字节用起
# ── INPUT 结束 ──

CHECKS = {  # 每个输入：正则式，应是什么
    "KEY": ("[A-Za-z0-9+/]{21}[AQgw]==", " 16 个字节的 Base64，24 个字符"),
    "SENDER": ("client|server", " client 或 server"),
    "TEXT": (r"(?!([^|]*\|){8})[^\ud800-\udfff]{0,300}", "至多 300 字、8 片的文字"),
    "PING": (r"[^\ud800-\udfff]{0,150}", "至多 150 字的文字"),
    "CLOSE": ("([0-9]{4})?", " 4 位数字，或空的"),
    "MASKS": ("[0-9a-f]{8}( [0-9a-f]{8}){0,9}", " 1–10 个掩码，空格隔开，各 8 位小写十六进制"),
    "BYTES": ("([0-9a-f]{2} ?){0,512}", "至多 512 个字节的小写十六进制"),
} | {name: ("True|False", " True 或 False") for name in [*globals()] if "BREAK" in name}
REQUEST = "GET /chat HTTP/1.1\nHost: server.example.com\nUpgrade: websocket\nConnection: Upgrade"
RESPONSE = "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade"
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 §1.3
NAMES = "续帧 文本 二进制 ? ? ? ? ? 关闭 ping pong ? ? ? ? ?".split()  # 操作码；? 没有定义
CODES = "0(100[0-3]|100[7-9]|101[0-4]|[34]...)"  # 关闭帧里可以写的关闭码，写成 5 位数字
LEAST = {64: 1 << 16, 16: 126, 7: 0}  # 长度写成几位：内容至少多长才用它（§5.2）
Header = namedtuple("Header", "at first opcode masked form length key size")
Step = namedtuple("Step", "head payload message end")  # end：（关闭码，说法，小节）


def accept(key: str, decoded: bool = False) -> str:
    """Sec-WebSocket-Accept（§4.2.2）：文字形式的 Key 接 GUID，SHA-1，再 Base64。"""
    text = (base64.b64decode(key) if decoded else key.encode()) + GUID.encode()
    return base64.b64encode(hashlib.sha1(text, usedforsecurity=False).digest()).decode()


def mask(data: bytes, key: bytes) -> bytes:
    """第 i 个字节与掩码的第 i mod 4 个异或；再做一次就还原（§5.3）。"""
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))


def encode(first: int, data: bytes, key: bytes, longer: bool = False, shift: int = 0) -> bytes:
    """一帧（§5.2）；first：FIN 和操作码；key 为空就是不加掩码；longer、shift：故意写错。"""
    form = next(f for f in LEAST if len(data) >= LEAST[f] or (longer and f == 16))
    code = {7: len(data), 16: 126, 64: 127}[form]
    extended = len(data).to_bytes(form // 8, "big") if form > 7 else b""
    body = mask(data, key[shift:] + key[:shift]) if key else data
    return bytes([first, (128 if key else 0) | code]) + extended + key + body


def plan(text: str, ping: str, close: str) -> list[tuple[int, bytes]]:
    """要发的帧：（第一个字节，内容）。后面各片是续帧，最后一片才有 FIN（§5.4）。"""
    *frames, last = [(0 if n else 1, part.encode()) for n, part in enumerate(text.split("|"))]
    frames.append((last[0] | 128, last[1]))
    frames[1:1] = [(137, ping.encode())] if ping else []
    return frames + ([(136, int(close).to_bytes(2, "big"))] if close else [])


def read_header(data: bytes, at: int) -> Header | None:
    """从 at 起的头，还没到齐就是 None。form：长度写成几位；size：头有几字节。"""
    first, second = data[at : at + 2].ljust(2, b"\0")
    form = {126: 16, 127: 64}.get(second & 127, 7)
    masked, after = second >> 7, at + 2 + form // 8
    end = after + 4 * masked
    length = int.from_bytes(data[at + 2 : after], "big") if form > 7 else second & 127
    found = Header(at, first, first & 15, masked, form, length, data[after:end], end - at)
    return found if end <= len(data) else None


def violation(head: Header, from_client: bool, unfinished: bool) -> tuple | None:
    """头违反的第一条规则：（关闭码，说法，小节）；unfinished：前一条消息还没发完。"""
    control = head.opcode >= 8
    masking = "客户端的帧没有掩码" if from_client else "服务器的帧有掩码"
    rules = (
        (head.first & 112, "没有商定扩展，RSV 就应是 0", "5.2"),
        (NAMES[head.opcode] == "?", "操作码没有定义", "5.2"),
        (head.masked != from_client, masking, "5.1"),
        (control and head.form > 7, "控制帧的内容应不超过 125 字节", "5.5"),
        (control and head.first < 128, "控制帧不能分片", "5.5"),
        (head.length < LEAST[head.form], "长度没有用最短的写法", "5.2"),
        (head.length >> 63, "64 位长度的最高位应是 0", "5.2"),
        (head.opcode == 0 and not unfinished, "续帧前面没有开头", "5.4"),
        (head.opcode in (1, 2) and unfinished, "前一条没发完，又开了一条", "5.4"),
    )
    return next(((1002, why, section) for broken, why, section in rules if broken), None)


def ending(kind: int, content: bytes) -> tuple | None:
    """读完内容才知道的结局：关闭帧，或者文字不是 UTF-8。1005 表示没有写关闭码。"""
    code = int.from_bytes(content[:2], "big")
    if kind == 8 and content and not re.fullmatch(CODES, f"{code:05}"):
        return 1002, "关闭码不合要求", "7.4"
    text = content[2:] if kind == 8 else content if kind == 1 else b""
    if text.decode("utf-8", "ignore").encode() != text:  # 丢掉了什么，就不是 UTF-8
        return 1007, "文字不是 UTF-8", "8.1"
    return (code or 1005, "要求关闭", "5.5.1") if kind == 8 else None


def receive(data: bytes, from_client: bool) -> list[Step]:
    """照接收方的样子逐帧拆：有了结局，或者剩下的还没到齐，就停。"""
    steps, kind, parts, at, end = [], 0, b"", 0, None
    while at < len(data) and not end:
        head = read_header(data, at)
        end = head and violation(head, from_client, kind > 0)
        if end or not head or at + head.size + head.length > len(data):
            return [*steps, Step(head, b"", None, end)] if end else steps
        at += head.size + head.length
        payload = data[at - head.length : at]
        payload = mask(payload, head.key) if head.masked else payload
        done, message = head.first >= 128, None
        if head.opcode >= 8:
            end = ending(head.opcode, payload)
        else:
            kind, parts = kind or head.opcode, parts + payload
            end = ending(kind, parts) if done else None
            message = parts if done and not end else None
            kind, parts = (0, b"") if done else (kind, parts)
        steps.append(Step(head, payload, message, end))
    return steps


def answer(step: Step, key: bytes) -> bytes:
    """接收方回的一帧：有结局就回关闭码（1005 不发出去），ping 原样回 pong；不用回是空的。"""
    if step.end:
        return encode(136, b"" if step.end[0] == 1005 else step.end[0].to_bytes(2, "big"), key)
    return encode(138, step.payload, key) if step.head.opcode == 9 else b""


def show(data: bytes, opcode: int = 1) -> str:
    """内容的前 60 字节当作文字，放在引号里；关闭帧的头两个字节当作关闭码。"""
    code, at = (f"{int.from_bytes(data[:2], 'big')} ", 2) if opcode == 8 and data else ("", 0)
    return f"{code}{json.dumps(data[at:60].decode('utf-8', 'replace'), ensure_ascii=False)}"


def picture_frames(data: bytes, steps: list[Step]) -> dict:
    """每帧的头两个字节分开；最后是没有读的：不再看，或还没到齐。"""
    rows, fields, at = [], [], 0
    for n, (head, payload, _, end) in enumerate(steps, 1):
        name, a, b = NAMES[head.opcode], f"{head.first:08b}", f"{data[head.at + 1]:08b}"
        tone = "bad" if end and end[1] != "要求关闭" else "plain"
        rows += [(1, f"第 {n} 帧：FIN、RSV、操作码", f"{a[0]} {a[1:4]} {a[4:]}，{name}", tone)]
        rows += [(1, "掩码位、长度", f"{b[0]} {b[1:]}", tone)]
        rows += [(head.form // 8, "放不下的长度", f"{head.length} 字节", tone)]
        rows += [(len(head.key), "掩码", head.key.hex(), tone)]
        rows += [(len(payload), "内容", show(payload, head.opcode), tone)]
    rows += [(len(data) - sum(row[0] for row in rows), "没有读的", "", "quiet")]
    for size, name, value, tone in rows:
        field = {"at": at, "size": size, "name": name, "value": value, "tone": tone}
        fields += [field | {"ref": f"RFC 6455 §5.{3 if name == '掩码' else 2}"}] if size else []
        at += size
    return {"kind": "hexdump", "title": "线上的字节", "bytes": data.hex(), "fields": fields}


def main() -> None:
    """核对输入，握手，编码，再照接收方的样子拆开。"""
    for name, (pattern, wanted) in CHECKS.items():
        value, kind = globals()[name], bool if "BREAK" in name else str
        if type(value) is not kind or not re.fullmatch(pattern, str(value)):
            raise SystemExit(f"输入有误：{name} 应是{wanted}，现在是 {value!r:.200}")
    client, wire, masks = SENDER == "client", bytes.fromhex(BYTES), MASKS.split()
    for n, (first, data) in enumerate(plan(TEXT, PING, CLOSE) if not wire else []):
        key = bytes.fromhex(masks[n % len(masks)]) if client != BREAK_MASKING else b""
        wire += encode(first, data, key, BREAK_LENGTH, BREAK_SHIFT)
    given, right = accept(KEY, BREAK_ACCEPT), accept(KEY)
    steps = receive(wire, client) if given == right else []
    end = steps[-1].end if steps else None
    told = f"{end[0]}，{end[1]}（RFC 6455 §{end[2]}）" if end else "还没有结局，等后面的字节"
    said = "一致，连接打开" if given == right else f"应是 {right}，断开（§4.1），帧发不出去"
    print(f"Accept 是 {given}，客户端核对：{said}")
    print(f"{SENDER} 要发 {len(wire)} 字节；接收方：{told}\n")
    print(f"{REQUEST}\nSec-WebSocket-Key: {KEY}\nSec-WebSocket-Version: 13\n\n{RESPONSE}")
    print(f"Sec-WebSocket-Accept: {given}\n\n帧：头、种类和内容")
    for n, step in enumerate(steps, 1):
        head, reply = step.head, answer(step, b"" if client else bytes.fromhex(masks[0])).hex()
        text = f"{n:>3}  {wire[head.at : head.at + head.size].hex()}  {NAMES[head.opcode]}"
        text += f" {show(step.payload, head.opcode)}" * (len(step.payload) == head.length)
        text += f"，回 {reply}" * bool(reply)
        print(text + (f"，消息 {show(step.message)}" if step.message is not None else ""))
    print(json.dumps({"trace": 1, "pictures": [picture_frames(wire, steps)]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
