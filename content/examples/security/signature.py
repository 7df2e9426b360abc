"""接口签名：重放、挪边界和长度扩展，各由哪一道检查挡住

看点：签名对得上只说明“有人签过”；格式、时间窗、记住 nonce，少查一道就有一种办法混进来
难度：进阶
对照：cryptography 的 SHA-1 和 HMAC；测试里按 RFC 3174 另写的 SHA-1；融云文档印的值
依据：融云文档“API 请求签名”；RFC 3174 §4、§6.1；RFC 2104 §2
"""

import hashlib
import hmac
import json
import re
import struct
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
APP_KEY = "uwd1c0sxdlx2"  # 融云文档的例子里用的
APP_SECRET = "Y1W2MeFwwwRxa0"  # 同上；真的只放在服务器上
NONCE = "5073210"  # 随机数，不超过 18 个字符；末位是 0 才挪得动边界
TIMESTAMP = "1796000400000"  # 毫秒，13 位数字
WINDOW = 300_000  # 时间戳与验证方的钟最多差多少毫秒
DELAY = 2_000  # 请求被抄下以后，隔多少毫秒重放
BREAK_NO_FORM = False  # 改成 True：三道都查的那一列不查格式，挪边界和长度扩展就混进来
BREAK_NO_MEMORY = False  # 改成 True：那一列不记 nonce，窗口之内的重放就混进来
PRINTED = [  # 网上印着的 Nonce、Timestamp、Signature；得了 401，也把自己发出去的写一行进来
    "14314 1408710653000 30be0bbca9c9b2e27578701e9fda2358a814c88f",
    "14314 1408706337 45beb7cc7307889a8e711219a47b7cf6a5b000e8",
    "14314 1408706337 890b422b75c1c5cb706e4f7921df1d94e69c17f4",
    "14314 1408710653491 890b422b75c1c5cb706e4f7921df1d94e69c17f4",
]
# ── INPUT 结束 ──

Request = namedtuple("Request", "nonce timestamp signature")  # 三个头的值，都是字节
FORM, WHEN, MEMORY = "格式", "时间窗", "nonce 用过"
TOKEN, STAMP = "[0-9A-Za-z._-]{1,18}", "[1-8][0-9]{12}"
LINE = f"'{TOKEN} [0-9]{{10,13}} [0-9a-f]{{40}}'"
DAY, WORD = 86_400_000, 0xFFFFFFFF


class InputError(ValueError):
    """读者改的值不合要求。"""


def plain(secret: bytes, message: bytes) -> bytes:
    """融云的签名：密钥放在前面，直接连起来算 SHA-1，写成小写十六进制。"""
    return hashlib.sha1(secret + message, usedforsecurity=False).hexdigest().encode()


def keyed(secret: bytes, message: bytes) -> bytes:
    """换成 HMAC-SHA1（RFC 2104 §2）：算完一遍，外面再用密钥算一遍。"""
    return hmac.digest(secret, message, "sha1").hex().encode()


def verify(request: Request, now: int, seen: set, checks: set, mac=plain) -> str:
    """挡住请求的那一道，空串就是放行。seen 是用过的 nonce，放行了才记。"""
    nonce, timestamp, signature = request
    formed = re.fullmatch(TOKEN.encode(), nonce) and re.fullmatch(STAMP.encode(), timestamp)
    if FORM in checks and not formed:
        return FORM
    expected = mac(APP_SECRET.encode(), nonce + timestamp)
    if not hmac.compare_digest(expected, signature):  # 耗时与从第几个字符起不同无关
        return "签名"
    when = int(re.match(rb"[0-9]*", timestamp)[0] or 0)  # 不查格式的服务器多半这样读：0 开头也行
    if WHEN in checks and abs(now - when) > WINDOW:
        return WHEN
    if MEMORY in checks and nonce in seen:
        return MEMORY
    seen.add(nonce)  # 记到 when + WINDOW 为止就够了，再往后时间窗挡得住它
    return ""


def padding(size: int) -> bytes:
    """SHA-1 给 size 字节的消息补的尾巴：80，若干个 00，8 字节的位数（RFC 3174 §4）。"""
    return b"\x80" + bytes(-(size + 9) % 64) + struct.pack("!Q", 8 * size)


def compress(state: tuple, block: bytes) -> tuple:
    """SHA-1 吃进一块 64 字节（RFC 3174 §6.1）；state 是五个 32 位数，最后的 state 就是散列。"""
    w = list(struct.unpack("!16I", block))
    for t in range(16, 80):
        word = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]
        w.append((word << 1 | word >> 31) & WORD)  # 向左转 1 位；下面转 5 位和 30 位
    a, b, c, d, e = state
    for t in range(80):
        mixed = [b & c | ~b & d, b ^ c ^ d, b & c | b & d | c & d, b ^ c ^ d][t // 20]
        k = [0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6][t // 20]
        total = (a << 5 | a >> 27) + mixed + e + w[t] + k
        a, b, c, d, e = total & WORD, a, (b << 30 | b >> 2) & WORD, c, d
    return tuple(x + y & WORD for x, y in zip(state, (a, b, c, d, e), strict=True))


def extend(request: Request, secret_size: int, timestamp: bytes) -> Request:
    """长度扩展：不知道密钥，只知道它多长，从签名接着往下算，造出一个新时间戳的请求。"""
    size = secret_size + len(request.nonce + request.timestamp)
    nonce = request.nonce + request.timestamp + padding(size)
    state = struct.unpack("!5I", bytes.fromhex(request.signature.decode()))
    rest = timestamp + padding(secret_size + len(nonce + timestamp))
    for at in range(0, len(rest), 64):
        state = compress(state, rest[at : at + 64])
    return Request(nonce, timestamp, struct.pack("!5I", *state).hex().encode())


def arrivals(mac) -> dict[str, tuple[Request, int, bool]]:
    """各种到达：请求，验证方的钟，之前收没收到过原请求。攻击者只抄到这一个请求，不知道密钥。"""
    nonce, timestamp, at = NONCE.encode(), TIMESTAMP.encode(), int(TIMESTAMP)
    real = Request(nonce, timestamp, mac(APP_SECRET.encode(), nonce + timestamp))
    moved = real._replace(nonce=nonce[:-1], timestamp=nonce[-1:] + timestamp)
    return {
        "原请求": (real, at, False),
        "截下换正文": (real, at + DELAY, False),  # 正文不在签名里，三个头一个也不用动
        "只改时间戳": (real._replace(timestamp=b"%d" % (at + DAY)), at + DAY, True),
        "原样重放": (real, at + DELAY, True),
        "隔天重放": (real, at + DAY, True),
        "挪边界重放": (moved, at + DELAY, True),
        "隔天长度扩展": (extend(real, len(APP_SECRET), b"%d" % (at + DAY)), at + DAY, True),
    }


def verdicts() -> dict[str, dict[str, str]]:
    """每种验证方怎样对待每种到达：挡住它的那一道，空串是放行。"""
    dropped = {FORM: BREAK_NO_FORM, WHEN: False, MEMORY: BREAK_NO_MEMORY}
    columns = {"只比签名": set(), "加时间窗": {WHEN}, "再记 nonce": {WHEN, MEMORY}}
    columns |= {"三道都查": {check for check in dropped if not dropped[check]}}
    columns |= {"HMAC 不查格式": {WHEN, MEMORY}}
    found = {}
    for column, checks in columns.items():
        mac = keyed if "HMAC" in column else plain
        for name, (request, now, known) in arrivals(mac).items():
            seen = {NONCE.encode()} if known else set()
            found.setdefault(name, {})[column] = verify(request, now, seen, checks, mac)
    return found


def explained(nonce: str, timestamp: str, signature: str) -> str:
    """这个签名是用哪一个算出来的；都不是，就给出应有的值。"""
    message, keys = (nonce + timestamp).encode(), {"App Key": APP_KEY, "App Secret": APP_SECRET}
    made = {plain(key.encode(), message).decode(): name for name, key in keys.items()}
    right = list(made)[-1]
    return f"用 {made[signature]} 算的" if signature in made else f"算不出来，应为 {right[:8]}…"


def need(names: str, pattern: str, wanted: str) -> None:
    """这几个输入写出来要合正则式，否则抛 InputError。"""
    for name in names.split():
        if not re.fullmatch(pattern, said := repr(globals()[name])):
            raise InputError(f"{name} 应是{wanted}，现在是 {said[:60]}")


def picture_readings(requests: dict[str, Request]) -> dict:
    """同一串字节的几种切法；原请求后面画出 SHA-1 补的尾巴，签名是算到它末尾的状态。"""
    rows, size = [], len(APP_SECRET + NONCE + TIMESTAMP)
    for label, (nonce, timestamp, _) in requests.items():
        parts = {"App Secret": APP_SECRET.encode(), "Nonce": nonce, "Timestamp": timestamp}
        parts |= {"SHA-1 补的": padding(size)} if label == "原请求" else {}
        spans, at = [], 0
        for name, data in parts.items():
            value = "".join(chr(byte) if 32 < byte < 127 else f"%{byte:02X}" for byte in data)
            span = {"at": at, "size": len(data), "name": name, "value": value}
            spans, at = spans + [span] * (len(data) > 0), at + len(data)
        rows.append({"label": label, "spans": spans})
    strip = {"kind": "strip", "title": "连起来的字节，三种切法", "unit": "字节", "rows": rows}
    return strip | {"marks": [{"at": size + len(padding(size)), "label": "签名算到这里"}]}


def main() -> None:
    """签一个请求，让各种到达去过各种验证方，再看印着的例子。"""
    try:
        need("APP_KEY APP_SECRET", "'[0-9A-Za-z]{1,64}'", " 1–64 个字母或数字")
        need("NONCE", f"'{TOKEN}'", " 1–18 个字母、数字或 ._-")
        need("TIMESTAMP", f"'{STAMP}'", " 13 位数字，首位 1–8")
        need("WINDOW DELAY", "[0-9]{1,7}", "不超过 7 位的整数，单位毫秒")
        need("BREAK_NO_FORM BREAK_NO_MEMORY", "True|False", " True 或 False")
        need("PRINTED", rf"\[({LINE}, ){{,11}}{LINE}\]", " 1–12 行“Nonce Timestamp Signature”")
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    found = verdicts()
    requests = {name: request for name, (request, _, _) in arrivals(plain).items()}
    print("三道都查，放行：" + "、".join(name for name in found if not found[name]["三道都查"]))
    print(f"\n请求的四个头：\n  App-Key: {APP_KEY}")
    for name, value in requests["原请求"]._asdict().items():
        print(f"  {name.capitalize()}: {value.decode()}")
    print("\n各种到达，混得进哪几种验证方：")
    rows, drawn = [], {name: requests[name] for name in ("原请求", "挪边界重放", "隔天长度扩展")}
    for name, row in found.items():
        signature, fooled = requests[name].signature.decode(), [c for c in row if not row[c]]
        print(f"  {name}，签名 {signature[:8]}…：{'、'.join(fooled) or '都进不去'}")
        cells = [{"text": f"挡住：{said}" if said else "放行"} for said in row.values()]
        for cell in cells:
            cell["tone"] = "good" if (cell["text"] == "放行") == (name == "原请求") else "bad"
        rows.append({"name": name, "cells": cells})
    print("\n印着的例子，用这里的 App Secret 和 App Key 重算：")
    for line in PRINTED:
        print(f"  {line[:-32]}…：{explained(*line.split())}")
    grid = {"kind": "grid", "title": "哪一道挡住了它", "corner": "到达", "rows": rows}
    pictures = [grid | {"columns": list(found["原请求"])}, picture_readings(drawn)]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
