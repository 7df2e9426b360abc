"""What a reader sees, compared."""

from __future__ import annotations

import pytest

from scraper.fidelity import seen


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
    assert seen(left) != seen(right)
