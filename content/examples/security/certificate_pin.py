"""证书锁定：从 DER 里走到公钥，算出 pin

看点：续期换的是证书，不是公钥，所以锁公钥；名单里没有备用的一把，换钥就锁死自己
难度：进阶
对照：cryptography 的 SPKI 和指纹；openssl 命令；随机生成与随机改坏的证书
依据：RFC 5280 §4.1；RFC 7469 §2.4、§4.3；RFC 7468 §5
"""

import base64
import hashlib
import json
import re
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
CURRENT = """-----BEGIN CERTIFICATE-----
MIIBJzCBz6ADAgECAgEBMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA25hdjAeFw0yNTEyMDEwMDAwMDBaFw0yNjEyMzEyMzU5NTla
MA4xDDAKBgNVBAMMA25hdjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPlORz9kgC6HBbCq5/cVfxFb47i4NePfSdQIbVE+WvzQ
CWWhbOxsSAZVc8guYkYi3PFBUd65b2Z/N2SlRZNjeT+jHjAcMBoGA1UdEQQTMBGCD25hdi5leGFtcGxlLmNvbTAKBggqhkjOPQQD
AgNHADBEAiA4AvB/uazHFwTIXWvTn2bP8TeDDR90047/ekzr672dGgIgH8FQJhFNrXH2PzwhbkQZnmGRKCCdEQnJWTkVk8f0d/A=
-----END CERTIFICATE-----"""  # 现用
RENEWED = """-----BEGIN CERTIFICATE-----
MIIBJzCBz6ADAgECAgECMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA25hdjAeFw0yNjExMDEwMDAwMDBaFw0yNzEyMDEyMzU5NTla
MA4xDDAKBgNVBAMMA25hdjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPlORz9kgC6HBbCq5/cVfxFb47i4NePfSdQIbVE+WvzQ
CWWhbOxsSAZVc8guYkYi3PFBUd65b2Z/N2SlRZNjeT+jHjAcMBoGA1UdEQQTMBGCD25hdi5leGFtcGxlLmNvbTAKBggqhkjOPQQD
AgNHADBEAiAMDNVNT5Sh0G9VN6mleH5kOXw/4S1GCczEM+p+ZgJNVAIgCYt+FdykSmDlZMrwuPDOl2UEMM1MstGQ47RBWeojk20=
-----END CERTIFICATE-----"""  # 续期：换了序列号和有效期，密钥没换
REPLACED = """-----BEGIN CERTIFICATE-----
MIIBJzCBz6ADAgECAgEDMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA25hdjAeFw0yNjExMDEwMDAwMDBaFw0yNzEyMDEyMzU5NTla
MA4xDDAKBgNVBAMMA25hdjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMWuFYCehRTApgZQYp81V5LAh3sFxAh6e9L2RETALxu1
B+BSji1uA+sXOWnMOu35DoZtkUnBH8Ab2XFxhZfXyP6jHjAcMBoGA1UdEQQTMBGCD25hdi5leGFtcGxlLmNvbTAKBggqhkjOPQQD
AgNHADBEAiB414bpvG7xkHYDJid048mt5zjMBdA7TIix+zpHaIorfAIgLB1XlsnKZO563SU02cAWTA5SOcFdJMb8Pw8o5gbx/iM=
-----END CERTIFICATE-----"""  # 换钥：用的是事先备好的另一把密钥
IMPOSTOR = """-----BEGIN CERTIFICATE-----
MIIBJzCBz6ADAgECAgEDMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA25hdjAeFw0yNjExMDEwMDAwMDBaFw0yNzEyMDEyMzU5NTla
MA4xDDAKBgNVBAMMA25hdjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO1H6UVLito4CUusfBerE7yrGfjPUga78HkPHrdECxtM
XDcEKVbY+fBxTbSECE13wgdOUmguv5ZGw+SKCUg3AMijHjAcMBoGA1UdEQQTMBGCD25hdi5leGFtcGxlLmNvbTAKBggqhkjOPQQD
AgNHADBEAiBBQMqxPJ2rY/+O5FWydWxdAV8i8IeVPYqvJD1OXR5S1AIgZC6TkPEg/EA3fcX8vz02o6GAbbXthN1NFmxRrLeYs8o=
-----END CERTIFICATE-----"""  # 冒名：名字相同，密钥是别人的
PIN = "N16p5ofIXDeVXDLxqZlyc5FfAZlstlnxtS3tOSqn1qg="  # App 发版时带上的名单：现用的密钥
BACKUP_PIN = "Vwq57jkdFckg7E3B8ncB0MemHM0zD44hUzot3n1NISU="  # 备用的密钥，私钥离线放着
SHOW = "续期"  # 走哪一张：现用、续期、换钥、冒名
BREAK_WHOLE = False  # 改成 True：锁整张证书，名单换成现用那张的指纹；续期就连不上
BREAK_NO_BACKUP = False  # 改成 True：名单里没有备用的；换钥就连不上
BREAK_KEY_BITS = False  # 改成 True：只取公钥的那一串位来算，与谁的 pin 都对不上
# ── INPUT 结束 ──

TEXTS = {"现用": "CURRENT", "续期": "RENEWED", "换钥": "REPLACED", "冒名": "IMPOSTOR"}
PEM = r"\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]{,2730})-----END CERTIFICATE-----\s*"
Element = namedtuple("Element", "tag at start end")  # 标签；头的位置；值的位置；值之后的位置
TBS = {  # tbsCertificate 里依次的项：名字，标签，RFC 5280 里的节；标签是 02、30 的六项必有
    "版本": (0xA0, "4.1.2.1"), "序列号": (0x02, "4.1.2.2"), "签名算法": (0x30, "4.1.2.3"),
    "颁发者": (0x30, "4.1.2.4"), "有效期": (0x30, "4.1.2.5"), "主体": (0x30, "4.1.2.6"),
    "SPKI": (0x30, "4.1.2.7"), "颁发者编号": (0x81, "4.1.2.8"), "主体编号": (0x82, "4.1.2.8"),
    "扩展": (0xA3, "4.1.2.9"),
}  # fmt: skip


class InputError(ValueError):
    """读者改的值不合要求。"""


def element(der: bytes, at: int, end: int) -> Element:
    """at 处的元素，不能超出 end。长度小于 128 的占 1 字节，更长的先写长度自己占几个字节。"""
    if end - at < 2:
        raise InputError(f"第 {at} 字节起只剩 {end - at} 字节，放不下标签和长度")
    tag, length, start = der[at], der[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise InputError(f"第 {at} 字节的标签 {tag:02x} 是多字节的写法，证书里用不到")
    if length == 0x80:
        raise InputError(f"第 {at + 1} 字节 80 是不定长度，DER 不允许")
    if length > 0x80:
        start += length - 0x80
        if length > 0x84 or start > end:
            raise InputError(f"第 {at + 1} 字节说长度占 {length - 0x80} 字节，放不下")
        digits, length = der[at + 2 : start], int.from_bytes(der[at + 2 : start], "big")
        if length < 0x80 or digits[0] == 0:
            raise InputError(f"第 {at + 1} 字节起的长度不是最短的写法，DER 不允许")
    if start + length > end:
        raise InputError(f"第 {at} 字节的元素长 {length} 字节，只剩 {end - start} 字节")
    return Element(tag, at, start, start + length)


def children(der: bytes, parent: Element) -> list[Element]:
    """构造元素里的元素，一个接一个，正好填满它。"""
    found, at = [], parent.start
    while at < parent.end:
        found.append(element(der, at, parent.end))
        at = found[-1].end
    return found


def demand(parts: list[Element], wanted: list[int], name: str) -> list[Element]:
    """这些元素的标签应依次是 wanted，不多不少。"""
    tags = [part.tag for part in parts]
    if tags != wanted:
        said, now = bytes(wanted).hex(" "), bytes(tags[:12]).hex(" ") or "空的"
        raise InputError(f"{name}里的标签应依次是 {said}，现在是 {now}")
    return parts


def certificate(der: bytes) -> dict[str, Element]:
    """从外往里走，给每一段起名字；各段依次相接，盖住全部字节（RFC 5280 §4.1）。"""
    whole = element(der, 0, len(der))
    demand([whole], [0x30], "文件")
    if whole.end < len(der):
        raise InputError(f"证书到第 {whole.end - 1} 字节为止，后面多出 {len(der) - whole.end} 字节")
    tbs, algorithm, signature = demand(children(der, whole), [0x30, 0x30, 0x03], "证书")
    parts = children(der, tbs)
    had = {part.tag for part in parts}
    template = {name: tag for name, (tag, _) in TBS.items() if tag in had or tag in (0x02, 0x30)}
    demand(parts, list(template.values()), "tbsCertificate ")
    found = {"证书的头": whole._replace(end=whole.start), "tbs 的头": tbs._replace(end=tbs.start)}
    found |= zip(template, parts, strict=True)
    demand(children(der, found["SPKI"]), [0x30, 0x03], "SPKI ")  # 算法，公钥的位串
    return found | {"外层算法": algorithm, "签名值": signature}


def digest(data: bytes) -> str:
    """base64(SHA-256)：对 SPKI 算就是 pin（RFC 7469 §2.4），对整张证书算就是指纹。"""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def pin(der: bytes) -> str:
    """SPKI 要连它自己的标签和长度、里面的算法一起算；只算公钥的位串是常见的错。"""
    spki = certificate(der)["SPKI"]
    if BREAK_KEY_BITS:
        bits = children(der, spki)[1]  # 值的头一个字节说末尾有几位不用，不算公钥
        return digest(der[bits.start + 1 : bits.end])
    return digest(der[spki.at : spki.end])


def accepted(der: bytes, pins: list[str]) -> bool:
    """在不在名单里。验签名和有效期、验链、核对主机名都不在这里，一样也不能省。"""
    return (digest(der) if BREAK_WHOLE else pin(der)) in pins


def read_pem(name: str) -> bytes:
    """一张 PEM 证书的 DER（RFC 7468 §5）。"""
    match = re.fullmatch(PEM, text := str(globals()[name]))
    if not match:
        raise InputError(f"{name} 应是一张 PEM 证书，头尾标记都在，现在是 {text[:40]!r}")
    try:
        der = base64.b64decode("".join(match[1].split()), validate=True)
        certificate(der)
    except ValueError as error:
        said = error if isinstance(error, InputError) else "Base64 解不开"
        raise InputError(f"{name}：{said}") from None
    return der


def need(names: str, pattern: str, wanted: str) -> None:
    """这几个输入写出来要合正则式，否则抛 InputError。"""
    for name in names.split():
        if not re.fullmatch(pattern, repr(globals()[name])):
            raise InputError(f"{name} 应是{wanted}，现在是 {globals()[name]!r}")


def picture_fields(der: bytes) -> list[dict]:
    """十六进制图的字段：每一段一个，SPKI 有标记。"""
    rows = []
    for name, part in certificate(der).items():
        size, ref = part.end - part.at, TBS.get(name, (0, "4.1"))[1]
        value = f"头 {der[part.at : part.start].hex(' ')}，共 {size} 字节"
        row = {"at": part.at, "size": size, "name": name, "value": value, "ref": f"RFC 5280 §{ref}"}
        rows.append(row | {"tone": "good" if name == "SPKI" else "plain"})
    return rows


def main() -> None:
    """拿四张证书去比名单，再走其中一张。"""
    try:
        need("PIN BACKUP_PIN", "'[A-Za-z0-9+/]{43}='", " 44 个字符的 Base64")
        need("SHOW", "|".join(map(repr, TEXTS)), f"{'、'.join(TEXTS)}之一")
        need("BREAK_WHOLE BREAK_NO_BACKUP BREAK_KEY_BITS", "True|False", " True 或 False")
        ders = {name: read_pem(text) for name, text in TEXTS.items()}
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    pins = [digest(ders["现用"])] if BREAK_WHOLE else [PIN, BACKUP_PIN][: 2 - BREAK_NO_BACKUP]
    print(f"名单里有 {len(pins)} 个{'指纹' if BREAK_WHOLE else ' pin'}")
    columns, rows = ["pin 的开头", "指纹的开头", "结果"], []
    for name, der in ders.items():
        result, tone = ("放行", "good") if accepted(der, pins) else ("拒绝，不在名单里", "bad")
        print(f"  {name}：pin {pin(der)[:12]}…，指纹 {digest(der)[:12]}…，{result}")
        cells = [{"text": text[:12]} for text in (pin(der), digest(der))]
        rows.append({"name": name, "cells": [*cells, {"text": result, "tone": tone}]})
    der, now = ders[SHOW], ders["现用"]
    print(f"{SHOW}的证书，{len(der)} 字节，从外往里走：")
    for field in (fields := picture_fields(der)):
        print(f"  第 {field['at']:4} 字节  {field['name']}：{field['value']}")
    print(f"算出的 pin：{pin(der)}")
    grid = {"kind": "grid", "title": "四张证书比名单", "corner": "证书", "columns": columns}
    hexdump = {"kind": "hexdump", "title": f"{SHOW}的证书", "bytes": der.hex(), "fields": fields}
    hexdump |= {"differs": now.hex()} if len(now) == len(der) else {}
    pictures = [grid | {"rows": rows}, hexdump]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
