from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.search import parts
from hooks.search.model import Page, Section

SECTIONS = st.lists(
    st.builds(
        Section,
        st.sampled_from(["", "a", "b"]),
        st.text("题目", max_size=5),
        st.integers(0, 7000).map(lambda n: ("一二三四五六七八九。\n" * (n // 10))[:n]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(SECTIONS)
def test_parts_hold_all_of_a_page_and_are_no_longer_than_they_may(sections: list[Section]) -> None:
    cut = list(parts.cut(3, Page("a.html", "题", tuple(sections))))
    assert cut
    assert {part.page for part in cut} == {3}
    held = "".join(section.text for part in cut for section in part.sections)
    assert "".join(held.split()) == "".join("".join(s.text for s in sections).split())
    for part in cut:
        sizes = [len(section.text) + len(section.heading) for section in part.sections]
        assert sum(sizes) <= 2400 + 5
    assert all(part.sections for part in cut) or not sections


def test_a_short_page_is_one_part_and_a_long_section_several_with_its_anchor() -> None:
    short = Page("a.html", "题", (Section("", "题", "一"), Section("a", "甲", "二")))
    assert [len(part.sections) for part in parts.cut(0, short)] == [2]
    long = Page("a.html", "题", (Section("a", "甲", "句子。" * 2000),))
    cut = [section for part in parts.cut(0, long) for section in part.sections]
    assert len(cut) == 3
    assert {(section.anchor, section.heading) for section in cut} == {("a", "甲")}
    assert all(section.text.endswith("。") for section in cut)
