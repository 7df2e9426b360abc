"""A hand-written forum, small enough to know by heart, with every trap a reader may meet."""

from __future__ import annotations

from tests.box import cast
from tests.box.small_articles import articles
from tests.box.small_questions import questions
from tests.box.world import World


def small() -> World:
    """The forum at 09:30:40 on 18 January 2021: 21 articles and 13 questions, ids from 1 on.

    Missing on purpose: article/17 (never existed, 404). The traps are named by the titles.
    """
    return World(
        cast.NOW,
        [*articles(), *questions()],
        uploads=cast.uploads(),
        people=cast.PEOPLE,
        topics=cast.TOPICS,
        categories=cast.CATEGORIES,
    )
