"""The times of a post and its answers out of all captures: the more precise one counts.

The forum prints "3 小时前", later a date, on desktop pages without minutes; so what was seen first,
or on the mobile page, can be worth more than what is seen now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scraper.models import Comment, Moment, Post, Reply
from scraper.wecenter import captures
from scraper.wecenter.found import Detail, Listed, MobileTimes

PUBLISHED = ("发表了文章", "发起了问题")
_ANSWERED = "回复了问题"


def published(own: Moment | None, listed: Iterable[Listed]) -> Moment | None:
    """When a post was published, by its own page and by all captures of its line."""
    found = [(e, e.line.item.time) for e in listed if e.line.item.verb in PUBLISHED]
    return captures.precise([own, captures.told_first(found)])


def active(details: Iterable[Detail], listed: Iterable[Listed]) -> Moment | None:
    """When a question was last active. Only captures that count as many answers as the newest one
    tell of the same activity.
    """
    answered = [e for e in listed if e.line.item.verb == _ANSWERED]
    found: list[tuple[int | None, captures.Captured, Moment | None]] = []
    found += [(d.counts.replies, d, d.active) for d in details if d.active]
    found += [(e.line.item.counts.replies, e, e.line.item.time) for e in answered]
    if not any(one.page.fetched for _, one, _ in found):
        return captures.precise(moment for _, _, moment in found)
    count, newest, _ = max(found, key=lambda entry: captures.age(entry[1]))
    same = [
        (one, moment)
        for total, one, moment in found
        if one is newest or (total == count and count is not None)
    ]
    return captures.told_first(same)


def of_replies(replies: Iterable[Reply], details: Sequence[Detail]) -> tuple[Reply, ...]:
    """Answers with the best time that any capture gives them."""
    found = [(r.id, r.time) for d in _dated(details) for r in d.replies]
    best = _best(found)
    return tuple(replace(r, time=best.get(r.id, r.time)) for r in replies)


def of_comments(comments: Iterable[Comment], details: Sequence[Detail]) -> tuple[Comment, ...]:
    """Comments with the best time that any capture gives them."""
    found = [(c.id, c.time) for d in _dated(details) for c in d.comments]
    best = _best(found)
    return tuple(replace(c, time=best.get(c.id, c.time)) for c in comments)


def refined(post: Post, mobile: Iterable[MobileTimes]) -> Post:
    """A post with what its mobile pages tell more precisely: minutes of publication and of
    answers, and the views where nothing else counts them.
    """
    pages = captures.earliest_first(mobile)
    if not pages:
        return post
    own = captures.precise(page.published for page in pages)
    views = next((p.views for p in captures.newest_first(pages) if p.views is not None), None)
    told = _answered(pages, {reply.id for reply in post.replies if reply.id is not None})
    return replace(
        post,
        published=_finer(post.published, own),
        counts=replace(post.counts, views=views) if post.counts.views is None else post.counts,
        replies=tuple(replace(r, time=_finer(r.time, told.get(r.id))) for r in post.replies),
    )


def _answered(pages: Iterable[MobileTimes], ids: set[int]) -> dict[int | None, Moment]:
    """Times by the id of an answer, where just one of an item's numbers is such an id."""
    found: dict[int | None, Moment] = {}
    for page in pages:
        for numbers, moment in page.answers:
            named = ids.intersection(numbers)
            if len(named) == 1:
                number = named.pop()
                found[number] = captures.precise([found.get(number), moment]) or moment
    return found


def _finer(known: Moment | None, other: Moment | None) -> Moment | None:
    """The other time where it is more precise and says the same day as a printed date."""
    if captures.rank(other) >= captures.rank(known):
        return known
    if known and known.at and other and other.at and "前" not in known.text:
        return other if other.at.date() == known.at.date() else known
    return other


def _dated(details: Sequence[Detail]) -> list[Detail]:
    """The captures of known age, the earliest first."""
    return captures.earliest_first(d for d in details if d.page.fetched)


def _best(found: Iterable[tuple[int | None, Moment | None]]) -> dict[int | None, Moment]:
    times: dict[int | None, list[Moment]] = {}
    for number, moment in found:
        if number is not None and moment is not None:
            times.setdefault(number, []).append(moment)
    return {n: best for n, all_ in times.items() if (best := captures.precise(all_))}
