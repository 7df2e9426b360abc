"""Queries drawn from pages: each in one of them, no word cut, the same for the same seed."""

from __future__ import annotations

import re

import pytest

from bench.search import corpus, sampling


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {str(page.path): page.body for page in map(corpus.page, range(1, 41))}


def test_sampled_queries_stand_in_one_page_each(texts: dict[str, str]) -> None:
    found = sampling.sample(texts, 50, seed=1)
    assert len({query["q"] for query in found}) == len({query["id"] for query in found}) == 50
    for query in found:
        assert 6 <= len(query["q"]) <= 12
        assert re.fullmatch(r"[\w\u4e00-\u9fff](?:[\w .-]*\w)?", query["q"])
        assert [url for url, text in texts.items() if query["q"] in text] == query["gold"]
        assert query["cat"] == "sampled"


def test_samples_depend_on_the_seed_only(texts: dict[str, str]) -> None:
    backwards = dict(reversed(texts.items()))
    assert sampling.sample(texts, 20, seed=1) == sampling.sample(backwards, 20, seed=1)
    assert sampling.sample(texts, 20, seed=1) != sampling.sample(texts, 20, seed=2)


def test_what_stands_in_two_pages_is_not_sampled() -> None:
    same = {"a.html": "连接超时以后重新登录", "b.html": "连接超时 以后重新登录"}
    assert sampling.sample(same, 3, seed=1) == []
    assert sampling.sample({}, 3, seed=1) == []


def test_latin_words_are_not_cut() -> None:
    text = {"a.html": "请先调用 getCurrentUserProfile 再看结果\n错误码 ABCD-1234 的含义"}
    words = {word for query in sampling.sample(text, 40, seed=1) for word in query["q"].split()}
    latin = {word for word in words if re.match("[A-Za-z0-9]", word)}
    assert latin == {"ABCD-1234"}
