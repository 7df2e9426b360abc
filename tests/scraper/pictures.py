"""Small images of every kind, for tests: made, so that none has to be stored."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image


def picture(mode: str = "RGB", size: tuple[int, int] = (24, 16), turn: int = 0) -> Image.Image:
    """A gradient, so that a lost row or a swapped channel shows."""
    image = Image.new("RGB", size)
    image.putdata([(x * 9 % 256, y * 15 % 256, (x + y) * 5 % 256)
                   for y in range(size[1]) for x in range(size[0])])  # fmt: skip
    return image.rotate(turn).convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def animated(kind: str, frames: int = 3) -> bytes:
    mode = "P" if kind == "GIF" else "RGB"
    first, *rest = (picture(mode, turn=30 * n) for n in range(frames))
    return encoded(first, kind, save_all=True, append_images=rest, duration=50, loop=0)


def png(size: tuple[int, int] = (24, 16)) -> bytes:
    return encoded(picture(size=size), "PNG")


def claimed_png(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its data hold."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def exif(orientation: int, *, place: bool) -> Image.Exif:
    """What a phone writes: its maker, which side is up, and the place where that is switched on."""
    data = Image.Exif()
    data[ExifTags.Base.Orientation] = orientation
    data[ExifTags.Base.Make] = "Phone"
    if place:
        data[ExifTags.IFD.GPSInfo] = {1: "N", 2: (31.0, 14.0, 5.0)}
    return data
