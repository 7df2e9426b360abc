"""How long the examples took where they were measured: times.json, which `make bench-examples`
writes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("times.json")
UNKNOWN = "运行时间未测"


@dataclass(frozen=True)
class Times:
    """`measured` is the day; `milliseconds` maps a program to its times by `cpython`, `browser`."""

    measured: str
    milliseconds: dict[str, dict[str, float]]

    def told(self, name: str) -> str:
        """A program's times in words."""
        found = self.milliseconds.get(name, {})
        parts = [
            f"{where} {found[key]:.0f} 毫秒"
            for key, where in (("cpython", "本机"), ("browser", "网页"))
            if key in found
        ]
        return f"运行 {'、'.join(parts)}" if parts else UNKNOWN


def load(file: Path = FILE) -> Times:
    """What was measured; nothing where nobody has."""
    if not file.is_file():
        return Times("", {})
    rows = json.loads(file.read_text(encoding="utf-8"))
    measured = str(rows.pop("measured", ""))
    milliseconds = {
        name: {key.removesuffix("_ms"): float(value) for key, value in row.items()}
        for name, row in rows.items()
    }
    return Times(measured, milliseconds)
