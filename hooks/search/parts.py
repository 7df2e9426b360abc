"""Pages → parts: pieces of about equal length, the unit that is found and loaded.

A page of three screens is one part; a long article is several, so that its length neither drowns
a word nor has to be loaded whole to show a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hooks.search.model import Page, Section

_ENOUGH = 1200  # characters after which the next section begins another part
_MOST = 2400  # characters of a part; a longer section is cut at the end of a line


@dataclass(frozen=True)
class Part:
    """Some sections of a page, in order; `page` counts the pages of the site."""

    page: int
    sections: tuple[Section, ...]


def cut(number: int, page: Page) -> Iterator[Part]:
    """The parts of a page, at least one."""
    held: list[Section] = []
    size = 0
    for section in page.sections:
        for piece in _pieces(section):
            length = len(piece.text) + len(piece.heading)
            if held and (size >= _ENOUGH or size + length > _MOST):
                yield Part(number, tuple(held))
                held, size = [], 0
            held.append(piece)
            size += length
    yield Part(number, tuple(held))


def _pieces(section: Section) -> Iterator[Section]:
    text = section.text
    while len(text) > _MOST:
        at = max(text.rfind("\n", _ENOUGH, _MOST), text.rfind("。", _ENOUGH, _MOST))
        at = _MOST if at < 0 else at + 1
        yield Section(section.anchor, section.heading, text[:at].strip())
        text = text[at:]
    yield Section(section.anchor, section.heading, text.strip())
