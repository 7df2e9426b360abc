"""The mobile page of a post: it alone shows the minute at which a question was asked or answered.

It names its ids in scripts only; the post's own comes from the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Moment
from scraper.wecenter import dom, urls
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Key, MobileTimes

_NUMBER = re.compile(r"(?<!\d)\d{1,12}(?!\d)", re.ASCII)
_VIEWS = re.compile(r"(\d{1,9})\s*(?:次?浏览)?", re.ASCII)


def read(document: Document, fetched_at: datetime | None) -> MobileTimes | None:
    """The times of a post's mobile page; None where it names no post or shows no time."""
    key = _key(document)
    if key is None:
        return None
    footer = [n for n in document.every(".aw-question-footer span") if not dom.is_typed(n)]
    times = (moments.find(dom.text(node)) for node in footer)
    found = next((time for time in times if time), None)
    views = (_VIEWS.fullmatch(dom.text(node)) for node in footer if _has_eye(node))
    seen = next((match for match in views if match), None)
    answers = tuple(_answers(document, fetched_at))
    if found is None and not answers:
        return None
    return MobileTimes(
        page=document.page,
        kind=key[0],
        id=key[1],
        published=moments.resolve(found, fetched_at) if found else None,
        views=int(seen[1]) if seen else None,
        answers=answers,
    )


def _key(document: Document) -> Key | None:
    page = document.page
    for address in (page.url, page.where):
        found = (
            urls.canonical(address, document.root) or urls.canonical(address) if address else None
        )
        if found and found[0] == "article":
            return "article", int(found[1])
        if found and found[0] == "question":
            return "question", int(found[1])
    return None


def _has_eye(node: LexborNode) -> bool:
    """Whether the icon of views stands in a span."""
    return any("eye" in dom.attribute(icon, "class") for icon in node.css("i, span"))


def _answers(
    document: Document, fetched_at: datetime | None
) -> Iterator[tuple[tuple[int, ...], Moment]]:
    """Of each answer the numbers in its scripts, and its time."""
    typed = {node.mem_id for node in document.every(dom.IN_TYPED)}
    linked = {node.mem_id for node in document.every(".aw-xsxq-hfb a *")}
    items = [node for node in document.every(".aw-xsxq-hfb") if node.mem_id not in typed]
    # in document order: what stands in two items belongs to the inner one
    owners = {node.mem_id: item.mem_id for item in items for node in item.traverse()}
    for item in items:
        nodes = [
            node
            for node in item.traverse()
            if node.mem_id not in typed and owners[node.mem_id] == item.mem_id
        ]
        scripts = (dom.attribute(node, "onclick") for node in nodes)
        numbers = dict.fromkeys(int(n) for script in scripts for n in _NUMBER.findall(script))
        if numbers and (time := _time(n for n in nodes if n.mem_id not in linked)):
            yield tuple(numbers), moments.resolve(time, fetched_at)


def _time(nodes: Iterable[LexborNode]) -> str | None:
    """The time of an answer: what stands alone before what stands among words. Names are links."""
    texts = [_plain(node) for node in nodes]
    found = [(text, time) for text in texts if (time := moments.find(text))]
    return next((time for text, time in found if text == time), found[0][1] if found else None)


def _plain(node: LexborNode) -> str:
    """The text of an element itself, without that of links and other elements in it."""
    if node.tag == "a":
        return ""
    return " ".join(dom.text(part) for part in dom.children(node) if part.is_text_node).strip()
