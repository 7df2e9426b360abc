"""组成候选对：排序、修剪、定初始状态

看点：检测表在第一次检测之前就排好；反射候选换成基以后，重复的对被剪掉
难度：进阶
对照：aioice 的 candidate_pair_priority；RFC 8445 §15.1 的候选对；测试里另写的逐对修剪
依据：RFC 8445 §6.1.2、§15.1；RFC 5245 §17
"""

import ipaddress
import json
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
AGENT_L = [  # 1–12 个：名称、类型、地址、分量、本地偏好、基的名称（自己就是基时写 ""）
    ("L-PRIV-1", "host", "10.0.1.1", 1, 65535, ""),
    ("NAT-PUB-1", "srflx", "192.0.2.3", 1, 65535, "L-PRIV-1"),
]
AGENT_R = [("R-PUB-1", "host", "192.0.2.1", 1, 65535, "")]
CONTROLLING = "L"  # 哪一方是 controlling："L" 或 "R"
LIMIT = 100  # 一张检测表最多留几对，1–200
BREAK_FLOAT = False  # 改成 True：用双精度（JavaScript 的 Number）算对的优先级
BREAK_BASE = False  # 改成 True：不把反射候选换成它的基
# ── INPUT 结束 ──

TYPES = {"host": 126, "prflx": 110, "srflx": 100, "relay": 0}
LINK_LOCAL = ipaddress.ip_network("fe80::/10")
HOST, SRFLX, CHROME = 2130706431, 1694498815, 2113937151  # 候选的优先级
Candidate = namedtuple("Candidate", "name kind ip component priority base foundation")
Pair = namedtuple("Pair", "local sender remote priority")  # 检测从 sender 发往 remote


class InputError(ValueError):
    """读者改的值不合要求。"""


def pair_priority(g: int, d: int) -> int:
    """G 是 controlling 一方候选的优先级，D 是另一方的（RFC 8445 §6.1.2.3）。"""
    return (min(g, d) << 32) + 2 * max(g, d) + (g > d)


def double_priority(g: int, d: int) -> int:
    """同一个公式，但每一步都舍入到 53 位有效数字。"""
    return int(2.0**32 * min(g, d) + 2.0 * max(g, d) + float(g > d))


def obstacle(local: Candidate, remote: Candidate) -> str:
    """两个候选为什么不能配成对（RFC 8445 §6.1.2.2）；能配就是空的。"""
    if local.component != remote.component:
        return "分量不同"
    if local.ip.version != remote.ip.version:
        return "地址族不同"
    both_or_none = (local.ip in LINK_LOCAL) == (remote.ip in LINK_LOCAL)
    return "" if both_or_none else "链路本地只配链路本地"


def form_pairs(ours: list, theirs: list, controlling: bool, formula, base: bool = True) -> list:
    """配对，反射候选换成基，优先级从高到低（RFC 8445 §6.1.2.2–6.1.2.4）。"""
    named, pairs = {candidate.name: candidate for candidate in ours}, []
    for local in ours:
        for remote in (remote for remote in theirs if not obstacle(local, remote)):
            g, d = (local, remote) if controlling else (remote, local)
            sender = named[local.base] if base else local
            pairs.append(Pair(local, sender, remote, formula(g.priority, d.priority)))
    return sorted(pairs, key=lambda pair: pair.priority, reverse=True)


def judge(pairs: list, limit: int) -> list[str]:
    """给排好的每一对写上结果：剪掉、超出上限，或者初始状态。"""
    keys = [(pair.sender.name, pair.remote.name) for pair in pairs]
    first = [keys.index(key) for key in keys]  # 基与远端都相同的对里，最靠前的是第几对
    verdicts = ["超出上限" if s == n else f"剪掉：同第 {s + 1} 对" for n, s in enumerate(first)]
    kept = [place for place, same in enumerate(first) if place == same]
    seen = set()  # 每个 foundation 只解冻一对：先比分量，再比优先级（RFC 8445 §6.1.2.6）
    for place in sorted(kept[:limit], key=lambda place: (pairs[place].local.component, place)):
        foundation = (pairs[place].sender.foundation, pairs[place].remote.foundation)
        verdicts[place] = "Frozen" if foundation in seen else "Waiting"
        seen.add(foundation)
    return verdicts


def expect(good: object, wanted: str, value: object) -> None:
    """不合要求就说清楚：哪里应是什么，现在是什么。"""
    if not good:
        raise InputError(f"{wanted}，现在是 {value!r:.60}")


def read_agent(agent: str, rows: object) -> list[Candidate]:
    """检查一方的候选，算出优先级和 foundation（这里都用 UDP，服务器只有一台）。"""
    expect(isinstance(rows, list) and 0 < len(rows) < 13, f"{agent} 应是 1–12 项的列表", rows)
    named = {}
    for count, row in enumerate(rows, 1):
        at = f"{agent} 第 {count} 项"
        good = isinstance(row, tuple) and [*map(type, row)] == [str, str, str, int, int, str]
        expect(good, f"{at}应是三段文字、两个整数、一段文字", row)
        name, kind, address, component, local, base = row
        expect(0 < len(name) < 17 and name not in named, f"{at}应有 1–16 个字符的新名称", name)
        expect(kind in TYPES, f"{at}的类型应是 {'、'.join(TYPES)} 之一", kind)
        expect(0 < component < 257, f"{at}的分量应是 1–256", component)
        expect(0 <= local < 65536, f"{at}的本地偏好应是 0–65535", local)
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            expect(False, f"{at}的地址应是 IP 地址", address)
        hosts = [c.name for c in named.values() if (c.kind, c.component) == ("host", component)]
        bases = [""] if kind in ("host", "relay") else hosts
        expect(base in bases, f"{at}的基应在 {bases} 里", base)
        priority = (TYPES[kind] << 24) + (local << 8) + 256 - component
        home = named[base].ip if base else ip
        named[name] = Candidate(name, kind, ip, component, priority, base or name, (kind, home))
    return list(named.values())


def bits(label: str, number: int) -> dict:
    """64 格：32 格 min，31 格 max，1 格 G > D。"""
    cells = f"{number:064b}"
    parts = {"min(G, D)": cells[:32], "max(G, D)": cells[32:63], "G > D": cells[63:]}
    fields = [{"name": n, "cells": c, "value": str(int(c, 2))} for n, c in parts.items()]
    return {"label": label, "fields": [field | {"ref": "RFC 8445 §6.1.2.3"} for field in fields]}


def main() -> None:
    """排出两边的检测表，再检查双精度和 RFC 5245 印错的数。"""
    try:
        left, right = read_agent("AGENT_L", AGENT_L), read_agent("AGENT_R", AGENT_R)
        expect(CONTROLLING in ("L", "R"), "CONTROLLING 应是 L 或 R", CONTROLLING)
        expect(type(LIMIT) is int and 1 <= LIMIT <= 200, "LIMIT 应是 1–200 之间的整数", LIMIT)
        expect(type(BREAK_FLOAT) is bool, "BREAK_FLOAT 应是 True 或 False", BREAK_FLOAT)
        expect(type(BREAK_BASE) is bool, "BREAK_BASE 应是 True 或 False", BREAK_BASE)
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    formula = double_priority if BREAK_FLOAT else pair_priority
    pictures, drawn = [], [bits("双精度的 host × host", double_priority(HOST, HOST))]
    for agent, ours, theirs in (("L", left, right), ("R", right, left)):
        turn = agent == CONTROLLING
        pairs = form_pairs(ours, theirs, turn, formula, not BREAK_BASE)
        print(f"{agent} 是 {'controlling' if turn else 'controlled'}，配成 {len(pairs)} 对：")
        drawn += [bits(f"{agent} 第 {n} 对", pair.priority) for n, pair in enumerate(pairs[:5], 1)]
        rows, table, verdicts = [], [], judge(pairs, LIMIT)
        for (a, sender, b, number), verdict in zip(pairs, verdicts, strict=True):
            rows.append((str(number), f"{a.name} → {b.name}", f"从 {sender.name} 发", verdict))
        for a, b in ((a, b) for a in ours for b in theirs if obstacle(a, b)):
            rows.append(("-", f"{a.name} → {b.name}", "不检测", f"不配对：{obstacle(a, b)}"))
        for count, cells in enumerate(rows, 1):
            print(f"{count:>4}  {cells[0]:>19}  {cells[1]}  {cells[2]}  {cells[3]}")
            tone = {"W": "good", "F": "plain"}.get(cells[3][0], "quiet")
            table.append({"name": str(count), "cells": [{"text": c, "tone": tone} for c in cells]})
        grid = {"kind": "grid", "title": f"{agent} 的候选对", "corner": "序", "rows": table}
        pictures.append(grid | {"columns": ["优先级", "候选对", "检测", "结果"]})
    for g, d in ((HOST, HOST), (CHROME, CHROME), (HOST - 256, SRFLX), (HOST - 512, SRFLX)):
        exact, double = pair_priority(g, d), double_priority(g, d)
        print(f"G {g}，D {d}：应得 {exact}，双精度得 {double}，差 {double - exact:+}")
    for printed, g in (("4.57566E+18", HOST), ("3.63891E+18", SRFLX)):
        exact = pair_priority(g, HOST)
        print(f"RFC 5245 §17 印作 {printed}，按公式是 {exact:.5E}，一半是 {exact / 2:.5E}")
    pictures.append({"kind": "bits", "title": "64 位优先级的三段", "rows": drawn})
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
