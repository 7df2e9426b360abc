"""Rule HTML-1: a body's own HTML may not run, frame or load anything from elsewhere, and what it
opens it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import end_tags, line_of, tags

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


# what shows nothing but itself, or ends where the next of its kind begins
_NEED_NO_END = frozenset(
    "br col hr img wbr p li dt dd rp rt tr td th tbody thead tfoot colgroup caption".split()
)


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
    yield from _check_pairs(article, body)


def _check_pairs(article: Article, body: str) -> Iterator[Problem]:
    """A tag that is left open, or an end tag too many, changes the page around the article."""
    found = [(tag.position, tag.name, False) for tag in tags(body)]
    found += [(position, name, True) for name, position in end_tags(body)]
    open_: dict[str, list[int]] = {}
    for position, name, is_end in sorted(found):
        if name in _NEED_NO_END or name not in TAGS:
            continue
        starts = open_.setdefault(name, [])
        if not is_end:
            starts.append(position)
        elif starts:
            starts.pop()
        else:
            message, hint = f"</{name}> 没有对应的 <{name}>。", "删掉它，或者补上开头。"
            yield Problem(article.path, line_of(article, body, position), "HTML-1", message, hint)
    for name, starts in open_.items():
        for position in starts:
            message, hint = f"<{name}> 没有结束。", f"在它的内容后面写上 </{name}>。"
            yield Problem(article.path, line_of(article, body, position), "HTML-1", message, hint)


def _allowed(tag: str, attribute: str, value: str) -> bool:
    if attribute == "class":
        return tag in ("code", "pre") and bool(_CODE_CLASS.fullmatch(value))
    if attribute == "id":
        return not value.startswith("__")  # the theme's own
    return attribute in ATTRIBUTES
