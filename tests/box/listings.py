"""Which posts a listing shows, in which order: filters, orders, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from tests.box.records import Category, Post
from tests.box.world import World

Sort = Literal["new", "hot", "unresponsive"]


@dataclass(frozen=True)
class Listing:
    """A query of the listing. `kind` "" is both kinds, `day` 0 any age."""

    sort: Sort = "new"
    page: int = 1
    size: int = 10
    day: int = 0
    category: Category | None = None
    kind: Literal["", "article", "question"] = ""
    topics: tuple[int, ...] = ()
    recommended: bool = False
    unanswered: bool = False


def number(text: str | None, default: int) -> int:
    """A number as a lenient forum reads it; what is none counts as the default."""
    return int(text) if text and text.isascii() and text.isdigit() else default


def category_of(value: str, world: World) -> Category | None:
    """A category by its id or by its token."""
    found = (c for c in world.categories.values() if value in (str(c.id), c.token) and value)
    return next(found, None)


def listing_of(values: Mapping[str, str], world: World) -> Listing:
    """The listing that the pairs of an address ask for."""
    sort = values.get("sort_type", "new")
    kind = values.get("post_type", "")
    return Listing(
        sort=sort if sort in ("hot", "unresponsive") else "new",  # type: ignore[arg-type]
        page=max(1, number(values.get("page"), 1)),
        size=max(1, number(values.get("per_page"), world.settings.list_size)),
        day=number(values.get("day"), 0),
        category=category_of(values.get("category", ""), world),
        kind=kind if kind in ("article", "question") else "",  # type: ignore[arg-type]
        topics=tuple(
            int(t) for t in values.get("topic_id", "").split(",") if t.isascii() and t.isdigit()
        ),
        recommended=values.get("is_recommend") == "1",
        unanswered=values.get("answer_count") == "0",
    )


def everything(listing: Listing, world: World) -> list[Post]:
    """All posts of a listing, whatever the page, in its order."""
    if listing == replace(Listing(), page=listing.page, size=listing.size):
        return world.newest()
    posts = [post for post in world.newest() if _is_in(post, listing, world)]
    if listing.sort == "hot":
        posts.sort(key=lambda p: (-p.views - 10 * len(p.answers), -p.id))
    return posts


def _is_in(post: Post, listing: Listing, world: World) -> bool:
    if listing.kind and post.kind != listing.kind:
        return False
    if listing.category and (post.category is None or post.category.id != listing.category.id):
        return False
    if listing.topics and not any(topic.id in listing.topics for topic in post.topics):
        return False
    if listing.recommended and not post.recommended:
        return False
    if listing.sort == "unresponsive" or listing.unanswered:
        if post.kind != "question" or post.answers:
            return False
    return not listing.day or world.now - post.at <= timedelta(days=listing.day)


def page_of(listing: Listing, posts: list[Post]) -> list[Post]:
    """The part of a listing that its page shows; beyond the end it is empty."""
    start = (listing.page - 1) * listing.size
    return posts[start : start + listing.size]
