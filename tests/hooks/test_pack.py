from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from hooks import pack


def site(folder: Path, names: list[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{name}", encoding="utf-8")
    return folder


NAMES = ["index.html", "im/消息.html", "assets/a.css", "im/a.html"]


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    first = site(tmp_path / "one", NAMES)
    second = site(tmp_path / "two", NAMES[::-1])
    os.utime(second / "index.html", (0, 0))
    (second / "im/a.html").chmod(0o755)
    pack.write_zip(first, tmp_path / "one.zip")
    pack.write_zip(second, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_one_folder_sorted_names_and_fixed_attributes(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "kb.zip"
    assert pack.write_zip(site(tmp_path / "site", NAMES), target) == 4
    with zipfile.ZipFile(target) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == [
            "geekonline-kb/assets/a.css",
            "geekonline-kb/im/a.html",
            "geekonline-kb/im/消息.html",
            "geekonline-kb/index.html",
        ]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
        assert archive.testzip() is None
    assert [path.name for path in target.parent.iterdir()] == ["kb.zip"]
    assert target.stat().st_mode & 0o777 == 0o644


def test_no_site_leaves_the_old_zip_alone(tmp_path: Path, capsys) -> None:
    target = tmp_path / "kb.zip"
    target.write_bytes(b"old")
    assert pack.main([str(tmp_path / "none"), str(target)]) == 2
    assert target.read_bytes() == b"old"
    assert "build the site first" in capsys.readouterr().err


def test_a_failure_leaves_no_half_written_file(tmp_path: Path, monkeypatch) -> None:
    folder = site(tmp_path / "site", NAMES)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        pack.write_zip(folder, tmp_path / "out" / "kb.zip")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_only_a_server_can_show_stays_out(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", [*NAMES, "404.html"])
    assert pack.write_zip(folder, tmp_path / "kb.zip") == len(NAMES)


def test_the_command_ends_with_the_page_to_open(tmp_path: Path, capsys) -> None:
    folder = site(tmp_path / "site", NAMES)
    assert pack.main([str(folder), str(tmp_path / "kb.zip")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("site  ")
    assert lines[1].startswith(f"zip   {tmp_path / 'kb.zip'}  4 files")
    assert lines[2] == f"open  {folder / 'index.html'}"


def test_wrong_arguments_show_the_usage(capsys) -> None:
    assert pack.main([]) == 2
    assert capsys.readouterr().err.startswith("usage:")
