"""The `kb` command: thin, every decision is made elsewhere. Exit codes: 0 done, 1 problems in
content/, 2 the call or its input is no good, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from scraper.errors import KbError

# A command's module is loaded only when it is called: a crawl runs for hours, and what turns pages
# into articles takes five times the memory of what fetches them.
COMMANDS = {
    "import": ("importing", "bring the posts of a source into content/"),
    "crawl": ("crawling", "fetch a live forum into an archive"),
    "sync": ("syncing", "crawl what changed, import it, and say what happened"),
    "convert": ("converting", "one body's HTML to Markdown, as an import would write it"),
    "render": ("rendering", "one page's Markdown to the HTML that the site carries"),
    "check": ("checking", "check articles (文章检查)"),
    "new": ("starting", "start a new article (新建文章)"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `kb`; returns the exit code. A KbError is one line, a traceback is a bug of ours."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser(given[0] if given else "").parse_args(given)
        return int(options.run(options))
    except KeyboardInterrupt:
        print("kb: interrupted", file=sys.stderr)
        return 130
    except KbError as error:
        message = str(error)
    except OSError as error:  # a path too long, a folder that may not be entered, …
        message = f"{error.filename or 'input'}: {error.strerror or error}"
    print(f"kb: {' '.join(message.splitlines())}", file=sys.stderr)
    return 2


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kb", description="Turns forum posts into content/.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary)
        if name == chosen:
            import_module(f"scraper.commands.{module}").add(command)
    return parser
