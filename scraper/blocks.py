"""A cleaned or dumped body as a flat list of blocks, for the parsers of index and FAQ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from scraper.models import Block

_LEAVES = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6",
    "pre", "table", "blockquote", "dt", "dd", "figure",
)  # fmt: skip
_WHOLE = ("pre", "table", "blockquote", "figure", "ul", "ol")
_RECOGNISABLE = 10  # characters that tell where in a page a block begins


def split(html: str, *, whole_lists: bool) -> list[Block]:
    """Blocks in reading order. A paragraph of several lines (`<br>`) gives one block a line.

    With `whole_lists` a list is one block, as an answer needs it; otherwise each item is one, as an
    index needs it, and an item with a list inside stands before the items of that list.
    """
    soup = BeautifulSoup(html, "html.parser")
    leaves = (*_LEAVES, "ul", "ol") if whole_lists else _LEAVES
    found: list[Block] = []
    for tag in soup.find_all(leaves):
        inside = tag.find_parent(leaves)
        if isinstance(inside, Tag) and not (tag.name == "li" and inside.name == "li"):
            continue
        found += _lines(tag)
    return found


def locate(blocks: Sequence[Block], page: str) -> list[Block]:
    """Give blocks without a line the one where their text begins in the saved page's source.

    A block that cannot be found there (an entity or a tag within its first characters) gets the
    line of the block before it, which is where a person would start to look.
    """
    found: list[Block] = []
    at = 0
    for block in blocks:
        start = escape(block.text[:_RECOGNISABLE], quote=False)
        here = page.find(start, at) if start else -1
        at = here if here >= 0 else at
        line = block.line or page.count("\n", 0, at) + 1
        found.append(replace(block, line=line))
    return found


def _lines(tag: Tag) -> list[Block]:
    if tag.name in _WHOLE:
        return [_block(tag, list(tag.children), str(tag), 0)]
    runs: list[list[Tag | NavigableString]] = [[]]
    for child in tag.children:
        if isinstance(child, Tag) and child.name == "br":
            runs.append([])
        elif isinstance(child, Tag) and child.name in ("ul", "ol"):
            continue  # its items follow
        elif isinstance(child, Tag) and child.name == "p":
            runs.append([child])  # a loose list item: one paragraph a line
        elif isinstance(child, Tag | NavigableString):
            runs[-1].append(child)
    blocks = [_block(tag, run, _paragraph(run), number) for number, run in enumerate(runs)]
    return [block for block in blocks if block.text or block.images]


def _block(tag: Tag, run: Sequence[PageElement], html: str, number: int) -> Block:
    tags = [node for node in run if isinstance(node, Tag)]
    words = [node.get_text() for node in run if isinstance(node, Tag | NavigableString)]
    text = " ".join("".join(words).split())
    links = [a for node in tags for a in ([node] if node.name == "a" else node.find_all("a"))]
    images = [i for node in tags for i in ([node] if node.name == "img" else node.find_all("img"))]
    whole = len(links) == 1 and " ".join(links[0].get_text().split()) == text
    return Block(
        text=text,
        html=html,
        line=int(str(tag.get("data-line") or 0)),
        gap=int(str(tag.get("data-gap") or 0)) if number == 0 else 0,
        heading=_heading(tag, tags, text),
        href=str(links[0].get("href") or "") or None if whole else None,
        images=tuple(str(image.get("alt") or "") for image in images),
    )


def _heading(tag: Tag, tags: list[Tag], text: str) -> int:
    """The level of a heading; a paragraph that is bold from end to end counts as level 6."""
    if tag.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return int(tag.name[1])
    bold = [t for t in tags if t.name in ("strong", "b")]
    return 6 if len(bold) == 1 and " ".join(bold[0].get_text().split()) == text and text else 0


def _paragraph(run: Sequence[Tag | NavigableString]) -> str:
    inner = "".join(map(_html, run)).strip()
    return inner if inner.startswith("<p") else f"<p>{inner}</p>"


def _html(node: Tag | NavigableString) -> str:
    return str(node) if isinstance(node, Tag) else node.output_ready()
