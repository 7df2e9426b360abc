"""All articles as a reader meets them: by category, by series, by tag, by date, by title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType

from scraper.article import Article
from scraper.moments import FORUM_ZONE
from scraper.rules.index import pages_by_title
from scraper.taxonomy import Taxonomy

OLDEST = datetime.min.replace(tzinfo=FORUM_ZONE)
Neighbours = tuple[Article | None, Article | None]
_NOT_NEWS = ("index", "notice")
MANUAL = "contribute"  # the category of the pages about this site itself


@dataclass(frozen=True)
class Library:
    """Every article of content/ in the orders the site shows. Build it with `arrange`.

    `by_path` holds all files, index pages included. `shelves` maps a category slug to its articles
    in reading order and `neighbours` an article's path to those before and after it there;
    `series` maps a series' name to its parts by number, `tags` a tag to its articles and `anchors`
    a tag to its id on the page of tags (numbered: a tag may be any text at all). `by_title` maps a
    normalised title, ours or the source's, to the page that carries it.
    """

    taxonomy: Taxonomy
    by_path: Mapping[PurePosixPath, Article]
    shelves: Mapping[str, tuple[Article, ...]]
    neighbours: Mapping[PurePosixPath, Neighbours]
    series: Mapping[str, tuple[Article, ...]]
    tags: Mapping[str, tuple[Article, ...]]
    anchors: Mapping[str, str]
    by_title: Mapping[str, PurePosixPath]

    def newest(self, limit: int) -> tuple[Article, ...]:
        """The articles written or changed last, without indexes, notices and our own manual."""
        dated = [
            article
            for slug, shelf in self.shelves.items()
            for article in shelf
            if slug != MANUAL and article.header.kind not in _NOT_NEWS and changed(article) > OLDEST
        ]
        return tuple(sorted(dated, key=lambda a: (-changed(a).timestamp(), a.path))[:limit])

    def find(self, path: str) -> Article | None:
        """The article at a path relative to content/, or None."""
        return self.by_path.get(PurePosixPath(path))


def arrange(articles: Iterable[Article], taxonomy: Taxonomy) -> Library:
    """Put articles into every order that the site needs; the order of the input does not count."""
    ordered = sorted(articles, key=lambda article: article.path)
    pages = [article for article in ordered if not is_front_page(article.path)]
    shelves = {
        category.slug: _reading_order(a for a in pages if category_of(a) == category.slug)
        for category in taxonomy.categories
    }
    series: dict[str, list[Article]] = defaultdict(list)
    tags: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(pages, key=_newest_first):
        if article.header.series:
            series[article.header.series.name].append(article)
        for tag in dict.fromkeys(article.header.tags):
            tags[tag].append(article)
    tag_names = sorted(tags, key=_tag_order)
    return Library(
        taxonomy=taxonomy,
        by_path=MappingProxyType({article.path: article for article in ordered}),
        shelves=MappingProxyType(shelves),
        neighbours=MappingProxyType(_neighbours(shelves.values())),
        series=MappingProxyType(
            {name: tuple(sorted(parts, key=_number)) for name, parts in series.items()}
        ),
        tags=MappingProxyType({tag: tuple(tags[tag]) for tag in tag_names}),
        anchors=MappingProxyType({tag: f"tag-{n}" for n, tag in enumerate(tag_names, 1)}),
        by_title=MappingProxyType(pages_by_title(pages)),
    )


def is_front_page(path: PurePosixPath) -> bool:
    """Whether a file is the start page or a category's own page."""
    return path.name == "index.md"


def category_of(article: Article) -> str:
    """The slug of an article's category; the folder's name where an index page names none."""
    folder = article.path.parts[0] if len(article.path.parts) > 1 else ""
    return article.header.category or folder


def url(path: PurePosixPath) -> str:
    """The address of a page relative to the site's root; file names are ASCII (rule FILE-2)."""
    return path.with_suffix(".html").as_posix()


def moment(article: Article) -> datetime:
    """When an article was published, to compare; OLDEST where the date is not known."""
    return _instant(article.header.date)


def changed(article: Article) -> datetime:
    """When an article was written or last changed, to compare; OLDEST where neither is known."""
    return max(moment(article), _instant(article.header.updated or ""))


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return OLDEST
    return at if at.tzinfo else at.replace(tzinfo=FORUM_ZONE)


def _reading_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Newest first; a series stands together, in its own order, where its newest part would."""
    blocks: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        part = article.header.series
        blocks[f"series {part.name}" if part else f"page {article.path}"].append(article)
    newest_first = sorted(blocks.values(), key=lambda block: min(map(_newest_first, block)))
    return tuple(article for block in newest_first for article in sorted(block, key=_number))


def _neighbours(shelves: Iterable[tuple[Article, ...]]) -> dict[PurePosixPath, Neighbours]:
    found: dict[PurePosixPath, Neighbours] = {}
    for shelf in shelves:
        ends = (None, *shelf, None)
        for before, article, after in zip(ends[:-2], shelf, ends[2:], strict=True):
            found[article.path] = before, after
    return found


def _newest_first(article: Article) -> tuple[float, PurePosixPath]:
    at = moment(article)
    return (-at.timestamp() if at > OLDEST else float("inf")), article.path


def _number(article: Article) -> tuple[int, PurePosixPath]:
    return (article.header.series.number if article.header.series else 0), article.path


def _tag_order(tag: str) -> tuple[bool, str, str]:
    return not tag.isascii(), tag.casefold(), tag
