"""Mermaid's SVG as a part of a page: nothing that runs, loads, or brings its own looks."""

from __future__ import annotations

import re

import pytest

from hooks.diagrams import mermaid
from hooks.diagrams.inline import inline
from hooks.diagrams.mermaid import DiagramError

FLOW = (
    "flowchart TB\n    subgraph 客户端\n        A[收] --> B{新？}\n    end\n    B -.-> C[丢]:::bad"
)
SEQUENCE = "sequenceDiagram\n    A->>B: 请求\n    Note over B: 想一想\n    B--xA: 丢了"
STATES = "stateDiagram-v2\n    [*] --> 空闲\n    空闲 --> [*]"


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{inside}</svg>'


@pytest.mark.parametrize("source", [FLOW, SEQUENCE, STATES])
def test_no_styles_no_colours_no_foreign_names(source: str) -> None:
    drawn, _ = inline(mermaid.draw(source), "p", "图")
    assert not re.search(r"<(?:style|script|foreignObject|a|image|use|title)\b", drawn)
    assert not re.search(r"\s(?:style|on\w+|href|data-\w+)=", drawn)
    assert not re.search(r'(?:fill|stroke)="(?!none)', drawn)
    (classes, *more) = re.findall(r'class="([^"]*)"', drawn)
    assert classes == "kb-diagram__svg"
    assert all(name.startswith("d-") for value in more for name in value.split())
    assert all(f'id="{name}"' in drawn for name in re.findall(r"url\(#([^)]+)\)", drawn))
    assert all(name.startswith("p-m") for name in re.findall(r'\sid="([^"]+)"', drawn))


def test_the_drawing_has_a_name_and_its_natural_size() -> None:
    drawn, wide = inline(svg('<rect width="40" height="20"/>'), "p", '图："<b>"')
    assert wide == 40
    assert drawn == (
        '<svg class="kb-diagram__svg" role="img" aria-label="图：&quot;&lt;b&gt;&quot;"'
        ' viewBox="0 0 40 20" width="40" height="20"><rect width="40" height="20"></rect></svg>'
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<rect width="4" height="2" onclick="x()" style="fill:url(//a.example)"/>',
         '<rect width="4" height="2"></rect>'),
        ('<a href="javascript:x()"><text x="1">甲 &amp; &lt;乙&gt;</text></a>',
         '<text x="1">甲 &amp; &lt;乙&gt;</text>'),
        ('<style>@import "//a.example";</style><script>x()</script>', None),
        ('<path d="M0 0" marker-end="url(https://a.example/#m)"/>', '<path d="M0 0"></path>'),
        ('<g class="md-nav kb-x">甲</g>', '<g class="d-md-nav d-kb-x">甲</g>'),
        ("<g><text></text></g><rect/>", ""),
        ("<symbol><path d='M0 0'/></symbol><defs><marker id='never'/></defs>", ""),
    ],
)  # fmt: skip
def test_what_an_author_could_bring(inside: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(DiagramError, match="<script>"):
            inline(svg(inside), "p", "图")
        return
    drawn, _ = inline(svg(inside), "p", "图")
    assert drawn.partition('height="20">')[2].removesuffix("</svg>") == expected


def test_what_would_be_lost_is_an_error() -> None:
    with pytest.raises(DiagramError, match="<foreignObject>"):
        inline(svg("<foreignObject><p>字</p></foreignObject>"), "p", "图")


def test_nothing_drawn_is_an_error() -> None:
    with pytest.raises(DiagramError, match="没有画出图来"):
        inline('<svg xmlns="http://www.w3.org/2000/svg"/>', "p", "图")
