"""A body's source with code and comments blanked out, so that rules see only what is rendered."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from scraper.article import Article

_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}(?!.*`)|~{3,})")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--[\s\S]*?(?:-->|\Z)")
_INDENTED = re.compile(r"^(?: {4}|\t)")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s")

# A `>` inside a quoted value does not end a tag. Attributes are only looked ahead at, so that a tag
# inside such a value is found as well: who parses what later need not agree on the quotes.
_TAG = re.compile(
    r"""(?<!\\)<(?P<name>[a-zA-Z][\w-]*)(?=[\s/>])"""
    r"""(?=(?P<attributes>(?:[^<>=]|=\s*"[^"]*"|=\s*'[^']*'|=)*))"""
)
_END_TAG = re.compile(r"(?<!\\)</(?P<name>[a-zA-Z][\w-]*)[^<>]*>")
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(frozen=True)
class StartTag:
    """A start tag in a body: names in lower case, `position` counts characters."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    position: int


def tags(body: str) -> Iterator[StartTag]:
    """All start tags of a masked body."""
    for tag in _TAG.finditer(body):
        attributes = tuple(
            (found[1].lower(), found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag["attributes"])
        )
        yield StartTag(tag["name"].lower(), attributes, tag.start())


def end_tags(body: str) -> Iterator[tuple[str, int]]:
    """Name and position of all end tags of a masked body."""
    return ((tag["name"].lower(), tag.start()) for tag in _END_TAG.finditer(body))


@dataclass(frozen=True)
class Fence:
    """A fenced block: the words of its first line, the lines inside without the indent that the
    fence itself has, `position` in characters.
    """

    words: tuple[str, ...]
    lines: tuple[str, ...]
    position: int


def fences(body: str) -> Iterator[Fence]:
    """All fenced blocks of a body that are closed, in lists and quotes too."""
    position, opened, mark, outer = 0, -1, "", re.compile("")
    words: list[str] = []
    inside: list[str] = []
    for line in body.split("\n"):
        fence = _FENCE.match(line)
        if not mark and fence:
            opened, mark, inside = position, fence["mark"], []
            outer = re.compile(rf"[ \t>]{{0,{len(fence['indent'])}}}")
            words = line[fence.end() :].split()
        elif mark and fence and fence["mark"].startswith(mark) and not line.strip(" \t>`~"):
            yield Fence(tuple(words), tuple(inside), opened)
            mark = ""
        elif mark:
            inside.append(outer.sub("", line, count=1))
        position += len(line) + 1


def without_fences(body: str, languages: Container[str] | None = None) -> str:
    """The body with empty lines in place of what fenced blocks hold: of some languages, or all."""
    lines = body.split("\n")
    for fence in fences(body):
        if languages is None or (fence.words[0] if fence.words else "") in languages:
            first = body.count("\n", 0, fence.position) + 1
            lines[first : first + len(fence.lines)] = [""] * len(fence.lines)
    return "\n".join(lines)


def mask(body: str) -> str:
    """The body with fenced and indented code, code spans and comments as blanks of equal length."""
    lines: list[str] = []
    open_mark, in_list, after_blank = "", False, True
    for line in body.split("\n"):
        fence = _FENCE.match(line)
        if open_mark:
            closing = fence and fence["mark"].startswith(open_mark)
            open_mark = "" if closing and not line.strip(" \t>`~") else open_mark
            line = _blank(line)
        elif fence:
            open_mark = fence["mark"]
            line = _blank(line)
        elif _ITEM.match(line):
            in_list = True
        elif line.strip() and not line[0].isspace():
            in_list = False
        elif _INDENTED.match(line) and after_blank and not in_list:
            line = _blank(line)  # what follows in the same block is blanked too
            lines.append(line)
            continue
        after_blank = not line.strip()
        lines.append(line)
    text = _CODE_SPAN.sub(lambda m: _blank(m[0]), "\n".join(lines))
    return _COMMENT.sub(lambda m: _blank(m[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def line_of(article: Article, body: str, position: int) -> int:
    """The line in the file at which a position of its body stands."""
    return article.body_line + body.count("\n", 0, position)
