"""The NAT laboratory against RFC 4787's definitions, written down a second time in another way."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from tests.examples.loading import Outcome, load, run

NAME = "nat/behaviour"
MAPPINGS = ("EIM", "ADM", "APDM")
FILTERINGS = ("EIF", "ADF", "APDF")
NINE = [f"{mapping}+{filtering}" for mapping in MAPPINGS for filtering in FILTERINGS]
FOUR = {"完全圆锥": "EIM+EIF", "地址受限": "EIM+ADF", "端口受限": "EIM+APDF", "对称": "APDM+APDF"}
Table = dict[tuple[str, str], str]


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


# ── another model: no ports and no tables, only who has sent to whom ──


@dataclass(frozen=True)
class Seen:
    """Where packets of a side come from, told apart exactly as its mapping tells targets apart."""

    side: str
    kind: object


STUN = Seen("stun", "")


@dataclass
class Sets:
    """All packets ever sent through two NATs, as (side, seen as, sent to)."""

    kinds: dict[str, str]
    literal: bool = False  # "X:x has sent": whichever mapping it was sent through
    sent: set[tuple[str, Seen, Seen]] = field(default_factory=set)

    def send(self, side: str, to: Seen) -> Seen:
        mapping = self.kinds[side].split("+")[0]
        kind = {"EIM": (), "ADM": ("any of", to.side), "APDM": ("only", to)}[mapping]
        source = Seen(side, kind)
        self.sent.add((side, source, to))
        return source

    def accepts(self, source: Seen, to: Seen) -> bool:
        """RFC 4787 §5, asked of the record."""
        filtering = self.kinds[to.side].split("+")[1]
        for side, used, target in self.sent:
            if side != to.side or not (self.literal or used == to):
                continue
            if filtering == "EIF" or target == source:
                return True
            if filtering == "ADF" and target.side == source.side:
                return True
        return False

    def outcome(self, learn: bool = True) -> str:
        """Both sides try all they know, again and again; nobody is first."""
        other = {"a": "b", "b": "a"}
        told = {other[side]: self.send(side, STUN) for side in "ab"}
        known = {side: {told[side]} for side in "ab"}
        heard, valid = set(), set()
        for _ in range(5):
            tried = [(side, target) for side in "ab" for target in known[side]]
            requests = [(side, target, self.send(side, target)) for side, target in tried]
            for side, target, source in requests:
                peer = other[side]
                if not self.accepts(source, target) or not (learn or source == told[peer]):
                    continue
                heard.add(peer)
                known[peer].add(source)
                answer = self.send(peer, source)
                if self.accepts(answer, source) and (learn or answer == told[side]):
                    heard.add(side)
                    if answer == target:
                        valid.add(side)
        return "通" if len(valid) == 2 else "半通" if len(heard) == 2 else "不通"


def by_sets(literal: bool = False, learn: bool = True) -> Table:
    return {
        (a, b): Sets({"a": a, "b": b}, literal).outcome(learn)
        for a, b in itertools.product(NINE, NINE)
    }


def predicted(a: str, b: str) -> str:
    """What follows from the definitions without sending anything.

    One mapping for all targets on both sides: each packet opens for the other's. On one side only:
    the other's packets come from a port that was never sent to, so its filter may not ask for
    ports. On none: whoever sends first needs a door that asks for nothing, the answers none that
    asks for ports, and somebody has to keep his port for a whole address, or ports change forever.
    """
    (ma, fa), (mb, fb) = a.split("+"), b.split("+")
    stable = [f for m, f in ((ma, fa), (mb, fb)) if m == "EIM"]
    if len(stable) == 2:
        return "通"
    if len(stable) == 1:
        return "不通" if stable == ["APDF"] else "通"
    if "APDF" in (fa, fb) or "EIF" not in (fa, fb):
        return "不通"
    return "半通" if ma == mb == "APDM" else "通"


def by_example(example: ModuleType, order: str = "ABABAB", **options: Any) -> Table:
    kinds = example.KINDS
    return {
        (a, b): example.Lab(kinds[a], kinds[b], **options).run(order)
        for a, b in itertools.product(NINE, NINE)
    }


def test_nine_by_nine_as_the_sets_say(example: ModuleType) -> None:
    assert by_example(example) == by_sets()


def test_nine_by_nine_as_follows_from_the_definitions(example: ModuleType) -> None:
    assert by_example(example) == {(a, b): predicted(a, b) for a in NINE for b in NINE}


def test_without_learning_as_the_sets_say(example: ModuleType) -> None:
    table = by_example(example, learn=False)
    assert table == by_sets(learn=False)
    both = {pair: all(kind.startswith("EIM") for kind in pair) for pair in table}
    assert table == {pair: "通" if both[pair] else "不通" for pair in table}


@pytest.mark.parametrize("order", ["BABABA", "ABABABAB", "AABABABB", "BBABABA", "ABBABAB"])
def test_three_rounds_in_any_order_are_enough(example: ModuleType, order: str) -> None:
    assert by_example(example, order) == by_sets()


def test_fewer_turns_are_never_better(example: ModuleType) -> None:
    best = by_sets()
    rank = ["不通", "半通", "通"].index
    for length in range(1, 6):
        for letters in itertools.product("AB", repeat=length):
            table = by_example(example, "".join(letters))
            assert all(rank(table[pair]) <= rank(best[pair]) for pair in table)


def test_the_other_reading_of_the_filter_changes_four_cells(example: ModuleType) -> None:
    ours, literal = by_example(example), by_sets(literal=True)
    assert {pair: literal[pair] for pair in ours if ours[pair] != literal[pair]} == {
        ("ADM+ADF", "ADM+ADF"): "通",
        ("ADM+ADF", "APDM+ADF"): "通",
        ("APDM+ADF", "ADM+ADF"): "通",
        ("APDM+ADF", "APDM+ADF"): "半通",
    }


def test_mirrored_orders_give_mirrored_results(example: ModuleType) -> None:
    kinds = [(m, f) for m in range(3) for f in range(3)]
    for length in range(1, 5):
        for letters in itertools.product("AB", repeat=length):
            order = "".join(letters)
            mirrored = order.translate(str.maketrans("AB", "BA"))
            for a, b in itertools.product(kinds, kinds):
                assert example.Lab(a, b).run(order) == example.Lab(b, a).run(mirrored)


def test_the_matrices_are_symmetric(example: ModuleType) -> None:
    for order in ("ABABAB", "BABABA"):
        table = by_example(example, order)
        assert all(table[a, b] == table[b, a] for a, b in table)


@pytest.mark.parametrize("seed", [1024, 5000, 5001, 65000])
def test_ports_do_not_decide(example: ModuleType, seed: int) -> None:
    assert by_example(example, port_seed=seed) == by_sets()


# ── one NAT, by the definitions of RFC 4787 §4.1 and §5 ──

REMOTES = [(address, port) for address in ("192.0.2.1", "192.0.2.2") for port in (1, 2)]


def same_for(kind: str, one: tuple[str, int], two: tuple[str, int]) -> bool:
    """Does this behaviour take two external endpoints for the same?"""
    return {"E": True, "AD": one[0] == two[0], "APD": one == two}[kind.rstrip("MFI")]


@pytest.mark.parametrize("name", NINE)
def test_mapping_as_defined(example: ModuleType, name: str) -> None:
    mapping = name.split("+")[0]
    insides = [("10.0.0.2", 5000), ("10.0.0.3", 5000), ("10.0.0.2", 5001), ("10.0.0.2", 50000)]
    for order in itertools.permutations(REMOTES):
        nat = example.Nat(example.KINDS[name], 50000)
        seen = {(x, r): nat.outbound(x, r) for x in insides for r in order}
        assert seen == {(x, r): nat.outbound(x, r) for x in insides for r in reversed(order)}
        assert {address for address, _ in seen.values()} == {"198.51.100.1"}
        for (x, r), (y, s) in itertools.product(seen, seen):
            assert (seen[x, r] == seen[y, s]) == (x == y and same_for(mapping, r, s))


@pytest.mark.parametrize("name", NINE)
def test_filtering_as_defined(example: ModuleType, name: str) -> None:
    mapping, filtering = name.split("+")
    inside, peer = ("10.0.0.2", 5000), ("192.0.2.2", 9)
    for count in range(5):
        for sent in itertools.combinations(REMOTES, count):
            nat = example.Nat(example.KINDS[name], 50000)
            through = {remote: nat.outbound(inside, remote, f"to {remote}") for remote in sent}
            for remote, source in itertools.product(sent, [*REMOTES, peer]):
                port = through[remote][1]
                asked = [r for r in sent if same_for(mapping, r, remote)]
                opened = [r for r in asked if same_for(filtering, r, source)]
                first = f"to {opened[0]}" if opened else None
                assert nat.inbound(source, port) == first
            assert nat.inbound(peer, 4999) is None


def test_ports_are_kept_where_they_are_free(example: ModuleType) -> None:
    nat = example.Nat((2, 2), 5000)
    ports = [nat.outbound(("10.0.0.2", 5000), (f"192.0.2.{n}", 1))[1] for n in range(1, 4)]
    assert ports == [5000, 5001, 5002]
    assert nat.outbound(("10.0.0.3", 5002), ("192.0.2.1", 1)) == ("198.51.100.1", 5003)
    assert nat.outbound(("10.0.0.3", 7000), ("192.0.2.1", 1)) == ("198.51.100.1", 7000)
    assert nat.outbound(("10.0.0.3", 7000), ("192.0.2.2", 1)) == ("198.51.100.1", 5004)
    assert nat.inbound(("192.0.2.2", 1), 5004) == "探测"
    assert example.Nat((0, 0), 1, "203.0.113.1").outbound(("x", 2), ("y", 3)) == ("203.0.113.1", 2)


# ── RFC 5780 ──


@pytest.mark.parametrize("name", NINE)
def test_discovery_knows_each_behaviour(example: ModuleType, name: str) -> None:
    for socket in (example.HOSTS[1], ("10.0.0.2", 6001), ("10.0.0.2", 50000)):
        assert example.discover(example.Nat(example.KINDS[name], 50000), socket) == name


def test_discovery_with_a_used_socket_errs_once(example: ModuleType) -> None:
    told = {
        name: example.discover(example.Nat(kind, 50000), example.HOSTS[0])
        for name, kind in example.KINDS.items()
    }
    assert {name: found for name, found in told.items() if name != found} == {"EIM+ADF": "EIM+EIF"}


def test_the_server_has_two_addresses_and_two_ports(example: ModuleType) -> None:
    (a, p), (b, q) = example.STUN, example.NEW_BOTH
    assert (a != b, p != q) == (True, True)
    assert (example.NEW_PORT, example.NEW_ADDRESS) == ((a, q), (b, p))


# ── one NAT for both ──


def test_behind_one_nat(example: ModuleType) -> None:
    good = {"EIM+EIF", "EIM+ADF", "EIM+APDF", "ADM+EIF"}
    for name, kind in example.KINDS.items():
        expected = "通" if name in good else "半通" if name == "APDM+EIF" else "不通"
        assert example.Lab(kind, None).run() == expected
        assert example.Lab(kind, kind).run() == expected  # as if there were two alike
        assert example.Lab(kind, None, hairpin=False).run() == "不通"
        assert example.Lab(kind, kind, hairpin=False).run() == expected


def test_hairpinned_packets_come_from_the_external_address(example: ModuleType) -> None:
    lab = example.Lab((0, 0), None)
    lab.run("A")
    first = lab.events[4]
    assert (first["from"], first["to"], lab.events[5]["to"]) == (0, 1, 4)
    assert first["detail"] == "198.51.100.1:5000 → 198.51.100.1:50000"


# ── what a run says ──

CHECKS = """\
A 问 STUN 1    198.51.100.1:5000 → 192.0.2.1:3478，应答里写着这个来源
B 问 STUN 2    203.0.113.1:5000 → 192.0.2.1:3478，应答里写着这个来源
A 检测 srflx 3  198.51.100.1:50000 → 203.0.113.1:5000，NAT 丢弃
B 检测 srflx 4  203.0.113.1:5000 → 198.51.100.1:5000，NAT 丢弃
A 检测 srflx 5  198.51.100.1:50000 → 203.0.113.1:5000，放行，口由“B 检测 srflx 4”打开
B 应答 6        203.0.113.1:5000 → 198.51.100.1:50000，放行，口由“A 检测 srflx 3”打开
B 检测 srflx 7  203.0.113.1:5000 → 198.51.100.1:5000，NAT 丢弃
B 检测 prflx 8  203.0.113.1:5000 → 198.51.100.1:50000，放行，口由“A 检测 srflx 3”打开
A 应答 9        198.51.100.1:50000 → 203.0.113.1:5000，放行，口由“B 检测 srflx 4”打开
打洞：通
四种旧类型：行是 A，列是 B
  完全圆锥 通　 通　 通　 通
  地址受限 通　 通　 通　 通
  端口受限 通　 通　 通　 不通
  对称　　 通　 通　 不通 不通
九种行为：行是 A，列是 B，次序相同
  EIM+EIF   通　 通　 通　 通　 通　 通　 通　 通　 通
"""


def cells(outcome: Outcome, number: int) -> dict[str, list[str]]:
    return {
        row["name"]: [cell["text"] for cell in row["cells"]]
        for row in outcome.picture("grid", number)["rows"]
    }


def packets(outcome: Outcome) -> list[str]:
    return [line for line in outcome.text.splitlines() if "→" in line]


def test_text(default: Outcome) -> None:
    assert default.text.startswith(CHECKS)
    lines = default.text.splitlines()
    assert len(lines) <= 80
    width = {"W": 2, "F": 2, "A": 2}
    for line in lines:
        assert sum(width.get(unicodedata.east_asian_width(c), 1) for c in line) <= 100
        assert line == line.rstrip()
    for number in range(3):
        for name, row in cells(default, number).items():
            assert any(line.split() == [name.rstrip("　"), *row] for line in lines)


def test_sequence(default: Outcome) -> None:
    picture = default.picture("sequence")
    assert picture["title"] == "打洞：通"
    assert picture["lanes"] == ["主机 A", "NAT A", "STUN 服务器", "NAT B", "主机 B"]
    events = picture["events"]
    assert [event["at"] for event in events] == list(range(0, 180, 10))
    hops = [(e["from"], e["to"], e["arrives"], e["tone"]) for e in events]
    dropped_b = [(0, 3, True, "plain"), (3, 4, False, "bad")]
    dropped_a = [(4, 1, True, "plain"), (1, 0, False, "bad")]
    to_b = [(0, 3, True, "plain"), (3, 4, True, "plain")]
    to_a = [(4, 1, True, "plain"), (1, 0, True, "plain")]
    asked = [(0, 2, True, "plain"), (2, 0, True, "plain"), (4, 2, True, "plain")]
    asked.append((2, 4, True, "plain"))
    assert hops == [*asked, *dropped_b, *dropped_a, *to_b, *to_a, *dropped_a, *to_a, *to_b]
    assert [e["label"] for e in events[8:10]] == [
        "A 检测 srflx 5",
        "放行，口由“B 检测 srflx 4”打开",
    ]
    assert events[8]["detail"] == "198.51.100.1:50000 → 203.0.113.1:5000"
    assert all(set(e) == {"at", "from", "to", "label", "detail", "tone", "arrives"} for e in events)
    assert all(len(e["label"]) <= 24 for e in events)


def test_grids(default: Outcome) -> None:
    four, nine, told = (default.picture("grid", number) for number in range(3))
    assert four["columns"] == list(FOUR)
    assert nine["columns"] == NINE
    assert told["columns"] == ["同一台", "判定"]
    assert [picture["corner"] for picture in (four, nine, told)] == ["A \\ B", "A \\ B", "NAT"]
    table = by_sets()
    assert cells(default, 0) == {x: [table[FOUR[x], FOUR[y]] for y in FOUR] for x in FOUR}
    assert cells(default, 1) == {a: [table[a, b] for b in NINE] for a in NINE}
    assert cells(default, 2) == {a: [table[a, a], a] for a in NINE}
    for picture in (four, nine, told):
        for row in picture["rows"]:
            good = {"通", row["name"]}
            assert all(c["tone"] == ("good" if c["text"] in good else "bad") for c in row["cells"])
    assert default.trace
    assert (default.trace["trace"], len(default.trace["pictures"])) == (1, 4)


def test_four_old_types(default: Outcome) -> None:
    four = cells(default, 0)
    names = list(FOUR)
    closed = {(x, y) for x in names for y, text in zip(names, four[x], strict=True) if text != "通"}
    assert closed == {("端口受限", "对称"), ("对称", "端口受限"), ("对称", "对称")}


def test_longest_trace_fits(example: ModuleType) -> None:
    """No order of eight turns draws more than 200 steps, however much the hosts learn."""
    for letters in itertools.product("AB", repeat=8):
        lab = example.Lab((2, 0), (2, 0))
        lab.run("".join(letters))
        assert len(lab.events) <= 200
        assert all(len(event["label"]) <= 24 for event in lab.events)


# ── what the page promises ──


def count(outcome: Outcome, text: str) -> int:
    return sum(row.count(text) for row in cells(outcome, 1).values())


def test_page_counts(default: Outcome) -> None:
    assert [count(default, text) for text in ("通", "半通", "不通")] == [42, 3, 36]


def test_page_port_restricted() -> None:
    outcome = run(NAME, NAT_B="EIM+APDF")
    assert "打洞：不通" in outcome.text
    assert [line.endswith("NAT 丢弃") for line in packets(outcome)] == [False] * 2 + [True] * 6
    assert {line.split("，")[0] for line in packets(outcome) if line.startswith("A 检测")} == {
        f"A 检测 srflx {n}  198.51.100.1:50000 → 203.0.113.1:5000" for n in (3, 5, 7)
    }


def test_page_first_packet_is_sacrificed() -> None:
    outcome = run(NAME, NAT_A="EIM+APDF", NAT_B="EIM+APDF")
    third, fourth = packets(outcome)[2:4]
    assert third.startswith("A 检测 srflx 3")
    assert third.endswith("NAT 丢弃")
    assert fourth.startswith("B 检测 srflx 4")
    assert fourth.endswith("放行，口由“A 检测 srflx 3”打开")
    assert "打洞：通" in outcome.text


def test_page_one_round() -> None:
    forth, back = run(NAME, ORDER="AB"), run(NAME, ORDER="BA")
    assert count(forth, "通") == count(back, "通") == 9
    assert all(row[0] == "通" for row in cells(forth, 1).values())
    assert cells(back, 1)["EIM+EIF"] == ["通"] * 9


def test_page_hairpinning() -> None:
    outcome = run(NAME, NAT_A="EIM+ADF", NAT_B="同一台")
    assert "打洞：通" in outcome.text
    assert packets(outcome)[1].startswith("B 问 STUN 2    198.51.100.1:50000 →")
    closed = run(NAME, NAT_A="EIM+ADF", NAT_B="同一台", HAIRPINNING=False)
    assert "打洞：不通" in closed.text
    assert [line.endswith("NAT 丢弃") for line in packets(closed)] == [False] * 2 + [True] * 6
    assert {row[0] for row in cells(closed, 2).values()} == {"不通"}
    assert cells(closed, 1) == cells(outcome, 1)
    lost = [event for event in closed.picture("sequence")["events"] if not event["arrives"]]
    assert [(event["from"], event["to"]) for event in lost] == [(1, 4), (1, 0)] * 3


def test_page_port_seed(default: Outcome) -> None:
    outcome = run(NAME, PORT_SEED=5000)
    assert packets(outcome)[2].startswith("A 检测 srflx 3  198.51.100.1:5001 →")
    assert [cells(outcome, n) for n in range(3)] == [cells(default, n) for n in range(3)]


def test_page_break_no_prflx(default: Outcome) -> None:
    outcome = run(NAME, BREAK_NO_PRFLX=True)
    assert "打洞：不通" in outcome.text
    assert packets(outcome)[4].startswith("A 检测 srflx 5")
    assert packets(outcome)[4].endswith("主机不认这个来源")
    event = outcome.picture("sequence")["events"][9]
    assert (event["label"], event["arrives"], event["tone"]) == ("主机不认这个来源", True, "bad")
    assert [count(outcome, text) for text in ("通", "不通")] == [9, 72]
    before, after = cells(default, 0), cells(outcome, 0)
    changed = {(x, y) for x in FOUR for n, y in enumerate(FOUR) if before[x][n] != after[x][n]}
    cones = ("完全圆锥", "地址受限")
    assert changed == {(x, "对称") for x in cones} | {("对称", y) for y in cones}


def test_page_break_no_filter() -> None:
    outcome = run(NAME, BREAK_NO_FILTER=True)
    assert [count(outcome, text) for text in ("通", "半通")] == [72, 9]
    for a, row in cells(outcome, 1).items():
        for b, text in zip(NINE, row, strict=True):
            assert (text == "半通") == (a.startswith("APDM") and b.startswith("APDM"))
    told = {name: row[1] for name, row in cells(outcome, 2).items()}
    assert told == {name: f"{name.split('+')[0]}+EIF" for name in NINE}
    assert packets(outcome)[2].endswith("口由“B 问 STUN 2”打开")


def test_page_break_same_socket(default: Outcome) -> None:
    outcome = run(NAME, BREAK_SAME_SOCKET=True)
    before, after = cells(default, 2), cells(outcome, 2)
    assert {n: row for n, row in after.items() if row != before[n]} == {
        "EIM+ADF": ["通", "EIM+EIF"]
    }
    tone = [row["cells"][1]["tone"] for row in outcome.picture("grid", 2)["rows"]]
    assert tone == ["good", "bad", *["good"] * 7]


# ── wrong input ──

KINDS_SAID = "NAT_A 应是 EIM+EIF、EIM+ADF、EIM+APDF、ADM+EIF、ADM+ADF、ADM+APDF、"


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("NAT_A", "EIM", KINDS_SAID + "APDM+EIF、APDM+ADF、APDM+APDF 之一，现在是 'EIM'"),
        ("NAT_A", "同一台", "之一，现在是 '同一台'"),
        ("NAT_A", None, "之一，现在是 None"),
        ("NAT_A", b"EIM+EIF", "之一，现在是 b'EIM+EIF'"),
        ("NAT_A", ["EIM+EIF"], "之一，现在是 ['EIM+EIF']"),
        ("NAT_B", "对称", "NAT_B 应是 同一台，或写法同 NAT_A 的九种之一，现在是 '对称'"),
        ("NAT_B", "", "现在是 ''"),
        ("NAT_B", None, "现在是 None"),
        ("NAT_B", (0, 0), "现在是 (0, 0)"),
        ("ORDER", "", "ORDER 应是 1–8 个字母 A 或 B，现在是 ''"),
        ("ORDER", "ABABABABA", "现在是 'ABABABABA'"),
        ("ORDER", "ACA", "现在是 'ACA'"),
        ("ORDER", "ab", "现在是 'ab'"),
        ("ORDER", "A B", "现在是 'A B'"),
        ("ORDER", 3, "现在是 3"),
        ("ORDER", ["A", "B"], "现在是 ['A', 'B']"),
        ("PORT_SEED", 1023, "PORT_SEED 应是 1024–65000 之间的整数，现在是 1023"),
        ("PORT_SEED", 65001, "现在是 65001"),
        ("PORT_SEED", -1, "现在是 -1"),
        ("PORT_SEED", 50000.0, "现在是 50000.0"),
        ("PORT_SEED", "50000", "现在是 '50000'"),
        ("PORT_SEED", True, "现在是 True"),
        ("HAIRPINNING", 1, "HAIRPINNING 应是 True 或 False，现在是 1"),
        ("HAIRPINNING", "True", "现在是 'True'"),
        ("BREAK_NO_PRFLX", 0, "BREAK_NO_PRFLX 应是 True 或 False，现在是 0"),
        ("BREAK_NO_FILTER", None, "BREAK_NO_FILTER 应是 True 或 False，现在是 None"),
        ("BREAK_SAME_SOCKET", "", "BREAK_SAME_SOCKET 应是 True 或 False，现在是 ''"),
    ],
)
def test_wrong_input(name: str, value: object, complaint: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{name} 应是 ")
    assert outcome.complaint.endswith(complaint)
    assert outcome.trace is None
    assert outcome.text == ""


@pytest.mark.parametrize("order", ["A", "B", "ABBABAAB"])
@pytest.mark.parametrize("seed", [1024, 65000])
def test_limits_are_allowed(order: str, seed: int) -> None:
    outcome = run(NAME, ORDER=order, PORT_SEED=seed)
    assert outcome.complaint == ""
    assert outcome.trace
    assert f"198.51.100.1:{seed} →" in outcome.text or order == "B"


@pytest.mark.parametrize("name", NINE)
def test_each_kind_is_allowed(name: str) -> None:
    table = by_sets()
    assert f"打洞：{table[name, 'EIM+ADF']}" in run(NAME, NAT_A=name).text
    assert f"打洞：{table['APDM+APDF', name]}" in run(NAME, NAT_B=name).text
