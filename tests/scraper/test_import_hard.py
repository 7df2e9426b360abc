"""Imports of posts that are too much, or that tell too much: the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper import cli
from tests.scraper.wecenter_markup import answer, article, question

DEEP = "<blockquote>" * 100 + "底" + "</blockquote>" * 100
LONG = f"<p>{'长' * 200_000}</p>"
MOBILE, MAIL = "13800000000", "someone@mail.cn"


def bring(folder: Path, *options: str) -> tuple[dict[str, str], dict[str, object]]:
    """Import the saved pages of a folder; gives the bodies of its pages and the report."""
    into, report = folder / "out", folder / "report.json"
    arguments = ["import", str(folder / "forum"), "--into", str(into), "--report", str(report)]
    assert cli.main([*arguments, "--no-cache", *options]) == 0
    pages = {p.stem: p.read_text(encoding="utf-8") for p in into.rglob("*.md")}
    return pages, json.loads(report.read_text(encoding="utf-8"))


def save(folder: Path, settings: str = "", **pages: str) -> None:
    forum = folder / "forum"
    forum.mkdir()
    (forum / "source.yml").write_text(
        f"publish: full\nbase_url: http://forum.example/\n{settings}", encoding="utf-8"
    )
    for name, html in pages.items():
        (forum / f"{name}.html").write_text(html, encoding="utf-8")


def test_a_body_that_is_too_deep_is_a_note_and_the_others_are_pages(tmp_path: Path) -> None:
    save(tmp_path, deep=article(12, DEEP), fine=article(13, "<p>正常的正文</p>"))
    pages, report = bring(tmp_path)
    deep, fine = sorted(pages.values(), key=lambda page: "正常的正文" in page)
    assert "没有收录：标签嵌套超过 60 层" in deep
    assert "[到原站阅读](http://forum.example/article/12)" in deep
    assert "正常的正文" in fine
    (left,) = report["quarantined"]  # type: ignore[misc]
    assert left["why"] == "nested deeper than 60 levels"
    (doubt,) = [one for one in report["doubts"] if one["code"] == "quarantined"]  # type: ignore[attr-defined]
    assert "http://forum.example/article/12" in doubt["message"]


def test_one_answer_that_is_too_long_takes_no_other_along(tmp_path: Path) -> None:
    answers = answer(31, LONG, votes=5) + answer(32, "<p>有用的回答</p>", votes=3)
    save(tmp_path, q=question(7, "<p>问</p>", answers=answers, heading="2 个回复"))
    pages, report = bring(tmp_path)
    (page,) = pages.values()
    assert "有用的回答" in page
    assert "没有收录：正文超过 131,072 个字符" in page
    assert "长长" not in page
    assert len(report["quarantined"]) == 1  # type: ignore[arg-type]


def test_a_nul_in_a_post_loses_nothing_but_itself(tmp_path: Path) -> None:
    save(tmp_path, a=article(12, "<p>前\0后</p>"))
    pages, report = bring(tmp_path)
    (page,) = pages.values()
    assert "前后" in page
    assert report["quarantined"] == []


def test_a_page_out_of_time_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.budget.SECONDS", 0.0001)
    monkeypatch.setattr("scraper.budget.CHARACTERS_A_SECOND", 10**12)
    save(tmp_path, slow=article(12, "<p>慢</p>" * 2000))
    pages, report = bring(tmp_path)
    (page,) = pages.values()
    assert "没有收录：转换花的时间太长" in page
    assert report["quarantined"][0]["why"] == "its conversion takes too long"  # type: ignore[index]


def test_a_page_that_would_show_something_else_is_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.fidelity.difference", lambda *_: "text")
    save(tmp_path, odd=article(12, "<p>怪</p>"))
    pages, report = bring(tmp_path)
    (page,) = pages.values()
    assert "没有收录：转换之后与原文不一致。[到原站阅读](http://forum.example/article/12)" in page
    assert report["quarantined"][0]["why"] == "even as HTML it would differ in text"  # type: ignore[index]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_personal_data_is_masked_everywhere(tmp_path: Path, workers: str) -> None:
    body = (
        f'<p>打 {MOBILE} 或写信给 {MAIL}</p><pre>String appSecret = "a1B2c3D4e5";</pre>'
        f'<p><img src="a.png" alt="{MOBILE}"></p>'
    )
    save(tmp_path, a=article(12, body, title=f"联系 {MOBILE}"))
    pages, report = bring(tmp_path, "--workers", workers)
    (page,) = pages.values()
    whole = page + json.dumps(report, ensure_ascii=False)
    assert MAIL not in whole
    assert "a1B2c3D4e5" not in whole
    assert MOBILE not in page
    assert page.count("〔手机号已隐去〕") >= 3
    codes = [one["code"] for one in report["repairs"]]  # type: ignore[attr-defined]
    assert codes.count("personal-data") >= 4


def test_what_may_be_shown_is_shown(tmp_path: Path) -> None:
    settings = f"personal_data:\n  allow: ['{MAIL}']\n"
    save(tmp_path, settings, a=article(12, f"<p>{MAIL}，{MOBILE}</p>"))
    pages, _ = bring(tmp_path)
    (page,) = pages.values()
    assert MAIL in page
    assert MOBILE not in page


def test_an_owner_may_keep_it_all(tmp_path: Path) -> None:
    save(tmp_path, "personal_data: keep\n", a=article(12, f"<p>{MAIL}，{MOBILE}</p>"))
    pages, report = bring(tmp_path)
    (page,) = pages.values()
    assert MAIL in page
    assert MOBILE in page
    told = [one for one in report["doubts"] if one["code"] == "personal-data"]  # type: ignore[attr-defined]
    assert len(told) == 2
    assert MOBILE not in json.dumps(told)
