"""The order of the stages; with intake and shaping the only module that knows more than one.

read → parse → shape (article, question, FAQ, index) → place → compose → images → convert → decide.
Everything is computed before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from scraper import (
    classify,
    clean,
    curated,
    images,
    intake,
    links,
    markdown,
    pages,
    sanitize,
    series,
    shaping,
    store,
    taxonomy,
    titles,
)
from scraper.article import Article, stamped
from scraper.intake import Opened
from scraper.models import CuratedIndex, ImageSlot, IndexSection, Note, Post, Series
from scraper.settings import Placement, Publish
from scraper.shaping import Shaped
from scraper.taxonomy import Taxonomy

_KEPT = {
    "edited": "edited by a person since its import; left alone",
    "conflict": "not written by the importer; left alone",
}


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


def run(opened: Opened, into: Path) -> Result:
    """Turn an opened source into articles and decide what to write below `into`. Writes nothing."""
    categories = taxonomy.load(into)
    # what lies in a site's content/ is published; any other folder is for a person to review
    default: Publish = "summary" if (into / taxonomy.FILE_NAME).is_file() else "full"
    publish = opened.settings.publish or default
    state = _Run(notes=list(opened.forum.notes))
    there = store.read_articles(into)
    shaped = _shape_all(opened, categories, there, state)
    listed = [entry.title for section in sections(shaped) for entry in section.entries]
    parts = series.find([s.post.title for s in shaped] + listed)
    paths = {s.post.key: s.path for s in shaped}
    for item in shaped:
        _build(item, opened, publish, paths, parts, state)
    decisions = [
        store.decide(into, path, data, text=text) for path, (data, text) in state.files.items()
    ]
    files = {
        into / d.path: state.files[d.path][0] for d in decisions if d.state in ("new", "updated")
    }
    state.notes += [_kept_note(d) for d in decisions if d.state in _KEPT]
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
        resolved=_resolve(shaped, [*there, *state.articles]),
        kept_html=state.kept_html,
        blocks=state.blocks,
    )


def _shape_all(
    opened: Opened, categories: Taxonomy, there: list[Article], state: _Run
) -> list[Shaped]:
    # a page keeps its place however often its post comes in, wherever a person moved it
    known = {
        article.header.source.id: str(article.path)
        for article in reversed(there)
        if article.header.source and article.header.source.id
    }
    by_title = {titles.normalise(article.header.title): article for article in there}
    taken = {article.path.stem: str(article.path) for article in there}
    shaped = []
    for post in opened.forum.posts:
        state.notes += shaping.untold(post)
        found = shaping.shape(post, opened.texts.get(post.where, ""), state.notes)
        override = opened.settings.posts.get(post.key, Placement())
        place = shaping.place(post, found, override, categories, state.notes)
        identity = intake.identity(post, opened)
        twin = by_title.get(titles.normalise(post.title))
        if twin and identity != (twin.header.source and twin.header.source.id):
            message = f"“{post.title}” is the title of {twin.path} too"
            state.notes.append(Note("doubt", "title-exists", post.where, post.line, message))
        path = known.get(identity) or _free_path(post, override, place, taken)
        taken[PurePosixPath(path).stem] = path
        shaped.append(Shaped(post, found, place, path, identity))
    return shaped


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
    html = links.localise(html, item.path, paths, lambda url: intake.key_of(url, opened))
    page = PurePosixPath(item.path)
    slug = page.parent.name if page.stem == "index" else page.stem
    up = "../" * (len(page.parts) - 1)
    taken = images.take(
        html, item.post.key, slug, up, lambda url: intake.image(url, item.post.where, opened)
    )
    converted = markdown.convert(clean.unmark(taken.html))
    header = shaping.header(item, opened, publish, parts)
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

    found = item.found
    if isinstance(found, CuratedIndex):
        found = replace(found, sections=curated.distinct(found.sections))
    if publish == "summary":
        return pages.summary(item.post, found, cleaned)
    if found is None:
        compose = pages.question if item.post.kind == "question" else pages.article
        return compose(item.post, cleaned)
    if isinstance(found, CuratedIndex):
        page = pages.curated(found, cleaned)
    else:
        page = pages.faq(found, cleaned)
    return page + pages.article(replace(item.post, body=""), cleaned)  # the comments below it


def sections(shaped: Iterable[Shaped]) -> list[IndexSection]:
    """The sections of all curated indexes, with every line of the source."""
    indexes = [item.found for item in shaped if isinstance(item.found, CuratedIndex)]
    return [section for index in indexes for section in index.sections]


def _resolve(shaped: list[Shaped], articles: list[Article]) -> dict[str, str]:
    """normalised title → page of every index entry that this import or the folder has."""
    known = {
        titles.normalise(title): str(article.path)
        for article in articles
        if article.header.kind != "index"
        for title in (article.header.title, article.header.source and article.header.source.title)
        if title
    }
    return curated.resolve(sections(shaped), known)


def _kept_note(decision: store.Decision) -> Note:
    return Note("doubt", f"file-{decision.state}", decision.path, 0, _KEPT[decision.state])
