"""消息 ID：雪花、UUIDv7 与时钟回拨

看点：64 位里的毫秒、机器号、序号各管什么；时钟倒退不理会、机器号相同，号就会重
难度：入门
对照：snowflake-id 的拆分与发号；uuid6 和标准库 uuid 的拆分；Node.js 读大整数；RFC 9562 的样例
依据：RFC 9562 §5.7、§6.2、附录 A.6；Twitter Snowflake（2010 年）公开的布局与起点
"""

import json
import random
import re
from collections import Counter
from itertools import chain, pairwise

# ── INPUT：改这里的值，再运行 ──
START = 1645557742000  # 从 1970 年起的毫秒；下面的时刻都从它算起
TIMES = [0, 0, 1, 0, 2]  # 每次要号时，时钟读到 START 之后几毫秒；1–8 次
RATE = 2  # 每次要几个号，1–5000
NODE = 5  # 甲的机器号，0–1023
OTHER_NODE = 6  # 乙的机器号，应与甲不同
SKEW = 0  # 乙的时钟比甲快几毫秒，慢就写负数
EPOCH = 1288834974657  # 雪花的起点；这是 Twitter 用的，2010 年 11 月 4 日
ON_ROLLBACK = "refuse"  # 时钟倒退时，雪花怎么办："refuse" 拒绝，"wait" 等它追上来
SEED = 1  # UUIDv7 里的随机数由它决定
PASTED = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"  # 要拆开的号：UUIDv7，或十进制的雪花 ID
BREAK_IGNORE_ROLLBACK = False  # 改成 True：雪花不管时钟倒退，照读到的发号
BREAK_SAME_NODE = False  # 改成 True：乙也用甲的机器号
BREAK_NO_COUNTER = False  # 改成 True：UUIDv7 不计数，那 12 位也用随机数
# ── INPUT 结束 ──

SNOWFLAKE = {"留空": 1, "毫秒": 41, "机器号": 10, "序号": 12}  # 各占几位，从高位到低位
UUID7 = {"毫秒": 48, "版本": 4, "计数 rand_a": 12, "变体": 2, "随机 rand_b": 62}
SEQUENCES = 1 << 12  # 雪花一毫秒里有几个序号；UUIDv7 的计数也是 12 位
FORM = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[1-8]?[0-9]{1,18}"
RANGES = {
    "START": (0, 10**13), "RATE": (1, 5000), "NODE": (0, 1023), "OTHER_NODE": (0, 1023),
    "SKEW": (-100_000, 100_000), "EPOCH": (0, 10**13), "SEED": (0, 10**9),
}  # fmt: skip


class InputError(ValueError):
    """读者改的值不合要求。"""


def join(layout, values):
    """各段的值拼成一个整数。"""
    number = 0
    for size, value in zip(layout.values(), values, strict=True):
        number = number << size | value
    return number


def split(layout, number):
    """一个整数拆成各段的值。"""
    values = []
    for size in reversed(layout.values()):
        values.insert(0, number & (1 << size) - 1)
        number >>= size
    return values


def to_text(number):
    """128 位写成 UUID 的样子；文字的次序就是数的次序。"""
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Snowflake:
    """一台机器的雪花发号器；last、sequence 是上一个号的毫秒和序号，waited 是一共等了几毫秒。"""

    def __init__(self, node):
        self.node, self.last, self.sequence, self.waited = node, -1, None, 0

    def next(self, now):
        """时钟读到 now，发一个号；拒绝就是 None。"""
        ms = now if BREAK_IGNORE_ROLLBACK else max(now, self.last)  # 要等，就等到上一个号的毫秒
        if ms > now and ON_ROLLBACK == "refuse":
            return None
        self.sequence = (self.sequence + 1) % SEQUENCES if ms == self.last else 0
        if ms == self.last and self.sequence == 0:
            ms += 1  # 这一毫秒的号发完了，等下一毫秒
        self.last, self.waited = ms, self.waited + ms - now
        return join(SNOWFLAKE, (0, ms - EPOCH, self.node, self.sequence))


class Uuid7:
    """UUIDv7 的发号器，用 RFC 9562 §6.2 的方法 1：rand_a 的 12 位专门用来计数。从不等待。"""

    def __init__(self, chance):
        self.chance, self.last, self.counter, self.waited = chance, -1, None, 0

    def next(self, now):
        """发一个号；时钟没有前进，就沿用上一个毫秒，计数加一。"""
        if BREAK_NO_COUNTER:
            self.last, self.counter = now, self.chance.randrange(SEQUENCES)
        elif now <= self.last and self.counter + 1 < SEQUENCES:
            self.counter += 1
        else:  # 新的毫秒，或计数用完、毫秒超前一格；从随机数数起，最高位留 0，免得很快用完
            self.last = max(now, self.last + 1)
            self.counter = self.chance.randrange(SEQUENCES // 2)
        tail = self.chance.randrange(1 << 62)
        return to_text(join(UUID7, (self.last, 7, self.counter, 0b10, tail)))


def issue(maker, skew=0):
    """按 TIMES 一次次要号，每次 RATE 个；等掉的时间推迟后面的每一个。"""
    now = START + skew
    return [[maker.next(now + at + maker.waited) for _ in range(RATE)] for at in TIMES]


def numbers(batches):
    """真正发出来的号，按发出的次序。"""
    return [number for batch in batches for number in batch if number is not None]


def in_javascript(number):
    """JavaScript 把这个整数读成 Number，再写出来：双精度，最短的写法，后面补 0。"""
    digits, _, exponent = repr(float(number)).partition("e+")
    whole, _, rest = digits.partition(".")
    return (whole + rest).ljust(int(exponent) + 1, "0") if exponent else whole


def told(number, origin=0):
    """把一个号拆开说；origin 是从哪一刻起数毫秒。"""
    if type(number) is int:
        _, ms, node, sequence = split(SNOWFLAKE, number)
        return f"毫秒 {ms + EPOCH - origin}，机器 {node}，序号 {sequence}"
    ms, _, counter, _, _ = split(UUID7, int(number.replace("-", ""), 16))
    return f"毫秒 {ms - origin}，计数 {counter}"


def need(right, name, wanted):
    """不合要求的输入抛 InputError。"""
    if not right:
        raise InputError(f"{name} 应是{wanted}，现在是 {globals()[name]!r}")


def validate():
    """检查每个输入。"""
    for name, (low, high) in RANGES.items():
        right = type(globals()[name]) is int and low <= globals()[name] <= high
        need(right, name, f" {low}–{high} 的整数")
    near = type(TIMES) is list and all(type(t) is int and abs(t) <= 100_000 for t in TIMES)
    need(near and 1 <= len(TIMES) <= 8, "TIMES", " 1–8 个 -100000–100000 的整数")
    earliest = START + min(TIMES) + min(SKEW, 0) - EPOCH
    need(0 <= earliest < (1 << 41) - 2_000_000, "START", " EPOCH 之后 69 年以内的时刻")
    need(NODE != OTHER_NODE, "OTHER_NODE", "与 NODE 不同的数")
    need(ON_ROLLBACK in ("refuse", "wait"), "ON_ROLLBACK", ' "refuse" 或 "wait"')
    right = type(PASTED) is str and re.fullmatch(FORM, PASTED)
    need(right, "PASTED", "小写的 UUIDv7，或 63 位以内的十进制数，写在引号里")
    for name in "BREAK_IGNORE_ROLLBACK", "BREAK_SAME_NODE", "BREAK_NO_COUNTER":
        need(type(globals()[name]) is bool, name, " True 或 False")


def picture_row(label, layout, number, ref):
    """号的各段，左边是高位。"""
    parts = zip(layout.items(), split(layout, number), strict=True)
    fields = [(name, f"{value:0{size}b}", f"{value}", ref) for (name, size), value in parts]
    keys = ("name", "cells", "value", "ref")
    return {"label": label, "fields": [dict(zip(keys, f, strict=True)) for f in fields]}


def main():
    """两台机器发雪花，另发 UUIDv7；说有没有重复、次序倒没倒、JavaScript 读成什么。"""
    try:
        validate()
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    alpha = issue(Snowflake(NODE))
    beta = issue(Snowflake(NODE if BREAK_SAME_NODE else OTHER_NODE), SKEW)
    makers = {"甲": alpha, "乙": beta, "UUIDv7": issue(Uuid7(random.Random(SEED)))}
    both = [*chain(*zip(alpha, beta, strict=True))]  # 按要号的先后：一次甲，一次乙
    twice = set()
    for name, batches in {"雪花，两台合起来": both, **makers}.items():
        found = numbers(batches)
        twice |= {number for number, times in Counter(found).items() if times > 1}
        same, back = len(found) - len(set(found)), sum(b < a for a, b in pairwise(found))
        print(f"{name}：{len(found)} 个，重复 {same} 个，次序倒了 {back} 处")
    ids = numbers(alpha)
    print(f"JavaScript 把 {ids[-1]} 读成 {in_javascript(ids[-1])}；", end="")
    print(f"甲的 {len(set(ids))} 个不同的号，读成 {len(set(map(float, ids)))} 个不同的数")
    print(f"{PASTED}：{told(int(PASTED) if PASTED.isdigit() else PASTED)}")
    for at, *batches in zip(TIMES, *makers.values(), strict=True):
        print(f"\n读到 {at:+} ms")
        for name, batch in zip(makers, batches, strict=True):
            text = "时钟倒退，不发"
            if batch[0] is not None:
                text = f"{batch[0]}（{told(batch[0], START)}）起 {len(batch)} 个"
            print(f"  {name}  {text}" + "，有重复" * (not twice.isdisjoint(batch)))
    uuid = int(numbers(makers["UUIDv7"])[-1].replace("-", ""), 16)
    rows = [picture_row("甲最后一个雪花，64 位", SNOWFLAKE, ids[-1], "")]
    rows += [picture_row("最后一个 UUIDv7，128 位", UUID7, uuid, "RFC 9562 §5.7")]
    picture = {"kind": "bits", "title": "两种号的各段", "rows": rows}
    print(json.dumps({"trace": 1, "pictures": [picture]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
