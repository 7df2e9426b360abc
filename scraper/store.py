"""What a run may write below content/, and writing it so that nothing is ever half done.

A file that a person edited since its import is left alone and reported; so is one that the importer
never wrote. Everything is written beside its place first; only when all of it is on disk are the
names exchanged.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from scraper import article, stamp
from scraper.article import Article
from scraper.errors import TargetError

State = Literal["new", "updated", "unchanged", "edited", "conflict"]
WRITTEN = ("new", "updated")


@dataclass(frozen=True)
class Decision:
    """What happens to one file: `path` is posix, below content/."""

    path: str
    state: State


def decide(into: Path, path: str, data: bytes, *, text: bool) -> Decision:
    """Compare what would be written with what is there. Raises TargetError on unreadable files."""
    file = into / path
    if file.exists() and not file.is_file():
        raise TargetError(f"{file}: is in the way, and no regular file")
    try:
        old = file.read_bytes()
    except FileNotFoundError:
        return Decision(path, "new")
    except (OSError, ValueError) as error:
        raise TargetError(f"{file}: cannot be read ({_reason(error)})") from error
    if not text:
        # nothing tells whose a different image is, so it is taken for a person's
        return Decision(path, "unchanged" if old == data else "edited")
    try:
        there = old.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Decision(path, "conflict")
    new = data.decode("utf-8")
    if there == new:
        return Decision(path, "unchanged")
    if stamp.is_untouched(there):
        # fetched again and found the same: the file goes on saying when it was first found so
        return Decision(path, "unchanged" if stamp.says_the_same(there, new) else "updated")
    return Decision(path, "edited" if "\nimported:" in there else "conflict")


def read_articles(into: Path) -> list[Article]:
    """Every article below `into` whose header can be read, in a fixed order."""
    found = []
    files = sorted(into.rglob("*.md")) if into.is_dir() else []
    for file in (file for file in files if file.is_file()):
        path = PurePosixPath(file.relative_to(into).as_posix())
        text = file.read_bytes().decode("utf-8", errors="replace")
        parsed, problems = article.parse(text, path)
        if not problems:
            found.append(parsed)
    return found


def write(files: Mapping[Path, bytes], removed: Iterable[Path] = ()) -> None:
    """Write all files or none of them, and then remove others. Raises TargetError where one cannot
    be written; everything is then as it was.
    """
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for target, data in sorted(files.items()):
            made += _make_folder(target.parent)
            if target.is_dir():
                raise IsADirectoryError(21, "a folder is in the way", str(target))
            staged.append((_stage(target, data), target))
    except OSError as error:
        _undo((temporary for temporary, _ in staged), made)
        where = error.filename or "the target"
        raise TargetError(f"{where}: cannot be written ({_reason(error)})") from error
    except BaseException:
        _undo((temporary for temporary, _ in staged), made)
        raise
    for temporary, target in staged:
        os.replace(temporary, target)
    for path in removed:
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # other files are in it
            path.parent.rmdir()


def _stage(target: Path, data: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _make_folder(folder: Path) -> list[Path]:
    """Create a folder with its parents; returns what was created, outermost first."""
    missing = [p for p in [folder, *folder.parents] if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _undo(temporaries: Iterable[Path], folders: Iterable[Path]) -> None:
    for temporary in temporaries:
        temporary.unlink(missing_ok=True)
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        with contextlib.suppress(OSError):  # another run may have put a file there since
            folder.rmdir()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
