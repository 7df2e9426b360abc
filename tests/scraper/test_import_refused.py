"""What `kb import` refuses: one clear line, exit code 2, and a target that is as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scraper import clean, markdown, sanitize
from tests.scraper.test_import import CAPTURED, SMALL, run, tree

BAD: dict[str, bytes | None] = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "prose.txt": "只是一段话，没有列表行。\n".encode(),
    "gbk.txt": SMALL.read_text(encoding="utf-8").encode("gb18030"),
    "utf16.txt": SMALL.read_text(encoding="utf-8").encode("utf-16"),
    "binary.bin": b"\x7fELF\x02\x01\x01\0\0\0",
    "page.html": b"<html><body><h1>Not a forum</h1></body></html>",
    "missing.txt": None,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_changes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / name
    if (data := BAD[name]) is not None:
        source.write_bytes(data)
    run(SMALL, "--into", tmp_path / "out")
    capsys.readouterr()
    before = tree(tmp_path / "out")
    assert run(source, "--into", tmp_path / "out", "--report", tmp_path / "r.json") == 2
    error = capsys.readouterr().err
    assert len(error.strip().splitlines()) == 1
    assert name in error
    assert tree(tmp_path / "out") == before
    assert not (tmp_path / "r.json").exists()


def test_a_folder_without_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("x", encoding="utf-8")
    assert run(tmp_path / "folder", "--into", tmp_path / "out") == 2
    assert "folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_targets_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert run(SMALL, "--into", file) == 2
    assert run(SMALL, "--into", file / "below") == 2
    assert run(SMALL, "--into", tmp_path / "out", "--report", file / "r.json") == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 3
    assert tree(tmp_path) == {"file": b"x"}


def test_a_failure_while_writing_leaves_the_target_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(SMALL, "--into", tmp_path / "out")
    before = tree(tmp_path)
    real, calls = os.fsync, iter(range(100))

    def full(descriptor: int) -> None:
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    assert run(SMALL, "--into", tmp_path / "out", "--fetched-at", CAPTURED) == 2
    assert tree(tmp_path) == before


def test_a_time_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(SMALL, "--fetched-at", "gestern")
    assert stopped.value.code == 2
    assert "gestern" in capsys.readouterr().err


@pytest.mark.parametrize(
    "target", ["self.txt", "out/faq/da-yi-shi-li-chang-jian-wen-ti-hui-zong.md"]
)
def test_a_report_replaces_neither_source_nor_page(target: str, tmp_path: Path) -> None:
    source = tmp_path / "self.txt"
    source.write_bytes(SMALL.read_bytes())
    run(source, "--into", tmp_path / "out")
    before = tree(tmp_path)
    assert run(source, "--into", tmp_path / "out", "--report", tmp_path / target) == 2
    assert tree(tmp_path) == before


def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert run(pipe, "--into", tmp_path / "out") == 2
    assert run(SMALL, "--into", tmp_path / "out", "--report", pipe) == 2
    assert run(tmp_path / ("x" * 300), "--into", tmp_path / "out") == 2
    assert run(tmp_path / "two\nlines.txt", "--into", tmp_path / "out") == 2
    assert len(capsys.readouterr().err.splitlines()) == 4
    assert not (tmp_path / "out").exists()


def test_hostile_lengths_do_not_hang(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("\n" * 100_000 + "x" + " " * 100_000 + "y\n", encoding="utf-8")
    assert run(file, "--into", tmp_path / "out") == 2
    body = "<p>" + "[" * 20_000 + "</p><pre>" + "a<br>\n" * 20_000 + "</pre>"
    cleaned = clean.clean(sanitize.body(body))
    assert "a\na\na" in markdown.convert(cleaned).text
