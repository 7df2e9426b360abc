"""The box behaves as a forum does: addresses, redirects, sessions, lists, files, phones."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest

from tests.box.asking import PHONE, ask, cookie
from tests.box.running import Box
from tests.box.small import small

POSTS = re.compile(r'<h4>\n<a href="[^"]*?((?:article|question)/\d+)"')


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(small()) as running:
        yield running


def listed(html: str) -> list[str]:
    return POSTS.findall(html)


@pytest.mark.parametrize(
    "target",
    [
        "/question/2", "/?/question/2", "/index.php?/question/2", "/question/id-2",
        "/?/question/id-2__page-1", "/question/2?page=1", "/question/?id=2",
    ],
)  # fmt: skip
def test_every_form_of_an_address_is_the_same_page(box: Box, target: str) -> None:
    got = ask(box, target)
    assert got.status == 200
    assert 'data-type="question" data-id="2"' in got.text
    assert got.headers["Content-Type"] == "text/html; charset=UTF-8"


@pytest.mark.parametrize(
    "target",
    ["/", "/explore/", "/?/explore/", "/sort_type-new__day-0__is_recommend-0", "/index.php",
     "/sitemap.xml", "/foo.html"],
)  # fmt: skip
def test_the_front_page_has_many_addresses(box: Box, target: str) -> None:
    got = ask(box, target)
    assert got.status == 200
    assert listed(got.text) == listed(ask(box, "/").text)
    assert len(listed(got.text)) == 10


@pytest.mark.parametrize(
    "target", ["/nonexist", "/article/17", "/question/999", "/explore/category-77"]
)
def test_unknown_addresses_are_404(box: Box, target: str) -> None:
    got = ask(box, target)
    assert got.status == 404
    assert 'class="aw-404"' in got.text


def test_pinned_posts_come_first_and_once(box: Box) -> None:
    first = ask(box, "/").text
    pinned = ["article/4", "article/3", "question/1", "article/2", "article/1"]
    assert listed(first)[:5] == pinned
    assert first.count("置顶</span>") == 5
    later = [ask(box, f"/sort_type-new__day-0__is_recommend-0__page-{n}").text for n in (2, 3, 4)]
    assert not set(pinned) & {key for html in later for key in listed(html)}
    hot = ask(box, "/sort_type-hot__day-0").text
    assert "article/1" in listed(hot)
    assert "置顶" not in hot


def test_all_pages_together_list_all_posts_that_are_not_deleted(box: Box) -> None:
    keys: list[str] = []
    for number in range(1, 5):
        keys += listed(ask(box, f"/sort_type-new__day-0__is_recommend-0__page-{number}").text)
    assert len(keys) == len(set(keys)) == 32
    assert {"article/16", "question/6"}.isdisjoint(keys)


def test_beyond_the_end_the_list_is_empty_and_the_pager_leads_back(box: Box) -> None:
    got = ask(box, "/sort_type-new__day-0__is_recommend-0__page-99")
    assert got.status == 200
    assert listed(got.text) == []
    assert "__page-98" in got.text
    fragment = ask(box, "/explore/ajax/list/sort_type-new__page-9__per_page-100")
    assert (fragment.status, fragment.body) == (200, b"")


def test_ajax_lists_take_any_size_and_filters(box: Box) -> None:
    got = ask(box, "/explore/ajax/list/sort_type-new__page-1__per_page-100")
    assert len(listed(got.text)) == 32
    assert "<html" not in got.text
    articles = ask(box, "/explore/ajax/list/sort_type-new__post_type-article__per_page-100").text
    assert listed(articles) == [key for key in listed(got.text) if key.startswith("article/")]
    unanswered = ask(box, "/explore/ajax/list/sort_type-unresponsive__per_page-50").text
    assert "question/2" not in listed(unanswered)
    assert "question/12" in listed(unanswered)


@pytest.mark.parametrize(
    "target", ["/explore/category-2", "/explore/category-rtc", "/sort_type-new__category-2__day-0"]
)
def test_a_category_does_not_name_itself(box: Box, target: str) -> None:
    html = ask(box, target).text
    assert set(listed(html)) >= {"article/6", "question/8"}
    assert "aw-question-tags" not in html
    assert 'explore/category-rtc"' in html


def test_guests_see_no_pager_on_questions_but_further_pages_are_there(box: Box) -> None:
    first, second = ask(box, "/question/2").text, ask(box, "/question/id-2__page-2").text
    assert "pagination" not in first + second
    assert "130 个回复" in first
    ids = [re.findall(r'id="answer_list_(\d+)"', html) for html in (first, second)]
    assert len(ids[0]) == 101  # the best one leads, a hundred follow
    assert len(ids[1]) == 30
    assert ids[0][0] == "320"
    assert "320" in ids[1]  # and stands again where it belongs
    assert len(set(ids[0]) | set(ids[1])) == 130
    assert re.findall(r'id="answer_list_(\d+)"', ask(box, "/question/id-2__page-3").text) == []


def test_answers_sort_and_narrow(box: Box) -> None:
    found = re.compile(r'id="answer_list_(\d+)"')
    by_time = found.findall(ask(box, "/question/2?sort_key=add_time&sort=ASC").text)
    assert by_time[1:4] == ["200", "201", "202"]
    assert found.findall(ask(box, "/question/2?sort_key=add_time").text)[1] == "329"
    assert found.findall(ask(box, "/question/2?answer_id=250&single=TRUE").text) == ["250"]
    box.world.set(answers_for_guests=False)
    html = ask(box, "/question/2").text
    assert found.findall(html) == ["320"]
    assert "130 个回复" in html


def test_comments_of_articles_have_a_pager(box: Box) -> None:
    first, last = ask(box, "/article/4").text, ask(box, "/article/id-4__page-3").text
    assert "article/id-4__page-3" in first
    assert first.count('id="answer_list_') == 100
    assert last.count('id="answer_list_') == 30
    assert "230 个评论" in first


def test_comments_of_questions_are_behind_scripts(box: Box) -> None:
    assert "版本是多少" not in ask(box, "/question/3").text
    html = ask(box, "/question/ajax/get_question_comments/question_id-3").text
    assert html.startswith("<ul>")
    assert html.count("<li>") == 4
    assert "https://docs.example/a ... ct.html" in html
    assert 'class="aw-user-name" data-id="3">@北岸</a>' in html
    assert ask(box, "/question/ajax/get_answer_comments/answer_id-31").text.count("<li>") == 2
    assert ask(box, "/question/ajax/get_answer_comments/answer_id-32").body == b""


def test_what_is_deleted_merged_or_for_members(box: Box) -> None:
    deleted = ask(box, "/article/16")
    assert deleted.status == 200
    assert "该文章已删除!" in deleted.text
    assert "该问题已删除!" in ask(box, "/question/6").text
    merged = ask(box, "/question/4")
    assert (merged.status, merged.location) == (302, f"{box.url}question/3?rf=4")
    assert "alert" in ask(box, "/question/3?rf=4").text
    kept = ask(box, "/question/4?rf=false").text
    assert 'data-id="4"' in kept
    assert "重定向" in kept
    assert "重定向目标问题已被删除" in ask(box, "/question/5").text
    wall = ask(box, "/question/7")
    assert wall.status == 302
    place = (wall.location or "").partition("account/login/url-")[2]
    assert base64.b64decode(place).decode() == f"{box.url}question/7"
    assert ask(box, "/home/").location == f"{box.url}explore/"
    posted = ask(box, "/publish/ajax/x/", method="POST", body=b"a=1")
    assert posted.json["errno"] == -1


def test_a_site_that_is_closed_or_has_banned_us_says_so_with_200(box: Box) -> None:
    box.world.set(closed="站点关闭维护中")
    got = ask(box, "/article/1")
    assert (got.status, "站点关闭维护中" in got.text) == (200, True)
    box.world.set(closed="", ip_banned=True)
    assert "您的IP已被封禁" in ask(box, "/").text


def test_a_session_counts_one_view_per_minute(box: Box) -> None:
    first = ask(box, "/article/1")
    own = cookie(first)
    assert own.startswith("box_Session=")
    assert ask(box, "/article/1", Cookie=own).headers["Set-Cookie"] is None
    assert box.world.views(box.world.post("article/1")) == 901
    for _ in range(3):
        ask(box, "/article/1")  # a request without the cookie is another session
    assert box.world.views(box.world.post("article/1")) == 904
    assert "904 次浏览" in ask(box, "/").text
    box.world.advance(60)
    ask(box, "/article/1", Cookie=own)
    assert box.world.views(box.world.post("article/1")) == 905


def test_times_count_from_the_date_header(box: Box) -> None:
    got = ask(box, "/")
    assert got.headers["Date"] == "Mon, 18 Jan 2021 01:30:40 GMT"
    assert "45 秒前" in got.text
    assert "5 小时前" in got.text
    box.world.advance(3600)
    later = ask(box, "/")
    assert later.headers["Date"] == "Mon, 18 Jan 2021 02:30:40 GMT"
    assert "1 小时前" in later.text
    box.world.set(relative_times=False)
    assert "前</span>" not in ask(box, "/").text


def test_pages_are_never_the_same_twice_unless_noise_is_off() -> None:
    with Box(small()) as noisy, Box(small(), noise=False) as quiet:
        assert ask(noisy, "/").body != ask(noisy, "/").body
        assert ask(quiet, "/").body == ask(quiet, "/").body
        assert ask(noisy, "/").headers["ETag"] is None


def test_plain_addresses_where_rewriting_is_off() -> None:
    with Box(small(), rewrite=False) as box:
        html = ask(box, "/").text
        assert f'<base href="{box.url}?/" />' in html
        assert f'href="{box.url}?/article/4"' in html
        assert ask(box, "/?/article/4").status == 200
        assert ask(box, "/article/4").status == 404
        assert ask(box, "/?/question/4").location == f"{box.url}?/question/3?rf=4"
        assert ask(box, "/?/question/3?rf=4").status == 200


def test_robots_are_asked_for_what_they_may(box: Box) -> None:
    assert "Disallow: /app/" in ask(box, "/robots.txt").text
    box.world.set(robots="User-agent: *\nDisallow: /\n")
    assert ask(box, "/robots.txt").text.endswith("Disallow: /\n")
    box.world.set(robots_status=503)
    assert ask(box, "/robots.txt").status == 503


def test_another_host(box: Box) -> None:
    box.world.set(moved_to=f"localhost:{box.port}")
    assert ask(box, "/article/4").location == f"http://localhost:{box.port}/article/4"
    moved = ask(box, "/article/4", Host=f"localhost:{box.port}")
    assert moved.status == 200
    assert f'<base href="http://localhost:{box.port}/" />' in moved.text


def test_files_have_validators_and_pages_have_none(box: Box) -> None:
    path = "/uploads/article/20200506/absolute.png"
    got = ask(box, path)
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Set-Cookie"] is None
    tag, changed = got.headers["ETag"], got.headers["Last-Modified"]
    assert ask(box, path, If_None_Match=tag).status == 304
    assert ask(box, path, If_Modified_Since=changed).status == 304
    assert ask(box, path, If_None_Match='"other"', If_Modified_Since=changed).status == 200
    chinese = ask(
        box, "/uploads/article/20200506/%E8%BF%9E%E6%8E%A5%20%E6%97%B6%E5%BA%8F%E5%9B%BE.png"
    )
    assert chinese.body.startswith(b"\x89PNG")
    assert ask(box, "/uploads/article/20200506/gone.png").status == 404
    avatar = ask(box, "/uploads/avatar/000/00/00/02_avatar_mid.jpg?4711")
    assert avatar.body.startswith(b"\xff\xd8")


def test_phones_are_sent_to_the_mobile_site_and_others_back(box: Box) -> None:
    there = ask(box, "/article/4", User_Agent=PHONE)
    assert there.location == f"{box.url}m/article/4"
    assert ask(box, "/m/article/4").location == f"{box.url}article/4"
    assert ask(box, "/article/4", User_Agent="iPad; CPU OS").status == 200
    page = ask(box, "/m/article/4", User_Agent=PHONE).text
    assert re.search(r'icon-eye"></i> \d+<', page)
    assert 'icon-clock"></i> 2020-09-09 12:00<' in page
    assert "aw-set-top" in page
    question = ask(box, "/m/question/3", User_Agent=PHONE).text
    assert "AWS.User.agree_vote($(this), '31', '北岸')" in question
    assert "2020-06-12 09:30" in question
    assert "answer_list_" not in question
    items = ask(box, "/explore/ajax/list/sort_type-new__page-1__per_page-10", User_Agent=PHONE).text
    assert items.count('class="aw-qanda-div" data-total="4"') == 10
    kept = ask(box, "/article/4?ignore_ua_check=TRUE", User_Agent=PHONE, Cookie="box_Session=1")
    assert kept.status == 200
    assert ask(box, "/article/4", User_Agent=PHONE, Cookie=cookie(kept)).status == 200
