"""`kb import` as a maintainer meets it: real and own dumps, re-runs, edits, bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper import article, check, cli
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "scraper" / "dumps" / "small.txt"
CAPTURED = "2022-03-08T12:30+08:00"


def run(*arguments: object) -> int:
    return cli.main(["import", *(str(a) for a in arguments)])


def tree(folder: Path) -> dict[str, bytes]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def report_of(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def test_the_own_dump_gives_its_golden_articles(
    tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    assert run(SMALL, "--into", tmp_path / "out", "--report", tmp_path / "r.json",
               "--fetched-at", CAPTURED) == 0  # fmt: skip
    expected = SMALL.parent / "small"
    for name, data in tree(tmp_path / "out").items():
        golden(expected / name, data.decode())
    golden(expected / "report.json", (tmp_path / "r.json").read_text(encoding="utf-8"))
    assert set(tree(expected)) == {*tree(tmp_path / "out"), "report.json"}


def test_counts_of_the_own_dump(tmp_path: Path) -> None:
    run(SMALL, "--into", tmp_path / "out", "--report", tmp_path / "r.json")
    assert report_of(tmp_path / "r.json")["counts"] == {
        "posts": 6,
        "pinned": 3,
        "articles": 5,
        "questions": 1,
        "summaries_removed": 4,
        "index_lines": 7,
        "index_distinct": 6,
        "index_resolved": 1,
        "faq_pairs": 4,
        "faq_repaired": 1,
        "series": 1,
        "image_slots": 6,
    }


def test_the_real_dump_reaches_every_number(seed: Path, tmp_path: Path) -> None:
    run(seed, "--into", tmp_path / "out", "--report", tmp_path / "r.json")
    report = report_of(tmp_path / "r.json")
    assert report["counts"] == {
        "posts": 10,
        "pinned": 5,
        "articles": 8,
        "questions": 2,
        "summaries_removed": 8,
        "index_lines": 88,
        "index_distinct": 86,
        "index_resolved": 3,
        "faq_pairs": 13,
        "faq_repaired": 1,
        "series": 2,
        "image_slots": 46,
    }
    assert report["summaries"] == {"cut": 7, "whole": 1}
    assert [len(s["entries"]) for s in report["index"]] == [27, 23, 24, 3, 9, 2]
    assert [s["platform"] for s in report["index"]] == ["android", "ios", "web", None, None, None]
    assert len({image["name"] for image in report["images"]}) == 34
    assert [len(s["parts"]) for s in report["series"]] == [4, 3]
    people = {(p["forum_category"], p["author"]) for p in report["posts"]}
    assert ("技术交流", "柠檬^") in people
    assert ("其他", "江南孤鹜") in people
    doubts = {d["code"] for d in report["doubts"]}
    assert {"number-lost", "item-missing", "time-unresolved", "author-unknown"} <= doubts
    assert all(note["line"] > 0 for note in report["doubts"] + report["repairs"])
    assert check.check_tree(tmp_path / "out") == []


def test_the_real_dump_gives_the_right_kinds_of_page(seed: Path, tmp_path: Path) -> None:
    run(seed, "--into", tmp_path, "--fetched-at", "2021-01-18T12:00+08:00")
    headers = {}
    for file in check.markdown_files(tmp_path):
        text = file.read_text(encoding="utf-8")
        found, _ = article.parse(text, check.PurePosixPath(file.name))
        headers[found.header.title] = (found.header, found.body)
    kinds = sorted((h.kind, h.category) for h, _ in headers.values())
    assert kinds == [
        ("article", "im"), ("article", "im"), ("article", "rtc"), ("faq", "faq"),
        ("index", "curated"), ("notice", "community"), ("notice", "community"),
        ("notice", "community"), ("question", "questions"), ("question", "questions"),
    ]  # fmt: skip
    sync, _ = headers["技术实践丨IM 消息同步机制全面解析"]
    assert (sync.date, sync.date_precision) == ("2021-01-15", "day")
    _, faq = next(v for v in headers.values() if v[0].kind == "faq")
    assert len(re.findall(r"^## ", faq, re.MULTILINE)) == 14  # 13 questions and the closing words


def test_no_number_is_invented(seed: Path, tmp_path: Path) -> None:
    run(seed, "--into", tmp_path)
    said = set(re.findall(r"\d+", seed.read_text(encoding="utf-8")))
    for file in check.markdown_files(tmp_path):
        found, _ = article.parse(file.read_text("utf-8"), check.PurePosixPath(file.name))
        for line in found.body.splitlines():
            text = re.sub(r"^\d+\. ", "", line) if found.header.kind == "index" else line
            assert set(re.findall(r"\d+", text)) <= said, line


def test_a_second_import_changes_no_byte(tmp_path: Path) -> None:
    run(SMALL, "--into", tmp_path / "out", "--fetched-at", CAPTURED)
    before = tree(tmp_path / "out")
    stamps = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.md")}
    run(SMALL, "--into", tmp_path / "out", "--fetched-at", CAPTURED)
    assert tree(tmp_path / "out") == before
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.md")} == stamps


def test_output_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    trees = []
    for number in ("0", "1", "4711"):
        into = tmp_path / number
        command = [sys.executable, "-m", "scraper", "import", SMALL, "--into", into]
        report = ["--report", tmp_path / f"{number}.json"]
        subprocess.run(
            [*command, *report], env={**os.environ, "PYTHONHASHSEED": number}, check=True
        )
        trees.append((tree(into), (tmp_path / f"{number}.json").read_bytes()))
    assert trees[0] == trees[1] == trees[2]


def edited_one(folder: Path) -> Path:
    return next(p for p in folder.rglob("*.md") if "faq" in p.parts)


def test_an_edited_file_is_left_alone_and_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(SMALL, "--into", tmp_path / "out")
    file = edited_one(tmp_path / "out")
    file.write_text(file.read_text("utf-8") + "\n一个人补充的话。\n", encoding="utf-8")
    before = tree(tmp_path / "out")
    run(
        SMALL, "--into", tmp_path / "out", "--report", tmp_path / "r.json", "--fetched-at", CAPTURED
    )
    after = tree(tmp_path / "out")
    name = file.relative_to(tmp_path / "out").as_posix()
    assert after[name] == before[name]
    assert after != before  # the others got their dates
    states = {f["path"]: f["state"] for f in report_of(tmp_path / "r.json")["files"]}
    assert states[name] == "edited"
    assert f"kept: {name}" in capsys.readouterr().out


def test_a_checkout_with_crlf_is_no_edit(tmp_path: Path) -> None:
    run(SMALL, "--into", tmp_path)
    file = edited_one(tmp_path)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    run(SMALL, "--into", tmp_path)
    assert file.read_bytes() == before
    run(SMALL, "--into", tmp_path, "--base-url", "https://forum.example/")
    assert b"forum.example" in file.read_bytes()


def test_a_moved_page_is_found_again(tmp_path: Path) -> None:
    run(SMALL, "--into", tmp_path)
    file = edited_one(tmp_path)
    (tmp_path / "faq" / "better-name.md").write_bytes(file.read_bytes())
    file.unlink()
    run(SMALL, "--into", tmp_path, "--base-url", "https://forum.example/")
    assert not file.exists()
    assert "forum.example" in (tmp_path / "faq" / "better-name.md").read_text("utf-8")


def test_a_page_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    run(SMALL, "--into", tmp_path / "a")
    name = edited_one(tmp_path / "a").relative_to(tmp_path / "a")
    own = tmp_path / "b" / name
    own.parent.mkdir(parents=True)
    own.write_text("我自己的文章\n", encoding="utf-8")
    run(SMALL, "--into", tmp_path / "b")
    assert own.read_text("utf-8") == "我自己的文章\n"


def test_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(SMALL, "--into", tmp_path / "out", "--report", tmp_path / "r.json", "--dry-run") == 0
    assert list(tmp_path.iterdir()) == []
    assert "6 posts" in capsys.readouterr().out


def test_a_site_gets_summaries_and_a_review_folder_gets_everything(tmp_path: Path) -> None:
    site = tmp_path / "content"
    site.mkdir()
    shutil.copy(ROOT / "content" / "categories.yml", site)
    run(SMALL, "--into", site, "--report", tmp_path / "r.json")
    everything = b"".join(tree(site).values()).decode()
    assert "示例要付费吗" in everything  # titles and questions are facts
    assert "不需要。" not in everything  # answers are somebody's text
    assert "all-rights-reserved" not in everything
    assert report_of(tmp_path / "r.json")["counts"]["image_slots"] == 6
    run(SMALL, "--into", site, "--publish", "full")
    assert "不需要。" in b"".join(tree(site).values()).decode()


def test_homophones_are_two_posts(tmp_path: Path) -> None:
    dump = "{}\n\n技术交流甲 发表了文章 • 0 个评论 • 3 次浏览 • 2021-01-02 03:04\n\n{}\n"
    for title in ("事实", "实时"):
        file = tmp_path / f"{title}.txt"
        file.write_text(dump.format(title, f"这是{title}。"), encoding="utf-8")
        run(file, "--into", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").rglob("*.md")) == [
        "shi-shi-2.md",
        "shi-shi.md",
    ]


def test_a_quoted_listing_line_splits_no_post(tmp_path: Path) -> None:
    file = tmp_path / "dump.txt"
    file.write_text(
        "标题\n\n技术交流甲 发表了文章 • 0 个评论 • 3 次浏览 • 2021-01-02 03:04\n\n"
        "他在群里说:\n\n小李 回复了问题 • 2 天前\n\n把图标命名为icon.png才能显示。\n",
        encoding="utf-8",
    )
    run(file, "--into", tmp_path / "out", "--report", tmp_path / "r.json")
    counts = report_of(tmp_path / "r.json")["counts"]
    assert (counts["posts"], counts["image_slots"]) == (1, 0)
