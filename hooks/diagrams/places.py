"""Draws the diagrams of all pages, and puts each where its fence has left its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape, unescape
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
Drawn = Mapping[str, str]  # a diagram's text to Mermaid's SVG


def gather(articles: Iterable[Article], known: Cache) -> tuple[Drawn, tuple[str, ...]]:
    """Draw every diagram of people's own pages that is not known. What went wrong is told, with
    file and line, for the authors.
    """
    drawn: dict[str, str] = {}
    complaints: list[str] = []
    for article in articles:
        if article.header.provenance == "imported":
            continue
        for fence in fences(article.body):
            if fence.words[:1] != (DIAGRAM_FENCE,):
                continue
            source = _key("\n".join(fence.lines))
            try:
                kind = f"diagram {mermaid.maker()}"
                drawn[source] = known.made(kind, source, partial(mermaid.draw, source))
                inline(drawn[source], "kb", "")
            except DiagramError as error:
                # what never ends is noticed behind the last line
                within = min(error.line, len(fence.lines))
                line = line_of(article, article.body, fence.position) + within
                complaints.append(f"{article.path}:{line}: {error}")
    return drawn, tuple(complaints)


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
