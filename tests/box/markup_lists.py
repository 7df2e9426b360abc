"""Listings: the usual one (home, categories, AJAX) and the one of articles."""

from __future__ import annotations

from html import escape

from tests.box import bodies
from tests.box.listings import Listing, everything, page_of
from tests.box.markup import ANONYMOUS, pager, person_link, picture_link, topic_tags, whole
from tests.box.records import Post
from tests.box.site import Page, Site, views_hole
from tests.box.times import shown
from tests.box.world import World

PIN = ' <span style="color: #FF7F00;">置顶</span>'


def home(listing: Listing, world: World, site: Site, at: str = "") -> Page:
    """A whole listing page. `at` is `question/` for the list of questions, else the root."""
    posts = everything(listing, world)
    items = "".join(item(post, listing, world, site) for post in page_of(listing, posts))
    main = (
        _tabs(listing, at, world, site)
        + '<div class="aw-mod aw-explore-list"><div class="mod-body">'
        + f'<div class="aw-common-list">\n{items}</div></div><div class="mod-footer">'
        + pager(_pages(listing, at), listing.page, len(posts), listing.size, site)
        + "</div></div>"
    )
    name = escape(listing.category.name) if listing.category else "发现"
    return Page(whole(name, main, _side(world, site), world, site))


def fragment(listing: Listing, world: World, site: Site) -> Page:
    """The items alone, as scripts load them; 0 bytes where there are no more."""
    posts = page_of(listing, everything(listing, world))
    items = "".join(item(post, listing, world, site) for post in posts)
    return Page(bodies.damaged(items))


def _tabs(listing: Listing, at: str, world: World, site: Site) -> str:
    category = f"category-{listing.category.id}__" if listing.category else ""

    def tab(path: str, name: str, active: bool) -> str:
        css = ' class="active"' if active else ""
        return f'<li{css}><a href="{site.link(at + path)}">{name}</a></li>'

    tabs = tab(f"{category}sort_type-unresponsive", "等待回复", listing.sort == "unresponsive")
    tabs += tab(f"{category}sort_type-hot__day-7", "热门", listing.sort == "hot")
    tabs += tab(f"{category}is_recommend-1", "推荐", listing.recommended)
    newest = listing.sort == "new" and not listing.recommended
    path = f"sort_type-new__{category}day-0__is_recommend-0"
    tabs += tab(path, "最新", newest)
    menu = "".join(
        f'<a href="{site.link(f"explore/category-{c.token or c.id}")}">{escape(c.name)}</a> '
        for c in world.categories.values()
    )
    return (
        f'<div class="aw-nav-category">{menu}</div>'
        '<ul class="nav nav-tabs aw-nav-tabs active hidden-xs">'
        f'{tabs}<h2 class="hidden-xs"><i class="icon icon-list"></i> 发现</h2></ul>'
    )


def _pages(listing: Listing, at: str) -> str:
    category = f"category-{listing.category.id}__" if listing.category else ""
    recommended = int(listing.recommended)
    return (
        f"{at}sort_type-{listing.sort}__{category}day-{listing.day}"
        f"__is_recommend-{recommended}__page-{{}}"
    )


def _side(world: World, site: Site) -> str:
    links = "".join(
        f"<dl><dd>{topic_tags((topic,), site)}</dd></dl>"
        for topic in list(world.topics.values())[:5]
    )
    return f'<div class="aw-mod aw-text-align-justify"><h3>热门话题</h3>{links}</div>'


def item(post: Post, listing: Listing, world: World, site: Site) -> str:
    """One item of a listing."""
    css = " article" if post.kind == "article" else "" if post.answers else " active"
    ids = "".join(f"{topic.id}," for topic in post.topics)
    pin = PIN if post.pinned and listing.sort == "new" and not listing.recommended else ""
    reward = f' <span class="rewards">{post.reward}</span>' if post.reward else ""
    category = _category(post, listing, site)
    return (
        f'<div class="aw-item{css}" data-topic-id="{ids}">\n'
        f"{picture_link(post.author, site, 'aw-user-name hidden-xs')}\n"
        f'<div class="aw-question-content">\n<h4>\n<a href="{site.link(post.key)}">'
        f"{bodies.title(post)}</a>{pin}{reward}\n</h4>\n{_contributors(post, site)}"
        f"<p>\n{category}{_told(post, world, site)}\n"
        '<span class="text-color-999 related-topic collapse"> • 来自相关话题</span>\n</p>\n'
        f"{_teaser(post, world, site)}</div>\n</div>\n"
    )


def _category(post: Post, listing: Listing, site: Site) -> str:
    own = post.category
    if own is None or (listing.category and listing.category.id == own.id):
        return ""
    where = site.link(f"explore/category-{own.token or own.id}")
    return f'<a class="aw-question-tags" href="{where}">{escape(own.name)}</a>\n• '


def _told(post: Post, world: World, site: Site) -> str:
    """Who did what when: for an answered question the last answer, not the question."""
    settings = world.settings
    time = shown(post.active, world.now, never_relative=not settings.relative_times)
    views = views_hole(post)
    if post.kind == "article":
        told = f"发表了文章 • {len(post.comments)} 个评论 • {views} 次浏览 • {time}"
        return _line(person_link(post.author, site), told)
    last = max(post.answers, key=lambda answer: answer.at, default=None)
    verb = "回复了问题" if last else "发起了问题"
    person = person_link(last.author if last else post.author, site)
    counts = f"{post.followers} 人关注 • {len(post.answers)} 个回复 • {views} 次浏览"
    return _line(person, f"{verb} • {counts} • {time}")


def _line(person: str, told: str) -> str:
    return f'{person} <span class="text-color-999">{told}</span>'


def _contributors(post: Post, site: Site) -> str:
    people = dict.fromkeys(answer.author for answer in post.answers if answer.author)
    if not people:
        return ""
    pictures = "".join(picture_link(p, site, "aw-user-name") for p in list(people)[:5])
    return (
        '<div class="pull-right hidden-xs contribute">'
        f'<span class="pull-right text-color-999">贡献</span>{pictures}</div>\n'
    )


def _teaser(post: Post, world: World, site: Site) -> str:
    """The summary and, hidden in one way or the other, the full body of an article."""
    if post.kind == "question":
        return ""
    text, is_cut = bodies.summary(post.body)
    more = f' ...<a class="more" href="{site.link(post.key)}">查看全部</a>' if is_cut else ""
    box = f'<div class="markitup-box">\n<div class="img pull-right"></div>\n{text}{more}\n</div>\n'
    if post.login_only:
        return box
    body = bodies.served(post.body, "list", site, world.settings, post.attachments)
    cover = f'<img src="{site.origin}{post.cover}" alt="" />' if post.cover else ""
    if site.variant == "3.6":
        cover = ""
    full = f'<div class="collapse all-content">\n{body}{cover}</div>'
    # the comment ends where a body that contains its end says so
    return f"{box}<!-- {full} -->\n" if site.variant == "3.6" else f"{box}{full}\n"


def articles(listing: Listing, world: World, site: Site) -> Page:
    """The list of articles, with its layout of its own."""
    posts = everything(listing, world)
    items = "".join(_article(post, world, site) for post in page_of(listing, posts))
    category = f"category-{listing.category.id}__" if listing.category else ""
    main = f'<div class="aw-mod aw-article-list">\n{items}</div>' + pager(
        f"article/{category}page-{{}}", listing.page, len(posts), listing.size, site
    )
    return Page(whole("文章", main, _side(world, site), world, site))


def _article(post: Post, world: World, site: Site) -> str:
    name = escape(post.author.name) if post.author else ANONYMOUS
    time = shown(post.at, world.now, never_relative=not world.settings.relative_times)
    text, _ = bodies.summary(post.body)
    body = bodies.served(post.body, "list", site, world.settings, post.attachments)
    return (
        f'<div class="aw-item">\n{picture_link(post.author, site, "aw-user-name")}\n'
        f'<h2><a href="{site.link(post.key)}">{bodies.title(post)}</a></h2>\n'
        f'<div class="tag-bar">{topic_tags(post.topics, site)}</div>\n'
        f'<div id="detail_{post.id}"><div class="hide-content markitup-box">{text} '
        '<a class="more" href="javascript:;">查看全部 »</a></div></div>\n'
        f'<div id="detail_more_{post.id}" class="markitup-box collapse">{body}'
        '<a class="more" href="javascript:;">收起 «</a></div>\n'
        f'<div class="mod-footer">{name} 发表于 : {time} '
        f'<a href="{site.link(post.key)}">评论 ({len(post.comments)})</a></div>\n</div>\n'
    )
