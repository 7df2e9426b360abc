from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup

from hooks.curated_index import Entry, by_platform, platform_of, resolve

PAGE = PurePosixPath("curated/index.md")
OURS = {"推送检查": PurePosixPath("android/push-check.md")}


def section(items: str, heading: str = "Android 篇") -> str:
    link = '<a class="headerlink" href="#x">#</a>'
    return f'<h2 id="x">{heading}{link}</h2>\n<ol>{items}</ol>'


def only_item(html: str) -> str:
    item = BeautifulSoup(html, "html.parser").li
    assert item is not None
    return item.decode()


@pytest.mark.parametrize(
    ("item", "expected", "entry"),
    [
        (
            "<li>推送检查</li>",
            '<li><a href="../android/push-check.html">推送检查</a></li>',
            Entry("推送检查", "android/push-check.html"),
        ),
        (
            '<li><p><a href="https://a.example/9">推送-检查！</a></p></li>',
            '<li><a href="../android/push-check.html">推送-检查！</a></li>',
            Entry("推送-检查！", "android/push-check.html", "https://a.example/9"),
        ),
        (
            "<li>没有的一篇</li>",
            '<li class="kb-index__missing">没有的一篇 '
            '<span class="kb-chip kb-chip--quiet">尚未收录</span></li>',
            Entry("没有的一篇"),
        ),
        (
            '<li><a href="https://a.example/9">没有的一篇</a></li>',
            '<li class="kb-index__missing">没有的一篇 '
            '<span class="kb-chip kb-chip--quiet">尚未收录</span> '
            '<a href="https://a.example/9" rel="noopener noreferrer nofollow ugc">原帖</a></li>',
            Entry("没有的一篇", "", "https://a.example/9"),
        ),
        (
            "<li>没有的一篇<ul><li>尚未收录：题目看不出 &lt;讲什么&gt;。</li></ul></li>",
            '<li class="kb-index__missing">没有的一篇 '
            '<span class="kb-chip kb-chip--quiet">尚未收录</span>'
            '<span class="kb-index__reason">题目看不出 &lt;讲什么&gt;。</span></li>',
            Entry("没有的一篇", reason="题目看不出 <讲什么>。"),
        ),
        (
            "<li>推送检查<ul><li>尚未收录：早已写了。</li></ul></li>",
            '<li><a href="../android/push-check.html">推送检查</a></li>',
            Entry("推送检查", "android/push-check.html"),
        ),
        (
            "<li>List&lt;Map&gt; &amp; <code>&lt;b&gt;</code></li>",
            '<li class="kb-index__missing">List&lt;Map&gt; &amp; &lt;b&gt; '
            '<span class="kb-chip kb-chip--quiet">尚未收录</span></li>',
            Entry("List<Map> & <b>"),
        ),
        (
            '<li><a href="javascript:alert(1)">坏链接</a></li>',
            '<li class="kb-index__missing">坏链接 '
            '<span class="kb-chip kb-chip--quiet">尚未收录</span></li>',
            Entry("坏链接"),
        ),
        (
            '<li><a href="../im/sync.html#a">手写的链接</a></li>',
            '<li><a href="../im/sync.html#a">手写的链接</a></li>',
            Entry("手写的链接", "im/sync.html#a"),
        ),
    ],
)
def test_an_item(item: str, expected: str, entry: Entry) -> None:
    html, (found,) = resolve(section(item), PAGE, OURS)
    assert only_item(html) == expected
    assert found.entries == (entry,)


def test_sections_are_counted_and_named_without_their_permalinks() -> None:
    html, found = resolve(
        section("<li>推送检查</li><li>甲</li>") + section("<li>乙</li>", "社区福利"), PAGE, OURS
    )
    assert [(s.name, s.platform, s.collected, len(s.entries)) for s in found] == [
        ("Android 篇", "android", 1, 2),
        ("社区福利", None, 0, 1),
    ]
    assert '<p class="kb-count">收录 1 / 共 2</p>' in html
    assert '<p class="kb-count">收录 0 / 共 1</p>' in html
    assert by_platform(found, "android") == found[:1]
    assert by_platform(found, None) == ()


def test_everything_else_passes() -> None:
    text = '<p>导言 <a href="https://a.example">链接</a></p><ol><li>不在小标题下</li></ol>'
    html, found = resolve(text + "<h2 id='y'>说明</h2><p>没有列表</p>", PAGE, OURS)
    assert html.startswith(text)
    assert found == ()


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("Android篇", "android"),
        ("ＡＮＤＲＯＩＤ 篇：", "android"),
        ("iOS 篇", "ios"),
        ("Web 篇", "web"),
        ("小程序", "mini-program"),
        ("Server", "server"),
        ("社区福利", None),
        ("", None),
    ],
)
def test_headings_name_platforms(name: str, platform: str | None) -> None:
    assert platform_of(name) == platform
