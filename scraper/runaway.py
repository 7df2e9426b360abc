"""Pages on which HTML5 parsing does not end in useful time or memory, told before parsing.

HTML5 reopens formatting elements that are left open in every block that follows, so the tree grows
with their square (50 KB took 12 s and 220 MB). Deep nesting costs time in the same way.
"""

from __future__ import annotations

import re

MAX_OPEN = 1000
# Comments, quoted values and raw text are skipped as the parser skips them: an end tag that stands
# in one of them closes nothing.
_TOKEN = re.compile(
    r"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    | <[!?][^>]*+
    | </[^a-zA-Z][^>]*+
    | <(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)
      (?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+
    """,
    re.VERBOSE | re.DOTALL,
)
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Never open for long: void, or closed by the next of their kind.
_BRIEF = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd option optgroup tr tbody thead tfoot html head body".split()
)
_BARRIERS = frozenset("table td th caption button object".split())
# Tags that leave no more open than was before: brief ones, and an element with mere text in it.
# Its attributes are such that its end tag cannot be hidden in one of them.
_HARMLESS = re.compile(
    rf"""
    <(?:
        (?:{"|".join(sorted(_BRIEF))})(?=[ >/])
      | ([a-z][a-z0-9]*+)(?:\s[^<>"'=]*+(?:="[^"<>]*+")?+)*+>[^<]*+</\1>
    )
    """,
    re.VERBOSE,
)


def is_runaway(html: str) -> bool:
    """Whether more than MAX_OPEN elements are open at once, counted without building a tree."""
    if html.count("<") - html.count("</") <= MAX_OPEN:
        return False  # not even as many start tags
    return most_open(html) > MAX_OPEN and is_open_beyond(MAX_OPEN, html)


def most_open(html: str) -> int:
    """How many elements can be open at once: a bound that is quickly told and never too low.

    A start tag opens one element at most. The harmless ones need not be counted, wherever they
    stand (one that is hidden opens nothing), but for the one that may be open at a moment.
    """
    return html.count("<") - html.count("</") - len(_HARMLESS.findall(html)) + 1


def is_open_beyond(limit: int, html: str) -> bool:
    """Whether more than `limit` elements are open at once, token by token."""
    open_: list[str] = []
    at = 0
    while token := _TOKEN.search(html, at):
        at = token.end()
        name = (token["name"] or "").lower()
        if not name or name in _BRIEF:
            continue
        if token["end"]:
            _close(open_, name)
        elif name in _RAW:
            end = re.compile(f"</{name}", re.IGNORECASE | re.ASCII).search(html, at)
            if end is None:
                return False
            at = end.start()
        else:
            open_.append(name)
            if len(open_) > limit:
                return True
    return False


def _close(open_: list[str], name: str) -> None:
    """Close the innermost `name` with what is open in it, as far as a table cell lets it."""
    for at in range(len(open_) - 1, -1, -1):
        if open_[at] == name:
            if name in _FORMATTING:
                del open_[at]
            else:
                open_[at:] = [inner for inner in open_[at + 1 :] if inner in _FORMATTING]
            return
        if open_[at] in _BARRIERS and name not in _BARRIERS:
            return
