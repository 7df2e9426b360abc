from __future__ import annotations

import random
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import dump
from scraper.models import Forum, Post
from scraper.moments import FORUM_ZONE
from scraper.persons import Line, separate
from tests.conftest import ROOT

SMALL = ROOT / "tests" / "scraper" / "dumps" / "small.txt"
CAPTURED = datetime(2022, 3, 8, 12, 30, tzinfo=FORUM_ZONE)


@pytest.fixture(scope="module")
def forum() -> Forum:
    text = SMALL.read_text(encoding="utf-8")
    return dump.read(text, where="small.txt", base_url=None, fetched_at=CAPTURED)


def by_title(forum: Forum, beginning: str) -> Post:
    return next(post for post in forum.posts if post.title.startswith(beginning))


def test_posts_in_listing_order_with_pin_and_kind(forum: Forum) -> None:
    assert [(p.title[:6], p.kind, p.pinned) for p in forum.posts] == [
        ("【公告】新版", "article", True),
        ("怎么接入示例", "question", True),
        ("【目录|不断", "article", True),
        ("【答疑】示例", "article", False),
        ("示例消息的两", "article", False),
        ("周末随手记", "article", False),
    ]


def test_category_and_author_are_told_apart(forum: Forum) -> None:
    assert [(p.category, p.author.name if p.author else None) for p in forum.posts] == [
        ("产品公告", "小满"),
        ("技术讨论", None),  # the person in the line answered last; nobody says who asked
        ("技术讨论", "小满"),
        ("技术讨论", "小满"),
        ("技术讨论", "阿岚"),
        ("闲谈", "阿岚"),
    ]


def test_counts_of_both_kinds(forum: Forum) -> None:
    article, question = forum.posts[0].counts, forum.posts[1].counts
    assert (article.comments, article.views) == (2, 120)
    assert (question.followers, question.replies, question.views) == (3, 2, 45)


def test_relative_times_are_resolved_with_their_precision(forum: Forum) -> None:
    published = by_title(forum, "示例消息").published
    assert published is not None
    assert published.precision == "day"
    assert published.at == datetime(2022, 3, 5, tzinfo=FORUM_ZONE)
    just_now = by_title(forum, "周末").published
    assert just_now is not None
    assert just_now.precision == "minute"


def test_the_time_of_an_answered_question_is_its_last_answer(forum: Forum) -> None:
    question = forum.posts[1]
    assert question.published is None
    assert question.active is not None
    assert question.active.precision == "hour"


def test_relative_times_without_a_base_stay_open() -> None:
    text = SMALL.read_text(encoding="utf-8")
    read = dump.read(text, where="small.txt", base_url=None, fetched_at=None)
    published = by_title(read, "示例消息").published
    assert published is not None
    assert (published.at, published.text) == (None, "3 天前")
    assert sum(note.code == "time-unresolved" for note in read.notes) == 3


def test_summaries_cut_whole_and_cut_inside_an_entity(forum: Forum) -> None:
    assert [p.summary for p in forum.posts] == ["cut", None, "cut", "cut", None, "whole"]
    announcement = forum.posts[0].body
    assert announcement.count("第一件是版本号的写法") == 1
    assert "示例版本从 2 开始" in announcement


def test_a_repeated_first_paragraph_is_text_when_the_body_goes_on(forum: Forum) -> None:
    assert by_title(forum, "示例消息").body.count("消息从左到右") == 2


def test_image_lines_even_glued_ones(forum: Forum) -> None:
    body = by_title(forum, "示例消息").body
    assert '<img alt="1.png">' in body
    assert '<img alt="2.png">' in body
    assert "到此为止" in body


def test_footer_is_no_text_of_the_last_post(forum: Forum) -> None:
    assert "友情链接" not in forum.posts[-1].body
    assert "示例站点" not in forum.posts[-1].body


def test_lost_numbers_are_doubts_with_lines(forum: Forum) -> None:
    lines = SMALL.read_text(encoding="utf-8").split("\n")
    doubts = {n.code: n.line for n in forum.notes if n.code in ("number-lost", "item-missing")}
    assert lines[doubts["number-lost"] - 1].startswith("提交之后")
    assert lines[doubts["item-missing"] - 1].startswith("4、")


def test_line_ends_do_not_matter(forum: Forum) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\n", "\r\n")
    again = dump.read(text, where="small.txt", base_url=None, fetched_at=CAPTURED)
    assert again == forum


@pytest.mark.parametrize("text", ["", "hello", "发表了文章", "a\n发表了文章 • b", "<html>"])
def test_other_texts_are_no_dump(text: str) -> None:
    assert not dump.is_dump(text)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (["技术交流甲", "技术交流乙"], [("技术交流", "甲"), ("技术交流", "乙")]),
        (["杂谈小满", "活动小满"], [("杂谈", "小满"), ("活动", "小满")]),
        (["站务通知甲一", "站务通知乙二"], [("站务通知", "甲一"), ("站务通知", "乙二")]),
        (["活动 • admin"], [("活动", "admin")]),
        (["孤零零的一行"], [(None, "孤零零的一行")]),
        (["活动"], [(None, "活动")]),
    ],
)
def test_separate(who: list[str], expected: list[tuple[str | None, str]]) -> None:
    people = separate([Line(text, n) for n, text in enumerate(who, 1)], "x")
    assert list(people.split) == expected


@pytest.mark.parametrize(
    ("who", "doubts"),
    [
        (["前端开发小明", "前端开发小红"], 2),  # nothing says where the category ends
        (["活动家"], 1),
        (["技术交流区柠檬", "活动阿岚", "其他阿岚"], 1),
        (["技术交流阿岚", "活动阿岚"], 0),
        (["技术交流甲", "技术交流乙"], 0),
    ],
)
def test_what_was_guessed_is_said(who: list[str], doubts: int) -> None:
    notes = separate([Line(text, n) for n, text in enumerate(who, 1)], "x").notes
    assert [note.code for note in notes] == ["category-inferred"] * doubts


def test_separate_does_not_depend_on_order() -> None:
    who = [
        "活动江南",
        "技术交流江南",
        "随想江南",
        "随想阿岚",
        "融云集成柠檬^",
        "手记阿岚",
        "手记柠檬^",
    ]
    expected = dict(zip(who, separate([Line(w, 1) for w in who], "x").split, strict=True))
    for turn in range(10):
        shuffled = random.Random(turn).sample(who, len(who))
        split = separate([Line(w, 1) for w in shuffled], "x").split
        assert dict(zip(shuffled, split, strict=True)) == expected


_LINES = SMALL.read_text(encoding="utf-8").split("\n")


@given(st.lists(st.sampled_from(_LINES) | st.text(max_size=20), max_size=60))
def test_no_text_makes_the_parser_fail(lines: list[str]) -> None:
    dump.read("\n".join(lines), where="x", base_url=None, fetched_at=None)
