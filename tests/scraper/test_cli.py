"""The `kb` command itself: every command has help, is documented, and loads what it needs alone."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scraper import cli
from tests.conftest import ROOT

HEAVY = ("bs4", "html_to_markdown", "markdown", "nh3", "PIL", "pypinyin")


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    assert f"usage: kb {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", cli.COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_is_documented(name: str, readme: str) -> None:
    assert f"kb {name}" in (ROOT / readme).read_text(encoding="utf-8")


def test_the_help_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out
    for name, (_, summary) in cli.COMMANDS.items():
        assert f"    {name}" in listed
        assert summary.split()[0] in listed


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["fetch"])
    assert end.value.code == 2
    assert "invalid choice: 'fetch'" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "most"), [("--rate", 1000), ("--recheck", 365000)])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e30", "x", ""])
def test_a_number_that_makes_no_sense_is_refused(
    option: str, most: int, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["crawl", "http://forum.invalid/", "--archive", "a", f"{option}={value}"])
    assert end.value.code == 2
    line = f"kb crawl: error: argument {option}: must be between 0 and {most}"
    assert capsys.readouterr().err.splitlines()[-1] == line


def test_a_crawl_does_not_load_what_makes_articles() -> None:
    """A crawl runs for hours; what turns pages into articles would take twice its memory."""
    script = (
        "import json, sys; from scraper import cli\n"
        "from scraper.commands import crawling; from scraper import progress\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert not set(HEAVY) & set(json.loads(done.stdout))
