"""What the filters share: how a body is parsed, and which tags end a line."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

Node = Tag | NavigableString
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# ends a line wherever it stands
BLOCKS = frozenset({
    "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    *HEADINGS, "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})  # fmt: skip
_SEEN = frozenset({"img", "hr", "table", "pre"})
WRAPPERS = frozenset({"div", "section", "center"})  # around blocks they say nothing
EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "del": "del"}


def tree(html: str) -> BeautifulSoup:
    """Parse sanitised HTML into a tree."""
    return BeautifulSoup(html, "html.parser")


def nodes(tag: Tag) -> list[Node]:
    """The children of a tag as they are now; comments and the like are not left in a body."""
    return [child for child in tag.children if isinstance(child, Node)]


def is_block(node: object) -> bool:
    """Whether a node ends the line before it."""
    return isinstance(node, Tag) and node.name in BLOCKS


def named(tag: Tag, names: Collection[str]) -> list[Tag]:
    """All tags of these names inside, in order; many times faster than find_all."""
    return [one for one in tag.descendants if isinstance(one, Tag) and one.name in names]


def texts(tag: Tag) -> list[NavigableString]:
    """All pieces of text inside, in order."""
    return [one for one in tag.descendants if isinstance(one, NavigableString)]


def having(tag: Tag, attribute: str) -> list[Tag]:
    """All tags inside with an attribute, in order."""
    return [one for one in tag.descendants if isinstance(one, Tag) and attribute in one.attrs]


def holds(tag: Tag, names: Collection[str]) -> bool:
    """Whether a tag of these names stands somewhere inside."""
    return any(isinstance(one, Tag) and one.name in names for one in tag.descendants)


def holds_block(tag: Tag) -> bool:
    """Whether a block stands somewhere inside."""
    return holds(tag, BLOCKS)


def around(node: PageElement, names: Collection[str]) -> Tag | None:
    """The nearest tag of these names that a node stands in."""
    tag = node.parent
    while tag is not None and tag.name not in names:
        tag = tag.parent
    return tag


def classes(tag: Tag | None) -> list[str]:
    """The classes of a tag as they were written."""
    return [str(name) for name in tag.get_attribute_list("class") if name] if tag else []


def styles(tag: Tag) -> dict[str, str]:
    """The few styles that sanitize.body lets through, such as `font-weight` → `bold`."""
    pairs = (part.partition(":") for part in str(tag.get("style") or "").split(";"))
    return {name: value for name, _, value in pairs if value}


def shows_nothing(tag: Tag) -> bool:
    """Whether a tag holds neither text nor anything else that can be seen."""
    for one in tag.descendants:
        if one.name in _SEEN if isinstance(one, Tag) else str(one).strip():
            return False
    return True


def is_blank(found: Iterable[Node]) -> bool:
    """Whether nodes are nothing but spaces and line breaks."""
    return all(n.name == "br" if isinstance(n, Tag) else not n.strip() for n in found)


def runs(tag: Tag) -> list[list[Node]]:
    """The lines that stand in a tag between its blocks, without those that show nothing."""
    found: list[list[Node]] = [[]]
    for node in nodes(tag):
        if is_block(node) or (isinstance(node, Tag) and holds_block(node)):
            found.append([])
        else:
            found[-1].append(node)
    return [run for run in found if not is_blank(run)]
