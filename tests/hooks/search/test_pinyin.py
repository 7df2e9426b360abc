from __future__ import annotations

from hooks.search import pinyin


def test_readings_have_no_tones_and_several_sounds() -> None:
    assert pinyin.readings("消") == ("xiao",)
    assert set(pinyin.readings("重")) >= {"zhong", "chong"}
    assert pinyin.readings("绿")[0] == "lv"
    assert pinyin.readings("a") == ()


def test_pairs_by_sound_the_most_frequent_first() -> None:
    pairs = pinyin.of_pairs({"消息": 9, "小溪": 1, "重传": 2, "ab": 5, "消": 7})
    assert pairs["xiao xi"] == "消息小溪"
    assert pairs["chong chuan"] == pairs["zhong chuan"] == "重传"
    assert pinyin.of_pairs({"回服": 9, "回拨": 1})["hui bo"][:2] == "回拨"
    assert list(pairs) == sorted(pairs)
    assert not any("ab" in held for held in pairs.values())


def test_pairs_that_only_chance_put_together_stand_behind_a_bar() -> None:
    frequency = {"登录": 40, "的录": 2, "的人": 300, "的事": 300, "地路": 2}
    pairs = pinyin.of_pairs(frequency)
    assert pairs["deng lu"] == "登录"
    assert pairs["di lu"] == "地路|的录"


def test_spelled() -> None:
    assert pinyin.spelled("华为推送") == ("huaweituisong", "hwts")
    assert pinyin.spelled("iOS 推送") == ("iostuisong", "iosts")


def test_table() -> None:
    table = pinyin.table("𠮷a")
    assert "消" in table["xiao"]
    assert not any("a" in held for held in table.values())
    assert len(set("".join(table.values()))) >= 3755
