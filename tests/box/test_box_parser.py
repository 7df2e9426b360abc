"""What the parser reads from the box's pages is what the world knows."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from scraper.models import Comment, Forum, Moment, Person, Post, Reply
from scraper.wecenter import read
from tests.box.many import many
from tests.box.reading import one_page, pages
from tests.box.running import Box
from tests.box.site import Variant
from tests.box.small import small
from tests.box.truth import Known, letters

VARIANTS: tuple[Variant, ...] = ("3.3", "3.6")
# A line within a body is read as one, as a broken body may have swallowed a real one.
COPIED = {"article/999"}


@cache
def told(variant: Variant, mobile: bool = False) -> tuple[Forum, dict[str, Known]]:
    """The small forum as it is read, and the truth about it."""
    with Box(small(), variant=variant, noise=True) as box:
        known = box.truth()
        found = pages(box, known, mobile=mobile)
        return read(found, base_url=box.url, fetched_at=box.world.now), known


def readable(known: dict[str, Known]) -> dict[str, Known]:
    return {key: fields for key, fields in known.items() if fields["state"] in ("open", "merged")}


def person(found: Person | None) -> dict[str, Any] | None:
    return {"name": found.name, "uid": found.uid} if found else None


def moment(found: Moment | None) -> dict[str, Any] | None:
    if found is None or found.at is None:
        return None
    at = found.at.strftime("%Y-%m-%d" if found.precision == "day" else "%Y-%m-%dT%H:%M")
    return {"at": at, "precision": found.precision, "text": found.text}


def text(html: str) -> str:
    """The letters of a body without the blocks of attachments, which the truth counts apart."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    for node in tree.css(".aw-upload-file-list, h3, h3 + ul"):
        node.decompose()
    for link in tree.css("a[href]"):
        if " ... " in link.text():  # a long address whose middle is not shown
            link.replace_with(link.attrs["href"] or "")
    return letters(tree.body.text() if tree.body else "")


def comment(found: Comment) -> dict[str, Any]:
    return {
        "author": person(found.author),
        "to": person(found.to),
        "text": text(found.body),
        "time": moment(found.time),
    }


def answer(found: Reply) -> dict[str, Any]:
    return {
        "id": found.id,
        "author": person(found.author),
        "text": text(found.body),
        "votes": found.votes,
        "time": moment(found.time),
        "best": found.best,
        "folded": found.folded,
        "comments": [comment(one) for one in found.comments],
    }


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_post_a_guest_may_see_is_found(variant: Variant) -> None:
    forum, known = told(variant)
    listed = {key for key, fields in known.items() if fields["state"] != "deleted"}
    assert {post.key for post in forum.posts} - COPIED == listed


@pytest.mark.parametrize("variant", VARIANTS)
def test_bare_lists_tell_the_same_posts_in_the_same_order(variant: Variant) -> None:
    with Box(small(), variant=variant) as box:
        listing = one_page(box, "explore/ajax/list/sort_type-new__page-1__per_page-100")
        forum = read([listing], base_url=box.url, fetched_at=box.world.now)
    expected = [post.key for post in small().newest()]
    assert [post.key for post in forum.posts if post.key not in COPIED] == expected


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("field", ["title", "author", "category", "topics", "published", "active",
                                   "counts", "pinned", "locked"])  # fmt: skip
def test_fields_are_true(variant: Variant, field: str) -> None:
    forum, known = told(variant)
    posts = {post.key: post for post in forum.posts}
    wrong = {
        key: (_field(posts[key], field), fields[field])
        for key, fields in readable(known).items()
        if _field(posts[key], field) != fields[field]
    }
    assert wrong == {}


def _field(post: Post, field: str) -> object:
    if field == "author":
        return person(post.author)
    if field == "topics":
        return list(post.topics)
    if field in ("published", "active"):
        return moment(getattr(post, field))
    if field == "counts":
        return vars(post.counts)
    return getattr(post, field)


@pytest.mark.parametrize("variant", VARIANTS)
def test_bodies_have_all_their_letters(variant: Variant) -> None:
    forum, known = told(variant)
    posts = {post.key: post for post in forum.posts}
    for key, fields in readable(known).items():
        assert text(posts[key].body) == fields["text"], key


def images(html: str) -> list[str]:
    """Addresses as the truth has them: what a lazy image will show, and nothing that is data."""
    attributes = [node.attrs for node in LexborHTMLParser(f"<body>{html}</body>").css("img")]
    found = [a.get("data-original") or a.get("data-src") or a.get("src") for a in attributes]
    return [quote(u, safe="%:/?=,&") for u in found if u and not u.startswith("data:")]


@pytest.mark.parametrize("variant", VARIANTS)
def test_images_are_true(variant: Variant) -> None:
    forum, known = told(variant)
    posts = {post.key: post for post in forum.posts}
    for key, fields in readable(known).items():
        assert images(posts[key].body) == fields["images"], key
        in_answers = [images(reply.body) for reply in posts[key].replies]
        assert in_answers == [one["images"] for one in fields["answers"]], key


@pytest.mark.parametrize("variant", VARIANTS)
def test_answers_and_comments_are_true(variant: Variant) -> None:
    forum, known = told(variant)
    posts = {post.key: post for post in forum.posts}
    for key, fields in readable(known).items():
        assert [comment(one) for one in posts[key].comments] == fields["comments"], key
        expected = [
            {k: v for k, v in one.items() if k not in ("images", "time_exact")}
            for one in fields["answers"]
        ]
        assert [answer(one) for one in posts[key].replies] == expected, key


def test_mobile_pages_add_the_minutes() -> None:
    forum, known = told("3.6", mobile=True)
    for post in forum.posts:
        fields = known[post.key]
        if fields["state"] == "open":
            found = moment(post.published)
            assert found is not None
            assert found["at"] == fields["published_exact"], post.key
            # the first page has a hundred answers and the best one
            exact = [one["time_exact"] for one in fields["answers"]][:101]
            times = [moment(reply.time) for reply in post.replies][:101]
            assert [time["at"] for time in times if time] == exact, post.key


@pytest.mark.parametrize("variant", VARIANTS)
def test_many_posts_are_read_whole(variant: Variant) -> None:
    with Box(many(60, body_kb=0.5), variant=variant) as box:
        known = box.truth()
        forum = read(pages(box, known), base_url=box.url, fetched_at=box.world.now)
    posts = {post.key: post for post in forum.posts}
    assert posts.keys() == known.keys()
    for key, fields in known.items():
        assert text(posts[key].body) == fields["text"]
        assert vars(posts[key].counts) == fields["counts"]
        assert len(posts[key].replies) == len(fields["answers"])
