from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.search import scoring
from bench.search.scoring import Query
from scraper import check, taxonomy

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "bench" / "search").glob("queries*.json"))


def query(*gold: str, cat: str = "term") -> Query:
    return Query("q", "词", gold, cat)


def test_places_and_sections() -> None:
    queries = [query("a.html"), query("a.html#x|y"), query("a.html#x", "b.html"), query(cat="none")]
    answers = [["a.html#z"], ["a.html#y", "b.html"], ["c.html", "b.html"], ["a.html", "b.html"]]
    told = scoring.score(queries, answers)
    assert (told.queries, told.first, told.first_five) == (3, 66.7, 100.0)
    assert told.sections == 50.0
    assert (told.zero, told.nonsense) == (0.0, 2.0)


def test_a_page_as_right_answer_is_met_by_any_of_its_sections() -> None:
    told = scoring.score([query("a.html", "b.html#x")], [["a.html#anything"]])
    assert told.sections == 100.0
    assert scoring.score([query("b.html#x")], [["b.html"]]).sections == 0.0


def test_nothing_found() -> None:
    told = scoring.score([query("a.html"), query("a.html")], [[], ["b.html"] * 6])
    assert (told.first, told.first_five, told.zero) == (0.0, 0.0, 50.0)


def test_a_file_that_is_none_says_where(tmp_path: Path) -> None:
    file = tmp_path / "q.json"
    file.write_text(json.dumps([{"id": "1", "q": "词", "gold": []}]))
    with pytest.raises(ValueError, match="entry 1 lacks 'cat'"):
        scoring.read(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_queries_lead_to_pages_that_exist(file: Path) -> None:
    content = ROOT / "content"
    articles = check.read_tree(content).articles
    pages = {article.path.with_suffix(".html").as_posix() for article in articles}
    pages |= {f"{category.slug}/index.html" for category in taxonomy.load(content).categories}
    pages.add("glossary.html")
    asked = scoring.read(file)
    assert {gold.partition("#")[0] for q in asked for gold in q.gold} <= pages
    assert len({q.id for q in asked}) == len({q.q for q in asked}) == len(asked)


def test_the_sets_are_large_and_apart() -> None:
    sets = [scoring.read(file) for file in FILES]
    assert sum(map(len, sets)) >= 150
    assert len({q.q for one in sets for q in one}) == sum(map(len, sets))
    assert len({q.cat for q in sets[0]}) >= 12
