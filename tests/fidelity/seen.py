"""What a reader sees of a piece of HTML: a tree of blocks, and lines of runs within them.

Written against the HTML standard and not against the scraper, whose own comparison it checks: it
shares neither the parser nor a line of code with it. Compared by compare.py.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

import html5lib

from tests.fidelity.runs import Marks, Run, image, laid_out, marked

# what is no part of a page's text
_UNSEEN = frozenset(
    "head script style template noscript title textarea select svg math iframe video audio object"
    " embed".split()
)
# these end a line, and show nothing else that Markdown could keep
_BOXES = frozenset(
    "p div section article center address aside figure figcaption form header footer main nav"
    " fieldset tbody thead tfoot tr caption".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-(\S+)")
_NO_LANGUAGE = frozenset(("text", "plain", "plaintext", "none"))


@dataclass(frozen=True)
class Node:
    """A block. `about` tells its kind more closely: the start of a list, the span of a cell."""

    kind: str
    about: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    inside: tuple[Node, ...] = ()


View = tuple[Node, ...]


def seen(html: str) -> View:
    """What is seen of a body's HTML. Levels of headings are ranks: only their order counts."""
    root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    flow = _Flow()
    for child in root.findall("body"):
        _walk(child, frozenset(), flow)
    found = flow.close()
    ranks = {level: str(n) for n, level in enumerate(sorted(set(_levels(found))), 1)}
    return tuple(_ranked(node, ranks) for node in found)


@dataclass
class _Flow:
    """Where blocks are collected, and the line that is open."""

    styled: bool = True
    blocks: list[Node] = field(default_factory=list)
    line: list[Run] = field(default_factory=list)
    stray: Node | None = None  # the list of items that have none

    def end_line(self) -> None:
        self.blocks += [Node("p", runs=runs) for runs in laid_out(self.line)]
        self.line = []

    def add(self, node: Node) -> None:
        self.end_line()
        self.blocks.append(node)

    def close(self) -> View:
        self.end_line()
        return tuple(self.blocks)


def _walk(element: Element, marks: Marks, flow: _Flow) -> None:
    """Take in what stands inside an element."""
    _text(element.text, marks, flow)
    for child in element:
        if isinstance(child.tag, str):  # a comment's is a function
            _enter(child, marks, flow)
        _text(child.tail, marks, flow)


def _text(text: str | None, marks: Marks, flow: _Flow) -> None:
    if text:
        flow.line.append(Run(unicodedata.normalize("NFC", text), marks))


def _enter(element: Element, marks: Marks, flow: _Flow) -> None:
    name = element.tag
    style = (element.get("style") or "").lower()
    hidden = re.search(r"display\s*:\s*none", style)
    if name in _UNSEEN or hidden or "headerlink" in (element.get("class") or "").split():
        return
    marks = marked(element, style if flow.styled else "", marks)
    if name == "br":
        flow.line.append(Run("\n", kind="break"))
    elif name == "img":
        flow.line.append(image(element, marks))
    elif name == "hr":
        flow.add(Node("hr"))
    elif name == "pre":
        flow.add(_code(element))
    elif name in ("ul", "ol"):
        flow.end_line()
        if items := _items(element, marks):
            about = (element.get("start") or "1",) if name == "ol" else ()
            flow.add(Node(name, about, inside=items))
    elif name == "li":  # outside of a list, where it is shown as if it stood in one
        flow.end_line()
        items = flow.stray.inside if flow.stray and flow.stray is flow.blocks[-1] else ()
        flow.blocks = flow.blocks[:-1] if items else flow.blocks
        flow.stray = Node("ul", inside=(*items, Node("li", inside=_inside(element, marks))))
        flow.add(flow.stray)
    elif name == "table":
        flow.add(Node("table", inside=tuple(_rows(element, marks))))
    elif name in _HEADINGS:
        _add_box(flow, Node("heading", (name[1],)), element, marks)
    elif name in ("blockquote", "details", "summary", "dl", "dt", "dd"):
        _add_box(flow, Node(name), element, marks)
    elif name in _BOXES:
        flow.end_line()
        _walk(element, marks, flow)
        flow.end_line()
    else:
        _walk(element, marks, flow)


def _add_box(flow: _Flow, box: Node, element: Element, marks: Marks) -> None:
    """Add a block with what stands inside, unless that is nothing."""
    flow.end_line()
    if inside := _inside(element, marks, styled=box.kind != "heading"):
        flow.add(replace(box, inside=inside))


def _inside(element: Element, marks: Marks, *, styled: bool = True) -> View:
    flow = _Flow(styled)
    _walk(element, marks, flow)
    return flow.close()


def _items(element: Element, marks: Marks) -> View:
    """The items of a list. What stands between items, such as a list, belongs to the one before."""
    items: list[Node] = []
    flow = _Flow()

    def close() -> None:
        nonlocal flow
        if found := flow.close():
            before = items.pop() if items else Node("li")
            items.append(replace(before, inside=(*before.inside, *found)))
        flow = _Flow()

    _text(element.text, marks, flow)
    for child in element:
        if child.tag == "li":
            close()
            items.append(Node("li", inside=_inside(child, marks)))
        elif isinstance(child.tag, str):
            _enter(child, marks, flow)
        _text(child.tail, marks, flow)
    close()
    return tuple(items)


def _rows(table: Element, marks: Marks) -> list[Node]:
    rows: list[Node] = []
    for child in table:
        if child.tag == "caption":
            rows.append(Node("caption", inside=_inside(child, marks)))
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += _rows(child, marks)
        elif child.tag == "tr":
            cells = [cell for cell in child if cell.tag in ("td", "th")]
            rows.append(Node("tr", inside=tuple(_cell(cell, marks) for cell in cells)))
    return rows


def _cell(cell: Element, marks: Marks) -> Node:
    span = (cell.get("colspan") or "1", cell.get("rowspan") or "1")
    return Node(str(cell.tag), span, inside=_inside(cell, marks, styled=cell.tag == "td"))


def _code(pre: Element) -> Node:
    """A code block: its exact text, less one line break at either end, and its language."""
    inner = pre.find(".//code")
    named = " ".join(one.get("class") or "" for one in (inner, pre) if one is not None)
    language = _LANGUAGE.search(named)
    name = language[1].lower() if language else ""
    text = _raw(pre).replace("\u00a0", " ").removeprefix("\n").removesuffix("\n")
    return Node("code", ("" if name in _NO_LANGUAGE else name, text))


def _raw(element: Element) -> str:
    parts = ["\n" if element.tag == "br" else element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(_raw(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _levels(view: View) -> list[str]:
    own = [node.about[0] for node in view if node.kind == "heading"]
    return [*own, *(level for node in view for level in _levels(node.inside))]


def _ranked(node: Node, ranks: dict[str, str]) -> Node:
    inside = tuple(_ranked(one, ranks) for one in node.inside)
    about = (ranks[node.about[0]],) if node.kind == "heading" else node.about
    return replace(node, about=about, inside=inside)
