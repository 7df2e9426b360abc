"""Mermaid's text to Mermaid's SVG, in this process and without a browser."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache
from importlib.metadata import version

from mermaidx.engines._common import MermaidRenderError, TextMeasurer
from mermaidx.engines.quickjs_engine import Engine

FONT_SIZE = 14  # px, of all text; diagrams.css sets the same
_EM = "\N{EM DASH}"
_CONFIG = {
    "htmlLabels": False,  # text as text: HTML inside SVG would be a second language to check
    "fontFamily": "DejaVu Sans",
    "themeVariables": {"fontSize": f"{FONT_SIZE}px"},
    "flowchart": {"htmlLabels": False, "nodeSpacing": 36, "rankSpacing": 40},
    "sequence": {
        "actorFontSize": FONT_SIZE,
        "messageFontSize": FONT_SIZE,
        "noteFontSize": FONT_SIZE,
        "diagramMarginX": 8,
        "diagramMarginY": 8,
        "width": 112,
        "height": 40,
        "actorMargin": 20,
        "messageMargin": 28,
        "mirrorActors": False,
    },
}
_SYNTAX = re.compile(r"(?:Parse|Lexical) error on line (\d+)")


class DiagramError(Exception):
    """A diagram that cannot be drawn; `line` counts within its text from 1, 0 where unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def maker() -> str:
    """What draws, for caches: another version or setting may draw something else."""
    return f"mermaidx {version('mermaidx')} {_CONFIG}"


def draw(source: str) -> str:
    """The SVG of a diagram. Raises DiagramError, with what Mermaid says, where it has none."""
    try:
        return str(_engine().render_svg(source, "base", _CONFIG, None))
    except MermaidRenderError as error:
        said = str(error)
        found = _SYNTAX.search(said)
        where = int(found[1]) if found else 0
        raise DiagramError(" ".join(said.split())[:300], where) from error


class _Measurer(TextMeasurer):  # type: ignore[misc]
    """Measures Chinese too: the bundled font has none and would take 0.6 em for each character."""

    def width(self, text: str, *font: object) -> float:
        return float(super().width(_as_wide(text), *font))

    def full(self, text: str, *font: object) -> dict[str, float]:
        return dict(super().full(_as_wide(text), *font))

    def glyphs(self, text: str, *font: object) -> list[list[float]]:
        return list(super().glyphs(_as_wide(text), *font))


def _as_wide(text: str) -> str:
    """The text with something in the font, one em wide, for each character that is so in ours."""
    return "".join(_EM if unicodedata.east_asian_width(c) in "WF" else c for c in text or "")


class _Engine(Engine):  # type: ignore[misc]
    def _init_context(self) -> None:
        super()._init_context()
        self._measurer = _Measurer()


_starting = threading.Lock()


def _engine() -> _Engine:
    with _starting:
        return _started()


@cache
def _started() -> _Engine:
    engine = _Engine()
    engine.start()  # loads Mermaid: half a second, once in a process
    return engine
