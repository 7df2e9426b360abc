"""Mermaid's own code, without a browser: what it draws, how wide, and what it says of mistakes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from hooks.diagrams import mermaid

SVG = "{http://www.w3.org/2000/svg}"


def boxes(label: str) -> list[float]:
    """The widths of the boxes in a chart of one box."""
    root = ET.fromstring(mermaid.draw(f"flowchart LR\n    A[{label}]"))  # noqa: S314
    found = [e for e in root.iter(f"{SVG}rect") if "label-container" in e.get("class", "")]
    return [float(e.get("width", "0")) for e in found]


@pytest.mark.parametrize(
    "source",
    [
        "flowchart TB\n    A[甲] --> B{乙？}\n    B -->|是| C((丙))",
        "sequenceDiagram\n    participant L as 客户端\n    L->>S: 请求\n    S--xL: 应答",
        "stateDiagram-v2\n    [*] --> 空闲\n    空闲 --> 直发中: 来消息",
    ],
)
def test_the_kinds_that_pages_use(source: str) -> None:
    root = ET.fromstring(mermaid.draw(source))  # noqa: S314
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}foreignObject"))
    text = "".join(root.itertext())
    for word in re.findall(r"[\u4e00-\u9fff]+", source):
        assert word in text


def test_a_box_is_as_wide_as_chinese_is() -> None:
    # the font that Mermaid is given has no Chinese: it would take 0.6 em for each character
    (short,), (long,) = boxes("好"), boxes("好" * 11)
    assert long - short == pytest.approx(10 * mermaid.FONT_SIZE, abs=0.5)


def test_the_same_text_gives_the_same_drawing_whatever_came_before() -> None:
    source = "sequenceDiagram\n    A->>B: 一\n    B->>A: 二"
    first = mermaid.draw(source)
    mermaid.draw("stateDiagram-v2\n    [*] --> 别的")
    assert mermaid.draw(source) == first


@pytest.mark.parametrize(
    ("source", "line"),
    [("flowchart LR\n    A --> --> B\n    B --> C", 2), ("sequenceDiagram\n    A->>B", 2)],
)
def test_a_mistake_has_a_line(source: str, line: int) -> None:
    with pytest.raises(mermaid.DiagramError) as caught:
        mermaid.draw(source)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_what_is_no_diagram_at_all() -> None:
    with pytest.raises(mermaid.DiagramError, match="No diagram type"):
        mermaid.draw("一段话")
