"""What a guest can know about a forum, worked out from its records with nothing but the standard
library, to hold against what a reader made of its pages.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urljoin

from tests.box import bodies
from tests.box.records import Answer, Attachment, Comment, Person, Post
from tests.box.site import Site
from tests.box.times import WEEK, ZONE, full
from tests.box.world import World

Known = dict[str, Any]
_CUT_TAG = re.compile(r"<[^<>]*\Z")  # what follows on the page goes into it: nobody sees it
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))


def truth(world: World, site: Site) -> dict[str, Known]:
    """Key of a post → its fields. Take it before a crawl: being visited changes the views.

    state       open, deleted, login, or merged (then `merged_into` is the target's key)
    title       as served: an emoji is `?`
    author      {name, uid}; anonymous: 匿名用户 and None
    published   {at, precision, text}: the best that desktop pages tell, see `_published`;
                `published_exact` what the mobile page tells, always to the minute
    active      the same for the last activity of a question (its asking counts), else None
    counts      views, replies, comments, followers, votes; None where no page tells
    answers     {id, author, text, votes, time, time_exact, best, folded, comments}, best first,
                then as the pages order them
    comments    {author, to, text, time}, oldest first
    text        the body's letters: no white space, no invisible characters
    images      absolute addresses in order, attachments last; without data: addresses
    links       [address, text] in order, without those that only enlarge an image
    """
    with world.lock:
        return {key: _post(post, world, site) for key, post in world.posts.items()}


def _post(post: Post, world: World, site: Site) -> Known:
    place = "article" if post.kind == "article" else "question"
    html = bodies.served(post.body, place, site, world.settings, post.attachments)
    body = Body(html, site.home)
    return {
        "key": post.key,
        "kind": post.kind,
        "id": post.id,
        "state": _state(post, world),
        "merged_into": f"question/{post.merged_into}" if post.merged_into else None,
        "title": bodies.three_bytes(post.title),
        "author": _person(post.author),
        "category": post.category.name if post.category else None,
        "topics": [topic.title for topic in post.topics],
        "published": _published(post, world),
        "published_exact": _minute(post.at),
        "active": known_time(post.active, world) if post.kind == "question" else None,
        "counts": _counts(post, world),
        "pinned": post.pinned > 0,
        "locked": post.locked,
        "best": next((answer.id for answer in post.answers if answer.best), None),
        "answers": [_answer(answer, world, site) for answer in _ordered(post)],
        "comments": [_comment(comment, world) for comment in post.comments],
        "text": body.letters,
        "images": body.images + _attached(post.body, post.attachments, site),
        "links": body.links,
    }


def _state(post: Post, world: World) -> str:
    if post.deleted:
        return "deleted"
    if post.login_only:
        return "login"
    target = world.posts.get(f"question/{post.merged_into}")
    return "merged" if target is not None and not target.deleted else "open"


def _person(person: Person | None) -> Known:
    return {"name": person.name, "uid": person.uid} if person else {"name": "匿名用户", "uid": None}


def _counts(post: Post, world: World) -> Known:
    is_article = post.kind == "article"
    return {
        "views": world.views(post),
        "replies": None if is_article else len(post.answers),
        "comments": len(post.comments),
        "followers": None if is_article else post.followers,
        "votes": post.votes if is_article else None,
    }


def _ordered(post: Post) -> list[Answer]:
    usual = sorted(post.answers, key=lambda a: (-a.votes, a.uninterested, a.at, a.id))
    return sorted(usual, key=lambda answer: not answer.best)


def _answer(answer: Answer, world: World, site: Site) -> Known:
    body = Body(
        bodies.served(answer.body, "answer", site, world.settings, answer.attachments), site.home
    )
    return {
        "id": answer.id,
        "author": _person(answer.author),
        "text": body.letters,
        "images": body.images + _attached(answer.body, answer.attachments, site),
        "votes": answer.votes,
        "time": known_time(answer.at, world, day=True),
        "time_exact": _minute(answer.at),
        "best": answer.best,
        "folded": answer.folded or answer.uninterested >= world.settings.fold_limit,
        "comments": [_comment(comment, world) for comment in answer.comments],
    }


def _comment(comment: Comment, world: World) -> Known:
    return {
        "author": _person(comment.author),
        "to": _person(comment.to) if comment.to else None,
        "text": letters(bodies.three_bytes(comment.text)),
        "time": known_time(comment.at, world),
    }


def _published(post: Post, world: World) -> Known:
    """A listing has the minute of an article and of a question without answers; once a question
    is answered, its own page with the day alone is the only place. Young ones are relative.
    """
    return known_time(post.at, world, day=post.kind == "question" and bool(post.answers))


def known_time(at: datetime, world: World, *, day: bool = False) -> Known:
    """A time as printed, and what follows from it: relative ones count back from the forum's now,
    cut to their unit, as they are rounded down.
    """
    age = max(0, int((world.now - at).total_seconds()))
    if age > WEEK or not world.settings.relative_times:
        text = full(at)[:10] if day else full(at)
        return {"at": text.replace(" ", "T"), "precision": "day" if day else "minute", "text": text}
    for size, unit, precision in ((86_400, "天", "day"), (3_600, "小时", "hour")):
        if age >= size:
            back = world.now - timedelta(seconds=age // size * size)
            told = f"{age // size} {unit}前"
            shape = "%Y-%m-%d" if precision == "day" else "%Y-%m-%dT%H:00"
            return {
                "at": back.astimezone(ZONE).strftime(shape),
                "precision": precision,
                "text": told,
            }
    size, unit = (60, "分钟") if age >= 60 else (1, "秒")
    back = world.now - timedelta(seconds=age // size * size)
    return {"at": _minute(back), "precision": "minute", "text": f"{age // size} {unit}前"}


def _minute(at: datetime) -> str:
    return full(at).replace(" ", "T")


def _attached(body: str, files: tuple[Attachment, ...], site: Site) -> list[str]:
    if site.variant != "3.3":
        return []
    placed = bodies.placed_ids(body)
    return [_absolute(site.origin + f.path) for f in files if f.image and f.id not in placed]


def letters(text: str) -> str:
    """A text without white space and invisible characters."""
    return "".join(text.translate(_INVISIBLE).split())


def _absolute(url: str) -> str:
    """An address with what is not ASCII percent-encoded."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~-._")


class Body(HTMLParser):
    """The letters, images and links of a body."""

    def __init__(self, html: str, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.images: list[str] = []
        self.links: list[list[str]] = []
        self._text: list[str] = []
        self._open: list[str] | None = None
        self.feed(_CUT_TAG.sub("", bodies.damaged(html)))
        self.close()
        self.letters = letters("".join(self._text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "img":
            lazy = found.get("data-original") or found.get("data-src")
            url = lazy or found.get("src", "")
            if url and not url.startswith("data:"):
                self.images.append(_absolute(urljoin(self.base, url)))
        elif tag == "a" and found.get("href") and found.get("rel") != "lightbox":
            self._open = [_absolute(urljoin(self.base, found["href"])), ""]
            self.links.append(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._open is not None:
            self._open[1] += data
