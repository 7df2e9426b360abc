"""Which images may be published, with which bytes, and why the others may not."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from scraper import image_checks
from scraper.image_checks import Checked, Refused
from tests.scraper.pictures import animated, claimed_png, encoded, exif, picture, png

AS_THEY_ARE = {
    "png": (png(), ".png"),
    "palette.png": (encoded(picture("P"), "PNG"), ".png"),
    "jpg": (encoded(picture(), "JPEG"), ".jpg"),
    "progressive.jpg": (encoded(picture(), "JPEG", progressive=True), ".jpg"),
    "cmyk.jpg": (encoded(picture("CMYK"), "JPEG"), ".jpg"),
    "gif": (encoded(picture("P"), "GIF"), ".gif"),
    "webp": (encoded(picture(), "WEBP"), ".webp"),
    "lossless.webp": (encoded(picture(), "WEBP", lossless=True), ".webp"),
    "animated.png": (animated("PNG"), ".png"),
    "animated.gif": (animated("GIF"), ".gif"),
    "animated.webp": (animated("WEBP"), ".webp"),
    "phone.jpg": (encoded(picture(), "JPEG", exif=exif(6, place=False)), ".jpg"),
}


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_what_browsers_show_is_kept_byte_for_byte(name: str) -> None:
    data, suffix = AS_THEY_ARE[name]
    assert image_checks.check(data) == Checked(data, suffix)


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_what_stands_behind_the_end_is_cut_off(name: str) -> None:
    data, suffix = AS_THEY_ARE[name]
    assert image_checks.check(data + b"\0<script>alert(1)</script>") == Checked(data, suffix)


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_a_truncated_file_is_refused_wherever_it_ends(name: str) -> None:
    data, _ = AS_THEY_ARE[name]
    for end in range(len(data)):
        found = image_checks.check(data[:end])
        assert isinstance(found, Refused), end
        assert found.reason == ("文件损坏" if end >= 12 else found.reason)


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_flipped_bits_never_stop_a_run(name: str) -> None:
    data, _ = AS_THEY_ARE[name]
    for at in range(len(data)):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        assert isinstance(image_checks.check(broken), Checked | Refused)


def test_a_wrong_check_sum_is_damage() -> None:
    data = bytearray(png())
    data[-20] ^= 1
    assert image_checks.check(bytes(data)) == Refused(
        "文件损坏", "a damaged PNG: wrong check sum at byte 33"
    )


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_what_browsers_cannot_show_becomes_png(kind: str, mode: str) -> None:
    source = picture(mode)
    found = image_checks.check(encoded(source, kind))
    assert isinstance(found, Checked)
    assert found.suffix == ".png"
    with Image.open(io.BytesIO(found.data)) as shown:
        assert shown.format == "PNG"
        assert shown.convert("RGB").tobytes() == source.convert("RGB").tobytes()
    assert image_checks.check(encoded(source, kind)) == found  # the same bytes each time


@pytest.mark.parametrize(
    ("data", "reason", "why"),
    [
        (b"<svg onload='x()'/>", "格式不支持（SVG）", "SVG is not published"),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">',
            "格式不支持（SVG）",
            "SVG is not published",
        ),
        (b"<!DOCTYPE html><p>404</p>", "格式不支持（HTML）", "HTML is not published"),
        (b"\0\0\0\x18ftypheic", "格式不支持（HEIC）", "HEIC is not published"),
        (b"just text", "格式不支持", "not an image of a known format"),
        (b"GIF", "格式不支持", "not an image of a known format"),
        (b"GIF89a", "文件损坏", "a damaged GIF: ends at byte 6, in the middle of a part"),
        (
            b"\xff\xd8\xff\xe0",
            "文件损坏",
            "a damaged JPEG: ends at byte 4, in the middle of a part",
        ),
        (encoded(picture(), "BMP")[:-9], "文件损坏", "a damaged BMP: cannot be decoded"),
        (
            encoded(picture(), "TIFF", save_all=True, append_images=[picture()]),
            "格式不支持（多页 TIFF）",
            "a TIFF of more than one page",
        ),
        (claimed_png(100_000, 100_000), "太大", "too big: more than 40000000 pixels"),
        (claimed_png(6_400, 6_400), "太大", "too big: 6400x6400 pixels"),
        (claimed_png(6_000, 6_000), "文件损坏", "a damaged PNG: cannot be decoded"),
        (
            AS_THEY_ARE["gif"][0].replace(b"\x18\0\x10\0", b"\xff" * 4),
            "太大",
            "too big: more than 40000000 pixels",
        ),
    ],
)
def test_what_is_refused(data: bytes, reason: str, why: str) -> None:
    assert image_checks.check(data) == Refused(reason, why)


def test_a_webp_that_claims_a_huge_canvas_is_not_opened() -> None:
    data = bytearray(animated("WEBP"))
    assert data[12:16] == b"VP8X"
    data[24:30] = b"\xff" * 6
    assert image_checks.check(bytes(data)) == Refused("太大", "too big: 16777216x16777216 pixels")


def test_limits_of_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    gif = animated("GIF")
    monkeypatch.setattr(image_checks, "MAX_FRAMES", 2)
    assert image_checks.check(gif) == Refused("太大", "too big: 3 frames")
    monkeypatch.setattr(image_checks, "MAX_FRAMES", 3)
    assert image_checks.check(gif) == Checked(gif, ".gif")
    monkeypatch.setattr(image_checks, "MAX_PIXELS_OF_ALL_FRAMES", 3 * 24 * 16 - 1)
    assert image_checks.check(gif) == Refused("太大", "too big: 3 frames of 24x16 pixels")


def test_the_limit_of_bytes_is_of_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    jpeg, bmp = encoded(picture(), "JPEG"), encoded(picture(), "BMP")
    stored = image_checks.check(bmp)
    assert isinstance(stored, Checked)
    monkeypatch.setattr(image_checks, "MAX_BYTES", len(stored.data))
    assert image_checks.check(bmp) == stored
    assert image_checks.check(jpeg) == Refused("太大", f"too big: {len(jpeg)} bytes")
    monkeypatch.setattr(image_checks, "MAX_BYTES", len(stored.data) - 1)
    assert image_checks.check(bmp) == Refused("太大", f"too big: {len(stored.data)} bytes")


def test_behind_the_end_may_be_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png()
    monkeypatch.setattr(image_checks, "MAX_BYTES", len(data))
    assert image_checks.check(data + bytes(1000)) == Checked(data, ".png")


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_of_a_photo_is_removed_and_nothing_else(kind: str, orientation: int) -> None:
    data = encoded(picture(), kind, exif=exif(orientation, place=True))
    found = image_checks.check(data)
    assert isinstance(found, Checked)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(found.data)) as after:
        assert dict(after.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
        assert after.tobytes() == before.tobytes()
    assert b"Phone" not in found.data
    assert image_checks.check(found.data) == found


def test_the_place_in_xmp_is_removed_too() -> None:
    data = encoded(picture(), "JPEG", xmp=b'<x:xmpmeta exif:GPSLatitude="31,14N"/>')
    found = image_checks.check(data)
    assert isinstance(found, Checked)
    assert b"GPS" not in found.data


def test_the_second_image_of_a_phone_goes_with_its_index() -> None:
    data = encoded(picture(), "MPO", save_all=True, append_images=[picture(turn=30)])
    found = image_checks.check(data)
    assert isinstance(found, Checked)
    with Image.open(io.BytesIO(found.data)) as shown:
        assert (shown.format, shown.tobytes()) == ("JPEG", Image.open(io.BytesIO(data)).tobytes())
