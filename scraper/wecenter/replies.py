"""What stands below a post on its own page: answers to a question, comments on an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Comment, Moment, PostKind, Reply
from scraper.wecenter import bodies, dom
from scraper.wecenter.dom import Marks

_FOLD_LIMIT = re.compile(r"UNINTERESTED_COUNT\s*=\s*'?(\d{1,6})", re.ASCII)
_DEFAULT_FOLD_LIMIT = 5


@dataclass(frozen=True)
class _Item:
    """An answer or a comment on a post's page: `marks` are its own nodes by selector."""

    node: LexborNode
    id: int | None
    body: str
    marks: dict[str, list[LexborNode]]

    def first(self, selector: str) -> LexborNode | None:
        return next(iter(self.marks[selector]), None)


# surplus end tags in one of them can close the list around them all: the id tells as well
_ITEM = '.aw-feed-list .aw-item, .aw-item[id^="answer_list_"]'
_ANSWER_MARKS = (
    ".aw-best-answer",
    ".title a.aw-user-name",
    ".mod-footer .meta span.pull-right",
    "a.agree b",
    'a.aw-add-comment[data-type="answer"]',
)
_COMMENT_MARKS = (".mod-head p a", ".mod-head p", ".mod-footer .meta span.pull-right")


@dataclass(frozen=True)
class Below:
    """What stands below a post, in page order; `typed` are the mem_ids of what people wrote."""

    replies: tuple[Reply, ...]
    comments: tuple[Comment, ...]
    typed: frozenset[int]


def read(own: Marks, kind: PostKind, fetched_at: datetime | None) -> Below:
    """The answers on a question's page, or the comments on an article's."""
    if kind == "article":
        items, typed = _items(own, _COMMENT_MARKS)
        return Below((), tuple(_comment(item, fetched_at) for item in items), typed)
    limit = _FOLD_LIMIT.search(own.document.html)
    fold = max(1, int(limit[1])) if limit else _DEFAULT_FOLD_LIMIT
    items, typed = _items(own, _ANSWER_MARKS)
    answers = (_reply(item, fold, fetched_at) for item in items if item.id is not None)
    return Below(tuple(answers), (), typed)


def _items(own: Marks, selectors: Iterable[str]) -> tuple[list[_Item], frozenset[int]]:
    """The items below a post, each with its own nodes even where one has swallowed the next, and
    what is typed into them.
    """
    nodes = own.every(_ITEM)
    ids = {node.mem_id for node in nodes}
    ends: dict[int | None, list[LexborNode]] = {}
    for link in own.every('a.aw-add-comment[data-type="answer"]'):
        ends.setdefault(dom.number(dom.attribute(link, "data-id")), []).append(link)
    owners = {node.mem_id: node for node in nodes}
    typed: set[int] = set()
    found: dict[int, str] = {}
    for box in own.every(".aw-item .mod-body .markitup-box"):
        owner = dom.ancestor(box, ids)
        if box.mem_id in typed or owner is None or owner.mem_id in found:
            continue
        marks = ends.get(_item_id(owners[owner.mem_id]), [])
        body = bodies.whole(box, marks, "mod-footer", own.document.base)
        typed |= body.typed
        found[owner.mem_id] = body.html + bodies.attachments(box, own.document.base)
    marks_of = _grouped(own, selectors, ids - typed, typed)
    items = [
        _Item(n, _item_id(n), found.get(n.mem_id, ""), marks_of[n.mem_id])
        for n in nodes
        if n.mem_id not in typed
    ]
    return items, frozenset(typed)


def _grouped(
    own: Marks, selectors: Iterable[str], ids: set[int], typed: set[int]
) -> dict[int, dict[str, list[LexborNode]]]:
    """mem_id of an item → selector → its matches that are neither typed nor another item's."""
    grouped: dict[int, dict[str, list[LexborNode]]] = {i: {s: [] for s in selectors} for i in ids}
    for selector in selectors:
        for node in own.every(selector):
            owner = dom.ancestor(node, ids) if node.mem_id not in typed else None
            if owner is not None:
                grouped[owner.mem_id][selector].append(node)
    return grouped


def _item_id(node: LexborNode) -> int | None:
    own = dom.attribute(node, "id")
    return dom.number(own) if own.startswith("answer_list_") else None


def _time(item: _Item, fetched_at: datetime | None) -> Moment | None:
    found = moments.find(dom.text(item.first(".mod-footer .meta span.pull-right")))
    return moments.resolve(found, fetched_at) if found else None


def _reply(item: _Item, fold: int, fetched_at: datetime | None) -> Reply:
    link = item.first('a.aw-add-comment[data-type="answer"]')
    uninterested = dom.number(dom.attribute(item.node, "uninterested_count")) or 0
    return Reply(
        id=item.id,
        author=dom.person(item.first(".title a.aw-user-name")),
        body=item.body,
        time=_time(item, fetched_at),
        votes=dom.number(dom.text(item.first("a.agree b"))),
        best=item.first(".aw-best-answer") is not None,
        folded=dom.attribute(item.node, "force_fold") == "1" or uninterested >= fold,
        comment_count=(dom.number(dom.attribute(link, "data-comment-count")) or 0) if link else 0,
    )


def _comment(item: _Item, fetched_at: datetime | None) -> Comment:
    people = [p for p in map(dom.person, item.marks[".mod-head p a"]) if p]
    line = dom.text(item.first(".mod-head p"))
    return Comment(
        author=people[0] if people else None,
        body=item.body,
        time=_time(item, fetched_at),
        id=item.id,
        to=people[1] if len(people) > 1 and "回复" in line else None,
    )
