"""The `kb` command: thin, every decision is made elsewhere. Exit codes: 0 done, 1 problems in
content/, 2 the call or its input is no good.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scraper import check, intake, moments, pipeline, report, sources, store, template
from scraper.errors import KbError, TargetError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `kb`; returns the exit code. A KbError is one line, a traceback is a bug of ours."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KbError as error:
        message = str(error)
    except OSError as error:  # a path too long, a folder that may not be entered, …
        message = f"{error.filename or 'input'}: {error.strerror or error}"
    print(f"kb: {' '.join(message.splitlines())}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kb", description="Turns forum posts into content/.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_import(commands.add_parser("import", help="bring the posts of a source into content/"))
    _add_check(commands.add_parser("check", help="check articles (文章检查)"))
    _add_new(commands.add_parser("new", help="start a new article (新建文章)"))
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        type=Path,
        help="a text dump of a front page, or a folder of saved WeCenter pages;"
        " without it the bundled sample forum",
    )
    parser.add_argument("--into", metavar="DIR", type=Path, default=Path("content"))
    parser.add_argument("--report", metavar="FILE.json", type=Path, help="write what was found")
    parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
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
    parser.set_defaults(run=_import)


def _instant(text: str) -> object:
    try:
        return moments.parse_instant(text)
    except KbError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _import(options: argparse.Namespace) -> int:
    chosen = intake.Options(options.publish, options.fetched_at, options.base_url)
    opened = intake.open_source(options.source or sources.sample(), chosen)
    if options.into.exists() and not options.into.is_dir():
        raise TargetError(f"{options.into}: is a file, not a folder")
    result = pipeline.run(opened, options.into)
    files = dict(result.files)
    if options.report:
        _refuse_report(options.report, options.source, options.into, result)
        files[options.report] = report.as_json(result).encode()
    if not options.dry_run:
        store.write(files)
    print(report.as_text(result))
    return 0


def _refuse_report(target: Path, source: Path | None, into: Path, result: pipeline.Result) -> None:
    """A report may replace an older report, and nothing else that matters."""
    if target.exists() and not target.is_file():
        raise TargetError(f"{target}: the report must be a regular file")
    pages = {(into / decision.path).resolve() for decision in result.decisions}
    if target.resolve() in pages or (source and target.resolve() == source.resolve()):
        raise TargetError(f"{target}: the report would replace the source or a page")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, default=[Path("content")])
    parser.add_argument("--format", choices=["text", "github", "json"], default="text")
    parser.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
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


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="分类/文件名", help="例如 android/push-check")
    parser.add_argument("--title", required=True, help="标题")
    parser.add_argument("--author", required=True, help="作者署名")
    parser.add_argument("--into", metavar="DIR", type=Path, default=Path("content"))
    parser.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    path, text = template.new(options.path, options.title, options.author, options.into)
    store.write({path: text.encode()})
    print(f"已新建 {path.as_posix()}，写完后运行 kb check {path.as_posix()}")
    return 0
