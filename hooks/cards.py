"""What lists show of articles and categories: raw text and addresses, escaped by the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from hooks import labels
from hooks.library import Library, url
from scraper.article import Article
from scraper.taxonomy import PLATFORMS, Category

NEWEST = 6


@dataclass(frozen=True)
class Card:
    """An article in a list. `chips` are short labels: status, platforms, series."""

    title: str
    url: str
    description: str
    date: str
    author: str
    chips: tuple[str, ...]


@dataclass(frozen=True)
class CategoryCard:
    """A category on the start page: `count` its articles, `listed` the curated index's entries.

    `empty` where there is nothing to read yet, not even a page that somebody wrote.
    """

    title: str
    url: str
    description: str
    count: int
    listed: int
    empty: bool


@dataclass(frozen=True)
class GroupCards:
    """A column of the main navigation with its categories."""

    name: str
    categories: tuple[CategoryCard, ...]


@dataclass(frozen=True)
class TagCards:
    """A tag with the articles that carry it; `anchor` its id on the page of tags."""

    name: str
    anchor: str
    cards: tuple[Card, ...]


def card(article: Article) -> Card:
    """An article as a list shows it."""
    header = article.header
    chips = [labels.STATUS.get(header.status, "")]
    chips += [labels.KINDS[header.kind]] if header.kind in ("question", "notice") else []
    chips += [PLATFORMS.get(platform, platform) for platform in header.platforms]
    if header.series:
        chips.append(f"{header.series.name} · 第 {header.series.number} 篇")
    return Card(
        title=header.title,
        url=url(article.path),
        description=header.description,
        date=labels.listed_date(header),
        author=header.author,
        chips=tuple(chip for chip in chips if chip),
    )


def shelf(library: Library, slug: str) -> tuple[Card, ...]:
    """A category's articles in reading order."""
    return tuple(card(article) for article in library.shelves.get(slug, ()))


def category_card(library: Library, category: Category, listed: int = 0) -> CategoryCard:
    """A category as the start page shows it."""
    count = len(library.shelves.get(category.slug, ()))
    page = PurePosixPath(category.slug, "index.md")
    empty = not count and not listed and library.find(str(page)) is None
    return CategoryCard(category.title, url(page), category.description, count, listed, empty)


def groups(library: Library, listed: Mapping[str, int]) -> tuple[GroupCards, ...]:
    """All groups in the order of categories.yml; `listed` counts index entries by category."""
    return tuple(
        GroupCards(
            group.name,
            tuple(category_card(library, c, listed.get(c.slug, 0)) for c in group.categories),
        )
        for group in library.taxonomy.groups
    )


def newest(library: Library) -> tuple[Card, ...]:
    """The latest articles, for the start page."""
    return tuple(
        replace(card(article), date=labels.changed_date(article.header))
        for article in library.newest(NEWEST)
    )


def tags(library: Library) -> tuple[TagCards, ...]:
    """All tags with their articles, Latin ones first."""
    return tuple(
        TagCards(tag, library.anchors[tag], tuple(card(article) for article in articles))
        for tag, articles in library.tags.items()
    )
