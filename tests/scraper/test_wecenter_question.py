"""Pages of questions with their answers."""

from __future__ import annotations

from scraper.models import Counts, Person
from tests.scraper.wecenter_markup import (
    ANONYMOUS,
    answer,
    codes,
    forum,
    page,
    post,
    question,
)


def test_question() -> None:
    saved = page(
        "question/7.html",
        question(
            7,
            answers=answer(31, votes=2) + answer(32, who=ANONYMOUS, votes=0),
            heading="2 个回复",
        ),
    )
    result = forum(saved)
    made = post(result, "question/7")
    assert (made.kind, made.title, made.body) == ("question", "怎么办?", "<p>问题</p>")
    assert made.author == Person("问者", 4)
    assert made.topics == ("IM", "SDK")
    assert made.published is not None
    assert (made.published.text, made.published.precision) == ("2020-05-05", "day")
    assert made.active is not None
    assert (made.active.text, made.active.precision) == ("2020-05-08 09:10", "minute")
    assert made.counts == Counts(views=18, replies=2, comments=0, followers=2)
    first, second = made.replies
    assert (first.id, first.author, first.votes, first.best) == (31, Person("答者", 5), 2, False)
    assert first.body == "<p>回答</p>"
    assert first.time is not None
    assert first.time.precision == "day"
    assert second.author == Person("匿名用户")
    assert codes(result) == []


def test_an_empty_question_body_is_no_doubt() -> None:
    result = forum(page("q", question(body="")))
    assert (post(result, "question/7").body, codes(result)) == ("", [])


def test_best_answer_first_and_once() -> None:
    one = question(
        answers=answer(33, best=True) + answer(31, votes=5) + answer(32, votes=3),
        heading="4 个回复",
    )
    two = question(answers=answer(33, votes=1) + answer(34), heading="4 个回复")
    pages = [page("question/7.html", one), page("question/id-7__page-2.html", two)]
    for order in (pages, pages[::-1]):
        made = post(forum(*order), "question/7")
        assert [(r.id, r.best) for r in made.replies] == [
            (33, True), (31, False), (32, False), (34, False),
        ]  # fmt: skip
    late = forum(page("q", question(answers=answer(31) + answer(32, best=True))))
    assert [r.id for r in post(late, "question/7").replies] == [32, 31]


def test_folded_answers() -> None:
    answers = (
        answer(1, marks='uninterested_count="0" force_fold="1"')
        + answer(2, marks='uninterested_count="3" force_fold="0"')
        + answer(3, marks='uninterested_count="2" force_fold=""')
    )
    made = post(
        forum(page("q", question(answers=answers, script="UNINTERESTED_COUNT = 3;"))), "question/7"
    )
    assert [r.folded for r in made.replies] == [True, True, False]
    made = post(forum(page("q", question(answers=answers, script=""))), "question/7")
    assert [r.folded for r in made.replies] == [True, False, False]


def test_answers_that_guests_are_not_shown() -> None:
    result = forum(page("q", question(answers=answer(31), heading="4 个回复")))
    (note,) = result.notes
    assert note.code == "answers-missing"
    assert "4 answers" in note.message
    assert "1 are saved" in note.message


def test_the_page_of_one_answer_has_no_count() -> None:
    result = forum(page("q", question(answers=answer(31), heading="查看单个回答")))
    assert post(result, "question/7").counts.replies is None
    assert codes(result) == []


def test_two_copies_of_a_question_keep_the_larger_set_of_answers() -> None:
    small = page("a.html", question(answers=answer(31, "<p>短 更长</p>"), heading="查看单个回答"))
    large = page(
        "b.html", question(answers=answer(32) + answer(31, "<p>短</p>"), heading="2 个回复")
    )
    for order in ((small, large), (large, small)):
        (made,) = forum(*order).posts
        assert [(r.id, r.body) for r in made.replies] == [
            (32, "<p>回答</p>"), (31, "<p>短 更长</p>"),
        ]  # fmt: skip
        assert (made.where, made.raw_sha256) == ("b.html", large.sha256)


def test_a_merged_question_keeps_its_notice() -> None:
    alert = '<div class="alert">当前问题已合并到 <a href="question/9">别的</a></div>'
    tip = '<div class="alert">欢迎光临</div>'
    (note,) = forum(page("q", question(alert=alert + tip))).notes
    assert note.code == "redirect-notice"
    assert "已合并到 别的" in note.message
