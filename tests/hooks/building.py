"""Builds a site as `make site` does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests" / "browser" / "content"


def build(content: Path, site: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the generator in strict mode on `content`; the caller looks at the exit code."""
    settings = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "KB_CONTENT": str(content)}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=ROOT,
        env=os.environ | settings | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their contents."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
