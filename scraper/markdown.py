"""Clean HTML → Markdown, block by block, each proven by rendering it back.

Where the site's own Markdown would show something else than the source, the block stays as clean
HTML: it is less pleasant to edit, but nothing is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser

from scraper import budget, fidelity, profile
from scraper.budget import Quarantined
from scraper.cache import Cache
from scraper.fidelity import View
from scraper.writers import WRITERS, Writer

# in one block outside of code: Python-Markdown looks for the end of each to the end of the block
_MOST_ACTIVE = 2000
_ACTIVE = re.compile(r"[*_`\[\]!\\~|]|&(?:lt|amp|gt);")
_QUOTE = re.compile(r"^>")
_LIST = re.compile(r"^(?:[-*+]|\d+[.)]) ")


@dataclass(frozen=True)
class Kept:
    """A block that stayed HTML: its number from 1, the aspect in which Markdown would differ
    (`table`, `link`, …), and its first words.
    """

    block: int
    why: str
    start: str


@dataclass(frozen=True)
class Converted:
    """Markdown of a body, the number of its blocks, and those of them that stayed HTML."""

    text: str
    blocks: int
    kept: tuple[Kept, ...]


def share(kept: int, blocks: int) -> float:
    """Which part of all blocks stayed HTML, from 0 to 1, for reports."""
    return round(kept / blocks, 4) if blocks else 0.0


@dataclass(frozen=True)
class _Block:
    """A block's source and its Markdown, None with the reason `why` where none holds."""

    source: str
    text: str | None
    why: str = ""


def convert(html: str, cache: Cache | None = None) -> Converted:
    """Convert a cleaned body. Blocks that were converted before are taken from the cache. Raises
    Quarantined where not even HTML would show what the source shows.

    Blocks that hold on their own may still meddle with each other once they are joined (`<a` in one
    and `>` in the next), so the whole is compared too: first as plainly written as can be, then
    with ever more escaped; then HTML takes the place of blocks that meddle.
    """
    sources = _sources(html)
    wanted = fidelity.seen("".join(sources))
    if not any(map(_is_too_active, sources)):
        # most bodies hold as they are: one rendering tells, instead of one for each block
        blocks = [_Block(source, WRITERS[0](source)) for source in sources]
        if _differs(_join(blocks), wanted) is None:
            return _converted(blocks)
    known = cache or Cache()
    for first in range(len(WRITERS)):
        blocks = [_known(source, first, known) for source in sources]
        if _differs(_join(blocks), wanted) is None:
            return _converted(blocks)
    blocks = _part(blocks)
    if _differs(_join(blocks), wanted) is None:
        return _converted(blocks)
    blocks = [_Block(source, None, "neighbours") for source in sources]
    if differs := _differs(_join(blocks), wanted):
        raise Quarantined("转换之后与原文不一致", f"even as HTML it would differ in {differs}")
    return _converted(blocks)


def _converted(blocks: Sequence[_Block]) -> Converted:
    kept = [
        Kept(number, block.why, _start(block.source))
        for number, block in enumerate(blocks, 1)
        if block.text is None
    ]
    return Converted(_join(blocks), len(blocks), tuple(kept))


def _start(source: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", source[:400]).split())[:40]


def _sources(html: str) -> list[str]:
    """The blocks of a body; text that stands beside them makes blocks of its own."""
    body = LexborHTMLParser(html).body
    sources: list[str] = []
    node = body.child if body else None
    while node is not None:
        if node.is_element_node:
            sources.append(node.html or "")
        elif (text := node.text_content or "").strip():
            sources.append(f"<p>{escape(text, quote=False)}</p>")
        node = node.next
    return sources


def _known(source: str, first: int, cache: Cache) -> _Block:
    def make() -> str:
        block = _hold(source, WRITERS[first:])
        return json.dumps([block.text, block.why])

    text, why = json.loads(cache.made(f"block {first}", source, make))
    return _Block(source, text, why)


def _hold(source: str, writers: Sequence[Writer]) -> _Block:
    """The plainest Markdown of a block that renders to its source."""
    if _is_too_active(source):
        return _Block(source, None, "too many special characters")
    wanted = fidelity.seen(source)
    why = ""
    for write in writers:
        text = write(source)
        differs = _differs(text, wanted)
        if differs is None:
            return _Block(source, text)
        why = why or differs
    return _Block(source, None, why)


def _is_too_active(source: str) -> bool:
    return not source.startswith("<pre") and (
        len(source) > _MOST_ACTIVE and len(_ACTIVE.findall(source)) > _MOST_ACTIVE
    )


def _part(blocks: list[_Block]) -> list[_Block]:
    """Make HTML of the blocks that change what their neighbours show."""
    result: list[_Block] = []
    for block in blocks:
        before = result[-1:]
        wanted = fidelity.seen("".join(b.source for b in (*before, block)))
        if block.text is not None and _differs(_join([*before, block]), wanted) is not None:
            block = _Block(block.source, None, "neighbours")
        result.append(block)
    return result


def _differs(text: str, wanted: View) -> str | None:
    budget.check()
    try:
        return fidelity.difference(wanted, fidelity.seen(profile.render(text)))
    except RecursionError:  # Python-Markdown's own limit on nesting
        return "nesting"


def _join(blocks: Sequence[_Block]) -> str:
    """The blocks below each other; an empty comment keeps two lists apart, or two quotes."""
    parts: list[str] = []
    for block in blocks:
        part = _raw(block.source) if block.text is None else block.text
        if not part:
            continue
        if parts and any(one.match(part) and one.match(parts[-1]) for one in (_LIST, _QUOTE)):
            parts.append("<!-- -->")
        parts.append(part)
    return "\n\n".join(parts)


_ESCAPED = str.maketrans({"[": "&#91;", "`": "&#96;", "~": "&#126;", "\t": "&#9;"})


def _raw(source: str) -> str:
    """HTML that Python-Markdown takes as one block, and that nobody takes for Markdown."""
    # a typed [x](y.md) is no link there, nor ``` a fence
    source = source.translate(_ESCAPED)
    if "<pre" in source:  # an empty line in it counts, and would end the block
        return re.sub(r"\n(?=[ \t]*\n)", "&#10;", source)
    return re.sub(r"\n\s*\n", "\n", source)
