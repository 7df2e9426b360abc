"""Topics, people, feeds: the parts of the forum around its posts."""

from __future__ import annotations

from datetime import UTC
from html import escape

from tests.box import bodies
from tests.box.listings import Listing, everything
from tests.box.markup import avatar, pager, person_link, topic_tags, verified, whole
from tests.box.markup_lists import item
from tests.box.records import Person, Post, Topic
from tests.box.site import Page, Site
from tests.box.world import World


def square(page: int, path: str, world: World, site: Site) -> Page:
    """The list of topics."""
    size = world.settings.square_size
    topics = list(world.topics.values())
    rows = "".join(
        f'<div class="aw-item"><p class="clearfix">{topic_tags((topic,), site)}</p>'
        f'<p class="text-color-999"><span>{_count(topic, world)} 个讨论</span>'
        "<span>1 个关注</span></p></div>\n"
        for topic in topics[(page - 1) * size : page * size]
    )
    main = f'<div class="aw-mod aw-topic-list">\n{rows}</div>' + pager(
        path, page, len(topics), size, site
    )
    return Page(whole("话题", main, "", world, site))


def _count(topic: Topic, world: World) -> int:
    return sum(any(t.id == topic.id for t in post.topics) for post in world.newest())


def topic(found: Topic, alert: str, world: World, site: Site) -> Page:
    """A topic's page: the same posts in several tabs, and among them posts of related topics."""
    ids = (found.id, *found.related)
    every = everything(Listing(topics=ids), world)
    own = everything(Listing(topics=(found.id,)), world)
    tabs = {
        "all": every,
        "best_answers": [p for p in own if any(a.best for a in p.answers)],
        "recommend": [p for p in own if p.recommended],
        "questions": [p for p in own if p.kind == "question"],
        "articles": [p for p in own if p.kind == "article"],
    }
    panes = "".join(_pane(name, posts, world, site) for name, posts in tabs.items())
    main = (
        f'<div class="aw-global-tips">{alert}</div><div class="aw-mod aw-topic-detail-title">'
        f'<div class="mod-body"><h2>{escape(found.title)}</h2></div></div>'
        f'<div class="tab-content">{panes}<div class="tab-pane" id="about">'
        "<p>这个话题还没有介绍</p></div></div>"
    )
    related = ",".join(str(number) for number in ids)
    script = f"var CONTENTS_TOPIC_ID = '{found.id}';\nvar CONTENTS_RELATED_TOPIC_IDS = '{related}';"
    return Page(whole(escape(found.title), main, "", world, site, script=script))


def _pane(name: str, posts: list[Post], world: World, site: Site) -> str:
    items = "".join(item(post, Listing(sort="hot"), world, site) for post in posts[:10])
    return (
        f'<div class="tab-pane" id="{name}"><div class="aw-mod"><div class="mod-body">'
        f'<div class="aw-common-list" id="c_{name}_list">{items}</div></div></div></div>\n'
    )


def people(page: int, world: World, site: Site) -> Page:
    """The list of members."""
    size = world.settings.list_size
    found = list(world.people.values())
    rows = "".join(
        f'<div class="aw-item"><p class="text-color-999 title">{person_link(person, site)}</p>'
        f'<p class="text-color-999 signature">{escape(person.signature)}</p></div>\n'
        for person in found[(page - 1) * size : page * size]
    )
    main = f'<div class="aw-mod aw-people-list">\n{rows}</div>' + pager(
        "people/page-{}", page, len(found), size, site
    )
    return Page(whole("用户", main, "", world, site))


def person(found: Person, world: World, site: Site) -> Page:
    """A member's page; the lists in its tabs are loaded by a script."""
    posts = [p for p in world.newest() if p.author and p.author.uid == found.uid]
    answers = sum(
        1 for p in world.newest() for a in p.answers if a.author and a.author.uid == found.uid
    )
    questions = sum(1 for post in posts if post.kind == "question")
    tabs = "".join(
        f'<li><a href="#{name}">{title}<span class="badge">{count}</span></a></li>'
        for name, title, count in (
            ("questions", "发问", questions),
            ("answers", "回复", answers),
            ("articles", "文章", len(posts) - questions),
        )
    )
    main = (
        f'<div class="aw-user-detail-box"><div class="mod-head">'
        f'<img src="{avatar(found, site, "max")}" alt="" />'
        f"<h1>{escape(found.name)}{verified(found)}</h1>"
        f'<p class="text-color-999">{escape(found.signature)}</p>'
        '<p class="meta"><span>威望: <em>0</em></span><span>赞同: <em>0</em></span>'
        "<span>感谢: <em>0</em></span></p></div></div>"
        f'<ul class="nav nav-tabs">{tabs}</ul><div class="tab-content" id="contents_user"></div>'
    )
    return Page(whole(escape(found.name), main, "", world, site))


def feed(listing: Listing, world: World, site: Site) -> Page:
    """RSS 2.0 of the newest 20 questions, with their dates in UTC. There is none of articles."""
    items = "".join(
        f"<item>\n<title>{bodies.title(post)}</title>\n<link>{site.link(post.key)}</link>\n"
        f"<description><![CDATA[{_feed_body(post, world, site)}]]></description>\n"
        f"<pubDate>{post.at.astimezone(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>\n</item>\n"
        for post in everything(listing, world)[:20]
    )
    return Page(
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">\n<channel>\n'
        f"<title>{world.settings.site}</title>\n<link>{site.home}</link>\n{items}"
        "</channel>\n</rss>\n",
        type="text/xml; charset=UTF-8",
    )


def _feed_body(post: Post, world: World, site: Site) -> str:
    return bodies.served(post.body, "question", site, world.settings, post.attachments)
