"""The glossary's page, and the first use of a term on every other."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from hooks import glossary
from scraper import glossary as words
from scraper import profile
from scraper.glossary import Glossary, Term
from tests.conftest import ROOT

PAGE = PurePosixPath("im/a.md")
TERMS = Glossary((
    Term("STUN", "一问一答的小协议。", "穿越 NAT", "Session Traversal Utilities for NAT"),
    Term("NAT", "网络地址转换。", "穿越 NAT"),
    Term("P2P", "两端直接通信。", "音视频", "Peer-to-Peer", ("点对点",), ("p2p",), "rtc/a.md"),
    Term("直发消息", "直接推给客户端。", "消息"),
    Term("Push 2.0", "5.6.0 起的集成方式。", "推送"),
))  # fmt: skip


def marked(html: str) -> list[tuple[str, str]]:
    """(address, text) of each marked term."""
    found = glossary.mark(html, PAGE, TERMS)
    return re.findall(r'<a class="kb-term" href="([^"]+)" title="[^"]+">([^<]+)</a>', found)


def test_the_first_use_is_linked_and_explained() -> None:
    html = "<p>STUN 问地址，STUN 不是穿越方案。</p>"
    says = "Session Traversal Utilities for NAT：一问一答的小协议。"
    link = f'<a class="kb-term" href="../glossary.html#stun" title="{says}">STUN</a>'
    assert glossary.mark(html, PAGE, TERMS) == f"<p>{link} 问地址，STUN 不是穿越方案。</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p><code>STUN</code></p>",
        "<pre><code><span>STUN</span></code></pre>",
        '<h2 id="stun">STUN<a class="headerlink" href="#stun">#</a></h2>',
        '<p><a href="x.html">讲 <b>STUN</b> 的一篇</a></p>',
        "<figure><figcaption>STUN</figcaption><svg><text>NAT</text></svg></figure>",
        '<div class="kb-example-here" data-name="STUN"></div>',
        "<!-- STUN --><p>STUNnel RESTUN a/STUN.md STUN-1 nat</p>",
        "<p>他一直发消息。</p>",
    ],
)
def test_what_is_left_alone(html: str) -> None:
    assert glossary.mark(html, PAGE, TERMS) == html


def test_marking_goes_on_after_what_is_left_alone() -> None:
    html = "<ul><li><code>STUN</code><br>见 STUN，</li><li>再说NAT。</li></ul><p>用直发消息。</p>"
    assert [text for _, text in marked(html)] == ["STUN", "NAT", "直发消息"]


def test_other_spellings_lead_to_the_same_term_once() -> None:
    assert marked("<p>点对点就是 P2P。</p>") == [("../glossary.html#p2p", "点对点")]


def test_a_dot_ends_a_sentence_or_goes_on() -> None:
    assert [text for _, text in marked("<p>use STUN. 见 Push 2.0。NAT.md</p>")] == [
        "STUN",
        "Push 2.0",
    ]


def test_the_page_has_an_anchor_for_every_term_of_the_real_glossary() -> None:
    found, problems = words.load(ROOT / "content")
    assert problems == []
    assert len(found.terms) >= 60
    html = profile.render_own(glossary.page(found, {}))
    for term in found.terms:
        link = glossary.mark(f"<p>{term.term}</p>", PAGE, Glossary((term,)))
        (anchor,) = re.findall(r'href="[^"#]+#([^"]+)"', link)
        assert f'<h3 id="{anchor}">{term.term}' in html
        assert term.text in html.replace("&lt;", "<").replace("&amp;", "&")


def test_no_markup_of_an_entry_reaches_the_page() -> None:
    text = "<script>x()</script> **b** ![i](//a.example/i.png) [l](javascript:x) &lt; `c`"
    html = profile.render_own(glossary.page(Glossary((Term("<b>", text, "<i>组"),)), {}))
    assert not re.search(r"<(?:script|b|i|strong|img|code)\b|<a [^>]*javascript", html)
    assert "&lt;script&gt;x()&lt;/script&gt; **b** ![i](//a.example/i.png)" in html
    marked = glossary.mark("<p>&lt;b&gt;</p>", PAGE, Glossary((Term("<b>", text, "组"),)))
    assert 'title="&lt;script&gt;' in marked
    assert "<script" not in marked


def test_groups_stand_in_order_and_terms_by_name() -> None:
    lines = glossary.page(TERMS, {"rtc/a.md": "两端*直接*通信"}).splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## 穿越 NAT", "### NAT", "### STUN", "## 音视频", "### P2P", "## 消息", "### 直发消息",
        "## 推送", "### Push 2.0",
    ]  # fmt: skip
    assert "Peer-to-Peer，点对点。两端直接通信。" in lines
    assert "详见[两端\\*直接\\*通信](rtc/a.md)。" in lines


def test_a_site_without_terms_is_left_as_it_is() -> None:
    assert glossary.mark("<p>STUN</p>", PAGE, Glossary()) == "<p>STUN</p>"
