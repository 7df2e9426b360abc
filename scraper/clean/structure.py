"""Lines become paragraphs, boxes that say nothing go, what looks like a heading becomes one."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraper.clean.words import (
    EMPHASIS,
    HEADINGS,
    WRAPPERS,
    Node,
    around,
    holds_block,
    is_blank,
    is_block,
    named,
    nodes,
    runs,
    shows_nothing,
)

_HOLD_LINES = frozenset({*WRAPPERS, "blockquote", "p", "dd", "details", "li", "td", "th"})
_SPLIT = frozenset({"p", "li", "td", "th"})  # only where lines are set apart by two breaks
_HOLD_FEW = frozenset({"td", "th", "li", "figure", "figcaption", "pre", "dt", "summary"})


def paragraphs_of_lines(soup: BeautifulSoup) -> None:
    """Text beside blocks and in boxes becomes paragraphs, ended by blocks and by two `<br>`."""
    for tag in [*named(soup, _HOLD_LINES)[::-1], soup]:
        inside = around(tag, _HOLD_FEW)
        if tag.name in _SPLIT and not _breaks_twice(tag):
            continue
        if tag.name == "p" and inside is not None:
            continue
        if inside is not None and tag.name in WRAPPERS and not holds_block(tag):
            tag.name = "p"  # one line of a cell or an item
            continue
        _group_lines(soup, tag)
        if tag.name in WRAPPERS or tag.name == "p":
            tag.unwrap()


def _breaks_twice(tag: Tag) -> bool:
    breaks = 0
    for node in nodes(tag):
        if isinstance(node, Tag) and node.name == "br":
            breaks += 1
            if breaks == 2:
                return True
        elif isinstance(node, Tag) or node.strip():
            breaks = 0
    return False


def _group_lines(soup: BeautifulSoup, tag: Tag) -> None:
    """Put each line that stands directly in a tag into a paragraph of its own."""
    run: list[Node] = []
    breaks = 0

    def close() -> None:
        nonlocal breaks
        if not is_blank(run):
            paragraph = soup.new_tag("p")
            for name in ("data-line", "data-gap"):
                if name in tag.attrs:
                    paragraph[name] = tag[name]
            run[0].insert_before(paragraph)
            paragraph.extend(run)
        else:
            for node in run:
                node.extract()
        run.clear()
        breaks = 0

    for node in nodes(tag):
        if is_block(node):
            close()
        elif isinstance(node, Tag) and node.name == "br":
            breaks += 1
            run.append(node)
            if breaks == 2:
                close()
        else:
            if isinstance(node, Tag) or node.strip():
                breaks = 0
            run.append(node)
    close()


def gather_items(soup: BeautifulSoup) -> None:
    """List items that lost their list make one; text that stands in a list makes an item."""
    gathered: Tag | None = None
    for item in named(soup, ("li",)):
        if item.parent is None or item.parent.name in ("ul", "ol"):
            continue
        if gathered is None or item.find_previous_sibling() is not gathered:
            gathered = soup.new_tag("ul")
            item.insert_before(gathered)
        gathered.append(item)
    for holder in named(soup, ("ul", "ol")):
        for run in runs(holder):
            item = soup.new_tag("li")
            run[0].insert_before(item)
            item.extend(run)


_TRIMMED = frozenset({"p", "li", "td", "th", *HEADINGS, "dd", "dt", "summary", "figcaption"})


def trim_breaks(soup: BeautifulSoup) -> None:
    """Line breaks and spaces at the edges of a block show nothing."""
    for tag in named(soup, _TRIMMED):
        for edge, step in ((0, 1), (-1, -1)):
            for node in nodes(tag)[::step]:
                if isinstance(node, Tag) and node.name == "br":
                    node.extract()
                elif isinstance(node, NavigableString) and not node.strip():
                    node.extract()
                else:
                    if isinstance(node, NavigableString):
                        kept = node.lstrip() if edge == 0 else node.rstrip()
                        if kept != node:
                            node.replace_with(NavigableString(kept))
                    break


def tidy_emphasis(soup: BeautifulSoup) -> None:
    """Emphasis in or beside the same emphasis, around nothing, or with spaces at its edges."""
    for tag in named(soup, frozenset(EMPHASIS.values()))[::-1]:
        if around(tag, (tag.name,)) is not None or shows_nothing(tag):
            tag.unwrap()
            continue
        following = tag.next_sibling
        if isinstance(following, Tag) and following.name == tag.name:
            tag.extend(nodes(following))
            following.decompose()
        _move_edges_out(tag)


def _move_edges_out(tag: Tag) -> None:
    while (children := nodes(tag)) and _is_edge(children[0]):
        tag.insert_before(children[0].extract())
    while (children := nodes(tag)) and _is_edge(children[-1]):
        tag.insert_after(children[-1].extract())
    children = nodes(tag)
    if not children:
        tag.decompose()
        return
    first, last = children[0], children[-1]
    if isinstance(first, NavigableString) and (kept := first.lstrip()) != first:
        tag.insert_before(NavigableString(" "))
        first.replace_with(NavigableString(kept))
        last = nodes(tag)[-1]
    if isinstance(last, NavigableString) and (kept := last.rstrip()) != last:
        tag.insert_after(NavigableString(" "))
        last.replace_with(NavigableString(kept))


def _is_edge(node: Node) -> bool:
    return node.name == "br" if isinstance(node, Tag) else not node.strip()


_EMPTY = frozenset({
    "strong", "em", "del", "p", "li", "ul", "ol", "blockquote", "dl", "figure", *HEADINGS,
    *WRAPPERS,
})  # fmt: skip


def drop_empty_blocks(soup: BeautifulSoup) -> None:
    """Paragraphs, headings, items, quotes and emphasis that hold neither text nor an image."""
    for tag in named(soup, _EMPTY)[::-1]:
        if shows_nothing(tag):
            tag.decompose()


def unwrap_single_paragraphs(soup: BeautifulSoup) -> None:
    """A paragraph that is alone in a cell or an item, or stands first in one before a list."""
    for holder in named(soup, ("td", "th", "li", "dd", "dt")):
        found = [n for n in nodes(holder) if isinstance(n, Tag) or n.strip()]
        if not found or not isinstance(found[0], Tag) or found[0].name != "p":
            continue
        if all(isinstance(n, Tag) and n.name in ("ul", "ol") for n in found[1:]):
            found[0].unwrap()
