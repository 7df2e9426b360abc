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
    """HTML that Python-Markdown takes as one block: no blank line in it."""
    return source if source.startswith("<pre") else re.sub(r"\n\s*\n", "\n", source)


def _apart(parts: list[str]) -> list[str]:
    """Two lists in a row would become one: an empty comment keeps them apart."""
    marker = re.compile(r"^(?:[-*+]|\d+[.)]) ")
    result: list[str] = []
    for part in parts:
        if result and marker.match(part) and marker.match(result[-1]):
            result.append("<!-- -->")
        result.append(part)
    return result


def signature(html: str) -> Signature:
    """What must not differ between source and rendering: text, and the marks that bear meaning."""
    soup = BeautifulSoup(html, "html.parser")
    code = tuple(("pre", tag.get_text().strip("\n")) for tag in soup.find_all("pre"))
    text = re.sub(r"\s+", "", unicodedata.normalize("NFC", soup.get_text()))
    marks: list[tuple[str, ...]] = []
    for tag in soup.find_all(True):
        if tag.name == "a":
            marks.append(("a", str(tag.get("href") or ""), _squeeze(tag)))
        elif tag.name == "img":
            marks.append(("img", str(tag.get("src") or ""), str(tag.get("alt") or "")))
        elif tag.name in ("strong", "b"):
            marks.append(("strong", _squeeze(tag)))
        elif tag.name in ("em", "i"):
            marks.append(("em", _squeeze(tag)))
        elif tag.name in ("del", "s"):
            marks.append(("del", _squeeze(tag)))
        elif re.fullmatch(r"h[1-6]|li|ul|blockquote|br|hr|sup|sub|table", tag.name):
            marks.append((tag.name,))
        elif tag.name == "ol":
            marks.append(("ol", str(tag.get("start") or "1")))
        elif tag.name in ("td", "th"):
            span = str(tag.get("colspan") or 1) + "x" + str(tag.get("rowspan") or 1)
            marks.append((tag.name, _squeeze(tag), span))
        elif tag.name == "code":
            marks.append(("code", tag.get_text().strip("\n"), _language(tag)))
    return text, (*marks, *code)


def _squeeze(tag: Tag) -> str:
    return re.sub(r"\s+", "", tag.get_text())


def _language(tag: Tag) -> str:
    found = re.search(r"language-(\S+)", " ".join(tag.get_attribute_list("class") or []))
    return found[1] if found else ""
