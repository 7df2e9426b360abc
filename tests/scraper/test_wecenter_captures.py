"""Several captures of the same pages, as an archive has them: which of them counts for what."""

from __future__ import annotations

import itertools
import pickle
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta

import pytest

from scraper.models import Counts, Forum, Page
from scraper.wecenter import join, read
from tests.scraper.wecenter_fragments import ARTICLE_LIST, FRAGMENT, mobile, mobile_answer
from tests.scraper.wecenter_markup import (
    PIN,
    answer,
    article,
    codes,
    comment,
    line,
    listing,
    page,
    post,
    question,
    read_one,
    teaser,
    user,
)

NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)  # 12:00 for the forum
DAY = timedelta(days=1)
LIST = "sort_type-new__page-1"
COUNTED = "发表了文章 • {} 个评论 • {} 次浏览 • {}"


def joined(*captures: tuple[str, str, datetime], earlier: tuple = ()) -> Forum:
    """The forum of captures (address, HTML, moment), which is the same in any order."""
    pages, old = [read_one(*c) for c in captures], [read_one(*c) for c in earlier]
    found = [join(order, old) for order in itertools.permutations(pages)]
    assert all(forum == found[0] for forum in found)
    return found[0]


def published(result: Forum, key: str = "article/1") -> str | None:
    moment = post(result, key).published
    return moment.at.strftime("%m-%d %H:%M") + f" {moment.precision}" if moment else None


def pages_in(value: object) -> list[Page]:
    if isinstance(value, Page):
        return [value]
    if isinstance(value, tuple):
        return [found for part in value for found in pages_in(part)]
    if is_dataclass(value):
        return [found for f in fields(value) for found in pages_in(getattr(value, f.name))]
    return []


@pytest.mark.parametrize(
    ("where", "html"),
    [
        ("article/12", article(12, comments=comment(1, user("甲", 3), "评论"))),
        ("question/7", question(answers=answer(31))),
        ("m/question/7", mobile(mobile_answer(31, "2020-05-07 08:09"))),
        (LIST, listing(line("article/1", COUNTED.format(1, 2, "3 天前")))),
        ("article/", ARTICLE_LIST),
        ("question/ajax/get_answer_comments/answer_id-31", FRAGMENT),
        ("article/9", '<div class="aw-error-box">该文章已删除!</div>'),
        ("article/9", "<div>" * 2000),
    ],
)
def test_what_a_page_gives_is_small_and_can_be_sent(where: str, html: str) -> None:
    parsed = read_one(where, html, NOON)
    assert pickle.loads(pickle.dumps(parsed)) == parsed  # noqa: S301
    light = pages_in(parsed)
    assert {(p.where, p.html, p.sha256, p.url, p.fetched) for p in light} == {
        (where, "", page(where, html).sha256, f"http://forum.example/{where}", NOON)
    }


def test_reading_is_parsing_each_and_joining() -> None:
    saved = [page("a", article(12)), page("i", listing(line("article/1", "发表了文章 • 3 天前")))]
    assert read(saved, base_url=None, fetched_at=None) == join(
        [read_one(p.where, p.html) for p in saved]
    )


def test_relative_times_count_from_each_page_own_moment() -> None:
    result = joined(
        ("article/1", article(1, time="3 小时前"), NOON),
        ("article/2", article(2, time="3 小时前"), NOON + DAY),
    )
    assert published(result, "article/1") == "05-06 09:00 hour"
    assert published(result, "article/2") == "05-07 09:00 hour"


def test_the_newest_capture_of_a_page_counts_though_it_has_less() -> None:
    old = question(body="<p>原来的问题</p>", answers=answer(31) + answer(32), heading="2 个回复")
    new = question(body="<p>问题</p>", answers=answer(32, "<p>改</p>"), heading="1 个回复")
    result = joined(("question/7", old, NOON), ("question/7?x=1", new, NOON + DAY))
    made = post(result, "question/7")
    assert made.body == "<p>问题</p>"
    assert [(r.id, r.body) for r in made.replies] == [(32, "<p>改</p>")]
    assert (made.fetched, made.raw_sha256) == (NOON + DAY, page("", new).sha256)
    assert codes(result) == []


def test_each_page_of_a_post_has_its_own_newest_capture() -> None:
    one = question(answers=answer(31, best=True), heading="3 个回复")
    two = question(answers=answer(31) + answer(33), heading="3 个回复")
    result = joined(
        ("question/7", one.replace("问题</p>", "旧</p>"), NOON - DAY),
        ("question/7", one, NOON),
        ("question/id-7__page-2", two, NOON + DAY),
    )
    made = post(result, "question/7")
    assert [(r.id, r.best) for r in made.replies] == [(31, True), (33, False)]
    assert (made.fetched, made.body) == (NOON, "<p>问题</p>")


def test_a_page_that_the_first_one_no_longer_counts_is_past() -> None:
    old, new = (question(answers=answer(31), heading=f"{n} 个回复") for n in (101, 1))
    second = ("question/id-7__page-2", question(answers=answer(32), heading="101 个回复"), NOON)
    for own, ids in ((old, [31, 32]), (new, [31])):
        made = post(joined(("question/7", own, NOON + DAY), second), "question/7")
        assert [r.id for r in made.replies] == ids


@pytest.mark.parametrize("part", ["question/7?answer_id=32&single=TRUE", "question/id-7__uid-5"])
def test_an_address_of_one_answer_is_not_the_page(part: str) -> None:
    whole = question(answers=answer(31) + answer(32), heading="2 个回复")
    one = question(answers=answer(32), heading="查看单个回答")
    result = joined(("question/7", whole, NOON), (part, one, NOON + DAY))
    assert [r.id for r in post(result, "question/7").replies] == [31, 32]
    assert [r.id for r in post(joined((part, one, NOON)), "question/7").replies] == [32]


def test_the_newest_comments_count() -> None:
    where = "question/ajax/get_question_comments/question_id-7"
    asked = ("question/7", question(comments=1), NOON)
    cut = FRAGMENT[: FRAGMENT.index("<li>", 9)]
    for older, newer, count in ((FRAGMENT, cut, 1), (cut, FRAGMENT, 2), (FRAGMENT, "", 0)):
        result = joined(asked, (where, older, NOON), (where, newer, NOON + DAY))
        assert len(post(result, "question/7").comments) == count


def test_the_newest_listing_decides() -> None:
    def capture(title: str, category: str | None, views: int, pin: str = "") -> str:
        told = COUNTED.format(8, views, "2020-05-06 07:08")
        return listing(
            line("article/1", told, title=title, category=category, after_title=pin,
                 body=teaser("", f"<p>{title}</p>"))
        )  # fmt: skip

    old, new = capture("旧标题更长", "旧", 5, PIN), capture("新", "新", 9)
    made = post(joined((LIST, old, NOON), (LIST, new, NOON + DAY)), "article/1")
    assert (made.title, made.category, made.counts.views) == ("新", "新", 9)
    assert (made.pinned, made.body, made.fetched) == (False, "<p>新</p>", NOON + DAY)
    made = post(joined((LIST, new, NOON), (LIST, old, NOON + DAY)), "article/1")
    assert (made.title, made.pinned) == ("旧标题更长", True)
    unnamed = capture("新", None, 9)
    made = post(joined(("category-1", unnamed, NOON + DAY), (LIST, old, NOON)), "article/1")
    assert (made.title, made.category, made.pinned) == ("新", "旧", False)


def test_a_pin_ends_with_the_list_that_showed_it() -> None:
    pinned = listing(line("article/1", "发表了文章", after_title=PIN))
    plain = listing(line("article/2", "发表了文章"))
    hot = listing(line("article/1", "发表了文章"), active="category-__sort_type-hot__day-7")
    assert post(joined((LIST, pinned, NOON), ("hot", hot, NOON + DAY)), "article/1").pinned
    result = joined((LIST, pinned, NOON), (LIST, plain, NOON + DAY))
    assert [(p.key, p.pinned) for p in result.posts] == [("article/2", False), ("article/1", False)]


def test_of_earlier_listings_only_the_times_count() -> None:
    old = listing(
        line("article/1", COUNTED.format(99, 1, "5 分钟前"), title="旧", category="旧",
             after_title=PIN, body=teaser("", "<p>旧</p>")),
        line("article/2", "发表了文章 • 5 分钟前"),
    )  # fmt: skip
    new = listing(line("article/1", COUNTED.format(3, 7, "2 天前"), category=None, topic_ids=""))
    result = joined((LIST, new, NOON + 2 * DAY), earlier=((LIST, old, NOON),))
    (made,) = result.posts
    assert (made.title, made.category, made.pinned, made.body) == ("标题", None, False, "")
    assert (made.counts, made.fetched) == (Counts(views=7, comments=3), NOON + 2 * DAY)
    assert published(result) == "05-06 11:55 minute"


def test_of_equally_precise_times_the_one_captured_first_stays() -> None:
    def told(days: int) -> str:
        return listing(line("article/1", f"发表了文章 • {days} 天前"))

    # just before and just after the hour at which a day is full
    first, second = (LIST, told(2), NOON), (LIST, told(2), NOON + timedelta(hours=13))
    assert published(joined(second)) == "05-05 00:00 day"
    assert published(joined(second, earlier=(first,))) == "05-04 00:00 day"
    assert published(joined(first, second)) == "05-04 00:00 day"
    minutes = (LIST, listing(line("article/1", "发表了文章 • 2020-05-04 09:10")), NOON + 9 * DAY)
    assert published(joined(minutes, earlier=(first, second))) == "05-04 09:10 minute"


def test_the_last_activity_is_of_the_same_number_of_answers() -> None:
    def capture(answers: int, time: str) -> str:
        return listing(line("question/7", f"回复了问题 • {answers} 个回复 • {time}"))

    def active(*earlier: tuple[str, str, datetime]) -> str:
        now = (LIST, capture(2, "3 天前"), NOON + 3 * DAY)
        moment = post(joined(now, earlier=earlier), "question/7").active
        assert moment is not None
        return moment.text

    assert active((LIST, capture(2, "5 分钟前"), NOON)) == "5 分钟前"
    assert active((LIST, capture(1, "5 分钟前"), NOON)) == "3 天前"


def test_the_last_activity_by_several_captures_of_the_page() -> None:
    def active(before: int) -> str:
        old = question(active="2 分钟前", heading=f"{before} 个回复")
        new = question(active="3 天前", heading="2 个回复")
        result = joined(("question/7", old, NOON), ("question/7", new, NOON + 3 * DAY))
        moment = post(result, "question/7").active
        assert moment is not None
        return moment.text

    assert (active(2), active(1)) == ("2 分钟前", "3 天前")


def test_times_of_a_page_were_closer_to_the_truth_before() -> None:
    def capture(asked: str, told: str) -> str:
        return question(time=asked, answers=answer(31, time=told), heading="1 个回复")

    result = joined(
        ("question/7", capture("3 小时前", "2 分钟前"), NOON),
        ("question/7", capture("2020-05-06", "2020-05-06"), NOON + 9 * DAY),
    )
    assert published(result, "question/7") == "05-06 09:00 hour"
    (reply,) = post(result, "question/7").replies
    assert reply.time is not None
    assert reply.time.text == "2 分钟前"


def test_pages_of_a_list_are_in_the_order_of_their_numbers() -> None:
    def ajax(number: int, *keys: str) -> tuple[str, str, datetime]:
        where = f"explore/ajax/list/sort_type-new__page-{number}__per_page-100"
        return where, "".join(line(key, "发表了文章") for key in keys), NOON

    part = ("explore/ajax/list/category-1__page-1", line("article/9", "发表了文章"), NOON)
    pages = [ajax(1, "article/8"), ajax(2, "article/7"), ajax(10, "article/6"), part]
    assert [p.key for p in joined(*pages).posts] == [
        "article/8", "article/7", "article/6", "article/9",
    ]  # fmt: skip


def test_the_end_of_a_list_is_empty() -> None:
    end = ("explore/ajax/list/sort_type-new__page-3__per_page-100", "", NOON)
    assert (read_one(*end).kind, codes(joined(end))) == ("listing", [])
    assert codes(join([read_one("explore/ajax/list/page-3", "")])) == ["not-wecenter"]
