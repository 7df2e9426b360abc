"""The web server in front of the forum: sessions, caches, files, redirects. Knows no sockets."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.cookies import SimpleCookie
from urllib.parse import unquote

from tests.box import address, pictures
from tests.box.pages import page_of
from tests.box.records import Upload
from tests.box.site import Page, Site, Variant, fill
from tests.box.visit import Visit
from tests.box.world import World

_MOBILE = re.compile(r"iPhone|iPod|Android|Windows Phone|BlackBerry|Opera Mini")
_AVATAR = re.compile(r"uploads/avatar/(?:\d+/)+\d+_avatar_(?:min|mid|max)\.jpg")
_INSTALLED = datetime(2019, 1, 1, tzinfo=UTC)
_REDIRECTED = ("", "question", "article", "topic", "people", "explore")
_SESSION = "box_Session"
_DESKTOP = "box__ignore_ua_check"
_CACHE_BYTES = 64_000_000
_NOT_FOUND = (
    b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n"
    b"<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n"
    b"</body>\r\n</html>\r\n"
)
_NO_CACHE = {
    "Cache-Control": "no-store, no-cache, must-revalidate",
    "Pragma": "no-cache",
    "Expires": "Thu, 19 Nov 1981 08:52:00 GMT",
}


@dataclass(frozen=True)
class Answer:
    """A response before it is sent."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Kept:
    page: Page
    parts: tuple[bytes | str, ...]


class Forum:
    """Answers requests out of a world. Call it from one thread; the world takes care of others."""

    def __init__(
        self, world: World, *, variant: Variant = "3.6", rewrite: bool = True, noise: bool = True
    ) -> None:
        self.world = world
        self.variant: Variant = variant
        self.rewrite = rewrite
        self.noise = noise
        self._kept: dict[tuple[Site, str, bool], _Kept] = {}
        self._kept_bytes = 0
        self._kept_version = -1
        self._seen: set[tuple[str, int, str]] = set()
        self._sites: dict[str, Site] = {}

    def answer(self, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a request; `headers` without regard to case."""
        with self.world.lock:
            host = headers.get("Host", "127.0.0.1")
            made = self._routed(method, target, host, headers)
            date = format_datetime(self.world.now.astimezone(UTC), usegmt=True)
            return Answer(made.status, made.body, {"Server": "nginx", "Date": date, **made.headers})

    def site(self, host: str) -> Site:
        """The forum as it presents itself under a host name."""
        found = self._sites.get(host)
        if found is None:
            found = Site(f"http://{host}/", self.variant, self.rewrite, self.noise)
            self._sites[host] = found
        return found

    def _routed(self, method: str, target: str, host: str, headers: Mapping[str, str]) -> Answer:
        settings = self.world.settings
        if settings.moved_to and host != settings.moved_to:
            return Answer(302, b"", {"Location": f"http://{settings.moved_to}{target}"})
        path = unquote(target.partition("?")[0])
        if path == "/robots.txt":
            return _robots(settings.robots, settings.robots_status)
        if path.startswith(("/uploads/", "/static/")):
            return _file(path[1:], self.world, headers)
        if method not in ("GET", "HEAD", "POST"):
            return Answer(405, b"", {"Allow": "GET, HEAD, POST"})
        return self._dynamic(method, target, host, headers)

    def _dynamic(self, method: str, target: str, host: str, headers: Mapping[str, str]) -> Answer:
        asked = address.parse(target)
        if not self.rewrite and not asked.plain and asked.segments:
            return Answer(404, _NOT_FOUND, {"Content-Type": "text/html"})
        site = self.site(host)
        cookies = SimpleCookie(headers.get("Cookie", ""))
        kept_desktop = _DESKTOP in cookies or "ignore_ua_check" in asked.values
        phone = bool(_is_phone(headers.get("User-Agent", "")))
        extra = dict(_NO_CACHE)
        session = cookies[_SESSION].value if _SESSION in cookies else ""
        if not session:
            session = secrets.token_hex(13)
            extra["Set-Cookie"] = f"{_SESSION}={session}; path=/; HttpOnly"
        elif "ignore_ua_check" in asked.values and _DESKTOP not in cookies:
            extra["Set-Cookie"] = f"{_DESKTOP}=TRUE; path=/"
        other = self._other_side(asked, phone and not kept_desktop, site, target)
        if other is not None:
            return Answer(302, b"", {**extra, "Location": other, "Content-Type": "text/html"})
        posting = method == "POST"
        kept = self._page(Visit(asked, target, self.world, site, phone, posting))
        body = fill(kept.parts, self.world)
        self._count(session, kept.page.visited)
        if kept.page.location is not None:
            extra["Location"] = kept.page.location
        return Answer(kept.page.status, body, {"Content-Type": kept.page.type, **extra})

    def _other_side(
        self, asked: address.Address, phone: bool, site: Site, target: str
    ) -> str | None:
        """Where a phone is sent from a desktop page, and a desktop from a mobile one."""
        first = asked.segments[0] if asked.segments else ""
        path = target[1:]
        if asked.plain:
            path = target.partition("?/")[2]
        if not self.world.settings.mobile_site or "ajax" in asked.segments:
            return None
        if phone and first in _REDIRECTED:
            return f"{site.home}m/{path}"
        if not phone and first == "m":
            return site.home + path.removeprefix("m").removeprefix("/")
        return None

    def _page(self, visit: Visit) -> _Kept:
        if self._kept_version != self.world.version or self._kept_bytes > _CACHE_BYTES:
            self._kept.clear()
            self._kept_bytes = 0
            self._kept_version = self.world.version
        key = (visit.site, visit.target, visit.mobile)
        kept = self._kept.get(key) if not visit.posting else None
        if kept is None:
            page = page_of(visit)
            kept = _Kept(page, page.parts())
            if not visit.posting:
                self._kept[key] = kept
                self._kept_bytes += 2 * len(page.html)
        return kept

    def _count(self, session: str, key: str | None) -> None:
        """One view per session and minute: without the cookie each request is a session."""
        visit = (session, int(self.world.now.timestamp()) // 60, key or "")
        if key is not None and visit not in self._seen:
            self._seen.add(visit)
            self.world.visit(key)


def _is_phone(agent: str) -> bool:
    return "iPad" not in agent and _MOBILE.search(agent) is not None


def _robots(text: str, status: int) -> Answer:
    return Answer(status, text.encode() if status == 200 else b"", {"Content-Type": "text/plain"})


def _file(path: str, world: World, headers: Mapping[str, str]) -> Answer:
    """A file with what a conditional request needs."""
    found = world.uploads.get(path) or _stock(path)
    if found is None:
        return Answer(404, _NOT_FOUND, {"Content-Type": "text/html"})
    tag = f'"{hashlib.sha256(found.data).hexdigest()[:16]}"'
    changed = format_datetime(found.at.astimezone(UTC), usegmt=True)
    validators = {"ETag": tag, "Last-Modified": changed}
    if _is_unchanged(found, tag, headers):
        return Answer(304, b"", validators)
    return Answer(
        200, found.data, {"Content-Type": found.type, "Accept-Ranges": "none", **validators}
    )


def _is_unchanged(found: Upload, tag: str, headers: Mapping[str, str]) -> bool:
    if wanted := headers.get("If-None-Match"):
        return tag in wanted or wanted.strip() == "*"
    since = headers.get("If-Modified-Since")
    if not since:
        return False
    try:
        return found.at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _stock(path: str) -> Upload | None:
    """Files that every forum has: avatars and what belongs to the theme."""
    if _AVATAR.fullmatch(path):
        return Upload(pictures.stock("jpg"), "image/jpeg", _INSTALLED)
    if path.startswith("static/") and path.endswith(".png"):
        return Upload(pictures.stock("png"), "image/png", _INSTALLED)
    return Upload(b"/* */\n", "text/css", _INSTALLED) if path.startswith("static/") else None
