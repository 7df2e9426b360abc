"""Images of a post: every place kept in order, files taken from the source's own folder.

A name is no key (1.png recurs in several posts): (post, order) is, and the stored path says both.
An image that is not there becomes a visible note in its place, never a link to another host.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from scraper import titles
from scraper.models import ImageSlot

_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
}
MAX_BYTES = 8 * 1024 * 1024
FOLDER = "images"
Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Taken:
    """A body whose images point to stored files; `files` maps paths below content/ to bytes."""

    html: str
    slots: tuple[ImageSlot, ...]
    files: dict[str, bytes]


def suffix_of(data: bytes) -> str | None:
    """The suffix that the bytes themselves speak for, or None: SVG is never published as is."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((s for start, s in _SIGNATURES.items() if data.startswith(start)), None)


def take(html: str, post: str, slug: str, up: str, read: Read) -> Taken:
    """Give every image of a body its slot.

    `post` is the post's key, `slug` its page's file name, `up` the way from the page to content/
    (such as `../`), `read` gives an image's bytes by its address, or None.
    """
    soup = BeautifulSoup(html, "html.parser")
    slots: list[ImageSlot] = []
    files: dict[str, bytes] = {}
    for order, tag in enumerate(soup.find_all("img"), 1):
        source = str(tag.get("src") or "")
        name = _name(tag, source, order)
        data = read(source) if source else None
        suffix = suffix_of(data) if data and len(data) <= MAX_BYTES else None
        stem = titles.slug(posixpath.splitext(name)[0])
        path = f"{FOLDER}/{slug}/{order:02d}-{stem}{suffix}" if suffix else ""
        line = _line(tag)
        slots.append(ImageSlot(post, order, name, path, line, _caption(tag)))
        if suffix and data:
            files[path] = data
            tag.attrs = {"src": up + path, "alt": _alt(tag, name)}
        else:
            _unwrap_link(tag).replace_with(missing(name))
    return Taken(str(soup), tuple(slots), files)


def missing(name: str) -> str:
    """The note that stands where an image was. It has no number that the source has not."""
    return f"〔图片 {name}：原图没有保存下来〕"


def _name(tag: Tag, source: str, order: int) -> str:
    """What the source calls the image: alt or title, else the last part of its address."""
    for text in (str(tag.get("alt") or ""), str(tag.get("title") or "")):
        if text and "/" not in text:
            return " ".join(text.split())[:80]
    last = posixpath.basename(unquote(urlsplit(source).path)) if source else ""
    return last[:80] or f"{order}"


def _alt(tag: Tag, name: str) -> str:
    return _caption(tag) or " ".join(str(tag.get("alt") or "").split()) or name


def _caption(tag: Tag) -> str:
    figure = tag.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    return " ".join(caption.get_text().split()) if caption else ""


def _line(tag: Tag) -> int:
    marked = tag.find_parent(attrs={"data-line": True})
    return int(str(marked["data-line"])) if marked else 0


def _unwrap_link(tag: Tag) -> Tag:
    parent = tag.parent
    if parent is not None and parent.name == "a" and not parent.get_text(strip=True):
        return parent if len(parent.find_all(True)) == 1 else tag
    return tag
