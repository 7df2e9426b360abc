"""一次拉取怎样分批：200 条或 5 MiB，先到者为准

看点：两个上限缺一个，应答就大得传不完或多得处理不过来；一批不放行至少一条，就原地打转
难度：入门
对照：等大消息的闭式；动态规划求最少批数；每一批都不能再多一条的性质
依据：本站《IM 消息同步机制》“为什么分批，一批多大”一节（先到者为准、至少一条是本站的读法）
"""

import json
from bisect import bisect_right
from typing import NamedTuple

# ── INPUT：改这里的值，再运行 ──
# 收件箱里依次有什么：[几条，每条多少 KiB]，至多 12 段，共 5000 条
INBOX = [[300, 1], [120, 64], [1, 6144], [10, 1]]
MOST_COUNT = 200  # 一批最多几条，1–1000
MOST_KIB = 5120  # 一批最多多少 KiB，1–20480
LINK_KIB = 6144  # 网络不好：一份应答超过这么多 KiB 就传不完，断了从头再来，1–204800
BREAK_NO_SIZE_LIMIT = False  # 改成 True：只限条数，不限体积
BREAK_NO_COUNT_LIMIT = False  # 改成 True：只限体积，不限条数
BREAK_EMPTY_BATCH = False  # 改成 True：头一条就超过体积上限时，一条也不放行
BREAK_EQUAL_STAMPS = False  # 改成 True：每三条同一个时间戳，不是严格递增
# ── INPUT 结束 ──

BREAKS = [name for name in list(globals()) if name.startswith("BREAK_")]
SAMPLES = [  # 换几种消息再比：名字和收件箱
    ("64 KiB × 1000", [(1000, 64)]),
    ("1 KiB × 1000", [(1000, 1)]),
    ("夹一条 6 MiB", [(1, 1), (1, 6144), (1, 1)]),
]
MOST_LINES = 30  # 经过最多写几行


class Message(NamedTuple):
    """收件箱里的一条。number 是第几条，拉取不看它，只看时间戳；体积的单位是 KiB。"""

    number: int
    ts: int
    kib: int


class Rule(NamedTuple):
    """服务端怎样切一批；None 是不限。"""

    count: int | None
    kib: int | None
    at_least_one: bool = True


class Batch(NamedTuple):
    """一次拉取：从哪个游标往后，切到哪里为止，为什么停在这里。"""

    cursor: int
    messages: list
    why: str

    @property
    def kib(self):
        """这一份应答的体积。"""
        return sum(message.kib for message in self.messages)


def stamped(runs, together=1):
    """给每条消息定时间戳，从 1 起；together 条同一个，1 就是严格递增。"""
    sizes = [kib for count, kib in runs for _ in range(count)]
    return [Message(n, 1 + (n - 1) // together, kib) for n, kib in enumerate(sizes, 1)]


def cut(rest, rule):
    """从余下的消息里切出一批：条数和体积谁先到都停；返回（这一批，为什么停）。"""
    batch, used = [], 0
    for message in rest:
        if rule.count is not None and len(batch) == rule.count:
            return batch, f"满 {rule.count} 条"
        if rule.kib is not None and used + message.kib > rule.kib:
            if batch or not rule.at_least_one:
                over = used > rule.kib
                return batch, "一条就超了，只放它" if over else f"再加一条就超过 {rule.kib} KiB"
        batch.append(message)
        used += message.kib
    return batch, "没有了"


def pull(inbox, rule, link):
    """客户端从 0 拉到末尾，收下一批才推进游标；返回各批，和拉不下去的原因（空的就是拉完了）。"""
    cursor, batches = 0, []
    while True:
        rest = inbox[bisect_right(inbox, cursor, key=lambda message: message.ts) :]
        if not rest:
            return batches, ""
        batch = Batch(cursor, *cut(rest, rule))
        if not batch.messages:
            return batches, "活锁：每次都取到零条"
        if batch.kib > link:
            return batches, f"传不完：一份应答 {batch.kib} KiB，断了又从头再来"
        batches.append(batch)
        cursor = batch.messages[-1].ts


def skipped(inbox, batches):
    """在游标以内，却不在任何一批里的是第几条；以后也拉不到。"""
    got = [message for batch in batches for message in batch.messages]
    cursor, numbers = got[-1].ts if got else 0, {message.number for message in got}
    return [m.number for m in inbox if m.ts <= cursor and m.number not in numbers]


def verdict(inbox, rule, link):
    """一句话：收下几批，最多几条、多大，有没有跳过的，为什么拉不下去。"""
    batches, stuck = pull(inbox, rule, link)
    told = ["一批也没收下"]
    if batches:
        count, kib = max(len(b.messages) for b in batches), max(b.kib for b in batches)
        told = [f"收下 {len(batches)} 批，最多 {count} 条、{kib} KiB"]
    lost = skipped(inbox, batches)
    return "，".join(told + [f"跳过 {len(lost)} 条"] * bool(lost) + [stuck] * bool(stuck))


def whole(value, low, high):
    """是不是 low 到 high 的整数；True、1.0 都不算。"""
    return type(value) is int and low <= value <= high


def validate():
    """检查每个输入；不合要求的抛 ValueError。"""
    runs = INBOX if type(INBOX) is list else []
    good = 1 <= len(runs) <= 12 and all(type(r) in (list, tuple) and len(r) == 2 for r in runs)
    good = good and all(whole(count, 1, 5000) and whole(kib, 1, 20480) for count, kib in runs)
    if not good or sum(count for count, _ in runs) > 5000:
        wanted = "1–12 段 [几条，每条 1–20480 KiB]，共 1–5000 条"
        raise ValueError(f"INBOX 应是 {wanted}，现在是 {INBOX!r}")
    for name, high in ("MOST_COUNT", 1000), ("MOST_KIB", 20480), ("LINK_KIB", 204800):
        if not whole(globals()[name], 1, high):
            raise ValueError(f"{name} 应是 1–{high} 的整数，现在是 {globals()[name]!r}")
    for name in BREAKS:
        if type(globals()[name]) is not bool:
            raise ValueError(f"{name} 应是 True 或 False，现在是 {globals()[name]!r}")


def picture_bars(batches):
    """每一批的体积；红的是超过了 MOST_KIB 的。"""
    bars = [
        {
            "name": f"第 {number} 批，{len(batch.messages)} 条",
            "value": batch.kib,
            "told": f"{batch.kib} KiB",
            "tone": "bad" if batch.kib > MOST_KIB else "plain",
        }
        for number, batch in enumerate(batches[:24], 1)
    ]
    bars = bars or [{"name": "一批也没收下", "value": 0}]
    picture = {"kind": "bars", "title": "每一批多大", "unit": "KiB", "bars": bars}
    limits = [{"value": MOST_KIB, "label": "上限"}]
    more = {"note": f"共 {len(batches)} 批，只画前 24 批。"} if len(batches) > 24 else {}
    return picture | {"limits": limits} | more


def main():
    """把收件箱拉完，说每一批停在哪里；再换几种消息和规则比一比。"""
    try:
        validate()
    except ValueError as error:
        raise SystemExit(f"输入有误：{error}") from None
    count = None if BREAK_NO_COUNT_LIMIT else MOST_COUNT
    rule = Rule(count, None if BREAK_NO_SIZE_LIMIT else MOST_KIB, not BREAK_EMPTY_BATCH)
    together = 3 if BREAK_EQUAL_STAMPS else 1
    inbox = stamped(INBOX, together)
    batches, _ = pull(inbox, rule, LINK_KIB)
    print(f"{len(inbox)} 条，{sum(m.kib for m in inbox)} KiB：{verdict(inbox, rule, LINK_KIB)}")
    for batch in batches[:MOST_LINES]:
        got = f"{len(batch.messages)} 条 {batch.kib} KiB，到 {batch.messages[-1].ts}"
        print(f"  拉 {batch.cursor} 之后的：{got}（{batch.why}）")
    if len(batches) > MOST_LINES:
        print(f"  ……余下 {len(batches) - MOST_LINES} 批略")
    if lost := skipped(inbox, batches):
        print(f"  跳过的是第 {'、'.join(map(str, lost[:12]))} 条" + "……" * (len(lost) > 12))
    rules = {
        "先到者为准": Rule(MOST_COUNT, MOST_KIB),
        "只限条数": Rule(MOST_COUNT, None),
        "只限体积": Rule(None, MOST_KIB),
        "不保底一条": Rule(MOST_COUNT, MOST_KIB, False),
    }
    for title, runs in SAMPLES:
        print(f"{title}：")
        for name, other in rules.items():
            print(f"  {name:　<6}  {verdict(stamped(runs), other, LINK_KIB)}")
    print(json.dumps({"trace": 1, "pictures": [picture_bars(batches)]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
