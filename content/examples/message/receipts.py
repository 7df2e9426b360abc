"""已读回执、撤回与阅后即焚：谁先谁后都要收敛

看点：回执迟到、撤回先到、倒数到一半重启，三台设备最后为什么还能一样
难度：深入
对照：不用状态、直接由到达时刻算出每一秒的另一套算法；六件事以内的全部次序；半格的三条定律
依据：站内《iOS：用 IMLib 做单聊阅后即焚》《Web：撤回消息》《iOS：只接 IMLib 时做单聊已读》
"""

import json
from collections import Counter
from itertools import groupby, pairwise
from math import factorial
from typing import NamedTuple

# ── INPUT：改这里的值，再运行 ──
BURN = [6, 0, 0]  # 甲发给乙的 1–3 条消息，读后几秒焚毁，1–600；0 是普通消息
EVENTS = [  # 1–7 件事，第几秒到甲、乙手机、乙平板，0–600；没写“到”的消息开始时就有
    ["到 3", 0, 1, 3],
    ["撤回 3", 1, 2, 2],  # 比消息先到乙平板
    ["读到 1", 6, 3, 7],  # 乙手机读的；甲、乙平板收到的是回执
    ["读到 2", 5, 4, 5],  # 前面的也算读了；比“读到 1”先到甲
    ["重启", None, 5, None],
    ["撤回 1", 8, 10, 9],
]
BREAK_OVERWRITE = False  # 改成 True：后到的回执盖掉先到的，不取大的
BREAK_DROP_EARLY = False  # 改成 True：撤回到了而消息还没到，就当没这回事
BREAK_RESTORE = False  # 改成 True：焚毁以后收到撤回，又放回一条提示
BREAK_STOP_TIMER = False  # 改成 True：收到撤回就不再倒数
BREAK_MEMORY_TIMER = False  # 改成 True：倒数只记在内存里，重启就没了
# ── INPUT 结束 ──

DEVICES = ["甲", "乙手机", "乙平板"]
VIEWS = ["未到", "未读", "已读", "倒数", "已撤回", "已焚毁"]  # 只许往后变
TONES = {"未读": "plain", "已读": "good", "倒数": "good"}  # 其余的淡
PACES = (1, 4, 700)  # 换次序时两件事相隔几秒：从大多来不及焚毁，到全来得及
NEVER, END = 10**6, 10**6 - 1  # 秒；没有在倒数；该焚毁的都焚毁了


class State(NamedTuple):
    """一台设备存在盘上的东西；每一项只往一个方向变。"""

    arrived: frozenset = frozenset()  # 收到过的消息
    upto: int = 0  # 读到第几条
    recalled: frozenset = frozenset()  # 撤回了的，不管消息到没到
    deadlines: tuple = (NEVER,) * 3  # 每条在第几秒焚毁

    def covered(self):
        """收到了，也读到了的消息。"""
        return {n for n in self.arrived if n <= self.upto}

    def timed(self, n, at):
        """第 n 条的焚毁时刻改成 at。"""
        return self._replace(deadlines=(*self.deadlines[: n - 1], at, *self.deadlines[n:]))


def merge(a, b):
    """两份状态合成一份：集合取并，读到哪里取大，焚毁取早；谁先谁后、重复几遍都一样。"""
    earliest = tuple(map(min, a.deadlines, b.deadlines))
    return State(a.arrived | b.arrived, max(a.upto, b.upto), a.recalled | b.recalled, earliest)


def apply(state, event, now):
    """一台设备在第 now 秒遇到一件事；只看自己的状态，不问别的设备。"""
    what, n = event
    before = state.covered()
    if what == "到":
        state = merge(state, State(arrived=frozenset([n])))
    elif what == "读到":
        state = state._replace(upto=n) if BREAK_OVERWRITE else merge(state, State(upto=n))
    elif what == "撤回" and (n in state.arrived or not BREAK_DROP_EARLY):
        state = merge(state, State(recalled=frozenset([n])))
        burnt = state.deadlines[n - 1] <= now
        if (BREAK_RESTORE and burnt) or (BREAK_STOP_TIMER and not burnt):
            state = state.timed(n, NEVER)
    elif what == "重启" and BREAK_MEMORY_TIMER:  # 焚毁了的已经从盘上删掉，不会回来
        kept = tuple(end if end <= now else NEVER for end in state.deadlines)
        state = state._replace(deadlines=kept)
    for m in state.covered() - before:  # 刚读到的，从现在起倒数
        if BURN[m - 1]:
            state = merge(state, State().timed(m, now + BURN[m - 1]))
    return state


def views(state, now):
    """第 now 秒每条显示成什么：焚毁压过撤回，撤回压过其余。"""
    shown = []
    for n, end in enumerate(state.deadlines[: len(BURN)], 1):
        alive = "倒数" if end < NEVER else "已读" if n <= state.upto else "未读"
        alive = "已撤回" if n in state.recalled else alive if n in state.arrived else "未到"
        shown.append("已焚毁" if end <= now else alive)
    return tuple(shown)


def parsed(text):
    """“读到 2”变成 ("读到", 2)；重启后面没有数，当作 0。"""
    what, _, number = text.partition(" ")
    return what, int(number or 0)


def beginning():
    """开始的状态：没写“到”的消息都已经收到。"""
    late = {n for what, n in (parsed(row[0]) for row in EVENTS) if what == "到"}
    return State(arrived=frozenset(range(1, len(BURN) + 1)) - late)


def live(device):
    """第 device 台设备从头到尾：[(第几秒, 遇到什么, 各条的显示)]。"""
    state = beginning()
    history = [(0, "开始", views(state, 0))]
    plan = [(row[device + 1], row[0]) for row in EVENTS if row[device + 1] is not None]
    for at, text in [*sorted(plan, key=lambda item: item[0]), (END, "")]:
        for end in sorted({*state.deadlines}):
            if history[-1][0] < end <= at:
                history.append((end, "到期", views(state, end)))
        if text:
            state = apply(state, parsed(text), at)
            history.append((at, text, views(state, at)))
    return history


def explore(pace, ends, moves):
    """全部次序都走一遍，两件事隔 pace 秒；往两个计数里添：最后的样子，走过的变化。"""
    events = tuple(parsed(row[0]) for row in EVENTS)
    layer, now = {(beginning(), events): 1}, 0
    for step in range(len(events) + 1):
        past, now, following = now, step * pace if step < len(events) else END, Counter()
        for (state, left), count in layer.items():  # 状态和剩下的事都相同，就并成一个，只记次数
            for i, event in enumerate(left or [("到期", 0)]):
                after = apply(state, event, now)
                following[after, left[:i] + left[i + 1 :]] += count
                runs = count * factorial(max(len(left) - 1, 0))  # 其余的事怎样排都经过这里
                shown = views(state, past), views(state, now), views(after, now)
                for cause, (old, new) in zip(("到期", event[0]), pairwise(shown), strict=True):
                    for way in zip(old, new, strict=True):
                        moves[*way, cause] += runs
        layer = following
    for (state, _), count in layer.items():
        ends[views(state, END)] += count


def well_formed(row, known):
    """EVENTS 的一行对不对：甲做的先到甲，乙读的先到乙，重启可以只写几台。"""
    if type(row) is not list or len(row) != 4 or row[0] not in known:
        return False
    times = [at for at in row[1:] if type(at) is int and 0 <= at <= 600]
    if row[0] == "重启":
        return 0 < len(times) == 3 - row.count(None)
    return len(times) == 3 and min(times) in (times[1:] if "读" in row[0] else times[:1])


def check_inputs(values):
    """每个输入的类型和取值都要对，不对就用一句话说清楚，停下来。"""
    burn, events = (values[n] if type(values[n]) is list else [] for n in ("BURN", "EVENTS"))
    known = [f"{what} {n + 1}" for what in ("到", "读到", "撤回") for n in range(len(burn))]
    bad = [row for row in events if not well_formed(row, [*known, "重启"])][:1]
    seconds = 0 < len(burn) < 4 and all(type(n) is int and 0 <= n <= 600 for n in burn)
    form = " 1–7 行 [做什么, 到甲, 到乙手机, 到乙平板]，0–600 秒，谁做的先到谁"
    checks = [("BURN", seconds, " 1–3 个 0–600 的整数", values["BURN"])]
    checks += [("EVENTS", 0 < len(events) < 8 and not bad, form, bad or values["EVENTS"])]
    checks += [(n, type(v) is bool, " True 或 False", v) for n, v in values.items() if "BREAK" in n]
    for name, good, wanted, value in checks:
        if not good:
            raise SystemExit(f"输入有误：{name} 应是{wanted}，现在是 {value!r:.80}")


def main():
    """三台设备各走一遍，再把先后换遍，先说结论，最后画图。"""
    check_inputs(globals())
    histories, ends, moves, rows = [live(device) for device in range(3)], Counter(), Counter(), []
    finals = ["、".join(history[-1][2]) for history in histories]
    apart = "；".join(f"{name} {final}" for name, final in zip(DEVICES, finals, strict=True))
    print("三台设备最后" + (f"不一样：{apart}" if len({*finals}) > 1 else f"一样：{finals[0]}"))
    for pace in PACES:
        explore(pace, ends, moves)
    print(f"这 {len(EVENTS)} 件事换着先后走 {ends.total()} 遍，有 {len(ends)} 种结局：")
    print(*(f"  {ends[shown]:>5} 遍  {'、'.join(shown)}" for shown in sorted(ends)), "", sep="\n")
    until = max(history[-1][0] for history in histories) + 2
    for name, history in zip(DEVICES, histories, strict=True):
        for at, text, shown in history:
            print(name.ljust(3, "　"), f"{at:>3} 秒  {text}：{'、'.join(shown)}", end="；")
            print(f"未读 {shown.count('未读')} 条")
        for n in range(len(BURN)):
            points = {at: shown[n] for at, _, shown in history}  # 同一秒里只看最后的
            starts = [*(next(group) for _, group in groupby(points, points.get)), until]
            spans = [{"at": a, "size": b - a, "name": points[a]} for a, b in pairwise(starts)]
            spans = [span | {"tone": TONES.get(span["name"], "quiet")} for span in spans]
            rows.append({"label": f"{name} 第 {n + 1} 条", "spans": spans})
    strip = {"kind": "strip", "title": "每台设备上的每一条", "unit": "秒", "rows": rows}
    states = {"kind": "states", "title": "换着先后走，一条消息的变化", "states": VIEWS, "start": 0}
    states["moves"], rank = [], VIEWS.index
    for a, b, cause in sorted((rank(old), rank(new), *by) for old, new, *by in moves if old != new):
        count, tone = moves[VIEWS[a], VIEWS[b], cause], "bad" if a > b else "plain"
        states["moves"].append({"from": a, "to": b, "label": cause, "count": count, "tone": tone})
    print(json.dumps({"trace": 1, "pictures": [strip, states]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
