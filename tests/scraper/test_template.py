"""`kb new`: a page that passes the checks of its header, and asks for what it still lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scraper import check, cli
from scraper.errors import KbError
from scraper.rules.tutorial import SECTIONS
from scraper.template import new
from tests.conftest import ROOT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copyfile(ROOT / "content" / "categories.yml", tmp_path / "categories.yml")
    return tmp_path


def test_a_page_of_a_platform_is_a_tutorial(content: Path) -> None:
    where = f"--into={content}"
    assert cli.main(["new", "android/push-check", "--title=推送检查", "--author=小满", where]) == 0
    text = (content / "android" / "push-check.md").read_text(encoding="utf-8")
    assert "kind: tutorial\nplatforms:\n- android\n" in text
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(SECTIONS)
    problems = check.check_tree(content)
    assert {problem.rule for problem in problems} == {"TUT-1"}
    assert [problem.message for problem in problems] == [
        f"“{name}”这一节是空的。" for name in SECTIONS
    ]


def test_any_other_page_is_an_article(content: Path) -> None:
    path, text = new("im/ack", "确认", "小满", content)
    assert path == content / "im" / "ack.md"
    assert "kind:" not in text
    assert "platforms:" not in text


@pytest.mark.parametrize(
    ("place", "told"),
    [("andriod/a", "'android'"), ("a", "应写成 分类/文件名"), ("android/推送", "网址")],
)
def test_where_a_page_cannot_stand(content: Path, place: str, told: str) -> None:
    with pytest.raises(KbError, match=told):
        new(place, "标题", "小满", content)
