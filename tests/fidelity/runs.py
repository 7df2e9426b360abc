"""A line as a reader sees it: runs of text that have the same marks from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote
from xml.etree.ElementTree import Element

Marks = frozenset[str]
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "del": "del",
    "strike": "del", "code": "code", "kbd": "kbd", "sub": "sub", "sup": "sup",
}  # fmt: skip
_EMPHASIS = frozenset(("strong", "em", "del"))
_SPACES = re.compile("([ \t\n\r\f\u00a0\u2000-\u200a\u202f\u205f\u3000]+)")
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True)
class Run:
    """Text with the same marks from end to end, a hard break, or an image."""

    text: str
    marks: Marks = frozenset()
    kind: str = "text"


def marked(element: Element, style: str, marks: Marks) -> Marks:
    """The marks of the text in an element: by its name, then by its style."""
    name = element.tag
    if name in _MARKS:
        marks |= {_MARKS[name]}
    if name == "a" and (target := _address(element.get("href"))):
        title = f" “{element.get('title')}”" if element.get("title") else ""
        marks |= {f"link {target}{title}"}
    if weight := re.search(r"(?:^|[;\s])font-weight\s*:\s*(\w+)", style):
        bold = weight[1] in ("bold", "bolder") or (weight[1].isdigit() and int(weight[1]) >= 600)
        marks = marks | {"strong"} if bold else marks - {"strong"}
    if re.search(r"font-style\s*:\s*italic", style):
        marks |= {"em"}
    if re.search(r"text-decoration[\w-]*\s*:[^;]*line-through", style):
        marks |= {"del"}
    return marks


def image(element: Element, marks: Marks) -> Run:
    """An image, of which it makes no difference whether it is bold."""
    alt = " ".join(_SPACES.sub(" ", element.get("alt") or "").split())
    return Run(f"{_address(element.get('src'))} “{alt}”", marks - _EMPHASIS, "image")


def _address(written: str | None) -> str:
    """An address as a browser would ask for it: spaces and Chinese percent-encoded."""
    return quote((written or "").strip(), safe=_ASCII)


def laid_out(line: list[Run]) -> Iterator[tuple[Run, ...]]:
    """A line as a browser lays it out, or several: two breaks show a gap as paragraphs do."""
    runs: list[Run] = []
    for run in _collapsed(line):
        if run.kind == "break" and runs and runs[-1].kind == "break":
            yield tuple(runs[:-1])
            runs = []
        elif runs or run.kind != "break":  # one at the start shows nothing worth keeping
            runs.append(run)
    if runs and runs[-1].kind == "break":
        runs.pop()
    if runs:
        yield tuple(runs)


def _collapsed(line: list[Run]) -> list[Run]:
    """Spaces collapse, and show nothing at an edge or a break.

    A space has the marks that both of its neighbours have.
    """
    runs: list[Run] = []
    space = False
    for piece in line:
        for word in _SPACES.split(piece.text) if piece.kind == "text" else [piece.text]:
            if piece.kind == "text" and (not word or _SPACES.fullmatch(word)):
                space = space or bool(word)
                continue
            if space and runs and "break" not in (runs[-1].kind, piece.kind):
                _append(runs, Run(" ", runs[-1].marks & piece.marks))
            space = False
            _append(runs, Run(word, piece.marks, piece.kind))
    return runs


def _append(runs: list[Run], run: Run) -> None:
    if runs and runs[-1].kind == run.kind == "text" and runs[-1].marks == run.marks:
        runs[-1] = replace(runs[-1], text=runs[-1].text + run.text)
    else:
        runs.append(run)
