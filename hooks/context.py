"""What the templates get for each page: which template, which metadata, which lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from hooks import cards, glossary, labels, metadata
from hooks.byline import byline
from hooks.curated_index import Section, by_platform
from hooks.examples.gallery import Gallery
from hooks.library import MANUAL, Library, is_front_page, url
from hooks.navigation import GLOSSARY, GLOSSARY_TITLE, HOME, TAGS, index_of
from hooks.runtime import Runtime
from scraper.article import Article
from scraper.taxonomy import Category

TAGS_TITLE = "全部标签"
TAGS_DESCRIPTION = "按标签查找文章。"
UNDATED = "1970-01-01"  # the sitemap leaves it out; MkDocs itself insists on a date
_WIDE = ["navigation", "toc", "path", "footer"]
Sections = Mapping[PurePosixPath, tuple[Section, ...]]
Related = Mapping[PurePosixPath, tuple[Article, ...]]


def meta(path: str, library: Library, site_name: str, site_description: str) -> dict[str, Any]:
    """A page's whole `meta` for the theme. `path` is that of its file in content/."""
    article = library.find(path)
    category = category_at(path, library)
    if article is not None:
        found = metadata.for_theme(article.header)
    elif category is not None:
        found = _plain(category.title, category.description)
    elif path == TAGS:
        found = _plain(TAGS_TITLE, TAGS_DESCRIPTION)
    elif path == GLOSSARY:
        found = _plain(GLOSSARY_TITLE, glossary.DESCRIPTION)
    else:
        found = _plain(site_name, site_description)
    if path == HOME:
        return found | {"template": "home.html", "hide": _WIDE, "search": {"exclude": True}}
    if path == TAGS:
        return found | {"template": "tags.html", "hide": ["footer"], "search": {"exclude": True}}
    if category is not None:
        return found | {"template": "category.html"}
    return found


def _plain(title: str, description: str) -> dict[str, Any]:
    return {
        "title": metadata.text(title),
        "description": metadata.text(description, metadata.DESCRIPTION_LENGTH),
    }


def category_at(path: str, library: Library) -> Category | None:
    """The category whose own page a path is, or None."""
    where = PurePosixPath(path)
    if not is_front_page(where) or len(where.parts) != 2:
        return None
    return library.taxonomy.get(where.parts[0])


def updated(path: str, library: Library) -> str:
    """The day of a page's last change as its header tells, so that a build needs no clock."""
    article = library.find(path)
    if article is None:
        return UNDATED
    return labels.day(article.header.updated) or labels.day(article.header.date) or UNDATED


def for_page(
    path: str,
    library: Library,
    sections: Sections,
    listed: Gallery | None = None,
    related: Related = MappingProxyType({}),
) -> dict[str, Any]:
    """The `kb` variable of a page's template. `listed` are the examples that the page itself lists,
    whose pages need no second place in it; `related` maps an article to those near it.
    """
    if path == HOME:
        return for_site(library, sections) | {"newest": cards.newest(library)}
    if path == TAGS:
        return {"tags": cards.tags(library)}
    article, category = library.find(path), category_at(path, library)
    found: dict[str, Any] = {}
    if article is not None and article.header.author:
        found["byline"] = byline(article, library)
        found["tags"] = _tag_links(article, library)
        found["related"] = tuple(map(cards.card, related.get(article.path, ())))
    if category is not None:
        found |= _category(category, article, library, sections)
        if listed is not None:
            pages = {url(example.page) for example in listed.homes}
            found["cards"] = tuple(card for card in found["cards"] if card.url not in pages)
    return found


def for_examples(
    path: str, gallery: Gallery, runner: Runtime | None, has_list: bool
) -> dict[str, Any]:
    """What a page with examples, or with the list of all, needs besides: styles, and the script
    where it has an example that the browser can run.
    """
    here = PurePosixPath(path)
    runs = gallery.runs_on(here)
    drawn = ["pictures.css"] if runs or has_list else []
    return {
        "has_list": has_list,
        "example_styles": [*drawn, "examples.css"] if gallery.on(here) or has_list else [],
        "runner": {name: file.name for name, file in runner.files.items()}
        if runs and runner
        else None,
    }


def contents(toc: Iterable[Any]) -> list[dict[str, Any]]:
    """The headings of a page as raw text: the generator gives them escaped."""
    return [
        {"title": unescape(item.title), "url": item.url, "children": contents(item.children)}
        for item in toc
    ]


def for_site(library: Library, sections: Sections) -> dict[str, Any]:
    """What pages without a file of their own (start page, 404) show: all categories."""
    listed = {c.slug: _count(c, sections) for c in library.taxonomy.categories}
    return {"groups": cards.groups(library, listed)}


def _count(category: Category, sections: Sections) -> int:
    """How many entries the curated index has: all on its own page, else those of the platform."""
    own = sections.get(PurePosixPath(index_of(category.slug)), ())
    found = own or tuple(section for _, section in _listed(category, sections))
    return sum(len(section.entries) for section in found)


def _category(
    category: Category, article: Article | None, library: Library, sections: Sections
) -> dict[str, Any]:
    contribute = library.taxonomy.get(MANUAL)
    written = library.shelves.get(MANUAL) or library.find(index_of(MANUAL))
    return {
        "cards": cards.shelf(library, category.slug),
        "is_index": article is not None and article.header.kind == "index",
        "sections": sections.get(article.path, ()) if article else (),
        "listed": _listed(category, sections),
        "indexes": [url(page) for page in sorted(sections)],
        "contribute": url(PurePosixPath(index_of(MANUAL))) if contribute and written else "",
    }


def _listed(category: Category, sections: Sections) -> list[tuple[str, Section]]:
    """(address, section) of what the curated indexes list for a category's platform."""
    return [
        (f"{url(page)}#{section.anchor}", section)
        for page in sorted(sections)
        for section in by_platform(sections[page], category.platform)
    ]


def _tag_links(article: Article, library: Library) -> list[dict[str, str]]:
    page = url(PurePosixPath(TAGS))
    return [
        {"name": tag, "url": f"{page}#{library.anchors[tag]}"}
        for tag in dict.fromkeys(article.header.tags)
        if tag in library.anchors
    ]
