"""What flows between the stages: frozen dataclasses without behaviour.

Bodies are HTML whatever the source was, so that a post from a text dump and the same post from a
saved page take one way through sanitise, clean and convert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["minute", "hour", "day", "unknown"]
PostKind = Literal["article", "question"]


@dataclass(frozen=True)
class Moment:
    """A time as the source gives it: `text` raw, `at` resolved (zone-aware) where possible."""

    text: str
    at: datetime | None
    precision: Precision


@dataclass(frozen=True)
class Note:
    """A repair that was made or a doubt that remains, for the report.

    `where` names the file or URL, `line` counts from 1 (0 where the source has no lines).
    `code` is a stable short name such as `faq-mislabelled-answer`.
    """

    kind: Literal["repair", "doubt"]
    code: str
    where: str
    line: int
    message: str


@dataclass(frozen=True)
class Person:
    """Somebody as the forum names them. `uid` is None for anonymous people and in dumps."""

    name: str
    uid: int | None = None


@dataclass(frozen=True)
class Comment:
    """A remark under an article, a question or an answer. `body` is HTML."""

    author: Person | None
    body: str
    time: Moment | None = None
    id: int | None = None
    to: Person | None = None


@dataclass(frozen=True)
class Reply:
    """An answer to a question. `body` is HTML; `votes` None where the source shows none."""

    id: int | None
    author: Person | None
    body: str
    time: Moment | None = None
    votes: int | None = None
    best: bool = False
    folded: bool = False
    comment_count: int = 0
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What the listing counts; None where this source does not show it."""

    views: int | None = None
    replies: int | None = None
    comments: int | None = None
    followers: int | None = None
    votes: int | None = None


@dataclass(frozen=True)
class Response:
    """What a server answered to a GET of `url`. `body` is what was transferred (a Content-Encoding
    still on it), `fetched` when by our own clock.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime


@dataclass(frozen=True)
class Capture:
    """One response in an archive: `file` is its WARC below the archive's folder, `offset` and
    `length` the bytes of its record there, `sha256` that of the decoded body, `served` the moment
    by the server's own clock.
    """

    url: str
    file: str
    offset: int
    length: int
    status: int
    sha256: str
    served: datetime
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """One page as it was served: `where` its path below the folder (posix) or its address without
    the host, `html` decoded text, `sha256` of the raw bytes. `url` and `fetched` (the moment at
    which the forum served it, which its relative times count from) are None where nothing tells.
    """

    where: str
    html: str
    sha256: str
    url: str | None = None
    fetched: datetime | None = None


@dataclass(frozen=True)
class ListingItem:
    """One line of a listing page. `person` is the author of an article or of an unanswered
    question, but the last answerer of an answered one; `time` follows the same rule.
    """

    kind: PostKind
    id: int
    title: str
    verb: str
    person: Person | None
    category: str | None
    pinned: bool
    time: Moment | None
    counts: Counts
    topic_ids: tuple[int, ...] = ()
    asker_uid: int | None = None
    body: str | None = None


@dataclass(frozen=True)
class Post:
    """An article or a question with everything the source says about it.

    `key` identifies the post within its source (`article/12`, or `dump/…` where there is no id).
    `author` is None where the source does not tell. `published` is the time of publication only;
    the last activity of an answered question goes to `active`. `where`/`line` locate it.
    `summary` is the listing's teaser that was removed: "cut", "whole" or None.
    `raw_sha256` is the hash of its page's bytes, or of what it says where pages are served anew.
    `fetched` is when its page was served, `gone` when the forum first said that it is deleted,
    `merged_into` the key of the question that replaced it.
    """

    kind: PostKind
    key: str
    title: str
    author: Person | None
    category: str | None
    body: str
    where: str
    line: int = 0
    url: str | None = None
    topics: tuple[str, ...] = ()
    published: Moment | None = None
    active: Moment | None = None
    counts: Counts = Counts()
    pinned: bool = False
    summary: Literal["cut", "whole"] | None = None
    replies: tuple[Reply, ...] = ()
    comments: tuple[Comment, ...] = ()
    raw_sha256: str | None = None
    fetched: datetime | None = None
    locked: bool = False
    gone: datetime | None = None
    merged_into: str | None = None


@dataclass(frozen=True)
class Forum:
    """All posts one source gives, in the order of its listing, with what was doubtful."""

    posts: tuple[Post, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Block:
    """One block of a body in reading order, for the parsers of curated index and FAQ.

    `text` is one line of plain text, `html` the block's own markup, `gap` the number of blank
    lines before it in a dump (0 in HTML), `heading` its level or 0, `href` the target where the
    whole block is one link, `images` the names of the images in it.
    """

    text: str
    html: str
    line: int = 0
    gap: int = 0
    heading: int = 0
    href: str | None = None
    images: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndexEntry:
    """One line of the curated index. `order` counts from 1 within its section."""

    order: int
    title: str
    line: int = 0
    href: str | None = None


@dataclass(frozen=True)
class IndexSection:
    """A group of the curated index; `platform` is a platform slug where the name is one."""

    name: str
    platform: str | None
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class CuratedIndex:
    """A post that lists other posts by section, with the text around the list as HTML."""

    intro: str
    sections: tuple[IndexSection, ...]
    outro: str


@dataclass(frozen=True)
class FaqPair:
    """One question and its answer. `label` is the number the source printed, `answer` HTML."""

    label: str
    question: str
    answer: str
    line: int = 0
    repaired: bool = False


@dataclass(frozen=True)
class Faq:
    """A post made of question and answer pairs, with the text around them as HTML."""

    intro: str
    pairs: tuple[FaqPair, ...]
    outro: str


@dataclass(frozen=True)
class Series:
    """Posts that number themselves as parts of one whole: (number, title) in order."""

    name: str
    parts: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ImageSlot:
    """A place in a post where an image stands. `name` is what the source calls it and may recur;
    (`post`, `order`) is the key. `path` follows from the image's content, so that one shown twice
    is stored once; it is empty where none is stored, and `reason` then says why, in Chinese.
    """

    post: str
    order: int
    name: str
    path: str
    line: int = 0
    caption: str = ""
    reason: str = ""
