"""The site's Markdown as the scraper sees it: the small set of extensions for imported pages.

mkdocs.yml may add to it for pages written by hand; headings and their anchors are the same.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

import markdown
from pymdownx.slugs import slugify

EXTENSIONS = (
    "markdown.extensions.toc",
    "markdown.extensions.tables",
    "markdown.extensions.sane_lists",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tilde",
    "pymdownx.escapeall",
)
_slugify = slugify(case="lower")
_TAKEN = re.compile(r"__|(?:kb-main|kb-search)$")  # ids of the theme and of our templates


def heading_id(text: str, separator: str) -> str:
    """The anchor of a heading: its words, in lower case, Chinese kept, never an id of the theme's.

    mkdocs.yml names it too, so that the checks and the site agree on every anchor.
    """
    found = str(_slugify(text, separator))
    return f"s{separator}{found}" if _TAKEN.match(found) else found


CONFIG: dict[str, dict[str, Any]] = {
    "markdown.extensions.toc": {"slugify": heading_id},
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.superfences": {"preserve_tabs": True},
    "pymdownx.tilde": {"subscript": False},
}
_ID = re.compile(r"""\sid=["']([^"']+)["']""")


@cache
def _converter() -> markdown.Markdown:
    # building one costs more than most conversions; reset() makes it as new
    return markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=CONFIG)


def render(body: str) -> str:
    """Markdown to HTML, as an imported page is shown."""
    return _converter().reset().convert(body)


def anchors(body: str) -> frozenset[str]:
    """The ids that links may point to: those of headings and those written as HTML."""
    return frozenset(unescape(found) for found in _ID.findall(render(body)))
