"""Diagrams in pages: each is drawn once, stands where its fence is, and tells where it is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from hooks.diagrams import mermaid, places
from hooks.diagrams.mermaid import DiagramError
from scraper import profile
from scraper.article import Article
from scraper.cache import Cache
from tests.hooks.making import article

PAGE = PurePosixPath("im/a.md")
SOURCE = "sequenceDiagram\n    accTitle: 一问一答 <好>\n    A->>B: 请求"


def page(body: str, **values: str) -> Article:
    return replace(article(str(PAGE), **values), body=body, body_line=12)


def fence(source: str) -> str:
    return f"```mermaid\n{source}\n```"


def test_a_diagram_stands_where_its_fence_is() -> None:
    body = f"前面。\n\n{fence(SOURCE)}\n\n后面。\n\n{fence(SOURCE)}\n"
    drawn, complaints = places.gather([page(body)], Cache())
    assert complaints == ()
    html, count = places.fill(profile.render_own(body), PAGE, drawn)
    assert count == 2
    before, figure, after, again = (
        html.index(s) for s in ("前面", "kb-diagram-1-m1", "后面", "kb-diagram-2-m1")
    )
    assert before < figure < after < again
    assert html.count("<figcaption>一问一答 &lt;好&gt;</figcaption>") == 2
    assert 'aria-label="图：一问一答 &lt;好&gt;"' in html
    # who cannot see it reads what it was drawn from
    assert "A-&gt;&gt;B: 请求" in html


def test_a_fence_in_a_list_keeps_the_indent_of_its_own() -> None:
    source = "mindmap\n  root((消息))\n    上行\n    下行"
    body = "- 一条：\n\n" + "\n".join(f"    {line}" for line in fence(source).split("\n"))
    drawn, complaints = places.gather([page(body)], Cache())
    assert complaints == ()
    assert list(drawn) == [source]
    assert places.fill(profile.render_own(body), PAGE, drawn)[1] == 1


def test_each_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    known, calls = Cache(), []

    def draw(source: str) -> str:
        calls.append(source)
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>'

    monkeypatch.setattr(mermaid, "draw", draw)
    for _ in range(2):
        places.gather([page(fence(SOURCE)), page(fence(SOURCE))], known)
    assert calls == [SOURCE]


def test_mistakes_are_told_together_with_file_and_line() -> None:
    bad = "flowchart LR\n    accTitle: 坏\n    A[甲 --> B"
    body = f"一。\n\n{fence(bad)}\n\n{fence(SOURCE)}\n\n{fence('没有类型')}"
    _, complaints = places.gather([page(body)], Cache())
    assert [complaint.partition(" ")[0] for complaint in complaints] == [
        "im/a.md:17:",
        "im/a.md:26:",
    ]


def test_an_imported_page_shows_the_text_as_code() -> None:
    foreign = page(fence(SOURCE), provenance="imported")
    assert places.gather([foreign], Cache()) == ({}, ())
    assert "accTitle" in profile.render(foreign.body)


def test_a_place_without_a_drawing_is_an_error() -> None:
    with pytest.raises(DiagramError, match=r"im/a\.md"):
        places.fill(profile.render_own(fence(SOURCE)), PAGE, {})


def test_many_are_drawn_by_other_processes_and_come_out_the_same() -> None:
    sources = [f"flowchart LR\n    accTitle: 第 {n} 幅\n    A{n} --> B" for n in range(4)]
    bad = "flowchart LR\n    accTitle: 坏\n    A --> --> B"
    body = "\n\n".join(map(fence, [*sources, bad]))
    drawn, complaints = places.gather([page(body)], Cache())
    assert drawn == {source: mermaid.draw(source) for source in sources}
    (complaint,) = complaints
    assert complaint.startswith("im/a.md:39: ")
