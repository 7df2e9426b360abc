"""直发与通知拉取：一个连接的状态机、六条护栏与全部短日程

看点：包会丢，连接会断，消息仍不丢、不重、不乱；关掉哪一条护栏，就有哪一种反例
难度：深入
对照：按状态表另写的一套实现；八个事件以内的全部日程，外加乱序；只读输出文字的裁判
依据：本站《IM 消息同步机制》的直发、通知拉取与切换三节（状态机由文字推出）
"""

import json
from collections import Counter
from itertools import accumulate, product
from typing import NamedTuple

# ── INPUT：改这里的值，再运行 ──
# 依次发生什么，词见 EVENTS，最多 40 个；走完以后公平收尾
SCHEDULE = "新 下到 上到 新 下丢 超时 下丢 新 下到 上到 下到 上到 下到 上到 新 重连 新"
SIZES = [1024, 6144, 3072]  # 消息依次多大，KiB；用完从头再来
EXPLORE = 5  # 至多这么多个事件的日程，全部走一遍，0–6
BREAK_ALWAYS_DIRECT = False  # 改成 True：不管什么状态，来了新消息都直发
BREAK_TIMEOUT_IS_ACK = False  # 改成 True：等到超时就当作确认过，回到空闲
BREAK_PULL_FROM_NOTICE = False  # 改成 True：从通知里的那一条拉起，不看自己的游标
BREAK_IDLE_ON_CONNECT = False  # 改成 True：一连上就算空闲，不等第一轮拉取
BREAK_EMPTY_BATCH = False  # 改成 True：头一条就超过体积上限时，一条也不放行
BREAK_NO_DEDUPE = False  # 改成 True：来什么上屏什么，游标也不取较大者
# ── INPUT 结束 ──

START, MOST_COUNT, MOST_KIB = 100, 200, 5 * 1024  # 起初都到 100；一批 200 条或 5 MiB
WAIT, PULL, IDLE, DIRECT = MODES = ["待拉取", "拉取中", "空闲", "直发中"]
# 来了新消息；下行、上行路上的头一个包送到或丢失；服务端等到超时；客户端定时拉取；断线重连
EVENTS = ["新", "下到", "下丢", "上到", "上丢", "超时", "定时", "重连"]
BREAKS = [name for name in list(globals()) if name.startswith("BREAK_")]


def spaced(items):
    """用空格隔开。"""
    return " ".join(map(str, items))


class State(NamedTuple):
    """服务端、客户端和路上的一切，不可变。包是（种类，时间戳…）。"""

    end: int = START  # 服务端：收件箱最后一条的时间戳
    mode: str = IDLE  # 服务端：怎样看这个连接；空闲就是客户端确认到了末尾
    more: bool = False  # 服务端：拉取中，上一批答的是“未完”
    cursor: int = START  # 客户端：游标，与消息一起落库
    shown: tuple = ()  # 客户端：上屏的，按次序
    down: tuple = ()  # 下行的路上
    up: tuple = ()  # 上行的路上


def server_stores(s, off):
    """来了新消息：空闲才直发；正在分批取的，下一批会带上；其余发通知，等客户端来拉。"""
    end = s.end + 1
    if s.mode == IDLE or "BREAK_ALWAYS_DIRECT" in off:
        return s._replace(end=end, mode=DIRECT, down=(*s.down, ("s_msg", end)))
    if s.mode == PULL and s.more:
        return s._replace(end=end)
    return s._replace(end=end, mode=WAIT, down=(*s.down, ("s_ntf", end)))


def server_receives(s, packet, off):
    """确认到末尾就空闲；拉取就从报来的游标往后取一批作答，条数和体积先到为准。"""
    kind, cursor = packet
    if kind == "确认":
        return s._replace(mode=IDLE) if cursor == s.end else s
    rest = range(cursor + 1, s.end + 1)
    sizes = [SIZES[(ts - START - 1) % len(SIZES)] for ts in rest[:MOST_COUNT]]
    count = sum(total <= MOST_KIB for total in accumulate(sizes))
    count = max(count, 0 if "BREAK_EMPTY_BATCH" in off else 1)
    more = count < len(rest)
    batch = "一批未完" if more else "一批取完", *rest[:count]
    return s._replace(mode=PULL, more=more, down=(*s.down, batch))


def client_receives(s, packet, off):
    """通知只说有新的，从自己的游标拉；消息去重、上屏、推进游标，未完就接着拉，否则确认。"""
    kind, *numbers = packet
    if kind == "s_ntf":
        start = numbers[0] - 1 if "BREAK_PULL_FROM_NOTICE" in off else s.cursor
        return s._replace(up=(*s.up, ("拉取", start))) if numbers[0] > s.cursor else s
    cursor, fresh = max([s.cursor, *numbers]), [n for n in numbers if n not in s.shown]
    if "BREAK_NO_DEDUPE" in off:
        cursor, fresh = [s.cursor, *numbers][-1], numbers
    reply = "拉取" if kind == "一批未完" else "确认", cursor
    return s._replace(shown=(*s.shown, *fresh), cursor=cursor, up=(*s.up, reply))


def step(s, event, off=frozenset()):
    """一个事件之后的状态，off 是关掉的护栏；没有包可送、没有在等，事件就不会发生：None。"""
    if event[0] in "下上":
        side, receive = ("down", client_receives) if event[0] == "下" else ("up", server_receives)
        queue = getattr(s, side)
        s = s._replace(**{side: queue[1:]})
        return None if not queue else s if event[1] == "丢" else receive(s, queue[0], off)
    if event == "新":
        return server_stores(s, off)
    if event == "定时":
        return s._replace(up=(*s.up, ("拉取", s.cursor)))
    if event == "重连":  # 路上的包、服务端对连接的记录都作废；客户端一连上就拉
        mode = IDLE if "BREAK_IDLE_ON_CONNECT" in off else WAIT
        return s._replace(mode=mode, more=False, down=(), up=(("拉取", s.cursor),))
    if s.mode not in (PULL, DIRECT):
        return None
    if "BREAK_TIMEOUT_IS_ACK" in off:
        return s._replace(mode=IDLE)
    return s._replace(mode=WAIT, down=(*s.down, ("s_ntf", s.end)))


def play(s, words, off):
    """依次发生 words，再公平收尾：送完，定时拉一次，再送完。返回每步（事件，前，后）和错处。"""
    log, seen, todo = [], set(), [*words, "", "定时", ""]  # 空串：送完路上的包
    while todo and (s, len(todo)) not in seen:  # 走回老路，就是活锁
        seen.add((s, len(todo)))
        event = todo[0] or ("下到" if s.down else "上到" if s.up else "")
        todo = todo[1:] if todo[0] or not event else todo
        if event:
            log.append((event, s, step(s, event, off) or s))
            s = log[-1][2]
    lost = [n for n in range(START + 1, s.end + 1) if n not in s.shown]
    twice = sorted({n for n in s.shown if s.shown.count(n) > 1})
    told = {"活锁，反复取到零条": todo, f"丢 {spaced(lost)}": lost, f"重 {spaced(twice)}": twice}
    told["乱序"] = list(s.shown) != sorted(s.shown)
    return log, next((text for text, wrong in told.items() if wrong), "")


def explore(most, off):
    """至多 most 个事件的全部日程，各自收尾：几种，几种出错，最短的反例，到过的状态。"""
    first, ways, told, total, wrong = {State(): ()}, {State(): 1}, {}, 0, 0
    for length in range(most + 1):
        for s, count in ways.items():
            told[s] = told[s] if s in told else play(s, (), off)[1]
            total, wrong = total + count, wrong + count * bool(told[s])
        before, ways = ways, Counter()
        for s, event in product(before, EVENTS if length < most else ()):
            if after := step(s, event, off):
                ways[after] += before[s]
                first.setdefault(after, (*first[s], event))
    example = next((f"{spaced(first[s])} → {told[s]}" for s in first if told[s]), "")
    return total, wrong, example, list(first)


def picture_states(log, states, off):
    """状态机：探索里见过的每一种切换，这一次走了几遍；重连和原地不动的确认不画。"""
    moves, words = Counter(), {"新": "新消息", "超时": "超时"}
    steps = [(event, s, step(s, event, off) or s) for s in states for event in EVENTS]
    for times, entries in (0, steps), (1, log):
        for event, s, t in entries:
            why = s.up[0][0] if event == "上到" and s.up else words.get(event)
            if why and t is not s and (s.mode, why) != (t.mode, "确认"):
                moves[MODES.index(s.mode), MODES.index(t.mode), why] += times
    names = "from", "to", "label", "count"
    rows = [dict(zip(names, (*move, moves[move]), strict=True)) for move in sorted(moves)]
    start = MODES.index(step(State(), "重连", off).mode)
    return {"kind": "states", "title": "连接的状态", "states": MODES, "start": start, "moves": rows}


def picture_sequence(log):
    """每一步一行；箭头是送到或丢失的包。每步隔 100 毫秒，只表示先后。"""
    events = []
    for n, (event, s, t) in enumerate(log):
        queue, lane = {"下": s.down, "上": s.up}.get(event[0]), int(event[0] in "上定重")
        told = [f"存 {t.end}"] * (event == "新") + ["没有发生"] * (t is s)
        told += [f"路上 {len(s.down + s.up)} 个包作废"] * (event == "重连")
        told += [f"上屏 {spaced(t.shown[len(s.shown) :])}"] * (t.shown != s.shown)
        sent = t.up if event == "重连" else (*t.down[len(s.down) :], *t.up[len(s.up) :])
        told = "；".join(told + [f"发 {spaced(packet)}" for packet in sent])
        label = f"{spaced(queue[0])[:20]} {event[1]}" if queue else event
        entry = {"at": 100 * n, "from": lane, "to": None, "label": label, "detail": told}
        events.append(entry | ({"to": 1 - lane, "arrives": event[1] == "到"} if queue else {}))
    return {"kind": "sequence", "title": "这一次", "lanes": ["服务端", "客户端"], "events": events}


def main():
    """核对输入，走一遍日程并收尾，再把短的日程全部走一遍。"""
    words = SCHEDULE.split() if type(SCHEDULE) is str else ["?"]
    sizes = [type(n) is int and 1 <= n <= 20480 for n in SIZES] if type(SIZES) is list else []
    for name, good, wanted in (
        ("SCHEDULE", {*words} <= {*EVENTS} and len(words) <= 40, f"40 个以内的：{spaced(EVENTS)}"),
        ("SIZES", all(sizes) and 1 <= len(sizes) <= 12, "1–12 个 1–20480 的整数"),
        ("EXPLORE", type(EXPLORE) is int and 0 <= EXPLORE <= 6, "0–6 的整数"),
        *((name, type(globals()[name]) is bool, "True 或 False") for name in BREAKS),
    ):
        if not good:
            raise SystemExit(f"输入有误：{name} 应是 {wanted}，现在是 {globals()[name]!r}")
    off = {name for name in BREAKS if globals()[name]}
    log, told = play(State(), words, off)
    sequence = picture_sequence(log[:80])
    print(f"{len(log)} 步，上屏 {spaced(log[-1][2].shown) or '零条'}：{told or '不丢、不重、不乱'}")
    for (_, _, t), row in zip(log, sequence["events"], strict=False):
        print(f"  {t.mode:　<3} 游标 {t.cursor}  {row['label']}  {row['detail']}".rstrip())
    print(f"至多 {EXPLORE} 个事件的全部日程，各自收尾：")
    for name in (*BREAKS, "都照上面的开关"):
        total, wrong, example, states = explore(EXPLORE, {name} if name in BREAKS else off)
        print(f"  {name:<22}{total:>7} 种，出错 {wrong:>6} 种  {example}".rstrip())
    pictures = [picture_states(log, states, off), sequence]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
