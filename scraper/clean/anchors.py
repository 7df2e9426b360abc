"""Links that ended in the wrong place, showed half of their address, or led to a person."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NamespacedAttribute, NavigableString

from scraper.clean.words import BLOCKS, EMPHASIS, classes, holds, holds_block, named, runs

_SHORTENED = re.compile(r"(?P<start>https?://[^\s…]*?)[.…]*\s*(?:\.{3}|…)\s*(?P<end>\S*)")


def trim_swallowed_links(soup: BeautifulSoup) -> None:
    """An auto-link whose text is its address ends where the address ends, not the sentence."""
    for link in named(soup, ("a",)):
        text = link.get_text()
        target = str(link.get("href") or "")
        if not re.match(r"https?://", text) or unquote(target).rstrip("/") != text.rstrip("/"):
            continue
        end = re.search(r"[^\x21-\x7e]", text)
        if end:
            link["href"] = link.string = text[: end.start()]
            link.insert_after(NavigableString(text[end.start() :]))


def restore_shortened_links(soup: BeautifulSoup) -> None:
    """WeCenter shows a long address as `http://a.cn/x ... yz`; the whole one stands in the href."""
    for link in named(soup, ("a",)):
        shown = _SHORTENED.fullmatch(link.get_text().strip())
        target = str(link.get("href") or "")
        if shown and target.startswith(shown["start"]) and target.endswith(shown["end"]):
            link.string = target


def unlink_mentions(soup: BeautifulSoup) -> None:
    """`@name` stays; the profile it led to is one of a forum that may be gone."""
    for link in named(soup, ("a",)):
        place = urlsplit(str(link.get("href") or "")).path
        if "aw-user-name" in classes(link) or (
            link.get_text().startswith("@") and re.search(r"(?:^|/)people/[^/]+$", place)
        ):
            link.unwrap()


def unwrap_empty_links(soup: BeautifulSoup) -> None:
    """Links without an address (mere anchors) and links without content."""
    for link in named(soup, ("a",)):
        if not link.get("href") or (not link.get_text(strip=True) and not holds(link, ("img",))):
            link.unwrap()


def move_inline_marks_into_blocks(soup: BeautifulSoup) -> None:
    """A link or emphasis around whole blocks goes into each of their lines, where it is kept."""
    for mark in named(soup, ("a", *EMPHASIS)):
        if not holds_block(mark):
            continue
        kept: dict[str | NamespacedAttribute, str] = {
            name: str(mark[name]) for name in ("href", "title") if name in mark.attrs
        }
        for block in [mark, *named(mark, BLOCKS - {"pre"})]:
            for run in runs(block):
                wrapper = soup.new_tag(mark.name, attrs=kept)
                run[0].insert_before(wrapper)
                wrapper.extend(run)
        mark.unwrap()
