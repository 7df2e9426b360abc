"""What single pages give, before the pages of one post are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scraper.models import Comment, Counts, ListingItem, Moment, Note, Page, Person, PostKind, Reply

Key = tuple[PostKind, int]
Topics = tuple[tuple[int | None, str], ...]
Kind = Literal[
    "article", "question", "listing", "remarks", "not-found", "login", "deleted", "message",
    "mobile", "other", "foreign",
]  # fmt: skip


@dataclass(frozen=True)
class Detail:
    """One page of an article or a question. `number` is its place among the pages of its replies,
    `author` None where the page does not tell, `body` None where the page has no place for one.
    `merged_into` is the key of the question that a merged one leads to.
    """

    page: Page
    number: int
    line: int
    root: str | None
    kind: PostKind
    id: int
    title: str
    topics: Topics
    author: Person | None
    body: str | None
    published: Moment | None
    counts: Counts
    active: Moment | None = None
    replies: tuple[Reply, ...] = ()
    comments: tuple[Comment, ...] = ()
    notices: tuple[str, ...] = ()
    locked: bool = False
    merged_into: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of a listing. `href` is its link as printed, `summary` says how the teaser beside
    the full body ended, `is_cut` that the full body itself broke off.
    """

    item: ListingItem
    href: str
    topics: Topics = ()
    summary: Literal["cut", "whole"] | None = None
    is_cut: bool = False


@dataclass(frozen=True)
class Listed:
    """A line and where it was found: `rank` orders the listings, `place` the lines of one page,
    `at` is the line in the page's text. `shows_pins` where a pinned post would say so.
    """

    line: Line
    page: Page
    root: str | None
    rank: tuple[int, int]
    place: int
    at: int
    shows_pins: bool = False

    @property
    def key(self) -> Key:
        """Which post the line is about."""
        return self.line.item.kind, self.line.item.id


@dataclass(frozen=True)
class Remarks:
    """The comments of one question or one answer, from an AJAX answer."""

    page: Page
    kind: str
    id: int
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class MobileTimes:
    """What only the mobile page of a post tells. An answer there does not name its id plainly:
    `answers` has for each one the numbers of which one is the id, and its time.
    """

    page: Page
    kind: PostKind
    id: int
    published: Moment | None
    views: int | None
    answers: tuple[tuple[tuple[int, ...], Moment], ...] = ()


@dataclass(frozen=True)
class Parsed:
    """One page as read. Every `page` in it is without its text, so that it is small to pickle.

    `message` is what a message page says; `notes` are the doubts about this page alone.
    """

    page: Page
    kind: Kind | Literal["runaway"]
    root: str | None = None
    base: str | None = None
    detail: Detail | None = None
    listed: tuple[Listed, ...] = ()
    remarks: Remarks | None = None
    mobile: MobileTimes | None = None
    message: str = ""
    notes: tuple[Note, ...] = ()
