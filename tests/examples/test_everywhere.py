"""Every example writes the same bytes under every Python here, and what the golden file shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.examples import loading, pythons

GOLDEN = Path(__file__).parent / "golden"
NAMES = loading.names()


def written(python: str, name: str, hash_seed: str = "random") -> bytes:
    """Standard output of a reader's own run of the downloaded file."""
    done = subprocess.run(
        [python, "-W", "error", str(loading.ROOT / f"{name}.py")],
        capture_output=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_under_every_python(name: str, golden: Callable[[Path, str], None]) -> None:
    outputs = {version: written(path, name) for version, path in pythons.found().items()}
    outputs |= {f"hash seed {seed}": written(sys.executable, name, seed) for seed in ("0", "1")}
    first, *others = outputs.values()
    assert all(other == first for other in others), sorted(outputs)
    outcome = loading.outcome(first.decode())
    assert outcome.trace
    golden(GOLDEN / f"{name}.txt", outcome.text)


def test_the_catalogue_is_complete() -> None:
    """24 subjects; some of them are two or three programs, for one program answers one question."""
    assert len(NAMES) >= 24


@pytest.mark.parametrize("name", NAMES)
def test_output_fits_a_page(name: str) -> None:
    text = loading.run(name).text
    assert len(text.splitlines()) <= 90
    assert max(map(len, text.splitlines())) <= 100
