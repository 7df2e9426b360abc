"""What each kind of picture may hold: readers from JSON to the model."""

from collections.abc import Callable

from .model import (
    Bar,
    Bars,
    BitField,
    BitRow,
    Bits,
    Branch,
    Cell,
    Event,
    Field,
    Grid,
    GridRow,
    Hexdump,
    Key,
    Limit,
    Line,
    Lines,
    Mark,
    Move,
    Picture,
    Point,
    Rate,
    Ring,
    Sequence,
    Series,
    Span,
    States,
    Strip,
    StripRow,
    Tree,
)
from .values import TraceError, Value, reference, text, tone

MOST_BYTES = 2048
MOST_CELLS = 128  # in a row
MOST_EVENTS = 200
_MOST_TIME = 10**9
_MOST_TIMES = 10**6  # that a way is gone
_MOST_DEPTH = 12  # of a tree, below its root
# Characters in a text
_NAME, _SHORT, _LONG = 60, 24, 1000
_CELL = 8

_Parts = dict[str, Value]
_Reader = Callable[[str, str, _Parts], Picture]


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
    x, y = parts["x"].text(_SHORT, 1), parts["y"].text(_SHORT, 1)
    return Rate(title, note, x, y, series, _limits(parts))


def _limits(parts: _Parts) -> tuple[Limit, ...]:
    limits = []
    for item in parts["limits"].items(0, 4, "条上限") if "limits" in parts else []:
        members = item.parts(("value", "label"))
        limits.append(Limit(members["value"].number(), members["label"].text(_SHORT, 1)))
    return tuple(limits)


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


def _bars(title: str, note: str, parts: _Parts) -> Bars:
    bars = []
    for item in parts["bars"].items(1, 24, "条"):
        b = item.parts(("name", "value"), ("told", "tone"))
        value = b["value"].number()
        if value < 0:
            b["value"].wrong("不小于 0 的数")
        bars.append(Bar(b["name"].text(_NAME, 1), value, text(b, "told", _SHORT), tone(b)))
    return Bars(title, note, parts["unit"].text(_SHORT, 1), tuple(bars), _limits(parts))


def _states(title: str, note: str, parts: _Parts) -> States:
    states = tuple(item.text(_SHORT, 1) for item in parts["states"].items(2, 8, "个状态"))
    last = len(states) - 1
    moves = []
    for item in parts["moves"].items(1, 24, "条边"):
        m = item.parts(("from", "to", "label", "count"), ("detail", "tone"))
        source, target = m["from"].integer(0, last), m["to"].integer(0, last)
        label, count = m["label"].text(_NAME, 1), m["count"].integer(0, _MOST_TIMES)
        moves.append(Move(source, target, label, count, text(m, "detail", _LONG), tone(m)))
    return States(title, note, states, parts["start"].integer(0, last), tuple(moves))


def _ring(title: str, note: str, parts: _Parts) -> Ring:
    nodes = tuple(item.text(_SHORT, 1) for item in parts["nodes"].items(1, 12, "个节点"))
    last = len(nodes) - 1
    points: list[Point] = []
    for item in parts["points"].items(1, 400, "个点"):
        p = item.parts(("at", "node"))
        at = _share(p["at"])
        if points and at < points[-1].at:
            p["at"].wrong(f"不小于上一点的 {points[-1].at} 的数")
        points.append(Point(at, p["node"].integer(0, last)))
    keys = []
    for item in parts["keys"].items(0, 24, "个键") if "keys" in parts else []:
        k = item.parts(("at", "name", "node"), ("tone",))
        node = k["node"].integer(0, last)
        keys.append(Key(_share(k["at"]), k["name"].text(_SHORT, 1), node, tone(k)))
    return Ring(title, note, nodes, tuple(points), tuple(keys))


def _share(value: Value) -> float:
    found = value.number()
    if not 0 <= found < 1:
        value.wrong("从 0 到 1（不含 1）的数")
    return found


def _tree(title: str, note: str, parts: _Parts) -> Tree:
    nodes: list[Branch] = []
    depths: list[int] = []
    for n, item in enumerate(parts["nodes"].items(2, 40, "个节点")):
        b = item.parts(("parent", "edge", "label", "taken"), ("detail", "tone"))
        parent = None
        if n == 0 and b["parent"].raw is not None:
            b["parent"].wrong(" null（第一个节点是根）")
        if n > 0:
            parent = b["parent"].integer(0, n - 1)
        edge, label = b["edge"].text(_SHORT), b["label"].text(_NAME, 1)
        taken = b["taken"].flag()
        if taken and parent is not None and not nodes[parent].taken:
            b["taken"].wrong(" false，因为没有走到它的上一级")
        depths.append(0 if parent is None else depths[parent] + 1)
        if depths[n] > _MOST_DEPTH:
            b["parent"].wrong(f"不超过 {_MOST_DEPTH} 层的树里的一个节点")
        nodes.append(Branch(parent, edge, label, taken, text(b, "detail", _LONG), tone(b)))
    return Tree(title, note, tuple(nodes))


def _strip(title: str, note: str, parts: _Parts) -> Strip:
    rows = tuple(_strip_row(item) for item in parts["rows"].items(1, 12, "行"))
    marks = []
    for item in parts["marks"].items(0, 6, "处标记") if "marks" in parts else []:
        m = item.parts(("at", "label"))
        marks.append(Mark(m["at"].number(), m["label"].text(_SHORT, 1)))
    return Strip(title, note, parts["unit"].text(_SHORT, 1), rows, tuple(marks))


def _strip_row(value: Value) -> StripRow:
    row = value.parts(("label", "spans"))
    spans: list[Span] = []
    for item in row["spans"].items(1, 200, "段"):
        s = item.parts(("at", "size", "name"), ("value", "ref", "tone"))
        at, size = s["at"].number(), s["size"].number()
        if size <= 0:
            s["size"].wrong("大于 0 的数")
        if spans and at < spans[-1].at + spans[-1].size - 1e-9:
            s["at"].wrong(f"不小于上一段末尾 {spans[-1].at + spans[-1].size} 的数")
        name, said = s["name"].text(_NAME, 1), text(s, "value", _LONG)
        spans.append(Span(at, size, name, said, reference(s), tone(s)))
    return StripRow(row["label"].text(_NAME), tuple(spans))


# What reads a kind, and its keys beside kind, title and note: required, optional.
KINDS: dict[str, tuple[_Reader, tuple[str, ...], tuple[str, ...]]] = {
    "hexdump": (_hexdump, ("bytes", "fields"), ("differs",)),
    "bits": (_bits, ("rows",), ()),
    "sequence": (_sequence, ("lanes", "events"), ()),
    "rate": (_rate, ("x", "y", "series"), ("limits",)),
    "grid": (_grid, ("corner", "columns", "rows"), ()),
    "lines": (_lines, ("lines",), ()),
    "bars": (_bars, ("unit", "bars"), ("limits",)),
    "states": (_states, ("states", "start", "moves"), ()),
    "ring": (_ring, ("nodes", "points"), ("keys",)),
    "tree": (_tree, ("nodes",), ()),
    "strip": (_strip, ("unit", "rows"), ("marks",)),
}
