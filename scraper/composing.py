"""From a shaped post to the page it becomes: compose → link → images → convert → header.

Pure but for reading the source's files, post by post, so that it can be spread over workers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from scraper import clean, curated, images, intake, links, markdown, pages, sanitize, shaping
from scraper.article import Article
from scraper.intake import Files
from scraper.models import CuratedIndex, ImageSlot, Note, Series
from scraper.settings import Publish, Settings
from scraper.shaping import Shaped


@dataclass(frozen=True)
class Plan:
    """What all pages of one import share. `paths` maps a post's key to its page's path."""

    settings: Settings
    publish: Publish
    home: str | None
    paths: Mapping[str, str]
    series: tuple[Series, ...]
    files: Files
    has_files: bool


@dataclass(frozen=True)
class Built:
    """One page: its article, the images it needs by path, and what was found on the way."""

    article: Article
    files: Mapping[str, bytes]
    slots: tuple[ImageSlot, ...]
    notes: tuple[Note, ...]
    blocks: int
    kept_html: int


def build_all(items: Sequence[Shaped], *, plan: Plan) -> list[Built]:
    """The pages of several posts."""
    return [build(item, plan) for item in items]


def build(item: Shaped, plan: Plan) -> Built:
    """The page of one post."""
    post = item.post
    html = _compose(item, plan.publish)
    html = links.localise(html, item.path, plan.paths, lambda url: intake.key_of(url, plan.home))
    page = PurePosixPath(item.path)
    up = "../" * (len(page.parts) - 1)
    taken = images.take(html, post, up, lambda url: plan.files.read(url, post.where))
    converted = markdown.convert(clean.unmark(taken.html))
    header = shaping.header(item, plan.settings, plan.publish, plan.series)
    if target := plan.paths.get(post.merged_into or ""):
        header = replace(header, replaced_by=posixpath.relpath(target, str(page.parent)))
    slots = taken.slots
    if plan.publish == "summary":  # the page shows none, but the source has them
        slots = images.places(_compose(item, "full"), post)
    return Built(
        article=Article(page, header, converted.text),
        files=taken.files,
        slots=slots,
        notes=taken.notes if plan.has_files else (),
        blocks=converted.blocks,
        kept_html=converted.kept_html,
    )


def _compose(item: Shaped, publish: Publish) -> str:
    def cleaned(html: str, top: int) -> str:
        return clean.clean(sanitize.body(html), top)

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
