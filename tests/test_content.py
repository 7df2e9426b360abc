"""What the real content/ promises: the index is complete, and what articles print is what runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import PurePosixPath

import pytest

from hooks.curated_index import Section, resolve
from scraper import article as articles
from scraper import profile, titles
from scraper.article import Article
from scraper.rules.index import pages_by_title
from scraper.rules.source import Fence, fences, without_fences
from tests.conftest import ROOT

CONTENT = ROOT / "content"
FACTS = ROOT.parent / "shared" / "facts"
LONG = ("im/message-sync.md", "im/large-group-throttling.md", "rtc/stun-ice.md")
PLATFORMS = {"android": 26, "ios": 23, "web": 23}
FEWEST_RESOLVED = 66


def read(path: str) -> Article:
    text = (CONTENT / path).read_text(encoding="utf-8")
    return articles.parse(text, PurePosixPath(path))[0]


@pytest.fixture(scope="module")
def pages() -> dict[str, Article]:
    found = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.md"))
    return {path: read(path) for path in found}


@pytest.fixture(scope="module")
def sections(pages: dict[str, Article]) -> dict[str, Section]:
    index = pages["curated/index.md"]
    html = profile.render_own(index.body)
    found = resolve(html, index.path, pages_by_title(pages.values()))[1]
    return {section.platform: section for section in found if section.platform}


def test_every_platform_entry_has_a_page_or_a_reason(sections: dict[str, Section]) -> None:
    assert {name: len(section.entries) for name, section in sections.items()} == PLATFORMS
    entries = [entry for section in sections.values() for entry in section.entries]
    assert [entry.title for entry in entries if not entry.url and not entry.reason] == []
    assert sum(bool(entry.url) for entry in entries) >= FEWEST_RESOLVED
    tutorials = {entry.url.removesuffix(".html") + ".md" for entry in entries if entry.url}
    assert all(read(path).header.kind == "tutorial" for path in tutorials)


def test_every_title_of_the_facts_leads_somewhere(sections: dict[str, Section]) -> None:
    files = [FACTS / f"{platform}.jsonl" for platform in PLATFORMS]
    if not all(file.is_file() for file in files):
        pytest.skip(f"the facts are not here ({FACTS}); the index itself is checked above")
    listed = {titles.normalise(e.title) for section in sections.values() for e in section.entries}
    for file, platform in zip(files, PLATFORMS, strict=True):
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        own = [row["title"] for row in rows if titles.normalise(row["section"]) == f"{platform}篇"]
        assert len({titles.normalise(title) for title in own}) == PLATFORMS[platform]
        assert [title for title in own if titles.normalise(title) not in listed] == []


@pytest.mark.parametrize("path", LONG)
def test_a_long_article_has_diagrams_and_a_dated_box_of_corrections(path: str) -> None:
    body = read(path).body
    assert sum(fence.words[:1] == ("mermaid",) for fence in fences(body)) >= 4
    assert re.search(r'!!! \w+ "勘误与更新（20\d\d-\d\d-\d\d）"', body)


def printed(path: str) -> list[tuple[Fence, str]]:
    """The Python programs of an article with the output that stands right below each."""
    body = read(path).body
    found = list(fences(body))
    blank = without_fences(body).split("\n")
    pairs = []
    for program, output in pairwise(found):
        if program.words[:1] != ("python",) or output.words[:1] != ("text",):
            continue
        end = body.count("\n", 0, program.position) + len(program.lines) + 2
        start = body.count("\n", 0, output.position)
        if not "".join(blank[end:start]).strip():
            pairs.append((program, "\n".join(output.lines).strip("\n")))
    return pairs


PROGRAMS = [(path, n) for path in LONG for n in range(len(printed(path)))]


@pytest.mark.parametrize(("path", "number"), PROGRAMS)
def test_programs_of_long_articles_print_what_stands_below_them(path: str, number: int) -> None:
    program, output = printed(path)[number]
    run = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-"],
        input="\n".join(program.lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.strip("\n") == output


def test_there_are_programs_to_run() -> None:
    assert {path for path, _ in PROGRAMS} == set(LONG)
    in_place = [f for path in LONG for f in fences(read(path).body) if f.words == ("example",)]
    assert len(PROGRAMS) + len(in_place) >= 12


def test_code_takes_no_part_in_anchors(pages: dict[str, Article]) -> None:
    """`kb check` leaves code out where it looks for anchors: they must be the same without it."""
    for path in (*LONG, "contribute/writing.md", "examples/index.md", "ios/imkit-quickstart.md"):
        body = pages[path].body
        assert profile.anchors(without_fences(body), own=True) == profile.anchors(body, own=True)
