from __future__ import annotations

import pytest

from hooks.search.model import Section
from hooks.search.sections import split


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("<p>一</p><p>二</p>", [("", "", "一\n二")]),
        ('<h1 id="t">题</h1><p>文</p>', [("", "题", "文")]),
        (
            '<p>前</p><h2 id="a">甲<a class="headerlink" href="#a">#</a></h2><p>乙</p>',
            [("", "", "前"), ("a", "甲", "乙")],
        ),
        ('<p>前</p><h1 id="late">题</h1>', [("", "", "前"), ("late", "题", "")]),
        ("<p>连<em>在</em><a href=x>一起</a><br>换行</p>", [("", "", "连在一起\n换行")]),
        ("<ul><li>一</li><li>二</li></ul>", [("", "", "一\n二")]),
        ("<script>x</script><style>y</style><svg><text>z</text></svg>文", [("", "", "文")]),
        ("<p>a &lt;b&gt; &amp; c</p>", [("", "", "a <b> & c")]),
        ('<p data-search-exclude>无</p><h2 data-search-exclude id="a">无</h2><p>无</p>', []),
        ('<div class="x linenos">1 2 3</div><code>a = 1</code>', [("", "", "a = 1")]),
        ("<p>没有闭合<h2 id=a>甲<p>乙", [("", "", "没有闭合"), ("a", "甲 乙", "")]),
    ],
)
def test_split(html: str, expected: list[tuple[str, str, str]]) -> None:
    assert split(html) == tuple(Section(*section) for section in expected)
