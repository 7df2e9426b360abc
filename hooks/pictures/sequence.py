"""Messages between lanes, one row for each event, time downwards."""

from collections.abc import Iterator
from dataclasses import dataclass

from .measure import shorten, width, wrap
from .model import Event, Sequence
from .parts import (
    Place,
    Row,
    drawing,
    facts,
    figure,
    marked,
    scroll,
    table,
    tone_class,
    words,
)
from .tree import Element, classes, element

WIDTH = 356  # of up to three lanes
_LANE = 112  # the width of a lane where there are more
_SIZE = 12
_TIME_DIGIT = 7
_ROW = 40
_NAME_LINE = 15
_AGAIN = 12  # from so many events on, the names of the lanes stand below them too
_HEAD = 7  # of an arrow


@dataclass(frozen=True)
class _Plan:
    """Where things lie: lanes at `lanes`, events from `top` down, text between left and right."""

    lanes: tuple[float, ...]
    left: float
    right: float
    top: float
    names: tuple[tuple[str, ...], ...]

    def y(self, step: int) -> float:
        """The upper edge of an event's row; steps count from 1."""
        return self.top + (step - 1) * _ROW


def draw(picture: Sequence, place: Place) -> Element:
    """The lanes and their events; each event is a step, in the drawing and in the table."""
    plan = _plan(picture)
    count = len(picture.events)
    bottom = plan.y(count + 1) + 6
    again = count >= _AGAIN
    height = bottom + (plan.top - 8 if again else 0)
    steps = [_step(event, n, plan) for n, event in enumerate(picture.events, 1)]
    frame = [
        *_lanes(plan, bottom),
        words("毫秒", plan.left - 8, plan.top - 12, "kb-end", "kb-small"),
    ]
    if again:
        frame += _names(plan, bottom + 14, hang=False)
    drawn = drawing(place, plan.right, height, *frame, *steps)
    columns = ("步", "毫秒", "从", "到", "消息", "说明")
    rows = [_facts(picture, event, n) for n, event in enumerate(picture.events, 1)]
    return figure(
        picture.kind,
        place,
        (picture.note,),
        drawn if len(picture.lanes) <= 3 else scroll(f"图：{place.title}", drawn),
        facts(table(place, columns, rows, header=4, kind="kb-table--events")),
        steps=count,
    )


def _plan(picture: Sequence) -> _Plan:
    count = len(picture.lanes)
    longest = max(len(str(event.at)) for event in picture.events)
    left = max(34, longest * _TIME_DIGIT + 10)
    right = WIDTH if count <= 3 else left + count * _LANE
    wide = (right - left) / count
    names = tuple(tuple(wrap(name, wide - 6, _SIZE + 0.6, 2)) for name in picture.lanes)
    return _Plan(
        lanes=tuple(left + (n + 0.5) * wide for n in range(count)),
        left=left,
        right=right,
        top=max(map(len, names)) * _NAME_LINE + 16,
        names=names,
    )


def _lanes(plan: _Plan, bottom: float) -> Iterator[Element]:
    yield from _names(plan, 14, hang=True)
    for x in plan.lanes:
        ends = {"x1": x, "y1": plan.top - 8, "x2": x, "y2": bottom}
        yield element("line", {"class": "kb-lane", **ends})


def _names(plan: _Plan, y: float, hang: bool) -> Iterator[Element]:
    """The names of the lanes: they hang at their upper ends, or stand on their lower ones."""
    most = max(map(len, plan.names))
    for x, lines in zip(plan.lanes, plan.names, strict=True):
        for n, line in enumerate(lines, most - len(lines) if hang else 0):
            yield words(line, x, y + n * _NAME_LINE, "kb-middle", "kb-strong")


def _step(event: Event, step: int, plan: _Plan) -> Element:
    y = plan.y(step)
    band = {"x": 0, "y": y, "width": plan.right, "height": _ROW, "rx": 3}
    time = words(str(event.at), plan.left - 8, y + 26, "kb-end", "kb-small", "kb-mono")
    parts = (
        _note(event, plan, y) if event.target is None else _message(event, event.target, plan, y)
    )
    return element(
        "g",
        {"class": classes("kb-step", tone_class(event.tone)), "data-step": str(step)},
        element("rect", {"class": "kb-band", **band}),
        time,
        *parts,
    )


def _clamped(middle: float, wide: float, plan: _Plan) -> float:
    """The nearest middle for something `wide` that keeps it inside."""
    return max(plan.left + wide / 2, min(middle, plan.right - 2 - wide / 2))


def _fitted(event: Event, plan: _Plan) -> tuple[str, float]:
    """The label with its width; where there is little room, without the sign of its tone."""
    room = plan.right - plan.left - 16
    label = marked(event.label, event.tone)
    label = label if width(label, _SIZE) <= room else shorten(event.label, room, _SIZE)
    return label, width(label, _SIZE)


def _note(event: Event, plan: _Plan, y: float) -> Iterator[Element]:
    label, wide = _fitted(event, plan)
    wide += 14
    x = _clamped(plan.lanes[event.source], wide, plan)
    box = {"x": x - wide / 2, "y": y + 9, "width": wide, "height": 24, "rx": 4}
    yield element("rect", {"class": "kb-note", **box})
    yield words(label, x, y + 25.5, "kb-middle")


def _message(event: Event, target: int, plan: _Plan, y: float) -> Iterator[Element]:
    start, end = plan.lanes[event.source], plan.lanes[target]
    ahead = 1 if end > start else -1
    line = y + 28
    label, wide = _fitted(event, plan)
    middle = _clamped((start + end) / 2, wide + 4, plan)
    stop = end - ahead * 2 if event.arrives else (start + end) / 2
    shaft = {"x1": start, "y1": line, "x2": stop - ahead * _HEAD, "y2": line}
    yield element("line", {"class": "kb-arrow", **shaft})
    back = stop - ahead * (_HEAD + 1)
    points = f"{stop:g},{line:g} {back:g},{line - 4:g} {back:g},{line + 4:g}"
    yield element("polygon", {"class": "kb-head", "points": points})
    if not event.arrives:
        x = stop + ahead * 8
        cross = f"M{x - 5:g} {line - 5:g}l10 10M{x + 5:g} {line - 5:g}l-10 10"
        yield element("path", {"class": "kb-cross", "d": cross})
    yield words(label, middle, y + 17, "kb-middle", "kb-over")


def _facts(picture: Sequence, event: Event, step: int) -> Row:
    if event.target is None:
        target = ""
    else:
        target = picture.lanes[event.target] + ("" if event.arrives else "（没有到达）")
    cells = (str(step), str(event.at), picture.lanes[event.source], target)
    attributes = {"class": classes(tone_class(event.tone)), "data-step": str(step)}
    return Row((*cells, marked(event.label, event.tone), event.detail), dict(attributes))
