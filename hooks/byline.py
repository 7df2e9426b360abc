"""What stands under a title: who wrote it, when, where it comes from, what may be done with it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from hooks import labels
from hooks.library import Library, url
from scraper.article import Article, Header
from scraper.sanitize import is_safe_url
from scraper.taxonomy import PLATFORMS


@dataclass(frozen=True)
class Part:
    """One part of a series; `current` marks the page itself."""

    number: int
    title: str
    url: str
    current: bool


@dataclass(frozen=True)
class Series:
    """A page's series: `number` of `total`, and all parts in order."""

    name: str
    number: int
    total: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Target:
    """A link's text and address; `external` ones leave the site. No address, no link."""

    text: str
    url: str
    external: bool = False


@dataclass(frozen=True)
class Byline:
    """A header in words. Raw text, escaped by the template; empty text is not shown.

    `iso` is the date for machines. `notice` is the banner of an outdated or archived page and
    `instead` what to read in its place.
    """

    author_label: str
    author: str
    date: str
    iso: str
    printed_date: str
    updated: str
    provenance: str
    source: Target | None
    license: Target | None
    platforms: tuple[str, ...]
    sdk: str
    status: str
    notice: str
    instead: Target | None
    series: Series | None


_NOTICES = {
    "outdated": "这篇内容已经过时，照做之前请先核对当前的 SDK 文档。",
    "archived": "这是存档内容，保留原貌供查阅，不再更新。",
}
# nothing of the post is left but its title
_WRITTEN_ANEW = "社区原来的这一篇没有找到，下面是按它的题目和公开资料写的。"


def byline(article: Article, library: Library) -> Byline:
    """Everything a reader should know about an article besides its text."""
    header = article.header
    source_time = header.source.time if header.source else None
    license_name, license_url = labels.license_of(header)
    return Byline(
        author_label=labels.AUTHORS.get(header.kind, labels.AUTHORS["article"]),
        author=header.author,
        date=labels.date(header),
        iso=labels.day(header.date),
        printed_date=source_time or "",
        updated=labels.day(header.updated),
        provenance=labels.provenance(header),
        source=_source(header),
        license=Target(license_name, license_url, external=True) if license_name else None,
        platforms=tuple(PLATFORMS.get(platform, platform) for platform in header.platforms),
        sdk=header.sdk or "",
        status=header.status,
        notice=_notice(header),
        instead=_instead(article, library),
        series=_series(article, library),
    )


def _notice(header: Header) -> str:
    if header.kind == "tutorial" and header.status == "archived":
        return _WRITTEN_ANEW
    return _NOTICES.get(header.status, "")


def _source(header: Header) -> Target | None:
    source = header.source
    # an original page that names a post took its title only, to stand in the index for it
    if source is None or (header.provenance == "original" and not (source.url or source.id)):
        return None
    address = source.url if source.url and is_safe_url(source.url) else ""
    host = urlsplit(address).hostname if address else ""
    text = source.site or host or source.id or ""
    return Target(text, address, external=True) if text else None


def _instead(article: Article, library: Library) -> Target | None:
    """`replaced_by` is an address, or a page's path as seen from the article (rule LINK-1)."""
    wanted = article.header.replaced_by
    if not wanted:
        return None
    if urlsplit(wanted).scheme in ("http", "https"):
        return Target(wanted, wanted if is_safe_url(wanted) else "", external=True)
    beside = posixpath.normpath(posixpath.join(article.path.parent.as_posix(), wanted))
    found = library.find(beside)
    return Target(found.header.title, url(found.path)) if found else Target(wanted, "")


def _series(article: Article, library: Library) -> Series | None:
    own = article.header.series
    if own is None:
        return None
    parts = tuple(
        _part(other, article.path) for other in library.series.get(own.name, ()) if _numbered(other)
    )
    highest = max((part.number for part in parts), default=own.number)
    return Series(own.name, own.number, highest, parts)


def _numbered(article: Article) -> bool:
    return article.header.series is not None and article.header.series.number > 0


def _part(article: Article, current: PurePosixPath) -> Part:
    number = article.header.series.number if article.header.series else 0
    return Part(number, article.header.title, url(article.path), article.path == current)
