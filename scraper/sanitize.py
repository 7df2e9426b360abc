"""What may pass from a forum's HTML: an allow-list of tags, attributes and URL schemes.

Used on bodies before they are converted and again on the HTML that imported pages render to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote, urlsplit

import nh3

from scraper import profile

TAGS = frozenset({
    "a", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd",
    "li", "ol", "p", "pre", "s", "section", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
})  # fmt: skip
# browsers show nothing of what these hold, to the end of the page where they are left open
DROPPED = {"script", "style", "noscript", "template", "title", "textarea"}
# and this one holds a word processor's settings
_XML = re.compile(r"<(/?)xml\b[^>]*>", re.IGNORECASE)
_ADDRESSES = frozenset({"href", "src", "data-src", "data-original", "data-actualsrc"})
# with what the filters of clean/ still need to know; none of it leaves them
_BODY_ATTRIBUTES = {
    "*": {"class", "style"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "data-src", "data-original", "data-actualsrc"},
    "p": {"data-line", "data-gap"},
    "pre": {"data-lang", "data-language", "lang"},
    "code": {"data-lang", "data-language", "lang"},
    "div": {"data-lang", "data-language", "lang"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_RENDERED_ATTRIBUTES = {
    "*": set(),  # without it the cleaner has a list of its own
    **{f"h{level}": {"id"} for level in range(2, 7)},  # what the contents lead to
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title"},
    "pre": {"class"},
    "code": {"class"},
    "div": {"class"},
    "span": {"class"},
    "ol": {"start"},
    "table": {"class"},
    "th": {"colspan", "rowspan", "style"},
    "td": {"colspan", "rowspan", "style"},
}
_EMBEDDED = re.compile(r"(?=<(?:iframe|video|audio|embed|object|math)\b)", re.IGNORECASE)
EMBEDDED_NOTE = "〔嵌入的内容没有保存下来〕"
_SCHEMES = {"http", "https", "mailto"}
# what Markdown and its highlighter write; any other class could call on the theme's scripts
_CLASS = re.compile(
    r"highlight(?:table)?|headerlink|language-[\w+#.-]+|[a-z]{1,2}\d?|linenos?|filename"
)
_ID = re.compile(r"[\w:-]{1,200}")
_SHOWN = re.compile(
    r"(?:^|;)\s*(?:(font-weight)\s*:\s*(bold|bolder|normal|[1-9]00)|(font-style)\s*:\s*(italic)"
    r"|(text-decoration)(?:-line)?\s*:\s*(line-through)|(display)\s*:\s*(none))\s*"
    r"(?:!important\s*)?(?=;|$)",
    re.IGNORECASE,
)
_MAX_URL = 2000
_HEAD = re.compile(r"(?:https?://[^/?#]*)?[^/?#]*", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
# nh3 writes every attribute in double quotes, with quotes inside of them escaped
_TAG_OF = r'<{}((?:\s[\w-]+="[^"]*")*)>'
_LINK, _IMAGE = re.compile(_TAG_OF.format("a")), re.compile(_TAG_OF.format("img"))
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_OUTSIDE = re.compile(r"\s*(?:https?|mailto):", re.IGNORECASE)
REL = "noopener noreferrer nofollow ugc"


def is_safe_url(url: str) -> bool:
    """Whether a URL may stand in a page: http, https, mailto or relative.

    No control, separator or format character stands in it (they hide a scheme from one parser and
    not from the next), but for plain spaces in a path, which people type.
    """
    url = url.strip(" ")
    head, rest = _split(url)
    if len(url) > _MAX_URL or any(map(_hides, head)) or any(map(_hides, rest.replace(" ", ""))):
        return False
    as_browsers_read = url.replace("\\", "/")
    try:
        parts = urlsplit(as_browsers_read)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        # a name before the host looks like the host
        return bool(host) and "@" not in parts.netloc
    return parts.scheme in ("", "mailto") and not as_browsers_read.startswith("//")


def _split(url: str) -> tuple[str, str]:
    """What may hold scheme and host, and what follows the first slash, `?` or `#` behind them."""
    start = _HEAD.match(url)
    at = start.end() if start and ":" in start[0] else 0  # without a colon it is all path
    return url[:at], url[at:]


def _encode(url: str) -> str:
    """Characters that could hide something, percent-encoded where they cannot: behind the host."""
    head, rest = _split(url)
    return head + "".join(quote(c) if c != " " and _hides(c) else c for c in rest)


def _hides(character: str) -> bool:
    """Controls, format characters, unassigned ones, and separators of all kinds."""
    return unicodedata.category(character)[0] in "CZ"


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _ADDRESSES:
        value = _encode(value.strip(" \t\r\n"))
        return value if is_safe_url(value) else None
    if attribute == "style":
        found = [
            f"{m[1] or m[3] or m[5] or m[7]}:{m[2] or m[4] or m[6] or m[8]}"
            for m in _SHOWN.finditer(value)
        ]
        return ";".join(found).lower() or None
    return value


def _keep_rendered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(name for name in value.split() if _CLASS.fullmatch(name)) or None
    if attribute == "id":
        return value if _ID.fullmatch(value) and not profile.is_taken(value) else None
    if attribute == "style":
        return value if re.fullmatch(r"text-align: (left|right|center);", value) else None
    return _keep(tag, attribute, value)


def _cleaner(
    attributes: dict[str, set[str]], keep: Callable[[str, str, str], str | None]
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=DROPPED,
        attributes=attributes,
        attribute_filter=keep,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


_BODY = _cleaner(_BODY_ATTRIBUTES, _keep)
_RENDERED = _cleaner(_RENDERED_ATTRIBUTES, _keep_rendered)


def body(html: str) -> str:
    """A forum body with nothing left that runs, loads or frames. Well-formed whatever came in.

    It may be shown to filters alone: classes and a few styles are still there for them to read.
    """
    html = _without_xml(_SURROGATE.sub("\ufffd", html).replace("\0", ""))
    return _BODY.clean(_EMBEDDED.sub(EMBEDDED_NOTE, html))


def _without_xml(html: str) -> str:
    """Without `<xml>…</xml>`; one that is left open holds what follows no more than a browser's."""
    kept: list[str] = []
    done, start = 0, -1
    for tag in _XML.finditer(html):
        if not tag[1]:
            start = tag.start() if start < 0 else start
        elif start >= 0:
            kept.append(html[done:start])
            done, start = tag.end(), -1
    return "".join(kept) + html[done:]


def plain(html: str) -> str:
    """The words of a body, for looking things up in; never for showing."""
    html = _SURROGATE.sub("\ufffd", html)
    return nh3.clean(html.replace("<", " <"), tags=set(), clean_content_tags=DROPPED)


def rendered(html: str) -> str:
    """The HTML of an imported page after Markdown: the second gate.

    Links that leave the site vouch for nothing, and an image of another site becomes a link to it:
    everybody who reads the page would ask for it there.
    """
    html = _RENDERED.clean(html)
    linked = _IMAGE.sub(_link_to_remote, html)
    if linked != html:
        html = _RENDERED.clean(linked)  # it may stand in a link: a link in a link is none
    return _LINK.sub(_add_rel, html)


def _link_to_remote(tag: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(tag[1]))
    source = attributes.get("src", "")
    if source and not _OUTSIDE.match(source):
        return tag[0]
    name = escape(unescape(attributes.get("alt", "")), quote=False)
    kind = "外部图片" if source else "图片"
    note = f"〔{kind}：{name}〕" if name else f"〔{kind}〕"
    return f'<a href="{source}">{note}</a>' if source else note


def _add_rel(tag: re.Match[str]) -> str:
    target = dict(_ATTRIBUTE.findall(tag[1])).get("href", "")
    return f'<a{tag[1]} rel="{REL}">' if _OUTSIDE.match(target) else tag[0]


def one_line(text: str, limit: int = 200) -> str:
    """Metadata as plain text: one line, no control or direction characters, at most `limit`."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    flat = " ".join(kept.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
