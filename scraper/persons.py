"""Category and author in one word: a text dump loses the " • " between them ("技术交流柠檬^").

Nothing in such a line says where the category ends, but the lines say it together: authors recur
under several categories and categories recur with several authors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scraper.models import Note

# Names that WeCenter communities of this kind use; the rest is inferred from the lines themselves.
KNOWN_CATEGORIES = (
    "IM即时通讯", "产品动态", "公告", "其他", "实时音视频", "技术交流", "技术分享", "招聘",
    "新手入门", "新闻", "求职招聘", "活动", "社区公告", "社区福利", "经验分享", "编程挑战赛",
    "融云集成", "音视频",
)  # fmt: skip
_SEPARATED = re.compile(r"^(?P<category>.+?)\s*[•·|]\s*(?P<person>.+)$")
_SHORTEST = 2


@dataclass(frozen=True)
class Line:
    """What stands before the verb of a listing line, and its line number."""

    who: str
    line: int


@dataclass(frozen=True)
class People:
    """One (category or None, person) for each line, and what was doubtful."""

    split: tuple[tuple[str | None, str], ...]
    notes: tuple[Note, ...]


def separate(lines: Sequence[Line], where: str) -> People:
    """Split each line into category and person. Input order does not matter for the result."""
    texts = [line.who for line in lines]
    categories, guessed = _infer({text for text in texts if not _SEPARATED.match(text)})
    split: list[tuple[str | None, str]] = []
    notes = []
    for line in lines:
        if found := _SEPARATED.match(line.who):
            split.append((found["category"], found["person"]))
            continue
        category = _prefix(line.who, categories)
        person = line.who[len(category or "") :]
        split.append((category, person))
        if category in guessed or (category and _alone(category, person, texts)):
            message = f"“{line.who}” was read as category “{category}” and “{person}”"
            notes.append(Note("doubt", "category-inferred", where, line.line, message))
        if category is None:
            message = f"no category can be told apart in “{line.who}”"
            notes.append(Note("doubt", "category-unknown", where, line.line, message))
    return People(tuple(split), tuple(notes))


def _prefix(text: str, categories: set[str]) -> str | None:
    """The longest category that the text begins with and that leaves a name over."""
    fitting = [c for c in categories if text.startswith(c) and len(text) > len(c)]
    return max(fitting, key=len, default=None)


def _alone(category: str, person: str, texts: Sequence[str]) -> bool:
    """Whether only this one line speaks for the category and for the person."""
    others = {text for text in texts if text != category + person}
    return not any(t.startswith(category) or t.endswith(person) for t in others)


def _infer(texts: set[str]) -> tuple[set[str], set[str]]:
    """Known categories, then those that a recurring author or a shared beginning gives away.

    The second set holds those that nothing but a shared beginning speaks for.
    """
    guessed: set[str] = set()
    categories = {c for c in KNOWN_CATEGORIES if any(_prefix(t, {c}) for t in texts)}
    while True:
        authors = {t[len(c) :] for t in texts if (c := _prefix(t, categories))}
        open_ = {t for t in texts if _prefix(t, categories) is None}
        found = {
            t[: -len(author)]
            for t in open_
            for author in authors
            if t.endswith(author) and len(t) - len(author) >= _SHORTEST
        }
        if not found:
            found = _shared_beginning(open_)
            guessed |= found
        if not found:
            return categories, guessed
        categories |= found


def _shared_beginning(texts: set[str]) -> set[str]:
    """The longest beginning that the most lines share, if at least two do."""
    beginnings: dict[str, int] = {}
    for text in texts:
        for end in range(_SHORTEST, len(text)):
            beginnings[text[:end]] = beginnings.get(text[:end], 0) + 1
    shared = [(count, len(b), b) for b, count in beginnings.items() if count > 1]
    return {max(shared)[2]} if shared else set()
