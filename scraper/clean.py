"""FILTERS: small named repairs over a body's tree, in one order.

Input is what sanitize.body lets through, so the tree is well-formed and knows only its tags. What
the forum itself destroyed is not repaired by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

Filter = Callable[[BeautifulSoup], None]
MAX_DEPTH = 60
_BLOCKS = (
    "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", "details", "summary", "caption",
)  # fmt: skip
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
_LANGUAGE = re.compile(
    r"\b(?:brush:\s*|language-|lang-|highlight-source-|hljs\s+)(?P<name>[A-Za-z0-9+#_-]+)"
)
_SHORTENED = re.compile(r"(?P<start>https?://[^\s…]*?)[.…]*\s*(?:\.{3}|…)\s*(?P<end>\S*)")
_NAMES = {"js": "javascript", "objc": "objective-c", "c++": "cpp", "as3": "actionscript"}


def tree(html: str) -> BeautifulSoup:
    """Parse sanitised HTML into a tree."""
    return BeautifulSoup(html, "html.parser")


def clean(html: str, top: int = 2) -> str:
    """Run all filters over a sanitised body. `top` is the level of its highest heading."""
    soup = tree(html)
    for repair in FILTERS:
        repair(soup)
    level_headings(soup, top)
    return str(soup)


def unmark(html: str) -> str:
    """Without the line numbers that a dump's paragraphs carry: they have served the report."""
    if "data-line" not in html:
        return html
    soup = tree(html)
    for tag in soup.find_all("p"):
        tag.attrs.pop("data-line", None)
        tag.attrs.pop("data-gap", None)
    return str(soup)


def cap_depth(soup: BeautifulSoup) -> None:
    """Unwrap what is nested deeper than MAX_DEPTH: recursive converters would give up."""
    stack: list[tuple[Tag, int]] = [(soup, 0)]
    too_deep = []
    while stack:
        tag, depth = stack.pop()
        if depth > MAX_DEPTH and tag.name not in ("br", "hr", "img"):
            too_deep.append(tag)
        stack += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
    for tag in reversed(too_deep):
        tag.unwrap()


def drop_invisible_characters(soup: BeautifulSoup) -> None:
    """Zero-width and direction characters that editors paste; no-break spaces become spaces."""
    for text in list(soup.find_all(string=True)):
        kept = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u3000", " ")
        if kept != text:
            text.replace_with(NavigableString(kept))


def promote_lazy_images(soup: BeautifulSoup) -> None:
    """A lazily loaded image has its address in data-original or data-src."""
    for image in soup.find_all("img"):
        for name in ("data-original", "data-src"):
            if lazy := image.attrs.pop(name, None):
                image["src"] = lazy


def unwrap_lightbox_links(soup: BeautifulSoup) -> None:
    """A link that holds one image and points to an image only enlarges it."""
    for link in soup.find_all("a"):
        image = link.find("img")
        if not isinstance(image, Tag) or link.get_text(strip=True) or len(link.find_all(True)) > 1:
            continue
        target = str(link.get("href") or "")
        if link.get("rel") == ["lightbox"] or re.search(
            r"\.(jpe?g|png|gif|webp|bmp)$", target, re.I
        ):
            link.unwrap()


def unwrap_presentational(soup: BeautifulSoup) -> None:
    """Spans, centred blocks and underlines say nothing that Markdown can keep."""
    for tag in soup.find_all(["span", "u"]):
        tag.unwrap()
    for tag in soup.find_all("center"):
        tag.name = "div"


def _code_text(pre: Tag) -> str:
    """The text of a pre. WeCenter adds `<br>` to each line break of it: one of the two counts."""
    parts: list[str] = []
    after_break = False
    for node in pre.descendants:
        if isinstance(node, Tag) and node.name == "br":
            if not (parts and parts[-1].endswith("\n")):
                parts.append("\n")
            after_break = True
        elif isinstance(node, NavigableString):
            text = node.replace("\r\n", "\n")
            parts.append(text.removeprefix("\n") if after_break else text)
            after_break = False
    return "".join(parts).strip("\n")


def name_code_language(soup: BeautifulSoup) -> None:
    """The ways editors name a language all become `<pre><code class="language-…">`."""
    for pre in soup.find_all("pre"):
        code = pre.find("code")
        classes = " ".join(
            " ".join(tag.get_attribute_list("class"))
            for tag in (pre, code)
            if isinstance(tag, Tag)
            if tag.get("class")
        )
        found = _LANGUAGE.search(classes)
        fresh = soup.new_tag("code", string=_code_text(pre))
        if found:
            name = found["name"].lower()
            fresh["class"] = f"language-{_NAMES.get(name, name)}"
        pre.clear()
        pre.attrs = {}
        pre.append(fresh)
    for code in soup.find_all("code"):
        if code.find_parent("pre") is None:
            code.attrs = {}


def trim_swallowed_links(soup: BeautifulSoup) -> None:
    """An auto-link whose text is its address ends where the address ends, not the sentence."""
    for link in soup.find_all("a"):
        text = link.get_text()
        target = str(link.get("href") or "")
        if not re.match(r"https?://", text) or unquote(target).rstrip("/") != text.rstrip("/"):
            continue
        end = re.search(r"[^\x21-\x7e]", text)
        if end:
            link["href"] = link.string = text[: end.start()]
            link.insert_after(NavigableString(text[end.start() :]))


def restore_shortened_links(soup: BeautifulSoup) -> None:
    """WeCenter shows a long address as `http://a.cn/x ... yz`; the whole one stands in the href."""
    for link in soup.find_all("a"):
        shown = _SHORTENED.fullmatch(link.get_text().strip())
        target = str(link.get("href") or "")
        if shown and target.startswith(shown["start"]) and target.endswith(shown["end"]):
            link.string = target


def paragraphs_from_breaks(soup: BeautifulSoup) -> None:
    """Two `<br>` in a row end a paragraph; a div around text only is one."""
    for block in soup.find_all(["p", "div"]):
        if block.find(_BLOCKS) or block.find_parent(["td", "th", "li", "pre"]):
            continue
        runs: list[list[Tag | NavigableString]] = [[]]
        breaks = 0
        for child in list(block.children):
            if isinstance(child, Tag) and child.name == "br":
                breaks += 1
                if breaks == 2:
                    runs.append([])
            elif isinstance(child, Tag | NavigableString):
                if isinstance(child, NavigableString) and not child.strip() and breaks:
                    continue
                if breaks == 1:
                    runs[-1].append(soup.new_tag("br"))
                breaks = 0
                runs[-1].append(child)
        if len(runs) == 1 and block.name == "p":
            continue
        for run in runs:
            paragraph = soup.new_tag("p")
            paragraph.extend(run)
            block.insert_before(paragraph)
        block.decompose()


def wrap_loose_text(soup: BeautifulSoup) -> None:
    """Text directly in the body becomes paragraphs, split where `<br>` stands twice."""
    run: list[Tag | NavigableString] = []

    def close(before: Tag | None) -> None:
        if any(isinstance(n, Tag) or n.strip() for n in run):
            holder = soup.new_tag("div")
            (before.insert_before(holder) if before else soup.append(holder))
            holder.extend(run)
        run.clear()

    for node in list(soup.children):
        if isinstance(node, Tag) and node.name in _BLOCKS:
            close(node)
        elif isinstance(node, Tag | NavigableString):
            run.append(node)
    close(None)


def drop_empty_paragraphs(soup: BeautifulSoup) -> None:
    """Paragraphs, headings and emphasis that hold neither text nor an image."""
    empty_names = ["strong", "b", "em", "i", "s", "del", "p", "div", "section", "li"]
    for tag in [*soup.find_all([*empty_names, "h1", "h2", "h3", "h4", "h5", "h6"])][::-1]:
        if not tag.get_text(strip=True) and not tag.find(["img", "hr", "table", "pre"]):
            tag.decompose()


def unwrap_containers(soup: BeautifulSoup) -> None:
    """Div and section around other blocks carry no meaning of their own."""
    for tag in soup.find_all(["div", "section"])[::-1]:
        if tag.find(_BLOCKS):
            tag.unwrap()
        else:
            tag.name = "p"


def level_headings(soup: BeautifulSoup, top: int) -> None:
    """Shift headings so that the highest is `top`, keeping their order of rank."""
    found = soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    levels = sorted({int(tag.name[1]) for tag in found})
    ranks = {level: min(top + n, 6) for n, level in enumerate(levels)}
    for tag in found:
        tag.name = f"h{ranks[int(tag.name[1])]}"


FILTERS: tuple[Filter, ...] = (
    cap_depth,
    drop_invisible_characters,
    promote_lazy_images,
    unwrap_lightbox_links,
    unwrap_presentational,
    name_code_language,
    trim_swallowed_links,
    restore_shortened_links,
    wrap_loose_text,
    paragraphs_from_breaks,  # after loose text has a block around it
    drop_empty_paragraphs,
    unwrap_containers,
)
