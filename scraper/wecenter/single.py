"""One page of a forum, read by itself: pages may be read in any order and by several processes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from scraper import runaway
from scraper.models import Note, Page
from scraper.wecenter import detail, dom, kinds, listing, mobile, remarks
from scraper.wecenter.dom import Document
from scraper.wecenter.found import Parsed

_MOBILE = (
    "mobile-page",
    "a page of the mobile site, which names no ids; save the desktop one",
)
_DOUBTS = {
    "not-found": ("not-found-page", "the forum's page for an address that does not exist"),
    "login": ("login-page", "a login form, not the page that was asked for"),
    "mobile": _MOBILE,
    "other": ("no-posts-page", "a page of the forum without posts"),
    "remarks": ("comments-unplaced", "comments whose path does not tell what they belong to"),
    "foreign": ("not-wecenter", "not a page of a WeCenter forum"),
}


def is_wecenter(html: str) -> bool:
    """Whether a page's DOM carries WeCenter's marks (article, question, listing, message page or
    comment fragment).
    """
    document = dom.parse(Page("", html, ""), None)
    return document is not None and kinds.kind_of(document) != "foreign"


def parse(page: Page, *, base_url: str | None, fetched_at: datetime | None) -> Parsed:
    """What one page says. Its relative times count from when it was fetched, else from
    `fetched_at`; `base_url` is the forum's front page, for a page that does not name it.
    """
    document = dom.parse(page, base_url)
    if document is None:
        message = f"more than {runaway.MAX_OPEN} elements are open at once; the page is left out"
        light = replace(page, html="")
        return Parsed(light, "runaway", notes=(_doubt("runaway-page", page, message),))
    return _read(document, page.fetched or fetched_at)


def _read(document: Document, at: datetime | None) -> Parsed:
    kind = kinds.kind_of(document)
    made = Parsed(document.page, kind, document.root, document.base)
    if kind in ("article", "question"):
        own = kinds.post_of(document)
        return replace(made, detail=detail.read(document, *own, at)) if own else made
    if kind == "listing":
        return _listing(document, made, at)
    if kind == "mobile" and (told := mobile.read(document, at)):
        return replace(made, mobile=told)
    if kind in ("deleted", "message"):
        said = kinds.message(document)
        note = _doubt(f"{kind}-page", made.page, f"the forum says “{said[:80]}”")
        return replace(made, message=said, notes=(note,))
    empty = kind == "foreign" and not document.html.strip()
    # comments name no post, and an answer without comments is empty: the path must tell
    if (kind == "remarks" or empty) and (found := remarks.read(document, at)):
        return replace(made, kind="remarks", remarks=found)
    if empty and listing.is_ajax(made.page.url or ""):
        return replace(made, kind="listing")  # no more lines: the end of the list
    return replace(made, notes=(_doubt(_DOUBTS[kind][0], made.page, _DOUBTS[kind][1]),))


def mobile_doubt(page: Page) -> Note:
    """The doubt about a mobile page that completes no post."""
    return _doubt(_MOBILE[0], page, _MOBILE[1])


def _listing(document: Document, made: Parsed, at: datetime | None) -> Parsed:
    listed = tuple(listing.read(document, at))
    if listed:
        return replace(made, listed=listed)
    note = _doubt("empty-listing", made.page, "a listing without a single post")
    return replace(made, notes=(note,))


def _doubt(code: str, page: Page, message: str) -> Note:
    return Note("doubt", code, page.where, 0, message)
