"""What kind of page a saved page is, and what is said where it has no post."""

from __future__ import annotations

import pytest

from scraper.wecenter import is_wecenter
from tests.scraper.wecenter_fragments import FRAGMENT
from tests.scraper.wecenter_markup import (
    article,
    forum,
    line,
    listing,
    page,
    question,
    read_one,
    whole,
)

ERROR = '<div class="aw-error-box"><div class="mod-body"><strong>{}</strong><br></div></div>'


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("该文章已删除!", "deleted"),
        ("该问题已删除!", "deleted"),
        ("问题不存在或已被删除", "deleted"),
        ("指定的问题不存在", "deleted"),
        ("您访问的文章已被管理员删除。", "deleted"),
        ("提示信息 用户不存在或已被删除", "deleted"),
        ("已被删除", "deleted"),
        ("该用户已被封禁", "message"),
        ("您的IP已被封禁,请联系管理员.", "message"),
        ("网站维护中, 请稍后访问", "message"),
        ("网站维护, 部分数据已被删除", "message"),
        ("本站已关闭, 全部内容将于下月被删除", "message"),
        ("", "message"),
    ],
)
def test_what_a_message_page_says(text: str, kind: str) -> None:
    parsed = read_one("article/12", whole(ERROR.format(text)))
    assert (parsed.kind, parsed.message) == (kind, text)
    (note,) = parsed.notes
    assert (note.code, text in note.message) == (f"{kind}-page", True)


def test_the_message_is_the_forum_own() -> None:
    typed = f'<div class="markitup-box">{ERROR.format("该文章已删除!")}</div>'
    parsed = read_one("article/12", whole(typed + ERROR.format("网站关闭中")))
    assert (parsed.kind, parsed.message) == ("message", "网站关闭中")
