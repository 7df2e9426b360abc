"""Where bytes become posts: read a source, parse it with the adapter its content asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from scraper import dump, sources, wecenter
from scraper.errors import SourceError
from scraper.models import Forum, Note, Post
from scraper.settings import Publish, Settings


@dataclass(frozen=True)
class Options:
    """What the command line says; None leaves the source's own setting or the default."""

    publish: Publish | None = None
    fetched_at: datetime | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Opened:
    """A source as read: its posts, its settings, where its images are, its pages' own text."""

    kind: str
    where: str
    sha256: str
    forum: Forum
    settings: Settings
    root: Path | None
    texts: Mapping[str, str] = field(default_factory=dict)


def open_source(path: Path, options: Options) -> Opened:
    """Read and parse a source. Raises SourceError where it holds no forum."""
    found = sources.read(path, dump.is_dump, wecenter.is_wecenter)
    own = Settings() if isinstance(found, sources.Dump) else found.settings
    chosen = replace(
        own,
        base_url=options.base_url or own.base_url,
        fetched_at=options.fetched_at or own.fetched_at,
        publish=options.publish or own.publish,
    )
    if isinstance(found, sources.Dump):
        forum = dump.read(
            found.text, where=found.where, base_url=chosen.base_url, fetched_at=chosen.fetched_at
        )
        forum = replace(
            forum, posts=tuple(replace(p, raw_sha256=found.sha256) for p in forum.posts)
        )
        return Opened("dump", found.where, found.sha256, forum, chosen, None)
    forum = wecenter.read(found.pages, base_url=chosen.base_url, fetched_at=chosen.fetched_at)
    unread = [Note("doubt", "page-unread", where, 0, why) for where, why in found.skipped]
    forum = replace(forum, notes=(*forum.notes, *unread))
    if not forum.posts:
        reasons = "; ".join(f"{n.where}: {n.message}" for n in forum.notes[:3])
        raise SourceError(f"{path}: no post in these pages ({reasons or 'all empty'})")
    texts = {page.where: page.html for page in found.pages}
    return Opened("saved", found.where, found.sha256, forum, chosen, found.root, texts)


def identity(post: Post, opened: Opened) -> str:
    """The id that a page keeps whatever happens to its title: forum and post."""
    if opened.kind == "dump":
        return post.key
    if opened.settings.local_ids:
        return f"{opened.where}:{post.key}"
    host = (post.url or opened.settings.base_url or "").split("//")[-1].split("/")[0]
    return f"{host or opened.where}:{post.key}"


def key_of(url: str, opened: Opened) -> str | None:
    """`article/12` for any address of a post of this forum, else None."""
    home = _home(opened)
    if home is None and urlsplit(url).netloc:
        return None  # nothing tells that the address is this forum's
    found = wecenter.canonical(url, home)
    return "/".join(found) if found else None


def _home(opened: Opened) -> str | None:
    """The forum's address: as set, else as its pages say."""
    known = (post.url for post in opened.forum.posts if post.url)
    first = next(known, None)
    return opened.settings.base_url or (urljoin(first, "/") if first else None)


def image(url: str, page: str, opened: Opened) -> bytes | None:
    """An image's bytes from the source's own folder, or None.

    Tools put it in different places: by the address's path, below a folder named like the host, or
    beside the page.
    """
    root = opened.root
    if root is None or "\0" in unquote(url):
        return None
    parts = urlsplit(url)
    path = unquote(parts.path).lstrip("/")
    for start in (root, root / parts.netloc, (root / page).parent):
        file = (start / path).resolve()
        # neither `..` nor a link may lead out of the folder
        if file.is_relative_to(root.resolve()) and file.is_file():
            return file.read_bytes()
    return None
