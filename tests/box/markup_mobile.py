"""The mobile site: other markup, exact times, views of articles; ids stand in scripts only."""

from __future__ import annotations

from html import escape

from tests.box import bodies
from tests.box.listings import Listing, everything, page_of
from tests.box.markup import ANONYMOUS, avatar
from tests.box.records import Answer, Comment, Person, Post
from tests.box.site import ELAPSED, Page, Site, views_hole
from tests.box.times import full
from tests.box.world import World

_EYE = '<i class="icon icon-eye"></i>'
_PIN = '<span class="aw-set-top">顶</span>'
_CLOCK = '<i class="icon icon-clock"></i>'


def whole(title: str, main: str, world: World, site: Site) -> str:
    """The frame of a mobile page."""
    elapsed = f"<!-- Escape time: {ELAPSED} -->\n" if site.noise else ""
    return bodies.damaged(
        f"""<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>{title} - {world.settings.site}</title>
<base href="{site.home}" />
</head>
<body>
<div class="aw-header"><a href="{site.link("m/")}">{world.settings.site}</a></div>
<div class="aw-mobile-main">
{main}
</div>
{elapsed}</body>
</html>
"""
    )


def _name(person: Person | None, site: Site) -> str:
    if person is None:
        return f'<a class="aw-user-name" href="javascript:;">{ANONYMOUS}</a>'
    where = site.link(f"m/people/{person.uid}")
    return f'<a class="aw-user-name" href="{where}">{escape(person.name)}</a>'


def post(found: Post, answers: list[Answer], world: World, site: Site) -> Page:
    """The page of an article or a question, with the answers that were chosen."""
    body = bodies.served(found.body, found.kind, site, world.settings, found.attachments)
    pin = _PIN if found.pinned else ""
    topics = "".join(
        f'<input type="hidden" class="topic-input" value="{escape(topic.title)}" />'
        for topic in found.topics
    )
    scripted = f"AWS.User.{found.kind}_focus($(this), '{found.id}')"
    replies = (
        "".join(_answer(answer, world, site) for answer in answers)
        if found.kind == "question"
        else "".join(_comment(comment, site) for comment in found.comments)
    )
    word = "回复" if found.kind == "question" else "评论"
    count = len(found.answers if found.kind == "question" else found.comments)
    main = (
        f'<div class="aw-xsxq"><div class="aw-xsxq-title">{pin}{bodies.title(found)}</div>\n'
        f'<div class="aw-xsxq-author"><img src="{avatar(found.author, site)}" alt="" />'
        f"{_name(found.author, site)}</div>\n{topics}\n"
        f'<div class="aw-xsxq-article">{body}</div>\n'
        f'<div class="aw-question-footer"><span>{_EYE} {views_hole(found)}</span>'
        f"<span>{_CLOCK} {full(found.at)}</span>"
        f'<a href="javascript:;" onclick="{scripted}">关注</a></div></div>\n'
        f'<div class="aw-xsxq-count">{count} 个{word}</div>\n{replies}'
    )
    return Page(whole(bodies.title(found), main, world, site), visited=found.key)


def _answer(answer: Answer, world: World, site: Site) -> str:
    body = bodies.served(answer.body, "answer", site, world.settings, answer.attachments)
    name = escape(answer.author.name if answer.author else ANONYMOUS)
    best = '<span class="aw-best">最佳回复</span>' if answer.best else ""
    comments = site.link(f"m/question/answer_comment/answer_id-{answer.id}")
    return (
        f'<div class="aw-xsxq-hfb"><div class="aw-x-h-t"><img src="{avatar(answer.author, site)}" '
        f'alt="" />{_name(answer.author, site)}{best}'
        f"<span>{_CLOCK} {full(answer.at)}</span></div>\n"
        f'<div class="aw-x-h-c">{body}</div>\n'
        f'<a href="javascript:;" onclick="AWS.User.agree_vote($(this), \'{answer.id}\', '
        f"'{name}')\"><b>{answer.votes}</b></a>"
        f'<a href="{comments}">评论 {len(answer.comments)}</a></div>\n'
    )


def _comment(comment: Comment, site: Site) -> str:
    to = f" 回复 {_name(comment.to, site)}" if comment.to else ""
    return (
        f'<div class="aw-xsxq-hfb"><div class="aw-x-h-t">{_name(comment.author, site)}{to}'
        f"<span>{_CLOCK} {full(comment.at)}</span></div>\n"
        f'<div class="aw-x-h-c">{bodies.comment_html(comment.text)}</div></div>\n'
    )


def comments(found: tuple[Comment, ...], world: World, site: Site) -> Page:
    """The page with the comments of an answer."""
    return Page(whole("评论", "".join(_comment(c, site) for c in found), world, site))


def front(world: World, site: Site) -> Page:
    """The front page; its list is loaded by a script."""
    main = '<div class="aw-qanda-list" id="c_list"></div>'
    return Page(whole("首页", main, world, site))


def fragment(listing: Listing, world: World, site: Site) -> Page:
    """The items that the front page's script loads; `data-total` is the number of pages."""
    posts = everything(listing, world)
    pages = -(-len(posts) // listing.size)
    items = "".join(
        f'<div class="aw-qanda-div" data-total="{pages}">'
        f'<a href="{site.link(f"m/{post.key}")}">'
        f"{_PIN if post.pinned else ''}{bodies.title(post)}</a>"
        f"<div>{_name(post.author, site)} <span>{_EYE} {views_hole(post)}</span>"
        f"<span>{_CLOCK} {full(post.active)}</span></div></div>\n"
        for post in page_of(listing, posts)
    )
    return Page(bodies.damaged(items))
