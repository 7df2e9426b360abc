"""In which aspects two pieces of HTML differ for a reader, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, zip_longest
from operator import itemgetter

from tests.fidelity.seen import Node, View


def differences(expected: View, actual: View) -> list[str]:
    """One line for each aspect that differs, none where both show the same."""
    found = []
    for name, aspect in _ASPECTS.items():
        pairs = zip_longest(aspect(expected), aspect(actual), fillvalue="nothing")
        for wanted, got in pairs:
            if wanted != got:
                found.append(f"{name}: {wanted} ≠ {got}")
                break
    if not found and expected != actual:
        found.append(f"structure: {outline(expected)} ≠ {outline(actual)}")
    return found


def outline(view: View) -> str:
    """The kinds of the blocks and of those inside of them: `p ul(li(p ul(li(p))) li(p))`."""
    return " ".join(_outlined(node) for node in view)


def _outlined(node: Node) -> str:
    about = "" if node.kind == "code" else ",".join(node.about)
    about = "" if about in ("1", "1,1") and node.kind != "heading" else about
    return f"{node.kind}{about and '@'}{about}" + (f"({outline(node.inside)})" * bool(node.inside))


def _all(view: View) -> Iterator[Node]:
    for node in view:
        yield node
        yield from _all(node.inside)


def _lines(view: View) -> Iterator[Node]:
    return (node for node in _all(view) if node.kind == "p")


def _words(node: Node, end: str = "") -> str:
    kinds = {"break": end, "image": ""}
    return "".join(kinds.get(run.kind, run.text) for run in node.runs)


def _text(view: View) -> Iterator[str]:
    return (words for node in _lines(view) if (words := repr(_words(node))) != "''")


def _breaks(view: View) -> Iterator[str]:
    for node in _lines(view):
        if any(run.kind == "break" for run in node.runs):
            yield repr(_words(node, "\n"))


def _images(view: View) -> Iterator[str]:
    return (run.text for node in _lines(view) for run in node.runs if run.kind == "image")


def _marked(is_wanted: Callable[[str], bool]) -> Callable[[View], Iterator[str]]:
    """Each stretch of text with a mark, whatever other marks begin or end within."""

    def aspect(view: View) -> Iterator[str]:
        for node in _lines(view):
            for mark in sorted({m for run in node.runs for m in run.marks if is_wanted(m)}):
                pairs = [(mark in run.marks, run.text) for run in node.runs]
                for has, stretch in groupby(pairs, itemgetter(0)):
                    if has:
                        yield f"{mark} {''.join(text for _, text in stretch)!r}"

    return aspect


def _code(view: View) -> Iterator[str]:
    yield from (repr(node.about[1]) for node in _all(view) if node.kind == "code")
    yield from _marked(lambda mark: mark in ("code", "kbd"))(view)


def _languages(view: View) -> Iterator[str]:
    return (node.about[0] or "no language" for node in _all(view) if node.kind == "code")


def _headings(view: View) -> Iterator[str]:
    for node in _all(view):
        if node.kind == "heading":
            yield f"rank {node.about[0]} {' '.join(map(_words, node.inside))!r}"


def _outlines(*kinds: str) -> Callable[[View], Iterator[str]]:
    """The outlines of the outermost blocks of these kinds."""

    def aspect(view: View) -> Iterator[str]:
        for node in view:
            if node.kind in kinds:
                yield outline((node,))
            else:
                yield from aspect(node.inside)

    return aspect


_ASPECTS: dict[str, Callable[[View], Iterator[str]]] = {
    "text": _text,
    "break": _breaks,
    "link": _marked(lambda mark: mark.startswith("link ")),
    "image": _images,
    "code": _code,
    "language": _languages,
    "table": _outlines("table"),
    "list": _outlines("ul", "ol"),
    "emphasis": _marked(lambda mark: mark in ("strong", "em", "del", "sub", "sup")),
    "heading": _headings,
    "quote": _outlines("blockquote"),
    "folded text": _outlines("details"),
    "definition": _outlines("dl"),
}
