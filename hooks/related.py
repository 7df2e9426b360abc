"""Which articles a reader of one may want next: those that link to it, those that share rare tags.

What an article itself links to stands in its text already, and the parts of its series stand
together below it; neither is named again.
"""

from __future__ import annotations

import math
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from hooks.library import MANUAL, Library, category_of, is_front_page
from scraper.article import Article
from scraper.rules import links
from scraper.rules.source import mask

MOST = 4
_LEAST = 3.0  # below this two articles have no more in common than one common tag
_LINKED = 2.5
_SAME_PLATFORM = 0.5
_NOT_CURRENT = -1.5
_COMMON = 200  # a tag on more articles than this tells nothing, and costs their number squared
_LEFT_OUT = ("index", "notice")


def find(library: Library) -> Mapping[PurePosixPath, tuple[Article, ...]]:
    """For each article the others that are nearest to it, the nearest first, `MOST` at most."""
    articles = [a for a in library.by_path.values() if not is_front_page(a.path)]
    targets = {a.path: _targets(a) for a in articles if a.header.provenance != "imported"}
    sources: dict[PurePosixPath, set[PurePosixPath]] = defaultdict(set)
    for path, found in targets.items():
        for target in found:
            sources[target].add(path)
    scores = _by_tags(library, len(articles))
    result = {}
    for article in articles:
        near = scores.get(article.path, {})
        known = targets.get(article.path, frozenset())
        ranked = []
        for path in near.keys() | sources[article.path]:
            other = library.by_path[path]
            if path in known or not _is_offered(other, article):
                continue
            score = near.get(path, 0.0) + _extra(article, other, path in sources[article.path])
            if score >= _LEAST:
                ranked.append((-score, path))
        result[article.path] = tuple(library.by_path[path] for _, path in sorted(ranked)[:MOST])
    return result


def _targets(article: Article) -> frozenset[PurePosixPath]:
    """The articles that one links to."""
    found = links.find(article, mask(article.body))
    paths = (urlsplit(link.target) for link in found if not link.image)
    beside = article.path.parent.as_posix()
    return frozenset(
        PurePosixPath(posixpath.normpath(posixpath.join(beside, unquote(parts.path))))
        for parts in paths
        if not parts.scheme and parts.path.endswith(".md")
    )


def _by_tags(library: Library, total: int) -> dict[PurePosixPath, dict[PurePosixPath, float]]:
    """How much two articles share: the rarer a tag, the more it says."""
    scores: dict[PurePosixPath, dict[PurePosixPath, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for tagged in library.tags.values():
        if len(tagged) > _COMMON:
            continue
        weight = math.log(total / len(tagged))
        for one, other in _pairs(tagged):
            scores[one][other] += weight
    return scores


def _pairs(tagged: Iterable[Article]) -> Iterable[tuple[PurePosixPath, PurePosixPath]]:
    paths = [article.path for article in tagged]
    return ((one, other) for one in paths for other in paths if one != other)


def _is_offered(other: Article, article: Article) -> bool:
    same_series = (
        other.header.series is not None
        and article.header.series is not None
        and other.header.series.name == article.header.series.name
    )
    manual = category_of(other) == MANUAL and category_of(article) != MANUAL
    return other.header.kind not in _LEFT_OUT and not same_series and not manual


def _extra(article: Article, other: Article, linked: bool) -> float:
    extra = _LINKED if linked else 0.0
    if set(article.header.platforms) & set(other.header.platforms):
        extra += _SAME_PLATFORM
    return extra if other.header.status == "current" else extra + _NOT_CURRENT
