"""Rules EX-1 and EX-8: pages show example programs by their names; each program has a home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from scraper.article import Article
from scraper.errors import Problem
from scraper.program import FOLDER, Program, Shown
from scraper.rules.programs import check_imports
from scraper.rules.source import Fence, fences, line_of

FENCE, INDEX_FENCE = "example", "examples"
TERMINAL = "terminal"
_SHAPE = f"写成三行：```{FENCE}、程序的路径（如 stun/header.py）、```。"


@dataclass(frozen=True)
class _Place:
    """A fence that shows a program, with the line it begins at."""

    program: Program
    article: Article
    line: int
    terminal: bool


def check(
    articles: Sequence[Article], programs: Iterable[Program]
) -> tuple[tuple[Shown, ...], list[Problem]]:
    """Which page shows which program, and what is wrong with the fences and with the choice.

    In an imported page a fence is somebody else's text: it shows code and nothing more.
    """
    known = {program.name: program for program in programs}
    problems: list[Problem] = []
    places: dict[str, list[_Place]] = defaultdict(list)
    for article in articles:
        if article.header.provenance == "imported":
            continue
        for fence in fences(article.body):
            if fence.words[:1] in ((FENCE,), (INDEX_FENCE,)):
                found = _read(fence, article, known)
                if isinstance(found, _Place):
                    places[found.program.name].append(found)
                elif found:
                    problems.append(found)
    paths = {program.path for program in known.values()}
    for name, program in known.items():
        problems += _check_places(program, places[name])
        terminal = any(place.terminal for place in places[name])
        problems += check_imports(program, terminal, paths)
    shown = [
        Shown(p.program, p.article.path, p.terminal, p is _home(found))
        for _, found in sorted(places.items())
        for p in found
    ]
    return tuple(shown), problems


def _read(fence: Fence, article: Article, known: Mapping[str, Program]) -> _Place | Problem | None:
    """What a fence shows; None for the index of all examples."""
    line = line_of(article, article.body, fence.position)
    kind, *surplus = fence.words
    written = [text.strip() for text in fence.lines if text.strip()]
    name, *words = written[0].split() if written else [""]

    def wrong(message: str, hint: str) -> Problem:
        return Problem(article.path, line, "EX-1", message, hint)

    if surplus:
        hint = f"第一行只写 ```{kind}。"
        return wrong(f"示例围栏的第一行多了 '{' '.join(surplus)}'。", hint)
    if kind == INDEX_FENCE:
        hint = "示例目录由站点生成，把围栏里的字删掉。"
        return wrong(f"{INDEX_FENCE} 围栏里有字。", hint) if name else None
    if len(written) != 1:
        return wrong("示例围栏里应当正好有一行。", _SHAPE)
    for word in words:
        if word != TERMINAL:
            hint = f"路径后面只能写 {TERMINAL}。"
            if get_close_matches(word, [TERMINAL], cutoff=0.6):
                hint = f"你是不是想写 '{TERMINAL}'?"
            return wrong(f"示例围栏不认识 '{word}'。", hint)
    if name not in known:
        return wrong(f"示例 '{name}' 不存在。", _nearest(name, known))
    return _Place(known[name], article, line, bool(words))


def _nearest(name: str, known: Mapping[str, Program]) -> str:
    """A hint that names the program that was probably meant."""
    file = PurePosixPath(name).name
    same = [other for other in sorted(known) if PurePosixPath(other).name in (file, f"{file}.py")]
    close = same or get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if close:
        return f"你是不是想写 '{close[0]}'?"
    return f"路径从 content/{FOLDER}/ 算起，例如 stun/header.py。"


def _check_places(program: Program, places: list[_Place]) -> Iterator[Problem]:
    if not places:
        hint = f"在讲它的文章里加一个 ```{FENCE} 围栏，里面写 {program.name}；不用的程序删掉。"
        yield Problem(program.path, 0, "EX-8", "没有文章展示这个示例。", hint)
    for place in places:
        others = [p for p in places if p is not place and _is_too_much(p, place)]
        if others:
            same = others[0].article is place.article
            where = "这一篇里" if same else f" {others[0].article.path} "
            message = f"示例 '{program.name}' 在{where}也展示了。"
            hint = f"留下一处，另一处改成链接；{FOLDER}/ 以外的文章各可以展示一次。"
            yield Problem(place.article.path, place.line, "EX-8", message, hint)


def _is_too_much(one: _Place, other: _Place) -> bool:
    """A page shows a program once, and of the examples' own pages only one does."""
    return one.article is other.article or (_is_own(one) and _is_own(other))


def _is_own(place: _Place) -> bool:
    return place.article.path.parts[0] == FOLDER


def _home(places: list[_Place]) -> _Place:
    """Where a program is at home: on its page among the examples, else on the first that has it."""
    return next(filter(_is_own, places), places[0])
