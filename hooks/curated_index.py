"""The curated index: each listed title is linked to our page, or marked as not collected yet."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from hooks.library import url
from scraper import titles
from scraper.rules.index import REASON
from scraper.sanitize import REL, is_safe_url
from scraper.taxonomy import PLATFORMS

MISSING = "尚未收录"
ORIGINAL = "原帖"


@dataclass(frozen=True)
class Entry:
    """One listed title. `url` is our page, relative to the site's root; `original` the post's, and
    `reason` says why we have none.
    """

    title: str
    url: str = ""
    original: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of the index with its entries; `anchor` is the heading's id."""

    name: str
    anchor: str
    platform: str | None
    entries: tuple[Entry, ...]

    @property
    def collected(self) -> int:
        """How many of the entries this site has."""
        return sum(bool(entry.url) for entry in self.entries)


def resolve(
    html: str, page: PurePosixPath, by_title: Mapping[str, PurePosixPath]
) -> tuple[str, tuple[Section, ...]]:
    """Resolve an index page's rendered body.

    `html` has `h2` headings, each followed by ordered lists whose items hold one title, bare or as
    a link to the original post, and may hold a list that says why we do not have it; everything
    else passes unchanged. Returns the new HTML and what was found. `page` is the index's own path,
    `by_title` maps normalised titles to pages.
    """
    soup = BeautifulSoup(html, "html.parser")
    sections = []
    for heading in soup.find_all("h2"):
        lists = _lists_below(heading)
        items = [item for found in lists for item in found.find_all("li", recursive=False)]
        if not items:
            continue
        entries = tuple(_resolve_item(soup, item, page, by_title) for item in items)
        for found in lists:
            found["class"] = "kb-index"
        name = _text(heading)
        sections.append(Section(name, str(heading.get("id") or ""), platform_of(name), entries))
        lists[0].insert_before(_count(soup, sections[-1]))
    return str(soup), tuple(sections)


def platform_of(name: str) -> str | None:
    """The platform that a heading such as “Android 篇” names, or None."""
    key = titles.normalise(name)
    for slug, label in PLATFORMS.items():
        if key.startswith((titles.normalise(label), titles.normalise(slug))):
            return slug
    return None


def by_platform(sections: tuple[Section, ...], platform: str | None) -> tuple[Section, ...]:
    """The sections about one platform; none for a category without one."""
    return tuple(s for s in sections if platform is not None and s.platform == platform)


def _lists_below(heading: Tag) -> list[Tag]:
    found = []
    for sibling in heading.find_next_siblings():
        if sibling.name in ("h1", "h2"):
            break
        if sibling.name == "ol":
            found.append(sibling)
    return found


def _resolve_item(
    soup: BeautifulSoup, item: Tag, page: PurePosixPath, by_title: Mapping[str, PurePosixPath]
) -> Entry:
    reason = _take_reason(item)
    link = item.find("a", href=True)
    target = str(link["href"]) if link else ""
    title = _text(link or item)
    ours = by_title.get(titles.normalise(title))
    target = target if is_safe_url(target) else ""
    original = target if urlsplit(target).scheme in ("http", "https") else ""
    if ours is None and target and not urlsplit(target).scheme:
        return Entry(title, _from_root(target, page))  # a person linked a page of ours by hand
    item.clear()
    if ours is not None:
        item.append(_link(soup, title, posixpath.relpath(url(ours), page.parent.as_posix())))
        return Entry(title, url(ours), original)
    item["class"] = "kb-index__missing"
    item.append(f"{title} ")
    item.append(_span(soup, MISSING))
    if original:
        item.append(" ")
        item.append(_link(soup, ORIGINAL, original, rel=REL))
    if reason:
        item.append(_block(soup, reason))
    return Entry(title, "", original, reason)


def _take_reason(item: Tag) -> str:
    """Why an entry is not collected, taken out of it: what its inner list says."""
    reason = ""
    for inner in item.find_all("ul", recursive=False):
        for line in inner.find_all("li"):
            text = _text(line)
            if text.startswith(REASON):
                reason = text.removeprefix(REASON).strip()
        inner.extract()
    return reason


def _from_root(target: str, page: PurePosixPath) -> str:
    path, _, fragment = target.partition("#")
    joined = posixpath.normpath(posixpath.join(page.parent.as_posix(), path))
    return f"{joined}#{fragment}" if fragment else joined


def _text(tag: Tag) -> str:
    permalinks = tag.find_all("a", class_="headerlink")
    own = [s for s in tag.strings if not any(link in s.parents for link in permalinks)]
    return " ".join("".join(own).split())


def _link(soup: BeautifulSoup, text: str, href: str, rel: str = "") -> Tag:
    link = soup.new_tag("a", attrs={"href": href, **({"rel": rel} if rel else {})})
    link.string = text
    return link


def _span(soup: BeautifulSoup, text: str) -> Tag:
    span = soup.new_tag("span", attrs={"class": "kb-chip kb-chip--quiet"})
    span.string = text
    return span


def _block(soup: BeautifulSoup, text: str) -> Tag:
    block = soup.new_tag("span", attrs={"class": "kb-index__reason"})
    block.string = text
    return block


def _count(soup: BeautifulSoup, section: Section) -> Tag:
    line = soup.new_tag("p", attrs={"class": "kb-count"})
    line.string = f"收录 {section.collected} / 共 {len(section.entries)}"
    return line
