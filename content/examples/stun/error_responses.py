"""错误应答与重试：401、438、420、487、300、400

看点：错误应答有的要换个样子再来，有的必须停手；再来几次要有上限，不然就打转
难度：深入
对照：aioice 的 ERROR-CODE 字节、解析与完整性核对；scapy；RFC 8489 §6.2.1 列出的时刻
依据：RFC 8489 §6.2.1、§6.3、§9.2.4、§9.2.5、§10、§14.8；RFC 8445 §7.2.5.1
"""

import hashlib
import hmac
import json
import random
import re
import struct

# ── INPUT：改这里的值，再运行 ──
REQUESTS = ["", "802a", "7ffe fffe", "", ""]  # 每 3 秒一个请求，另带哪些类型的属性
PASSWORD = "pass"  # 客户端的口令；服务器存的是 pass
NONCE_LIFETIME = 8000  # nonce 发出多少毫秒之后作废
MOVED_AT = 11000  # 从这一毫秒起，服务器用 300 把客户端引到备用服务器
LOSS = 60  # 另演一次丢包：每个包丢失的百分数
SEED = 3  # 丢哪些包由它决定
BREAK_NONCE = False  # 改成 True：收到 438 以后，客户端仍用旧的 nonce
BREAK_OPTIONAL = False  # 改成 True：服务器把可以忽略的属性也当成必须理解
BREAK_LOGIN = False  # 改成 True：客户端带凭证时漏了 NONCE
# ── INPUT 结束 ──

USER, MI, ERROR, UNKNOWN, REALM, NONCE, MAPPED = 0x06, 0x08, 0x09, 0x0A, 0x14, 0x15, 0x20
ALTERNATE, CONTROLLED, CONTROLLING = 0x8023, 0x8029, 0x802A
NAMES = {  # 应答里的属性：名字，RFC 8489 里的节
    ERROR: ("ERROR-CODE", "14.8"), REALM: ("REALM", "14.9"), NONCE: ("NONCE", "14.10"),
    UNKNOWN: ("UNKNOWN-ATTRIBUTES", "14.13"), MI: ("MESSAGE-INTEGRITY", "14.5")}  # fmt: skip
KNOWN = (*NAMES, USER, MAPPED, ALTERNATE, CONTROLLED, CONTROLLING)  # 服务器认识的属性
CODES = {  # 错误码：短语，客户端收到以后做什么
    300: ("Try Alternate", "去备用服务器再来"), 400: ("Bad Request", "停手"),
    401: ("Unauthenticated", "带上凭证再来"), 420: ("Unknown Attribute", "停手"),
    438: ("Stale Nonce", "换新 nonce 再来"), 487: ("Role Conflict", "换角色再来")}  # fmt: skip
LANES = ["客户端", "服务器", "备用服务器"]
RTO, RC, RM, DELAY, MOST = 500, 7, 16, 20, 5  # §6.2.1 的三个数；单程毫秒；最多几个事务


class InputError(ValueError):
    """读者改的值不合要求。"""


def pack_error(code: int, reason: str) -> bytes:
    """ERROR-CODE 的值：百位和余数分开放，后面是 UTF-8 的短语（§14.8）。"""
    if not 300 <= code <= 699 or len(reason) > 127:
        raise InputError(f"错误码应是 300–699，短语不超过 127 个字，现在是 {code}、{reason!r}")
    return struct.pack("!HBB", 0, code // 100, code % 100) + reason.encode()


def unpack_error(value: bytes) -> tuple[int, str]:
    """ERROR-CODE 的值拆成（码，短语）；前 21 位保留，不看。"""
    group, rest = value[2] & 0b111, value[3]
    if not 3 <= group <= 6 or rest > 99:
        raise InputError(f"百位应是 3–6，余数应是 0–99，现在是 {group}、{rest}")
    return group * 100 + rest, value[4:].decode()


def integrity(text: bytes, password: str) -> bytes:
    """MESSAGE-INTEGRITY 的值，用长期凭证的密钥（§9.2.2、§14.5）。"""
    key = hashlib.md5(f"user:example.org:{password}".encode(), usedforsecurity=False).digest()
    return hmac.digest(key, text, "sha1")


def message(kind: int, tid: bytes, attributes: list[tuple[int, bytes]], password: str) -> bytes:
    """一条 STUN 消息；有口令就在末尾加 MESSAGE-INTEGRITY，头里的长度先算上它。"""
    body = b"".join(struct.pack("!HH", k, len(v)) + v + bytes(-len(v) % 4) for k, v in attributes)
    text = struct.pack("!HHI", kind, len(body) + 24 * bool(password), 0x2112A442) + tid + body
    return text + struct.pack("!HH", MI, 20) + integrity(text, password) if password else text


def parse(packet: bytes) -> dict[int, bytes]:
    """各属性的类型和值，按出现的次序。"""
    found, at = {}, 20
    while at < len(packet):
        kind, size = struct.unpack_from("!HH", packet, at)
        found.setdefault(kind, packet[at + 4 : at + 4 + size])
        at += 4 + size + -size % 4
    return found


def serve(server: int, packet: bytes, now: int) -> bytes:
    """服务器按 §9.2.4、§6.3 的次序检查；nonce 里写着发出的时刻，不用另记。"""
    got = parse(packet)
    unknown = [kind for kind in got if kind not in KNOWN and (kind < 0x8000 or BREAK_OPTIONAL)]
    code = (
        (MI not in got and 401)
        or (not {USER, REALM, NONCE} <= got.keys() and 400)
        or (got[USER] != b"user" and 401)
        or (not hmac.compare_digest(got[MI], integrity(packet[:-24], "pass")) and 401)
        or ((not got[NONCE].isdigit() or now - int(got[NONCE]) >= NONCE_LIFETIME) and 438)
        or (unknown and 420)
        or (CONTROLLING in got and 487)
        or (server == 1 and now >= MOVED_AT and 300)
    )
    if not code:
        return message(0x0101, packet[8:20], [(MAPPED, bytes.fromhex("0001a147e112a643"))], "pass")
    more = {
        401: [(REALM, b"example.org"), (NONCE, str(now).encode())],
        420: [(UNKNOWN, struct.pack(f"!{len(unknown)}H", *unknown))],
        300: [(ALTERNATE, bytes.fromhex("00010d96c0000207"))],  # 192.0.2.7:3478
    }.get(401 if code == 438 else code, [])
    attributes = [(ERROR, pack_error(code, CODES[code][0])), *more]
    return message(0x0111, packet[8:20], attributes, "" if code in (400, 401, 438) else "pass")


def next_step(code: int, signed_in: bool, tries: int) -> str:
    """客户端收到应答以后做什么（§6.3.4、§9.2.5、§10；RFC 8445 §7.2.5.1）；0 是成功。"""
    if (code == 401 and signed_in) or (code and tries >= MOST):
        return "停手"
    return CODES.get(code, ("", "再来" if 500 <= code <= 599 else "停手" if code else "完成"))[1]


def converse(extra: str, now: int, cached: dict, log: list) -> int:
    """一个请求从头到尾：看应答决定再来还是停手，一次一个事务；返回结束的时刻。"""
    server, login, more = 1, cached.get(1, []), [(int(k, 16), bytes(8)) for k in extra.split()]
    for tries in range(1, MOST + 1):
        password = PASSWORD if login else ""
        packet = message(1, now.to_bytes(12, "big"), [*login[: 3 - BREAK_LOGIN], *more], password)
        answer = serve(server, packet, now + DELAY)
        got, tag = parse(answer), integrity(answer[:-24], password)
        code, reason = unpack_error(got[ERROR]) if ERROR in got else (0, "成功应答")
        trusted = not login or code in (401, 438) or hmac.compare_digest(got.get(MI, b""), tag)
        step = next_step(code, bool(login), tries) if trusted else "没有签名，不作数，重发到超时"
        title, label = "请求，带凭证" if login else "请求", f"{code} {reason}" if code else reason
        log.append((now, 0, server, title, f"第 {tries} 个事务", packet))
        log.append((now + DELAY, server, 0, label, step, answer))
        now += 2 * DELAY if trusted else attempts(100, SEED)[-1]
        if not trusted or "再来" not in step:
            break
        if code == 401 or (code == 438 and not BREAK_NONCE):
            login = [(USER, b"user"), (REALM, got[REALM]), (NONCE, got[NONCE])]
        elif code == 487:
            more = [(CONTROLLED if kind == CONTROLLING else kind, value) for kind, value in more]
        elif code == 300:
            server, login = 2, cached.get(2, [])
    cached |= {server: login} if code == 0 else {}
    return now


def attempts(loss: int, seed: int) -> list[int]:
    """一个事务各次发送的时刻，最后一项是收到应答或放弃的时刻；请求和应答都会丢（§6.2.1）。"""
    chance, times = random.Random(seed), []
    for n in range(RC):
        times.append(RTO * (2**n - 1))
        if chance.random() * 100 >= loss and chance.random() * 100 >= loss:
            return [*times, times[-1] + 2 * DELAY]
    return [*times, times[-1] + RM * RTO]


def picture_dump(packet: bytes, code: str) -> dict:
    """一个应答的十六进制图；ERROR-CODE 的值跳过 4 字节的码，写短语。"""
    rows, at, fields = [(20, "头", "5", f"长度 {len(packet) - 20}")], 0, []
    for kind, value in parse(packet).items():
        said = value.hex() if kind in (MI, UNKNOWN) else value[4 * (kind == ERROR) :].decode()
        rows += [(4 + len(value), *NAMES[kind], said), (-len(value) % 4, "填充", "14", "收方忽略")]
    for size, name, ref, said in (row for row in rows if row[0]):
        field = {"at": at, "size": size, "name": name, "value": said}
        fields, at = [*fields, field | {"ref": f"RFC 8489 §{ref}"}], at + size
    return {"kind": "hexdump", "title": f"{code} 应答", "bytes": packet.hex(), "fields": fields}


def need(names: str, pattern: str, wanted: str) -> None:
    """这几个输入写出来要合正则式，否则抛 InputError。"""
    for name in names.split():
        if not re.fullmatch(pattern, repr(globals()[name])):
            raise InputError(f"{name} 应是 {wanted}，现在是 {globals()[name]!r}")


def main() -> None:
    """检查输入，演一遍对话和一次丢包，画图。"""
    try:
        need("REQUESTS", r"\[('([\da-f]{4}( [\da-f]{4})*)?'(, )?){1,8}\]", "1–8 项，如 '7ffe fffe'")
        need("PASSWORD", r"'[^\\']{1,60}'", "1–60 个字符，不含引号和反斜杠")
        need("NONCE_LIFETIME MOVED_AT SEED", r"\d{1,6}", "0–999999 的整数")
        need("LOSS", r"\d\d?|100", "0–100 的整数")
        need("BREAK_NONCE BREAK_OPTIONAL BREAK_LOGIN", "True|False", "True 或 False")
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    log, cached, now = [], {}, 0
    for extra in REQUESTS:
        now = converse(extra, now, cached, log) + 3000
    for at, source, target, label, detail, _ in log:
        print(f"{at:6} ms  {LANES[source]} → {LANES[target]}：{label}；{detail}")
    events = [dict(zip("at from to label detail".split(), e, strict=False)) for e in log]
    lines, series = {"全部丢失": attempts(100, SEED), f"丢包 {LOSS}%": attempts(LOSS, SEED)}, []
    for name, (*times, end) in lines.items():
        print(f"{name}：在 {times} 毫秒发送，{end} 毫秒结束")
        points = [[at, n] for n, at in enumerate(times, 1)] + [[end, len(times)]]
        series.append({"name": name, "shape": "steps", "points": points})
    rate = {"kind": "rate", "title": "重发", "x": "毫秒", "y": "已发送几次", "series": series}
    sequence = {"kind": "sequence", "title": "对话", "lanes": LANES, "events": events}
    dumps = [picture_dump(p, name[:3]) for *_, name, _, p in log if name[:3] in ("401", "420")][:2]
    print(json.dumps({"trace": 1, "pictures": [sequence, *dumps, rate]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
