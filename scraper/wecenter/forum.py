"""All posts of a set of pages, in the order of the forum's listing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from scraper.models import Forum, Note, Page
from scraper.wecenter import captures, merge, single, urls
from scraper.wecenter.found import Key, MobileTimes, Parsed, Remarks
from scraper.wecenter.merge import Told

_T = TypeVar("_T")


def read(pages: Sequence[Page], *, base_url: str | None, fetched_at: datetime | None) -> Forum:
    """All posts of a set of pages, whatever their order.

    Without `fetched_at` relative times stay unresolved; `base_url` is the forum's front page, for
    pages that do not say it themselves.
    """
    base_url = base_url or urls.front(page.html for page in pages)
    return join(single.parse(page, base_url=base_url, fetched_at=fetched_at) for page in pages)


def join(parsed: Iterable[Parsed], earlier: Iterable[Parsed] = ()) -> Forum:
    """The posts that pages together tell, whatever their order.

    `earlier` are older captures of listings. Of them only the times count, as a time loses its
    minutes while it grows old.
    """
    pages = sorted(parsed, key=lambda p: (p.page.where, p.page.sha256, captures.age(p)))
    old = sorted(earlier, key=lambda p: (p.page.where, p.page.sha256, captures.age(p)))
    lines = captures.lines(pages)
    details = _grouped((p.detail for p in pages if p.detail), lambda d: (d.kind, d.id))
    listed = _grouped(lines, lambda entry: entry.key)
    before = _grouped((line for p in old for line in p.listed), lambda entry: entry.key)
    mobile = _grouped((p.mobile for p in pages if p.mobile), lambda m: (m.kind, m.id))
    said, notes = _remarks(pages)
    notes += [note for p in pages for note in p.notes]
    keys = [*listed, *sorted(details.keys() - listed.keys())]
    notes += _mobile_alone(m for key in mobile.keys() - set(keys) for m in mobile[key])
    names = merge.known((p.detail for p in pages if p.detail), lines)
    posts = []
    for key in keys:
        told = Told(
            details.get(key, []), listed.get(key, []), before.get(key, []), mobile.get(key, [])
        )
        post, doubts = merge.post(key, told, said, names)
        posts.append(post)
        notes += doubts
    posts.sort(key=lambda post: not post.pinned)  # stable: the listing's order within both
    notes.sort(key=lambda n: (n.where, n.line, n.code, n.message))
    return Forum(tuple(posts), tuple(notes))


def _grouped(found: Iterable[_T], key: Callable[[_T], Key]) -> dict[Key, list[_T]]:
    groups: dict[Key, list[_T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _mobile_alone(found: Iterable[MobileTimes]) -> list[Note]:
    """A mobile page has no answer's or author's id, so it only completes what others tell."""
    return [single.mobile_doubt(told.page) for told in found]


def _remarks(pages: Sequence[Parsed]) -> tuple[dict[tuple[str, int], Remarks], list[Note]]:
    """The comments by what they belong to; of several copies the newest, then the one with more."""
    details = [p.detail for p in pages if p.detail]
    targets = {("question", d.id) for d in details if d.kind == "question"}
    targets |= {("answer", r.id) for d in details for r in d.replies if r.id is not None}
    kept: dict[tuple[str, int], Remarks] = {}
    notes = []
    found = sorted((p.remarks for p in pages if p.remarks), key=lambda r: -len(r.comments))
    for said in captures.newest_first(found):
        target = (said.kind, said.id)
        if target not in targets:
            message = f"comments of {said.kind} {said.id}, which is not among the pages"
            notes.append(Note("doubt", "comments-unplaced", said.page.where, 0, message))
        kept.setdefault(target, said)
    return kept, notes
