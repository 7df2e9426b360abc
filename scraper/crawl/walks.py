"""Walks: readings of the listings from their first page on, which find what there is to fetch.

A post may move from a page that is still to be read to one that was read already, so a round reads
its listings again: from front to back where fetching took long, else only as far as there is news.
"""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.crawl import records
from scraper.crawl.asking import Answer
from scraper.crawl.means import PRIORITIES, Means, Stop
from scraper.crawl.records import Findings
from scraper.frontier import WALKS, Ask, Known, Round, Seen, Task
from scraper.models import Page
from scraper.wecenter import Parsed, targets
from scraper.wecenter.verdicts import Verdict

MOST_WALKS = 4  # of one round
RECHECK = 30 * 86400.0  # seconds after which a live post that no listing shows is asked again


def advance(means: Means) -> bool:
    """Nothing is pending: start the next walk, or ask about posts that no walk has met. Returns
    whether there is anything to do again.
    """
    current = means.frontier.current()
    if current.walk == 0:
        return _start(means, current, full=True)
    if current.walk < MOST_WALKS and (current.walk == 1 or current.detail):
        return _start(means, current, full=current.detail > current.listing)
    return _check(means, current)


def _start(means: Means, current: Round, *, full: bool) -> bool:
    with means.frontier.change():
        means.frontier.begin_walk(current.id)
        means.frontier.set("walk", "full" if full else "news")
        means.frontier.ask([_listing(1, means)])
    return True


def _check(means: Means, current: Round) -> bool:
    """Ask about live posts that no walk of this round has met, and about those due by --recheck."""
    lost = means.frontier.unlisted(current.id * WALKS, means.now() - RECHECK)
    old: list[str] = []
    if means.options.recheck is not None and means.frontier.get("rechecked") != str(current.id):
        old = means.frontier.fetched_before(means.clock.now() - means.options.recheck)
    version = f"check.{current.id}"
    asks = [
        Ask(key, "post", url, version, PRIORITIES["post"])
        for key, url in [*lost, *means.frontier.addresses(old)]
    ]
    with means.frontier.change():
        for key, _ in lost:
            means.frontier.mark(key, "alive", means.now())
        means.frontier.set("rechecked", str(current.id))
        means.frontier.ask(asks)
    return bool(asks)


def _listing(number: int, means: Means) -> Ask:
    by_ajax = means.frontier.get("listing") != "html"
    current = means.frontier.current()
    version = f"{current.id}.{current.walk}.{'ajax' if by_ajax else 'html'}"
    url = means.site.listing(number, by_ajax=by_ajax)
    return Ask(f"listing/{number}", "listing", url, version, PRIORITIES["listing"])


def listed(
    task: Task, answer: Answer, parsed: Parsed, page: Page, verdict: Verdict, means: Means
) -> None:
    """Take the posts of a listing page: what is new or looks changed is to be fetched."""
    if verdict.outcome != "ok":
        without_ajax(task, verdict.message, means)
        return
    # a number that is not heeded leads to page 1, and its posts would pass for those of this one
    if not answer.last.url.endswith(task.url.rpartition("/")[2]):
        without_ajax(task, f"it leads to {answer.last.url}", means)
        return
    if task.key == "listing/1" and not parsed.listed:
        without_ajax(task, "it shows no post", means)
        return
    current = means.frontier.current()
    walk = current.id * WALKS + current.walk
    served = page.fetched or means.clock.now()
    down = means.options.take_down
    found = [s for s in targets.sightings(parsed, served) if s.key not in down]
    known = [means.frontier.known(sighting.key) for sighting in found]
    asks, seen = [], []
    for sighting, before in zip(found, known, strict=True):
        since, until = _span(sighting)
        if before and before.look == sighting.look and _counts(before, current):
            both = max(since, before.since), min(until, before.until)
            if both[0] <= both[1]:  # the same moment, printed differently
                seen.append(Seen(sighting.key, sighting.look, *both))
                continue
        seen.append(Seen(sighting.key, sighting.look, since, until))
        version = f"{sighting.look}.{walk}"
        asks.append(Ask(sighting.key, "post", sighting.url, version, PRIORITIES["post"]))
    # a forum that does not heed the page's number would give the same page for ever
    repeated = bool(found) and all(before and before.walk == walk for before in known)
    reads_on = asks or means.frontier.get("walk") == "full"
    if parsed.listed and reads_on and not repeated:
        asks.append(_listing(int(task.key.rpartition("/")[2]) + 1, means))
    times = (listed.line.item.time for listed in parsed.listed)
    relative = any(time is not None and "前" in time.text for time in times)
    findings = Findings("ok", "", asks, seen, walk, relative)
    records.record(task, answer.trail, findings, means)


def _counts(before: Known, current: Round) -> bool:
    """Whether what is known of a post holds. One that was gone holds only while it was listed all
    the time: listed anew, it has come back.
    """
    return before.state in ("alive", "login") or before.walk >= (current.id - 1) * WALKS


def without_ajax(task: Task, reason: str, means: Means) -> None:
    """The AJAX listing is not there for us: read the listings as a browser shows them. Raises Stop
    where they are not there either.
    """
    if task.key != "listing/1" or means.frontier.get("listing") == "html":
        _forget_html(task, means)
        raise Stop(f"no listing of posts: {reason}")
    means.progress.say("no AJAX listing here; reading the listing pages, ten posts each")
    with means.frontier.change():
        means.frontier.set("listing", "html")
        means.frontier.end(task, "elsewhere", "no AJAX listing")
        means.frontier.ask([_listing(1, means)])


def _forget_html(task: Task, means: Means) -> None:
    """The next run tries the AJAX listing first again: its pages may be there by then."""
    if task.key == "listing/1":
        with means.frontier.change():
            means.frontier.set("listing", "ajax")
            means.frontier.ask([_listing(1, means)])


def _span(sighting: targets.Sighting) -> tuple[float, float]:
    """The bounds of a post's time in Unix seconds; wide open where the line has none."""
    if sighting.since == datetime.min:
        return 0.0, 1e11
    return sighting.since.astimezone(UTC).timestamp(), sighting.until.astimezone(UTC).timestamp()
