"""Which category and platforms a post belongs to, by the words that categories.yml lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.taxonomy import Category, Taxonomy

_TITLE_WEIGHT = 6
_MOST_PER_WORD = 3
FALLBACK = "community"
# what a forum calls its own corners: a post filed there is no technical article
_COMMUNITY = ("活动", "公告", "福利", "招聘", "求职", "灌水", "其他", "挑战赛")


@dataclass(frozen=True)
class Place:
    """A category slug, the platforms the title names, and whether nothing spoke for the place."""

    category: str
    platforms: tuple[str, ...]
    guessed: bool = False


def place(
    title: str, text: str, forum_category: str | None, topics: Iterable[str], taxonomy: Taxonomy
) -> Place:
    """Score each category by its words in title, topics and text; ties go to the earlier one."""
    named = " ".join([title, *topics])
    platforms = tuple(
        category.platform
        for category in taxonomy.categories
        if category.platform and any(_count(word, named) for word in category.match)
    )
    scores = {c.slug: _score(c, named, text) for c in taxonomy.categories}
    if forum_category and any(word in forum_category for word in _COMMUNITY):
        scores[FALLBACK] = scores.get(FALLBACK, 0) + 2 * _TITLE_WEIGHT
    best = max(scores, key=lambda slug: scores[slug], default=FALLBACK)
    if scores.get(best, 0) == 0:
        return Place(FALLBACK, platforms, guessed=True)
    return Place(best, platforms)


def _score(category: Category, title: str, text: str) -> int:
    return sum(
        _TITLE_WEIGHT * min(_count(word, title), 1) + min(_count(word, text), _MOST_PER_WORD)
        for word in category.match
    )


def _count(word: str, text: str) -> int:
    """Occurrences of a word; Latin letters and digits beside it make it another word."""
    before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return len(re.findall(before + re.escape(word) + after, text, re.IGNORECASE))
