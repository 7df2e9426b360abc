"""The plain-text dump of a WeCenter front page: listing lines, summaries, bodies, all flattened.

What is lost in such a dump: markup, links, lone text nodes (the " • " between category and author),
images (their file names remain as lines) and the bodies of questions. Line numbers survive, so each
paragraph of a body carries `data-line` for the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape, unescape
from typing import Literal

from scraper import moments, titles
from scraper.models import Counts, Forum, Note, Person, Post, PostKind
from scraper.persons import Line, separate

_VERBS: dict[str, PostKind] = {
    "发表了文章": "article",
    "发起了问题": "question",
    "回复了问题": "question",
}
_LISTING = re.compile(
    r"^\s*(?P<who>\S.*?)\s*(?P<verb>发表了文章|发起了问题|回复了问题)\s*[•·]\s*(?P<rest>.+)$"
)
_SEPARATOR = re.compile(r"\s*[•·]\s*")
_COUNTS = {
    "followers": re.compile(r"(\d+)\s*人关注"),
    "comments": re.compile(r"(\d+)\s*个评论"),
    "replies": re.compile(r"(\d+)\s*个回复"),
    "views": re.compile(r"(\d+)\s*次浏览"),
}
_FOOTERS = {"友情链接"}
_MORE = re.compile(r"\s*(?:\.{3}|…)?\s*(?:\.{3}|…)\s*查看全部\s*$|\s*查看全部\s*$")
_CUT_ENTITY = re.compile(r"&#?[A-Za-z0-9]{0,8}$")
_SUFFIX = r"\.(?:jpe?g|png|gif|webp|bmp|svg)"
# a line that is a file name from end to end, or begins with a plain one to which text is glued
_IMAGE = re.compile(
    rf"(?P<name>[^\n/\\<>|\"?*,;:!。、，；：？！“”]{{1,80}}?{_SUFFIX})$"
    rf"|(?P<glued>[\w()-]{{1,60}}{_SUFFIX})(?=[^\x00-\x7f])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class _Listed:
    """A listing line with the title above it; indices count from 0 in the list of lines."""

    title_at: int
    listing_at: int
    title: str
    pinned: bool
    who: str
    verb: str
    rest: str


def is_dump(text: str) -> bool:
    """Whether a text has the listing lines of a WeCenter front page."""
    return any(True for _ in _listed(text.split("\n")))


def read(text: str, *, where: str, base_url: str | None, fetched_at: datetime | None) -> Forum:
    """All posts of a dump in listing order.

    `where` names the file in notes. Without `fetched_at` relative times stay unresolved.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    listed = list(_listed(lines))
    people = separate([Line(item.who, item.listing_at + 1) for item in listed], where)
    posts: list[Post] = []
    notes: list[Note] = list(people.notes)
    ends = [item.title_at for item in listed[1:]]
    ends += [_end(lines, item.listing_at) for item in listed[-1:]]
    for item, (category, person), end in zip(listed, people.split, ends, strict=True):
        post, found = _post(item, lines[item.listing_at + 1 : end], category, person, where)
        post = _timed(post, item, fetched_at, notes)
        same = sum(p.key == post.key or p.key.startswith(post.key + "~") for p in posts)
        key = f"{post.key}~{same + 1}" if same else post.key  # two posts may share a title
        posts.append(replace(post, url=base_url, key=key))
        notes += found
    return Forum(tuple(posts), tuple(sorted(notes, key=lambda n: (n.line, n.code))))


def _listed(lines: Sequence[str]) -> Iterator[_Listed]:
    title_at = None
    for at, line in enumerate(lines):
        # the words first: the pattern is slow on a long line of anything else
        match = _LISTING.match(line) if any(verb in line for verb in _VERBS) else None
        if match and title_at is not None and _is_listing(match["rest"]):
            title, pinned = titles.without_pin(lines[title_at].strip().removeprefix("\ufeff"))
            yield _Listed(title_at, at, title, pinned, match["who"], match["verb"], match["rest"])
        if line.strip():
            title_at = at


def _is_listing(rest: str) -> bool:
    """A time, and a count or the closing words: people quote the verb in their texts too."""
    counted = any(pattern.search(rest) for pattern in _COUNTS.values())
    return moments.find(rest) is not None and (counted or "来自相关话题" in rest)


def _end(lines: Sequence[str], after: int) -> int:
    """Where the page's own footer begins: the last such line after the last post's listing line."""
    for at in range(len(lines) - 1, after, -1):
        if lines[at].strip() in _FOOTERS:
            return at
    return len(lines)


def _post(
    item: _Listed, lines: Sequence[str], category: str | None, person: str, where: str
) -> tuple[Post, list[Note]]:
    first_line = item.listing_at + 2
    paragraphs = _paragraphs(lines, first_line)
    summary: Literal["cut", "whole"] | None = None
    notes: list[Note] = []
    if paragraphs:
        summary, rest = _without_summary(paragraphs)
        if summary is None and _MORE.search(paragraphs[0].text):
            message = "a summary whose article is not in the dump: the body is cut"
            notes.append(Note("doubt", "body-cut", where, paragraphs[0].line, message))
        elif summary:
            paragraphs = rest
    kind = _VERBS[item.verb]
    if kind == "question" and not paragraphs:
        message = f"a dump has no text of the question “{item.title}”"
        notes.append(Note("doubt", "question-page-missing", where, item.title_at + 1, message))
    # the person in the line of an answered question is the last answerer, never the asker
    answered = item.verb == "回复了问题"
    if answered:
        message = f"the asker of “{item.title}” is not named; {person} answered last"
        notes.append(Note("doubt", "author-unknown", where, item.listing_at + 1, message))
    notes += _lost_digits(paragraphs, where)
    post = Post(
        kind=kind,
        key=f"dump/{titles.digest(item.title)}",
        title=item.title,
        author=None if answered else Person(person),
        category=category,
        body="\n".join(p.html for p in paragraphs),
        where=where,
        line=item.title_at + 1,
        counts=_counts(item.rest),
        pinned=item.pinned,
        summary=summary,
    )
    return post, notes


def _counts(rest: str) -> Counts:
    found = {name: pattern.search(rest) for name, pattern in _COUNTS.items()}
    return Counts(**{name: int(match[1]) for name, match in found.items() if match})


def _timed(post: Post, item: _Listed, fetched_at: datetime | None, notes: list[Note]) -> Post:
    """The listing's time is the publication, but of an answered question the last reply."""
    parts = [moments.find(part) for part in _SEPARATOR.split(item.rest)]
    text = next(part for part in reversed(parts) if part)
    moment = moments.resolve(text, fetched_at)
    if moment.at is None:
        message = f"“{text}” has no base: give the time of the capture with --fetched-at"
        if not text.endswith("前"):
            message = f"“{text}” is no date"
        notes.append(Note("doubt", "time-unresolved", post.where, item.listing_at + 1, message))
    if item.verb == "回复了问题":
        return replace(post, active=moment)
    return replace(post, published=moment)


@dataclass(frozen=True)
class _Paragraph:
    text: str
    line: int
    gap: int
    image: str | None = None

    @property
    def html(self) -> str:
        place = f' data-line="{self.line}" data-gap="{self.gap}"'
        if self.image is not None:
            return f'<p{place}><img alt="{escape(self.image)}"></p>'
        return f"<p{place}>{escape(self.text, quote=False)}</p>"


def _paragraphs(lines: Sequence[str], first_line: int) -> list[_Paragraph]:
    """Non-blank lines with their number and the blank lines before; image names stand alone."""
    found: list[_Paragraph] = []
    gap = 0
    for number, raw in enumerate(lines, first_line):
        text = raw.strip(" \t\u00a0\u200b\ufeff\u3000")
        if not text:
            gap += 1
            continue
        image = _IMAGE.match(text)
        if image:
            found.append(_Paragraph("", number, gap, image["name"] or image["glued"]))
            text, gap = text[image.end() :].strip(), 0
        if text:
            found.append(_Paragraph(text, number, gap))
        gap = 0
    return found


def _without_summary(
    paragraphs: list[_Paragraph],
) -> tuple[Literal["cut", "whole"] | None, list[_Paragraph]]:
    """Drop a first paragraph that the rest of the body begins with, as WeCenter's listing shows it.

    The listing glues paragraphs and cuts after 130 characters of *encoded* text, so an entity may
    be cut too (`10&nbs...`): both sides are compared without white space and entities.
    """
    first, rest = paragraphs[0], paragraphs[1:]
    if first.image is not None or not rest:
        return None, paragraphs
    more = _MORE.search(first.text)
    teaser = _MORE.sub("", first.text)
    if more:
        teaser = _CUT_ENTITY.sub("", teaser.rstrip(". …"))
    bare = _bare(teaser)
    body = _bare("".join(p.text for p in rest))
    if not bare or not body.startswith(bare):
        return None, paragraphs
    if more:
        return "cut", rest
    # without 查看全部 the listing shows all of the body; a shorter match is the body's own text
    return ("whole", rest) if body == bare else (None, paragraphs)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unescape(text).replace("\u00a0", "").replace("\u200b", ""))


_LOST = re.compile(r"[一-鿿]\s+(?=个工作日|个月|天内|小时内|元|份|名|分钟|人次|%)")
_NUMBERED = re.compile(r"^(\d{1,2})\s*[、.)]\s*(?=\D)")


def _lost_digits(paragraphs: Sequence[_Paragraph], where: str) -> list[Note]:
    """Doubts about numbers that the forum lost: reported, never filled in."""
    notes = []
    previous = 0
    for paragraph in paragraphs:
        if _LOST.search(paragraph.text):
            message = f"a number seems to be lost here: “{paragraph.text[:40]}”"
            notes.append(Note("doubt", "number-lost", where, paragraph.line, message))
        match = _NUMBERED.match(titles.half_width(paragraph.text))
        number = int(match[1]) if match else 0
        if previous and number == previous + 2:
            message = f"item {previous + 1} is missing between {previous} and {number}"
            notes.append(Note("doubt", "item-missing", where, paragraph.line, message))
        previous = number if number else (previous if not paragraph.text else 0)
    return notes
