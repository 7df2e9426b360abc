"""Code blocks: the ways of a dozen editors all become `<pre><code class="language-…">`."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from scraper.clean.words import BLOCKS, classes, having, holds, named

_NUMBERS = re.compile(
    r"gutter|lineno|line-?number|pre-numbering|code-snippet__line-index|hljs-ln-numbers|blob-num"
)
_TABLES = re.compile(r"highlighttable|rouge-table|syntaxhighlighter|hljs-ln|crayon-table")
_NAMED = re.compile(
    r"(?:^|\s)(?:brush:\s*|language-|lang-|highlight-source-|highlight-text-|sourceCode\s+)"
    r"(?P<name>[A-Za-z][\w+#.-]*)"
)
# what stands beside a name in the classes of highlighters, and names nothing itself
_NO_NAME = frozenset(
    "hljs prettyprint prettyprinted linenums line-numbers highlight highlighter-rouge code prism"
    " codehilite pre source code-snippet__js code-snippet code-toolbar syntax".split()
)
_PLAIN = frozenset("plain plaintext text txt none nohighlight no-highlight default".split())
# names of editors that the highlighter of the site does not know
_NAMES = {
    "html-basic": "html", "jscript": "js", "actionscript3": "as3", "coldfusion": "cfm",
    "javafx": "java", "oc": "objc", "objective": "objc", "objective_c": "objc", "vue": "html",
    "shell-session": "console", "sh-session": "console", "gradle": "groovy", "wxml": "xml",
    "wxss": "css", "markup": "html", "vb": "vb.net", "ps": "powershell", "cf": "cfm",
    "jfx": "java",
}  # fmt: skip


def drop_line_numbers(soup: BeautifulSoup) -> None:
    """Columns and lists of line numbers beside code; a table that only held them apart goes too."""
    for tag in having(soup, "class"):
        if tag.decomposed or not any(map(_NUMBERS.search, classes(tag))):
            continue
        holds_code = tag.name != "td" and holds(tag, ("pre", "table"))
        if tag.name not in ("pre", "code", "table") and not holds_code:
            tag.decompose()
    for table in named(soup, ("div", "table")):
        if table.decomposed or not any(map(_TABLES.search, classes(table))):
            continue
        found = table.find("pre")
        lines = table.find_all(class_="line") or table.find_all("tr")
        if not isinstance(found, Tag) and lines:
            found = soup.new_tag("pre", string="\n".join(line.get_text() for line in lines))
            found["class"] = " ".join(classes(table))
        if isinstance(found, Tag):
            table.replace_with(found)


def name_code_language(soup: BeautifulSoup) -> None:
    """Each `<pre>` holds one `<code>` with its exact text, and the language if one is named."""
    for pre in named(soup, ("pre",)):
        fresh = soup.new_tag("code", string=_text(pre))
        if name := _language(pre):
            fresh["class"] = f"language-{name}"
        for image in named(pre, ("img",))[::-1]:  # code has none: they follow it
            pre.insert_after(image)
        if not fresh.get_text().strip():
            pre.decompose()
            continue
        pre.clear()
        pre.attrs = {}
        pre.append(fresh)
    for code in named(soup, ("code",)):
        if code.parent is not None and code.parent.name != "pre":
            code.attrs = {}
            if not code.get_text():
                code.unwrap()


def _language(pre: Tag) -> str:
    inside = named(pre, ("code",))[:1]
    box = [pre.parent] if pre.parent is not None and pre.parent.name == "div" else []
    for tag in (pre, *inside, *box):
        told = str(tag.get("data-lang") or tag.get("data-language") or "")
        written = " ".join(classes(tag))
        found = _NAMED.search(written)
        if name := told or (found["name"] if found else _bare(written, tag)):
            return _usable(name)
    return _usable(str(pre.get("lang") or ""))


def _bare(written: str, tag: Tag) -> str:
    """highlight.js writes the name as a class of its own: `hljs java` or `java hljs`."""
    names = written.split()
    if tag.name == "div" or not {"hljs", "prettyprint", "code", "sourceCode"} & set(names):
        return ""
    others = [name for name in names if name not in _NO_NAME and re.fullmatch(r"[\w+#-]+", name)]
    return others[0] if len(others) == 1 else ""


def _usable(name: str) -> str:
    name = name.lower().strip(".-")
    return "" if name in _PLAIN or not re.fullmatch(r"[\w+#.-]+", name) else _NAMES.get(name, name)


def _text(pre: Tag) -> str:
    """The text of a pre. WeCenter adds `<br>` to each line break of it: one of the two counts.

    Lines that are blocks, or a `<code>` each (as WeChat writes them), end with a line break.
    """
    parts: list[str] = []
    after_break = False
    many = len(named(pre, ("code",))) > 1
    # a number stands for the end of a line's own element: how much text there was at its start
    stack: list[PageElement | int] = [*reversed(list(pre.children))]
    while stack:
        node = stack.pop()
        if isinstance(node, int):
            if stack and not "".join(parts[node:]).endswith("\n"):
                parts.append("\n")
            after_break = False
        elif isinstance(node, Tag) and node.name == "br":
            if after_break or not (parts and parts[-1].endswith("\n")):
                parts.append("\n")
            after_break = True
        elif isinstance(node, Tag):
            if node.name in BLOCKS or (node.name == "code" and many):
                stack.append(len(parts))
            stack += reversed(list(node.children))
        elif isinstance(node, NavigableString):
            text = node.replace("\r\n", "\n").replace("\r", "\n")
            parts.append(text.removeprefix("\n") if after_break else text)
            after_break = False
    return "".join(parts).strip("\n")
