"""The frame of all desktop pages, and the small pieces that many of them share."""

from __future__ import annotations

from html import escape

from tests.box.bodies import damaged
from tests.box.records import Person, Topic
from tests.box.site import CRON, ELAPSED, Site
from tests.box.world import World

NO_AVATAR = "static/common/avatar-max-img.png"
ANONYMOUS = "匿名用户"


def whole(
    title: str, main: str, side: str, world: World, site: Site, *, head: str = "", script: str = ""
) -> str:
    """A page with its header, side bar and footer, after the filter that damages content."""
    elapsed = f"<!-- Escape time: {ELAPSED} -->\n" if site.noise else ""
    return damaged(f"""<!DOCTYPE html>
<html>
<head>
{_head(title, world, site)}{head}
</head>
<body>
{_menu(world, site)}
<div class="aw-container-wrap"><div class="container"><div class="row">
<div class="aw-content-wrap clearfix">
<div class="col-sm-12 col-md-9 aw-main-content">
{main}
</div>
<div class="col-sm-12 col-md-3 aw-side-bar hidden-sm hidden-xs">
{side}
</div>
</div></div></div></div>
{_footer(world, site)}
<script type="text/javascript">{script}</script>
{elapsed}</body>
</html>
""")


def _head(title: str, world: World, site: Site) -> str:
    return f"""<meta content="text/html;charset=utf-8" http-equiv="Content-Type" />
<meta name="renderer" content="webkit" />
<title>{title} - {world.settings.site}</title>
<base href="{site.home}" /><!--[if IE]></base><![endif]-->
<link href="static/css/default/common.css?v=20200729" rel="stylesheet" type="text/css" />
<script type="text/javascript">
var G_BASE_URL = '{site.home.rstrip("/")}';
var G_UPLOAD_URL = '{site.origin}uploads';
var UNINTERESTED_COUNT = '{world.settings.fold_limit}';
</script>"""


def _menu(world: World, site: Site) -> str:
    return f"""<div class="aw-top-menu-wrap"><div class="container">
<div class="aw-logo hidden-xs"><a href="{site.home}">{world.settings.site}</a></div>
<div class="aw-top-nav navbar"><ul class="nav navbar-nav">
<li><a href="{site.home}">动态</a></li>
<li><a href="{site.link("question/")}">问题</a></li>
<li><a href="{site.link("article/")}">文章</a></li>
<li><a href="{site.link("topic/")}">话题</a></li>
<li><a href="{site.link("people/")}">用户</a></li></ul></div>
<div class="aw-user-nav"><a href="{site.link("account/login/")}">登录</a></div>
</div></div>"""


def _footer(world: World, site: Site) -> str:
    """With what admins add, and the picture by which each visitor runs the forum's jobs."""
    friends = (
        '<div class="aw-friend-links">友情链接: <a href="https://example.org/" rel="nofollow">'
        "示例网</a></div>"
        if world.settings.friend_links
        else ""
    )
    cron = (
        f'\n<script>document.write(\'<img src="{site.home}crond/run/{CRON}" width="1" '
        f'height="1" />\');</script>'
        if site.noise
        else ""
    )
    rights = f"Copyright © {world.settings.site}"
    return f'<div class="aw-footer-wrap"><div class="aw-footer">{rights}{friends}</div></div>{cron}'


def avatar(person: Person | None, site: Site, size: str = "mid") -> str:
    """The address of somebody's picture; its query is random."""
    if person is None:
        return NO_AVATAR
    number = f"{person.uid:09d}"
    path = f"{number[:3]}/{number[3:5]}/{number[5:7]}/{number[7:]}_avatar_{size}.jpg"
    return f"{site.origin}uploads/avatar/{path}{site.random()}"


def person_link(person: Person | None, site: Site, extra: str = "") -> str:
    """A name that leads to its person; an anonymous one leads nowhere and has no id."""
    css = f"aw-user-name {extra}".strip()
    if person is None:
        return f'<a class="{css}" href="javascript:;">{ANONYMOUS}</a>'
    return (
        f'<a class="{css}" href="{site.link(f"people/{person.uid}")}" '
        f'data-id="{person.uid}">{escape(person.name)}</a>{verified(person)}'
    )


def verified(person: Person) -> str:
    """The mark of a verified member."""
    if not person.verified:
        return ""
    extra = " i-ve" if person.verified == "enterprise" else ""
    return f'<i class="icon icon-v{extra}"></i>'


def picture_link(person: Person | None, site: Site, css: str) -> str:
    """An avatar that leads to its person."""
    where = site.link(f"people/{person.uid}") if person else "javascript:;"
    number = f' data-id="{person.uid}"' if person else ""
    return (
        f'<a class="{css}"{number} href="{where}" rel="nofollow">'
        f'<img src="{avatar(person, site, "max")}" alt="" /></a>'
    )


def topic_tags(topics: tuple[Topic, ...], site: Site) -> str:
    """The tags of a post or of a topic itself."""
    return "".join(
        f'<span class="topic-tag" data-id="{topic.id}">'
        f'<a class="text" href="{site.link(f"topic/{topic.id}")}">{escape(topic.title)}</a></span>'
        for topic in topics
    )


def pager(path: str, page: int, total: int, size: int, site: Site) -> str:
    """The pager of a list; `path` has `{}` where the number goes.

    Nobody checks the number that was asked for, so beyond the end it leads to the page before.
    """
    last = max(1, -(-total // size))
    if last == 1 and page == 1:
        return ""

    def entry(number: int, text: str) -> str:
        return f'<li><a href="{site.link(path.format(number))}">{text}</a></li>'

    numbers = range(max(1, page - 4), min(last, page + 4) + 1)
    cells = [entry(1, "&lt;&lt;")] if page > 5 else []
    cells += [entry(page - 1, "&lt;")] if page > 1 else []
    cells += [
        f'<li class="active"><a href="javascript:;">{n}</a></li>' if n == page else entry(n, str(n))
        for n in numbers
    ]
    cells += [entry(page + 1, "&gt;")] if page < last else []
    cells += [entry(last, "&gt;&gt;")] if page + 4 < last else []
    return (
        f'<div class="page-control"><ul class="pagination pull-right">{"".join(cells)}</ul></div>'
    )
