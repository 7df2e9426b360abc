"""Facts read off single responses: bodies, texts and moments, in all the forms that servers use."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import moments, responses
from scraper.responses import BodyError

PAGE = "<title>实时音视频</title><p>正文</p>".encode() * 50
MB = 2**20
NOW = datetime(2021, 1, 18, 1, 30, 40, tzinfo=UTC)


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def small_window(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=9)
    return engine.compress(data) + engine.flush()


def encoded(*names: str) -> list[tuple[str, str]]:
    return [("content-encoding", name) for name in names]


def test_fields_are_found_whatever_their_case() -> None:
    headers = [("Set-Cookie", "a"), ("X", "x"), ("set-cookie", "b")]
    assert responses.field(headers, "SET-COOKIE") == "a"
    assert responses.fields(headers, "Set-cookie") == ["a", "b"]
    assert responses.field(headers, "cookie") == ""


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (PAGE, ()),
        (PAGE, ("",)),
        (PAGE, ("identity",)),
        (gzip.compress(PAGE), ("gzip",)),
        (gzip.compress(PAGE), (" GZip ",)),
        (gzip.compress(PAGE), ("x-gzip",)),
        (zlib.compress(PAGE), ("deflate",)),
        (zlib.compress(PAGE, 1), ("deflate",)),
        (small_window(PAGE), ("deflate",)),
        (raw_deflate(PAGE), ("deflate",)),
        (gzip.compress(gzip.compress(PAGE)), ("gzip, gzip",)),
        (gzip.compress(zlib.compress(PAGE)), ("deflate, identity, gzip",)),
        (gzip.compress(zlib.compress(PAGE)), ("deflate", "gzip")),
        # several members are one body, and what stands behind the last is none of it
        (gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), ("gzip",)),
        (gzip.compress(b"") + gzip.compress(PAGE) + gzip.compress(b""), ("gzip",)),
        (b"".join(gzip.compress(PAGE[at : at + 9]) for at in range(0, len(PAGE), 9)), ("gzip",)),
        (gzip.compress(PAGE) + b"\0\0\0", ("gzip",)),
        (gzip.compress(PAGE) + b"<!-- served by a cache -->", ("gzip",)),
        (zlib.compress(PAGE) + b"\r\n", ("deflate",)),
        (raw_deflate(PAGE) + gzip.compress(b"no"), ("deflate",)),
    ],
)
def test_body_is_what_was_compressed(body: bytes, names: tuple[str, ...]) -> None:
    assert responses.decode(body, encoded(*names), MB) == PAGE


@pytest.mark.parametrize(
    ("body", "name", "message"),
    [
        (gzip.compress(PAGE)[:-1], "gzip", "the compressed body is cut off"),
        (gzip.compress(PAGE)[:9], "gzip", "the compressed body is cut off"),
        (gzip.compress(PAGE)[:1], "gzip", "the compressed body is cut off"),
        (gzip.compress(PAGE) + gzip.compress(PAGE)[:-9], "gzip", "the compressed body is cut off"),
        (zlib.compress(PAGE)[:-1], "deflate", "the compressed body is cut off"),
        (raw_deflate(PAGE)[:-1], "deflate", "the compressed body is cut off"),
        (PAGE, "gzip", "the compressed body is broken"),
        (b"\xff" * 99, "deflate", "the compressed body is broken"),
        (gzip.compress(PAGE)[:-6] + b"\0" * 6, "gzip", "the compressed body is broken"),
        (gzip.compress(b"") * 800_000, "gzip", "the compressed body is in too many pieces"),
        (PAGE, "br", "Content-Encoding br, which was not asked for"),
        (PAGE, "zstd", "Content-Encoding zstd, which was not asked for"),
        (PAGE, "gzip, nonsense", "Content-Encoding nonsense, which was not asked for"),
    ],
)
def test_a_body_that_is_not_what_it_says_is_told_apart(
    body: bytes, name: str, message: str
) -> None:
    with pytest.raises(BodyError) as caught:
        responses.decode(body, encoded(name), MB)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_where_nothing_was_sent_nothing_is_compressed(name: str) -> None:
    assert responses.decode(b"", encoded(name), MB) == b""


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_cut_body_never_passes_for_a_whole_one(cut: int) -> None:
    body = gzip.compress(PAGE)
    with pytest.raises(BodyError):
        responses.decode(body[:-cut], encoded("gzip"), MB)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (gzip.compress(bytes(64 * MB), 1), "gzip"),
        (zlib.compress(bytes(64 * MB), 1), "deflate"),
        (raw_deflate(bytes(4 * MB)), "deflate"),
        (gzip.compress(gzip.compress(bytes(64 * MB), 1)), "gzip, gzip"),
        (gzip.compress(bytes(MB // 2)) * 3, "gzip"),
        (gzip.compress(bytes(MB)) + gzip.compress(b"1"), "gzip"),
    ],
)
def test_a_bomb_is_not_blown_up(body: bytes, name: str) -> None:
    with pytest.raises(BodyError, match="larger than 1 MB once it is decompressed"):
        responses.decode(body, encoded(name), MB)


@pytest.mark.parametrize("body", [gzip.compress(bytes(MB)), gzip.compress(bytes(MB // 2)) * 2])
def test_a_body_of_exactly_the_limit_is_taken(body: bytes) -> None:
    assert responses.decode(body, encoded("gzip"), MB) == bytes(MB)


@given(st.binary(max_size=60), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
@settings(max_examples=300, deadline=None)
def test_no_body_raises_anything_else(body: bytes, name: str) -> None:
    for data in (body, gzip.compress(PAGE) + body, body + gzip.compress(PAGE)):
        try:
            assert isinstance(responses.decode(data, encoded(name), MB), bytes)
        except BodyError as error:
            assert str(error)  # noqa: PT017


TEXT = "如何接入实时消息?"


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (TEXT.encode(), "text/html; charset=utf-8", TEXT),
        (TEXT.encode(), "text/html", TEXT),
        (TEXT.encode(), "text/html; charset=gbk", TEXT),  # the header is wrong
        (TEXT.encode(), "text/html; charset=ISO-8859-1", TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=utf-8", TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), "", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=gb2312", TEXT),
        (TEXT.encode("gb18030"), 'text/html; Charset="GB18030"; x=y', TEXT),
        (TEXT.encode("gb18030"), "text/html", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=utf-8", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=no-such", TEXT),
        ("傳送訊息".encode("big5"), "text/html; charset=BIG5 ; x=y", "傳送訊息"),
        ("€𠮷".encode("gb18030"), "text/html; charset=gb2312", "€𠮷"),
        (b"", "text/html; charset=gbk", ""),
        # codecs that are none of text, or that fail in their own ways
        (TEXT.encode("gb18030"), "text/html; charset=hex", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=undefined", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=idna", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=gb\x00k", TEXT),
        (TEXT.encode("gb18030"), "text/html; charset=\ud800", TEXT),
    ],
)
def test_text_is_read_in_the_coding_that_fits(body: bytes, kind: str, text: str) -> None:
    assert responses.text(body, [("Content-Type", kind)]) == text


def test_what_fits_no_coding_is_read_with_gaps() -> None:
    found = responses.text(b"abc\xffdef \xe4\xb8\xad")
    assert found == "abc\ufffddef 中"


@given(st.binary(max_size=60), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_bytes_are_without_text(body: bytes, charset: str) -> None:
    assert isinstance(responses.text(body, [("content-type", f"a/b; charset={charset}")]), str)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        (" Mon, 18 Jan 2021 01:30:40 GMT ", NOW),
        ("Mon, 18 Jan 2021 09:30:40 +0800", NOW),
        ("Mon, 18 Jan 2021 01:30:40 -0000", NOW),
        ("18 Jan 2021 01:30:40 GMT", NOW),
        ("", None),
        ("0", None),
        ("-1", None),
        ("soon", None),
        ("2021-01-18T01:30:40Z", None),
        ("Mon, 32 Jan 2021 01:30:40 GMT", None),
        ("Mon, 18 Jan 2021 25:30:40 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
        ("Mon, 18 Jan 2021 01:30:40 +9999999999999", None),
    ],
)
def test_http_dates(text: str, at: datetime | None) -> None:
    assert responses.moment(text) == at


@given(st.text(alphabet="0123456789:,+- GMTJanSu\t", max_size=40) | st.text(max_size=40))
@settings(max_examples=500, deadline=None)
def test_no_date_raises(text: str) -> None:
    at = responses.moment(text)
    assert at is None or at.tzinfo is UTC


@pytest.mark.parametrize(
    ("headers", "served"),
    [
        ([("Date", "Mon, 18 Jan 2021 01:00:00 GMT")], NOW - timedelta(minutes=30, seconds=40)),
        ([("date", "yesterday")], NOW),
        ([("Last-Modified", "Mon, 18 Jan 2021 01:00:00 GMT")], NOW),
        ([], NOW),
    ],
)
def test_served_by_the_servers_own_clock(headers: list[tuple[str, str]], served: datetime) -> None:
    assert responses.served(headers, NOW) == served


@pytest.mark.parametrize(
    ("asked", "date", "seconds"),
    [
        ("120", "", 120.0),
        (" 0 ", "", 0.0),
        ("Mon, 18 Jan 2021 01:32:40 GMT", "", 120.0),
        # the server's clock is an hour ahead of ours, in both
        ("Mon, 18 Jan 2021 02:32:40 GMT", "Mon, 18 Jan 2021 02:30:40 GMT", 120.0),
        ("Mon, 18 Jan 2021 02:32:40 GMT", "never", 3720.0),
        ("Sun, 17 Jan 2021 01:30:40 GMT", "", 0.0),
        ("Monday, 18-Jan-21 01:31:40 GMT", "", 60.0),
        ("99999999999999", "", 366 * 86400.0),  # no moment that a calendar has
        ("9" * 400, "", 366 * 86400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "", 366 * 86400.0),
        ("", "", None),
        ("soon", "", None),
        ("-5", "", None),
        ("1.5", "", None),
        ("１２", "", None),
        ("²", "", None),
    ],
)
def test_retry_after_in_both_forms(asked: str, date: str, seconds: float | None) -> None:
    headers = [("Retry-After", asked), *([("Date", date)] if date else [])]
    assert responses.retry_after(headers, NOW) == seconds


def test_without_retry_after_nothing_is_asked_for() -> None:
    assert responses.retry_after([("Date", "Mon, 18 Jan 2021 02:30:40 GMT")], NOW) is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2021-01-18 09:30", NOW - timedelta(seconds=40), NOW + timedelta(seconds=20)),
        ("2021-1-8", NOW.replace(day=7, hour=16, minute=0, second=0),
         NOW.replace(day=8, hour=16, minute=0, second=0)),
        ("5 秒前", NOW - timedelta(seconds=6), NOW - timedelta(seconds=5)),
        ("0分钟前", NOW - timedelta(minutes=1), NOW),
        ("5 分钟前", NOW - timedelta(minutes=6), NOW - timedelta(minutes=5)),
        ("3 小时前", NOW - timedelta(hours=4), NOW - timedelta(hours=3)),
        ("7 天前", NOW - timedelta(days=8), NOW - timedelta(days=7)),
    ],
)  # fmt: skip
def test_bounds_of_a_printed_time(text: str, since: datetime, until: datetime) -> None:
    moment = moments.resolve(text, NOW)
    assert moments.bounds(moment, NOW) == (since, until)


def test_one_moment_printed_in_different_ways_has_bounds_that_meet() -> None:
    posted = datetime(2021, 1, 11, 1, 30, 45, tzinfo=UTC)
    spans = []
    for text, served in [
        ("59 秒前", posted + timedelta(seconds=59.5)),
        ("7 分钟前", posted + timedelta(minutes=7, seconds=59)),
        ("5 小时前", posted + timedelta(hours=5, minutes=1)),
        ("6 天前", posted + timedelta(days=6, hours=23)),
        ("2021-01-11 09:30", posted + timedelta(days=30)),
        ("2021-01-11", posted + timedelta(days=30)),
    ]:
        span = moments.bounds(moments.resolve(text, served), served)
        assert span is not None
        assert span[0] <= posted <= span[1]
        spans.append(span)
    assert max(since for since, _ in spans) <= min(until for _, until in spans)


@pytest.mark.parametrize("text", ["", "刚刚", "2021-02-30", "99999999999 天前", "9999-12-31"])
def test_what_is_no_time_has_no_bounds(text: str) -> None:
    assert moments.bounds(moments.resolve(text, NOW), NOW) is None
