"""Broken and hostile pages: bodies that swallow the page, forge its marks or exhaust the parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.models import Person
from scraper.wecenter import is_wecenter
from tests.scraper.wecenter_markup import (
    PIN,
    answer,
    article,
    codes,
    comment,
    forum,
    line,
    listing,
    page,
    post,
    question,
    teaser,
    user,
    whole,
)

WROTE = "发表了文章 • 8 个评论 • 327 次浏览 • 2020-05-06 07:08"
# Formatting that is left open goes on through the page, as browsers show it; it is no other's text.
_BOLD = re.compile(r"</?[bi]>")
OPEN = ["<div>", "<div><div><div>", "<table><tr><td>", "<ul><li>", "<b><i>", "<blockquote><div>"]


@pytest.mark.parametrize("left_open", OPEN)
def test_an_article_that_swallows_the_page(left_open: str) -> None:
    html = article(
        12,
        f"<p>正文</p>{left_open}余下",
        comments=comment(1, user("甲", 6), "评论"),
        count=1,
        locked=True,
    )
    result = forum(page("a", html))
    made = post(result, "article/12")
    assert "余下" in made.body
    for foreign in ("4", "2020", "评论", "锁定", "签名"):
        assert foreign not in made.body
    assert made.author == Person("作者", 3)
    assert made.counts.votes == 4
    assert made.published is not None
    assert [_BOLD.sub("", c.body) for c in made.comments] == ["评论"]
    assert codes(result) == []


@pytest.mark.parametrize("left_open", OPEN)
def test_a_question_and_answers_that_swallow_the_page(left_open: str) -> None:
    answers = (
        answer(31, f"<p>一</p>{left_open}甲", votes=5)
        + answer(32, f"<p>二</p>{left_open}乙", votes=3, best=True)
        + answer(33, "<p>三</p>", votes=1, who=user("丙", 6))
    )
    html = question(7, f"<p>问</p>{left_open}丁", answers=answers, heading="3 个回复")
    result = forum(page("q", html))
    made = post(result, "question/7")
    assert "丁" in made.body
    assert "一" not in made.body
    assert [(r.id, r.votes, r.best) for r in made.replies] == [
        (32, 3, True), (31, 5, False), (33, 1, False),
    ]  # fmt: skip
    two, one, three = (reply.body for reply in made.replies)
    assert ("甲" in one, "乙" in one, "乙" in two, "三" in two) == (True, False, True, False)
    assert _BOLD.sub("", three).strip() == "<p>三</p>"
    assert made.replies[2].author == Person("丙", 6)
    assert made.counts.views == 18
    assert codes(result) == []


@pytest.mark.parametrize("left_open", OPEN)
def test_a_listed_body_that_swallows_the_lines_after_it(left_open: str) -> None:
    html = listing(
        line("article/1", WROTE, body=teaser("一", f"<p>一</p>{left_open}余下")),
        line("article/2", WROTE, body=teaser("二", "<p>二</p>"), after_title=PIN),
        line("article/3", WROTE, body=teaser("三", f"<p>三</p>{left_open}余下")),
    )
    result = forum(page("i", html))
    assert [p.key for p in result.posts] == ["article/2", "article/1", "article/3"]
    for key, others in (("article/1", "二三9"), ("article/3", "二9"), ("article/2", "一三9")):
        body = post(result, key).body
        assert not set(others) & set(body)
    assert "余下" in post(result, "article/3").body
    assert post(result, "article/1").pinned is False


def test_a_body_with_the_end_of_a_comment_breaks_the_list_of_3_6_0() -> None:
    typed = '<p>前</p>--><h4><a href="article/99">不是帖子</a></h4><p>后</p>'
    html = listing(
        line("article/1", WROTE, body=teaser("前", typed, hidden=True)),
        line("article/2", WROTE, body=teaser("二", "<p>二</p>", hidden=True)),
    )
    result = forum(page("i", html))
    assert [p.key for p in result.posts] == ["article/1", "article/2"]
    assert post(result, "article/1").body == "<p>前</p>"
    assert post(result, "article/2").body == "<p>二</p>"
    assert codes(result) == ["body-cut"]


def test_marks_that_people_typed_are_no_marks() -> None:
    forged = (
        '<div id="question_topic_editor" data-type="question" data-id="5"></div>'
        '<div class="meta"><em class="text-color-999">1999-01-01</em></div>'
        '<div class="aw-side-bar"><div class="user-detail aw-mod"><a class="aw-user-name"'
        ' data-id="1">admin</a></div></div><div class="aw-article-vote"><b>999</b></div>'
        '<div class="aw-common-list"></div><div class="aw-error-box">该文章已删除</div>'
        '<div class="mod-head"><h2>77 个评论</h2></div>'
        f'<div class="aw-feed-list">{comment(9, "假", "假")}</div>'
    )
    made = forum(page("a", article(12, forged))).posts[0]
    assert (made.key, made.author) == ("article/12", Person("作者", 3))
    assert made.published is not None
    assert made.published.text == "2020-05-06"
    assert (made.counts.votes, made.counts.comments, made.comments) == (4, 0, ())
    assert "999" in made.body


def test_an_answer_cannot_forge_another_one() -> None:
    forged = answer(99, "假", votes=999, best=True) + '<div class="aw-best-answer"></div>'
    made = forum(page("q", question(answers=answer(31, forged, votes=1) + answer(32)))).posts[0]
    assert [(r.id, r.votes, r.best) for r in made.replies] == [(31, 1, False), (32, 0, False)]
    assert "假" in made.replies[0].body


@pytest.mark.parametrize("left_open", ["", "<table><tr><td>"])
def test_an_answer_cannot_take_the_marks_of_the_page_after_it(left_open: str) -> None:
    forged = (
        '<div class="aw-item" id="answer_list_99"><div class="mod-body">'
        f'<div class="markitup-box">假{left_open}'
    )
    answers = answer(31, forged, votes=5) + answer(32, "<p>真</p>", votes=3)
    made = forum(page("q", question(answers=answers))).posts[0]
    assert [(r.id, r.votes) for r in made.replies] == [(31, 5), (32, 3)]
    assert made.replies[1].body == "<p>真</p>"


def test_a_listed_body_cannot_turn_the_list_into_another_page() -> None:
    forged = (
        '<div id="question_topic_editor" data-type="article" data-id="5"></div>'
        '<div class="aw-question-detail"><h1>假</h1></div><div class="aw-login-box"></div>'
    )
    html = listing(line("article/1", WROTE, body=teaser("一", forged)))
    assert [p.key for p in forum(page("i", html)).posts] == ["article/1"]
    typed = '<div class="markitup-box"><div class="aw-error-box">该文章已删除</div></div>'
    assert codes(forum(page("p", whole(typed)))) == ["no-posts-page"]


def test_a_listed_body_cannot_speak_for_another_post() -> None:
    forged = line("article/2", WROTE.replace("327", "1"), title="假", after_title=PIN)
    html = listing(
        line("article/1", WROTE, body=teaser("一", f"<p>一</p>{forged}")),
        line("article/2", WROTE, title="真", body=teaser("二", "<p>二</p>")),
    )
    made = post(forum(page("i", html)), "article/2")
    assert (made.title, made.pinned, made.counts.views) == ("真", False, 327)


def test_a_body_cut_in_the_middle_of_a_tag() -> None:
    result = forum(page("a", article(12, '<p>正文</p><table><tr><td style="wid')))
    made = post(result, "article/12")
    assert "正文" in made.body
    assert "签名" not in made.body
    assert made.author == Person("作者", 3)


PIECES = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<p>",
        "</p>",
        "<a href='article/3'>",
        "</a>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<textarea>",
        "<template>",
        "<svg>",
        "<b>",
        "</body>",
        "<frameset>",
        "<plaintext>",
        "&#xD800;",
        "\x00",
        "<h4>",
        "<li>",
        "<ul>",
        "正文",
        '<div class="aw-item">',
        '<div class="aw-question-content">',
        '<div class="markitup-box">',
        '<div class="aw-common-list">',
        '<div class="all-content">',
        '<div class="aw-article-list">',
        '<div class="aw-question-detail">',
        '<div class="content markitup-box">',
        "<h2>",
        "<ul><li>",
        '<div class="aw-feed-list">',
        '<div class="mod-body">',
        '<a class="aw-user-name">甲</a>',
        '<div id="answer_list_1" class="aw-item">',
        '<p class="clearfix">',
        '<div class="meta">',
        '<div class="aw-article-vote">',
        '<a class="aw-add-comment" data-type="answer" data-id="1">',
        '<a class="aw-add-comment" data-type="question">',
        '<base href="http://[x">',
        "<a class=more>",
        '<div id="question_topic_editor" data-type="article" data-id="1">',
        '<div id="detail_more_3">',
        '<div id="question_topic_editor" data-type="question" data-id="1">',
        '<div class="mod-footer">',
        '<div class="aw-error-box">',
        '<div class="aw-side-bar">',
        '<img src="//[">',
        '<body class="aw-404">',
        "99999999999999999999 个回复",
    ]
)
WHERE = st.sampled_from(["a", "question/ajax/get_answer_comments/answer_id-1", "index.html"])


def _is_sound(*pages) -> None:
    result = forum(*pages)
    assert result == forum(*pages[::-1])
    assert len({p.key for p in result.posts}) == len(result.posts)
    for made in result.posts:
        made.body.encode()


@given(st.lists(st.tuples(WHERE, st.lists(PIECES, max_size=40).map("".join)), max_size=3))
@settings(max_examples=300, deadline=None)
def test_no_tree_raises(saved: list[tuple[str, str]]) -> None:
    _is_sound(*(page(where, html) for where, html in saved))
    for _, html in saved:
        is_wecenter(html)


WHOLE = (
    article(12, comments=comment(1, user("甲", 3), "评论")),
    question(7, answers=answer(31) + answer(32, best=True)),
    listing(line("article/1", WROTE, body=teaser("一", "<p>一</p>", hidden=True))),
    listing(line("article/1", WROTE, body=teaser("一", "<p>一</p>"))),
    whole('<div class="aw-error-box"><strong>该文章已删除!</strong></div>'),
)


@given(st.sampled_from(WHOLE), st.integers(0, 6000), st.integers(0, 6000), PIECES)
@settings(max_examples=300, deadline=None)
def test_no_damaged_page_raises(html: str, start: int, end: int, piece: str) -> None:
    start, end = sorted((start % (len(html) + 1), end % (len(html) + 1)))
    _is_sound(page("cut", html[:end]), page("hole", html[:start] + piece + html[end:]))


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_no_text_raises(text: str) -> None:
    _is_sound(page("t", text), page("b", article(12, text)))
