"""长期凭证：密钥、消息完整性与 nonce cookie

看点：密钥或长度错一处，HMAC 全变；验不过时，把常见的算法逐一试遍，看对方是怎么算的
难度：进阶
对照：RFC 5769 的消息；RFC 8489 附录 B.1 与勘误 6268；aioice；scapy；直接用 hmac 重算
依据：RFC 8489 §9、§9.2、§14.3–§14.12、§18.1、§18.5
"""

import base64
import hashlib
import hmac
import json
import re
import struct

# ── INPUT：改这里的值，再运行 ──
MESSAGE = "length"  # SAMPLES 里的名字，或一条 STUN 消息的十六进制
COMPARE = "printed"  # 与它逐字节比较的消息，写法相同
USERNAME = "マトリックス"  # 用户名，已按 OpaqueString 处理
REALM = "example.org"  # 域，不带引号
PASSWORD = "TheMatrIX"  # 口令，已按 OpaqueString 处理
ALGORITHM = "auto"  # auto 看 PASSWORD-ALGORITHM，没有就是 MD5；或写 MD5、SHA-256、口令本身
BREAK_LENGTH = False  # 改成 True：算 HMAC 时，长度没算上完整性属性自己
# ── INPUT 结束 ──

ID = "2112a44278ad3433c6ad72c029da412e"  # 四条样例的 magic cookie 和事务 ID 都一样
NONCE, ORG = "662f2f3439396b39353464364f4c33346f4c39465354767936347341", "6578616d706c652e6f7267"
B1 = f"{ID}001e00204a3cf38fef6992bda952c6780417da0f24819415569e60b205c46e41407f1704"
B1 += f"001500296f624d61744a6f733241414143{NONCE}0000000014000b{ORG}00001c0020"
SAMPLES = {  # RFC 5769 §2.4；RFC 8489 附录 B.1：原样、只改长度、依勘误 6268
    "5769": f"00010060{ID}00060012e3839ee38388e383aae38383e382afe382b900000015001c{NONCE}0014000b"
    f"{ORG}0000080014f67024656dd64a3e02b8e0712e85c9a28ca89666",
    "printed": f"0001009c{B1}e4686c8f0edeb59013e07090010a93efccbccc544c0a45d9f830aa6d6f735a01",
    "length": f"00010088{B1}fd8c273860d2e18ebca4c89b6973befa7ee8ecc69e9642db326fab65a0b955ba",
    "erratum": f"00010090{B1[:-8]}001d000400020000001c0020"
    "b5c7bf005b6c52a21c51c5e892f81924136296cb927c43149309278cc6518e65",
}
MI, SHA256, FINGERPRINT, SIZES = 0x08, 0x1C, 0x8028, {0x08: (20,), 0x1C: range(16, 33, 4)}
NAMES = {  # 类型：名字，RFC 8489 §14 里的小节
    MI: ("MESSAGE-INTEGRITY", ".5"), SHA256: ("MESSAGE-INTEGRITY-SHA256", ".6"),
    0x06: ("USERNAME", ".3"), 0x1E: ("USERHASH", ".4"), 0x14: ("REALM", ".9"),
    0x15: ("NONCE", ".10"), 0x1D: ("PASSWORD-ALGORITHM", ".12"), FINGERPRINT: ("FINGERPRINT", ".7"),
}  # fmt: skip
TEXTS = (0x06, 0x14, 0x15, 0x8022)  # 值是 UTF-8 文字的属性
LENGTHS = ("长度到本属性末尾", "长度照收到的头", "长度不含本属性")  # 第一种才对
ORDERS = {"§18.1 原文，第 0 位在左": range(24), "勘误 6290，第 0 位在右": range(23, -1, -1)}
FORM = "|".join(SAMPLES) + "|0[0-3][0-9a-f]{6}2112a442([0-9a-f]{2}){12,2040}"


class InputError(ValueError):
    """读者改的值不合要求。"""


def attributes(packet: bytes) -> list[tuple[int, int, bytes]]:
    """全部属性：（类型，头的偏移，值）；按实际字节数走，不信头里的长度。"""
    found, at = [], 20
    while at < len(packet):
        kind, size = struct.unpack("!HH", packet[at : at + 4].ljust(4, b"\0"))
        found.append((kind, at, packet[at + 4 : at + 4 + size]))
        at += 4 + size + -size % 4
        if at > len(packet) or size not in SIZES.get(kind, (size,)):
            raise InputError(f"第 {found[-1][1]} 字节起的属性 0x{kind:04x}，长度 {size} 不对")
    return found


def heeded(found: list[tuple]) -> list[tuple]:
    """§9：完整性属性后面还作数的，只有 MESSAGE-INTEGRITY-SHA256 和 FINGERPRINT。"""
    kinds = [kind for kind, _, _ in found]
    guard = MI if MI in kinds else SHA256
    cut = [*kinds, guard].index(guard) + 1
    return found[:cut] + [a for a in found[cut:] if a[0] in {SHA256, FINGERPRINT} - {guard}]


def key_table(username: str, realm: str, secret: str) -> dict[str, bytes]:
    """长期凭证的两把密钥（§9.2.2、§18.5.1），和短期凭证的一把（§9.1.1）。"""
    text = f"{username}:{realm}:{secret}".encode()
    md5 = hashlib.md5(text, usedforsecurity=False).digest()
    return {"MD5": md5, "SHA-256": hashlib.sha256(text).digest(), "口令本身": secret.encode()}


def tags(text: bytes, digest: str, lengths: tuple, keys: dict) -> dict[tuple[str, int], bytes]:
    """每把密钥配每种长度，算出的 HMAC：text 是属性之前的部分，头里的长度要先改。"""
    texts = [text[:2] + struct.pack("!H", length) + text[4:] for length in lengths]
    return {(key, n): hmac.digest(keys[key], texts[n], digest) for key in keys for n in range(3)}


def judge(packet: bytes, keys: dict[str, bytes]) -> list[str]:
    """每个完整性属性：签了什么，用哪把密钥，应为、实为多少，怎样算得出实有的值。"""
    lines, found = [], heeded(attributes(packet))
    named = [value[:2] for kind, _, value in found if kind == 0x1D]
    auto = "SHA-256" if named == [b"\0\2"] else "MD5"
    chosen = key, n = auto if ALGORITHM == "auto" else ALGORITHM, 2 if BREAK_LENGTH else 0
    for kind, at, value in found:
        if kind in SIZES:
            lengths = (at + 4 + len(value) - 20, *struct.unpack("!H", packet[2:4]), at - 20)
            tried = tags(packet[:at], "sha1" if kind == MI else "sha256", lengths, keys)
            same = [k for k, tag in tried.items() if hmac.compare_digest(tag[: len(value)], value)]
            lines.append(f"{NAMES[kind][0]}：签前 {at} 字节，长度 0x{lengths[n]:04x}，密钥 {key}")
            lines += [f"  应为 {tried[chosen][: len(value)].hex()}", f"  实为 {value.hex()}"]
            ways = "；".join(f"{k}、{LENGTHS[m]}" for k, m in same) or "都不行"
            lines.append(f"  {'通过' if chosen in same else '不通过'}。算得出实有值的：{ways}")
    return lines or ["没有完整性属性，无从验证"]


def features(nonce: bytes) -> str:
    """nonce cookie（§9.2）里的 24 个安全特性位，从左到右；没有 cookie 就是空串。"""
    match = re.match(rb"obMatJos2([A-Za-z0-9+/]{4})", nonce)
    return f"{int.from_bytes(base64.b64decode(match[1]), 'big'):024b}" if match else ""


def need(names: str, pattern: str, wanted: str) -> None:
    """这几个输入都要合正则式，否则抛 InputError。"""
    for name in names.split():
        value, kind = globals()[name], bool if "True" in pattern else str
        if type(value) is not kind or not re.fullmatch(pattern, str(value)):
            raise InputError(f"{name} 应是{wanted}，现在是 {value!r}")


def picture_fields(raw: bytes) -> list[dict]:
    """十六进制图的字段；文字属性写出文字，太长的只写开头。"""
    rows = [(0, 2, "消息类型", f"0x{raw[:2].hex()}", "5")]
    rows.append((2, 2, "消息长度", f"{int.from_bytes(raw[2:4], 'big')} 字节", "5"))
    rows.append((4, 16, "magic cookie、事务 ID", "应答里原样带回", "5"))
    for kind, at, value in attributes(raw):
        name, section = NAMES.get(kind, (f"0x{kind:04x}", ""))
        text = value.decode("utf-8", "replace")[:99] if kind in TEXTS else ""
        said = f"{text or '值'}，{len(value)} 字节"
        rows.append((at, 4 + len(value), name, said, "14" + section))
        rows.append((at + 4 + len(value), -len(value) % 4, "填充", "收方忽略", "14"))
    rows = [(*row[:4], f"RFC 8489 §{row[4]}") for row in rows if row[1]]
    return [dict(zip("at size name value ref".split(), row, strict=True)) for row in rows]


def main() -> None:
    """验证一条消息，说出经过，画图。"""
    try:
        need("MESSAGE COMPARE", FORM, "样例名，或小写十六进制的 STUN 消息")
        need("USERNAME REALM PASSWORD", r"[^\x00-\x1f\x7f\ud800-\udfff]{1,127}", " 1–127 个字符")
        need("ALGORITHM", "auto|MD5|SHA-256|口令本身", " auto、MD5、SHA-256、口令本身之一")
        need("BREAK_LENGTH", "True|False", " True 或 False")
        packet, other = (bytes.fromhex(SAMPLES.get(text, text)) for text in (MESSAGE, COMPARE))
        values = {kind: value for kind, _, value in reversed(heeded(attributes(packet)))}
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    keys, bits = key_table(USERNAME, REALM, PASSWORD), features(values.get(0x15, b""))
    print(f"{len(packet)} 字节；头里的长度 0x{packet[2:4].hex()}，实际 0x{len(packet) - 20:04x}")
    print(f"USERHASH 应为 {hashlib.sha256(f'{USERNAME}:{REALM}'.encode()).hexdigest()}")
    print("\n".join([*judge(packet, keys), "", "四条样例，用同样的用户名、域和口令："]))
    for name, text in SAMPLES.items():
        print(f"  {name:12}{judge(bytes.fromhex(text), keys)[-1].strip()}")
    hexdump = {"kind": "hexdump", "title": f"消息 {MESSAGE[:18]}", "bytes": packet.hex()}
    hexdump |= {"differs": other.hex()} if len(other) == len(packet) else {}
    pictures, rows = [hexdump | {"fields": picture_fields(packet)}], []
    for label, numbers in ORDERS.items():
        names = [f"第 {n} 位：" + ("口令算法", "用户名匿名", "未分配")[min(n, 2)] for n in numbers]
        fields = [{"name": n, "cells": bit} for n, bit in zip(names, bits, strict=False)]
        on = [field["name"] for field in fields if field["cells"] == "1"]
        print(f"安全特性，{label}：{'、'.join(on) or '无'}")
        rows.append({"label": label, "fields": fields})
    pictures += [{"kind": "bits", "title": "nonce 里的安全特性", "rows": rows}] if bits else []
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
