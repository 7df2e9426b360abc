from __future__ import annotations

import pytest

from hooks import raw_links, search_index


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="../im/a.md">x</a>', '<a href="../im/a.html">x</a>'),
        ("<a title='t' href='a.md#b'>x</a>", "<a title='t' href='a.html#b'>x</a>"),
        ('<a href="https://a.example/b.md">x</a>', '<a href="https://a.example/b.md">x</a>'),
        ('&lt;a href="a.md"&gt;', '&lt;a href="a.md"&gt;'),
        ('<a href="a.html">a.md</a>', '<a href="a.html">a.md</a>'),
    ],
)
def test_links_of_raw_blocks_lead_to_pages(html: str, expected: str) -> None:
    assert raw_links.to_pages(html) == expected


def test_no_line_of_a_result_may_begin_with_a_comma() -> None:
    assert search_index.joined("消息\u200b同步\u200b，\u200b见\u200b“\u200b图") == (
        "消息\u200b同步，\u200b见\u200b“图"
    )
