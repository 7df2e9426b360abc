from __future__ import annotations

from types import SimpleNamespace

from hooks import library, navigation
from scraper.taxonomy import Category, Group, Taxonomy
from tests.hooks.making import TAXONOMY, article


def test_groups_are_tabs_and_categories_their_entries() -> None:
    taxonomy = Taxonomy((Group("A & B", (Category("im", "<消息>", "…"),)),))
    assert navigation.nav(taxonomy) == [
        {"首页": "index.md"},
        {"A &amp; B": [{"&lt;消息&gt;": "im/index.md"}]},
    ]


def test_pages_that_nobody_wrote_are_generated() -> None:
    written = [article("im/index.md"), article("ios/a.md", tags=("推送",))]
    found = library.arrange(written, TAXONOMY)
    assert navigation.generated(found) == [
        "index.md",
        "curated/index.md",
        "android/index.md",
        "ios/index.md",
        "contribute/index.md",
        "tags.md",
    ]
    assert "tags.md" not in navigation.generated(library.arrange([], TAXONOMY))


def test_a_glossary_has_a_tab_and_a_page_of_its_own() -> None:
    assert navigation.nav(Taxonomy(()), with_glossary=True)[-1] == {"术语表": "glossary.md"}
    found = library.arrange([], TAXONOMY)
    assert navigation.generated(found, with_glossary=True)[-1] == "glossary.md"
    assert "glossary.md" not in navigation.generated(found)


def test_articles_hang_below_their_category() -> None:
    articles = [article("ios/a.md", date="2021-02-01"), article("ios/b.md", date="2021-01-01")]
    found = library.arrange(articles, TAXONOMY)
    pages = {
        path: SimpleNamespace(parent=None, previous_page="before", next_page="after")
        for path in ("index.md", "ios/index.md", "ios/a.md", "ios/b.md")
    }
    navigation.place(found, pages)
    category, first, second = pages["ios/index.md"], pages["ios/a.md"], pages["ios/b.md"]
    assert (category.parent, category.previous_page, category.next_page) == (None, None, None)
    assert (first.parent, first.previous_page, first.next_page) == (category, None, second)
    assert (second.parent, second.previous_page, second.next_page) == (category, first, None)
