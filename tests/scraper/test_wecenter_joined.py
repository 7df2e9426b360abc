"""How listings and the pages of single posts are put together."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from scraper.models import Counts, Person
from tests.scraper.wecenter_fragments import ARTICLE_LIST
from tests.scraper.wecenter_markup import (
    ANSWERED,
    ASKED,
    PIN,
    WROTE,
    answer,
    article,
    codes,
    forum,
    keys,
    line,
    listing,
    page,
    post,
    question,
    topics,
    user,
    whole,
)


def test_the_listing_completes_the_page() -> None:
    pages = (
        page("index.html", listing(line("article/12", WROTE, after_title=PIN, title="别的标题"))),
        page("article/12.html", article(12, count=0)),
    )
    for order in itertools.permutations(pages):
        made = post(forum(*order), "article/12")
        assert (made.title, made.body, made.where) == ("标题", "<p>正文</p>", "article/12.html")
        assert (made.pinned, made.category) == (True, "技术交流")
        assert made.counts == Counts(views=327, comments=0, votes=4)
        assert made.published is not None
        assert (made.published.text, made.published.precision) == ("2020-05-06 07:08", "minute")
        assert made.summary is None
        assert made.topics == ("IM",)


def test_the_last_answerer_is_not_the_asker() -> None:
    pages = (
        page("i", listing(line("question/7", ANSWERED, who=user("答者", 5), uid=4))),
        page("q", question(7, answers=answer(31), heading="1 个回复")),
    )
    made = post(forum(*pages), "question/7")
    assert made.author == Person("问者", 4)
    assert made.published is not None
    assert (made.published.text, made.published.precision) == ("2020-05-05", "day")
    assert made.counts == Counts(views=87, replies=1, comments=0, followers=6)


def test_an_anonymous_question_stays_anonymous() -> None:
    pages = (
        page("i", listing(line("question/7", ANSWERED, who=user("答者", 5), uid=None))),
        page("q", question(7, author="")),
    )
    assert post(forum(*pages), "question/7").author == Person("匿名用户")


def test_the_more_precise_time_wins() -> None:
    at = datetime(2020, 5, 6, 4, 30, tzinfo=UTC)

    def published(listed: str, shown: str) -> str:
        saved = (
            page("i", listing(line("article/12", f"发表了文章 • {listed}"))),
            page("a", article(12, time=shown)),
        )
        moment = post(forum(*saved, fetched_at=at), "article/12").published
        assert moment is not None
        return moment.text

    assert published("3 小时前", "2020-05-06") == "3 小时前"
    assert published("2020-05-06 07:08", "3 小时前") == "2020-05-06 07:08"
    assert published("5 分钟前", "3 小时前") == "5 分钟前"
    assert published("2 天前", "2020-05-04") == "2020-05-04"
    assert published("2020-05-04", "2 天前") == "2020-05-04"
    assert published("2020-13-40 07:08", "2 天前") == "2 天前"


def test_order_is_the_home_listing_then_the_rest() -> None:
    home = page(
        "z/index.html",
        listing(line("question/7", ASKED, after_title=PIN), line("article/5", WROTE)),
    )
    second = page("a/2.html", listing(line("article/4", WROTE), line("article/5", WROTE), number=2))
    hot = page(
        "a/hot.html", listing(line("article/8", WROTE), active="category-__sort_type-hot__day-7")
    )
    category = page("a/c.html", listing(line("article/3", WROTE, category=None), category="1"))
    articles = page("a/b.html", ARTICLE_LIST)
    loose = [page("x.html", article(11)), page("y.html", article(2)), page("w.html", question(1))]
    expected = [
        "question/7", "article/5", "article/4", "article/8", "article/3", "article/1",
        "article/2", "article/11", "question/1",
    ]  # fmt: skip
    pages = [home, second, hot, category, articles, *loose]
    assert keys(*pages) == expected
    assert keys(*pages[::-1]) == expected
    assert forum(*pages) == forum(*pages[3:], *pages[:3])


def test_a_category_page_does_not_name_its_category() -> None:
    alone = page("c", listing(line("article/3", WROTE, category=None), category="1"))
    home = page("i", listing(line("article/3", WROTE)))
    assert post(forum(alone), "article/3").category is None
    assert post(forum(alone, home), "article/3").category == "技术交流"


def test_a_pin_that_only_the_category_shows_comes_first() -> None:
    home = page("i", listing(line("article/1", WROTE), line("article/2", WROTE)))
    category = page("c", listing(line("article/2", WROTE, after_title=PIN), category="1"))
    assert keys(home, category) == ["article/2", "article/1"]


def test_a_title_that_only_the_listing_has() -> None:
    no_title = whole(topics("article", 12) + '<div class="aw-question-detail"></div>')
    alone = forum(page("a", no_title))
    assert codes(alone) == ["body-missing", "title-missing"]
    both = forum(page("a", no_title), page("i", listing(line("article/12", WROTE))))
    assert post(both, "article/12").title == "标题"
    assert codes(both) == ["body-missing", "comments-missing"]
