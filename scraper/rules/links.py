"""Rules LINK-1 to LINK-4, IMG-1 to IMG-3 and MD-1: what a body points to must be there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from scraper.article import Article
from scraper.errors import Problem
from scraper.rules.source import line_of, tags

_INLINE = re.compile(
    r"(?<!\\)(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*(?:<(?P<angle>[^<>]*)>|(?P<bare>(?:[^\s()\\]|\\.|\([^\s()]*\))*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<name>[^\]]+)\]:\s*<?(?P<target>[^\s>]+)>?", re.MULTILINE
)
_REFERENCED_IMAGE = re.compile(r"(?<!\\)!\[(?P<text>[^\]]*)\]\[(?P<name>[^\]]*)\]")
_SCHEMES = ("http", "https", "mailto")
_H1 = re.compile(r"^#(?!#)\s*\S|(?<=\S\n)^=+[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Link:
    """A link or an image in a body. `line` counts within the file; `text` is the label or alt."""

    target: str
    text: str
    line: int
    image: bool


def find(article: Article, body: str) -> list[Link]:
    """All links and images of an article in the order they stand; `body` is its body, masked."""
    found: list[tuple[int, str, str, bool]] = []
    for match in _INLINE.finditer(body):
        target = match["angle"] if match["angle"] is not None else match["bare"]
        found.append((match.start(), target, match["text"], bool(match["image"])))
        found += [
            (
                match.start("text") + inner.start(),
                inner["angle"] or inner["bare"],
                inner["text"],
                True,
            )
            for inner in _INLINE.finditer(match["text"])
        ]
    shown = {(m["name"] or m["text"]).casefold() for m in _REFERENCED_IMAGE.finditer(body)}
    found += [
        (m.start(), m["target"], "-", m["name"].casefold() in shown)
        for m in _DEFINITION.finditer(body)
    ]
    for tag in tags(body):
        image, attributes = tag.name == "img", dict(tag.attributes)
        target = attributes.get("src") if image else attributes.get("href")
        if target is not None and tag.name in ("img", "a"):
            found.append((tag.position, target, attributes.get("alt", ""), image))
    return [
        Link(target, text, line_of(article, body, start), image)
        for start, target, text, image in sorted(found)
    ]


def check(
    article: Article, body: str, files: frozenset[str], anchors: Callable[[str], frozenset[str]]
) -> Iterator[Problem]:
    """All problems of an article's links. `body` is its body, masked (see source.py).

    `files` are all paths below content/ (posix), `anchors` gives the ids of a page's headings.
    """
    for heading in _H1.finditer(body):
        line = line_of(article, body, heading.start())
        hint = "标题已经由 title 给出；正文从二级标题（##）写起。"
        yield Problem(article.path, line, "MD-1", "正文里有一级标题。", hint)
    if article.header.replaced_by:
        line = article.lines.get("replaced_by", 1)
        successor = Link(article.header.replaced_by, "replaced_by", line, image=False)
        yield from _target(article.path, successor, files, anchors)
    for link in find(article, body):
        if link.image and not link.text.strip():
            hint = "在 ![ ] 的方括号里写一句图里有什么。"
            yield Problem(article.path, link.line, "IMG-2", "图片没有替代文字。", hint)
        yield from _target(article.path, link, files, anchors)


def _target(
    path: PurePosixPath, link: Link, files: frozenset[str], anchors: Callable[[str], frozenset[str]]
) -> Iterator[Problem]:
    try:
        parts = urlsplit(link.target)
    except ValueError:
        yield Problem(path, link.line, "LINK-1", f"'{link.target}' 不是合法的链接。")
        return
    if parts.scheme and parts.scheme not in _SCHEMES:
        hint = "链接只能以 http、https 或 mailto 开头，或是站内的相对路径。"
        yield Problem(path, link.line, "LINK-4", f"不能链接到 '{link.target[:80]}'。", hint)
        return
    if parts.scheme or parts.netloc:
        if link.image:
            hint = "把图片放进 content/ 里，再用相对路径引用。"
            yield Problem(path, link.line, "IMG-3", f"图片 '{link.target}' 在别的网站上。", hint)
        return
    if parts.path.startswith("/"):
        hint = "用相对路径，例如 ../im/message-sync.md，这样离线打开也有效。"
        yield Problem(path, link.line, "LINK-3", f"'{link.target}' 是从根算起的路径。", hint)
        return
    where = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(str(path.parent), where)) if where else str(path)
    if target not in files:
        rule, what = ("IMG-1", "图片") if link.image else ("LINK-1", "链接")
        message = f"{what} '{link.target}' 指向的文件不存在。"
        yield Problem(path, link.line, rule, message, _nearest(path, target, files, link.image))
    elif parts.fragment and target.endswith(".md"):
        known = anchors(target)
        fragment = unquote(parts.fragment)
        if fragment not in known:
            close = get_close_matches(fragment, sorted(known), n=1, cutoff=0.5)
            hint = f"你是不是想写 '#{close[0]}'?" if close else "到目标页面里复制小标题旁的链接。"
            message = f"链接 '{link.target}' 的锚点在目标页面里不存在。"
            yield Problem(path, link.line, "LINK-2", message, hint)


def _nearest(path: PurePosixPath, target: str, files: frozenset[str], image: bool) -> str:
    """A hint that names the file that was probably meant."""
    as_source = re.sub(r"(?:/index)?(?:\.html?|/)?$", ".md", target, count=1)
    names = {posixpath.basename(f): f for f in sorted(files, reverse=True)}
    name = posixpath.basename(target)
    close = [names[n] for n in get_close_matches(name, sorted(names), n=1, cutoff=0.8)]
    if as_source in files:
        close = [as_source]
    if close:
        return f"你是不是想写 '{posixpath.relpath(close[0], str(path.parent))}'?"
    if image:
        return "检查路径和大小写；图片要和文章一起提交。"
    return "检查路径和大小写；文章之间的链接写 .md 文件的相对路径。"
