"""Rules ZH-1 and TERM-1: the spaces and punctuation of Chinese, and terms spelt one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import autocorrect_py

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.code import UNREAD
from scraper.rules.source import without_fences

_TITLE = re.compile(r"《[^《》\n]*》")
_MARKED = re.compile(r"《文+》?")
# a title of the curated index stands as its post has it
_LISTED = re.compile(r"(?m)^[ \t]*\d+\.[ \t].*$")
_TARGET = re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|<?https?://[^\s<>）」”]+")
_AROUND = 12  # characters shown on either side of what is wrong


def check(article: Article, body: str, spellings: Mapping[str, str]) -> Iterator[Problem]:
    """All problems with the wording of a page of our own. `body` is its body, masked (source.py),
    and `spellings` maps what is written wrong to what is right.
    """
    header = article.header
    if header.provenance == "imported":
        return
    source = _without_titles(without_fences(article.body, UNREAD), header.kind)
    yield from _spaces(article, source)
    if header.description:
        line = article.lines.get("description", 1)
        yield from _spaces_of_line(article, header.description, line)
    yield from _terms(article, _without_titles(body, header.kind), article.body_line, spellings)
    yield from _terms(article, header.description, article.lines.get("description", 1), spellings)


def _without_titles(text: str, kind: str) -> str:
    """The text with quoted titles as mere marks of the same length: they are not ours to mend."""
    text = _TITLE.sub(lambda found: f"《{'文' * (len(found[0]) - 2)}》", text)
    return _LISTED.sub(lambda found: " " * len(found[0]), text) if kind == "index" else text


def _spaces(article: Article, source: str) -> Iterator[Problem]:
    before = source.split("\n")
    after = autocorrect_py.format_for(source, "page.md").split("\n")
    if len(before) != len(after):
        return  # a text so odd that the tool joins its lines
    written = article.body.split("\n")
    for number, (looked_at, better) in enumerate(zip(before, after, strict=True)):
        if looked_at != better:
            at = _first_difference(looked_at, better)
            yield _problem(article, article.body_line + number, written[number], better, at)


def _spaces_of_line(article: Article, text: str, line: int) -> Iterator[Problem]:
    looked_at = _without_titles(text, "")
    better = autocorrect_py.format(looked_at)
    if looked_at != better:
        yield _problem(article, line, text, better, _first_difference(looked_at, better))


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _problem(article: Article, line: int, written: str, better: str, at: int) -> Problem:
    """Both texts around the first place at which they differ."""
    start = max(0, at - _AROUND)
    was = written[start : at + _AROUND].strip()
    will = _MARKED.sub("《…》", f"{written[start:at]}{better[at : at + _AROUND + 1]}").strip()
    hint = f"写成 '{will}'。中文与英文、数字之间空一格，中文里用全角标点。"
    return Problem(article.path, line, "ZH-1", f"'{was}' 的空格或标点不对。", hint)


@cache
def _wrong(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Any wrong spelling as a word of its own: not in a path, an address or a longer name."""
    longest_first = sorted(spellings, key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w./@#$\\-])(?a:(?<![A-Za-z0-9]))(?:{words})(?![A-Za-z0-9_./:@-])")


def _terms(
    article: Article, text: str, first_line: int, spellings: Mapping[str, str]
) -> Iterator[Problem]:
    if not spellings:
        return
    text = _TARGET.sub(lambda found: " " * len(found[0]), text)
    for number, line in enumerate(text.split("\n")):
        for found in _wrong(tuple(spellings)).finditer(line):
            right = spellings[found[0]]
            hint = f"写成 '{right}'；是代码里的名字就放进 `代码` 里。"
            message = f"'{found[0]}' 在本站写作 '{right}'。"
            yield Problem(article.path, first_line + number, "TERM-1", message, hint)
