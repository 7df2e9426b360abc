"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from scraper import moments, settings
from scraper.errors import KbError


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The argument that all commands share which deal with a forum."""
    parser.add_argument(
        "--sources",
        metavar="FILE",
        type=Path,
        default=Path(settings.SOURCES_NAME),
        help="settings by forum (default: sources.yml)",
    )


def add_politeness(parser: argparse.ArgumentParser) -> None:
    """The arguments that crawl and sync share."""
    parser.add_argument("--contact", metavar="ADDRESS", help="whom the forum can write to")
    parser.add_argument(
        "--rate",
        metavar="N",
        type=partial(_number, most=1000),
        help="requests a second (default 1); 0: no limit",
    )
    parser.add_argument(
        "--recheck",
        metavar="DAYS",
        type=partial(_number, most=365000),
        help="fetch posts again that were last fetched so long ago",
    )


def _number(text: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:  # nor what is no number
        raise argparse.ArgumentTypeError(f"must be between 0 and {most}")
    return value


def add_target(parser: argparse.ArgumentParser) -> None:
    """The arguments that import and sync share."""
    parser.add_argument("--into", metavar="DIR", type=Path, default=Path("content"))
    parser.add_argument("--report", metavar="FILE.json", type=Path, help="write what was found")
    parser.add_argument("--dry-run", action="store_true", help="write no page and no report")
    parser.add_argument(
        "--fetched-at",
        metavar="TIME",
        type=_instant,
        help="when the source was captured; relative times need it (ISO, UTC+8 without a zone)",
    )
    parser.add_argument("--base-url", metavar="URL", help="address of the forum")
    parser.add_argument(
        "--publish",
        choices=["summary", "full"],
        help="what of other people's posts to write; default: the source's setting, else summary"
        " into a site's content/ and full into any other folder",
    )
    parser.add_argument(
        "--cache",
        metavar="FILE",
        type=Path,
        default=Path(".cache/kb.sqlite"),
        help="keeps conversions for the next import (default: .cache/kb.sqlite)",
    )
    parser.add_argument(
        "--no-cache", dest="cache", action="store_const", const=None, help="keep none"
    )
    parser.add_argument(
        "--workers", metavar="N", type=_workers, default=1, help="processes that share the work"
    )


def _instant(text: str) -> object:
    try:
        return moments.parse_instant(text)
    except KbError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("must be a number from 1 to 256")
    return int(text)
