"""Pages of articles with their comments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.models import Counts, Person
from tests.scraper.wecenter_markup import (
    ANONYMOUS,
    article,
    codes,
    comment,
    forum,
    page,
    post,
    question,
    user,
)


def test_article() -> None:
    html = article(
        12,
        "<p>正文 <b>粗</b></p>",
        title=" List&lt;Map&lt;K&gt;&gt;\u200b 用法 ",
        names=("IM", "R T"),
    )
    saved = page("article/12.html", html)
    made = post(forum(saved), "article/12")
    assert (made.kind, made.title) == ("article", "List<Map<K>> 用法")
    assert made.author == Person("作者", 3)
    assert made.body == "<p>正文 <b>粗</b></p>"
    assert made.topics == ("IM", "R T")
    assert made.published is not None
    assert (made.published.text, made.published.precision) == ("2020-05-06", "day")
    assert made.counts == Counts(comments=0, votes=4)
    assert (made.category, made.pinned, made.summary, made.active) == (None, False, None, None)
    assert made.url == "http://forum.example/article/12"
    assert (made.where, made.line) == ("article/12.html", 3)
    assert made.raw_sha256 == saved.sha256


def test_relative_time_needs_the_moment_of_the_capture() -> None:
    saved = page("a.html", article(time="3 小时前"))
    open_ = forum(saved)
    assert codes(open_) == ["time-unresolved"]
    at = datetime(2020, 5, 6, 4, 30, tzinfo=UTC)
    resolved = post(forum(saved, fetched_at=at), "article/12").published
    assert resolved is not None
    assert resolved.at is not None
    assert (resolved.at.isoformat(), resolved.precision) == ("2020-05-06T09:00:00+08:00", "hour")


def test_the_body_is_not_the_comments() -> None:
    made = post(
        forum(page("a", article(comments=comment(1, user("甲", 3), "评论"), count=1))), "article/12"
    )
    assert made.body == "<p>正文</p>"
    assert [c.body for c in made.comments] == ["评论"]


def test_article_comments() -> None:
    items = comment(41, '<a href="people/3">甲</a>', "?? 干货 &lt;b&gt;<br>\n第二行") + comment(
        42, '<a href="people/4">乙</a> 回复 <a href="people/3">甲</a>', "谢谢", "5 天前"
    )
    made = post(forum(page("a", article(comments=items, count=2))), "article/12")
    first, second = made.comments
    assert (first.id, first.author, first.to) == (41, Person("甲", 3), None)
    assert first.body == "?? 干货 &lt;b&gt;<br>\n第二行"
    assert first.time is not None
    assert first.time.precision == "minute"
    assert (second.author, second.to) == (Person("乙", 4), Person("甲", 3))
    assert second.time is not None
    assert (second.time.text, second.time.at) == ("5 天前", None)


def test_article_comments_of_3_1_9_have_no_ids() -> None:
    items = comment(0, '<a href="people/jia">甲</a>', "一").replace(' id="answer_list_0"', "")
    saved = article(comments=items, count=1)
    made = post(forum(page("a", saved), page("b", saved)), "article/12")
    assert [(c.id, c.author, c.body) for c in made.comments] == [(None, Person("甲"), "一")]


def test_article_comments_over_several_pages() -> None:
    one = article(
        comments=comment(1, user("甲", 3), "一") + comment(2, user("甲", 3), "二"), count=3
    )
    two = article(
        comments=comment(2, user("甲", 3), "二") + comment(3, user("甲", 3), "三"), count=3
    )
    pages = page("article/id-12__page-2.html", two), page("article/zz.html", one)
    made = post(forum(*pages), "article/12")
    assert [c.id for c in made.comments] == [1, 2, 3]
    assert made.where == "article/zz.html"
    assert codes(forum(*pages)) == []
    assert codes(forum(pages[1])) == ["comments-missing"]


@pytest.mark.parametrize(
    ("author", "expected"), [("", Person("匿名用户")), (ANONYMOUS, Person("匿名用户"))]
)
def test_anonymous_author(author: str, expected: Person) -> None:
    assert post(forum(page("a", article(author=author))), "article/12").author == expected
    assert post(forum(page("q", question(author=author))), "question/7").author == expected


def test_a_page_without_a_side_bar_does_not_tell_the_author() -> None:
    html = article().partition('<div class="aw-side-bar">')[0]
    assert post(forum(page("a", html)), "article/12").author is None


def test_a_page_without_a_place_for_the_body_is_a_doubt() -> None:
    html = article().replace("content markitup-box", "gone")
    assert codes(forum(page("a", html))) == ["body-missing"]
