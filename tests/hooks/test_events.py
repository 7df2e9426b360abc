from __future__ import annotations

from types import SimpleNamespace

import pytest

from hooks import events, library
from tests.hooks.making import TAXONOMY, article

HOSTILE = (
    '<p class="md-dialog" onclick="x()">甲</p><details open ontoggle="x()">乙</details>'
    '<script>x()</script><div id="__config">{}</div><pre class="mermaid"><code>graph</code></pre>'
    '<iframe src="https://e.example"></iframe><a href="javascript:x()">丙</a>'
)


def content_of(provenance: str, html: str) -> str:
    made = article("im/a.md", provenance=provenance)
    build = events._Build(library.arrange([made], TAXONOMY), ([], {}))
    config = SimpleNamespace(extra={events._KEY: build})
    page = SimpleNamespace(file=SimpleNamespace(src_uri="im/a.md"), meta={"description": "说明"})
    return events.on_page_content(html, page, config, None)  # type: ignore[arg-type]


def test_an_imported_page_passes_a_second_gate() -> None:
    html = content_of("imported", HOSTILE)
    assert "甲" in html
    for word in ("onclick", "ontoggle", "script", "__config", "mermaid", "iframe", "md-dialog"):
        assert word not in html


def test_code_keeps_its_colours_and_its_language() -> None:
    html = '<div class="language-java highlight"><pre><span class="kt">int</span></pre></div>'
    assert content_of("imported", html) == html


@pytest.mark.parametrize("provenance", ["original", "imported"])
def test_a_page_is_never_empty(provenance: str) -> None:
    assert content_of(provenance, "") == "<p>说明</p>"
