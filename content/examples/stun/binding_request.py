"""编码一个 STUN Binding 请求

看点：长度记填充之前的字节数；算 HMAC、算 CRC 之前都要先改头里的长度
难度：进阶
对照：RFC 5769 §2.1 的 108 个字节；scapy 的拆解；aioice 的解析与完整性核对
依据：RFC 8489 §5、§14；RFC 8445 §7.1；RFC 5769 §2.1
"""

import hmac
import json
import re
import struct
import zlib

# ── INPUT：改这里的值，再运行 ──
USERNAME = "evtj:h6vY"  # 用户名；非 ASCII 的要先做 OpaqueString 处理，这里从略
HMAC_KEY = "VOkJxbRl1RmTxUk/WvJxBt"  # 密码：只当密钥用，不在报文里
SOFTWARE = "STUN test client"  # 软件名，1–127 个字符
PRIORITY = 0x6E0001FF  # 由这次检测得出的 prflx 候选用的优先级
TIE_BREAKER = 0x932FF9B151263B36  # 双方角色冲突时比大小用的 64 位数
TRANSACTION_ID = "b7e7a701bc34d686fa87dfae"  # 事务 ID，24 个十六进制数字
PADDING = 0x20  # 填充用的字节；RFC 5769 填空格，RFC 8489 要求填 0
BREAK_INTEGRITY = False  # 改成 True：算 HMAC 之前忘了改头里的长度
BREAK_PADDING = False  # 改成 True：把填充也算进属性的长度
# ── INPUT 结束 ──

NAMES = {  # 属性类型：名字、出处
    0x0006: ("USERNAME", "RFC 8489 §14.3"), 0x0008: ("MESSAGE-INTEGRITY", "RFC 8489 §14.5"),
    0x8022: ("SOFTWARE", "RFC 8489 §14.14"), 0x8028: ("FINGERPRINT", "RFC 8489 §14.7"),
    0x0024: ("PRIORITY", "RFC 8445 §7.1.1"), 0x8029: ("ICE-CONTROLLED", "RFC 8445 §7.1.3"),
}  # fmt: skip
VECTOR = (  # RFC 5769 §2.1 印出来的请求
    "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e"
    "0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781e"
    "f2b5b2d3f249c1b571a280280004e57a3bcf"
)


class InputError(ValueError):
    """读者改的值不合要求。"""


def attribute(kind: int, value: bytes, padding: int = 0) -> bytes:
    """类型、长度、值、填充：补到 4 的倍数，长度却只记值的字节数。"""
    fill = bytes([padding]) * (-len(value) % 4)
    length = len(value + fill) if BREAK_PADDING else len(value)
    return struct.pack("!HH", kind, length) + value + fill


def with_length(message: bytes, more: int) -> bytes:
    """头里的长度改成：后面再接 more 个字节时的长度。"""
    return message[:2] + struct.pack("!H", len(message) - 20 + more) + message[4:]


def integrity(message: bytes, key: bytes, more: int = 24) -> bytes:
    """MESSAGE-INTEGRITY 的值：HMAC-SHA1。长度先算上属性自己的 24 字节。"""
    return hmac.digest(key, with_length(message, more), "sha1")


def checksum(message: bytes) -> bytes:
    """FINGERPRINT 的值：CRC-32 再异或。长度先算上属性自己的 8 字节。"""
    return struct.pack("!I", zlib.crc32(with_length(message, 8)) ^ 0x5354554E)


def binding_request(
    transaction_id: bytes,
    attributes: list[tuple[int, bytes]],
    *,
    password: bytes | None = None,
    fingerprint: bool = True,
    padding: int = 0,
) -> bytes:
    """一个完整的 Binding 请求；attributes 是（类型，值），按给出的顺序。"""
    if len(transaction_id) != 12:
        raise InputError(f"事务 ID 应是 12 字节，现在是 {len(transaction_id)} 字节")
    message = struct.pack("!HHI", 0x0001, 0, 0x2112A442) + transaction_id
    message += b"".join(attribute(kind, value, padding) for kind, value in attributes)
    if password is not None:
        message += attribute(0x0008, integrity(message, password, 0 if BREAK_INTEGRITY else 24))
    if fingerprint:
        message += attribute(0x8028, checksum(message))
    return with_length(message, 0)


def explain(message: bytes, at: int, kind: int, value: bytes, key: bytes) -> tuple[str, str]:
    """收方怎么看一个属性的值：（意思，色调）。"""
    if kind in (0x0006, 0x8022):
        return repr(value.decode(errors="replace")), "plain"
    if kind not in (0x0008, 0x8028):
        return f"0x{value.hex()}", "plain"
    wanted = integrity(message[:at], key) if kind == 0x0008 else checksum(message[:at])
    return ("核对通过", "good") if value == wanted else ("核对不通过", "bad")


def fields(message: bytes, key: bytes) -> list[dict]:
    """像收方那样从头读到尾：每个字节恰好归一个字段。"""
    rows = [
        (0, 2, "消息类型", "0x0001，Binding 请求", "RFC 8489 §5", "plain"),
        (2, 2, "消息长度", f"{len(message) - 20}，不含这个头", "RFC 8489 §5", "plain"),
        (4, 4, "magic cookie", "固定值", "RFC 8489 §5", "plain"),
        (8, 12, "事务 ID", "应答里要原样带回", "RFC 8489 §5", "plain"),
    ]
    at = 20
    while at < len(message):
        kind, length = struct.unpack_from("!HH", message, at)
        (name, ref), end = NAMES[kind], at + 4 + length
        said, tone = explain(message, at, kind, message[at + 4 : end], key)
        rows.append((at, 4, f"{name} 属性头", f"0x{kind:04x}，值 {length} 字节", ref, "plain"))
        rows.append((at + 4, length, name, said, ref, tone))
        at = end + -end % 4
        if at > end:
            rows.append((end, at - end, "填充", "收方忽略", "RFC 8489 §14", "quiet"))
    keys = ("at", "size", "name", "value", "ref", "tone")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def need(name: str, kind: type, allowed: range | str, wanted: str) -> None:
    """名为 name 的输入要是 kind 类型，在范围里或合正则式，否则抛 InputError。"""
    value = globals()[name]
    fits = re.compile(allowed).fullmatch if kind is str else allowed.__contains__
    if type(value) is not kind or not fits(value):
        raise InputError(f"{name} 应是 {wanted}，现在是 {value!r}")


def main() -> None:
    """检查输入，打印请求的每个字段与收方的核对结果。"""
    try:
        need("USERNAME", str, "[ -~]{1,508}", "1–508 个 ASCII 字符")
        need("HMAC_KEY", str, "[ -~]{1,256}", "1–256 个 ASCII 字符")
        need("SOFTWARE", str, r"[^\x00-\x1f\x7f\ud800-\udfff]{1,127}", "1–127 个字符，不含控制字符")
        need("PRIORITY", int, range(1, 2**31), "1–2147483647 之间的整数")
        need("TIE_BREAKER", int, range(2**64), "0–18446744073709551615 之间的整数")
        need("TRANSACTION_ID", str, "[0-9a-fA-F]{24}", "24 个十六进制数字")
        need("PADDING", int, range(256), "0–255 之间的整数")
        need("BREAK_INTEGRITY", bool, range(2), "True 或 False")
        need("BREAK_PADDING", bool, range(2), "True 或 False")
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    listed = [(0x8022, SOFTWARE.encode()), (0x0024, PRIORITY.to_bytes(4, "big"))]
    listed += [(0x8029, TIE_BREAKER.to_bytes(8, "big")), (0x0006, USERNAME.encode())]
    key, transaction_id = HMAC_KEY.encode(), bytes.fromhex(TRANSACTION_ID)
    message = binding_request(transaction_id, listed, password=key, padding=PADDING)
    named, dump = fields(message, key), message.hex()
    for field in named:
        part = dump[2 * field["at"] :][: 2 * field["size"]]
        print(f"{field['at']:4}  {part:40}  {field['name']}：{field['value']}")
    print(f"与 RFC 5769 §2.1 的请求{'逐字节相同' if dump == VECTOR else '不同'}")
    rows, end, added = [], len(message) - 20 - 24 - 8, 0 if BREAK_INTEGRITY else 24
    for name, length in (("写完属性", end), ("算 HMAC ", end + added), ("算 CRC ", end + 32)):
        print(f"头里的长度，{name}时：{length}")
        field = {"name": f"长度 {length}", "cells": f"{length:016b}", "ref": "RFC 8489 §5"}
        rows.append({"label": f"{name}时", "fields": [field]})
    hexdump = {"kind": "hexdump", "title": "Binding 请求", "bytes": dump, "fields": named}
    hexdump |= {"differs": VECTOR} if len(dump) == len(VECTOR) else {}
    pictures = [hexdump, {"kind": "bits", "title": "头里的长度", "rows": rows}]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
