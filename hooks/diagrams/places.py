"""Draws the diagrams of all pages, and puts each where its fence has left its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from html import escape, unescape
from multiprocessing import get_context
from pathlib import PurePosixPath

from hooks.diagrams import mermaid
from hooks.diagrams.inline import inline
from hooks.diagrams.mermaid import DiagramError
from scraper.article import Article
from scraper.cache import Cache
from scraper.profile import DIAGRAM_FENCE, DIAGRAM_PLACE
from scraper.rules.code import diagram_title
from scraper.rules.source import fences, line_of

_PLACE = re.compile(f'<div class="{DIAGRAM_PLACE}" data-name="([^"]*)"></div>')
_NARROW = 356  # px; what is wider may need to be scrolled on a phone
_MANY = 4  # from so many new diagrams on, other processes are worth their start
Drawn = Mapping[str, str]  # a diagram's text to Mermaid's SVG


def gather(articles: Iterable[Article], known: Cache) -> tuple[Drawn, tuple[str, ...]]:
    """Draw every diagram of people's own pages that is not known. What went wrong is told, with
    file and line, for the authors.
    """
    found = [
        (article, fence, _key("\n".join(fence.lines)))
        for article in articles
        if article.header.provenance != "imported"
        for fence in fences(article.body)
        if fence.words[:1] == (DIAGRAM_FENCE,)
    ]
    outcomes = _draw(list(dict.fromkeys(source for _, _, source in found)), known)
    complaints: list[str] = []
    for article, fence, source in found:
        outcome = outcomes[source]
        if isinstance(outcome, DiagramError):
            # what never ends is noticed behind the last line
            within = min(outcome.line, len(fence.lines))
            line = line_of(article, article.body, fence.position) + within
            complaints.append(f"{article.path}:{line}: {outcome}")
    drawn = {source: svg for source, svg in outcomes.items() if isinstance(svg, str)}
    return drawn, tuple(complaints)


def _draw(sources: Sequence[str], known: Cache) -> dict[str, str | DiagramError]:
    """What each text gives, known or drawn now. A diagram takes a second of one processor: many
    new ones are drawn by several processes.
    """
    kind = f"diagram {mermaid.maker()}"
    outcomes: dict[str, str | DiagramError] = {}
    for source in sources:
        with suppress(_NotKnown):
            outcomes[source] = known.made(kind, source, _not_known)
    new = [source for source in sources if source not in outcomes]
    if len(new) < _MANY:
        fresh = [outcome_of(source) for source in new]
    else:
        workers = min(len(new), os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
            fresh = list(processes.map(outcome_of, new))
    for source, outcome in zip(new, fresh, strict=True):
        if isinstance(outcome, str):
            known.made(kind, source, partial(str, outcome))
    return outcomes | dict(zip(new, fresh, strict=True))


class _NotKnown(Exception):
    """The cache does not have it."""


def _not_known() -> str:
    raise _NotKnown


def outcome_of(source: str) -> str | DiagramError:
    """A diagram's SVG, or why it has none that a page could show."""
    try:
        svg = mermaid.draw(source)
        inline(svg, "kb", "")
    except DiagramError as error:
        return error
    return svg


def fill(html: str, page: PurePosixPath, drawn: Drawn) -> tuple[str, int]:
    """A page of our own with its diagrams, and how many it has.

    Raises DiagramError where the page shows one that `gather` has not read in its source.
    """
    count = 0

    def figure(place: re.Match[str]) -> str:
        nonlocal count
        count += 1
        source = _key(unescape(place[1]))
        if source not in drawn:
            raise DiagramError(f"{page}: Mermaid 围栏放的位置不对；围栏要顶格写，不放在注释里。")
        return _figure(source, drawn[source], f"kb-diagram-{count}")

    return _PLACE.sub(figure, html), count


def _key(source: str) -> str:
    """A diagram's text as both ways of reading it give it: its lines without their ends."""
    return "\n".join(line.rstrip() for line in source.strip("\n").split("\n"))


def _figure(source: str, svg: str, prefix: str) -> str:
    title = diagram_title(source.split("\n"))
    drawing, wide = inline(svg, prefix, f"图：{title}")
    if wide > _NARROW:
        drawing = (
            f'<div class="kb-diagram__scroll" role="region" tabindex="0"'
            f' aria-label="图：{escape(title)}">{drawing}</div>'
        )
    return (
        f'<figure class="kb-diagram"><figcaption>{escape(title)}</figcaption>'
        f'<div data-search-exclude="">{drawing}'
        f'<details class="kb-diagram__text"><summary>图的文字版（Mermaid）</summary>'
        f"<pre><code>{escape(source)}</code></pre></details></div></figure>"
    )
