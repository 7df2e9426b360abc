"""Links between posts: where a target is one of our pages, the link goes there."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

Key = Callable[[str], str | None]


def localise(html: str, page: str, pages: Mapping[str, str], key_of: Key) -> str:
    """Point links to posts of this forum at their pages.

    `page` is the path of the page the body is for, `pages` maps a post's key to its page's path,
    `key_of` gives the key of an address or None.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all("a"):
        key = key_of(str(tag.get("href") or ""))
        if key is not None and pages.get(key) == page:
            continue  # to itself: where it is quarantined, that is where it can be read
        if key is not None and key in pages:
            tag["href"] = posixpath.relpath(pages[key], posixpath.dirname(page))
        elif key is not None and key.startswith("people/"):
            tag.unwrap()  # who is mentioned can be read; a profile of the forum helps nobody here
        elif not urlsplit(str(tag.get("href") or "")).scheme:
            tag.unwrap()  # an address without a host leads nowhere once it is taken off its page
    return str(soup)
