"""The hash ring, jump hash and merged requests, against uhashring, jump and lengths of arcs."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from types import ModuleType

import jump
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uhashring import HashRing

from tests.examples.loading import Outcome, load, run

NAME = "group/hashing"
NODES = [f"node-{i}" for i in range(1, 6)]
SIX = [*NODES, "node-6"]
REST = [node for node in SIX if node != "node-2"]
MEMBERS = [f"user-{i}" for i in range(20_000)]
CIRCLE = 1 << 32
names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def keys(example: ModuleType) -> list[int]:
    return [example.key_of(member) for member in MEMBERS]


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


@pytest.fixture(scope="module")
def modulo() -> Outcome:
    return run(NAME, SCHEME="取模")


def oracle(nodes: list[str], points: int) -> HashRing:
    """uhashring's ring of this many points per node: one, or four for every MD5."""
    if points == 1:
        return HashRing(nodes, hash_fn="ketama", vnodes=1, replicas=1)
    assert points % 4 == 0
    return HashRing(nodes, hash_fn="ketama", vnodes=points // 4)


def arcs(nodes: list[str], points: int) -> Counter[str]:
    """The share of the circle that ends at points of each node, from uhashring's own points."""
    places = oracle(nodes, points).get_points()
    shares: Counter[str] = Counter()
    for (before, _), (at, node) in zip([places[-1], *places], places, strict=False):
        shares[node] += (at - before) % CIRCLE
    return shares


def reply(outcome: Outcome, start: str) -> str:
    """The one line of output that begins so."""
    (found,) = (line for line in outcome.text.splitlines() if line.startswith(start))
    return found


def row(outcome: Outcome, scheme: str) -> list[str]:
    """The five shares of a line of the table."""
    return re.findall(r"[\d.]+%", reply(outcome, scheme))


def worst(owners: list[str]) -> str:
    """The busiest of five nodes as a multiple of the mean, as it is printed."""
    return f"{max(Counter(owners).values()) * 5 / len(owners):.3f}"


# ── the ring ──


@pytest.mark.parametrize("nodes", [NODES, SIX, NODES[:1], ["甲", "乙"], ["10.0.1.1:11211", "b"]])
@pytest.mark.parametrize("points", [1, 4, 160])
def test_uhashring_has_the_same_points(example: ModuleType, nodes: list[str], points: int) -> None:
    assert example.ring_of(nodes, points) == oracle(nodes, points).get_points()


@pytest.mark.parametrize(("nodes", "points"), [(NODES, 160), (SIX, 160), (NODES, 1), (SIX, 40)])
def test_uhashring_agrees_on_20000_keys(
    example: ModuleType, keys: list[int], nodes: list[str], points: int
) -> None:
    ring = oracle(nodes, points)
    assert example.by_ring(keys, nodes, points) == [ring.get_node(member) for member in MEMBERS]


@settings(max_examples=40, deadline=None)
@given(st.lists(names, min_size=1, max_size=6, unique=True), st.lists(names, max_size=20))
def test_uhashring_agrees_on_any_names(nodes: list[str], members: list[str]) -> None:
    example, ring = load(NAME), oracle(nodes, 8)
    owners = example.by_ring([example.key_of(member) for member in members], nodes, 8)
    assert owners == [ring.get_node(member) for member in members]


def test_a_key_on_a_point_belongs_to_the_next_one(example: ModuleType) -> None:
    ring = oracle(NODES, 8)
    ring.hashi = lambda key: key
    edges = [at + step for at, _ in ring.get_points() for step in (-1, 0, 1)] + [0, CIRCLE - 1]
    assert example.by_ring(edges, NODES, 8) == [ring.get_node(edge) for edge in edges]
    first, last = ring.get_points()[0], ring.get_points()[-1]
    assert example.by_ring([last[0], last[0] - 1, first[0] - 1], NODES, 8) == [
        first[1],
        last[1],
        first[1],
    ]


def test_only_the_low_32_bits_place_a_key(example: ModuleType, keys: list[int]) -> None:
    assert max(keys) > 2**63
    low = [key & 0xFFFFFFFF for key in keys[:500]]
    assert example.by_ring(keys[:500], NODES, 40) == example.by_ring(low, NODES, 40)


def test_a_key_is_the_first_eight_bytes_of_md5(example: ModuleType) -> None:
    for member in ("user-0", "用户", ""):
        found = hashlib.md5(member.encode(), usedforsecurity=False).hexdigest()
        assert example.digest(member).hex() == found
        assert example.key_of(member) == int.from_bytes(bytes.fromhex(found[:16]), "little")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 160])
def test_points_of_a_node(example: ModuleType, count: int) -> None:
    points = example.points_of("node-1", count)
    assert len(points) == count
    assert points == example.points_of("node-1", 400)[:count]
    first = hashlib.md5(b"node-1-0", usedforsecurity=False).digest()
    assert points[0] == int.from_bytes(first[:4], "little")


def test_without_the_way_round_the_last_arc_has_no_owner(
    example: ModuleType, keys: list[int]
) -> None:
    last = example.ring_of(NODES, 8)[-1][0]
    whole = example.by_ring(keys, NODES, 8)
    broken = example.by_ring(keys, NODES, 8, wrap=False)
    for key, owner, other in zip(keys, whole, broken, strict=True):
        assert other == (None if key % CIRCLE >= last else owner)


def test_loads_are_the_lengths_of_the_arcs(default: Outcome) -> None:
    shares = arcs(NODES, 160)
    assert shares.total() == CIRCLE
    loads = {bar["name"]: bar["value"] for bar in default.picture("bars")["bars"]}
    for node in NODES:  # 100000 throws: four standard deviations are at most 510
        assert abs(loads[node] - 100_000 * shares[node] / CIRCLE) < 510
    assert max(shares.values()) * 5 / CIRCLE == pytest.approx(1.126, abs=0.01)


def test_the_busiest_node_of_many_sets_of_names() -> None:
    for points, expected in ((40, 1.184), (160, 1.092)):  # 1 + 1.163 / sqrt(points)
        found = []
        for n in range(60):
            shares = arcs([f"set{n}-{i}" for i in range(5)], points)
            found.append(max(shares.values()) * 5 / CIRCLE)
        assert sum(found) / len(found) == pytest.approx(expected, abs=0.02)


# ── jump hash, modulo ──


def test_jump_agrees_on_20000_keys(example: ModuleType, keys: list[int]) -> None:
    for count in (1, 2, 5, 6):
        assert [example.jump(key, count) for key in keys] == [jump.hash(k, count) for k in keys]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**64 - 1), st.integers(1, 2**31 - 1))
def test_jump_agrees_on_any_key(key: int, count: int) -> None:
    assert load(NAME).jump(key, count) == jump.hash(key, count) == jump.py_hash(key, count)


def test_a_bucket_more_moves_keys_only_into_it(example: ModuleType, keys: list[int]) -> None:
    for count in range(1, 8):
        for key in keys[:300]:
            assert example.jump(key, count + 1) in (example.jump(key, count), count)


def test_jump_and_modulo_name_nodes_by_their_number(example: ModuleType) -> None:
    some = [*range(30), 2**64 - 1]
    assert example.by_jump(some, SIX, 1) == [SIX[jump.hash(key, 6)] for key in some]
    assert example.by_modulo(some, NODES, 1) == [NODES[key % 5] for key in some]


def test_modulo_keeps_one_sixth(example: ModuleType) -> None:
    every = list(range(30))  # all pairs of remainders of 5 and 6, once each
    before, after = (example.by_modulo(every, nodes, 1) for nodes in (NODES, SIX))
    share, needless = example.moved(before, after, "node-6")
    assert share == pytest.approx(25 / 30)
    assert needless == pytest.approx(20 / 30)  # 5 of the 30 go to node-6


# ── a node joins or leaves ──


@settings(max_examples=40, deadline=None)
@given(st.lists(names, min_size=2, max_size=6, unique=True), st.sampled_from([1, 4, 40]))
def test_a_ring_moves_only_what_it_must(nodes: list[str], points: int) -> None:
    example = load(NAME)
    members = [example.key_of(f"m{i}") for i in range(200)]
    *fewer, changed = nodes
    before, after = (example.by_ring(members, group, points) for group in (fewer, nodes))
    for owner, other in zip(before, after, strict=True):
        assert other in (owner, changed)
    share, needless = example.moved(before, after, changed)
    assert share == after.count(changed) / 200
    assert needless == 0
    assert example.moved(after, before, changed) == (share, 0)
    assert example.by_ring(members, nodes[::-1], points) == after


def test_moved_counts_both_ends(example: ModuleType) -> None:
    assert example.moved("aabb", "abcb", "b") == (0.5, 0.0)
    assert example.moved("aabb", "abcb", "c") == (0.5, 0.25)
    assert example.moved("aabb", "abcb", None) == (0.5, 0.5)
    assert example.moved("aab", "aab", "a") == (0.0, 0.0)
    with pytest.raises(ValueError, match="zip"):
        example.moved("aab", "aa", "a")


def test_the_table_against_the_libraries(default: Outcome, keys: list[int]) -> None:
    groups, count = (NODES, SIX, REST, NODES[::-1]), 10_000
    rings = [oracle(group, 160) for group in groups]
    owners = {"环": [[ring.get_node(member) for member in MEMBERS[:count]] for ring in rings]}
    owners["jump"] = [[group[jump.hash(k, len(group))] for k in keys[:count]] for group in groups]
    owners["取模"] = [[group[k % len(group)] for k in keys[:count]] for group in groups]
    for scheme, (five, six, rest, other) in owners.items():
        expected = []
        for old, new, changed in ((five, six, "node-6"), (six, rest, "node-2")):
            gone = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
            needless = [pair for pair in gone if changed not in pair]
            expected += [len(gone) / count, len(needless) / count]
        expected.append(sum(x != y for x, y in zip(five, other, strict=True)) / count)
        assert row(default, scheme) == [f"{share:.1%}" for share in expected]


def test_jump_moves_one_sixth(example: ModuleType, keys: list[int]) -> None:
    before, after = (example.by_jump(keys, nodes, 1) for nodes in (NODES, SIX))
    share, needless = example.moved(before, after, "node-6")
    assert share == pytest.approx(1 / 6, abs=0.01)  # four standard deviations of 20000 throws
    assert needless == 0


# ── requests ──


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=60), st.integers(1, 20))
def test_every_member_is_in_one_request(owners: list[str | None], chunk: int) -> None:
    requests = load(NAME).merge(owners, chunk)
    reached = [(member, node) for node, group in requests for member in group]
    assert sorted(reached) == [(i, node) for i, node in enumerate(owners) if node]
    assert all(1 <= len(group) <= chunk for _, group in requests)
    counts = Counter(filter(None, owners))
    needed = Counter({node: -(-count // chunk) for node, count in counts.items()})
    assert Counter(node for node, _ in requests) == needed
    assert [node for node, _ in requests] == sorted(node for node, _ in requests)


def test_a_hundred_thousand_become_five(default: Outcome) -> None:
    assert default.text.splitlines()[:4] == [
        "逐人 100000 次请求；按“环”合并以后每台一次，5 次；每次至多 500 人，203 次",
        "请求里的投递合起来 100000 条，重复 0 人，遗漏 0 人",
        "node-2 最忙，22528 人，是平均的 1.126 倍；"
        "每秒 2000 条要 11.26 秒发完，按平均算是 10.00 秒",
        "加一台 node-6，14.8% 的人换节点，新的一台平分到 16.7%；白动 0.0%",
    ]
    loads = [int(count) for count in re.findall(r"node-\d (\d+)", reply(default, "各台的成员"))]
    assert loads == [20842, 22528, 19741, 18759, 18130]
    assert sum(loads) == 100_000
    assert sum(-(-load // 500) for load in loads) == 203


def test_the_three_schemes(default: Outcome) -> None:
    assert row(default, "环") == ["14.8%", "0.0%", "19.4%", "0.0%", "0.0%"]
    assert row(default, "jump") == ["16.7%", "0.0%", "79.4%", "63.1%", "80.5%"]
    assert row(default, "取模") == ["83.1%", "66.3%", "84.0%", "66.8%", "80.2%"]
    assert reply(default, "前 10000 人").startswith("前 10000 人换节点的比例；白动：")


# ── what the page foretells ──


def test_modulo(modulo: Outcome) -> None:
    assert reply(modulo, "逐人").startswith("逐人 100000 次请求；按“取模”合并以后每台一次，5 次")
    assert reply(modulo, "加一台").startswith("加一台 node-6，83.1% 的人换节点，")
    assert reply(modulo, "加一台").endswith("白动 66.3%")
    assert "node-1 最忙，20149 人，是平均的 1.007 倍" in modulo.text


def test_jump() -> None:
    outcome = run(NAME, SCHEME="jump")
    assert reply(outcome, "逐人").startswith("逐人 100000 次请求；按“jump”合并")
    assert "node-1 最忙，20067 人，是平均的 1.003 倍；每秒 2000 条要 10.03 秒发完" in outcome.text
    assert outcome.picture("ring")["note"].startswith("成员按“jump”归属，与环无关")


def test_break_one_point() -> None:
    outcome = run(NAME, BREAK_ONE_POINT=True)
    assert "node-4 最忙，49773 人，是平均的 2.489 倍；每秒 2000 条要 24.89 秒发完" in outcome.text
    assert row(outcome, "环") == ["20.5%", "0.0%", "3.4%", "0.0%", "0.0%"]
    assert "node-2 3568，" in outcome.text
    assert len(outcome.picture("ring")["points"]) == 5


def test_break_no_wrap() -> None:
    outcome = run(NAME, BREAK_NO_WRAP=True)
    assert reply(outcome, "请求") == "请求里的投递合起来 99521 条，重复 0 人，遗漏 479 人"
    last = oracle(NODES, 160).get_points()[-1][0]
    assert 479 == pytest.approx((CIRCLE - last) / CIRCLE * 100_000, rel=0.1)
    assert reply(outcome, "逐人").endswith("每次至多 500 人，202 次")
    sparse = run(NAME, BREAK_NO_WRAP=True, BREAK_ONE_POINT=True)
    assert reply(sparse, "请求").endswith("遗漏 9677 人")


def test_the_last_node_leaves_and_a_larger_chunk() -> None:
    outcome = run(NAME, LEAVES="node-6", CHUNK=100_000, MEMBERS=20_000)  # the same shares, sooner
    assert row(outcome, "环")[:4] == ["14.8%", "0.0%", "14.8%", "0.0%"]
    assert row(outcome, "jump")[:4] == ["16.7%", "0.0%", "16.7%", "0.0%"]
    assert row(outcome, "取模")[:4] == ["83.1%", "66.3%", "83.1%", "66.3%"]
    assert reply(outcome, "逐人").endswith("每次至多 100000 人，5 次")


def test_more_points_and_fewer(example: ModuleType) -> None:
    keys = [example.key_of(f"user-{i}") for i in range(100_000)]
    for points, expected in ((40, "1.226"), (160, "1.126"), (400, "1.075")):
        assert worst(example.by_ring(keys, NODES, points)) == expected
    text = run(NAME, POINTS=40, MEMBERS=1000).text
    assert "node-5 最忙，" in text


def test_a_group_of_ten_thousand() -> None:
    text = run(NAME, MEMBERS=10_000).text
    assert "逐人 10000 次请求；按“环”合并以后每台一次，5 次；每次至多 500 人，22 次\n" in text
    assert "2303 人，是平均的 1.151 倍；每秒 2000 条要 1.15 秒发完，按平均算是 1.00 秒" in text
    assert "\n前 10000 人换节点的比例" in text


def test_the_order_of_the_nodes(default: Outcome) -> None:
    turned = ["node-5", "node-1", "node-2", "node-3", "node-4"]
    outcome = run(NAME, NODES=turned, MEMBERS=20_000)
    assert row(outcome, "环") == row(default, "环")
    assert row(outcome, "jump")[2:4] == ["63.1%", "46.9%"]


def test_other_names(example: ModuleType) -> None:
    names = ["im-1", "im-2", "im-3", "im-4", "im-5"]
    keys = [example.key_of(f"user-{i}") for i in range(100_000)]
    assert worst(example.by_ring(keys, names, 160)) == "1.150"
    assert run(NAME, NODES=names, LEAVES="im-2", MEMBERS=9).complaint == ""


# ── inputs ──

LISTED = "NODES 应是 1–11 个不同的名字，各 1–24 个字符，现在是 "
JOINED = "JOINS 应是 NODES 里没有的名字，1–24 个字符，现在是 "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NODES", "node-1", LISTED + "'node-1'"),
        ("NODES", ("node-1",), LISTED + "('node-1',)"),
        ("NODES", None, LISTED + "None"),
        ("NODES", [], LISTED + "[]"),
        ("NODES", [1, 2], LISTED + "[1, 2]"),
        ("NODES", [["a"], ["b"]], LISTED + "[['a'], ['b']]"),
        ("NODES", ["a", "a"], LISTED + "['a', 'a']"),
        ("NODES", ["a", ""], LISTED + "['a', '']"),
        ("NODES", ["a\n"], LISTED + "['a\\n']"),
        ("NODES", ["\ud800"], LISTED + "['\\ud800']"),
        ("NODES", ["x" * 25], LISTED),
        ("NODES", [f"n{i}" for i in range(12)], LISTED),
        ("JOINS", "node-3", JOINED + "'node-3'"),
        ("JOINS", "", JOINED + "''"),
        ("JOINS", "x" * 25, JOINED),
        ("JOINS", 6, JOINED + "6"),
        ("JOINS", ["node-6"], JOINED + "['node-6']"),
        ("LEAVES", "node-7", "LEAVES 应是 NODES 或 JOINS 里的名字，现在是 'node-7'"),
        ("LEAVES", None, "LEAVES 应是 NODES 或 JOINS 里的名字，现在是 None"),
        ("LEAVES", ["node-2"], "LEAVES 应是 NODES 或 JOINS 里的名字，现在是 ['node-2']"),
        ("POINTS", 0, "POINTS 应是 1–400 之间的整数，现在是 0"),
        ("POINTS", 401, "POINTS 应是 1–400 之间的整数，现在是 401"),
        ("POINTS", True, "POINTS 应是 1–400 之间的整数，现在是 True"),
        ("POINTS", 160.0, "POINTS 应是 1–400 之间的整数，现在是 160.0"),
        ("MEMBERS", 0, "MEMBERS 应是 1–200000 之间的整数，现在是 0"),
        ("MEMBERS", 200_001, "MEMBERS 应是 1–200000 之间的整数，现在是 200001"),
        ("MEMBERS", float("nan"), "MEMBERS 应是 1–200000 之间的整数，现在是 nan"),
        ("CHUNK", -1, "CHUNK 应是 1–200000 之间的整数，现在是 -1"),
        ("CHUNK", 10**30, f"CHUNK 应是 1–200000 之间的整数，现在是 {10**30}"),
        ("CHUNK", "500", "CHUNK 应是 1–200000 之间的整数，现在是 '500'"),
        ("SCHEME", "ring", "SCHEME 应是环、jump、取模之一，现在是 'ring'"),
        ("SCHEME", ["环"], "SCHEME 应是环、jump、取模之一，现在是 ['环']"),
        ("SCHEME", None, "SCHEME 应是环、jump、取模之一，现在是 None"),
        ("BREAK_ONE_POINT", 1, "BREAK_ONE_POINT 应是 True 或 False，现在是 1"),
        ("BREAK_ONE_POINT", "True", "BREAK_ONE_POINT 应是 True 或 False，现在是 'True'"),
        ("BREAK_NO_WRAP", None, "BREAK_NO_WRAP 应是 True 或 False，现在是 None"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert len(outcome.complaint) < 300
    assert outcome.text == ""
    assert outcome.trace is None


def test_inputs_at_their_limits() -> None:
    small = run(NAME, NODES=["a"], JOINS="b", LEAVES="a", POINTS=1, MEMBERS=1, CHUNK=1)
    assert small.text.startswith(
        "逐人 1 次请求；按“环”合并以后每台一次，1 次；每次至多 1 人，1 次\n"
    )
    lost = run(NAME, NODES=["n5"], LEAVES="n5", POINTS=1, MEMBERS=1, BREAK_NO_WRAP=True)
    assert "请求里的投递合起来 0 条，重复 0 人，遗漏 1 人\n" in lost.text
    assert "keys" not in lost.picture("ring")
    many = {"NODES": ["x" * 23 + chr(97 + i) for i in range(11)], "JOINS": "y" * 24}
    large = run(NAME, **many, LEAVES="y" * 24, POINTS=400, MEMBERS=100, CHUNK=200_000)
    assert large.text.startswith("逐人 100 次请求；按“环”合并以后每台一次，11 次")
    assert len(large.picture("ring", 1)["points"]) == 96


# ── the trace ──


def test_both_rings_are_true_to_their_points(default: Outcome) -> None:
    assert default.trace
    assert [p["kind"] for p in default.trace["pictures"]] == ["ring", "ring", "bars"]
    for number, nodes in ((0, NODES), (1, SIX)):
        picture = default.picture("ring", number)
        places = oracle(nodes, 8).get_points()
        assert picture["nodes"] == nodes
        assert [nodes[point["node"]] for point in picture["points"]] == [n for _, n in places]
        for point, (at, _) in zip(picture["points"], places, strict=True):
            assert 0 <= at / CIRCLE - point["at"] < 1e-6
        drawn = [point["at"] for point in picture["points"]]
        assert drawn == sorted(drawn)
        for i, key in enumerate(picture["keys"]):
            assert key["name"] == f"user-{i}"
            arc = picture["points"][bisect_left(drawn, key["at"]) % len(drawn)]
            assert key["node"] == arc["node"]  # a dot stands on its owner's arc
            assert nodes[key["node"]] == oracle(nodes, 8).get_node(key["name"])
        assert len(picture["keys"]) == 12
        assert "每台只画 8 个点" in picture["note"]


def test_marked_keys_went_to_the_new_node(default: Outcome) -> None:
    before, after = default.picture("ring", 0)["keys"], default.picture("ring", 1)["keys"]
    assert {key["tone"] for key in before} == {"plain"}
    marked = [key for key in after if key["tone"] == "bad"]
    assert [key["name"] for key in marked] == ["user-2", "user-4", "user-5"]
    assert {key["node"] for key in marked} == {5}
    for old, new in zip(before, after, strict=True):
        assert (old["node"] != new["node"]) == (new["tone"] == "bad")


def test_with_modulo_the_dots_leave_their_arcs(modulo: Outcome) -> None:
    after = modulo.picture("ring", 1)["keys"]
    assert sum(key["tone"] == "bad" for key in after) == 11
    assert any(key["node"] != 5 for key in after if key["tone"] == "bad")


def test_bars(default: Outcome) -> None:
    picture = default.picture("bars")
    assert [bar["name"] for bar in picture["bars"]] == NODES
    assert [bar["value"] for bar in picture["bars"]] == [20842, 22528, 19741, 18759, 18130]
    assert picture["limits"] == [{"value": 20_000, "label": "平均"}]
    assert picture["unit"] == "人"
