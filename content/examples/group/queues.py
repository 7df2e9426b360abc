"""分级队列：大群慢下来，小群不等

看点：一档每秒最多 m ÷ (τ + s) 条；来得再多，也只有这一档越等越久，合用一条队列就人人都等
难度：进阶
对照：simpy 写的同一个系统，逐条相同；P-K 公式；M/D/c 的嵌入马尔可夫链；Little 定律
依据：Little 1961；Shreedhar 与 Varghese 1995；群聊控速的原帖
"""

import heapq
import json
import math
import random
from bisect import bisect
from collections import deque

# ── INPUT：改这里的值，再运行 ──
QUEUES = [  # 名称，多少人以内的群，几个线程 m，处理一条 τ 毫秒，处理完休眠 s 毫秒
    ["快", 100, 2, 5, 0],
    ["中", 500, 2, 5, 145],
    ["慢", 3000, 1, 5, 595],
]  # 更大的群走“特殊”：一个线程，按 RATE 限速，发完一条再取下一条
TRAFFIC = [[20, 200], [300, 10], [2000, 1.25], [100_000, 1]]  # 群的人数，每秒合起来几条
SECONDS = 120  # 看多少秒，1–300；开头队列都是空的
NODES = 5  # 消息节点几台，1–50
RATE = 2000  # 特殊队列每秒往每台发多少条投递，100–100000
CHUNK = 500  # 两条超大群消息轮流发时，一块多少条投递，1–200000
BREAK_ONE_QUEUE = False  # 改成 True：不分档，线程不变，合用一条先来先处理的队列
BREAK_AVERAGE = False  # 改成 True：合并的分位数，用各档分位数的平均代替
# ── INPUT 结束 ──

SPECIAL, MOST, SEED, ALARM = "特殊", 200_000, 7, 5  # ALARM：队首等了几秒就报警
SECOND = 10**6  # 时间一律是整数微秒
HEAD = "　　  每秒来 每秒最多     ρ 每秒投递     队长       λW      P50      P95      P99     最久"


class InputError(ValueError):
    """读者改的值不合要求。"""


def fits(row, kinds):
    """一行里的值是不是依次合乎（类型，最小，最大）；文字看长度。"""
    return type(row) is list and len(row) == len(kinds) and all(
        type(value) in types and low <= (len(value) if types == [str] else value) <= high
        for value, (types, low, high) in zip(row, kinds, strict=True)
    )  # fmt: skip


def validate(values):
    """检查每个输入；错了抛 InputError，说应该是什么、现在是什么。"""
    whole, queues, traffic = [int], values["QUEUES"], values["TRAFFIC"]
    queue = [([str], 1, 2), (whole, 1, MOST), (whole, 1, 50), (whole, 1, 10_000), (whole, 0, 10**5)]
    source = [(whole, 1, MOST), ([int, float], 0.001, 1000)]
    rules = [("QUEUES", queues, 5, queue, " 1–5 行 [名称，人数，线程，τ，s]")]
    rules += [("TRAFFIC", traffic, 12, source, " 1–12 行 [人数，每秒条数]")]
    numbers = {"SECONDS": (1, 300), "NODES": (1, 50), "RATE": (100, 10**5), "CHUNK": (1, MOST)}
    for name, (low, high) in numbers.items():
        wanted = f" {low}–{high} 之间的整数"
        rules.append((name, [[values[name]]], 1, [(whole, low, high)], wanted))
    for name in ("BREAK_ONE_QUEUE", "BREAK_AVERAGE"):
        rules.append((name, [[values[name]]], 1, [([bool], 0, 1)], " True 或 False"))
    for name, rows, most, kinds, wanted in rules:
        listed = type(rows) is list and 1 <= len(rows) <= most
        if not (listed and all(fits(row, kinds) for row in rows)):
            raise InputError(f"{name} 应是{wanted}，现在是 {values[name]!r:.200}")
    names, limits = {SPECIAL, *(row[0] for row in queues)}, [row[1] for row in queues]
    if len(names) <= len(queues) or limits != sorted(set(limits)):
        raise InputError(f"QUEUES 应是名称不同、人数递增的几行，现在是 {queues!r:.200}")
    if (count := sum(rate for _, rate in traffic) * values["SECONDS"]) > MOST:
        raise InputError(f"TRAFFIC 应是总共不超过 {MOST} 条的消息，现在约 {count:.0f} 条")


def arrivals(rate, seconds, seed):
    """随机到达（泊松）的时刻，升序；对数的末位各处可能不同，所以立刻取整。"""
    rng, now, found = random.Random(seed), 0, []
    while (now := now + round(-math.log(1 - rng.random()) * SECOND / rate)) < seconds * SECOND:
        found.append(now)
    return found


def round_robin(sizes, chunk):
    """几条超大群消息轮流发，一次一块，每台每秒 RATE 条：各条的每个成员在什么时刻收到。"""
    times, turns, now = [[] for _ in sizes], deque(range(len(sizes))), 0
    while turns:
        n = turns.popleft()
        count = min(chunk, sizes[n] - len(times[n]))
        times[n] += [now + (i // NODES + 1) * SECOND // RATE for i in range(count)]
        now = times[n][-1]
        turns += [n] * (len(times[n]) < sizes[n])
    return times


def place(members):
    """这么大的群：走第几条队列，一条占住线程多少微秒。"""
    number = bisect([limit for _, limit, *_ in QUEUES], members - 1)
    if number == len(QUEUES):  # 特殊队列：占到最后一个成员收到
        return number, -(-members // NODES) * SECOND // RATE
    return number, (QUEUES[number][3] + QUEUES[number][4]) * 1000


def serve(messages, threads, shared):
    """按（到达，队列，占用）先来先处理；threads：各队列的线程数。返回各队列的（到达，开始）。"""
    free = [[0] * count for count in ([sum(threads)] if shared else threads)]
    served = [([], []) for _ in threads]
    for arrival, number, hold in messages:
        pool = free[0 if shared else number]
        start = max(arrival, pool[0])  # 最早空下来的线程
        heapq.heapreplace(pool, start + hold)
        served[number][0].append(arrival)
        served[number][1].append(start)
    return served


def percentile(values, percent):
    """最近秩：至少 percent% 的值不大于它；没有值就是 0。"""
    return sorted(values)[-(-len(values) * percent // 100) - 1] if values else 0


def waiting(come, begun, now):
    """这一刻有几条在等，队首已经等了多少微秒；没有人等就是 0、0。"""
    first, last = bisect(begun, now), bisect(come, now)
    return last - first, now - come[first] if first < last else 0


def little(come, begun, seconds):
    """平均队长的两种算法：每 0.1 秒数一次；到达率 λ 乘平均等待 W。"""
    moments = range(0, seconds * SECOND, SECOND // 10)
    counted = sum(waiting(come, begun, now)[0] for now in moments) / len(moments)
    return counted, (sum(begun) - sum(come)) / (seconds * SECOND)


def load(number, threads):
    """一条队列：每秒来几条，最多处理几条，利用率 ρ，每秒要投递多少条。"""
    sources = [(n, rate, place(n)[1]) for n, rate in TRAFFIC if place(n)[0] == number]
    rate, total = sum(rate for _, rate, _ in sources), sum(n * rate for n, rate, _ in sources)
    share = sum(rate * hold for _, rate, hold in sources) / SECOND / threads
    return rate, rate / share if share else 0, share, total


def print_pair(sizes):
    """两条超大群消息同时来：先来先发，或一块一块轮流发，各在第几秒发完。"""
    alone = round_robin(sizes[:1], CHUNK)[0]
    half, last = percentile(alone, 50) / SECOND, max(alone) / SECOND
    print(f"\n{sizes[0]} 人的一条，每台每秒 {RATE} 条：{half:.3f} 秒一半人收到，{last:.3f} 秒收齐")
    for name, chunk in (("先来先发", MOST), (f"每 {CHUNK} 条投递轮流", CHUNK)):
        ends = [max(times) / SECOND for times in round_robin(sizes, chunk)]
        print(f"同时再来 {sizes[1]} 人的一条，{name}：它 {ends[1]:.3f} 秒，前一条 {ends[0]:.3f} 秒")


def main():
    """模拟一段时间，打印各档的上限、队长和等待，再画图。"""
    try:
        validate(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    names, threads = [q[0] for q in QUEUES] + [SPECIAL], [q[2] for q in QUEUES] + [1]
    messages = sorted(
        (at, *place(members))
        for n, (members, rate) in enumerate(TRAFFIC)
        for at in arrivals(rate, SECONDS, SEED + n)
    )
    served, moments = serve(messages, threads, BREAK_ONE_QUEUE), range(SECONDS + 1)
    ages = [[waiting(*queue, at * SECOND)[1] / SECOND for at in moments] for queue in served]
    late = {n: [at for at in moments if ages[n][at] >= ALARM] for n in range(len(names))}
    told = [f"{names[n]}（第 {found[0]} 秒起）" for n, found in late.items() if found]
    waits = [[b - a for a, b in zip(*queue, strict=True)] for queue in served]
    waits.append([wait for queue in waits for wait in queue])
    rows = [[percentile(queue, p) / SECOND for p in (50, 95, 99, 100)] for queue in waits]
    if BREAK_AVERAGE:
        rows[-1] = [sum(column) / len(names) for column in zip(*rows[:-1], strict=True)]
    busy = sum(load(n, 1)[2] for n in range(len(names)))
    print(f"队首等过 {ALARM} 秒的：{'，'.join(told) or '没有'}")
    print(f"{1 if BREAK_ONE_QUEUE else len(names)} 条队列共 {sum(threads)} 个线程，", end="")
    print(f"{SECONDS} 秒来了 {len(messages)} 条，平均要占住 {busy:.2f} 个线程")
    print(f"\n{HEAD}")
    for n, name in enumerate([*names, "合并"]):
        row = "".join(f"{wait:9.3f}" for wait in rows[n])
        if n < len(names):
            share = sum(threads) if BREAK_ONE_QUEUE else threads[n]
            numbers = *load(n, share), *little(*served[n], SECONDS)
            row = "{:8.2f}{:9.2f}{:6.2f}{:9.0f}{:9.2f}{:9.2f}".format(*numbers) + row
        print(f"{name:　<2}{row:>86}")
    print_pair([max(members for members, _ in TRAFFIC), QUEUES[-1][1] + 1])
    series = [
        {"name": name, "shape": "line", "points": [[at, round(age, 3)] for at, age in enumerate(x)]}
        for name, x in zip(names, ages, strict=True)
    ]
    rate = {"kind": "rate", "title": "队首等了多久", "x": "秒", "y": "秒", "series": series}
    rate["limits"] = [{"value": ALARM, "label": "报警线"}]
    grid = {"kind": "grid", "title": "等待的分位数，秒", "corner": "队列"}
    grid |= {"columns": ["P50", "P95", "P99", "最久"], "rows": []}
    for name, row in zip([*names, "合并"], rows, strict=True):
        cells = [{"text": f"{w:.3f}", "tone": "bad" if w >= ALARM else "plain"} for w in row]
        grid["rows"].append({"name": name, "cells": cells})
    print(json.dumps({"trace": 1, "pictures": [rate, grid]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
