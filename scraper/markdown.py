"""Clean HTML → Markdown, block by block, each proven by rendering it back.

Where the site's own Markdown would show something else than the source, the block stays as clean
HTML: it is less pleasant to edit, but nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from html_to_markdown import ConversionOptions
from html_to_markdown import convert as to_markdown
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper import profile


def _options(*, escape_all: bool) -> ConversionOptions:
    return ConversionOptions(
        list_indent_width=4,
        bullets="-",
        escape_asterisks=True,
        escape_underscores=escape_all,
        escape_misc=escape_all,
        autolinks=False,
        extract_metadata=False,
        br_in_tables=True,
    )


# from the one that people like to edit to the one that holds more often
_OPTIONS = (_options(escape_all=False), _options(escape_all=True))
_MOST_BRACKETS = 1000  # in one block: Python-Markdown looks for each one's end to the end
_LIST = re.compile(r"^(?:[-*+]|\d+[.)]) ")
_LIVE = re.compile(r"(?m)^(\s*)(!!!|\?\?\?|--8<--|\[TOC\]|\*\[|:{2,3})")


Signature = tuple[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Converted:
    """Markdown of a body, with the number of blocks and how many of them stayed HTML."""

    text: str
    blocks: int
    kept_html: int


def convert(html: str) -> Converted:
    """Convert a cleaned body.

    Blocks that hold on their own may still meddle with each other once they are joined (`<a` in one
    and `>` in the next), so the whole is compared too, first as plainly written as can be, then
    with everything escaped, then as HTML.
    """
    sources = [_source(node) for node in BeautifulSoup(html, "html.parser").children]
    sources = [source for source in sources if source]
    wanted = signature("".join(sources))
    for options in (_OPTIONS, _OPTIONS[1:]):
        blocks = [_block(source, options) for source in sources]
        text = _join(sources, blocks)
        if _renders_to(text, wanted):
            return Converted(text, len(blocks), blocks.count(None))
    return Converted(_join(sources, [None] * len(sources)), len(sources), len(sources))


def _source(node: PageElement) -> str:
    if isinstance(node, Tag):
        return str(node)
    if isinstance(node, NavigableString) and node.strip():
        return f"<p>{node.output_ready()}</p>"
    return ""


def _join(sources: list[str], blocks: list[str | None]) -> str:
    parts = [_raw(s) if b is None else b for s, b in zip(sources, blocks, strict=True)]
    return "\n\n".join(_apart([part for part in parts if part]))


def _block(source: str, options: tuple[ConversionOptions, ...]) -> str | None:
    """The plainest Markdown of a block that renders to its source, or None where none does."""
    if source.count("[") > _MOST_BRACKETS:
        return None
    wanted = signature(source)
    for option in options:
        text = (to_markdown(source, option).content or "").strip("\n")
        text = _LIVE.sub(lambda m: f"{m[1]}\\{m[2]}", text)
        if _renders_to(text, wanted):
            return text
    return None


def _renders_to(text: str, wanted: Signature) -> bool:
    try:
        return signature(profile.render(text)) == wanted
    except RecursionError:  # Python-Markdown's own limit on nesting
        return False


def _raw(source: str) -> str:
    """HTML that Python-Markdown takes as one block, and that nobody takes for Markdown."""
    source = source.replace("[", "&#91;")  # a typed [x](y.md) is no link there
    return source if source.startswith("<pre") else re.sub(r"\n\s*\n", "\n", source)


def _apart(parts: list[str]) -> list[str]:
    """Two lists in a row would become one: an empty comment keeps them apart."""
    result: list[str] = []
    for part in parts:
        if result and _LIST.match(part) and _LIST.match(result[-1]):
            result.append("<!-- -->")
        result.append(part)
    return result


_BARE = frozenset("h1 h2 h3 h4 h5 h6 li ul blockquote br hr sup sub table".split())
_NAMES = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "del": "del"}


def signature(html: str) -> Signature:
    """What must not differ between source and rendering: text, and the marks that bear meaning.

    Read by an HTML5 parser, as a browser would read both.
    """
    body = LexborHTMLParser(html).body
    if body is None:
        return "", ()
    marks = [mark for node in body.traverse(include_text=False) if (mark := _mark(node))]
    return _squeeze(unicodedata.normalize("NFC", body.text())), tuple(marks)


def _mark(node: LexborNode) -> tuple[str, ...] | None:
    name = node.tag or ""
    if name in _BARE:
        return (name,)
    if name in _NAMES:
        return (_NAMES[name], _squeeze(node.text()))
    attributes = node.attributes
    if name == "a":
        return (name, attributes.get("href") or "", _squeeze(node.text()))
    if name == "img":
        return (name, attributes.get("src") or "", attributes.get("alt") or "")
    if name == "ol":
        return (name, attributes.get("start") or "1")
    if name in ("td", "th"):
        span = f"{attributes.get('colspan') or 1}x{attributes.get('rowspan') or 1}"
        return (name, _squeeze(node.text()), span)
    if name == "pre":
        return (name, node.text().strip("\n"))
    if name == "code":
        found = re.search(r"language-(\S+)", attributes.get("class") or "")
        return (name, node.text().strip("\n"), found[1] if found else "")
    return None


def _squeeze(text: str) -> str:
    return "".join(text.split())
