"""The Pythons of this machine that readers may have: 3.11 to 3.14."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

MINORS = range(11, 15)
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


@cache
def found() -> dict[str, str]:
    """A version such as "3.12" → a program; this one first, then PATH, then pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [sys.executable]
    for minor in MINORS:
        candidates += filter(None, [shutil.which(f"python3.{minor}")])
        candidates += map(str, sorted(pyenv.glob(f"3.{minor}.*/bin/python")))
    result: dict[str, str] = {}
    for program in candidates:
        version = _version(program)
        if version in {f"3.{minor}" for minor in MINORS}:
            result.setdefault(version, program)
    return result


def _version(program: str) -> str:
    """What it says of itself; a shim without a Python behind it says nothing."""
    try:
        done = subprocess.run(
            [program, "-c", _ASK], capture_output=True, text=True, timeout=60, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
