"""Small drawings of traces for lists: their marks without their words."""

from collections.abc import Callable, Iterator
from typing import Any

from . import bars, rate, ring, states, strip
from .axes import Scale
from .measure import width
from .model import (
    Bars,
    Bits,
    Grid,
    Hexdump,
    Lines,
    Rate,
    Ring,
    Sequence,
    States,
    Strip,
    Trace,
    Tree,
)
from .parts import hue, tone_class
from .tree import Element, classes, element

WIDE, HIGH = 96, 60


def thumbnail(trace: Trace) -> Element:
    """The first picture of a trace; nothing in it is read out, linked or named."""
    picture = trace.pictures[0]
    paint: Callable[[Any], Iterator[Element]] = _PAINTERS[picture.kind]
    attributes = {
        "class": "kb-thumbnail",
        "viewBox": f"0 0 {WIDE} {HIGH}",
        "aria-hidden": "true",
    }
    return element("svg", attributes, *paint(picture))


def _box(x: float, y: float, wide: float, high: float, *names: str) -> Element:
    box = {"x": x, "y": y, "width": max(1.0, wide), "height": high}
    return element("rect", {"class": classes(*names), **box})


def _hexdump(picture: Hexdump) -> Iterator[Element]:
    side, rows = 11.5, 5
    for n, field in enumerate(picture.fields):
        look = "" if field.tone == "quiet" else hue(n)
        for at in range(field.at, min(field.at + field.size, 8 * rows)):
            x, y = 2 + at % 8 * side, 1 + at // 8 * side
            yield _box(x, y, side - 1, side - 1, "kb-solid", look, tone_class(field.tone))


def _bits(picture: Bits) -> Iterator[Element]:
    rows = picture.rows[:4]
    most = min(32, max(sum(len(field.cells) for field in row.fields) for row in rows))
    wide, step = 92 / most, HIGH / len(rows)
    high = min(16.0, step - 4)
    names = dict.fromkeys(field.name for row in picture.rows for field in row.fields)
    hues = {name: hue(n) for n, name in enumerate(names)}
    for n, row in enumerate(rows):
        at = 0
        for field in row.fields:
            look = ("kb-solid", hues[field.name], tone_class(field.tone))
            for cell in range(at, min(at + len(field.cells), most)):
                yield _box(2 + cell * wide, n * step + (step - high) / 2, wide - 0.6, high, *look)
            at += len(field.cells)


def _sequence(picture: Sequence) -> Iterator[Element]:
    count = len(picture.lanes)
    lanes = [WIDE * (n + 0.5) / count for n in range(count)]
    for x in lanes:
        ends = {"x1": x, "y1": 2, "x2": x, "y2": HIGH - 2}
        yield element("line", {"class": "kb-lane", **ends})
    for n, event in enumerate(picture.events[:6]):
        y, start = 8 + n * 9, lanes[event.source]
        tone = tone_class(event.tone)
        if event.target is None:
            yield _box(start - 5, y - 3, 10, 6, "kb-step kb-note", tone)
            continue
        end = lanes[event.target]
        if not event.arrives:
            end = (start + end) / 2
        ahead = 1 if end > start else -1
        ends = {"x1": start, "y1": y, "x2": end - ahead * 4, "y2": y}
        back = end - ahead * 5
        head = f"{end:g},{y} {back:g},{y - 2.5} {back:g},{y + 2.5}"
        yield element("line", {"class": classes("kb-step kb-arrow", tone), **ends})
        yield element("polygon", {"class": classes("kb-step kb-head", tone), "points": head})


def _rate(picture: Rate) -> Iterator[Element]:
    across, up = rate.scales(picture, 0)
    across = Scale(across.low, across.high, 4, WIDE - 4)
    up = Scale(up.low, up.high, HIGH - 4, 4)
    base = up(max(0.0, up.low))
    ends = {"x1": 2, "y1": base, "x2": WIDE - 2, "y2": base}
    yield element("line", {"class": "kb-axis", **ends})
    for n, series in enumerate(picture.series):
        yield next(rate.marks(picture, n, series, across, up))
    for limit in picture.limits:
        ends = {"x1": 2, "y1": up(limit.value), "x2": WIDE - 2, "y2": up(limit.value)}
        yield element("line", {"class": "kb-limit", **ends})


def _grid(picture: Grid) -> Iterator[Element]:
    rows = picture.rows[:6]
    columns = min(8, len(picture.columns))
    wide, high = min(20.0, 92 / columns), min(14.0, 56 / len(rows))
    left, top = (WIDE - columns * wide) / 2, (HIGH - len(rows) * high) / 2
    for n, row in enumerate(rows):
        for m, cell in enumerate(row.cells[:columns]):
            look = ("kb-solid", tone_class(cell.tone))
            yield _box(left + m * wide, top + n * high, wide - 1.5, high - 1.5, *look)


def _lines(picture: Lines) -> Iterator[Element]:
    shown = picture.lines[:6]
    longest = max(1.0, *(width(line.text, 1) for line in shown), 1.0)
    for n, line in enumerate(shown):
        look = ("kb-solid", "" if line.tone == "quiet" else hue(n), tone_class(line.tone))
        yield _box(2, 3 + n * 9.4, 92 * width(line.text, 1) / longest, 6, *look)


def _bars(picture: Bars) -> Iterator[Element]:
    shown = picture.bars[:5]
    step = HIGH / len(shown)
    high = min(12.0, step - 4)
    for n, bar in enumerate(shown):
        wide = 92 * bars.share(picture, bar.value)
        look = ("kb-solid", hue(0), tone_class(bar.tone))
        yield _box(2, n * step + (step - high) / 2, wide, high, *look)


def _states(picture: States) -> Iterator[Element]:
    middle = (WIDE / 2, HIGH / 2)
    places = states.spots(len(picture.states), middle, 34, 0 if len(picture.states) == 2 else 21)
    for move in picture.moves:
        (x1, y1), (x2, y2) = places[move.source], places[move.target]
        look = classes("kb-move", "" if move.count else "kb-move--unused", tone_class(move.tone))
        ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        yield element("line", {"class": f"{look} kb-arrow", **ends})
    for x, y in places:
        yield _box(x - 9, y - 5, 18, 10, "kb-state")


def _ring(picture: Ring) -> Iterator[Element]:
    for node in range(len(picture.nodes)):
        arc = ring.arc(picture, node, 23, (WIDE / 2, HIGH / 2))
        yield element("g", {"class": hue(node)}, arc)


def _tree(picture: Tree) -> Iterator[Element]:
    depths: list[int] = []
    for node in picture.nodes:
        depths.append(0 if node.parent is None else depths[node.parent] + 1)
    for n, (node, depth) in enumerate(zip(picture.nodes[:6], depths, strict=False)):
        look = ("kb-solid", hue(0) if node.taken else "", tone_class(node.tone))
        yield _box(4 + 14 * min(depth, 4), 2 + n * 9.6, 30, 6.5, *look)


def _strip(picture: Strip) -> Iterator[Element]:
    across, hues = strip.scale(picture), strip.hues_of(picture)
    across = Scale(across.low, across.high, 2, WIDE - 2)
    shown = picture.rows[:4]
    step = HIGH / len(shown)
    high = min(16.0, step - 4)
    for n, row in enumerate(shown):
        for span in row.spans:
            x = across(span.at)
            look = ("kb-solid", hues.get(span.name, ""), tone_class(span.tone))
            wide = across(span.at + span.size) - x
            yield _box(x, n * step + (step - high) / 2, wide, high, *look)


_PAINTERS: dict[str, Callable[[Any], Iterator[Element]]] = {
    "hexdump": _hexdump,
    "bits": _bits,
    "sequence": _sequence,
    "rate": _rate,
    "grid": _grid,
    "lines": _lines,
    "bars": _bars,
    "states": _states,
    "ring": _ring,
    "tree": _tree,
    "strip": _strip,
}
