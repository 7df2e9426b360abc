"""QoS、ACK 与去重：至少一次怎样变成恰好一次的效果

看点：没等到 ACK 就重发，消息不丢却会重；先落库再确认，按消息 ID 去重，应用才正好收到一次
难度：入门
对照：MQTT 5 §4.3.2 与 §4.4 的规则；全部丢包情形的穷举；状态空间枚举；包数的精确分布
依据：MQTT Version 5.0（OASIS，2019 年）§3.3.1.1、§4.3、§4.4、§4.6
"""

import heapq
import itertools
import json
import random
from collections import Counter
from fractions import Fraction

# ── INPUT：改这里的值，再运行 ──
QOS = 1  # 0：一发了之；1：等 ACK，等不到就重发
COUNT = 5  # 发几条消息，1–20
GAP = 60  # 每隔多少毫秒发一条，0–1000
DELAY = 40  # 一个包在路上走多少毫秒，1–200
JITTER = 0  # 每个包另加 0 到这么多毫秒，后发的就可能先到，0–300
RTO = 200  # 多少毫秒等不到 ACK 就重发，20–5000；每重发一次加倍，最多到 8 倍
LOSS = 20  # 每个包丢失的百分数，消息和 ACK 一样，0–80
LOST = []  # 另外指定丢哪几号包，如 [2, 5]
SEED = 134  # 丢哪些包、晚多少毫秒，都由它决定
CRASH = 3  # 第一次收到这条消息时，接收方做完第一步就崩溃；0 是不崩溃
BREAK_NO_DEDUPE = False  # 改成 True：收到几份就给应用几份
BREAK_ACK_FIRST = False  # 改成 True：先回 ACK，再落库
BREAK_NO_REACK = False  # 改成 True：重复的那一份不再回 ACK
# ── INPUT 结束 ──

SENDER, RECEIVER, APPLICATION = range(3)
LANES = ["发送方", "接收方", "应用"]
BACKOFF = 8  # 重发间隔最多是 RTO 的几倍
MOST_PACKETS = 10_000  # 一次实验最多放几个包：有的毛病会让发送方永远不停
MOST_LINES = 60  # 经过最多写几行
SHARES, MANY = (0, 10, 20, 30, 50), 300  # 与公式比较时的丢包率和消息数
RANGES = {
    "QOS": (0, 1), "COUNT": (1, 20), "GAP": (0, 1000), "DELAY": (1, 200), "JITTER": (0, 300),
    "RTO": (20, 5000), "LOSS": (0, 80), "SEED": (0, 10**9), "CRASH": (0, 20),
}  # fmt: skip


class InputError(ValueError):
    """读者改的值不合要求。"""


class Delivery:
    """一次实验：虚拟时钟、会丢包的链路、发送方、接收方和应用。时刻都是整数毫秒。"""

    def __init__(self, count, loss, lost=(), crash=0):
        self.count, self.loss, self.lost, self.crash = count, loss, lost, crash
        self.now, self.due, self.serial = 0, [], itertools.count()  # due：何时对哪条消息做什么
        self.chance, self.packets, self.log = random.Random(SEED), 0, []
        self.sends, self.acked = Counter(), set()  # 发送方：每条发了几次，哪些得到了确认
        self.saved = Counter()  # 接收方的库，崩溃也还在：每条消息几份
        self.next, self.shown = 1, []  # 下一条该给应用的；应用收到的，按次序

    def plan(self, wait, action, number):
        """过 wait 毫秒再对这条消息做一件事；同一毫秒里，先安排的先做。"""
        heapq.heappush(self.due, (self.now + wait, next(self.serial), action, number))

    def note(self, lane, to, label, tone="plain", detail="", arrives=True):
        """记下一件事；to 是 None 的只发生在这条线上。"""
        event = {"at": self.now, "from": lane, "to": to, "label": label, "detail": detail}
        self.log.append(event | {"tone": tone} | ({} if arrives else {"arrives": False}))

    def carry(self, lane, to, label, action, number):
        """放一个包上路；不丢的话，走 DELAY 加一段随机的时间，到了就对它做 action。"""
        self.packets += 1
        wait = DELAY + self.chance.randrange(JITTER + 1)
        lost = self.chance.random() * 100 < self.loss or self.packets in self.lost
        detail, tone = ("丢了", "bad") if lost else (f"{self.now + wait} 毫秒到", "plain")
        self.note(lane, to, f"({self.packets}) {label}", tone, detail, not lost)
        if not lost:
            self.plan(wait, action, number)

    def send(self, number):
        """发一条消息；QoS 1 还要定好闹钟，到时没有 ACK 就再来。"""
        if number in self.acked:
            return
        self.sends[number] += 1
        again = "" if self.sends[number] == 1 else f"，第 {self.sends[number]} 次"
        self.carry(SENDER, RECEIVER, f"消息 {number}{again}", self.receive, number)
        if QOS == 1:
            self.plan(RTO * min(2 ** (self.sends[number] - 1), BACKOFF), self.send, number)

    def receive(self, number):
        """收到一份：先落库（并上屏），再回 ACK；崩溃发生在这两步之间。"""
        repeated = self.saved[number] > 0
        steps = [self.save, self.acknowledge] if QOS == 1 else [self.save]
        steps = steps[::-1] if BREAK_ACK_FIRST else steps
        crashes = number == self.crash
        for step in steps[:1] if crashes else steps:
            step(number, repeated)
        if crashes:  # 只崩溃这一次；库里的都在，没做完的那一步没了
            self.crash = 0
            self.note(RECEIVER, None, "崩溃，重启", "bad")

    def save(self, number, repeated):
        """落库，再把轮到的交给应用；库里已有的不再交。"""
        if repeated and not BREAK_NO_DEDUPE:
            return self.note(RECEIVER, None, f"{number} 库里已有", "quiet")
        self.saved[number] += 1
        early = QOS == 1 and number > self.next  # 前面还有没到的，先不给应用
        self.note(RECEIVER, None, f"{number} 落库" + f"，等 {self.next}" * early)
        if QOS == 0 or number < self.next:
            self.show(number)
        while QOS == 1 and self.saved[self.next]:
            for _ in range(self.saved[self.next]):
                self.show(self.next)
            self.next += 1

    def show(self, number):
        """交给应用。"""
        tone = "bad" if number in self.shown else "good"
        self.shown.append(number)
        self.note(RECEIVER, APPLICATION, f"{number} 上屏", tone)

    def acknowledge(self, number, repeated):
        """回 ACK；重复的也要回，发送方多半就是因为没收到 ACK 才重发的。"""
        if not (repeated and BREAK_NO_REACK):
            self.carry(RECEIVER, SENDER, f"ACK {number}", self.acked.add, number)

    def run(self):
        """放到没有事可做，或包数到顶为止；返回自己。"""
        for number in range(1, self.count + 1):
            self.plan(GAP * (number - 1), self.send, number)
        while self.due and self.packets < MOST_PACKETS:
            self.now, _, action, number = heapq.heappop(self.due)
            action(number)
        return self

    def faults(self):
        """哪些没做到；全做到了就是空的。"""
        numbers, order = range(1, self.count + 1), list(dict.fromkeys(self.shown))
        kinds = {
            "丢失": [n for n in numbers if not self.saved[n]],
            "在库里，却没上屏": [n for n in numbers if self.saved[n] and n not in self.shown],
            "重复": sorted({n for n in self.shown if self.shown.count(n) > 1}),
            "乱序": [b for a, b in itertools.pairwise(order) if b < a],
            "放满包数还在重发": [n for n in numbers if self.due and n not in self.acked],
        }
        return {kind: found for kind, found in kinds.items() if found}


def expected_packets(loss):
    """平均一条消息用几个包：QoS 1 是 1/q² 份消息加 1/q 个 ACK，q 是一个包送到的概率。"""
    q = Fraction(100 - loss, 100)
    return 1 / q**2 + 1 / q if QOS == 1 else Fraction(1)


def validate(values):
    """检查每个输入；不合要求的抛 InputError。"""
    for name, (low, high) in RANGES.items():
        if type(values[name]) is not int or not low <= values[name] <= high:
            raise InputError(f"{name} 应是 {low}–{high} 的整数，现在是 {values[name]!r}")
    lost = values["LOST"]
    right = type(lost) is list and all(type(n) is int and n > 0 for n in lost)
    if not right or len(lost) > 200:
        raise InputError(f"LOST 应是包的编号（正整数）的列表，至多 200 个，现在是 {lost!r}")
    for name in (name for name in values if name.startswith("BREAK_")):
        if type(values[name]) is not bool:
            raise InputError(f"{name} 应是 True 或 False，现在是 {values[name]!r}")


def main():
    """发几条消息看经过；再发很多条，与公式比较。"""
    try:
        validate(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    trial = Delivery(COUNT, LOSS, LOST, CRASH).run()
    print(f"QoS {QOS}，{COUNT} 条消息：{trial.packets} 个包，应用收到 {len(trial.shown)} 次")
    for kind, found in trial.faults().items() or [("正好一次，次序不变", [])]:
        print(kind + "：" * bool(found) + "、".join(map(str, found)))
    for e in trial.log[:MOST_LINES]:
        where = LANES[e["from"]] + (" → " + LANES[e["to"]] if e["to"] is not None else "")
        print(f"{e['at']:>6} ms  {where}  {e['label']}  {e['detail']}".rstrip())
    if len(trial.log) > MOST_LINES:
        print(f"……余下 {len(trial.log) - MOST_LINES} 件略")
    print(f"\n{MANY} 条，不崩溃，平均每条：\n丢包率  公式的包数  跑出的包数  上屏次数")
    formula, measured = [], []
    for loss in SHARES:
        many = Delivery(MANY, loss).run()
        formula.append([loss, round(float(expected_packets(loss)), 3)])
        measured.append([loss, round(many.packets / MANY, 3)])
        shown, end = len(many.shown) / MANY, "  没停" if many.due else ""
        print(f"{loss:>5}%  {formula[-1][1]:>10.3f}  {measured[-1][1]:>10.3f}  {shown:>8.3f}{end}")
    sequence = {"kind": "sequence", "title": "消息、ACK 和应用收到的", "lanes": LANES}
    rate = {"kind": "rate", "title": "平均每条消息用几个包", "x": "丢包率（%）", "y": "包/条"}
    rate["series"] = [{"name": "跑出来的", "shape": "bars", "points": measured}]
    rate["series"].append({"name": "公式", "shape": "line", "points": formula})
    pictures = [sequence | {"events": trial.log[:150]}, rate]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
