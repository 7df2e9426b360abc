"""Example programs as the tests meet them: the very files that pages show and browsers run."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from hooks.examples.run import RunError, taken_apart
from scraper import program

ROOT = Path(__file__).parents[2] / "content" / "examples"
ENVIRONMENT = "KB_EXAMPLES"  # bench/mutants.py points the tests at a changed copy


@dataclass(frozen=True)
class Outcome:
    """What one run of an example wrote: text, then its trace (None where it had none to give)."""

    text: str
    trace: dict[str, Any] | None
    complaint: str = ""  # what it said when it refused its input

    def picture(self, kind: str, number: int = 0) -> dict[str, Any]:
        """The pictures of one kind are numbered from 0."""
        assert self.trace is not None
        found = [picture for picture in self.trace["pictures"] if picture["kind"] == kind]
        picture: dict[str, Any] = found[number]
        return picture


def folder() -> Path:
    """Where the example programs are."""
    return Path(os.environ.get(ENVIRONMENT) or ROOT)


def names() -> list[str]:
    """All examples that run in a browser, such as "stun/header"."""
    found = [
        (file, program.parse(file.read_text(encoding="utf-8"), PurePosixPath(file.name))[0])
        for file in sorted(ROOT.rglob("*.py"))
    ]
    runnable = [file for file, parsed in found if parsed.inputs != (0, 0)]
    return [file.relative_to(ROOT).with_suffix("").as_posix() for file in runnable]


def load(name: str, **inputs: object) -> ModuleType:
    """A fresh module of an example, such as load("stun/header"), with some values of its INPUT
    block changed; it does not run.
    """
    path = folder() / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name.replace("/", "_"), path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for key, value in inputs.items():
        assert hasattr(module, key), f"{name} has no input {key}"
        setattr(module, key, value)
    return module


def run(name: str, **inputs: object) -> Outcome:
    """Run an example as a reader does who has changed some values of its INPUT block."""
    module = load(name, **inputs)
    written = io.StringIO()
    complaint = ""
    with contextlib.redirect_stdout(written):
        try:
            module.main()
        except SystemExit as stop:
            complaint = str(stop.code)
    return outcome(written.getvalue(), complaint)


def outcome(written: str, complaint: str = "") -> Outcome:
    """Take apart what was written: the trace is the last line."""
    try:
        found = taken_apart(written)
    except RunError:
        return Outcome(written, None, complaint)
    return Outcome(found.text, json.loads(found.trace), complaint)
