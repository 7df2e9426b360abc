"""Turns a trace, the last line that an example prints, into pictures: SVG with a table beside it.

The same code draws while the site is built and, in the browser, after each run; there it is a
package of its own. So it imports nothing of the project and little of the standard library, and
draws the same for the same trace everywhere.
"""

import re
from collections.abc import Callable
from typing import Any

from . import bars, bits, decisions, grid, hexdump, lines, rate, ring, sequence, states, strip
from .model import Trace
from .parts import Place
from .thumbnails import thumbnail
from .trace import read
from .tree import ATTRIBUTES, TAGS, Element, Node, to_html, to_json
from .values import TraceError

__all__ = [
    "ATTRIBUTES",
    "TAGS",
    "Element",
    "Node",
    "Trace",
    "TraceError",
    "draw",
    "read",
    "thumbnail",
    "to_html",
    "to_json",
]

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ARTISTS: dict[str, Callable[[Any, Place], Element]] = {
    "hexdump": hexdump.draw,
    "bits": bits.draw,
    "sequence": sequence.draw,
    "rate": rate.draw,
    "grid": grid.draw,
    "lines": lines.draw,
    "bars": bars.draw,
    "states": states.draw,
    "ring": ring.draw,
    "tree": decisions.draw,
    "strip": strip.draw,
}


def draw(trace: Trace, prefix: str) -> list[Element]:
    """A figure for each picture; all ids begin with `prefix`, which must be one itself."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not the beginning of an id: {prefix!r}")
    figures, titles = [], set[str]()
    for n, picture in enumerate(trace.pictures, 1):
        title, times = picture.title, 1
        while title in titles:  # regions of a page go by their names
            times += 1
            title = f"{picture.title}（{times}）"
        titles.add(title)
        figures.append(_ARTISTS[picture.kind](picture, Place(f"{prefix}-p{n}", title)))
    return figures
