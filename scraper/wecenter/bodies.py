"""What people typed, cut out of a page as HTML, and kept apart from the page's own marks.

A body may be broken: a tag left open (long ones are cut in the forum's database) swallows what the
page writes after it, and a surplus end tag puts the rest of it behind its own box. So a body ends
where the page's own next part begins, wherever the parser put that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper import runaway
from scraper.wecenter import dom, urls

_ADDRESSES = ("href", "src", "data-original", "data-src")
_ADDRESSED = ", ".join(f"[{name}]" for name in _ADDRESSES)
_ATTACHMENTS = {"aw-upload-img-list", "aw-upload-file-list"}
# what the page itself writes between a body and the end of its post
_OWN = _ATTACHMENTS | {"aw-question-related-list", "meta", "mod-footer", "mod-head", "aw-mod"}


@dataclass(frozen=True)
class Body:
    """A body's HTML with absolute addresses; `typed` are the mem_ids of its nodes."""

    html: str
    typed: frozenset[int]


def cut(node: LexborNode, end: LexborNode | None, base: str | None) -> Body:
    """The content of `node`, up to `end` where the parser put that inside of it."""
    if end is None or not _is_inside(end, node):
        for inner in node.css(_ADDRESSED):
            _absolutise(inner, base)
        typed = frozenset(inner.mem_id for inner in node.traverse())
        return Body((node.inner_html or "").strip(), typed)
    before = list(takewhile(lambda inner: inner.mem_id != end.mem_id, node.traverse()))
    for inner in before:
        _absolutise(inner, base)
    return Body(_before(node, end).strip(), frozenset(inner.mem_id for inner in before))


def parse(html: str, base: str | None, selector: str) -> str | None:
    """The content of the first match in HTML that the page does not show (a comment)."""
    if runaway.is_runaway(html):
        return None
    found = LexborHTMLParser(html.encode("utf-8", "replace"), is_fragment=True).css_first(selector)
    return cut(found, None, base).html if found else None


def attachments(body: LexborNode, base: str | None) -> str:
    """The blocks of images and files that stand beside a body, in order, as HTML."""
    found = []
    sibling = body.next
    while sibling is not None:
        if sibling.is_element_node and dom.classes(sibling) & _ATTACHMENTS:
            if sibling.css_first("a") is not None:
                cut(sibling, None, base)
                found.append(sibling.html or "")
        sibling = sibling.next
    return "".join(found)


def whole(node: LexborNode, marks: Iterable[LexborNode], part: str, base: str | None) -> Body:
    """The body in the box `node`, neither more nor less than what stands before the page's own next
    part: the last of `marks` is in it, and it has the class `part`.
    """
    found = list(marks)
    body = cut(node, part_of(found, node, part), base)
    rest = _spilled(node, found[-1]) if found else []
    if not rest:
        return body
    parts = [cut(outer, None, base) for outer in rest]
    typed = body.typed.union(*(one.typed for one in parts), (outer.mem_id for outer in rest))
    return Body(body.html + "".join(outer.html or "" for outer in rest), typed)


def _spilled(node: LexborNode, mark: LexborNode) -> list[LexborNode]:
    """What stands between a body's box and the page's next part but belongs to the body, as end
    tags without a start closed the box too early.
    """
    path = {mark.mem_id}
    outer = mark.parent
    while outer is not None:
        path.add(outer.mem_id)
        outer = outer.parent
    found: list[LexborNode] = []
    level: LexborNode | None = node
    while level is not None and level.mem_id not in path:
        after = level.next
        while after is not None:
            if after.mem_id in path:
                return found
            if after.is_element_node and not dom.classes(after) & _OWN:
                found.append(after)
            elif after.is_text_node and dom.text(after):
                found.append(after)
            after = after.next
        level = level.parent
    return []  # the mark does not come after the body: it tells nothing


def part_of(marks: Iterable[LexborNode], body: LexborNode, part: str) -> LexborNode | None:
    """Where the page goes on inside a body that swallowed it, or None.

    `marks` are all places that look like the page's own next part, in document order. The page
    writes its own after the body, so the last is the real one; `part` is the class of the block
    around it.
    """
    last = None
    for mark in marks:
        last = mark
    if last is None or not _is_inside(last, body):
        return None
    found, parent = last, last.parent
    while parent is not None and parent.mem_id != body.mem_id:
        if part in dom.classes(parent):
            found = parent
        parent = parent.parent
    return found


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    return dom.ancestor(node, {outer.mem_id}) is not None


def _absolutise(node: LexborNode, base: str | None) -> None:
    for name in _ADDRESSES:
        value = node.attrs.get(name) if node.is_element_node else None
        if value:
            absolute = urls.resolve(value, base)
            if absolute != value:
                node.attrs[name] = absolute


def _before(outer: LexborNode, end: LexborNode) -> str:
    """The HTML of what `outer` holds before `end`, with the elements around it closed."""
    path = [end]
    while path[-1].parent is not None and path[-1].parent.mem_id != outer.mem_id:
        path.append(path[-1].parent)
    opened, closing = [], []
    level = outer
    for node in reversed(path):
        for sibling in dom.children(level):
            if sibling.mem_id == node.mem_id:
                break
            opened.append(sibling.html or "")
        if node.mem_id != end.mem_id:
            opened.append(_start_tag(node))
            closing.append(f"</{node.tag}>")
        level = node
    return "".join(opened) + "".join(reversed(closing))


def _start_tag(node: LexborNode) -> str:
    attributes = "".join(f' {k}="{escape(v or "")}"' for k, v in node.attributes.items())
    return f"<{node.tag}{attributes}>"
