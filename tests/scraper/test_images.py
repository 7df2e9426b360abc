"""Images: where they are stored, where originals are looked for, what stands where one is lost."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import pytest

from scraper import images
from scraper.image_addresses import originals
from scraper.models import Note, Post
from tests.scraper.pictures import claimed_png, png

POST = Post("article", "article/1", "题", None, None, "", where="article/1.html", line=21)


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
