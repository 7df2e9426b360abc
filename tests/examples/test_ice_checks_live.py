"""Two aioice agents on loopback nominate a pair: do they agree with the formulas of the replay?"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

import aioice
import aioice.ice
import pytest
from aioice import stun

from tests.examples.loading import load

PATIENCE = 10  # seconds, so that a broken run ends


@dataclass
class Seen:
    """What two agents did; the controlling one is first."""

    roles: list[tuple[str, bool]] = field(default_factory=list)  # attribute and USE-CANDIDATE
    pairs: list[tuple[int, tuple[str, int], tuple[str, int]]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)


async def meet(patched: pytest.MonkeyPatch) -> Seen:
    """Gather on 127.0.0.1 only, exchange candidates, connect, pass data both ways."""
    seen = Seen()
    patched.setattr(aioice.ice, "get_host_addresses", lambda **_: ["127.0.0.1"])
    send = aioice.ice.StunProtocol.send_stun

    def watched(
        self: aioice.ice.StunProtocol, message: stun.Message, addr: tuple[str, int]
    ) -> None:
        if message.message_class == stun.Class.REQUEST:
            role = next(name for name in message.attributes if name.startswith("ICE-CONTROL"))
            seen.roles.append((role, "USE-CANDIDATE" in message.attributes))
        send(self, message, addr)

    patched.setattr(aioice.ice.StunProtocol, "send_stun", watched)
    left, right = aioice.Connection(ice_controlling=True), aioice.Connection(ice_controlling=False)
    try:
        for agent in (left, right):
            await agent.gather_candidates()
        for agent, peer in ((left, right), (right, left)):
            for candidate in peer.local_candidates:
                await agent.add_remote_candidate(candidate)
            await agent.add_remote_candidate(None)
            agent.remote_username, agent.remote_password = (
                peer.local_username,
                peer.local_password,
            )
        await asyncio.gather(left.connect(), right.connect())
        for agent in (left, right):
            seen.candidates += [c.priority for c in agent.local_candidates]
            for pair in agent._nominated.values():
                priority = aioice.ice.candidate_pair_priority(
                    pair.local_candidate, pair.remote_candidate, agent.ice_controlling
                )
                ends = [(c.host, c.port) for c in (pair.local_candidate, pair.remote_candidate)]
                seen.pairs.append((priority, ends[0], ends[1]))
                seen.states.append(pair.state.name)
        await left.send(b"from left")
        seen.data.append(await right.recv())
        await right.send(b"from right")
        seen.data.append(await left.recv())
    finally:
        await left.close()
        await right.close()
    return seen


@pytest.fixture(scope="module")
def seen() -> Seen:
    with pytest.MonkeyPatch.context() as patched:
        return asyncio.run(asyncio.wait_for(meet(patched), PATIENCE))


def test_one_pair_seen_from_its_two_ends_and_data_passes(seen: Seen) -> None:
    assert len(seen.pairs) == 2
    (_, *near), (_, *far) = seen.pairs
    assert near == far[::-1]
    assert seen.states == ["SUCCEEDED", "SUCCEEDED"]
    assert seen.data == [b"from left", b"from right"]


def test_priorities_are_those_of_the_replay(seen: Seen) -> None:
    module = load("ice/checks")
    assert seen.candidates == [module.HOST, module.HOST]
    expected = module.pair_priority(*seen.candidates)
    assert [priority for priority, *_ in seen.pairs] == [expected, expected]
    replay = module.Replay().run()  # L1 joins two host candidates too
    assert replay.l.pairs["L-PRIV-1", "R-PUB-1"].priority == expected


def test_only_the_controlling_agent_nominates_and_aioice_does_in_every_check(seen: Seen) -> None:
    """Aggressive nomination, still there in 0.13: that is what the page says of it."""
    assert aioice.__version__.startswith("0.13.")
    by_role = {
        role: {use for _, use in uses}
        for role, uses in itertools.groupby(sorted(seen.roles), key=lambda item: item[0])
    }
    assert by_role == {"ICE-CONTROLLING": {True}, "ICE-CONTROLLED": {False}}
    module = load("ice/checks")
    module.NOMINATION = "aggressive"
    labels = [e["label"] for e in module.Replay().run().log if "请求 " in e["label"]]
    assert {" L1" in label for label in labels if "USE-CAND" in label} == {True}
    assert all("USE-CAND" in label for label in labels if " L1" in label)
