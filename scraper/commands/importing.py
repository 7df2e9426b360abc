"""`kb import`: the posts of a source → content/."""

from __future__ import annotations

import argparse
from pathlib import Path

from scraper import intake, pipeline, report, settings, sources, spread, store
from scraper.commands import arguments
from scraper.errors import TargetError


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        type=Path,
        help="a text dump of a front page, a folder of saved WeCenter pages, a WARC file or a"
        " folder with WARC files (such as kb crawl makes); without it the bundled sample forum",
    )
    arguments.add_sources(parser)
    arguments.add_target(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import, and say what was found."""
    refuse_target(options.into)
    result = bring_in(options.source or sources.sample(), options)
    save(result, options, options.source)
    print(report.as_text(result))
    for note in result.notes:
        if note.code in ("file-edited", "file-conflict"):
            print(f"kept: {note.where}: {note.message}")
    return 0


def refuse_target(into: Path) -> None:
    """Pages go into a folder, which may be there or not."""
    if into.exists() and not into.is_dir():
        raise TargetError(f"{into}: is a file, not a folder")


def bring_in(source: Path, options: argparse.Namespace) -> pipeline.Result:
    """What an import of a source comes to, with nothing written yet."""
    chosen = intake.Options(options.publish, options.fetched_at, options.base_url)
    known = settings.load_sources(options.sources)
    with spread.processes(options.workers) as executor:
        opened = intake.open_source(source, chosen, executor, known)
        return pipeline.run(opened, options.into, executor, options.cache)


def save(result: pipeline.Result, options: argparse.Namespace, source: Path | None) -> None:
    """Write the pages and the report, all of them or nothing."""
    files = dict(result.files)
    if options.report:
        refuse_report(options.report, source, options.into, result)
        files[options.report] = report.as_json(result).encode()
    if not options.dry_run:
        store.write(files, result.removed)


def refuse_report(target: Path, source: Path | None, into: Path, result: pipeline.Result) -> None:
    """A report may replace an older report, and nothing else that matters."""
    if target.exists() and not target.is_file():
        raise TargetError(f"{target}: the report must be a regular file")
    pages = {(into / decision.path).resolve() for decision in result.decisions}
    if target.resolve() in pages or (source and target.resolve() == source.resolve()):
        raise TargetError(f"{target}: the report would replace the source or a page")
