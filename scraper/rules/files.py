"""Rules FILE-1 to FILE-3 and SLUG-1, SER-2: names of files, and what may stand only once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from scraper.article import Article
from scraper.errors import Problem
from scraper.program import FOLDER

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_LISTS = ("categories.yml", "glossary.yml")
_NAME = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*\.md")
_PROGRAM = re.compile(r"[a-z0-9]+/[a-z0-9]+(?:_[a-z0-9]+)*\.py")  # topic and name


def decode(raw: bytes, path: PurePosixPath) -> tuple[str, list[Problem]]:
    """A file's text; FILE-1 where it is not UTF-8 (broken bytes become U+FFFD)."""
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "用编辑器“另存为”，编码选 UTF-8。"
        problem = Problem(path, line, "FILE-1", "文件不是 UTF-8 编码。", hint)
        return raw.decode("utf-8", errors="replace"), [problem]


def check_name(path: PurePosixPath) -> Iterator[Problem]:
    """FILE-2: file names become addresses, and those of programs module names too."""
    if path.suffix == ".py":
        name = "/".join(path.parts[-2:])
        if not _PROGRAM.fullmatch(name):
            hint = "文件夹名用小写字母和数字，文件名再加下划线，例如 stun/binding_request.py。"
            yield Problem(path, 0, "FILE-2", f"示例的名字 '{name}' 不合规则。", hint)
    elif not _NAME.fullmatch(path.name):
        hint = "只用小写字母、数字和连字符，例如 push-check.md。"
        yield Problem(path, 0, "FILE-2", f"文件名 '{path.name}' 不能直接用作网址。", hint)


def is_program(path: PurePosixPath) -> bool:
    """Whether a file is an example program: examples/<topic>/<name>.py."""
    return path.suffix == ".py" and len(path.parts) == 3 and path.parts[0] == FOLDER


def check_place(path: PurePosixPath) -> Iterator[Problem]:
    """FILE-3: only articles, images, example programs and the two lists belong into content/."""
    if path.suffix.lower() == ".md":
        if len(path.parts) == 1 and path.name != "index.md":
            hint = "移到它的分类文件夹里，例如 android/。"
            yield Problem(path, 0, "FILE-3", "文章不能放在 content/ 的最上层。", hint)
    elif path.suffix.lower() == ".py":
        if not is_program(path):
            hint = f"移到 {FOLDER}/主题/ 里，例如 {FOLDER}/stun/header.py。"
            yield Problem(path, 0, "FILE-3", "示例程序不能放在这里。", hint)
    elif path.suffix.lower() not in _SUFFIXES and path.name not in _LISTS:
        hint = "文章用 .md；图片用 .png、.jpg、.gif 或 .webp。"
        yield Problem(path, 0, "FILE-3", f"content/ 里不能放 '{path.name}' 这种文件。", hint)


def check_unique(articles: Sequence[Article]) -> Iterator[Problem]:
    """SLUG-1 and SER-2: the same file name, or the same part of a series, in two places.

    A slug is unique in the whole site, so that an article can move to another category and its old
    address can still be redirected.
    """
    slugs: dict[str, list[Article]] = defaultdict(list)
    parts: dict[tuple[str, int], list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: a.path):
        if article.path.name != "index.md":
            slugs[article.path.stem.casefold()].append(article)
        if article.header.series:
            parts[(article.header.series.name, article.header.series.number)].append(article)
    for slug, same in slugs.items():
        for article, other in _clashes(same):
            message = f"文件名 '{slug}' 与 {other.path} 重复。"
            yield Problem(article.path, 0, "SLUG-1", message, "换一个全站没有用过的文件名。")
    for (name, number), same in parts.items():
        for article, other in _clashes(same):
            message = f"系列“{name}”的第 {number} 篇还有 {other.path}。"
            line = article.lines.get("series", 1)
            yield Problem(article.path, line, "SER-2", message, "改成没有用过的 number。")


def _clashes(same: Sequence[Article]) -> list[tuple[Article, Article]]:
    """Each article of a clash with another of it: whoever checks one file alone learns of it."""
    first = same[0]
    return [(a, same[1] if a is first else first) for a in same] if len(same) > 1 else []
