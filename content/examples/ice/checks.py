"""ICE 连通检查回放：从收集候选到双方选定一对

看点：RFC 8445 §15.1 的 21 条消息怎样一条条走出来；改过滤、丢包和提名方式，看结果怎么变
难度：深入
对照：RFC 8445 §15.1 的逐步表格与 RFC 5245 §17 的流程；aioice 的两个代理在回环上真跑一次
依据：RFC 8445 §6.1、§7、§8.1、§14；RFC 5245 §8.1；RFC 8489 §6.2.1
"""

import json

# ── INPUT：改这里的值，再运行 ──
NOMINATION = "regular"  # "regular"（RFC 8445）或 "aggressive"（RFC 5245，已取消）
CONTROLLING = "L"  # "L" 或 "R"；两边都是完整实现时，本应是先发候选的 L
FILTERING = "address"  # NAT 的过滤看来源的什么："endpoint"（不看）、"address"、"address-port"
R_ADDRESSES = 1  # R 有几块网卡，1 或 2；第二块的本地优先级低 1
TA = 50  # 一方每隔多少毫秒才发一次新检测，5–1000
LOSS = []  # 丢掉哪几号消息，如 [10, 15]；信令不丢
BREAK_FIRST_WINS = False  # 改成 True：谁先被提名就一直用谁，不看优先级
BREAK_NO_TRIGGERED = False  # 改成 True：收到对方的检测也不回测
# ── INPUT 结束 ──

LANES = ["L", "NAT", "STUN 服务器", "R"]
IP = {"STUN-PUB-1": "192.0.2.2", "R-PUB-1": "192.0.2.1", "R-PUB-2": "192.0.2.4"}
VIEW = {"endpoint": lambda address: "", "address": IP.get, "address-port": str}  # RFC 4787 §5
HOST, PRFLX, SRFLX = ((kind << 24) + (65535 << 8) + 255 for kind in (126, 110, 100))
RTO, RC, RM, NEVER = 500, 7, 16, 10**9  # 最多发 7 次，末次再等 16 个 RTO（RFC 8489 §6.2.1）


class InputError(ValueError):
    """读者改的值不合要求。"""


def pair_priority(g, d):
    """RFC 8445 §6.1.2.3；g 是 controlling 一方的候选。"""
    return (min(g, d) << 32) + 2 * max(g, d) + (g > d)


class Pair:
    """候选对；use：要带或收到过 USE-CANDIDATE；asked：触发检测的次序；proves：证实的有效对。"""

    def __init__(self, agent, local, remote):
        ends = agent.local.setdefault(local, PRFLX), agent.remote.setdefault(remote, PRFLX)
        self.name, self.local, self.remote = f"{agent.name}{len(agent.pairs) + 1}", local, remote
        self.priority = pair_priority(*ends if agent.controlling else ends[::-1])
        self.use = agent.controlling and NOMINATION == "aggressive"
        self.state, self.asked, self.due, self.proves = "", NEVER, NEVER, None


class Agent:
    """一个完整实现；local、remote：地址到优先级；tick：下一次 Ta 到点的时刻。"""

    def __init__(self, lane, *hosts):
        self.lane, self.name, self.controlling = lane, LANES[lane], LANES[lane] == CONTROLLING
        self.hosts, self.local = hosts, {host: HOST - 256 * i for i, host in enumerate(hosts)}
        self.remote, self.pairs, self.nominated, self.sent, self.tick = {}, {}, [], [], 0

    def pair(self, local, remote):
        """已有这一对就用它，没有就造一对；不认识的地址就是 prflx 候选。"""
        return self.pairs.setdefault((local, remote), Pair(self, local, remote))

    def having(self, *states):
        """处于这些状态的对：触发检测在前，其余优先级高的在前。"""
        found = [pair for pair in self.pairs.values() if pair.state in states]
        return sorted(found, key=lambda pair: (pair.asked, -pair.priority))


class Replay:
    """虚拟时钟、NAT、两个代理。走一跳算一条消息；路上和信令不计时，只有等 Ta 和 RTO 计时。"""

    def __init__(self):
        self.now, self.number, self.log, self.opened = 0, 0, [], set()
        self.l, self.r = Agent(0, "L-PRIV-1"), Agent(3, *["R-PUB-1", "R-PUB-2"][:R_ADDRESSES])
        self.l.peer, self.r.peer = self.r, self.l

    def _say(self, start, to, label, detail="", fate=""):  # 有去处的是消息，编号；fate：为何没到
        self.number += to is not None
        label = label if to is None else f"({self.number}) {label}"
        event = {"at": self.now, "from": start, "to": to, "label": label, "detail": detail + fate}
        self.log.append(event | ({"tone": "bad", "arrives": False} if fate else {}))

    def _carry(self, src, dst, label):  # 返回送到时的来源和目的地址；没送到是空串
        lane, end = ("LNSR".index(address[0]) for address in (src, dst))
        hops, fate = [(lane, end, src, dst)], ""
        if lane == 0:
            hops = [(0, 1, src, dst), (1, end, "NAT-PUB-1", dst)]
        elif end < 2:
            hops = [(lane, 1, src, dst), (1, 0, src, "L-PRIV-1")]
            shut = "：NAT 过滤" * (VIEW[FILTERING](src) not in self.opened)
            fate = shut if end == 1 else "：私有地址，路由不到"
        for lane, to, src, dst in hops:
            fate = fate or "：丢失" * (self.number + 1 in LOSS)
            self._say(lane, to, label, f"{src} → {dst}", fate)
            if fate:
                return "", ""
            if lane == 0:
                self.opened.add(VIEW[FILTERING](dst))
        return src, dst

    def _change(self, agent, pair, state, why=""):  # 状态一变，先前的检测不再重传
        pair.state, pair.due = state, NEVER
        self._say(agent.lane, None, f"{pair.name} {state}{why}")
        if state == "Succeeded" and pair.use and pair.proves not in agent.nominated:
            agent.nominated.append(pair.proves)  # 排头的就是选定的：优先级最高（5245 §8.1.1.2）
            agent.nominated.sort(key=lambda pair: 0 if BREAK_FIRST_WINS else -pair.priority)
            self._say(agent.lane, None, f"提名 {pair.proves.name}，选定 {agent.nominated[0].name}")
            for other in agent.having("Waiting", "In-Progress"):  # 其余的退出（§8.1.2）
                if NOMINATION == "regular" or (other.state == "Waiting" and other.asked == NEVER):
                    self._change(agent, other, "Removed")

    def _probe(self, agent, pair):  # 发或重发一次检测；对方先响应，再排触发检测
        if pair.tries == RC:
            return self._change(agent, pair, "Failed")
        pair.due = self.now + RTO * (2**pair.tries if pair.tries < RC - 1 else RM)
        pair.tries += 1
        use, peer = agent.controlling and pair.use, agent.peer
        src, dst = self._carry(pair.local, pair.remote, f"请求 {pair.name}" + " USE-CAND" * use)
        if src:
            back, _ = self._carry(dst, src, f"响应 {pair.name} MA={src}")
            twin = peer.pair(dst, src)  # 对方眼里的这一对（§7.3.1.4）
            twin.use |= use
            over = peer.nominated and NOMINATION == "regular"
            if use and twin.state == "Succeeded":
                self._change(peer, twin, "Succeeded")
            elif not (twin.state == "Succeeded" or over or BREAK_NO_TRIGGERED):
                twin.asked = min(twin.asked, self.number)
                self._change(peer, twin, "Waiting", "，触发检测")
            if back:  # 有效对由响应里的映射地址 src 造出（§7.2.5.3.2）
                pair.proves = agent.pair(src, pair.remote)
                self._change(agent, pair, "Succeeded", f"，有效对 {pair.proves.name}")

    def run(self):
        """收集、交换、建表，检测到双方都选定、带提名的检测都有结果为止；最多 60 秒。"""
        for agent in (self.l, self.r):
            for host in agent.hosts:  # 问 STUN 服务器；这里不重试
                mapped, _ = self._carry(host, "STUN-PUB-1", "STUN 请求")
                if mapped and self._carry("STUN-PUB-1", mapped, f"STUN 响应 MA={mapped}")[0]:
                    agent.local.setdefault(mapped, SRFLX)
            self._say(agent.lane, agent.peer.lane, f"{agent.name} 的候选", "、".join(agent.local))
        for agent in (self.r, self.l):  # srflx 换成基地址就与 host 重复，所以只配 host
            agent.remote = dict(agent.peer.local)
            for ends in [(host, remote) for host in agent.hosts for remote in agent.remote]:
                self._change(agent, agent.pair(*ends), "Waiting")
        while self.now < 60_000 and len(self.log) < 150:
            for agent in (self.r, self.l):
                for pair in agent.having("In-Progress"):
                    if pair.due == self.now:
                        self._probe(agent, pair)
                if agent.tick > self.now:
                    continue
                agent.tick, done = self.now + TA, agent.having("Succeeded")
                if agent.controlling and done and not any(p.use for p in agent.pairs.values()):
                    done[0].use, done[0].asked = True, self.number  # 常规提名：重做一遍（§8.1.1）
                    self._change(agent, done[0], "Waiting", "，要提名")
                for pair in agent.having("Waiting")[:1]:  # 触发检测先发，其余按优先级（§6.1.4.2）
                    self._change(agent, pair, "In-Progress")
                    pair.asked, pair.tries = NEVER, 0
                    agent.sent.append(self.now // TA * TA)
                    self._probe(agent, pair)
            busy = [p for agent in (self.l, self.r) for p in agent.having("Waiting", "In-Progress")]
            if self.l.nominated and self.r.nominated and not any(pair.use for pair in busy):
                break
            self.now = min([self.l.tick, self.r.tick] + [pair.due for pair in busy])
        return self


def main():
    """核对输入，回放一遍，打印消息、两端的候选对和选定的对。"""
    allowed = {"NOMINATION": ["regular", "aggressive"], "CONTROLLING": ["L", "R"]}
    allowed |= {"FILTERING": [*VIEW], "R_ADDRESSES": range(1, 3), "TA": range(5, 1001)}
    allowed |= {"BREAK_FIRST_WINS": [False, True], "BREAK_NO_TRIGGERED": [False, True]}
    try:
        for name, good in allowed.items():
            value = globals()[name]
            if type(value) is not type(good[0]) or value not in good:
                wanted = "5–1000 之间的整数" if name == "TA" else f"{[*good]} 之一"
                raise InputError(f"{name} 应是 {wanted}，现在是 {value!r}")
        if not isinstance(LOSS, list) or any(type(n) is not int or n < 1 for n in LOSS):
            raise InputError(f"LOSS 应是消息编号（正整数）的列表，现在是 {LOSS!r}")
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    replay, bars = Replay().run(), []
    for e in replay.log:
        print(f"{e['at']:>5} ms  {LANES[e['from']][:4]:<5}{e['label']}  {e['detail']}".rstrip())
    print(f"共 {replay.number} 条消息，{replay.now} 毫秒")
    for agent in (replay.l, replay.r):
        print(f"{agent.name} 选定 {agent.nominated[0].name if agent.nominated else '不出'}")
        proven = [pair.proves for pair in agent.pairs.values() if pair.state != "Failed"]
        for p in agent.pairs.values():
            mark = "选定" if p in agent.nominated[:1] else "有效" if p in proven else "－"
            print(f"  {p.name} {p.priority} {p.local}/{p.remote} {p.state or '表外'} {mark}")
        points = sorted([at, agent.sent.count(at)] for at in set(agent.sent))
        bars.append({"name": f"{agent.name} 的新检测", "shape": "bars", "points": points})
    rate = {"kind": "rate", "title": "每个 Ta 里的新检测", "x": "毫秒", "y": f"条/{TA} 毫秒"}
    rate |= {"series": bars, "limits": [{"value": 1, "label": "每 Ta 最多 1 个"}]}
    sequence = {"kind": "sequence", "title": "消息", "lanes": LANES, "events": replay.log}
    print(json.dumps({"trace": 1, "pictures": [sequence, rate]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
