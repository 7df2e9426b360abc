"""Every rule over content/: from a folder of Markdown to a list of problems.

The same function serves `kb check` and the site's build, so neither knows a rule the other lacks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from scraper import article as articles
from scraper import glossary, profile, stamp, taxonomy
from scraper.article import Article
from scraper.errors import Problem
from scraper.glossary import Glossary
from scraper.program import Program, Shown
from scraper.rules import (
    code,
    examples,
    files,
    header,
    html,
    index,
    links,
    programs,
    tables,
    tutorial,
    wording,
)
from scraper.rules.source import mask, without_fences

RULES = {
    "CAT-1": "categories.yml 能读、没有重复的 slug、平台认识",
    "CODE-1": "代码块合它那种语言的语法",
    "CODE-2": "代码块写明语言",
    "EX-1": "示例围栏写对：程序存在，不认识的词不写",
    "EX-2": "示例程序是 Python 3.11 能读的文件，UTF-8、LF，不过长，不过宽",
    "EX-3": "示例程序的说明有标题、看点、难度、对照、依据",
    "EX-4": "示例程序的 INPUT 块紧跟 import，只放直接写出的值",
    "EX-5": "示例程序有 main，并以调用它的两行结束",
    "EX-6": "示例程序只用网页里有的模块，终端里的也只用标准库",
    "EX-7": "示例程序不读文件、不问读者、不执行拼出来的代码",
    "EX-8": "每个示例程序有文章展示，在 examples/ 里只有一篇，一篇里只有一次",
    "FILE-1": "文件是 UTF-8 编码",
    "FILE-2": "文件名只用小写字母、数字和连字符，示例程序用下划线",
    "FILE-3": "只放文章、图片和示例程序，各在各的文件夹里",
    "FM-1": "文件以文章头开始，文章头有结束线",
    "FM-2": "文章头是合法的 YAML",
    "FM-3": "同一个字段只写一次",
    "FM-4": "只写认识的字段",
    "FM-5": "必填字段都有值",
    "FM-6": "字段的形式对：一行文字、一列文字或分项，不过长",
    "FM-7": "日期存在，更新不早于发布",
    "FM-8": "分类在 categories.yml 里，并与文件夹一致",
    "FM-9": "平台、状态、来历、授权等只用列出的值",
    "FM-10": "改写和转载写明出处，地址是网址",
    "FM-11": "原创和改写不能标成保留所有权利",
    "GLO-1": "术语表 glossary.yml 能读，每个词只解释一次，有解释和分组",
    "HTML-1": "正文里的 HTML 不能运行、嵌入或从别处载入东西，成对的标签要写全",
    "IDX-1": "精华索引的每一条或有本站的页，或写明为什么没有",
    "IMG-1": "引用的图片存在",
    "IMG-2": "图片有替代文字",
    "IMG-3": "图片放在本站，不引用别的网站",
    "IMG-4": "Mermaid 图有标题",
    "LINK-1": "站内链接指向的文件存在",
    "LINK-2": "链接里的锚点存在",
    "LINK-3": "站内链接用相对路径",
    "LINK-4": "链接只用 http、https、mailto 或站内路径",
    "MD-1": "正文不写一级标题",
    "MD-2": "表头的每一格都有字",
    "SER-1": "系列有名字和序号",
    "SER-2": "同一系列里序号不重复",
    "SLUG-1": "文件名全站不重复",
    "TERM-1": "术语只用一种写法",
    "TUT-1": "教程的八节齐全，顺序不变",
    "ZH-1": "中文与英文、数字之间空一格，中文里用全角标点",
}


@dataclass(frozen=True)
class Checked:
    """What a check read: the articles that could be parsed, every problem, sorted, which page shows
    which example program, and the glossary.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    examples: tuple[Shown, ...] = ()
    glossary: Glossary = field(default_factory=Glossary)


def markdown_files(content: Path) -> list[Path]:
    """All Markdown files below a folder in a fixed order; hidden files and folders left out."""
    return [content / path for path in _all_files(content) if _is_page(path)]


def read_tree(content: Path) -> Checked:
    """Read and check everything below `content`. Raises OSError where it cannot be read."""
    problems: list[Problem] = []
    try:
        categories = taxonomy.load(content)
    except taxonomy.TaxonomyError as error:
        return Checked((), tuple(sorted(error.problems)))
    words, wrong_words = glossary.load(content)
    problems += wrong_words
    paths = _all_files(content)
    found: list[Article] = []
    untouched: set[PurePosixPath] = set()  # as the importer wrote them: nobody has reviewed them
    example_programs: list[Program] = []
    for path in filter(_is_visible, paths):
        problems += files.check_place(path)
        if files.is_program(path):
            read, wrong = programs.check((content / path).read_bytes(), path)
            example_programs.append(read)
            problems += [*files.check_name(path), *wrong]
        if not _is_page(path):
            continue
        text, undecodable = files.decode((content / path).read_bytes(), path)
        fields, shape = articles.split(text, path)
        problems += [*undecodable, *shape, *files.check_name(path)]
        if not shape:
            problems += header.check(fields, path, categories)
            found.append(articles.from_fields(fields, path))
            if stamp.is_untouched(text):
                untouched.add(path)
    problems += files.check_unique(found)
    # each category has a page, written by somebody or made by the build
    index_pages = {f"{category.slug}/index.md" for category in categories.categories}
    known = frozenset(map(str, paths)) | index_pages
    word_anchors = (
        {glossary.PAGE: frozenset(profile.heading_id(term.term, "-") for term in words.terms)}
        if words.terms
        else {}
    )
    problems += _check_bodies(found, known | word_anchors.keys(), word_anchors)
    problems += _check_writing([a for a in found if a.path not in untouched], found, words)
    problems += _check_glossary(words, known)
    shown, misplaced = examples.check(found, example_programs)
    return Checked(tuple(found), tuple(sorted({*problems, *misplaced})), shown, words)


def _all_files(content: Path) -> list[PurePosixPath]:
    """All files below a folder, relative to it, in a fixed order."""
    found = (file.relative_to(content) for file in content.rglob("*") if file.is_file())
    return sorted(PurePosixPath(path.as_posix()) for path in found)


def _is_visible(path: PurePosixPath) -> bool:
    # Python leaves __pycache__ beside programs that somebody has imported
    return not any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def _is_page(path: PurePosixPath) -> bool:
    return path.suffix == ".md" and _is_visible(path)


def check_tree(content: Path) -> list[Problem]:
    """All problems below `content`, sorted by path, line and rule."""
    return list(read_tree(content).problems)


def _check_bodies(
    found: list[Article], known: frozenset[str], made: Mapping[str, frozenset[str]]
) -> Iterable[Problem]:
    """What bodies hold and point to. `made` are the anchors of pages that the build writes."""
    pages = {str(article.path): article for article in found}

    @cache
    def anchors(path: str) -> frozenset[str]:
        page = pages.get(path)
        if page is None:
            return made.get(path, frozenset())
        # code has no headings, and to colour it takes most of a page's time
        text = without_fences(page.body)
        return profile.anchors(text, own=page.header.provenance != "imported")

    for article in found:
        body = mask(article.body)
        yield from html.check(article, body)
        yield from links.check(article, body, known, anchors)


def _check_writing(
    written: list[Article], found: list[Article], words: Glossary
) -> Iterable[Problem]:
    """What only pages are held to that somebody has written or edited here."""
    by_title = index.pages_by_title(found)
    for article in written:
        body = mask(article.body)
        yield from code.check(article)
        yield from index.check(article, by_title)
        yield from tables.check(article)
        yield from tutorial.check(article, body)
        yield from wording.check(article, body, words.spellings)


def _check_glossary(words: Glossary, known: frozenset[str]) -> Iterable[Problem]:
    for term in words.terms:
        if term.see and term.see not in known:
            message = f"术语“{term.term}”的 see 指向的文件 '{term.see}' 不存在。"
            hint = "写从 content/ 算起的路径，例如 rtc/stun-ice.md。"
            yield Problem(PurePosixPath(glossary.FILE_NAME), term.line, "GLO-1", message, hint)


def check_markup(article: Article) -> list[Problem]:
    """What one article may not contain wherever it stands: markup that runs, frames or loads."""
    body = mask(article.body)
    found = links.check(article, body, frozenset(), lambda _: frozenset())
    unsafe = [problem for problem in found if problem.rule in ("LINK-4", "IMG-3")]
    return sorted({*html.check(article, body), *unsafe})


def content_root(path: Path) -> Path:
    """The content folder a path belongs to: the nearest one with categories.yml, else itself."""
    folder = path if path.is_dir() else path.parent
    for parent in [folder, *folder.resolve().parents]:
        if (parent / taxonomy.FILE_NAME).is_file():
            return parent
    return folder


def check_paths(paths: Iterable[Path]) -> list[tuple[Path, Problem]]:
    """Check files or folders, each with the whole content folder it belongs to.

    Returns (content folder, problem) pairs; problems of other files are left out.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths:
        wanted.setdefault(content_root(path), []).append(path.resolve())
    result = []
    for root, chosen in wanted.items():
        for problem in check_tree(root):
            file = (root / problem.path).resolve()
            if any(file == path or path in file.parents for path in chosen):
                result.append((root, problem))
    return result


def as_text(found: Iterable[tuple[Path, Problem]]) -> str:
    """One line per problem: file:line: rule message hint."""
    return "\n".join(
        f"{_place(root, p)}:{p.line}: {p.rule} {p.message}{p.hint}" for root, p in found
    )


def as_github(found: Iterable[tuple[Path, Problem]]) -> str:
    """GitHub's workflow commands, shown beside the lines of a pull request."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def attribute(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    return "\n".join(
        f"::error file={attribute(_place(root, p))},line={max(p.line, 1)},"
        f"title={attribute(p.rule)}::{escape(p.message + p.hint)}"
        for root, p in found
    )


def as_json(found: Iterable[tuple[Path, Problem]]) -> str:
    """A JSON array with one object per problem."""
    rows = [
        {
            "path": _place(root, p),
            "line": p.line,
            "rule": p.rule,
            "message": p.message,
            "hint": p.hint,
        }
        for root, p in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _place(root: Path, problem: Problem) -> str:
    return (root / problem.path).as_posix()
