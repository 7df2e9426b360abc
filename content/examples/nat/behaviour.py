"""NAT 行为实验室：映射 × 过滤，谁和谁能打通

看点：四种旧类型只是九种行为里的四种；两边都要发，还要认得意外的来源
难度：进阶
对照：只记“谁向谁发过”的另一套模型；由定义推出的判定式；RFC 5780 的测试 I–III
依据：RFC 4787 §4.1、§5、§6；RFC 5780 §4.3、§4.4；RFC 8445 §7.2.5.2.1、§7.3.1.3
"""

import json

# ── INPUT：改这里的值，再运行 ──
NAT_A = "APDM+APDF"  # 映射+过滤。映射看目标：EIM 都不看，ADM 看地址，APDM 看地址和端口
NAT_B = "EIM+ADF"  # 过滤看来源：EIF、ADF、APDF 同理。写 "同一台"：B 也在 NAT A 后面
ORDER = "ABABAB"  # 轮到谁发，1–8 个 A 或 B；每次向已知的每个地址各发一个检测
HAIRPINNING = True  # NAT 肯不肯把发给自己外部地址的包转回内网
PORT_SEED = 50000  # 内网的端口号在外面已被占用时，从这个号往上找，1024–65000
BREAK_NO_PRFLX = False  # 改成 True：只认信令里交换来的地址，别的来源一律不理
BREAK_NO_FILTER = False  # 改成 True：NAT 什么都不过滤，谁的包都进得来
BREAK_SAME_SOCKET = False  # 改成 True：测完映射，用同一个 socket 接着测过滤
# ── INPUT 结束 ──

MAPPINGS, FILTERINGS = ("EIM", "ADM", "APDM"), ("EIF", "ADF", "APDF")
KINDS = {f"{MAPPINGS[m]}+{FILTERINGS[f]}": (m, f) for m in range(3) for f in range(3)}
OLD = {"EIM+EIF": "完全圆锥", "EIM+ADF": "地址受限", "EIM+APDF": "端口受限", "APDM+APDF": "对称"}
HOSTS, STUN = (("10.0.0.2", 5000), ("10.0.0.3", 5000)), ("192.0.2.1", 3478)
NEW_PORT, NEW_ADDRESS, NEW_BOTH = ("192.0.2.1", 3479), ("192.0.2.2", 3478), ("192.0.2.2", 3479)
HOP = ("from", "to", "label", "tone", "arrives")
LANES = ["主机 A", "NAT A", "STUN 服务器", "NAT B", "主机 B"]


class InputError(ValueError):
    """读者改的值不合要求。"""


def validate(values):
    """检查每个输入的类型和取值。"""
    for name, kind, good, wanted in (
        ("NAT_A", str, KINDS.__contains__, f"{'、'.join(KINDS)} 之一"),
        ("NAT_B", str, [*KINDS, "同一台"].__contains__, "同一台，或写法同 NAT_A 的九种之一"),
        ("ORDER", str, lambda v: 1 <= len(v) <= 8 and not v.strip("AB"), "1–8 个字母 A 或 B"),
        ("PORT_SEED", int, range(1024, 65001).__contains__, "1024–65000 之间的整数"),
        *((n, bool, repr, "True 或 False") for n in values if n[:5] in ("HAIRP", "BREAK")),
    ):
        if type(values[name]) is not kind or not good(values[name]):
            raise InputError(f"{name} 应是 {wanted}，现在是 {values[name]!r}")


class Nat:
    """一台 NAT。映射、过滤各是一个数：看对端的前几项，0 不看，1 地址，2 地址和端口。"""

    def __init__(self, kind, port_seed, address="198.51.100.1"):
        self.address, (self.mapping, self.filtering), self.free = address, kind, port_seed
        self.ports = {}  # （内网端点，目标的前几项）→ 外部端口
        self.rules = {}  # （外部端口，来源的前几项）→ 哪个包打开的

    def outbound(self, inside, remote, packet="探测"):
        """放出一个包：沿用或新建映射，记一条过滤规则；返回外面看到的来源。"""
        key = inside, remote[: self.mapping]
        port = self.ports.get(key, inside[1])  # 端口保持：外面尽量用同一个号
        while key not in self.ports and port in self.ports.values():
            port, self.free = self.free, self.free + 1
        self.ports[key] = port
        self.rules.setdefault((port, remote[: self.filtering]), packet)
        return self.address, port

    def inbound(self, source, port):
        """外面来了一个包：放行就返回当初打开这个口的包，丢弃就返回 None。"""
        return self.rules.get((port, source[: self.filtering]))


class Lab:
    """两台主机各问一次 STUN，经信令交换地址（信令不在模型里），再轮流检测。"""

    def __init__(self, a, b, port_seed=50000, hairpin=True, learn=True):
        self.nats = (first := Nat(a, port_seed)), Nat(b, port_seed, "203.0.113.1") if b else first
        self.blocked, self.learn, self.events, self.log = not b and not hairpin, learn, [], []
        self.heard, self.valid, self.gates = set(), set(), (1, 3 if b else 1)
        self.mapped = [self._send(i, STUN, "问 STUN")[0] for i in (0, 1)]
        self.targets = {self.mapped[1]: "srflx"}, {self.mapped[0]: "srflx"}

    def _send(self, i, remote, what):
        peer, packet = 1 - i, f"{'AB'[i]} {what} {len(self.log) + 1}"
        source = self.nats[i].outbound(HOSTS[i], remote, packet)
        opened = None if self.blocked else self.nats[peer].inbound(source, remote[1])
        via, end, fate = self.gates[peer], 4 * peer, f"放行，口由“{opened}”打开"
        if remote == STUN:
            via, end, fate, opened = 2, 4 * i, "应答里写着这个来源", packet
        elif not opened:
            fate = "NAT 丢弃"
        elif not self.learn and source != self.mapped[i]:
            fate, opened = "主机不认这个来源", None
        else:
            self.heard.add(peer)
        tone, path = "plain" if opened else "bad", "{}:{} → {}:{}".format(*source, *remote)
        for hop in (4 * i, via, packet, "plain", True), (via, end, fate, tone, fate != "NAT 丢弃"):
            self.events += [dict(zip(HOP, hop, strict=True), at=10 * len(self.events), detail=path)]
        self.log.append(f"{packet:<13} {path}，{fate}")
        return source, opened

    def check(self, i, target):
        """主机 i 检测 target，对方向看到的来源应答；应答从 target 回来才算确认。"""
        source, opened = self._send(i, target, f"检测 {self.targets[i][target]}")
        if opened:
            self.targets[1 - i].setdefault(source, "prflx")  # 没见过的来源：对端反射候选
            back, passed = self._send(1 - i, source, "应答")
            self.valid |= {i} if passed and back == target else set()

    def run(self, order="ABABAB"):
        """轮到谁，谁就检测已知的每个地址，直到确认；返回 通、半通 或 不通。"""
        for i in map("AB".index, order):
            for target in list(self.targets[i]):
                if i not in self.valid:
                    self.check(i, target)
        return "通" if len(self.valid) == 2 else "半通" if len(self.heard) == 2 else "不通"


def discover(nat, socket):
    """RFC 5780 §4.3、§4.4：只凭 STUN 应答判断映射和过滤；过滤要换一个没用过的 socket 测。"""
    first, second = nat.outbound(HOSTS[0], STUN), nat.outbound(HOSTS[0], NEW_ADDRESS)
    mapping = 0 if first == second else 1 if nat.outbound(HOSTS[0], NEW_BOTH) == second else 2
    port = nat.outbound(socket, STUN)[1]  # 测试 I；II 请它换地址和端口再答，III 只换端口
    filtering = 0 if nat.inbound(NEW_BOTH, port) else 1 if nat.inbound(NEW_PORT, port) else 2
    return f"{MAPPINGS[mapping]}+{FILTERINGS[filtering]}"


def main():
    """打一次洞，再算两张矩阵和九种行为的判定。"""
    try:
        validate(globals())
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    kinds = {name: (m, 0 if BREAK_NO_FILTER else f) for name, (m, f) in KINDS.items()}
    options = PORT_SEED, HAIRPINNING, not BREAK_NO_PRFLX
    lab = Lab(kinds[NAT_A], kinds.get(NAT_B), *options)
    result = f"打洞：{lab.run(ORDER)}"
    print(*lab.log, result, sep="\n")
    pictures = [{"kind": "sequence", "title": result, "lanes": LANES, "events": lab.events}]
    nine = {x: [Lab(a, b, *options).run(ORDER) for b in kinds.values()] for x, a in kinds.items()}
    four = {OLD[x]: [nine[x][list(KINDS).index(y)] for y in OLD] for x in OLD}
    same = {name: Lab(kind, None, *options).run(ORDER) for name, kind in kinds.items()}
    socket = HOSTS[0 if BREAK_SAME_SOCKET else 1]
    told = {n: [same[n], discover(Nat(k, PORT_SEED), socket)] for n, k in kinds.items()}
    for title, corner, columns, rows in (
        ("四种旧类型：行是 A，列是 B", "A \\ B", list(OLD.values()), four),
        ("九种行为：行是 A，列是 B，次序相同", "A \\ B", list(KINDS), nine),
        ("九种行为：两台主机在同一台 NAT 后面；RFC 5780 的判定", "NAT", ["同一台", "判定"], told),
    ):
        print(title)
        grid = {"kind": "grid", "title": title, "corner": corner, "columns": columns, "rows": []}
        for n, row in rows.items():
            name = n.ljust(9) if n.isascii() else n.ljust(4, "　")  # 汉字占两列
            print(" ", name, " ".join(text.ljust(2, "　") for text in row).rstrip())
            cells = [{"text": t, "tone": "good" if t in ("通", n) else "bad"} for t in row]
            grid["rows"].append({"name": n, "cells": cells})
        pictures.append(grid)
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
