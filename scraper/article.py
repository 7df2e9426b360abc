"""Article ⇄ file. The header schema is the contract between the scraper and the site.

A file is a YAML header between two `---` lines, an empty line, and Markdown. Every header value is
read as the text a person typed (`yaml.compose`, never constructed), so that line numbers survive
and `date: 2021-13-40` is a problem with a line instead of a bare ValueError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

from scraper import yaml_slips
from scraper.errors import Problem

FIELDS = (
    "title", "description", "category", "kind", "tags", "platforms", "sdk", "date",
    "date_precision", "updated", "author", "provenance", "source", "license", "status",
    "replaced_by", "series", "imported",
)  # fmt: skip
REQUIRED = (
    "title", "description", "category", "date", "author", "provenance", "license", "status",
)  # fmt: skip
LISTS = ("tags", "platforms")
MAPPINGS: dict[str, tuple[str, ...]] = {
    "source": ("url", "id", "title", "site", "time", "fetched", "sha256", "gone"),
    "series": ("name", "number"),
}
FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True)
class Source:
    """Where a text comes from. `time` is what the source printed where it could not be resolved,
    `sha256` a hash of the source's bytes, or of what the post says where a forum sends other bytes
    each time, `gone` the day on which the source was found to be deleted.
    """

    url: str | None = None
    id: str | None = None
    title: str | None = None
    site: str | None = None
    time: str | None = None
    fetched: str | None = None
    sha256: str | None = None
    gone: str | None = None


@dataclass(frozen=True)
class SeriesPart:
    """Which part of which series."""

    name: str
    number: int


@dataclass(frozen=True)
class Header:
    """The header as typed text. `date` is an ISO date, with minutes where known, or `unknown`."""

    title: str
    description: str
    category: str
    date: str
    author: str
    provenance: str
    license: str
    status: str
    kind: str = "article"
    tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    sdk: str | None = None
    date_precision: str | None = None
    updated: str | None = None
    source: Source | None = None
    replaced_by: str | None = None
    series: SeriesPart | None = None
    imported: str | None = None


@dataclass(frozen=True)
class Article:
    """A page of content/: `path` relative to it, `body` Markdown. `body_line` is the body's first
    line in the file and `lines` the line of each header field, for error messages.
    """

    path: PurePosixPath
    header: Header
    body: str
    body_line: int = 1
    lines: dict[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Fields:
    """A header before it is judged: what is there, with lines. Values are text, tuples of text or
    mappings of text; `None` for an empty value.
    """

    values: dict[str, str | tuple[str, ...] | dict[str, str] | None]
    lines: dict[str, int]
    body: str
    body_line: int


def split(text: str, path: PurePosixPath) -> tuple[Fields, list[Problem]]:
    """Take a file's text apart. Problems FM-1 to FM-3 concern the shape, not the values."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not FENCE.fullmatch(lines[0]):
        hint = "第一行写 ---，接着是 title: 等字段，再以 --- 结束；可用 kb new 生成一份。"
        return Fields({}, {}, "\n".join(lines), 1), [
            Problem(path, 1, "FM-1", "文件开头没有文章头。", hint)
        ]
    end = next((n for n, line in enumerate(lines[1:], 1) if FENCE.fullmatch(line)), None)
    if end is None:
        return Fields({}, {}, "", len(lines)), [
            Problem(path, 1, "FM-1", "文章头没有结束。", "在最后一个字段之后另起一行写 ---。")
        ]
    start = end + 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    body, body_line = "\n".join(lines[start:]), start + 1
    values, where, problems = _read_yaml("\n".join(lines[1:end]), path)
    return Fields(values, where, body, body_line), problems


def _read_yaml(
    text: str, path: PurePosixPath
) -> tuple[dict[str, str | tuple[str, ...] | dict[str, str] | None], dict[str, int], list[Problem]]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return {}, {}, [_yaml_problem(error, text, path)]
    if not isinstance(node, yaml.MappingNode):
        hint = "每行写成“字段: 值”，例如 title: 标题（英文冒号，后有一个空格）。"
        return {}, {}, [Problem(path, 2, "FM-2", "文章头不是“字段: 值”的形式。", hint)]
    values: dict[str, str | tuple[str, ...] | dict[str, str] | None] = {}
    where: dict[str, int] = {}
    problems = []
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2  # one for the fence, one because lines count from 1
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if key in values:
            message = f"字段 '{key}' 写了两次（前一次在第 {where[key]} 行）。"
            problems.append(Problem(path, line, "FM-3", message, "删掉其中一处。"))
            continue
        values[key], where[key] = _plain(value_node), line
        source = text.split("\n")[key_node.start_mark.line]
        if isinstance(value_node, yaml.ScalarNode) and yaml_slips.commented(source):
            message = f"'{key}' 的值里，# 以后的文字会被当成注释丢掉。"
            problems.append(Problem(path, line, "FM-2", message, yaml_slips.QUOTE))
    return values, where, problems


def _plain(node: yaml.Node) -> str | tuple[str, ...] | dict[str, str] | None:
    if isinstance(node, yaml.SequenceNode):
        return tuple(_text(item) for item in node.value)
    if isinstance(node, yaml.MappingNode):
        return {_text(key): _text(value) for key, value in node.value}
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return _text(node)


def _text(node: yaml.Node) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _yaml_problem(error: Exception, text: str, path: PurePosixPath) -> Problem:
    number, hint = yaml_slips.explain(error, text)
    line = text.split("\n")[number].strip()
    return Problem(path, number + 2, "FM-2", f"YAML 语法错误，在“{line[:60]}”这一行。", hint)


def to_header(fields: Fields) -> Header:
    """Build the header from fields that the checks have passed (see check.py)."""

    def text(name: str) -> str | None:
        value = fields.values.get(name)
        return value if isinstance(value, str) and value else None

    def texts(name: str) -> tuple[str, ...]:
        value = fields.values.get(name)
        return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()

    source, series = fields.values.get("source"), fields.values.get("series")
    return Header(
        title=text("title") or "",
        description=text("description") or "",
        category=text("category") or "",
        kind=text("kind") or "article",
        tags=texts("tags"),
        platforms=texts("platforms"),
        sdk=text("sdk"),
        date=text("date") or "unknown",
        date_precision=text("date_precision"),
        updated=text("updated"),
        author=text("author") or "",
        provenance=text("provenance") or "",
        source=Source(**{k: v for k, v in source.items() if v and k in MAPPINGS["source"]})
        if isinstance(source, dict)
        else None,
        license=text("license") or "",
        status=text("status") or "",
        replaced_by=text("replaced_by"),
        series=SeriesPart(series.get("name", ""), _count(series.get("number", "")))
        if isinstance(series, dict)
        else None,
        imported=text("imported"),
    )


def _count(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0


def parse(text: str, path: PurePosixPath) -> tuple[Article, list[Problem]]:
    """Read a file's text into an article; the problems are those of `split` only."""
    fields, problems = split(text, path)
    return from_fields(fields, path), problems


def with_or_without_header(text: str, path: PurePosixPath) -> Article:
    """The article of a file, or of a mere body: what names no title is no header."""
    fields, problems = split(text, path)
    if problems or "title" not in fields.values:
        body = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        fields = Fields({}, {}, body, 1)
    return from_fields(fields, path)


def from_fields(fields: Fields, path: PurePosixPath) -> Article:
    """The article whose file `split` has taken apart."""
    return Article(path, to_header(fields), fields.body, fields.body_line, fields.lines)


def render(article: Article) -> str:
    """The file's text: fields in the order of FIELDS, empty ones left out. LF line ends."""
    header: dict[str, object] = {}
    for name in FIELDS:
        value = getattr(article.header, name)
        if value in (None, (), ""):
            continue
        if name == "kind" and value == "article":
            continue
        if isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Source | SeriesPart):
            value = {k: getattr(value, k) for k in MAPPINGS[name] if getattr(value, k) is not None}
        header[name] = value
    # default_style stays plain: PyYAML quotes by itself whatever would not read back as text
    dumped = yaml.dump(header, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{dumped}---\n\n{article.body.strip()}\n"


class _Dumper(yaml.SafeDumper):
    """Writes dates unquoted, as people write them: the reader takes every value as text."""


def _write_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    tag = "tag:yaml.org,2002:str"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        tag = "tag:yaml.org,2002:timestamp"
    return dumper.represent_scalar(tag, value)


_Dumper.add_representer(str, _write_text)
