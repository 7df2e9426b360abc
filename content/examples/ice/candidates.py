"""算候选的优先级，拆候选行

看点：32 位优先级由三段拼成，从一个数就能读出类型偏好、本地偏好和分量
难度：入门
对照：aioice 的 candidate_priority 与 Candidate.from_sdp；Chromium 156 的候选行
依据：RFC 8445 §5.1.1.3、§5.1.2；RFC 8839 §5.1
"""

import json
import re

# ── INPUT：改这里的值，再运行 ──
CANDIDATES = [  # 1–8 个：类型、本地偏好 0–65535、分量 1–256、来源（协议、基的 IP、服务器的 IP）
    ("host", 65535, 1, "udp 10.0.1.1"),
    ("host", 65535, 2, "udp 10.0.1.1"),
    ("srflx", 65535, 1, "udp 10.0.1.1 192.0.2.2"),
    ("prflx", 65535, 1, "udp 10.0.1.1 192.0.2.1"),
    ("relay", 65535, 1, "udp 192.0.2.9 192.0.2.2"),
]
LINES = [  # 0–4 行要拆的候选；第一行是 Chromium 156 给出的
    "a=candidate:534947980 1 udp 2113937151 750e69b0-abee-42df-9443-6ab7473a9bba.local 37522"
    " typ host generation 0 network-cost 999",
    "a=candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998",
]
BREAK_COMPONENT = False  # 改成 True：忘了用 256 去减，最低 8 位直接放分量
BREAK_TYPES = False  # 改成 True：srflx 与 prflx 的类型偏好对调
# ── INPUT 结束 ──

TYPES = {"host": 126, "prflx": 110, "srflx": 100, "relay": 0}  # 推荐的类型偏好


class InputError(ValueError):
    """读者改的值不合要求。"""


def candidate_priority(preference: int, local: int, component: int, broken: bool = False) -> int:
    """推荐公式：2^24 × 类型偏好 + 2^8 × 本地偏好 + (256 − 分量)。"""
    return (preference << 24) + (local << 8) + (component if broken else 256 - component)


def split_priority(priority: int) -> tuple[int, int, int]:
    """倒着用公式，得到类型偏好、本地偏好、分量。"""
    return priority >> 24, priority >> 8 & 0xFFFF, 256 - (priority & 0xFF)


def foundations(candidates: list) -> list[int]:
    """类型、协议、基的 IP、服务器的 IP 全相同才共用一个；端口和分量不比。"""
    keys = [(kind, origin) for kind, _, _, origin in candidates]
    return [list(dict.fromkeys(keys)).index(key) + 1 for key in keys]


OCTET = "(25[0-5]|(2[0-4]|1[0-9]|[1-9])?[0-9])"
IP = rf"{OCTET}(\.{OCTET}){{3}}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f.]*"
KIND = ("host、prflx、srflx、relay 之一", "host|prflx|srflx|relay")
COMPONENT = ("1–256 的分量", range(1, 257))
ADDRESS = ("IP 地址或域名", rf"{IP}|([0-9A-Za-z-]+\.)*[0-9-]*[A-Za-z][0-9A-Za-z-]*")
PORT = ("0–65535 的端口", range(65536))
ORIGIN = ("udp 10.0.1.1 192.0.2.2 这样的来源", f"(udp|tcp)( ({IP})){{1,2}}")
COLUMNS = [KIND, ("0–65535 的本地偏好", range(65536)), COMPONENT, ORIGIN]
GRAMMAR = [  # 候选行：host 只有前八个字段，其余类型还要写出 raddr 与 rport
    ("1–32 个字母、数字、+ 或 /", "[0-9A-Za-z+/]{1,32}"),
    COMPONENT,
    ("udp、tcp 这样的协议名", "[0-9A-Za-z-]+"),
    ("1–2147483647 的优先级", range(1, 2**31)),
    *(ADDRESS, PORT, ("typ", "typ"), KIND, ("raddr", "raddr"), ADDRESS, ("rport", "rport"), PORT),
]
EXTENSION = ("name value 这样成对的扩展", "[!-~]+")


def expect(place: str, rule: tuple, value: object) -> None:
    """规则是整数的范围、文字的式子或一种类型；不合就说出应是什么，现在是什么。"""
    wanted, test = rule
    good = type(value) is test
    if isinstance(test, range):
        good = type(value) is int and value in test
    elif isinstance(test, str):
        good = isinstance(value, str) and re.fullmatch(test, value)
    if not good:
        raise InputError(f"{place}应是 {wanted}，现在是 {value!r:.60}")


def parse_candidate(line: str, place: str = "") -> list[str]:
    """按语法把一行候选切成字段；切不通就指出第几个字段、从第几个字符起。"""
    expect(place, ("a=candidate: 开头的文字", "(?s:(a=)?candidate:.*)"), line)
    column = line.index(":") + 2
    words = line[column - 1 :].split(" ")
    rules = GRAMMAR[:8] if words[7:8] == ["host"] else GRAMMAR
    extra = len(words) - len(rules)
    for count, rule in enumerate(rules + [EXTENSION] * (extra + extra % 2)):
        word = words[count] if count < len(words) else ""
        numeric = isinstance(rule[1], range) and re.fullmatch("[0-9]{1,10}", word)
        value = int(word) if numeric else word
        expect(f"{place}第 {count + 1} 个字段（第 {column} 个字符起）", rule, value)
        column += len(word) + 1
    return words


def validate() -> list[list[str]]:
    """检查读者能改的每一个值，交出切好的候选行。"""
    for name, rows, low, high in (("CANDIDATES", CANDIDATES, 1, 8), ("LINES", LINES, 0, 4)):
        expect(f"{name} ", ("[…] 这样的列表", list), rows)
        expect(f"{name} 的项数", (f"{low}–{high}", range(low, high + 1)), len(rows))
    for count, row in enumerate(CANDIDATES, 1):
        expect(f"CANDIDATES 第 {count} 项", ("(…) 这样的元组", tuple), row)
        expect(f"CANDIDATES 第 {count} 项的长度", ("4", range(4, 5)), len(row))
        for rule, value in zip(COLUMNS, row, strict=True):
            expect(f"CANDIDATES 第 {count} 项里", rule, value)
    expect("BREAK_COMPONENT ", ("True 或 False", bool), BREAK_COMPONENT)
    expect("BREAK_TYPES ", ("True 或 False", bool), BREAK_TYPES)
    return [parse_candidate(line, f"LINES 第 {count} 行") for count, line in enumerate(LINES, 1)]


def bits(label: str, priority: int) -> dict:
    """一行 32 格：8 格类型偏好，16 格本地偏好，8 格 256 − 分量。"""
    cells, (preference, local, component) = f"{priority:032b}", split_priority(priority)
    last = f"{256 - component}，分量 {component}"
    parts = ("类型偏好", 0, 8, preference), ("本地偏好", 8, 24, local), ("256 − 分量", 24, 32, last)
    fields = [{"name": n, "cells": cells[i:j], "value": str(v)} for n, i, j, v in parts]
    return {"label": label, "fields": [field | {"ref": "RFC 8445 §5.1.2.1"} for field in fields]}


def main() -> None:
    """算自己的，拆别人的，再画出每一位和名次。"""
    try:
        lines = validate()
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    types = TYPES | {"prflx": TYPES["srflx"], "srflx": TYPES["prflx"]} if BREAK_TYPES else TYPES
    rows = []
    for (kind, local, component, _), same in zip(CANDIDATES, foundations(CANDIDATES), strict=True):
        priority = candidate_priority(types[kind], local, component, BREAK_COMPONENT)
        rows.append((priority, kind, component, f"foundation {same}"))
    rows.sort(key=lambda row: row[0], reverse=True)
    different = len({row[0] for row in rows}) == len(rows)
    kept = (different, rows[-1][0] > 0, types["prflx"] > types["srflx"])
    rows += [(int(w[3]), w[7], int(w[1]), f"LINES 第 {n} 行") for n, w in enumerate(lines, 1)]
    drawn, table = [], []
    print("优先级 = 类型偏好·2^24 + 本地偏好·2^8 + (256 − 分量)")
    for count, (priority, kind, component, note) in enumerate(rows, 1):
        preference, local, found = split_priority(priority)
        doubt = "" if preference == TYPES[kind] else f"，类型偏好推荐 {TYPES[kind]}"
        doubt += "" if found == component else f"，拆出来的分量是 {found}"
        total = f"{preference:>3}·2^24 + {local:>5}·2^8 + {256 - found:>3}"
        print(f"{priority:>10} = {total}  {kind:<5} 分量 {component}，{note}{doubt}")
        drawn.append(bits(f"{kind} 分量 {component}，{note}", priority))
        cells = (str(priority), f"{kind} 分量 {component}", note, doubt[1:] or "对得上")
        tone = "bad" if doubt else "plain"
        table.append({"name": str(count), "cells": [{"text": c, "tone": tone} for c in cells]})
    rules = ("优先级互不相同", "优先级大于 0", "类型偏好 prflx 高于 srflx")
    for rule, good in zip(rules, kept, strict=True):
        print(f"{'守住' if good else '违反'}规定：自己的候选，{rule}")
    grid = {"kind": "grid", "title": "先是自己的，从高到低；再是拆开的行", "corner": "序"}
    grid |= {"columns": ["优先级", "候选", "来历", "与推荐公式"], "rows": table}
    pictures = [{"kind": "bits", "title": "32 位优先级的三段", "rows": drawn}, grid]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
