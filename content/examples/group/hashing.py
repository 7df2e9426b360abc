"""一致性哈希与合并投递：十万次请求变成五次

看点：同一个人总落在同一台节点，请求才合得起来；加一台只动六分之一，而最忙的一台比平均忙得多
难度：进阶
对照：uhashring 的 ketama 环；jump-consistent-hash；弧长
依据：Karger 等 1997；ketama 的取点法；Lamping 与 Veach 2014；群聊控速的原帖
"""

import hashlib
import json
import struct
from bisect import bisect
from collections import Counter, defaultdict
from functools import partial

# ── INPUT：改这里的值，再运行 ──
NODES = ["node-1", "node-2", "node-3", "node-4", "node-5"]  # 消息节点，1–11 台
JOINS = "node-6"  # 后来加的一台
LEAVES = "node-2"  # 加完以后撤掉的一台
POINTS = 160  # 每台在环上放几个点，1–400
MEMBERS = 100_000  # 群里多少人，1–200000；名字是 user-0、user-1……
CHUNK = 500  # 一次请求里最多列多少个成员，1–200000
SCHEME = "环"  # 用哪种做法：环、jump、取模
BREAK_ONE_POINT = False  # 改成 True：每台在环上只有一个点
BREAK_NO_WRAP = False  # 改成 True：走过最后一个点，忘了绕回第一个
# ── INPUT 结束 ──

RATE = 2000  # 每台每秒收超大群的多少条：原帖取上限 4000 的一半
CIRCLE = 2**32  # 环一圈有多少个位置
SAMPLE = 10_000  # 换节点的比较只用前面这么多人
DRAWN = 8  # 图上每台至多画几个点，太密看不清
TRACED = 12  # 图上画几个成员


class InputError(ValueError):
    """读者改的值不合要求。"""


def is_name(value):
    """节点的名字：1–24 个能显示的字符。"""
    return type(value) is str and 1 <= len(value) <= 24 and value.isprintable()


def validate(values):
    """检查每个输入；错了抛 InputError，说应该是什么、现在是什么。"""
    nodes, joins = values["NODES"], values["JOINS"]
    nodes = nodes if type(nodes) is list else []
    whole = 1 <= len(nodes) <= 11 and all(map(is_name, nodes)) and len(set(nodes)) == len(nodes)
    rules = [
        ("NODES", whole, " 1–11 个不同的名字，各 1–24 个字符"),
        ("JOINS", is_name(joins) and joins not in nodes, " NODES 里没有的名字，1–24 个字符"),
        ("LEAVES", values["LEAVES"] in [*nodes, joins], " NODES 或 JOINS 里的名字"),
        ("SCHEME", values["SCHEME"] in ["环", "jump", "取模"], "环、jump、取模之一"),
    ]
    for name, most in (("POINTS", 400), ("MEMBERS", 200_000), ("CHUNK", 200_000)):
        good = type(values[name]) is int and 1 <= values[name] <= most
        rules.append((name, good, f" 1–{most} 之间的整数"))
    for name in ("BREAK_ONE_POINT", "BREAK_NO_WRAP"):
        rules.append((name, type(values[name]) is bool, " True 或 False"))
    for name, good, wanted in rules:
        if not good:
            raise InputError(f"{name} 应是{wanted}，现在是 {values[name]!r:.200}")


def digest(text):
    """16 字节的 MD5。只求散得匀、到处都一样；Python 的 hash() 每次启动都不同，不能用。"""
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def key_of(member):
    """成员的 64 位散列值；环只用低 32 位，正好是 ketama 取的头 4 个字节。"""
    return int.from_bytes(digest(member)[:8], "little")


def points_of(node, count):
    """一台节点的点：名字加编号求 MD5，每个 MD5 切成四个小端 32 位数（ketama）。"""
    words = [(digest(f"{node}-{i // 4}"), i % 4 * 4) for i in range(count)]
    return [struct.unpack_from("<I", block, at)[0] for block, at in words]


def ring_of(nodes, count):
    """整个环：按位置排好的（点，节点）。与 nodes 的次序无关。"""
    return sorted((point, node) for node in nodes for point in points_of(node, count))


def by_ring(keys, nodes, count, wrap=True):
    """顺时针遇到的第一个点是谁的，就归谁；过了最后一个点，绕回第一个。"""
    ring = ring_of(nodes, count)
    places, owners = [point for point, _ in ring], [node for _, node in ring]
    owners.append(owners[0] if wrap else None)
    return [owners[bisect(places, key % CIRCLE)] for key in keys]


def jump(key, count):
    """Lamping 与 Veach：桶一个个地加，只算 key 会跳到哪些新桶，落在 count 以内的最后一个。"""
    following = 0
    while following < count:
        bucket = following
        key = (key * 2862933555777941757 + 1) % 2**64
        following = int((bucket + 1) * (2**31 / ((key >> 33) + 1)))
    return bucket


def by_jump(keys, nodes, count):
    """jump 只给出编号，编号是 nodes 里的次序；没有环，用不到点数。"""
    return [nodes[jump(key, len(nodes))] for key in keys]


def by_modulo(keys, nodes, count):
    """除以台数取余数。"""
    return [nodes[key % len(nodes)] for key in keys]


def moved(before, after, changed):
    """换了节点的比例，和其中白动的：从前和以后都不在增减的那台上。"""
    pairs = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return len(pairs) / len(before), sum(changed not in pair for pair in pairs) / len(before)


def compare(scheme, keys, count):
    """五个比例：加一台动多少、白动多少；再撤一台动多少、白动多少；节点表倒过来动多少。"""
    more = [*NODES, JOINS]
    tables = NODES, more, [node for node in more if node != LEAVES], NODES[::-1]
    before, joined, left, turned = (scheme(keys, nodes, count) for nodes in tables)
    order, _ = moved(before, turned, None)
    return *moved(before, joined, JOINS), *moved(joined, left, LEAVES), order


def merge(owners, chunk):
    """归同一台的成员合进一次请求，每次至多 chunk 个：[（节点，成员编号的列表）]。"""
    groups = defaultdict(list)
    for member, node in enumerate(owners):
        if node:
            groups[node].append(member)
    starts = [(node, at) for node in sorted(groups) for at in range(0, len(groups[node]), chunk)]
    return [(node, groups[node][at : at + chunk]) for node, at in starts]


def picture_ring(title, nodes, count, owners, earlier):
    """环和前几个成员；归属与 earlier 不同的标出来。"""

    def circle(position, node):
        return {"at": position * 10**6 // CIRCLE / 10**6, "node": nodes.index(node)}

    points = [circle(*point) for point in ring_of(nodes, count)]
    keys = [
        circle(key_of(f"user-{i}") % CIRCLE, owner)
        | {"name": f"user-{i}", "tone": "plain" if owner == earlier[i] else "bad"}
        for i, owner in enumerate(owners)
        if owner
    ]
    note = f"为了看得清，每台只画 {count} 个点，成员按这个小环归属"
    if SCHEME != "环":
        note = f"成员按“{SCHEME}”归属，与环无关：圆点多半不在自己节点的弧上"
    ring = {"kind": "ring", "title": title, "note": note, "nodes": nodes, "points": points}
    return ring | ({"keys": keys} if keys else {})


def main():
    """分一次、合并一次、换一次节点，再画图。"""
    try:
        validate(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    count = 1 if BREAK_ONE_POINT else POINTS
    schemes = {"环": partial(by_ring, wrap=not BREAK_NO_WRAP), "jump": by_jump, "取模": by_modulo}
    keys = [key_of(f"user-{i}") for i in range(MEMBERS)]
    owners = schemes[SCHEME](keys, NODES, count)
    loads, mean = Counter(filter(None, owners)), MEMBERS / len(NODES)
    busiest, requests = max(NODES, key=lambda node: loads[node]), merge(owners, CHUNK)
    most = loads[busiest]
    reached = Counter(member for _, group in requests for member in group)
    table = {name: compare(scheme, keys[:SAMPLE], count) for name, scheme in schemes.items()}
    print(f"逐人 {MEMBERS} 次请求；按“{SCHEME}”合并以后每台一次，{len(loads)} 次；", end="")
    print(f"每次至多 {CHUNK} 人，{len(requests)} 次")
    print(f"请求里的投递合起来 {reached.total()} 条，", end="")
    print(f"重复 {reached.total() - len(reached)} 人，遗漏 {MEMBERS - len(reached)} 人")
    print(f"{busiest} 最忙，{most} 人，是平均的 {most / mean:.3f} 倍；", end="")
    print(f"每秒 {RATE} 条要 {most / RATE:.2f} 秒发完，按平均算是 {mean / RATE:.2f} 秒")
    print(f"加一台 {JOINS}，{table[SCHEME][0]:.1%} 的人换节点，", end="")
    print(f"新的一台平分到 {1 / (len(NODES) + 1):.1%}；白动 {table[SCHEME][1]:.1%}")
    print("\n各台的成员：" + "，".join(f"{node} {loads[node]}" for node in NODES))
    print(f"\n前 {len(keys[:SAMPLE])} 人换节点的比例；白动：来去两边都不是增减的那一台")
    print(f"做法　加 {JOINS}（白动）   再撤 {LEAVES}（白动）   节点表倒过来")
    for name, shares in table.items():
        a, b, c, d, e = (f"{share:6.1%}" for share in shares)
        print(f"{name:　<2}{a}（{b}）     {c}（{d}）     {e}")
    small, more = min(count, DRAWN), [*NODES, JOINS]
    before, after = (schemes[SCHEME](keys[:TRACED], nodes, small) for nodes in (NODES, more))
    first = picture_ring(f"{len(NODES)} 台", NODES, small, before, before)
    second = picture_ring(f"加上 {JOINS}：标出的成员换了节点", more, small, after, before)
    bars = {"kind": "bars", "title": "各台的成员", "unit": "人"}
    bars["bars"] = [{"name": node, "value": loads[node]} for node in NODES]
    bars["limits"] = [{"value": mean, "label": "平均"}]
    print(json.dumps({"trace": 1, "pictures": [first, second, bars]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
