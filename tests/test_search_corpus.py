"""The pages that the benchmark of the search adds: valid, the same each time, all different."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bench.search import corpus, vocabulary
from scraper import article as articles
from scraper.check import read_tree
from tests.conftest import ROOT

REAL = """---
title: 一篇真的文章
description: 一句话。
category: web
date: 2020-01-01
author: 某人
provenance: original
license: CC-BY-SA-4.0
status: current
---

消息怎样送到。
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small content/ with the real lists and one page."""
    folder = tmp_path_factory.mktemp("small") / "content"
    (folder / "web").mkdir(parents=True)
    (folder / "web" / "real.md").write_text(REAL, encoding="utf-8")
    (folder / "web" / "__pycache__").mkdir()
    for name in ("categories.yml", "glossary.yml"):
        shutil.copy(ROOT / "content" / name, folder)
    return folder


@pytest.fixture(scope="module")
def site(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("made") / "content"
    assert corpus.write(content, into, 121) == 120
    return into


def test_a_site_has_so_many_pages_and_what_it_was_made_from(content: Path, site: Path) -> None:
    assert len(list(site.rglob("*.md"))) == 121
    assert (site / "web" / "real.md").read_text(encoding="utf-8") == REAL
    assert (site / "glossary.yml").read_bytes() == (content / "glossary.yml").read_bytes()
    assert not (site / "web" / "__pycache__").exists()


def test_generated_pages_break_no_rule(site: Path) -> None:
    checked = read_tree(site)
    made = [article for article in checked.articles if article.path.name.startswith("gen-")]
    assert len(made) == 120
    assert [p for p in checked.problems if p.path.name.startswith("gen-")] == []
    assert {article.header.kind for article in made} == {"article", "tutorial", "question"}
    assert {article.header.author for article in made} == {corpus.AUTHOR}


def test_a_larger_site_contains_the_smaller_one(content: Path, site: Path, tmp_path: Path) -> None:
    corpus.write(content, tmp_path / "larger", 150)
    for file in site.rglob("*.md"):
        assert (tmp_path / "larger" / file.relative_to(site)).read_bytes() == file.read_bytes()


def test_pages_are_as_long_as_articles() -> None:
    texts = [articles.render(corpus.page(number)) for number in range(1, 401)]
    assert all(2900 < len(text.encode()) < 6300 for text in texts)
    bodies = [text.split("\n---\n", 1)[1] for text in texts]
    assert all(len(re.findall("^##", body, re.MULTILINE)) >= 3 for body in bodies)
    assert 0.4 < sum("```" in body for body in bodies) / len(bodies) < 0.6
    assert not any(re.search("{[\u4e00-\u9fff]}", text) for text in texts)  # no slot left open


def test_5000_titles_and_paths_are_different() -> None:
    plans = [corpus.plan(number) for number in range(1, 5001)]
    assert len({planned.title for planned in plans}) == 5000
    assert len({planned.path.stem for planned in plans}) == 5000
    assert not any(re.search("{|}", planned.title) for planned in plans)


def test_the_vocabulary_is_large() -> None:
    subjects, facets = corpus.subjects(), corpus.facets()
    assert len(subjects) >= 60
    assert len({word for one in subjects for word in (*one.things, *one.parts)}) >= 800
    common = vocabulary.SENTENCES.strip().split("\n")
    assert len({*common, *(line for facet in facets for line in facet.sentences)}) >= 250
    for names in (subjects, facets):
        assert len({one.slug for one in names}) == len({one.name for one in names}) == len(names)


def test_what_cannot_be_written_is_refused(content: Path, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("", encoding="utf-8")
    with pytest.raises(FileExistsError):
        corpus.write(content, tmp_path, 10)
    for pages in (0, corpus.capacity() + 2):
        with pytest.raises(ValueError, match="cannot be made"):
            corpus.write(content, tmp_path / "new", pages)
    with pytest.raises(ValueError, match="no page 0"):
        corpus.plan(0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在Android上", "在 Android 上"),
        ("调用`loadPool`的时候", "调用 `loadPool` 的时候"),
        ("在 小程序 上", "在小程序上"),
        ("共3条，`a`为空", "共 3 条，`a` 为空"),
        ("| 甲 | 乙 |", "| 甲 | 乙 |"),
    ],
)
def test_han_and_latin_stand_apart(text: str, expected: str) -> None:
    assert corpus.spaced(text) == expected
