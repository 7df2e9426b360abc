"""WARC records as any tool writes them, byte by byte."""

from __future__ import annotations

from pathlib import Path

from scraper import warc
from scraper.models import Capture

URL = "http://forum.example/article/12"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = "<p>正文</p>".encode() * 9


def record(
    http: bytes,
    *,
    kind: str = "response",
    url: str | None = URL,
    version: str = "1.1",
    date: str = "2020-05-06T04:00:00Z",
    more: str = "",
) -> bytes:
    """A record as it stands in an uncompressed WARC."""
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\n{target}WARC-Date: {date}\r\n{more}"
        f"Content-Type: application/http;msgtype={kind}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def page(body: bytes, *fields: str) -> bytes:
    return OK + b"".join(f"{field}\r\n".encode() for field in fields) + b"\r\n" + body


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


def scanned(folder: Path, data: bytes, name: str = "a.warc") -> list[Capture | str]:
    (folder / name).write_bytes(data)
    return list(warc.scan(folder / name, folder))


def captures(found: list[Capture | str]) -> list[Capture]:
    return [one for one in found if isinstance(one, Capture)]


def bodies(folder: Path, found: list[Capture | str]) -> list[bytes]:
    return [warc.body(folder / c.file, c.offset, c.length) for c in captures(found)]
