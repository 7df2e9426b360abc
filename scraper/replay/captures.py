"""What an archive holds: its captures, whose they are, and which part of the forum each shows."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from scraper import archive, frontier, responses, warc, wecenter
from scraper.errors import SourceError
from scraper.models import Capture, Note, Page
from scraper.wecenter import Parsed, urls
from scraper.wecenter.slots import Slot, slot

_TRIED_HOSTS, _TRIED_PAGES = 5, 10  # to find out which host of an archive is a forum
_MOST_REDIRECTS = 5
_POST = re.compile(r"[/?](?:article|question)/")
DAMAGED = "archive-damaged"


@dataclass(frozen=True)
class Loaded:
    """All captures of an archive. `relative` are the positions of those that print relative times,
    `rounds` the round of each (0 where nothing tells), `listed` the round that last listed a post.
    """

    folder: Path
    captures: tuple[Capture, ...]
    relative: frozenset[int]
    rounds: tuple[int, ...]
    base_url: str | None
    notes: tuple[Note, ...]
    listed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A capture of a slot, with what its page says where it was read."""

    capture: Capture
    relative: bool
    round: int = 0
    parsed: Parsed | None = None


def is_archive(path: Path) -> bool:
    """Whether a path is a WARC file or a folder that has some."""
    return bool(warc.files(path)) if path.exists() else False


def load(path: Path) -> Loaded:
    """The captures of a WARC file or of a folder with WARC files, by our index where it has one."""
    folder = path if path.is_dir() else path.parent
    if path.is_dir() and (known := frontier.index(path)):
        return _indexed(folder, known)
    captures: list[Capture] = []
    notes: list[Note] = []
    for file in warc.files(path):
        for found in warc.scan(file, folder):
            if isinstance(found, str):
                notes.append(Note("doubt", DAMAGED, file.name, 0, found))
            else:
                captures.append(found)
    every = frozenset(range(len(captures)))
    return Loaded(folder, tuple(captures), every, (0,) * len(captures), None, tuple(notes))


def _indexed(folder: Path, known: frontier.Index) -> Loaded:
    """Captures by our own index, without those that are not on disk any more."""
    names = {entry.capture.file for entry in known.captures}
    sizes = {
        name: (folder / name).stat().st_size if (folder / name).is_file() else 0 for name in names
    }
    kept = [
        e for e in known.captures if e.capture.offset + e.capture.length <= sizes[e.capture.file]
    ]
    lost = Counter(e.capture.file for e in known.captures) - Counter(e.capture.file for e in kept)
    notes = tuple(
        Note("doubt", DAMAGED, name, 0, f"{name}: the last {count} responses are missing")
        for name, count in sorted(lost.items())
    )
    relative = frozenset(at for at, entry in enumerate(kept) if entry.relative)
    rounds = tuple(entry.round for entry in kept)
    captures = tuple(entry.capture for entry in kept)
    return Loaded(folder, captures, relative, rounds, known.base_url, notes, known.listed)


def digest_of(captures: Iterable[Capture]) -> str:
    """A hash of all that an archive holds."""
    digest = hashlib.sha256()
    for capture in captures:
        digest.update(f"{capture.url}\0{capture.sha256}\n".encode())
    return digest.hexdigest()


def root_of(path: Path, loaded: Loaded, base_url: str | None) -> str:
    """The front page of the forum whose pages these are. Raises SourceError where there is none."""
    hosts = Counter(urlsplit(c.url).netloc.lower() for c in loaded.captures if _is_html(c))
    if base_url:
        root = urls.root(base_url)
        if root and urlsplit(root).netloc.lower() in hosts:
            return root
        held = ", ".join(host for host, _ in hosts.most_common(3)) or "no host"
        raise SourceError(f"{path}: holds pages of {held}, none of {base_url}")
    for host, _ in hosts.most_common(_TRIED_HOSTS):
        pages = [c for c in loaded.captures if _is_html(c) and c.status == 200
                 and urlsplit(c.url).netloc.lower() == host]  # fmt: skip
        pages.sort(key=lambda c: not _POST.search(c.url))  # what is most likely to tell
        for parsed in parse(pages[:_TRIED_PAGES], folder=loaded.folder, root=None):
            if parsed.kind in ("article", "question", "listing", "deleted"):
                front = parsed.root if parsed.root and host in parsed.root else None
                return front or urljoin(pages[0].url, "/")
    raise SourceError(
        f"{path}: no page of a WeCenter forum in these {len(loaded.captures)} responses"
    )


def _is_html(capture: Capture) -> bool:
    kind = responses.field(capture.headers, "content-type").lower()
    return "html" in kind or not kind


def by_slot(loaded: Loaded, root: str) -> tuple[dict[Slot, list[Shown]], dict[str, Capture]]:
    """Captures by the part of the forum that they show, in order of time; files by address."""
    slots: dict[Slot, list[Shown]] = {}
    files: dict[str, Capture] = {}
    order = sorted(range(len(loaded.captures)), key=lambda at: (loaded.captures[at].served, at))
    for at in order:
        capture = loaded.captures[at]
        where = slot(capture.url, root) if _is_html(capture) or capture.status != 200 else None
        if where is not None:
            one = Shown(capture, at in loaded.relative, loaded.rounds[at])
            slots.setdefault(where, []).append(one)
        if capture.status == 200:
            files[file_name(capture.url)] = capture
    return slots, files | _led_to(loaded.captures, files)


def _led_to(captures: Iterable[Capture], files: Mapping[str, Capture]) -> dict[str, Capture]:
    """Files by the addresses that only lead to them; the newest redirect of each counts."""
    leads: dict[str, str] = {}
    for capture in sorted(captures, key=lambda c: c.served):
        location = responses.field(capture.headers, "location")
        if 300 <= capture.status < 400 and location:
            with suppress(ValueError):
                leads[file_name(capture.url)] = file_name(urljoin(capture.url, location))
    found = {}
    for name in leads.keys() - files.keys():
        target = name
        for _ in range(_MOST_REDIRECTS):
            target = leads.get(target, target)
        if target in files:
            found[name] = files[target]
    return found


def file_name(url: str) -> str:
    """What a file's address is looked up by: scheme, fragment and percent-encoding do not count."""
    return unquote(urldefrag(url).url).partition("://")[2]


def parse(captures: Sequence[Capture], *, folder: Path, root: str | None) -> list[Parsed]:
    """What the pages in some captures say; a damaged record is a page that says nothing."""
    return [_parse_one(capture, folder, root) for capture in captures]


def _parse_one(capture: Capture, folder: Path, root: str | None) -> Parsed:
    try:
        return wecenter.parse(page(folder, capture), base_url=root, fetched_at=None)
    except SourceError:  # one damaged record is no reason to lose the others
        place = f"{capture.file}, byte {capture.offset}"
        note = Note("doubt", DAMAGED, capture.file, 0, f"{place}: {capture.url} is not readable")
        empty = Page(capture.url, "", capture.sha256, capture.url, capture.served)
        return Parsed(empty, "foreign", notes=(note,))


def page(folder: Path, capture: Capture) -> Page:
    """The page in a capture, named by its address."""
    html = responses.text(archive.read(folder, capture), capture.headers)
    return Page(capture.url, html, capture.sha256, capture.url, capture.served)
