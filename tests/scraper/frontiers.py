"""What the tests of the frontier record in it."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.models import Capture

NOON = datetime(2020, 5, 6, 4, 0, 0, 250000, tzinfo=UTC)
HOST = "http://forum.example/"


def capture(key: str, at: datetime = NOON, status: int = 200, sha256: str = "a") -> Capture:
    return Capture(f"{HOST}{key}", "warc/1", 0, 9, status, sha256, at, (("Date", "x"),))
