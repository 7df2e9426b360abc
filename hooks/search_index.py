"""The search's scripts in the site: made from the pages that the theme's plugin has handed over."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

from hooks import findable
from hooks.library import Library
from hooks.search import build
from hooks.search.theme import ThemeIndex
from scraper.cache import Cache
from scraper.glossary import Glossary

PLUGIN = "material/search"
_SCRIPTS = "assets/javascripts/search"
# the engine's scripts in the order in which they need each other; a reader loads them as one
ENGINE = (
    "text", "store", "query", "rank", "phrases", "answers", "teaser", "sounds", "repair",
    "suggest", "engine",
)  # fmt: skip
_NOTES = re.compile(r"^\s*//.*\n|^[ \t]+|^\n", re.MULTILINE)
JSON_NAME = "search/search_index.json"
SCRIPT_NAME = "search/search_index.js"


def take_over(plugin: Any) -> None:
    """Let the theme's search plugin hand its pages to us instead of indexing them itself."""
    plugin.search_index = ThemeIndex()


def slim(script: str) -> str:
    """A script of ours without the lines that only people read; a reader loads it first of all.
    It must hold no text of several lines that begins with two slashes.
    """
    return _NOTES.sub("", script)


def write(site: Path, plugin: Any, library: Library, glossary: Glossary, known: Cache) -> None:
    """Write every script of the search, and the theme's index as the script that it loads from
    disk. Scripts of an earlier build that are no longer needed are removed.
    """
    pages = [
        findable.page(path, url, html.unescape(title), sections, library)
        for path, url, title, sections in plugin.search_index.entries.values()
    ]
    scripts = build.build(
        pages,
        filters=findable.FILTERS,
        same=findable.same_words(glossary),
        made=known.made,
    )
    folder = site / build.FOLDER
    for old in folder.glob("*.js"):
        if old.name not in scripts:
            old.unlink()
    for name, script in scripts.items():
        (folder / name).write_text(script, encoding="utf-8", newline="\n")
    _write_engine(site / _SCRIPTS)
    settings = (site / JSON_NAME).read_text(encoding="utf-8")
    (site / SCRIPT_NAME).write_text(f"var __index = {settings};\n", encoding="utf-8", newline="\n")


def _write_engine(folder: Path) -> None:
    """Make one script of the engine's, and all scripts of the search slim."""
    parts = folder / "engine"
    joined = "".join((parts / f"{name}.js").read_text(encoding="utf-8") for name in ENGINE)
    shutil.rmtree(parts)
    (folder / "engine.js").write_text(joined, encoding="utf-8")
    for file in sorted(folder.glob("*.js")):
        file.write_text(slim(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
