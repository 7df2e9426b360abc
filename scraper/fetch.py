"""Polite HTTP: one request at a time, at the pace that was agreed, within limits, to guarded hosts.

Redirects are not followed here: where an answer leads is for the crawl to judge. The session
cookie is kept, since the forum counts every visit without one as a new reader.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from scraper import PRODUCT, responses
from scraper.errors import CrawlError
from scraper.guard import Address, Guard
from scraper.models import Response
from scraper.pace import Clock, Pace

AGENT = f"{PRODUCT}/0.1"
# WeCenter tells phones by these words; the rest of the name stays ours
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)"
BUSY = (429, 503)
_CHUNK = 64 * 1024


class FetchError(Exception):
    """No answer that can be used. `again` says whether another try may help."""

    def __init__(self, kind: str, message: str, *, again: bool) -> None:
        super().__init__(message)
        self.kind = kind
        self.again = again


@dataclass(frozen=True)
class Limits:
    """Bytes of one body and seconds of one response."""

    page_bytes: int = 16 * 2**20
    image_bytes: int = 16 * 2**20
    seconds: float = 60.0
    connect_seconds: float = 15.0


class _Resolver(AbstractResolver):
    """Names → addresses, without those that the guard refuses: checked where we connect, so that a
    name cannot mean one address when it is judged and another when it is used.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        reasons = [self._guard.address_refusal(ipaddress.ip_address(a["host"])) for a in found]
        allowed = [a for a, reason in zip(found, reasons, strict=True) if reason is None]
        if not allowed:
            raise _Refused(next((reason for reason in reasons if reason), "no address"))
        return allowed

    async def close(self) -> None:
        await self._inner.close()


class _Refused(OSError):
    """The guard refuses every address of a name."""


class Fetcher:
    """Asks one forum. Use as an async context manager."""

    def __init__(
        self,
        guard: Guard,
        pace: Pace,
        clock: Clock,
        *,
        contact: str | None,
        limits: Limits,
        cookies: Mapping[str, str],
    ) -> None:
        self._guard = guard
        self._pace = pace
        self._clock = clock
        self._limits = limits
        self.agent = f"{AGENT} (+{contact})" if contact else AGENT
        self.cookies = dict(cookies)
        timeout = aiohttp.ClientTimeout(total=limits.seconds, connect=limits.connect_seconds)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=_Resolver(guard), limit=1),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=timeout,
            auto_decompress=False,
            raise_for_status=False,
        )

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def get(
        self,
        url: str,
        *,
        image: bool = False,
        mobile: bool = False,
        known: Mapping[str, str] | None = None,
    ) -> Response:
        """One GET when its turn has come. `known` are the header fields of a conditional request.

        Any status is an answer. Raises FetchError where there is none, and for what the guard
        refuses.
        """
        if reason := self._guard.refusal(url, image=image):
            raise FetchError("refused", reason, again=False)
        await self._clock.sleep(self._pace.wait())
        started = self._pace.start()
        limit = self._limits.image_bytes if image else self._limits.page_bytes
        headers = self._headers(url, mobile=mobile, known=known or {})
        response = await self._exchange(url, headers, limit)
        if response.status in BUSY:
            asked = responses.retry_after(response.headers, self._clock.now())
            self._pace.refused(asked)
        else:
            self._pace.answered(started)
        return response

    def _headers(self, url: str, *, mobile: bool, known: Mapping[str, str]) -> dict[str, str]:
        agent = f"{_PHONE} {self.agent}" if mobile else self.agent
        headers = {
            "User-Agent": agent,
            "Accept": "*/*",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": responses.ENCODINGS,
            **known,
        }
        if self.cookies and self._guard.is_own(url):
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in sorted(self.cookies.items()))
        return headers

    async def _exchange(self, url: str, headers: Mapping[str, str], limit: int) -> Response:
        try:
            target = URL(_sendable(url), encoded=True)
            async with self._session.get(target, headers=headers, allow_redirects=False) as answer:
                body = await self._body(answer, limit)
                found = tuple((k.decode("latin-1"), v.decode("utf-8", "replace"))
                              for k, v in answer.raw_headers)  # fmt: skip
                response = Response(url, answer.status, found, body, self._clock.now())
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _explained(error, self._limits) from error
        try:
            if response.status not in (204, 304):
                responses.decode(body, found, limit)
        except responses.BodyError as error:
            again = "larger" not in str(error)
            raise FetchError("broken-body", str(error), again=again) from error
        self._remember(url, found)
        return response

    async def _body(self, answer: aiohttp.ClientResponse, limit: int) -> bytes:
        parts, size = [], 0
        async for part in answer.content.iter_chunked(_CHUNK):
            size += len(part)
            if size > limit:
                answer.close()
                message = f"larger than the {limit // 2**20} MB that one answer may have"
                raise FetchError("too-large", message, again=False)
            parts.append(part)
        return b"".join(parts)

    def _remember(self, url: str, headers: tuple[tuple[str, str], ...]) -> None:
        """Keep the forum's own cookies; those of image hosts are nobody's business."""
        if not self._guard.is_own(url):
            return
        now = responses.served(headers, self._clock.now())
        for line in responses.fields(headers, "set-cookie"):
            pair, *rest = (part.partition("=") for part in line.split(";"))
            name, value = pair[0].strip(), pair[2].strip()
            told = {key.strip().lower(): text.strip() for key, _, text in rest}
            if not pair[1] or not name or any(ord(c) < 0x20 for c in line):
                continue
            if value in ("", "deleted") or _is_over(told, now):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def _is_over(told: Mapping[str, str], now: datetime) -> bool:
    """Whether the attributes of a cookie say that it is to be forgotten (RFC 6265 section 5.3)."""
    if age := told.get("max-age"):
        return age.startswith("-") or not age.strip("0")
    until = responses.moment(told.get("expires", ""))
    return until is not None and until <= now


def _sendable(url: str) -> str:
    """An address as it may stand in a request line: what people typed may hold anything. Raises
    ValueError for control characters, which would end the line.
    """
    if any(ord(c) < 0x20 or ord(c) == 0x7F for c in url):
        raise ValueError("a control character in an address")
    host = urlsplit(url).netloc
    if not host.isascii():
        url = url.replace(host, host.encode("idna").decode("ascii"), 1)
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def _explained(error: Exception, limits: Limits) -> FetchError:
    """What went wrong on the way, in words for a person."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else None
    if isinstance(cause, _Refused):
        return FetchError("refused", str(cause), again=False)
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchError("dns", "the host name cannot be resolved", again=True)
    if isinstance(error, aiohttp.ClientSSLError):
        return FetchError("tls", f"the secure connection failed ({_short(error)})", again=False)
    if isinstance(error, aiohttp.ClientConnectorError):
        return FetchError("no-connection", f"no connection ({_short(cause or error)})", again=True)
    if isinstance(error, TimeoutError):
        message = f"no complete answer within {limits.seconds:g} seconds"
        return FetchError("timeout", message, again=True)
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return FetchError("bad-address", "not an address that can be asked", again=False)
    return FetchError("broken-off", f"the answer broke off ({_short(error)})", again=True)


def _short(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:160]


async def addresses(base_url: str) -> list[Address]:
    """All addresses of the forum's host. Raises CrawlError where it has none."""
    host = urlsplit(base_url).hostname or ""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CrawlError(
            f"{base_url}: the host name cannot be resolved ({_short(error)}); check the address"
            " and your network; nothing was fetched, the same command tries again"
        ) from error
    return [ipaddress.ip_address(str(info[4][0]).split("%")[0]) for info in found]
