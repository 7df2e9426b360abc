"""Which addresses a crawl may ask, whatever the forum's pages and names say."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import guard

PUBLIC, LOOPBACK = ip_address("93.184.216.34"), ip_address("127.0.0.1")
FORUM = guard.of("http://forum.example/", ["img.example", "CDN.example."], [PUBLIC])

NOT_PUBLIC = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",  # where clouds tell machines their secrets
    "100.64.0.1",  # carrier-grade NAT
    "100.127.255.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",  # site-local, long deprecated, still routed where it is set up
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "2001::1",  # Teredo
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",  # translated
    "::127.0.0.1",  # “compatible”
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:a00:1::1",
    "2002:a9fe:a9fe::",
    "64:ff9b::127.0.0.1",  # NAT64
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",  # NAT64 of one's own network
]


@pytest.mark.parametrize(
    "url",
    [
        "http://forum.example/",
        "http://forum.example",
        "http://forum.example:80/article/1",
        "https://forum.example/",
        "https://forum.example:443/a?b=c#d",
        "HTTP://FORUM.Example/A",
        "http://forum.example./article/1",
        "http://forum.example:/article/1",
    ],
)
def test_own_host_may_be_asked(url: str) -> None:
    assert FORUM.refusal(url) is None
    assert FORUM.is_own(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://forum.example:8080/", "another port of forum.example"),
        ("https://forum.example:8443/", "another port of forum.example"),
        ("http://forum.example:0/", "another port of forum.example"),
        ("http://forum.example:22/", "another port of forum.example"),
        ("http://user:secret@forum.example/", "an address with a user name"),
        ("http://user@forum.example/", "an address with a user name"),
        ("http://@forum.example/", "an address with a user name"),
        ("http://forum.example@evil.example/", "an address with a user name"),
        ("http://forum.example\\@evil.example/", "an address with a user name"),
        ("ftp://forum.example/", "not an http or https address"),
        ("file:///etc/passwd", "not an http or https address"),
        ("file://forum.example/etc/passwd", "not an http or https address"),
        ("gopher://forum.example/", "not an http or https address"),
        ("javascript:alert(1)", "not an http or https address"),
        ("data:text/html,x", "not an http or https address"),
        ("//forum.example/", "not an http or https address"),
        ("/article/1", "not an http or https address"),
        ("http:///article/1", "not an http or https address"),
        ("http:forum.example", "not an http or https address"),
        ("", "not an http or https address"),
        ("http://[::1", "not an http or https address"),
        ("http://[forum.example]/", "not an http or https address"),
        ("http://forum.example:99999/", "not an http or https address"),
        ("http://forum.example:http/", "not an http or https address"),
        ("http://evil.example/", "evil.example is not the forum's own host"),
        ("http://www.forum.example/", "www.forum.example is not the forum's own host"),
        ("http://forum.example.evil.example/", "forum.example.evil.example is not the forum's"),
        ("http://evil.example/forum.example", "evil.example is not the forum's own host"),
        ("http://evil.example#@forum.example/", "evil.example is not the forum's own host"),
        ("http://evil.example?@forum.example/", "evil.example is not the forum's own host"),
        ("http://localhost/", "localhost is not the forum's own host"),
        ("http://127.0.0.1/", "127.0.0.1 is not the forum's own host"),
        ("http://[::1]/", "::1 is not the forum's own host"),
        ("http://2130706433/", "2130706433 is not the forum's own host"),
        ("http://0x7f.0.0.1/", "0x7f.0.0.1 is not the forum's own host"),
        ("http://0177.0.0.1/", "0177.0.0.1 is not the forum's own host"),
    ],
)
def test_anything_else_is_refused(url: str, reason: str) -> None:
    for image in (False, True):
        assert (FORUM.refusal(url, image=image) or "").startswith(reason)


@pytest.mark.parametrize(
    "url",
    [
        "http://img.example/a.png",
        "https://img.example/a.png",
        "https://IMG.example.:8443/a.png",
        "http://cdn.example/a.png",
    ],
)
def test_image_hosts_are_for_images_alone(url: str) -> None:
    assert FORUM.refusal(url, image=True) is None
    assert "not the forum's own host" in (FORUM.refusal(url) or "")
    assert not FORUM.is_own(url)


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_private_addresses_are_refused_unless_the_forum_is_on_one(text: str) -> None:
    address = ip_address(text)
    assert not guard.is_public(address)
    reason = FORUM.address_refusal(address)
    assert reason == f"{address} is a private or loopback address, and the forum's is not"
    at_home = guard.of("http://intranet/", [], [LOOPBACK])
    assert at_home.address_refusal(address) is None


@pytest.mark.parametrize(
    "text",
    [
        "93.184.216.34",
        "8.8.8.8",
        "100.63.255.255",
        "172.32.0.1",
        "2606:4700::1111",
        "2400:3200::1",
        "::ffff:8.8.8.8",
        "2002:808:808::1",
        "64:ff9b::8.8.8.8",
    ],
)
def test_public_addresses_may_be_connected_to(text: str) -> None:
    assert guard.is_public(ip_address(text))
    assert FORUM.address_refusal(ip_address(text)) is None


@pytest.mark.parametrize("text", [text for text in NOT_PUBLIC if "%" not in text])
def test_an_image_host_that_is_a_private_address_is_refused(text: str) -> None:
    host = f"[{text}]" if ":" in text else text
    named = guard.of("http://forum.example/", [text], [PUBLIC])
    assert "private or loopback" in (named.refusal(f"http://{host}/a.png", image=True) or "")


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "127.0.0.0x1",
        "0177.0.0.1",
        "017700000001",
        "127.1",
        "127.0.1",
        "127.0.0.1.",
        "00127.0.0.1",
        "１２７.0.0.1",  # digits, but not those of ASCII
        "١٢٧.0.0.1",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:0:0:1]",
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
    ],
)
def test_other_ways_to_write_a_private_address_are_refused(host: str) -> None:
    named = guard.of("http://forum.example/", [host.strip("[]")], [PUBLIC])
    reason = named.refusal(f"http://{host}/a.png", image=True) or ""
    assert "private or loopback" in reason or "in an unusual form" in reason


def test_a_public_literal_may_be_an_image_host() -> None:
    named = guard.of("http://forum.example/", ["8.8.8.8", "2606:4700::1"], [PUBLIC])
    assert named.refusal("http://8.8.8.8/a.png", image=True) is None
    assert named.refusal("http://[2606:4700::1]/a.png", image=True) is None


@pytest.mark.parametrize(
    ("base_url", "own", "other"),
    [
        ("http://127.0.0.1:8123/", "http://127.0.0.1:8123/a", "http://127.0.0.1:8124/"),
        ("http://127.0.0.1:8123/", "HTTP://127.0.0.1:8123", "https://127.0.0.1/"),
        ("http://[::1]:81/bbs/", "http://[::1]:81/", "http://[::1]/"),
        ("https://[2606:4700::1]/", "http://[2606:4700::1]/", "http://[2606:4700::2]/"),
        ("http://forum.example:8080/", "https://forum.example:8080/", "http://forum.example/"),
        ("http://论坛.example/", "http://xn--kfsr23j.example/", "http://论坛网.example/"),
        ("http://XN--KFSR23J.example/", "http://论坛.example/", "http://xn--.example/"),
    ],
)
def test_own_host_and_port_in_every_form(base_url: str, own: str, other: str) -> None:
    found = guard.of(base_url, [], [PUBLIC])
    assert found.refusal(base_url) is None
    assert found.refusal(own) is None
    assert found.refusal(other) is not None


@pytest.mark.parametrize(
    ("addresses", "is_private"),
    [
        (["127.0.0.1"], True),
        (["10.0.0.1", "fd00::1"], True),
        (["93.184.216.34"], False),
        # else a forum could name the machines that we may ask
        (["93.184.216.34", "127.0.0.1"], False),
        ([], False),
    ],
)
def test_a_forum_is_private_where_all_its_addresses_are(
    addresses: list[str], is_private: bool
) -> None:
    found = guard.of("http://forum.example/", [], map(ip_address, addresses))
    assert found.is_private is is_private


@given(st.text(max_size=40), st.sampled_from(["", "http://", "https://forum.example", "http://["]))
@settings(max_examples=300, deadline=None)
def test_no_address_raises_and_none_leads_elsewhere(text: str, start: str) -> None:
    url = start + text
    assert FORUM.is_own(url) or FORUM.refusal(url) is not None
