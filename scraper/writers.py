"""HTML of one block → Markdown, in four ways: from the one that people like to edit to the one
that holds most often. None is trusted; see markdown.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from html_to_markdown import ConversionOptions
from html_to_markdown import convert as to_markdown

Writer = Callable[[str], str]
# what begins something in an extension that html-to-markdown does not know of
_LIVE = re.compile(r"(?m)^(\s*)(!!!|\?\?\?|--8<--|\[TOC\]|:{2,3})")
_INLINE_HTML = ["sub", "sup", "kbd"]  # Markdown has no signs for them


def _options(*, escape_all: bool, html: list[str]) -> ConversionOptions:
    return ConversionOptions(
        list_indent_width=4,
        bullets="-",
        escape_asterisks=True,
        escape_underscores=escape_all,
        escape_misc=escape_all,
        autolinks=False,
        extract_metadata=False,
        br_in_tables=True,
        preserve_tags=html,
        keep_inline_images_in=["h2", "h3", "h4", "h5", "h6", "th", "td", "li", "a"],
    )


_PLAIN = _options(escape_all=False, html=_INLINE_HTML)
_ESCAPED = _options(escape_all=True, html=_INLINE_HTML)
_TAGGED = _options(escape_all=False, html=[*_INLINE_HTML, "strong", "em", "del", "code", "br"])


def plain(source: str) -> str:
    """With no more escapes than are usual."""
    return _write(source, _PLAIN)


def escaped(source: str) -> str:
    """With a backslash before whatever could mean something."""
    return _write(source, _ESCAPED)


# stand-ins for characters while the converter is at work: it has no opinion on them
_ACTIVE = "\\`*_{}[]()<>#+-.!|~&:=\"'"
_IN_TEXT = {ord(c): chr(0xF0000 + n) for n, c in enumerate(_ACTIVE)}
_IN_CODE = {ord(c): chr(0xF0100 + n) for n, c in enumerate(_ACTIVE) if c != "`"}
_BACK = {ord(stand): f"&#{c};" for c, stand in _IN_TEXT.items()} | {
    ord(stand): chr(c) for c, stand in _IN_CODE.items()
}


def spelled(source: str) -> str:
    """With whatever could mean something spelled as a character reference; in code, where none is
    read, it stands as it is.
    """
    return _write(_spell(source, _IN_CODE), _PLAIN).translate(_BACK)


def tagged(source: str) -> str:
    """As `spelled`, with tags for emphasis and code where signs would not be understood."""
    return _write(_spell(source, _IN_TEXT), _TAGGED).translate(_BACK)


def _spell(source: str, in_code: dict[int, str]) -> str:
    soup = BeautifulSoup(source, "html.parser")
    for text in list(soup.find_all(string=True)):
        if text.find_parent("pre") is None:
            table = in_code if text.find_parent("code") else _IN_TEXT
            text.replace_with(NavigableString(text.translate(table)))
    for image in soup.find_all("img"):
        if isinstance(image, Tag) and image.get("alt"):
            image["alt"] = str(image["alt"]).translate(_IN_TEXT)
    return str(soup)


# a typed tag never stands in Markdown as one, whatever a reader of it would make of that
_TYPED_TAG = re.compile(r"<(?P<code>pre|code)\b.*?</(?P=code)>|&lt;(?=[a-zA-Z/!?])", re.DOTALL)
_TYPED = chr(0xF0200)
_ADDRESS = re.compile(r"""(?<=\s)(href|src)=(?:"([^"]*)"|'([^']*)')""")
# all that the converter and Markdown leave as it is
_SIMPLE = re.compile(r"[\w/:?=#%.~+,;@$-]*", re.ASCII)


def _write(source: str, options: ConversionOptions) -> str:
    """Convert, with stand-ins for addresses that the converter would encode or Markdown cut."""
    name = "kb-address"
    while name in source:
        name += "-"
    addresses: list[str] = []

    def hide(found: re.Match[str]) -> str:
        address = unescape(found[2] if found[2] is not None else found[3])
        if _SIMPLE.fullmatch(address):
            return found[0]
        addresses.append(address)
        return f'{found[1]}="{name}{len(addresses)}."'

    source = _ADDRESS.sub(hide, source)
    source = _TYPED_TAG.sub(lambda found: found[0] if found["code"] else _TYPED, source)
    text = (to_markdown(source, options).content or "").replace(_TYPED, "&lt;")
    text = _LIVE.sub(lambda m: f"{m[1]}\\{m[2]}", _set_apart(text.strip("\n")))
    for number, address in enumerate(addresses, 1):
        text = text.replace(f"{name}{number}.", address_text(address))
    return text


_SPECIAL = re.compile(r" {4,}[>|]")
_ITEM = re.compile(r" *(?:-|\d+\.) ")
_FENCE = re.compile(r" *(`{3,})")


def _set_apart(text: str) -> str:
    """An empty line around quotes and tables in list items, and before an item that follows more
    text of the one before: Python-Markdown asks for them.
    """
    lines: list[str] = []
    kind, fence = "", ""
    for line in text.split("\n"):
        before, special = kind, _SPECIAL.match(line)
        kind = special[0] if special and not fence else ""
        if lines and lines[-1].strip() and not fence and _is_apart(lines[-1], line, before, kind):
            lines.append("")
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        lines.append(line)
    return "\n".join(lines)


def _is_apart(above: str, line: str, kind_above: str, kind: str) -> bool:
    if kind != kind_above and line.strip():
        return True
    deeper = len(above) - len(above.lstrip()) > len(line) - len(line.lstrip())
    return bool(_ITEM.match(line)) and deeper and not _ITEM.match(above)


def address_text(address: str) -> str:
    """An address as it may stand between the round brackets of a link."""
    return "".join(
        c if _SIMPLE.fullmatch(c) or not c.isascii() else f"&#{ord(c)};" for c in address
    )


WRITERS: tuple[Writer, ...] = (plain, escaped, spelled, tagged)
