"""Where a forum is, and when a post's line in a listing says that the post changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scraper.wecenter import targets
from scraper.wecenter.targets import Sighting, Site
from tests.scraper.wecenter_fragments import ARTICLE_LIST
from tests.scraper.wecenter_markup import (
    ANONYMOUS,
    PIN,
    line,
    listing,
    read_one,
    teaser,
    user,
)

ROOT = "http://forum.example/"
NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)  # 12:00 for the forum
PRINTED = "发表了文章 • 1 个评论 • 9 次浏览 • 2020-05-06 07:08"


@pytest.mark.parametrize("prefix", ["", "?/", "index.php?/"])
def test_addresses_have_the_form_that_the_forum_writes(prefix: str) -> None:
    where = Site(ROOT, prefix)
    start = f"{ROOT}{prefix}"
    assert where.address("question/12") == f"{start}question/12"
    assert where.listing(3, by_ajax=True) == (
        f"{start}explore/ajax/list/sort_type-new__page-3__per_page-100"
    )
    assert where.listing(3, by_ajax=False) == (
        f"{start}sort_type-new__day-0__is_recommend-0__page-3"
    )


@pytest.mark.parametrize(
    ("href", "prefix"),
    [
        ("article/12", ""),
        ("/article/12", ""),
        (f"{ROOT}article/12", ""),
        (f"{ROOT}article/12?wd=/x", ""),
        ("?/article/12", "?/"),
        ("/?/article/12", "?/"),
        (f"{ROOT}?/article/12", "?/"),
        ("index.php?/article/12", "index.php?/"),
        (f"{ROOT}index.php?/article/12", "index.php?/"),
    ],
)
def test_the_front_page_tells_the_form_of_addresses(href: str, prefix: str) -> None:
    front = read_one("", listing(line(href, PRINTED)))
    assert targets.site(front, "http://asked.example/") == Site(ROOT, prefix)


def test_the_front_page_tells_where_the_forum_is() -> None:
    head = '<base href="http://forum.example/bbs/?/">'
    plain = listing(line("http://forum.example/bbs/?/article/12", PRINTED))
    found = targets.site(
        read_one("", plain.replace('<base href="http://forum.example/">', head)), ""
    )
    assert found == Site("http://forum.example/bbs/", "?/")
    silent = read_one("", listing().replace('<base href="http://forum.example/">', ""))
    assert targets.site(silent, "http://asked.example/bbs/?/") == Site("http://asked.example/bbs/")


def sighting(html: str, served: datetime = NOON) -> Sighting:
    (found,) = targets.sightings(read_one("", html, served), served)
    return found


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("article/1", f"{ROOT}article/1"),
        ("/?/article/1#!comment", f"{ROOT}?/article/1"),
        ("https://forum.example/article/1", "https://forum.example/article/1"),
        ("http://www.forum.example/article/1", f"{ROOT}?/article/1"),
    ],
)
def test_a_post_is_at_the_address_that_the_listing_prints(href: str, url: str) -> None:
    found = sighting(listing(line(href, PRINTED)))
    assert (found.key, found.url) == ("article/1", url)


@pytest.mark.parametrize(
    ("printed", "since", "until"),
    [
        ("2020-05-06 07:08", datetime(2020, 5, 5, 23, 8), datetime(2020, 5, 5, 23, 9)),
        ("3 分钟前", datetime(2020, 5, 6, 3, 56), datetime(2020, 5, 6, 3, 57)),
        ("2 天前", datetime(2020, 5, 3, 4, 0), datetime(2020, 5, 4, 4, 0)),
    ],
)
def test_between_which_moments_the_time_of_a_line_lies(
    printed: str, since: datetime, until: datetime
) -> None:
    found = sighting(listing(line("article/1", f"发表了文章 • {printed}")))
    assert (found.since, found.until) == (since.replace(tzinfo=UTC), until.replace(tzinfo=UTC))


@pytest.mark.parametrize("printed", ["", "9999999999 天前", "2020-13-40"])
def test_a_line_without_a_time_may_be_of_any(printed: str) -> None:
    found = sighting(listing(line("article/1", f"发表了文章 • {printed}")))
    assert (found.since, found.until) == (datetime.min, datetime.max)


def test_posts_are_sighted_in_the_order_of_the_list_each_once() -> None:
    made = line("article/2", PRINTED) + line("question/7", "发起了问题") + line("article/2", "")
    found = targets.sightings(read_one("", listing(made)), NOON)
    assert [s.key for s in found] == ["article/2", "question/7"]
    assert [s.key for s in targets.sightings(read_one("article/", ARTICLE_LIST), NOON)] == [
        "article/1"
    ]


TOLD = "回复了问题 • {} 人关注 • {} 个回复 • {} 次浏览 • {}"
SAME = line("question/7", TOLD.format(1, 2, 3, "2020-05-06 07:08"), body=teaser("", "<p>x</p>"))


@pytest.mark.parametrize(
    "changed",
    [
        line("question/7", TOLD.format(1, 2, 99, "2020-05-06 07:08"), body=teaser("", "<p>x</p>")),
        line("question/7", TOLD.format(5, 2, 3, "2020-05-06 07:08"), body=teaser("", "<p>x</p>")),
        line("question/7", TOLD.format(1, 2, 3, "3 小时前"), body=teaser("", "<p>x</p>")),
        SAME.replace("技术交流", "其他"),
        SAME.replace("</h4>", f"{PIN}</h4>"),
        SAME.replace('src="a.png"', 'src="a.png?4711"'),
        SAME.replace('href="question/7"', 'href="?/question/7"'),
        SAME.replace("contribute", "contribute other"),
    ],
    ids=["views", "followers", "age", "category", "pin", "avatar", "form", "contributors"],
)
def test_a_post_did_not_change_with(changed: str) -> None:
    assert changed != SAME
    assert sighting(listing(changed)).look == sighting(listing(SAME)).look


@pytest.mark.parametrize(
    "changed",
    [
        SAME.replace("标题", "新标题"),
        SAME.replace("2 个回复", "3 个回复"),
        SAME.replace("个回复", "个评论"),
        SAME.replace("回复了问题", "发起了问题"),
        SAME.replace(user("作者", 3), user("另一人", 3)),
        SAME.replace(user("作者", 3), ANONYMOUS),
        SAME.replace("<p>x</p>", "<p>x </p>y"),
        SAME.replace("1,2,", "1,"),
    ],
    ids=["title", "replies", "comments", "verb", "person", "anonymous", "body", "topics"],
)
def test_a_post_changed_with(changed: str) -> None:
    assert changed != SAME
    assert sighting(listing(changed)).look != sighting(listing(SAME)).look


def test_ages_are_compared_by_the_moment_of_serving() -> None:
    made = listing(line("article/1", "发表了文章 • 3 小时前"))
    one, two = sighting(made), sighting(made, NOON + timedelta(hours=1))
    assert two.since - one.since == timedelta(hours=1)
