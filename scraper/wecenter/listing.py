"""Listing pages: home, categories, topics, the list of articles, and their AJAX fragments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from scraper.wecenter import article_list, dom, lines
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Key, Line, Listed

_FILTERED = re.compile(r"(?:category|feature_id)-[^_/]|^/?question/|/question/sort")
_OTHER_SORT = re.compile(r"sort_type-(?:hot|unresponsive)|is_recommend-1")


def read(document: Document, fetched_at: datetime | None) -> list[Listed]:
    """All lines of a listing page in order, each post once.

    A body may leave tags open and so swallow the lines after it, or show headings with links that
    are no lines at all: where a post has a line outside of all bodies, that one counts.
    """
    found: dict[Key, tuple[int, Line]] = {}
    places = list(enumerate(_lines(document, fetched_at)))
    for place, (line, _) in sorted(places, key=lambda entry: entry[1][1]):
        found.setdefault((line.item.kind, line.item.id), (place, line))
    kept = [line for _, line in sorted(found.values(), key=lambda entry: entry[0])]
    rank = (_rank(document), dom.page_number(document) or 1)
    at = _line_numbers(document.page.html, (line.href for line in kept))
    return [
        Listed(line, document.page, document.root, rank, place, number)
        for place, (line, number) in enumerate(zip(kept, at, strict=True))
    ]


def _lines(document: Document, fetched_at: datetime | None) -> list[tuple[Line, bool]]:
    """Each line with whether it stands in a body, in document order."""
    # a topic's page shows the same post in several tabs; the first one has them all
    area = "#c_all_list " if document.first("#c_all_list") else ""
    nodes = document.every(f"{area}.aw-question-content, .aw-article-list .aw-item")
    found = []
    for node in nodes:
        usual = "aw-question-content" in dom.classes(node)
        line = (lines if usual else article_list).read(node, document, fetched_at)
        if line is not None:
            found.append((line, dom.is_typed(node)))
    return found


def _rank(document: Document) -> int:
    """0 the newest of the whole forum, 1 its other orders, 2 a part of it, 3 another layout."""
    if document.first(".aw-article-list") or not document.first(".aw-common-list"):
        return 3
    tabs = [dom.attribute(a, "href") for a in document.every(".aw-nav-tabs a[href]")]
    if document.first("#c_all_list") or any(_FILTERED.search(href) for href in tabs):
        return 2
    active = document.every(".aw-nav-tabs li.active a[href]")
    return int(any(_OTHER_SORT.search(dom.attribute(a, "href")) for a in active))


def _line_numbers(html: str, hrefs: Iterable[str]) -> list[int]:
    """The line on which each link stands, in one pass; 0 for a link printed otherwise."""
    found = []
    at, number = 0, 1
    for href in hrefs:
        next_at = html.find(f'"{href}"', at)
        if next_at < 0:
            found.append(0)
            continue
        number += html.count("\n", at, next_at)
        at = next_at
        found.append(number)
    return found
