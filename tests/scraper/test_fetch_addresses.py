"""Names, hosts and request lines: nothing in an address leads a request astray."""

from __future__ import annotations

import asyncio
import re
import socket
from ipaddress import ip_address
from typing import Any

import pytest

from scraper import fetch, guard
from scraper.errors import CrawlError
from scraper.fetch import Fetcher, FetchError
from scraper.pace import Pace
from tests.crawl.clocks import SimulatedClock
from tests.scraper.serving import QUICK, answer, talk

PUBLIC = ip_address("93.184.216.34")


def resolving(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Have names mean addresses, and others nothing; returns the names that are asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        asked.append(name)
        if name not in names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [found for at in names[name] for found in real(at, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "/"),
        ("/?/article/1", "/?/article/1"),
        ("/a b/ c", "/a%20b/%20c"),
        ('/"a"', "/%22a%22"),
        ("/<a>", "/%3Ca%3E"),
        ("/消息.png", "/%E6%B6%88%E6%81%AF.png"),
        ("/?q=消 息&p=1+2", "/?q=%E6%B6%88%20%E6%81%AF&p=1+2"),
        ("/%E6%B6%88%20b", "/%E6%B6%88%20b"),  # not encoded twice
        ("/%e6%b6%88", "/%e6%b6%88"),  # nor written in another way
        ("/a%2Fb%3Fc%26", "/a%2Fb%3Fc%26"),
        ("/100%/%zz", "/100%/%zz"),
        ("/a|b^c`d{e}f\\g", "/a%7Cb%5Ec%60d%7Be%7Df%5Cg"),
        ("/it's(a)!*;b=c,d@e:f~$", "/it's(a)!*;b=c,d@e:f~$"),
        ("/a/../b/./c//d", "/a/../b/./c//d"),
        ("/a?", "/a"),
        ("/a?b=[1]", "/a?b=[1]"),
        ("/a#part", "/a"),
        ("/😀", "/%F0%9F%98%80"),
        ("/\u2028\u0085", "/%E2%80%A8%C2%85"),
    ],
)
def test_what_people_typed_is_encoded_in_the_request_line(address: str, target: str) -> None:
    done = talk((answer(b"x"),), address)
    assert done.targets == [f"GET {target} HTTP/1.1"]
    assert done.response.url.endswith(address)


@pytest.mark.parametrize(
    "address",
    [
        "/a\r\nX-Evil: 1",
        "/a HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /b",
        "/a\nb",
        "/a\rb",
        "/a\tb",
        "/a\0b",
        "/a\x7fb",
        "/a\x1fb",
        "/\ud800",
        "http://127.0.0.1:{port}\r\n/a",
        "http://127.0.0.1\t:{port}/a",
    ],
)
def test_a_request_cannot_be_split(address: str) -> None:
    done = talk((answer(b"x"),), address)
    assert done.heads == []
    assert (done.error.kind, done.error.again) == ("bad-address", False)


@pytest.mark.parametrize("value", ['"a"\r\nCookie: x=1', '"a"\n', "a\0"])
def test_a_condition_cannot_split_a_request_either(value: str) -> None:
    done = talk((answer(b"x"),), ("/a", {"known": {"If-None-Match": value}}))
    assert done.heads == []
    assert (done.error.kind, done.error.again) == ("bad-address", False)


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/",
        "http://127.0.0.1:{port}@evil.example/",
        "http://user@127.0.0.1:{port}/",
        "http://127.0.0.1:1/",
        "http://127.0.0.2:{port}/",
        "http://2130706433:{port}/",
        "file:///etc/hostname",
        "127.0.0.1:{port}/",
        "",
    ],
)
def test_what_the_guard_refuses_is_not_asked(url: str) -> None:
    done = talk((answer(b"x"),), (url, {"image": True}))
    assert done.heads == []
    assert (done.error.kind, done.error.again) == ("refused", False)


def public_forum(url: str, *, image: bool) -> FetchError:
    """What comes of asking as the crawl of a public forum."""

    async def run() -> FetchError:
        own = guard.of("http://forum.example/", ["img.example", "2130706433"], [PUBLIC])
        clock = SimulatedClock()
        async with Fetcher(
            own, Pace(0, clock), clock, contact=None, limits=QUICK, cookies={}
        ) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(url, image=image)
        return caught.value

    return asyncio.run(run())


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "fd00::1"])
@pytest.mark.parametrize("url", ["http://forum.example/", "http://img.example/a.png"])
def test_a_name_that_turns_to_a_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, url: str
) -> None:
    host = url.split("/")[2]
    asked = resolving(monkeypatch, {host: [address]})
    error = public_forum(url, image="img" in url)
    assert asked == [host]
    assert (error.kind, error.again) == ("refused", False)
    assert str(error).startswith(f"{address} is a private or loopback address")


def test_an_address_written_as_a_number_is_refused() -> None:
    assert public_forum("http://2130706433/a.png", image=True).kind == "refused"


def test_of_several_addresses_only_public_ones_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, {"forum.example": ["127.0.0.1", "93.184.216.34", "::1"]})

    async def run() -> list[str]:
        resolver = fetch._Resolver(guard.of("http://forum.example/", [], [PUBLIC]))
        found = await resolver.resolve("forum.example", 80, socket.AF_UNSPEC)
        await resolver.close()
        return [one["host"] for one in found]

    assert asyncio.run(run()) == ["93.184.216.34"]


@pytest.mark.parametrize("name", ["images.invalid", f"{'a' * 63}.invalid"])
def test_a_name_that_means_nothing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    asked = resolving(monkeypatch, {"127.0.0.1": ["127.0.0.1"]})
    done = talk((), (f"http://{name}/a.png", {"image": True}), image_hosts=(name,))
    assert (done.error.kind, done.error.again) == ("dns", True)
    assert asked[-1] == name


@pytest.mark.parametrize("name", ["a" * 64, f"a..{'b' * 9}", "a" * 300])
def test_a_name_that_cannot_be_one(name: str) -> None:
    done = talk((), (f"http://{name}/a.png", {"image": True}), image_hosts=(name,))
    assert done.error.kind in ("dns", "bad-address")


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening
        url = f"http://localhost:{taken.getsockname()[1]}/a.png"
        done = talk((), (url, {"image": True}), image_hosts=("localhost",))
    # not “refused”: that is what we do, and final
    assert (done.error.kind, done.error.again) == ("no-connection", True)


def test_a_name_in_chinese_is_asked_for_in_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "xn--kfsr23j.example"
    asked = resolving(monkeypatch, {name: ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"]})
    script = (answer(b"x", "200 OK", "Set-Cookie: a=1"),)
    done = talk(script, "/图", f"http://{name}:{{port}}/b", host="论坛.example")
    assert done.targets == ["GET /%E5%9B%BE HTTP/1.1", "GET /b HTTP/1.1"]
    assert [host and re.sub(r":\d+$", "", host) for host in done.sent("Host")] == [name, name]
    assert done.sent("Cookie") == [None, "a=1"]
    assert set(asked) == {name}


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("http://127.0.0.1:8080/", ["127.0.0.1"]),
        ("http://[::1]/bbs/", ["::1"]),
        ("http://forum.example/", ["93.184.216.34", "2606:4700::1"]),
    ],
)
def test_addresses_of_a_forum(
    monkeypatch: pytest.MonkeyPatch, base_url: str, expected: list[str]
) -> None:
    known = {text: [text] for text in ("127.0.0.1", "::1")}
    resolving(monkeypatch, {**known, "forum.example": ["93.184.216.34", "2606:4700::1"]})
    assert asyncio.run(fetch.addresses(base_url)) == [ip_address(text) for text in expected]


@pytest.mark.parametrize("name", ["forum.invalid", "a" * 64, "a..b"])
def test_a_forum_without_addresses(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    resolving(monkeypatch, {})
    with pytest.raises(CrawlError, match=r"cannot be resolved \(.*nothing was fetched"):
        asyncio.run(fetch.addresses(f"http://{name}/"))
