"""categories.yml, the only list of categories: read once, checked, never guessed at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from scraper.errors import KbError, Problem

PLATFORMS = {
    "android": "Android",
    "ios": "iOS",
    "web": "Web",
    "flutter": "Flutter",
    "mini-program": "小程序",
    "uni-app": "uni-app",
    "electron": "Electron",
    "server": "服务端",
}
FILE_NAME = "categories.yml"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Category:
    """A place for articles: `slug` is the folder below content/, `match` the words of classify."""

    slug: str
    title: str
    description: str
    platform: str | None = None
    match: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A column of the main navigation."""

    name: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All groups in the order of the file."""

    groups: tuple[Group, ...]

    @property
    def categories(self) -> tuple[Category, ...]:
        """All categories in order."""
        return tuple(category for group in self.groups for category in group.categories)

    def get(self, slug: str) -> Category | None:
        """The category with this slug, or None."""
        return next((c for c in self.categories if c.slug == slug), None)


class TaxonomyError(KbError):
    """categories.yml is broken; `problems` says where, for `kb check` and the build."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.path}:{p.line}: {p.message}" for p in problems))
        self.problems = problems


def bundled() -> str:
    """The text of this project's own categories.yml, from the checkout or the installed package."""
    checkout = Path(__file__).resolve().parent.parent / "content" / FILE_NAME
    if checkout.is_file():
        return checkout.read_text(encoding="utf-8")
    return resources.files("scraper").joinpath(FILE_NAME).read_text(encoding="utf-8")


def load(content: Path) -> Taxonomy:
    """The taxonomy of a content folder; this project's own where the folder has none."""
    path = content / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else bundled()
    except UnicodeDecodeError as error:
        message = f"文件不是 UTF-8 编码（第 {error.start} 字节处）。"
        raise TaxonomyError([_problem(0, message)]) from error
    return parse(text)


def parse(text: str) -> Taxonomy:
    """Read the text of categories.yml; raises TaxonomyError with every problem found."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise TaxonomyError([_problem(line, "YAML 语法错误，分类表读不出来。")]) from error
    problems: list[Problem] = []
    groups = tuple(_group(raw, text, problems) for raw in _list(data, "groups", problems))
    slugs = [category.slug for group in groups for category in group.categories]
    problems += [
        _problem(_line(text, slug), f"分类 '{slug}' 出现了不止一次。")
        for slug in sorted({s for s in slugs if slugs.count(s) > 1})
    ]
    if problems:
        raise TaxonomyError(problems)
    return Taxonomy(groups)


def _group(raw: Any, text: str, problems: list[Problem]) -> Group:
    name = str(raw.get("name") or "") if isinstance(raw, dict) else ""
    if not name:
        problems.append(_problem(0, "groups 里有一栏没有 name。"))
    categories = tuple(
        _category(item, text, problems) for item in _list(raw, "categories", problems)
    )
    return Group(name, categories)


def _category(raw: Any, text: str, problems: list[Problem]) -> Category:
    raw = raw if isinstance(raw, dict) else {}
    slug, title = str(raw.get("slug") or ""), str(raw.get("title") or "")
    description, platform = str(raw.get("description") or ""), raw.get("platform")
    line = _line(text, slug)
    if not _SLUG.fullmatch(slug):
        message = f"分类的 slug '{slug}' 只能用小写字母、数字和连字符。"
        problems.append(_problem(line, message))
    if not title or not description:
        problems.append(_problem(line, f"分类 '{slug}' 缺少 title 或 description。"))
    if platform is not None and platform not in PLATFORMS:
        known = "、".join(PLATFORMS)
        problems.append(_problem(line, f"分类 '{slug}' 的平台 '{platform}' 不认识。", known))
    words = raw.get("match") or []
    if not isinstance(words, list):
        problems.append(_problem(line, f"分类 '{slug}' 的 match 应是列表。"))
        words = []
    return Category(slug, title, description, platform, tuple(str(word) for word in words))


def _list(raw: Any, key: str, problems: list[Problem]) -> list[Any]:
    value = raw.get(key) if isinstance(raw, dict) else None
    if isinstance(value, list) and value:
        return value
    problems.append(_problem(0, f"缺少列表 '{key}'。"))
    return []


def _line(text: str, slug: str) -> int:
    pattern = re.compile(rf"^\s*-?\s*slug:\s*['\"]?{re.escape(slug)}['\"]?\s*$")
    return next((n for n, line in enumerate(text.split("\n"), 1) if pattern.match(line)), 0)


def _problem(line: int, message: str, hint: str = "") -> Problem:
    return Problem(PurePosixPath(FILE_NAME), line, "CAT-1", message, hint)
