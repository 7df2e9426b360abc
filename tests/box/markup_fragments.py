"""What scripts load: comments as pieces of HTML, people and topics as JSON."""

from __future__ import annotations

import json
import re
from html import escape

from tests.box.bodies import comment_html, damaged, summary
from tests.box.markup import ANONYMOUS, NO_AVATAR, person_link, picture_link
from tests.box.records import Comment, Person, Post
from tests.box.site import Page, Site
from tests.box.times import full, shown
from tests.box.world import World

_URL = re.compile(r"(^|[\s>])(https?://[^\s<]+)")
_MENTION = re.compile(r"@([^\s@<,:：，。]+)")
_LONGEST = 30


def comments(found: tuple[Comment, ...], world: World, site: Site) -> Page:
    """The comments of a question or an answer, all at once; 0 bytes where there are none."""
    items = "".join(_comment(comment, world, site) for comment in found)
    return Page(damaged(f"<ul>\n{items}</ul>\n") if found else "")


def _comment(comment: Comment, world: World, site: Site) -> str:
    time = shown(comment.at, world.now, never_relative=not world.settings.relative_times)
    author = person_link(comment.author, site, "author")
    if comment.author is None:
        author = f'<a class="aw-user-name author">{ANONYMOUS}</a>'
    text = _linked(comment_html(comment.text), world, site)
    return (
        f"<li>\n{picture_link(comment.author, site, 'aw-user-name')}\n<div>\n"
        f'<p class="clearfix">{author} • <span class="text-color-999">{time}</span></p>\n'
        f'<p class="clearfix">{text}</p>\n</div>\n</li>\n'
    )


def _linked(html: str, world: World, site: Site) -> str:
    """Mentions and bare addresses as links; the text of a long address loses its middle."""
    names = {person.name: person for person in world.people.values()}

    def mention(found: re.Match[str]) -> str:
        person = names.get(found[1])
        if person is None:
            return found[0]
        where = site.link(f"people/{person.uid}")
        return f'<a href="{where}" class="aw-user-name" data-id="{person.uid}">{found[0]}</a>'

    def address(found: re.Match[str]) -> str:
        url = found[2]
        text = f"{url[:22]} ... {url[-7:]}" if len(url) > _LONGEST else url
        return f'{found[1]}<a href="{url}" rel="nofollow" target="_blank">{text}</a>'

    return _URL.sub(address, _MENTION.sub(mention, html))


def as_json(value: object) -> Page:
    """JSON, said to be HTML."""
    return Page(json.dumps(value))


def person_info(person: Person | None, world: World, site: Site) -> Page:
    """`user_info`: what a card about a person shows."""
    if person is None:
        return as_json(None)
    posts = [p for p in world.newest() if p.author and p.author.uid == person.uid]
    return as_json(
        {
            "reputation": 0,
            "agree_count": sum(post.votes for post in posts),
            "type": "people",
            "uid": str(person.uid),
            "user_name": person.name,
            "avatar_file": f"{site.origin}{NO_AVATAR}",
            "signature": person.signature,
            "url": f"{site.home}people/{person.uid}",
            "fans_count": 0,
            "verified": person.verified or None,
        }
    )


def followers(post: Post, world: World, site: Site) -> Page:
    """`get_focus_users`: followers by uid. Anonymous ones have no uid of theirs."""
    picture = f"{site.origin}{NO_AVATAR}"
    found: dict[str, dict[str, object]] = {
        str(person.uid): {
            "uid": person.uid,
            "user_name": person.name,
            "avatar_file": picture,
            "url": f"{site.home}people/{person.uid}",
        }
        for person in list(world.people.values())[: post.followers]
    }
    if post.followers > len(found):
        found["0"] = {"user_name": ANONYMOUS, "avatar_file": picture, "url": "javascript:;"}
    return as_json(found)


def topic_info(number: int, world: World) -> Page:
    """`topic_info`: the only place that tells a topic's age."""
    topic = world.topics.get(number)
    if topic is None:
        return as_json(None)
    posts = [p for p in world.newest() if any(t.id == number for t in p.topics)]
    return as_json(
        {
            "topic_id": number,
            "topic_title": topic.title,
            "add_time": int(min((p.at for p in posts), default=world.now).timestamp()),
            "discuss_count": len(posts),
            "focus_count": 1,
            "merged_id": topic.merged_into or 0,
            "url_token": topic.token,
            "type": "topic",
        }
    )


def user_actions(uid: int, action: str, page: int, world: World, site: Site) -> Page:
    """What a person did, ten at a time; pages 0 and 1 are the same one, answers are cut."""
    rows: list[tuple[str, Post, str]] = []
    for post in world.newest():
        own = post.author is not None and post.author.uid == uid
        if own and (post.kind, action) in (("question", "101"), ("article", "501")):
            rows.append((full(post.at), post, ""))
        if action == "201":
            mine = [a for a in post.answers if a.author and a.author.uid == uid]
            rows += [(full(a.at), post, summary(a.body)[0]) for a in mine]
    rows.sort(key=lambda row: row[0], reverse=True)
    start = max(0, page - 1) * 10
    items = "".join(
        f'<div class="aw-item"><div class="mod-body"><h4><a href="{site.link(post.key)}">'
        f"{escape(post.title)}</a></h4><div>{text}</div>"
        f'<p class="text-color-999">{time[:10]}</p></div></div>\n'
        for time, post, text in rows[start : start + 10]
    )
    total = f'<input type="hidden" class="total" value="{len(rows)}" />\n'
    return Page(damaged(items + total) if items else "")
