"""解码 STUN 应答，读出 XOR-MAPPED-ADDRESS

看点：外部地址为什么要异或、怎样还原；报文坏了，坏在哪一个字节
难度：进阶
对照：RFC 5769 §2.2、§2.3 的字节；aioice 的打包与解析；scapy 的拆解
依据：RFC 8489 §5、§14；RFC 5769 §2.2、§2.3
"""

import ipaddress
import json
import re
import struct
import zlib
from dataclasses import dataclass
from itertools import takewhile

# ── INPUT：改这里的值，再运行 ──
MESSAGE = """0101003c 2112a442 b7e7a701bc34d686fa87dfae 8022000b 7465737420766563746f7220
00200008 0001a147e112a643 00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004 c07d4c96
"""  # 收到的应答，十六进制，可以夹空格和换行
BREAK_XOR = False  # 改成 True：忘了异或，把收到的字节直接当地址
# ── INPUT 结束 ──

COOKIE = bytes.fromhex("2112a442")
NAMES = {  # 属性类型：名字、RFC 8489 的小节
    0x0001: ("MAPPED-ADDRESS", "14.1"), 0x0020: ("XOR-MAPPED-ADDRESS", "14.2"),
    0x0006: ("USERNAME", "14.3"), 0x0008: ("MESSAGE-INTEGRITY", "14.5"),
    0x001C: ("MESSAGE-INTEGRITY-SHA256", "14.6"), 0x8028: ("FINGERPRINT", "14.7"),
    0x0009: ("ERROR-CODE", "14.8"), 0x0014: ("REALM", "14.9"), 0x0015: ("NONCE", "14.10"),
    0x000A: ("UNKNOWN-ATTRIBUTES", "14.13"), 0x8022: ("SOFTWARE", "14.14"),
}  # fmt: skip


class InputError(ValueError):
    """报文或开关不合要求。"""


@dataclass(frozen=True)
class Message:
    """一条 STUN 消息；属性是（类型，在报文里的位置，值）。"""

    type: int
    transaction_id: bytes
    attributes: list[tuple[int, int, bytes]]


def check(good: object, complaint: str) -> None:
    """不成立就抛 InputError。"""
    if not good:
        raise InputError(complaint)


def decode(message: bytes) -> Message:
    """检查头，再逐个读属性。"""
    check(len(message) >= 20, f"报文只有 {len(message)} 字节，头就要 20 字节")
    kind, length, cookie = struct.unpack_from("!HH4s", message)
    check(kind < 0x4000, f"第 0 字节是 0x{message[0]:02x}，最高两位应是 0")
    check(length % 4 == 0, f"第 2 字节起的长度是 {length}，应是 4 的倍数")
    rest = len(message) - 20
    check(length == rest, f"第 2 字节起的长度是 {length}，头后面却有 {rest} 字节")
    check(cookie == COOKIE, f"第 4 字节起是 0x{cookie.hex()}，magic cookie 应是 0x2112a442")
    attributes, at = [], 20
    while at < len(message):
        name, size = struct.unpack_from("!HH", message, at)
        left = len(message) - at - 4
        check(size <= left, f"第 {at + 2} 字节起的属性长度是 {size}，后面只剩 {left} 字节")
        attributes.append((name, at, message[at + 4 : at + 4 + size]))
        at += 4 + size + -size % 4
    return Message(kind, message[8:20], attributes)


def xor(data: bytes, key: bytes) -> bytes:
    """逐字节异或；key 多出来的部分不用。"""
    return bytes(a ^ b for a, b in zip(data, key, strict=False))


def read_address(transaction_id: bytes, kind: int, at: int, value: bytes) -> tuple[str, int]:
    """位置 at 处的地址属性：（地址，端口）。"""
    family, size = value[1:2].hex(), {b"\1": 8, b"\2": 20}.get(value[1:2])
    check(size, f"第 {at + 5} 字节应是地址族 01（IPv4）或 02（IPv6），现在是 {family or '空'}")
    check(len(value) == size, f"第 {at + 2} 字节起的长度是 {len(value)}，这种地址应是 {size}")
    key = COOKIE + transaction_id if kind == 0x0020 and not BREAK_XOR else bytes(16)
    ip = ipaddress.ip_address(xor(value[4:], key))
    mapped = getattr(ip, "ipv4_mapped", None)  # 各版本 Python 的写法不同，这里统一
    return f"::ffff:{mapped}" if mapped else str(ip), int.from_bytes(xor(value[2:4], key), "big")


def find_address(message: bytes) -> tuple[str, int, bytes]:
    """该用的地址属性：（地址，端口，值）。XOR 的优先；完整性属性之后的不认。"""
    decoded = decode(message)
    usable = list(takewhile(lambda item: item[0] not in (0x0008, 0x001C), decoded.attributes))
    found = [item for wanted in (0x0020, 0x0001) for item in usable if item[0] == wanted]
    check(found, "报文里没有 XOR-MAPPED-ADDRESS，也没有 MAPPED-ADDRESS")
    return *read_address(decoded.transaction_id, *found[0]), found[0][2]


def mapped_address(message: bytes) -> tuple[str, int]:
    """应答里的外部地址：（地址，端口）。"""
    return find_address(message)[:2]


def fields(message: bytes) -> list[dict]:
    """任何一条 STUN 消息的字段：每个字节恰好归一个。"""
    decoded, head, rest = decode(message), "RFC 8489 §5", len(message) - 20
    rows = [(0, 2, "消息类型", f"0x{decoded.type:04x}", head)]
    rows += [(2, 2, "消息长度", f"{rest}", head), (4, 4, "magic cookie", "固定值", head)]
    rows += [(8, 12, "事务 ID", "与请求里的相同", head)]
    for kind, at, value in decoded.attributes:
        name, part = NAMES.get(kind, (f"不认识的{'可选' if kind >> 15 else '必需'}属性", "14"))
        said, tone, end = f"0x{value.hex()}", "plain", at + 4 + len(value)
        if kind in (0x0006, 0x0014, 0x0015, 0x8022):
            said = repr(value.decode(errors="replace"))
        elif kind in (0x0001, 0x0020):
            said = "{}，端口 {}".format(*read_address(decoded.transaction_id, kind, at, value))
        elif kind in (0x0008, 0x001C):
            said = "没有密码，无从核对"
        elif kind == 0x8028:
            good = value == struct.pack("!I", zlib.crc32(message[:at]) ^ 0x5354554E)
            said, tone = ("核对通过", "good") if good else ("核对不通过", "bad")
        ref = f"RFC 8489 §{part}"
        rows.append((at, 4, f"{name} 属性头", f"0x{kind:04x}，值 {len(value)} 字节", ref))
        rows.append((at + 4, len(value), name, said, ref, tone))
        rows.append((end, -end % 4, "填充", "收方忽略", "RFC 8489 §14", "quiet"))
    keys = ("at", "size", "name", "value", "ref", "tone")
    return [dict(zip(keys, row, strict=False)) for row in rows if row[1]]


def main() -> None:
    """检查输入，打印字段和外部地址。"""
    try:
        check(type(MESSAGE) is str, f"MESSAGE 应是十六进制文字，现在是 {MESSAGE!r}")
        check(type(BREAK_XOR) is bool, f"BREAK_XOR 应是 True 或 False，现在是 {BREAK_XOR!r}")
        digits = "".join(MESSAGE.split())
        bad = re.search("[^0-9a-fA-F]", digits)
        check(not bad, bad and f"第 {bad.start() // 2} 字节里的 {bad[0]!r} 不是十六进制数字")
        check(len(digits) % 2 == 0, f"共 {len(digits)} 个数字，第 {len(digits) // 2} 字节缺一半")
        message = bytes.fromhex(digits)
        check(len(message) <= 2048, f"报文有 {len(message)} 字节，这里最多读 2048 字节")
        address, port, value = find_address(message)
        named = fields(message)
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    for field in named:
        part = message[field["at"] :][: field["size"]].hex()
        print(f"{field['at']:4}  {part:40}  {field['name']}：{field['value']}")
    print(f"外部地址 {address}，端口 {port}")
    plain = ipaddress.ip_address(address).packed
    print(f"会改地址的 NAT 在报文里找 {plain.hex()}，找到 {message.count(plain)} 处")
    result, rows = port.to_bytes(2, "big") + plain, []
    for label, data in (("收到", value[2:]), ("密钥", xor(value[2:], result)), ("结果", result)):
        cells = data.hex(" ").split()
        parts = [{"name": "端口", "cells": cells[:2]}, {"name": "地址", "cells": cells[2:]}]
        rows.append({"label": label, "fields": parts})
    hexdump = {"kind": "hexdump", "title": "收到的报文", "bytes": message.hex(), "fields": named}
    bits = {"kind": "bits", "title": "异或怎样还原", "rows": rows}
    print(json.dumps({"trace": 1, "pictures": [hexdump, bits]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
