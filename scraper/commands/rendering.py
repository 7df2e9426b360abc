"""`kb render`: one page's Markdown → the HTML that the site carries in its place."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path, PurePosixPath

from scraper import article, bodies, check
from scraper.rules import files


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "file", metavar="FILE.md", type=Path, help="a page, with a header or without"
    )
    parser.add_argument(
        "--imported",
        action="store_true",
        help="as a page whose header says `provenance: imported`: few extensions, sanitised",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the HTML; 1 with the problems where the site would not be built with the page."""
    path = PurePosixPath(options.file.name)
    text, problems = files.decode(options.file.read_bytes(), path)
    page = article.with_or_without_header(text, path)
    imported = options.imported or page.header.provenance == "imported"
    if not imported:
        problems = [*problems, *check.check_markup(page)]
    if problems:
        print(check.as_text((options.file.parent, one) for one in problems), file=sys.stderr)
        return 1
    sys.stdout.buffer.write(f"{bodies.render(page.body, imported=imported)}\n".encode())
    return 0
