"""One post out of everything that the pages say about it: its own pages, listings, comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from scraper.models import Comment, Counts, ListingItem, Moment, Note, Person, Post, Reply
from scraper.wecenter import dom, doubts
from scraper.wecenter.found import Detail, Key, Listed, Remarks, Topics

_PRECISIONS = ("minute", "hour", "day", "unknown")
_PUBLISHED = ("发表了文章", "发起了问题")
_ANSWERED = "回复了问题"
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


def post(
    key: Key,
    details: Sequence[Detail],
    listed: Sequence[Listed],
    remarks: Mapping[tuple[str, int], Remarks],
    names: Known,
) -> tuple[Post, list[Note]]:
    """The post `key`; `listed` in the order of the listings. At least one of both is given."""
    own = _one(details) if details else None
    items = [entry.line.item for entry in listed]
    made = _from_detail(own, remarks) if own else _from_listing(key, listed)
    made = replace(
        made,
        url=_url(key, [*details, *listed]),
        title=made.title or next((i.title for i in items if i.title), ""),
        author=_author(own, items, names),
        category=next((i.category for i in items if i.category), None),
        topics=_topics(own, listed, names),
        counts=_counts(own, items),
        pinned=any(item.pinned for item in items),
        published=_precise([made.published, *(i.time for i in items if i.verb in _PUBLISHED)]),
        active=_precise([made.active, *(i.time for i in items if i.verb == _ANSWERED)]),
    )
    return made, doubts.of(made, own, listed)


def _one(details: Sequence[Detail]) -> Detail:
    """The pages of one post as one. The first page counts, of two copies the one with more."""
    ordered = sorted(
        details,
        key=lambda d: (
            d.number, -len(d.replies), -len(d.comments), -len(d.body or ""), d.page.where,
            d.page.sha256,
        ),
    )  # fmt: skip
    first = ordered[0]
    replies = _distinct((r for d in ordered for r in d.replies), lambda r: (r.best, len(r.body)))
    comments = _distinct((c for d in ordered for c in d.comments), lambda c: (len(c.body),))
    return replace(
        first,
        title=next((d.title for d in ordered if d.title), ""),
        topics=next((d.topics for d in ordered if d.topics), ()),
        author=next((d.author for d in ordered if d.author), None),
        body=next((d.body for d in ordered if d.body), first.body),
        published=_precise(d.published for d in ordered),
        active=_precise(d.active for d in ordered),
        counts=_first_counts(d.counts for d in ordered),
        replies=tuple(sorted(replies, key=lambda r: not r.best)),
        comments=tuple(comments),
        notices=tuple(dict.fromkeys(n for d in ordered for n in d.notices)),
    )


def _distinct(found: Iterable[_T], weight: Callable[[_T], tuple[int, ...]]) -> list[_T]:
    """Each answer or comment once, in order; of several copies the weightiest, then the first."""
    kept: dict[int | _T, _T] = {}
    for one in found:
        name = one.id if one.id is not None else one
        if name not in kept or weight(one) > weight(kept[name]):
            kept[name] = one
    return list(kept.values())


def _from_detail(own: Detail, remarks: Mapping[tuple[str, int], Remarks]) -> Post:
    def said(kind: str, number: int | None) -> tuple[Comment, ...]:
        found = remarks.get((kind, number)) if number is not None else None
        return found.comments if found else ()

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
        active=own.active,
        replies=tuple(replace(r, comments=said("answer", r.id)) for r in own.replies),
        comments=own.comments if own.kind == "article" else said("question", own.id),
        raw_sha256=own.page.sha256,
    )


def _from_listing(key: Key, listed: Sequence[Listed]) -> Post:
    """A post without a page of its own, from the line that has the most of its body."""
    best = max(listed, key=lambda entry: len(entry.line.item.body or ""))
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
    )


def _url(key: Key, pages: Sequence[Detail | Listed]) -> str | None:
    root = next((page.root for page in pages if page.root), None)
    return f"{root}{key[0]}/{key[1]}" if root else None


def _author(own: Detail | None, items: Sequence[ListingItem], names: Known) -> Person | None:
    """The line of an answered question names who answered last; its asker is only a picture."""
    if own and own.author and own.author.name != dom.ANONYMOUS:
        return own.author
    signed = [i.person for i in items if i.person and i.verb in _PUBLISHED]
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


def _precise(moments: Iterable[Moment | None]) -> Moment | None:
    """The most precise of several times; of equals the one that is printed as a date, then the
    first.
    """
    found = [moment for moment in moments if moment]
    return min(
        found,
        key=lambda m: (_PRECISIONS.index(m.precision), "前" in m.text),
        default=None,
    )
