"""All posts of a set of saved pages, in the order of the forum's listing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scraper.models import Forum, Note, Page
from scraper.wecenter import detail, dom, kinds, listing, merge, remarks, runaway, urls
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Detail, Key, Listed, Remarks

_DOUBTS = {
    "not-found": ("not-found-page", "the forum's page for an address that does not exist"),
    "login": ("login-page", "a login form, not the page that was asked for"),
    "mobile": (
        "mobile-page",
        "a page of the mobile site, which names no ids; save the desktop one",
    ),
    "other": ("no-posts-page", "a page of the forum without posts"),
    "remarks": ("comments-unplaced", "comments whose path does not tell what they belong to"),
    "foreign": ("not-wecenter", "not a page of a WeCenter forum"),
}


@dataclass
class _Found:
    details: list[Detail] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    remarks: list[Remarks] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def doubt(self, code: str, page: Page, message: str) -> None:
        self.notes.append(Note("doubt", code, page.where, 0, message))


def is_wecenter(html: str) -> bool:
    """Whether a page's DOM carries WeCenter's marks (article, question, listing, message page or
    comment fragment).
    """
    document = dom.parse(Page("", html, ""), None)
    return document is not None and kinds.kind_of(document) != "foreign"


def read(pages: Sequence[Page], *, base_url: str | None, fetched_at: datetime | None) -> Forum:
    """All posts of a set of saved pages, whatever their order.

    Without `fetched_at` relative times stay unresolved; `base_url` is the forum's front page, for
    pages that do not say it themselves.
    """
    found = _Found()
    base_url = base_url or urls.front(page.html for page in pages)
    for page in sorted(pages, key=lambda p: (p.where, p.sha256)):
        document = dom.parse(page, base_url)
        if document is None:
            message = (
                f"more than {runaway.MAX_OPEN} elements are open at once; the page is left out"
            )
            found.doubt("runaway-page", page, message)
        else:
            _take(document, found, fetched_at)
    return _forum(found)


def _take(document: Document, found: _Found, fetched_at: datetime | None) -> None:
    page = document.page
    kind = kinds.kind_of(document)
    if kind in ("article", "question"):
        own = kinds.post_of(document)
        if own is not None:
            found.details.append(detail.read(document, *own, fetched_at))
    elif kind == "listing":
        lines = listing.read(document, fetched_at)
        found.listed += lines
        if not lines:
            found.doubt("empty-listing", page, "a listing without a single post")
    elif kind in ("deleted", "message"):
        found.doubt(f"{kind}-page", page, f"the forum says “{kinds.message(document)[:80]}”")
    elif _are_remarks(document, kind) and (said := remarks.read(document, fetched_at)):
        found.remarks.append(said)
    else:
        code, message = _DOUBTS[kind]
        found.doubt(code, page, message)


def _are_remarks(document: Document, kind: kinds.Kind) -> bool:
    """Comments name no post, and an answer without comments is empty: there the path must tell."""
    return kind == "remarks" or (kind == "foreign" and not document.page.html.strip())


def _forum(found: _Found) -> Forum:
    details: dict[Key, list[Detail]] = {}
    for own in found.details:
        details.setdefault((own.kind, own.id), []).append(own)
    listed: dict[Key, list[Listed]] = {}
    for entry in sorted(found.listed, key=lambda e: (e.rank, e.page.where, e.place)):
        listed.setdefault(entry.key, []).append(entry)
    said = _remarks(found)
    names = merge.known(found.details, found.listed)
    posts = []
    for key in [*listed, *sorted(details.keys() - listed.keys())]:
        post, notes = merge.post(key, details.get(key, []), listed.get(key, []), said, names)
        posts.append(post)
        found.notes += notes
    posts.sort(key=lambda post: not post.pinned)  # stable: the listing's order within both
    notes = sorted(found.notes, key=lambda n: (n.where, n.line, n.code, n.message))
    return Forum(tuple(posts), tuple(notes))


def _remarks(found: _Found) -> dict[tuple[str, int], Remarks]:
    """The comments by what they belong to; of two copies the one with more of them."""
    targets = {("question", d.id) for d in found.details if d.kind == "question"}
    targets |= {("answer", r.id) for d in found.details for r in d.replies if r.id is not None}
    kept: dict[tuple[str, int], Remarks] = {}
    for said in sorted(found.remarks, key=lambda r: -len(r.comments)):
        target = (said.kind, said.id)
        if target not in targets:
            message = f"comments of {said.kind} {said.id}, which is not among the pages"
            found.doubt("comments-unplaced", said.page, message)
        kept.setdefault(target, said)
    return kept
