"""Each rule over content/ as a golden case: a small tree, and the problems people will read.

A case file holds `=== path` sections with the files and a last `=== problems` section.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper import check, cli
from scraper.article import FIELDS
from tests.conftest import ROOT

CASES = sorted((ROOT / "tests" / "scraper" / "problems").glob("*.case"))


def lay_out(case: Path, into: Path) -> str:
    """Write the files of a case; returns the problems it expects."""
    expected = ""
    sections = re.split(r"^=== (.+)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for name, text in zip(sections[1::2], sections[2::2], strict=True):
        if name == "problems":
            expected = text
            continue
        file = into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".gbk.md"):
            file.with_name(file.name.replace(".gbk.md", ".md")).write_bytes(text.encode("gbk"))
        else:
            file.write_bytes(text.encode())
    return expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_problems(case: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    lay_out(case, tmp_path)
    found = [(Path(), problem) for problem in check.check_tree(tmp_path)]
    text = case.read_text(encoding="utf-8")
    files = text[: text.index("=== problems\n")] + "=== problems\n"
    golden(case, files + "".join(line + "\n" for line in check.as_text(found).splitlines()))


def test_every_rule_has_a_case() -> None:
    seen = {
        rule
        for case in CASES
        for rule in re.findall(
            r"^\S+:\d+: ([A-Z]+-\d+) ",
            case.read_text(encoding="utf-8").split("=== problems")[1],
            re.MULTILINE,
        )
    }
    assert seen == set(check.RULES)


def test_the_repository_is_clean() -> None:
    assert check.check_tree(ROOT / "content") == []


def test_crlf_and_bom_are_no_problem(tmp_path: Path) -> None:
    lay_out(ROOT / "tests" / "scraper" / "problems" / "clean.case", tmp_path)
    file = tmp_path / "im" / "a-fine-article.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check.check_tree(tmp_path) == []


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    lay_out(ROOT / "tests" / "scraper" / "problems" / "unknown-category.case", tmp_path)
    return tmp_path


def test_command_text(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(broken)]) == 1
    out = capsys.readouterr().out
    assert re.search(r"im/a\.md:\d+: FM-8 .*你是不是想写 'android'", out)


def test_command_github(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(broken), "--format", "github"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert re.match(r"::error file=\S+/im/a\.md,line=\d+,title=FM-8::", line)


def test_command_json(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(broken), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert {row["rule"] for row in rows} == {"FM-8"}
    assert set(rows[0]) == {"path", "line", "rule", "message", "hint"}


def test_one_file_is_checked_with_its_tree(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (broken / "categories.yml").write_text(
        (ROOT / "content" / "categories.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    good = broken / "web" / "b.md"
    assert cli.main(["check", str(good)]) == 1
    out = capsys.readouterr().out
    assert "web/b.md" in out
    assert "im/a.md" not in out


def test_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "no/such/place"]) == 2
    assert "no/such/place" in capsys.readouterr().err


def test_the_contributing_page_explains_every_rule_and_field() -> None:
    page = (ROOT / "content" / "contribute" / "header.md").read_text(encoding="utf-8")
    for rule, meaning in check.RULES.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {rule} |"))
        assert meaning.split("、")[0].split("，")[0] in row.replace("`", "")
    for field in FIELDS:
        assert f"`{field}`" in page
