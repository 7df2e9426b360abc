"""Reads a trace: the JSON line by which an example says what is to be drawn."""

import json
import re
from typing import Any

from .kinds import KINDS
from .model import Picture, Trace
from .values import TraceError, Value, text, visible

_MOST_CHARACTERS = 1_000_000
_MOST_DEPTH = 20
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')
_TITLE, _NOTE = 60, 1000  # characters


def read(line: str) -> Trace:
    """The trace in a line of output.

    Raises TraceError, whose message names the picture, the field and what was expected.
    """
    if len(line) > _MOST_CHARACTERS:
        raise TraceError(f"trace 超过 {_MOST_CHARACTERS} 个字符，画不下")
    if _depth(line) > _MOST_DEPTH:
        raise TraceError("trace 里的列表和对象套得太深，画不下")
    try:
        raw = json.loads(line, object_pairs_hook=_object)
    except TraceError:
        raise
    except ValueError:
        raise TraceError(
            f"trace 应是一行 JSON，现在是 {visible(line[:40])}{'…' * (len(line) > 40)}"
        ) from None
    parts = Value("trace ", "", raw).parts(("trace", "pictures"))
    if type(parts["trace"].raw) is not int or parts["trace"].raw != 1:
        parts["trace"].wrong(" 1")
    pictures = parts["pictures"].items(1, 6, "幅图")
    return Trace(tuple(_picture(value, n) for n, value in enumerate(pictures, 1)))


def _depth(line: str) -> int:
    """How deep lists and objects lie in one another; Python in a browser would die of too much."""
    depth = deepest = 0
    for found in _TOKEN.finditer(line):
        depth += 1 if found[0] in "[{" else -1 if found[0] in "]}" else 0
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise TraceError(f"trace 里同一个对象有两个键 {visible(twice)[:40]}")
    return found


def _picture(value: Value, number: int) -> Picture:
    """A picture of any kind; complaints call it by its number, kind and title."""
    name = f"第 {number} 幅图"
    if not isinstance(value.raw, dict) or "kind" not in value.raw:
        raise TraceError(f"{name}应是有 kind 的对象")
    kind = Value(name, "kind", value.raw["kind"]).choice(tuple(KINDS))
    if "title" not in value.raw:
        raise TraceError(f"{name}（{kind}）缺少 title")
    title = Value(f"{name}（{kind}）", "title", value.raw["title"]).text(_TITLE, 1)
    reader, required, optional = KINDS[kind]
    whole = Value(f"{name}（{kind}「{title}」）", "", value.raw)
    parts = whole.parts(("kind", "title", *required), ("note", *optional))
    picture: Picture = reader(title, text(parts, "note", _NOTE), parts)
    return picture
