"""The loop of a crawl: one task after the other until a round has none left."""

from __future__ import annotations

import json

from scraper.crawl import walks
from scraper.crawl.means import GO_ON, Means, Stop, Summary
from scraper.crawl.visits import Visits
from scraper.errors import CrawlError
from scraper.frontier import Task

_SHOWN = 0.2  # seconds between two looks at how far the crawl is


async def run(means: Means) -> None:
    """Take tasks until a round has none left."""
    frontier = means.frontier
    frontier.drop(means.options.take_down)
    frontier.revive("failed")
    frontier.revive("elsewhere")
    # what was not allowed may be now
    said = json.loads(frontier.get("robots") or "{}")
    hosts = sorted(means.options.image_hosts)
    allowed = json.dumps([said.get("status"), said.get("text"), hosts])
    if frontier.get("allowed") not in (None, allowed):
        frontier.revive("refused")
    with frontier.change():
        frontier.set("allowed", allowed)
    if frontier.is_round_finished():
        frontier.begin_round(means.clock.now())
    visits, shown = Visits(means), means.clock.monotonic()
    while True:
        task = frontier.lease(means.now())
        if task is not None:
            await _take(task, visits, means)
            if means.clock.monotonic() - shown >= _SHOWN:  # counting is not free
                shown = means.clock.monotonic()
                pending, failed = frontier.counts()
                means.progress.show(means.summary.done, means.summary.done + pending, failed)
        elif (due := frontier.waiting()) is not None:
            await means.clock.sleep(max(0.0, due - means.now()))
        elif not walks.advance(means):
            break
    frontier.finish_round(means.clock.now())


async def _take(task: Task, visits: Visits, means: Means) -> None:
    """One task; whatever ends it early puts it back."""
    try:
        await visits.visit(task)
    except Stop as stop:
        means.frontier.release(task, stop.about)
        raise CrawlError(f"{task.url}: {stop}; {kept(means.summary)}, {GO_ON}") from stop
    except BaseException:
        means.frontier.release(task)
        raise


def kept(summary: Summary) -> str:
    """What a run that stops early has kept."""
    return f"{summary.done} answers of this run are kept"
