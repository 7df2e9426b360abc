"""Rule HTML-1: a body's own HTML may not run, frame or load anything from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import line_of, tags

TAGS = frozenset(
    "a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt"
    " em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp"
    " section small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr"
    "".split()
)
ATTRIBUTES = frozenset(
    "alt cite colspan datetime dir height href id lang open rel rowspan scope src start target"
    " title width".split()
)
# converted code keeps its language as a class
_CODE_CLASS = re.compile(r"language-[\w+#.-]+")


def check(article: Article, body: str) -> Iterator[Problem]:
    """All problems with the HTML of an article; `body` is its body, masked (see source.py)."""
    for tag in tags(body):
        line = line_of(article, body, tag.position)
        if tag.name not in TAGS:
            hint = "改用 Markdown 写；要原样显示标签时放进 `代码` 里。"
            message = f"正文里不能用标签 <{tag.name}>。"
            yield Problem(article.path, line, "HTML-1", message, hint)
            continue
        for attribute, value in tag.attributes:
            if not _allowed(tag.name, attribute, value):
                message = f"标签 <{tag.name}> 不能带 {attribute}。"
                yield Problem(article.path, line, "HTML-1", message, "删掉它，样式由站点统一。")


def _allowed(tag: str, attribute: str, value: str) -> bool:
    if attribute == "class":
        return tag in ("code", "pre") and bool(_CODE_CLASS.fullmatch(value))
    if attribute == "id":
        return not value.startswith("__")  # the theme's own
    return attribute in ATTRIBUTES
