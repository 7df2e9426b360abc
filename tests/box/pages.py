"""From an address to a page: the forum's controllers, as far as a guest reaches them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.box import (
    bodies,
    markup_lists,
    markup_mobile,
    markup_notices,
    markup_posts,
    pages_around,
)
from tests.box.listings import category_of, listing_of, number
from tests.box.records import Post
from tests.box.replies import answers_on
from tests.box.site import Page
from tests.box.visit import Visit

_LOGIN_NEEDED = ("publish", "home", "inbox", "notifications", "favorite", "draft", "invitation")


def page_of(visit: Visit) -> Page:
    """The page of an address, before the server adds what does not depend on it."""
    settings = visit.world.settings
    if settings.ip_banned:
        return markup_notices.message(
            markup_notices.IP_BANNED, visit.world, visit.site, refresh=False
        )
    if settings.closed:
        return markup_notices.message(settings.closed, visit.world, visit.site, refresh=False)
    segments = visit.address.segments
    first = segments[0] if segments else ""
    if first in _LOGIN_NEEDED:
        return _members_only(visit, first)
    controller = _CONTROLLERS.get(first)
    if controller is not None:
        return controller(visit)
    if not segments or (len(segments) == 1 and "." in first):
        return _home(visit)  # junk with a dot is the home page, with status 200
    return visit.not_found()


def _members_only(visit: Visit, first: str) -> Page:
    if visit.posting:
        return markup_notices.forbidden_ajax()
    if first == "home" and len(visit.address.segments) == 1:
        return visit.redirect("explore/")
    return visit.login_wall()


def _home(visit: Visit) -> Page:
    if visit.mobile:
        return markup_mobile.front(visit.world, visit.site)
    return markup_lists.home(listing_of(visit.address.values, visit.world), visit.world, visit.site)


def _explore(visit: Visit) -> Page:
    segments, values = visit.address.segments, visit.address.values
    if segments[1:3] == ("ajax", "list"):
        listing = listing_of(values, visit.world)
        made = markup_mobile.fragment if visit.mobile else markup_lists.fragment
        return made(listing, visit.world, visit.site)
    if len(segments) > 1:
        return visit.not_found()
    wanted = values.get("category")
    if wanted and category_of(wanted, visit.world) is None:
        return visit.not_found()
    return _home(visit)


def _post(visit: Visit, kind: str) -> Post | Page:
    """The post that an address names, or the page that stands in its way."""
    post = visit.world.posts.get(f"{kind}/{number(visit.last, 0)}")
    if post is None:
        return visit.not_found()
    if post.deleted:
        return markup_notices.message(markup_notices.DELETED[kind], visit.world, visit.site)
    if post.login_only or not visit.world.settings.read_for_guests:
        return visit.login_wall()
    return post


def _article(visit: Visit) -> Page:
    if len(visit.address.segments) == 1 and "id" not in visit.address.values:
        listing = replace(listing_of(visit.address.values, visit.world), kind="article")
        return markup_lists.articles(listing, visit.world, visit.site)
    post = _post(visit, "article")
    if isinstance(post, Page):
        return post
    if visit.mobile:
        return markup_mobile.post(post, [], visit.world, visit.site)
    only = number(visit.address.values.get("item_id"), 0) or None
    return markup_posts.article(post, visit.address.page, only, visit.world, visit.site)


def _question(visit: Visit) -> Page:
    segments, values = visit.address.segments, visit.address.values
    if segments[1:2] == ("ajax",):
        return pages_around.question_ajax(visit)
    if len(segments) == 1 and "id" not in values:
        listing = replace(listing_of(values, visit.world), kind="question")
        return markup_lists.home(listing, visit.world, visit.site, "question/")
    if segments[1:2] == ("answer_comment",):
        return pages_around.answer_comments(visit)
    post = _post(visit, "question")
    if isinstance(post, Page):
        return post
    alert = _alert(post, visit)
    if isinstance(alert, Page):
        return alert
    answers = answers_on(post, values, visit.address.page, visit.world.settings)
    if visit.mobile:
        return markup_mobile.post(post, answers, visit.world, visit.site)
    return markup_posts.question(post, answers, alert, visit.world, visit.site)


def _alert(post: Post, visit: Visit) -> str | Page:
    """What stands above a merged question, or the redirect to where it went."""
    rf = visit.address.values.get("rf", "")
    link, posts = visit.site.link, visit.world.posts
    if post.merged_into is not None:
        target = posts.get(f"question/{post.merged_into}")
        if target is None or target.deleted:
            return '<div class="alert alert-warning">重定向目标问题已被删除, 将不再重定向</div>'
        if rf != "false":
            return visit.redirect(f"question/{target.id}?rf={post.id}")
        name = bodies.title(target)
        return (
            '<div class="alert alert-warning">此问题将重定向至: '
            f'<a href="{link(f"question/{target.id}?rf=false")}">{name}</a></div>'
        )
    source = posts.get(f"question/{rf}")
    if source is None:
        return ""
    name = bodies.title(source)
    return (
        '<div class="alert alert-warning">从问题 '
        f'<a href="{link(f"question/{rf}?rf=false")}">{name}</a> 重定向而来</div>'
    )


def _account(visit: Visit) -> Page:
    segments = visit.address.segments
    if visit.posting:
        return markup_notices.forbidden_ajax()
    if segments[1:2] in ((), ("login",), ("register",), ("find_password",)):
        return markup_notices.login(visit.world, visit.site)
    return visit.login_wall()


def _crond(visit: Visit) -> Page:
    """A picture that nobody sees, whose address runs the forum's jobs."""
    return Page("", type="image/gif")


def _file(visit: Visit) -> Page:
    return visit.login_wall()


def _empty(visit: Visit) -> Page:
    if "ajax" in visit.address.segments:
        return Page("")
    main = '<div class="aw-mod"><div class="mod-body"></div></div>'
    return markup_notices.simple("专栏", main, visit.world, visit.site)


def _mobile(visit: Visit) -> Page:
    inner = replace(visit.address, segments=visit.address.segments[1:])
    return page_of(replace(visit, address=inner, mobile=True))


_CONTROLLERS: dict[str, Callable[[Visit], Page]] = {
    "explore": _explore,
    "article": _article,
    "question": _question,
    "topic": pages_around.topic,
    "people": pages_around.people,
    "feed": pages_around.feed,
    "account": _account,
    "file": _file,
    "crond": _crond,
    "column": _empty,
    "feature": _empty,
    "help": _empty,
    "page": _empty,
    "search": _empty,
    "m": _mobile,
}
