"""Before the first page: who is there, may we ask, is it a WeCenter forum."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scraper import PRODUCT, archive, fetch, guard, responses, robots
from scraper.archive import Writer
from scraper.crawl import loop
from scraper.crawl.asking import LONGEST_WAIT, MOST_REDIRECTS, hold
from scraper.crawl.means import GO_ON, Means, Options, Progress, Summary
from scraper.crawl.visits import judged
from scraper.errors import CrawlError, KbError
from scraper.fetch import BUSY, Fetcher, FetchError
from scraper.frontier import FILE_NAME, Archived, Frontier
from scraper.guard import Guard
from scraper.models import Response
from scraper.pace import Clock, Pace
from scraper.robots import Rules
from scraper.wecenter import targets, urls
from scraper.wecenter.targets import Site

_MOST_TRIES = 4  # of what nothing goes without, while the server asks to wait
_ROBOTS_BYTES = 2**24


async def crawl(
    base_url: str, folder: Path, options: Options, clock: Clock, progress: Progress
) -> Summary:
    """Crawl the forum at `base_url` into the archive in `folder`, going on where an earlier run
    stopped. Raises CrawlError with one line that says why, what was kept and how to resume.
    """
    root = urls.root(base_url)
    if root is None:
        raise CrawlError(f"{base_url}: not the address of a forum; write it as https://host/")
    own = guard.of(root, options.image_hosts, await fetch.addresses(root))
    if not own.is_private and not options.contact:
        raise CrawlError(
            f"{root}: a crawl says whom to write to; give --contact you@example.org, or contact:"
            " in sources.yml"
        )
    if archive.is_in(folder) and not (folder / FILE_NAME).exists():
        # to a new index all of it would be the rest of a killed run, to be removed
        raise CrawlError(
            f"{folder}: holds an archive, but not its index {FILE_NAME}; kb import reads it as it"
            " is, crawl into another folder"
        )
    with Frontier(folder) as frontier:
        before = frontier.get("base_url")
        if before and before != root:
            raise CrawlError(f"{folder}: holds {before}; use another folder for {root}")
        summary = Summary()
        try:
            await _open(root, folder, own, frontier, options, clock, progress, summary)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CrawlError(
                f"{folder}: the archive cannot be written ({reason}); {loop.kept(summary)};"
                f" make room, then {GO_ON}"
            ) from error
        return summary


async def _open(
    root: str,
    folder: Path,
    own: Guard,
    frontier: Frontier,
    options: Options,
    clock: Clock,
    progress: Progress,
    summary: Summary,
) -> None:
    about = {"software": PRODUCT, "format": "WARC File Format 1.1", "isPartOf": root,
             "robots": "RFC 9309", "operator": options.contact or "unknown"}  # fmt: skip
    writer = Writer(folder, frontier.sizes(), about)
    pace = Pace(1 / options.rate if options.rate else 0.0, clock)
    pace.hold(_held(root, frontier, clock, progress))
    cookies = json.loads(frontier.get("cookies") or "{}")
    try:
        async with Fetcher(
            own, pace, clock, contact=options.contact, limits=options.limits, cookies=cookies
        ) as fetcher:
            approach = _Approach(root, frontier, fetcher, pace, clock, options)
            rules, trail = await approach.rules()
            pace.slow_to(rules.delay)
            site = await approach.site(rules)
            if trail:  # only now is it known whose it is
                _keep_rules(trail, frontier, writer, clock)
            means = Means(
                site, frontier, writer, fetcher, pace, rules, clock, progress, options, summary
            )
            await loop.run(means)
    finally:
        with contextlib.suppress(OSError, KbError):  # the next run does it too
            writer.rollback()


def _held(root: str, frontier: Frontier, clock: Clock, progress: Progress) -> float:
    """Seconds that are left of what the server asked an earlier run to wait."""
    left = float(frontier.get("not_before") or 0) - clock.now().timestamp()
    if left > LONGEST_WAIT:
        moment = (clock.now() + timedelta(seconds=left)).astimezone().isoformat(timespec="minutes")
        raise CrawlError(
            f"{root}: it asked to wait until {moment}; nothing was fetched, after that {GO_ON}"
        )
    if left > 1:
        progress.say(f"waiting {left:.0f} s, as the server asked the run before")
    return left


@dataclass(frozen=True)
class _Approach:
    """The first questions to a forum, which nothing goes without."""

    root: str
    frontier: Frontier
    fetcher: Fetcher
    pace: Pace
    clock: Clock
    options: Options

    async def rules(self) -> tuple[Rules, list[Response]]:
        """robots.txt, and the responses that told it; none where they were asked for within a day.
        Raises CrawlError.
        """
        url = urljoin(self.root, "/robots.txt")
        kept = json.loads(self.frontier.get("robots") or "null")
        if kept and self.clock.now().timestamp() - kept["at"] < robots.MAX_AGE:
            return robots.rules(kept["status"], kept["text"]), []
        trail = await self._first(url)
        status = trail[-1].status
        if status >= 500:
            raise CrawlError(
                f"{url}: status {status}; while it cannot be read nothing may be fetched"
                f" (RFC 9309), {GO_ON}"
            )
        return robots.rules(status, _robots_text(trail[-1])), trail

    async def site(self, rules: Rules) -> Site:
        """The forum as its front page shows it, asked once and remembered. Raises CrawlError."""
        root = self.root
        if not rules.allows(root):
            raise CrawlError(f"{root}: robots.txt does not allow it; nothing was fetched")
        if known := self.frontier.get("site"):
            return Site(*json.loads(known))
        response = (await self._first(root))[-1]
        if response.status >= 500:
            raise CrawlError(
                f"{root}: status {response.status}; nothing was fetched, later {GO_ON}"
            )
        _, parsed, verdict = judged("front", response, Site(root), self.options)
        if verdict.outcome == "stop":
            raise CrawlError(f"{root}: {verdict.message}; nothing was kept, {GO_ON}")
        if verdict.outcome != "ok":
            raise CrawlError(
                f"{root}: not the front page of a WeCenter forum ({verdict.message}); check the"
                " address; nothing was kept"
            )
        found = targets.site(parsed, root)
        if urlsplit(found.root).hostname != urlsplit(root).hostname:  # www or not, say
            raise CrawlError(
                f"{root}: its pages give {found.root} as the forum's address: crawl that one;"
                " nothing was kept"
            )
        with self.frontier.change():
            self.frontier.set("base_url", root)
            self.frontier.set("site", json.dumps([found.root, found.prefix]))
            self.frontier.set("cookies", json.dumps(self.fetcher.cookies, sort_keys=True))
        return found

    async def _first(self, url: str) -> list[Response]:
        trail: list[Response] = []
        asked = url
        try:
            while len(trail) <= MOST_REDIRECTS:
                response = await self.fetcher.get(asked)
                if response.status in BUSY:
                    until = hold(self.frontier, self.pace, self.clock)
                    if self.pace.wait() > LONGEST_WAIT or self.pace.refusals >= _MOST_TRIES:
                        raise CrawlError(
                            f"{url}: the server asks to wait (status {response.status}) until"
                            f" {until}; nothing was fetched, {GO_ON}"
                        )
                    continue
                trail.append(response)
                location = responses.field(response.headers, "location")
                if not 300 <= response.status < 400 or not location:
                    return trail
                asked = urljoin(asked, location)
        except FetchError as error:
            leads = f" (it leads to {asked})" if asked != url else ""
            again = GO_ON if error.again else "check the address"
            raise CrawlError(f"{url}{leads}: {error}; nothing was fetched, {again}") from error
        raise CrawlError(f"{url}: more than {MOST_REDIRECTS} redirects; nothing was fetched")


def _robots_text(response: Response) -> str:
    if response.status != 200:
        return ""
    return responses.text(responses.decode(response.body, response.headers, _ROBOTS_BYTES))


def _keep_rules(trail: list[Response], frontier: Frontier, writer: Writer, clock: Clock) -> None:
    """Keep robots.txt in the archive with everything else, and for the runs of the next day."""
    last = trail[-1]
    told = {"at": clock.now().timestamp(), "status": last.status, "text": _robots_text(last)}
    captures = [Archived("robots", writer.append(response, _ROBOTS_BYTES)) for response in trail]
    with frontier.change():
        frontier.add_captures(0, captures, writer.sizes)
        frontier.set("robots", json.dumps(told))
    writer.recorded()
