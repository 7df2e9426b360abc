"""Results of work on pieces of text, by a hash of the piece and of the code that did the work.

One SQLite file that several processes may use at once. It may be deleted at any time; where it
cannot be used, the work is simply done again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = (
    "beautifulsoup4", "html-to-markdown", "markdown", "nh3", "pygments", "pymdown-extensions",
    "selectolax",
)  # fmt: skip
_CODE = Path(__file__).parent
_MOST_IN_MEMORY = 5000
_SCHEMA = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value TEXT) WITHOUT ROWID"


class Cache:
    """A store of texts. `path` None keeps the newest of them, for this process only."""

    def __init__(self, path: Path | None = None) -> None:
        self._newest: dict[bytes, str] = {}
        self._rows = _open(path) if path else None

    def made(self, kind: str, piece: str, make: Callable[[], str]) -> str:
        """What `make` gives for `piece`, made now or before. `kind` tells one work from another."""
        text = f"{_fingerprint()}\0{kind}\0{piece}"
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        found = self._newest.get(key) if self._rows is None else self._read(key)
        if found is None:
            found = make()
            self._write(key, found)
        return found

    def _read(self, key: bytes) -> str | None:
        assert self._rows is not None  # noqa: S101 - the caller has looked
        try:
            row = self._rows.execute("SELECT value FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return str(row[0]) if row else None

    def _write(self, key: bytes, value: str) -> None:
        if self._rows is None:
            if len(self._newest) >= _MOST_IN_MEMORY:
                del self._newest[next(iter(self._newest))]
            self._newest[key] = value
            return
        try:
            self._rows.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, value))
        except sqlite3.Error:  # the disk is full, say: the rest is not kept
            self._rows = None


@cache
def shared(path: Path | None) -> Cache:
    """This process's cache at a path."""
    return Cache(path)


def _open(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = sqlite3.connect(path, timeout=5, isolation_level=None)
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = OFF")  # what is lost is made again
        rows.execute(_SCHEMA)
        if rows.execute("PRAGMA user_version").fetchone()[0] != _short_fingerprint():
            rows.execute("DELETE FROM results")  # of other code; nobody will ask for them
            rows.execute(f"PRAGMA user_version = {_short_fingerprint()}")
    except (OSError, sqlite3.Error):
        return None
    return rows


@cache
def _fingerprint() -> str:
    """The code and the libraries that make results: any change of them makes all results old."""
    digest = hashlib.sha256()
    for file in sorted(_CODE.rglob("*.py")):
        digest.update(file.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()


def _short_fingerprint() -> int:
    """As many bits of it as SQLite keeps for a file's version."""
    return int(_fingerprint()[:7], 16)
