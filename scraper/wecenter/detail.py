"""The pages of single posts: articles with their comments, questions with their answers."""

from __future__ import annotations

import re
from datetime import datetime

from scraper import moments
from scraper.models import Counts, Moment, Person, PostKind
from scraper.wecenter import bodies, dom, replies
from scraper.wecenter.dom import Document, Marks
from scraper.wecenter.found import Detail

_HEADING = re.compile(r"(\d{1,9})\s*个(?:评论|回复)", re.ASCII)
_MERGED = ("重定向", "合并")
_PAGE_IN_PATH = re.compile(r"(?<![a-z])page[-=](\d{1,6})", re.ASCII)


def read(document: Document, kind: PostKind, number: int, fetched_at: datetime | None) -> Detail:
    """Everything that one page says about its post."""
    body, own = _body(document, kind)
    answers, comments = replies.read(own, kind, fetched_at)
    alerts = [dom.text(node) for node in own.every(".aw-global-tips .alert")]
    return Detail(
        page=document.page,
        number=_page_number(document),
        line=dom.line_of(document.page.html, "question_topic_editor"),
        root=document.root,
        kind=kind,
        id=number,
        title=dom.text(own.first(".aw-question-detail .mod-head h1")),
        topics=dom.topics(own.every("#question_topic_editor .topic-tag a.text")),
        author=_author(own),
        body=body,
        published=_published(own, kind, fetched_at),
        counts=_counts(own, kind),
        active=_status_time(own, fetched_at),
        replies=answers,
        comments=comments,
        notices=tuple(t for t in alerts if any(word in t for word in _MERGED)),
    )


def _body(document: Document, kind: PostKind) -> tuple[str | None, Marks]:
    node = document.first(".aw-question-detail .content.markitup-box")
    if node is None:
        return None, Marks(document, frozenset())
    if kind == "article":
        end = bodies.part_of(document.every(".aw-article-vote"), node, "meta")
    else:
        marks = document.every('a.aw-add-comment[data-type="question"]')
        end = bodies.part_of(marks, node, "mod-footer")
    body = bodies.cut(node, end, document.base)
    html = body.html + bodies.attachments(node, document.base)
    related = node.parent.css_first(".aw-question-related-list ul") if node.parent else None
    if related is not None and related.mem_id not in body.typed:
        html += f"<h3>相关链接</h3>{related.html}"
    return html, Marks(document, body.typed)


def _author(own: Marks) -> Person | None:
    """Whom the side bar names. A page with a side bar but no such module is an anonymous post's."""
    if own.first(".aw-side-bar") is None:
        return None
    for module in own.every(".aw-side-bar .aw-mod"):
        heading = dom.text(module.css_first("h3"))
        if "user-detail" in dom.classes(module) or "发起人" in heading or not heading:
            for link in module.css("a.aw-user-name"):
                if found := dom.person(link):
                    return found
    return Person(dom.ANONYMOUS)


def _published(own: Marks, kind: PostKind, fetched_at: datetime | None) -> Moment | None:
    selector = (
        ".aw-question-detail .meta em.text-color-999"
        if kind == "article"
        else ".aw-question-detail .mod-footer .meta > span.text-color-999"
    )
    for node in own.every(selector):
        if found := moments.find(dom.text(node)):
            return moments.resolve(found, fetched_at)
    return None


def _status(own: Marks, label: str) -> str:
    """The value after a label in the side bar's state of the question."""
    texts = (dom.text(node) for node in own.every(".question-status li"))
    return next((t[len(label) :].lstrip(" :：") for t in texts if t.startswith(label)), "")


def _status_time(own: Marks, fetched_at: datetime | None) -> Moment | None:
    found = moments.find(_status(own, "最新活动"))
    return moments.resolve(found, fetched_at) if found else None


def _counts(own: Marks, kind: PostKind) -> Counts:
    headings = (dom.text(node) for node in own.every(".mod-head h2"))
    found = next((m for m in map(_HEADING.fullmatch, headings) if m), None)
    total = int(found[1]) if found else None
    if kind == "article":
        votes = dom.number(dom.text(own.first(".aw-article-vote b")))
        return Counts(comments=total, votes=votes)
    link = own.first('a.aw-add-comment[data-type="question"]')
    return Counts(
        views=dom.number(_status(own, "浏览")),
        replies=total,
        comments=dom.number(dom.attribute(link, "data-comment-count")) if link else None,
        followers=dom.number(_status(own, "关注")),
    )


def _page_number(document: Document) -> int:
    """Guests get no pager on question pages, so the address must do where the page is silent."""
    in_path = _PAGE_IN_PATH.search(document.page.where)
    return dom.page_number(document) or (int(in_path[1]) if in_path else 1)
