from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from hooks import context, library
from hooks.curated_index import Entry, Section
from tests.hooks.making import TAXONOMY, article, part

INDEX = PurePosixPath("curated/index.md")
SECTIONS = {
    INDEX: (
        Section(
            "Android 篇", "android-篇", "android", (Entry("甲", "android/a.html"), Entry("乙"))
        ),
        Section("社区福利", "社区福利", None, (Entry("丙"),)),
    )
}


def shelves(*articles):
    return library.arrange(articles, TAXONOMY)


@pytest.mark.parametrize(
    ("path", "title", "template"),
    [
        ("index.md", "站名", "home.html"),
        ("android/index.md", "Android", "category.html"),
        ("tags.md", "全部标签", "tags.html"),
        ("im/a.md", "a", None),
    ],
)
def test_each_page_has_its_title_and_template(path: str, title: str, template: str | None) -> None:
    found = context.meta(path, shelves(article("im/a.md")), "站名", "一句话")
    assert found["title"] == title
    assert found.get("template") == template


def test_a_written_index_page_gives_its_own_title() -> None:
    found = context.meta("im/index.md", shelves(article("im/index.md", title="协议")), "", "")
    assert (found["title"], found["template"]) == ("协议", "category.html")


def test_the_start_page_counts_articles_and_listed_entries() -> None:
    found = context.for_page("index.md", shelves(article("android/a.md")), SECTIONS)
    tiles = {tile.title: tile for group in found["groups"] for tile in group.categories}
    assert (tiles["Android"].count, tiles["Android"].listed) == (1, 2)
    assert (tiles["精华索引"].count, tiles["精华索引"].listed) == (0, 3)
    assert [title for title, tile in tiles.items() if tile.empty] == ["iOS", "即时通讯", "参与贡献"]
    assert [card.title for card in found["newest"]] == ["a"]


def test_a_category_shows_what_the_index_lists_for_its_platform() -> None:
    found = context.for_page("android/index.md", shelves(article("android/a.md")), SECTIONS)
    assert [card.url for card in found["cards"]] == ["android/a.html"]
    assert found["listed"] == [("curated/index.html#android-篇", SECTIONS[INDEX][0])]
    assert context.for_page("ios/index.md", shelves(), SECTIONS)["listed"] == []


def test_an_empty_category_leads_to_the_guide_once_there_is_one() -> None:
    assert context.for_page("ios/index.md", shelves(), {})["contribute"] == ""
    guide = shelves(article("contribute/header.md"))
    assert context.for_page("ios/index.md", guide, {})["contribute"] == "contribute/index.html"


def test_an_index_page_has_its_byline_and_its_sections() -> None:
    found = context.for_page(str(INDEX), shelves(article(str(INDEX), kind="index")), SECTIONS)
    assert found["is_index"]
    assert found["sections"] == SECTIONS[INDEX]
    assert found["byline"].author_label == "整理者"


def test_cards_say_what_kind_of_text_it_is() -> None:
    page = part("ios/a.md", 2, kind="question", status="outdated", platforms=("ios",))
    (card,) = context.for_page("ios/index.md", shelves(page), {})["cards"]
    assert card.chips == ("已过时", "问答", "iOS", "共享 · 第 2 篇")


def test_tags_lead_to_the_page_of_tags() -> None:
    page = article("im/a.md", tags=("推送", "推送"))
    assert context.for_page("im/a.md", shelves(page), {})["tags"] == [
        {"name": "推送", "url": "tags.html#tag-1"}
    ]
    (tag,) = context.for_page("tags.md", shelves(page), {})["tags"]
    assert (tag.name, tag.anchor, tag.cards[0].title) == ("推送", "tag-1", "a")


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({"date": "2020-12-07T10:00+08:00"}, "2020-12-07"),
        ({"date": "2020-12-07", "updated": "2021-01-02"}, "2021-01-02"),
        ({"date": "unknown"}, context.UNDATED),
    ],
)
def test_the_sitemap_dates_a_page_by_its_header(values: dict[str, str], day: str) -> None:
    assert context.updated("im/a.md", shelves(article("im/a.md", **values))) == day
