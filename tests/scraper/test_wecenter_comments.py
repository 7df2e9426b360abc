"""Comments of questions and answers, which the forum sends by AJAX."""

from __future__ import annotations

from datetime import UTC, datetime

from scraper.models import Comment, Person
from tests.scraper.wecenter_fragments import FRAGMENT
from tests.scraper.wecenter_markup import (
    answer,
    codes,
    forum,
    page,
    post,
    question,
)

ANSWER_31 = "question/ajax/get_answer_comments/answer_id-31.html"
QUESTION_7 = "question/ajax/get_question_comments/question_id-7"


def test_comments_from_ajax() -> None:
    at = datetime(2020, 5, 9, 12, 0, tzinfo=UTC)
    result = forum(
        page("question/7.html", question(answers=answer(31, comments=2), comments=2)),
        page(ANSWER_31, FRAGMENT),
        page(QUESTION_7, FRAGMENT),
        fetched_at=at,
    )
    made = post(result, "question/7")
    first, second = made.replies[0].comments
    assert first == Comment(
        Person("甲", 3),
        '<a class="aw-user-name" href="http://forum.example/people/4" data-id="4">@乙</a> 见'
        ' <a href="http://o.example/very/long/path" rel="nofollow">http://o... ...path</a>',
        first.time,
    )
    assert first.time is not None
    assert first.time.text == "2020-05-09 10:11"
    assert (second.author, second.body) == (Person("匿名用户"), "?? 干货")
    assert second.time is not None
    assert second.time.precision == "hour"
    assert made.comments == made.replies[0].comments
    assert codes(result) == []


def test_comments_of_3_1_9_have_one_paragraph() -> None:
    old = (
        '<ul><li><a class="aw-user-name" href="people/jia" data-id="3"><img src="a.png"></a><div>'
        '<a href="people/jia" class="aw-user-name" data-id="3">甲</a>'
        " • <span>2015-01-02 03:04</span>"
        '</p><p class="clearfix">文字</p></div></li></ul>'
    )
    result = forum(page("q", question(answers=answer(31, comments=1))), page(ANSWER_31, old))
    (said,) = post(result, "question/7").replies[0].comments
    assert (said.author, said.body) == (Person("甲", 3), "文字")
    assert said.time is not None
    assert said.time.text == "2015-01-02 03:04"


def test_comments_that_are_not_saved() -> None:
    result = forum(page("q", question(answers=answer(31, comments=2), comments=1)))
    (note,) = result.notes
    assert (note.code, "3 comments, 0 are saved" in note.message) == ("comments-missing", True)


def test_comments_of_an_answer_that_is_not_saved() -> None:
    result = forum(page("q", question()), page(ANSWER_31, FRAGMENT))
    assert [(n.code, n.where) for n in result.notes] == [("comments-unplaced", ANSWER_31)]


def test_an_empty_answer_to_ajax_has_no_comments() -> None:
    result = forum(page("q", question(answers=answer(31))), page(ANSWER_31, ""))
    assert (post(result, "question/7").replies[0].comments, codes(result)) == ((), [])
