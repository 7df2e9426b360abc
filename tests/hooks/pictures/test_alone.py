"""The package works by itself, under another name, as it does in the browser."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hooks import pictures
from tests.hooks.pictures.samples import ALL, trace

FOLDER = Path(pictures.__file__).parent
ALLOWED = {
    "json",
    "math",
    "dataclasses",
    "typing",
    "re",
    "collections",
    "html",
    "itertools",
    "functools",
}
DRAW = "import sys, pictures as p; print(p.to_json(p.draw(p.read(sys.argv[1]), 'x')))"


def test_it_imports_itself_and_a_few_modules() -> None:
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert {name.partition(".")[0] for name in names} <= ALLOWED, file.name


@pytest.mark.parametrize("part", [slice(6), slice(6, None)])
def test_it_draws_the_same_as_a_package_of_its_own(tmp_path: Path, part: slice) -> None:
    shutil.copytree(FOLDER, tmp_path / "pictures", ignore=shutil.ignore_patterns("__pycache__"))
    line = trace(*list(ALL.values())[part])
    result = subprocess.run(
        [sys.executable, "-S", "-c", DRAW, line],
        cwd=tmp_path,
        env={"PYTHONUTF8": "1", "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == pictures.to_json(pictures.draw(pictures.read(line), "x"))
