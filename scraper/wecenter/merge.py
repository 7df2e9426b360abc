"""One post out of everything that the pages say about it: its own pages, listings, comments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from scraper.models import Comment, Counts, ListingItem, Note, Person, Post, Reply
from scraper.wecenter import captures, dom, doubts, times
from scraper.wecenter.found import Detail, Key, Listed, MobileTimes, Remarks, Topics

_T = TypeVar("_T", Reply, Comment)


@dataclass(frozen=True)
class Known:
    """What the pages together tell about names: uid → name, topic id → name."""

    people: Mapping[int, str]
    topics: Mapping[int, str]


def known(details: Iterable[Detail], listed: Iterable[Listed]) -> Known:
    """Names by id. Where a name changed between two pages, the same one of both is taken."""
    people: list[Person | None] = []
    topics: list[tuple[int | None, str]] = []
    for detail in details:
        people += [detail.author, *(r.author for r in detail.replies)]
        people += [c.author for c in detail.comments]
        topics += detail.topics
    for entry in listed:
        people.append(entry.line.item.person)
        topics += entry.line.topics
    by_uid = sorted(((p.uid, p.name) for p in people if p and p.uid), reverse=True)
    by_id = sorted(((number, name) for number, name in topics if number), reverse=True)
    return Known(dict(by_uid), dict(by_id))


@dataclass(frozen=True)
class Told:
    """What all pages tell about one post: its own pages, its lines in the order of the listings,
    its lines in older captures of listings, its mobile pages.
    """

    details: Sequence[Detail] = ()
    listed: Sequence[Listed] = ()
    earlier: Sequence[Listed] = ()
    mobile: Sequence[MobileTimes] = ()


def post(
    key: Key, told: Told, remarks: Mapping[tuple[str, int], Remarks], names: Known
) -> tuple[Post, list[Note]]:
    """The post `key`, of which a page of its own or a line is given."""
    own = _one(told.details) if told.details else None
    # what is not listed any more was listed before it went
    recent = captures.newest_first(told.listed or told.earlier)
    items = [entry.line.item for entry in recent]
    made = _from_detail(own, remarks) if own else _from_listing(key, told.listed)
    made = replace(
        made,
        url=_url(key, [*told.details, *told.listed]),
        title=made.title or next((i.title for i in items if i.title), ""),
        author=_author(own, items, names),
        category=next((i.category for i in items if i.category), None),
        topics=_topics(own, recent, names),
        counts=_counts(own, items),
        pinned=captures.is_pinned(told.listed),
        published=times.published(made.published, [*told.listed, *told.earlier]),
        active=times.active(told.details, [*told.listed, *told.earlier]),
    )
    made = times.refined(made, told.mobile)
    return made, doubts.of(made, own, told.listed)


def _one(details: Sequence[Detail]) -> Detail:
    """The pages of one post as one. The first page counts; of several captures of one page the
    newest, of two copies of one age the one with more.
    """
    details = sorted(
        details,
        key=lambda d: (
            d.number, -len(d.replies), -len(d.comments), -len(d.body or ""), d.page.where,
            d.page.sha256,
        ),
    )  # fmt: skip
    ordered = captures.current(details)
    first = ordered[0]
    replies = _distinct(
        (r, (r.best, captures.age(d), len(r.body))) for d in ordered for r in d.replies
    )
    comments = _distinct((c, (captures.age(d), len(c.body))) for d in ordered for c in d.comments)
    return replace(
        first,
        title=next((d.title for d in ordered if d.title), ""),
        topics=next((d.topics for d in ordered if d.topics), ()),
        author=next((d.author for d in ordered if d.author), None),
        body=next((d.body for d in ordered if d.body), first.body),
        published=captures.precise(d.published for d in captures.earliest_first(details)),
        counts=_first_counts(d.counts for d in ordered),
        replies=times.of_replies(sorted(replies, key=lambda r: not r.best), details),
        comments=times.of_comments(comments, details),
        notices=tuple(dict.fromkeys(n for d in ordered for n in d.notices)),
        merged_into=next((d.merged_into for d in ordered if d.merged_into), None),
    )


def _distinct(found: Iterable[tuple[_T, tuple[Any, ...]]]) -> list[_T]:
    """Each answer or comment once, in order; of several copies the weightiest, then the first."""
    kept: dict[int | _T, tuple[_T, tuple[Any, ...]]] = {}
    for one, weight in found:
        name = one.id if one.id is not None else one
        if name not in kept or weight > kept[name][1]:
            kept[name] = one, weight
    return [one for one, _ in kept.values()]


def _from_detail(own: Detail, remarks: Mapping[tuple[str, int], Remarks]) -> Post:
    def said(kind: str, number: int | None, count: int | None) -> tuple[Comment, ...]:
        found = remarks.get((kind, number)) if number is not None else None
        # nobody asks for comments where the page counts none: what was said before is deleted
        deleted = found and count == 0 and captures.age(found) < captures.age(own)
        return found.comments if found and not deleted else ()

    return Post(
        kind=own.kind,
        key=f"{own.kind}/{own.id}",
        title=own.title,
        author=own.author,
        category=None,
        body=own.body or "",
        where=own.page.where,
        line=own.line,
        published=own.published,
        replies=tuple(
            replace(r, comments=said("answer", r.id, r.comment_count)) for r in own.replies
        ),
        comments=own.comments
        if own.kind == "article"
        else said("question", own.id, own.counts.comments),
        raw_sha256=own.page.sha256,
        fetched=own.page.fetched,
        locked=own.locked,
        merged_into=own.merged_into,
    )


def _from_listing(key: Key, listed: Sequence[Listed]) -> Post:
    """A post without a page of its own, from the line that has the most of its body."""
    best = captures.fullest(listed)
    return Post(
        kind=key[0],
        key=f"{key[0]}/{key[1]}",
        title=best.line.item.title,
        author=None,
        category=None,
        body=best.line.item.body or "",
        where=best.page.where,
        line=best.at,
        summary=best.line.summary,
        raw_sha256=best.page.sha256,
        fetched=best.page.fetched,
    )


def _url(key: Key, pages: Sequence[Detail | Listed]) -> str | None:
    root = next((page.root for page in pages if page.root), None)
    return f"{root}{key[0]}/{key[1]}" if root else None


def _author(own: Detail | None, items: Sequence[ListingItem], names: Known) -> Person | None:
    """The line of an answered question names who answered last; its asker is only a picture."""
    if own and own.author and own.author.name != dom.ANONYMOUS:
        return own.author
    signed = [i.person for i in items if i.person and i.verb in times.PUBLISHED]
    named = next((p for p in signed if p.name != dom.ANONYMOUS), None)
    if named or (own and own.author):
        return named or (own.author if own else None)
    asked = next((i.asker_uid for i in items if i.asker_uid in names.people), None)
    if asked is not None:
        return Person(names.people[asked], asked)
    return signed[0] if signed else None


def _topics(own: Detail | None, listed: Sequence[Listed], names: Known) -> tuple[str, ...]:
    def said(topics: Topics) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name in topics))

    if own and own.topics:
        return said(own.topics)
    for entry in listed:
        if entry.line.topics:
            return said(entry.line.topics)
    ids = next((entry.line.item.topic_ids for entry in listed if entry.line.item.topic_ids), ())
    return tuple(names.topics[number] for number in ids if number in names.topics)


def _counts(own: Detail | None, items: Sequence[ListingItem]) -> Counts:
    """The listing's views and followers, recorded before the pages were visited; of the rest what
    the page says, as its answers and comments are counted against it.
    """
    listing = _first_counts(item.counts for item in items)
    if own is None:
        return listing
    page = own.counts
    recorded = Counts(views=listing.views, followers=listing.followers)
    return _first_counts([recorded, page, listing])


def _first_counts(found: Iterable[Counts]) -> Counts:
    all_ = list(found)
    chosen = {
        field.name: next(
            (v for v in (getattr(counts, field.name) for counts in all_) if v is not None), None
        )
        for field in fields(Counts)
    }
    return Counts(**chosen)
