"""Writes the README's picture: python -m tests.browser.screenshot OUT.png [SITE]"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.browser import chromium

SIZE = {"width": 1280, "height": 800}


def shoot(site: Path, target: Path) -> None:
    """The start page of a built site as a light PNG of SIZE, from disk."""
    with chromium.running() as browser:
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto((site / "index.html").resolve().as_uri())
        page.screenshot(path=target)


def main(arguments: Sequence[str]) -> int:
    """Run `python -m tests.browser.screenshot`; returns the exit code."""
    if len(arguments) not in (1, 2):
        print("usage: python -m tests.browser.screenshot OUT.png [SITE]", file=sys.stderr)
        return 2
    target, site = Path(arguments[0]), Path(*arguments[1:] or ["site"])
    if not (site / "index.html").is_file():
        print(f"screenshot: {site}: no index.html in it; build the site first", file=sys.stderr)
        return 2
    target.parent.mkdir(parents=True, exist_ok=True)
    shoot(site, target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
