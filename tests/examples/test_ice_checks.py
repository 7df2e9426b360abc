"""The replay of ICE checks, against the tables of RFC 8445 15.1 and a referee that reads logs."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from aioice import Candidate
from aioice.candidate import candidate_priority
from aioice.ice import candidate_pair_priority
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import ROOT, Outcome, folder, load, run

NAME = "ice/checks"
LANES = ["L", "NAT", "STUN 服务器", "R"]
Ends = tuple[str, str]

# ── what the RFCs print: number, from, to, source, destination, USE-CANDIDATE, mapped address ──

L, NAT, STUN, R = LANES
PRIV, PUB, ASKED, FAR = "L-PRIV-1", "NAT-PUB-1", "STUN-PUB-1", "R-PUB-1"
RFC8445 = [
    (1, L, NAT, PRIV, ASKED, False, ""),
    (2, NAT, STUN, PUB, ASKED, False, ""),
    (3, STUN, NAT, ASKED, PUB, False, PUB),
    (4, NAT, L, ASKED, PRIV, False, PUB),
    (5, L, R, "", "", False, ""),
    (6, R, STUN, FAR, ASKED, False, ""),
    (7, STUN, R, ASKED, FAR, False, FAR),
    (8, R, L, "", "", False, ""),
    (9, R, NAT, FAR, PRIV, False, ""),
    (10, L, NAT, PRIV, FAR, False, ""),
    (11, NAT, R, PUB, FAR, False, ""),
    (12, R, NAT, FAR, PUB, False, PUB),
    (13, NAT, L, FAR, PRIV, False, PUB),
    (14, R, NAT, FAR, PUB, False, ""),
    (15, NAT, L, FAR, PRIV, False, ""),
    (16, L, NAT, PRIV, FAR, False, FAR),
    (17, NAT, R, PUB, FAR, False, FAR),
    (18, L, NAT, PRIV, FAR, True, ""),
    (19, NAT, R, PUB, FAR, True, ""),
    (20, R, NAT, FAR, PUB, False, PUB),
    (21, NAT, L, FAR, PRIV, False, PUB),
]
# RFC 5245 17 prints the same until 17; there L is aggressive, so 10 and 11 carry USE-CAND.
RFC5245 = [(n, *rest, n in (10, 11), mapped) for n, *rest, _, mapped in RFC8445[:17]]
# RFC 8489 6.2.1: when a request is sent with RTO 500, Rc 7 and Rm 16, and when it has failed
SENT = [0, 500, 1500, 3500, 7500, 15500, 31500]
TIMED_OUT = 39500


# ── reading what a run wrote ──


@dataclass(frozen=True)
class Message:
    """One hop, as the log has it."""

    number: int
    at: int
    start: str
    to: str
    kind: str
    pair: str
    use: bool
    mapped: str
    src: str
    dst: str
    fate: str
    index: int


MESSAGE = re.compile(
    r"\((\d+)\) (STUN 请求|STUN 响应|请求|响应|[LR] 的候选)(?: ([LR]\d))?( USE-CAND)?(?: MA=(\S+))?"
)


def messages(log: list[dict[str, Any]]) -> list[Message]:
    """The numbered messages of a log."""
    found = []
    for index, event in enumerate(log):
        if event["to"] is None:
            continue
        match = MESSAGE.fullmatch(event["label"])
        assert match, event
        ends, _, fate = event["detail"].partition("：")
        src, _, dst = ends.partition(" → ")
        if "的候选" in match[2]:
            src, dst = "", ""
        assert ("tone" in event) == bool(fate)
        assert event.get("arrives", True) == (not fate)
        start, to = LANES[event["from"]], LANES[event["to"]]
        found.append(
            Message(
                int(match[1]), event["at"], start, to, match[2], match[3] or "", bool(match[4]),
                match[5] or "", src, dst, fate, index,
            )
        )  # fmt: skip
    return found


def changes(log: list[dict[str, Any]], agent: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Index, time, pair, new state and reason of every change of state of one agent's pairs."""
    for index, event in enumerate(log):
        if event["to"] is None and LANES[event["from"]] == agent and event["label"][0] in "LR":
            pair, _, rest = event["label"].partition(" ")
            state, _, why = rest.partition("，")
            assert event["detail"] == ""
            yield index, event["at"], pair, state, why


def play(**inputs: object) -> Any:
    """A finished replay."""
    module = load(NAME)
    for key, value in inputs.items():
        assert hasattr(module, key)
        setattr(module, key, value)
    return module.Replay().run()


def chosen(agent: Any) -> Ends | None:
    return (agent.nominated[0].local, agent.nominated[0].remote) if agent.nominated else None


def table(agent: Any) -> dict[str, tuple[str, str, int, str]]:
    return {p.name: (p.local, p.remote, p.priority, p.state) for p in agent.pairs.values()}


# ── the RFCs' flows ──


def flow(replay: Any) -> list[tuple[object, ...]]:
    return [(m.number, m.start, m.to, m.src, m.dst, m.use, m.mapped) for m in messages(replay.log)]


def test_the_21_messages_of_rfc_8445() -> None:
    replay = play()
    assert flow(replay) == RFC8445
    assert replay.number == 21
    assert [m.number for m in messages(replay.log) if m.fate] == [9]
    assert messages(replay.log)[8].fate == "私有地址，路由不到"


def test_the_17_messages_of_rfc_5245() -> None:
    replay = play(NOMINATION="aggressive")
    assert flow(replay) == RFC5245
    assert replay.number == 17
    assert chosen(replay.l) == (PUB, FAR)
    assert chosen(replay.r) == (FAR, PUB)
    assert [e["label"] for e in replay.log if "提名" in e["label"]] == [
        "提名 L2，选定 L2",
        "提名 R2，选定 R2",
    ]


def step(replay: Any, before: int) -> dict[str, dict[str, str]]:
    """Each agent's pairs as the RFC tabulates them before a message: pair to "", "X", "nominated".

    Made from the log alone; a valid pair enters the table when a check has proved it.
    """
    stop = next((m.index for m in messages(replay.log) if m.number == before), len(replay.log))
    tables: dict[str, dict[str, str]] = {L: {}, R: {}}
    for event in replay.log[:stop]:
        rows = tables.get(LANES[event["from"]], {})
        if event["to"] is not None:
            continue
        if found := re.search(r"^([LR]\d) ", event["label"]):
            rows.setdefault(found[1], "")
        if found := re.search(r"有效对 ([LR]\d)", event["label"]):
            rows[found[1]] = rows.get(found[1], "") or "X"
        if found := re.search(r"提名 ([LR]\d)", event["label"]):
            rows[found[1]] = "nominated"
    return tables


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (9, {L: {"L1": ""}, R: {"R1": "", "R2": ""}}),
        (14, {L: {"L1": "", "L2": "X"}, R: {"R1": "", "R2": ""}}),
        (18, {L: {"L1": "", "L2": "X"}, R: {"R1": "", "R2": "X"}}),
        (22, {L: {"L1": "", "L2": "nominated"}, R: {"R1": "", "R2": "nominated"}}),
    ],
)
def test_the_tables_of_rfc_8445(before: int, expected: dict[str, dict[str, str]]) -> None:
    assert step(play(), before) == expected


def test_the_pairs_of_rfc_8445() -> None:
    replay = play()
    assert table(replay.l) == {
        "L1": (PRIV, FAR, 9151314442783293438, "Succeeded"),
        "L2": (PUB, FAR, 7277816997797167102, ""),
    }
    assert table(replay.r) == {
        "R1": (FAR, PRIV, 9151314442783293438, "Removed"),
        "R2": (FAR, PUB, 7277816997797167102, "Succeeded"),
    }
    # "pair #2" of the text on message 9 is R1 in its table: the private address is the remote end
    assert messages(replay.log)[8].pair == "R1"
    assert messages(replay.log)[8].dst == PRIV


def test_states_in_order() -> None:
    replay = play()
    assert [change[2:] for change in changes(replay.log, L)] == [
        ("L1", "Waiting", ""),
        ("L1", "In-Progress", ""),
        ("L1", "Succeeded", "有效对 L2"),
        ("L1", "Waiting", "要提名"),
        ("L1", "In-Progress", ""),
        ("L1", "Succeeded", "有效对 L2"),
    ]
    assert [change[2:] for change in changes(replay.log, R)] == [
        ("R1", "Waiting", ""),
        ("R2", "Waiting", ""),
        ("R1", "In-Progress", ""),
        ("R2", "Waiting", "触发检测"),
        ("R2", "In-Progress", ""),
        ("R2", "Succeeded", "有效对 R2"),
        ("R2", "Succeeded", ""),
        ("R1", "Removed", ""),
    ]


def test_candidates() -> None:
    replay = play(R_ADDRESSES=2)
    host, srflx = candidate_priority(1, "host"), candidate_priority(1, "srflx")
    assert replay.l.local == {PRIV: host, PUB: srflx}
    assert replay.r.local == {FAR: host, "R-PUB-2": candidate_priority(1, "host", 65534)}
    assert replay.l.remote == replay.r.local
    assert replay.r.remote == replay.l.local


# ── numbers, against aioice ──


def test_pair_priority_as_aioice_computes_it() -> None:
    module = load(NAME)
    chance = random.Random(1501)
    numbers = [chance.randrange(1, 2**31) for _ in range(400)]
    for local, remote in [*itertools.pairwise(numbers), (7, 7), (8, 7), (7, 8)]:
        ours = Candidate("1", 1, "udp", local, "192.0.2.1", 1, "host")
        theirs = Candidate("1", 1, "udp", remote, "192.0.2.2", 1, "host")
        assert module.pair_priority(local, remote) == candidate_pair_priority(ours, theirs, True)
        assert module.pair_priority(remote, local) == candidate_pair_priority(ours, theirs, False)


@pytest.mark.parametrize("controlling", ["L", "R"])
@pytest.mark.parametrize("loss", [[], [1]])
def test_both_sides_give_the_chosen_pair_one_priority(controlling: str, loss: list[int]) -> None:
    replay = play(CONTROLLING=controlling, LOSS=loss)
    kind = "prflx" if loss else "srflx"
    near = Candidate("1", 1, "udp", candidate_priority(1, kind), "192.0.2.3", 1, kind)
    far = Candidate("1", 1, "udp", candidate_priority(1, "host"), "192.0.2.1", 1, "host")
    expected = candidate_pair_priority(near, far, controlling == "L")
    assert replay.l.nominated[0].priority == replay.r.nominated[0].priority == expected


# ── a referee: what every run must keep to ──


def referee(replay: Any, **inputs: Any) -> None:
    """Read a log as a packet trace, knowing the rules and nothing of the program."""
    log = replay.log
    sent = messages(log)
    assert [m.number for m in sent] == list(range(1, replay.number + 1))
    assert [event["at"] for event in log] == sorted(event["at"] for event in log)
    assert len(log) <= 200
    assert all(len(event["label"]) <= 24 for event in log)
    addresses = {
        "endpoint": lambda name: "",
        "address": lambda name: name,
        "address-port": lambda name: name,
    }
    seen = addresses[inputs.get("FILTERING", "address")]
    opened: set[str] = set()
    for before, m in zip([None, *sent], sent, strict=False):
        assert (m.fate == "丢失") <= (m.number in inputs.get("LOSS", []))
        assert (m.number in inputs.get("LOSS", []) and m.src != "") <= bool(m.fate)
        if "候选" in m.kind:
            assert m.fate == ""
        elif m.start == L:
            assert (m.src, m.to) == (PRIV, NAT)
            assert m.fate in ("", "丢失")
            if not m.fate:
                opened.add(seen(m.dst))
        elif m.start == NAT:
            assert before
            assert (before.to, before.fate, before.kind, before.at) == (NAT, "", m.kind, m.at)
            assert (before.pair, before.use, before.mapped) == (m.pair, m.use, m.mapped)
            outward = before.start == L
            assert (m.src, m.dst) == ((PUB, before.dst) if outward else (before.src, PRIV))
            assert m.to == (L if not outward else STUN if m.dst == ASKED else R)
        elif m.dst == PRIV:
            assert (m.to, m.fate) == (NAT, "私有地址，路由不到")
        elif m.dst == PUB:
            assert m.to == NAT
            assert (m.fate == "NAT 过滤") == (seen(m.src) not in opened)
        else:
            assert {m.start, m.to} == {STUN, R}
        if m.kind.endswith("响应") and m.start != NAT:  # answers what has just come
            assert before
            assert (m.src, m.dst, m.mapped) == (before.dst, before.src, before.src)
            assert (before.to, before.fate, before.pair) == (m.start, "", m.pair)
    for agent, controlling in ((L, inputs.get("CONTROLLING", "L") == "L"), (R, None)):
        controls = controlling if controlling is not None else inputs.get("CONTROLLING") == "R"
        paced(log, sent, agent, inputs.get("TA", 50))
        nominating(log, sent, agent, controls, inputs.get("NOMINATION", "regular"))


def paced(log: list[dict[str, Any]], sent: list[Message], agent: str, ta: int) -> None:
    """One new check per Ta; retransmissions at the times of RFC 8489; failure when they end."""
    all_changes = list(changes(log, agent))
    new = [at for _, at, _, state, _ in all_changes if state == "In-Progress"]
    assert all(later - earlier >= ta for earlier, later in itertools.pairwise(new))
    own = [m for m in sent if m.kind == "请求" and m.start == agent]
    for pair in {change[2] for change in all_changes}:
        mine = [change for change in all_changes if change[2] == pair]
        for (index, at, _, state, _), after in itertools.zip_longest(mine, mine[1:]):
            until = after[0] if after else len(log)
            times = [m.at for m in own if m.pair == pair and index < m.index < until]
            if state != "In-Progress":
                assert times == []
                continue
            assert times == [at + wait for wait in SENT][: len(times)]
            assert times
            if after and after[3] == "Failed":
                assert len(times) == 7
                assert after[1] == at + TIMED_OUT
            if after and after[3] == "Succeeded":  # the response came in the same millisecond
                back = [m for m in sent if m.kind == "响应" and m.pair == pair and m.to == agent]
                assert any(m.at == after[1] == times[-1] and not m.fate for m in back)


def nominating(
    log: list[dict[str, Any]], sent: list[Message], agent: str, controls: bool, how: str
) -> None:
    """Who may send USE-CANDIDATE, and when."""
    own = [m for m in sent if m.kind == "请求" and m.start == agent]
    using = [m for m in own if m.use]
    if not controls:
        assert using == []
    elif how == "aggressive":
        assert using == own
    else:
        assert len({m.pair for m in using}) <= 1  # one and only one (8.1.1)
        for first in using[:1]:
            states = [
                c[3] for c in changes(log, agent) if c[2] == first.pair and c[0] < first.index
            ]
            assert states[-3:] == ["Succeeded", "Waiting", "In-Progress"]
            assert all(m.use for m in own if m.index > first.index and m.pair == first.pair)


def agreed(replay: Any) -> None:
    """Both agents use one pair, seen from its two ends, which both have checked."""
    near, far = chosen(replay.l), chosen(replay.r)
    assert near
    assert near == (far or ())[::-1]
    sent = messages(replay.log)
    for agent, pair in ((L, near), (R, far)):
        base = PRIV if agent == L else pair[0]
        checked = [
            m.pair for m in sent
            if m.kind == "请求" and m.start == agent and (m.src, m.dst) == (base, pair[1])
        ]  # fmt: skip
        arrived = [
            m for m in sent
            if m.kind == "响应" and m.to == agent and not m.fate and m.pair in checked
        ]  # fmt: skip
        assert any(m.mapped == pair[0] for m in arrived)
    both = [*replay.l.nominated, *replay.r.nominated]
    assert all(pair.priority <= both[0].priority for pair in both)


INPUTS = st.fixed_dictionaries(
    {
        "NOMINATION": st.sampled_from(["regular", "aggressive"]),
        "CONTROLLING": st.sampled_from(["L", "R"]),
        "FILTERING": st.sampled_from(["endpoint", "address", "address-port"]),
        "R_ADDRESSES": st.integers(1, 2),
        "TA": st.sampled_from([5, 20, 50, 499, 500, 1000]),
        "LOSS": st.lists(st.integers(1, 45), max_size=6, unique=True),
    }
)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(INPUTS)
def test_any_few_losses_leave_both_sides_with_one_pair(inputs: dict[str, Any]) -> None:
    replay = play(**inputs)  # each request goes out 7 times: 6 losses cannot silence one
    referee(replay, **inputs)
    agreed(replay)


def test_every_single_loss_in_every_setting() -> None:
    module = load(NAME)
    for nomination, controlling, addresses in itertools.product(
        ("regular", "aggressive"), "LR", (1, 2)
    ):
        for number in range(1, 27):
            inputs = {
                "NOMINATION": nomination, "CONTROLLING": controlling,
                "R_ADDRESSES": addresses, "LOSS": [number],
            }  # fmt: skip
            for key, value in inputs.items():
                setattr(module, key, value)
            replay = module.Replay().run()
            referee(replay, **inputs)
            agreed(replay)


def test_when_everything_is_lost_both_sides_fail() -> None:
    inputs = {"LOSS": list(range(9, 100))}
    replay = play(**inputs)
    referee(replay, **inputs)
    assert chosen(replay.l) is None
    assert chosen(replay.r) is None
    assert {row[3] for row in (*table(replay.l).values(), *table(replay.r).values())} == {"Failed"}
    assert (replay.number, replay.now) == (8 + 3 * 7, 60_000)
    assert [at for _, at, _, state, _ in changes(replay.log, L) if state == "Failed"] == [39500]
    assert [at for _, at, _, state, _ in changes(replay.log, R) if state == "Failed"] == [
        39500,
        39550,
    ]


def test_a_run_without_end_is_cut() -> None:
    chance = random.Random(2)
    loss = [number for number in range(9, 200) if chance.random() < 0.5]
    replay = play(CONTROLLING="R", R_ADDRESSES=2, LOSS=loss)
    referee(replay, CONTROLLING="R", R_ADDRESSES=2, LOSS=loss)
    assert (len(replay.log), replay.now) == (150, 15600)


def test_filtering_tells_ports_from_addresses() -> None:
    """R's second address on the first one's host: only address-port keeps it out."""
    through = {}
    for way in ("endpoint", "address", "address-port"):
        module = load(NAME)
        module.IP["R-PUB-2"] = module.IP["R-PUB-1"]
        module.FILTERING = way
        replay = module.Replay()
        replay._carry(PRIV, FAR, "包")
        through[way] = replay._carry("R-PUB-2", PUB, "包")
    assert through == {
        "endpoint": ("R-PUB-2", PRIV),
        "address": ("R-PUB-2", PRIV),
        "address-port": ("", ""),
    }


@pytest.mark.parametrize(
    ("way", "inside"),
    [("endpoint", ("R-PUB-2", PRIV)), ("address", ("", "")), ("address-port", ("", ""))],
)
def test_filtering_by_address(way: str, inside: Ends) -> None:
    module = load(NAME)
    module.FILTERING = way
    replay = module.Replay()
    assert replay._carry("R-PUB-2", PUB, "包") == ("", "")  # nothing has gone out
    replay._carry(PRIV, FAR, "包")
    assert replay._carry("R-PUB-2", PUB, "包") == inside
    assert replay._carry(FAR, PUB, "包") == (FAR, PRIV)


# ── what the page predicts ──


def tail(outcome: Outcome) -> list[str]:
    lines = outcome.text.splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("共 ")) :]


def test_text() -> None:
    outcome = run(NAME)
    lines = outcome.text.splitlines()
    assert lines[0] == "    0 ms  L    (1) STUN 请求  L-PRIV-1 → STUN-PUB-1"
    assert lines[2] == "    0 ms  STUN (3) STUN 响应 MA=NAT-PUB-1  STUN-PUB-1 → NAT-PUB-1"
    assert lines[4] == "    0 ms  L    (5) L 的候选  L-PRIV-1、NAT-PUB-1"
    assert "    0 ms  R    (9) 请求 R1  R-PUB-1 → L-PRIV-1：私有地址，路由不到" in lines
    assert "   50 ms  L    (18) 请求 L1 USE-CAND  L-PRIV-1 → R-PUB-1" in lines
    assert "   50 ms  R    提名 R2，选定 R2" in lines
    assert tail(outcome) == [
        "共 21 条消息，50 毫秒",
        "L 选定 L2",
        "  L1 9151314442783293438 L-PRIV-1/R-PUB-1 Succeeded －",
        "  L2 7277816997797167102 NAT-PUB-1/R-PUB-1 表外 选定",
        "R 选定 R2",
        "  R1 9151314442783293438 R-PUB-1/L-PRIV-1 Removed －",
        "  R2 7277816997797167102 R-PUB-1/NAT-PUB-1 Succeeded 选定",
    ]
    assert len(lines) <= 80


def test_aggressive_leaves_the_dead_pair_in_progress() -> None:
    outcome = run(NAME, NOMINATION="aggressive")
    assert tail(outcome)[0] == "共 17 条消息，50 毫秒"
    assert "  R1 9151314442783293438 R-PUB-1/L-PRIV-1 In-Progress －" in outcome.text


@pytest.mark.parametrize(
    ("inputs", "count", "time"),
    [
        ({"TA": 20}, 21, 20),
        ({"TA": 1000}, 22, 1000),
        ({"FILTERING": "address-port"}, 21, 50),
        ({"FILTERING": "endpoint"}, 21, 50),
        ({"LOSS": [1]}, 18, 50),
        ({"LOSS": [4]}, 21, 50),
        ({"LOSS": [9]}, 21, 50),
        ({"LOSS": [5, 8, 22]}, 21, 50),
        ({"LOSS": [10]}, 24, 550),
        ({"LOSS": [10], "FILTERING": "endpoint"}, 22, 100),
        ({"LOSS": [11]}, 23, 100),
        ({"LOSS": [11], "BREAK_NO_TRIGGERED": True}, 24, 500),
        ({"LOSS": [20]}, 24, 550),
        ({"CONTROLLING": "R"}, 21, 100),
        ({"CONTROLLING": "R", "NOMINATION": "aggressive"}, 23, 39500),
        ({"BREAK_NO_TRIGGERED": True}, 21, 50),
        ({"BREAK_FIRST_WINS": True}, 21, 50),
        ({"R_ADDRESSES": 2}, 23, 50),
        ({"R_ADDRESSES": 2, "LOSS": [12]}, 25, 100),
    ],
)
def test_counts_and_times(inputs: dict[str, Any], count: int, time: int) -> None:
    assert tail(run(NAME, **inputs))[0] == f"共 {count} 条消息，{time} 毫秒"


def test_no_stun_answer_makes_peer_reflexive_candidates_on_both_sides() -> None:
    replay = play(LOSS=[1])
    prflx = candidate_priority(1, "prflx")
    assert replay.l.local[PUB] == replay.r.remote[PUB] == prflx
    assert replay.l.nominated[0].priority == 7998392938176446462
    assert flow(replay)[1] == (2, L, R, "", "", False, "")
    assert replay.log[1]["detail"] == PRIV


def test_losing_10_shows_the_filter_at_work() -> None:
    replay = play(LOSS=[10])
    filtered = [m for m in messages(replay.log) if m.fate == "NAT 过滤"]
    assert [(m.at, m.pair, m.dst) for m in filtered] == [(50, "R2", PUB)]
    again = [m.at for m in messages(replay.log) if m.start == L and m.kind == "请求"]
    assert again[:2] == [0, 500]


SWITCHING: dict[str, Any] = {"NOMINATION": "aggressive", "R_ADDRESSES": 2}


def test_aggressive_moves_to_the_better_pair() -> None:
    replay = play(**SWITCHING, LOSS=[12])
    found = [(e["at"], LANES[e["from"]], e["label"]) for e in replay.log if "提名" in e["label"]]
    assert found == [
        (50, L, "提名 L3，选定 L3"),
        (100, R, "提名 R4，选定 R4"),
        (500, L, "提名 L4，选定 L4"),
        (550, R, "提名 R2，选定 R2"),
    ]
    assert table(replay.l)["L3"][:2] == (PUB, "R-PUB-2")
    assert (chosen(replay.l), chosen(replay.r)) == ((PUB, FAR), (FAR, PUB))
    assert (replay.number, replay.now) == (31, 550)


def test_break_first_wins_keeps_the_worse_pair() -> None:
    replay = play(**SWITCHING, LOSS=[12], BREAK_FIRST_WINS=True)
    assert (chosen(replay.l), chosen(replay.r)) == ((PUB, "R-PUB-2"), ("R-PUB-2", PUB))


def test_break_first_wins_makes_the_sides_differ() -> None:
    right = play(**SWITCHING, LOSS=[12, 18])
    wrong = play(**SWITCHING, LOSS=[12, 18], BREAK_FIRST_WINS=True)
    assert (chosen(right.l), chosen(right.r)) == ((PUB, FAR), (FAR, PUB))
    assert (chosen(wrong.l), chosen(wrong.r)) == ((PUB, "R-PUB-2"), (FAR, PUB))
    with pytest.raises(AssertionError):
        agreed(wrong)
    assert right.number == wrong.number == 33


def test_regular_nomination_may_take_the_worse_pair_but_both_take_it() -> None:
    replay = play(R_ADDRESSES=2, LOSS=[12])
    assert (chosen(replay.l), chosen(replay.r)) == ((PUB, "R-PUB-2"), ("R-PUB-2", PUB))


def test_break_no_triggered_leaves_r_without_a_pair() -> None:
    outcome = run(NAME, LOSS=[1], BREAK_NO_TRIGGERED=True)
    assert tail(outcome) == [
        "共 20 条消息，60000 毫秒",
        "L 选定 L2",
        "  L1 9151314442783293438 L-PRIV-1/R-PUB-1 Succeeded －",
        "  L2 7998392938176446462 NAT-PUB-1/R-PUB-1 表外 选定",
        "R 选定 不出",
        "  R1 9151314442783293438 R-PUB-1/L-PRIV-1 Failed －",
        "  R2 7998392938176446462 R-PUB-1/NAT-PUB-1 表外 －",
    ]
    assert not any("触发检测" in event["label"] for event in outcome.picture("sequence")["events"])


def test_controlling_r_waits_for_its_dead_pair_when_aggressive() -> None:
    replay = play(CONTROLLING="R", NOMINATION="aggressive")
    assert [m.at for m in messages(replay.log) if m.pair == "R1"] == SENT
    assert table(replay.r)["R1"][3] == "Failed"
    assert (chosen(replay.l), chosen(replay.r)) == ((PUB, FAR), (FAR, PUB))


def test_a_nomination_without_an_answer_fails_on_one_side() -> None:
    """L cannot know that R heard it when all seven answers are lost: 7.2.5.3.4 of RFC 8445."""
    inputs = {"LOSS": [20, 23, 26, 29, 32, 35, 38]}
    replay = play(**inputs)
    referee(replay, **inputs)
    assert (chosen(replay.l), chosen(replay.r)) == (None, (FAR, PUB))
    assert tail(run(NAME, **inputs))[:4] == [
        "共 38 条消息，60000 毫秒",
        "L 选定 不出",
        "  L1 9151314442783293438 L-PRIV-1/R-PUB-1 Failed －",
        "  L2 7277816997797167102 NAT-PUB-1/R-PUB-1 表外 －",
    ]
    failed = [at for _, at, _, state, _ in changes(replay.log, L) if state == "Failed"]
    assert failed == [50 + TIMED_OUT]


def test_emptying_the_queue_as_rfc_5245_says_can_split_the_sides() -> None:
    """8.1.2 of RFC 5245 by the letter: a queued triggered check that carries a nomination goes."""
    text = (folder() / f"{NAME}.py").read_text(encoding="utf-8")
    kept = ' or (other.state == "Waiting" and other.asked == NEVER):'
    letter = ModuleType("letter")
    source = text.replace(kept, ' or other.state == "Waiting":')
    if source == text:
        assert folder() != ROOT
        pytest.skip("a changed copy, written in another way")
    exec(compile(source, "letter", "exec"), vars(letter))  # noqa: S102 - our own program
    for module in (letter, load(NAME)):
        vars(module).update(SWITCHING, TA=499, LOSS=[12])
    split = letter.Replay().run()
    assert (chosen(split.l), chosen(split.r)) == ((PUB, FAR), ("R-PUB-2", PUB))
    agreed(play(**SWITCHING, TA=499, LOSS=[12]))


# ── inputs and trace ──


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        (
            "NOMINATION",
            "Regular",
            "NOMINATION 应是 ['regular', 'aggressive'] 之一，现在是 'Regular'",
        ),
        ("NOMINATION", None, "NOMINATION 应是 ['regular', 'aggressive'] 之一，现在是 None"),
        ("CONTROLLING", "NAT", "CONTROLLING 应是 ['L', 'R'] 之一，现在是 'NAT'"),
        ("CONTROLLING", b"L", "现在是 b'L'"),
        ("FILTERING", "port", "FILTERING 应是 ['endpoint', 'address', 'address-port'] 之一"),
        ("FILTERING", ["address"], "现在是 ['address']"),
        ("R_ADDRESSES", 0, "R_ADDRESSES 应是 [1, 2] 之一，现在是 0"),
        ("R_ADDRESSES", 3, "现在是 3"),
        ("R_ADDRESSES", True, "现在是 True"),
        ("R_ADDRESSES", "1", "现在是 '1'"),
        ("TA", 4, "TA 应是 5–1000 之间的整数，现在是 4"),
        ("TA", 1001, "现在是 1001"),
        ("TA", 50.0, "现在是 50.0"),
        ("TA", "50", "现在是 '50'"),
        ("LOSS", 10, "LOSS 应是消息编号（正整数）的列表，现在是 10"),
        ("LOSS", [0], "现在是 [0]"),
        ("LOSS", [10, "11"], "现在是 [10, '11']"),
        ("LOSS", [True], "现在是 [True]"),
        ("LOSS", "10", "现在是 '10'"),
        ("LOSS", (10,), "现在是 (10,)"),
        ("BREAK_FIRST_WINS", 1, "BREAK_FIRST_WINS 应是 [False, True] 之一，现在是 1"),
        ("BREAK_NO_TRIGGERED", "True", "BREAK_NO_TRIGGERED 应是 [False, True] 之一，现在是 'True'"),
    ],
)
def test_bad_input(name: str, value: object, complaint: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith("输入有误：")
    assert complaint in outcome.complaint
    assert outcome.trace is None
    assert outcome.text == ""


@pytest.mark.parametrize(
    ("name", "value"), [("TA", 5), ("TA", 1000), ("R_ADDRESSES", 2), ("LOSS", [1, 10_000])]
)
def test_bounds_are_inputs_too(name: str, value: object) -> None:
    assert run(NAME, **{name: value}).complaint == ""


def test_trace() -> None:
    outcome = run(NAME)
    assert outcome.trace
    assert outcome.trace["trace"] == 1
    assert [picture["kind"] for picture in outcome.trace["pictures"]] == ["sequence", "rate"]
    sequence = outcome.picture("sequence")
    assert sequence["lanes"] == LANES
    assert sequence["events"] == play().log
    assert all(len(event["label"]) <= 24 for event in sequence["events"])
    rate = outcome.picture("rate")
    assert rate["y"] == "条/50 毫秒"
    assert rate["limits"] == [{"value": 1, "label": "每 Ta 最多 1 个"}]
    assert [(s["name"], s["points"]) for s in rate["series"]] == [
        ("L 的新检测", [[0, 1], [50, 1]]),
        ("R 的新检测", [[0, 1], [50, 1]]),
    ]


@pytest.mark.parametrize(
    "inputs",
    [
        {"LOSS": [12, 18], **SWITCHING},
        {"LOSS": [12], "TA": 20, **SWITCHING},
        {"LOSS": [2, 9, 10, 11, 30], "CONTROLLING": "R"},
    ],
)
def test_rate_counts_the_new_checks_of_the_log(inputs: dict[str, Any]) -> None:
    outcome = run(NAME, **inputs)
    ta = inputs.get("TA", 50)
    log = outcome.picture("sequence")["events"]
    assert all(len(event["label"]) <= 24 for event in log)
    for series, agent in zip(outcome.picture("rate")["series"], (L, R), strict=True):
        starts = [at for _, at, _, state, _ in changes(log, agent) if state == "In-Progress"]
        assert series["points"] == [[at // ta * ta, 1] for at in starts]
