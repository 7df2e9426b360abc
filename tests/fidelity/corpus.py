"""The corpus: bodies as forum posts are, each with what a reader must see of it afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scraper import bodies
from scraper.bodies import Body

_CASES = Path(__file__).parent / "cases"
_CASE = re.compile(r"^<!-- case: (.+) -->\n", re.MULTILINE)
_SEEN = re.compile(r"^<!-- seen -->\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A body's `source`, and the HTML that shows what must be `seen`: most often the source."""

    kind: str
    name: str
    source: str
    seen: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def load() -> list[Case]:
    """All cases, in the order of their files."""
    found = []
    for path in sorted(_CASES.glob("*.html")):
        parts = _CASE.split(path.read_text(encoding="utf-8"))[1:]
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            source, *rest = _SEEN.split(text.rstrip("\n"))
            seen = rest[0] if rest else source
            found.append(Case(path.stem, name, source.rstrip("\n"), seen))
    return found


def shown(source: str) -> tuple[Body, str]:
    """A body, and the HTML that readers get of it.

    Personal data is left as it is: masking it changes the text, and is tested elsewhere.
    """
    body = bodies.convert(source, mask=False)
    return body, bodies.render(body.text, imported=True)
