"""The index of an archive, for reading it without crawling."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scraper.errors import CrawlError
from scraper.frontier import schema
from scraper.frontier.rows import Archived


@dataclass(frozen=True)
class Index:
    """What an archive's frontier says of it, for reading without crawling. `listed` is the round in
    which a listing last showed a post.
    """

    base_url: str
    captures: tuple[Archived, ...]
    listed: Mapping[str, int]


def index(folder: Path) -> Index | None:
    """The index of an archive of ours in the order of fetching, None where it has none.

    Raises CrawlError where a crawl is under way in it or where it cannot be read.
    """
    path = folder / schema.FILE_NAME
    if not path.is_file():
        return None
    try:
        db = _connected(path)
        try:
            meta = dict(db.execute("select name, value from meta").fetchall())
            rows = db.execute(
                f"select {schema.COLUMNS}, key, relative, round from capture order by id"  # noqa: S608
            )
            captures = tuple(Archived(r[8], schema.capture(r[:8]), bool(r[9]), r[10]) for r in rows)
            listed = dict(
                db.execute("select key, walk / ? from post where walk > 0", (schema.WALKS,))
            )
        finally:
            db.close()
    except sqlite3.Error as error:
        raise CrawlError(f"{path}: {schema.reason(error)}") from error
    return Index(meta.get("base_url", ""), captures, listed)


def _connected(path: Path) -> sqlite3.Connection:
    """The file opened for reading. Even for that SQLite writes beside it, so where it may not
    (a read-only copy) it is told that nobody else does.
    """
    if all(os.access(place, os.W_OK) for place in (path, path.parent)):
        return sqlite3.connect(path, isolation_level=None, timeout=1.0)
    if path.with_name(f"{path.name}-wal").exists():
        raise CrawlError(f"{path}: a crawl was killed or is under way; it must be writable to read")
    return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
