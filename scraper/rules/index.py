"""Rule IDX-1: every entry of a curated index leads to a page of ours, or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from scraper import titles
from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import line_of, without_fences

REASON = "尚未收录："
_ENTRY = re.compile(r"(?m)^\d+\.[ \t]+(?P<text>.*)$(?P<below>(?:\n[ \t]+\S.*$)*)")
_LINK = re.compile(r"\[(?P<text>.*)\]\((?P<target>[^()\s]*)\)")
_BELOW = re.compile(rf"(?m)^[ \t]+[-*][ \t]+{REASON}(?P<reason>.*)$")


def pages_by_title(articles: Iterable[Article]) -> dict[str, PurePosixPath]:
    """Normalised titles and the pages that carry them. Our own win over those of sources: two pages
    may be drawn from one post.
    """
    listed = sorted(
        (a for a in articles if a.path.name != "index.md" and a.header.kind != "index"),
        key=lambda article: article.path,
    )
    found: dict[str, PurePosixPath] = {}
    for article in listed:
        found.setdefault(titles.normalise(article.header.title), article.path)
    for article in listed:
        if article.header.source and article.header.source.title:
            found.setdefault(titles.normalise(article.header.source.title), article.path)
    found.pop("", None)
    return found


def check(article: Article, by_title: Mapping[str, PurePosixPath]) -> Iterator[Problem]:
    """All entries of a curated index without a state."""
    if article.header.kind != "index" or article.header.provenance == "imported":
        return
    body = without_fences(article.body)
    for entry in _ENTRY.finditer(body):
        link = _LINK.fullmatch(entry["text"].strip())
        title = (link["text"] if link else entry["text"]).replace("`", "").strip()
        target = link["target"] if link else ""
        ours = titles.normalise(title) in by_title or (target and not urlsplit(target).scheme)
        reason = _BELOW.search(entry["below"])
        line = line_of(article, body, entry.start())
        if ours and reason:
            hint = f"删掉下面的“{REASON}……”。"
            yield Problem(article.path, line, "IDX-1", f"《{title}》已经收录。", hint)
        elif not ours and not (reason and reason["reason"].strip()):
            hint = f"写一篇以它为 source.title 的文章，或在下一行缩进写“- {REASON}原因”。"
            yield Problem(
                article.path, line, "IDX-1", f"《{title}》没有收录，也没有说为什么。", hint
            )
