"""超大群限速：固定窗口为什么会放过两倍

看点：同样写着“每秒 2000 条”，固定窗口一秒放过 4000；来得比发得快，第 i 条的延迟一路涨
难度：进阶
对照：逐条推出的延迟公式；pyrate-limiter 4 的令牌桶与固定窗口；测试里另写的滑动计数
依据：《万人群聊的消息分发控速方案》与它的勘误 S19–S21；RFC 2697 §2（CIR 与 CBS）
"""

import json
from bisect import bisect_right
from itertools import accumulate, chain

# ── INPUT：改这里的值，再运行 ──
MEMBERS = 100_000  # 群里有几人；一条群消息就有几条投递
NODES = 5  # 消息节点有几台
SKEW = 0  # 最忙的节点比平均多百分之几；其余的人平分给别的节点
RATE = 2000  # 一台每秒能处理 4000 条投递，其中分给超大群几条
BURST = 200  # 令牌桶装几个令牌
CHUNK = 100  # 一次请求装几个成员，整块放行
EVERY = 1000  # 每隔几毫秒来一条群消息
PHASE = 999  # 第一条在某个整秒之后几毫秒来，0–999
MESSAGES = 12  # 来几条，1–100
BREAK_COUNT_REQUESTS = False  # 改成 True：一次请求只扣 1 个令牌，不管里面装几条投递
BREAK_NO_CAP = False  # 改成 True：桶没有上限，空闲多久就攒多少
# ── INPUT 结束 ──

SECOND = 1_000_000  # 时钟是整数微秒
CAPACITY = 4000  # 一台节点每秒能处理几条投递
MOMENTS = range(0, 4001, 50)  # 第一幅图画哪几毫秒
MOST_CHUNKS = 120_000  # 再多，浏览器里就等得太久
RANGES = {
    "MEMBERS": (1, 200_000), "NODES": (1, 50), "SKEW": (0, 100), "RATE": (1, 3999),
    "BURST": (1, 100_000), "CHUNK": (1, 200_000), "EVERY": (1, 600_000), "PHASE": (0, 999),
    "MESSAGES": (1, 100),
}  # fmt: skip


class InputError(ValueError):
    """读者改的值不合要求。"""


class FixedWindow:
    """每到整秒计数清零；一个整秒里最多放 rate 个。"""

    def __init__(self, rate: int) -> None:
        self.rate, self.window, self.used = rate, 0, 0

    def admit(self, now: int, tokens: int) -> int | None:
        """队首那一块要 tokens 个令牌：最早在第几微秒放行；永远不够就是 None。"""
        if tokens > self.rate:
            return None
        if now // SECOND > self.window:
            self.window, self.used = now // SECOND, 0
        if self.used + tokens > self.rate:
            self.window, self.used = self.window + 1, 0
        self.used += tokens
        return max(now, self.window * SECOND)


class TokenBucket:
    """起初有 burst 个令牌，以 rate 个/秒匀速补进，最多存 cap 个；按百万分之一个计，没有小数。"""

    def __init__(self, rate: int, burst: int, cap: int) -> None:
        self.rate, self.level, self.full, self.at = rate, burst * SECOND, cap * SECOND, 0

    def admit(self, now: int, tokens: int) -> int | None:
        """同上；等也要等到够整块的令牌，不拆开放。"""
        need = tokens * SECOND
        if need > self.full:
            return None
        self._refill(now)
        self._refill(now + max(0, -((self.level - need) // self.rate)))  # 向上取整到微秒
        self.level -= need
        return self.at

    def _refill(self, now: int) -> None:
        self.level = min(self.full, self.level + (now - self.at) * self.rate)
        self.at = now


def shares(members: int, nodes: int, skew: int) -> list[int]:
    """各节点分到几人，最忙的在前；skew 是它比平均多的百分数。"""
    first = min(members, -(-members * (100 + skew) // (100 * nodes)))
    each, extra = divmod(members - first, max(1, nodes - 1))
    return [first] + [each + (n < extra) for n in range(nodes - 1)]


def dispatch(limiter, arrivals: list[int], size: int, chunk: int, per_request: bool) -> list:
    """一台节点的队列，先来先发：（第几微秒，几条投递，第几条群消息）；卡死就到此为止。"""
    sent, now = [], 0
    for number, arrival in enumerate(arrivals):
        now = max(now, arrival)
        for left in range(size, 0, -chunk):
            count = min(chunk, left)
            if (now := limiter.admit(now, 1 if per_request else count)) is None:
                return sent
            sent.append((now, count, number))
    return sent


def delays(logs: list[list], arrivals: list[int], members: int) -> list[int]:
    """每条群消息从到达到最后一个成员的微秒数；没发完的不算。"""
    last, done = [0] * len(arrivals), [0] * len(arrivals)
    for at, count, number in chain(*logs):
        last[number], done[number] = max(last[number], at), done[number] + count
    return [last[n] - at for n, at in enumerate(arrivals) if done[n] == members]


def formula(i: int, size: int, rate: int, burst: int, every: int) -> float:
    """第 i 条（从 1 数）的延迟，秒：T + (i−1)(T − 1/λ)，再减去桶里现成的 B/R。"""
    whole, gap = size / rate, every / 1000
    return max(0.0, whole - burst / rate + (i - 1) * max(0.0, whole - gap))


def trailing(log: list, moments: list[int]) -> list[int]:
    """每个时刻之前一秒里放行了几条；一秒不含开头那一刻。"""
    times = [at for at, _, _ in log]
    total = [0, *accumulate(count for _, count, _ in log)]
    return [total[bisect_right(times, t)] - total[bisect_right(times, t - SECOND)] for t in moments]


def longest_wait(log: list, capacity: int, rate: int) -> float:
    """普通消息正好用满其余的 capacity − rate 条/秒时，排在群投递后面最久等几秒。"""
    backlog = longest = last = 0  # 积压按百万分之一条计
    for at, count, _ in log:
        backlog = max(0, backlog - (at - last) * rate) + count * SECOND
        longest, last = max(longest, backlog), at
    return longest / (capacity * SECOND)


def check(values: dict) -> None:
    """检查每个输入；不合要求的抛 InputError。"""
    for name, value in values.items():
        if name.startswith("BREAK_") and type(value) is not bool:
            raise InputError(f"{name} 应是 True 或 False，现在是 {value!r}")
    for name, (low, high) in RANGES.items():
        if type(values[name]) is not int or not low <= values[name] <= high:
            raise InputError(f"{name} 应是 {low}–{high} 之间的整数，现在是 {values[name]!r}")
    if (chunks := values["MESSAGES"] * (values["MEMBERS"] // values["CHUNK"])) > MOST_CHUNKS:
        raise InputError(f"MESSAGES × MEMBERS ÷ CHUNK 应是 0–{MOST_CHUNKS} 块，现在是 {chunks} 块")


def print_sums(sizes: list[int], whole: float, gap: float) -> None:
    """算得出来的几个数：最忙的一台几条，一条群消息要几秒，每秒最多几条。"""
    print(f"{MEMBERS} 人、{NODES} 台，最忙的一台 {sizes[0]} 条投递，限 {RATE} 条/秒：")
    print(f"  一条群消息要 {whole:g} 秒，整群每秒最多 {1 / whole:.4g} 条")
    kept = "跟得上" if gap >= whole else f"下一条总比上一条多等 {whole - gap:g} 秒，没有尽头"
    print(f"  现在每 {gap:g} 秒来一条：{kept}")
    requests = sum(-(-size // CHUNK) for size in sizes)
    unit = "请求扣，一次 1 个" if BREAK_COUNT_REQUESTS else "投递扣，几条就几个"
    print(f"  一条群消息是 {requests} 次请求、{MEMBERS} 条投递；令牌按{unit}")
    print("\n人数    最忙一台  一条要几秒  每秒最多几条")
    for members in sorted({3000, 10_000, 100_000, MEMBERS}):
        first = shares(members, NODES, SKEW)[0]
        print(f"{members:<8}{first:<10}{first / RATE:<12g}{RATE / first:.4g}")


def picture_line(name: str, shape: str, points) -> dict:
    """折线图里的一条。"""
    return {"name": name, "shape": shape, "points": [*points]}


def main() -> None:
    """分给各节点，用两种限速器各放一遍，打印每秒的投递和延迟，画图。"""
    try:
        check(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    sizes = shares(MEMBERS, NODES, SKEW)
    arrivals = [(PHASE + i * EVERY) * 1000 for i in range(MESSAGES)]
    print_sums(sizes, sizes[0] / RATE, EVERY / 1000)
    print(f"\n最忙的一台，任意连续 1 秒（节点的上限 {CAPACITY} 条）：")
    cap, curves = BURST + 10**9 * BREAK_NO_CAP, []
    limiters = {"固定 1 秒窗口": lambda: FixedWindow(RATE)}
    limiters[f"令牌桶 {BURST}"] = lambda: TokenBucket(RATE, BURST, cap)
    for name, fresh in limiters.items():
        logs = [dispatch(fresh(), arrivals, size, CHUNK, BREAK_COUNT_REQUESTS) for size in sizes]
        peak = max(trailing(logs[0], [at for at, _, _ in logs[0]]), default=0)
        wait = longest_wait(logs[0], CAPACITY, RATE)
        verdict = f"普通消息最久等 {wait:.2f} 秒" if logs[0] else "卡死了，一块要的令牌比攒得下的多"
        print(f"  {name}：最多 {peak} 条，是限速的 {peak / RATE:.2f} 倍；{verdict}")
        counts = trailing(logs[0], [ms * 1000 for ms in MOMENTS])
        curves.append(picture_line(name, "steps", zip(MOMENTS, counts, strict=True)))
    print("\n令牌桶，第几条群消息的最后一个人等几秒（公式）：")
    waits = [at / SECOND for at in delays(logs, arrivals, MEMBERS)]  # 循环最后一次是令牌桶
    told = [round(formula(i + 1, sizes[0], RATE, BURST, EVERY), 6) for i in range(MESSAGES)]
    real = [f"{wait:.3f}" for wait in waits] + ["发不完"] * MESSAGES
    for i in sorted({0, MESSAGES // 2, MESSAGES - 1}):
        print(f"  第 {i + 1} 条 {real[i]}（{told[i]:.3f}）")
    rate = {"kind": "rate", "title": "最忙的一台，前一秒里的投递", "x": "毫秒", "y": "条"}
    rate |= {"series": curves, "limits": [{"value": CAPACITY, "label": "节点的上限"}]}
    bars = [picture_line("模拟", "bars", enumerate(waits, 1))] if waits else []
    delay = {"kind": "rate", "title": "第 i 条群消息的延迟", "x": "第几条", "y": "秒"}
    delay["series"] = [*bars, picture_line("公式", "line", enumerate(told, 1))]
    delay["limits"] = [{"value": sizes[0] / RATE, "label": "空闲时的一条"}]
    print(json.dumps({"trace": 1, "pictures": [rate, delay]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
