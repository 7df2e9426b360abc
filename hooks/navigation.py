"""The navigation, from categories.yml alone: groups are tabs, categories their entries.

Articles stay out of it: every page carries the whole navigation, so listing them there would make
the site's size quadratic. They get their place (parent, neighbours) from `place` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Protocol

from hooks.library import Library, category_of, is_front_page
from hooks.metadata import text
from scraper import glossary
from scraper.taxonomy import Taxonomy

HOME = "index.md"
HOME_TITLE = "首页"
TAGS = "tags.md"
GLOSSARY = glossary.PAGE
GLOSSARY_TITLE = "术语表"


class Placeable(Protocol):
    """What `place` needs of a page of the site generator."""

    parent: Any
    previous_page: Any
    next_page: Any


def nav(taxonomy: Taxonomy, with_glossary: bool = False) -> list[dict[str, Any]]:
    """The site generator's `nav` setting, with escaped titles."""
    groups: list[dict[str, Any]] = [
        {text(group.name): [{text(c.title): index_of(c.slug)} for c in group.categories]}
        for group in taxonomy.groups
    ]
    return [{HOME_TITLE: HOME}, *groups, *([{GLOSSARY_TITLE: GLOSSARY}] if with_glossary else [])]


def index_of(slug: str) -> str:
    """The path of a category's own page."""
    return f"{slug}/index.md"


def generated(library: Library, with_glossary: bool = False) -> list[str]:
    """The pages that the site needs and nobody wrote: start page, category pages, page of tags,
    glossary.
    """
    wanted = [HOME, *(index_of(category.slug) for category in library.taxonomy.categories)]
    wanted += [TAGS] if library.tags else []
    wanted += [GLOSSARY] if with_glossary else []
    return [path for path in wanted if library.find(path) is None]


def place(library: Library, pages: Mapping[str, Placeable]) -> None:
    """Give every page its parent and neighbours; `pages` maps a path in content/ to its page.

    An article's parent is its category's page, which lights up the right tab and makes the
    breadcrumbs. Index pages have no neighbours.
    """
    for path, page in pages.items():
        page.previous_page = page.next_page = None
        article = library.find(path)
        if article is None or is_front_page(PurePosixPath(path)):
            continue
        parent = pages.get(index_of(category_of(article)))
        page.parent = parent
        before, after = library.neighbours.get(article.path, (None, None))
        page.previous_page = pages[str(before.path)] if before else None
        page.next_page = pages[str(after.path)] if after else None
