"""What goes wrong goes wrong at the socket, not in a client's imagination."""

from __future__ import annotations

import gzip
import http.client
import re
import socket
import time
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest

from tests.box.asking import ask
from tests.box.faults import Kind, Rule
from tests.box.running import Box
from tests.box.small import small


@pytest.fixture(scope="module")
def shared() -> Iterator[Box]:
    with Box(small(), noise=False) as running:
        yield running


@pytest.fixture
def box(shared: Box) -> Box:
    shared.faults.clear()
    shared.reset_log()
    return shared


def test_retry_after_in_seconds_or_as_a_date(box: Box) -> None:
    box.faults.add("too_many", times=1, seconds=7)
    box.faults.add("unavailable", times=1, seconds=90, as_date=True)
    box.faults.add("unavailable", times=1)
    first, second, third, last = (ask(box, "/article/1") for _ in range(4))
    assert (first.status, first.headers["Retry-After"]) == (429, "7")
    told = parsedate_to_datetime(second.headers["Retry-After"])
    assert (told - parsedate_to_datetime(second.headers["Date"])).total_seconds() == 90
    assert (third.status, third.headers["Retry-After"]) == (503, None)
    assert last.status == 200
    assert [entry.fault for entry in box.log] == ["too_many", "unavailable", "unavailable", ""]


def test_rules_match_wait_and_end(box: Box) -> None:
    rule = box.faults.add("error", "^/article/", times=2, after=1)
    statuses = [ask(box, target).status for target in ("/article/1", "/question/2", "/article/1",
                                                       "/article/2", "/article/1")]  # fmt: skip
    assert statuses == [200, 200, 500, 500, 200]
    assert box.faults.fired(rule) == 2
    with pytest.raises(ValueError, match="no fault is called"):
        Rule("flood")  # type: ignore[arg-type]


def test_a_rate_limit_lets_slow_readers_through(box: Box) -> None:
    box.faults.add("rate", limit=3, seconds=0.3)
    statuses = [ask(box, "/robots.txt").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    time.sleep(0.35)
    assert ask(box, "/robots.txt").status == 200


@pytest.mark.parametrize(
    ("kind", "said"),
    [("captcha", "安全验证"), ("waf", "访问被拦截"), ("closed", "维护中"), ("banned", "已被封禁")],
)  # fmt: skip
def test_pages_that_stand_in_the_way_have_status_200(box: Box, kind: Kind, said: str) -> None:
    box.faults.add(kind, times=1)
    got = ask(box, "/article/1")
    assert (got.status, said in got.text) == (200, True)
    assert "question_topic_editor" not in got.text
    assert said not in ask(box, "/article/1").text


def test_a_reset_comes_after_the_first_half(box: Box) -> None:
    box.faults.add("reset", times=1)
    with socket.create_connection(("127.0.0.1", box.port), timeout=5) as raw:
        raw.sendall(f"GET /article/4 HTTP/1.1\r\nHost: {box.host}\r\n\r\n".encode())
        got: list[bytes] = []
        with pytest.raises(ConnectionResetError):
            _drain(raw, got)
    head, _, body = b"".join(got).partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length is not None
    assert 0 < len(body) < int(length[1])


def _drain(raw: socket.socket, got: list[bytes]) -> None:
    while part := raw.recv(4096):
        got.append(part)


def test_an_early_end(box: Box) -> None:
    box.faults.add("early_eof", times=1)
    with pytest.raises(http.client.IncompleteRead):
        ask(box, "/article/1")
    assert ask(box, "/article/1").status == 200


def test_a_connection_closed_without_a_word(box: Box) -> None:
    box.faults.add("hangup", times=1)
    with pytest.raises(http.client.RemoteDisconnected):
        ask(box, "/article/1")
    box.faults.add("status", times=1, status=418)
    assert [ask(box, "/article/1").status for _ in range(2)] == [418, 200]


def test_a_gzip_that_was_cut(box: Box) -> None:
    box.faults.add("cut_gzip", times=1)
    got = ask(box, "/article/1")
    assert got.headers["Content-Encoding"] == "gzip"
    assert len(got.body) == int(got.headers["Content-Length"])
    with pytest.raises(EOFError):
        gzip.decompress(got.body)
    partly = zlib.decompressobj(31)
    assert partly.decompress(got.body).startswith(b"<!DOCTYPE html>")
    assert not partly.eof


def test_a_wrong_charset_in_the_header(box: Box) -> None:
    box.faults.add("charset", times=1, charset="gbk")
    got = ask(box, "/article/1")
    assert got.headers["Content-Type"] == "text/html; charset=gbk"
    assert "社区使用说明" in got.text


def test_redirects_in_circles_and_elsewhere(box: Box) -> None:
    box.faults.add("loop", "article/1$")
    box.faults.add("redirect", "article/2$", url="http://elsewhere.invalid/x")
    assert [ask(box, "/article/1").location for _ in range(2)] == ["/article/1"] * 2
    assert ask(box, "/article/2").location == "http://elsewhere.invalid/x"


def test_pages_that_are_huge_or_slow_or_late(box: Box) -> None:
    box.faults.add("huge", times=1, megabytes=3)
    got = ask(box, "/article/1")
    assert len(got.body) > 3_000_000
    assert got.headers["Content-Length"] is None
    box.faults.add("slow", "robots", times=1, rate=1000)
    box.faults.add("hang", "robots", times=1, seconds=0.3)
    for _ in range(2):
        started = time.monotonic()
        assert ask(box, "/robots.txt").text.startswith("User-agent")
        assert time.monotonic() - started > 0.15


def test_a_hanging_answer_does_not_keep_the_box_open() -> None:
    with Box(small()) as box:
        box.faults.add("hang", seconds=60)
        raw = socket.create_connection(("127.0.0.1", box.port), timeout=5)
        raw.sendall(f"GET / HTTP/1.1\r\nHost: {box.host}\r\n\r\n".encode())
        time.sleep(0.05)
        started = time.monotonic()
    raw.close()
    assert time.monotonic() - started < 3


def test_an_item_moves_while_the_listing_is_read() -> None:
    with Box(small()) as box:
        listing = "/explore/ajax/list/sort_type-new__page-{}__per_page-10"
        before = [post.key for post in box.world.newest()]
        box.faults.add("bump", "page-1__", times=1, key="question/8")
        first = ask(box, listing.format(1)).text
        assert "question/8" not in first
        second, third = (ask(box, listing.format(page)).text for page in (2, 3))
        assert "question/8" not in second + third  # it is on page 1 now
        assert before[9].partition("/")[2] in second  # and the last of page 1 came again
        assert [post.key for post in box.world.newest()][5] == "question/8"


def test_an_item_vanishes_while_the_listing_is_read() -> None:
    with Box(small()) as box:
        listing = "/explore/ajax/list/sort_type-new__page-{}__per_page-10"
        before = [post.key for post in box.world.newest()]
        box.faults.add("drop", "page-1__", times=1)
        first = ask(box, listing.format(1)).text
        second = ask(box, listing.format(2)).text
        assert f'{before[5]}"' in first  # the first that is not pinned was shown, and is gone
        assert f'{box.url}{before[10]}"' not in first + second  # so that another one is passed over


def test_text_is_sent_as_gzip_to_those_who_take_it() -> None:
    with Box(small(), compress=True, noise=False) as box:
        plain, packed = ask(box, "/"), ask(box, "/", Accept_Encoding="gzip, br")
        assert plain.headers["Content-Encoding"] is None
        assert gzip.decompress(packed.body) == plain.body
