"""Three ways to keep a group message, against closed forms and inboxes that hold real bytes."""

from __future__ import annotations

import random
from collections import Counter, OrderedDict
from fractions import Fraction
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "group/fanout"
WRITE, REFER, READ = "写扩散", "引用分发", "读扩散"
SCHEMES = (WRITE, REFER, READ)
MEMBERS, BODIES = st.integers(5, 300), st.integers(1, 5000)
INDEXES, PERCENTS = st.integers(1, 200), st.integers(0, 100)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def lines(outcome: Outcome, start: str) -> list[str]:
    return [line.strip() for line in outcome.text.splitlines() if line.strip().startswith(start)]


def total(book: dict[str, int]) -> int:
    """All that is moved: requests, writes and pulls."""
    return book["请求"] + book["写"] + book["拉"]


def cost(scheme: str, members: int, body: int, online: Fraction, hit: Fraction) -> tuple[int, int]:
    """Stored and moved, by the formulas of the article (5 nodes, an index of 48, an ID of 16)."""
    late = (1 - online) * members
    if scheme == WRITE:
        kept = members * (body + 48)
        moved = 5 * body + 16 * members + kept + late * (body + 48)
    elif scheme == REFER:
        kept = body + members * 48
        moved = 5 * body + 16 * members + kept + late * (48 + (1 - hit) * body)
    else:
        kept = body + 48
        moved = 5 * body + kept + late * (48 + (1 - hit) * body)
    assert moved == int(moved)
    return kept, int(moved)


# ── the ledger against the formula, and both against others ──


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SCHEMES), MEMBERS, BODIES, INDEXES, PERCENTS, PERCENTS)
def test_ledger_and_formula_agree(
    scheme: str, members: int, body: int, index: int, online: int, hit: int
) -> None:
    module = load(NAME)
    book = module.deliver(scheme, members, body, index, online, hit)
    pulls = members - members * online // 100
    misses = pulls * (100 - hit) // 100
    assert book["查正文"] == (0 if scheme == WRITE else misses)
    expected = module.formula(scheme, members, members, body, index, pulls, misses)
    assert {key: book[key] for key in expected} == expected


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SCHEMES),
    st.integers(1, 10).map(lambda n: 100 * n),
    BODIES,
    st.integers(0, 10),
    st.integers(0, 10),
)
def test_ledger_against_the_formulas_of_the_article(
    scheme: str, members: int, body: int, online: int, hit: int
) -> None:
    book = load(NAME).deliver(scheme, members, body, 48, online * 10, hit * 10)
    shares = Fraction(online, 10), Fraction(hit, 10)
    assert (book["写"], total(book)) == cost(scheme, members, body, *shares)


@pytest.mark.parametrize(
    ("scheme", "sent", "written", "pulled", "misses"),
    [(WRITE, 130, 60, 36, 0), (REFER, 130, 20, 36, 3), (READ, 50, 12, 36, 3)],
)
def test_five_members_by_hand(
    example: ModuleType, scheme: str, sent: int, written: int, pulled: int, misses: int
) -> None:
    """A body of 10, an index of 2, two of five there, nothing cached."""
    book = example.deliver(scheme, 5, 10, 2, 40, 0)
    assert book == Counter({"请求": sent, "写": written, "拉": pulled, "查正文": misses})


@pytest.mark.parametrize(
    ("members", "body", "online", "stored", "moved"),
    [  # the tables of the article: write, reference, read; write, uncached, reference, read
        (3000, 200, 10, "727 141 0.242", "1428 843 368 181"),
        (3000, 200, 50, "727 141 0.242", "1136 552 288 101"),
        (3000, 2048, 10, "6141 143 2.05", "11724 5726 866 679"),
        (3000, 65536, 10, "192141 205 64.0", "365490 173504 17984 17789"),
        (100_000, 2048, 10, "204688 4690 2.05", "390447 190472 28474 22226"),
        (100_000, 2048, 50, "204688 4690 2.05", "308572 108597 18597 12348"),
    ],
)
def test_tables_of_the_article(
    example: ModuleType, members: int, body: int, online: int, stored: str, moved: str
) -> None:
    """In KiB, three digits at least."""
    hits = {WRITE: [0], REFER: [0, 90], READ: [90]}
    found = {
        s: [example.deliver(s, members, body, 48, online, h) for h in hits[s]] for s in SCHEMES
    }
    kept = [found[scheme][0]["写"] / 1024 for scheme in SCHEMES]
    assert kept == pytest.approx([float(x) for x in stored.split()], rel=0.005)
    carried = [total(book) / 1024 for scheme in SCHEMES for book in found[scheme]]
    assert carried == pytest.approx([float(x) for x in moved.split()], rel=0.005)


class World:
    """Nodes with inboxes and a cache of the last bodies; everything in them is real bytes."""

    def __init__(self, scheme: str, members: int, body: int, index: int, room: int) -> None:
        self.scheme, self.body, self.index, self.room = scheme, body, index, room
        self.inboxes: list[list[tuple[int, bytes]]] = [[] for _ in range(members)]
        self.timeline: list[tuple[int, bytes]] = []
        self.bodies: dict[int, bytes] = {}
        self.caches: list[OrderedDict[int, bytes]] = [OrderedDict() for _ in range(5)]
        self.seen = [0] * members
        self.sent = self.pulled = self.misses = self.pulls = 0

    def publish(self, number: int, present: set[int]) -> None:
        body, index = bytes(self.body), bytes(self.index)
        for node in range(5):
            ids = [member for member in range(len(self.inboxes)) if member % 5 == node]
            self.sent += len(body) + (0 if self.scheme == READ else 16 * len(ids))
        if self.scheme != WRITE:
            self.bodies[number] = body
        if self.scheme == READ:
            self.timeline.append((number, index))
        for member, inbox in enumerate(self.inboxes):
            if self.scheme != READ:
                inbox.append((number, index + (body if self.scheme == WRITE else b"")))
            if member in present:
                self.seen[member] += 1  # was given it directly

    def pull(self, member: int) -> None:
        entries = self.timeline if self.scheme == READ else self.inboxes[member]
        for number, entry in entries[self.seen[member] :]:
            self.pulls += 1
            self.pulled += len(entry)
            if self.scheme != WRITE:
                self.pulled += len(self._fetch(self.caches[member % 5], number))
        self.seen[member] = len(entries)

    def _fetch(self, cache: OrderedDict[int, bytes], number: int) -> bytes:
        """What the storage had to give."""
        if number in cache:
            cache.move_to_end(number)
            return b""
        self.misses += 1
        cache[number] = self.bodies[number]
        if len(cache) > self.room:
            cache.popitem(last=False)
        return self.bodies[number]

    def stored(self) -> int:
        entries = [entry for inbox in [*self.inboxes, self.timeline] for _, entry in inbox]
        return sum(map(len, entries)) + sum(map(len, self.bodies.values()))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SCHEMES),
    st.integers(5, 40),
    st.integers(1, 300),
    st.integers(1, 60),
    st.integers(1, 4),
    st.integers(1, 6),
    st.integers(0, 2**32),
)
def test_a_day_of_inboxes_and_caches(
    scheme: str, members: int, body: int, index: int, room: int, messages: int, seed: int
) -> None:
    """Whoever comes when, and however well the caches do: the formula holds for what they did."""
    rng = random.Random(seed)
    world = World(scheme, members, body, index, room)
    for number in range(messages):
        # one who has something waiting is told to pull, never given the new one directly
        idle = [m for m in range(members) if world.seen[m] == number]
        world.publish(number, set(rng.sample(idle, rng.randrange(len(idle) + 1))))
        for member in rng.sample(range(members), members // 3):
            world.pull(member)
    for member in rng.sample(range(members), members):
        world.pull(member)
    formula = load(NAME).formula
    one = formula(scheme, members, members, body, index, 0, 0)
    assert world.sent == messages * one["请求"]
    assert world.stored() == messages * one["写"]
    expected = formula(scheme, members, members, body, index, world.pulls, world.misses)
    assert world.pulled == expected["拉"]
    if scheme != WRITE and room >= messages:  # then each node fetches a body once
        assert world.misses <= 5 * messages


@settings(max_examples=60, deadline=None)
@given(PERCENTS, st.integers(0, 400))
def test_misses_are_spread_evenly(hit: int, times: int) -> None:
    cache = load(NAME).Cache(hit)
    asked = [cache.misses() for _ in range(times + 100)]
    assert sum(asked[:times]) == times * (100 - hit) // 100
    assert sum(asked[times:]) == 100 - hit
    if hit >= 50:
        assert not any(a and b for a, b in pairwise(asked))


# ── break-even points ──


@settings(max_examples=60, deadline=None)
@given(MEMBERS, INDEXES, PERCENTS, PERCENTS, st.integers(0, 20_000))
def test_the_body_at_which_reference_begins_to_pay(
    members: int, index: int, online: int, hit: int, lookup: int
) -> None:
    """Counted one by one, just below and just above the break-even point."""
    module = load(NAME)
    pulls = members - members * online // 100
    misses = pulls * (100 - hit) // 100
    edge = module.smallest_body(members, pulls, misses, lookup)
    for body in {max(1, int(edge)), int(edge) + 1}:
        wide = total(module.deliver(WRITE, members, body, index, online, hit))
        book = module.deliver(REFER, members, body, index, online, hit)
        gain = wide - total(book) - book["查正文"] * lookup
        if body > edge:
            assert gain > 0
        elif body < edge:
            assert gain < 0
        else:
            assert gain == pytest.approx(0, abs=1e-6)


def test_break_even_points_of_the_article(example: ModuleType) -> None:
    for online, hit, body in ((10, 0, 3686), (50, 0, 2048), (10, 90, 204), (50, 90, 141)):
        pulls = 1_000_000 - 10_000 * online
        edge = example.smallest_body(1_000_000, pulls, pulls * (100 - hit) // 100, 4096)
        assert round(edge) == body
        share, kept = Fraction(100 - online, 100), Fraction(hit, 100)
        limit = share * (1 - kept) * 4096 / (1 + share * kept)
        assert edge == pytest.approx(float(limit), rel=1e-5)
    assert example.busiest_group(1_000_000, 6_000_000, 1) == pytest.approx(6, rel=1e-5)
    assert example.busiest_group(1_000_000, 400_000, 1) == pytest.approx(0.4, rel=1e-5)


@settings(max_examples=60, deadline=None)
@given(MEMBERS, st.integers(0, 4000), st.integers(1, 100))
def test_the_busiest_group_for_copies(members: int, checks: int, read_cost: int) -> None:
    edge = load(NAME).busiest_group(members, checks, read_cost)
    for messages in {max(1, int(edge)), int(edge) + 1}:
        gain = members * messages - (messages + checks * read_cost)
        assert (gain > 0) == (messages > edge) or gain == 0


@settings(max_examples=60, deadline=None)
@given(MEMBERS, BODIES, INDEXES, PERCENTS, PERCENTS)
def test_what_grows_with_what(members: int, body: int, index: int, online: int, hit: int) -> None:
    deliver = load(NAME).deliver
    for scheme in SCHEMES:
        base = total(deliver(scheme, members, body, index, online, hit))
        assert total(deliver(scheme, members, body + 1, index, online, hit)) > base
        assert total(deliver(scheme, members + 5, body, index, online, hit)) >= base
        if online < 100:
            assert total(deliver(scheme, members, body, index, 100, hit)) < base
        if hit < 100:
            better = total(deliver(scheme, members, body, index, online, 100))
            assert better == base if scheme == WRITE else better <= base
    kept = [deliver(scheme, members, body, index, online, hit)["写"] for scheme in SCHEMES]
    assert kept[0] > kept[1] > kept[2]
    moved = [total(deliver(scheme, members, body, index, online, hit)) for scheme in SCHEMES]
    assert moved[0] > moved[1] > moved[2]


# ── looking at the timeline ──


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 20))
def test_empty_looks_are_counted_by_events(messages: int, active: int, checks: int) -> None:
    """The same moments once more, as one list of events for every member."""
    rng = random.Random(7)
    posts = sorted(rng.randrange(86_400) for _ in range(messages))
    empty = 0
    for _ in range(active):
        looks = [rng.randrange(86_400) for _ in range(checks)]
        events = sorted([(at, "a post") for at in posts] + [(at, "look") for at in looks])
        before = "look"
        for _, event in events:
            empty += event == before == "look"
            before = event
    assert load(NAME).look(messages, active, checks) == (active * checks, empty)


def test_empty_looks_are_as_many_as_chance_makes_them(
    example: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of c looks among m posts, m·c/(m+c) follow a post; over many days."""
    for messages, checks in ((20, 20), (5, 20), (60, 20)):
        full = 0
        for seed in range(60):
            monkeypatch.setattr(example, "SEED", seed)
            looked, empty = example.look(messages, 20, checks)
            assert looked == 20 * checks
            full += looked - empty
        expected = messages * checks / (messages + checks)
        assert full / (60 * 20) == pytest.approx(expected, rel=0.03)


def test_a_post_in_the_very_second_is_seen(
    example: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(example, "DAY", 1)  # all happens at 0
    assert example.look(3, 2, 4) == (8, 6)


# ── numbers for people ──


def test_sizes(example: ModuleType) -> None:
    for count, told in (
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (6_288_000, "5.997 MiB"),
        (2**20 - 1, "1024 KiB"), (2**20, "1 MiB"), (3 * 2**30, "3 GiB"), (2**40, "1 TiB"),
        (910 * 2**40, "910 TiB"),
    ):  # fmt: skip
        assert example.size(count) == told


# ── what the page foretells ──


def test_default_output(default: Outcome) -> None:
    assert default.text == (
        "3000 人，正文 2048 字节，2700 人以后来拉。一条群消息：\n"
        "  写扩散：存 5.997 MiB，搬 11.45 MiB，查正文 0 次；公式相等\n"
        "  引用分发，无缓存：存 142.6 KiB，搬 5.592 MiB，查正文 2700 次；公式相等\n"
        "  引用分发：存 142.6 KiB，搬 866.1 KiB，查正文 270 次；公式相等\n"
        "  读扩散：存 2.047 KiB，搬 678.6 KiB，查正文 270 次；公式相等\n"
        "  一天存：写扩散 119.9 MiB，引用分发 2.786 MiB，读扩散 40.94 KiB\n"
        "\n"
        "正文大于 203.7 字节，引用分发才比写扩散省\n"
        "  现在少搬 10.6 MiB，多查正文折合 1.055 MiB：省\n"
        "一天多于 6.00 条，读扩散才比写扩散省\n"
        "  一天 20 条：写扩散写 60000 次；读扩散写 20 次、查 18000 次（8748 次没有新消息）：省\n"
    )


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"HIT": 0}, ["正文大于 3687.6 字节", "折合 10.55 MiB：不省"]),
        ({"HIT": 0, "BODY": 3687}, ["折合 10.55 MiB：不省"]),
        ({"HIT": 0, "BODY": 3688}, ["折合 10.55 MiB：省"]),
        ({"HIT": 100}, ["正文大于 0.0 字节", "引用分发：存 142.6 KiB，搬 326.1 KiB，查正文 0 次"]),
        ({"BODY": 200}, ["写扩散：存 726.6 KiB", "引用分发：存 140.8 KiB", "1.055 MiB：不省"]),
        ({"BODY": 65_536}, ["写扩散：存 187.6 MiB", "引用分发：存 204.6 KiB", "：省"]),
        ({"ONLINE": 50}, ["正文大于 141.3 字节", "引用分发：存 142.6 KiB，搬 569.8 KiB"]),
        ({"ONLINE": 100}, ["0 人以后来拉", "写扩散：存 5.997 MiB，搬 6.052 MiB"]),
        ({"LOOKUP": 0}, ["正文大于 0.0 字节", "折合 0 B：省"]),
        ({"MESSAGES": 6}, ["写 18000 次；读扩散写 6 次、查 18000 次", "没有新消息）：不省"]),
        ({"MESSAGES": 7}, ["没有新消息）：省"]),
        ({"ACTIVE": 100}, ["一天多于 20.01 条", "没有新消息）：不省"]),
        ({"ACTIVE": 99}, ["一天多于 19.81 条", "没有新消息）：省"]),
        ({"ACTIVE": 2}, ["一天多于 0.40 条", "查 1200 次"]),
        ({"ACTIVE": 0}, ["一天多于 0.00 条", "查 0 次（0 次没有新消息）：省"]),
        ({"READ_COST": 4}, ["一天多于 24.01 条", "没有新消息）：不省"]),
        (
            {"BREAK_FORGET_MISSES": True},
            ["搬 866.1 KiB，查正文 270 次；公式少算 540 KiB", "写扩散：存 5.997 MiB，搬 11.45 MiB，"
             "查正文 0 次；公式相等", "正文大于 0.0 字节", "公式少算 5.273 MiB"],
        ),
        ({"BREAK_FORGET_MISSES": True, "BODY": 100}, ["正文大于 0.0 字节", "1.055 MiB：不省"]),
        (
            {"BREAK_COUNT_REQUESTS": True},
            ["查正文 0 次；公式少算 5.987 MiB", "搬 866.1 KiB，查正文 270 次；公式少算 140.4 KiB",
             "搬 678.6 KiB，查正文 270 次；公式相等", "正文大于 454.4 字节", "一天多于 4500.00 条"],
        ),
    ],
)  # fmt: skip
def test_what_the_page_foretells(inputs: dict[str, object], said: list[str]) -> None:
    outcome = run(NAME, **inputs)
    assert not outcome.complaint
    for words in said:
        assert words in outcome.text


def test_the_figures_of_a_hundred_thousand() -> None:
    outcome = run(NAME, MEMBERS=100_000, CHECKS=6)
    assert "写扩散：存 199.9 MiB，搬 381.3 MiB" in outcome.text
    assert "引用分发，无缓存：存 4.58 MiB，搬 186 MiB" in outcome.text
    assert "引用分发：存 4.58 MiB，搬 27.81 MiB" in outcome.text
    assert "读扩散：存 2.047 KiB，搬 21.71 MiB" in outcome.text
    assert "正文大于 203.7 字节" in outcome.text


# ── inputs ──


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MEMBERS", 4, "MEMBERS 应是 5–100000 之间的整数，现在是 4"),
        ("MEMBERS", 100_001, "MEMBERS 应是 5–100000 之间的整数，现在是 100001"),
        ("MEMBERS", True, "MEMBERS 应是 5–100000 之间的整数，现在是 True"),
        ("MEMBERS", float("nan"), "MEMBERS 应是 5–100000 之间的整数，现在是 nan"),
        ("BODY", 0, "BODY 应是 1–1000000 之间的整数，现在是 0"),
        ("BODY", 1_000_001, "BODY 应是 1–1000000 之间的整数，现在是 1000001"),
        ("BODY", 2048.0, "BODY 应是 1–1000000 之间的整数，现在是 2048.0"),
        ("BODY", b"body", "BODY 应是 1–1000000 之间的整数，现在是 b'body'"),
        ("INDEX", 0, "INDEX 应是 1–1000 之间的整数，现在是 0"),
        ("INDEX", 1001, "INDEX 应是 1–1000 之间的整数，现在是 1001"),
        ("ONLINE", -1, "ONLINE 应是 0–100 之间的整数，现在是 -1"),
        ("ONLINE", 101, "ONLINE 应是 0–100 之间的整数，现在是 101"),
        ("ONLINE", 0.1, "ONLINE 应是 0–100 之间的整数，现在是 0.1"),
        ("HIT", -1, "HIT 应是 0–100 之间的整数，现在是 -1"),
        ("HIT", 101, "HIT 应是 0–100 之间的整数，现在是 101"),
        ("HIT", "90", "HIT 应是 0–100 之间的整数，现在是 '90'"),
        ("LOOKUP", -1, "LOOKUP 应是 0–1000000 之间的整数，现在是 -1"),
        ("LOOKUP", 10**30, f"LOOKUP 应是 0–1000000 之间的整数，现在是 {10**30}"),
        ("MESSAGES", 0, "MESSAGES 应是 1–10000 之间的整数，现在是 0"),
        ("MESSAGES", 10_001, "MESSAGES 应是 1–10000 之间的整数，现在是 10001"),
        ("ACTIVE", 101, "ACTIVE 应是 0–100 之间的整数，现在是 101"),
        ("ACTIVE", [30], "ACTIVE 应是 0–100 之间的整数，现在是 [30]"),
        ("CHECKS", 1001, "CHECKS 应是 0–1000 之间的整数，现在是 1001"),
        ("CHECKS", 223, "一天来看的次数应不超过 200000，现在是 200700"),
        ("READ_COST", 0, "READ_COST 应是 1–100 之间的整数，现在是 0"),
        ("READ_COST", None, "READ_COST 应是 1–100 之间的整数，现在是 None"),
        ("BREAK_FORGET_MISSES", 0, "BREAK_FORGET_MISSES 应是 True 或 False，现在是 0"),
        ("BREAK_COUNT_REQUESTS", "no", "BREAK_COUNT_REQUESTS 应是 True 或 False，现在是 'no'"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint == f"输入有误：{said}"
    assert outcome.text == ""
    assert outcome.trace is None


@pytest.mark.parametrize(
    "inputs",
    [
        {"MEMBERS": 5, "BODY": 1, "INDEX": 1, "ONLINE": 0, "HIT": 0, "ACTIVE": 0, "CHECKS": 0},
        {"MEMBERS": 100_000, "BODY": 1_000_000, "INDEX": 1000, "MESSAGES": 10_000, "ACTIVE": 100,
         "CHECKS": 2, "READ_COST": 100, "LOOKUP": 1_000_000},
        {"MEMBERS": 200, "ACTIVE": 100, "CHECKS": 1000},
        {"ONLINE": 100, "HIT": 100, "LOOKUP": 0, "MESSAGES": 1},
    ],
)  # fmt: skip
def test_inputs_at_their_limits(inputs: dict[str, object]) -> None:
    outcome = run(NAME, **inputs)
    assert not outcome.complaint
    assert outcome.text.count("公式相等") == 4
    assert "e+" not in outcome.text
    assert outcome.trace


# ── the pictures ──


def test_bars(default: Outcome) -> None:
    stored, moved = default.picture("bars"), default.picture("bars", 1)
    assert stored["unit"] == moved["unit"] == "字节"
    assert [(bar["name"], bar["value"], bar["told"]) for bar in stored["bars"]] == [
        (WRITE, 3000 * 2096, "5.997 MiB"),
        (REFER, 2048 + 3000 * 48, "142.6 KiB"),
        (READ, 2096, "2.047 KiB"),
    ]
    assert [(bar["name"], bar["value"]) for bar in moved["bars"]] == [
        (WRITE, cost(WRITE, 3000, 2048, Fraction(1, 10), Fraction(0))[1]),
        ("引用分发，无缓存", cost(REFER, 3000, 2048, Fraction(1, 10), Fraction(0))[1]),
        (REFER, cost(REFER, 3000, 2048, Fraction(1, 10), Fraction(9, 10))[1]),
        (READ, cost(READ, 3000, 2048, Fraction(1, 10), Fraction(9, 10))[1]),
    ]


def test_the_crossing(default: Outcome) -> None:
    series = {s["name"]: s["points"] for s in default.picture("rate")["series"]}
    assert [list(map(float, point)) for point in series[WRITE]] == [
        [0, 107.2], [203.71, 494.58], [407.41, 881.96],
    ]  # fmt: skip
    assert [y for _, y in series[REFER]] == [475.84, 494.58, 513.32]
    assert [list(point) for point in series["平衡点"]] == [[203.71, 494.58]]
    # at a body of 0: IDs, indexes, pulled indexes; lookups with the reference
    assert series[WRITE][0][1] == 16 + 48 + 0.9 * 48
    assert series[REFER][0][1] == 16 + 48 + 0.9 * 48 + 0.09 * 4096


def test_without_a_crossing() -> None:
    series = run(NAME, HIT=100).picture("rate")["series"]
    assert [s["name"] for s in series] == [WRITE, REFER]
    assert [x for x, _ in series[0]["points"]] == [0, 2048, 4096]


@pytest.mark.parametrize("switch", ["BREAK_FORGET_MISSES", "BREAK_COUNT_REQUESTS"])
def test_switches_change_the_estimate_only(default: Outcome, switch: str) -> None:
    assert run(NAME, **{switch: True}).trace == default.trace
