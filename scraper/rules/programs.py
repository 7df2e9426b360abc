"""Rules EX-2 and EX-4 to EX-7: an example program is small, plain Python that can be trusted."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from scraper import program
from scraper.errors import Problem
from scraper.program import Program
from scraper.rules import files

MOST_LINES, WIDEST = 200, 100
FORBIDDEN = frozenset({"__import__", "breakpoint", "compile", "eval", "exec", "input", "open"})
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_GUARD = ast.dump(ast.parse("if __name__ == '__main__':\n    main()").body[0])


def check(raw: bytes, path: PurePosixPath) -> tuple[Program, list[Problem]]:
    """Read a program and check all of it but its imports, which depend on the page's fence."""
    text, undecodable = files.decode(raw, path)
    found, misread = program.parse(text, path)
    problems = [*undecodable, *_check_text(raw, text, path), *misread]
    if not any(problem.rule == "EX-2" for problem in misread):
        tree = program.syntax(text)
        problems += [*_check_inputs(tree, found), *_check_main(tree, path)]
        problems += _check_names(tree, path)
    return found, problems


def check_imports(
    found: Program, terminal: bool, programs: Collection[PurePosixPath] = ()
) -> Iterator[Problem]:
    """EX-6: what the browser's Python lacks is for programs that say they run in a terminal. Those
    may also import the programs beside them, which readers download with them.
    """
    for line, name in program.imports(program.syntax(found.text)) if found.foreign else ():
        if name not in found.foreign:
            continue
        message = f"网页里的 Python 没有 '{name}'。"
        hint = "能用的模块见贡献页“怎样写示例”；离不开它就在围栏里的路径后面写 terminal。"
        if terminal and found.path.with_name(f"{name}.py") in programs:
            continue
        if name.partition(".")[0] not in sys.stdlib_module_names:
            message, hint = f"'{name}' 不在标准库里。", "读者下载后只有 Python 本身，换成标准库。"
        elif terminal:
            continue
        yield Problem(found.path, line, "EX-6", message, hint)


def _check_text(raw: bytes, text: str, path: PurePosixPath) -> Iterator[Problem]:
    """EX-2: readers see the file as it is, on a phone too."""
    if raw.startswith(b"\xef\xbb\xbf"):
        yield Problem(path, 1, "EX-2", "文件以 BOM 开头。", "编码选“UTF-8”，不带 BOM。")
    if "\r" in text:
        at = text[: text.index("\r")].count("\n") + 1
        yield Problem(path, at, "EX-2", "换行不是 LF。", "让编辑器用 LF（Unix）换行保存。")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > MOST_LINES:
        message = f"有 {len(lines)} 行，太长了。"
        yield Problem(path, MOST_LINES + 1, "EX-2", message, f"不超过 {MOST_LINES} 行。")
    for number, line in enumerate(lines, 1):
        if odd := _CONTROL.search(line):
            message = f"这一行有控制字符 {odd[0]!r}。"
            yield Problem(path, number, "EX-2", message, "删掉它，或者在文字里写成转义。")
        if len(line) > WIDEST:
            message = f"这一行有 {len(line)} 个字符，太宽了。"
            yield Problem(path, number, "EX-2", message, f"不超过 {WIDEST} 个。")


def _check_inputs(tree: ast.Module, found: Program) -> Iterator[Problem]:
    """EX-4: docstring, imports, then the INPUT block with nothing but plain values."""
    start, end = found.inputs
    if not end:
        return
    within = 0
    for node in tree.body[ast.get_docstring(tree) is not None :]:
        imported = isinstance(node, ast.Import | ast.ImportFrom)
        message = hint = ""
        if node.lineno < start and not imported:
            message, hint = "INPUT 块前面除了 import 还有别的语句。", "移到 INPUT 块的后面。"
        elif node.lineno > end and imported:
            message, hint = "INPUT 块后面还有 import。", "移到 INPUT 块的前面。"
        elif start < node.lineno < end:
            within += 1
            if not _is_input(node):
                message = "INPUT 块里这一行不是“大写名字 = 值”。"
                hint = "值只能是直接写出的文字、数、真假和它们的列表；算出来的移到 INPUT 块的后面。"
        if message:
            yield Problem(found.path, node.lineno, "EX-4", message, hint)
    if not within:
        yield Problem(found.path, start, "EX-4", "INPUT 块是空的。", "放进读者可以改的值。")


def _is_input(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value:
        targets, value = [node.target], node.value
    else:
        return False
    named = [t.id for t in targets if isinstance(t, ast.Name) and t.id == t.id.upper()]
    return len(named) == len(targets) == 1 and _is_plain(value)


def _is_plain(value: ast.expr | None) -> bool:
    match value:
        case ast.Constant(value=str() | int() | float() | None):  # True and False are int
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return all(map(_is_plain, items))
        case ast.Dict(keys=keys, values=items):
            return all(map(_is_plain, [*keys, *items]))
        case _:
            return False


def _check_main(tree: ast.Module, path: PurePosixPath) -> Iterator[Problem]:
    """EX-5: tests import the file, so it may only run when it is started."""
    mains = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "main"]
    if not mains:
        yield Problem(path, 0, "EX-5", "没有 main 函数。", "写 def main() -> None:。")
    elif ast.dump(mains[-1].args) != ast.dump(ast.arguments([], [], None, [], [], None, [])):
        yield Problem(path, mains[-1].lineno, "EX-5", "main 不能有参数。", "值写在 INPUT 块里。")
    if not tree.body or ast.dump(tree.body[-1]) != _GUARD:
        line = tree.body[-1].lineno if tree.body else 1
        hint = '最后两行写 if __name__ == "__main__": 和缩进的 main()。'
        yield Problem(path, line, "EX-5", "文件不是以调用 main 的那两行结束。", hint)


def _check_names(tree: ast.Module, path: PurePosixPath) -> Iterator[Problem]:
    """EX-7: no code made of text, no files, no questions. This is a reminder, not a sandbox."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN:
            hint = "示例不读文件、不问读者、不执行拼出来的代码；值写在 INPUT 块里。"
            yield Problem(path, node.lineno, "EX-7", f"示例里不能用 {node.id}。", hint)
