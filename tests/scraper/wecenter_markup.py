"""WeCenter's markup in small: builders of the pages that the parser's tests read.

After 3.3.1 (`all-content` shown, links by id, attachment blocks) and 3.6.0 (full body in an HTML
comment, pins); all text is made up.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from scraper.models import Forum, Page, Post
from scraper.wecenter import Parsed, parse, read

BASE = '<base href="http://forum.example/">'
# what stands after the name in a line of a listing
WROTE = "发表了文章 • 8 个评论 • 327 次浏览 • 2020-05-06 07:08"
ASKED = "发起了问题 • 1 人关注 • 0 个回复 • 9 次浏览 • 2020-05-05 06:07"
ANSWERED = "回复了问题 • 6 人关注 • 5 个回复 • 87 次浏览 • 2020-05-08 09:10"


def page(where: str, html: str, fetched: datetime | None = None) -> Page:
    """A saved page, or with `fetched` one of an archive, whose address is known."""
    url = f"http://forum.example/{where}" if fetched else None
    return Page(where, html, hashlib.sha256(html.encode()).hexdigest(), url, fetched)


def read_one(where: str, html: str, fetched: datetime | None = None) -> Parsed:
    return parse(page(where, html, fetched), base_url=None, fetched_at=None)


def forum(*pages: Page, base_url: str | None = None, fetched_at: datetime | None = None) -> Forum:
    return read(pages, base_url=base_url, fetched_at=fetched_at)


def post(result: Forum, key: str) -> Post:
    return next(post for post in result.posts if post.key == key)


def keys(*pages: Page) -> list[str]:
    return [post.key for post in forum(*pages).posts]


def codes(result: Forum) -> list[str]:
    return [note.code for note in result.notes]


def whole(body: str, head: str = BASE) -> str:
    return (
        f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>"
        f'<div class="aw-container-wrap">{body}</div></body></html>'
    )


def user(name: str, uid: int, extra: str = "") -> str:
    return f'<a class="aw-user-name {extra}" href="people/{uid}" data-id="{uid}">{name}</a>'


ANONYMOUS = '<a class="aw-user-name" href="javascript:;">匿名用户</a>'


def side_bar(author: str, status: str = "") -> str:
    module = (
        '<div class="aw-mod user-detail"><div class="mod-head"><h3>发起人</h3></div>'
        f"<dl><dd>{author}<p>签名</p></dd></dl></div>"
        if author
        else ""
    )
    related = (
        f'<div class="aw-mod"><div class="mod-head"><h3>相关用户</h3></div>{user("路人", 99)}</div>'
    )
    return f'<div class="aw-side-bar">{module}{related}{status}</div>'


def topics(kind: str, number: int, *names: str) -> str:
    tags = "".join(
        f'<span class="topic-tag" data-id="{at}">'
        f'<a class="text" href="topic/{at}">{name}</a></span>'
        for at, name in enumerate(names, 1)
    )
    return f'<div id="question_topic_editor" data-type="{kind}" data-id="{number}">{tags}</div>'


def comment(number: int, who: str, body: str, time: str = "2020-05-06 07:08") -> str:
    return (
        f'<div class="aw-item" id="answer_list_{number}"><div class="mod-head">'
        f'<a class="aw-user-img" href="people/1"><img src="a.png"></a><p>{who}</p></div>'
        f'<div class="mod-body"><div class="markitup-box">{body}</div></div>'
        '<div class="mod-footer"><div class="meta">'
        f'<span class="pull-right text-color-999">{time}</span></div></div></div>'
    )


def article(
    number: int = 12,
    body: str = "<p>正文</p>",
    *,
    title: str = "标题",
    author: str | None = None,
    time: str = "2020-05-06",
    comments: str = "",
    count: int = 0,
    head: str = BASE,
    names: tuple[str, ...] = ("IM",),
    locked: bool = False,
) -> str:
    box = "该文章目前已经被锁定, 无法添加新评论" if locked else "要回复文章请先登录"
    writer = user("作者", 3) if author is None else author
    return whole(
        topics("article", number, *names)
        + f'<div class="aw-mod aw-question-detail"><div class="mod-head">'
        f"<h1>\n {title} \n</h1></div>"
        f'<div class="mod-body"><div class="content markitup-box">{body}</div>'
        '<div class="meta clearfix"><div class="aw-article-vote pull-left disabled">'
        '<a class="agree"><b>4</b></a></div>'
        f'<span class="pull-right more-operate"><em class="text-color-999">{time}</em></span></div>'
        '</div><div class="mod-footer"></div></div>'
        f'<div class="aw-mod"><div class="mod-head common-head"><h2>{count} 个评论</h2></div>'
        f'<div class="mod-body aw-feed-list">{comments}</div></div>'
        f'<div class="aw-mod aw-article-replay-box"><p align="center">{box}</p></div>'
        + side_bar(writer),
        head,
    )


def answer(
    number: int,
    body: str = "<p>回答</p>",
    *,
    who: str | None = None,
    votes: int = 0,
    best: bool = False,
    beside: str = "",
    marks: str = 'uninterested_count="0" force_fold="0"',
    comments: int = 0,
    time: str = "2020-05-07",
) -> str:
    crown = '<div class="aw-best-answer"><i class="icon icon-bestbg"></i></div>' if best else ""
    name = user("答者", 5) if who is None else who
    return (
        f'<div class="aw-item" {marks} id="answer_list_{number}"><div class="mod-head">{crown}'
        f'<a class="anchor" name="answer_{number}"></a><a class="aw-user-img" href="people/5"></a>'
        f'<div class="title"><p>{name} - <span class="text-color-999">签名</span></p>'
        f'<p class="text-color-999 aw-agree-by">赞同来自: {user("路人", 99)}</p></div></div>'
        f'<div class="mod-body clearfix"><div class="markitup-box">\n{body}\n</div>{beside}</div>'
        f'<div class="mod-footer"><div class="meta clearfix">'
        f'<span class="text-color-999 pull-right">{time}</span>'
        f'<span class="operate"><a class="agree disabled"><b class="count">{votes}</b></a></span>'
        f'<span class="operate"><a class="aw-add-comment" data-id="{number}" data-type="answer"'
        f' data-comment-count="{comments}">{comments}</a></span></div></div></div>'
    )


def question(
    number: int = 7,
    body: str = "<p>问题</p>",
    *,
    answers: str = "",
    heading: str = "0 个回复",
    author: str | None = None,
    comments: int = 0,
    beside: str = "",
    script: str = "UNINTERESTED_COUNT = 5;",
    alert: str = "",
    head: str = BASE,
    title: str = "怎么办?",
    time: str = "2020-05-05",
    active: str = "2020-05-08 09:10",
    locked: bool = False,
) -> str:
    box = "该问题目前已经被锁定, 无法添加新回复" if locked else "要回复问题请先登录"
    status = (
        '<div class="aw-mod question-status"><h3>问题状态</h3><ul>'
        f"<li>最新活动: <span>{active}</span></li><li>浏览: <span>18</span></li>"
        "<li>关注: <span>2</span> 人</li></ul></div>"
    )
    writer = user("问者", 4) if author is None else author
    return whole(
        f'<div class="aw-global-tips">{alert}</div>'
        + topics("question", number, "IM", "SDK")
        + '<div class="aw-mod aw-question-detail aw-item"><div class="mod-head">'
        f"<h1>{title}</h1></div>"
        f'<div class="mod-body"><div class="content markitup-box">{body}</div>{beside}</div>'
        f'<div class="mod-footer"><div class="meta"><span class="text-color-999">{time}</span>'
        f'<a data-id="{number}" data-type="question" class="aw-add-comment text-color-999"'
        f' data-comment-count="{comments}">评论</a></div></div></div>'
        '<div class="aw-mod aw-question-comment"><div class="mod-head">'
        f'<ul class="nav nav-tabs aw-nav-tabs active"><h2 class="hidden-xs">{heading}</h2></ul>'
        "</div>"
        f'<div class="mod-body aw-feed-list">{answers}</div></div>'
        f'<div class="aw-mod aw-replay-box question"><p align="center">{box}</p></div>'
        + side_bar(writer, status)
        + f"<script>{script}</script>",
        head,
    )


def line(
    href: str,
    told: str,
    *,
    title: str = "标题",
    who: str | None = None,
    category: str | None = "技术交流",
    after_title: str = "",
    uid: int | None = 3,
    body: str = "",
    topic_ids: str = "1,2,",
) -> str:
    """One item of a listing; `told` is what stands after the name, from the verb on."""
    avatar = f'data-id="{uid}" href="people/{uid}"' if uid else 'href="javascript:;"'
    name = user("作者", 3) if who is None else who
    place = (
        f'<a class="aw-question-tags" href="explore/category-1">{category}</a> • '
        if category
        else ""
    )
    return (
        f'<div class="aw-item article" data-topic-id="{topic_ids}">'
        f'<a class="aw-user-name hidden-xs" {avatar} rel="nofollow"><img src="a.png"></a>'
        f'<div class="aw-question-content">\n<h4>\n<a href="{href}">{title}</a>{after_title}</h4>'
        f'<div class="pull-right hidden-xs contribute">{user("", 8)}</div>'
        f'<p>{place}{name} <span class="text-color-999">{told}</span>'
        '<span class="text-color-999 related-topic collapse"> • 来自相关话题</span></p>'
        f"{body}</div></div>"
    )


PIN = '<span style="color: #FF7F00;">置顶</span>'


def teaser(text: str, full: str | None, *, cut: bool = True, hidden: bool = False) -> str:
    """The teaser of an article in a listing; `hidden` as 3.6.0 writes the full body."""
    more = '...<a class="more" href="article/1">查看全部</a>' if cut else ""
    box = f'<div class="markitup-box"><div class="img pull-right"></div>{text}{more}</div>'
    if full is None:
        return box
    content = f'<div class="all-content collapse">{full}</div>'
    return box + (f"<!-- {content} -->" if hidden else content)


TABS = (
    '<ul class="nav nav-tabs aw-nav-tabs"><li><a href="{0}sort_type-hot__day-7">热门</a></li>'
    '<li class="active"><a href="{1}">最新</a></li></ul>'
)


def listing(*lines: str, category: str = "", number: int = 1, active: str = "") -> str:
    prefix = f"category-{category}__" if category else "category-__"
    return whole(
        TABS.format(prefix, active)
        + f'<div class="aw-common-list">{"".join(lines)}</div>'
        + '<div class="page-control"><ul class="pagination pull-right">'
        f'<li><a href="sort_type-new__page-9">9</a></li>'
        f'<li class="active"><a href="javascript:;">{number}</a></li></ul></div>'
    )
