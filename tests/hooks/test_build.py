"""The whole build, as `make site` runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hooks import pack
from hooks.search_index import ENGINE, JSON_NAME, SCRIPT_NAME, slim
from tests.hooks.building import ROOT, SAMPLE, build, tree
from tests.hooks.search import scripts


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("built") / "site"
    result = build(SAMPLE, where, PYTHONHASHSEED="1")
    assert result.returncode == 0, result.stderr
    return where


def test_two_builds_are_the_same_byte_for_byte(site: Path, tmp_path: Path) -> None:
    # another folder, files written in another order and at other times, another hash seed
    again = tmp_path / "elsewhere"
    for path in sorted((*SAMPLE.rglob("*.md"), SAMPLE / "glossary.yml"), reverse=True):
        copy = again / path.relative_to(SAMPLE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    result = build(again, tmp_path / "site", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="86400")
    assert result.returncode == 0, result.stderr
    assert tree(tmp_path / "site") == tree(site)
    pack.write_zip(site, tmp_path / "one.zip")
    pack.write_zip(tmp_path / "site", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_sitemap_is_written_for_a_known_address_only(site: Path, tmp_path: Path) -> None:
    assert not list(site.glob("sitemap*"))
    trees = []
    for number, epoch in enumerate(("86400", "1700000000")):
        where = tmp_path / str(number)
        address = "https://kb.example.org/"
        result = build(SAMPLE, where, SITE_URL=address, SOURCE_DATE_EPOCH=epoch)
        assert result.returncode == 0, result.stderr
        trees.append(tree(where))
    sitemap = trees[0]["sitemap.xml"].decode()
    assert "<loc>https://kb.example.org/im/message-sync.html</loc>" in sitemap
    assert "<lastmod>2021-04-02</lastmod>" in sitemap
    assert "1970" not in sitemap
    assert trees[0] == trees[1]


def test_problems_stop_the_build_once_in_chinese(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    page = content / "im" / "message-sync.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("status: current", "status: curent"), encoding="utf-8")
    (content / "im" / "bad-date.md").write_text(
        text.replace("date: 2020-12-07", "date: 2021-13-40"), encoding="utf-8"
    )
    result = build(content, tmp_path / "site")
    assert result.returncode != 0
    assert "内容检查没有通过，共 2 处" in result.stderr
    assert result.stderr.count("FM-7") == result.stderr.count("FM-9") == 1
    assert "message-sync.md" in result.stderr
    assert "'current'" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_list_of_categories_stops_the_build(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    (content / "categories.yml").write_text("groups: [\n", encoding="utf-8")
    result = build(content, tmp_path / "site")
    assert result.returncode != 0
    assert "CAT-1" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_first_lines_of_a_body_are_not_taken_for_metadata(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    page = content / "im" / "message-sync.md"
    head, _, _ = page.read_text(encoding="utf-8").partition("客户端")
    page.write_text(f"{head}template: 404.html\n\nhide: 正文还在\n", encoding="utf-8")
    result = build(content, tmp_path / "site")
    assert result.returncode == 0, result.stderr
    html = (tmp_path / "site" / "im" / "message-sync.html").read_text(encoding="utf-8")
    assert "template: 404.html" in html
    assert "正文还在" in html


def test_the_search_index_is_there_as_a_script(site: Path) -> None:
    index = (site / JSON_NAME).read_text(encoding="utf-8")
    script = (site / SCRIPT_NAME).read_text(encoding="utf-8")
    assert script == f"var __index = {index};\n"
    assert json.loads(index)["docs"] == []


def test_the_search_knows_every_article_and_neither_start_page_nor_tags(site: Path) -> None:
    pages = {address.partition("#")[0] for address in scripts.texts(site / "search")}
    articles = {
        f"{p.relative_to(SAMPLE).with_suffix('.html').as_posix()}" for p in SAMPLE.glob("*/*.md")
    }
    assert articles <= pages
    assert not pages & {"index.html", "tags.html"}


def test_scripts_of_the_search_are_slim_and_the_same_programs(site: Path) -> None:
    parts = [scripts.SCRIPTS / f"{name}.js" for name in ENGINE]
    assert sorted(parts) == sorted(scripts.SCRIPTS.glob("*.js"))
    ours = {"engine": "".join(part.read_text(encoding="utf-8") for part in parts)}
    for name in ("connect", "panel", "worker"):
        file = scripts.SCRIPTS.parent / f"{name}.js"
        ours[name] = file.read_text(encoding="utf-8")
    assert not (site / "assets/javascripts/search/engine").exists()
    for name, script in ours.items():
        built = (site / "assets/javascripts/search" / f"{name}.js").read_text(encoding="utf-8")
        assert built == slim(script)
        assert len(built) < len(script)
        assert not re.search(r"^\s*//", built, re.MULTILINE)


def test_every_article_is_listed_in_its_category(site: Path) -> None:
    for path in sorted(SAMPLE.glob("*/*.md")):
        if path.name != "index.md":
            listing = (site / path.parent.name / "index.html").read_text(encoding="utf-8")
            address = f'href="{path.stem}.html"'
            assert address in listing, path


def test_the_navigation_does_not_grow_with_the_articles(site: Path) -> None:
    page = (site / "rtc" / "nat-traversal.html").read_text(encoding="utf-8")
    assert "screen-share" not in page
    assert 'href="../ios/index.html"' in page


def test_no_page_refers_to_another_host_except_by_a_link(site: Path) -> None:
    loads = re.compile(
        r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=["']?(?:https?:)?//"""
        r"""|<link\b(?![^>]*rel="canonical")[^>]*\bhref=["']?(?:https?:)?//"""
        r"""|@import|url\(\s*["']?(?:https?:)?//""",
        re.IGNORECASE,
    )
    for name, data in tree(site).items():
        if name.endswith((".html", ".css", ".svg")):
            assert not loads.search(data.decode()), name


def test_how_a_page_is_written_stops_a_strict_build_only(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(SAMPLE, content)
    page = content / "im" / "message-sync.md"
    page.write_text(page.read_text("utf-8") + "\n用SDK连接。\n", encoding="utf-8")
    result = build(content, tmp_path / "strict")
    assert result.returncode != 0
    assert "im/message-sync.md:" in result.stderr
    assert "ZH-1" in result.stderr
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "site")]
    settings = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "KB_CONTENT": str(content)}
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True)
    assert "用SDK连接" in (tmp_path / "site" / "im" / "message-sync.html").read_text("utf-8")


def test_the_two_lists_are_not_published(site: Path) -> None:
    assert not (site / "categories.yml").exists()
    assert not (site / "glossary.yml").exists()


@pytest.mark.parametrize(
    "template",
    sorted((ROOT / "overrides" / "partials" / "kb").glob("*.html")),
    ids=lambda path: path.name,
)
def test_templates_escape_what_they_print(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    outside = re.sub(r"{% autoescape true %}.*?{% endautoescape %}", "", text, flags=re.DOTALL)
    assert "{{" not in outside
    assert "| safe" not in text
