"""The attacks, read from cases/: see cases/README.md for the form of the files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
CARRIERS = (
    "body", "answer", "comment", "title", "author", "topic", "category", "markdown", "description",
    "file",
)  # fmt: skip
WRITTEN = ("markdown", "description", "file")  # pages of content/; all others are the forum's
_START = re.compile(r"^=== (\w+) ([a-z0-9-]+)\n", re.MULTILINE)
_NAMES = re.compile("NAME|CANARY|RELATIVE|TOUCHED")
_SPECIAL = re.compile(r"⟦(?:U\+([0-9A-F]{4,6})|(\d+)×([^⟧]*))⟧")


@dataclass(frozen=True)
class Attack:
    """One attack: its class, where its text goes in, and the text with its names still open."""

    kind: str
    carrier: str
    name: str
    typed: str

    def text(self, work: Path, root: Path) -> str:
        """The text for a site that is built below `work` by commands that run in `root`."""
        canary = canary_of(work)
        names = {
            "NAME": self.name,
            "CANARY": str(canary),
            "RELATIVE": os.path.relpath(canary, root),
            "TOUCHED": str(touched_of(work) / self.name),
        }
        return _SPECIAL.sub(_special, _NAMES.sub(lambda found: names[found[0]], self.typed))


def canary_of(work: Path) -> Path:
    """The file whose text may not show."""
    return work / "canary.txt"


def touched_of(work: Path) -> Path:
    """The folder in which no file may appear."""
    return work / "touched"


def _special(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[3] * int(found[2])


def _read() -> tuple[Attack, ...]:
    attacks: dict[str, Attack] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        _, *parts = _START.split(file.read_text("utf-8"))
        for carrier, name, typed in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            assert carrier in CARRIERS, f"{file.name}: {carrier}"
            assert name not in attacks, f"{file.name}: {name} is there already"
            attacks[name] = Attack(file.stem, carrier, name, typed.removesuffix("\n"))
    return tuple(attacks.values())


ATTACKS = _read()
