"""The archive: every response as it came, in WARC 1.1 files that any tool can read.

A record is its own gzip member, so that one can be read without the others, and a file that breaks
off anywhere is whole up to its last complete record. What is appended counts only once the frontier
has recorded the file's new size: anything beyond that size is the rest of a run that was killed,
and is cut off before the next record is written.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper import PRODUCT, responses, warc
from scraper.errors import SourceError
from scraper.models import Capture, Response

FOLDER = "warc"
MAX_FILE = 2**30  # bytes at which a new file is begun
_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive", "trailer", "upgrade"})


def is_in(folder: Path) -> bool:
    """Whether a folder has files of an archive of ours."""
    return next(_files(folder), None) is not None


def _files(folder: Path) -> Iterator[Path]:
    return (folder / FOLDER).glob(f"{PRODUCT}-*.warc.gz")


class Writer:
    """Appends responses to the archive in `folder`; `sizes` are the recorded sizes of its files.

    Raises OSError where it cannot write; `rollback` then takes back what is not recorded.
    """

    def __init__(self, folder: Path, sizes: Mapping[str, int], about: Mapping[str, str]) -> None:
        self._folder = folder
        self._about = dict(about)
        self.sizes = dict(sizes)
        self._recorded = dict(sizes)
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        self.rollback()

    def append(self, response: Response, limit: int) -> Capture:
        """Write one response and return where it lies. `limit` bounds its decoded body."""
        digest = hashlib.sha256(responses.decode(response.body, response.headers, limit))
        name = self._file(response.fetched)
        offset, length = self._append(name, _record(response))
        return Capture(
            url=response.url,
            file=name,
            offset=offset,
            length=length,
            status=response.status,
            sha256=digest.hexdigest(),
            served=responses.served(response.headers, response.fetched),
            headers=response.headers,
        )

    def append_unchanged(self, response: Response, before: Capture) -> None:
        """Write that a server said “not modified”, as a revisit record of the earlier capture."""
        self._append(self._file(response.fetched), _revisit(response, before))

    def recorded(self) -> None:
        """What was appended so far is recorded elsewhere: rollback does not touch it any more."""
        self._recorded = dict(self.sizes)

    def rollback(self) -> None:
        """Cut every file back to its recorded size and remove files that are not recorded."""
        there = (f"{FOLDER}/{path.name}" for path in _files(self._folder))
        names = {*self._recorded, *there}
        for path, size in ((self._folder / n, self._recorded.get(n, 0)) for n in sorted(names)):
            has = path.stat().st_size if path.exists() else 0
            if has < size:
                raise SourceError(
                    f"{path}: {has} bytes, but {size} are recorded: the archive was damaged;"
                    " import what is left with kb import, and crawl into a new folder"
                )
            if size == 0:
                path.unlink(missing_ok=True)
            elif has > size:
                os.truncate(path, size)
        self.sizes = dict(self._recorded)

    def _file(self, at: datetime) -> str:
        last = max(self.sizes, default="")
        if last and self.sizes[last] < MAX_FILE:
            return last
        name = f"{FOLDER}/{PRODUCT}-{len(self.sizes) + 1:05d}.warc.gz"
        self._append(name, _warcinfo(name, self._about, at))
        return name

    def _append(self, name: str, data: bytes) -> tuple[int, int]:
        offset = self.sizes.get(name, 0)
        with (self._folder / name).open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self.sizes[name] = offset + len(data)
        return offset, len(data)


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record_id(*parts: object) -> str:
    """An id that follows from what is recorded, so that the same run gives the same bytes."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(map(str, parts)))}>"


def _http(response: Response) -> StatusAndHeaders:
    # the transfer is over: what described it would now be wrong
    kept = [(k, v) for k, v in response.headers if k.lower() not in _HOP_BY_HOP]
    return StatusAndHeaders(f"{response.status} {_REASONS.get(response.status, 'Status')}", kept,
                            protocol="HTTP/1.1")  # fmt: skip


_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified",
            403: "Forbidden", 404: "Not Found", 410: "Gone"}  # fmt: skip


def _packed(make: Callable[[WARCWriter], ArcWarcRecord]) -> bytes:
    """A record as it lies in a file: a gzip member of its own."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    writer.write_record(make(writer))
    return buffer.getvalue()


def _record(response: Response) -> bytes:
    date = _warc_date(response.fetched)
    digest = hashlib.sha256(response.body).hexdigest()
    return _packed(
        lambda writer: writer.create_warc_record(
            response.url,
            "response",
            payload=io.BytesIO(response.body),
            length=len(response.body),
            http_headers=_http(response),
            warc_headers_dict={
                "WARC-Date": date,
                "WARC-Record-ID": _record_id(response.url, date, response.status, digest),
            },
        )
    )


def _revisit(response: Response, before: Capture) -> bytes:
    date = _warc_date(response.fetched)
    return _packed(
        lambda writer: writer.create_revisit_record(
            response.url,
            digest=f"sha256:{before.sha256}",
            refers_to_uri=before.url,
            refers_to_date=_warc_date(before.served),
            http_headers=_http(response),
            warc_headers_dict={
                "WARC-Date": date,
                "WARC-Record-ID": _record_id(response.url, date, "revisit", before.sha256),
                "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            },
        )
    )


def _warcinfo(name: str, about: Mapping[str, str], at: datetime) -> bytes:
    date = _warc_date(at)

    def make(writer: WARCWriter) -> ArcWarcRecord:
        record = writer.create_warcinfo_record(name.rpartition("/")[2], dict(about))
        record.rec_headers.replace_header("WARC-Date", date)
        record.rec_headers.replace_header("WARC-Record-ID", _record_id(name, date, *about.items()))
        return record

    return _packed(make)


def read(folder: Path, capture: Capture) -> bytes:
    """The decoded body of one capture. Raises SourceError where its record is not there."""
    return warc.body(folder / capture.file, capture.offset, capture.length)
