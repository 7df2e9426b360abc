"""WARC files as any tool writes them: what is in them, decoded."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from scraper import warc
from tests.scraper.warcs import PAGE, URL, bodies, captures, chunked, page, record, scanned

NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "each packed"])
def test_all_responses_are_found_in_order(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    parts = [pack(record(page(b"%d" % n), url=f"http://h/{n}")) for n in range(4)]
    found = captures(scanned(tmp_path, b"".join(parts)))
    assert [c.url for c in found] == [f"http://h/{n}" for n in range(4)]
    assert bodies(tmp_path, list(found)) == [b"0", b"1", b"2", b"3"]
    assert {(c.status, c.served, c.file) for c in found} == {(200, NOON, "a.warc")}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (PAGE, ()),
        (chunked(PAGE[:9], PAGE[9:]), ("Transfer-Encoding: chunked",)),
        (chunked(PAGE), ("transfer-encoding: Chunked",)),
        (PAGE, ("Transfer-Encoding: chunked",)),  # taken apart already, but the field was kept
        (brotli.compress(PAGE), ("Content-Encoding: br",)),
        (chunked(brotli.compress(PAGE)), ("Transfer-Encoding: chunked", "Content-Encoding: br")),
        (gzip.compress(PAGE), ("Content-Encoding: gzip",)),
        (gzip.compress(PAGE), ("Content-Encoding: X-GZIP",)),
        (brotli.compress(gzip.compress(PAGE)), ("Content-Encoding: gzip, br",)),
        (PAGE, ("Content-Encoding: gzip",)),
        (PAGE, ("Content-Encoding: identity",)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bodies_are_decoded_as_browsers_got_them(
    body: bytes, fields: tuple[str, ...], tmp_path: Path
) -> None:
    found = scanned(tmp_path, gzip.compress(record(page(body, *fields))))
    assert bodies(tmp_path, found) == [PAGE]


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (record(page(b"x"), url=f"<{URL}>", version="1.0"), URL),
        (record(page(b"x"), url="https://forum.example/?/article/12", version="1.0"),
         "https://forum.example/?/article/12"),
        (record(page(b"x"), url="http://h/a b"), "http://h/a%20b"),
    ],
)  # fmt: skip
def test_addresses_of_older_versions(data: bytes, url: str, tmp_path: Path) -> None:
    assert [c.url for c in captures(scanned(tmp_path, data))] == [url]


@pytest.mark.parametrize(
    ("date", "fields", "served"),
    [
        ("2020-05-06T04:00:00Z", (), NOON),
        ("2020-05-06T04:00:00.000Z", (), NOON),
        ("2020-05-06T04:00:00Z", ("Date: Wed, 06 May 2020 05:00:00 GMT",), NOON.replace(hour=5)),
        ("long ago", (), datetime(1970, 1, 1, tzinfo=UTC)),
        ("2020-05-06T04:00:00", (), NOON),
    ],
)
def test_the_moment_of_a_capture(
    date: str, fields: tuple[str, ...], served: datetime, tmp_path: Path
) -> None:
    (found,) = captures(scanned(tmp_path, record(page(b"x", *fields), date=date)))
    assert found.served == served


@pytest.mark.parametrize(
    "other",
    [
        record(b"software: x\r\n", kind="warcinfo", url=None),
        record(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", kind="request"),
        record(b"fetchTimeMs: 3\r\n", kind="metadata"),
        record(b"<html>a screenshot</html>", kind="resource", url="urn:view:http://h/"),
        record(b"20200506 127.0.0.1", kind="response", url="dns:forum.example"),
        record(b"", kind="response"),
        record(page(b""), kind="revisit", more="WARC-Payload-Digest: sha1:NEVER\r\n"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_other_records_are_passed_over(
    other: bytes, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    parts = [other, record(page(PAGE)), other]
    found = scanned(tmp_path, b"".join(map(pack, parts)))
    assert bodies(tmp_path, found) == [PAGE]
    assert len(found) == 1


@pytest.mark.parametrize("http", [b"", page(b"")], ids=["without a header", "with one"])
def test_a_revisit_repeats_what_has_its_digest(http: bytes, tmp_path: Path) -> None:
    digest = "WARC-Payload-Digest: sha1:ABC\r\n"
    again = record(http, kind="revisit", url="http://h/2", date="2021-01-01T00:00:00Z", more=digest)
    first, repeated = captures(scanned(tmp_path, record(page(PAGE), more=digest) + again))
    assert (repeated.url, repeated.offset) == ("http://h/2", first.offset)
    assert (repeated.served, repeated.sha256) == (datetime(2021, 1, 1, tzinfo=UTC), first.sha256)


def test_a_body_that_is_too_large_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "MAX_BODY", 2**20)
    sizes = {"http://h/1": 2**20, "http://h/2": 2**20 + 1, "http://h/3": 1}
    parts = (
        record(page(gzip.compress(bytes(n)), "Content-Encoding: gzip"), url=u)
        for u, n in sizes.items()
    )
    one, told, three = scanned(tmp_path, b"".join(map(gzip.compress, parts)))
    assert told == "a.warc: http://h/2 is larger than 1 MB; left out"
    assert [c.url for c in captures([one, three])] == ["http://h/1", "http://h/3"]


def test_a_body_that_would_fill_the_memory_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "MAX_BODY", 2**20)
    size = 2**27
    bombs = [
        ("gzip", gzip.compress(bytes(size), 1)),
        ("br", brotli.compress(bytes(size), quality=1)),
    ]
    for name, body in bombs:
        data = record(page(body, f"Content-Encoding: {name}"))
        tracemalloc.start()
        (told,) = scanned(tmp_path, data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "larger than 1 MB" in str(told)
        assert peak < size // 2, name


def test_the_files_of_an_archive(tmp_path: Path) -> None:
    names = ["b.warc.gz", "a/z.WARC.GZ", "a/y.warc", "c.warc.gz.tmp", "warc", "d.txt"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.warc").mkdir()
    assert warc.files(tmp_path) == [
        tmp_path / name for name in ("a/y.warc", "a/z.WARC.GZ", names[0])
    ]
    assert warc.files(tmp_path / "b.warc.gz") == [tmp_path / "b.warc.gz"]
    assert warc.files(tmp_path / "d.txt") == []
