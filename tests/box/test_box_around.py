"""Topics, people, feeds; and a world that changes while it is served."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.box.asking import ask
from tests.box.many import many
from tests.box.records import Post
from tests.box.running import Box
from tests.box.small import small

ROOT = Path(__file__).parents[2]


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(small()) as running:
        yield running


def test_a_topic_shows_posts_several_times_and_those_of_others(box: Box) -> None:
    html = ask(box, "/topic/Android").text
    assert ask(box, "/topic/2").status == ask(box, "/topic/android").status == 200
    every = html.partition('id="c_all_list"')[2].partition('id="c_best_answers_list"')[0]
    assert 'article/8"' in every  # has the related topic only
    assert html.count('<h4>\n<a href="' + box.url + 'article/2"') == 3
    assert "CONTENTS_RELATED_TOPIC_IDS = '2,4'" in html
    merged = ask(box, "/topic/5")
    assert merged.location == f"{box.url}topic/2?rf=5"
    assert "话题 (安卓) 已与当前话题合并" in ask(box, "/topic/2?rf=5").text
    assert ask(box, "/topic/2020").status == 200  # a title of digits, no such id
    assert "个讨论" in ask(box, "/topic/").text


def test_people_are_found_by_id_then_by_name(box: Box) -> None:
    assert "<h1>归舟" in ask(box, "/people/10086").text  # the id shadows another one's name
    assert "<h1>10086" in ask(box, "/people/5").text
    assert "<h1>北岸" in ask(box, "/people/%E5%8C%97%E5%B2%B8").text
    banned = ask(box, "/people/10")
    assert (banned.status, "该用户已被封禁" in banned.text) == (404, True)
    unknown = ask(box, "/people/777")
    assert (unknown.status, "用户不存在或已被删除" in unknown.text) == (200, True)
    assert ask(box, "/people/ajax/user_info/uid-7").json["user_name"] == "A&B <实验室>"
    actions = "/people/ajax/user_actions/uid-1__actions-501__page-{}"
    pages = [ask(box, actions.format(page)).text for page in (0, 1, 2)]
    assert pages[0] == pages[1] != ""
    assert pages[2] == ""


def test_json_is_said_to_be_html(box: Box) -> None:
    got = ask(box, "/topic/ajax/topic_info/topic_id-2")
    assert got.headers["Content-Type"].startswith("text/html")
    assert got.json["url_token"] == "android"  # noqa: S105
    assert set(ask(box, "/question/ajax/get_focus_users/question_id-13").json) == {"1", "2"}


def test_the_feed_has_questions_only(box: Box) -> None:
    got = ask(box, "/feed/")
    assert got.headers["Content-Type"].startswith("text/xml")
    assert "question/3</link>" in got.text
    assert "article/" not in re.sub(r"<!\[CDATA\[.*?\]\]>", "", got.text)
    assert "Fri, 12 Jun 2020 00:00:00 +0000" in got.text


def test_downloads_need_a_login_but_their_files_do_not(box: Box) -> None:
    html = ask(box, "/question/10").text
    where = re.findall(r'href="http://[^/]*(/file/download/[^"]*)"', html)
    assert len(where) == 1
    assert "account/login/url-" in (ask(box, where[0]).location or "")
    assert ask(box, "/uploads/article/20190303/demo.zip").body.startswith(b"PK")


def test_changes_are_visible_at_once(box: Box) -> None:
    assert ask(box, "/article/8").status == 200
    box.world.edit("article/8", title="改了标题")
    assert "<h1>\n改了标题\n" in ask(box, "/article/8").text
    box.world.bump("question/2")
    assert "131 个回复" in ask(box, "/question/2").text
    assert [post.key for post in box.world.newest()][5] == "question/2"
    box.world.lock_post("question/2")
    assert "已经被锁定" in ask(box, "/question/2").text
    box.world.merge("question/12", "question/3")
    assert ask(box, "/question/12").status == 302
    box.world.delete("article/8")
    assert "已删除" in ask(box, "/article/8").text
    box.world.delete("article/8", physical=True)
    assert ask(box, "/article/8").status == 404
    box.world.add(Post("article", 99, "新的", None, box.world.now, "<p>新的。</p>"))
    assert "匿名用户" in ask(box, "/explore/ajax/list/sort_type-new__per_page-9").text


def test_the_log_has_what_was_asked(box: Box) -> None:
    ask(box, "/article/1", User_Agent="kb/1", Cookie="box_Session=abc", If_None_Match='"x"')
    ask(box, "/?/question/2")
    first, second = box.log
    assert (first.target, first.status, first.user_agent) == ("/article/1", 200, "kb/1")
    assert (first.cookie, first.if_none_match, first.host) == ("box_Session=abc", '"x"', box.host)
    assert second.target == "/?/question/2"
    assert len(box.requests("question/")) == 1
    box.reset_log()
    assert box.log == []


def test_many_posts_are_the_same_for_the_same_numbers() -> None:
    one, two = many(50, 3, body_kb=1), many(50, 3, body_kb=1)
    assert one.posts == two.posts
    assert one.posts != many(50, 4, body_kb=1).posts
    kinds = [post.kind for post in many(1000, body_kb=0.1).posts.values()]
    assert 650 < kinds.count("article") < 750
    bodies = [len(post.body.encode()) for post in one.posts.values()]
    assert all(1024 <= size < 1400 for size in bodies)
    shuffled = replace(one.post(next(iter(one.posts))), title="另一个")
    assert one.add(shuffled).title == "另一个"


def test_a_process_serves_and_is_steered() -> None:
    command = [sys.executable, "-m", "tests.box", "--posts", "30", "--body-kb", "0.5", "--no-noise"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        _steer(url)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


def _steer(url: str) -> None:
    def send(action: str, body: object = None) -> dict[str, object]:
        data = json.dumps(body).encode() if body is not None else b""
        with urlopen(Request(f"{url}__box__/{action}", data, method="POST"), timeout=5) as got:  # noqa: S310
            found: dict[str, object] = json.load(got)
            return found

    def read(target: str) -> str:
        with urlopen(url + target, timeout=5) as got:  # noqa: S310
            return str(got.read().decode())

    front = read("")
    key = re.findall(r"(article/\d+)", front)[0]
    assert send("edit?key=" + key, {"title": "远处改的"}) == {"key": key}
    assert "远处改的" in read(key)
    made = {"title": "远处加的", "at": "2021-01-18T09:00:00+08:00", "author": 5, "category": 2}
    assert send("add", made) == {"key": "article/31"}
    assert "远处加的" in read("article/31")
    send("delete?key=article/31")
    assert "已删除" in read("article/31")
    assert "2021-01-18T10:30" in str(send("advance?seconds=3600")["now"])
    send("fault", {"kind": "captcha", "match": "^/$", "times": 1})
    assert "安全验证" in read("")
    log = json.loads(read("__box__/log"))
    assert [entry["target"] for entry in log][:2] == ["/", f"/{key}"]
    assert log[-1]["fault"] == "captcha"
    send("reset")
    assert json.loads(read("__box__/log")) == []
