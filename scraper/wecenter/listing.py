"""Listing pages: home, categories, topics, the list of articles, and their AJAX fragments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from scraper.wecenter import article_list, dom, lines, urls
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Key, Line, Listed

_FILTERED = re.compile(r"(?:category|feature_id)-[^_/]|^/?question/|/question/sort")
_OTHER_SORT = re.compile(r"sort_type-(?:hot|unresponsive)|is_recommend-1")
_QUESTIONS = re.compile(r"^/?question/|/question/sort")
_AJAX_FILTERED = re.compile(r"(?:category|feature_id|topic_id|post_type|answer_count)-[^_/]")


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
    asked = urls.page_number(document.page.url or "")
    rank = (_rank(document), dom.page_number(document) or asked or 1)
    shows_pins = _shows_pins(document)
    at = _line_numbers(document.html, (line.href for line in kept))
    return [
        Listed(line, document.page, document.root, rank, place, number, shows_pins)
        for place, (line, number) in enumerate(zip(kept, at, strict=True))
    ]


def is_ajax(url: str) -> bool:
    """Whether an address is that of a bare list, which the forum's pages load piece by piece."""
    return "/ajax/list/" in url


def _lines(document: Document, fetched_at: datetime | None) -> list[tuple[Line, bool]]:
    """Each line with whether it stands in a body, in document order."""
    # a topic's page shows the same post in several tabs; the first one has them all
    area = "#c_all_list " if document.first("#c_all_list") else ""
    # a surplus end tag in a body can close the list of articles around the items after it
    items = ".aw-item" if document.first(".aw-article-list") else ".aw-article-list .aw-item"
    nodes = document.every(f"{area}.aw-question-content, {items}")
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
        return _ajax_rank(document.page.url or "")
    tabs = [dom.attribute(a, "href") for a in document.every(".aw-nav-tabs a[href]")]
    if document.first("#c_all_list") or any(_FILTERED.search(href) for href in tabs):
        return 2
    active = document.every(".aw-nav-tabs li.active a[href]")
    return int(any(_OTHER_SORT.search(dom.attribute(a, "href")) for a in active))


def _ajax_rank(url: str) -> int:
    """The same for the answer to an AJAX request, which is bare lines: its address tells."""
    if not is_ajax(url):
        return 3
    return 2 if _AJAX_FILTERED.search(url) else int(bool(_OTHER_SORT.search(url)))


def _shows_pins(document: Document) -> bool:
    """Whether a pinned post would say so here: in the newest of the forum or of a category."""
    if document.first("#c_all_list") or not document.first(".aw-common-list"):
        return False
    tabs = [dom.attribute(a, "href") for a in document.every(".aw-nav-tabs a[href]")]
    active = [dom.attribute(a, "href") for a in document.every(".aw-nav-tabs li.active a[href]")]
    return not any(map(_QUESTIONS.search, tabs)) and not any(map(_OTHER_SORT.search, active))


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
