"""Images: what may be published, where it is stored, and what stands where one is lost."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys

import pytest
from PIL import Image

from scraper import image_checks, images
from scraper.image_addresses import originals
from scraper.image_checks import Checked, Refused
from scraper.models import Note, Post
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
POST = Post("article", "article/1", "题", None, None, "", where="article/1.html", line=21)


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


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/uploads/a.png", ["/uploads/a.png"]),
        ("/uploads/170x110_a.png", ["/uploads/a.png", "/uploads/170x110_a.png"]),
        ("90x90_图 1.png", ["图 1.png", "90x90_图 1.png"]),
        ("https://c.example/100x100_/a.png", ["https://c.example/100x100_/a.png"]),
        ("https://c.example/a_90x90_.png", ["https://c.example/a_90x90_.png"]),
        (
            "https://b.aliyuncs.example/a.png?x-oss-process=image/resize,w_100&Expires=9",
            [
                "https://b.aliyuncs.example/a.png?Expires=9",
                "https://b.aliyuncs.example/a.png?x-oss-process=image/resize,w_100&Expires=9",
            ],
        ),
        (
            "https://c.example/x/90x90_a.png?imageView2/2/w/500",
            [
                "https://c.example/x/a.png",
                "https://c.example/x/90x90_a.png",
                "https://c.example/x/90x90_a.png?imageView2/2/w/500",
            ],
        ),
        (
            "https://c.example/a.png?imageMogr2/thumbnail/!50p|imageslim",
            [
                "https://c.example/a.png",
                "https://c.example/a.png?imageMogr2/thumbnail/!50p|imageslim",
            ],
        ),
        ("/uploads/a.png?8237", ["/uploads/a.png", "/uploads/a.png?8237"]),
        ("/image.php?id=7#top", ["/image.php?id=7"]),
        ("http://[::1", ["http://[::1"]),
        ("", [""]),
    ],
)
def test_the_addresses_of_an_original_best_first(url: str, expected: list[str]) -> None:
    assert list(originals(url)) == expected


def test_addresses_are_told_without_the_decoders() -> None:
    code = (
        "import sys, scraper.image_addresses\n"
        "print(sorted({'PIL', 'bs4', 'pypinyin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def take(html: str, read: images.Read) -> images.Taken:
    return images.take(html, POST, "../", read)


def test_an_image_is_stored_by_its_content() -> None:
    html = '<p><img src="/x/1.png" alt="1.png"></p><p><img src="/y/1.png" alt="1.png"></p>'
    files = {"/x/1.png": png((8, 8)), "/y/1.png": png((9, 9))}
    taken = take(html, files.get)
    assert len({slot.path for slot in taken.slots}) == 2  # a name that recurs is no key
    for slot, data in zip(taken.slots, files.values(), strict=True):
        assert taken.files[slot.path] == data
        assert f'src="../{slot.path}"' in taken.html
    digest = hashlib.sha256(files["/x/1.png"]).hexdigest()
    assert taken.slots[0].path == f"images/{digest[:2]}/{digest[:16]}.png"
    assert taken.notes == ()


def test_the_same_image_twice_is_stored_once() -> None:
    taken = take('<img src="/a.png" alt="甲"><img src="/b.jpg" alt="乙">', lambda _: png())
    assert len(taken.files) == 1
    assert [(s.order, s.name) for s in taken.slots] == [(1, "甲"), (2, "乙")]
    assert taken.slots[0].path == taken.slots[1].path
    assert taken.html.count(taken.slots[0].path) == 2


def test_order_captions_and_alternative_texts_are_kept() -> None:
    html = (
        '<figure><img src="/1.png" alt="1.png"><figcaption>登录 <b>页</b></figcaption></figure>'
        '<p>先<img src="/2.png" alt="iOS/Android 的差别">后</p>'
        '<p><img src="/x/%E5%9B%BE3.png" alt="http://f.example/x/%E5%9B%BE3.png"></p>'
    )
    taken = take(html, lambda _: png())
    path = taken.slots[0].path
    assert [(s.order, s.caption) for s in taken.slots] == [(1, "登录 页"), (2, ""), (3, "")]
    assert taken.html == (
        f'<figure><img alt="登录 页" src="../{path}"/>'
        "<figcaption>登录 <b>页</b></figcaption></figure>"
        f'<p>先<img alt="iOS/Android 的差别" src="../{path}"/>后</p>'
        f'<p><img alt="图3.png" src="../{path}"/></p>'
    )


@pytest.mark.parametrize(
    ("data", "reason", "code", "why"),
    [
        (None, "原图没有保存下来", "image-missing", "not in the source"),
        (b"", "原图没有保存下来", "image-missing", "not in the source"),
        (b"<svg>", "格式不支持（SVG）", "image-refused", "SVG is not published"),
        (png()[:60], "文件损坏", "image-refused", "a damaged PNG: ends at byte 60, in the middle"
         " of a part"),
        (claimed_png(9**5, 9**5), "太大", "image-refused", "too big: more than 40000000 pixels"),
    ],
    ids=["missing", "empty", "svg", "truncated", "bomb"],
)  # fmt: skip
def test_what_is_no_image_becomes_a_note_and_a_doubt(
    data: bytes | None, reason: str, code: str, why: str
) -> None:
    html = '<p>见图<a href="/a.png"><img src="/a.png" alt="图一.png"></a></p>'
    taken = take(html, lambda _: data)
    assert taken.html == f"<p>见图〔图片 图一.png：{reason}〕</p>"
    assert [(s.order, s.name, s.path, s.reason) for s in taken.slots] == [
        (1, "图一.png", "", reason)
    ]
    assert taken.files == {}
    message = f"image 1 “图一.png” (/a.png): {why}"
    assert taken.notes == (Note("doubt", code, "article/1.html", 21, message),)


def test_an_image_without_address_keeps_its_place_and_line() -> None:
    taken = take('<p data-line="7"><img alt="4.png"></p>', lambda _: png())
    assert "〔图片 4.png：原图没有保存下来〕" in taken.html
    assert [(note.line, note.message) for note in taken.notes] == [
        (7, "image 1 “4.png”: not in the source")
    ]


def test_the_original_of_a_thumbnail_is_taken_where_it_is_good() -> None:
    html = '<img src="/u/90x90_a.png">'
    small, large = png((9, 9)), png((90, 90))
    both = {"/u/a.png": large, "/u/90x90_a.png": small}
    assert list(take(html, both.get).files.values()) == [large]
    assert list(take(html, {**both, "/u/a.png": large[:50]}.get).files.values()) == [small]
    assert list(take(html, {"/u/90x90_a.png": small}.get).files.values()) == [small]


def test_places_are_told_without_looking_for_files() -> None:
    html = '<p data-line="3"><img src="/u/a.png" alt="甲"></p><p><img src="/b.png"></p>'
    assert [(s.order, s.name, s.path, s.line, s.reason) for s in images.places(html, POST)] == [
        (1, "甲", "", 3, ""),
        (2, "b.png", "", 0, ""),
    ]
