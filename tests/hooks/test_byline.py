from __future__ import annotations

import pytest

from hooks import library
from hooks.byline import Part, Target, byline
from scraper.article import Source
from tests.hooks.making import TAXONOMY, article, part


def of(page, *others):
    return byline(page, library.arrange([page, *others], TAXONOMY))


def test_an_original_article() -> None:
    found = of(article("im/a.md", platforms=("ios", "web"), sdk="4.0–5.42", updated="2021-02-01"))
    assert (found.author_label, found.author) == ("作者", "甲")
    assert (found.date, found.iso, found.updated) == ("2021-01-01", "2021-01-01", "2021-02-01")
    assert (found.provenance, found.source) == ("本站原创", None)
    assert found.platforms == ("iOS", "Web")
    assert found.sdk == "4.0–5.42"
    assert (found.notice, found.series) == ("", None)


def test_an_unresolved_time_is_shown_as_the_source_printed_it() -> None:
    source = Source(url="https://a.example/1", site="样例社区", time="3 天前")
    found = of(article("im/a.md", kind="question", date="unknown", source=source))
    assert (found.author_label, found.date, found.iso) == ("提问者", "日期不详", "")
    assert found.printed_date == "3 天前"
    assert found.source == Target("样例社区", "https://a.example/1", external=True)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source(url="https://a.example/1"), Target("a.example", "https://a.example/1", True)),
        (Source(id="article/12", site="社区"), Target("社区", "", True)),
        (Source(id="article/12"), Target("article/12", "", True)),
        (Source(url="javascript:alert(1)", site="社区"), Target("社区", "", True)),
        (Source(), None),
    ],
)
def test_a_source_is_named_and_only_a_web_address_is_linked(
    source: Source, shown: Target | None
) -> None:
    assert of(article("im/a.md", source=source)).source == shown


def test_an_original_article_may_stand_in_the_index_for_a_post() -> None:
    source = Source(title="原题", site="社区")
    assert of(article("im/a.md", source=source)).source is None
    assert of(article("im/a.md", source=source, provenance="rewritten")).source is not None


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("article", "outdated", "照做之前"),
        ("notice", "archived", "保留原貌"),
        ("tutorial", "archived", "没有找到"),
        ("tutorial", "outdated", "照做之前"),
    ],
)
def test_a_banner_says_what_to_expect(kind: str, status: str, words: str) -> None:
    assert words in of(article("im/a.md", kind=kind, status=status)).notice


@pytest.mark.parametrize("wanted", ["new.md", "./new.md", "../im/new.md"])
def test_an_outdated_article_leads_to_what_replaces_it(wanted: str) -> None:
    old = article("im/old.md", status="outdated", replaced_by=wanted)
    found = of(old, article("im/new.md", title="新版"))
    assert "过时" in found.notice
    assert found.instead == Target("新版", "im/new.html")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (
            "https://docs.example/x",
            Target("https://docs.example/x", "https://docs.example/x", True),
        ),
        ("javascript:alert(1)", Target("javascript:alert(1)", "")),
        ("gone.md", Target("gone.md", "")),
    ],
)
def test_what_replaces_it_may_be_elsewhere_or_unknown(wanted: str, shown: Target) -> None:
    assert of(article("im/old.md", status="outdated", replaced_by=wanted)).instead == shown


def test_a_series_lists_its_parts_and_marks_the_page() -> None:
    parts = [part(f"ios/p{n}.md", n) for n in (3, 1, 4)]
    series = of(parts[0], *parts[1:]).series
    assert series is not None
    assert (series.name, series.number, series.total) == ("共享", 3, 4)
    assert series.parts == (
        Part(1, "p1", "ios/p1.html", False),
        Part(3, "p3", "ios/p3.html", True),
        Part(4, "p4", "ios/p4.html", False),
    )
