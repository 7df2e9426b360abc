"""Mermaid's SVG as a part of our page: only what draws, in our own classes and without colours.

What Mermaid makes comes from a contributor's text, and it brings a style sheet and inline styles
that the site's policy blocks. Elements and attributes outside the lists below never reach a page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape

from hooks.diagrams.mermaid import DiagramError

CLASS_PREFIX = "d-"  # an author's class names must not meet the theme's
_DRAWN = frozenset("svg g path rect circle ellipse line polyline polygon text tspan marker".split())
_DROPPED = frozenset("desc filter linearGradient style symbol title".split())
_UNWRAPPED = frozenset("a defs".split())
_ATTRIBUTES = frozenset(
    "cx cy d dominant-baseline dx dy height markerHeight markerUnits markerWidth orient points r"
    " refX refY rx ry stroke-width text-anchor transform viewBox width x x1 x2 y y1 y2".split()
)
_REFERENCES = ("marker-end", "marker-start", "marker-mid")
_TARGET = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def inline(svg: str, prefix: str, label: str) -> tuple[str, int]:
    """The drawing for a page with its natural width in px. `prefix` begins all ids, `label` names
    it to who cannot see it. Raises DiagramError for what the lists do not know.
    """
    root = ET.fromstring(svg)  # noqa: S314 - Mermaid's output: no DTD, and it escapes all text
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) != 4:
        raise DiagramError("Mermaid 没有画出图来。")
    wide, high = round(box[2]), round(box[3])
    used = _used(root)
    ids = {name: f"{prefix}-m{n}" for n, name in enumerate(sorted(used), 1)}
    head = (
        f'<svg class="kb-diagram__svg" role="img" aria-label="{escape(label)}"'
        f' viewBox="{escape(root.get("viewBox", ""))}" width="{wide}" height="{high}">'
    )
    inside = "".join(piece for child in root for piece in _write(child, ids))
    return f"{head}{inside}</svg>", wide


def _used(root: ET.Element) -> set[str]:
    """The ids that arrows point to."""
    return {
        found[1]
        for element in root.iter()
        for name in _REFERENCES
        if (found := _TARGET.fullmatch(element.get(name, "")))
    }


def _write(element: ET.Element, ids: dict[str, str]) -> Iterator[str]:
    name = element.tag.rpartition("}")[2]
    if name in _DROPPED or (name == "marker" and element.get("id") not in ids):
        yield escape(element.tail or "")
        return
    if name not in _DRAWN | _UNWRAPPED:
        raise DiagramError(f"图里有站点不显示的内容 <{name}>；换一种图或去掉它。")
    inside = escape(element.text or "") + "".join(
        piece for child in element for piece in _write(child, ids)
    )
    if name in _UNWRAPPED or _is_empty(name, element, inside):
        yield inside
    else:
        yield f"<{name}{''.join(_attributes(element, ids))}>{inside}</{name}>"
    yield escape(element.tail or "")


def _is_empty(name: str, element: ET.Element, inside: str) -> bool:
    """Groups without content and boxes without a size, which Mermaid leaves by the dozen."""
    if name in ("g", "text", "tspan"):
        return not inside.strip()
    return name == "rect" and not element.get("width")


def _attributes(element: ET.Element, ids: dict[str, str]) -> Iterator[str]:
    for name, value in element.attrib.items():
        found = _TARGET.fullmatch(value)
        if name == "class":
            yield f' class="{escape(_classes(value))}"'
        elif name == "id" and value in ids:
            yield f' id="{ids[value]}"'
        elif name in _REFERENCES and found and found[1] in ids:
            yield f' {name}="url(#{ids[found[1]]})"'
        elif name in _ATTRIBUTES:
            yield f' {name}="{escape(value)}"'
        elif name in ("fill", "stroke") and value == "none":
            yield f' {name}="none"'


def _classes(value: str) -> str:
    return " ".join(f"{CLASS_PREFIX}{name}" for name in dict.fromkeys(value.split()))
