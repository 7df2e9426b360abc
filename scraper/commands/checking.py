"""`kb check`: every rule over content/."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scraper import check
from scraper.errors import KbError


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, default=[Path("content")])
    parser.add_argument("--format", choices=["text", "github", "json"], default="text")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the problems; 1 where there are any."""
    for path in options.paths:
        if not path.exists():
            raise KbError(f"{path}: 没有这个文件或文件夹")
    found = check.check_paths(options.paths)
    write = {"text": check.as_text, "github": check.as_github, "json": check.as_json}
    if found or options.format == "json":
        print(write[options.format](found))
    if options.format == "text":
        print(f"{len(found)} 个问题。" if found else "没有问题。", file=sys.stderr)
    return 1 if found else 0
