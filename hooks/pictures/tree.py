"""The tree of elements that pictures are made of, and its two ways out: HTML and JSON."""

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Element:
    """An element of HTML or SVG; its children are elements and texts."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Element"]:
        """This element and all elements in it, in the order of the document."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


Node = Element | str

# Shapes hold nothing, so HTML can close them where they begin.
_SHAPES = frozenset({"rect", "line", "path", "polyline", "polygon", "circle"})

# All that draw() can produce; the page builds nothing else out of what a program's run hands it.
TAGS = _SHAPES | frozenset(
    "figure figcaption div span svg g text a table caption thead tbody tr th td"
    " details summary code ol li".split()
)
ATTRIBUTES = frozenset(
    "class id href role tabindex aria-label scope data-kind data-field data-step data-steps"
    " viewBox width height x y rx x1 y1 x2 y2 cx cy r d points aria-hidden".split()
)


def element(
    tag: str, attributes: Mapping[str, str | float | None], *children: Node | None
) -> Element:
    """An element; attributes and children that are None are left out, numbers are written short."""
    return Element(
        tag,
        {name: _written(value) for name, value in attributes.items() if value is not None},
        tuple(child for child in children if child is not None),
    )


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def classes(*names: str) -> str | None:
    """A value for `class`; empty names are left out."""
    return " ".join(name for name in names if name) or None


def to_html(node: Node) -> str:
    """HTML of a node; the same for the same node."""
    if isinstance(node, str):
        return html.escape(node, quote=False)
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in node.attributes.items()
    )
    if node.tag in _SHAPES and not node.children:
        return f"<{node.tag}{attributes}/>"
    return f"<{node.tag}{attributes}>{''.join(map(to_html, node.children))}</{node.tag}>"


def to_json(nodes: Iterable[Node]) -> str:
    """The nodes as a JSON list of texts and [tag, {attributes}, [children]], without blanks."""
    return json.dumps([_plain(node) for node in nodes], ensure_ascii=False, separators=(",", ":"))


def _plain(node: Node) -> Any:
    if isinstance(node, str):
        return node
    return [node.tag, dict(node.attributes), [_plain(child) for child in node.children]]
