"""The comments of one question or one answer: an HTML fragment that the forum sends by AJAX."""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Comment
from scraper.wecenter import bodies, dom, urls
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Remarks


def read(document: Document, fetched_at: datetime | None) -> Remarks | None:
    """All comments of a fragment; None where its path does not tell what they belong to."""
    page = document.page
    target = urls.remarks_of(page.where) or urls.remarks_of(page.url or "")
    if target is None:
        return None
    found = [_comment(item, document, fetched_at) for item in document.every("ul > li")]
    return Remarks(page, *target, tuple(c for c in found if c))


def _comment(item: LexborNode, document: Document, fetched_at: datetime | None) -> Comment | None:
    """One comment: its text is the last paragraph, everything before says who and when."""
    paragraphs = item.css("p.clearfix")
    if not paragraphs:
        return None
    body = bodies.cut(paragraphs[-1], None, document.base)
    links = [n for n in item.css("a.aw-user-name") if n.mem_id not in body.typed]
    people = (dom.person(link) for link in links)
    spans = (dom.text(n) for n in item.css("span") if n.mem_id not in body.typed)
    time = next((t for t in map(moments.find, spans) if t), None)
    return Comment(
        author=next((person for person in people if person), None),
        body=body.html,
        time=moments.resolve(time, fetched_at) if time else None,
    )
