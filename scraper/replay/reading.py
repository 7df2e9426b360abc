"""Which captures are read, and what all of them together say of the forum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from scraper import responses, wecenter
from scraper.errors import SourceError
from scraper.models import Capture, Forum, Note, Post
from scraper.replay.captures import (
    DAMAGED,
    Shown,
    by_slot,
    digest_of,
    load,
    parse,
    root_of,
)  # fmt: skip
from scraper.spread import spread
from scraper.wecenter import Parsed, verdicts
from scraper.wecenter.slots import Slot

CHUNK = 64  # captures that a worker parses at a time
_GONE = (404, 410)


@dataclass(frozen=True)
class Replayed:
    """What an archive holds of one forum. `files` are the newest good captures by the name of their
    address, images and pages alike.
    """

    root: str
    forum: Forum
    files: Mapping[str, Capture]
    sha256: str


def replay(path: Path, base_url: str | None, executor: Executor | None) -> Replayed:
    """Read an archive: a WARC file, or a folder with WARC files, ours or anyone's.

    Raises SourceError where it holds no page of a forum, or none of the one at `base_url`.
    """
    loaded = load(path)
    if not loaded.captures:
        reasons = "; ".join(note.message for note in loaded.notes[:2])
        raise SourceError(
            f"{path}: no response in this archive{f' ({reasons})' if reasons else ''}"
        )
    root = root_of(path, loaded, base_url or loaded.base_url)
    slots, files = by_slot(loaded, root)
    shown = _read(slots, loaded.folder, root, executor)
    shown = _fill(shown, _last_lines(shown, loaded.listed), loaded.folder, root, executor)
    forum = _forum(shown, root)
    damage = [n for found in shown.values() for o in found if o.parsed for n in o.parsed.notes
              if n.code == DAMAGED]  # fmt: skip
    notes = dict.fromkeys((*forum.notes, *damage, *loaded.notes))
    return Replayed(
        root=root,
        forum=replace(forum, notes=tuple(notes)),
        files=files,
        sha256=digest_of(loaded.captures),
    )


def _read(
    slots: Mapping[Slot, list[Shown]], folder: Path, root: str, executor: Executor | None
) -> dict[Slot, list[Shown]]:
    """Read the captures that count; where none of a slot does, all the others of it."""
    first = {where: _wanted(where, found) for where, found in slots.items()}
    read = _fill(slots, first, folder, root, executor)
    rest = {
        where: [
            at for at, one in enumerate(found) if one.parsed is None and one.capture.status == 200
        ]
        for where, found in read.items()
        if not any(is_good(one.parsed) for one in found)
    }
    return _fill(read, rest, folder, root, executor)


def _wanted(where: Slot, found: Sequence[Shown]) -> list[int]:
    pages = [at for at, one in enumerate(found) if one.capture.status == 200]
    counted = _counted(found) if where.part == "listing" else None
    return [at for at in pages if at in (pages[-1], counted) or found[at].relative]


def _last_lines(
    shown: Mapping[Slot, list[Shown]], rounds: Mapping[str, int]
) -> dict[Slot, list[int]]:
    """The older captures of listings that show posts which no newer listing does: their category is
    told nowhere else.
    """
    pages = {where.key for where, found in shown.items() if any(is_good(o.parsed) for o in found)}
    lines = (li for found in shown.values() for o in found if o.parsed for li in o.parsed.listed)
    lost = pages - {f"{kind}/{number}" for kind, number in (line.key for line in lines)}
    wanted = {rounds[key] for key in lost if key and key in rounds}
    return {
        where: [at for at, o in enumerate(found) if o.round in wanted and o.parsed is None
                and o.capture.status == 200]
        for where, found in shown.items() if wanted and where.part == "listing"
    }  # fmt: skip


def _counted(found: Sequence[Shown]) -> int | None:
    """The first capture of a listing's newest round: its views are those before our own visits."""
    pages = [at for at, one in enumerate(found) if one.capture.status == 200]
    newest = found[pages[-1]].round if pages else 0
    return next((at for at in pages if found[at].round == newest), None) if newest else None


def _views(shown: Mapping[Slot, list[Shown]]) -> dict[str, int]:
    """The views of posts as the listings counted them before the newest crawl visited the posts."""
    first: dict[str, tuple[int, datetime, int]] = {}
    listings = (one for where, found in shown.items() if where.part == "listing" for one in found)
    for one in listings:
        for listed in one.parsed.listed if one.parsed and one.round else ():
            item = listed.line.item
            if item.counts.views is not None:
                told = (-one.round, one.capture.served, item.counts.views)
                key = f"{item.kind}/{item.id}"
                first[key] = min(first.get(key, told), told)
    return {key: views for key, (_, _, views) in first.items()}


def _fill(
    slots: Mapping[Slot, list[Shown]],
    wanted: Mapping[Slot, list[int]],
    folder: Path,
    root: str,
    executor: Executor | None,
) -> dict[Slot, list[Shown]]:
    places = [(where, at) for where, numbers in wanted.items() for at in numbers]
    captures = [slots[where][at].capture for where, at in places]
    filled = {where: list(found) for where, found in slots.items()}
    work = partial(parse, folder=folder, root=root)
    for (where, at), parsed in zip(places, spread(work, captures, executor, CHUNK), strict=True):
        filled[where][at] = replace(filled[where][at], parsed=parsed)
    return filled


def is_good(parsed: Parsed | None) -> bool:
    """Whether a page says something of a post."""
    if parsed is None:
        return False
    return bool(parsed.detail or parsed.mobile or parsed.remarks) or parsed.kind in (
        "listing", "runaway",
    )  # fmt: skip


def _forum(shown: Mapping[Slot, list[Shown]], root: str) -> Forum:
    current: list[Parsed] = []
    earlier: list[Parsed] = []
    fates: dict[str, tuple[datetime | None, str | None]] = {}
    for where, found in shown.items():
        pages = [one.parsed for one in found if one.parsed]
        good = [parsed for parsed in pages if is_good(parsed)]
        if where.part == "listing":
            current += good[-1:]
            earlier += good[:-1]
        else:
            # all captures: the newest counts, and the older ones know times better
            current += good or (pages if where.part == "post" else [])
        if where.part == "post" and where.key and where.name == f"{where.key}/page/1":
            fates[where.key] = _fate(where.key, found, root)
    forum = wecenter.join(current, earlier)
    posts = [fated(post, *fates.get(post.key, (None, None))) for post in forum.posts]
    views = _views(shown)
    posts = [replace(p, counts=replace(p.counts, views=views.get(p.key, p.counts.views)))
             for p in posts]  # fmt: skip
    # a line of a listing, and a page that was never there: people quote such lines in their texts
    seen = {where.key for where, found in shown.items() if any(is_good(o.parsed) for o in found)}
    empty = [post for post in posts if post.gone and not post.body and post.key not in seen]
    notes = [
        Note(
            "doubt", "gone-unseen", p.where, p.line, f"{p.key} was gone before it was ever fetched"
        )
        for p in empty
    ]
    kept = tuple(post for post in posts if post not in empty)
    return replace(forum, posts=kept, notes=(*forum.notes, *notes))


def _fate(key: str, found: Iterable[Shown], root: str) -> tuple[datetime | None, str | None]:
    """(when the forum first said that a post is gone, the question that it was merged into)."""
    gone, merged = None, None
    for one in found:
        location = responses.field(one.capture.headers, "location")
        if 300 <= one.capture.status < 400 and location:
            leads = verdicts.redirect(key, one.capture.url, location, root)
            merged = leads.target if leads.meaning == "merged" else merged
        elif one.capture.status in _GONE or (
            one.parsed and one.parsed.kind in ("deleted", "not-found")
        ):
            gone = gone or one.capture.served
        elif is_good(one.parsed):
            gone, merged = None, None
    return gone, merged


def fated(post: Post, gone: datetime | None, merged: str | None) -> Post:
    """A post with what became of it, and the hash of what it says now."""
    found = replace(post, gone=gone, merged_into=merged or post.merged_into)
    return replace(found, raw_sha256=digest(found))


def digest(post: Post) -> str:
    """A hash of what a post says and what became of it: the page around it is another one each
    time it is served.
    """
    replies = [(r.id, r.body, r.votes, r.best, [c.body for c in r.comments]) for r in post.replies]
    fate = (post.locked, post.gone is not None, post.merged_into)
    told = (post.title, post.body, replies, [comment.body for comment in post.comments], fate)
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()
