"""Would the tests of the examples notice a mistake? Changes one thing at a time and lets them run.

`python -m bench.mutants [stun/header …] [--each N] [--seed S]` prints the survivors and, last, one
JSON line. A mutant has one operator, comparison, number, truth value or return of a function
changed. What only reports is left alone: `main`, and functions that make the pictures.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

import pytest

from scraper import program
from tests.examples import loading

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "examples"
_TIME = 60  # seconds that the tests of one mutant may take; one that hangs counts as noticed
_ORACLES = (
    "aioice", "aiortc.sdp", "av", "cryptography.x509", "hypothesis", "jump", "pyrate_limiter",
    "scapy.contrib.stun", "sdp_transform", "simpy", "uhashring", "websockets.frames", "wsproto",
)  # fmt: skip
_REPORTING = ("main", "picture", "draw", "trace", "show", "print", "describe")
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed program."""

    name: str
    line: int
    change: str
    source: str


def mutants(name: str, source: str) -> list[Mutant]:
    """All changes of one program, in the order of its lines."""
    tree = ast.parse(source)
    first, last = program.parse(source, PurePosixPath(f"{name}.py"))[0].inputs
    found = []
    nodes = list(_judged(tree))
    for index, node in enumerate(nodes):
        if first <= node.lineno <= last:
            continue
        for change, apply in _changes(node):
            again = copy.deepcopy(tree)
            apply(list(_judged(again))[index])
            text = ast.unparse(ast.fix_missing_locations(again))
            found.append(Mutant(name, node.lineno, change, text))
    return found


def _judged(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """All statements and expressions outside what only reports, docstrings and annotations."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.FunctionDef) and child.name.startswith(_REPORTING):
                continue
            if isinstance(child, ast.If) and "__name__" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.AST):
                if isinstance(child, ast.expr | ast.stmt):
                    yield child
                yield from _judged(child)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """What can be changed about one node, and how to do it to a copy of it."""
    match node:
        case ast.Compare(ops=ops):
            for at, op in enumerate(ops):
                to = _COMPARISONS[type(op)]
                yield f"{type(op).__name__} → {to.__name__}", partial(_set_comparison, at, to)
        case ast.BinOp(op=op, left=left) if not _is_text(left) and type(op) in _OPERATORS:
            other = _OPERATORS[type(op)]
            yield f"{type(op).__name__} → {other.__name__}", partial(_set, "op", other())
        case ast.BoolOp(op=op):
            swapped = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{type(op).__name__} → other", partial(_set, "op", swapped)
        case ast.Constant(value=bool() as value):
            yield f"{value} → {not value}", partial(_set, "value", not value)
        case ast.Constant(value=int() as value):
            yield f"{value} → {value + 1}", partial(_set, "value", value + 1)
        case ast.If(test=test) | ast.IfExp(test=test):
            yield "if → if not", partial(_set, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr()):
            yield "return → return None", partial(_set, "value", ast.Constant(None))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _set(field: str, value: object, node: ast.AST) -> None:
    setattr(node, field, value)


def _set_comparison(at: int, to: type[ast.cmpop], node: ast.AST) -> None:
    assert isinstance(node, ast.Compare)  # noqa: S101 - it was one when the change was chosen
    node.ops[at] = to()


def survives(mutant: Mutant) -> bool:
    """Whether the tests of its program pass, in a fork that has the oracles imported already."""
    test = test_of(mutant.name)
    with tempfile.TemporaryDirectory() as folder:
        for file in loading.ROOT.rglob("*.py"):
            copied = Path(folder) / file.relative_to(loading.ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(file.read_bytes())
        (Path(folder) / f"{mutant.name}.py").write_text(mutant.source, encoding="utf-8")
        child = os.fork()
        if child == 0:
            _tested(test, folder)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _tested(test: Path, examples: str) -> None:
    """Run one file of tests and leave the process with pytest's exit code."""
    code = 70
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        signal.alarm(_TIME)
        os.environ[loading.ENVIRONMENT] = examples
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        code = int(
            pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-m", "not browser", str(test)])
        )
    finally:
        os._exit(code)


def test_of(name: str) -> Path:
    """The file of tests for an example."""
    return TESTS / f"test_{name.replace('/', '_')}.py"


def measure(names: list[str], each: int, seed: int) -> dict[str, object]:
    """Judge up to `each` mutants of every example, chosen by a seed; prints the survivors."""
    for module in _ORACLES:
        __import__(module)  # once here instead of once in every fork
    parts: dict[str, dict[str, float]] = {}
    for name in names:
        source = (loading.ROOT / f"{name}.py").read_text(encoding="utf-8")
        if not survives(Mutant(name, 0, "nothing", ast.unparse(ast.parse(source)))):
            raise SystemExit(f"{name}: the tests fail without any mistake; nothing can be measured")
        all_of_it = mutants(name, source)
        chosen = random.Random(seed).sample(all_of_it, min(each, len(all_of_it)))  # noqa: S311
        with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
            alive = [
                m for m, lives in zip(chosen, pool.map(survives, chosen), strict=True) if lives
            ]
        for mutant in sorted(alive, key=lambda m: (m.line, m.change)):
            print(f"survived: {mutant.name}.py:{mutant.line}: {mutant.change}", flush=True)
        killed = len(chosen) - len(alive)
        parts[name] = {"possible": len(all_of_it), "mutants": len(chosen), "killed": killed}
        print(f"{name}: {killed} of {len(chosen)} noticed", flush=True)
    total = sum(part["mutants"] for part in parts.values())
    killed_all = sum(part["killed"] for part in parts.values())
    return {
        "mutants": total,
        "killed": killed_all,
        "share": round(killed_all / total, 4),
        "each": parts,
    }


def main() -> None:
    """Print the survivors and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--each", type=int, default=60, help="most mutants of one example")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.names or loading.names(), options.each, options.seed)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
