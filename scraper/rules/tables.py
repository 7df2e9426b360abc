"""Rule MD-2: every column of a table has a name, or who hears the table knows nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import line_of, without_fences

_HEAD = re.compile(
    r"^[ \t]*\|(?P<cells>.*)\|[ \t]*\n[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$", re.MULTILINE
)
_COLUMN = re.compile(r"(?<!\\)\|")


def check(article: Article) -> Iterator[Problem]:
    """All tables of an article that have a column without a name."""
    if article.header.provenance == "imported":
        return
    body = without_fences(article.body)
    for head in _HEAD.finditer(body):
        if any(not cell.strip() for cell in _COLUMN.split(head["cells"])):
            hint = "每一列都写列名，例如“项目”；听读屏软件的人靠它知道这一格是什么。"
            line = line_of(article, body, head.start())
            yield Problem(article.path, line, "MD-2", "表头里有空着的一格。", hint)
