"""What may pass from a forum's HTML: an allow-list of tags, attributes and URL schemes.

Used on bodies before they are converted and again on the HTML that imported pages render to.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import nh3

TAGS = frozenset({
    "a", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd",
    "li", "ol", "p", "pre", "s", "section", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
})  # fmt: skip
DROPPED = {"script", "style", "noscript", "template", "title", "textarea"}
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "data-src", "data-original"},
    "p": {"data-line", "data-gap"},
    "pre": {"class"},
    "code": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
RENDERED_ATTRIBUTES = {
    **ATTRIBUTES,
    "*": {"id"},
    "a": {"href", "title", "rel", "class"},
    "div": {"class"},
    "span": {"class"},
    "table": {"class"},
    "th": {"colspan", "rowspan", "style"},
    "td": {"colspan", "rowspan", "style"},
}
_EMBEDDED = re.compile(r"(?=<(?:iframe|video|audio|embed|object)\b)", re.IGNORECASE)
EMBEDDED_NOTE = "〔嵌入的内容没有保存下来〕"
_SCHEMES = {"http", "https", "mailto"}
# what Markdown and its highlighter write; any other class could call on the theme's scripts
_CLASS = re.compile(
    r"highlight|highlighttable|headerlink|filename|linenos?|language-[\w+#.-]+|[a-z]{1,2}\d?"
)
_ID = re.compile(r"[\w:-]{1,200}")
_MAX_URL = 2000


def is_safe_url(url: str) -> bool:
    """Whether a URL may stand in a page: http, https, mailto or relative, without any control,
    separator or format character (they hide a scheme from one parser and not from the next).
    """
    if len(url) > _MAX_URL or any(unicodedata.category(c)[0] in "CZ" for c in url.strip(" ")):
        return False
    try:
        parts = urlsplit(url.strip(" "))
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(host)
    return parts.scheme in ("", "mailto") and not parts.netloc


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("href", "src", "data-src", "data-original"):
        value = re.sub(r"^[ \t\r\n]+|[ \t\r\n]+$", "", value)
        return value if is_safe_url(value) else None
    if attribute == "id":
        return value if _ID.fullmatch(value) and not value.startswith("__") else None
    if attribute == "style":
        return value if re.fullmatch(r"text-align: (left|right|center);", value) else None
    return value


def _keep_rendered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(name for name in value.split() if _CLASS.fullmatch(name)) or None
    return _keep(tag, attribute, value)


_BODY = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=DROPPED,
    attributes=ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=True,
)
_RENDERED = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=DROPPED,
    attributes={tag: names - {"rel"} for tag, names in RENDERED_ATTRIBUTES.items()},
    attribute_filter=_keep_rendered,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow ugc",
    strip_comments=True,
)


def body(html: str) -> str:
    """A forum body with nothing left that runs, loads or frames. Well-formed whatever came in."""
    return _BODY.clean(_EMBEDDED.sub(EMBEDDED_NOTE, html))


def plain(html: str) -> str:
    """The words of a body, for looking things up in; never for showing."""
    return nh3.clean(html.replace("<", " <"), tags=set(), clean_content_tags=DROPPED)


def rendered(html: str) -> str:
    """The HTML of an imported page after Markdown: the second gate."""
    return _RENDERED.clean(html)


def one_line(text: str, limit: int = 200) -> str:
    """Metadata as plain text: one line, no control or direction characters, at most `limit`."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    flat = " ".join(kept.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
