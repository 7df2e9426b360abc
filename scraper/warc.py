"""WARC files read, whoever wrote them: ours, and those of other tools, damaged or not."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, ClassVar

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from scraper import responses
from scraper.errors import SourceError
from scraper.models import Capture

SUFFIXES = (".warc", ".warc.gz")
MAX_BODY = 64 * 2**20  # bytes of one decoded body that are taken from any tool's archive
_WHOLE = "compressed as a whole; `warcio recompress OLD NEW` makes a readable file of it"
_PACKED = re.compile(rb"\x1f\x8b\x08")
_BEGINNING = re.compile(rb"\x1f\x8b\x08|WARC/1\.[01]\r\n")
_MOST_GAPS = 100  # of one file, which is then read on no further
# what warcio raises on files that are none or are damaged; the last where a record has no address
_BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError)


def files(path: Path) -> list[Path]:
    """The WARC files that a path names: itself, or all below a folder, in a fixed order."""
    if path.is_file():
        return [path] if path.name.lower().endswith(SUFFIXES) else []
    found = (file for file in path.rglob("*") if file.name.lower().endswith(SUFFIXES))
    return sorted(file for file in found if file.is_file())


def body(path: Path, offset: int, length: int) -> bytes:
    """The decoded body of the record at a place. Raises SourceError where none is there whole."""
    try:
        with path.open("rb") as file, _quiet():
            file.seek(offset)
            records = ArchiveIterator(io.BytesIO(file.read(length)))
            record = next(records)
            found = bytes(_content(record).read())
            records.read_to_end()
            if not _is_whole(record, records):
                raise SourceError(f"{path}: at byte {offset}: the record is damaged or cut off")
    except (StopIteration, *_BROKEN) as error:
        message = getattr(error, "strerror", None) or "no readable record there"
        raise SourceError(f"{path}: at byte {offset}: {message}") from error
    return found


def scan(path: Path, root: Path) -> Iterator[Capture | str]:
    """All responses of one WARC in order; a text where something is lost, saying what and where.

    What cannot be read is left out up to the next record that can. Revisit records give a capture
    of what they repeat, where that stands in the same file.
    """
    name = path.relative_to(root).as_posix()
    seen: dict[str, Capture] = {}
    size = path.stat().st_size
    with path.open("rb") as stream:
        start: int | None = 0
        for _ in range(_MOST_GAPS):
            stream.seek(start or 0)
            records = ArchiveIterator(stream)
            try:
                yield from _records(records, name, seen)
                # where a file breaks off in a header warcio ends as if that were the end
                gap = (
                    None if records.offset >= size else _Gap(records.offset, "the file breaks off")
                )
            except _Gap as error:
                gap = error
            except _BROKEN as error:
                gap = _Gap(records.offset, _reason(error))
            if gap is None:
                return
            start = _resume(stream, gap.start + 1) if gap.start >= 0 else None
            yield f"{name}: {gap.told(start)}"
            if start is None:
                return
        yield f"{name}: not read on from byte {start}, with {_MOST_GAPS} damaged places before it"


class _Gap(Exception):
    """A part of a file that cannot be read, from a byte on; -1 where places are of no use."""

    def __init__(self, start: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start

    def told(self, end: int | None) -> str:
        if self.start < 0:
            return str(self)
        if end is None:
            return f"nothing readable from byte {self.start} on ({self})"
        return f"bytes {self.start} to {end} are not readable ({self})"


def _records(
    records: ArchiveIterator, name: str, seen: dict[str, Capture]
) -> Iterator[Capture | str]:
    while True:
        with _quiet():  # not while somebody else works with what was found
            record = next(records, None)
            found = _take(record, records, name, seen) if record else None
        if record is None:
            return
        if found is not None:
            yield found


def _quiet() -> contextlib.redirect_stderr[io.StringIO]:
    return contextlib.redirect_stderr(io.StringIO())


def _reason(error: Exception) -> str:
    if isinstance(error, AttributeError):
        return "a record without an address"
    return "no record there" if isinstance(error, ArchiveLoadFailed) else str(error)[:160]


def _resume(stream: BinaryIO, start: int) -> int | None:
    """Where the next record begins from a byte on."""
    stream.seek(0)
    beginning = _PACKED if _PACKED.match(stream.read(3)) else _BEGINNING
    while True:
        stream.seek(start)
        block = stream.read(2**20)
        for found in beginning.finditer(block):
            at = start + found.start()
            if found[0].startswith(b"WARC"):
                return at
            stream.seek(at)
            with contextlib.suppress(zlib.error):
                if zlib.decompressobj(31).decompress(stream.read(512)).startswith(b"WARC/"):
                    return at
        if len(block) < 2**20:
            return None
        start += len(block) - 16  # one may lie across the end


def _take(
    record: ArcWarcRecord, records: ArchiveIterator, name: str, seen: dict[str, Capture]
) -> Capture | str | None:
    head = record.rec_headers
    url = head.get_header("WARC-Target-URI") or ""
    fields = tuple(record.http_headers.headers) if record.http_headers else ()
    is_page = record.rec_type == "response" and url.startswith("http") and bool(fields)
    content = _content(record).read(MAX_BODY + 1) if is_page else b""
    records.read_to_end()
    if records.next_line and records.reader.decompressor:
        raise _Gap(-1, _WHOLE)
    if not _is_whole(record, records):
        what = f"the record of {url}" if url else "the record"
        raise _Gap(records.get_record_offset(), f"{what} is damaged or cut off")
    date = _date(head.get_header("WARC-Date"))
    digest = head.get_header("WARC-Payload-Digest") or ""
    if record.rec_type == "revisit" and (before := seen.get(digest)):
        return Capture(
            url, name, before.offset, before.length, before.status, before.sha256,
            responses.served(fields, date), before.headers,
        )  # fmt: skip
    if not is_page:
        return None
    if len(content) > MAX_BODY:
        return f"{name}: {url} is larger than {MAX_BODY // 2**20} MB; left out"
    found = Capture(
        url=url,
        file=name,
        offset=records.get_record_offset(),
        length=records.get_record_length(),
        status=_status(record.http_headers),
        sha256=hashlib.sha256(content).hexdigest(),
        served=responses.served(fields, date),
        headers=fields,
    )
    if digest:
        seen[digest] = found
    seen[f"sha256:{found.sha256}"] = found
    return found


def _content(record: ArcWarcRecord) -> BufferedReader:
    """The decoded body, as far as the encodings are known."""
    head: StatusAndHeaders = record.http_headers
    chunked = (head.get_header("transfer-encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if chunked else BufferedReader(record.raw_stream)
    for name in reversed((head.get_header("content-encoding") or "").lower().split(",")):
        known = name.strip().removeprefix("x-")
        if known in _Unpacking.DECOMPRESSORS:
            stream = _Unpacking(stream, decomp_type=known)
    return stream


class _Brotli:
    """What warcio expects of a decompressor; it does not know those of brotli 1.2."""

    unused_data = None

    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        return bytes(self._engine.process(data, output_buffer_limit=MAX_BODY + 1))


class _Unpacking(BufferedReader):  # type: ignore[misc]
    DECOMPRESSORS: ClassVar = {**BufferedReader.DECOMPRESSORS, "br": _Brotli}


def _is_whole(record: ArcWarcRecord, records: ArchiveIterator) -> bool:
    """Whether the file has all of a record that was read: to its checksum, or where it has none to
    the empty line that ends it.
    """
    if not (record.rec_headers.get_header("Content-Length") or "").isdigit():
        return False  # the header itself is cut off
    packed = records.reader.decompressor
    is_ended = not records.err_count if packed is None else packed.eof
    return bool(is_ended and not record.raw_stream.limit)


def _status(head: StatusAndHeaders) -> int:
    code = str(head.get_statuscode() or "")
    return int(code) if code.isdigit() else 0


def _date(text: str | None) -> datetime:
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
