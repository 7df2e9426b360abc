"""The bundled sample forum: counts, the shapes an importer has to know, and what it computes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.scraper.sample_pages import (
    ARTICLES,
    FAQ,
    QUESTIONS,
    SAMPLE,
    bodies,
    index_sections,
    local_target,
    number,
    one,
    plain,
    soup,
    text_of,
)

# --- counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_article_comments_are_as_many_as_the_heading_says(path: Path) -> None:
    page = soup(path)
    heading = text_of(one(page, ".common-head h2"))
    assert number(r"^(\d+) 个评论$", heading) == len(page.select(".aw-feed-list > .aw-item"))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.stem)
def test_answers_and_their_comments_are_as_many_as_counted(path: Path) -> None:
    page = soup(path)
    answers = page.select(".aw-question-comment .aw-feed-list > .aw-item")
    heading = text_of(one(page, ".aw-question-comment .mod-head h2"))
    assert number(r"^(\d+) 个回复$", heading) == len(answers)
    for answer in answers:
        counter = one(answer, "a.aw-add-comment[data-type=answer]")
        counted = int(str(counter["data-comment-count"]))
        assert answer["id"] == f"answer_list_{counter['data-id']}"
        folder = SAMPLE / "question" / "ajax" / "get_answer_comments"
        fragment = folder / f"answer_id-{counter['data-id']}.html"
        assert fragment.is_file() == bool(counted)
        if counted:
            assert len(soup(fragment).select("ul > li")) == counted


def test_one_answer_is_the_best_and_has_comments() -> None:
    best = [a for p in QUESTIONS for a in soup(p).select(".aw-item:has(> .aw-best-answer)")]
    assert len(best) == 1
    assert int(str(one(best[0], ".aw-add-comment")["data-comment-count"])) == 2


def test_listing_and_pages_say_the_same() -> None:
    items = soup(SAMPLE / "index.html").select(".aw-common-list > .aw-item")
    assert len(items) == 10
    pinned = [bool(item.select("h4 > span")) for item in items]
    assert pinned == [True] * 5 + [False] * 5
    for item in items:
        link = one(item, "h4 > a")
        page = soup(SAMPLE / f"{link['href']}.html")
        assert text_of(link) == text_of(one(page, ".aw-question-detail h1"))
        line = text_of(one(item, ".aw-question-content > p"))
        body = one(page, ".aw-question-detail > .mod-body > .content.markitup-box")
        ids = [str(t["data-id"]) for t in page.select("#question_topic_editor .topic-tag")]
        assert item["data-topic-id"] == "".join(f"{i}," for i in ids)
        if str(link["href"]).startswith("article/"):
            heading = text_of(one(page, ".common-head h2"))
            assert f"发表了文章 • {heading} • " in line
            assert text_of(one(item, ".all-content")) == text_of(body)
            author = one(page, ".user-detail a.aw-user-name")
            assert text_of(author) == text_of(one(item, "p > a.aw-user-name"))
        else:
            heading = text_of(one(page, ".aw-question-comment .mod-head h2"))
            assert f" • {heading} • " in line
            assert body.get_text(strip=True)


def test_listing_has_cut_and_whole_summaries_and_one_cut_entity() -> None:
    listing = soup(SAMPLE / "index.html")
    summaries = listing.select(".aw-item.article .aw-question-content > .markitup-box")
    cut = [s for s in summaries if s.select("a.more")]
    whole = [s for s in summaries if not s.select("a.more")]
    assert (len(cut), len(whole)) == (7, 1)
    assert all(text_of(s).endswith("... ...查看全部") for s in cut)
    assert sum("&nbs..." in s.get_text() for s in cut) == 1


# --- the shapes that the importer has to recognise ----------------------------------------------


def test_the_curated_index_is_whole() -> None:
    sections = index_sections()
    sizes = {name: len(blocks) for name, blocks in sections.items()}
    assert sizes == {
        "Android篇": 27,
        "iOS篇": 23,
        "Web篇": 24,
        "社区福利": 3,
        "GeekOnline编程挑战赛": 9,
        "求职招聘": 2,
    }
    entries = [text_of(block) for blocks in sections.values() for block in blocks]
    assert len(entries) == 88
    assert len({plain(entry) for entry in entries}) == 86
    linked = [block for blocks in sections.values() for block in blocks if block.select("a")]
    assert all(text_of(one(block, "a")) == text_of(block) for block in linked)
    ours = [b for b in linked if local_target(str(one(b, "a")["href"]))]
    assert len(ours) == 3
    for block in ours:
        page = soup(SAMPLE / str(local_target(str(one(block, "a")["href"]))))
        assert text_of(one(page, "h1")) == text_of(block)


def test_the_index_has_every_line_of_the_post(seed: Path) -> None:
    lines = [line.strip() for line in seed.read_text(encoding="utf-8").split("\n")]
    block = lines[lines.index("Android篇") : lines.index("持续更新....")]
    sections = index_sections()
    expected = [line for line in block if line and line not in sections]
    assert [text_of(p) for blocks in sections.values() for p in blocks] == expected


def test_the_faq_has_thirteen_answers_the_last_one_mislabelled() -> None:
    body = one(soup(FAQ), ".content.markitup-box")
    lines = [text_of(p) for p in body.find_all("p")]
    asked = [number(r"问题 ?(\d+)", t) for t in lines if re.match(r"问题 ?\d+：", t)]
    answered = [number(r"问题 ?(\d+)", t) for t in lines if re.match(r"问题 ?\d+ 答案：", t)]
    assert asked == [*range(1, 14), 14]
    assert answered == list(range(1, 13))
    last = next(t for t in lines if t.startswith("问题14："))
    assert "？" not in last


def test_the_markup_has_the_quirks_of_real_bodies() -> None:
    html = {p: "".join(str(b) for b in bodies(p)) for p in [*ARTICLES, *QUESTIONS]}
    everything = "\n".join(html.values())
    raw = "\n".join(p.read_text(encoding="utf-8") for p in [*ARTICLES, *QUESTIONS])
    assert '<pre class="brush:java;toolbar:false">' in everything
    assert "<p>&nbsp;</p>" in raw
    assert 'rel="lightbox"' in everything
    assert 'href="article/' in everything
    assert 'href="/article/' in everything
    assert re.search(r">https://[^<]*[\u4e00-\u9fff][^<]*</a>", everything), "swallowed text"
    assert "<br/>\n" in html[SAMPLE / "question" / "7.html"], "doubled line ends in an answer"
    assert sum('alt="1.png"' in text for text in html.values()) == 4
    for tag in ("h2", "h3", "ul", "ol", "table", "blockquote", "figure", "code", "strong", "em"):
        assert f"<{tag}" in everything, tag


# --- what the articles compute ------------------------------------------------------------------


def python_blocks(article: int) -> dict[str, Any]:
    """The names that the Python code of one article defines."""
    names: dict[str, Any] = {}
    for code in soup(SAMPLE / "article" / f"{article}.html").select("code.language-python"):
        exec(compile(code.get_text(), f"article/{article}", "exec"), names)  # noqa: S102 - own text
    return names


def test_the_candidate_priorities_are_those_of_the_rfc() -> None:
    names = python_blocks(18)
    assert names["host"] == 2130706431  # RFC 5245 section 17
    assert names["srflx"] == 1694498815
    pair = names["pair_priority"]
    assert pair(names["host"], names["host"]) == 9151314442783293438
    assert pair(names["srflx"], names["host"]) == 7277816997797167102
    assert pair(2, 1) - pair(1, 2) == 1


def test_batches_are_as_the_article_says() -> None:
    class Message:
        def __init__(self, size: int) -> None:
            self.body = b"x" * size

    take = python_blocks(16)["take_batch"]
    pending, sizes = [Message(64 * 1024) for _ in range(1000)], []
    while pending:
        sizes.append(len(take(pending)))
        pending = pending[sizes[-1] :]
    assert (len(sizes), max(sizes)) == (13, 80)
    assert len(take([Message(6 * 1024 * 1024), Message(1)])) == 1
    assert len(take([Message(1)] * 500)) == 200


@pytest.mark.parametrize(("capacity", "most"), [(200, 2200), (2000, 4000)])
def test_the_token_bucket_keeps_the_bound_of_the_article(capacity: int, most: int) -> None:
    bucket = python_blocks(17)["TokenBucket"](2000, capacity)
    passed = sum(bucket.take(ms / 4000) for ms in range(4001) for _ in range(200))
    assert most - 1 <= passed <= most


def test_the_capacity_table_follows_from_its_assumptions() -> None:
    table = soup(SAMPLE / "article" / "17.html").select("table tbody tr")
    rows = [[text_of(cell).replace(" ", "") for cell in row.find_all("td")] for row in table]
    assert len(rows) == 3
    for members, per_node, seconds, rate in rows:
        assert int(per_node) == int(members) // 5
        assert float(seconds.removesuffix("秒")) == int(per_node) / 2000
        shown = float(rate.removesuffix("条"))
        assert shown == pytest.approx(2000 / int(per_node), abs=0.05)
