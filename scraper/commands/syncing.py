"""`kb sync`: crawl what changed, import it, and say what happened."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from scraper import changes, pipeline, report, settings, store
from scraper.commands import arguments, crawling, importing
from scraper.errors import KbError


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a forum's address or its name in --sources; or a WARC file, a folder with WARC files,"
        " a folder of saved pages, a text dump",
    )
    parser.add_argument(
        "--archive",
        metavar="DIR",
        type=Path,
        help="where the crawl of a live forum is kept (default: archive/HOST)",
    )
    arguments.add_sources(parser)
    arguments.add_politeness(parser)
    arguments.add_target(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Crawl where the source is live, import, report."""
    importing.refuse_target(options.into)
    folder = Path(options.source)
    if _is_live(options.source, settings.load_sources(options.sources)):
        url, own = crawling.find(options.source, options.sources)
        folder = options.archive or Path("archive") / urlsplit(url).netloc.replace(":", "-")
        summary = crawling.fetch(url, folder, own, options)
        if summary is None:
            return crawling.INTERRUPTED
        print(crawling.as_text(summary, folder))
    elif not folder.exists():
        raise KbError(f"{folder}: no such file or folder, and no name in {options.sources}")
    result = importing.bring_in(folder, options)
    found = changes.of(result, options.into, folder)
    _save(result, found, options, folder)
    print(report.as_text(result))
    print(changes.as_text(found))
    return 0


def _is_live(source: str, known: dict[str, settings.Settings]) -> bool:
    return "://" in source or (source in known and not Path(source).exists())


def _save(
    result: pipeline.Result,
    found: list[changes.Change],
    options: argparse.Namespace,
    source: Path,
) -> None:
    """Write the pages and the report: Markdown for people, unless its name ends in .json."""
    if options.report is None or options.report.suffix == ".json":
        importing.save(result, options, source)
        return
    importing.refuse_report(options.report, source, options.into, result)
    text = changes.as_markdown(found, f"Sync of {result.opened.where}")
    files = {**result.files, options.report: text.encode()}
    if options.dry_run:
        print(text, file=sys.stderr)
    else:
        store.write(files, result.removed)
