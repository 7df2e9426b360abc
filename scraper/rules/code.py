"""Rules CODE-1, CODE-2, IMG-4: code on a page parses in its language, a diagram has a title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from functools import cache

import tree_sitter_bash
import tree_sitter_css
import tree_sitter_dart
import tree_sitter_groovy
import tree_sitter_html
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_json
import tree_sitter_kotlin
import tree_sitter_objc
import tree_sitter_python
import tree_sitter_ruby
import tree_sitter_swift
import tree_sitter_typescript
import tree_sitter_xml
import tree_sitter_yaml
from tree_sitter import Language, Node, Parser

from scraper.article import Article
from scraper.errors import Problem
from scraper.profile import DIAGRAM_FENCE
from scraper.rules.examples import FENCE, INDEX_FENCE
from scraper.rules.source import Fence, fences, line_of

_GRAMMARS: dict[str, Callable[[], object]] = {
    "bash": tree_sitter_bash.language,
    "css": tree_sitter_css.language,
    "dart": tree_sitter_dart.language,
    "groovy": tree_sitter_groovy.language,
    "html": tree_sitter_html.language,
    "java": tree_sitter_java.language,
    "js": tree_sitter_javascript.language,
    "json": tree_sitter_json.language,
    "kotlin": tree_sitter_kotlin.language,
    "objc": tree_sitter_objc.language,
    "python": tree_sitter_python.language,
    "ruby": tree_sitter_ruby.language,
    "swift": tree_sitter_swift.language,
    "ts": tree_sitter_typescript.language_typescript,
    "xml": tree_sitter_xml.language_xml,
    "yaml": tree_sitter_yaml.language,
}
# what has no grammar to break: prose, logs, messages of a protocol; and the site's own fences
_FREE = ("diff", "http", "markdown", "properties", "text")
_OWN = (DIAGRAM_FENCE, FENCE, INDEX_FENCE)
UNREAD = (*_FREE, *_OWN)  # no rule reads what these hold as prose or code
_OTHER_NAMES = {
    "c": "objc", "gradle": "groovy", "javascript": "js", "jsonc": "json", "kt": "kotlin",
    "log": "text", "md": "markdown", "objective-c": "objc", "objectivec": "objc",
    "plaintext": "text", "podfile": "ruby", "py": "python", "rb": "ruby", "sh": "bash",
    "shell": "bash", "txt": "text", "typescript": "ts", "yml": "yaml",
}  # fmt: skip
_TITLE = "accTitle"


def check(article: Article) -> Iterator[Problem]:
    """All problems of an article's fenced blocks. Code of an imported page is its author's."""
    if article.header.provenance == "imported":
        return
    for fence in fences(article.body):
        line = line_of(article, article.body, fence.position)
        language = fence.words[0] if fence.words else ""
        if language not in (*_GRAMMARS, *UNREAD):
            yield _unknown(article, line, language)
        elif language == DIAGRAM_FENCE and not diagram_title(fence.lines):
            hint = f"在第一行之后加一行 {_TITLE}: 图的标题，看不见图的人靠它知道画了什么。"
            yield Problem(article.path, line, "IMG-4", "图没有标题。", hint)
        elif language in _GRAMMARS:
            yield from _parse(article, line, language, fence)


def diagram_title(lines: Iterable[str]) -> str:
    """The title that a Mermaid diagram gives itself; empty where it has none."""
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and name.strip() == _TITLE:
            return value.strip()
    return ""


def _unknown(article: Article, line: int, language: str) -> Problem:
    names = sorted((*_GRAMMARS, *_FREE))
    known = f"可以写：{'、'.join(names)}。不是代码的写 text。"
    if not language:
        return Problem(
            article.path, line, "CODE-2", "代码块没有写语言。", f"在 ``` 后面写。{known}"
        )
    close = get_close_matches(language.casefold(), names, n=1, cutoff=0.6)
    meant = _OTHER_NAMES.get(language.casefold(), close[0] if close else "")
    hint = f"你是不是想写 '{meant}'?" if meant else known
    return Problem(article.path, line, "CODE-2", f"不认识代码块的语言 '{language[:40]}'。", hint)


@cache
def _parser(language: str) -> Parser:
    return Parser(Language(_GRAMMARS[language]()))


def _parse(article: Article, line: int, language: str, fence: Fence) -> Iterator[Problem]:
    """The first place at which the code does not parse: the others mostly follow from it."""
    tree = _parser(language).parse("\n".join((*fence.lines, "")).encode("utf-8", "replace"))
    wrong = _first_error(tree.root_node)
    if wrong is None:
        return
    row = min(wrong.start_point[0], max(len(fence.lines) - 1, 0))
    text = fence.lines[row].strip() if fence.lines else ""
    message = f"这段代码不合 {language} 的语法：“{text[:60]}”。"
    hint = "补上缺的括号或分号；省略的部分写成注释，如 // 其余略；不是代码的写 text。"
    yield Problem(article.path, line + 1 + row, "CODE-1", message, hint)


def _first_error(node: Node) -> Node | None:
    """The first error or missing piece in the order of the text."""
    if node.is_error or node.is_missing:
        return node
    if not node.has_error:
        return None
    return next(filter(None, map(_first_error, node.children)), None)
