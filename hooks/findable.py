"""A page of the site as the search knows it: what it may be filtered by, and what ranks it."""

from __future__ import annotations

from pathlib import PurePosixPath

from hooks import labels
from hooks.library import Library, category_of, is_front_page
from hooks.search.model import Filters, Page, Section
from scraper.article import Article
from scraper.glossary import Glossary
from scraper.taxonomy import PLATFORMS, Category, Taxonomy

KINDS = {
    "tutorial": "教程",
    "principle": "原理",
    "example": "示例",
    "question": "问答",
    "community": "社区",
}
FILTERS = Filters(platforms=PLATFORMS, kinds=KINDS)
_OF_GROUP = {
    "平台教程": "tutorial",
    "协议原理": "principle",
    "问答": "question",
    "社区": "community",
}
_OF_CATEGORY = {"examples": "example", "curated": "community"}
_OF_HEADER = {"tutorial": "tutorial", "question": "question", "faq": "question"}
# what is old comes after what is not; a page that lists others comes after those
_RANK_OF_STATUS = {"current": 1.0, "outdated": 0.9, "archived": 0.7}
_RANK_OF_LIST = 0.7
_RANK_OF_MANUAL = 0.8


def page(path: str, url: str, title: str, sections: tuple[Section, ...], library: Library) -> Page:
    """A page of the site with what its header and its place say about it. `title` is for pages
    that nobody wrote.
    """
    article = library.find(path)
    place = library.taxonomy.get(PurePosixPath(path).parts[0])
    if article is None:
        return Page(url, title, sections, rank=_RANK_OF_LIST, label=place.title if place else "")
    header = article.header
    category = library.taxonomy.get(category_of(article)) or place
    kind = _kind(article, category, library.taxonomy)
    own = (category.platform,) if category and category.platform else ()
    platforms = tuple(name for name in PLATFORMS if name in {*header.platforms, *own})
    return Page(
        url,
        header.title,
        sections,
        description=header.description,
        tags=header.tags,
        platforms=platforms,
        kind=kind,
        rank=_rank(article),
        label=" · ".join(_said(category, kind, header.status)),
    )


def same_words(glossary: Glossary) -> list[tuple[str, ...]]:
    """What each term of the glossary may be called, the term first."""
    return [
        (term.term, *filter(None, (term.full,)), *term.also, *term.wrong) for term in glossary.terms
    ]


def _kind(article: Article, category: Category | None, taxonomy: Taxonomy) -> str:
    slug = category.slug if category else ""
    if slug in _OF_CATEGORY:
        return _OF_CATEGORY[slug]
    groups = [group.name for group in taxonomy.groups if category in group.categories]
    of_group = _OF_GROUP.get(groups[0], "") if groups else ""
    return of_group or _OF_HEADER.get(article.header.kind, "")


def _rank(article: Article) -> float:
    rank = _RANK_OF_STATUS.get(article.header.status, 1.0)
    if article.header.kind == "index" or is_front_page(article.path):
        rank *= _RANK_OF_LIST
    if category_of(article) == "contribute":
        rank *= _RANK_OF_MANUAL
    return rank


def _said(category: Category | None, kind: str, status: str) -> list[str]:
    said = [category.title] if category else []
    if kind and (not category or KINDS[kind] not in category.title):
        said.append(KINDS[kind])
    old = labels.STATUS.get(status, "")
    return [*said, old] if old else said
