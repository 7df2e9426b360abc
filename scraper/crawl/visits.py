"""One task from asking to recording."""

from __future__ import annotations

import re

from scraper import responses, wecenter
from scraper.crawl import asking, records, walks
from scraper.crawl.asking import MOST_FAILURES, MOST_REFUSALS, Answer
from scraper.crawl.means import FILES, PRIORITIES, Means, Options, Stop
from scraper.crawl.records import Findings
from scraper.fetch import BUSY, FetchError
from scraper.frontier import Ask, Task
from scraper.image_addresses import originals
from scraper.models import Page, Response
from scraper.wecenter import Parsed, targets, verdicts
from scraper.wecenter.targets import Site
from scraper.wecenter.verdicts import Verdict

MOST_ODD = 3  # in a row: pages that are not the ones asked for
_RELATIVE = re.compile(r"\d\s*(?:秒|分钟|小时|天)前")


class Visits:
    """Takes one task after the other, and counts what goes wrong in a row."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._failures = 0
        self._odd = 0

    async def visit(self, task: Task) -> None:
        """Ask for a task and record what came of it. Raises Stop, and what the disk raises."""
        means = self._means
        if not means.rules.allows(task.url):
            if task.kind == "listing":
                walks.without_ajax(task, "robots.txt does not allow it", means)
            else:
                records.end(task, "refused", "robots.txt does not allow it", means)
            return
        if task.kind in FILES and means.frontier.is_stored(originals(task.url)[0]):
            records.end(task, "ok", "stored already", means)  # a thumbnail's original, say
            return
        try:
            answer = await asking.ask(task, means)
            if answer.last.status >= 500 and answer.last.status not in BUSY:
                raise FetchError("server", f"status {answer.last.status}", again=True)
        except FetchError as error:
            await self._unanswered(task, error)
            return
        self._failures = 0
        if answer.last.status in BUSY:
            await self._busy(task, answer.last)
        elif answer.leads:
            await self._led_away(task, answer, answer.leads)
        elif answer.last.status == 304:
            records.unchanged(task, answer.last, means)
        elif task.kind == "image" and _is_page(answer.last):
            self._no_image(task, answer.last)
        elif task.kind in FILES and answer.last.status in (200, 404, 410):
            fits = answer.last.status == 200
            note = "" if fits else f"status {answer.last.status}"
            records.record(task, answer.trail, Findings("ok" if fits else "gone", note), means)
        elif task.kind in FILES:
            # a firewall, say: that it is not sent now does not mean that it is not there
            records.end(task, "failed", f"status {answer.last.status}", means)
        else:
            await self._read(task, answer)

    def _no_image(self, task: Task, response: Response) -> None:
        """Some servers send their front page for a lost image; a firewall sends its own page."""
        *_, verdict = judged("front", response, self._means.site, self._means.options)
        if verdict.outcome == "stop":
            raise Stop(verdict.message)
        records.end(task, "failed", "a page was sent instead of an image", self._means)

    async def _unanswered(self, task: Task, error: FetchError) -> None:
        is_own = task.kind != "image" or task.url.startswith(self._means.site.root)
        # one answer that will never do says nothing about the next, nor does another host's
        self._failures += error.again and is_own
        if self._failures >= MOST_FAILURES:
            await self._front(str(error))
            self._failures = 0
        asking.failed(task, error, self._means)

    async def _busy(self, task: Task, response: Response) -> None:
        times = self._means.pace.refusals
        asking.busy(task, response, self._means)
        if times > MOST_REFUSALS:
            note = f"status {response.status}, {times} times in a row"
            await self._strange(task, note)
            records.end(task, "failed", note, self._means)

    async def _led_away(self, task: Task, answer: Answer, leads: verdicts.Redirect) -> None:
        if task.kind == "listing":
            walks.without_ajax(task, f"it leads to {leads.url}", self._means)
            return
        if leads.meaning == "merged":
            found = self._merged(task, leads)
        elif leads.meaning == "login":
            found = Findings("login", "for members only")
        else:
            found = Findings("elsewhere", f"it leads to {leads.url}")
            await self._strange(task, found.note)
        records.record(task, answer.trail, found, self._means)

    def _merged(self, task: Task, leads: verdicts.Redirect) -> Findings:
        """Ask for the question that it was merged into, and for what it itself still says."""
        site = self._means.site
        target = Ask(leads.target, "post", site.address(leads.target), "merged", PRIORITIES["post"])
        source = Ask(
            f"{task.key}/source", "page", site.address(f"{task.key}?rf=false"), task.version,
            PRIORITIES["page"],
        )  # fmt: skip
        is_known = self._means.frontier.known(leads.target) is not None
        is_down = leads.target in self._means.options.take_down
        asks = [source] if is_known or is_down else [target, source]
        return Findings("merged", leads.target, asks)

    async def _read(self, task: Task, answer: Answer) -> None:
        means = self._means
        page, parsed, verdict = judged(task.kind, answer.last, means.site, means.options)
        if verdict.outcome == "stop":
            raise Stop(verdict.message)
        if task.kind == "listing":
            walks.listed(task, answer, parsed, page, verdict, means)
        elif verdict.outcome == "odd":
            await self._strange(task, verdict.message)
            records.end(task, "failed", verdict.message, means)
        else:
            self._odd = 0
            asks = follow(task, parsed, means) if verdict.outcome == "ok" else []
            found = Findings(
                verdict.outcome,
                verdict.message,
                asks,
                relative=_RELATIVE.search(page.html) is not None,
            )
            records.record(task, answer.trail, found, means)

    async def _strange(self, task: Task, message: str) -> None:
        """Not the page that was asked for: is it this page alone, or does the forum not answer any
        more? Raises Stop where it does not. A page that was as odd the last time tells nothing.
        """
        if task.note == message:
            return
        self._odd += 1
        if self._odd >= MOST_ODD:
            raise Stop(f"{message}; {self._odd} such answers in a row", message)
        await self._front(message)

    async def _front(self, message: str) -> None:
        """Raise Stop with the message where the forum's front page is not there either."""
        try:
            front = await self._means.fetcher.get(self._means.site.address(""))
        except FetchError as error:
            raise Stop(f"{message}; and its front page: {error}") from error
        *_, verdict = judged("front", front, self._means.site, self._means.options)
        if front.status in BUSY:
            until = asking.hold(self._means.frontier, self._means.pace, self._means.clock)
            raise Stop(f"{message}; its front page too asks to wait until {until}", message)
        if verdict.outcome != "ok" or front.status != 200:
            told = f"status {front.status}" if front.status != 200 else verdict.message
            raise Stop(f"{message}; and its front page: {told}", message)


def _is_page(response: Response) -> bool:
    kind = responses.field(response.headers, "content-type").lower()
    return response.status == 200 and kind.startswith("text/html")


def judged(
    asked: str, response: Response, site: Site, options: Options
) -> tuple[Page, Parsed, Verdict]:
    """A response as a page, what the page says, and whether that is what was `asked` for."""
    page = _page(response, site, options.limits.page_bytes)
    parsed = wecenter.parse(page, base_url=site.root, fetched_at=None)
    return page, parsed, verdicts.judge(asked, response.status, parsed, page.html)


def _page(response: Response, site: Site, limit: int) -> Page:
    """The page in a response, with the moment that its relative times count from."""
    body = responses.decode(response.body, response.headers, limit)
    return Page(
        where=response.url.removeprefix(site.root),
        html=responses.text(body, response.headers),
        sha256="",
        url=response.url,
        fetched=responses.served(response.headers, response.fetched),
    )


def follow(task: Task, parsed: Parsed, means: Means) -> list[Ask]:
    """What belongs to a post beside the page that was read: asked for again when the post changed,
    comments when their number did, images once a round.
    """
    if parsed.detail is None:
        return []
    round_ = str(means.frontier.current().id)
    asks = []
    for target in targets.of_detail(parsed.detail, means.site, mobile=means.options.mobile):
        version = {"remarks": str(target.count), "image": round_, "file": "once"}
        asks.append(
            Ask(
                target.key, target.kind, target.url, version.get(target.kind, task.version),
                PRIORITIES[target.kind],
            )
        )  # fmt: skip
    return asks
