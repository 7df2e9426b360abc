"""A line of the list of articles (`/article/`): another layout, without views and category."""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Counts, ListingItem, Person
from scraper.wecenter import bodies, dom
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Line

# “NAME 发表于 : TIME … 评论 (N)”, plain text without a link
_SIGNED = re.compile(r"(?P<name>.+?)\s*发表于\s*[:：]\s*(?P<time>.*)")
_COMMENTS = re.compile(r"评论\s*\((\d{1,9})\)", re.ASCII)
_NEXT_PARTS = "a.more, .aw-item, .mod-footer, .aw-mod-footer, .page-control, .aw-side-bar"
_TOPICS = ".tag-bar .topic-tag a, a.aw-topic-name"


def read(node: LexborNode, document: Document, fetched_at: datetime | None) -> Line | None:
    """The line of an `.aw-item` of `.aw-article-list`."""
    post = dom.post_link(node.css_first("h2"), document)
    if post is None:
        return None
    full = node.css_first(f"#detail_more_{post.id}")
    body, typed = _body(full, document.base)
    # a body that leaves tags open swallows the items after it, with their footers and topics
    items = {inner.mem_id for inner in node.css(".aw-item")} | {node.mem_id}

    def own(selector: str) -> list[LexborNode]:
        found = (n for n in node.css(selector) if n.mem_id not in typed)
        return [n for n in found if getattr(dom.ancestor(n, items), "mem_id", 0) == node.mem_id]

    told = dom.text(next(iter(own(".mod-footer, .aw-mod-footer")), None))
    signed = _SIGNED.search(told)
    time = moments.find(signed["time"]) if signed else None
    comments = _COMMENTS.search(told)
    avatar = node.css_first("a.aw-user-name")
    item = ListingItem(
        kind=post.kind,
        id=post.id,
        title=dom.text(post.link),
        verb="发表了文章",
        person=_person(signed["name"], avatar) if signed else None,
        category=None,
        pinned=False,
        time=moments.resolve(time, fetched_at) if time else None,
        counts=Counts(comments=int(comments[1]) if comments else None),
        body=body,
    )
    teaser = node.css_first(f"#detail_{post.id}")
    topics = dom.topics(own(_TOPICS))
    return Line(item, dom.attribute(post.link, "href"), topics, dom.ending(teaser, body))


def _person(name: str, avatar: LexborNode | None) -> Person:
    return Person(name, dom.uid(avatar) if avatar and name != dom.ANONYMOUS else None)


def _body(full: LexborNode | None, base: str | None) -> tuple[str | None, frozenset[int]]:
    """The full body up to the link that folds it, or to the footer that it swallowed."""
    if full is None:
        return None, frozenset()
    after = full.css(_NEXT_PARTS)
    end = next((n for n in after if n.tag != "a" or dom.text(n).startswith("收起")), None)
    body = bodies.cut(full, end, base)
    return body.html, body.typed
