"""Small files of real formats, and some that only pretend."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from PIL import Image

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "zip": "application/zip",
}


@lru_cache(maxsize=4096)
def picture(kind: str, seed: int = 0, size: tuple[int, int] = (24, 16)) -> bytes:
    """A picture of its own for each seed: png, jpg, or webp."""
    image = Image.new("RGB", size, ((seed * 67) % 256, (seed * 131) % 256, (seed * 29) % 256))
    image.putpixel((seed % size[0], seed // size[0] % size[1]), (255, 255, 255))
    out = io.BytesIO()
    image.save(out, {"jpg": "JPEG"}.get(kind, kind.upper()))
    return out.getvalue()


def animated(frames: int = 3) -> bytes:
    """An animated GIF."""
    images = [Image.new("RGB", (16, 16), (80 * at % 256, 40, 90)) for at in range(frames)]
    out = io.BytesIO()
    images[0].save(out, "GIF", save_all=True, append_images=images[1:], duration=80, loop=0)
    return out.getvalue()


def svg(script: bool = True) -> bytes:
    """A drawing; some people's contain a script."""
    inside = "<script>alert(1)</script>" if script else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        f'{inside}<circle cx="10" cy="10" r="8" fill="teal"/></svg>'
    ).encode()


def cut() -> bytes:
    """A PNG whose end was lost."""
    whole = picture("png", 7, (200, 150))
    return whole[: len(whole) // 2]


def archive() -> bytes:
    """A zip with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(zipfile.ZipInfo("demo/readme.txt"), "演示工程\n")
    return out.getvalue()


@lru_cache(maxsize=8)
def stock(kind: str) -> bytes:
    """An avatar or a picture of the theme."""
    return picture(kind, 3, (32, 32))
