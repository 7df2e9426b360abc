"""The frontier's file: tasks, posts and rounds, and the index of what was archived."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from scraper.errors import CrawlError
from scraper.frontier import schema
from scraper.frontier.rows import Archived, Ask, Known, Outcome, Round, Seen, Task
from scraper.models import Capture


class Frontier:
    """The frontier in `folder`. One process at a time may hold it; a second one is refused."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / schema.FILE_NAME
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(self._path, isolation_level=None, timeout=1.0)
        except sqlite3.Error as error:
            raise CrawlError(f"{self._path}: {schema.reason(error)}") from error
        try:
            self._open()
        except BaseException as error:
            self._db.close()
            if isinstance(error, sqlite3.Error):
                raise CrawlError(f"{self._path}: {schema.reason(error)}") from error
            raise

    def _open(self) -> None:
        self._db.execute("pragma locking_mode = exclusive")
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.execute("pragma cache_size = -4000")
        with self.change():
            if not self._db.execute("select 1 from sqlite_master").fetchone():
                for statement in schema.SCHEMA.split(";"):
                    self._db.execute(statement)
                self.set("format", schema.FORMAT)
            elif self.get("format") != schema.FORMAT:
                raise CrawlError(f"{self._path}: written by another version of kb")
            # whoever leased these is gone: the lock is ours
            self._db.execute("update task set state = 'pending' where state = 'leased'")

    def __enter__(self) -> Frontier:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All that happens inside is recorded together or not at all."""
        self._db.execute("begin immediate")
        try:
            yield
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise

    def get(self, name: str) -> str | None:
        """A setting of the crawl, such as its base address."""
        row = self._db.execute("select value from meta where name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def set(self, name: str, value: str) -> None:
        """Record a setting."""
        self._db.execute("insert or replace into meta values (?, ?)", (name, value))

    def sizes(self) -> dict[str, int]:
        """The recorded size of each file of the archive."""
        return dict(self._db.execute("select name, size from file").fetchall())

    def add_captures(
        self, round_: int, found: Iterable[Archived], sizes: Mapping[str, int]
    ) -> None:
        """Index what was archived, and the sizes that the archive's files have with it."""
        rows = [
            (a.key, c.url, c.file, c.offset, c.length, c.status, c.sha256,
             c.served.astimezone(UTC).isoformat(), json.dumps(c.headers), round_, a.relative)
            for a in found for c in (a.capture,)
        ]  # fmt: skip
        self._db.executemany(
            "insert into capture (key, url, file, offset, length, status, sha256, served, headers,"
            " round, relative) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self._db.executemany("insert or replace into file values (?, ?)", sizes.items())

    def last_capture(self, key: str) -> Capture | None:
        """The newest good capture of a task."""
        row = self._db.execute(
            f"select {schema.COLUMNS} from capture where key = ? and status = 200"  # noqa: S608
            " order by id desc limit 1",
            (key,),
        ).fetchone()
        return schema.capture(row) if row else None

    def is_stored(self, url: str) -> bool:
        """Whether the present round has a good capture of an address, whatever asked for it."""
        row = self._db.execute(
            "select 1 from capture where url = ? and status = 200"
            " and round = (select max(id) from round)",
            (url,),
        ).fetchone()
        return row is not None

    # tasks

    def ask(self, asks: Iterable[Ask]) -> None:
        """Take up what is new, or done at another version; everything else stays as it is."""
        self._db.executemany(
            "insert into task (key, kind, url, priority, version)"
            " values (:key, :kind, :url, :priority, :version)"
            " on conflict (key) do update set state = 'pending', version = excluded.version,"
            " url = excluded.url, attempts = 0, not_before = 0, outcome = '', note = ''"
            " where version != excluded.version",
            [vars(ask) for ask in asks],
        )

    def lease(self, now: float) -> Task | None:
        """The next task that may be done at `now` (Unix seconds), marked as under way."""
        row = self._db.execute(
            "select key, kind, url, version, attempts, note from task"
            " where state = 'pending' and not_before <= ? order by priority, seq limit 1",
            (now,),
        ).fetchone()
        if row is None:
            return None
        with self.change():
            self._db.execute("update task set state = 'leased' where key = ?", (row[0],))
        return Task(*row)

    def waiting(self) -> float | None:
        """When the next task that has to wait may be tried (Unix seconds), None without one."""
        row = self._db.execute(
            "select min(not_before) from task where state = 'pending'"
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def release(self, task: Task, note: str = "") -> None:
        """Put a task back as if it had not been begun."""
        with self.change():
            self._state(task, "pending", task.attempts, 0, "", note or task.note)

    def retry(self, task: Task, not_before: float, note: str, *, counts: bool) -> None:
        """Try a task again, not before a moment; `counts` as a failed attempt or not."""
        with self.change():
            self._state(task, "pending", task.attempts + counts, not_before, "", note)

    def end(self, task: Task, outcome: Outcome, note: str = "") -> None:
        """A task is done, for good or until it is asked for at another version."""
        self._state(task, "done", task.attempts, 0, outcome, note)

    def _state(
        self, task: Task, state: str, attempts: int, not_before: float, outcome: str, note: str
    ) -> None:
        self._db.execute(
            "update task set state = ?, attempts = ?, not_before = ?, outcome = ?, note = ?"
            " where key = ?",
            (state, attempts, not_before, outcome, note, task.key),
        )

    def revive(self, outcome: Outcome) -> None:
        """Tasks that ended so in an earlier run get another chance."""
        with self.change():
            self._db.execute(
                "update task set state = 'pending', attempts = 0, not_before = 0, outcome = ''"
                " where outcome = ?",
                (outcome,),
            )

    def counts(self) -> tuple[int, int]:
        """(pending, failed) tasks."""
        row = self._db.execute(
            "select sum(state != 'done'), sum(outcome = 'failed') from task"
        ).fetchone()
        return int(row[0] or 0), int(row[1] or 0)

    def drop(self, keys: Iterable[str]) -> None:
        """Forget posts that must not be fetched, with all that belongs to them."""
        own = [(key,) for key in keys]
        with self.change():
            self._db.executemany("delete from task where key = ?1 or key glob ?1 || '/*'", own)
            self._db.executemany("delete from post where key = ?", own)

    # posts

    def known(self, key: str) -> Known | None:
        """What is known of a post."""
        row = self._db.execute("select * from post where key = ?", (key,)).fetchone()
        return Known(*row) if row else None

    def see(self, seen: Iterable[Seen], walk: int) -> None:
        """Record lines of a listing as met by a walk."""
        self._db.executemany(
            "insert into post (key, look, since, until, walk) values (?, ?, ?, ?, ?)"
            " on conflict (key) do update set look = excluded.look, since = excluded.since,"
            " until = excluded.until, walk = excluded.walk, unlisted = 0",
            [(s.key, s.look, s.since, s.until, walk) for s in seen],
        )

    def mark(self, key: str, state: str, unlisted: float = 0) -> None:
        """Record what became of a post that its own page told about."""
        self._db.execute(
            "insert into post (key, look, since, until, walk, state, unlisted)"
            " values (?, '', 0, 0, 0, ?, ?)"
            " on conflict (key) do update set state = excluded.state,"
            " unlisted = max(unlisted, excluded.unlisted)",
            (key, state, unlisted),
        )

    def unlisted(self, walk: int, before: float) -> list[tuple[str, str]]:
        """(key, address) of live posts that no walk since number `walk` has met, and whose own page
        has not been asked about that since `before` (Unix seconds).
        """
        return self._db.execute(
            "select post.key, task.url from post join task using (key)"
            " where post.walk < ? and post.state = 'alive' and post.unlisted < ? order by post.key",
            (walk, before),
        ).fetchall()

    def fetched_before(self, at: datetime) -> list[str]:
        """Live posts whose newest good capture is older than `at`."""
        rows = self._db.execute(
            "select post.key from post join capture using (key)"
            " where post.state = 'alive' and capture.status = 200"
            " group by post.key having max(capture.served) < ? order by post.key",
            (at.astimezone(UTC).isoformat(),),
        )
        return [row[0] for row in rows]

    def addresses(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """(key, address) of tasks."""
        found = (
            self._db.execute("select key, url from task where key = ?", (key,)).fetchone()
            for key in keys
        )
        return [row for row in found if row]

    # rounds

    def current(self) -> Round:
        """The newest round."""
        row = self._db.execute(
            "select id, walk, detail, listing from round order by id desc limit 1"
        ).fetchone()
        return Round(*row)

    def is_round_finished(self) -> bool:
        """Whether there is no round that has something left to do."""
        row = self._db.execute("select 1 from round where finished is null").fetchone()
        return row is None

    def begin_round(self, started: datetime) -> None:
        """Start a new round."""
        with self.change():
            self._db.execute("insert into round (started) values (?)", (started.isoformat(),))

    def begin_walk(self, round_: int) -> None:
        """Start the next walk of a round, with its counts at nothing."""
        self._db.execute(
            "update round set walk = walk + 1, detail = 0, listing = 0 where id = ?", (round_,)
        )

    def count(self, round_: int, *, detail: int, listing: int) -> None:
        """Add to what a walk has fetched."""
        self._db.execute(
            "update round set detail = detail + ?, listing = listing + ? where id = ?",
            (detail, listing, round_),
        )

    def finish_round(self, finished: datetime) -> None:
        """Record that the round has nothing left to do."""
        with self.change():
            self._db.execute(
                "update round set finished = ? where finished is null", (finished.isoformat(),)
            )
