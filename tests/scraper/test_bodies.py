"""The two doors: `kb convert` and `kb render`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scraper import bodies, cli
from scraper.article import render as write
from scraper.cache import Cache
from tests.hooks.making import article

WIDE = '<table><tbody><tr><td colspan="2">宽</td></tr></tbody></table>'


def door(capsysbinary: pytest.CaptureFixture[bytes], *arguments: object) -> tuple[int, str, str]:
    """Run `kb`: exit code, what it printed, and what it said beside that."""
    code = cli.main([str(one) for one in arguments])
    out, error = capsysbinary.readouterr()
    return code, out.decode("utf-8"), error.decode("utf-8")


def save(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def test_a_body_is_printed_as_markdown(tmp_path: Path, capsysbinary) -> None:
    file = save(tmp_path, "a.html", f"<h1>题</h1><p>中<b>粗</b>文</p>{WIDE}")
    report = tmp_path / "r.json"
    assert door(capsysbinary, "convert", file, "--report", report) == (
        0,
        f"## 题\n\n中**粗**文\n\n{WIDE}\n",
        "",
    )
    assert json.loads(report.read_text(encoding="utf-8")) == {
        "blocks": 3,
        "kept_html": 1,
        "share": 0.3333,
        "kept": [{"block": 3, "why": "table", "start": "宽"}],
        "personal_data": [],
        "quarantined": None,
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_body_may_come_in_the_encodings_of_china(
    encoding: str, tmp_path: Path, capsysbinary
) -> None:
    file = save(tmp_path, "a.html", "<p>消息同步机制</p>\r\n", encoding)
    assert door(capsysbinary, "convert", file)[1] == "消息同步机制\n"


def test_personal_data_is_masked_and_counted(tmp_path: Path, capsysbinary) -> None:
    file, report = save(tmp_path, "a.html", "<p>打 13800000000</p>"), tmp_path / "r.json"
    assert door(capsysbinary, "convert", file, "--report", report)[1] == "打 〔手机号已隐去〕\n"
    assert json.loads(report.read_text())["personal_data"] == ["mobile (11 characters)"]
    assert door(capsysbinary, "convert", file, "--keep-personal")[1] == "打 13800000000\n"


def test_too_much_is_a_note_and_a_line(tmp_path: Path, capsysbinary) -> None:
    file = save(tmp_path, "a.html", "<ul><li>" * 50 + "底")
    code, out, error = door(capsysbinary, "convert", file, "--url", "https://forum.example/1")
    assert (code, error) == (0, f"kb: {file}: quarantined: nested deeper than 60 levels\n")
    assert "[到原站阅读](https://forum.example/1)" in out


def test_a_report_never_replaces_the_body(tmp_path: Path, capsysbinary) -> None:
    file = save(tmp_path, "a.html", "<p>甲</p>")
    code, _, error = door(capsysbinary, "convert", file, "--report", file)
    assert (code, error) == (2, f"kb: {file}: the report would replace the source\n")
    assert file.read_text(encoding="utf-8") == "<p>甲</p>"


@pytest.mark.parametrize("command", ["convert", "render"])
def test_a_file_that_is_not_there_is_one_line(command: str, tmp_path: Path, capsysbinary) -> None:
    file = tmp_path / "none.html"
    code, out, error = door(capsysbinary, command, file)
    assert (code, out, error) == (2, "", f"kb: {file}: No such file or directory\n")


def test_an_address_must_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["convert", str(tmp_path), "--url", "javascript:x()"])
    assert "must be the address of a page" in capsys.readouterr().err


def test_an_imported_page_is_sanitised(tmp_path: Path, capsysbinary) -> None:
    text = "甲<img src=x onerror=x()>[x](javascript:x())\n\n!!! note\n    乙\n"
    file = save(tmp_path, "a.md", text)
    code, out, _ = door(capsysbinary, "render", file, "--imported")
    assert code == 0
    assert out == '<p>甲<img src="x"><a>x</a></p>\n<p>!!! note\n    乙</p>\n'


def test_a_header_says_where_a_page_comes_from(tmp_path: Path, capsysbinary) -> None:
    text = "**甲**\n\n!!! note\n    乙\n"
    for provenance, box in (("original", True), ("imported", False)):
        page = replace(article("im/a.md", provenance=provenance), body=text)
        file = save(tmp_path, "a.md", write(page))
        code, out, _ = door(capsysbinary, "render", file)
        assert code == 0
        assert "<strong>甲</strong>" in out
        assert ('class="admonition note"' in out) is box
        assert "title:" not in out


def test_a_page_of_our_own_that_breaks_the_rules_is_not_shown(tmp_path: Path, capsysbinary) -> None:
    file = save(tmp_path, "a.md", "甲\n\n<script>x()</script>\n\n[x](javascript:x())\n")
    code, out, error = door(capsysbinary, "render", file)
    assert (code, out) == (1, "")
    assert [line.split()[1] for line in error.splitlines()] == ["HTML-1", "LINK-4"]
    assert error.startswith(f"{file}:3: ")


def test_a_body_that_begins_with_a_rule_is_no_header(tmp_path: Path, capsysbinary) -> None:
    file = save(tmp_path, "a.md", "---\n\n甲\n\n---\n\n乙\n")
    assert (
        door(capsysbinary, "render", file, "--imported")[1] == "<hr>\n<p>甲</p>\n<hr>\n<p>乙</p>\n"
    )


def test_links_lead_to_pages() -> None:
    assert bodies.render("[甲](../im/a.md#b)", imported=True) == (
        '<p><a href="../im/a.html#b">甲</a></p>'
    )


def test_a_body_is_converted_once(tmp_path: Path) -> None:
    known = Cache(tmp_path / "kb.sqlite")
    first = bodies.convert(f"<p>甲</p>{WIDE}", cache=known)
    assert bodies.convert(f"<p>甲</p>{WIDE}", cache=Cache(tmp_path / "kb.sqlite")) == first
    assert first.kept_html == 1
