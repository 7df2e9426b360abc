"""Listings and how they join the pages of single posts."""

from __future__ import annotations

import pytest

from scraper.models import Counts, Person
from tests.scraper.wecenter_fragments import ARTICLE_LIST
from tests.scraper.wecenter_markup import (
    ANONYMOUS,
    ANSWERED,
    ASKED,
    PIN,
    WROTE,
    article,
    codes,
    forum,
    keys,
    line,
    listing,
    page,
    post,
    teaser,
    user,
    whole,
)


@pytest.mark.parametrize("hidden", [False, True])  # as until 3.5, and as 3.6.0 writes it
@pytest.mark.parametrize("cut", [False, True])
def test_article_that_is_only_listed(hidden: bool, cut: bool) -> None:
    full = '<p>全文 <a href="article/5">五</a></p>'
    saved = page(
        "index.html",
        listing(line("article/1", WROTE, body=teaser("全文", full, cut=cut, hidden=hidden))),
    )
    result = forum(saved)
    made = post(result, "article/1")
    assert made.body == '<p>全文 <a href="http://forum.example/article/5">五</a></p>'
    assert made.summary == ("cut" if cut else "whole")
    assert (made.title, made.author, made.category) == ("标题", Person("作者", 3), "技术交流")
    assert made.counts == Counts(views=327, comments=8)
    assert made.published is not None
    assert (made.published.text, made.published.precision) == ("2020-05-06 07:08", "minute")
    assert made.active is None
    assert made.url == "http://forum.example/article/1"
    assert (made.where, made.line, made.raw_sha256) == ("index.html", 5, saved.sha256)
    assert codes(result) == []


def test_a_teaser_is_never_content() -> None:
    for text in (teaser("前 130 个字&nbs...", None), teaser("整篇都在这里", None, cut=False)):
        result = forum(page("i", listing(line("article/1", WROTE, body=text))))
        made = post(result, "article/1")
        assert (made.body, made.summary) == ("", None)
        assert codes(result) == ["body-missing"]


def test_a_full_body_may_be_a_markitup_box_too() -> None:
    full = '<div class="markitup-box all-content collapse"><p>全文</p></div>'
    result = forum(page("i", listing(line("article/1", WROTE, body=full))))
    made = post(result, "article/1")
    assert (made.body, made.summary) == ("<p>全文</p>", None)


def test_an_empty_full_body_is_a_body() -> None:
    result = forum(page("i", listing(line("article/1", WROTE, body=teaser("", "", cut=False)))))
    assert (post(result, "article/1").body, codes(result)) == ("", [])


def test_question_that_is_only_listed() -> None:
    saved = page(
        "i", listing(line("question/7", ANSWERED, who=user("答者", 5), uid=4, category=None))
    )
    result = forum(saved)
    made = post(result, "question/7")
    assert (made.body, made.author, made.published, made.category) == ("", None, None, None)
    assert made.active is not None
    assert made.active.text == "2020-05-08 09:10"
    assert made.counts == Counts(views=87, replies=5, followers=6)
    assert codes(result) == ["question-page-missing"]


def test_unanswered_question_that_is_only_listed() -> None:
    made = post(
        forum(page("i", listing(line("question/7", ASKED, who=user("问者", 4), uid=4)))),
        "question/7",
    )
    assert made.author == Person("问者", 4)
    assert made.published is not None
    assert made.published.text == "2020-05-05 06:07"
    assert made.active is None


def test_the_asker_is_known_by_the_picture_where_the_name_is_known() -> None:
    lines = (
        line("question/7", ANSWERED, who=user("答者", 5), uid=4),
        line("article/1", WROTE, who=user("问者", 4), uid=4, body=teaser("", "<p>x</p>")),
    )
    made = post(forum(page("i", listing(*lines))), "question/7")
    assert made.author == Person("问者", 4)


def test_a_uid_that_an_anonymous_asker_leaks_is_dropped() -> None:
    leak = ANONYMOUS.replace("href", 'data-id="44" href')
    made = post(
        forum(page("i", listing(line("question/7", ASKED, who=leak, uid=None)))), "question/7"
    )
    assert made.author == Person("匿名用户")


def test_title_pin_and_reward() -> None:
    reward = ' <span class="rewards">悬赏 进行中</span>'
    made = forum(
        page(
            "i",
            listing(
                line("article/1", WROTE, title=" A&lt;B&gt; \n 置顶 ", after_title=PIN),
                line("question/7", ASKED, title="问", after_title=reward),
            ),
        )
    ).posts
    assert [(p.title, p.pinned) for p in made] == [("A<B> 置顶", True), ("问", False)]


def test_names_that_look_like_the_line() -> None:
    told = "发表了文章 • 1 个评论 • 2 次浏览 • 2020-05-06 07:08"
    name = "9 个评论 • 2019-01-01 00:00 • 回复了问题"
    made = post(forum(page("i", listing(line("article/1", told, who=user(name, 3))))), "article/1")
    assert made.counts == Counts(views=2, comments=1)
    assert made.published is not None
    assert made.published.text == "2020-05-06 07:08"
    assert made.author == Person(name, 3)


def test_the_verb_of_an_old_list_without_a_span() -> None:
    html = (
        listing(line("article/1", WROTE))
        .replace('<span class="text-color-999">', "")
        .replace("07:08</span>", "07:08")
    )
    made = post(forum(page("i", html)), "article/1")
    assert made.counts == Counts(views=327, comments=8)


@pytest.mark.parametrize(
    "href",
    [
        "article/1",
        "http://forum.example/article/1",
        "?/article/1",
        "http://www.forum.example/article/1",
    ],
)
def test_forms_of_the_link(href: str) -> None:
    assert keys(page("i", listing(line(href, WROTE)))) == ["article/1"]


def test_items_of_an_ajax_list_are_bare() -> None:
    html = line("article/1", WROTE) + line("question/7", ASKED)
    assert keys(page("explore/ajax/list/page-2", html)) == ["article/1", "question/7"]


def test_list_of_articles() -> None:
    result = forum(page("article/index.html", ARTICLE_LIST))
    made = post(result, "article/1")
    assert made.body == '<p>全文<a class="more">原有</a></p>'
    assert (made.title, made.author, made.summary) == ("标题", Person("作 者", 3), "cut")
    assert (made.counts, made.topics, made.category) == (Counts(comments=8), ("话题",), None)
    assert made.published is not None
    assert made.published.text == "2020-05-06 07:08"
    assert codes(result) == []


def test_topic_page_shows_a_post_in_several_tabs() -> None:
    html = whole(
        f'<div id="c_all_list" class="aw-common-list">{line("article/2", WROTE)}'
        f'{line("article/1", WROTE)}</div><div id="articles" class="aw-common-list">'
        f"{line('article/1', WROTE)}{line('article/3', WROTE)}</div>"
    )
    assert keys(page("topic/1", html)) == ["article/2", "article/1"]


def test_topics_of_a_listed_post_are_named_where_some_page_names_them() -> None:
    saved = (
        page("i", listing(line("article/1", WROTE, topic_ids="2,9,1,"))),
        page("a", article(12, names=("IM", "RTC"))),
    )
    assert post(forum(*saved), "article/1").topics == ("RTC", "IM")
