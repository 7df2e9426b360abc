"""What a reader sees of a piece of HTML, as a value that can be compared.

Read by an HTML5 parser, as a browser would read it. Two pieces are equal where they show the same
lines with the same marks in the same structure; wrappers that show nothing (div, thead, a paragraph
that is alone in a list item) and the order in which emphasis is nested do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

Styles = tuple[str, ...]
Run = tuple[str, Styles]
Token = tuple[object, ...]
View = tuple[Token, ...]

# shown as a box of their own, and so compared from start to end
_FRAMES = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol li blockquote table caption tr td th dl dt dd details summary"
    " figure figcaption".split()
)
_LINES = frozenset("p div section tbody thead tfoot center".split())  # these only end a line
_STYLES = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "del": "del",
    "code": "code", "kbd": "kbd", "sub": "sub", "sup": "sup",
}  # fmt: skip
_KEEP_SPACE = {"code", "kbd"}  # their spaces have a background
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\n"
_OBJECT = "\ufffc"
_LANGUAGE = re.compile(r"(?:^|\s)language-(\S+)")


def seen(html: str) -> View:
    """The view of a body's HTML. Time and memory are linear in its size."""
    body = LexborHTMLParser(html).body
    if body is None or body.child is None:
        return ()
    view = _Builder()
    node: LexborNode = body.child
    while True:
        down = view.enter(node)
        if down and node.child is not None:
            node = node.child
            continue
        view.leave(node)
        while node.next is None:
            parent = node.parent
            if parent is None or parent.mem_id == body.mem_id:
                view.end_line()
                return tuple(view.tokens)
            node = parent
            view.leave(node)
        node = node.next


def difference(expected: View, actual: View) -> str | None:
    """The first aspect in which two views differ, in words; None where they are equal."""
    if expected == actual:
        return None
    for name, aspect in _ASPECTS:
        if list(aspect(expected)) != list(aspect(actual)):
            return name
    return "structure"


class _Builder:
    """Collects tokens while a tree is walked from start tag to end tag."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.styles: list[str] = []
        self.now: Styles = ()
        self.line: list[Run] = []

    def enter(self, node: LexborNode) -> bool:
        """Take a node in; tells whether to go into it."""
        name = node.tag or ""
        if name == "-text":
            self.line.append((node.text_content or "", self.now))
        elif style := self._style(node, name):
            self._set_styles([*self.styles, style])
        elif name == "br":
            self.line.append((_BREAK, ("br",)))
        elif name == "img":
            about = node.attributes
            shown = f"{_OBJECT}{about.get('src') or ''}{_OBJECT}{about.get('alt') or ''}"
            self.line.append((shown, (*self.now, "img")))
        elif name == "pre":
            self.end_line()
            self.tokens.append(("pre", *_code(node)))
            return False
        elif name == "hr" or name in _FRAMES:
            self.end_line()
            self.tokens.append((name, *_attributes(node, name)))
        elif name in _LINES:
            self.end_line()
        return True

    def leave(self, node: LexborNode) -> None:
        """The end tag of a node."""
        name = node.tag or ""
        if name in _STYLES or (name == "a" and node.attributes.get("href") is not None):
            self._set_styles(self.styles[:-1])
        elif name in _FRAMES:
            self.end_line()
            self.tokens.append((f"/{name}",))
        elif name in _LINES:
            self.end_line()

    def end_line(self) -> None:
        """Close the line that is open, if it shows anything."""
        if self.line:
            runs = _runs(self.line)
            self.line = []
            if runs:
                self.tokens.append(("line", runs))

    def _style(self, node: LexborNode, name: str) -> str | None:
        if name != "a":
            return _STYLES.get(name)
        target = node.attributes.get("href")
        title = node.attributes.get("title") or ""
        return None if target is None else f"link {target} {title}".rstrip()

    def _set_styles(self, styles: list[str]) -> None:
        self.styles = styles
        self.now = tuple(sorted(set(styles)))


def _runs(line: list[Run]) -> tuple[Run, ...]:
    """A line's text as it is laid out: spaces collapse, those at an edge show nothing."""
    runs: list[Run] = []
    space: Styles | None = None  # the styles of a space that is not yet written
    for text, styles in line:
        if "br" in styles:
            runs.append((_BREAK, ()))
            space = None
            continue
        if "img" in styles:
            words = [text]
        else:
            words = _SPACE.split(text)
        kept = tuple(style for style in styles if style in _KEEP_SPACE)
        for at, word in enumerate(words):
            if at and space is None:
                space = kept
            if not word:
                continue
            if space is not None and runs and runs[-1] != (_BREAK, ()):
                _append(runs, " ", space)
            space = None
            _append(runs, word, styles)
    while runs and runs[-1][0] == _BREAK:
        runs.pop()
    while runs and runs[0][0] == _BREAK:
        runs.pop(0)
    return tuple(runs)


def _append(runs: list[Run], text: str, styles: Styles) -> None:
    if runs and runs[-1][1] == styles and runs[-1][0] != _BREAK:
        runs[-1] = (runs[-1][0] + text, styles)
    else:
        runs.append((text, styles))


def _code(node: LexborNode) -> tuple[str, str]:
    """A code block's exact text and its language. One line break at either end shows nothing."""
    inner = node.css_first("code")
    classes = " ".join(
        one.attributes.get("class") or "" for one in (inner, node) if one is not None
    )
    found = _LANGUAGE.search(classes)
    text = node.text()
    return text.removeprefix("\n").removesuffix("\n"), found[1].lower() if found else ""


def _attributes(node: LexborNode, name: str) -> tuple[str, ...]:
    about = node.attributes
    if name == "ol":
        return (about.get("start") or "1",)
    if name in ("td", "th"):
        return about.get("colspan") or "1", about.get("rowspan") or "1"
    return ()


def _all_runs(view: View) -> Iterator[Run]:
    for token in view:
        if token[0] == "line":
            yield from token[1]  # type: ignore[misc]


def _text(view: View) -> Iterator[str]:
    words = "".join(text for text, styles in _all_runs(view) if "img" not in styles)
    yield "".join(words.split())


def _images(view: View) -> Iterator[str]:
    return (text for text, styles in _all_runs(view) if "img" in styles)


def _styled(*wanted: str) -> Callable[[View], Iterator[object]]:
    def aspect(view: View) -> Iterator[object]:
        for text, styles in _all_runs(view):
            if found := tuple(style for style in styles if style.startswith(wanted)):
                yield text, found

    return aspect


def _named(*names: str) -> Callable[[View], Iterator[object]]:
    wanted = frozenset(names) | {f"/{name}" for name in names}
    return lambda view: (token for token in view if token[0] in wanted)


def _breaks(view: View) -> Iterator[object]:
    return (token[1] for token in view if token[0] == "line" and _BREAK in str(token[1]))


_HEADINGS = [f"h{level}" for level in range(1, 7)]
_ASPECTS: tuple[tuple[str, Callable[[View], Iterator[object]]], ...] = (
    ("code block", _named("pre")),
    ("table", _named("table", "tr", "td", "th", "caption")),
    ("image", _images),
    ("text", _text),
    ("list", _named("ul", "ol", "li")),
    ("quote", _named("blockquote")),
    ("heading", _named(*_HEADINGS)),
    ("link", _styled("link")),
    ("inline code", _styled("code", "kbd")),
    ("emphasis", _styled("strong", "em", "del", "sub", "sup")),
    ("spaces and breaks", _breaks),
)
