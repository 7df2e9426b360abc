from __future__ import annotations

from pathlib import PurePosixPath
from random import Random

import pytest

from hooks import library
from scraper import titles
from scraper.article import Source
from tests.hooks.making import TAXONOMY, article, part


def order(*articles) -> list[str]:
    found = library.arrange(articles, TAXONOMY)
    return [page.path.stem for page in found.shelves["ios"]]


def test_a_shelf_is_newest_first_and_unknown_dates_come_last() -> None:
    assert order(
        article("ios/old.md", date="2019-05-01"),
        article("ios/undated.md", date="unknown"),
        article("ios/new.md", date="2021-03-01T09:00+08:00"),
        article("ios/same-day.md", date="2021-03-01"),
    ) == ["new", "same-day", "old", "undated"]


def test_a_series_stands_together_where_its_newest_part_would() -> None:
    assert order(
        part("ios/part-b.md", 2, date="2021-05-01"),
        part("ios/part-a.md", 1, date="2019-01-01"),
        article("ios/newest.md", date="2021-06-01"),
        article("ios/between.md", date="2020-01-01"),
    ) == ["newest", "part-a", "part-b", "between"]


def test_times_are_compared_across_zones() -> None:
    assert order(
        article("ios/noon-utc.md", date="2021-03-01T12:00Z"),
        article("ios/evening-here.md", date="2021-03-01T19:00+08:00"),
    ) == ["noon-utc", "evening-here"]


def test_the_order_of_the_input_does_not_count() -> None:
    articles = [article(f"ios/page-{n}.md", tags=(f"标签{n % 3}",)) for n in range(12)]
    articles += [part(f"ios/part-{n}.md", n) for n in range(1, 4)]
    expected = library.arrange(articles, TAXONOMY)
    for seed in range(5):
        shuffled = list(articles)
        Random(seed).shuffle(shuffled)
        found = library.arrange(shuffled, TAXONOMY)
        assert found == expected
        assert list(found.tags) == list(expected.tags)


def test_neighbours_end_at_the_category() -> None:
    articles = [article(f"ios/{name}.md", date=f"2021-01-0{n}") for n, name in enumerate("abc", 1)]
    found = library.arrange([*articles, article("android/other.md")], TAXONOMY).neighbours
    a, b, c = articles
    assert found[c.path] == (None, b)
    assert found[b.path] == (c, a)
    assert found[a.path] == (b, None)
    assert found[PurePosixPath("android/other.md")] == (None, None)


def test_category_pages_are_on_no_shelf() -> None:
    index = article("ios/index.md", category="")
    found = library.arrange([index, article("index.md", author="")], TAXONOMY)
    assert found.shelves["ios"] == ()
    assert found.find("ios/index.md") is index


def test_newest_leaves_out_notices_and_what_has_no_date() -> None:
    found = library.arrange(
        [
            article("im/a.md", date="2021-01-01"),
            article("ios/b.md", date="2021-02-01", kind="question"),
            article("im/notice.md", date="2021-03-01", kind="notice"),
            article("im/undated.md", date="unknown"),
            article("im/rewritten.md", date="unknown", updated="2021-04-01"),
            article("contribute/manual.md", date="2021-05-01"),
        ],
        TAXONOMY,
    )
    assert [page.path.stem for page in found.newest(5)] == ["rewritten", "b", "a"]
    assert [page.path.stem for page in found.newest(1)] == ["rewritten"]


@pytest.mark.parametrize("wanted", ["原标题：一", "原标题:一", "【原标题】一", "新标题"])
def test_titles_of_ours_and_of_the_source_lead_to_a_page(wanted: str) -> None:
    page = article("im/a.md", title="新标题", source=Source(id="1", title="原标题：一"))
    found = library.arrange([page], TAXONOMY).by_title
    assert found[titles.normalise(wanted)] == page.path


def test_our_own_title_wins_over_that_of_a_source() -> None:
    ours = article("im/z.md", title="消息同步")
    drawn = article("im/a.md", title="另一篇", source=Source(id="1", title="消息同步"))
    found = library.arrange([ours, drawn], TAXONOMY).by_title
    assert found["消息同步"] == ours.path


def test_an_index_is_no_target_of_its_own_entries() -> None:
    index = article("im/list.md", title="目录", kind="index")
    assert library.arrange([index], TAXONOMY).by_title == {}


def test_tags_are_numbered_latin_first() -> None:
    page = article("im/a.md", tags=("推送", "WebRTC", "推送", "<b>"))
    found = library.arrange([page], TAXONOMY)
    assert dict(found.anchors) == {"<b>": "tag-1", "WebRTC": "tag-2", "推送": "tag-3"}
    assert found.tags["推送"] == (page,)
