"""Sanitise, clean, convert: what a forum's HTML turns into."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import clean, links, markdown, profile, sanitize
from scraper.article import Article, Header
from scraper.rules import html as html_rules
from scraper.rules import links as link_rules
from scraper.rules.source import mask


@pytest.mark.parametrize(
    ("html", "gone"),
    [
        ("<p>a<script>x()</script></p>", "script"),
        ("<p onclick=x()>a</p>", "onclick"),
        ("<p style='position:fixed'>a</p>", "style"),
        ("<iframe src=https://e.example></iframe><p>a</p>", "iframe"),
        ("<p><a href='javascript:x()'>a</a></p>", "javascript"),
        ("<p><a href='\u3000javascript:x()'>a</a></p>", "javascript"),
        ("<p><a href='java\u200bscript:x()'>a</a></p>", "script:"),
        ("<p><a href='data:text/html,x'>a</a></p>", "data:"),
        ("<p><a href='//e.example/x'>a</a></p>", "e.example"),
        ("<p>a<img src=x onerror=x()></p>", "onerror"),
        ("<p>a</p><svg><p>b</p></svg>", "svg"),
        ("<p>a</p><!-- hidden -->", "hidden"),
    ],
)
def test_sanitised_bodies_keep_text_only(html: str, gone: str) -> None:
    assert gone not in sanitize.body(html)
    assert "a" in BeautifulSoup(sanitize.body(html), "html.parser").get_text() or "iframe" in html


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1", True),
        ("/uploads/a.png", True),
        ("../im/a.md#小节", True),
        ("mailto:a@b.example", True),
        ("#top", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\u00a0javascript:alert(1)", False),
        ("//evil.example/x", False),
        ("vbscript:x", False),
        ("http://", False),
        ("http://[::1", False),
        ("a b", False),
        ("x" * 2001, False),
    ],
)
def test_urls_are_judged_by_parsing(url: str, safe: bool) -> None:
    assert sanitize.is_safe_url(url) is safe


def test_links_of_rendered_pages_vouch_for_nothing() -> None:
    html = sanitize.rendered('<p><a href="https://a.example">a</a></p>')
    assert 'rel="noopener noreferrer nofollow ugc"' in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两行\n标题", "两行 标题"),
        ("  空格   很多 ", "空格 很多"),
        ("反向\u202e文字", "反向文字"),
        ("长" * 300, "长" * 199 + "…"),
        ("<b>尖括号</b>", "<b>尖括号</b>"),
    ],
)
def test_metadata_is_one_plain_line(text: str, expected: str) -> None:
    assert sanitize.one_line(text) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a\u200bb\ufeff\u00a0c</p>", "<p>ab c</p>"),
        ("<p>&nbsp;</p><p>a</p><p><br></p>", "<p>a</p>"),
        ("a<br><br>b", "<p>a</p><p>b</p>"),
        ("<div>a<br>b</div>", "<p>a<br/>b</p>"),
        ("<div><p>a</p><p>b</p></div>", "<p>a</p><p>b</p>"),
        ("<p><span><u>a</u></span></p>", "<p>a</p>"),
        ('<img data-src="/a.png" src="/s.gif" alt="x">', '<p><img alt="x" src="/a.png"/></p>'),
        (
            '<a rel="lightbox" href="/a.png"><img src="/a.png" alt="x"></a>',
            '<p><img alt="x" src="/a.png"/></p>',
        ),
        ("<pre>a\n<br>b\n<br>c</pre>", "<pre><code>a\nb\nc</code></pre>"),
        ("<pre>a<br>b</pre>", "<pre><code>a\nb</code></pre>"),
        (
            '<pre class="brush:java;toolbar:false">int a;</pre>',
            '<pre><code class="language-java">int a;</code></pre>',
        ),
        (
            '<pre><code class="lang-js">a()</code></pre>',
            '<pre><code class="language-javascript">a()</code></pre>',
        ),
        ("<pre><span>[</span>a]</pre>", "<pre><code>[a]</code></pre>"),
        (
            '<p><a href="https://a.cn/x。%E8%AF%A6">https://a.cn/x。详</a>情</p>',
            '<p><a href="https://a.cn/x">https://a.cn/x</a>。详情</p>',
        ),
        (
            '<p><a href="https://a.cn/very/long/path">https://a.cn/v ... path</a></p>',
            '<p><a href="https://a.cn/very/long/path">https://a.cn/very/long/path</a></p>',
        ),
        (
            '<p><a href="https://a.cn/very/long/path">https://a.cn/v... ...path</a></p>',
            '<p><a href="https://a.cn/very/long/path">https://a.cn/very/long/path</a></p>',
        ),
        ("<h1>甲</h1><h4>乙</h4>", "<h2>甲</h2><h3>乙</h3>"),
        ("<center>a</center>", "<p>a</p>"),
    ],
)
def test_filters(html: str, expected: str) -> None:
    assert clean.clean(sanitize.body(html)) == expected


def test_depth_is_capped_without_losing_text() -> None:
    html = "<div>" * 3000 + "底" + "</div>" * 3000
    assert "底" in clean.clean(sanitize.body(html))
    nested = "<ul><li>" * 400 + "底" + "</li></ul>" * 400
    assert "底" in markdown.convert(clean.clean(sanitize.body(nested))).text


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
    assert markdown.signature(profile.render(text)) == markdown.signature(source)
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
    assert (converted.blocks, converted.kept_html) == (1, 1)
    assert markdown.convert("<p>甲</p><p>乙</p>").kept_html == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p><a href='/x'>a</a></p>", "<p>a</p>"),
        ("<p><b>a</b></p>", "<p>a</p>"),
        ("<table><tr><td>a</td><td></td></tr></table>", "<table><tr><td>a</td></tr></table>"),
        ("<pre>a\nb</pre>", "<pre>ab</pre>"),
        ("<p>a<br>b</p>", "<p>ab</p>"),
        ("<ol start=2><li>a</li></ol>", "<ol><li>a</li></ol>"),
        ("<p><img src=a alt=b></p>", "<p></p>"),
        ('<pre><code class="language-c">a</code></pre>', "<pre><code>a</code></pre>"),
        ("<h2>a</h2>", "<h3>a</h3>"),
    ],
)
def test_the_comparison_really_compares(left: str, right: str) -> None:
    assert markdown.signature(left) != markdown.signature(right)


_INLINE = st.recursive(
    st.text("甲乙ab1 *_`#[]()!<>&|\\~-.:", min_size=1, max_size=8).map(
        lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    ),
    lambda inner: st.builds(
        lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(["b", "em", "code"]), inner
    ),
    max_leaves=3,
)
_BLOCK = st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
    st.sampled_from(["p", "h2", "blockquote", "div"]),
    st.lists(_INLINE, min_size=1, max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCK, max_size=4))
def test_no_text_is_lost_on_the_way(parts: list[str]) -> None:
    source = clean.clean(sanitize.body("".join(parts)))
    rendered = profile.render(markdown.convert(source).text)
    assert markdown.signature(rendered)[0] == markdown.signature(source)[0]


def test_links_to_our_posts_become_relative() -> None:
    pages = {"article/5": "im/a.md", "question/7": "questions/q.md"}
    html = (
        '<a href="https://f.example/article/5">a</a><a href="https://f.example/article/9">b</a>'
        '<a href="https://f.example/people/3">@c</a><a href="https://x.example/">d</a>'
    )

    def key(url: str) -> str | None:
        return url.removeprefix("https://f.example/") if "f.example" in url else None

    assert links.localise(html, "faq/b.md", pages, key) == (
        '<a href="../im/a.md">a</a><a href="https://f.example/article/9">b</a>'
        '@c<a href="https://x.example/">d</a>'
    )
