"""What an image's bytes really are: told by themselves, proved by decoding them to the end.

PNG, JPEG, GIF and WebP are published as they are, an animation with all its frames. BMP and TIFF
become PNG, for browsers show them badly or not at all. Everything else is refused, SVG too: it is a
program.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageSequence

from scraper import image_containers

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_FRAMES = 1000
MAX_PIXELS_OF_ALL_FRAMES = 400_000_000
_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
_SIGNATURES = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WEBP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("BMP", re.compile(rb"BM.{4}\x00{4}", re.DOTALL)),
    ("TIFF", re.compile(rb"II[*+]\x00|MM\x00[*+]")),
    # refused; named so that a reader and a maintainer know what it was
    ("HTML", re.compile(rb"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)),
    ("SVG", re.compile(rb"(?si)\s*<(?:.*<)?(?:!doctype\s+)?(?:[\w-]+:)?svg\b")),
    ("HEIC", re.compile(rb".{4}ftyp(?:hei[cx]|mif1)", re.DOTALL)),
    ("AVIF", re.compile(rb".{4}ftypavi[fs]", re.DOTALL)),
    ("ICO", re.compile(rb"\x00\x00\x01\x00")),
    ("PSD", re.compile(rb"8BPS")),
    ("PDF", re.compile(rb"%PDF-")),
)
_HEAD = 1024
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


@dataclass(frozen=True)
class Checked:
    """An image fit to be published: its bytes, and the suffix that is true of them."""

    data: bytes
    suffix: str


@dataclass(frozen=True)
class Refused:
    """Why there is no image: `reason` for the reader in Chinese, `why` for the report."""

    reason: str
    why: str


class _TooBig(ValueError):
    pass


class _ManyPages(ValueError):
    pass


def check(data: bytes) -> Checked | Refused:
    """Judge an image's bytes, which may be anything. What comes back has been decoded whole.

    Lossless changes: what stands behind the image's end is cut off, and where the metadata say at
    which place a photo was taken, they go.
    """
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    kind = next((name for name, start in _SIGNATURES if start.match(head)), None)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a decoder's doubts about metadata
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if kind in _SUFFIXES:
                return Checked(_published(kind, data), _SUFFIXES[kind])
            if kind in ("BMP", "TIFF"):
                return Checked(_as_png(kind, data), ".png")
    except _TooBig as error:
        return Refused("太大", f"too big: {error}")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Refused("太大", f"too big: more than {MAX_PIXELS} pixels")
    except _ManyPages:
        return Refused("格式不支持（多页 TIFF）", f"a {kind} of more than one page")
    except image_containers.Damaged as error:
        return Refused("文件损坏", f"a damaged {kind}: {error}")
    except Exception:  # what a decoder raises on damaged bytes is no part of its interface
        return Refused("文件损坏", f"a damaged {kind}: cannot be decoded")
    if kind:
        return Refused(f"格式不支持（{kind}）", f"{kind} is not published")
    return Refused("格式不支持", "not an image of a known format")


def _published(kind: str, data: bytes) -> bytes:
    data = image_containers.trim(kind, data)
    _limit(data)
    if kind == "WEBP":
        _limit_pixels(*image_containers.webp_size(data))
    with _open(kind, data) as image:
        _decode(image)
        try:
            exif = image.getexif()
            orientation = int(exif.get(ExifTags.Base.Orientation, 1))
            is_placed = ExifTags.IFD.GPSInfo in exif
        except Exception:  # as above; and what nobody can read may say anything
            orientation, is_placed = 1, True
    if not is_placed and b"GPSLatitude" not in image_containers.words(kind, data):
        return data
    upright = orientation if orientation in range(1, 9) else 1
    return image_containers.without_metadata(kind, data, upright)


def _as_png(kind: str, data: bytes) -> bytes:
    with _open(kind, data) as image:
        if getattr(image, "n_frames", 1) > 1:
            raise _ManyPages
        _decode(image)
        shown = image if image.mode in _PNG_MODES else image.convert("RGB")
        # what else is known of the image is not for the page
        shown.info = {k: v for k, v in shown.info.items() if k in ("icc_profile", "transparency")}
        target = io.BytesIO()
        shown.save(target, "PNG", optimize=True)
    _limit(target.getvalue())
    return target.getvalue()


def _open(kind: str, data: bytes) -> Image.Image:
    """Read the header alone, with no other decoder than the one that is asked for."""
    return Image.open(io.BytesIO(data), formats=[kind])


def _decode(image: Image.Image) -> None:
    """Decode every frame to its last row; the size is looked at before there is room for it."""
    frames, total = getattr(image, "n_frames", 1), 0
    _limit_pixels(*image.size)
    if frames > MAX_FRAMES:
        raise _TooBig(f"{frames} frames")
    for frame in ImageSequence.Iterator(image):
        _limit_pixels(*frame.size)  # a frame of a GIF may be larger than the first
        total += frame.width * frame.height
        if max(total, frames * frame.width * frame.height) > MAX_PIXELS_OF_ALL_FRAMES:
            raise _TooBig(f"{frames} frames of {frame.width}x{frame.height} pixels")
        frame.load()


def _limit_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _TooBig(f"{width}x{height} pixels")


def _limit(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _TooBig(f"{len(data)} bytes")
