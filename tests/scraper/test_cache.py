"""Results that are kept: found again, and never of other code."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from scraper import cache
from scraper.cache import Cache


def _never() -> str:
    raise AssertionError("made twice")


@pytest.mark.parametrize("on_disk", [True, False])
def test_what_was_made_is_not_made_again(on_disk: bool, tmp_path: Path) -> None:
    known = Cache(tmp_path / "deep" / "kb.sqlite" if on_disk else None)
    assert known.made("clean", "甲\ud800", lambda: "一") == "一"
    assert known.made("clean", "甲\ud800", _never) == "一"
    assert known.made("block", "甲\ud800", lambda: "二") == "二"
    if on_disk:
        assert Cache(tmp_path / "deep" / "kb.sqlite").made("clean", "甲\ud800", _never) == "一"


def test_other_code_makes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kb.sqlite"
    Cache(file).made("clean", "甲", lambda: "一")
    monkeypatch.setattr(cache, "_fingerprint", lambda: "ab" * 32)
    assert Cache(file).made("clean", "甲", lambda: "二") == "二"
    rows = sqlite3.connect(file).execute("SELECT value FROM results").fetchall()
    assert rows == [("二",)]


def test_a_file_that_is_no_cache_costs_nothing_but_time(tmp_path: Path) -> None:
    file = tmp_path / "kb.sqlite"
    file.write_text("no database at all " * 50)
    assert Cache(file).made("clean", "甲", lambda: "一") == "一"
    assert file.read_text().startswith("no database")
    folder = tmp_path / "folder"
    folder.mkdir()
    assert Cache(folder).made("clean", "甲", lambda: "一") == "一"


def test_memory_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_IN_MEMORY", 2)
    known = Cache()
    for piece in "甲乙丙":
        known.made("clean", piece, lambda piece=piece: piece)
    assert known.made("clean", "丙", _never) == "丙"
    assert known.made("clean", "甲", lambda: "again") == "again"
