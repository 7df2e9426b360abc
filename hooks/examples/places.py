"""Puts the examples where a page's fences have left their places (scraper.profile makes those)."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import PurePosixPath

from hooks.examples.gallery import Gallery
from hooks.examples.index import listing
from hooks.examples.page import section
from hooks.examples.times import Times
from scraper.profile import EXAMPLE_PLACE, INDEX_PLACE

_EXAMPLE = re.compile(f'<div class="{EXAMPLE_PLACE}" data-name="([^"]*)"></div>')
_INDEX = f'<div class="{INDEX_PLACE}" data-name=""></div>'


class PlaceError(Exception):
    """The page shows other examples than the check has read in its source."""


def fill(
    html: str, page: PurePosixPath, gallery: Gallery, times: Callable[[], Times], runner: bool
) -> tuple[str, bool]:
    """A page of our own with its examples, and whether it has the list of all. `runner` tells
    whether pages can run them.

    Raises PlaceError where the Markdown that shows the page and the rules that have checked it do
    not agree on its fences: in indented code, say.
    """
    known = {example.name: example for example in gallery.on(page)}
    found = [_name(place) for place in _EXAMPLE.finditer(html)]
    if sorted(found) != sorted(known):
        raise PlaceError(
            f"{page}: 示例围栏放的位置不对，页面上出现的是 {found or '（没有）'}，"
            f"检查读到的是 {sorted(known) or '（没有）'}；围栏要顶格写，不放在缩进的代码或注释里"
        )
    html = _EXAMPLE.sub(lambda place: section(known[_name(place)], page, runner), html)
    if _INDEX not in html:
        return html, False
    return html.replace(_INDEX, listing(gallery, page, times())), True


def _name(place: re.Match[str]) -> str:
    """The program of a place; after it the fence may say that it needs a terminal."""
    return unescape(place[1]).partition(" ")[0]
