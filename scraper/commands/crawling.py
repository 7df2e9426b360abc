"""`kb crawl`: a live forum → an archive."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from scraper import progress, settings
from scraper.commands import arguments
from scraper.crawl import Options, Summary, crawl
from scraper.errors import KbError
from scraper.fetch import Limits
from scraper.pace import SystemClock

INTERRUPTED = 130
_SHOWN = 10  # failures that a summary names
_KINDS = {
    "listing": "listing pages", "post": "posts", "page": "further pages", "mobile": "mobile pages",
    "remarks": "sets of comments", "image": "images", "file": "attachments",
}  # fmt: skip
_ENDS = {
    "unchanged": "unchanged images", "gone": "gone", "merged": "merged", "login": "for members",
    "elsewhere": "leading elsewhere", "refused": "not allowed", "failed": "failed",
}  # fmt: skip


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("url", metavar="URL", help="the forum's front page, or a name in --sources")
    parser.add_argument(
        "--archive", metavar="DIR", type=Path, required=True, help="where all answers are kept"
    )
    arguments.add_sources(parser)
    arguments.add_politeness(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Crawl, and say what came of it."""
    url, own = find(options.url, options.sources)
    summary = fetch(url, options.archive, own, options)
    if summary is None:
        return INTERRUPTED
    print(as_text(summary, options.archive))
    return 0


def find(name: str, sources: Path) -> tuple[str, settings.Settings]:
    """A source's address and settings, by its name or its address; defaults for one not listed.

    Raises KbError for a name that is not there.
    """
    known = settings.load_sources(sources)
    if "://" not in name and name not in known:
        names = ", ".join(sorted(known)) or "none"
        raise KbError(f"{name}: neither an address nor a name in {sources} (it has {names})")
    own = known.get(name) or settings.for_url(known, name) or settings.Settings()
    return own.base_url or name, own


def fetch(
    url: str, folder: Path, own: settings.Settings, given: argparse.Namespace
) -> Summary | None:
    """Crawl `url` into `folder`; None where a person interrupted it."""
    rate = own.rate if given.rate is None else given.rate
    options = Options(
        contact=given.contact or own.contact,
        rate=rate or None,
        image_hosts=own.image_hosts,
        take_down=own.take_down,
        mobile=own.mobile_times,
        limits=Limits(own.page_limit_mb * 2**20, own.image_limit_mb * 2**20),
        recheck=timedelta(days=given.recheck) if given.recheck is not None else None,
    )
    with progress.on(sys.stderr) as shown:
        return interruptible(crawl(url, folder, options, SystemClock(), shown))


def interruptible(work: Coroutine[Any, Any, Summary]) -> Summary | None:
    """Run to the end; None after Ctrl-C, with a line that says how to go on."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        print(
            "kb: stopped; all that was fetched is kept, the same command goes on", file=sys.stderr
        )
        return None


def as_text(summary: Summary, folder: Path) -> str:
    """What a run did, in one or two lines, and a line for each of the first failures."""
    kinds = [f"{summary.kinds[kind]} {label}" for kind, label in _KINDS.items()
             if summary.kinds[kind]]  # fmt: skip
    ends = [f"{summary.outcomes[end]} {label}" for end, label in _ENDS.items()
            if summary.outcomes[end]]  # fmt: skip
    lines = [f"{folder}: {', '.join(kinds) or 'nothing new'}; {summary.requests} requests"]
    if ends:
        lines.append(f"also: {', '.join(ends)}")
    lines += [f"  {url}: {why}" for url, why in summary.failed[:_SHOWN]]
    if len(summary.failed) > _SHOWN:
        lines.append(f"  … and {len(summary.failed) - _SHOWN} more")
    if summary.failed:
        lines.append("the same command tries again what failed")
    return "\n".join(lines)
