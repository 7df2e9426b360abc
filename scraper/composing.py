"""From a shaped post to the page it becomes: compose → link → images → mask → convert → header.

Pure but for reading the source's files and the cache, post by post, so that it can be spread over
workers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from scraper import (
    bodies,
    budget,
    cache,
    clean,
    curated,
    images,
    intake,
    links,
    markdown,
    pages,
    personal,
    profile,
    shaping,
)
from scraper.article import Article
from scraper.budget import OutOfTime, Quarantined
from scraper.cache import Cache
from scraper.intake import Files
from scraper.markdown import Kept
from scraper.models import CuratedIndex, ImageSlot, Note, Post, Series
from scraper.settings import Publish, Settings
from scraper.shaping import Shaped


@dataclass(frozen=True)
class Plan:
    """What all pages of one import share. `paths` maps a post's key to its page's path; `cache` is
    the file that keeps conversions for the next import.
    """

    settings: Settings
    publish: Publish
    home: str | None
    paths: Mapping[str, str]
    series: tuple[Series, ...]
    files: Files
    has_files: bool
    cache: Path | None = None


@dataclass(frozen=True)
class Built:
    """One page: its article, the images it needs by path, and what was found on the way.

    `quarantined` says of each part that was too much to convert why.
    """

    article: Article
    files: Mapping[str, bytes]
    slots: tuple[ImageSlot, ...]
    notes: tuple[Note, ...]
    blocks: int
    kept: tuple[Kept, ...]
    quarantined: tuple[str, ...] = ()


def build_all(items: Sequence[Shaped], *, plan: Plan) -> list[Built]:
    """The pages of several posts."""
    return [build(item, plan) for item in items]


def build(item: Shaped, plan: Plan) -> Built:
    """The page of one post; what of it is too much to convert is a note with a link instead."""
    refused: list[Quarantined] = []
    try:
        with budget.limit(*_parts(item.post)):
            built = _build(item, plan, refused)
    except Quarantined as error:
        profile.renew()  # it may have been stopped halfway
        refused = [error]
        built = _left_out(item, plan, error)
    notes = [_refusal(item.post, error) for error in refused]
    return replace(
        built,
        notes=(*built.notes, *notes),
        quarantined=tuple(str(error) for error in refused),
    )


def _parts(post: Post) -> list[str]:
    """Everything that people typed into a post and below it."""
    parts = [post.body, *(reply.body for reply in post.replies)]
    remarks = (post.comments, *(reply.comments for reply in post.replies))
    return parts + [comment.body for comments in remarks for comment in comments]


def _left_out(item: Shaped, plan: Plan, error: Quarantined) -> Built:
    """The page of a post that could not be converted: its header, and a note."""
    post = replace(item.post, body="", replies=(), comments=())
    header = shaping.header(replace(item, post=post), plan.settings, plan.publish, plan.series)
    note = bodies.quarantine_text(error, item.post.url)
    return Built(Article(PurePosixPath(item.path), header, note), {}, (), (), 1, ())


def _refusal(post: Post, error: Quarantined) -> Note:
    where = f"; the original is at {post.url}" if post.url else ""
    message = f"a part of “{post.title}” is quarantined: {error}{where}"
    return Note("doubt", "quarantined", post.where, post.line, message)


def _build(item: Shaped, plan: Plan, refused: list[Quarantined]) -> Built:
    post, own, known = item.post, plan.settings, cache.shared(plan.cache)
    html = _compose(item, plan.publish, known, refused)
    html = links.localise(html, item.path, plan.paths, lambda url: intake.key_of(url, plan.home))
    page = PurePosixPath(item.path)
    up = "../" * (len(page.parts) - 1)
    taken = images.take(html, post, up, lambda url: plan.files.read(url, post.where))
    masked, found = personal.mask_html(taken.html, own.allow_personal)
    shown = clean.settle(masked if own.mask_personal else taken.html)
    converted = markdown.convert(shown, known)
    header = shaping.header(item, own, plan.publish, plan.series)
    if target := plan.paths.get(post.merged_into or ""):
        header = replace(header, replaced_by=posixpath.relpath(target, str(page.parent)))
    slots = taken.slots
    if plan.publish == "summary":  # the page shows none, but the source has them
        slots = images.places(_compose(item, "full", known, []), post)
    return Built(
        article=Article(page, header, converted.text),
        files=taken.files,
        slots=slots,
        notes=(*(taken.notes if plan.has_files else ()), *_personal(post, found, own)),
        blocks=converted.blocks,
        kept=converted.kept,
    )


def _personal(post: Post, found: Sequence[personal.Found], own: Settings) -> list[Note]:
    kind: Literal["repair", "doubt"] = "repair" if own.mask_personal else "doubt"
    done = "masked" if own.mask_personal else "shown as it is"
    told = (f"{personal.redacted(one)} {done}" for one in found)
    return [Note(kind, "personal-data", post.where, post.line, message) for message in told]


def _compose(item: Shaped, publish: Publish, known: Cache, refused: list[Quarantined]) -> str:
    def cleaned(html: str, top: int) -> str:
        try:
            return bodies.cleaned_part(html, top, known)
        except OutOfTime:
            raise
        except Quarantined as error:
            refused.append(error)
            return bodies.quarantine(error, item.post.url)

    found, fate = item.found, pages.fate(item.post)
    if isinstance(found, CuratedIndex):
        found = replace(found, sections=curated.distinct(found.sections))
    if publish == "summary":
        return fate + pages.summary(item.post, found, cleaned)
    if found is None:
        compose = pages.question if item.post.kind == "question" else pages.article
        return fate + compose(item.post, cleaned)
    if isinstance(found, CuratedIndex):
        page = pages.curated(found, cleaned)
    else:
        page = pages.faq(found, cleaned)
    # the comments below it
    return fate + page + pages.article(replace(item.post, body=""), cleaned)
