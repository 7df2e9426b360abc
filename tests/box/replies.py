"""Which answers of a question a page shows, and in which order."""

from __future__ import annotations

from collections.abc import Mapping

from tests.box.records import Answer, Post, Settings


def by_votes(post: Post) -> list[Answer]:
    """The usual order: votes down, disinterest up, time up."""
    return sorted(post.answers, key=lambda a: (-a.votes, a.uninterested, a.at, a.id))


def answers_on(
    post: Post, values: Mapping[str, str], page: int, settings: Settings
) -> list[Answer]:
    """The answers that an address asks for; the best one leads page 1 wherever it belongs.

    Nobody takes it out of the page it belongs to by its votes, so a later page repeats it.
    """
    best = next((answer for answer in post.answers if answer.best), None)
    if values.get("answer_id") and values.get("single"):
        return [answer for answer in post.answers if str(answer.id) == values["answer_id"]]
    if not settings.answers_for_guests:
        return [best] if best else by_votes(post)[:1]
    if values.get("uid"):
        uid = values["uid"]
        return [a for a in by_votes(post) if a.author and str(a.author.uid) == uid]
    ordered = _ordered(post, values)
    part = ordered[(page - 1) * settings.page_size : page * settings.page_size]
    if page == 1 and best is not None:
        return [best, *(answer for answer in part if answer is not best)]
    return part


def _ordered(post: Post, values: Mapping[str, str]) -> list[Answer]:
    down = values.get("sort", "DESC").upper() != "ASC"  # without a direction: downwards
    if values.get("sort_key") == "add_time":
        return sorted(post.answers, key=lambda a: (a.at, a.id), reverse=down)
    if values.get("sort_key") == "agree_count" and not down:
        return list(reversed(by_votes(post)))
    return by_votes(post)
