"""What kind of page a saved page is, by what is in it, never by its file's name."""

from __future__ import annotations

import re
from typing import Literal

from scraper.wecenter import dom
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Kind

# a notice of closing may speak of what is deleted, too: what is deleted must be what was asked for
_DELETED = re.compile(
    r"(?:^\W*|(?:^|\W)(?:\w{0,8}的)?(?:该|此|本|这[个篇条])?"
    r"(?:问题|文章|帖子|主题|话题|用户|专题|专栏|回复|回答|答案|评论|页面|内容))"
    r"(?:不存在|已经?被?\w{0,6}删除|被\w{0,6}删除)"
)
_BOX = ".aw-error-box"
_MARKS: tuple[tuple[Kind, str], ...] = (
    ("listing", ".aw-common-list, .aw-article-list, .aw-item .aw-question-content h4 a"),
    ("mobile", ".aw-xsxq-title, .aw-xsxq-article, .aw-qanda-div"),
    ("not-found", "body.aw-404"),
    ("login", ".aw-login-box, form#login_form"),
    ("message", _BOX),
    ("other", ".aw-container-wrap, .aw-top-menu-wrap"),
    (
        "remarks",
        "ul > li p.clearfix a.aw-user-name, ul > li a.aw-user-name ~ div p.clearfix",
    ),
)


def kind_of(document: Document) -> Kind:
    """The kind of a page. What people typed into an article cannot make it another kind."""
    if found := post_of(document):
        return found[0]
    for kind, selector in _MARKS:
        if any(not dom.is_typed(node) for node in document.every(selector)):
            return _message(document) if kind == "message" else kind
    return "foreign"


def post_of(document: Document) -> tuple[Literal["article", "question"], int] | None:
    """Kind and id of the post whose own page this is."""
    for node in document.every("#question_topic_editor[data-type][data-id]"):
        number = dom.number(dom.attribute(node, "data-id"))
        kind = dom.attribute(node, "data-type")
        if number and not dom.is_typed(node):
            if kind == "article":
                return "article", number
            if kind == "question":
                return "question", number
    return None


def message(document: Document) -> str:
    """What a message page says."""
    box = next((node for node in document.every(_BOX) if not dom.is_typed(node)), None)
    strong = box.css_first("strong") if box else None
    return dom.text(strong) or dom.text(box)


def _message(document: Document) -> Kind:
    return "deleted" if _DELETED.search(message(document)) else "message"
