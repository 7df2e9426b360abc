"""The pages of single posts: articles with their comments, questions with their answers."""

from __future__ import annotations

import re
from datetime import datetime

from selectolax.lexbor import LexborNode

from scraper import moments
from scraper.models import Counts, Moment, Person, PostKind
from scraper.wecenter import bodies, dom, replies, urls
from scraper.wecenter.dom import Document, Marks
from scraper.wecenter.found import Detail

_HEADING = re.compile(r"(\d{1,9})\s*个(?:评论|回复)", re.ASCII)
_NOTICE = re.compile("重定向|合并|跳转至")
# both boxes stand where the form for an answer or a comment would be
_REPLY_BOX = ".aw-replay-box, .aw-article-replay-box"
_LOCKED = ("该问题目前已经被锁定", "该文章目前已经被锁定")


def read(document: Document, kind: PostKind, number: int, fetched_at: datetime | None) -> Detail:
    """Everything that one page says about its post."""
    body, own = _body(document, kind)
    below = replies.read(own, kind, fetched_at)
    said = Marks(document, own.typed | below.typed)  # by the forum alone
    notices = [n for n in said.every(".aw-global-tips .alert") if _NOTICE.search(_told(n))]
    return Detail(
        page=document.page,
        number=_page_number(document),
        line=dom.line_of(document.html, "question_topic_editor"),
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
        replies=below.replies,
        comments=below.comments,
        notices=tuple(map(dom.text, notices)),
        # the page's own box comes after all that people wrote
        locked=dom.text(next(reversed(said.every(_REPLY_BOX)), None)).startswith(_LOCKED),
        merged_into=next(filter(None, (_target(n, document, number) for n in notices)), None),
    )


def _body(document: Document, kind: PostKind) -> tuple[str | None, Marks]:
    node = document.first(".aw-question-detail .content.markitup-box")
    if node is None:
        return None, Marks(document, frozenset())
    if kind == "article":
        body = bodies.whole(node, document.every(".aw-article-vote"), "meta", document.base)
    else:
        marks = document.every('a.aw-add-comment[data-type="question"]')
        body = bodies.whole(node, marks, "mod-footer", document.base)
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


def _told(alert: LexborNode) -> str:
    """What the forum itself says in an alert: its links have titles for text."""
    return " ".join(dom.text(part) for part in dom.children(alert) if part.tag != "a")


def _target(alert: LexborNode, document: Document, number: int) -> str | None:
    """The question that this one now leads to, unless the notice says that it is gone."""
    if "被删除" in _told(alert):
        return None
    link = dom.post_link(alert, document)
    return f"question/{link.id}" if link and link.kind == "question" and link.id != number else None


def _page_number(document: Document) -> int:
    """Guests get no pager on question pages, so the address must do where the page is silent."""
    page = document.page
    return dom.page_number(document) or urls.page_number(page.url or page.where) or 1
