"""A post as an earlier import saw it, out of the same archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scraper import wecenter
from scraper.models import Post
from scraper.replay.captures import Shown, by_slot, load, parse
from scraper.replay.reading import fated, is_good
from scraper.wecenter import Parsed
from scraper.wecenter.slots import Slot


def as_of(path: Path, root: str, key: str, sha256: str) -> Post | None:
    """A post as it was when its `raw_sha256` was this one, without what only the listings tell;
    None where no capture gives it.
    """
    loaded = load(path)
    slots, _ = by_slot(loaded, root)
    first = next((f for where, f in slots.items() if where.name == f"{key}/page/1"), [])
    for at, one in enumerate(first):
        if one.capture.status == 200:
            post = _at(key, slots, loaded.folder, root, first[at:])
            if post and post.raw_sha256 == sha256:
                return post
    return None


def _at(
    key: str, slots: Mapping[Slot, list[Shown]], folder: Path, root: str, first: list[Shown]
) -> Post | None:
    """A post as it was from the first of these captures of its page to the second."""
    until = first[1].capture.served if len(first) > 1 else None

    def read(found: Sequence[Shown]) -> list[Parsed]:
        good = [one.capture for one in found if one.capture.status == 200]
        known = [capture for capture in good if until is None or capture.served < until]
        return parse(known[-1:] or good[:1], folder=folder, root=root)

    # what a merged question says itself is asked for only once it leads to another
    others = {f"{key}/page/1", *({f"{key}/source"} if until else ())}

    pages = parse([first[0].capture], folder=folder, root=root)
    for where, found in slots.items():
        if where.key == key and where.name not in others:
            pages += read(found)
    # comments that were there that day, not those of answers that had none yet
    details = [page.detail for page in pages if page.detail]
    said = {f"answer/{r.id}/comments" for d in details for r in d.replies if r.comment_count}
    said |= {f"{key}/comments" for d in details if d.counts.comments}
    pages += [p for where, found in slots.items() if where.name in said for p in read(found)]
    posts = wecenter.join(page for page in pages if is_good(page)).posts
    return next((fated(post, None, None) for post in posts if post.key == key), None)
