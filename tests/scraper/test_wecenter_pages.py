"""Single pages: kinds of pages, articles with comments, questions with answers."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from scraper.models import Comment, Counts, Person
from scraper.wecenter import is_wecenter
from tests.scraper.wecenter_markup import (
    ANONYMOUS,
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
    user,
    whole,
)

ERROR = '<div class="aw-error-box"><div class="mod-body"><strong>{}</strong><br></div></div>'
FRAGMENT = (
    '<ul><li><a class="aw-user-name" href="people/3" data-id="3"><img src="a.png" alt=""></a><div>'
    '<p class="clearfix"><a class="aw-user-name author" href="people/3" data-id="3">甲</a>'
    ' • <span>2020-05-09 10:11</span></p><p class="clearfix">'
    '<a class="aw-user-name" href="people/4" data-id="4">@乙</a> 见'
    ' <a href="http://o.example/very/long/path" rel="nofollow">http://o... ...path</a></p>'
    "</div></li>"
    '<li><a class="aw-user-name"><img src="a.png"></a><div><p class="clearfix">'
    '<a class="aw-user-name author">匿名用户</a> • <span>3 小时前</span></p>'
    '<p class="clearfix">?? 干货</p></div></li></ul>'
)
ANSWER_31 = "question/ajax/get_answer_comments/answer_id-31.html"
QUESTION_7 = "question/ajax/get_question_comments/question_id-7"


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        (article(), True),
        (question(), True),
        (listing(line("article/1", "发表了文章 • 2020-05-06 07:08")), True),
        (line("article/1", "发表了文章 • 2020-05-06 07:08"), True),
        (ERROR.format("该文章已删除!"), True),
        (FRAGMENT, True),
        ("<ul><li><p class='clearfix'>x</p></li></ul>", False),
        ("<html><body><h4><a href='article/1'>x</a></h4></body></html>", False),
        ("<p>aw-common-list</p>", False),
        ("", False),
    ],
)
def test_is_wecenter(html: str, marked: bool) -> None:
    assert is_wecenter(html) is marked


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (ERROR.format("该文章已删除!"), "deleted-page"),
        (ERROR.format("该问题已删除!"), "deleted-page"),
        (ERROR.format("您的IP已被封禁,请联系管理员."), "message-page"),
        ('<html><body class="aw-404"><h1>404</h1></body></html>', "not-found-page"),
        (whole('<form id="login_form"></form>'), "login-page"),
        (whole('<div class="aw-login-box"></div>'), "login-page"),
        (whole('<div class="aw-user-detail-box"><h1>甲</h1></div>'), "no-posts-page"),
        ('<div class="aw-xsxq-title">标题</div>', "mobile-page"),
        (whole('<div class="aw-common-list"></div>'), "empty-listing"),
        (FRAGMENT, "comments-unplaced"),
        ("<html><body>别的网站</body></html>", "not-wecenter"),
        ("", "not-wecenter"),
    ],
)
def test_a_page_without_a_post_is_a_doubt(html: str, code: str) -> None:
    result = forum(page("article/12.html", html))
    assert not result.posts
    assert [(note.kind, note.code, note.where) for note in result.notes] == [
        ("doubt", code, "article/12.html")
    ]


def test_the_name_of_a_file_says_nothing_about_its_kind() -> None:
    result = forum(page("article/99.html", question(7)), page("index.html", article(12)))
    assert [p.key for p in result.posts] == ["article/12", "question/7"]


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


def test_a_page_without_a_place_for_the_body_is_a_doubt() -> None:
    html = article().replace("content markitup-box", "gone")
    assert codes(forum(page("a", html))) == ["body-missing"]


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


def test_a_merged_question_keeps_its_notice() -> None:
    alert = '<div class="alert">当前问题已合并到 <a href="question/9">别的</a></div>'
    tip = '<div class="alert">欢迎光临</div>'
    (note,) = forum(page("q", question(alert=alert + tip))).notes
    assert note.code == "redirect-notice"
    assert "已合并到 别的" in note.message


ADDRESSES = (
    '<p><a href="article/5">一</a><a href="/article/6">二</a><a href="#x">三</a>'
    '<a href="http://o.example/">四</a><a>五</a></p>'
    '<p><img src="/uploads/a.png" class="c"><img src="" data-src="uploads/b.png">'
    '<img data-original="//cdn.example/c.png" src="data:image/gif;base64,AA=="></p>'
)


def test_addresses_are_absolute_and_the_rest_is_left() -> None:
    body = post(forum(page("a", article(body=ADDRESSES))), "article/12").body
    assert body == (
        '<p><a href="http://forum.example/article/5">一</a>'
        '<a href="http://forum.example/article/6">二</a><a href="#x">三</a>'
        '<a href="http://o.example/">四</a><a>五</a></p>'
        '<p><img src="http://forum.example/uploads/a.png" class="c">'
        '<img src="" data-src="http://forum.example/uploads/b.png">'
        '<img data-original="http://cdn.example/c.png" src="data:image/gif;base64,AA=="></p>'
    )


@pytest.mark.parametrize(
    ("head", "base_url", "src", "url"),
    [
        ('<base href="http://h/?/">', "http://o/", "http://h/u/a.png", "http://h/article/12"),
        ("", "http://o/", "http://o/u/a.png", "http://o/article/12"),
        ("", None, "u/a.png", None),
        ('<base href=".">', "http://o/", "u/a.png", "http://o/article/12"),
        (
            "<!-- saved from url=(0030)http://s/article/12 -->",
            None,
            "u/a.png",
            "http://s/article/12",
        ),
    ],
)
def test_what_addresses_are_resolved_against(
    head: str, base_url: str | None, src: str, url: str | None
) -> None:
    saved = page("a", article(body='<img src="u/a.png">', head=head))
    made = post(forum(saved, base_url=base_url), "article/12")
    assert (made.body, made.url) == (f'<img src="{src}">', url)


IMAGES = (
    '<div class="aw-upload-img-list"><a href="/uploads/b.png" rel="lightbox">'
    '<img src="/uploads/b.png" class="img-thumbnail" alt="b.png"></a></div>'
)


def test_attachments_beside_a_body_belong_to_it() -> None:
    target = base64.b64encode(b"http://forum.example/uploads/a.zip").decode()
    files = (
        f'<ul class="aw-upload-file-list"><li><a href="file/download/file_name-eA==__url-{target}">'
        "a.zip</a></li></ul>"
    )
    empty = '<div class="aw-upload-img-list"> </div>'
    result = forum(
        page("q", question(answers=answer(31, beside=IMAGES + files + empty), beside=files)),
        page("a", article(body="<p>正文</p>" + IMAGES)),
    )
    reply = post(result, "question/7").replies[0].body
    assert reply.startswith('<p>回答</p><div class="aw-upload-img-list"><a href="http://forum')
    assert '<a href="http://forum.example/uploads/a.zip">a.zip</a>' in reply
    assert reply.count("<div") == 1
    assert "uploads/a.zip" in post(result, "question/7").body
    inside = post(result, "article/12").body
    assert inside.count('<img src="http://forum.example/uploads/b.png"') == 1


def test_related_links_are_kept_with_the_question() -> None:
    related = (
        '<div class="aw-mod aw-question-related-list"><div class="mod-head">'
        "<h3>相关链接 :</h3></div>"
        '<div class="mod-body"><ul><li><a href="http://o.example/x">x</a></li></ul></div></div>'
    )
    body = post(forum(page("q", question(beside=related))), "question/7").body
    assert body == (
        '<p>问题</p><h3>相关链接</h3><ul><li><a href="http://o.example/x">x</a></li></ul>'
    )
