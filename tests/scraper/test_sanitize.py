"""The two gates, addresses, and metadata."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from scraper import sanitize


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
        ("/\\evil.example/x.png", False),
        ("\\\\evil.example/x.png", False),
        ("///evil.example/x.png", False),
        ("https:\\\\a.example/x", True),  # the same host for everybody
        ("https:evil.example", False),
        ("https:/evil.example", False),
        ("https://a.example@evil.example/", False),
        ("https://a.example/a\\b", True),
        ("http://", False),
        ("http://[::1", False),
        ("a b", True),
        ("/a b", True),
        ("java script:x()", False),
        ("\u3000a", False),
        ("https://a b/c", False),
        ("https://a.example/\u200b", False),
        ("x" * 2001, False),
    ],
)
def test_urls_are_judged_by_parsing(url: str, safe: bool) -> None:
    assert sanitize.is_safe_url(url) is safe


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<xml><w:View>Normal</w:View></xml>甲", "甲"),
        ("<XML><o:x/></XML>甲<xml>乙</xml>丙", "甲丙"),
        ("甲<xml>乙<p>丙</p>", "甲乙<p>丙</p>"),
        ("甲<svg><path/></svg><p>丙</p>丁", "甲<p>丙</p>丁"),
        ("<math><mi>x</mi></math>甲", f"{sanitize.EMBEDDED_NOTE}甲"),
        ("甲\0乙\ud800", "甲乙\ufffd"),
    ],
)
def test_what_is_no_markup_for_us_is_text(html: str, kept: str) -> None:
    assert sanitize.body(html) == kept


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
        ('<a href="b.md">a</a>', '<a href="b.md">a</a>'),
        ('<a href="mailto:a@b.example">a</a>',
         f'<a href="mailto:a@b.example" rel="{sanitize.REL}">a</a>'),
        ('<a title="href=&quot;x&quot;" href="HTTPS://a.example">a</a>',
         f'<a title="href=&quot;x&quot;" href="HTTPS://a.example" rel="{sanitize.REL}">a</a>'),
        ('<a rel="me" href="#x">a</a>', '<a href="#x">a</a>'),
        ('<a href="https://a.example/x y">a</a>',
         f'<a href="https://a.example/x y" rel="{sanitize.REL}">a</a>'),
        ('<a href="/x\u3000\u200by">a</a>', '<a href="/x%E3%80%80%E2%80%8By">a</a>'),
    ],
)  # fmt: skip
def test_only_links_that_leave_the_site_say_so(html: str, expected: str) -> None:
    assert sanitize.rendered(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="../images/a.png" alt="x">',) * 2,
        ('<img src="https://e.example/a.png" alt="a&lt;b&quot;">',
         f'<a href="https://e.example/a.png" rel="{sanitize.REL}">〔外部图片：a&lt;b"〕</a>'),
        ('<a href="https://a.example"><img src="https://e.example/a.png"></a>',
         f'<a href="https://a.example" rel="{sanitize.REL}"></a>'
         f'<a href="https://e.example/a.png" rel="{sanitize.REL}">〔外部图片〕</a>'),
        ('<img src="data:image/png;base64,AA" alt="x">', "〔图片：x〕"),
        ('<img src="//e.example/a.png">', "〔图片〕"),
    ],
)  # fmt: skip
def test_an_image_elsewhere_is_not_asked_for(html: str, expected: str) -> None:
    assert sanitize.rendered(html) == expected


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("font-weight:bold;color:red", "font-weight:bold"),
        ("FONT-WEIGHT: 700 !important", "font-weight:700"),
        ("text-decoration: line-through", "text-decoration:line-through"),
        ("display:none", "display:none"),
        ("background:url(https://e.example);font-style:italic", "font-style:italic"),
        ("font-weight:expression(x())", None),
        ("position:fixed", None),
    ],
)
def test_few_styles_reach_the_filters_and_none_the_page(style: str, kept: str | None) -> None:
    html = f'<p style="{style}">a</p>'
    assert sanitize.body(html) == (f'<p style="{kept}">a</p>' if kept else "<p>a</p>")
    assert sanitize.rendered(html) == "<p>a</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="md-search kb-x highlight language-java">a</div>',
         '<div class="highlight language-java">a</div>'),
        ('<a class="headerlink md-nav__link" href="#a" title="本节的链接">#</a>',
         '<a class="headerlink" href="#a" title="本节的链接">#</a>'),
        ('<span class="kd n1">a</span>', '<span class="kd n1">a</span>'),
        ('<h2 id="__config">a</h2><h2 id="x">b</h2>', '<h2>a</h2><h2 id="x">b</h2>'),
        ('<h2 id="kb-main">a</h2><p id="x">b</p>', "<h2>a</h2><p>b</p>"),
        ('<td style="text-align: center;">a</td>', "a"),
        ('<p data-md-component="search" title="x" lang="en">a</p>', "<p>a</p>"),
    ],
)  # fmt: skip
def test_a_page_cannot_call_on_the_theme(html: str, expected: str) -> None:
    assert sanitize.rendered(html) == expected
