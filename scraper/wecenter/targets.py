"""What a page of the forum makes worth fetching next, and where that is.

Addresses are discovered, not assumed: a post is asked for at the address that the listing prints.
Only what no page links (AJAX answers, further pages for guests, the mobile page) is built, in the
form that the forum's own links have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote, urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scraper import moments, runaway
from scraper.models import Reply
from scraper.wecenter import urls
from scraper.wecenter.found import Detail, Line, Parsed

LISTED = 100  # items that one AJAX listing is asked for
_MOST_PAGES = 1000
TargetKind = Literal["post", "page", "mobile", "remarks", "image", "file"]
_LAZY = ("data-original", "data-src", "src")
_IMAGE_ENDS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")


@dataclass(frozen=True)
class Site:
    """Where a forum is: `root` its front page, `prefix` what stands before each path (`?/` where
    addresses are not rewritten).
    """

    root: str
    prefix: str = ""

    def address(self, path: str) -> str:
        """The address of a path of the general grammar, such as `question/12`."""
        return f"{self.root}{self.prefix}{path}"

    def listing(self, number: int, *, by_ajax: bool) -> str:
        """The address of a page of the newest posts of the whole forum."""
        if by_ajax:
            pairs = f"sort_type-new__page-{number}__per_page-{LISTED}"
            return self.address(f"explore/ajax/list/{pairs}")
        return self.address(f"sort_type-new__day-0__is_recommend-0__page-{number}")


@dataclass(frozen=True)
class Target:
    """Something to fetch; `count` is how much of it the page counts, where it does."""

    kind: TargetKind
    key: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Sighting:
    """A post's line in a listing: its address, a digest of what would change with the post, and
    between which moments its time lies.
    """

    key: str
    url: str
    look: str
    since: datetime
    until: datetime


def site(front: Parsed, asked: str) -> Site:
    """The forum whose front page was read at `asked`; its links tell how it writes addresses."""
    root = front.root or urls.root(asked) or asked
    for listed in front.listed:
        parts = urlsplit(listed.line.href)
        for prefix in ("index.php?/", "?/"):
            if parts.query.startswith("/") and f"/{parts.path}?/".endswith(f"/{prefix}"):
                return Site(root, prefix)
    return Site(root)


def sightings(parsed: Parsed, served: datetime) -> Iterator[Sighting]:
    """The posts of a listing page in its order."""
    for listed in parsed.listed:
        line = listed.line
        key = f"{line.item.kind}/{line.item.id}"
        address = _own(
            urldefrag(urls.resolve(line.href, parsed.base or parsed.root)).url, key, parsed
        )
        time = line.item.time
        found = moments.bounds(time, served) if time else None
        since, until = found or (datetime.min, datetime.max)
        yield Sighting(key, address, _look(line), since, until)


def _own(address: str, key: str, parsed: Parsed) -> str:
    """The address of a post at this forum, whose links may name another host: this form is read
    whether addresses are rewritten or not.
    """
    foreign = parsed.root is not None and urls.canonical(address, parsed.root) is None
    return f"{parsed.root}?/{key}" if foreign else address


def _look(line: Line) -> str:
    """All of a line that changes when the post's own page does; views and age do not count."""
    item = line.item
    told = (
        item.title, item.verb, item.person, item.counts.replies, item.counts.comments,
        item.topic_ids, line.topics, item.body,
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def of_detail(detail: Detail, where: Site, *, mobile: bool) -> Iterator[Target]:
    """What belongs to a post beside the page that was read."""
    name = f"{detail.kind}/{detail.id}"
    if detail.number == 1:
        total = (
            detail.counts.replies if detail.kind == "question" else detail.counts.comments
        ) or 0
        for number in range(2, min(-(-total // urls.PER_PAGE), _MOST_PAGES) + 1):
            path = f"{detail.kind}/id-{detail.id}__page-{number}"
            yield Target("page", f"{name}/page/{number}", where.address(path))
        if detail.kind == "question" and total and mobile:
            # the desktop site never shows the minute of a question that has answers
            yield Target("mobile", f"{name}/mobile", where.address(f"m/{name}"))
        if detail.kind == "question" and detail.counts.comments:
            yield _remarks("question", detail.id, detail.counts.comments, where)
    for reply in detail.replies:
        if reply.id is not None and reply.comment_count:
            yield _remarks("answer", reply.id, reply.comment_count, where)
    yield from _files(detail, where)


def _remarks(kind: str, number: int, count: int, where: Site) -> Target:
    path = f"question/ajax/get_{kind}_comments/{kind}_id-{number}"
    return Target("remarks", f"{kind}/{number}/comments", where.address(path), count)


def _files(detail: Detail, where: Site) -> Iterator[Target]:
    """Images and attachments of everything that people wrote on the page, each once."""
    bodies = [detail.body or "", *map(_body, detail.replies), *(c.body for c in detail.comments)]
    seen: set[str] = set()
    for html in bodies:
        for kind, url in _addresses(html, where):
            if url not in seen:
                seen.add(url)
                yield Target(kind, f"{kind}/{url}", url)


def _body(reply: Reply) -> str:
    return reply.body


def _addresses(html: str, where: Site) -> Iterator[tuple[TargetKind, str]]:
    if ("<img" not in html and "/uploads/" not in html) or runaway.is_runaway(html):
        return
    tree = LexborHTMLParser(html.encode("utf-8", "replace"), is_fragment=True)
    for node in tree.css("img"):
        shown = next((node.attrs.get(name) for name in _LAZY if node.attrs.get(name)), None)
        if shown and (url := _absolute(shown, where)):
            yield "image", url
    for node in tree.css('a[href*="/uploads/"]'):
        url = _absolute(node.attrs.get("href") or "", where)
        if url and not urlsplit(url).path.lower().endswith(_IMAGE_ENDS):
            yield "file", url


def _absolute(url: str, where: Site) -> str | None:
    try:
        found = urldefrag(urls.resolve(url, where.root)).url
        host = urlsplit(found).hostname
    except ValueError:
        return None
    # a body that was cut off in the middle of a tag has an address that runs on into the page
    is_torn = any(c in found for c in '<>"\r\n\t')
    if is_torn or not host or not found.startswith(("http://", "https://")):
        return None
    return quote(found, safe="%/:?#[]@!$&'()*+,;=~")  # one key, percent-encoded or not
