from __future__ import annotations

from hooks.search import parts, weights
from hooks.search.model import Page, Section
from hooks.search.weights import IN_HEADING, IN_TITLE, STEPS


def weighed(page: Page) -> list[dict[str, int]]:
    return weights.weigh(page, parts.cut(0, page))


def test_flags_say_where_a_term_stands() -> None:
    (found,) = weighed(Page("a.html", "推送", (Section("a", "限流", "消息"),)))
    assert found["推送"] // STEPS == IN_TITLE
    assert found["限流"] // STEPS == IN_HEADING
    assert found["消息"] // STEPS == 0


def test_what_is_said_more_often_weighs_more_and_never_too_much() -> None:
    texts = ["消息", "消息，消息", "消息，" * 500]
    found = [weighed(Page("a.html", "题", (Section("", "", t),)))[0]["消息"] for t in texts]
    assert found == sorted(set(found))
    assert found[-1] < STEPS


def test_a_word_weighs_less_in_a_long_part() -> None:
    short, long = ("消息" + "，文" * count for count in (1, 1000))
    one, other = (weighed(Page("a.html", "题", (Section("", "", t),)))[0] for t in (short, long))
    assert one["消息"] > other["消息"]


def test_the_title_counts_for_every_part_and_tags_for_the_first() -> None:
    sections = (Section("a", "甲", "文" * 2000), Section("b", "乙", "字" * 2000))
    first, second = weighed(Page("a.html", "推送", sections, description="概要", tags=("标签",)))
    assert first["推送"] // STEPS == second["推送"] // STEPS == IN_TITLE
    assert {"概要", "标签"} <= first.keys()
    assert not {"概要", "标签"} & second.keys()
