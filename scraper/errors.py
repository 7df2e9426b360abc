"""What can go wrong: one root exception for what stops a run, one value for what a person mends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


class KbError(Exception):
    """Stops the run. Shown as one line; a traceback always means a bug of ours."""


class SourceError(KbError):
    """The source of an import cannot be read as a forum: names the file and the reason."""


class TargetError(KbError):
    """The target of an import cannot be written. Nothing in it was changed."""


class CrawlError(KbError):
    """A crawl cannot go on: says why, what was kept and how to resume."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing in content/ that a person must mend.

    `line` counts from 1; 0 means the file as a whole. `rule` is stable and never reused.
    `message` says what is wrong and `hint` what to write instead, both in Chinese.
    """

    path: PurePosixPath
    line: int
    rule: str
    message: str
    hint: str = ""
