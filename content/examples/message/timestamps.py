"""收件箱的时间戳：为什么只能向前

看点：迟到的消息若按原来的时间戳存，就落在游标后面，从此拉不到；取 max(ts, last + 1) 就不会
难度：进阶
对照：任意时刻从任意游标拉取的性质；256 种到达次序；闭式；Lamport 时钟；HLC 论文的性质
依据：本站《IM 消息同步机制》的上行、下行两节；Lamport 1978；Kulkarni 等 2014（HLC）
"""

import json
import re
from itertools import combinations, product

# ── INPUT：改这里的值，再运行 ──
# 谁:哪条@定时间戳时他那个消息节点的时钟（毫秒）；同一个人的按发送次序写
SENDS = "甲:m1@100 甲:m2@102 乙:m3@101 甲:m4@97"
# 每个接收者的消息按什么次序到达；“拉”是他的客户端来拉一次
ARRIVALS = {"丙": "m1 m2 拉 m3 拉 m4 拉", "丁": "m3 m1 拉 m2 m4 拉"}
RATE = 2000  # 一个收件箱每秒来几条，1–5000
SECONDS = 10  # 这样连来几秒，1–60
BREAK_LITERAL_RULE = False  # 改成 True：收件箱照原帖，撞上已有的时间戳才往后加
BREAK_LITERAL_SENDER = False  # 改成 True：发件箱也只防相同，不防时钟倒退
# ── INPUT 结束 ──

PULL = "拉"


def literal(ts, stored):
    """原帖的字面意思：与已有的重复才往后加，加到不重复。"""
    while ts in stored:
        ts += 1
    return ts


def forward(ts, stored):
    """只向前：max(ts, last + 1)，last 是这个箱子里最大的时间戳。"""
    return max(ts, max(stored, default=0) + 1)


def receive(words, stamps, rule):
    """消息到了就定时间戳存入，“拉”就取走比游标大的；返回 {时间戳: 消息} 和各次（游标，拉到的）。"""
    stored, pulls, cursor = {}, [], 0
    for word in words:
        if word == PULL:
            found = sorted(ts for ts in stored if ts > cursor)
            pulls.append((cursor, found))
            cursor = max([cursor, *found])
        else:
            stored[rule(stamps[word], stored)] = word
    return stored, pulls


def unreachable(stored, pulls):
    """落在游标以内却没有拉到过的：以后的每次拉取都从游标往后，再也轮不到它们。"""
    taken = {ts for _, found in pulls for ts in found}
    return sorted(ts for ts in stored if ts < max(taken, default=0) and ts not in taken)


def outboxes(sends, rule):
    """每个人的发件箱 {谁: receive 的结果}；他的另一台设备每发一条就来拉一次。"""
    clocks = {message: clock for _, message, clock in sends}
    words = {sender: [] for sender, _, _ in sends}
    for sender, message, _ in sends:
        words[sender] += [message, PULL]
    return {sender: receive(told, clocks, rule) for sender, told in words.items()}


def opposite(first, second):
    """两个收件箱里次序相反的每一对消息。"""
    one, other = ([box[ts] for ts in sorted(box)] for box in (first, second))
    common = [message for message in one if message in other]
    return [(a, b) for a, b in combinations(common, 2) if other.index(a) > other.index(b)]


def lossy_orders(rule):
    """四条消息各取 100–103，256 种到达次序，存一条拉一次：有几种漏了消息。"""
    words = ["a", PULL, "b", PULL, "c", PULL, "d", PULL]
    orders = (dict(zip("abcd", times, strict=True)) for times in product(range(100, 104), repeat=4))
    return sum(bool(unreachable(*receive(words, stamps, rule))) for stamps in orders)


def leads(rate, seconds):
    """每秒 rate 条、连来 seconds 秒：每过一秒，下一条的时间戳要比时钟超前多少毫秒，直到追上。"""
    free, sent, found = 0, 0, []  # free：下一条最早能用的时间戳，就是 last + 1
    while len(found) <= seconds or found[-1][1] > 0:
        now = 1000 * len(found)
        while sent < rate * seconds and sent * 1000 // rate < now:
            free = max(sent * 1000 // rate, free) + 1
            sent += 1
        found.append((len(found), max(0, free - now)))
    return found


def parse_sends(text):
    """“谁:哪条@时钟”变成（谁，哪条，时钟），写错了的说出来。"""
    words = text.split() if type(text) is str else []
    found = [re.fullmatch(r"(\w{1,4}):(\w{1,6})@([1-9][0-9]{0,6})", w) for w in words]
    sends = [(match[1], match[2], int(match[3])) for match in found if match]
    names = {message for _, message, _ in sends} - {PULL}
    if not 1 <= len(names) == len(words) <= 20 or len({sender for sender, _, _ in sends}) > 3:
        wanted = "1–20 个“谁:哪条@时钟”，至多 3 人，消息不重名，时钟在 1–9999999"
        raise SystemExit(f"输入有误：SENDS 应是 {wanted}，现在是 {text!r}")
    return sends


def parse_arrivals(arrivals, names):
    """每个接收者的词表，写错了的说出来。"""
    told = arrivals if type(arrivals) is dict else {}
    told = {who: text.split() for who, text in told.items() if type(who) is type(text) is str}
    good = 1 <= len(told) <= 4 and len(told) == len(arrivals)
    for who, words in told.items():
        messages = [word for word in words if word != PULL]
        good &= bool(re.fullmatch(r"\w{1,4}", who)) and len(words) <= 40
        good &= 1 <= len(messages) == len({*messages}) and {*messages} <= {*names}
    if not good:
        wanted = "1–4 个接收者，各写到达的消息（至少一条，不重复）和“拉”，不超过 40 个词"
        raise SystemExit(f"输入有误：ARRIVALS 应是 {wanted}，现在是 {arrivals!r}")
    return told


def show(stored, order):
    """时间戳和消息，写成 m1@100。"""
    return " ".join(f"{stored[ts]}@{ts}" for ts in order) or "没有"


def picture_strip(receiver, words, stamps, rule):
    """同一批消息的三种时间戳；竖线是用着的规则下每次拉完的游标，线左边的不会再拉。"""
    given = [word for word in words if word != PULL]  # 不同的人可能定出同一个时间戳
    sent = {stamps[w]: "、".join(v for v in given if stamps[v] == stamps[w]) for w in given}
    rows = [("上行定的", sent, [])]
    rows += [("收件箱，原帖的规则", *receive(words, stamps, literal))]
    rows += [("收件箱，只向前", *receive(words, stamps, forward))]
    picture = {"kind": "strip", "title": f"{receiver} 的时间戳", "unit": "毫秒", "rows": []}
    for label, stored, pulls in rows:
        lost = unreachable(stored, pulls)
        spans = [{"at": ts, "size": 1, "name": stored[ts]} for ts in sorted(stored)]
        spans = [span | {"tone": "bad"} if span["at"] in lost else span for span in spans]
        picture["rows"].append({"label": label, "spans": spans})
    ends = {found[-1] + 1 for _, found in receive(words, stamps, rule)[1] if found}
    return picture | {"marks": [{"at": end, "label": "以后从"} for end in sorted(ends)[-6:]]}


def picture_sequence(receiver, words, stamps, rule):
    """消息从各自的节点进收件箱，客户端来拉；每步隔 10 毫秒，只表示先后。"""
    stored, pulls = receive(words, stamps, rule)
    kept, taken, hops = iter(stored), iter(pulls), []
    for word in words:
        if word == PULL:
            cursor, found = next(taken)
            names = " ".join(stored[ts] for ts in found)[:24] or "没有新的"
            hops += [(2, 1, f"拉 {cursor} 之后的", ""), (1, 2, names, show(stored, found))]
        else:
            hops.append((0, 1, f"{word}@{stamps[word]}", f"存为 {next(kept)}"))
    keys, lanes = ("from", "to", "label", "detail"), ["发送者的节点", "收件箱", receiver]
    events = [{"at": 10 * n} | dict(zip(keys, hop, strict=True)) for n, hop in enumerate(hops)]
    return {"kind": "sequence", "title": f"{receiver} 这一路", "lanes": lanes, "events": events}


def main():
    """核对输入，走一遍上行和下行，数一数两种规则，再看时间戳会超前多少。"""
    sends = parse_sends(SENDS)
    arrivals = parse_arrivals(ARRIVALS, [message for _, message, _ in sends])
    for name, good, wanted in (
        ("RATE", type(RATE) is int and 1 <= RATE <= 5000, "1–5000 的整数"),
        ("SECONDS", type(SECONDS) is int and 1 <= SECONDS <= 60, "1–60 的整数"),
        ("BREAK_LITERAL_RULE", type(BREAK_LITERAL_RULE) is bool, "True 或 False"),
        ("BREAK_LITERAL_SENDER", type(BREAK_LITERAL_SENDER) is bool, "True 或 False"),
    ):
        if not good:
            raise SystemExit(f"输入有误：{name} 应是 {wanted}，现在是 {globals()[name]!r}")
    boxes = outboxes(sends, literal if BREAK_LITERAL_SENDER else forward)
    stamps = {message: ts for stored, _ in boxes.values() for ts, message in stored.items()}
    rule, inboxes = literal if BREAK_LITERAL_RULE else forward, {}
    for receiver, words in arrivals.items():
        stored, pulls = receive(words, stamps, rule)
        inboxes[receiver] = stored
        lost = unreachable(stored, pulls)
        told = f"永远拉不到 {show(stored, lost)}" if lost else "都拉得到"
        print(f"{receiver} 的收件箱：{show(stored, stored)}，{told}")
        for cursor, found in pulls:
            print(f"  拉 {cursor} 之后的：{show(stored, found)}")
    for (one, first), (other, second) in combinations(inboxes.items(), 2):
        pairs = "、".join(f"{a} {b}" for a, b in opposite(first, second))
        print(f"{one} 与 {other} 看到的次序相反的：{pairs or '没有'}")
    for sender, (stored, pulls) in boxes.items():
        lost = unreachable(stored, pulls)
        told = f"，另一台设备永远拉不到 {show(stored, lost)}" if lost else ""
        print(f"{sender} 的发件箱：{show(stored, stored)}{told}")
    counts = lossy_orders(literal), lossy_orders(forward)
    print("四条消息的 256 种到达次序，漏消息的：原帖的规则 {} 种，只向前 {} 种".format(*counts))
    points = leads(RATE, SECONDS)
    print(f"每秒 {RATE} 条连来 {SECONDS} 秒：超前 {max(lead for _, lead in points)} 毫秒")
    rate = {"kind": "rate", "title": "时间戳比时钟超前多少", "x": "秒", "y": "毫秒"}
    rate["series"] = [{"name": "超前", "shape": "line", "points": points}]
    story = next(iter(arrivals.items()))
    pictures = [picture_strip(*story, stamps, rule), picture_sequence(*story, stamps, rule), rate]
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
