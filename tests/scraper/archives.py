"""Archives of a made-up forum, captured at moments of a test's choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from scraper import replay
from scraper.archive import Writer
from scraper.frontier import Archived, Frontier
from scraper.models import Capture, Forum, Post, Response

ROOT = "http://forum.example/"
NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)  # 12:00 for the forum
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Got:
    """An answer of the forum to a request for `path`, which may be a whole address."""

    path: str
    html: str | bytes
    at: datetime = NOON
    status: int = 200
    location: str = ""
    type: str = "text/html; charset=UTF-8"

    @property
    def url(self) -> str:
        return self.path if "://" in self.path else f"{ROOT}{self.path}"

    def response(self) -> Response:
        moved = (("Location", self.location),) if self.location else ()
        date = ("Date", format_datetime(self.at, usegmt=True))
        body = self.html.encode() if isinstance(self.html, str) else self.html
        return Response(self.url, self.status, (("Content-Type", self.type), date, *moved), body,
                        self.at)  # fmt: skip


def write(folder: Path, answers: Iterable[Got], *, indexed: bool = False) -> list[Capture]:
    """An archive of answers in the order given; `indexed` as a crawl leaves it."""
    writer = Writer(folder, {}, {"software": "x"})
    given = list(answers)
    made = [writer.append(answer.response(), 2**24) for answer in given]
    if indexed:
        archived = [
            Archived(capture.url, capture, "前" in str(answer.html))
            for answer, capture in zip(given, made, strict=True)
        ]
        with Frontier(folder) as frontier, frontier.change():
            frontier.set("base_url", ROOT)
            frontier.add_captures(1, archived, writer.sizes)
    return made


def read(folder: Path, *answers: Got, base_url: str | None = None) -> Forum:
    """The forum that an archive of answers shows."""
    write(folder, answers)
    return replay.replay(folder, base_url, None).forum


def post(forum: Forum, key: str) -> Post:
    return next(post for post in forum.posts if post.key == key)


def codes(forum: Forum) -> list[tuple[str, str]]:
    """(code, the post's or file's name) of all doubts."""
    return [(note.code, note.where.removeprefix(ROOT)) for note in forum.notes]
