"""The browser's scripts, as far as Node.js can run them: no page, no worker."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hooks import runtime

TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_modules_under_node(file: Path) -> None:
    node = runtime.find_node().node
    command = [node, "--no-warnings", "--test", "--test-reporter=tap", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "# pass 0" not in done.stdout
