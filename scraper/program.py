"""An example program: one file that a page shows, the build runs and readers change.

Its docstring says what it is about, its INPUT block what to change. It is read here, never run.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from scraper.errors import Problem

FOLDER = "examples"  # below content/
# What a program may import: the browser's Python is built with these and what they need.
MODULES: tuple[str, ...] = (
    "base64", "binascii", "bisect", "collections", "dataclasses", "enum", "fractions", "functools",
    "hashlib", "heapq", "hmac", "ipaddress", "itertools", "json", "math", "operator", "random",
    "re", "statistics", "string", "struct", "sys", "textwrap", "typing", "unicodedata", "zlib",
)  # fmt: skip
DIFFICULTIES = ("入门", "进阶", "深入")
HEAD = ("看点", "难度", "对照", "依据")
INPUT_START = "# ── INPUT：改这里的值，再运行 ──"
INPUT_END = "# ── INPUT 结束 ──"
OLDEST = (3, 11)  # the Python that readers need at least
_MOST_CHARACTERS = 100_000  # more is not parsed; rule EX-2 has told
_LIKE_INPUT = re.compile(r"#.*\bINPUT\b")
_LABEL = re.compile(r"(看点|难度|对照|依据)\s*([：:])\s*(.*)")


@dataclass(frozen=True)
class Program:
    """What a file says of itself. What it should have said and did not is empty.

    `path` is relative to content/. `oracles` are what the program is compared with, `references`
    where its facts come from. `inputs` are the lines of the two marks around the INPUT block,
    counted from 1, or (0, 0). `modules` are the names it imports, in full.
    """

    path: PurePosixPath
    text: str
    title: str = ""
    points: str = ""
    difficulty: str = ""
    oracles: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    inputs: tuple[int, int] = (0, 0)
    modules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How pages name it: its path below content/examples/."""
        return name_of(self.path)

    @property
    def foreign(self) -> tuple[str, ...]:
        """The modules that the browser's Python does not have: such a program needs a terminal."""
        return tuple(name for name in self.modules if name.partition(".")[0] not in MODULES)


@dataclass(frozen=True)
class Shown:
    """A program and a page that shows it; `terminal` where that says it runs in one only, `home`
    on the page that lists and links lead to.
    """

    program: Program
    page: PurePosixPath
    terminal: bool
    home: bool = True


def name_of(path: PurePosixPath) -> str:
    """A program's name, such as stun/header.py, from its path below content/."""
    return path.as_posix().removeprefix(f"{FOLDER}/")


def section_id(name: str) -> str:
    """The id that a program has on its page, such as example-stun-header."""
    return "example-" + re.sub(r"[/_.]", "-", name.removesuffix(".py"))


def parse(text: str, path: PurePosixPath) -> tuple[Program, tuple[Problem, ...]]:
    """Read a program; problems are those of rules EX-2 (its syntax), EX-3 and EX-4 (the marks)."""
    try:
        tree = syntax(text)
    except SyntaxError as error:
        version = ".".join(map(str, OLDEST))
        message = f"Python {version} 读不懂这个文件：{error.msg}。"
        return Program(path, text), (Problem(path, error.lineno or 0, "EX-2", message),)
    title, values, head = _head(tree, path)
    inputs, marks = _inputs(text, path)
    program = Program(
        path,
        text,
        title,
        values.get("看点", ""),
        values.get("难度", ""),
        _items(values.get("对照", "")),
        _items(values.get("依据", "")),
        inputs,
        tuple(sorted({name for _, name in imports(tree)})),
    )
    # what needs a terminal takes its values from the command line
    needs_marks = not program.foreign or _LIKE_INPUT.search(text)
    return program, (*head, *(marks if needs_marks else ()))


def syntax(text: str) -> ast.Module:
    """A program's syntax tree. Raises SyntaxError, whatever the text is."""
    if len(text) > _MOST_CHARACTERS:
        raise SyntaxError("太长了")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, feature_version=OLDEST)
            compile(tree, "program", "exec", dont_inherit=True)  # finds a return outside, say
    except (ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, SyntaxError):
            raise
        raise SyntaxError(str(error) or "嵌套太深") from error
    return tree


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of all that is imported anywhere; a relative name begins with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _head(tree: ast.Module, path: PurePosixPath) -> tuple[str, dict[str, str], tuple[Problem, ...]]:
    """Title and labelled values of the docstring, and what is wrong with it (EX-3)."""
    first = tree.body[0] if tree.body else None
    if not isinstance(first, ast.Expr) or ast.get_docstring(tree) is None:
        hint = f"以文档字符串开头：标题，空一行，再写{'、'.join(HEAD)}四行。"
        return "", {}, (Problem(path, 1, "EX-3", "文件开头没有说明。", hint),)
    lines = str(ast.get_docstring(tree, clean=False)).split("\n")
    problems: list[Problem] = []

    def complain(at: int, message: str, hint: str) -> None:
        problems.append(Problem(path, first.lineno + at, "EX-3", message, hint))

    title = lines[0].strip()
    if not title or _LABEL.fullmatch(title):
        complain(0, "说明的第一行不是标题。", '标题紧跟在 """ 后面，例如：编码一个 STUN 请求。')
    elif len(lines) < 2 or lines[1].strip():
        complain(1, "标题下面没有空行。", "标题只写一行，下面空一行。")
    values, places = _labelled(lines)
    for label in HEAD:
        if not values.get(label):
            state = "是空的" if label in values else "没有写"
            complain(places.get(label, 0), f"说明里“{label}”{state}。", f"补上一行“{label}：……”。")
    if list(values) != [label for label in HEAD if label in values]:
        complain(places[next(iter(values))], "说明里几行的顺序不对。", f"依次写{'、'.join(HEAD)}。")
    difficulty = values.get("难度", "")
    if difficulty and difficulty not in DIFFICULTIES:
        hint = f"可以写：{'、'.join(DIFFICULTIES)}。"
        complain(places["难度"], f"难度不能写“{difficulty}”。", hint)
    return title, values, tuple(problems)


def _labelled(lines: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """The labelled values with the lines they begin at; a value may go on in the next lines."""
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    label = ""
    for at, line in enumerate(map(str.strip, lines)):
        found = _LABEL.fullmatch(line)
        if found and found[1] not in values:
            label = found[1]
            values[label], places[label] = found[3], at
        elif label and line:
            before = values[label]
            space = " " if before[-1:].isascii() and line[0].isascii() and before else ""
            values[label] = before + space + line
        else:
            label = ""  # an empty line ends a value
    return values, places


def _items(value: str) -> tuple[str, ...]:
    return tuple(item for part in value.rstrip("。").split("；") if (item := part.strip()))


def _inputs(text: str, path: PurePosixPath) -> tuple[tuple[int, int], tuple[Problem, ...]]:
    """Lines of the marks around the INPUT block, and what is wrong with them (EX-4)."""
    lines = text.split("\n")
    found: list[int] = []
    for mark in (INPUT_START, INPUT_END):
        at = [number for number, line in enumerate(lines, 1) if line == mark]
        if len(at) != 1:
            near = next((n for n, line in enumerate(lines, 1) if _LIKE_INPUT.match(line)), 0)
            state = "写了不止一次" if at else "没有单独成行"
            hint = f"INPUT 块的上下各写一行：“{INPUT_START}”“{INPUT_END}”。"
            problem = Problem(path, at[1] if at else near, "EX-4", f"“{mark}”{state}。", hint)
            return (0, 0), (problem,)
        found += at
    start, end = found
    if end < start:
        return (0, 0), (Problem(path, end, "EX-4", "INPUT 块的两条线写反了。", "开头在上。"),)
    return (start, end), ()
