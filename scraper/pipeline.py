"""The order of the stages; with intake, shaping and composing the only module that knows more than
one.

read → parse → shape (article, question, FAQ, index) → place → compose → images → convert → decide.
Everything is computed before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from scraper import classify, composing, curated, intake, series, shaping, store, taxonomy, titles
from scraper.article import Article
from scraper.composing import Plan
from scraper.images import STORED
from scraper.intake import Opened
from scraper.markdown import Kept
from scraper.models import CuratedIndex, ImageSlot, IndexSection, Note, Post, Series
from scraper.settings import Placement, Publish
from scraper.shaping import Shaped
from scraper.spread import spread
from scraper.stamp import stamped
from scraper.taxonomy import Taxonomy

CHUNK = 128  # posts that a worker takes at a time
_KEPT = {
    "edited": "edited by a person since its import; left alone",
    "conflict": "not written by the importer; left alone",
}


@dataclass(frozen=True)
class Result:
    """Everything an import found and decided. `files` holds only what is to be written, `removed`
    the images that only pages of posts showed which were taken down. `kept` are the blocks that
    stayed HTML and `quarantined` the reasons why parts of posts were left out, each with its page.
    """

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
    plan: Plan
    taken_down: tuple[str, ...] = ()
    removed: tuple[Path, ...] = ()
    kept: tuple[tuple[str, Kept], ...] = ()
    blocks: int = 0
    quarantined: tuple[tuple[str, str], ...] = ()


def run(
    opened: Opened, into: Path, executor: Executor | None = None, cache: Path | None = None
) -> Result:
    """Turn an opened source into articles and decide what to write below `into`. Writes nothing
    but the cache of conversions, if it has a file.

    What is done post by post is spread over `executor`, where there is one.
    """
    categories = taxonomy.load(into)
    # what lies in a site's content/ is published; any other folder is for a person to review
    default: Publish = "summary" if (into / taxonomy.FILE_NAME).is_file() else "full"
    publish = opened.settings.publish or default
    there = store.read_articles(into)
    notes = list(opened.forum.notes)
    shaped = _shape_all(opened, categories, there, notes, executor, cache)
    listed = [entry.title for section in sections(shaped) for entry in section.entries]
    parts = series.find([s.post.title for s in shaped] + listed)
    plan = Plan(
        settings=opened.settings,
        publish=publish,
        home=opened.home,
        paths={s.post.key: s.path for s in shaped},
        series=parts,
        files=opened.files,
        has_files=opened.kind != "dump",  # a dump never has an image's file
        cache=cache,
    )
    build = partial(composing.build_all, plan=plan)
    built = list(spread(build, shaped, executor, CHUNK))
    withdrawn = _withdrawn(opened, there)
    texts = {str(a.path): stamped(a).encode() for a in (*(b.article for b in built), *withdrawn)}
    decisions = [store.decide(into, path, data, text=True) for path, data in texts.items()]
    # a page that a person has edited is left alone with its images: which it shows is theirs to say
    kept = {decision.path for decision in decisions if decision.state in _KEPT}
    shown = [page for page in built if str(page.article.path) not in kept]
    images = {path: data for page in shown for path, data in page.files.items()}
    decisions += [store.decide(into, path, data, text=False) for path, data in images.items()]
    notes += [note for page in built for note in page.notes]
    notes += [_kept_note(d) for d in decisions if d.state in _KEPT]
    written = {**texts, **images}
    articles = tuple(page.article for page in built)
    taken_down = tuple(str(article.path) for article in withdrawn)
    emptied = {d.path for d in decisions if d.path in taken_down and d.state in store.WRITTEN}
    return Result(
        opened=opened,
        publish=publish,
        shaped=tuple(shaped),
        articles=articles,
        slots=tuple(slot for page in built for slot in page.slots),
        series=parts,
        notes=tuple(notes),
        decisions=tuple(decisions),
        files={into / d.path: written[d.path] for d in decisions if d.state in store.WRITTEN},
        resolved=_resolve(shaped, [*there, *articles]),
        plan=plan,
        taken_down=taken_down,
        removed=_unshown(into, emptied, texts.values()),
        kept=tuple((str(page.article.path), one) for page in built for one in page.kept),
        blocks=sum(page.blocks for page in built),
        quarantined=tuple((str(p.article.path), why) for p in built for why in p.quarantined),
    )


def _shape_all(
    opened: Opened,
    categories: Taxonomy,
    there: list[Article],
    notes: list[Note],
    executor: Executor | None,
    cache: Path | None,
) -> list[Shaped]:
    own = opened.settings
    posts = [post for post in opened.forum.posts if post.key not in own.take_down]
    work = partial(
        shaping.form_all,
        own=own,
        categories=categories,
        page=opened.files.text,
        cache_file=cache,
    )
    forms = spread(work, posts, executor, CHUNK)
    # a page keeps its place however often its post comes in, wherever a person moved it
    known = _by_source(there)
    by_title = {titles.normalise(article.header.title): article for article in there}
    taken = {article.path.stem: str(article.path) for article in there}
    shaped = []
    for post, form in zip(posts, forms, strict=True):
        notes += form.notes
        identity = intake.identity(post, opened)
        twin = by_title.get(titles.normalise(post.title))
        if twin and identity != (twin.header.source and twin.header.source.id):
            message = f"“{post.title}” is the title of {twin.path} too"
            notes.append(Note("doubt", "title-exists", post.where, post.line, message))
        override = own.posts.get(post.key, Placement())
        page = known.get(identity)
        path = str(page.path) if page else _free_path(post, override, form.place, taken)
        taken[PurePosixPath(path).stem] = path
        shaped.append(Shaped(post, form.found, form.place, path, identity))
    return shaped


def _by_source(there: list[Article]) -> dict[str, Article]:
    return {
        article.header.source.id: article
        for article in reversed(there)
        if article.header.source and article.header.source.id
    }


def _withdrawn(opened: Opened, there: list[Article]) -> list[Article]:
    """The pages of posts that were taken down, with nothing of the posts left in them."""
    known = _by_source(there)
    host = urlsplit(opened.home or "").netloc
    ids = (f"{host}:{key}" for key in sorted(opened.settings.take_down))
    return [shaping.withdrawn(known[identity]) for identity in ids if identity in known]


def _unshown(into: Path, emptied: Set[str], texts: Iterable[bytes]) -> tuple[Path, ...]:
    """The images that pages which are emptied show now, and no other page does or will."""
    if not emptied:
        return ()
    own: set[bytes] = set()
    others = {name for text in texts for name in STORED.findall(text)}
    for file in into.rglob("*.md"):
        names = STORED.findall(file.read_bytes())
        (own if file.relative_to(into).as_posix() in emptied else others).update(names)
    return tuple(into / name.decode() for name in sorted(own - others))


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
