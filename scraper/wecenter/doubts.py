"""What remains doubtful about a post: parts that its pages count but do not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scraper.models import Note, Post
from scraper.wecenter import captures
from scraper.wecenter.found import Detail, Listed


def of(made: Post, own: Detail | None, listed: Sequence[Listed]) -> list[Note]:
    """The doubts about a post; `own` is what its own pages say, None where none is saved."""

    def doubt(code: str, message: str) -> Note:
        return Note("doubt", code, made.where, made.line, message)

    found = []
    if own is None:
        found += _listing_doubts(made, listed, doubt)
    elif own.body is None:
        found.append(doubt("body-missing", f"{made.key} has no body on its page"))
    for notice in own.notices if own else ():
        found.append(doubt("redirect-notice", f"{made.key} carries the notice “{notice}”"))
    if not made.title:
        found.append(doubt("title-missing", f"{made.key} has no title"))
    if own and (made.counts.replies or 0) > len(made.replies):
        message = f"{made.key} has {made.counts.replies} answers, {len(made.replies)} are saved"
        found.append(doubt("answers-missing", message))
    told = made.counts.comments or 0
    told += sum(reply.comment_count for reply in made.replies)
    have = len(made.comments) + sum(len(reply.comments) for reply in made.replies)
    if own and told > have:
        message = f"{made.key} has {told} comments, {have} are saved"
        found.append(doubt("comments-missing", message))
    for moment in (made.published, made.active):
        if moment and moment.at is None:
            message = f"“{moment.text}” has no base: give the time of the capture with --fetched-at"
            found.append(doubt("time-unresolved", message))
    return found


def _listing_doubts(
    made: Post, listed: Sequence[Listed], doubt: Callable[[str, str], Note]
) -> list[Note]:
    if made.kind == "question":
        return [doubt("question-page-missing", f"the page of {made.key} is not saved")]
    best = captures.fullest(listed).line
    if best.item.body is None:
        message = f"the page of {made.key} is not saved, and its listing has a teaser only"
        return [doubt("body-missing", message)]
    if best.is_cut:
        message = f"the body of {made.key} breaks off where it contains the end of a comment"
        return [doubt("body-cut", message)]
    return []
