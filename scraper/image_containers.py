"""PNG, JPEG, GIF and WebP as files are built: where one ends, and which parts are metadata.

Pixels are never touched, so that an image loses nothing. Whether they can be decoded is the
business of image_checks.py.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Use = Literal["image", "exif", "words", "index"]
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_USES: dict[bytes, Use] = {
    b"eXIf": "exif",
    b"tEXt": "words",
    b"zTXt": "words",
    b"iTXt": "words",
}
_WEBP_USES: dict[bytes, Use] = {b"EXIF": "exif", b"XMP ": "words"}
# a marker within a scan: FF, then neither a stuffed 00, a restart (D0–D7) nor a fill byte
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04  # flags in the first byte of VP8X


class Damaged(ValueError):
    """The bytes end too early or break the format's own rules; says where in English."""


@dataclass(frozen=True)
class Part:
    """A piece of a file. `use` says whether it is Exif, other words about the image (XMP, IPTC,
    comments), the index of further images behind the end, or needed for the image itself.
    """

    use: Use
    raw: bytes


def _png(data: bytes) -> Iterator[Part]:
    yield Part("image", _PNG)
    at = len(_PNG)
    while True:
        length, name = struct.unpack(">I4s", _cut(data, at, 8))
        raw = _cut(data, at, length + 12)
        # the first letter's case tells whether a viewer must understand the chunk
        if name[:1].isupper() and zlib.crc32(raw[4:-4]) != struct.unpack(">I", raw[-4:])[0]:
            raise Damaged(f"wrong check sum at byte {at}")
        yield Part(_PNG_USES.get(name, "image"), raw)
        at += len(raw)
        if name == b"IEND":
            return


def _jpeg(data: bytes) -> Iterator[Part]:
    yield Part("image", data[:2])
    at = 2
    while found := _MARKER.search(data, at):  # decoders skip what lies between two parts
        start, marker = at, found[0][-1]
        at = found.end()
        if marker == 0xD9:
            yield Part("image", data[start:at])
            return
        length = struct.unpack(">H", _cut(data, at, 2))[0]
        body = _cut(data, at, length)[2:]
        at += length
        if marker == 0xDA:  # the scan's own bytes follow, up to the next marker
            following = _MARKER.search(data, at)
            at = following.start() if following else len(data)
        yield Part(_jpeg_use(marker, body), data[start:at])
    raise Damaged("the end mark is missing")


def _jpeg_use(marker: int, body: bytes) -> Use:
    if marker == 0xE1:
        return "exif" if body.startswith(b"Exif\0") else "words"
    if marker == 0xE2 and body.startswith(b"MPF\0"):
        return "index"
    return "words" if marker in (0xED, 0xFE) else "image"


def _gif(data: bytes) -> Iterator[Part]:
    flags = _cut(data, 0, 13)[10]
    at = 13 + _colours(flags)
    yield Part("image", _cut(data, 0, at))
    while (kind := _cut(data, at, 1)) != b";":
        start = at
        if kind == b",":
            at += 11 + _colours(_cut(data, at, 10)[9])
        elif kind == b"!":
            at += 2
        elif kind == b"\0":  # some programs pad with zeros
            at += 1
            continue
        else:
            raise Damaged(f"unknown block at byte {at}")
        while size := _cut(data, at, 1)[0]:
            at += size + 1
        at += 1
        yield Part("image", _cut(data, start, at - start))
    yield Part("image", b";")


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> Iterator[Part]:
    size = struct.unpack("<I", _cut(data, 4, 4))[0]
    inside = _cut(data, 8, size)
    yield Part("image", data[:12])
    at = 4
    while at < size:
        name, length = struct.unpack("<4sI", _cut(inside, at, 8))
        raw = _cut(inside, at, 8 + length) + inside[at + 8 + length : at + 8 + length + length % 2]
        yield Part(_WEBP_USES.get(name, "image"), raw)
        at += len(raw)


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height from a WebP's first chunk: its decoder makes room for them when opened."""
    name = _cut(data, 12, 4)
    if name == b"VP8X":
        wide, high = (int.from_bytes(_cut(data, at, 3), "little") + 1 for at in (24, 27))
        return wide, high
    if name == b"VP8L":
        bits = int.from_bytes(_cut(data, 21, 4), "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack("<HH", _cut(data, 26, 4))
    return wide & 0x3FFF, high & 0x3FFF


_PARTS: dict[str, Callable[[bytes], Iterator[Part]]] = {
    "PNG": _png,
    "JPEG": _jpeg,
    "GIF": _gif,
    "WEBP": _webp,
}


def trim(kind: str, data: bytes) -> bytes:
    """The file without what stands behind its end. Raises Damaged where the end is missing.

    The index of an MPO's further images goes with them.
    """
    return _join(kind, [part.raw for part in _PARTS[kind](data) if part.use != "index"])


def words(kind: str, data: bytes) -> bytes:
    """Everything but Exif that is said about the image, uncompressed or not."""
    return b"".join(part.raw for part in _PARTS[kind](data) if part.use == "words")


def without_metadata(kind: str, data: bytes, orientation: int) -> bytes:
    """The file without Exif, XMP and comments, but with its orientation where that is not 1."""
    kept = []
    for part in _PARTS[kind](data):
        if part.use == "image":
            kept.append(part.raw)
        elif part.use == "exif" and orientation != 1:
            kept.append(_exif(kind, orientation))
            orientation = 1  # once is enough
    return _join(kind, kept)


def _exif(kind: str, orientation: int) -> bytes:
    """An Exif part that says only which side is up (TIFF 6.0: one entry, 0112, of type SHORT)."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    if kind == "PNG":
        chunk = b"eXIf" + tiff
        return struct.pack(">I", len(tiff)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    if kind == "JPEG":
        return struct.pack(">HH6s", 0xFFE1, len(tiff) + 8, b"Exif\0\0") + tiff
    return struct.pack("<4sI", b"EXIF", len(tiff)) + tiff


def _join(kind: str, parts: list[bytes]) -> bytes:
    if kind == "WEBP":
        head, *rest = parts
        if rest and rest[0].startswith(b"VP8X") and len(rest[0]) > 8:
            names = {raw[:4] for raw in rest}
            flags = rest[0][8] & ~(_WEBP_EXIF | _WEBP_XMP)
            flags |= (b"EXIF" in names) * _WEBP_EXIF | (b"XMP " in names) * _WEBP_XMP
            rest[0] = rest[0][:8] + bytes([flags]) + rest[0][9:]
        body = b"".join(rest)
        return head[:4] + struct.pack("<I", len(body) + 4) + head[8:] + body
    return b"".join(parts)


def _cut(data: bytes, at: int, length: int) -> bytes:
    piece = data[at : at + length]
    if len(piece) < length:
        raise Damaged(f"ends at byte {len(data)}, in the middle of a part")
    return piece
