from __future__ import annotations

import json
from types import SimpleNamespace

from hooks.search.model import Section
from hooks.search.theme import ThemeIndex


def page(path: str, content: str, **meta: object) -> SimpleNamespace:
    url = path.replace(".md", ".html")
    return SimpleNamespace(
        url=url, title="题", content=content, meta=meta, file=SimpleNamespace(src_uri=path)
    )


def test_pages_are_handed_over_and_the_themes_index_is_empty() -> None:
    index = ThemeIndex()
    index.add_entry_from_context(page("a.md", "<p>文</p>"))
    index.add_entry_from_context(page("b.md", "<p>无</p>", search={"exclude": True}))
    assert list(index.entries.values()) == [("a.md", "a.html", "题", (Section("", "", "文"),))]
    told = json.loads(index.generate_search_index(None))
    assert told["docs"] == []
    assert set(told["config"]) == {"lang", "separator", "pipeline", "fields"}


def test_after_a_partial_build_the_other_pages_are_still_there() -> None:
    before, now = ThemeIndex(), ThemeIndex()
    before.add_entry_from_context(page("a.md", "<p>旧</p>"))
    before.add_entry_from_context(page("b.md", "<p>留</p>"))
    now.add_entry_from_context(page("a.md", "<p>新</p>"))
    now.generate_search_index(before)
    assert {path: found[3][0].text for path, found in now.entries.items()} == {
        "a.md": "新",
        "b.md": "留",
    }
