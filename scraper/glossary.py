"""glossary.yml: the words of the field, how each is spelt and what it means; read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import yaml

from scraper.errors import Problem

FILE_NAME = "glossary.yml"
PAGE = "glossary.md"  # the build writes it, beside the start page
_TEXTS = ("term", "full", "text", "group", "see")
_LISTS = ("also", "not")
_NEEDED = ("term", "text", "group")
LONGEST = 160  # characters of an explanation: it must fit beside the word


@dataclass(frozen=True)
class Term:
    """A word with its explanation in a sentence or two.

    `full` is what it stands for, `also` other right spellings, `wrong` spellings to be mended,
    `see` a page of content/ that tells more, `line` where it stands in the file.
    """

    term: str
    text: str
    group: str
    full: str = ""
    also: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    see: str = ""
    line: int = 0


@dataclass(frozen=True)
class Glossary:
    """All terms in the order of the file, and wrong spellings with the right ones of all words,
    those that need no explanation included.
    """

    terms: tuple[Term, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)


def load(content: Path) -> tuple[Glossary, list[Problem]]:
    """The glossary of a content folder, empty where it has none, and what is wrong with it."""
    path = content / FILE_NAME
    if not path.is_file():
        return Glossary(), []
    try:
        return parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        return Glossary(), [_problem(0, f"文件不是 UTF-8 编码（第 {error.start} 字节处）。")]


def parse(text: str) -> tuple[Glossary, list[Problem]]:
    """Read the text of glossary.yml: what is right of it, and every problem."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Glossary(), [
            _problem(mark.line + 1 if mark else 0, "YAML 语法错误，术语表读不出来。")
        ]
    problems: list[Problem] = []
    sections = _mapping(root)
    for name in sections.keys() - {"terms", "spellings"}:
        problems.append(_problem(0, f"没有 '{name}' 这一部分。", "只有 terms 和 spellings。"))
    terms: list[Term] = []
    for node in _items(sections.get("terms")):
        found, wrong = _term(node)
        problems += wrong
        if found:
            terms.append(found)
    problems += _repeated(terms)
    spellings = {wrong: term.term for term in terms for wrong in term.wrong}
    for name, node in _mapping(sections.get("spellings")).items():
        spellings |= {item.value: name for item in _items(node)}
    right = {spelt: term.line for term in terms for spelt in (term.term, *term.also)}
    problems += [
        _problem(right[wrong], f"'{wrong}' 既是对的写法，又列为写错的。", "删掉其中一处。")
        for wrong in sorted(spellings.keys() & right.keys())
    ]
    return Glossary(tuple(terms), MappingProxyType(spellings)), sorted(problems)


def _term(node: yaml.Node) -> tuple[Term | None, list[Problem]]:
    line = node.start_mark.line + 1
    values = _mapping(node)
    texts = {name: _text(values[name]) for name in _TEXTS if name in values}
    lists = {name: tuple(i.value for i in _items(values.get(name))) for name in _LISTS}
    label = texts.get("term", "")
    problems = [
        _problem(
            line,
            f"术语“{label}”里没有 '{name}' 这一项。",
            "可以写：" + "、".join((*_TEXTS, *_LISTS)),
        )
        for name in sorted(values.keys() - {*_TEXTS, *_LISTS})
    ]
    missing = [name for name in _NEEDED if not texts.get(name)]
    if missing:
        return None, [*problems, _problem(line, f"术语“{label}”缺少 {'、'.join(missing)}。")]
    if len(texts["text"]) > LONGEST:
        message = f"术语“{label}”的解释有 {len(texts['text'])} 个字符，太长了。"
        problems.append(
            _problem(line, message, f"不超过 {LONGEST} 个；要细说的写进文章，用 see 指过去。")
        )
    return Term(
        label, texts["text"], texts["group"], texts.get("full", ""), lists["also"], lists["not"],
        texts.get("see", ""), line,
    ), problems  # fmt: skip


def _repeated(terms: list[Term]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for term in terms:
        for spelt in (term.term, *term.also):
            if spelt.casefold() in seen:
                message = f"'{spelt}' 已经解释过了，在第 {seen[spelt.casefold()]} 行。"
                yield _problem(term.line, message, "同一个词只解释一次，大小写不同的也算同一个。")
            seen[spelt.casefold()] = term.line


def _mapping(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {_text(key): value for key, value in node.value}


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _text(node: yaml.Node) -> str:
    return " ".join(str(node.value).split()) if isinstance(node, yaml.ScalarNode) else ""


def _problem(line: int, message: str, hint: str = "") -> Problem:
    return Problem(PurePosixPath(FILE_NAME), line, "GLO-1", message, hint)
