"""BBCode that the forum left as text: the pairs that are whole become what they meant.

WeCenter stored posts as BBCode before it stored HTML, and upgrades show some of it raw. Code is
left alone, as is whatever has no end.
"""

from __future__ import annotations

import re
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString

from scraper.clean.words import around, texts, tree

_HINT = re.compile(
    r"\[/(?:b|i|s|u|url|email|img|color|size|font|align|center|left|right|list)\]"
    r"|\[attach",
    re.IGNORECASE,
)
_URL = r"(?:https?://|/)[^\s\"'<>\[\]]{1,2000}"
_NO_TAG = r"(?:(?!\[/?{0}\b).){{1,20000}}?"  # neither its own start nor its end within


def _pair(name: str, argument: str = "") -> re.Pattern[str]:
    inner = _NO_TAG.format(name)
    # not behind a name: `a[i]` is an element of an array
    start = rf"(?<![A-Za-z0-9_\])])\[{name}{argument}\]"
    return re.compile(rf"{start}({inner})\[/{name}\]", re.IGNORECASE | re.DOTALL)


# worked on escaped text, so that what is put in is the only markup there
_PAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_pair("b"), r"<strong>\1</strong>"),
    (_pair("i"), r"<em>\1</em>"),
    (_pair("s"), r"<del>\1</del>"),
    (_pair("u"), r"\1"),
    (re.compile(rf"\[img(?:=[\d,x]*)?\]({_URL})\[/img\]", re.IGNORECASE), r'<img src="\1">'),
    (re.compile(rf"\[url\]({_URL})\[/url\]", re.IGNORECASE), r'<a href="\1">\1</a>'),
    (
        re.compile(rf"\[url=(?:&quot;)?({_URL})(?:&quot;)?\](.{{1,2000}}?)\[/url\]", re.IGNORECASE),
        r'<a href="\1">\2</a>',
    ),
    (re.compile(r"\[email\](.{1,200}?)\[/email\]", re.IGNORECASE), r"\1"),
    *(
        (_pair(name, argument), r"\1")
        for name, argument in (
            ("color", r"=[#\w]{1,20}"),
            ("size", r"=\w{1,10}"),
            ("font", r"=[^\[\]]{1,40}"),
            ("align", r"=\w{1,10}"),
            ("center", ""),
            ("left", ""),
            ("right", ""),
        )
    ),
)
_MOST_ROUNDS = 5  # [b][color=red][size=3]…: each round takes the innermost of a kind
_ATTACHMENT = re.compile(r"\[attach\]\s*(\d{1,12})\s*\[/attach\]", re.IGNORECASE)


def read_bbcode(soup: BeautifulSoup) -> None:
    """Make markup of the pairs that stand whole in one piece of text."""
    for text in texts(soup):
        if "[" not in text or not _HINT.search(text) or around(text, ("pre", "code")):
            continue
        before = escape(text)
        after = _read(before)
        if after != before:
            text.replace_with(*list(tree(after).children))
    _across_tags(soup)


def _read(text: str) -> str:
    for _ in range(_MOST_ROUNDS):
        before = text
        for pattern, meaning in _PAIRS:
            text = pattern.sub(meaning, text)
        if text == before:
            break
    return _ATTACHMENT.sub(r"〔附件 \1：没有保存下来〕", text)


_DRESS = re.compile(
    r"\[(?P<end>/)?(?P<name>color|size|font|align|center|list)(?P<value>=[^\[\]\s]{1,40})?\]",
    re.IGNORECASE,
)


def _across_tags(soup: BeautifulSoup) -> None:
    """Colours and sizes whose start and end stand in different tags: both are dropped."""
    found = [
        (text, mark)
        for text in texts(soup)
        if "[" in text and not around(text, ("pre", "code"))
        for mark in _DRESS.finditer(text)
    ]
    open_: dict[str, list[int]] = {}
    paired: set[int] = set()
    for at, (_, mark) in enumerate(found):
        starts = open_.setdefault(mark["name"].lower(), [])
        if not mark["end"]:
            starts.append(at)
        elif starts:
            paired |= {starts.pop(), at}
    marks_of: dict[int, list[re.Match[str]]] = {}
    pieces: dict[int, NavigableString] = {}
    for at in sorted(paired):
        text, mark = found[at]
        pieces[id(text)] = text
        marks_of.setdefault(id(text), []).append(mark)
    for key, marks in marks_of.items():
        kept = str(pieces[key])
        for mark in reversed(marks):
            kept = kept[: mark.start()] + kept[mark.end() :]
        pieces[key].replace_with(NavigableString(kept))
