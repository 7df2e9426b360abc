"""写扩散、读扩散与引用分发：账怎么算

看点：同一条群消息三种存法，逐人记账与公式分毫不差；正文多大、多热闹才值得换一种，算得出来
难度：进阶
对照：公式与逐笔记账互相核对；手算的数；测试里另写的收件箱与缓存，真的存取字节
依据：《万人群聊的消息分发控速方案》“存一万份，还是存一份”一节；Silberstein 等 2010
"""

import json
import random
from bisect import bisect_right
from collections import Counter

# ── INPUT：改这里的值，再运行 ──
MEMBERS = 3000  # 群里有几人
BODY = 2048  # 正文几个字节
INDEX = 48  # 一条索引（消息 ID、时间戳、标志）几个字节
ONLINE = 10  # 百分之几的成员当场在线，直接收到；其余的以后都会来拉
HIT = 90  # 拉的时候，一百次取正文有几次在缓存里
LOOKUP = 4096  # 缓存里没有、多查一次正文，折合搬几个字节
MESSAGES = 20  # 群里一天几条消息
ACTIVE = 30  # 一天里百分之几的成员会来看这个群
CHECKS = 20  # 他们每人一天来看几次
READ_COST = 1  # 查一次时间线的代价，是写一条的几倍
BREAK_FORGET_MISSES = False  # 改成 True：公式当作每次都在缓存里
BREAK_COUNT_REQUESTS = False  # 改成 True：公式把合并后的请求数当作份数
# ── INPUT 结束 ──

NODES, USER, SEED = 5, 16, 7  # 消息节点几台；一个成员 ID 几个字节；随机数的种子
DAY = 24 * 60 * 60  # 秒
MOST_CHECKS = 200_000  # 再多，浏览器里就等得太久
RANGES = {
    "MEMBERS": (NODES, 100_000), "BODY": (1, 1_000_000), "INDEX": (1, 1000), "ONLINE": (0, 100),
    "HIT": (0, 100), "LOOKUP": (0, 1_000_000), "MESSAGES": (1, 10_000), "ACTIVE": (0, 100),
    "CHECKS": (0, 1000), "READ_COST": (1, 100),
}  # fmt: skip
WRITE, REFER, READ = "写扩散", "引用分发", "读扩散"


class InputError(ValueError):
    """读者改的值不合要求。"""


class Cache:
    """一百次里有 hit 次取得到，没取到的均匀散开。"""

    def __init__(self, hit: int) -> None:
        self.miss, self.asked = 100 - hit, 0

    def misses(self) -> bool:
        """再取一次正文：是不是没有。"""
        self.asked += 1
        return self.asked * self.miss // 100 > (self.asked - 1) * self.miss // 100


def deliver(scheme: str, members: int, body: int, index: int, online: int, hit: int) -> Counter:
    """一条群消息，从分发到人人拿到：逐台、逐人记下请求、写、拉各多少字节，查了几次正文。"""
    book, cache, present = Counter(), Cache(hit), members * online // 100
    if scheme != WRITE:
        book["写"] += body + (index if scheme == READ else 0)  # 正文只存一份
    for node in range(NODES):
        book["请求"] += body  # 一台一次请求，正文只带一份
        for member in range(node, members, NODES):
            if scheme != READ:
                book["请求"] += USER
                book["写"] += index + (body if scheme == WRITE else 0)
            if member < present:
                continue  # 直接发给他，不用再读
            book["拉"] += index
            if scheme == WRITE:
                book["拉"] += body  # 各人的收件箱各存各的，缓存不能共用
            elif cache.misses():
                book["拉"] += body
                book["查正文"] += 1
    return book


def formula(
    scheme: str, members: int, copies: int, body: float, index: int, pulls: int, misses: int
) -> dict:
    """同一笔账的公式：copies 是写几份，pulls 是几人来拉，misses 是其中几次不在缓存里。"""
    sent = NODES * body + (0 if scheme == READ else members * USER)
    if scheme == WRITE:
        return {"请求": sent, "写": copies * (body + index), "拉": pulls * (body + index)}
    written = body + (index if scheme == READ else copies * index)
    return {"请求": sent, "写": written, "拉": pulls * index + misses * body}


def smallest_body(copies: int, pulls: int, misses: int, lookup: int) -> float:
    """正文比它大，引用分发才比写扩散省：省下的字节等于多查正文折合的字节。"""
    return misses * lookup / (copies - 1 + pulls - misses)


def busiest_group(members: int, checks: int, read_cost: int) -> float:
    """一天的消息比它多，读扩散才比写扩散省：m × 人数 = m + 查的次数 × 单价。"""
    return checks * read_cost / (members - 1)


def look(messages: int, active: int, checks: int) -> tuple[int, int]:
    """读扩散的一天，时刻随机：总共查几次这个群的时间线，其中几次没有新消息。"""
    rng = random.Random(SEED)
    posts = sorted(rng.randrange(DAY) for _ in range(messages))
    looked = empty = 0
    for _ in range(active):
        seen = 0
        for at in sorted(rng.randrange(DAY) for _ in range(checks)):
            posted = bisect_right(posts, at)
            looked, empty, seen = looked + 1, empty + (posted == seen), posted
    return looked, empty


def size(count: float) -> str:
    """字节数写成好读的单位。"""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.4g} {unit}"
        count /= 1024
    return f"{count:.4g} TiB"


def check(values: dict) -> None:
    """检查每个输入；不合要求的抛 InputError。"""
    for name, value in values.items():
        if name.startswith("BREAK_") and type(value) is not bool:
            raise InputError(f"{name} 应是 True 或 False，现在是 {value!r}")
    for name, (low, high) in RANGES.items():
        if type(values[name]) is not int or not low <= values[name] <= high:
            raise InputError(f"{name} 应是 {low}–{high} 之间的整数，现在是 {values[name]!r}")
    if (checks := values["MEMBERS"] * values["ACTIVE"] // 100 * values["CHECKS"]) > MOST_CHECKS:
        raise InputError(f"一天来看的次数应不超过 {MOST_CHECKS}，现在是 {checks}")


def picture_bars(title: str, amounts: dict[str, int]) -> dict:
    """一幅条形图，单位是字节。"""
    bars = [{"name": name, "value": n, "told": size(n)} for name, n in amounts.items()]
    return {"kind": "bars", "title": title, "unit": "字节", "bars": bars}


def picture_costs(pulls: int, misses: int, edge: float) -> dict:
    """正文从 0 到平衡点的两倍，两种做法平均每人的代价；没有平衡点就画到正文的两倍。"""
    series, bodies = [], [0, edge or BODY, 2 * (edge or BODY)]
    for scheme, lookups in ((WRITE, 0), (REFER, misses * LOOKUP)):
        sums = [formula(scheme, MEMBERS, MEMBERS, b, INDEX, pulls, misses) for b in bodies]
        costs = [round((sum(each.values()) + lookups) / MEMBERS, 2) for each in sums]
        points = [*zip([round(b, 2) for b in bodies], costs, strict=True)]
        series.append({"name": scheme, "shape": "line", "points": points})
    if edge:
        series.append({"name": "平衡点", "shape": "bars", "points": [points[1]]})
    picture = {"kind": "rate", "title": "正文多大，引用分发才省", "x": "正文的字节"}
    return picture | {"y": "每人的字节，含查找", "series": series}


def main() -> None:
    """逐人记账，与公式核对；算两个平衡点；画图。"""
    try:
        check(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    pulls = MEMBERS - MEMBERS * ONLINE // 100
    copies = NODES if BREAK_COUNT_REQUESTS else MEMBERS
    rows = {
        WRITE: (WRITE, 0),
        f"{REFER}，无缓存": (REFER, 0),
        REFER: (REFER, HIT),
        READ: (READ, HIT),
    }
    stored, moved, asked = {}, {}, {}
    print(f"{MEMBERS} 人，正文 {BODY} 字节，{pulls} 人以后来拉。一条群消息：")
    for name, (scheme, hit) in rows.items():
        book = deliver(scheme, MEMBERS, BODY, INDEX, ONLINE, hit)
        stored[scheme], moved[name] = book["写"], book["请求"] + book["写"] + book["拉"]
        asked[name] = book["查正文"]
        misses = 0 if BREAK_FORGET_MISSES else pulls * (100 - hit) // 100
        told = sum(formula(scheme, MEMBERS, copies, BODY, INDEX, pulls, misses).values())
        gap = told - moved[name]
        verdict = f"公式{'少' if gap < 0 else '多'}算 {size(abs(gap))}" if gap else "公式相等"
        print(f"  {name}：存 {size(book['写'])}，搬 {size(moved[name])}，", end="")
        print(f"查正文 {asked[name]} 次；{verdict}")
    print("  一天存：" + "，".join(f"{name} {size(n * MESSAGES)}" for name, n in stored.items()))
    edge = smallest_body(copies, pulls, 0 if BREAK_FORGET_MISSES else asked[REFER], LOOKUP)
    saved, paid = moved[WRITE] - moved[REFER], asked[REFER] * LOOKUP
    print(f"\n正文大于 {edge:.1f} 字节，引用分发才比写扩散省")
    print(
        f"  现在少搬 {size(saved)}，多查正文折合 {size(paid)}：{'省' if saved > paid else '不省'}"
    )
    looked, empty = look(MESSAGES, MEMBERS * ACTIVE // 100, CHECKS)
    few, many = MESSAGES + looked * READ_COST, MEMBERS * MESSAGES
    print(f"一天多于 {busiest_group(copies, looked, READ_COST):.2f} 条，读扩散才比写扩散省")
    print(
        f"  一天 {MESSAGES} 条：写扩散写 {many} 次；读扩散写 {MESSAGES} 次、查 {looked} 次", end=""
    )
    print(f"（{empty} 次没有新消息）：{'省' if few < many else '不省'}")
    edge = smallest_body(MEMBERS, pulls, asked[REFER], LOOKUP)  # 图总是照实画
    pictures = [picture_bars("一条群消息要存", stored), picture_bars("一条群消息要搬", moved)]
    pictures.append(picture_costs(pulls, asked[REFER], edge))
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
