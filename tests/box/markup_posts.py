"""The desktop pages of single posts."""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.box import bodies
from tests.box.markup import (
    pager,
    person_link,
    picture_link,
    topic_tags,
    whole,
)
from tests.box.records import Answer, Attachment, Comment, Person, Post
from tests.box.site import Page, Site, views_hole
from tests.box.times import shown
from tests.box.world import World


def article(post: Post, page: int, only: int | None, world: World, site: Site) -> Page:
    """The page of an article with up to 100 comments; `only` asks for a single one of them."""
    size = world.settings.page_size
    comments = [c for c in post.comments if only in (None, c.id)]
    part = comments[(page - 1) * size : page * size]
    time = _day(post.at, world)
    shown_comments = "".join(_comment(c, world, site) for c in part)
    pages = pager(f"article/id-{post.id}__page-{{}}", page, len(comments), size, site)
    voters = "".join(
        f'<a class="aw-user-img voter" href="{site.link(f"people/{p.uid}")}" '
        f'data-original-title="{escape(p.name)}"></a>'
        for p in post.voters
    )
    main = (
        _topics(post, site)
        + f'<div class="aw-mod aw-question-detail">\n<div class="mod-head">\n<h1>\n'
        f"{bodies.title(post)}\n</h1>\n</div>\n"
        f'<div class="mod-body">\n<div class="content markitup-box">\n'
        f"{_body(post, world, site)}\n</div>\n"
        '<div class="meta clearfix"><div class="aw-article-vote pull-left disabled">'
        f'<a href="javascript:;" class="agree"><i class="icon icon-agree"></i> <b>{post.votes}</b>'
        f'</a></div><span class="pull-right more-operate"><em class="text-color-999">{time}</em>'
        f'</span></div>\n</div>\n<div class="mod-footer"><div class="aw-article-voter">{voters}'
        "</div></div>\n</div>\n"
        f'<div class="aw-mod">\n<div class="mod-head common-head"><h2>{len(post.comments)} 个评论'
        f'</h2></div>\n<div class="mod-body aw-feed-list">\n{shown_comments}</div>\n{pages}</div>\n'
        + _reply_box(post, "文章", "aw-article-replay-box", site)
    )
    side = _author(post.author, "user-detail", site)
    return Page(whole(bodies.title(post), main, side, world, site), visited=post.key)


def question(post: Post, answers: list[Answer], alert: str, world: World, site: Site) -> Page:
    """The page of a question with the answers that were chosen; no pager for guests."""
    shown_answers = "".join(_answer(answer, world, site) for answer in answers)
    related = "".join(
        f'<li><a href="{escape(url)}" rel="nofollow" target="_blank">{escape(url)}</a></li>'
        for url in post.related_links
    )
    links = f'<div class="aw-question-related-list"><ul>{related}</ul></div>\n' if related else ""
    count = len(post.comments)
    main = (
        f'<div class="aw-global-tips">{alert}</div>\n'
        + _topics(post, site)
        + '<div class="aw-mod aw-question-detail aw-item">\n<div class="mod-head">\n<h1>\n'
        f"{bodies.title(post)}\n</h1>\n</div>\n"
        f'<div class="mod-body">\n<div class="content markitup-box">\n'
        f"{_body(post, world, site)}\n</div>\n{links}</div>\n"
        '<div class="mod-footer">\n<div class="meta">\n'
        f'<span class="text-color-999">{_day(post.at, world)}</span>\n'
        f'<a data-id="{post.id}" data-type="question" class="aw-add-comment text-color-999" '
        f'data-comment-count="{count}"><i class="icon icon-comment"></i>'
        f"{f'{count} 条评论' if count else '添加评论'}</a>\n</div>\n</div>\n</div>\n"
        '<div class="aw-mod aw-question-comment">\n<div class="mod-head">'
        f'<ul class="nav nav-tabs aw-nav-tabs active"><h2 class="hidden-xs">{len(post.answers)} '
        f'个回复</h2></ul></div>\n<div class="mod-body aw-feed-list">\n{shown_answers}</div>\n'
        "</div>\n" + _reply_box(post, "问题", "question", site)
    )
    side = _author(post.author, "", site) + _status(post, world)
    page = whole(bodies.title(post), main, side, world, site)
    return Page(page, visited=post.key)


def _day(at: datetime, world: World) -> str:
    return shown(at, world.now, day=True, never_relative=not world.settings.relative_times)


def _topics(post: Post, site: Site) -> str:
    return (
        f'<div class="aw-mod aw-topic-bar" id="question_topic_editor" data-type="{post.kind}" '
        f'data-id="{post.id}">\n<div class="tag-bar clearfix">{topic_tags(post.topics, site)}'
        "</div>\n</div>\n"
    )


def _body(post: Post, world: World, site: Site) -> str:
    """The body and, up to 3.3, inside of the same box, what was attached beside it."""
    body = bodies.served(post.body, post.kind, site, world.settings, post.attachments)
    css = "img-polaroid" if post.kind == "article" else "img-thumbnail"
    return body + attachments(post.body, post.attachments, css, site)


def attachments(body: str, files: tuple[Attachment, ...], css: str, site: Site) -> str:
    """The blocks of attachments that do not stand in the text; 3.6 shows none."""
    if site.variant != "3.3":
        return ""
    placed = bodies.placed_ids(body)
    images = "".join(
        f'<a href="{site.origin}{f.path}" target="_blank" data-fancybox-group="thumb" '
        f'rel="lightbox"><img src="{site.origin}{f.path}" class="{css}" '
        f'alt="{escape(f.name)}" /></a>'
        for f in files
        if f.image and f.id not in placed
    )
    others = "".join(
        f'<li><a href="{site.link(bodies.download(f.name, site.origin + f.path))}">'
        f'<i class="icon icon-attach"></i>{escape(f.name)}</a></li>'
        for f in files
        if not f.image and f.id not in placed
    )
    found = f'<div class="aw-upload-img-list">{images}</div>' if images else ""
    return found + (f'<ul class="aw-upload-file-list">{others}</ul>' if others else "")


def _author(author: Person | None, css: str, site: Site) -> str:
    if author is None:
        return ""
    return (
        f'<div class="aw-mod {css}"><div class="mod-head"><h3>发起人</h3></div>'
        f'<div class="mod-body"><dl><dt class="pull-left aw-border-radius-5">'
        f"{picture_link(author, site, '')}</dt>"
        f'<dd class="pull-left">{person_link(author, site)}<p>{escape(author.signature)}</p></dd>'
        "</dl></div></div>\n"
    )


def _status(post: Post, world: World) -> str:
    never = not world.settings.relative_times
    blue = '<span class="aw-text-color-blue">'
    return (
        '<div class="aw-mod question-status"><div class="mod-head"><h3>问题状态</h3></div>'
        f'<div class="mod-body"><ul><li>最新活动: {blue}'
        f"{shown(post.active, world.now, never_relative=never)}</span></li>"
        f"<li>浏览: {blue}{views_hole(post)}</span></li>"
        f"<li>关注: {blue}{post.followers}</span> 人</li></ul></div></div>"
    )


def _reply_box(post: Post, name: str, css: str, site: Site) -> str:
    if post.locked:
        text = f"该{name}目前已经被锁定, 无法添加新回复"
    else:
        text = (
            f'要回复{name}请先<a href="{site.link("account/login/")}">登录</a>或'
            f'<a href="{site.link("account/register/")}">注册</a>'
        )
    return f'<div class="aw-mod aw-replay-box {css}"><p align="center">{text}</p></div>'


def _answer(answer: Answer, world: World, site: Site) -> str:
    crown = '<div class="aw-best-answer"><i class="icon icon-bestbg"></i></div>\n'
    signature = answer.author.signature if answer.author else ""
    said = f' - <span class="text-color-999">{escape(signature)}</span>' if signature else ""
    body = bodies.served(answer.body, "answer", site, world.settings, answer.attachments) + (
        "\n</div>\n" + attachments(answer.body, answer.attachments, "img-thumbnail", site)
    )
    source = f'<i class="icon icon-{answer.posted_from}"></i>' if answer.posted_from else ""
    count = len(answer.comments)
    return (
        f'<div class="aw-item" uninterested_count="{answer.uninterested}" '
        f'force_fold="{int(answer.folded)}" id="answer_list_{answer.id}">\n<div class="mod-head">\n'
        f'{crown if answer.best else ""}<a class="anchor" name="answer_{answer.id}"></a>\n'
        f"{picture_link(answer.author, site, 'aw-user-img aw-border-radius-5')}\n"
        f'<div class="title"><p>{person_link(answer.author, site)}{said}{source}</p>'
        f"{_voters(answer.voters, site)}</div>\n</div>\n"
        f'<div class="mod-body clearfix">\n<div class="markitup-box">\n{body}</div>\n'
        '<div class="mod-footer">\n<div class="meta clearfix">\n'
        f'<span class="text-color-999 pull-right">{_day(answer.at, world)}</span>\n'
        '<span class="operate"><a class="agree disabled"><i class="icon icon-agree"></i> '
        f'<b class="count">{answer.votes}</b></a></span>\n'
        f'<span class="operate"><a class="aw-add-comment" data-id="{answer.id}" '
        f'data-type="answer" data-comment-count="{count}" href="javascript:;">'
        f'<i class="icon icon-comment"></i> {count or "添加评论"}</a></span>\n</div>\n</div>\n'
        "</div>\n"
    )


def _voters(voters: tuple[Person, ...], site: Site) -> str:
    names = "".join(
        person_link(person, site, "collapse" if at >= 5 else "") for at, person in enumerate(voters)
    )
    hidden = "" if voters else " collapse"
    return f'<p class="text-color-999 aw-agree-by{hidden}">赞同来自: {names}</p>'


def _comment(comment: Comment, world: World, site: Site) -> str:
    """A comment on an article; its ids look like those of answers."""
    who = person_link(comment.author, site)
    if comment.to is not None:
        who += f" 回复 {person_link(comment.to, site)}"
    time = shown(comment.at, world.now, never_relative=not world.settings.relative_times)
    return (
        f'<div class="aw-item" id="answer_list_{comment.id}">\n<div class="mod-head">\n'
        f"{picture_link(comment.author, site, 'aw-user-img aw-border-radius-5')}\n<p>{who}</p>\n"
        f'</div>\n<div class="mod-body"><div class="markitup-box">'
        f"{bodies.comment_html(comment.text)}</div></div>\n"
        '<div class="mod-footer"><div class="meta">'
        f'<span class="pull-right text-color-999">{time}</span></div></div>\n</div>\n'
    )
