"""What a post's own page says about its state: locked, merged into another question."""

from __future__ import annotations

import pytest

from tests.scraper.wecenter_markup import (
    answer,
    article,
    codes,
    comment,
    forum,
    page,
    post,
    question,
    user,
)

LOCKED = ("该文章目前已经被锁定, 无法添加新评论", "该问题目前已经被锁定, 无法添加新回复")
OPEN = ["", "<div>", "<table><tr><td>", "</div></div></div></div>"]


@pytest.mark.parametrize("locked", [True, False])
@pytest.mark.parametrize("broken", OPEN)
def test_locked(locked: bool, broken: str) -> None:
    forged = "".join(f'<div class="aw-article-replay-box aw-replay-box">{t}</div>' for t in LOCKED)
    typed = f"<p>x</p>{broken}{forged if not locked else ''}"
    said = comment(1, user("甲", 6), LOCKED[0])
    made = post(forum(page("a", article(12, typed, comments=said, locked=locked))), "article/12")
    assert made.locked is locked
    answers = answer(31, typed) + answer(32, typed)
    result = forum(page("q", question(7, typed, answers=answers, title=LOCKED[1], locked=locked)))
    assert post(result, "question/7").locked is locked


def notice(text: str) -> str:
    return f'<div class="alert alert-warning fade in">{text}</div>'


LEADS = '此问题将跳转至 <a href="{}">别的</a>'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (LEADS.format("http://forum.example/question/9?rf=7"), "question/9"),
        (LEADS.format("?/question/9&rf=7"), "question/9"),
        (LEADS.format("question/id-9__rf-7"), "question/9"),
        ('当前问题已合并到 <a href="question/9">别的</a>', "question/9"),
        (LEADS.format("question/7"), None),
        (LEADS.format("article/9"), None),
        ("重定向目标问题已被删除, 将不再重定向问题", None),
        ('重定向目标问题已被删除: <a href="question/9">别的</a>', None),
    ],
)
def test_a_merged_question(text: str, key: str | None) -> None:
    result = forum(page("question/7", question(alert=notice("欢迎光临") + notice(text))))
    assert post(result, "question/7").merged_into == key
    assert codes(result) == ["redirect-notice"]


@pytest.mark.parametrize(
    "text",
    [
        '从问题 <a href="question/3?rf=false">此问题将跳转至</a> 跳转而来',
        '欢迎 <a href="question/3">已合并</a>',
    ],
)
def test_the_question_that_another_leads_to_is_not_merged(text: str) -> None:
    result = forum(page("question/7", question(alert=notice(text))))
    assert (post(result, "question/7").merged_into, codes(result)) == (None, [])


def test_nobody_can_type_that_a_question_is_merged() -> None:
    forged = f'<div class="aw-global-tips">{notice(LEADS.format("question/9"))}</div>'
    result = forum(page("question/7", question(7, forged, answers=answer(31, forged))))
    assert (post(result, "question/7").merged_into, codes(result)) == (None, [])
