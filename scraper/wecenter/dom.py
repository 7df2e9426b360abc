"""A saved page as a tree, and the small readings that every kind of page needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper import runaway
from scraper.models import Page, Person, PostKind
from scraper.wecenter import urls
from scraper.wecenter.found import Topics

ANONYMOUS = "匿名用户"
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
# of desktop pages, and of mobile ones: a post's body, an answer's body
_TYPED = frozenset({"markitup-box", "all-content", "aw-xsxq-article", "aw-x-h-c"})
IN_TYPED = ", ".join(f".{name} *" for name in sorted(_TYPED))
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)


@dataclass(frozen=True)
class Document:
    """A parsed page: `html` is its text, which `page` is without. `base` resolves its relative
    addresses, `root` is the forum's front page.
    """

    page: Page
    html: str
    tree: LexborHTMLParser
    base: str | None
    root: str | None

    def every(self, selector: str) -> list[LexborNode]:
        """All matches in document order, each once."""
        found = self.tree.css(selector)
        if "," not in selector:
            return found
        # what matches several parts of a list comes once for each
        return list({node.mem_id: node for node in found}.values())

    def first(self, selector: str) -> LexborNode | None:
        """The first match in document order."""
        return self.tree.css_first(selector)


@dataclass(frozen=True)
class PostLink:
    """A link to a post of the forum."""

    kind: PostKind
    id: int
    link: LexborNode


@dataclass(frozen=True)
class Marks:
    """A page without what people typed into it: queries see only the page's own marks."""

    document: Document
    typed: frozenset[int]

    def every(self, selector: str) -> list[LexborNode]:
        """All matches in document order."""
        return [n for n in self.document.every(selector) if n.mem_id not in self.typed]

    def first(self, selector: str) -> LexborNode | None:
        """The first match in document order."""
        return next(iter(self.every(selector)), None)


def parse(page: Page, base_url: str | None) -> Document | None:
    """Parse a page; None where so many elements are left open that parsing it would not end."""
    if runaway.is_runaway(page.html):
        return None
    tree = LexborHTMLParser(page.html.encode("utf-8", "replace"))
    node = tree.css_first("head base[href]")
    href = attribute(node, "href") if node else None
    base, root = urls.bases(href, page.html, base_url)
    return Document(replace(page, html=""), page.html, tree, base, root)


def attribute(node: LexborNode, name: str) -> str:
    """An attribute's value; empty where there is none, and for texts and comments."""
    return (node.attrs.get(name) or "") if node.is_element_node else ""


def classes(node: LexborNode) -> frozenset[str]:
    """The class names of a node."""
    return frozenset(attribute(node, "class").split())


def text(node: LexborNode | None) -> str:
    """The text of a node on one line, without invisible characters."""
    return " ".join(_INVISIBLE.sub("", node.text()).split()) if node else ""


def number(text: str) -> int | None:
    """The first whole number in a text."""
    found = _NUMBER.search(text)
    return int(found[0]) if found else None


def children(node: LexborNode) -> list[LexborNode]:
    """All child nodes in order: elements, texts and comments."""
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def ancestor(node: LexborNode, ids: set[int]) -> LexborNode | None:
    """The nearest ancestor whose mem_id is among `ids`."""
    parent = node.parent
    while parent is not None and parent.mem_id not in ids:
        parent = parent.parent
    return parent


def is_typed(node: LexborNode) -> bool:
    """Whether a node stands in something that people typed."""
    parent = node.parent
    while parent is not None:
        if parent.is_element_node and classes(parent) & _TYPED:
            return True
        parent = parent.parent
    return False


def post_link(node: LexborNode | None, document: Document) -> PostLink | None:
    """The first link below a node that leads to a post of this forum."""
    for link in node.css("a[href]") if node else []:
        href = attribute(link, "href")
        # a forum may answer under several host names; a listing's own links are its own
        found = urls.canonical(href, document.root) or urls.canonical(href)
        if found and found[0] == "article":
            return PostLink("article", int(found[1]), link)
        if found and found[0] == "question":
            return PostLink("question", int(found[1]), link)
    return None


def topics(nodes: Iterable[LexborNode]) -> Topics:
    """(id, name) of topic links; the id may stand on the element around a link."""
    found = []
    for node in nodes:
        own = number(attribute(node, "data-id"))
        outer = number(attribute(node.parent, "data-id")) if node.parent else None
        if name := text(node):
            found.append((own or outer, name))
    return tuple(found)


def ending(teaser: LexborNode | None, body: str | None) -> Literal["cut", "whole"] | None:
    """How the teaser beside a full body ended: a cut one has the link that unfolds the body."""
    if teaser is None or body is None:
        return None
    return "cut" if teaser.css_first("a.more") else "whole"


def person(node: LexborNode | None) -> Person | None:
    """Whom a link to a person names. A uid that an anonymous one leaks is dropped."""
    name = text(node)
    if node is None or not name:
        return None
    return Person(name) if name == ANONYMOUS else Person(name, uid(node))


def uid(node: LexborNode) -> int | None:
    """The uid of a link to a person, from its data-id or its address."""
    if own := number(attribute(node, "data-id")):
        return own
    found = urls.canonical(attribute(node, "href"))
    return int(found[1]) if found and found[0] == "people" and found[1].isdecimal() else None


def page_number(document: Document) -> int | None:
    """The number of the page that the pager marks as the current one."""
    return number(text(document.first(".page-control li.active a")))


def line_of(html: str, needle: str) -> int:
    """The line, from 1, on which a text first stands; 0 where it does not."""
    at = html.find(needle)
    return html.count("\n", 0, at) + 1 if at >= 0 else 0
