"""多端同步与作用范围：每台设备最后都一样

看点：抄送先到、ID 后到，设备时在线时离线，最后每台该有的一条不少，一条也不重
难度：进阶
对照：只由脚本求集合的另一套算法；两台设备的全部短脚本；随机脚本
依据：站内《技术实践丨IM 消息同步机制全面解析》“多端同步”一节
"""

import json
from collections import defaultdict, namedtuple

# ── INPUT：改这里的值，再运行 ──
DEVICES = ["手机", "电脑", "平板"]  # 我的 1–4 台设备，开始时都在线
SCRIPT = [  # 1–16 步，一步一件事；“对方 发 给 平板”是只给这一台
    "手机 发", "平板 离线", "对方 发 给 手机", "对方 发 给 手机", "对方 发", "电脑 发 被拒",
    "电脑 发", "手机 发", "手机 离线", "对方 发", "手机 上线", "平板 上线",
]  # fmt: skip
ACK_DELAY = 1  # ACK 再过几步才回来，0–5
BATCH = 2  # 一次最多拉几条，1–200
PEER_CLOCK = 0  # 收件箱的钟比发件箱的快多少毫秒，-1000–1000
BREAK_ONE_CURSOR = False  # 改成 True：两个箱子合用一个游标
BREAK_USER_CURSOR = False  # 改成 True：游标按用户记，几台设备合用
BREAK_EARLY_COPY = False  # 改成 True：抄送一到就上屏，ACK 不再补 ID 和成败
BREAK_NO_SKIP = False  # 改成 True：游标只跟着给自己的消息走，不越过滤掉的
# ── INPUT 结束 ──

CMP, NODE, PEER, OUTBOX, INBOX = "CMP", "消息节点", "对方", "发件箱", "收件箱"


# key 是发送时就有的号；uid、ts 由消息节点定，被拒的没有 uid；scope 是给哪台，空着是全部
Message = namedtuple("Message", "key box uid ts scope")


class Sync:
    """CMP、消息节点和我的设备。一步 100 毫秒；路上不计时也不丢，只有 ACK 会迟到。"""

    def __init__(self):
        self.now, self.log, self.messages, self.acks = 1000, [], [], []
        self.online = dict.fromkeys(DEVICES, True)
        self.shown = {name: [] for name in DEVICES}  # 上屏的号和来路
        self.cursors = defaultdict(int)

    def _say(self, start, to, label, detail=""):
        lanes, arrives = [*DEVICES, CMP, NODE], self.online.get(to, True)
        event = {"at": self.now, "from": lanes.index(start), "label": label, "detail": detail}
        event |= {"to": lanes.index(to) if to else None, "arrives": arrives}
        self.log.append(event if arrives else event | {"tone": "bad", "detail": "不在线，没到"})

    def slot(self, name, box):
        """这台设备读这个箱子用哪个游标：每台设备、每个箱子各一个才对。"""
        return "" if BREAK_USER_CURSOR else name, "" if BREAK_ONE_CURSOR else box

    def take(self, name, message, way):
        """拿到一条：给这台的按 ID 去重、上屏；不给它的不上屏，游标也越过去。"""
        mine, slot = message.scope in ("", name), self.slot(name, message.box)
        if mine and message.uid not in [uid for uid, _ in self.shown[name]]:
            self.shown[name].append((message.uid, way))
        if mine or not BREAK_NO_SKIP:
            self.cursors[slot] = max(self.cursors[slot], message.ts)

    def store(self, key, box, scope=""):
        """消息节点定下 ID 和时间戳，存进箱子，时间戳只向前；没有箱子就是拒绝。"""
        last = max([message.ts for message in self.messages if message.box == box], default=0)
        ts = max(self.now + (PEER_CLOCK if box == INBOX else 0), last + 1)
        uid = f"m{sum(bool(message.box) for message in self.messages) + 1}" if box else ""
        self.messages.append(Message(key, box, uid, ts, scope))
        return self.messages[-1]

    def send(self, name, key, box):
        """上行：CMP 抄送给在线的其他设备，再投递；答复过 ACK_DELAY 步才回来。"""
        self._say(name, CMP, f"上行 {key}")
        others = [other for other in DEVICES if self.online[other] and other != name]
        for other in others:
            self._say(CMP, other, f"抄送 {key}", "还没有 ID 和时间戳")
            if BREAK_EARLY_COPY:
                self.shown[other].append((key, "抄送无 ID"))
        self._say(CMP, NODE, f"投递 {key}")
        told = {name: "发送"} | dict.fromkeys([] if BREAK_EARLY_COPY else others, "抄送")
        self.acks.append((self.now + 100 * ACK_DELAY, self.store(key, box), told))

    def settle(self):
        """到时候的 ACK：给发送的设备，也给收过抄送的，补上 ID、时间戳和成败。"""
        while self.acks and self.acks[0][0] <= self.now:
            _, answer, told = self.acks.pop(0)
            label = f"{answer.key} 是 {answer.uid}" if answer.uid else f"{answer.key} 被拒"
            self._say(NODE, CMP, label, f"时间戳 {answer.ts}" if answer.uid else "没有 ID")
            for name, way in told.items():
                self._say(CMP, name, label)
                if self.online[name] and answer.uid:
                    self.take(name, answer, way)

    def deliver(self, key, scope=""):
        """下行：对方发来一条，CMP 直发给范围内在线的设备。"""
        message = self.store(key, INBOX, scope)
        self._say(NODE, CMP, f"{message.uid} 给{scope or '全部'}", f"时间戳 {message.ts}")
        for name in DEVICES:
            if self.online[name] and scope in ("", name):
                self._say(CMP, name, f"直发 {message.uid}")
                self.take(name, message, "直发")

    def pull(self, name):
        """两个箱子都从游标拉到末尾，一次一批；服务端滤掉不给这台的。"""
        for box in (OUTBOX, INBOX):
            slot, start = self.slot(name, box), -1
            while self.cursors[slot] > start:  # 游标没动，再拉也还是这一批
                start = self.cursors[slot]
                batch = [m for m in self.messages if m.box == box and m.ts > start][:BATCH]
                for message in batch:
                    self.take(name, message, "拉取")
                if batch:
                    got = [message.uid for message in batch if message.scope in ("", name)]
                    told = f"拿到 {len(got)} 条，滤掉 {len(batch) - len(got)} 条"
                    self._say(name, NODE, f"拉{box}", f"要比 {start} 大的")
                    self._say(NODE, name, told, f"游标到 {self.cursors[slot]}")

    def do(self, who="", what="", *rest):
        """走一步：做一件事（空着就只等），再处理到时候的 ACK；没有网发不出去。"""
        self.now += 100
        key = f"{who}#{self.now // 100 - 10}"
        if who == PEER:
            self.deliver(key, *rest[1:])
        elif what == "发" and self.online[who]:
            self.send(who, key, "" if rest else OUTBOX)
        elif what == "离线" and self.online[who]:
            self._say(who, "", what)
            self.online[who] = False
        elif what == "上线" and not self.online[who]:
            self._say(who, "", what)
            self.online[who] = True
            self.pull(who)
        self.settle()

    def run(self):
        """照脚本走完；然后都上线，等 ACK 回齐，定时器再让每台拉一次。"""
        for step in SCRIPT + [f"{name} 上线" for name in DEVICES]:
            self.do(*step.split())
        while self.acks:
            self.do()
        for name in DEVICES:
            self.pull(name)
        return self


def judge(sync, name):
    """这台设备上每条消息的（名字，文字，对错）；该有的正好以 ID 上屏一次，不该有的没有。"""
    for message in sync.messages:
        found = [pair for pair in sync.shown[name] if pair[0] in (message.uid, message.key)]
        due = [message.uid] if message.uid and message.scope in ("", name) else []
        label = (message.uid or message.key) + (message.scope and f" 给{message.scope}")
        absent = "缺" if due else "范围外" if message.uid else "被拒"
        tone = "bad" if [number for number, _ in found] != due else "good" if due else "quiet"
        yield label, "、".join(way for _, way in found) or absent, tone


def check_inputs(values):
    """每个输入的类型和取值都要对，不对就用一句话说清楚，停下来。"""
    names, steps = (values[n] if type(values[n]) is list else [] for n in ("DEVICES", "SCRIPT"))
    plain = [n for n in names if type(n) is str and n.isprintable() and n.split() == [n]]
    short = {n for n in plain if len(n) < 7} - {PEER, CMP, NODE}
    known = [f"{n} {what}" for n in names for what in ("发", "发 被拒", "离线", "上线")]
    known += [f"{PEER} 发", *(f"{PEER} 发 给 {n}" for n in names)]
    forms = "“手机 发”“手机 发 被拒”“手机 离线”“手机 上线”“对方 发”“对方 发 给 手机”"
    checks = [
        ("DEVICES", 0 < len(names) == len(short) < 5, " 1–4 个不同的名字，各 1–6 个字，没有空格"),
        ("SCRIPT", 0 < len(steps) < 17 and all(n in known for n in steps), f" 1–16 步，如{forms}"),
    ]
    for name, low, high in (("ACK_DELAY", 0, 5), ("BATCH", 1, 200), ("PEER_CLOCK", -1000, 1000)):
        good = type(values[name]) is int and low <= values[name] <= high
        checks.append((name, good, f" {low}–{high} 之间的整数"))
    checks += [(n, type(values[n]) is bool, " True 或 False") for n in values if "BREAK" in n]
    for name, good, wanted in checks:
        if not good:
            raise SystemExit(f"输入有误：{name} 应是{wanted}，现在是 {values[name]!r:.80}")


def main():
    """走完脚本，先说结论，再列每台设备和经过，最后画图。"""
    check_inputs(globals())
    sync, lanes, told, wrong, rows = Sync().run(), [*DEVICES, CMP, NODE], [], [], []
    if not sync.messages:
        raise SystemExit(f"输入有误：SCRIPT 应至少发出一条消息，现在是 {SCRIPT!r:.80}")
    for name in DEVICES:
        cells = list(judge(sync, name))
        wrong += [f"{name} {label} {text}" for label, text, tone in cells if tone == "bad"]
        rows.append({"name": name, "cells": [{"text": c[1], "tone": c[2]} for c in cells]})
        seen = "，".join(f"{label} {text}" for label, text, tone in cells if tone != "quiet")
        at = "、".join(f"{box} {sync.cursors[sync.slot(name, box)]}" for box in (OUTBOX, INBOX))
        told += [f"{name}：{seen}", f"  游标：{at}"]
    print("；".join(wrong) or "每台该有的都有，没有重复，没有多余", *told, "", sep="\n")
    for e in sync.log:
        way = lanes[e["from"]] + ("" if e["to"] is None else f"→{lanes[e['to']]}")
        print(f"{e['at']:>5} ms  {way}  {e['label']}  {e['detail']}".rstrip())
    grid = {"kind": "grid", "title": "每台设备怎样得到每一条", "corner": "设备", "rows": rows}
    grid["columns"] = [label for label, *_ in cells]
    sequence = {"kind": "sequence", "title": "经过", "lanes": lanes, "events": sync.log[:200]}
    print(json.dumps({"trace": 1, "pictures": [grid, sequence]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
