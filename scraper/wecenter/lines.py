"""A line of the usual listing: title, person, verb, counts, time, teaser and full body."""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Counts, ListingItem, Moment
from scraper.wecenter import bodies, dom
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Line

_VERB = re.compile("发表了文章|发起了问题|回复了问题")
_SEPARATOR = re.compile(r"\s*[•·]\s*")
_COUNTS = {
    "followers": re.compile(r"(\d{1,9})\s*人关注", re.ASCII),
    "comments": re.compile(r"(\d{1,9})\s*个评论", re.ASCII),
    "replies": re.compile(r"(\d{1,9})\s*个回复", re.ASCII),
    "views": re.compile(r"(\d{1,9})\s*次浏览", re.ASCII),
}
_NEXT_PARTS = ".aw-item, .page-control, .aw-side-bar, .aw-footer-wrap"


def read(node: LexborNode, document: Document, fetched_at: datetime | None) -> Line | None:
    """The line of an `.aw-question-content`. Its own parts are its children, the first of each."""
    parts = [(n, dom.classes(n)) for n in dom.children(node) if not n.is_text_node]
    heading = next((n for n, _ in parts if n.tag == "h4"), None)
    post = dom.post_link(heading, document)
    if heading is None or post is None:
        return None
    meta = next((n for n, _ in parts if n.tag == "p"), None)
    told = _told(meta)
    verb = _VERB.match(told)
    body, is_cut = _body(parts, document.base)
    boxes = ((n, names) for n, names in parts if "markitup-box" in names)
    teaser = next((n for n, names in boxes if "all-content" not in names), None)
    outer = node.parent
    item = ListingItem(
        kind=post.kind,
        id=post.id,
        title=dom.text(post.link),
        verb=verb[0] if verb else "",
        person=next((p for p in map(dom.person, _links(meta)) if p), None),
        category=_category(meta),
        pinned=any(dom.text(n) == "置顶" for n in heading.css("span")),
        time=_time(told, fetched_at),
        counts=_counts(told),
        topic_ids=_topic_ids(outer),
        asker_uid=_avatar_uid(outer),
        body=body,
    )
    return Line(
        item,
        dom.attribute(post.link, "href"),
        dom.topics(heading.css("a.aw-topic-name")),
        dom.ending(teaser, body),
        is_cut,
    )


def _links(meta: LexborNode | None) -> list[LexborNode]:
    return meta.css("a.aw-user-name") if meta else []


def _category(meta: LexborNode | None) -> str | None:
    """Absent for posts without one and on the page of that very category."""
    return dom.text(meta.css_first(".aw-question-tags")) or None if meta else None


def _told(meta: LexborNode | None) -> str:
    """What follows the names, from the verb on: names may contain anything, this does not."""
    if meta is None:
        return ""
    texts = [dom.text(n) for n in meta.css("span") if "related-topic" not in dom.classes(n)]
    for text in [*texts, dom.text(meta)]:
        if found := _VERB.search(text):
            return text[found.start() :]
    return ""


def _counts(told: str) -> Counts:
    found = {name: pattern.search(told) for name, pattern in _COUNTS.items()}
    return Counts(**{name: int(match[1]) for name, match in found.items() if match})


def _time(told: str, fetched_at: datetime | None) -> Moment | None:
    times = (moments.find(part) for part in reversed(_SEPARATOR.split(told)))
    last = next((time for time in times if time), None)
    return moments.resolve(last, fetched_at) if last else None


def _topic_ids(outer: LexborNode | None) -> tuple[int, ...]:
    """`13,14,` on the line's element: ids only, with a comma at the end."""
    listed = dom.attribute(outer, "data-topic-id").split(",") if outer else []
    return tuple(number for number in map(dom.number, listed) if number)


def _avatar_uid(outer: LexborNode | None) -> int | None:
    """Whose picture stands before the line: the author's, for a question always the asker's."""
    for node in dom.children(outer) if outer else []:
        if node.tag == "a" and "aw-user-name" in dom.classes(node):
            return dom.uid(node)
    return None


def _body(
    parts: list[tuple[LexborNode, frozenset[str]]], base: str | None
) -> tuple[str | None, bool]:
    """The full body and whether it broke off; 3.6.0 has it in a comment.

    A body that itself contains the end of a comment ends that comment too early.
    """
    for node, names in parts:
        if "all-content" in names:
            end = node.css_first(_NEXT_PARTS)
            return bodies.cut(node, end, base).html, False
        hidden = node.comment_content or ""
        if "all-content" in hidden:
            body = bodies.parse(hidden, base, ".all-content")
            return body, not hidden.endswith("</div>")
    return None, False
