"""The search index as a script: a page opened from disk may load scripts, but not read files."""

from __future__ import annotations

import re
from pathlib import Path

JSON_NAME = "search/search_index.json"
_BESIDE_PUNCTUATION = re.compile(
    r"(?:\u200b|\\u200b)+(?=[，。、；：！？）》」』”’】])|(?<=[（《「『“‘【])(?:\u200b|\\u200b)+"
)
SCRIPT_NAME = "search/search_index.js"


def as_script(index: str) -> str:
    """The JSON text of the index as the script that the theme loads on file://."""
    return f"var __index = {index};\n"


def joined(index: str) -> str:
    """The index without the word separators beside punctuation, where a line must not break."""
    return _BESIDE_PUNCTUATION.sub("", index)


def write_script(site: Path) -> None:
    """Write the script beside the JSON file that the search plugin has written."""
    index = joined((site / JSON_NAME).read_text(encoding="utf-8"))
    (site / JSON_NAME).write_text(index, encoding="utf-8", newline="\n")
    (site / SCRIPT_NAME).write_text(as_script(index), encoding="utf-8", newline="\n")
