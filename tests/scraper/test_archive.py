"""The archive as the crawler writes it: what goes in comes out, a killed run leaves nothing."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper import archive, responses, warc
from scraper.archive import Writer
from scraper.errors import SourceError
from scraper.models import Capture, Response

NOON = datetime(2020, 5, 6, 4, 0, 0, 250000, tzinfo=UTC)
HTML = ("Content-Type", "text/html; charset=utf-8")
ABOUT = {"software": "geekonline-kb", "isPartOf": "http://forum.example/"}
FIRST = "warc/geekonline-kb-00001.warc.gz"
LIMIT = 2**20


def answer(path: str, body: bytes, *headers: tuple[str, str], status: int = 200) -> Response:
    return Response(f"http://forum.example/{path}", status, (HTML, *headers), body, NOON)


def writer(folder: Path, sizes: dict[str, int] | None = None) -> Writer:
    return Writer(folder, sizes or {}, ABOUT)


def scanned(folder: Path) -> list[Capture | str]:
    return [found for file in warc.files(folder) for found in warc.scan(file, folder)]


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


PAGE = "<p>正文</p>".encode() * 40


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("", bytes),
        ("identity", bytes),
        ("gzip", gzip.compress),
        ("GZip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("gzip, gzip", twice),
    ],
)
def test_a_body_comes_back_decoded(
    name: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    headers = [("Content-Encoding", name)] if name else []
    written = writer(tmp_path).append(answer("a", pack(PAGE), *headers), LIMIT)
    assert archive.read(tmp_path, written) == PAGE
    assert scanned(tmp_path) == [written]


@pytest.mark.parametrize(
    "response",
    [
        answer("empty", b""),
        answer("empty-packed", b"", ("Content-Encoding", "gzip"), status=302),
        answer("missing", b"<h1>404</h1>", status=404),
        answer("moved", b"", ("Location", "/question/9?rf=7"), status=302),
        answer("strange", b"?", status=599),
        answer("binary", bytes(range(256)) * 300),
        answer("twice", b"x", ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        answer("people/%E6%9F%A0?a=1&b", b"x"),
        answer("dated", b"x", ("Date", "Wed, 06 May 2020 04:00:07 GMT")),
        answer("not-dated", b"x", ("Date", "yesterday")),
    ],
    ids=lambda response: response.url.rpartition("/")[2],
)
def test_what_is_written_is_what_is_scanned_and_read(response: Response, tmp_path: Path) -> None:
    written = writer(tmp_path).append(response, LIMIT)
    assert scanned(tmp_path) == [written]
    assert archive.read(tmp_path, written) == response.body
    assert (written.url, written.status) == (response.url, response.status)
    assert written.headers == response.headers
    assert written.served == responses.served(response.headers, NOON)


def test_records_follow_each_other_and_each_is_read_alone(tmp_path: Path) -> None:
    made = writer(tmp_path)
    captures = [made.append(answer(str(n), b"<p>%d</p>" % n), LIMIT) for n in range(5)]
    ends = [c.offset + c.length for c in captures]
    assert [c.offset for c in captures[1:]] == ends[:-1]
    assert made.sizes == {FIRST: ends[-1]}
    assert (tmp_path / FIRST).stat().st_size == ends[-1]
    for n, capture in reversed(list(enumerate(captures))):
        assert archive.read(tmp_path, capture) == b"<p>%d</p>" % n


def test_a_transfer_that_is_over_is_not_described_any_more(tmp_path: Path) -> None:
    chunked = answer("a", b"<p>x</p>", ("Transfer-Encoding", "chunked"), ("Connection", "close"))
    written = writer(tmp_path).append(chunked, LIMIT)
    (found,) = scanned(tmp_path)
    assert isinstance(found, Capture)
    assert found == replace(written, headers=(HTML,))
    assert archive.read(tmp_path, found) == b"<p>x</p>"


def test_not_modified_is_a_capture_of_what_it_repeats(tmp_path: Path) -> None:
    made = writer(tmp_path)
    first = made.append(answer("a.png", gzip.compress(PAGE), ("Content-Encoding", "gzip")), LIMIT)
    later = answer("a.png", b"", ("Date", "Thu, 07 May 2020 04:00:00 GMT"), status=304)
    made.append_unchanged(later, first)
    again = replace(first, served=datetime(2020, 5, 7, 4, tzinfo=UTC))
    assert scanned(tmp_path) == [first, again]
    assert archive.read(tmp_path, again) == PAGE


def test_a_body_that_is_broken_or_too_large_is_not_written(tmp_path: Path) -> None:
    made = writer(tmp_path)
    packed = ("Content-Encoding", "gzip")
    for body, limit in ((b"no gzip", LIMIT), (gzip.compress(PAGE), len(PAGE) - 1)):
        with pytest.raises(responses.BodyError):
            made.append(answer("a", body, packed), limit)
    assert scanned(tmp_path) == []
    made.append(answer("a", gzip.compress(PAGE), packed), len(PAGE))
    assert len(scanned(tmp_path)) == 1


def test_the_same_responses_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        made = writer(tmp_path / name)
        first = made.append(answer("a", b"x"), LIMIT)
        made.append_unchanged(answer("a", b"", status=304), first)
    assert (tmp_path / "one" / FIRST).read_bytes() == (tmp_path / "two" / FIRST).read_bytes()


def test_a_run_that_was_killed_leaves_nothing(tmp_path: Path) -> None:
    made = writer(tmp_path)
    first = made.append(answer("a", b"x"), LIMIT)
    recorded = dict(made.sizes)
    made.append(answer("b", b"y"), LIMIT)
    (tmp_path / "warc" / "geekonline-kb-00002.warc.gz").write_bytes(b"half a rec")
    made = writer(tmp_path, recorded)
    assert scanned(tmp_path) == [first]
    third = made.append(answer("c", b"z"), LIMIT)
    assert scanned(tmp_path) == [first, third]


def test_files_of_other_tools_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "warc" / "other.warc.gz"
    other.parent.mkdir()
    other.write_bytes(b"theirs")
    writer(tmp_path).append(answer("a", b"x"), LIMIT)
    writer(tmp_path)
    assert other.read_bytes() == b"theirs"
    assert not (tmp_path / FIRST).exists()


def test_rollback_takes_back_what_is_not_recorded(tmp_path: Path) -> None:
    made = writer(tmp_path)
    first = made.append(answer("a", b"x"), LIMIT)
    made.recorded()
    made.append(answer("b", b"y"), LIMIT)
    made.rollback()
    third = made.append(answer("c", b"z"), LIMIT)
    assert scanned(tmp_path) == [first, third]
    assert third.offset == first.offset + first.length


def test_a_file_that_is_shorter_than_recorded_or_gone_is_refused(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.append(answer("a", b"x"), LIMIT)
    size, file = made.sizes[FIRST], tmp_path / FIRST
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(SourceError, match=f"{size - 1} bytes, but {size} are recorded"):
        writer(tmp_path, made.sizes)
    assert file.stat().st_size == size - 1
    file.unlink()
    with pytest.raises(SourceError, match=f"00001.warc.gz: 0 bytes, but {size} are recorded"):
        writer(tmp_path, made.sizes)


def test_a_new_file_is_begun_when_one_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = writer(tmp_path)
    one = made.append(answer("a", b"x"), LIMIT)
    monkeypatch.setattr(archive, "MAX_FILE", made.sizes[FIRST])
    two = made.append(answer("b", b"y"), LIMIT)
    monkeypatch.setattr(archive, "MAX_FILE", 2**30)
    made = writer(tmp_path, made.sizes)
    three = made.append(answer("c", b"z"), LIMIT)
    assert [c.file for c in (one, two, three)] == [FIRST, *[FIRST.replace("1.", "2.")] * 2]
    assert two.offset > 0  # each file says in a record of its own what it is
    assert scanned(tmp_path) == [one, two, three]


def test_reading_where_no_record_is_says_where(tmp_path: Path) -> None:
    good = writer(tmp_path).append(answer("a", PAGE), LIMIT)
    bad = [
        replace(good, file="warc/none.warc.gz"),
        replace(good, offset=good.offset + 1),
        replace(good, offset=10**9),
        replace(good, length=good.length // 2),
        replace(good, length=0),
    ]
    for capture in bad:
        name = rf"{capture.file}: at byte {capture.offset}: "
        with pytest.raises(SourceError, match=name):
            archive.read(tmp_path, capture)


def test_damage_within_a_body_is_never_read_as_the_body(tmp_path: Path) -> None:
    capture = writer(tmp_path).append(answer("a", PAGE), LIMIT)
    file = tmp_path / FIRST
    data = bytearray(file.read_bytes())
    for at in range(capture.offset, capture.offset + capture.length):
        damaged = data.copy()
        damaged[at] ^= 0x41
        file.write_bytes(damaged)
        try:
            assert archive.read(tmp_path, capture) == PAGE, at
        except SourceError:
            continue


def test_the_moment_is_the_server_own_where_it_tells(tmp_path: Path) -> None:
    made = writer(tmp_path)
    late = answer("b", b"x", ("Date", "Wed, 06 May 2020 04:00:05 GMT"))
    assert made.append(answer("a", b"x"), LIMIT).served == NOON
    assert made.append(late, LIMIT).served == NOON + timedelta(seconds=4.75)
