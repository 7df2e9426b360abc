"""FAQ, curated index and series: what a body turns out to be."""

from __future__ import annotations

import pytest

from scraper import blocks, curated, faq, series
from scraper.models import CuratedIndex, Faq


def paragraphs(*texts: str) -> str:
    return "".join(f'<p data-line="{n}" data-gap="1">{t}</p>' for n, t in enumerate(texts, 1))


def find_faq(*texts: str) -> Faq:
    found = faq.find(blocks.split(paragraphs(*texts), whole_lists=True), "x")
    assert found is not None
    return found[0]


LABELLED = (
    "问题1：甲可以吗？", "问题1答案：可以", "问题 2 :乙怎么做？", "问题 2 答案:", "(1)先这样",
    "(2)再那样", "问题3：丙是什么？", "问题3答案：是丙",
)  # fmt: skip


def test_pairs_with_both_kinds_of_colon() -> None:
    found = find_faq("开场白", *LABELLED, "谢谢大家")
    assert [(p.label, p.question) for p in found.pairs] == [
        ("1", "甲可以吗？"),
        ("2", "乙怎么做？"),
        ("3", "丙是什么？"),
    ]
    assert found.pairs[1].answer == "<p>(1)先这样</p>\n<p>(2)再那样</p>"
    assert found.intro == "<p>开场白</p>"
    assert found.outro == "<p>谢谢大家</p>"


def test_a_question_label_before_an_answer_is_repaired_and_noted() -> None:
    body = paragraphs(*LABELLED, "问题4：丁支持吗？", "问题5：不支持，但可以绕开")
    found = faq.find(blocks.split(body, whole_lists=True), "x")
    assert found is not None
    pairs, notes = found[0].pairs, found[1]
    assert [p.repaired for p in pairs] == [False, False, False, True]
    assert pairs[-1].answer == "<p>不支持，但可以绕开</p>"
    assert [(n.kind, n.code, n.line) for n in notes] == [("repair", "faq-mislabelled-answer", 10)]


def test_two_open_questions_are_a_doubt_not_a_repair() -> None:
    body = paragraphs(*LABELLED, "问题4：丁支持吗？", "问题5：戊怎么办？", "问题5答案：不办")
    found = faq.find(blocks.split(body, whole_lists=True), "x")
    assert found is not None
    assert [p.question for p in found[0].pairs][-2:] == ["丁支持吗？", "戊怎么办？"]
    assert [n.code for n in found[1]] == ["faq-no-answer"]


def test_links_and_images_of_answers_survive() -> None:
    found = find_faq(
        *LABELLED[:6],
        "问题3：哪里下载？",
        '问题3答案：见<a href="https://a.example/x">这里</a>',
        '<img alt="图.png">',
        "就到这里",
    )
    answer = found.pairs[-1].answer
    assert '<a href="https://a.example/x">这里</a>' in answer
    assert '<img alt="图.png"/>' in answer
    assert "就到这里" not in answer


def test_a_question_whose_own_answer_follows_is_no_answer() -> None:
    found = find_faq(
        "问题1：支持哪些？", "问题1答案：甲", "问题2：支持哪些平台？", "问题3：推送收不到",
        "问题3答案：检查证书。",
    )  # fmt: skip
    assert [(p.question, p.answer) for p in found.pairs[1:]] == [
        ("支持哪些平台？", ""),
        ("推送收不到", "<p>检查证书。</p>"),
    ]


def test_answers_go_to_the_question_that_they_number() -> None:
    found = find_faq(
        "问题1：甲？", "问题2：乙？", "问题3：丙？", "答案1：一", "答案2：二", "答案3：三"
    )
    assert [p.answer for p in found.pairs] == ["<p>一</p>", "<p>二</p>", "<p>三</p>"]


def test_nothing_of_a_saved_faq_is_lost() -> None:
    html = (
        "<p>引言</p><p>问题1：甲怎么办？</p><p><img alt='a.png'></p><p>答：<img alt='b.png'></p>"
        "<p>问题2：乙怎么办？</p><p>答：那样。</p>"
        "<ol start='3'><li>三</li><li>四<ul><li>内</li></ul>"
        "</li></ol><figure><img alt='c.png'><figcaption>说明</figcaption></figure>"
        "<p>Q3. 丙怎么办？</p><p>A3. 再说。</p>"
    )
    found = faq.find(blocks.split(html, whole_lists=True), "x")
    assert found is not None
    first, second, third = found[0].pairs
    assert "a.png" in first.answer
    assert "b.png" in first.answer
    assert '<ol start="3">' in second.answer
    assert "内" in second.answer
    assert "说明" in second.answer
    assert third.answer == "<p>再说。</p>"


def test_an_article_by_platform_is_no_index() -> None:
    html = (
        '<h2>Android</h2><p>先加依赖。</p><pre>implementation "x"</pre><p>再注册。</p>'
        "<h2>iOS</h2><p>加证书。</p><p>再测试。</p><p>上线。</p><p>完成。</p>"
    )
    assert curated.find(blocks.split(html, whole_lists=False), "x") is None
    prose = "".join(
        f"<h2>{name}</h2><p>先这样。</p><p>再那样。</p>" for name in ("iOS", "Web", "Flutter")
    )
    assert curated.find(blocks.split(prose, whole_lists=False), "x") is None


def test_entries_in_nested_lists_and_titles_that_end_like_headings() -> None:
    html = (
        "<h2>Android篇</h2><ul><li>甲教程"
        "<ul><li><a href='article/2'>乙一</a></li><li>乙二</li></ul></li></ul>"
        "<h2>小程序篇</h2><p>丙教程 第1篇</p><p>丙教程 第2篇</p><p>丁</p>"
    )
    found = find_index(html)
    assert [[e.title for e in s.entries] for s in found.sections] == [
        ["甲教程", "乙一", "乙二"],
        ["丙教程 第1篇", "丙教程 第2篇", "丁"],
    ]
    assert found.sections[0].entries[1].href == "article/2"


@pytest.mark.parametrize("texts", [(), ("问题很多",), LABELLED[:4]])
def test_other_bodies_are_no_faq(texts: tuple[str, ...]) -> None:
    assert faq.find(blocks.split(paragraphs(*texts), whole_lists=True), "x") is None


INDEX = (
    "<p>说明</p><h2>Android篇</h2><p>一</p><p>二</p><p>一</p>"
    "<p><strong>iOS篇：</strong></p><p><a href='https://f.example/article/1'>三</a></p>"
    "<h2>Web 篇</h2><ol><li>四</li><li>五</li></ol><h2>招聘</h2><p>六</p><p>持续更新....</p>"
)


def find_index(html: str) -> CuratedIndex:
    found = curated.find(blocks.split(html, whole_lists=False), "x")
    assert found is not None
    return found[0]


def test_sections_platforms_and_order() -> None:
    found = find_index(INDEX)
    assert [(s.name, s.platform, len(s.entries)) for s in found.sections] == [
        ("Android篇", "android", 3),
        ("iOS篇", "ios", 1),
        ("Web 篇", "web", 2),
        ("招聘", None, 1),
    ]
    assert found.sections[1].entries[0].href == "https://f.example/article/1"
    assert [e.order for e in found.sections[0].entries] == [1, 2, 3]
    assert (found.intro, found.outro) == ("<p>说明</p>", "<p>持续更新....</p>")


def test_duplicates_count_once() -> None:
    once = curated.distinct(find_index(INDEX).sections)
    assert [e.title for e in once[0].entries] == ["一", "二"]


def test_resolution_ignores_width_case_and_punctuation() -> None:
    found = find_index(INDEX.replace("四", "Web SDK ：收发 ?"))
    assert curated.resolve(found.sections, {"websdk收发": "web/a.md"}) == {"websdk收发": "web/a.md"}


def test_an_article_with_headings_is_no_index() -> None:
    html = "<h2>背景</h2><p>甲</p><h2>做法</h2><p>乙</p><h2>小结</h2><p>丙</p>"
    assert curated.find(blocks.split(html, whole_lists=False), "x") is None


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["屏幕共享——1", "屏幕共享——2"], [("屏幕共享", [1, 2])]),
        (["定制（一）——甲", "定制(二) 乙", "定制（三）丙"], [("定制", [1, 2, 3])]),
        (["入门 第一篇", "入门 第二篇", "入门 第三篇"], [("入门", [1, 2, 3])]),
        (["手记之一", "手记之二"], [("手记", [1, 2])]),
        (["只有（一）"], []),
        (["缺了（一）", "缺了（三）"], []),
        (["兼容 Android 9", "兼容 Android 10"], []),
        (["重号（一）甲", "重号（一）乙", "重号（二）丙"], []),
    ],
)
def test_series(titles: list[str], expected: list[tuple[str, list[int]]]) -> None:
    found = series.find(titles)
    assert [(s.name, [n for n, _ in s.parts]) for s in found] == expected
