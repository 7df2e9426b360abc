"""The order of the stages; the only module that knows more than one of them.

read → parse → shape (article, question, FAQ, index) → place → compose → images → convert → decide.
Everything is computed before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from scraper import (
    blocks,
    check,
    classify,
    clean,
    curated,
    dump,
    faq,
    images,
    links,
    markdown,
    moments,
    pages,
    sanitize,
    series,
    sources,
    store,
    taxonomy,
    titles,
    wecenter,
)
from scraper.article import Article, Header, SeriesPart, Source, stamped
from scraper.errors import SourceError
from scraper.models import CuratedIndex, Faq, Forum, ImageSlot, Note, Post, Series
from scraper.settings import Placement, Publish, Settings
from scraper.taxonomy import Taxonomy

OUR_LICENSE = "CC-BY-SA-4.0"


@dataclass(frozen=True)
class Options:
    """What the command line says; None leaves the source's own setting or the default."""

    publish: Publish | None = None
    fetched_at: datetime | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Opened:
    """A source as read: its posts, its settings and where its images are."""

    kind: str
    where: str
    sha256: str
    forum: Forum
    settings: Settings
    root: Path | None


@dataclass(frozen=True)
class Shaped:
    """A post with what its body turned out to be, and the page it gets."""

    post: Post
    found: Faq | CuratedIndex | None
    place: classify.Place
    path: str
    source_id: str


@dataclass(frozen=True)
class Result:
    """Everything an import found and decided. `files` holds only what is to be written."""

    opened: Opened
    publish: Publish
    shaped: tuple[Shaped, ...]
    articles: tuple[Article, ...]
    slots: tuple[ImageSlot, ...]
    series: tuple[Series, ...]
    notes: tuple[Note, ...]
    decisions: tuple[store.Decision, ...]
    files: Mapping[Path, bytes]
    resolved: Mapping[str, str]
    kept_html: int = 0
    blocks: int = 0


@dataclass
class _Run:
    """What accumulates while the posts of one import are taken in turn."""

    notes: list[Note] = field(default_factory=list)
    slots: list[ImageSlot] = field(default_factory=list)
    files: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    kept_html: int = 0
    blocks: int = 0


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
    if not forum.posts:
        reasons = "; ".join(f"{n.where}: {n.message}" for n in forum.notes[:3])
        raise SourceError(f"{path}: no post in these pages ({reasons or 'all empty'})")
    return Opened("saved", found.where, found.sha256, forum, chosen, found.root)


def run(opened: Opened, into: Path) -> Result:
    """Turn an opened source into articles and decide what to write below `into`. Writes nothing."""
    categories = taxonomy.load(into)
    # what lies in a site's content/ is published; any other folder is for a person to review
    default: Publish = "summary" if (into / taxonomy.FILE_NAME).is_file() else "full"
    publish = opened.settings.publish or default
    state = _Run(notes=list(opened.forum.notes))
    shaped = _shape_all(opened, categories, into, state)
    parts = series.find([s.post.title for s in shaped] + _listed_titles(shaped))
    paths = {s.post.key: s.path for s in shaped}
    for item in shaped:
        _build(item, opened, publish, paths, parts, state)
    decisions = [
        store.decide(into, path, data, text=text) for path, (data, text) in state.files.items()
    ]
    files = {
        into / d.path: state.files[d.path][0] for d in decisions if d.state in ("new", "updated")
    }
    kept = [d.path for d in decisions if d.state in ("edited", "conflict")]
    state.notes += [_kept_note(path, decisions) for path in kept]
    return Result(
        opened=opened,
        publish=publish,
        shaped=tuple(shaped),
        articles=tuple(state.articles),
        slots=tuple(state.slots),
        series=parts,
        notes=tuple(state.notes),
        decisions=tuple(decisions),
        files=files,
        resolved=_resolve(shaped, state.articles, into),
        kept_html=state.kept_html,
        blocks=state.blocks,
    )


def _shape_all(opened: Opened, categories: Taxonomy, into: Path, state: _Run) -> list[Shaped]:
    known = store.imported_ids(into)
    taken: dict[str, str] = {PurePosixPath(p).stem: p for p in known.values()}
    shaped = []
    for post in opened.forum.posts:
        found = _shape(post, state)
        override = opened.settings.posts.get(post.key, Placement())
        place = _place(post, found, override, categories, state)
        identity = _identity(post, opened)
        path = known.get(identity) or _free_path(post, override, place, taken)
        taken[PurePosixPath(path).stem] = path
        shaped.append(Shaped(post, found, place, path, identity))
    return shaped


def _shape(post: Post, state: _Run) -> Faq | CuratedIndex | None:
    """What an article's body is by its structure; titles may say anything."""
    if post.kind == "question":
        return None
    parsed = blocks.split(sanitize.body(post.body))
    for find in (curated.find, faq.find):
        if found := find(parsed, post.where):
            state.notes += found[1]
            return found[0]
    return None


def _place(
    post: Post,
    found: Faq | CuratedIndex | None,
    override: Placement,
    categories: Taxonomy,
    state: _Run,
) -> classify.Place:
    text = clean.tree(post.body).get_text(" ")
    place = classify.place(post.title, text, post.category, post.topics, categories)
    if override.category:
        return replace(
            place, category=override.category, platforms=override.platforms, guessed=False
        )
    fixed = {Faq: "faq", CuratedIndex: "curated"}.get(type(found))
    if post.kind == "question":
        fixed = "questions"
    if fixed and categories.get(fixed):
        return replace(place, category=fixed, guessed=False)
    if place.guessed:
        message = f"no word of categories.yml fits “{post.title}”; filed under {place.category}"
        state.notes.append(Note("doubt", "category-guessed", post.where, post.line, message))
    return place


def _identity(post: Post, opened: Opened) -> str:
    """The id that a page keeps whatever happens to its title: forum and post."""
    if opened.kind == "dump":
        return post.key
    if opened.settings.local_ids:
        return f"{opened.where}:{post.key}"
    host = (post.url or opened.settings.base_url or "").split("//")[-1].split("/")[0]
    return f"{host}:{post.key}" if host else post.key


def _free_path(
    post: Post, override: Placement, place: classify.Place, taken: Mapping[str, str]
) -> str:
    if override.path:
        return f"{override.path}.md"
    slug = titles.slug(post.title)
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return f"{place.category}/{free}.md"


def _build(
    item: Shaped,
    opened: Opened,
    publish: Publish,
    paths: Mapping[str, str],
    parts: tuple[Series, ...],
    state: _Run,
) -> None:
    html = _compose(item, publish)
    html = links.localise(html, item.path, paths, lambda url: _key_of(url, opened))
    page = PurePosixPath(item.path)
    slug = page.parent.name if page.stem == "index" else page.stem
    up = "../" * (len(page.parts) - 1)
    taken = images.take(html, item.post.key, slug, up, lambda url: _image(url, opened))
    converted = markdown.convert(clean.unmark(taken.html))
    header = _header(item, opened, publish, parts)
    made = Article(page, header, converted.text)
    state.articles.append(made)
    state.files[item.path] = (stamped(made).encode(), True)
    state.files.update({path: (data, False) for path, data in taken.files.items()})
    state.kept_html += converted.kept_html
    state.blocks += converted.blocks
    if publish == "full":
        state.slots += taken.slots
    else:  # the page shows none, but the source has them
        everything = images.take(_compose(item, "full"), item.post.key, slug, up, lambda _: None)
        state.slots += everything.slots


def _compose(item: Shaped, publish: Publish) -> str:
    def cleaned(html: str, top: int) -> str:
        return clean.clean(sanitize.body(html), top)

    if publish == "summary":
        return pages.summary(item.post, _distinct(item.found), cleaned)
    if isinstance(item.found, Faq):
        comments = pages.article(replace(item.post, body=""), cleaned)
        return pages.faq(item.found, cleaned) + comments
    if isinstance(item.found, CuratedIndex):
        comments = pages.article(replace(item.post, body=""), cleaned)
        index = _distinct(item.found)
        assert isinstance(index, CuratedIndex)  # noqa: S101 - tells the type checker
        return pages.curated(index, cleaned) + comments
    compose = pages.question if item.post.kind == "question" else pages.article
    return compose(item.post, cleaned)


def _distinct(found: Faq | CuratedIndex | None) -> Faq | CuratedIndex | None:
    if isinstance(found, CuratedIndex):
        return replace(found, sections=curated.distinct(found.sections))
    return found


def _key_of(url: str, opened: Opened) -> str | None:
    found = wecenter.canonical(url, opened.settings.base_url)
    return "/".join(found) if found else None


def _image(url: str, opened: Opened) -> bytes | None:
    """An image's bytes from the source's own folder, by the path part of its address."""
    root = opened.root
    base = opened.settings.base_url
    if root is None:
        return None
    path = url.removeprefix(base.rstrip("/")) if base else url
    if "//" in path or ".." in path.split("/"):
        return None
    file = root / path.lstrip("/").split("?")[0]
    return file.read_bytes() if file.is_file() else None


def _header(item: Shaped, opened: Opened, publish: Publish, parts: tuple[Series, ...]) -> Header:
    post, own = item.post, opened.settings
    override = own.posts.get(post.key, Placement())
    provenance = own.provenance if publish == "full" else "rewritten"
    told = item.found.intro if item.found else post.body
    body = sanitize.body(told) if publish == "full" else ""
    description = override.description or pages.excerpt(body) or pages.describe(post, own.site)
    when = post.published
    part = _part_of(post.title, parts)
    url = own.base_url if own.local_ids else post.url
    return Header(
        title=sanitize.one_line(post.title, 120),
        description=sanitize.one_line(description, 200),
        category=item.place.category,
        kind=_kind(item),
        tags=override.tags or tuple(sanitize.one_line(t, 40) for t in post.topics),
        platforms=item.place.platforms,
        date=moments.iso(when) or "unknown",
        date_precision=when.precision if when else "unknown",
        updated=own.edition if provenance == "rewritten" else None,
        author=sanitize.one_line(pages.name(post.author), 60),
        provenance=provenance,
        source=Source(
            url=url if url and sanitize.is_safe_url(url) else None,
            id=item.source_id,
            site=own.site,
            time=when.text if when and when.at is None else None,
            fetched=moments.utc_text(own.fetched_at) if own.fetched_at else None,
            sha256=post.raw_sha256,
        ),
        license=own.license if publish == "full" else OUR_LICENSE,
        status="archived" if item.place.category == classify.FALLBACK else "current",
        series=part,
    )


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


def _listed_titles(shaped: list[Shaped]) -> list[str]:
    return [
        entry.title
        for item in shaped
        if isinstance(item.found, CuratedIndex)
        for section in item.found.sections
        for entry in section.entries
    ]


def _resolve(shaped: list[Shaped], made: list[Article], into: Path) -> dict[str, str]:
    """normalised title → page of every index entry that this import or the folder has."""
    there = check.read_tree(into).articles if into.is_dir() else ()
    known = {
        titles.normalise(title): str(found.path)
        for found in [*there, *made]
        if found.header.kind != "index"
        for title in (found.header.title, found.header.source and found.header.source.title)
        if title
    }
    sections = [
        section
        for item in shaped
        if isinstance(item.found, CuratedIndex)
        for section in item.found.sections
    ]
    return curated.resolve(sections, known)


def _kept_note(path: str, decisions: list[store.Decision]) -> Note:
    state = next(d.state for d in decisions if d.path == path)
    if state == "edited":
        message = "edited by a person since its import; left alone"
    else:
        message = "not written by the importer; left alone"
    return Note("doubt", f"file-{state}", path, 0, message)
