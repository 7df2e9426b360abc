"""A post as it was read, in the form in which the box tells the truth about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from scraper.models import Comment, Moment, Person, Post, Reply
from tests.box.truth import letters

Fields = dict[str, Any]


def post(found: Post) -> Fields:
    """All fields that the truth has of a post, but for what the forum's own page does not know."""
    return {
        "key": found.key,
        "kind": found.kind,
        "id": int(found.key.rpartition("/")[2]),
        "title": found.title,
        "author": person(found.author),
        "category": found.category,
        "topics": list(found.topics),
        "published": moment(found.published),
        "active": moment(found.active),
        "counts": vars(found.counts),
        "pinned": found.pinned,
        "locked": found.locked,
        "best": next((reply.id for reply in found.replies if reply.best), None),
        "answers": [answer(reply) for reply in found.replies],
        "comments": [comment(one) for one in found.comments],
        "text": text(found.body),
        "images": images(found.body),
        "links": links(found.body),
    }


def person(found: Person | None) -> Fields | None:
    """Name and uid."""
    return {"name": found.name, "uid": found.uid} if found else None


def moment(found: Moment | None) -> Fields | None:
    """A time as far as it is known, its precision, and the text it came from."""
    if found is None or found.at is None:
        return None
    at = found.at.strftime("%Y-%m-%d" if found.precision == "day" else "%Y-%m-%dT%H:%M")
    return {"at": at, "precision": found.precision, "text": found.text}


def answer(found: Reply) -> Fields:
    """An answer with its comments."""
    return {
        "id": found.id,
        "author": person(found.author),
        "text": text(found.body),
        "images": images(found.body),
        "votes": found.votes,
        "time": moment(found.time),
        "best": found.best,
        "folded": found.folded,
        "comments": [comment(one) for one in found.comments],
    }


def comment(found: Comment) -> Fields:
    """A comment."""
    return {
        "author": person(found.author),
        "to": person(found.to),
        "text": text(found.body),
        "time": moment(found.time),
    }


def text(html: str) -> str:
    """The letters of a body. What the forum adds to it (files, links) counts elsewhere."""
    tree = _own(html)
    for link in tree.css("a[href]"):
        if " ... " in link.text():  # wecenter.md 9: long addresses are shortened in the middle
            link.replace_with(link.attrs["href"] or "")
    return letters(tree.body.text() if tree.body else "")


def images(html: str) -> list[str]:
    """Addresses of images, percent-encoded, without those that are data."""
    attributes = [node.attrs for node in LexborHTMLParser(f"<body>{html}</body>").css("img")]
    found = [a.get("data-original") or a.get("data-src") or a.get("src") for a in attributes]
    return [_encoded(url) for url in found if url and not url.startswith("data:")]


def links(html: str) -> list[list[str]]:
    """[address, text] of each link that leads anywhere and does not only enlarge an image."""
    nodes = _own(html).css("a[href]:not([rel=lightbox])")
    return [[_encoded(node.attrs["href"] or ""), node.text()] for node in nodes]


def _own(html: str) -> LexborHTMLParser:
    """A body without the blocks of attachments and related links, which the forum adds."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    for node in tree.css(".aw-upload-file-list, h3, h3 + ul"):
        node.decompose()
    return tree


def _encoded(url: str) -> str:
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~-._")
