"""Which part of the forum an address shows, whatever form it has: captures of one part follow each
other in time, and the newest is what the forum says now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from scraper.wecenter import urls

Part = Literal["post", "mobile", "remarks", "listing"]
# home, its orders, categories, topics, features, the lists of articles and questions
_LISTING = re.compile(
    r"(?:\?/|index\.php\?/)?(?:index\.php)?"
    r"(?:(?:explore|topic|feature|article|question|column)(?:/.*)?|.*(?:sort_type|is_recommend)-.*"
    r"|category-.*|)"
)
_MOBILE = re.compile(r"(?:^|[/?])m/(?:question|article)/")
_SOURCE = re.compile(r"(?:[?&]|__)rf[=-]false")


@dataclass(frozen=True)
class Slot:
    """A part of the forum: `name` is the same for all forms of its address. `key` is the post that
    it is a page of, such as `article/12`, None for a listing and for comments.
    """

    name: str
    part: Part
    key: str | None = None


def slot(url: str, root: str) -> Slot | None:
    """The slot of an address, None for one that is not the forum's or shows no posts."""
    below = _below(url, root)
    if below is None:
        return None
    path = unquote(below)
    if said := urls.remarks_of(path):
        return Slot(f"{said[0]}/{said[1]}/comments", "remarks")
    found = urls.canonical(url, root)
    if found and found[0] in ("article", "question"):
        key = "/".join(found)
        if _MOBILE.search(path):
            return Slot(f"{key}/mobile", "mobile", key)
        if urls.shows_part(url):
            return Slot(f"{key}/part/{path}", "post", key)
        if _SOURCE.search(path):
            return Slot(f"{key}/source", "post", key)
        return Slot(f"{key}/page/{urls.page_number(path) or 1}", "post", key)
    return Slot(path, "listing") if _LISTING.fullmatch(path) else None


def _below(url: str, root: str) -> str | None:
    """The rest of an address below the forum's front page, of either scheme."""
    try:
        parts, base = urlsplit(url), urlsplit(root)
    except ValueError:
        return None
    path = parts.path or "/"
    if urls.host(parts.netloc) != urls.host(base.netloc) or not path.startswith(base.path):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return path[len(base.path) :] + query
