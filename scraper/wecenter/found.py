"""What single pages give, before the pages of one post are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scraper.models import Comment, Counts, ListingItem, Moment, Page, Person, PostKind, Reply

Key = tuple[PostKind, int]
Topics = tuple[tuple[int | None, str], ...]


@dataclass(frozen=True)
class Detail:
    """One page of an article or a question. `number` is its place among the pages of its replies,
    `author` None where the page does not tell, `body` None where the page has no place for one.
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
    `at` is the line in the page's text.
    """

    line: Line
    page: Page
    root: str | None
    rank: tuple[int, int]
    place: int
    at: int

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
