"""STUN 头与类型位，同一端口上的分流

看点：类别的两位 C1、C0 插在方法的 12 位中间；一个包归谁，看首字节
难度：入门
对照：RFC 8489 图 3；aioice 的解析与类别值；libwebrtc 的 GOOG-PING；RFC 7983 全部首字节
依据：RFC 8489 §5；RFC 7983 §7；RFC 9443 §3
"""

import json
import re
import struct

# ── INPUT：改这里的值，再运行 ──
METHOD = 0x001  # 方法，0x000–0xFFF；0x001 是 Binding
CLASS = 0  # 类别：0 请求，1 指示，2 成功应答，3 错误应答
TRANSACTION_ID = "b7e7a701bc34d686fa87dfae"  # 事务 ID，24 个十六进制数字
PACKET = "0101003c2112a442b7e7a701bc34d686fa87dfae"  # 收到的包，只写首字节也行
FROM_TURN_SERVER = False  # 这个包是不是从 TURN 服务器来的
BREAK_INTERLEAVE = False  # 改成 True：方法不给 C1、C0 让位，0x010 以上的方法会读错
# ── INPUT 结束 ──

MAGIC_COOKIE = 0x2112A442
CLASSES = ("请求", "指示", "成功应答", "错误应答")  # 下标就是 C1C0 两位
PARTS = {"固定": 2, "M11–M7": 5, "C1": 1, "M6–M4": 3, "C0": 1, "M3–M0": 4}  # 各段的位数
EITHER = "TURN 信道或 QUIC"  # 从 TURN 服务器来的是 TURN 信道
RANGES = (  # 首字节从几到几，RFC 7983 归谁，RFC 9443 归谁
    (0, 3, "STUN", "STUN"), (4, 15, "丢弃", "丢弃"), (16, 19, "ZRTP", "ZRTP"),
    (20, 63, "DTLS", "DTLS"), (64, 79, "TURN 信道", EITHER), (80, 127, "丢弃", "QUIC"),
    (128, 191, "RTP/RTCP", "RTP/RTCP"), (192, 255, "丢弃", "QUIC"),
)  # fmt: skip


class InputError(ValueError):
    """读者改的值不合要求。"""


def pack_type(method: int, kind: int, *, interleave: bool = True) -> int:
    """16 位消息类型：方法被 C1、C0 隔成三段；interleave=False 是错误的拼法。"""
    c1, c0 = (kind & 0b10) << 7, (kind & 0b01) << 4
    if not interleave:
        return method | c1 | c0
    return (method & 0xF80) << 2 | c1 | (method & 0x070) << 1 | c0 | (method & 0x00F)


def unpack_type(value: int) -> tuple[int, int]:
    """消息类型拆成（方法，类别）。"""
    method = (value >> 2) & 0xF80 | (value >> 1) & 0x070 | value & 0x00F
    return method, (value >> 7) & 0b10 | (value >> 4) & 0b01


def pack_header(message_type: int, length: int, transaction_id: bytes) -> bytes:
    """20 字节的头；length 不含头本身。"""
    return struct.pack("!HHI12s", message_type, length, MAGIC_COOKIE, transaction_id)


def unpack_header(packet: bytes) -> tuple[int, int, bytes]:
    """头拆成（消息类型，长度，事务 ID）；不是 STUN 的头就抛 InputError。"""
    if len(packet) < 20:
        raise InputError(f"只有 {len(packet)} 字节，头要 20 字节")
    message_type, length, cookie, transaction_id = struct.unpack("!HHI12s", packet[:20])
    if message_type >> 14:
        raise InputError(f"第 0 字节是 0x{packet[0]:02x}，最高两位应是 0")
    if length % 4:
        raise InputError(f"第 2 字节起的长度是 {length}，应是 4 的倍数")
    if cookie != MAGIC_COOKIE:
        raise InputError(f"第 4 字节起是 0x{cookie:08x}，应是 magic cookie 0x{MAGIC_COOKIE:08x}")
    return message_type, length, transaction_id


def demultiplex(first: int, *, quic: bool = False, from_turn_server: bool = False) -> str:
    """首字节归哪个协议；quic=True 依 RFC 9443，否则依 RFC 7983。"""
    names = next(names for low, high, *names in RANGES if low <= first <= high)
    if names[quic] == EITHER:
        return "TURN 信道" if from_turn_server else "QUIC"
    return names[quic]


def describe(value: int) -> str:
    """例如：方法 0x001 请求。"""
    method, kind = unpack_type(value)
    return f"方法 0x{method:03x} {CLASSES[kind]}"


def bit_row(value: int, right: int) -> dict:
    """类型位图的一行；与正确的类型 right 不同的段标成错误。"""
    fields, at = [], 0
    for name, size in PARTS.items():
        cells, wanted = (f"{bits:016b}"[at : at + size] for bits in (value, right))
        tone = "bad" if cells != wanted else "plain" if name in ("C1", "C0") else "quiet"
        fields.append({"name": name, "cells": cells, "ref": "RFC 8489 §5", "tone": tone})
        at += size
    return {"label": f"0x{value:04x} {CLASSES[unpack_type(right)[1]]}", "fields": fields}


def header_fields(header: bytes) -> list[dict]:
    """头的四个字段，十六进制图用。"""
    value, length, transaction_id = unpack_header(header)
    rows = [(0, 2, "消息类型", f"0x{value:04x}，{describe(value)}")]
    rows += [(2, 2, "消息长度", f"{length}，不含这 20 字节"), (4, 4, "magic cookie", "固定值")]
    rows += [(8, 12, "事务 ID", transaction_id.hex())]
    keys = ("at", "size", "name", "value", "ref")
    return [dict(zip(keys, (*row, "RFC 8489 §5"), strict=True)) for row in rows]


def range_row(low: int, high: int, names: list[str], first: int) -> dict:
    """首字节分流表的一行，命中的标出来。"""
    tone = "good" if low <= first <= high else "plain"
    return {"name": f"{low}–{high}", "cells": [{"text": name, "tone": tone} for name in names]}


def need(name: str, kind: type, allowed: range | str, wanted: str) -> None:
    """名为 name 的输入要是 kind 类型，在范围里或合正则式，否则抛 InputError。"""
    value = globals()[name]
    fits = re.compile(allowed).fullmatch if kind is str else allowed.__contains__
    if type(value) is not kind or not fits(value):
        shown = hex(value) if type(value) is int else repr(value)
        raise InputError(f"{name} 应是{wanted}，现在是 {shown}")


def main() -> None:
    """检查输入，打印四种类型、一个头、分流的结果。"""
    try:
        need("METHOD", int, range(0x1000), " 0x000–0xFFF 之间的整数")
        need("CLASS", int, range(4), " 0–3 之间的整数")
        need("TRANSACTION_ID", str, "[0-9a-fA-F]{24}", " 24 个十六进制数字")
        need("PACKET", str, "([0-9a-fA-F]{2}){1,2048}", "成对的十六进制数字，1–2048 字节")
        need("FROM_TURN_SERVER", bool, range(2), " True 或 False")
        need("BREAK_INTERLEAVE", bool, range(2), " True 或 False")
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    types = [pack_type(METHOD, kind, interleave=not BREAK_INTERLEAVE) for kind in range(4)]
    rows = [bit_row(value, pack_type(METHOD, kind)) for kind, value in enumerate(types)]
    title = f"方法 0x{METHOD:03x} 的四种类型"
    print(title)
    for value, row, kind in zip(types, rows, CLASSES, strict=True):
        bits = " ".join(field["cells"] for field in row["fields"])
        print(f"  0x{value:04x}  {bits}  {kind}，收方读成：{describe(value)}")
    header = pack_header(types[CLASS], 0, bytes.fromhex(TRANSACTION_ID))
    print(f"头 {header.hex()}，首字节 {header[0]}，RFC 7983 归：{demultiplex(header[0])}")
    packet = bytes.fromhex(PACKET)
    first, old = packet[0], demultiplex(packet[0])
    new = demultiplex(first, quic=True, from_turn_server=FROM_TURN_SERVER)
    print(f"收到的包首字节 {first}（0x{first:02x}），RFC 7983 归：{old}，RFC 9443 归：{new}")
    try:
        value, length, transaction_id = unpack_header(packet)
        print(f"  {describe(value)}，长度 {length}，事务 ID {transaction_id.hex()}")
    except InputError as error:
        print(f"  不能当 STUN 的头来读：{error}")
    fields, columns = header_fields(header), ["RFC 7983", "RFC 9443"]
    grid = [range_row(low, high, names, first) for low, high, *names in RANGES]
    pictures = [
        {"kind": "bits", "title": title, "rows": rows},
        {"kind": "hexdump", "title": "发出的头", "bytes": header.hex(), "fields": fields},
        {"kind": "grid", "title": "分流", "corner": "首字节", "columns": columns, "rows": grid},
    ]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
