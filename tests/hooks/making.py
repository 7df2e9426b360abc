"""Short ways to make articles for the tests of the site's side."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from scraper.article import Article, Header, SeriesPart
from scraper.taxonomy import Category, Group, Taxonomy

TAXONOMY = Taxonomy((
    Group("平台", (
        Category("curated", "精华索引", "篇目"),
        Category("android", "Android", "安卓端", "android"),
        Category("ios", "iOS", "苹果端", "ios"),
    )),
    Group("协议", (
        Category("im", "即时通讯", "消息"),
        Category("contribute", "参与贡献", "怎么写"),
    )),
))  # fmt: skip


def article(path: str, **values: Any) -> Article:
    """An article at `path`; its title is the file's name and its category the folder's."""
    where = PurePosixPath(path)
    header: dict[str, Any] = {
        "title": where.stem,
        "description": f"关于 {where.stem}",
        "category": where.parts[0] if len(where.parts) > 1 else "",
        "date": "2021-01-01",
        "author": "甲",
        "provenance": "original",
        "license": "CC-BY-SA-4.0",
        "status": "current",
    }
    return Article(where, Header(**(header | values)), "正文")


def part(path: str, number: int, **values: Any) -> Article:
    """Part `number` of the series 共享."""
    return article(path, series=SeriesPart("共享", number), **values)
