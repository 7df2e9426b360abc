"""Which terms a part has, and how much each says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hooks.search import text
from hooks.search.model import Page
from hooks.search.parts import Part

STEPS = 8  # weights are 0..7
IN_HEADING, IN_TITLE = 1, 2  # flags, counted in STEPS above the weight
# BM25's saturation, over a length that is fixed: a page's weights then depend on that page alone
# (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009)
_SATURATION = 1.2
_LENGTH_COUNTS = 0.5
_USUAL_LENGTH = 900  # terms of a part
_TITLE_TIMES, _ABOUT_TIMES, _HEADING_TIMES = 4, 2, 2


def weigh(page: Page, parts: Iterable[Part]) -> list[dict[str, int]]:
    """For each part its terms with flags and weight: flags * STEPS + weight.

    The title counts for every part, what else is said about the page for its first.
    """
    title = Counter(_terms(page.title))
    about = Counter(_terms(" \n".join((page.description, *page.tags))))
    return [_of_part(title, Counter() if nth else about, part) for nth, part in enumerate(parts)]


def _of_part(title: Counter[str], about: Counter[str], part: Part) -> dict[str, int]:
    # sections that were cut in two say their heading in both, which is where it stands
    headings = Counter(_terms("\n".join(section.heading for section in part.sections)))
    body = Counter(_terms("\n".join(section.text for section in part.sections)))
    length = body.total() + headings.total()
    slowed = _SATURATION * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * length / _USUAL_LENGTH)
    found: dict[str, int] = {}
    for term in title.keys() | about.keys() | headings.keys() | body.keys():
        times = (
            body[term]
            + headings[term] * _HEADING_TIMES
            + about[term] * _ABOUT_TIMES
            + (_TITLE_TIMES if term in title else 0)
        )
        weight = round((STEPS - 1) * times / (times + slowed))
        flags = (IN_TITLE if term in title else 0) | (IN_HEADING if term in headings else 0)
        found[term] = flags * STEPS + weight
    return found


def _terms(plain: str) -> list[str]:
    return text.terms(text.normalized(plain))
