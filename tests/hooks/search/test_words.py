from __future__ import annotations

from hooks.search import words
from hooks.search.model import Page, Section


def test_synonyms_go_both_ways_and_follow_the_glossary() -> None:
    same = words.synonyms([("打洞", "Hole Punching", "穿洞"), ("单独",)])
    assert "穿透" in same["打洞"]
    assert "打洞" in same["穿透"]
    assert same["穿洞"] == ["打洞", "holepunching"]
    assert "单独" not in same
    assert all(word not in others for word, others in same.items())


def test_offers_by_phrase_pinyin_and_initials() -> None:
    page = Page("a.html", "华为推送", (Section("a", "怎么排查", ""), Section("b", "厂商通道", "")))
    offered = words.offers([page], ["令牌桶"])
    assert offered["华为推送"] == offered["huaweituisong"] == offered["hwts"] == [["华为推送", 6]]
    assert offered["令牌桶"] == [["令牌桶", 6]]
    assert "厂商通道" in offered
    assert "怎么排查" in offered


def test_what_several_headings_share_is_offered_before_what_one_says() -> None:
    pages = [
        Page(f"{n}.html", f"甲{n}", (Section("a", f"消息撤回：第 {n} 种", ""),)) for n in range(3)
    ]
    offered = words.offers(pages, [])
    assert offered["消息撤回"][0][1] > 1
