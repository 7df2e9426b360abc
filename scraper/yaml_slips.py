"""What a person probably did wrong where a header is no YAML, and in which line."""

from __future__ import annotations

import re

import yaml

QUOTE = "值里有冒号、引号、# 或以 [ { @ * & ! % 开头时，用英文双引号把整个值包起来。"
_SLIPS = (
    (re.compile(r"^\s*\t"), "YAML 不允许用 Tab 缩进，请改成空格。"),
    (re.compile(r"^\s*[\w-]+\s*："), "字段名后面要用英文半角冒号，再空一格，例如 title: 标题。"),
    (re.compile(r"^\s*[a-z_]+:[^\s/]"), "冒号后面要空一格，例如 title: 标题。"),
    (
        re.compile(r"""^\s*[\w-]+:\s*".*(?:[^\\]".*"|\\[^"\\nt])"""),
        "值里本来就有双引号或反斜杠时，改用英文单引号把整个值包起来。",
    ),
)


def explain(error: Exception, text: str) -> tuple[int, str]:
    """(index of the line from 0, what to do) for a header that PyYAML refuses."""
    lines = text.split("\n")
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, int(error.position)), "这一行里有不可见的控制字符，请删掉。"
    # a quote or bracket that is never closed is mended where it opens, not where the text ends
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    near = [mark.line for mark in marks if mark] or [0]
    last = min(max(near), len(lines) - 1)
    for number in range(last, max(last - 2, -1), -1):
        for slip, hint in _SLIPS:
            if slip.match(lines[number]):
                return number, hint
    return min(near[0], len(lines) - 1), QUOTE


def commented(line: str) -> bool:
    """Whether a line's plain value ends in a YAML comment, which nobody would see any more."""
    value = re.match(r"^\s*(?:- +)?[\w-]+:\s+(?P<value>[^\s\"'#].*)$", line)
    return bool(value) and bool(re.search(r"\s#", value["value"] if value else ""))
