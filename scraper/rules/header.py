"""Rules FM-4 to FM-11 and SER-1: is each header value one that the site can use?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import PurePosixPath

from scraper.article import FIELDS, LISTS, MAPPINGS, REQUIRED, Fields
from scraper.errors import Problem
from scraper.settings import RESERVED
from scraper.taxonomy import PLATFORMS, Taxonomy

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("article", "tutorial", "question", "faq", "index", "notice"),
    "provenance": ("original", "rewritten", "imported"),
    "status": ("current", "outdated", "archived"),
    "date_precision": ("minute", "hour", "day", "unknown"),
    "platforms": tuple(PLATFORMS),
}
LICENSES = (
    "CC-BY-SA-4.0", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0", "CC0-1.0", "MIT", "Apache-2.0", "BSD-3-Clause", RESERVED,
)  # fmt: skip
MEANING = {
    "title": "一行标题",
    "description": "一句话简介，用在列表、搜索结果和链接预览里",
    "category": "categories.yml 里的一个 slug",
    "date": "发布日期，如 2020-12-07；确实查不到就写 unknown",
    "author": "作者署名",
    "provenance": "original、rewritten 或 imported",
    "license": "授权，如 CC-BY-SA-4.0",
    "status": "current、outdated 或 archived",
    "source": "原文出处，至少写 url",
}
LIMITS = {"title": 120, "description": 200, "author": 60}
_INDEX_REQUIRED = ("title", "description")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")
_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def suggest(word: str, known: tuple[str, ...]) -> str:
    """Text such as "你是不是想写 'android'?", or the list of what may stand here."""
    exact = [k for k in known if k.casefold() == word.casefold()]
    close = exact or get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return f"你是不是想写 '{close[0]}'?" if close else f"可以写：{'、'.join(known)}。"


def check(fields: Fields, path: PurePosixPath, taxonomy: Taxonomy) -> list[Problem]:
    """All problems of one header. An index.md needs a title and a description only."""
    found = _Finder(fields, path)
    required = _INDEX_REQUIRED if path.name == "index.md" else REQUIRED
    return [
        *_unknown(found),
        *_missing(found, required),
        *_shapes(found),
        *_choices(found),
        *_category(found, taxonomy),
        *_dates(found),
        *_provenance(found),
        *_series(found),
    ]


class _Finder:
    def __init__(self, fields: Fields, path: PurePosixPath) -> None:
        self.values, self._lines, self._path = fields.values, fields.lines, path
        self.folder = path.parts[0] if len(path.parts) > 1 else ""

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()

    def mapping(self, name: str) -> dict[str, str]:
        value = self.values.get(name)
        return value if isinstance(value, dict) else {}

    def problem(self, name: str, rule: str, message: str, hint: str = "") -> Problem:
        return Problem(self._path, self._lines.get(name, 1), rule, message, hint)


def _unknown(found: _Finder) -> Iterator[Problem]:
    for name in found.values:
        if name not in FIELDS:
            yield found.problem(name, "FM-4", f"没有 '{name}' 这个字段。", suggest(name, FIELDS))
    for name, keys in MAPPINGS.items():
        for key in found.mapping(name):
            if key not in keys:
                message = f"'{name}' 里没有 '{key}' 这一项。"
                yield found.problem(name, "FM-4", message, suggest(key, keys))


def _missing(found: _Finder, required: tuple[str, ...]) -> Iterator[Problem]:
    for name in required:
        value = found.values.get(name)
        if not value or (isinstance(value, str) and not _visible(value)):
            state = "是空的" if name in found.values else "没有写"
            yield found.problem(
                name, "FM-5", f"必填字段 '{name}' {state}。", f"补上 {name}: {MEANING[name]}。"
            )


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] not in "CZ")


def _shapes(found: _Finder) -> Iterator[Problem]:
    for name, value in found.values.items():
        if value is None or name not in FIELDS:
            continue
        if name in MAPPINGS:
            if not isinstance(value, dict):
                keys = "、".join(MAPPINGS[name])
                message = f"'{name}' 应分行写成几项。"
                yield found.problem(name, "FM-6", message, f"缩进两格逐行写：{keys}。")
        elif name in LISTS:
            if isinstance(value, dict) or not all(found.texts(name)):
                hint = f"写成 {name}: [第一个, 第二个]。"
                yield found.problem(name, "FM-6", f"'{name}' 应是一列文字。", hint)
            elif any(re.search("[,，]", text) for text in found.texts(name)):
                hint = f"加上方括号，用英文逗号隔开：{name}: [第一个, 第二个]。"
                yield found.problem(name, "FM-6", f"'{name}' 里有一项含着逗号。", hint)
        elif not isinstance(value, str):
            yield found.problem(name, "FM-6", f"'{name}' 应是一行文字，不是列表或多项。")
        elif _BREAK.search(value):
            yield found.problem(
                name, "FM-6", f"'{name}' 里有换行或不可见的控制字符。", "写成一行。"
            )
        elif len(value) > LIMITS.get(name, 1000):
            message = f"'{name}' 有 {len(value)} 个字符，太长了。"
            yield found.problem(name, "FM-6", message, f"不超过 {LIMITS.get(name, 1000)} 个。")


def _choices(found: _Finder) -> Iterator[Problem]:
    for name, known in CHOICES.items():
        for value in found.texts(name):
            if value not in known:
                message = f"'{name}' 不能写 '{value}'。"
                yield found.problem(name, "FM-9", message, suggest(value, known))
    license_id = found.text("license")
    if license_id and license_id not in LICENSES:
        message = f"授权 '{license_id}' 不认识。"
        yield found.problem("license", "FM-9", message, suggest(license_id, LICENSES))


def _category(found: _Finder, taxonomy: Taxonomy) -> Iterator[Problem]:
    slug = found.text("category")
    if not slug:
        return
    known = tuple(category.slug for category in taxonomy.categories)
    if slug not in known:
        by_title = [c.slug for c in taxonomy.categories if c.title.casefold() == slug.casefold()]
        hint = f"你是不是想写 '{by_title[0]}'?" if by_title else suggest(slug, known)
        yield found.problem("category", "FM-8", f"分类 '{slug}' 不在 categories.yml 里。", hint)
    elif found.folder and found.folder != slug:
        message = f"分类写的是 '{slug}'，文件却放在 {found.folder}/ 里。"
        hint = f"把文件移到 {slug}/。"
        if found.folder in known:
            hint = f"把 category 改成 '{found.folder}'，或{hint}"
        yield found.problem("category", "FM-8", message, hint)


def read_date(text: str) -> date | None:
    """The day of an ISO date or date-time, or None where there is no such day."""
    try:
        return datetime.fromisoformat(text).date() if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _dates(found: _Finder) -> Iterator[Problem]:
    days = {}
    for name in ("date", "updated"):
        text = found.text(name)
        if not text or (name == "date" and text == "unknown"):
            continue
        days[name] = read_date(text)
        if days[name] is None:
            shape = "没有这一天" if _DATE.fullmatch(text) else "日期的写法不对"
            hint = "写成 年-月-日，例如 2020-12-07。"
            yield found.problem(name, "FM-7", f"'{name}: {text}' {shape}。", hint)
    published, updated = days.get("date"), days.get("updated")
    if published and updated and updated < published:
        message = f"更新日期 {updated} 早于发布日期 {published}。"
        yield found.problem("updated", "FM-7", message, "检查是不是把两个日期写反了。")


def _provenance(found: _Finder) -> Iterator[Problem]:
    provenance, source = found.text("provenance"), found.mapping("source")
    if provenance in ("rewritten", "imported") and not (source.get("url") or source.get("id")):
        hint = "补上 source: 和缩进一行的 url: 原帖地址。"
        message = f"provenance 是 '{provenance}'，却没有写出处。"
        yield found.problem("source", "FM-10", message, hint)
    url = source.get("url", "")
    if url and not re.fullmatch(r"https?://[^\s\x00-\x20<>\"'`\\]+", url):
        hint = "写以 http:// 或 https:// 开头的完整地址。"
        yield found.problem("source", "FM-10", f"出处的地址 '{url[:80]}' 不是网址。", hint)
    if provenance in ("original", "rewritten") and found.text("license") == RESERVED:
        hint = "本站原创和改写的文字用 CC-BY-SA-4.0；保留权利的只能是转载（imported）。"
        message = f"provenance 是 '{provenance}'，授权却是保留所有权利。"
        yield found.problem("license", "FM-11", message, hint)


def _series(found: _Finder) -> Iterator[Problem]:
    series = found.mapping("series")
    if "series" in found.values and series:
        number = series.get("number", "")
        if not series.get("name") or not re.fullmatch(r"[1-9]\d{0,3}", number):
            hint = "写成 series: 换行缩进 name: 系列名 和 number: 1。"
            yield found.problem("series", "SER-1", "系列要有 name 和从 1 数起的 number。", hint)
