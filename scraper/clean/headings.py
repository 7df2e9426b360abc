"""Headings and numbers: what is one, what only looks like one, and at which level it stands."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraper.clean.words import HEADINGS, WRAPPERS, holds, is_block, named, nodes

_HAN = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"""
    (?: 第? [{_HAN}]{{1,3}} (?: [、．.：:] | [章节步部分]{{1,2}} [：:、\ ]? )
      | [（(] [{_HAN}\d]{{1,3}} [)）]
      | \d{{1,2}} (?:\.\d{{1,2}}){{0,3}} (?: [、．.]\s* | \s+ )
      | (?:步骤|第) \s* \d{{1,2}} \s* 步? [：:、\ ]?
      | [Ss]tep \s* \d{{1,2}} [：:.\ ]?
    ) (?=\S)
    """,
    re.VERBOSE,
)
_LONGEST_HEADING = 40
_WIDE_DIGITS = {ord("０") + n: ord("0") + n for n in range(10)}
_WIDE_NUMBER = re.compile(r"^(\s*[（(]?\s*)([０-９]{1,3})([．.、）)：:]?)")


def unwrap_blocks_of_headings(soup: BeautifulSoup) -> None:
    """A box that is all there is in a heading."""
    for heading in named(soup, HEADINGS):
        found = [node for node in nodes(heading) if isinstance(node, Tag) or node.strip()]
        if len(found) == 1 and is_block(found[0]) and found[0].name in (*WRAPPERS, "p"):
            found[0].unwrap()


_NUMBERABLE = frozenset({"p", "li", "td", "th", *HEADINGS})


def narrow_numbering(soup: BeautifulSoup) -> None:
    """`１．` and `（２）` at the start of a line, typed in full width, become `1.` and `（2）`."""
    for tag in named(soup, _NUMBERABLE):
        starts = [node for node in tag.children if isinstance(node, Tag) and node.name == "br"]
        for first in [next(iter(tag.children), None), *(br.next_sibling for br in starts)]:
            text = next(iter(first.strings), None) if isinstance(first, Tag) else first
            if isinstance(text, NavigableString) and _WIDE_NUMBER.match(text):
                text.replace_with(NavigableString(_WIDE_NUMBER.sub(_narrow, text)))


def _narrow(found: re.Match[str]) -> str:
    end = "." if found[3] == "．" else found[3]
    return found[1] + found[2].translate(_WIDE_DIGITS) + end


def headings_of_bold_lines(soup: BeautifulSoup) -> None:
    """A paragraph that is bold from end to end and numbered is a heading, if text follows.

    Without a number it takes two of a kind, in a body that has no heading of its own: one bold
    line is a bold line.
    """
    lines = [tag for tag in nodes(soup) if isinstance(tag, Tag) and _is_bold_line(tag)]
    lines = [tag for tag in lines if _text_follows(tag)]
    real = holds(soup, HEADINGS)
    numbered = [tag for tag in lines if _NUMBERED.match(tag.get_text().strip())]
    if real:
        return
    chosen = numbered or (lines if len(lines) > 1 else [])
    for tag in chosen:
        strong = tag.find("strong")
        if isinstance(strong, Tag):
            strong.unwrap()
        tag.attrs = {}
        tag.name = "h3" if numbered and _is_second(tag.get_text()) else "h2"


def _is_bold_line(tag: Tag) -> bool:
    if tag.name != "p":
        return False
    found = [node for node in nodes(tag) if isinstance(node, Tag) or node.strip()]
    text = tag.get_text().strip()
    return (
        len(found) == 1
        and isinstance(found[0], Tag)
        and found[0].name == "strong"
        and 0 < len(text) <= _LONGEST_HEADING
        and not tag.find(["br", "img", "a"])
        and text[-1] not in "。！!，,；;：:…～~"
    )


def _text_follows(tag: Tag) -> bool:
    """Something that is no bold line itself: two in a row are emphasis, not headings."""
    following = tag.find_next_sibling()
    return isinstance(following, Tag) and not _is_bold_line(following)


def _is_second(text: str) -> bool:
    """`1.2 …` and `（一）…` stand below `1. …` and `一、…`."""
    return bool(re.match(r"\s*(?:\d{1,2}\.\d|[（(])", text))


def level_headings(soup: BeautifulSoup, top: int) -> None:
    """Shift headings so that the highest is `top`, keeping their order of rank."""
    found = named(soup, HEADINGS)
    levels = sorted({int(tag.name[1]) for tag in found})
    ranks = {level: min(top + n, 6) for n, level in enumerate(levels)}
    for tag in found:
        tag.name = f"h{ranks[int(tag.name[1])]}"
