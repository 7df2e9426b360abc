"""Addresses of a WeCenter forum: every form of an address gives one key.

WeCenter answers the same page at a rewritten path, behind `/?/` and behind `/index.php?/`, with its
values in the last segment (`id-12__page-2`) or in an ordinary query string.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

PER_PAGE = 100  # answers or comments on one page, fixed in WeCenter
_TYPES = ("article", "question", "topic", "people")
_NUMERIC = ("article", "question")
_DEFAULTS = ("main", "index")  # controller and action that may be written out
_NUMBER = re.compile(r"(\d{1,18})(?:\.html?)?", re.ASCII)
_PRESET = re.compile(r"q_(\d{1,18})(?:\.html?)?", re.ASCII)  # a ready-made rewrite rule
_PLAIN = re.compile(r"(?:(?P<folder>.*/)|^)(?:index\.php)?$")
# a path that needs no more than the front of an address before it: without `.`, `..` and queries
_SIMPLE = re.compile(r"/?[\w%-]+(?:\.[\w%-]+)*+(?:/[\w%-]+(?:\.[\w%-]+)*+)*+/?")
_DOWNLOAD = re.compile(r"(?:^|/)file/download/(?:[^/]*?__)?url-([A-Za-z0-9+/=]+)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->")
_BASE = re.compile(r"""<base\b[^>]*?\bhref\s*=\s*["'](https?://[^"'\s]+)""", re.IGNORECASE)
# a question with one of its answers or one person's alone, an article with one of its comments
_PART = re.compile(r"(?<![a-z])(?:answer_id|item_id|uid)[-=]\d", re.ASCII)
_PAGE_NUMBER = re.compile(r"(?<![a-z])(?<!per_)page[-=](\d{1,6})", re.ASCII)
_REMARKS = re.compile(r"get_(question|answer)_comments(?P<rest>.*)", re.DOTALL)


def canonical(url: str, base_url: str | None = None) -> tuple[str, str] | None:
    """(type, id) of an address in any of its forms, or None.

    Types are article, question, topic and people; the first two have numeric ids only. With
    `base_url` an address on another host or outside the forum's folder is None; without it any
    host will do.
    """
    found = _route(url, base_url)
    if found is None:
        return None
    segments, values = found
    if segments[:1] == ["m"]:
        segments = segments[1:]
    if len(segments) == 1 and (preset := _PRESET.fullmatch(segments[0])):
        return _key("question", preset[1])
    if not segments or segments[0] not in _TYPES:
        return None
    kind, rest = segments[0], segments[1:]
    while len(rest) > 1 and rest[0] in _DEFAULTS:
        rest = rest[1:]
    if len(rest) > 1:
        return None
    last = rest[0] if rest else ""
    if last and (_NUMBER.fullmatch(last) or "-" not in last):
        return _key(kind, last)
    pairs = dict(part.partition("-")[::2] for part in last.split("__"))
    return _key(kind, pairs.get("id") or values.get("id") or "")


def _key(kind: str, value: str) -> tuple[str, str] | None:
    number = _NUMBER.fullmatch(value)
    if number:
        return (kind, str(int(number[1]))) if int(number[1]) else None
    return (kind, value) if value and kind not in _NUMERIC else None


def _route(url: str, base_url: str | None) -> tuple[list[str], dict[str, str]] | None:
    """The segments after the forum's root and the values of the query; None outside the forum."""
    try:
        parts = urlsplit(url.strip())
        base = _base(base_url)
        foreign = bool(parts.netloc and base.netloc) and host(parts.netloc) != host(base.netloc)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or foreign:
        return None
    path, query = unquote(parts.path), unquote(parts.query)
    rooted = bool(parts.netloc) or path.startswith("/")
    if rooted and base.path.strip("/"):
        if not f"{path}/".startswith(base.path):
            return None
        path = path[len(base.path) :]
    if query.startswith("/") and _PLAIN.match(path):
        path, _, query = re.sub(r"[?&]", "\0", query, count=1).partition("\0")
    segments = [part for part in path.split("/") if part not in ("", ".", "..")]
    return segments, dict(parse_qsl(query))


@lru_cache(maxsize=64)
def _base(base_url: str | None) -> SplitResult:
    return urlsplit(root(base_url) or "")


def host(netloc: str) -> str:
    """A host's name as it is compared: in small letters, without the usual ports."""
    return netloc.rpartition("@")[2].lower().removesuffix(":80").removesuffix(":443")


def root(url: str | None) -> str | None:
    """The address of a forum's front page, ending in `/`, from any form of its base address."""
    try:
        parts = urlsplit((url or "").strip())
        _ = parts.port  # not a number, or too large: ValueError
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    folder, _, name = parts.path.rpartition("/")
    if name and "." not in name:
        folder = f"{folder}/{name}"
    return f"{parts.scheme}://{parts.netloc}{folder}/"


def bases(href: str | None, html: str, base_url: str | None) -> tuple[str | None, str | None]:
    """What a page's relative addresses are resolved against, and the forum's front page.

    `href` is the page's own `<base>`. A browser's "save complete page" writes `.` there: what is
    relative then names files beside the page and stays as it is.
    """
    given = root(base_url)
    saved = _SAVED_FROM.search(html[:4096])
    origin = root(urljoin(saved[1], "/")) if saved else None
    if href is None:
        return given, given or origin
    href = href.strip()
    if href in (".", "./"):
        return None, given or origin
    own = resolve(href, given or origin)
    return (own, root(own)) if root(own) else (given, given or origin)


def front(htmls: Iterable[str]) -> str | None:
    """The forum's front page, where all pages that name one agree: for fragments, which do not."""
    heads = (_BASE.search(html[:4096]) for html in htmls)
    roots = {root(head[1]) for head in heads if head} - {None}
    return roots.pop() if len(roots) == 1 else None


def resolve(url: str, base: str | None) -> str:
    """An address as an absolute one where that can be told, else as it is.

    A download link of the forum becomes the address of the file itself.
    """
    url = url.strip()
    if file := _downloaded(url):
        url = file
    # as a browser does; everything after would call an address with a space unsafe
    url = url.replace(" ", "%20")
    if not url or base is None or url.startswith(("#", "http://", "https://")):
        return url
    try:
        if _SIMPLE.fullmatch(url):
            return _start(base)[not url.startswith("/")] + url
        return url if urlsplit(url).scheme else urljoin(base, url)
    except ValueError:
        return url


@lru_cache(maxsize=64)  # almost every link asks, and a forum has one base
def _start(base: str) -> tuple[str, str]:
    """What comes before a simple path that starts at the root, and before one that does not."""
    return urljoin(base, "/x").removesuffix("/x"), urljoin(base, "x").removesuffix("x")


def _downloaded(url: str) -> str | None:
    """The real address in `/file/download/file_name-BASE64__url-BASE64`."""
    if "%" not in url and "file/download/" not in url:
        return None  # most are none, and it is asked for every link
    found = _DOWNLOAD.search(unquote(url))
    if found is None:
        return None
    code = found[1].rstrip("=")
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), validate=True).decode().strip()
    except (binascii.Error, UnicodeDecodeError):
        return None


def page_number(url: str) -> int | None:
    """The number of the page that an address or a path asks for, None where it names none."""
    found = _PAGE_NUMBER.search(url)
    return int(found[1]) if found else None


def shows_part(url: str) -> bool:
    """Whether the address of a post's page asks for one of its answers or comments alone."""
    return _PART.search(unquote(url)) is not None


def remarks_of(where: str) -> tuple[str, int] | None:
    """("question" or "answer", id) whose comments a saved AJAX answer holds, by its path.

    The answer itself names no id, so its path is the only place that tells.
    """
    found = _REMARKS.search(unquote(where))
    if found is None:
        return None
    number = re.search(rf"(?<![a-z]){found[1]}_id[-=](\d{{1,18}})", found["rest"], re.ASCII)
    return (found[1], int(number[1])) if number else None
