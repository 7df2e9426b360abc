"""Reads a trace: the JSON line by which an example says what is to be drawn."""

import json
import re
from typing import Any

from .model import (
    BitField,
    BitRow,
    Bits,
    Cell,
    Event,
    Field,
    Grid,
    GridRow,
    Hexdump,
    Limit,
    Line,
    Lines,
    Picture,
    Rate,
    Sequence,
    Series,
    Trace,
)
from .values import TraceError, Value, reference, text, tone, visible

MOST_BYTES = 2048
MOST_CELLS = 128  # in a row
MOST_EVENTS = 200
_MOST_CHARACTERS = 1_000_000
_MOST_DEPTH = 20
_MOST_TIME = 10**9
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')
# Characters in a text
_TITLE, _NAME, _SHORT, _LONG = 60, 60, 24, 1000
_CELL = 8

_Parts = dict[str, Value]


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
    kind = Value(name, "kind", value.raw["kind"]).choice(tuple(_KINDS))
    if "title" not in value.raw:
        raise TraceError(f"{name}（{kind}）缺少 title")
    title = Value(f"{name}（{kind}）", "title", value.raw["title"]).text(_TITLE, 1)
    reader, required, optional = _KINDS[kind]
    whole = Value(f"{name}（{kind}「{title}」）", "", value.raw)
    parts = whole.parts(("kind", "title", *required), ("note", *optional))
    picture: Picture = reader(title, text(parts, "note", _LONG), parts)
    return picture


def _hexdump(title: str, note: str, parts: _Parts) -> Hexdump:
    data = parts["bytes"].octets(MOST_BYTES)
    fields: list[Field] = []
    end = 0
    for item in parts["fields"].items(1, len(data), "个字段"):
        f = item.parts(("at", "size", "name", "value", "ref"), ("tone",))
        if type(f["at"].raw) is not int or f["at"].raw != end:
            f["at"].wrong(f" {end}（每个字节恰好属于一个字段，字段按顺序排列）")
        size = f["size"].integer(1, len(data) - end)
        name, meaning = f["name"].text(_NAME, 1), f["value"].text(_LONG)
        fields.append(Field(end, size, name, meaning, reference(f), tone(f)))
        end += size
        if end == len(data) and len(fields) < len(parts["fields"].raw):
            raise TraceError(f"{item.picture}的 {item.path} 已到最后一个字节，后面不应再有字段")
    if end < len(data):
        raise TraceError(
            f"{parts['fields'].picture}的 fields 只到字节 {end - 1}，"
            f"应到字节 {len(data) - 1}（每个字节恰好属于一个字段）"
        )
    return Hexdump(title, note, data, tuple(fields), _differs(parts, len(data)))


def _differs(parts: _Parts, length: int) -> bytes | None:
    if "differs" not in parts:
        return None
    found = parts["differs"].octets(MOST_BYTES)
    if len(found) != length:
        parts["differs"].wrong(f"与 bytes 同样长的 {length} 个字节")
    return found


def _bits(title: str, note: str, parts: _Parts) -> Bits:
    return Bits(title, note, tuple(_bit_row(row) for row in parts["rows"].items(1, 12, "行")))


def _bit_row(value: Value) -> BitRow:
    row = value.parts(("label", "fields"))
    items = row["fields"].items(1, MOST_CELLS, "个字段")
    fields = tuple(_bit_field(item) for item in items)
    count = sum(len(field.cells) for field in fields)
    if count > MOST_CELLS:
        raise TraceError(
            f"{value.picture}的 {value.path} 应是至多 {MOST_CELLS} 格，现在是 {count} 格"
        )
    return BitRow(row["label"].text(_NAME), fields)


def _bit_field(value: Value) -> BitField:
    f = value.parts(("name", "cells"), ("value", "ref", "tone"))
    if isinstance(f["cells"].raw, str):
        cells = tuple(f["cells"].text(MOST_CELLS, 1))
    else:
        items = f["cells"].items(1, MOST_CELLS, "格")
        cells = tuple(item.text(_CELL, 1) for item in items)
    return BitField(f["name"].text(_NAME, 1), cells, text(f, "value", _LONG), reference(f), tone(f))


def _sequence(title: str, note: str, parts: _Parts) -> Sequence:
    lanes = tuple(lane.text(_SHORT, 1) for lane in parts["lanes"].items(1, 6, "条线"))
    events: list[Event] = []
    for item in parts["events"].items(1, MOST_EVENTS, "个事件"):
        event = _event(item, lanes)
        if events and event.at < events[-1].at:
            raise TraceError(
                f"{item.picture}的 {item.path}.at 应不早于上一个事件的 {events[-1].at} 毫秒，"
                f"现在是 {event.at}"
            )
        events.append(event)
    return Sequence(title, note, lanes, tuple(events))


def _event(value: Value, lanes: tuple[str, ...]) -> Event:
    e = value.parts(("at", "from", "to", "label", "detail"), ("tone", "arrives"))
    at = e["at"].integer(0, _MOST_TIME)
    source, target = e["from"].integer(0, len(lanes) - 1), None
    if e["to"].raw is not None:
        target = e["to"].integer(0, len(lanes) - 1)
        if target == source:
            e["to"].wrong("另一条线的序号，或 null（只在这条线上发生）")
    label, detail = e["label"].text(_SHORT, 1), e["detail"].text(_LONG)
    arrives = e["arrives"].flag() if "arrives" in e else True
    if not arrives and target is None:
        e["arrives"].wrong(" true，因为 to 是 null，没有可丢的消息")
    return Event(at, source, target, label, detail, tone(e), arrives)


def _rate(title: str, note: str, parts: _Parts) -> Rate:
    series = tuple(_series(item) for item in parts["series"].items(1, 6, "组数据"))
    items = parts["limits"].items(0, 4, "条上限") if "limits" in parts else []
    limits = []
    for item in items:
        members = item.parts(("value", "label"))
        limits.append(Limit(members["value"].number(), members["label"].text(_SHORT, 1)))
    x, y = parts["x"].text(_SHORT, 1), parts["y"].text(_SHORT, 1)
    return Rate(title, note, x, y, series, tuple(limits))


def _series(value: Value) -> Series:
    s = value.parts(("name", "shape", "points"))
    points: list[tuple[float, float]] = []
    for item in s["points"].items(1, 500, "个点"):
        x, y = (coordinate.number() for coordinate in item.items(2, 2, "个数 [x, y] "))
        if points and x < points[-1][0]:
            item.wrong(f" x 不小于上一点的 {points[-1][0]} 的点")
        points.append((x, y))
    shape = s["shape"].choice(("bars", "line", "steps"))
    return Series(s["name"].text(_SHORT, 1), shape, tuple(points))


def _grid(title: str, note: str, parts: _Parts) -> Grid:
    columns = tuple(item.text(_NAME) for item in parts["columns"].items(1, 32, "列"))
    rows = []
    for item in parts["rows"].items(1, 200, "行"):
        row = item.parts(("name", "cells"))
        cells = row["cells"].items(len(columns), len(columns), "格（与 columns 一样多）")
        rows.append(GridRow(row["name"].text(_NAME, 1), tuple(_cell(cell) for cell in cells)))
    return Grid(title, note, parts["corner"].text(_NAME), columns, tuple(rows))


def _cell(value: Value) -> Cell:
    c = value.parts(("text",), ("tone",))
    return Cell(c["text"].text(200), tone(c))


def _lines(title: str, note: str, parts: _Parts) -> Lines:
    lines = []
    for item in parts["lines"].items(1, 200, "行"):
        x = item.parts(("text", "name", "value", "ref"), ("tone",))
        name, value = x["name"].text(_NAME, 1), x["value"].text(_LONG)
        lines.append(Line(x["text"].text(_LONG), name, value, reference(x), tone(x)))
    return Lines(title, note, tuple(lines))


# What reads a kind, and its keys beside kind, title and note: required, optional.
_KINDS: dict[str, tuple[Any, tuple[str, ...], tuple[str, ...]]] = {
    "hexdump": (_hexdump, ("bytes", "fields"), ("differs",)),
    "bits": (_bits, ("rows",), ()),
    "sequence": (_sequence, ("lanes", "events"), ()),
    "rate": (_rate, ("x", "y", "series"), ("limits",)),
    "grid": (_grid, ("corner", "columns", "rows"), ()),
    "lines": (_lines, ("lines",), ()),
}
