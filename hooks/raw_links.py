"""Links in blocks of HTML: the site generator rewrites those of Markdown only."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"""(<a\s[^>]*?href=["'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|//)([^"'#?]+)\.md(?=["'#])"""
)


def to_pages(html: str) -> str:
    """Point links at the pages of the articles they name; `kb check` has seen that these exist."""
    return _LINK.sub(r"\1\2.html", html)
