"""What a post turns out to be, where its page goes, and the header it gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scraper import (
    blocks,
    bodies,
    budget,
    cache,
    classify,
    curated,
    faq,
    moments,
    pages,
    personal,
    sanitize,
    titles,
)
from scraper.article import Article, Header, SeriesPart, Source
from scraper.budget import Quarantined
from scraper.cache import Cache
from scraper.models import CuratedIndex, Faq, Note, Post, Series
from scraper.settings import Placement, Publish, Settings
from scraper.taxonomy import Taxonomy

OUR_LICENSE = "CC-BY-SA-4.0"


@dataclass(frozen=True)
class Form:
    """What a post's body turned out to be and where it belongs, with what was doubtful."""

    found: Faq | CuratedIndex | None
    place: classify.Place
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Shaped:
    """A post with what its body turned out to be, and the page it gets."""

    post: Post
    found: Faq | CuratedIndex | None
    place: classify.Place
    path: str
    source_id: str


def form_all(
    posts: Sequence[Post],
    *,
    own: Settings,
    categories: Taxonomy,
    page: Callable[[str], str],
    cache_file: Path | None = None,
) -> list[Form]:
    """The form of each post. `page` gives the text of the page that a post's `where` names."""
    known = cache.shared(cache_file)
    return [_form(post, own, categories, page, known) for post in posts]


def _form(
    post: Post, own: Settings, categories: Taxonomy, page: Callable[[str], str], known: Cache
) -> Form:
    notes = untold(post)
    found = shape(post, page, notes, known)
    override = own.posts.get(post.key, Placement())
    return Form(found, place(post, found, override, categories, notes), tuple(notes))


def shape(
    post: Post, page: Callable[[str], str], notes: list[Note], known: Cache | None = None
) -> Faq | CuratedIndex | None:
    """What an article's body is by its structure; titles may say anything. `page` gives the text
    of the page that the post stands on, to tell lines by.
    """
    if post.kind == "question":
        return None
    try:
        with budget.limit(post.body):
            html = bodies.cleaned_part(post.body, 2, known or Cache())
    except Quarantined:  # told when its page is made
        return None
    readings = ((curated.find, False), (faq.find, True))
    for find, whole_lists in readings:
        parsed = blocks.split(html, whole_lists=whole_lists)
        if find(parsed, post.where) is None:
            continue
        found = find(blocks.locate(parsed, page(post.where)), post.where)
        if found:
            notes += found[1]
            return found[0]
    return None


def untold(post: Post) -> list[Note]:
    """Doubts about what an article's source always tells and this one does not."""
    if post.kind != "article":
        return []
    notes = []
    if post.author is None:
        message = f"nobody is named as the author of “{post.title}”"
        notes.append(Note("doubt", "author-unknown", post.where, post.line, message))
    if post.published is None:
        message = f"no time of publication stands with “{post.title}”"
        notes.append(Note("doubt", "time-missing", post.where, post.line, message))
    return notes


def place(
    post: Post,
    found: Faq | CuratedIndex | None,
    override: Placement,
    categories: Taxonomy,
    notes: list[Note],
) -> classify.Place:
    """Category and platforms: by hand, by the kind of page, else by the words of the post."""
    text = "" if bodies.is_refused(post.body) else sanitize.plain(post.body)
    fitting = classify.place(post.title, text, post.category, post.topics, categories)
    if override.category:
        return replace(
            fitting, category=override.category, platforms=override.platforms, guessed=False
        )
    fixed = {Faq: "faq", CuratedIndex: "curated"}.get(type(found))
    if post.kind == "question":
        fixed = "questions"
    if fixed and categories.get(fixed):
        return replace(fitting, category=fixed, guessed=False)
    if fitting.guessed:
        message = f"no word of categories.yml fits “{post.title}”; filed under {fitting.category}"
        notes.append(Note("doubt", "category-guessed", post.where, post.line, message))
    return fitting


def header(item: Shaped, own: Settings, publish: Publish, parts: tuple[Series, ...]) -> Header:
    """The header of a post's page, with what the source does not tell said to be unknown."""
    post = item.post
    override = own.posts.get(post.key, Placement())
    provenance = own.provenance if publish == "full" else "rewritten"
    told = item.found.intro if item.found else post.body
    quoted = publish == "full" and not bodies.is_refused(told)
    body = sanitize.body(told) if quoted else ""
    description = override.description or pages.excerpt(body) or pages.describe(post, own.site)
    when = post.published
    part = _part_of(post.title, parts)
    url = own.base_url if own.local_ids else post.url
    fetched = post.fetched or own.fetched_at
    return Header(
        title=_line(post.title, 120, own) or f"（无标题）{post.key}",
        description=_line(description, 200, own),
        category=item.place.category,
        kind=_kind(item),
        tags=override.tags or tuple(_line(t, 40, own) for t in post.topics),
        platforms=item.place.platforms,
        date=moments.iso(when) or "unknown",
        date_precision=when.precision if when else "unknown",
        updated=own.edition if provenance == "rewritten" else None,
        author=_line(pages.name(post.author), 60, own),
        provenance=provenance,
        source=Source(
            url=url if url and sanitize.is_safe_url(url) else None,
            id=item.source_id,
            site=own.site,
            time=when.text if when and when.at is None else None,
            fetched=moments.utc_text(fetched) if fetched else None,
            sha256=post.raw_sha256,
            gone=post.gone.astimezone(moments.FORUM_ZONE).date().isoformat() if post.gone else None,
        ),
        license=own.license if publish == "full" else OUR_LICENSE,
        status=_status(item),
        series=part,
    )


def _line(text: str, limit: int, own: Settings) -> str:
    """Metadata: one plain line, without personal data."""
    masked = personal.mask(text, own.allow_personal)[0] if own.mask_personal else text
    return sanitize.one_line(masked, limit)


def withdrawn(page: Article) -> Article:
    """The page of a post that was taken down: its address and its source's id stay, no more."""
    source = Source(id=page.header.source.id) if page.header.source else None
    header = Header(
        title="已撤下的文章",
        description="应权利人的要求，这一篇的内容已经撤下。",
        category=page.header.category,
        date=page.header.date,
        date_precision=page.header.date_precision,
        author=pages.UNKNOWN,
        provenance="rewritten",
        source=source,
        license=OUR_LICENSE,
        status="archived",
    )
    return Article(page.path, header, "应权利人的要求，这一篇的内容已经撤下。")


def _status(item: Shaped) -> str:
    if item.post.gone or item.place.category == classify.FALLBACK:
        return "archived"
    return "outdated" if item.post.merged_into else "current"


def _kind(item: Shaped) -> str:
    if isinstance(item.found, Faq):
        return "faq"
    if isinstance(item.found, CuratedIndex):
        return "index"
    if item.post.kind == "question":
        return "question"
    return "notice" if item.place.category == classify.FALLBACK else "article"


def _part_of(title: str, parts: tuple[Series, ...]) -> SeriesPart | None:
    key = titles.normalise(title)
    for whole in parts:
        for number, name in whole.parts:
            if titles.normalise(name) == key:
                return SeriesPart(whole.name, number)
    return None
