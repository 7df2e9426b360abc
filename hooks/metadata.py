"""What the theme may print: the theme does not escape, so nothing raw ever reaches it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from scraper.article import Header
from scraper.sanitize import one_line

TITLE_LENGTH = 120
DESCRIPTION_LENGTH = 200


def text(raw: str, limit: int = TITLE_LENGTH) -> Markup:
    """One line of HTML text; Markup, so that the theme's own `| e` does not escape it twice."""
    return escape(one_line(raw, limit))


def for_theme(header: Header) -> dict[str, Any]:
    """A page's `meta`, built anew from known fields: a header cannot switch template or layout."""
    meta: dict[str, Any] = {
        "title": text(header.title),
        "description": text(header.description, DESCRIPTION_LENGTH),
    }
    if header.author:
        meta["author"] = text(header.author)
    if header.tags:
        meta["tags"] = [text(tag) for tag in header.tags]
    return meta
