"""Where bytes become posts: read a source, parse it with the adapter its content asks for."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from scraper import dump, replay, responses, settings, sources, warc, wecenter
from scraper.errors import SourceError
from scraper.models import Forum, Note, Post
from scraper.settings import Publish, Settings

Place = tuple[str, int, int]


@dataclass(frozen=True)
class Options:
    """What the command line says; None leaves the source's own setting or the default."""

    publish: Publish | None = None
    fetched_at: datetime | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Files:
    """Where the files of a source are; small enough to be sent to a worker. Either `root`, a saved
    folder, or `captures`: (WARC below `folder`, offset, length) by the name of an address.
    """

    root: Path | None = None
    folder: Path = Path()
    captures: Mapping[str, Place] = field(default_factory=dict)

    def read(self, url: str, page: str) -> bytes | None:
        """A file's bytes by its address as it stands on `page`, or None."""
        if self.root is not None:
            return _saved(self.root, url, page)
        place = self.captures.get(replay.file_name(url))
        try:
            return warc.body(self.folder / place[0], *place[1:]) if place else None
        except SourceError:  # damaged: as good as not there
            return None

    def text(self, where: str) -> str:
        """The text of the page that a post's `where` names; empty where there is none."""
        if self.root is not None:
            return sources.text(self.root / where)
        data = self.read(where, where)
        return responses.text(data) if data else ""


@dataclass(frozen=True)
class Opened:
    """A source as read: its posts, its settings, where its files are."""

    kind: str
    where: str
    sha256: str
    forum: Forum
    settings: Settings
    files: Files = Files()

    @property
    def home(self) -> str | None:
        """The forum's address: as set, else as its pages say."""
        first = next((post.url for post in self.forum.posts if post.url), None)
        return self.settings.base_url or (urljoin(first, "/") if first else None)


def open_source(
    path: Path,
    options: Options,
    executor: Executor | None = None,
    known: Mapping[str, Settings] | None = None,
) -> Opened:
    """Read and parse a source. `known` are the settings of forums by name, for a source that does
    not carry its own: they say what of it may be published, wherever its bytes come from.

    Raises SourceError where it holds no forum.
    """
    known = known or {}
    if replay.is_archive(path):
        read = replay.replay(path, options.base_url, executor)
        return _open_archive(path, read, _chosen(None, known, read.root, options))
    found = sources.read(path, dump.is_dump, wecenter.is_wecenter)
    if isinstance(found, sources.Dump):
        return _open_dump(found, _chosen(None, known, None, options))
    home = wecenter.front(page.html for page in found.pages)
    return _open_saved(path, found, _chosen(found.settings, known, home, options))


def _chosen(
    carried: Settings | None, known: Mapping[str, Settings], home: str | None, options: Options
) -> Settings:
    own = carried or settings.for_url(known, options.base_url or home or "") or Settings()
    return replace(
        own,
        base_url=options.base_url or own.base_url,
        fetched_at=options.fetched_at or own.fetched_at,
        publish=options.publish or own.publish,
    )


def _open_dump(found: sources.Dump, chosen: Settings) -> Opened:
    forum = dump.read(
        found.text, where=found.where, base_url=chosen.base_url, fetched_at=chosen.fetched_at
    )
    forum = replace(forum, posts=tuple(replace(p, raw_sha256=found.sha256) for p in forum.posts))
    return Opened("dump", found.where, found.sha256, forum, chosen)


def _open_saved(path: Path, found: sources.Saved, chosen: Settings) -> Opened:
    forum = wecenter.read(found.pages, base_url=chosen.base_url, fetched_at=chosen.fetched_at)
    unread = [Note("doubt", "page-unread", where, 0, why) for where, why in found.skipped]
    forum = _some(path, replace(forum, notes=(*forum.notes, *unread)))
    files = Files(root=found.root)
    return Opened("saved", found.where, found.sha256, forum, chosen, files)


def _open_archive(path: Path, read: replay.Replayed, chosen: Settings) -> Opened:
    places = {name: (c.file, c.offset, c.length) for name, c in read.files.items()}
    files = Files(folder=path if path.is_dir() else path.parent, captures=places)
    chosen = replace(chosen, base_url=read.root)
    return Opened("archive", path.name, read.sha256, _some(path, read.forum), chosen, files)


def _some(path: Path, forum: Forum) -> Forum:
    if not forum.posts:
        reasons = "; ".join(f"{n.where}: {n.message}" for n in forum.notes[:3])
        raise SourceError(f"{path}: no post in these pages ({reasons or 'all empty'})")
    return forum


def identity(post: Post, opened: Opened) -> str:
    """The id that a page keeps whatever happens to its title: forum and post."""
    if opened.kind == "dump":
        return post.key
    if opened.settings.local_ids:
        return f"{opened.where}:{post.key}"
    host = (post.url or opened.settings.base_url or "").split("//")[-1].split("/")[0]
    return f"{host or opened.where}:{post.key}"


def key_of(url: str, home: str | None) -> str | None:
    """`article/12` for any address of a post of the forum at `home`, else None."""
    if home is None and urlsplit(url).netloc:
        return None  # nothing tells that the address is this forum's
    found = wecenter.canonical(url, home)
    return "/".join(found) if found else None


def _saved(root: Path, url: str, page: str) -> bytes | None:
    """Tools put an image in different places: by the address's path, below a folder named like the
    host, or beside the page; wget keeps a query in the file's name.
    """
    if "\0" in unquote(url):
        return None
    parts = urlsplit(url)
    path = unquote(parts.path).lstrip("/")
    names = (f"{path}?{unquote(parts.query)}", path) if parts.query else (path,)
    for start in (root, root / parts.netloc, (root / page).parent):
        for name in names:
            try:
                file = (start / name).resolve()
                # neither `..` nor a link may lead out of the folder
                if file.is_relative_to(root.resolve()) and file.is_file():
                    return file.read_bytes()
            except OSError:  # a name that is too long, a folder that may not be entered
                continue
    return None
