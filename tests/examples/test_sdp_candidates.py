"""SDP, against aiortc, aioice, sdp-transform and an offer that Chromium makes on the spot."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sdp_transform
from aioice import Candidate, stun
from aiortc.sdp import DTLS_ROLE_SETUP, MediaDescription, SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser import chromium
from tests.examples import loading
from tests.examples.loading import Outcome, load, run

NAME = "sdp/candidates"
PAGE = loading.ROOT / "sdp-candidates.md"
EXAMPLE = load(NAME)  # hypothesis wants no fixtures; nothing here changes it
Sections = list[list[tuple[str, str]]]

# RFC 5245 section 17 prints an empty s=
RFC_5245 = """v=0
o=jdoe 2890844526 2890842807 IN IP4 10.0.1.1
s=
c=IN IP4 192.0.2.3
t=0 0
a=ice-pwd:asd88fgpdd777uzjYhagZg
a=ice-ufrag:8hhY
m=audio 45664 RTP/AVP 0
b=RS:0
b=RR:0
a=rtpmap:0 PCMU/8000
a=candidate:1 1 UDP 2130706431 10.0.1.1 8998 typ host
a=candidate:2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998
"""
# session-level values, one of which the second section overrides; the rest of what ICE may say
MIXED = """v=0
o=- 1 2 IN IP6 2001:DB8::1
s=two sections
t=0 0
a=group:BUNDLE one two
a=ice-options:trickle ice2
a=ice-ufrag:sess
a=ice-pwd:sessionsessionsession22
a=fingerprint:SHA-1 0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:0A:1B:2C:3D
a=setup:active
m=audio 9 UDP/TLS/RTP/SAVPF 0 8
i=sound
c=IN IP6 ::
a=mid:one
a=candidate:a+/Z 256 TCP 1 FE80::1 0 typ host tcptype so generation 0 Case Kept
a=candidate:9 2 udp 2147483647 198.51.100.255 65535 typ relay raddr 2001:DB8::2 rport 65535
a=end-of-candidates
m=application 65535 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 233.252.0.1/127/3
a=mid:two
a=ice-ufrag:medi
a=ice-pwd:mediamediamediamediame
a=ice-options:rtp+ecn
a=setup:passive
a=rtcp-mux
a=candidate:1 1 udp 7 name-1.example 1 typ prflx raddr 0.0.0.0 rport 9
"""
OFFERS = {"default": EXAMPLE.SDP, "RFC 5245": RFC_5245, "mixed": MIXED}


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def written(sections: Sections) -> str:
    return "".join(f"{key}{value}\r\n" for section in sections for key, value in section)


def values(section: list[tuple[str, str]], key: str) -> list[str]:
    return [value for name, value in section if name == key]


def shown(text: str) -> list[dict[str, list[str]]]:
    """The sections that a run printed: a label → its values."""
    found: list[dict[str, list[str]]] = []
    for line in text.splitlines()[:-1]:
        if line.startswith("  "):
            label, _, value = line.strip().partition("：")
            found[-1].setdefault(label, []).append(value)
        else:
            found.append({"媒体": [line]})
    return found


def refusal(sdp: object) -> str:
    outcome = run(NAME, SDP=sdp)
    assert (outcome.text, outcome.trace) == ("", None)
    assert outcome.complaint.startswith("输入有误：")
    return outcome.complaint.removeprefix("输入有误：")


def put(line: str, number: int = 16) -> str:
    """The default offer with a line of ours as the given one."""
    lines = EXAMPLE.SDP.strip().split("\n")
    return "\n".join([*lines[: number - 1], line, *lines[number:]])


# ── candidates ──

ICE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
addresses = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.uuids().map(lambda uuid: f"{uuid}.local"),
    st.sampled_from(["stun.example.org", "2001:DB8::A"]),
)
ports = st.integers(0, 65535)
extensions = st.sampled_from(
    ["", " generation 0", " generation 0 network-cost 999", " generation 1 ufrag Qm7x network-id 3"]
)


@st.composite
def candidates(draw: st.DrawFn) -> str:
    transport = draw(st.sampled_from(["udp", "UDP", "tcp", "TCP"]))
    kind = draw(st.sampled_from(["host", "srflx", "prflx", "relay"]))
    words = [
        draw(st.text(ICE, min_size=1, max_size=32)),
        str(draw(st.integers(1, 256))),
        transport,
        str(draw(st.integers(1, 2**31 - 1))),
        draw(addresses),
        str(draw(ports)),
        f"typ {kind}",
    ]
    if kind != "host":
        words.append(f"raddr {draw(addresses)} rport {draw(ports)}")
    if transport.lower() == "tcp":
        words.append("tcptype " + draw(st.sampled_from(["active", "passive", "so"])))
    return " ".join(words) + draw(extensions)


@given(candidates())
@settings(max_examples=150, deadline=None)
def test_candidates_as_aioice_and_sdp_transform_read_them(text: str) -> None:
    fields = EXAMPLE.read_candidate(text)
    assert list(fields) == [name for name in EXAMPLE.FIELDS if name in fields]
    theirs = Candidate.from_sdp(text)
    assert fields["foundation"] == theirs.foundation
    assert int(fields["component"]) == theirs.component
    assert fields["transport"] == theirs.transport
    assert int(fields["priority"]) == theirs.priority
    assert fields["address"] == theirs.host
    assert int(fields["port"]) == theirs.port
    assert fields["typ"] == theirs.type
    assert fields.get("raddr") == theirs.related_address
    assert fields.get("rport") == (None if theirs.type == "host" else str(theirs.related_port))
    assert fields.get("tcptype") == theirs.tcptype
    if theirs.generation is not None:
        assert f" generation {theirs.generation}" in fields["ext"]
    again = sdp_transform.parse(f"m=audio 9 RTP/AVP 0\r\na=candidate:{text}\r\n")
    (their,) = again["media"][0]["candidates"]
    assert {str(their["priority"]), str(their["port"])} == {fields["priority"], fields["port"]}
    assert (their["type"], their.get("raddr")) == (fields["typ"], fields.get("raddr"))
    # what was taken apart makes the line again
    bare = [value for name, value in fields.items() if name in EXAMPLE.FIELDS[:6]]
    named = [f"{name} {value}" for name, value in fields.items() if name in EXAMPLE.FIELDS[6:10]]
    assert " ".join([*bare, *named]) + fields.get("ext", "") == text


def test_the_two_candidates_of_rfc_5245() -> None:
    _, media = EXAMPLE.parse(RFC_5245)
    host, srflx = (EXAMPLE.read_candidate(value) for value in values(media, "a=candidate:"))
    assert host == {
        "foundation": "1",
        "component": "1",
        "transport": "udp",
        "priority": "2130706431",
        "address": "10.0.1.1",
        "port": "8998",
        "typ": "host",
    }
    assert list(srflx.values()) == (
        ["2", "1", "udp", "1694498815", "192.0.2.3", "45664", "srflx", "10.0.1.1", "8998"]
    )
    assert list(srflx)[-2:] == ["raddr", "rport"]


HOST = "1 1 udp 5 192.0.2.1 9 typ host"
SRFLX = "1 1 udp 5 192.0.2.1 9 typ srflx raddr 192.0.2.2 rport 7"
SHAPE = "候选应是 8 段，再加成对的扩展；现在是"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", f"{SHAPE} 0 段："),
        ("1 1 udp 5 192.0.2.1 9 typ", f"{SHAPE} 7 段：1 1 udp 5 192.0.2.1 9 typ"),
        ("1 1 udp 5 192.0.2.1 9 type host", f"{SHAPE} 8 段"),
        ("1 1 udp 5 192.0.2.1 9 typ hosts", f"{SHAPE} 8 段"),
        (f"{HOST} generation", f"{SHAPE} 9 段"),
        (f"{HOST}  generation 0", f"{SHAPE} 10 段"),
        (f"{HOST} generation ", f"{SHAPE} 9 段"),
        (f"{HOST}  0", f"{SHAPE} 9 段"),
        (f"{HOST} tcptype ", f"{SHAPE} 9 段"),
        (f"{HOST} tcptype", f"{SHAPE} 9 段"),
        (HOST.replace("1 1", " 1", 1), SHAPE),
        (HOST.replace("1 1", "1 ", 1), SHAPE),
        (HOST.replace("udp", ""), SHAPE),
        (HOST.replace(" 5 ", "  "), SHAPE),
        (HOST.replace(" 9 ", "  "), SHAPE),
        (SRFLX.replace("rport 7", "rport "), SHAPE),
        (HOST.replace("192.0.2.1", ":"), SHAPE),
        (HOST.replace("192.0.2.1", "1:"), SHAPE),
        (HOST.replace("192.0.2.1", "a.1b"), SHAPE),
        (HOST.replace("192.0.2.1", "a."), SHAPE),
        (HOST.replace("192.0.2.1", ".a"), SHAPE),
        (f"{HOST} ", f"{SHAPE} 8 段"),
        (f" {HOST}", f"{SHAPE} 8 段"),
        (HOST.replace("1 1", "1_ 1", 1), SHAPE),
        (HOST.replace("1 1", "a" * 33 + " 1", 1), SHAPE),
        (HOST.replace("1 1", "1 x", 1), SHAPE),
        (HOST.replace(" 5 ", " -5 "), SHAPE),
        (HOST.replace(" 5 ", " " + "1" * 11 + " "), SHAPE),
        (HOST.replace(" 5 ", " " + "9" * 5000 + " "), SHAPE),
        (HOST.replace(" 9 ", " ٩ "), SHAPE),
        (HOST.replace("192.0.2.1", "192.0.2.256"), SHAPE),
        (HOST.replace("192.0.2.1", "192.0.2"), SHAPE),
        (HOST.replace("192.0.2.1", "192.0.2.01"), SHAPE),
        (HOST.replace("192.0.2.1", "192.0.2.1.1"), SHAPE),
        (HOST.replace("192.0.2.1", "2001:db8::g"), SHAPE),
        (HOST.replace("192.0.2.1", "localhost"), SHAPE),
        (HOST.replace("192.0.2.1", "a..local"), SHAPE),
        (HOST.replace("192.0.2.1", "a_b.local"), SHAPE),
        (HOST.replace("1 1", "1 0", 1), "component 应是 1–256 的整数，现在是 0"),
        (HOST.replace("1 1", "1 257", 1), "component 应是 1–256 的整数，现在是 257"),
        (HOST.replace(" 5 ", " 0 "), "priority 应是 1–2147483647 的整数，现在是 0"),
        (
            HOST.replace(" 5 ", " 2147483648 "),
            "priority 应是 1–2147483647 的整数，现在是 2147483648",
        ),
        (HOST.replace(" 9 ", " 65536 "), "port 应是 0–65535 的整数，现在是 65536"),
        (SRFLX.replace("rport 7", "rport 65536"), "rport 应是 0–65535 的整数，现在是 65536"),
        (SRFLX.replace("srflx", "host"), "host 候选不带 raddr 和 rport，其余类型都要带"),
        (HOST.replace("host", "srflx"), "host 候选不带 raddr 和 rport，其余类型都要带"),
        (HOST.replace("host", "prflx"), "host 候选不带 raddr 和 rport，其余类型都要带"),
        (HOST.replace("host", "relay"), "host 候选不带 raddr 和 rport，其余类型都要带"),
        (SRFLX.replace(" rport 7", ""), "host 候选不带 raddr 和 rport，其余类型都要带"),
        (SRFLX.replace(" raddr 192.0.2.2", ""), "host 候选不带 raddr 和 rport，其余类型都要带"),
    ],
)
def test_bad_candidates(text: str, complaint: str) -> None:
    with pytest.raises(EXAMPLE.InputError) as caught:
        EXAMPLE.read_candidate(text)
    assert str(caught.value).startswith(complaint)
    first, *_ = refusal(put(f"a=candidate:{text}", 8)).split("\n")
    assert first.startswith(f"第 8 行：{complaint}")


@pytest.mark.parametrize(
    "text",
    [
        "/" * 32 + " 256 x 2147483647 255.255.255.255 65535 typ host",
        "+ 1 udp 1 0.0.0.0 0 typ host",
        "1 1 udp 1 199.249.250.200 0 typ host",
        "1 1 udp 1 :: 0 typ host",
        "1 1 udp 0000000001 a-1.b2.c3 00 typ relay raddr :: rport 65535",
        "1 1 udp 1 2001:DB8::192.0.2.1 0 typ prflx raddr a.local rport 0",
        "1 1 udp 1 1:: 0 typ host",
        "1 1 udp 1 ::1 0 typ host",
        "1 1 udp 1 1:2:3:4:5:6:7:8 0 typ host",
        "1 1 udp 1 ffff:fFFf::9a0.0 0 typ host",
        "1 1 udp 1 a.b 0 typ host",
        "1 1 udp 1 0-9.zA-0-9-Z 0 typ host",
        "1 1 udp 1 9a.Z1-8 0 typ host",
    ],
)
def test_candidates_at_the_edge(text: str) -> None:
    assert EXAMPLE.read_candidate(text)["typ"] in text


def test_what_comes_twice_is_an_extension() -> None:
    fields = EXAMPLE.read_candidate(f"{SRFLX} raddr 192.0.2.3 rport 8 tcptype so tcptype active")
    assert (fields["raddr"], fields["rport"]) == ("192.0.2.2", "7")
    assert fields["ext"] == " raddr 192.0.2.3 rport 8 tcptype so tcptype active"
    assert "tcptype" not in fields
    fields = EXAMPLE.read_candidate(f"{SRFLX} tcptype so tcptype active a b")
    assert (fields["tcptype"], fields["ext"]) == ("so", " tcptype active a b")


def test_only_transport_and_address_are_made_lower_case() -> None:
    text = "AbC 1 UdP 5 2001:DB8::A 9 typ relay raddr 2001:DB8::A rport 7 tcptype So UdP UdP"
    assert EXAMPLE.read_line(f"a=candidate:{text}")[1] == (
        "AbC 1 udp 5 2001:db8::a 9 typ relay raddr 2001:DB8::A rport 7 tcptype So UdP UdP"
    )


def test_every_octet() -> None:
    for number in range(1000):
        text = HOST.replace("192.0.2.1", f"{number}.0.2.{number}")
        if number < 256:
            assert EXAMPLE.read_candidate(text)["address"] == f"{number}.0.2.{number}"
        else:
            with pytest.raises(EXAMPLE.InputError):
                EXAMPLE.read_candidate(text)


@given(st.ip_addresses().map(lambda ip: ip.exploded))
@settings(max_examples=60, deadline=None)
def test_every_ip_address_is_one(text: str) -> None:
    assert EXAMPLE.read_candidate(HOST.replace("192.0.2.1", text))["address"] == text
    ipaddress.ip_address(text)


# ── whole descriptions ──


def check_with_aiortc(sdp: str, outcome: Outcome, sections: Sections) -> None:
    theirs = SessionDescription.parse(sdp)
    printed = shown(outcome.text)
    assert len(theirs.media) == len(printed) == len(sections) - 1
    for media, said, section in zip(theirs.media, printed, sections[1:], strict=True):
        ports = re.split("[ /]", values(section, "m=")[0])
        assert (media.kind, media.port) == (ports[0], int(ports[1]))
        assert said["用户名片段"] == [media.ice.usernameFragment or "没有"]
        assert said["密码"] == [media.ice.password or "没有"]
        assert said["选项"] == [media.ice_options or "没有"]
        assert said["区段标识"] == [media.rtp.muxId or "没有"]
        assert said["RTCP 复用"] == ["有" if media.rtcp_mux else "没有"]
        assert said["候选完毕"] == ["有" if media.ice_candidates_complete else "没有"]
        groups = [str(group) for group in theirs.group]
        assert said["分组"] == (groups or ["没有"])
        check_dtls(media, said)
        ours = [EXAMPLE.read_candidate(value) for value in values(section, "a=candidate:")]
        assert [ours_as_theirs(one) for one in ours] == [
            (
                one.foundation,
                one.component,
                one.protocol.lower(),
                one.priority,
                one.ip.lower(),
                one.port,
                one.type,
                one.relatedAddress,
                one.relatedPort,
                one.tcpType,
            )
            for one in media.ice_candidates
        ]


def ours_as_theirs(fields: dict[str, str]) -> tuple[object, ...]:
    wanted = [fields.get(name) for name in EXAMPLE.FIELDS[:10]]
    for at in (1, 3, 5, 8):
        wanted[at] = int(wanted[at]) if wanted[at] else None
    return tuple(wanted)


def check_dtls(media: MediaDescription, said: dict[str, list[str]]) -> None:
    if media.dtls is None:
        assert said["DTLS 角色"] == ["没有"]
        return
    assert said["DTLS 角色"] == [DTLS_ROLE_SETUP[media.dtls.role]]
    if not media.dtls.fingerprints:
        assert said["证书指纹"] == ["没有"]
        return
    (print_,) = media.dtls.fingerprints
    text = f"{print_.algorithm.lower()} {print_.value.upper()}"
    assert said["证书指纹"] == [text if len(text) <= 80 else text[:80] + "…"]


def check_with_sdp_transform(sdp: str, sections: Sections) -> None:
    theirs = sdp_transform.parse(sdp)
    assert len(theirs["media"]) == len(sections) - 1
    assert [f"{one['type']} {one['mids']}" for one in theirs.get("groups", [])] == (
        values(sections[0], "a=group:")
    )
    for place, section in zip([theirs, *theirs["media"]], sections, strict=True):
        for name, key in (
            ("iceUfrag", "a=ice-ufrag:"),
            ("icePwd", "a=ice-pwd:"),
            ("setup", "a=setup:"),
            ("mid", "a=mid:"),
        ):
            assert [str(place[one]) for one in (name,) if one in place] == values(section, key)
        assert ("rtcpMux" in place) == bool(values(section, "a=rtcp-mux") == [""])
        assert ("endOfCandidates" in place) == bool(values(section, "a=end-of-candidates"))
        if print_ := place.get("fingerprint"):
            wanted = f"{print_['type'].lower()} {print_['hash'].upper()}"
            assert values(section, "a=fingerprint:") == [wanted]
        ours = [EXAMPLE.read_candidate(value) for value in values(section, "a=candidate:")]
        assert [(one["foundation"], one["port"]) for one in place.get("candidates", [])] == [
            (int(one["foundation"]) if one["foundation"].isdigit() else one["foundation"], port)
            for one in ours
            for port in [int(one["port"])]
        ]


@pytest.mark.parametrize("name", OFFERS)
def test_whole_offers_as_aiortc_and_sdp_transform_read_them(name: str) -> None:
    outcome, sections = run(NAME, SDP=OFFERS[name]), EXAMPLE.parse(OFFERS[name])
    check_with_aiortc(OFFERS[name], outcome, sections)
    check_with_sdp_transform(OFFERS[name], sections)
    # and they read the same from what was made normal
    check_with_aiortc(written(sections), outcome, sections)
    check_with_sdp_transform(written(sections), sections)


def test_what_is_made_normal() -> None:
    before = MIXED.strip().split("\n")
    after = written(EXAMPLE.parse(MIXED)).split("\r\n")
    assert [(old, new) for old, new in zip(before, after, strict=False) if old != new] == [
        (
            "a=fingerprint:SHA-1 0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9:0A:1B:2C:3D",
            "a=fingerprint:sha-1 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D",
        ),
        (
            "a=candidate:a+/Z 256 TCP 1 FE80::1 0 typ host tcptype so generation 0 Case Kept",
            "a=candidate:a+/Z 256 tcp 1 fe80::1 0 typ host tcptype so generation 0 Case Kept",
        ),
    ]
    assert after[len(before) :] == [""]


def test_an_empty_name_becomes_a_dash() -> None:
    # both libraries read it and write it back empty; Chromium refuses it, see below
    assert SessionDescription.parse(RFC_5245).name == ""
    assert sdp_transform.parse(RFC_5245)["name"] == ""
    session, _ = EXAMPLE.parse(RFC_5245)
    assert session[2] == ("s=", "-")
    assert SessionDescription.parse(written([session])).name == "-"
    kept, _ = EXAMPLE.parse(RFC_5245.replace("s=\n", "s= \n"))
    assert kept[2] == ("s=", " ")


@pytest.mark.parametrize("name", OFFERS)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_normal_stays_normal(name: str, end: str) -> None:
    sections = EXAMPLE.parse(OFFERS[name].replace("\n", end))
    assert sections == EXAMPLE.parse(OFFERS[name])
    assert EXAMPLE.parse(written(sections)) == sections
    assert EXAMPLE.parse("\n\n" + written(sections) + "\r\n\n") == sections


attributes = st.one_of(
    candidates().map(lambda text: f"a=candidate:{text}"),
    st.text(ICE, min_size=4, max_size=40).map(lambda text: f"a=ice-ufrag:{text}"),
    st.text(ICE, min_size=22, max_size=40).map(lambda text: f"a=ice-pwd:{text}"),
    st.binary(min_size=32, max_size=32).map(lambda data: f"a=fingerprint:SHA-256 {data.hex(':')}"),
    st.sampled_from(["a=rtcp-mux", "a=end-of-candidates", "a=sendrecv", "a=x:", "a=y:: z"]),
    st.sampled_from(["a=ice-options:trickle", "a=ice-options:ice2 rtp+ecn", "a=setup:holdconn"]),
)
medias = st.tuples(
    st.sampled_from(["m=audio 9 RTP/AVP 0", "m=video 49170/2 RTP/AVP 31 32"]),
    st.sampled_from(["c=IN IP4 192.0.2.1", "c=IN IP6 ::", "b=AS:64"]),
).map(list)


@given(
    st.lists(attributes.filter(lambda line: "candidate:" not in line), max_size=4),
    st.lists(st.tuples(medias, st.lists(attributes, max_size=6)), max_size=3),
)
@settings(max_examples=80, deadline=None)
def test_any_description_round_trips(
    session: list[str], sections: list[tuple[list[str], list[str]]]
) -> None:
    lines = ["v=0", "o=- 1 1 IN IP4 192.0.2.9", "s=", "t=0 0", *session]
    for head, rest in sections:
        lines += [*head, *rest]
    parsed = EXAMPLE.parse("\n".join(lines))
    assert EXAMPLE.parse(written(parsed)) == parsed
    assert [len(section) for section in parsed] == [
        4 + len(session),
        *(2 + len(rest) for _, rest in sections),
    ]
    assert written(parsed).lower() == "\r\n".join([*lines, ""]).replace("s=\r", "s=-\r").lower()


@given(st.text(max_size=60), st.integers(1, 17))
@settings(max_examples=150, deadline=None)
def test_whatever_is_pasted_there_is_no_traceback(text: str, number: int) -> None:
    for sdp in (text, put(text, number), put(f"a=candidate:{text}", number), put(f"m={text}", 6)):
        try:
            sections = EXAMPLE.parse(sdp)
        except EXAMPLE.InputError as error:
            told = str(error)
        else:
            told = "第 0 行"
            assert EXAMPLE.parse(written(sections)) == sections
        assert told.startswith(("第 ", "会话级缺 "))


# ── lines ──


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("x=1", "应以类型字母和 = 开头，现在是 'x=1'"),
        ("A=mid:0", "应以类型字母和 = 开头，现在是 'A=mid:0'"),
        ("=", "应以类型字母和 = 开头，现在是 '='"),
        ("==", "应以类型字母和 = 开头，现在是 '=='"),
        ("", "应以类型字母和 = 开头，现在是 ''"),
        ("a rtcp-mux", "应以类型字母和 = 开头，现在是 'a rtcp-mux'"),
        ("a", "应以类型字母和 = 开头，现在是 'a'"),
        (" a=mid:0", "应以类型字母和 = 开头，现在是 ' a=mid:0'"),
        ("ice-ufrag:Qm7x", "应以类型字母和 = 开头，现在是 'ice-ufrag:Qm7x'"),
        ("a=ice-ufrag:Qm7", "用户名片段应是：4–256 个字母、数字、+、/；现在是 'Qm7'"),
        ("a=ice-ufrag:Qm7-", "用户名片段应是：4–256 个字母、数字、+、/；现在是 'Qm7-'"),
        ("a=ice-ufrag:" + "a" * 257, "用户名片段应是：4–256 个"),
        (
            "a=ice-pwd:" + "a" * 21,
            "密码应是：22–256 个字母、数字、+、/；现在是 'aaaaaaaaaaaaaaaaaaaaa'",
        ),
        ("a=ice-pwd:" + "a" * 257, "密码应是：22–256 个"),
        ("a=ice-pwd:" + "a" * 21 + " ", "密码应是：22–256 个"),
        ("a=ice-options:", "选项应是：标记，如 trickle、ice2；现在是 ''"),
        ("a=ice-options:google-ice", "选项应是：标记，如 trickle、ice2；现在是 'google-ice'"),
        ("a=ice-options:trickle  ice2", "选项应是：标记"),
        ("a=fingerprint:sha-256", "证书指纹应是：散列名和够数的字节；现在是 'sha-256'"),
        ("a=fingerprint:sha-1 0G" + ":00" * 19, "证书指纹应是：散列名和够数的字节"),
        ("a=fingerprint:md5 00" + ":00" * 15, "证书指纹应是：散列名和够数的字节"),
        ("a=fingerprint:sha-1 " + "00" * 20, "证书指纹应是：散列名和够数的字节"),
        ("a=setup:actpas", "DTLS 角色应是：active、passive 等；现在是 'actpas'"),
        ("a=mid:", "区段标识应是：一个标记，给分组用；现在是 ''"),
        ("a=mid:a b", "区段标识应是：一个标记，给分组用；现在是 'a b'"),
        ("a=group:", "分组应是：BUNDLE 和同用一条传输的 mid；现在是 ''"),
        ("a=group:BUNDLE  0", "分组应是：BUNDLE 和同用一条传输的 mid；现在是 'BUNDLE  0'"),
    ],
)
def test_bad_lines(line: str, complaint: str) -> None:
    assert refusal(put(line)).startswith(f"第 16 行：{complaint}")


@pytest.mark.parametrize(
    ("number", "line", "complaint"),
    [
        (1, "v=1", "版本应是：0，没有别的版本；现在是 '1'"),
        (1, "v=0 ", "版本应是：0，没有别的版本；现在是 '0 '"),
        (2, "o=- 1 1 IN IP4", "发起者应是：6 段，末段是地址；现在是 '- 1 1 IN IP4'"),
        (2, "o=- x 1 IN IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1 ١ IN IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1 1 IN IP4 192.0.2.1 ", "发起者应是：6 段"),
        (2, "o= 1 1 IN IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=-  1 IN IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1  IN IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1 1  IP4 192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1 1 IN  192.0.2.1", "发起者应是：6 段"),
        (2, "o=- 1 1 IN IP4 ", "发起者应是：6 段"),
        (4, "t= 0", "时间应是：两个数"),
        (4, "t=0 ", "时间应是：两个数"),
        (4, "t=0", "时间应是：两个数，0 0 是不限；现在是 '0'"),
        (4, "t=0 0 0", "时间应是：两个数，0 0 是不限；现在是 '0 0 0'"),
        (6, "m=audio 9 RTP/AVP", "媒体应是：媒体、端口、协议、格式；现在是 'audio 9 RTP/AVP'"),
        (6, "m=audio RTP/AVP 0", "媒体应是：媒体、端口、协议、格式；现在是 'audio RTP/AVP 0'"),
        (6, "m= 9 RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio  RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 9  0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 9 RTP/AVP 0 ", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 9/2/3 RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 9999999999 RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 999999999 RTP/AVP 0", "port 应是 0–65535 的整数"),
        (6, "m=audio 9/ RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 9/x RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio " + "9" * 5000 + " RTP/AVP 0", "媒体应是：媒体、端口、协议、格式"),
        (6, "m=audio 65536 RTP/AVP 0", "port 应是 0–65535 的整数，现在是 'audio 65536 RTP/AVP 0'"),
        (6, "m=audio 65536/2 RTP/AVP 0", "port 应是 0–65535 的整数"),
        (7, "c=IN IP4", "连接地址应是：3 段，末段是地址；现在是 'IN IP4'"),
        (7, "c=IN IP5 192.0.2.1", "连接地址应是：3 段，末段是地址"),
        (7, "c=IN IP4 192.0.2.256", "连接地址应是：3 段，末段是地址；现在是 'IN IP4 192.0.2.256'"),
        (7, "c=IN IP4 192.0.2.1/", "连接地址应是：3 段，末段是地址"),
    ],
)
def test_bad_lines_in_their_place(number: int, line: str, complaint: str) -> None:
    assert refusal(put(line, number)).startswith(f"第 {number} 行：{complaint}")


@pytest.mark.parametrize(
    "line",
    [
        "a=ice-ufrag:" + "+/Az",
        "a=ice-ufrag:" + "0" * 256,
        "a=ice-pwd:" + "z" * 22,
        "a=ice-pwd:" + "Z" * 256,
        "a=ice-options:a",
        "a=ice-options:trickle ice2 rtp+ecn",
        "a=setup:active",
        "a=setup:passive",
        "a=setup:actpass",
        "a=setup:holdconn",
        "a=mid:-",
        "a=group:LS",
        "a=group:BUNDLE a b c",
        "a=unknown:  any thing : at all ",
        "a=rtcp-mux",
        "a=end-of-candidates",
        "a=",
    ],
)
def test_good_lines(line: str) -> None:
    key, value = EXAMPLE.read_line(line)
    assert key + value == line
    assert key.endswith(":") or not value


@pytest.mark.parametrize(
    "line",
    [
        "m=audio 0 RTP/AVP 0",
        "m=x 65535/12 y z w",
        "c=IN IP6 ::1/3",
        "c=IN IP4 233.252.0.1/127/32",
        "t=3724394400 3724398000",
        "o=mozilla...THIS_IS_SDPARTA-99.0 4962303333179871723 12 IN IP4 0.0.0.0",
        "s= ",
        "b=TIAS:1",
    ],
)
def test_good_lines_with_numbers_and_addresses(line: str) -> None:
    assert EXAMPLE.read_line(line) == (line[:2], line[2:])


def test_where_a_name_ends() -> None:
    assert EXAMPLE.read_line("a=y:: z") == ("a=y:", ": z")
    assert EXAMPLE.read_line("a=:x") == ("a=:", "x")
    assert EXAMPLE.read_line("a=x") == ("a=x", "")
    assert EXAMPLE.read_line("i=a:b=c") == ("i=", "a:b=c")


@pytest.mark.parametrize(
    ("name", "size"),
    [("sha-1", 20), ("sha-224", 28), ("sha-256", 32), ("sha-384", 48), ("SHA-512", 64)],
)
def test_fingerprints_have_as_many_bytes_as_the_hash(name: str, size: int) -> None:
    for count in (1, size - 1, size, size + 1, 20, 32):
        digits = ":".join(f"{number:02x}" for number in range(160, 160 + count))
        if count == size:
            key, value = EXAMPLE.read_line(f"a=fingerprint:{name} {digits}")
            assert (key, value) == ("a=fingerprint:", f"{name.lower()} {digits.upper()}")
        else:
            with pytest.raises(EXAMPLE.InputError, match="证书指纹"):
                EXAMPLE.read_line(f"a=fingerprint:{name} {digits}")


# ── order ──

ONE = {
    **{letter: f"{letter}=x" for letter in "siuepbrzk"},
    **{"v": "v=0", "o": "o=- 1 1 IN IP4 192.0.2.1", "c": "c=IN IP4 192.0.2.1", "t": "t=0 0"},
    **{"a": "a=x", "m": "m=audio 9 RTP/AVP 0"},
}


@pytest.mark.parametrize(
    "letters",
    [
        "vost",
        "vosiuepcbtka",
        "voseeppcbbbttrrrztrzkaaa",
        "vostmmm",
        "vosta" + "micbka" * 2,
        "vostmcccbbbaaa",
        "vostkmk",
    ],
)
def test_good_orders(letters: str) -> None:
    sections = EXAMPLE.parse("\n".join(ONE[letter] for letter in letters))
    assert "".join(key[0] for section in sections for key, _ in section) == letters
    assert len(sections) == 1 + letters.count("m")
    assert [section[0][0] for section in sections] == ["v=", *["m="] * letters.count("m")]


@pytest.mark.parametrize(
    ("letters", "number"),
    [
        ("ovst", 2),
        ("vsot", 3),
        ("vvost", 2),
        ("voost", 3),
        ("vosst", 4),
        ("vosiit", 5),
        ("vosuuit", 5),
        ("vostc", 5),
        ("vostb", 5),
        ("vosbct", 5),
        ("voscct", 5),
        ("vosrt", 4),
        ("vosztr", 4),
        ("vostzr", 6),
        ("vostzz", 6),
        ("vospet", 5),
        ("vostak", 6),
        ("vostkk", 6),
        ("vostat", 6),
        ("vostms", 6),
        ("vostmt", 6),
        ("vostmv", 6),
        ("vostmci", 7),
        ("vostmii", 7),
        ("vostmac", 7),
        ("vostmab", 7),
        ("vostmbc", 7),
        ("vostmkk", 7),
        ("vostmak", 7),
        ("vostmmas", 8),
    ],
)
def test_bad_orders(letters: str, number: int) -> None:
    with pytest.raises(EXAMPLE.InputError) as caught:
        EXAMPLE.parse("\n".join(ONE[letter] for letter in letters))
    assert str(caught.value) == f"第 {number} 行：{letters[number - 1]}= 的次序不对"


@pytest.mark.parametrize("letter", "vost")
def test_lines_that_must_be(letter: str) -> None:
    rest = "".join(one for one in "vosta" if one != letter)
    with pytest.raises(EXAMPLE.InputError) as caught:
        EXAMPLE.parse("\n".join(ONE[one] for one in rest))
    assert str(caught.value) == f"会话级缺 {letter}= 行"


def test_all_mistakes_are_told_at_once() -> None:
    sdp = "v=0\no=- 1 1 IN IP4 192.0.2.1\nx=1\na=ice-ufrag:abc\nm=audio\na=mid:0\na=ice-pwd:abc"
    assert refusal(sdp).split("\n") == [
        "第 3 行：应以类型字母和 = 开头，现在是 'x=1'",
        "第 4 行：用户名片段应是：4–256 个字母、数字、+、/；现在是 'abc'",
        "第 5 行：媒体应是：媒体、端口、协议、格式；现在是 'audio'",
        "第 7 行：密码应是：22–256 个字母、数字、+、/；现在是 'abc'",
        "会话级缺 s= 行",
        "会话级缺 t= 行",
    ]


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SDP", None, "SDP 的类型应是 str，现在是 None"),
        ("SDP", b"v=0", "SDP 的类型应是 str，现在是 b'v=0'"),
        ("SDP", 7, "SDP 的类型应是 str，现在是 7"),
        ("SDP", "", "第 1 行：应以类型字母和 = 开头，现在是 ''"),
        ("BREAK_LEVEL", 1, "BREAK_LEVEL 的类型应是 bool，现在是 1"),
        ("BREAK_LEVEL", "True", "BREAK_LEVEL 的类型应是 bool，现在是 'True'"),
        ("BREAK_POSITION", 0, "BREAK_POSITION 的类型应是 bool，现在是 0"),
        ("BREAK_POSITION", None, "BREAK_POSITION 的类型应是 bool，现在是 None"),
    ],
)
def test_bad_inputs(name: str, value: object, complaint: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{complaint}")
    assert (outcome.text, outcome.trace) == ("", None)


# ── what is printed and drawn ──


def test_the_default_text(default: Outcome) -> None:
    assert default.text == (
        "audio 45664 UDP/TLS/RTP/SAVPF 111\n"
        "  分组：BUNDLE 0\n"
        "  区段标识：0\n"
        "  用户名片段：Qm7x\n"
        "  密码：p3VtH0yB/kwL9sUe+Zc4NfJa\n"
        "  选项：trickle\n"
        "  证书指纹：sha-256 3B:90:5E:C7:14:6A:F2:08:D1:4F:A3:77:2C:B8:E0:65"
        ":9D:11:8A:F4:52:CE:06:BB:…\n"
        "  DTLS 角色：actpass\n"
        "  RTCP 复用：有\n"
        "  候选完毕：没有\n"
        "  候选：2999745851 1 udp 2113942271 2001:db8::a:7 50999 host "
        "generation 0 network-cost 999\n"
        "  候选：3377102448 1 udp 1677729535 192.0.2.3 45664 srflx 0.0.0.0 0 generation 0\n"
        "  候选：4 1 tcp 1509957375 6f1c2b0e-4d5a-4c39-9b7e-08d2a1f3c564.local 9 host active\n"
        "规范化的 SDP 有 17 行，再解析一遍，内容不变\n"
    )


def test_a_value_of_80_characters_is_printed_whole() -> None:
    for size in (80, 81):
        outcome = run(NAME, SDP=put("a=ice-ufrag:" + "x" * size, 11))
        (said,) = shown(outcome.text)
        assert said["用户名片段"] == ["x" * 80 + "…" * (size - 80)]


def test_every_line_is_drawn_with_its_meaning() -> None:
    outcome = run(NAME, SDP=MIXED)
    drawn = outcome.picture("lines")
    assert drawn["title"] == "规范化的 SDP"
    lines = drawn["lines"]
    assert [line["text"] for line in lines] == written(EXAMPLE.parse(MIXED)).split("\r\n")[:-1]
    notes = {line["text"]: (line["name"], line["value"], line["ref"]) for line in lines}
    assert notes["a=ice-ufrag:sess"] == (
        "用户名片段",
        "4–256 个字母、数字、+、/",
        "RFC 8839 §5.4",
    )
    assert notes["i=sound"] == ("其他", "本例不解释，原样保留", "RFC 8866 §5")
    for line in lines:
        assert re.fullmatch(r"RFC \d{4} §\d+(\.\d+)*", line["ref"])
        assert line["name"]
        assert line["value"]


def test_where_to_read_more() -> None:
    """Each kind of line: its name and where its RFC describes it."""
    assert {key: (name, ref) for key, (name, _, _, ref) in EXAMPLE.RULES.items()} == {
        "v=": ("版本", "8866 §5.1"),
        "o=": ("发起者", "8866 §5.2"),
        "s=": ("会话名", "8866 §5.3"),
        "c=": ("连接地址", "8866 §5.7"),
        "t=": ("时间", "8866 §5.9"),
        "m=": ("媒体", "8866 §5.14"),
        "a=candidate:": ("候选", "8839 §5.1"),
        "a=group:": ("分组", "9143 §5"),
        "a=mid:": ("区段标识", "5888 §4"),
        "a=ice-ufrag:": ("用户名片段", "8839 §5.4"),
        "a=ice-pwd:": ("密码", "8839 §5.4"),
        "a=ice-options:": ("选项", "8839 §5.6"),
        "a=fingerprint:": ("证书指纹", "8122 §5"),
        "a=setup:": ("DTLS 角色", "4145 §4"),
        "a=rtcp-mux": ("RTCP 复用", "5761 §5.1.1"),
        "a=end-of-candidates": ("候选完毕", "8840 §8"),
    }


def test_the_downloaded_file_writes_the_same(default: Outcome) -> None:
    done = subprocess.run(
        [sys.executable, str(loading.folder() / f"{NAME}.py")],
        capture_output=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=True,
    )
    assert loading.outcome(done.stdout.decode()) == default


def test_the_grid_has_every_candidate(default: Outcome) -> None:
    grid = default.picture("grid")
    assert (grid["title"], grid["corner"]) == ("候选", "类型")
    assert grid["columns"] == (
        "foundation component transport priority address port typ raddr rport tcptype ext".split()
    )
    assert [row["name"] for row in grid["rows"]] == ["host", "srflx", "host"]
    texts = [[cell["text"] for cell in row["cells"]] for row in grid["rows"]]
    assert texts[0][:9] == (
        ["2999745851", "1", "udp", "2113942271", "2001:db8::a:7", "50999", "host", "", ""]
    )
    assert texts[0][9:] == ["", "generation 0 network-cost 999"]
    assert " ".join(texts[1][6:]) == "srflx 0.0.0.0 0  generation 0"
    assert texts[2][6:] == ["host", "", "", "active", ""]
    assert {cell["tone"] for row in grid["rows"] for cell in row["cells"]} == {"plain"}


def test_an_offer_without_candidates_has_no_grid() -> None:
    sdp = "\n".join(line for line in EXAMPLE.SDP.split("\n") if "candidate" not in line)
    outcome = run(NAME, SDP=sdp)
    assert outcome.trace
    assert [picture["kind"] for picture in outcome.trace["pictures"]] == ["lines"]
    assert json.loads(json.dumps(outcome.trace))["trace"] == 1


# ── what the page promises ──


def test_break_level_loses_what_chromium_puts_into_the_section(default: Outcome) -> None:
    (said,) = shown(run(NAME, BREAK_LEVEL=True).text)
    (right,) = shown(default.text)
    lost = [label for label in right if said[label] != right[label]]
    assert lost == ["区段标识", "用户名片段", "密码", "选项", "证书指纹", "DTLS 角色", "RTCP 复用"]
    assert all(said[label] == ["没有"] for label in lost)
    assert said["候选"] == right["候选"]


def test_break_level_is_not_seen_on_the_offer_of_the_rfc() -> None:
    right, wrong = (run(NAME, SDP=RFC_5245, BREAK_LEVEL=level) for level in (False, True))
    assert right.text == wrong.text
    (said,) = shown(right.text)
    assert (said["用户名片段"], said["密码"]) == (["8hhY"], ["asd88fgpdd777uzjYhagZg"])


def test_the_section_overrides_the_session() -> None:
    one, two = shown(run(NAME, SDP=MIXED).text)
    assert (one["用户名片段"], two["用户名片段"]) == (["sess"], ["medi"])
    assert (one["选项"], two["选项"]) == (["trickle ice2"], ["rtp+ecn"])
    assert one["证书指纹"] == two["证书指纹"]
    assert (one["DTLS 角色"], two["DTLS 角色"]) == (["active"], ["passive"])
    assert (one["RTCP 复用"], two["RTCP 复用"]) == (["没有"], ["有"])
    assert (one["候选完毕"], two["候选完毕"]) == (["有"], ["没有"])
    assert [len(section["候选"]) for section in (one, two)] == [2, 1]


def test_break_position_takes_extensions_for_an_address(default: Outcome) -> None:
    outcome = run(NAME, BREAK_POSITION=True)
    (said,), (right,) = shown(outcome.text), shown(default.text)
    assert said["候选"][0] == (
        "2999745851 1 udp 2113942271 2001:db8::a:7 50999 host 0 999 generation 0 network-cost 999"
    )
    assert said["候选"][1:] == right["候选"][1:]
    rows = outcome.picture("grid")["rows"]
    assert [{cell["tone"] for cell in row["cells"]} for row in rows] == [
        {"bad"},
        {"plain"},
        {"plain"},
    ]
    assert [cell["text"] for cell in rows[0]["cells"]][7:9] == ["0", "999"]
    assert outcome.text.endswith("内容不变\n")  # the mistake stays unseen there


def test_positions_need_twelve_words() -> None:
    for text, wanted in (
        (f"{HOST} a b", None),
        (f"{HOST} a b c d", "b"),
        (f"{HOST} a b c d e f", "b"),
    ):
        fields = EXAMPLE.read_candidate(text, by_position=True)
        assert fields.get("raddr") == wanted
        assert fields.get("rport") == (wanted and "d")
    assert EXAMPLE.read_candidate(SRFLX, by_position=True) == EXAMPLE.read_candidate(SRFLX)


def fenced() -> str:
    """The offer on the page."""
    (found,) = re.findall(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Qm7x", "Qm7", "第 11 行：用户名片段应是：4–256 个字母、数字、+、/；现在是 'Qm7'"),
        ("50999", "70999", "第 8 行：port 应是 0–65535 的整数，现在是 70999"),
        ("t=0 0\n", "", "会话级缺 t= 行"),
        (
            "t=0 0\na=group:BUNDLE 0\n",
            "a=group:BUNDLE 0\nt=0 0\n",
            "第 5 行：t= 的次序不对",
        ),
    ],
)
def test_the_mistakes_that_the_page_tells_of(old: str, new: str, complaint: str) -> None:
    assert EXAMPLE.SDP.count(old) == 1
    assert refusal(EXAMPLE.SDP.replace(old, new)) == complaint
    assert complaint in PAGE.read_text(encoding="utf-8")


def test_the_offer_of_the_page_is_that_of_rfc_5245() -> None:
    assert fenced() == RFC_5245
    outcome = run(NAME, SDP=fenced())
    drawn = [line["text"] for line in outcome.picture("lines")["lines"]]
    changed = [new for new, old in zip(drawn, RFC_5245.split("\n"), strict=False) if new != old]
    assert changed == [
        "s=-",
        "a=candidate:1 1 udp 2130706431 10.0.1.1 8998 typ host",
        "a=candidate:2 1 udp 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998",
    ]


# ── Chromium ──


@contextmanager
def stun_server() -> Iterator[str]:
    """Says to everybody that their address is 192.0.2.3:45664; Chromium then has srflx too."""
    stop = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(0.1)

        def serve() -> None:
            while not stop.is_set():
                try:
                    data, sender = listening.recvfrom(2048)
                except TimeoutError:
                    continue
                asked = stun.parse_message(data)
                kind = stun.Class.RESPONSE
                answer = stun.Message(asked.message_method, kind, asked.transaction_id)
                answer.attributes["XOR-MAPPED-ADDRESS"] = ("192.0.2.3", 45664)
                listening.sendto(bytes(answer), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"stun:127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


MAKE_OFFER = """async (server) => {
  const connection = new RTCPeerConnection({iceServers: [{urls: server}]});
  connection.addTransceiver('audio');
  connection.createDataChannel('data');
  const first = (await connection.createOffer()).sdp;
  await connection.setLocalDescription();
  await new Promise((done) => {
    const look = () => connection.iceGatheringState === 'complete' && done();
    connection.onicegatheringstatechange = look;
    setTimeout(done, 10000);
    look();
  });
  const gathered = connection.localDescription.sdp;
  connection.close();
  return [first, gathered];
}"""
TAKE_OFFER = """async (sdp) => {
  const connection = new RTCPeerConnection();
  try {
    await connection.setRemoteDescription({type: 'offer', sdp});
    return '';
  } catch (error) {
    return error.message;
  } finally {
    connection.close();
  }
}"""


@pytest.mark.browser
def test_an_offer_that_chromium_makes_now() -> None:
    with stun_server() as server, chromium.running() as browser:
        page = browser.new_page()
        first, gathered = page.evaluate(MAKE_OFFER, server)
        normal = written(EXAMPLE.parse(gathered))
        refused = page.evaluate(TAKE_OFFER, gathered.replace("s=-", "s="))
        taken = [page.evaluate(TAKE_OFFER, sdp) for sdp in (gathered, normal)]
    for sdp in (first, gathered):
        sections = EXAMPLE.parse(sdp)
        assert written(sections) == sdp  # Chromium writes what is normal here
        check_with_aiortc(sdp, run(NAME, SDP=sdp), sections)
        check_with_sdp_transform(sdp, sections)
    _, *medias = EXAMPLE.parse(gathered)
    found = [EXAMPLE.read_candidate(value) for value in values(medias[0], "a=candidate:")]
    assert {"host", "srflx"} <= {fields["typ"] for fields in found}
    assert all(fields["address"].endswith(".local") for fields in found if fields["typ"] == "host")
    hidden = [(f["raddr"], f["rport"]) for f in found if f["typ"] == "srflx"]
    assert hidden == [("0.0.0.0", "0")] * len(hidden)  # noqa: S104 - RFC 8839 says port 9
    # it does not know ice2, and it does not take an empty s=
    assert {option for media in medias for option in values(media, "a=ice-options:")} == {"trickle"}
    assert refused.endswith("s= Expect line: s=")
    assert taken == ["", ""]
