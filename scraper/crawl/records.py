"""Writing down what a task gave: the answer to the archive, then everything else in one step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scraper.crawl.means import Means
from scraper.frontier import Archived, Ask, Outcome, Seen, Task
from scraper.models import Response


@dataclass(frozen=True)
class Findings:
    """What follows from an answer. `relative` says that it prints relative times, `seen` are the
    posts that a listing shows and `walk` the reading of the listings that it belongs to.
    """

    outcome: Outcome
    note: str = ""
    asks: Sequence[Ask] = ()
    seen: Sequence[Seen] = ()
    walk: int = 0
    relative: bool = False


def record(task: Task, trail: Iterable[Response], found: Findings, means: Means) -> None:
    """Archive the responses of a task and record what follows, all of it or nothing.

    Raises OSError or sqlite3.Error where the disk does not take it.
    """
    frontier, limits = means.frontier, means.options.limits
    limit = max(limits.page_bytes, limits.image_bytes)
    archived = [
        Archived(task.key, means.writer.append(response, limit), found.relative)
        for response in trail
    ]
    with frontier.change():
        current = frontier.current()
        frontier.add_captures(current.id, archived, means.writer.sizes)
        frontier.end(task, found.outcome, found.note)
        frontier.see(found.seen, found.walk)
        frontier.ask(found.asks)
        frontier.count(
            current.id, detail=int(task.kind == "post"), listing=int(task.kind == "listing")
        )
        if task.kind == "post":
            frontier.mark(task.key, "alive" if found.outcome == "ok" else found.outcome)
        frontier.set("cookies", json.dumps(means.fetcher.cookies, sort_keys=True))
    means.writer.recorded()
    _tally(task, found.outcome, found.note, means)


def unchanged(task: Task, response: Response, means: Means) -> None:
    """The server said that what we have is what it has."""
    before = means.frontier.last_capture(task.key)
    if before is not None:
        means.writer.append_unchanged(response, before)
    with means.frontier.change():
        current = means.frontier.current()
        means.frontier.add_captures(current.id, [], means.writer.sizes)
        means.frontier.end(task, "ok", "not modified")
    means.writer.recorded()
    _tally(task, "unchanged", "", means)


def end(task: Task, outcome: Outcome, note: str, means: Means) -> None:
    """A task ended without an answer that is worth keeping."""
    with means.frontier.change():
        means.frontier.end(task, outcome, note)
    _tally(task, outcome, note, means)


def _tally(task: Task, outcome: str, note: str, means: Means) -> None:
    means.summary.outcomes[outcome] += 1
    if outcome == "failed":
        means.summary.failed.append((task.url, note))
    if outcome == "ok":
        means.summary.kinds[task.kind] += 1
