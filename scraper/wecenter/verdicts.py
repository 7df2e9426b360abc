"""Whether an answer is what was asked for: WeCenter says much with status 200 that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from scraper.wecenter import urls
from scraper.wecenter.found import Parsed

# ok: what was asked for · gone: not there any more · login: not for guests · odd: something else
# stop: nothing that is asked now will be answered
Outcome = Literal["ok", "gone", "login", "odd", "stop"]
# the forum as a whole, whatever its owner wrote; one question may be closed as well
_CLOSED = re.compile(
    r"IP\s*已被|(?:站|网站?|论坛|社区|系统|服务器?)点?.{0,6}(?:关闭|关站|暂停)|^\W*(?:已|暂时)?关闭"
    r"|维护|升级|稍后再?访问",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"captcha|geetest|验证码|安全验证|人机验证|访问验证|访问过于频繁|请求过于频繁|cf-chl"
    r"|just a moment|attention required|\bwaf\b|防火墙|创宇盾|安全狗|拦截",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:[?&]|__)rf[=-](\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Verdict:
    """What an answer is, with what the forum (or who stands before it) says."""

    outcome: Outcome
    message: str = ""


def judge(asked: str, status: int, parsed: Parsed, html: str) -> Verdict:
    """Judge an answer that is no redirect. `asked` is the kind of task: `listing`, `post`, `page`,
    `mobile`, `remarks` or `front`.
    """
    kind = parsed.kind
    if kind == "message" and _CLOSED.search(parsed.message):
        return Verdict("stop", f"the forum says “{parsed.message[:120]}”")
    if kind in ("foreign", "other") and html.strip() and _WALL.search(html[:65536]):
        return Verdict("stop", f"a captcha or firewall page was sent instead{_title(html)}")
    if status in (404, 410):
        return Verdict("gone", f"status {status}")
    if status != 200:
        return Verdict("odd", f"status {status}")
    if kind == "login":
        return Verdict("login", "for members only")
    if kind in ("deleted", "not-found"):
        return Verdict("gone", parsed.message or "not found")
    if kind == "message":
        return Verdict("odd", f"the forum says “{parsed.message[:120]}”")
    return _fits(asked, parsed, html)


def _fits(asked: str, parsed: Parsed, html: str) -> Verdict:
    kind = parsed.kind
    fitting = {
        "post": kind in ("article", "question"),
        "page": kind in ("article", "question"),
        "mobile": parsed.mobile is not None,
        "remarks": parsed.remarks is not None,
        "listing": kind == "listing" or not html.strip(),
        "front": kind == "listing",
    }[asked]
    # too many open elements to be parsed, but the mark of a post's own page is there
    unread = kind == "runaway" and 'id="question_topic_editor"' in html
    if fitting or (unread and asked in ("post", "page")):
        return Verdict("ok")
    return Verdict("odd", f"not the page that was asked for{_title(html)}")


def _title(html: str) -> str:
    found = re.search(r"<title[^>]*>\s*([^<]{1,80})", html[:65536], re.IGNORECASE)
    return f" (its title: “{' '.join(found[1].split())}”)" if found else ""


@dataclass(frozen=True)
class Redirect:
    """Where a redirect leads and what that means for the page that was asked for."""

    url: str
    meaning: Literal["follow", "login", "merged", "elsewhere"]
    target: str = ""  # key of the post that it leads to, where merged


def redirect(key: str, url: str, location: str, root: str) -> Redirect:
    """Judge a redirect of the page `key` (such as `question/7`) from `url` to `location`."""
    try:
        target = urljoin(url, location.strip())
        path = urlsplit(target)
    except ValueError:
        return Redirect(location.strip(), "elsewhere")
    if "account/login" in f"{path.path}?{path.query}":
        return Redirect(target, "login")
    asked, found = key.split("/"), urls.canonical(target, root)
    if asked[2:] == ["comments"]:
        same = urls.remarks_of(target) == (asked[0], int(asked[1]))
        return Redirect(target, "follow" if same else "elsewhere")
    if asked[0] not in ("article", "question"):
        return Redirect(target, "follow")
    if found is None:
        return Redirect(target, "elsewhere")
    if list(found) == asked[:2]:
        return Redirect(target, "follow")
    source = _SOURCE.search(target)
    if found[0] == asked[0] == "question" and source and source[1] == asked[1]:
        return Redirect(target, "merged", "/".join(found))
    return Redirect(target, "elsewhere")
