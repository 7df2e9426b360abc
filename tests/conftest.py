"""Shared fixtures: golden files with --update, and the paths that tests may read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seed" / "000_0b9ed0c9a1146257.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write the file with --update."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"differs from {path.name}; see --update"

    return compare


@pytest.fixture(scope="session")
def seed() -> Path:
    """The real front-page dump, where this checkout has it beside it."""
    if not SEED.is_file():
        pytest.skip(f"the real dump is not here ({SEED.parent}); the own dump covers its quirks")
    return SEED
