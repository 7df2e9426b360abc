"""What an answer is, which its status alone does not tell (wecenter: deleted, merged, closed)."""

from __future__ import annotations

import pytest

from scraper.wecenter import verdicts
from scraper.wecenter.verdicts import Redirect, Verdict
from tests.scraper.wecenter_fragments import FRAGMENT, mobile
from tests.scraper.wecenter_markup import article, line, listing, question, read_one, whole

ROOT = "http://forum.example/"
MESSAGE = '<div class="aw-error-box"><div class="mod-body"><p><strong>{}</strong></p></div></div>'
LIST = listing(line("article/1", "发表了文章 • 2020-05-06 07:08"))
NOT_FOUND = '<html><body class="aw-404"><h1>404</h1></body></html>'
LOGIN = whole('<form id="login_form"></form>')
COMMENTS = "question/ajax/get_question_comments/question_id-7"
AJAX = "explore/ajax/list/sort_type-new__page-3__per_page-100"
# more elements open at once than a parser may be given
HUGE = f'<div id="question_topic_editor" data-type="article" data-id="12">{"<div>" * 3000}'


def said(text: str) -> str:
    return whole(MESSAGE.format(text))


def foreign(text: str, title: str = "别处") -> str:
    return f"<html><head><title> {title}\n</title></head><body>{text}</body></html>"


def judge(asked: str, html: str, where: str = "article/12", status: int = 200) -> Verdict:
    return verdicts.judge(asked, status, read_one(where, html), html)


@pytest.mark.parametrize(
    ("asked", "where", "html"),
    [
        ("post", "article/12", article()),
        ("post", "question/7", question()),
        ("post", "article/12", article(body="<p>请输入验证码，然后关闭防火墙，网站维护中</p>")),
        ("post", "article/12", HUGE),
        ("page", "question/id-7__page-2", question()),
        ("mobile", "m/question/7", mobile()),
        ("remarks", COMMENTS, FRAGMENT),
        ("remarks", COMMENTS, ""),
        ("listing", AJAX, line("article/1", "发表了文章 • 2020-05-06 07:08")),
        ("listing", AJAX, ""),
        ("listing", "", LIST),
        ("front", "", LIST),
    ],
)
def test_what_was_asked_for(asked: str, where: str, html: str) -> None:
    assert judge(asked, html, where) == Verdict("ok")


@pytest.mark.parametrize("asked", ["post", "page", "mobile", "remarks", "listing", "front"])
@pytest.mark.parametrize(
    ("html", "status", "verdict"),
    [
        (NOT_FOUND, 404, Verdict("gone", "status 404")),
        (foreign("nginx"), 404, Verdict("gone", "status 404")),
        ("", 410, Verdict("gone", "status 410")),
        (said("该用户已被封禁"), 404, Verdict("gone", "status 404")),
        (NOT_FOUND, 200, Verdict("gone", "not found")),
        (said("该文章已删除!"), 200, Verdict("gone", "该文章已删除!")),
        (said("问题不存在或已被删除"), 200, Verdict("gone", "问题不存在或已被删除")),
        (LOGIN, 200, Verdict("login", "for members only")),
        (said("您没有权限"), 200, Verdict("odd", "the forum says “您没有权限”")),
        (said("该问题已关闭"), 200, Verdict("odd", "the forum says “该问题已关闭”")),
        (foreign("Forbidden"), 403, Verdict("odd", "status 403")),
        ("", 401, Verdict("odd", "status 401")),
        ("", 204, Verdict("odd", "status 204")),
        ("", 302, Verdict("odd", "status 302")),
        (article(), 206, Verdict("odd", "status 206")),
        (foreign("x"), 200,
         Verdict("odd", "not the page that was asked for (its title: “别处”)")),
    ],
)  # fmt: skip
def test_what_is_no_answer(asked: str, html: str, status: int, verdict: Verdict) -> None:
    assert judge(asked, html, status=status) == verdict


@pytest.mark.parametrize(
    ("asked", "html"),
    [
        ("post", LIST),
        ("post", FRAGMENT),
        ("post", mobile()),
        ("post", ""),
        ("post", "<div>" * 3000),
        ("page", LIST),
        ("mobile", question()),
        ("mobile", ""),
        ("mobile", HUGE),
        ("remarks", question()),
        ("remarks", LIST),
        ("listing", article()),
        ("listing", HUGE),
        ("front", article()),
        ("front", ""),
    ],
)
def test_a_page_of_another_kind_is_not_what_was_asked_for(asked: str, html: str) -> None:
    found = judge(asked, html)
    assert found.outcome == "odd"
    assert found.message.startswith("not the page that was asked for")


@pytest.mark.parametrize("status", [200, 403, 404])
@pytest.mark.parametrize(
    "text",
    [
        "您的IP已被封禁,请联系管理员.",
        "您的 ip 已被封禁",
        "站点维护中,请稍后再来",
        "站点关闭维护中",
        "网站已关闭",
        "本站已关闭, 全部内容将于下月被删除",
        "社区暂时关闭",
        "论坛升级, 部分数据已被删除",
        "关闭",
        "请稍后访问",
    ],
)
def test_a_forum_that_is_closed_or_bans_us_ends_the_crawl(text: str, status: int) -> None:
    assert judge("post", said(text), status=status) == Verdict("stop", f"the forum says “{text}”")


@pytest.mark.parametrize("status", [200, 403, 404])
@pytest.mark.parametrize(
    "html",
    [
        foreign("请完成安全验证后继续访问"),
        foreign("请输入验证码"),
        foreign('<script src="//static.geetest.com/gt.js"></script>'),
        foreign("Checking your browser", "Just a moment..."),
        foreign('<form id="CF-CHL-x">'),
        foreign("访问过于频繁"),
        foreign("您的请求已被网站管理员设置拦截"),
        foreign("Blocked by WAF"),
        whole("<p>人机验证</p>"),
    ],
)
def test_a_captcha_or_a_firewall_ends_the_crawl(html: str, status: int) -> None:
    found = judge("post", html, status=status)
    assert found.outcome == "stop"
    assert found.message.startswith("a captcha or firewall page was sent instead")


def test_a_message_quotes_no_more_than_a_line() -> None:
    assert judge("post", foreign("验证码", " ".join(["很长"] * 99))).message.count("很长") < 30
    assert len(judge("post", said("很长" * 999)).message) < 150


Q7 = "question/7"
COMMENTS = "question/ajax/get_answer_comments"


@pytest.mark.parametrize(
    ("key", "location", "meaning"),
    [
        (Q7, "/m/question/7", "follow"),
        (Q7, "/?/m/question/7", "follow"),
        (Q7, "https://forum.example/question/7", "follow"),
        (Q7, "/?/question/7", "follow"),
        (Q7, " /question/id-7 ", "follow"),
        (Q7, "question/7?rf=false", "follow"),
        ("question/7/page/2", "/question/7", "follow"),
        ("question/7/mobile", "/question/7", "follow"),
        ("article/12", "/article/12/", "follow"),
        (Q7, "/account/login/url-aHR0cA==", "login"),
        (Q7, "/?/account/login/url-aHR0cA==", "login"),
        ("answer/31/comments", "/account/login/", "login"),
        ("listing/1", "/?/account/login/", "login"),
        (Q7, "/", "elsewhere"),
        (Q7, "/explore/", "elsewhere"),
        (Q7, "/question/9", "elsewhere"),
        (Q7, "/question/9?rf=8", "elsewhere"),
        (Q7, "/question/9?rf=77", "elsewhere"),
        (Q7, "/question/9?rf=false", "elsewhere"),
        (Q7, "/article/7", "elsewhere"),
        (Q7, "/article/9?rf=7", "elsewhere"),
        ("article/7", "/question/9?rf=7", "elsewhere"),
        (Q7, "http://www.forum.example/question/7", "elsewhere"),
        (Q7, "http://other.example/question/9?rf=7", "elsewhere"),
        (Q7, "http://[broken", "elsewhere"),
        (Q7, "", "elsewhere"),
        ("image/http://forum.example/a.png", "http://cdn.example/a.png", "follow"),
        ("listing/1", "/", "follow"),
        ("answer/31/comments", f"https://forum.example/{COMMENTS}/answer_id-31", "follow"),
        ("answer/31/comments", f"/?/{COMMENTS}/answer_id-31", "follow"),
        ("answer/31/comments", f"/{COMMENTS}/answer_id-32", "elsewhere"),
        ("answer/31/comments", "/question/7", "elsewhere"),
        ("answer/31/comments", "/", "elsewhere"),
        (
            "question/7/comments",
            f"/{COMMENTS.replace('answer', 'question')}/question_id-7",
            "follow",
        ),
        ("question/7/comments", f"/{COMMENTS}/answer_id-7", "elsewhere"),
        ("question/7/comments", "/question/7", "elsewhere"),
    ],
)
def test_where_a_redirect_leads(key: str, location: str, meaning: str) -> None:
    found = verdicts.redirect(key, f"{ROOT}?/explore/", location, ROOT)
    assert (found.meaning, found.target) == (meaning, "")


@pytest.mark.parametrize(
    "location",
    [
        "/question/9?rf=7",
        "http://forum.example/question/9?rf=7",
        "https://FORUM.example/?/question/9?rf=7",
        "/?/question/9&rf=7",
        "/index.php?/question/id-9__rf-7",
        "/question/id-9__rf-7",
        "/question/id-9__rf-7__x-1#!answer",
        "/m/question/9?rf=7",
    ],
)
@pytest.mark.parametrize("key", ["question/7", "question/7/page/2", "question/7/mobile"])
def test_a_merged_question_leads_to_another_and_says_so(key: str, location: str) -> None:
    found = verdicts.redirect(key, f"{ROOT}question/7", location, ROOT)
    assert (found.meaning, found.target) == ("merged", "question/9")


def test_a_redirect_is_resolved_against_the_page_that_sent_it() -> None:
    found = verdicts.redirect(Q7, f"{ROOT}question/7?x=1", "9?rf=7", ROOT)
    assert found == Redirect(f"{ROOT}question/9?rf=7", "merged", "question/9")
