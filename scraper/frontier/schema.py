"""The tables of the frontier's file, and how a row of the index becomes a capture."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from scraper.models import Capture

FILE_NAME = "crawl.sqlite"
FORMAT = "1"
WALKS = 100  # numbers that one round has for its walks: `post.walk` is round * WALKS + walk
SCHEMA = """
create table meta (name text primary key, value text not null) without rowid;
create table file (name text primary key, size integer not null) without rowid;
create table task (
    seq integer primary key, key text not null unique, kind text not null, url text not null,
    priority integer not null, version text not null, state text not null default 'pending',
    attempts integer not null default 0, not_before real not null default 0,
    outcome text not null default '', note text not null default ''
);
create index task_next on task (state, priority, seq);
create table capture (
    id integer primary key, key text not null, url text not null, file text not null,
    offset integer not null, length integer not null, status integer not null,
    sha256 text not null, served text not null, headers text not null, round integer not null,
    relative integer not null
);
create index capture_url on capture (url);
create index capture_key on capture (key);
create table post (
    key text primary key, look text not null, since real not null, until real not null,
    walk integer not null, state text not null default 'alive', unlisted real not null default 0
) without rowid;
create table round (
    id integer primary key, started text not null, finished text, walk integer not null default 0,
    detail integer not null default 0, listing integer not null default 0
);
"""
COLUMNS = "url, file, offset, length, status, sha256, served, headers"


def capture(row: tuple[str, str, int, int, int, str, str, str]) -> Capture:
    """A capture from the COLUMNS of its row."""
    headers = tuple((str(k), str(v)) for k, v in json.loads(row[7]))
    return Capture(*row[:6], datetime.fromisoformat(row[6]), headers)


def reason(error: sqlite3.Error) -> str:
    """What went wrong with the file, for a person."""
    text = str(error)
    if "locked" in text:
        return "another crawl is using this archive; wait for it to end"
    if any(told in text for told in ("not a database", "malformed", "no such table")):
        return "not readable as the record of a crawl; move it away, the archive itself is whole"
    return text
