"""How single answers go wrong, down to the socket."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import format_datetime

from aiohttp import web

from tests.box import address, markup_notices
from tests.box.faults import Rule
from tests.box.forum import Answer, Forum
from tests.box.listings import everything, listing_of
from tests.box.site import Page, fill
from tests.box.world import World

Sender = Callable[[web.BaseRequest, Answer, Rule], Awaitable[web.StreamResponse]]
_TICK = 0.05  # seconds between the drops of a slow answer
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def instead(rule: Rule, target: str, host: str, forum: Forum) -> Answer | None:
    """What is answered in the place of the forum's own answer; None where that one is sent."""
    now = format_datetime(forum.world.now.astimezone(UTC), usegmt=True)
    date = {"Server": "nginx", "Date": now}
    html = {**date, **_HTML}
    if rule.kind in ("too_many", "rate"):
        headers = {**html, **_retry_after(rule, forum.world)}
        return Answer(429, b"Too Many Requests", headers)
    if rule.kind == "unavailable":
        body = b"<html><h1>503 Service Temporarily Unavailable</h1></html>"
        return Answer(503, body, {**html, **_retry_after(rule, forum.world)})
    if rule.kind == "status":
        body = f"<html><center><h1>{rule.status}</h1></center></html>".encode()
        return Answer(rule.status, body, html)
    if rule.kind in ("loop", "redirect"):
        return Answer(302, b"", {**html, "Location": rule.url or target})
    page = _page(rule, host, forum)
    if page is None:
        return None
    return Answer(page.status, fill(page.parts(), forum.world), {**date, "Content-Type": page.type})


def _retry_after(rule: Rule, world: World) -> dict[str, str]:
    if rule.seconds is None:
        return {}
    if rule.as_date:
        at = world.now.astimezone(UTC) + timedelta(seconds=rule.seconds)
        return {"Retry-After": format_datetime(at, usegmt=True)}
    return {"Retry-After": str(round(rule.seconds))}


def _page(rule: Rule, host: str, forum: Forum) -> Page | None:
    site, world = forum.site(host), forum.world
    if rule.kind == "error":
        return markup_notices.fault(site)
    if rule.kind == "captcha":
        return markup_notices.captcha(site)
    if rule.kind == "waf":
        return markup_notices.firewall(rule.status)
    if rule.kind == "closed":
        return markup_notices.message("站点维护中,请稍后再来", world, site, refresh=False)
    if rule.kind == "banned":
        return markup_notices.message(markup_notices.IP_BANNED, world, site, refresh=False)
    return None


def move(rule: Rule, target: str, world: World) -> None:
    """Change the listing behind a reader's back: between this page of it and the next."""
    listing = listing_of(address.parse(target).values, world)
    posts = everything(listing, world)
    if rule.kind == "drop":
        shown = [post for post in posts[: listing.size] if not post.pinned]
        key = rule.key or next((post.key for post in shown), "")
        if key in world.posts:
            world.delete(key)
        return
    behind = posts[listing.page * listing.size :]
    fitting = [p for p in behind if p.kind == "question" and not p.locked] or behind
    key = rule.key or next((post.key for post in fitting), "")
    if key in world.posts:
        world.bump(key)


async def _begin(
    request: web.BaseRequest, answer: Answer, length: int | None
) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, headers=dict(answer.headers))
    if length is not None:
        response.content_length = length
    await response.prepare(request)
    return response


async def _reset(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    response = await _begin(request, answer, len(answer.body))
    await response.write(answer.body[: len(answer.body) // 2])
    await asyncio.sleep(_TICK)  # the first half arrives before the reset does
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return response


async def _hangup(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _early_eof(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    response = await _begin(request, answer, len(answer.body) + 1000)
    await response.write(answer.body)
    if request.transport is not None:
        request.transport.close()
    return response


async def _slow(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    response = await _begin(request, answer, len(answer.body))
    drop = max(1, int(rule.rate * _TICK))
    for at in range(0, len(answer.body), drop):
        await response.write(answer.body[at : at + drop])
        await asyncio.sleep(drop / max(1, rule.rate))
    await response.write_eof()
    return response


async def _cut_gzip(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    packed = gzip.compress(answer.body, mtime=0)
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    return web.Response(status=answer.status, body=packed[: len(packed) * 3 // 5], headers=headers)


async def _charset(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    told = re.sub(r";.*", "", answer.headers.get("Content-Type", "text/html"))
    headers = {**answer.headers, "Content-Type": f"{told}; charset={rule.charset}"}
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def _huge(request: web.BaseRequest, answer: Answer, rule: Rule) -> web.StreamResponse:
    response = await _begin(request, replace(answer, status=200), None)
    filler = b"<p>" + b"x" * 16_377 + b"</p>\n"
    for _ in range(int(rule.megabytes * 1_048_576 / len(filler)) + 1):
        await response.write(filler)
    await response.write_eof()
    return response


SENDERS: dict[str, Sender] = {
    "reset": _reset,
    "hangup": _hangup,
    "early_eof": _early_eof,
    "slow": _slow,
    "cut_gzip": _cut_gzip,
    "charset": _charset,
    "huge": _huge,
}
