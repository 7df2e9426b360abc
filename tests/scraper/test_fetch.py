"""Single requests over real sockets: what is sent, what is taken, what is said when it fails."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest

from scraper.fetch import Limits
from tests.scraper.serving import answer, talk

GZIP = "Content-Encoding: gzip"


@pytest.mark.parametrize(
    ("contact", "options", "agent"),
    [
        ("a@forum.example", {}, "geekonline-kb/0.1 (+a@forum.example)"),
        (None, {}, "geekonline-kb/0.1"),
        (
            "a@forum.example",
            {"mobile": True},
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"
            " geekonline-kb/0.1 (+a@forum.example)",
        ),
    ],
)
def test_every_request_says_who_asks(
    contact: str | None, options: dict[str, Any], agent: str
) -> None:
    done = talk((answer(b"x"),), ("/article/1", options), contact=contact)
    assert done.targets == ["GET /article/1 HTTP/1.1"]
    assert done.sent("User-Agent") == [agent]
    assert done.sent("Accept-Encoding") == ["gzip, deflate"]
    assert done.sent("Cookie") == [None]
    assert done.sent("Referer") == [None]


def test_an_answer_is_kept_as_it_came() -> None:
    body = gzip.compress("正文".encode())
    done = talk((answer(body, "200 OK", GZIP, "X-Name: 值", "Set-Cookie: a=1"),), "/")
    assert done.response.status == 200
    assert done.response.body == body
    assert ("Content-Encoding", "gzip") in done.response.headers
    assert ("X-Name", "值") in done.response.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 401, 403, 404, 410, 500, 502])
def test_any_status_is_an_answer_and_no_redirect_is_followed(status: int) -> None:
    done = talk((answer(b"x", f"{status} Status", "Location: http://evil.example/"),), "/a")
    assert done.response.status == status
    assert len(done.heads) == 1


def test_conditions_are_passed_on_and_304_has_no_body_to_decode() -> None:
    known = {"If-None-Match": '"a"', "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}
    done = talk((answer(b"", "304 Not Modified", GZIP),), ("/a.png", {"known": known}))
    assert done.response.status == 304
    assert done.sent("If-None-Match") == ['"a"']
    assert done.sent("If-Modified-Since") == ["Sun, 06 Nov 1994 08:49:37 GMT"]


@pytest.mark.parametrize(
    ("line", "cookies"),
    [
        ("s=new; path=/; HttpOnly", {"s": "new", "k": "1"}),
        ("other=2; SameSite=Lax; Priority=High; Partitioned", {"s": "old", "k": "1", "other": "2"}),
        ('q="a b"; secure', {"s": "old", "k": "1", "q": '"a b"'}),
        ("x[y]=%7B1%7D=; path=/", {"s": "old", "k": "1", "x[y]": "%7B1%7D="}),
        ("s=x; Max-Age=3600; expires=Thu, 01-Jan-1970 00:00:01 GMT", {"s": "x", "k": "1"}),
        ("s=x; expires=Mon, 18-Jan-2031 00:00:01 GMT", {"s": "x", "k": "1"}),
        ("s=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/", {"k": "1"}),
        ("s=; path=/", {"k": "1"}),
        ("s=x; Max-Age=0", {"k": "1"}),
        ("s=x; max-age=-1", {"k": "1"}),
        ("s=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT", {"k": "1"}),
        ("no cookie", {"s": "old", "k": "1"}),
        ("=x", {"s": "old", "k": "1"}),
        ("", {"s": "old", "k": "1"}),
    ],
)
def test_cookies_are_kept_sent_back_and_forgotten(line: str, cookies: dict[str, str]) -> None:
    script = (answer(b"x", "200 OK", f"Set-Cookie: {line}"),)
    done = talk(script, "/", "/a", cookies={"s": "old", "k": "1"})
    assert done.cookies == cookies
    sent = "; ".join(f"{name}={value}" for name, value in sorted(cookies.items()))
    assert done.sent("Cookie") == ["k=1; s=old", sent]


def test_cookies_go_to_the_forum_alone() -> None:
    def script(target: str) -> tuple[bytes, ...]:
        return (answer(b"x", "200 OK", f"Set-Cookie: at={target[5:9]}"),)

    picture = ("http://localhost:{port}/image", {"image": True})
    done = talk(script, "/page", picture, "/page", image_hosts=("localhost",))
    assert len(done.heads) == 3
    assert done.sent("Cookie") == [None, None, "at=page"]
    assert done.cookies == {"at": "page"}


@pytest.mark.parametrize(
    ("size", "image", "kind"),
    [(1000, False, ""), (1001, False, "too-large"), (2000, True, ""), (2001, True, "too-large")],
)
def test_bodies_are_taken_up_to_their_limit(size: int, image: bool, kind: str) -> None:
    done = talk((answer(bytes(size)),), ("/a", {"image": image}))
    if not kind:
        assert len(done.response.body) == size
    else:
        assert (done.error.kind, done.error.again) == (kind, False)


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
ENDLESS = (HEAD + b"\r\n", *[bytes(500)] * 4000)
CUT = gzip.compress(bytes(range(256)))


@pytest.mark.parametrize(
    ("script", "kind", "again"),
    [
        ((HEAD + b"Content-Length: 99\r\n\r\nhalf", "reset"), "broken-off", True),
        ((HEAD + b"Content-Length: 99\r\n\r\nhalf",), "broken-off", True),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",), "broken-off", True),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\nno\r\n",), "broken-off", True),
        ((HEAD + b"Content-Length: -5\r\n\r\n",), "broken-off", True),
        ((HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n",), "broken-off", True),
        ((HEAD + b"X: y\r\n" * 100_000 + b"\r\n",), "broken-off", True),
        ((b"\x15\x03\x01 no HTTP\r\n\r\n",), "broken-off", True),
        ((), "broken-off", True),
        (("reset",), "broken-off", True),
        (ENDLESS, "too-large", False),
        ((answer(CUT[:-9], "200 OK", GZIP),), "broken-body", True),
        ((answer(b"<html>", "200 OK", GZIP),), "broken-body", True),
        ((answer(b"x", "200 OK", "Content-Encoding: br"),), "broken-body", True),
        ((answer(gzip.compress(bytes(9**6)), "200 OK", GZIP),), "broken-body", False),
        (
            (answer(zlib.compress(bytes(9**6)), "200 OK", "Content-Encoding: deflate"),),
            "broken-body",
            False,
        ),
    ],
)
def test_an_answer_that_cannot_be_used(script: Any, kind: str, again: bool) -> None:
    done = talk(script, "/a")
    assert (done.error.kind, done.error.again) == (kind, again)
    assert 10 < len(str(done.error)) < 250
    assert "\n" not in str(done.error)


@pytest.mark.parametrize(
    "script",
    [
        (2.0,),
        (HEAD + b"Content-Length: 9\r\n\r\nx", 2.0),
        (HEAD + b"Content-Length: 99\r\n\r\n", *[0.05, b"x"] * 40),  # never quiet for long
        (HEAD, *[0.05, b"X: y\r\n"] * 40),
    ],
)
def test_a_slow_answer_has_its_time_and_no_more(script: Any) -> None:
    done = talk(script, "/a", limits=Limits(1000, 1000, seconds=0.2))
    assert (done.error.kind, done.error.again) == ("timeout", True)
    assert str(done.error) == "no complete answer within 0.2 seconds"


def test_a_plain_answer_to_a_secure_request() -> None:
    done = talk((answer(b"x", "400 Bad Request"),), "https://127.0.0.1:{port}/")
    assert (done.error.kind, done.error.again) == ("tls", False)
    assert str(done.error).startswith("the secure connection failed (")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (answer(b"x"), 1.0),
        (answer(b"x", "500 Internal Server Error"), 1.0),
        (answer(b"", "302 Found", "Location: /b"), 1.0),
        (answer(bytes(1001)), 1.0),  # an answer that is of no use took its turn as well
        (HEAD + b"Content-Length: 99\r\n\r\nhalf", 1.0),
        (answer(b"x", "429 Too Many Requests"), 2.0),
        (answer(b"x", "503 Service Unavailable"), 2.0),
        (answer(b"x", "429 Too Many Requests", "Retry-After: 90"), 90.0),
        (answer(b"x", "503 Busy", "Retry-After: Mon, 18 Jan 2021 01:31:40 GMT"), 60.0),
        (
            answer(b"x", "503 Busy", "Date: Mon, 18 Jan 2021 01:30:40 GMT",
                   "Retry-After: Mon, 18 Jan 2021 01:31:50 GMT"),
            70.0,
        ),
        (answer(gzip.compress(b"x"), "503 Busy", GZIP, "Retry-After: 3"), 3.0),
    ],
)  # fmt: skip
def test_the_next_request_waits_for_its_turn(first: bytes, second: float) -> None:
    def script(target: str) -> tuple[bytes, ...]:
        return (first if "/first" in target else answer(b"x"),)

    done = talk(script, "/first", "/second", rate=1.0)
    assert len(done.heads) == 2
    assert done.starts[0] == 0.0
    assert done.starts[1] == pytest.approx(second, abs=0.01)


def test_what_the_guard_refuses_takes_no_turn() -> None:
    done = talk((answer(b"x"),), "/a", "http://evil.example/", "/b", rate=1.0)
    assert done.targets == ["GET /a HTTP/1.1", "GET /b HTTP/1.1"]
    assert done.starts == [0.0, 0.0, 1.0]
