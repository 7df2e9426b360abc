"""What a page may hold, read from its file: the live page also has what the theme's scripts add.

Written anew instead of taken from the sanitiser: a slip there must not be a slip here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

TAGS = frozenset(
    "a b blockquote br caption center code dd del details div dl dt em figcaption figure h1 h2 h3"
    " h4 h5 h6 hr i img kbd li ol p pre s section span strong sub summary sup table tbody td tfoot"
    " th thead tr u ul".split()
)
ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
}
# of the highlighter, of code's language, and of the links beside headings; none of the theme's
# scripts or of our templates looks for one of these
_CLASS = re.compile(r"highlight|highlighttable|linenos?|filename|headerlink|language-[\w+#.-]+"
                    r"|[a-z]{1,2}\d?")  # fmt: skip
_STYLE = re.compile(r"text-align: ?(left|right|center);?")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069]")  # turn the direction of what follows
_LOADS = (
    "src",
    "srcset",
    "poster",
    "data",
    "background",
    "ping",
    "manifest",
    "lowsrc",
    "xlink:href",
)
_ALWAYS = ("script", "style", "iframe", "object", "embed", "base", "form", "input", "template")


def body_faults(html: str) -> list[str]:
    """What is wrong with the HTML of a body alone."""
    return _of_nodes(
        LexborHTMLParser(f"<body><article>{html}</article>").css_first("article").iter()
    )


def page_faults(page: Path, model: Path | None) -> list[str]:
    """What is wrong with a page; `model` is a harmless one of the same site, as deep as it.

    None for a bare page, which has nothing around the body.
    """
    tree = LexborHTMLParser(page.read_text("utf-8"))
    article = tree.css_first("article.md-content__inner")
    if article is None or len(tree.css("article.md-content__inner")) != 1:
        return ["the page has not one article"]
    around = [fault for node in tree.root.traverse() for fault in anywhere(node)]
    if model is None:
        return _of_nodes(article.iter()) + around
    body = list(_body(article))
    outside = _ids(tree.root) - _ids(*body)
    found = _of_nodes(body) + [f"id {name} is taken" for name in _ids(*body) & outside]
    found += around
    extra = _machinery(tree) - _of_model(model)
    found += [f"beside the theme's own: {name} {attributes}" for name, attributes, _ in extra]
    heading, title = article.css_first("h1#kb-main"), tree.css_first("head > title")
    if not title.text().startswith(heading.text()):
        found.append(f"title {title.text()[:80]!r} is not heading {heading.text()[:80]!r}")
    if any(unicodedata.category(c) in ("Cf", "Cc") for c in heading.text()):
        found.append("invisible characters in the title")
    return found


def _body(article: LexborNode) -> Iterator[LexborNode]:
    """What stands between the template's own parts."""
    nodes = list(article.iter())
    at = next(n for n, node in enumerate(nodes) if node.attributes.get("id") == "kb-main") + 1
    for mark in ("kb-byline", "kb-series-line", "kb-overview", "kb-toc"):
        if at < len(nodes) and mark in (nodes[at].attributes.get("class") or ""):
            at += 1
    end = len(nodes)
    for tag, mark in (("section", "kb-related"), ("nav", "kb-tags"), ("nav", "kb-series")):
        last = nodes[end - 1]
        if end > at and last.tag == tag and mark in (last.attributes.get("class") or ""):
            end -= 1
    yield from nodes[at:end]


def _of_nodes(nodes: Iterable[LexborNode]) -> list[str]:
    return [f for top in nodes for node in _inside(top) for f in _of_node(node)]


def _inside(top: LexborNode) -> Iterator[LexborNode]:
    # traverse() goes on to what follows the node
    yield top
    yield from (node for node in top.css("*") if node != top)


def _of_node(node: LexborNode) -> Iterator[str]:
    tag = node.tag or ""
    if tag not in TAGS:
        yield f"<{tag}>"
    for name, value in _attributes(node):
        if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
            yield f"<{tag} {name}={value[:80]!r}>"
        elif name == "class":
            yield from (f"class {c}" for c in value.split() if not _CLASS.fullmatch(c))
        elif name == "id" and value.startswith(("__", "kb-", "tag-")):
            yield f"id {value}"
        elif name == "style" and not _STYLE.fullmatch(value):
            yield f"style {value}"
        elif name in ("href", "src"):
            yield from (f"<{tag} {name}={value[:80]!r}>: {why}" for why in _of_url(value, name))
    leads_out = _SCHEME.match(node.attributes.get("href") or "")
    if tag == "a" and leads_out and "nofollow" not in (node.attributes.get("rel") or ""):
        yield f"a link out without rel: {node.attributes.get('href')}"
    if tag not in ("article", "body") and _HIDDEN.search(node.text(deep=False)):
        yield f"<{tag}> turns the direction of its text"


def _of_url(url: str, name: str) -> Iterator[str]:
    """As browsers read an address: without tabs, line breaks and what stands around it."""
    seen = re.sub("[\t\r\n]", "", url.strip("".join(map(chr, range(33))))).replace("\\", "/")
    scheme = _SCHEME.match(seen)
    if scheme and (name == "src" or scheme[1].lower() not in ("http", "https", "mailto")):
        yield "scheme"
    if seen.startswith("//"):
        yield "another host"
    # behind a host, and in a path that no scheme begins, a space is only sloppy
    leads = re.match(r"[^/?#]*", url)
    is_path = scheme is None and leads is not None and ":" not in leads[0]
    is_web = scheme is not None and scheme[1].lower() in ("http", "https")
    plain = url.replace(" ", "") if is_path or is_web else url
    if any(unicodedata.category(c)[0] in "CZ" for c in plain):
        yield "hidden characters"
    try:
        if "@" in urlsplit(seen).netloc:
            yield "looks like another host"
    except ValueError:
        yield "no address"


def anywhere(node: LexborNode) -> Iterator[str]:
    """What no page holds anywhere, the theme's parts included."""
    for name, value in _attributes(node):
        plain = re.sub(r"[\s\x00-\x20]", "", value).lower()
        if name.startswith("on"):
            yield f"<{node.tag} {name}>"
        elif plain.startswith(("javascript:", "vbscript:", "data:text")):
            if value != "javascript:void(0)":
                yield f"<{node.tag} {name}={value[:80]!r}>"
        elif name in _LOADS and re.match("(https?:)?//", plain.replace("\\", "/")):
            yield f"<{node.tag} {name}={value[:80]!r}> loads from elsewhere"


@cache
def _of_model(model: Path) -> Counter[tuple[str, str, str]]:
    return _machinery(LexborHTMLParser(model.read_text("utf-8")))


def _machinery(tree: LexborHTMLParser) -> Counter[tuple[str, str, str]]:
    """Everything of a page that runs, frames, asks or sets the page's rules."""
    found = tree.css(", ".join((*_ALWAYS, "meta[http-equiv]", "link")))
    return Counter(
        (node.tag or "", str(sorted(_attributes(node))), node.text() if node.tag != "form" else "")
        for node in found
        # neighbours differ, and the navigation's boxes tell which group is open
        if node.attributes.get("rel") not in ("prev", "next")
        and not str(node.attributes.get("id")).startswith("__nav_")
    )


def _ids(*nodes: LexborNode | None) -> set[str]:
    return {one.attributes["id"] or "" for node in nodes if node for one in node.css("[id]")}


def _attributes(node: LexborNode) -> list[tuple[str, str]]:
    return [(name.lower(), value or "") for name, value in node.attributes.items()]
