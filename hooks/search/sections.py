"""A page's HTML → its sections as plain text."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks.search.model import Section

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# what a reader does not read as text of the page
_SKIPPED = frozenset(("script", "style", "svg", "template", "button", "object", "noscript", "math"))
_SKIPPED_CLASSES = frozenset(("headerlink", "linenos", "linenodiv"))
# within a line; every other element begins and ends one
_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var"
    " wbr".split()
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def split(html: str) -> tuple[Section, ...]:
    """The sections of a page's body in reading order.

    A first heading h1 is the page's title: what follows it has no anchor. Elements with
    `data-search-exclude` are left out, a heading so marked together with its section.
    """
    body = LexborHTMLParser(f"<body>{html}").body
    walk = _Walk()
    if body is not None:
        walk.children(body)
    return walk.finished()


class _Walk:
    """One pass over a page; a section is open from its heading to the next one."""

    def __init__(self) -> None:
        self._done: list[Section] = []
        self._anchor = ""
        self._heading = ""
        self._text: list[str] = []
        self._hidden = False

    def children(self, parent: LexborNode) -> None:
        """Read what stands in an element."""
        node = parent.child
        while node is not None:
            self._read(node)
            node = node.next

    def finished(self) -> tuple[Section, ...]:
        """All sections that say anything."""
        self._close()
        return tuple(self._done)

    def _read(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self._text.append(node.text_content or "")
            return
        if tag is None or tag.startswith("-") or tag in _SKIPPED:
            return
        attributes = node.attributes
        if tag in _HEADINGS:
            self._open(node, tag, attributes)
        elif "data-search-exclude" not in attributes and not _is_skipped(attributes):
            edge = "" if tag in _INLINE else "\n"
            self._text.append(edge)
            self.children(node)
            self._text.append(edge)

    def _open(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        self._close()
        inner = _Walk()
        inner.children(node)
        self._heading = _plain("".join(inner._text)).replace("\n", " ")
        is_title = tag == "h1" and not self._done
        self._anchor = "" if is_title else attributes.get("id") or ""
        self._hidden = "data-search-exclude" in attributes

    def _close(self) -> None:
        text = _plain("".join(self._text))
        self._text = []
        if (text or self._heading) and not self._hidden:
            self._done.append(Section(self._anchor, self._heading, text))


def _is_skipped(attributes: dict[str, str | None]) -> bool:
    classes = attributes.get("class")
    return bool(classes) and not _SKIPPED_CLASSES.isdisjoint((classes or "").split())


def _plain(text: str) -> str:
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
