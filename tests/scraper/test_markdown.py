"""Clean HTML → Markdown: what the site shows of it is what was said."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings

from scraper import clean, fidelity, links, markdown, profile, sanitize
from scraper.article import Article, Header
from scraper.cache import Cache
from scraper.rules import html as html_rules
from scraper.rules import links as link_rules
from scraper.rules.source import mask
from tests.scraper.trees import bodies


@pytest.mark.parametrize(
    "html",
    [
        "<p>1. 不是列表</p>",
        "<p>- 也不是</p>",
        "<p># 不是标题</p>",
        "<p>---</p>",
        "<p>title: 不是文章头</p>",
        "<p>[x](javascript:alert(1))</p>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>a*b*c _d_ ~~e~~ `f` ==g== ^h^ :smile: (c) [TOC] [^1] {: .x }</p>",
        "<p>!!! note</p>",
        "<p>--8&lt;-- \"/etc/passwd\"</p>",
        "<p>中<strong>粗</strong>体<em>斜</em>体</p>",
        "<p>路径 C:\\temp\\*.txt 和 \\[x\\]</p>",
        "<p>a&lt;b&gt;&amp;amp;</p>",
        "<ol start=\"3\"><li>三</li><li>四</li></ol>",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>",
        "<ul><li>甲</li></ul><ul><li>乙</li></ul>",
        "<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>",
        "<table><tr><td colspan=\"2\">宽</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<pre><code class=\"language-java\">a\n\n```\n\tb</code></pre>",
        "<pre><code>第一行\n\n第三行</code></pre>",
        "<blockquote><p>引</p><p>用</p></blockquote>",
        "<p>一<br>二</p>",
        "<p><code>a|b`c</code></p>",
        "<p><a href=\"https://a.example/x_(y)\">括号</a></p>",
        "<p><sub>下</sub><sup>上</sup></p>",
        "<h2>标题 <code>x</code></h2>",
    ],
)  # fmt: skip
def test_what_renders_is_what_was_said(html: str) -> None:
    source = clean.clean(sanitize.body(html))
    text = markdown.convert(source).text
    assert fidelity.seen(profile.render(text)) == fidelity.seen(source)
    assert "<script" not in profile.render(text)


@pytest.mark.parametrize(
    "html",
    [
        "<p>===</p>",
        "<p>a<br>===</p>",
        "<p>&lt;video src=x&gt; &lt;!-- x --&gt;</p>",
        "<p>[a]: gone.md</p>",
        "<p>```</p><p>[x](gone.md)</p><p>```</p>",
        "<p>``` a`b</p><p>[x](gone.md)</p>",
        "<h1>一级</h1>",
        "<p>![图](gone.png)</p>",
        "<ul><li>[x](gone.md) &lt;iframe&gt;</li></ul>",
        "<table><tr><td colspan=2>[x](gone.md)</td></tr></table>",
        "<pre>[x](gone.md) &lt;script&gt;\n\n# a</pre>",
        "<p><a href='#elsewhere'>x</a> <a href='article/9'>y</a></p>",
    ],
)
def test_no_imported_body_breaks_the_rules_of_a_build(html: str) -> None:
    source = links.localise(clean.clean(sanitize.body(html)), "im/a.md", {}, lambda _: None)
    header = Header("题", "说", "im", "unknown", "甲", "imported", "MIT", "current")
    made = Article(PurePosixPath("im/a.md"), header, markdown.convert(source).text)
    body = mask(made.body)
    found = [
        *html_rules.check(made, body),
        *link_rules.check(made, body, frozenset(), lambda _: frozenset()),
    ]
    assert found == []


def test_the_guard_keeps_html_where_markdown_cannot() -> None:
    wide = "<table><tbody><tr><td colspan=\"2\">宽</td></tr></tbody></table>"  # fmt: skip
    converted = markdown.convert(wide)
    assert (converted.blocks, len(converted.kept)) == (1, 1)
    assert markdown.convert("<p>甲</p><p>乙</p>").kept == ()


def test_what_stays_html_says_why() -> None:
    wide = '<table><tbody><tr><td colspan="2">宽</td></tr></tbody></table>'
    (kept,) = markdown.convert(f"<p>甲</p>{wide}").kept
    assert (kept.block, kept.why, kept.start) == (2, "table", "宽")


def test_converted_blocks_are_not_converted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Cache()
    html = "<p>甲</p><dl><dt>乙</dt><dd>丙</dd></dl>"
    first = markdown.convert(html, known)
    monkeypatch.setattr(markdown, "_hold", None)
    assert markdown.convert(html, known) == first
    with pytest.raises(TypeError):
        markdown.convert(f"{html}<dl><dt>丁</dt></dl>", known)


@settings(max_examples=300, deadline=None)
@given(bodies())
def test_any_tree_of_allowed_tags_comes_back(html: str) -> None:
    source = clean.settle(clean.clean(sanitize.body(html)))
    shown = sanitize.rendered(profile.render(markdown.convert(source).text))
    assert fidelity.difference(fidelity.seen(source), fidelity.seen(shown)) is None


@settings(max_examples=100, deadline=None)
@given(bodies())
def test_same_body_same_bytes(html: str) -> None:
    source = clean.clean(sanitize.body(html))
    assert markdown.convert(source) == markdown.convert(source, Cache())
