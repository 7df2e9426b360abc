"""The socket side: requests to the forum and its answers, unharmed or broken by a rule."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.box import breaking, control
from tests.box.faults import Faults, Rule
from tests.box.forum import Answer, Forum

_BEFORE_ANSWER = {"hang"}


@dataclass(frozen=True)
class Entry:
    """One request: `target` as on its request line, `started` by the monotonic clock, `world` the
    forum's time in ISO, `fault` the rule that hit it, `sent` bytes of body (before a fault cut it).
    """

    method: str
    target: str
    status: int
    started: float
    seconds: float
    world: str
    sent: int
    host: str
    user_agent: str
    cookie: str
    if_none_match: str
    if_modified_since: str
    accept_encoding: str
    referer: str
    fault: str = ""


class Server:
    """A handler for aiohttp's low-level server, with a log."""

    def __init__(self, forum: Forum, faults: Faults, *, compress: bool = False) -> None:
        self.forum = forum
        self.faults = faults
        self.compress = compress
        self.log: list[Entry] = []

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        target = request.raw_path
        if target.startswith("/__box__/"):
            return await control.handle(request, self)
        started = time.monotonic()
        if request.body_exists:
            await request.read()
        rule = self.faults.take(target)
        if rule is not None and rule.kind == "hang":
            await asyncio.sleep(rule.seconds or 0)
        answer = self._answer(request, rule)
        self._note(request, answer, rule, started)
        if rule is None or rule.kind not in breaking.SENDERS:
            return self._response(request, answer)
        return await breaking.SENDERS[rule.kind](request, answer, rule)

    def _answer(self, request: web.BaseRequest, rule: Rule | None) -> Answer:
        headers: Mapping[str, str] = request.headers
        if rule is not None:
            other = breaking.instead(rule, request.raw_path, request.host, self.forum)
            if other is not None:
                return other
        answer = self.forum.answer(request.method, request.raw_path, headers)
        if rule is not None and rule.kind in ("bump", "drop"):
            breaking.move(rule, request.raw_path, self.forum.world)
        return answer

    def _response(self, request: web.BaseRequest, answer: Answer) -> web.Response:
        headers, body = dict(answer.headers), answer.body
        if self.compress and body and "gzip" in request.headers.get("Accept-Encoding", ""):
            if headers.get("Content-Type", "").startswith("text/"):
                body = gzip.compress(body, 1, mtime=0)
                headers["Content-Encoding"] = "gzip"
                headers["Vary"] = "Accept-Encoding"
        return web.Response(status=answer.status, body=body, headers=headers)

    def _note(
        self, request: web.BaseRequest, answer: Answer, rule: Rule | None, started: float
    ) -> None:
        told: dict[str, Any] = {
            name: request.headers.get(name.replace("_", "-"), "")
            for name in (
                "user_agent", "cookie", "if_none_match", "if_modified_since", "accept_encoding",
                "referer",
            )
        }  # fmt: skip
        entry = Entry(
            method=request.method,
            target=request.raw_path,
            status=answer.status,
            started=started,
            seconds=time.monotonic() - started,
            world=self.forum.world.now.isoformat(),
            sent=len(answer.body),
            host=request.host,
            fault=rule.kind if rule else "",
            **told,
        )
        self.log.append(entry)
