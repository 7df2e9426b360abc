"""WARC files as a full disk or a bad one leaves them, and files that are none."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper import warc
from scraper.archive import Writer
from scraper.models import Capture, Response
from tests.scraper.warcs import PAGE, bodies, captures, page, record, scanned

NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)


def own(folder: Path) -> tuple[bytes, list[Capture]]:
    made = Writer(folder, {}, {"software": "x"})
    answers = [(200, PAGE), (200, b""), (302, b""), (404, b"<h1>404</h1>")]
    found = [
        made.append(Response(f"http://h/{n}", status, (("Content-Type", "text/html"),), body, NOON),
                    2**20)
        for n, (status, body) in enumerate(answers)
    ]  # fmt: skip
    return (folder / found[0].file).read_bytes(), found


@pytest.mark.parametrize(
    ("unpack", "blank"), [(bytes, 0), (gzip.decompress, 4)], ids=["packed", "plain"]
)
def test_a_file_that_breaks_off_anywhere(
    unpack: Callable[[bytes], bytes], blank: int, tmp_path: Path
) -> None:
    data = unpack(own(tmp_path / "own")[0])
    whole = captures(scanned(tmp_path, data))
    assert len(whole) == 4
    ends = [0, whole[0].offset - blank, *(c.offset + c.length for c in whole)]
    for length in range(len(data) + 1):
        found = scanned(tmp_path, data[:length])
        assert captures(found) == [c for c in whole if c.offset + c.length <= length], length
        at = max(end for end in ends if end <= length)
        told = [f"a.warc: nothing readable from byte {at + blank * bool(at)} on"]
        is_lost = data[at:length].strip() != b""
        assert [str(one).partition(" (")[0] for one in found if isinstance(one, str)] == (
            told if is_lost else []
        ), length


@pytest.mark.parametrize("unpack", [bytes, gzip.decompress], ids=["packed", "plain"])
def test_a_damaged_record_takes_no_other_with_it(
    unpack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    data = bytearray(unpack(own(tmp_path / "own")[0]))
    one, two, three, four = captures(scanned(tmp_path, bytes(data)))
    for at in range(two.offset, two.offset + two.length, 3):
        damaged, end = data.copy(), min(at + 40, two.offset + two.length)
        damaged[at:end] = b"\xff" * (end - at)
        found = scanned(tmp_path, bytes(damaged))
        others = [c for c in captures(found) if c.offset != two.offset]
        assert others == [one, three, four], at
        texts = [text for text in found if isinstance(text, str)]
        assert all(f"bytes {two.offset} to {three.offset} are not" in t for t in texts), at
        # only a packed record has a checksum, so in others damage of a text is not seen
        assert len(texts) == 1 or unpack is not bytes, at


@pytest.mark.parametrize("first", [b"", record(b"software: x\r\n", kind="warcinfo", url=None)])
@pytest.mark.parametrize("size", [9, 2**16])
def test_a_file_that_was_packed_as_a_whole(first: bytes, size: int, tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(size)
    whole = gzip.compress(first + record(page(PAGE)) + record(page(noise)) + record(page(PAGE)))
    assert scanned(tmp_path, whole) == [
        "a.warc: compressed as a whole; `warcio recompress OLD NEW` makes a readable file of it"
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>no archive</html>",
        "\r\n\r\nWARC/1.1 很好".encode("gb18030"),
        b"WARC/1.1\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
        record(page(b"x"), more="Content-Length: -1\r\n"),
        b"\x1f\x8b\x08" * 99,
        gzip.compress(b"no archive"),
        bytes(2**12),
        random.Random(7).randbytes(2**14),
    ],
)
def test_a_file_that_is_none_gives_no_capture_and_says_so(data: bytes, tmp_path: Path) -> None:
    found = scanned(tmp_path, data)
    assert captures(found) == []
    assert len(found) == bool(data)


def test_what_follows_rubbish_is_read(tmp_path: Path) -> None:
    rubbish = b"\x1f\x8b\x08 and so on " * 2**17  # more than is looked through at a time
    found = scanned(tmp_path, rubbish + gzip.compress(record(page(PAGE))))
    assert bodies(tmp_path, found) == [PAGE]
    assert f"bytes 0 to {len(rubbish)} are not readable" in str(found[0])


def test_no_file_is_read_without_end(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(2000)
    found = scanned(tmp_path, gzip.compress(record(page(noise)))[:-1] * 500)
    assert (captures(found), len(found)) == ([], 101)
    assert str(found[-1]).startswith("a.warc: not read on from byte ")


def test_nothing_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = record(page(b"a body and more")).replace(b"Content-Length: 6", b"Content-Length: 5")
    for found in warc.scan(_written(tmp_path, wrong + record(page(PAGE))), tmp_path):
        assert found
    assert capsys.readouterr() == ("", "")


def _written(folder: Path, data: bytes) -> Path:
    (folder / "a.warc").write_bytes(data)
    return folder / "a.warc"
