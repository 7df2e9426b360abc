"""Images of a post: every place kept in order, files taken from the source's own folder.

A name is no key (1.png recurs in several posts): (post, order) is. A file's path follows from its
content, so that an image shown twice is stored once. An image that is not there or not fit to be
shown becomes a visible note in its place, never a link to another host.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from scraper import image_checks
from scraper.image_addresses import originals
from scraper.image_checks import Checked, Refused
from scraper.models import ImageSlot, Note, Post

FOLDER = "images"
STORED = re.compile(rb"images/[0-9a-f]{2}/[0-9a-f]{16}\.[a-z]+")  # what stored_path gives
Read = Callable[[str], bytes | None]
_NOT_THERE = Refused("原图没有保存下来", "not in the source")


@dataclass(frozen=True)
class Taken:
    """A body whose images point to stored files; `files` maps paths below content/ to bytes.

    `notes` are the doubts `image-missing` and `image-refused`, one for each place without an image.
    """

    html: str
    slots: tuple[ImageSlot, ...]
    files: dict[str, bytes]
    notes: tuple[Note, ...] = ()


def take(html: str, post: Post, up: str, read: Read) -> Taken:
    """Give every image of a body its slot.

    `up` is the way from the page to content/ (such as `../`); `read` gives an image's bytes by its
    address, or None.
    """
    soup = BeautifulSoup(html, "html.parser")
    slots: list[ImageSlot] = []
    files: dict[str, bytes] = {}
    notes: list[Note] = []
    for slot, tag in _places(soup, post):
        source = _source(tag)
        found = _first_good(source, read)
        if isinstance(found, Checked):
            path = stored_path(found)
            files[path] = found.data
            slots.append(replace(slot, path=path))
            tag.attrs = {"src": up + path, "alt": _alt(tag, slot.name)}
        else:
            slots.append(replace(slot, reason=found.reason))
            notes.append(_doubt(slot, post, source, found))
            _unwrap_link(tag).replace_with(missing(slot.name, found.reason))
    return Taken(str(soup), tuple(slots), files, tuple(notes))


def places(html: str, post: Post) -> tuple[ImageSlot, ...]:
    """Where a body has images, without looking for their files."""
    soup = BeautifulSoup(html, "html.parser")
    return tuple(slot for slot, _ in _places(soup, post))


def stored_path(image: Checked) -> str:
    """Where an image lies below content/: by its content, in folders that stay small."""
    digest = hashlib.sha256(image.data).hexdigest()
    return f"{FOLDER}/{digest[:2]}/{digest[:16]}{image.suffix}"


def missing(name: str, reason: str) -> str:
    """The note that stands where an image was. It has no number that the source has not."""
    return f"〔图片 {name}：{reason}〕"


def _places(soup: BeautifulSoup, post: Post) -> Iterator[tuple[ImageSlot, Tag]]:
    for order, tag in enumerate(soup.find_all("img"), 1):
        name = _name(tag, order)
        yield ImageSlot(post.key, order, name, "", _line(tag), _caption(tag)), tag


def _first_good(source: str, read: Read) -> Checked | Refused:
    """The best of the files that an address may stand for, else why there is none."""
    refused = None
    for address in originals(source) if source else ():
        if data := read(address):
            found = image_checks.check(data)
            if isinstance(found, Checked):
                return found
            refused = refused or found
    return refused or _NOT_THERE


def _doubt(slot: ImageSlot, post: Post, source: str, found: Refused) -> Note:
    code = "image-missing" if found is _NOT_THERE else "image-refused"
    at = f" ({source})" if source else ""
    message = f"image {slot.order} “{slot.name}”{at}: {found.why}"
    return Note("doubt", code, post.where, slot.line or post.line, message)


def _source(tag: Tag) -> str:
    return str(tag.get("src") or "")


def _name(tag: Tag, order: int) -> str:
    """What the source calls the image: alt or title, else the last part of its address."""
    for text in (str(tag.get("alt") or ""), str(tag.get("title") or "")):
        if text and "/" not in text:
            return " ".join(text.split())[:80]
    last = posixpath.basename(unquote(urlsplit(_source(tag)).path))
    return last[:80] or f"{order}"


def _alt(tag: Tag, name: str) -> str:
    """What is read to those who do not see the image; its address tells them nothing."""
    alt = " ".join(str(tag.get("alt") or "").split())
    return _caption(tag) or (name if "://" in alt or alt.startswith("/") else alt) or name


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
