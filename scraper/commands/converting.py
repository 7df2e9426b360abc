"""`kb convert`: one body's HTML → the Markdown that an import would make of it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from scraper import bodies, markdown, responses, sanitize
from scraper.errors import TargetError


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("file", metavar="FILE.html", type=Path, help="one body's HTML")
    parser.add_argument("--report", metavar="FILE.json", type=Path, help="write what was found")
    parser.add_argument("--url", type=_address, help="where the original can be read")
    parser.add_argument(
        "--keep-personal", action="store_true", help="report personal data, but do not mask it"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the Markdown; a body that is too much for us gives a note, and a line that says why."""
    body = bodies.convert(
        responses.text(options.file.read_bytes()),
        url=options.url,
        mask=not options.keep_personal,
    )
    if options.report:
        if options.report.resolve() == options.file.resolve():
            raise TargetError(f"{options.report}: the report would replace the source")
        options.report.write_text(_report(body), encoding="utf-8")
    sys.stdout.buffer.write(f"{body.text}\n".encode())
    if body.quarantined:
        print(f"kb: {options.file}: quarantined: {body.quarantined}", file=sys.stderr)
    return 0


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not sanitize.is_safe_url(text):
        raise argparse.ArgumentTypeError(
            "must be the address of a page, such as https://a.example/1"
        )
    return text


def _report(body: bodies.Body) -> str:
    data = {
        "blocks": body.blocks,
        "kept_html": body.kept_html,
        "share": markdown.share(body.kept_html, body.blocks),
        "kept": [asdict(one) for one in body.kept],
        "personal_data": list(body.personal),
        "quarantined": body.quarantined,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
