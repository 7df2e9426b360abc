"""Rule TUT-1: a tutorial answers the same eight questions, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import line_of

SECTIONS = (
    "适用范围", "现象", "原因", "做法", "怎么确认生效", "常见坑", "在 5.x 里的变化", "参考",
)  # fmt: skip
_H2 = re.compile(r"^##(?!#)[ \t]*(?P<name>.*?)[ \t#]*$", re.MULTILINE)


def check(article: Article, body: str) -> Iterator[Problem]:
    """All problems with the sections of a tutorial; `body` is its body, masked (see source.py)."""
    if article.header.kind != "tutorial" or article.header.provenance == "imported":
        return
    found = [(heading["name"], heading.start()) for heading in _H2.finditer(body)]
    names = [name for name, _ in found]
    for name, position in found:
        if name not in SECTIONS:
            message = f"教程里没有“{name}”这一节。"
            hint = f"二级标题只用：{'、'.join(SECTIONS)}；更细的用三级标题（###）。"
            yield Problem(article.path, line_of(article, body, position), "TUT-1", message, hint)
    missing = [name for name in SECTIONS if name not in names]
    if missing:
        message = f"教程缺了{'、'.join(f'“{name}”' for name in missing)}。"
        hint = "每一节都要有；没有可说的，写一句为什么没有。"
        yield Problem(article.path, article.body_line, "TUT-1", message, hint)
    known = [(name, position) for name, position in found if name in SECTIONS]
    ranks = [SECTIONS.index(name) for name, _ in known]
    for before, after, (name, position) in zip(ranks, ranks[1:], known[1:], strict=False):
        if after <= before:
            what = "写了两次" if after in ranks[: ranks.index(before) + 1] else "的位置不对"
            hint = f"顺序是：{'、'.join(SECTIONS)}。"
            line = line_of(article, body, position)
            yield Problem(article.path, line, "TUT-1", f"“{name}”这一节{what}。", hint)
    yield from _empty(article, body, found)


def _empty(article: Article, body: str, found: list[tuple[str, int]]) -> Iterator[Problem]:
    starts = [position for _, position in found]
    for (name, position), end in zip(found, [*starts[1:], len(article.body)], strict=False):
        # code counts as content, so it is the body itself that is looked at
        if name in SECTIONS and "\n" not in article.body[position:end].strip():
            line = line_of(article, body, position)
            hint = "写上内容；没有可说的，写一句为什么没有。"
            yield Problem(article.path, line, "TUT-1", f"“{name}”这一节是空的。", hint)
