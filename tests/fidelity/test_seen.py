"""The comparator itself: what it must notice, and what it must not mind."""

from __future__ import annotations

import pytest

from tests.fidelity.compare import differences, outline
from tests.fidelity.seen import seen

DIFFERENT = [
    ("text", "<p>甲乙</p>", "<p>甲</p>"),
    ("text", "<p>see also</p>", "<p>seealso</p>"),
    ("text", "<p>甲</p><p>乙</p>", "<p>甲乙</p>"),
    ("text", "<p>甲</p><p>乙</p>", "<p>乙</p><p>甲</p>"),
    ("text", "<p>a\\*b</p>", "<p>a*b</p>"),
    ("text", "<p>a <b>b</b></p>", "<p>a<b>b</b></p>"),
    ("text", "<p>&amp;lt;</p>", "<p>&lt;</p>"),
    ("break", "<p>甲<br>乙</p>", "<p>甲乙</p>"),
    ("break", "<p>甲<br>乙</p>", "<p>甲</p><p>乙</p>"),
    ("break", "<ul><li>甲<br>乙</li></ul>", "<ul><li>甲 乙</li></ul>"),
    ("link", '<p><a href="/x">甲</a></p>', "<p>甲</p>"),
    ("link", '<p><a href="/x">甲</a></p>', '<p><a href="/y">甲</a></p>'),
    ("link", '<p><a href="/x">甲</a>乙</p>', '<p><a href="/x">甲乙</a></p>'),
    ("link", '<p><a href="/x" title="题">甲</a></p>', '<p><a href="/x">甲</a></p>'),
    ("link", '<p><a href="/x"><img src="/a.png"></a></p>', '<p><img src="/a.png"></p>'),
    ("image", '<p>甲<img src="/a.png" alt="图"></p>', "<p>甲</p>"),
    ("image", '<p><img src="/a.png" alt="图"></p>', '<p><img src="/a.png" alt=""></p>'),
    ("image", '<p><img src="/a.png"></p>', '<p><img src="/b.png"></p>'),
    ("code", "<pre>a\nb</pre>", "<pre>a</pre>"),
    ("code", "<pre>a\n\nb</pre>", "<pre>a\nb</pre>"),
    ("code", "<pre>\ta</pre>", "<pre>    a</pre>"),
    ("code", "<pre>  a</pre>", "<pre>a</pre>"),
    ("code", "<p>用 <code>a</code></p>", "<p>用 a</p>"),
    (
        "language",
        '<pre><code class="language-c">a</code></pre>',
        "<pre><code>a</code></pre>",
    ),
    ("table", "<table><tr><td>a<td>b</table>", "<table><tr><td>a</table>"),
    ("table", "<table><tr><th>a</table>", "<table><tr><td>a</table>"),
    ("table", '<table><tr><td colspan="2">a</table>', "<table><tr><td>a</table>"),
    ("table", "<table><tr><td>a<td></table>", "<table><tr><td>a</table>"),
    ("table", "<table><tr><td>a<tr><td>b</table>", "<table><tr><td>a<td>b</table>"),
    ("list", "<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a<li>b</ul>"),
    ("list", "<ul><li>a<ul><li>b</ul></ul>", "<ul><li>a</ul><ul><li>b</ul>"),
    ("list", "<ul><li>a</ul><ul><li>b</ul>", "<ul><li>a<li>b</ul>"),
    ("list", "<ol><li>a</ol>", "<ul><li>a</ul>"),
    ("list", '<ol start="3"><li>a</ol>', "<ol><li>a</ol>"),
    ("list", "<ul><li>a</ul><p>b</p>", "<ul><li>a<p>b</p></ul>"),
    ("emphasis", "<p>甲<b>乙</b></p>", "<p>甲乙</p>"),
    ("emphasis", "<p>甲<b>乙</b></p>", "<p><b>甲乙</b></p>"),
    ("emphasis", "<p><b>乙</b></p>", "<p><i>乙</i></p>"),
    ("emphasis", "<p>H<sub>2</sub>O</p>", "<p>H2O</p>"),
    ("emphasis", "<p><del>乙</del></p>", "<p>乙</p>"),
    ("heading", "<h2>甲</h2><h3>乙</h3>", "<h2>甲</h2><h2>乙</h2>"),
    ("heading", "<h2>甲</h2>", "<p>甲</p>"),
    ("quote", "<blockquote>甲</blockquote><p>乙</p>", "<blockquote>甲<p>乙</p></blockquote>"),
    ("quote", "<blockquote>甲<blockquote>乙</blockquote>", "<blockquote>甲<p>乙</p>"),
    ("structure", "<p>甲</p><hr><p>乙</p>", "<p>甲</p><p>乙</p>"),
    ("folded text", "<details><summary>甲</summary>乙</details>", "<p>甲</p><p>乙</p>"),
    ("definition", "<dl><dt>甲<dd>乙</dl>", "<p>甲</p><p>乙</p>"),
]
EQUAL = [
    ("<b>a</b><b>b</b>", "<b>ab</b>"),
    ("<b><i>x</i></b>", "<i><b>x</b></i>"),
    ("<b>a</b> <b>b</b>", "<b>a b</b>"),
    ("<b>a </b>b", "<b>a</b> b"),
    ("<b><p>甲</p><p>乙</p></b>", "<p><b>甲</b></p><p><b>乙</b></p>"),
    ("<strong>a</strong><em>b</em><s>c</s>", "<b>a</b><i>b</i><del>c</del>"),
    ('<span style="font-weight: bold">a</span>', "<b>a</b>"),
    ("<ul><li><p>甲</p></li></ul>", "<ul><li>甲</li></ul>"),
    ("<table><tr><td><p>甲</p></td></tr></table>", "<table><tr><td>甲</td></tr></table>"),
    ("<div><section>甲</section></div>", "<p><span>甲</span></p>"),
    ("<p><font color=red><u>甲</u></font></p>", "<p>甲</p>"),
    ("<table><thead><tr><th>甲<tbody><tr><td>乙</table>", "<table><tr><th>甲<tr><td>乙</table>"),
    ('<h2 id="x">甲<a class="headerlink" href="#x">¶</a></h2>', "<h1>甲</h1>"),
    ('<div class="highlight"><pre><span></span><code>a\n</code></pre></div>', "<pre>a</pre>"),
    ('<a href="/x" rel="nofollow">甲</a>', '<a href="/x">甲</a>'),
    ('<a href="/文 档">甲</a>', '<a href="/%E6%96%87%20%E6%A1%A3">甲</a>'),
    ("<table><tr><td style='text-align: left;'>a</table>", "<table><tr><td>a</table>"),
    ("<p>甲</p><p></p><p>&nbsp;</p><p>乙</p>", "<p>甲</p><p>乙</p>"),
    ("<p>&nbsp;　甲　乙&nbsp;</p>", "<p>甲 乙</p>"),
    ("<li>甲</li> <li>乙</li>", "<ul><li>甲</li><li>乙</li></ul>"),
    ("<p>甲<br> <br><br>乙</p>", "<p>甲</p><p>乙</p>"),
    ("<p>甲 <br> 乙<br></p>", "<p>甲<br>乙</p>"),
    ("<p>a\n  b\tc</p>", "<p>a b c</p>"),
    ("<p>e\u0301</p>", "<p>é</p>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<p>甲<!-- 不见 --><i style='display:none'>丙</i>乙</p><style>p{}</style>", "<p>甲乙</p>"),
    ("<h1>甲</h1><h4>乙</h4>", "<h2>甲</h2><h3>乙</h3>"),
    ('<pre><code class="language-Java">a</code></pre>', '<pre class="language-java">a</pre>'),
]


@pytest.mark.parametrize(("aspect", "left", "right"), DIFFERENT)
def test_what_differs_is_told_by_its_aspect(aspect: str, left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        told = differences(seen(one), seen(other))
        assert aspect in [line.partition(":")[0] for line in told]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_what_looks_the_same_is_equal(left: str, right: str) -> None:
    assert differences(seen(left), seen(right)) == []


def test_what_differs_is_told_in_words() -> None:
    assert differences(seen("<p>甲<b>乙</b></p>"), seen("<p>甲乙</p>")) == [
        "emphasis: strong '乙' ≠ nothing"
    ]
    nested = seen('<ol start="2"><li>a<ul><li>b</ul></ol>')
    assert outline(nested) == "ol@2(li(p ul(li(p))))"
