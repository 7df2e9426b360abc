from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.search import text
from tests.hooks.search import scripts


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("", []),
        ("推", ["推"]),
        ("消息同步", ["消息", "息同", "同步", "步"]),
        ("消息，同步", ["消息", "息", "同步", "步"]),
        ("WebRTC的ICE", ["webrtc", "rtc", "web", "的", "ice"]),
        ("XOR-MAPPED-ADDRESS", ["xormappedaddress", "xor", "mapped", "address"]),
        ("xor_mapped_address", ["xormappedaddress", "xor", "mapped", "address"]),
        ("onReceiveMessage", ["onreceivemessage", "receivemessage", "message", "on", "receive"]),
        ("iOS14崩溃", ["ios14", "ios", "14", "崩溃", "溃"]),
        ("C++ 与 C#", ["c++", "与", "c#"]),
        ("5.42、4.0.2。", ["5.42", "4.0.2"]),
        ("错误码 -10001.", ["错误", "误码", "码", "10001"]),
        ("don't", ["dont", "don"]),
        ("😀 <b>&amp;", ["b", "amp"]),
    ],
)
def test_terms(plain: str, expected: list[str]) -> None:
    assert text.terms(text.normalized(plain)) == expected


def test_width_and_traditional_characters_read_the_same() -> None:
    assert text.normalized("ＷＥＢＳＯＣＫＥＴ") == "WEBSOCKET"
    assert text.normalized("訊息同步") == "讯息同步"
    assert text.normalized("①") == "1"


def test_what_is_no_word_is_no_term() -> None:
    assert text.terms("a" * 41) == []
    assert text.terms("a" * 40) == ["a" * 40]


def test_every_character_of_a_run_begins_a_term() -> None:
    run = "超大群消息限流"
    assert {term[0] for term in text.terms(run)} == set(run)


WORDS = st.text(
    st.one_of(
        st.sampled_from("消息同步推送的超大群訊㐀𠀀〇 \n，。-_./'+#:()"),
        st.sampled_from("aAbBzZ09ÄßéıİΣя٣½Ⅷ한かー"),
        # newer characters are letters in one version of Unicode and nothing in another
        st.characters(max_codepoint=0x2FFF, exclude_categories=["Cn"]),
    ),
    max_size=24,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=20, max_size=40))
def test_the_browser_cuts_as_the_build_does(samples: list[str]) -> None:
    normalized = [text.normalized(sample) for sample in samples]
    cut = scripts.run("tell(given.samples.map(kb.text.terms));", samples=normalized)
    assert cut == [text.terms(sample) for sample in normalized]


def test_the_browser_reads_traditional_characters_by_the_table() -> None:
    said = scripts.run(
        "tell(kb.text.simplified('訊息AB國', {traditional: '訊國', simplified: '讯国'}));"
    )
    assert said == "讯息AB国"
