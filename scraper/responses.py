"""Reading single facts off a response: its header fields, its decoded body and text, its moment."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MOST_WAIT = 366 * 86400.0  # seconds: more than a year is no date any more
ENCODINGS = "gzip, deflate"  # what we can take apart ourselves, and so what we ask for
_GZIP = b"\x1f\x8b"
_MOST_STREAMS = 256  # of one body: thousands of empty ones would cost minutes


class BodyError(ValueError):
    """A body is not what its header fields say: cut off, larger than allowed, or not decodable."""


def field(headers: Iterable[tuple[str, str]], name: str) -> str:
    """The first header field of a name, empty where there is none."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")


def fields(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """All header fields of a name, in order."""
    return [value for key, value in headers if key.lower() == name.lower()]


def moment(text: str) -> datetime | None:
    """An HTTP date (RFC 9110 section 5.6.7) as UTC, or None where it is none."""
    try:
        at = parsedate_to_datetime(text.strip())
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def served(headers: Iterable[tuple[str, str]], fetched: datetime) -> datetime:
    """When the server sent a response by its own clock; by ours where it does not tell."""
    return moment(field(headers, "date")) or fetched


def retry_after(headers: Iterable[tuple[str, str]], now: datetime) -> float | None:
    """Seconds that Retry-After asks for, in either form (RFC 9110 section 10.2.3), or None.

    A date counts from the response's own Date, so that two clocks need not agree.
    """
    headers = tuple(headers)
    text = field(headers, "retry-after").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), MOST_WAIT)
    at = moment(text) if text else None
    asked = (at - served(headers, now)).total_seconds() if at else None
    return None if asked is None else min(max(0.0, asked), MOST_WAIT)


def decode(body: bytes, headers: Iterable[tuple[str, str]], limit: int) -> bytes:
    """The body without its Content-Encoding. Raises BodyError where it is cut off, broken, or
    would grow beyond `limit` bytes. Where nothing was sent, servers often name an encoding as well.
    """
    if not body:
        return body
    names = ",".join(fields(headers, "content-encoding")).lower().replace(" ", "")
    for name in reversed(names.split(",")):
        if name in ("", "identity"):
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BodyError(f"Content-Encoding {name}, which was not asked for")
        body = _inflate(body, raw=name == "deflate" and not _has_zlib_head(body), limit=limit)
    return body


def _has_zlib_head(body: bytes) -> bool:
    """Whether a body that is called deflate is zlib's (RFC 1950), as it should be, and not raw."""
    return len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _inflate(body: bytes, *, raw: bool, limit: int) -> bytes:
    """One stream after the other: gzip may come in several (RFC 1952 section 2.2). What else stands
    behind them is left out, as browsers do.
    """
    found, rest = b"", body
    for number in range(_MOST_STREAMS):
        if number and (raw or not rest.startswith(_GZIP)):
            return found
        engine = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        try:
            found += engine.decompress(rest, limit + 1 - len(found))
        except zlib.error as error:
            raise BodyError(f"the compressed body is broken ({error})") from error
        if len(found) > limit:
            raise BodyError(f"the body is larger than {limit // 2**20} MB once it is decompressed")
        if not engine.eof:
            raise BodyError("the compressed body is cut off")
        rest = engine.unused_data
    raise BodyError("the compressed body is in too many pieces")


def text(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> str:
    """A decoded body as text. WeCenter speaks UTF-8 whatever its header says, so that is tried
    first, then what the header names, then GB18030; what fits none is read with U+FFFD for gaps.
    """
    kind = field(headers, "content-type").lower()
    named = kind.partition("charset=")[2].partition(";")[0].strip("\"' ")
    for charset in ("utf-8-sig", named, "gb18030"):
        try:
            if charset:
                return body.decode(charset)
        except (LookupError, ValueError):  # ValueError: some codecs refuse in their own ways
            continue
    return body.decode("utf-8", "replace")
