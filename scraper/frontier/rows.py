"""What the frontier takes in and gives out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scraper.models import Capture

Outcome = Literal["ok", "gone", "login", "merged", "elsewhere", "refused", "failed"]


@dataclass(frozen=True)
class Ask:
    """Something to fetch: `key` names it once for all forms of its address, `version` says what
    would make it worth asking for again; lower `priority` goes first.
    """

    key: str
    kind: str
    url: str
    version: str
    priority: int


@dataclass(frozen=True)
class Task:
    """An Ask on its way. `attempts` counts the failures so far, `note` says what was wrong with it
    the last time.
    """

    key: str
    kind: str
    url: str
    version: str
    attempts: int
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """A line of a listing as the frontier compares it: `look` a digest of all that a change of the
    post would change in it, `since` and `until` the bounds of its time in Unix seconds.
    """

    key: str
    look: str
    since: float
    until: float


@dataclass(frozen=True)
class Known:
    """What is known of a post. `walk` is the last walk of the listings that met it."""

    key: str
    look: str
    since: float
    until: float
    walk: int
    state: str
    unlisted: float


@dataclass(frozen=True)
class Archived:
    """A capture with the task it belongs to; `relative` says that it prints relative times, `round`
    in which crawl it was made.
    """

    key: str
    capture: Capture
    relative: bool = False
    round: int = 0


@dataclass(frozen=True)
class Round:
    """One crawl from start to finish, over as many runs as it takes. `walk` counts its readings of
    the listings; `detail` and `listing` what the present one has fetched.
    """

    id: int
    walk: int
    detail: int
    listing: int
