"""Articles near an article: by rare tags, by links to it, never what it names itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from hooks import library, related
from scraper.article import Article
from tests.hooks.making import TAXONOMY, article, part

PAGE = "android/page.md"
# enough other pages that a tag shared by two of all is rare
CROWD = [article(f"ios/crowd-{n}.md", tags=("大家都有",)) for n in range(40)]


def page(path: str, body: str = "", **values: Any) -> Article:
    return replace(article(path, **values), body=body)


def near(*articles: Article) -> list[str]:
    """The paths near PAGE."""
    found = related.find(library.arrange([*CROWD, *articles], TAXONOMY))
    return [str(one.path) for one in found[PurePosixPath(PAGE)]]


def test_a_rare_tag_brings_articles_together_and_a_common_one_does_not() -> None:
    own = page(PAGE, tags=("推送", "大家都有"))
    assert near(own, page("ios/a.md", tags=("推送",)), page("ios/b.md")) == ["ios/a.md"]


def test_what_links_to_it_is_near_and_what_it_links_to_is_not_named_again() -> None:
    own = page(PAGE, "见[甲](../ios/a.md#节)。", tags=("推送",))
    pages = [
        page("ios/a.md", tags=("推送",)),
        page("android/b.md", "见[这一篇](page.md)。", platforms=("android",), tags=("推送",)),
        page("ios/c.md", "`[代码](../android/page.md)`"),
    ]
    assert near(own, *pages) == ["android/b.md"]


def test_the_nearest_come_first_and_four_are_enough() -> None:
    own = page(PAGE, tags=("推送", "华为", "通知"), platforms=("android",))
    others = [page(f"ios/{n}.md", tags=("推送", "华为")) for n in range(4)]
    nearest = page("android/z.md", tags=("推送", "华为", "通知"), platforms=("android",))
    found = near(own, *others, nearest)
    assert found[0] == "android/z.md"
    assert len(found) == related.MOST


def test_what_is_no_next_thing_to_read() -> None:
    own = part(PAGE, 1, tags=("推送",))
    pages = [
        part("android/two.md", 2, tags=("推送",)),  # stands in the list of the series
        page("im/notice.md", kind="notice", tags=("推送",)),
        page("contribute/how.md", tags=("推送",)),
    ]
    assert near(own, *pages) == []


def test_outdated_articles_stand_behind_current_ones() -> None:
    own = page(PAGE, tags=("推送", "华为"))
    old = page("android/a.md", tags=("推送", "华为"), status="outdated")
    assert near(own, old, page("ios/b.md", tags=("推送", "华为"))) == ["ios/b.md", "android/a.md"]


def test_a_tag_of_a_whole_forum_tells_nothing() -> None:
    many = [
        page(f"im/{n}.md", tags=("所有",), provenance="imported", license="all-rights-reserved")
        for n in range(300)
    ]
    assert near(page(PAGE, tags=("所有",)), *many) == []


def test_the_order_of_the_files_does_not_count() -> None:
    pages = [page(f"ios/{n}.md", tags=("推送",)) for n in range(6)]
    own = page(PAGE, tags=("推送",))
    assert near(own, *pages) == near(*reversed(pages), own)
