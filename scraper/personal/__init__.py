"""Personal data in posts: mobile numbers, e-mail addresses, resident IDs and secrets are found in
text or HTML and replaced by a note that a reader sees.

Almost every post holds nothing, and finding that out must cost next to nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import chain
from urllib.parse import unquote

from scraper.personal import credentials, people
from scraper.personal.people import Kind, Span

__all__ = ["NOTES", "Found", "Kind", "Spot", "find", "mask", "mask_html", "redacted"]
NOTES: dict[Kind, str] = {
    "mobile": "〔手机号已隐去〕",
    "email": "〔邮箱已隐去〕",
    "id-card": "〔身份证号已隐去〕",
    "secret": "〔密钥已隐去〕",
}


@dataclass(frozen=True)
class Found:
    """One value. Its text is kept out of logs and tracebacks; `redacted` is for reports."""

    kind: Kind
    text: str = field(repr=False)


@dataclass(frozen=True)
class Spot:
    """Where in a text something was found; for a secret the value alone, without its name."""

    start: int
    end: int
    found: Found


_WIDE = dict(zip("０１２３４５６７８９＠．＝＋－Ｘｘ", "0123456789@.=+-Xx", strict=True))
# what the HTML of a body must hold for anything to be found in it, tags between digits included
_MAYBE = re.compile(
    r"[1-8１-８@＠%#(（\[【cCkKwW密口LJ_=-](?:(?<=[1-8１-８])"
    rf"(?:(?:<[^<>]*+>|&nbsp;|－|{people.GAP})*+[0-9０-９]){{10}}"
    rf"|(?<=[cCkKwW密口]){credentials.KEY_END}|(?<=[@＠])"
    rf"|(?<=%)40|(?<=[(（\[【]) ?[aA][tT] ?[)）\]】]|(?<=#){people.PROVIDER}"
    r"|(?<=[A-Za-z0-9+/]{20}=)[=@]|(?<=gh[pousr]_)|(?<=-)----BEGIN|(?<=sk-)|(?<=L)TAI|(?<=AK)IA"
    r"|(?<=eyJ))"
)
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'))?+)*+)\s*/?>"
)
_ATTRIBUTE = re.compile(r"(\s(href|alt|title)=)(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_INLINE = set("a b center code del em font i kbd s span strong sub sup u wbr".split())
_SAME_BLOCK = {"br", "img", "td", "th", "dt", "dd"}  # a name and its value may stand on either side


def find(text: str, allow: frozenset[str] = frozenset()) -> list[Spot]:
    """Everything personal in a text, in order, without overlaps. `allow` holds exact values, and
    `@domain` for all addresses there. Of a URL only user, password and query are looked at.
    """
    plain = text
    if not text.isascii():
        for wide, narrow in _WIDE.items():
            plain = plain.replace(wide, narrow)
    closed, logins = credentials.urls(plain)
    starts = [start for start, _ in closed]
    allowed = allow | {one.lower() for one in allow if "@" in one}
    spans: list[Span] = []
    for kind, start, end in sorted(
        chain(
            logins,
            people.mobiles(plain),
            people.id_cards(plain),
            people.emails(plain),
            credentials.secrets(plain),
        ),
        key=lambda span: (span[1], -span[2]),
    ):
        before = bisect_left(starts, end) - 1
        is_closed = before >= 0 and closed[before][1] > start
        if is_closed or _is_allowed(kind, plain[start:end], allowed):
            continue
        if spans and start < spans[-1][2]:  # one in the other, or two that share a part
            kind, start, other_end = spans.pop()
            end = max(end, other_end)
        spans.append((kind, start, end))
    return [Spot(start, end, Found(kind, text[start:end])) for kind, start, end in spans]


def mask(text: str, allow: frozenset[str] = frozenset()) -> tuple[str, list[Found]]:
    """The text with a note in place of every value, and the values."""
    parts = [text]
    found = _mask_parts(parts, allow)
    return parts[0], found


def mask_html(html: str, allow: frozenset[str] = frozenset()) -> tuple[str, list[Found]]:
    """The same for a cleaned body: its text, alt, title and links. A value that inline tags cut
    becomes one note. Where nothing is found, the very same string comes back.
    """
    if not _MAYBE.search(html):
        return html, []
    pieces: list[str] = []  # text and tags in turn
    parts: list[str] = []  # the text of a piece, or what a tag means between two texts
    found: list[Found] = []
    at, is_unwrapping = 0, False
    for tag in _TAG.finditer(html):
        name, raw = tag[2].lower(), tag[0]
        if tag[3] and _MAYBE.search(tag[3]):
            raw = _mask_tag(tag, allow, found)
        if name == "a":
            raw, is_unwrapping = ("" if is_unwrapping and tag[1] else raw), not raw
        pieces += [html[at : tag.start()], raw]
        gap = "" if name in _INLINE else "\n\n"
        if name in _SAME_BLOCK:
            gap = "" if tag[1] else "\n"
        parts += [unescape(pieces[-2]), gap]
        at = tag.end()
    pieces.append(html[at:])
    parts.append(unescape(pieces[-1]))
    before = parts[::2]
    found += _mask_parts(parts, allow)
    if not found:
        return html, []
    for n, (old, new) in enumerate(zip(before, parts[::2], strict=True)):
        if old != new:
            pieces[2 * n] = escape(new, quote=False)
    return "".join(pieces), found


def redacted(found: Found) -> str:
    """What a report may say of it: kind and length."""
    return f"{found.kind} ({len(found.text)} characters)"


def _mask_parts(parts: list[str], allow: frozenset[str]) -> list[Found]:
    """Mask one text that is given in parts: a note goes where a value begins. Again until nothing
    is left, because a note may end what joined two neighbours.
    """
    found: list[Found] = []
    while spots := find("".join(parts), allow):
        found += [spot.found for spot in spots]
        at, n = 0, 0
        for index, part in enumerate(parts):
            done, end, kept = at, at + len(part), ""
            while n < len(spots) and spots[n].start < end:
                spot = spots[n]
                if spot.start >= at:
                    kept += part[done - at : spot.start - at] + NOTES[spot.found.kind]
                done = min(spot.end, end)
                if spot.end > end:
                    break
                n += 1
            parts[index], at = kept + part[done - at :], end
    return found


def _mask_tag(tag: re.Match[str], allow: frozenset[str], found: list[Found]) -> str:
    """A start tag without personal data, or nothing where it is a link to a masked address."""
    raw, at = "", 0
    for attribute in _ATTRIBUTE.finditer(tag[0]):
        value = unescape(attribute[3] or attribute[4] or "")
        if attribute[2].lower() != "href":
            new, more = mask(value, allow)
        elif re.match(r"\s*(?:mailto|tel|sms):", value, re.IGNORECASE):
            new, more = value, [spot.found for spot in find(unquote(value), allow)]
            if more:
                found += more
                return ""
        else:
            new, more = _mask_link(value, allow)
        if more:
            found += more
            raw += f'{tag[0][at : attribute.start()]}{attribute[1]}"{escape(new)}"'
            at = attribute.end()
    return raw + tag[0][at:]


def _mask_link(url: str, allow: frozenset[str]) -> tuple[str, list[Found]]:
    """Without a login in it and without the values of parameters that are personal."""
    head, mark, query = url.partition("?")
    found: list[Found] = []
    for spot in reversed(find(head, allow) if "://" in head else []):
        head = head[: spot.start] + head[spot.end :].removeprefix("@")
        found.append(spot.found)
    parts = re.split(r"([&;#?])", query)
    for n in range(0, len(parts), 2):
        if n == 0 and query.startswith("/"):
            continue  # WeCenter's own paths: ?/article/12
        if more := find(unquote(parts[n]), allow):
            name, equals, _ = parts[n].partition("=")
            parts[n] = f"{name}=" if equals else ""
            found += [spot.found for spot in more]
    return head + mark + "".join(parts), found


def _is_allowed(kind: Kind, value: str, allow: Collection[str]) -> bool:
    if kind == "email":
        local, _, domain = re.sub(rf" ?{people.AT}", "@", value.lower()).partition("@")
        return f"{local}@{domain}" in allow or f"@{domain}" in allow
    bare = re.sub(r"\D", "", value)[-11:] if kind == "mobile" else value
    return value in allow or bare in allow
