"""What tells a page as the importer wrote it from one that a person edited since."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import PurePosixPath

from scraper.article import FENCE, Article, parse, render


def fingerprint(text: str) -> str:
    """What the `imported` field holds: a hash of the file's text without that field's line.

    Line ends do not count, so a checkout on Windows is not taken for an edit.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), len(lines))
    kept = [line for line in lines[:end] if not line.startswith("imported:")] + lines[end:]
    # the prefix keeps YAML from reading some hashes as numbers, which it would put in quotes
    return "sha256:" + hashlib.sha256("\n".join(kept).encode()).hexdigest()[:16]


def stamped(article: Article) -> str:
    """The text as the importer writes it, with the hash that tells an edit from a re-import."""
    header = replace(article.header, imported=fingerprint(render(article)))
    return render(replace(article, header=header))


def is_untouched(text: str) -> bool:
    """Whether a file still says, byte for byte, what the importer wrote."""
    found = re.search(r"^imported: (\S+)$", text.replace("\r\n", "\n"), re.MULTILINE)
    return found is not None and found[1] == fingerprint(text)


def says_the_same(old: str, new: str) -> bool:
    """Whether a file, fetched again, differs in nothing but when and from which bytes that was."""
    before, after = _unstamped(old), _unstamped(new)
    source = before.header.source
    if source and source.fetched and after.header.source and after.header.source.fetched:
        source = replace(after.header.source, fetched=source.fetched, sha256=source.sha256)
        after = replace(after, header=replace(after.header, source=source))
    return before == after


def _unstamped(text: str) -> Article:
    found, _ = parse(text, PurePosixPath())
    return replace(found, header=replace(found.header, imported=None), body_line=0)
