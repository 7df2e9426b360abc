"""What the theme's search plugin takes for its index: it hands pages over and gets nearly nothing
back, since the browser loads our scripts. (Material 9.8, material/plugins/search/plugin.py.)
"""

from __future__ import annotations

import json
from typing import Any, Protocol

from hooks.search import sections
from hooks.search.model import Section

# The theme's script wants its settings, and marks words on a page by them: each stands alone.
_SETTINGS = {"lang": ["zh"], "separator": "[\\s]+", "pipeline": [], "fields": {}}


class RenderedPage(Protocol):
    """What is needed of a page of the site generator."""

    url: str
    title: Any
    content: str | None
    meta: Any
    file: Any


Found = tuple[str, str, str, tuple[Section, ...]]  # path in content/, url, title, sections


class ThemeIndex:
    """Stands where the plugin's own SearchIndex would, with the two methods that it calls."""

    def __init__(self) -> None:
        self.entries: dict[str, Found] = {}

    def add_entry_from_context(self, page: RenderedPage) -> None:
        """Take a page as it is rendered."""
        if (page.meta.get("search") or {}).get("exclude"):
            return
        path = page.file.src_uri
        title = str(page.meta.get("title", page.title))
        self.entries[path] = (path, page.url, title, sections.split(page.content or ""))

    def generate_search_index(self, previous: ThemeIndex | None) -> str:
        """The text of search_index.json. After a partial build the pages of the build before are
        still there.
        """
        if previous is not None and previous is not self:
            self.entries = previous.entries | self.entries
        return json.dumps({"config": _SETTINGS, "docs": []})
