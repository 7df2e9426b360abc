"""Asking for one task: conditions, redirects to the same page, and what to do without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from scraper import responses
from scraper.crawl import records
from scraper.crawl.means import FILES, Means, Stop
from scraper.fetch import FetchError
from scraper.frontier import Frontier, Task
from scraper.image_addresses import originals
from scraper.models import Response
from scraper.pace import Clock, Pace
from scraper.wecenter import verdicts

MOST_ATTEMPTS = 4
MOST_REDIRECTS = 5
MOST_FAILURES = 5  # in a row: the network or the forum is down
MOST_REFUSALS = 8  # in a row: 429 or 503
LONGEST_WAIT = 3600.0  # seconds of Retry-After that are waited for
_LONGEST_HELD = 86400.0  # seconds after which a server is asked again, whatever it said
_WORTH_A_LINE = 5.0  # seconds of waiting


@dataclass(frozen=True)
class Answer:
    """The end of a trail of redirects, and the trail with it. `leads` is where the last response
    would lead on to, if that is not the page that was asked for.
    """

    trail: tuple[Response, ...]
    leads: verdicts.Redirect | None = None

    @property
    def last(self) -> Response:
        """The response that counts."""
        return self.trail[-1]


async def ask(task: Task, means: Means) -> Answer:
    """Ask for a task; for an image at each address where its original may be, the best first.

    Raises FetchError where there is no answer.
    """
    candidates = originals(task.url) if task.kind == "image" else (task.url,)
    for url in candidates[:-1]:
        answer = await _follow(task, url, means)
        if answer.last.status not in (404, 410):
            return answer
    return await _follow(task, candidates[-1], means)


async def _follow(task: Task, url: str, means: Means) -> Answer:
    image = task.kind in FILES
    known = _conditions(task, url, means) if image else {}
    trail: list[Response] = []
    while True:
        try:
            response = await means.fetcher.get(
                url, image=image, mobile=task.kind == "mobile", known=known
            )
        except FetchError as error:
            if not trail:
                raise
            raise FetchError(
                error.kind, f"it leads to {url}: {error}", again=error.again
            ) from error
        means.summary.requests += 1
        trail.append(response)
        location = responses.field(response.headers, "location")
        if not 300 <= response.status < 400 or response.status == 304 or not location:
            return Answer(tuple(trail))
        leads = verdicts.redirect(task.key, url, location, means.site.root)
        if leads.meaning != "follow":
            return Answer(tuple(trail), leads)
        if len(trail) > MOST_REDIRECTS:
            message = f"more than {MOST_REDIRECTS} redirects, the last to {leads.url}"
            raise FetchError("redirects", message, again=False)
        url = leads.url


def _conditions(task: Task, url: str, means: Means) -> dict[str, str]:
    """The header fields by which a server can say that an image is the one we have."""
    before = means.frontier.last_capture(task.key)
    if before is None or before.url != url:
        return {}
    told = {
        "If-None-Match": responses.field(before.headers, "etag"),
        "If-Modified-Since": responses.field(before.headers, "last-modified"),
    }
    return {name: value for name, value in told.items() if value}


def hold(frontier: Frontier, pace: Pace, clock: Clock) -> str:
    """Keep the moment until which the server asks to wait, for the next run too; returns it."""
    until = clock.now() + timedelta(seconds=min(pace.wait(), _LONGEST_HELD))
    with frontier.change():
        frontier.set("not_before", str(until.timestamp()))
    return until.astimezone().isoformat(timespec="minutes")


def busy(task: Task, response: Response, means: Means) -> None:
    """The server asked to wait: keep the task, and the moment. Raises Stop where it asks for longer
    than is waited for.
    """
    wait = means.pace.wait()
    means.frontier.retry(task, 0, f"status {response.status}", counts=False)
    until = hold(means.frontier, means.pace, means.clock)
    if wait > LONGEST_WAIT:
        raise Stop(f"the server asks to wait (status {response.status}) until {until}")
    if wait > _WORTH_A_LINE:
        means.progress.say(f"status {response.status}: waiting {wait:.0f} s")


def failed(task: Task, error: FetchError, means: Means) -> None:
    """No answer: try again later, or give this one up. Raises Stop for a listing, which cannot be
    given up, as everything else depends on it.
    """
    last = not error.again or task.attempts + 1 >= MOST_ATTEMPTS
    if last and task.kind == "listing":
        raise Stop(str(error))
    if error.kind in ("refused", "bad-address"):
        records.end(task, "refused", str(error), means)
        return
    if last:
        records.end(task, "failed", str(error), means)
        return
    wait = means.pace.failed(task.attempts + 1)
    means.frontier.retry(task, means.now() + wait, str(error), counts=True)
