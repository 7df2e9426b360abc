"""The search index as a script: a page opened from disk may load scripts, but not read files."""

from __future__ import annotations

from pathlib import Path

JSON_NAME = "search/search_index.json"
SCRIPT_NAME = "search/search_index.js"


def as_script(index: str) -> str:
    """The JSON text of the index as the script that the theme loads on file://."""
    return f"var __index = {index};\n"


def write_script(site: Path) -> None:
    """Write the script beside the JSON file that the search plugin has written."""
    index = (site / JSON_NAME).read_text(encoding="utf-8")
    (site / SCRIPT_NAME).write_text(as_script(index), encoding="utf-8", newline="\n")
