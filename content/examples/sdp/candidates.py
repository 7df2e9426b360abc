"""SDP：从一份 offer 里读出候选与 ICE 参数

看点：候选是固定字段加成对的扩展；媒体级的 ufrag 盖过会话级；规范化以后再读，内容不变
难度：进阶
对照：aiortc.sdp；sdp-transform；aioice；Chromium 当场生成的 offer
依据：RFC 8866 §5、§9；RFC 8839 §5；RFC 6544 §4.5；RFC 8840 §8；RFC 8122 §5
"""

import json
import re

# ── INPUT：改这里的值，再运行 ──
SDP = """v=0
o=- 4962303333179871723 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=audio 45664 UDP/TLS/RTP/SAVPF 111
c=IN IP4 192.0.2.3
a=candidate:2999745851 1 udp 2113942271 2001:db8::a:7 50999 typ host generation 0 network-cost 999
a=candidate:3377102448 1 udp 1677729535 192.0.2.3 45664 typ srflx raddr 0.0.0.0 rport 0 generation 0
a=candidate:4 1 tcp 1509957375 6f1c2b0e-4d5a-4c39-9b7e-08d2a1f3c564.local 9 typ host tcptype active
a=ice-ufrag:Qm7x
a=ice-pwd:p3VtH0yB/kwL9sUe+Zc4NfJa
a=ice-options:trickle
a=fingerprint:sha-256 3B:90:5E:C7:14:6A:F2:08:D1:4F:A3:77:2C:B8:E0:65:\
9D:11:8A:F4:52:CE:06:BB:39:E7:70:1D:A8:43:5C:F6
a=setup:actpass
a=mid:0
a=rtcp-mux
"""  # 行尾的 \ 表示下一行仍属于这一行
BREAK_LEVEL = False  # 改成 True：只看会话级，这份 offer 就没有 ufrag 和 pwd
BREAK_POSITION = False  # 改成 True：按位置取 raddr、rport，会取到扩展的值
# ── INPUT 结束 ──

ICE, HEX, NUM = "[A-Za-z0-9+/]", "[0-9A-F]{2}", r"(\d{1,10})"
OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IP = rf"(?:{OCTET}\.){{3}}{OCTET}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f.]*"  # IPv6 查得粗略
ADDRESS = rf"({IP}|(?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*)"  # 或者域名，如 mDNS 的 .local
CANDIDATE = rf"({ICE}{{1,32}}) {NUM} (\S+) {NUM} {ADDRESS} {NUM} typ (host|srflx|prflx|relay)"
CANDIDATE += rf"(?: raddr {ADDRESS} rport {NUM})?(?: tcptype (\S+))?((?: \S+ \S+)*)"
FIELDS = "foundation component transport priority address port typ raddr rport tcptype ext".split()
LIMITS = {"component": range(1, 257), "priority": range(1, 1 << 31), "port": range(1 << 16)}
BITS = (160, 224, 256, 384, 512)  # 各种 SHA 散列的位数，sha-1 是 160 位
PRINT = "|".join(f"sha-{n if n > 160 else 1} {HEX}(:{HEX}){{{n // 8 - 1}}}" for n in BITS)
RULES = {  # 哪种行：名称、写法、用文字说的写法、依据
    "v=": ("版本", "0", "0，没有别的版本", "8866 §5.1"),
    "o=": ("发起者", r"\S+ \d+ \d+ \S+ \S+ \S+", "6 段，末段是地址", "8866 §5.2"),
    "s=": ("会话名", ".*", "名字，没有就写 -", "8866 §5.3"),
    "c=": ("连接地址", rf"IN IP[46] {ADDRESS}(/\d+)*", "3 段，末段是地址", "8866 §5.7"),
    "t=": ("时间", r"\d+ \d+", "两个数，0 0 是不限", "8866 §5.9"),
    "m=": ("媒体", r"\S+ \d{1,9}(/\d+)?( \S+){2,}", "媒体、端口、协议、格式", "8866 §5.14"),
    "a=candidate:": ("候选", ".*", "一个可以试的地址", "8839 §5.1"),
    "a=group:": ("分组", r"\S+( \S+)*", "BUNDLE 和同用一条传输的 mid", "9143 §5"),
    "a=mid:": ("区段标识", r"\S+", "一个标记，给分组用", "5888 §4"),
    "a=ice-ufrag:": ("用户名片段", ICE + "{4,256}", "4–256 个字母、数字、+、/", "8839 §5.4"),
    "a=ice-pwd:": ("密码", ICE + "{22,256}", "22–256 个字母、数字、+、/", "8839 §5.4"),
    "a=ice-options:": ("选项", f"{ICE}+( {ICE}+)*", "标记，如 trickle、ice2", "8839 §5.6"),
    "a=fingerprint:": ("证书指纹", f"(?i:{PRINT})", "散列名和够数的字节", "8122 §5"),
    "a=setup:": ("DTLS 角色", "active|passive|actpass|holdconn", "active、passive 等", "4145 §4"),
    "a=rtcp-mux": ("RTCP 复用", "", "RTP 和 RTCP 用同一端口", "5761 §5.1.1"),
    "a=end-of-candidates": ("候选完毕", "", "不会再补候选", "8840 §8"),
}
OTHER = ("其他", ".*", "本例不解释，原样保留", "8866 §5")


class InputError(ValueError):
    """读者改的值不合要求。"""


def read_candidate(text: str, *, by_position: bool = False) -> dict[str, str]:
    """固定字段、raddr 和 rport、其余扩展；by_position=True 是错误的读法。"""
    match = re.fullmatch(CANDIDATE, text, re.ASCII)
    if not match:
        raise InputError(f"候选应是 8 段，再加成对的扩展；现在是 {len(text.split())} 段：{text}")
    fields = {name: word for name, word in zip(FIELDS, match.groups(), strict=True) if word}
    for name, limit in (*LIMITS.items(), ("rport", LIMITS["port"])):
        if name in fields and int(fields[name]) not in limit:
            raise InputError(f"{name} 应是 {limit[0]}–{limit[-1]} 的整数，现在是 {fields[name]}")
    if ("raddr" in fields) == (fields["typ"] == "host"):
        raise InputError("host 候选不带 raddr 和 rport，其余类型都要带")
    if by_position and len(words := text.split(" ")) >= 12:
        fields |= {"raddr": words[9], "rport": words[11]}
    return fields


def read_line(line: str) -> tuple[str, str]:
    """一行拆成（种类，规范化的值）；种类如 m=、a=mid:。"""
    if line[1:2] != "=" or line[0] not in "vosiuepcbtrzkam":
        raise InputError(f"应以类型字母和 = 开头，现在是 {line!r}")
    key = re.match("a=[^:]*:?|.=", line).group()
    value = line.removeprefix(key) or "-" * (key == "s=")  # RFC 5245 的例子印着空的 s=
    name, rule, wanted, _ = RULES.get(key, OTHER)
    if not re.fullmatch(rule, value, re.ASCII):
        raise InputError(f"{name}应是：{wanted}；现在是 {value!r}")
    if key == "m=" and int(re.split("[ /]", value)[1]) not in LIMITS["port"]:
        raise InputError(f"port 应是 0–65535 的整数，现在是 {value!r}")
    if key == "a=candidate:":
        fields = read_candidate(value)
        for name in ("transport", "address"):
            value = value.replace(f" {fields[name]} ", f" {fields[name].lower()} ", 1)
    if key == "a=fingerprint:":
        value = value[:3].lower() + value[3:].upper()  # sha 小写，字节大写
    return key, value


def parse(text: str) -> list[list[tuple[str, str]]]:
    """会话级一段，每个 m= 一段；有错一次说全。"""
    sections, problems = [[]], []
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    for number, line in enumerate(lines, 1):
        sections += [[]] if line.startswith("m=") else []
        try:
            sections[-1].append(read_line(line))
        except InputError as error:
            problems.append(f"第 {number} 行：{error}")
    letters = "".join(line[:1] for line in lines)
    good = re.match("v?o?s?i?u?e*p*c?b*(tr*z?)*k?a*(mi?c*b*k?a*)*", letters).end()  # 次序固定
    if not problems and letters[good:]:
        problems.append(f"第 {good + 1} 行：{letters[good]}= 的次序不对")
    problems += [f"会话级缺 {letter}= 行" for letter in "vost" if letter not in letters]
    if problems:
        raise InputError("\n".join(problems))
    return sections


def main() -> None:
    """检查输入，打印各区段的参数和候选。"""
    try:
        for name, kind in (("SDP", str), ("BREAK_LEVEL", bool), ("BREAK_POSITION", bool)):
            if type(globals()[name]) is not kind:
                raise InputError(f"{name} 的类型应是 {kind.__name__}，现在是 {globals()[name]!r}")
        session, *medias = sections = parse(SDP)
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    lines, rows = [line for section in sections for line in section], []
    for media in medias:
        values = dict(session) | ({} if BREAK_LEVEL else dict(media))  # 媒体级盖过会话级
        print(media[0][1])
        for key in list(RULES)[7:]:
            value = values.get(key, "没有") or "有"
            print(f"  {RULES[key][0]}：{value:.80}{'…' * (len(value) > 80)}")
        for value in [value for key, value in media if key == "a=candidate:"]:
            fields = read_candidate(value, by_position=BREAK_POSITION)
            texts = [fields.get(name, "").strip() for name in FIELDS]
            tone = "bad" if texts[6] == "host" and texts[7] else "plain"
            rows.append({"name": texts[6], "cells": [{"text": t, "tone": tone} for t in texts]})
            print("  候选：" + " ".join(filter(None, texts)))
    again = parse("\r\n".join(key + value for key, value in lines)) == sections
    print(f"规范化的 SDP 有 {len(lines)} 行，再解析一遍，内容{'不变' if again else '变了'}")
    notes = [(key + value, *RULES.get(key, OTHER)) for key, value in lines]
    notes = [{"text": t, "name": n, "value": v, "ref": f"RFC {r}"} for t, n, _, v, r in notes]
    grid = {"kind": "grid", "title": "候选", "corner": "类型", "columns": FIELDS, "rows": rows}
    listing = {"kind": "lines", "title": "规范化的 SDP", "lines": notes}
    pictures = [listing, grid] if rows else [listing]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
