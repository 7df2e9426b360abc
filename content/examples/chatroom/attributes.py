"""聊天室属性：谁能改、谁覆盖谁、何时删除

看点：同一个键两个人写，谁成功、谁报错；变化迟到时，靠编号让每个人的副本最后都与房间相同
难度：进阶
对照：另写的规则表，逐格穷举；另写的解释器，随机的操作；6 个变化的全部 720 种到达次序
依据：融云文档《聊天室属性管理（KV）》，见本站的两篇聊天室属性教程；没有写明的，由模型自定
"""

import json
import re
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
OPERATIONS = [  # 1–16 步：谁、做什么、键:值；写了“自动删除”的，设置者离开时一起删
    "甲 加入", "乙 加入", "甲 设置 seat1:甲 自动删除", "甲 设置 topic:开播",
    "乙 设置 seat1:乙 seat2:乙 自动删除", "甲 强制设置 topic:第一幕", "乙 强制设置 topic:第二幕",
    "丙 加入", "丙 删除 seat2", "甲 离开", "丙 设置 seat3:丙 自动删除", "丙 强制删除 seat4",
]  # fmt: skip
LATE = ["乙 第 3 步晚 7 步", "乙 第 6 步晚 1 步"]  # 谁收到哪一步的变化，晚几步
MOST_KEYS = 100  # 一个房间最多几个键，1–100；融云是 100
OWNER_MAY_UPDATE = True  # 设置者本人能不能用“设置”改自己的键：新旧文档说法不同
BREAK_OWNER = False  # 改成 True：不看是谁设的，谁都能改，谁都能删
BREAK_ORDER = False  # 改成 True：变化到了就用，不比编号
BREAK_TOMBSTONE = False  # 改成 True：键一删，就把它的编号也忘掉
BREAK_BATCH = False  # 改成 True：部分失败当成全部失败
# ── INPUT 结束 ──

FULL, TAKEN, ABSENT = "23423 房间满了", "23424 无权覆盖", "23427 没有这个键"
PARTLY, TOO_MANY, MOST_IN_BATCH = "23428 部分失败", "23429 一次超过 10 个", 10
NOT_MINE = "无权删除"  # 文档只说删不了别人的键，没有写错误码
WHO, KEY = "([甲乙丙丁戊])", "[A-Za-z0-9+=_-]{1,128}"
VALUE = r"[^\s\0-\x1f\x7f\ud800-\udfff]{0,4096}"
OPERATION = rf"{WHO} (?:(加入|离开)|((?:强制)?删除)((?: {KEY}){{1,20}})"
OPERATION += rf"|((?:强制)?设置)((?: {KEY}:{VALUE}){{1,20}})( 自动删除)?)"
LATENESS = rf"{WHO} 第 ([0-9]{{1,2}}) 步晚 ([0-9]{{1,2}}) 步"
Entry = namedtuple("Entry", "value owner auto_delete")  # 房间里的一个键
Step = namedtuple("Step", "line who move result changes room")  # 做完一步；步号就是变化的编号


class Copy:
    """一个人手里的副本，从加入时拿到的全量开始。"""

    def __init__(self, number, values):
        self.joined = number  # 不比它新的变化，全量里都有了
        self.cells = {key: (number, value) for key, value in values.items()}

    def take(self, number, changes):
        """收到第 number 步的变化：比这个键已有的新才算数。删掉的键也留着编号，值是 None。"""
        for key, value in changes.items():
            if BREAK_ORDER or number > self.cells.get(key, (self.joined,))[0]:
                self.cells[key] = (number, value)
                if value is None and BREAK_TOMBSTONE:
                    del self.cells[key]

    def values(self):
        """现在有的键和值。"""
        return {key: value for key, (_, value) in self.cells.items() if value is not None}


def verdict(method, exists, mine, full):
    """一个键能不能这样写或删：空串是可以，否则是错误码或原因。"""
    anyone = method.startswith("强制") or BREAK_OWNER
    if method.endswith("删除"):
        return ABSENT if not exists else "" if anyone or mine else NOT_MINE
    if not exists:
        return FULL if full else ""
    return "" if anyone or (mine and OWNER_MAY_UPDATE) else TAKEN


def write(room, who, method, entries, auto_delete):
    """写或删几个键（值是 None），各算各的；返回结果和引起的变化。"""
    if len(entries) > MOST_IN_BATCH:
        return TOO_MANY, {}
    failed, changes = {}, {}
    for key, value in entries.items():
        old, full = room.get(key), len(room) >= MOST_KEYS
        if code := verdict(method, old is not None, old is not None and old.owner == who, full):
            failed[key] = code
            continue
        changes[key] = value
        room[key] = Entry(value, who, auto_delete)
        if value is None:
            del room[key]
    if failed and len(entries) > 1:
        return f"{PARTLY}：" + "，".join(f"{key} {code}" for key, code in failed.items()), changes
    return "".join(failed.values()) or "成功", changes


def serve(operations):
    """服务端逐步做完；最后添一步，只等迟到的变化。"""
    room, inside, steps = {}, set(), []
    for number, line in enumerate(operations, 1):
        who, move, remove, keys, put, pairs, auto = re.fullmatch(OPERATION, line).groups()
        if (who in inside) == (move == "加入"):
            raise SystemExit(f"输入有误：第 {number} 步的{who}应先加入，也不能加入两次")
        entries = dict.fromkeys((keys or "").split())
        entries |= dict(pair.split(":", 1) for pair in (pairs or "").split())
        inside ^= {who} if move else set()
        result, changes = "收到全量", {}
        if move == "离开":
            changes = {key: None for key, e in room.items() if e.owner == who and e.auto_delete}
            result = f"自动删除 {len(changes)} 个键"  # 退出或掉线都算离开
            room = {key: entry for key, entry in room.items() if key not in changes}
        elif not move:
            result, changes = write(room, who, remove or put, entries, bool(auto))
        values = {key: entry.value for key, entry in room.items()}
        steps.append(Step(line, who, move, result, changes, values))
    return [*steps, Step("等待", "", "", "都送到了", {}, values)]


def watch(name, steps, delays):
    """一个人每一步结束时的副本（不在房里是 None），和那一步里收到的是哪几步的变化。"""
    copy, mail, views = None, [], []
    for number, step in enumerate(steps, 1):
        own = step.who == name
        if own and step.move:
            copy, mail = Copy(number, step.room) if step.move == "加入" else None, []
        elif copy and step.changes and not (own and BREAK_BATCH and PARTLY in step.result):
            delay = 0 if own else delays.get((name, number), 0)  # 自己做的，结果一回来就知道
            mail.append((min(number + delay, len(steps)), -number))
        arrived = [-sent for due, sent in sorted(mail) if due == number]  # 旧的在后，乱序才看得出
        for sent in arrived:
            copy.take(sent, steps[sent - 1].changes)
        views.append((copy and copy.values(), arrived))
    return views


def check():
    """核对 INPUT；不合要求就说明并停下。"""
    for name, form, least in (("OPERATIONS", OPERATION, 1), ("LATE", LATENESS, 0)):
        lines = globals()[name]
        fine = type(lines) is list and least <= len(lines) <= 16
        bad = [line for line in lines if not re.fullmatch(form, str(line))] if fine else lines
        if bad or not fine:
            wanted = f"{name} 应是 {least}–16 行，写法照旧，键和值不超出限制"
            raise SystemExit(f"输入有误：{wanted}，现在是 {str(bad)[:60]}")
    for name in [name for name in globals() if name.startswith(("MOST_KEYS", "BREAK_", "OWNER_"))]:
        value, good = globals()[name], range(1, 101) if name == "MOST_KEYS" else (True, False)
        if type(value) is not type(good[0]) or value not in good:
            wanted = "1–100 的整数" if name == "MOST_KEYS" else "True 或 False"
            raise SystemExit(f"输入有误：{name} 应是 {wanted}，现在是 {value!r}")


def told(values):
    """键值写成一串，只写前 60 个字；副本是 None，人就不在房里。"""
    words = [f"{k}:{'删除' if v is None else v}" for k, v in sorted((values or {}).items())]
    return "—" if values is None else f"{' '.join(words) or '空':.60}"


def picture_steps(steps, views):
    """一步一行：操作、结果、房间、各人的副本；途中与房间不同的淡，最后还不同的红。"""
    rows = []
    for number, step in enumerate(steps, 1):
        tone = "bad" if step.result.startswith(("2", NOT_MINE)) else "plain"
        cells = [(f"{step.line:.50}", "plain"), (f"{step.result:.60}", tone)]
        cells.append((told(step.room), "plain"))
        for values in (view[number - 1][0] for view in views.values()):
            tone = "plain" if values in (None, step.room) else "quiet" if step.who else "bad"
            cells.append(("同" if values == step.room else told(values), tone))
        rows.append({"name": str(number), "cells": [{"text": t, "tone": c} for t, c in cells]})
    grid = {"kind": "grid", "title": "每一步之后的房间和副本", "corner": "步"}
    return grid | {"columns": ["操作", "结果", "房间", *views], "rows": rows}


def picture_messages(steps, views):
    """操作到房间，变化到各人；时刻写步号。迟到的画成淡的。"""
    events, lanes = [], [*views, "房间"]
    for number, step in enumerate(steps, 1):
        tone = "bad" if step.result.startswith(("2", NOT_MINE)) else "plain"
        sent = [(step.who, "房间", step.line[2:], step.result, tone)] if step.who else []
        for name, view in views.items():
            for old in view[number - 1][1]:
                news, tone = told(steps[old - 1].changes), "plain" if old == number else "quiet"
                sent.append(("房间", name, f"第 {old} 步的变化", news, tone))
        for start, to, label, detail, tone in sent:
            event = {"at": number, "from": lanes.index(start), "to": lanes.index(to), "tone": tone}
            events.append(event | {"label": f"{label:.24}", "detail": f"{detail:.200}"})
    sequence = {"kind": "sequence", "title": "变化何时到谁手里", "note": "左边的数是步号，不是毫秒"}
    return sequence | {"lanes": lanes, "events": events}


def main():
    """核对输入，逐步做完，打印每一步，画各人的副本和消息。"""
    check()
    steps, late = serve(OPERATIONS), [re.fullmatch(LATENESS, line).groups() for line in LATE]
    delays = {(name, int(step)): int(more) for name, step, more in late}
    views = {step.who: watch(step.who, steps, delays) for step in steps[:-1]}
    copies = {name: view[-1][0] for name, view in views.items() if view[-1][0] is not None}
    wrong = [name for name, values in copies.items() if values != steps[-1].room]
    print(f"最后房里有 {len(copies)} 人，副本与房间不同的：{'、'.join(wrong) or '没有'}")
    for name, values in {"房间": steps[-1].room, **copies}.items():
        print(f"  {name}：{told(values)}")
    for number, step in enumerate(steps, 1):
        print(f"{number:>2}  {step.line:.42} → {step.result:.50}")
    pictures = [picture_steps(steps, views), picture_messages(steps, views)]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
