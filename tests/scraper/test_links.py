"""Links between posts."""

from __future__ import annotations

from scraper import links


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
