"""Mobile pages: they complete the times of posts that other pages tell of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.models import Counts
from scraper.wecenter.found import MobileTimes
from tests.scraper.wecenter_fragments import mobile, mobile_answer
from tests.scraper.wecenter_markup import (
    answer,
    article,
    codes,
    forum,
    page,
    post,
    question,
    read_one,
)

AT = datetime(2020, 5, 8, 4, 0, tzinfo=UTC)
MINUTE = "2020-05-07 08:09"


def told(html: str, where: str = "m/question/7") -> MobileTimes:
    parsed = read_one(where, html, AT)
    assert (parsed.kind, parsed.notes) == ("mobile", ())
    assert parsed.mobile is not None
    return parsed.mobile


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("m/question/7", ("question", 7)),
        ("m/question/id-7__page-1", ("question", 7)),
        ("?/m/article/12", ("article", 12)),
        ("m/article/12.html", ("article", 12)),
    ],
)
def test_times_and_views(where: str, key: tuple[str, int]) -> None:
    found = told(mobile(mobile_answer(31, MINUTE) + mobile_answer(32, "3 小时前")), where)
    assert (found.kind, found.id, found.views) == (*key, 99)
    assert found.published is not None
    assert (found.published.text, found.published.precision) == ("2020-05-05 06:07", "minute")
    assert [(ids, m.text, m.precision) for ids, m in found.answers] == [
        ((31,), MINUTE, "minute"), ((32,), "3 小时前", "hour"),
    ]  # fmt: skip


def test_what_people_typed_is_no_time() -> None:
    fake = "1999-01-02 03:04"
    typed = f'<div class="aw-question-footer"><span>{fake}</span></div>'
    forged = f"<span>{fake}</span><a onclick=\"vote(99, '')\">x</a>"
    one = mobile_answer(31, MINUTE, name=fake, body=forged, sign=f"<a><i>{fake}</i></a>")
    found = told(mobile(one, title=fake, body=typed + forged))
    assert found.published is not None
    assert found.published.text == "2020-05-05 06:07"
    ((ids, moment),) = found.answers
    assert (99 in ids, moment.text) == (False, MINUTE)


def test_a_body_cannot_make_it_another_page() -> None:
    typed = '<div class="aw-error-box">该问题已删除!</div><div class="aw-common-list"></div>'
    assert told(mobile(body=typed)).id == 7


@pytest.mark.parametrize(
    ("where", "html"),
    [
        ("m/", '<div class="aw-qanda-div">x</div>'),
        ("m/question/7", '<div class="aw-xsxq-title">标题</div>'),
        ("saved.html", mobile()),
        ("m/question/7", mobile()),  # of a post that nothing else tells of
    ],
)
def test_a_mobile_page_that_completes_nothing_is_a_doubt(where: str, html: str) -> None:
    result = forum(page(where, html))
    assert [(n.code, n.where) for n in result.notes] == [("mobile-page", where)]


def test_minutes_beat_days() -> None:
    answers = answer(31) + answer(32) + answer(33, time="5 分钟前") + answer(34)
    own = page("question/7", question(answers=answers, heading="4 个回复"), AT)
    shown = mobile(
        mobile_answer(31, MINUTE)
        + mobile_answer(32, MINUTE, name="用户 31")  # two numbers that are answers
        + mobile_answer(33, "2020-05-08 11:54")  # no more precise
        + mobile_answer(35, MINUTE)  # not on the page
    )
    for pages in ((own, page("m/question/7", shown, AT)), (page("m/question/7", shown, AT), own)):
        result = forum(*pages)
        made = post(result, "question/7")
        assert made.published is not None
        assert (made.published.text, made.counts.views) == ("2020-05-05 06:07", 18)
        assert [r.time.text for r in made.replies if r.time] == [
            MINUTE, "2020-05-07", "5 分钟前", "2020-05-07",
        ]  # fmt: skip
        assert codes(result) == []


def test_a_time_of_another_day_is_not_believed() -> None:
    own = page("question/7", question(answers=answer(31), heading="1 个回复"))
    shown = mobile(mobile_answer(31, "2020-05-06 08:09"), time="2019-05-05 06:07")
    made = post(forum(own, page("m/question/7", shown)), "question/7")
    assert made.published is not None
    assert made.published.text == "2020-05-05"
    assert [r.time.text for r in made.replies if r.time] == ["2020-05-07"]


def test_an_article_has_its_views_from_the_mobile_page() -> None:
    own, shown = page("article/12", article(12)), mobile(time="2020-05-06 23:59", views=327)
    made = post(forum(own, page("m/article/12", shown)), "article/12")
    assert made.counts == Counts(views=327, comments=0, votes=4)
    assert made.published is not None
    assert made.published.text == "2020-05-06 23:59"
