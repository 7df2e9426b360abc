"""消息扩展：一条消息身上的可变键值

看点：几个人同时改一条消息，不同的键互不相干，同一个键后写的赢；只传改动、逐键比时刻，各端才相同
难度：进阶
对照：另写的逐键扫描；合并的交换律、结合律、幂等律；6 次改动的全部 720 种到达次序
依据：融云文档《消息扩展》，见本站的消息扩展教程；没有写明的，由模型自定
"""

import json
import re
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
CONVERSATION = "群聊"  # 单聊、群聊、超级群、聊天室、系统会话
CAN_EXPAND = True  # 发送时有没有打开可扩展，即 canIncludeExpansion
PEOPLE = "ABC"  # 会话里的人，2–5 个；A 发出这条消息
FIRST = "state:open"  # 随消息发出的键:值，几对之间空一格
OPERATIONS = [  # 0–16 步：谁、更新还是删除、键:值；次序就是到达服务端的次序
    "B 更新 vote-B:火锅", "C 更新 vote-C:面馆", "B 更新 state:taken by:B",
    "C 更新 state:taken by:C", "B 删除 vote-B", "A 更新 place:东门 time:19:00 seats:4",
    "C 更新 note-C:带伞",
]  # fmt: skip
LATE = ["C 第 1 步晚 1 步", "C 第 3 步晚 1 步", "A 第 1 步晚 4 步", "C 第 6 步晚 1 步"]
MOST = 6  # 一条消息总共几对，1–300；融云是 300，这里调小，看得见满了会怎样
OVERFLOW = "丢弃"  # 同时写而超出总数的键“丢弃”还是“照收”：新旧文档说法相反
LONGEST_VALUE = 4096  # 值最多几个字；融云 5.2.0 之前是 64
BREAK_WHOLE = False  # 改成 True：更新时把自己看到的整张表写上去
BREAK_ARRIVAL = False  # 改成 True：改动到了就用，不比时刻
BREAK_LIMIT = False  # 改成 True：只查一次不超过 20 对，不查总数
# ── INPUT 结束 ──

PER_SET, EXPANDABLE = 20, ("单聊", "群聊", "超级群")
KEY, VALUE = "[A-Za-z0-9+=_-]{1,32}", r"[^\s\0-\x1f\x7f\ud800-\udfff]{0,4096}"
OPERATION = rf"([A-E]) (?:更新((?: {KEY}:{VALUE}){{1,30}})|删除((?: {KEY}){{1,30}}))"
LATENESS = r"([A-E]) 第 ([0-9]{1,2}) 步晚 ([0-9]{1,2}) 步"
# 一张表是 键 → (服务端时刻, 值)；删掉的键也留着时刻，值是 None。时刻就是步号
Step = namedtuple("Step", "line who result cells blind server tables")


def merge(table, cells):
    """收下一些改动：每个键留时刻大的。先后颠倒、重复收到，结果都一样。"""
    if BREAK_ARRIVAL:
        return table | cells
    newer = {key: cell for key, cell in cells.items() if cell[0] > table.get(key, (-1,))[0]}
    return table | newer


def shown(table):
    """一张表里现在有的键和值。"""
    return {key: value for key, (_, value) in table.items() if value is not None}


def refusal(seen, changes):
    """不能这样更新的原因；seen 是操作的人自己看到的键值。"""
    put = {key: value for key, value in changes.items() if value is not None}
    if CONVERSATION not in EXPANDABLE:
        return f"{CONVERSATION}不支持扩展"
    if not CAN_EXPAND:
        return "发送时没有打开可扩展"
    if len(put) > PER_SET:
        return f"一次超过 {PER_SET} 对"
    if any(len(value) > LONGEST_VALUE for value in put.values()):
        return f"值超过 {LONGEST_VALUE} 个字"
    return f"总数超过 {MOST} 对" if len(seen | put) > MOST and not BREAK_LIMIT else ""


def accept(server, changes, now):
    """服务端给改动盖上时刻；总数满了，新的键照 OVERFLOW 办。"""
    cells = {}
    for key, value in changes.items():
        alive = shown(server | cells)
        full = len(alive) >= MOST and OVERFLOW == "丢弃" and not BREAK_LIMIT
        if value is None or key in alive or not full:
            cells[key] = (now, value)
    return cells


def perform(server, table, changes, now):
    """一个人（手里是 table）改一次：返回结果、真正写下的改动、没看到就盖掉的键。"""
    if refused := refusal(shown(table), changes):
        return refused, {}, []
    whole = dict.fromkeys(shown(server)) | shown(table) | changes  # 没看到的键，等于删掉
    cells = accept(server, whole if BREAK_WHOLE else changes, now)
    unseen = [key for key in cells if key in server and server[key] != table.get(key)]
    blind = [key for key in unseen if server[key][1] != cells[key][1]]
    lost = [key for key in changes if key not in cells]
    return "成功" + (f"，丢弃 {' '.join(lost)}" if lost else ""), cells, blind


def play(delays):
    """第 0 步发出消息，再逐步做完，最后一步只等迟到的。各步照原样记下。"""
    refused = refusal({}, pairs(FIRST))  # 消息照发，只是不带键值
    server = {} if refused else {key: (0, value) for key, value in pairs(FIRST).items()}
    tables, mail, last = dict.fromkeys(PEOPLE, server), [], len(OPERATIONS) + 1
    steps = [Step(f"A 发送 {FIRST}", "A", refused or "成功", server, [], server, tables)]
    for now, line in enumerate([*OPERATIONS, "等待"], 1):
        who, result, cells, blind = "", "都送到了", {}, []
        if now < last:
            who, put, gone = re.fullmatch(OPERATION, line).groups()
            changes = pairs(put or "") | dict.fromkeys((gone or "").split())
            result, cells, blind = perform(server, tables[who], changes, now)
        server = server | cells
        for name in PEOPLE if cells else "":  # 自己改的，结果一回来就合并
            due = now if name == who else now + delays.get((name, now), 0)
            mail.append((min(due, last), -now, name, cells))
        for _, _, name, news in sorted(item for item in mail if item[0] == now):  # 旧的在后
            tables = tables | {name: merge(tables[name], news)}
        steps.append(Step(line, who, result, cells, blind, server, tables))
    return steps


def pairs(text):
    """把 a:1 b:2 拆成键和值。"""
    return dict(word.split(":", 1) for word in text.split())


def need(names, kind, form, wanted):
    """这几个输入的类型和写法都要对，否则说明并停下；列表不超过 16 行，每行的写法都要对。"""
    for name in names.split():
        value = globals()[name]
        lines = value if type(value) is list else [value]
        wrong = [line for line in lines if not re.fullmatch(form, str(line))]
        if type(value) is not kind or wrong or len(lines) > 16:
            now = repr(wrong if wrong and lines is value else value)
            raise SystemExit(f"输入有误：{name} 应是{wanted}，现在是 {now[:60]}")


def check():
    """核对 INPUT，返回谁晚几步收到哪一步。"""
    need("CONVERSATION", str, "单聊|群聊|超级群|聊天室|系统会话", "五种会话之一")
    need("PEOPLE", str, "AB|ABC|ABCD|ABCDE", " AB 到 ABCDE 之一")
    need("FIRST", str, rf"({KEY}:{VALUE}( {KEY}:{VALUE}){{0,19}})?", " 0–20 个“键:值”，用空格隔开")
    need("MOST", int, "[1-9]|[1-9][0-9]|[12][0-9][0-9]|300", " 1–300 的整数")
    need("OVERFLOW", str, "丢弃|照收", "“丢弃”或“照收”")
    need("LONGEST_VALUE", int, "64|4096", " 64 或 4096")
    need("CAN_EXPAND BREAK_WHOLE BREAK_ARRIVAL BREAK_LIMIT", bool, "True|False", " True 或 False")
    need("OPERATIONS", list, OPERATION, " 0–16 行，写法照旧，键和值不超出限制")
    need("LATE", list, LATENESS, " 0–16 行，写法照旧")
    if CONVERSATION == "单聊" and len(PEOPLE) > 2:
        raise SystemExit(f"输入有误：单聊的 PEOPLE 应是 AB，现在是 {PEOPLE!r}")
    if missing := {line[0] for line in OPERATIONS} - set(PEOPLE):
        raise SystemExit(f"输入有误：OPERATIONS 里的人应在 PEOPLE 里，现在多了 {sorted(missing)}")
    found = [re.fullmatch(LATENESS, line).groups() for line in LATE]
    return {(name, int(step)): int(late) for name, step, late in found}


def told(table):
    """一张表写成一串，只写前 60 个字。"""
    return f"{' '.join(f'{k}:{v}' for k, v in sorted(shown(table).items())) or '空':.60}"


def picture_steps(steps):
    """一步一行：操作、结果、服务端、各人手里的；途中与服务端不同的淡，最后还不同的红。"""
    rows = []
    for now, step in enumerate(steps):
        tone = "plain" if step.result == "成功" or not step.who else "bad"
        cells = [{"text": f"{step.line:.50}"}, {"text": f"{step.result:.60}", "tone": tone}]
        cells.append({"text": told(step.server)})
        for table in step.tables.values():
            same, late = shown(table) == shown(step.server), "quiet" if step.who else "bad"
            cells.append({"text": "同"} if same else {"text": told(table), "tone": late})
        rows.append({"name": str(now), "cells": cells})
    grid = {"kind": "grid", "title": "每一步之后，消息身上的键值", "corner": "步"}
    return grid | {"columns": ["操作", "结果", "服务端", *PEOPLE], "rows": rows}


def picture_lives(steps):
    """服务端每个键的一生，最多 12 个键；后一个人没看到就盖掉的画成红的。"""
    rows, keys = [], dict.fromkeys(key for step in steps for key in step.cells)
    for key in keys:
        writes, spans = [now for now, step in enumerate(steps) if key in step.cells], []
        for at, end in zip(writes, [*writes[1:], len(steps)], strict=True):
            value, unseen = steps[at].cells[key][1], key in [*steps, steps[0]][end].blind
            if value is not None:
                span = {"at": at, "size": end - at, "name": f"{value:.20}" or "（空）"}
                said = f"{steps[at].who} 写" + f"，第 {end} 步没看到就盖掉" * unseen
                spans.append(span | {"value": said, "tone": "bad" if unseen else "plain"})
        rows += [{"label": key, "spans": spans}] if spans else []
    return {"kind": "strip", "title": "服务端每个键的一生", "unit": "步", "rows": rows[:12]}


def main():
    """核对输入，逐步做完，打印每一步，画各人手里的键值和每个键的一生。"""
    steps = play(check())
    last, count = steps[-1], len(shown(steps[-1].server))
    wrong = [who for who, table in last.tables.items() if shown(table) != shown(last.server)]
    unseen = [f"第 {n} 步的 {' '.join(step.blind)}" for n, step in enumerate(steps) if step.blind]
    print(f"{count} 对键值；与服务端不同的：{'、'.join(wrong) or '没有'}", end="；")
    print(f"没看到就盖掉的：{'，'.join(unseen) or '没有':.50}")
    for name, table in {"服务端": last.server, **last.tables}.items():
        print(f"  {name}：{told(table)}")
    for now, step in enumerate(steps):
        blind = f"；没看到就盖掉 {' '.join(step.blind)}" if step.blind else ""
        print(f"{now:>2}  {step.line:.50} → {step.result:.30}{blind:.40}")
    pictures = [p for p in (picture_lives(steps), picture_steps(steps)) if p["rows"]]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
