"""A state machine: boxes around an ellipse, and a numbered arrow for each way between them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .measure import width, wrap
from .model import Move, States
from .parts import (
    Place,
    drawing,
    field_link,
    field_row,
    figure,
    marked,
    spoken_elsewhere,
    table,
    tone_class,
    words,
)
from .tree import Element, classes, element

WIDTH = 340
_ACROSS = 100  # half the width of the ellipse
_SIZE = 12
_LINE = 15
_NAME = 58  # room for a line of a name
_HEAD = 8  # of an arrow
_BADGE = 9  # half of what holds a number
_BEND = 18  # how far an arrow bows out
_LOOP = 40  # how far an arrow back to the same state goes up or down
_ASIDE = 22  # and to a side, where there is less room
_STEPS = 60  # along an arrow
_PLACES = (0.4, 0.5, 0.3, 0.6, 0.7, 0.22)  # where along an arrow its number may stand

_Spot = tuple[float, float]


@dataclass(frozen=True)
class _Box:
    """A state: its middle, half its width and height, the lines of its name; `side` is where the
    border of the drawing is nearest: left, right, up or down.
    """

    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]
    side: str

    def holds(self, x: float, y: float, margin: float) -> bool:
        return abs(x - self.x) < self.wide + margin and abs(y - self.y) < self.high + margin


@dataclass(frozen=True)
class _Curve:
    """A cubic Bézier curve."""

    start: _Spot
    first: _Spot
    second: _Spot
    end: _Spot

    def at(self, t: float) -> _Spot:
        u = 1 - t
        shares = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        spots = (self.start, self.first, self.second, self.end)
        x = sum(share * spot[0] for share, spot in zip(shares, spots, strict=True))
        y = sum(share * spot[1] for share, spot in zip(shares, spots, strict=True))
        return round(x, 6), round(y, 6)


def draw(picture: States, place: Place) -> Element:
    """The machine with each way as a link to its row of the table."""
    boxes, height = _boxes(picture)
    numbers: list[_Spot] = []
    links, rows = [], []
    detailed = any(move.detail for move in picture.moves)
    for n, (move, curve) in enumerate(zip(picture.moves, _curves(picture, boxes), strict=True), 1):
        look = (_way(move), tone_class(move.tone))
        shapes = _arrow(curve, boxes[move.source], boxes[move.target], n, boxes, numbers)
        links.append(field_link(place, str(n), _said(n, picture, move), look, *shapes))
        ends = (picture.states[move.source], picture.states[move.target])
        told = [marked(move.label, move.tone), str(move.count), *([move.detail] * detailed)]
        rows.append(field_row(place, str(n), look, str(n), *ends, *told))
    columns = ["号", "从", "到", "何时", "次数", *(["说明"] * detailed)]
    looped = any(move.source == move.target == picture.start for move in picture.moves)
    machine = [
        *_start(boxes[picture.start], looped),
        *(part for box in boxes for part in _state(box)),
    ]
    return figure(
        picture.kind,
        place,
        (picture.note, "黑点指着开始的状态；虚线是这次没有走过的。"),
        drawing(place, WIDTH, height, *links, spoken_elsewhere(*machine), links=True),
        table(place, columns, rows, header=3),
    )


def spots(count: int, middle: _Spot, across: float, down: float) -> list[_Spot]:
    """`count` places around an ellipse; the first is at its top, of two at its left."""
    turn = 0.25 if count == 2 else 0.0
    found = []
    for n in range(count):
        angle = 2 * math.pi * (n / count - turn)
        x, y = middle[0] + across * math.sin(angle), middle[1] - down * math.cos(angle)
        found.append((round(x, 6), round(y, 6)))
    return found


def _boxes(picture: States) -> tuple[list[_Box], float]:
    """The states, and the height of the drawing."""
    count = len(picture.states)
    down = 0 if count == 2 else 60 + 14 * count
    room = 26 + (max(_ranks(picture)) + 1) * _BEND if count == 2 else 50
    boxes = []
    for name, (x, y) in zip(
        picture.states, spots(count, (WIDTH / 2, down), _ACROSS, down), strict=True
    ):
        lines = wrap(name, _NAME, _SIZE, 2)
        wide = max(width(line, _SIZE) for line in lines) / 2 + 8
        high = len(lines) * _LINE / 2 + 7
        boxes.append(_Box(x, y, max(22.0, wide), high, tuple(lines), _side(x, y - down)))
    looped = {boxes[move.source].side for move in picture.moves if move.source == move.target}
    above, below = (room + (_LOOP / 2 if side in looped else 0) for side in ("up", "down"))
    return [replace(box, y=box.y + above) for box in boxes], above + 2 * down + below


def _side(x: float, below: float) -> str:
    if abs(x - WIDTH / 2) > _ACROSS / 2:
        return "left" if x < WIDTH / 2 else "right"
    return "up" if below <= 0 else "down"


def _ranks(picture: States) -> list[int]:
    """For each way, how many came before between the same two states in the same direction."""
    seen: dict[tuple[int, int], int] = {}
    found = []
    for move in picture.moves:
        ends = move.source, move.target
        found.append(seen.get(ends, 0))
        seen[ends] = found[-1] + 1
    return found


def _curves(picture: States, boxes: list[_Box]) -> Iterator[_Curve]:
    for move, rank in zip(picture.moves, _ranks(picture), strict=True):
        source, target = boxes[move.source], boxes[move.target]
        if move.source == move.target:
            yield _loop(source, rank)
        else:
            yield _bow(source, target, _BEND * (1 + rank * 1.3))


def _loop(box: _Box, rank: int) -> _Curve:
    """Out of a box and back, on the side where the drawing ends."""
    x, y, half, wide = box.x, box.y, 6 + 3 * rank, 18 + 12 * rank
    sign = -1 if box.side in ("up", "left") else 1
    if box.side in ("up", "down"):
        edge, far = y + sign * box.high, y + sign * (box.high + _LOOP)
        return _Curve((x - half, edge), (x - wide, far), (x + wide, far), (x + half, edge))
    edge, far = x + sign * box.wide, x + sign * (box.wide + _ASIDE + 6)
    return _Curve((edge, y - half), (far, y - wide), (far, y + wide), (edge, y + half))


def _bow(source: _Box, target: _Box, bend: float) -> _Curve:
    """From middle to middle; it bows to its left, so that the way back lies on the other side."""
    dx, dy = target.x - source.x, target.y - source.y
    length = math.sqrt(dx * dx + dy * dy)
    out = (dy / length * bend * 4 / 3, -dx / length * bend * 4 / 3)
    first = (source.x + dx / 3 + out[0], source.y + dy / 3 + out[1])
    second = (source.x + dx * 2 / 3 + out[0], source.y + dy * 2 / 3 + out[1])
    return _Curve((source.x, source.y), first, second, (target.x, target.y))


def _arrow(
    curve: _Curve, source: _Box, target: _Box, number: int, boxes: list[_Box], numbers: list[_Spot]
) -> Iterator[Element]:
    """The line between the edges of two boxes, its head, and its number on it."""
    start, end = _outside(curve, source, target)
    tip = curve.at(end / _STEPS)
    back = _backwards(curve, end / _STEPS)
    path = "".join(
        f"{'M' if n == start else 'L'}{x:.2f} {y:.2f}"
        for n in range(start, end, 2)
        for x, y in [curve.at(n / _STEPS)]
    )
    neck = (tip[0] + back[0] * (_HEAD - 1), tip[1] + back[1] * (_HEAD - 1))
    yield element("path", {"class": "kb-way", "d": f"{path}L{neck[0]:.2f} {neck[1]:.2f}"})
    yield element("polygon", {"class": "kb-head", "points": _head(tip, back)})
    x, y = _free(curve, start / _STEPS, end / _STEPS, boxes, numbers)
    numbers.append((x, y))
    half = max(_BADGE, width(str(number), 11) / 2 + 4)
    box = {"x": x - half, "y": y - _BADGE, "width": 2 * half, "height": 2 * _BADGE, "rx": _BADGE}
    yield element("rect", {"class": "kb-badge", **box})
    yield words(str(number), x, y + 4, "kb-middle", "kb-small")


def _outside(curve: _Curve, source: _Box, target: _Box) -> tuple[int, int]:
    """The steps along a curve at which it has left one box and not yet come to the other."""
    if source is target:
        return 0, _STEPS
    steps = range(1, _STEPS)
    start = next((n for n in steps if not source.holds(*curve.at(n / _STEPS), 1)), 1)
    end = next((n for n in steps[::-1] if not target.holds(*curve.at(n / _STEPS), 2)), _STEPS)
    return start, max(end, start + 1)


def _backwards(curve: _Curve, t: float) -> _Spot:
    """The direction, of length 1, in which a curve came to a place."""
    (x, y), (u, v) = curve.at(t), curve.at(t - 0.06)
    length = math.sqrt((u - x) ** 2 + (v - y) ** 2)
    return (u - x) / length, (v - y) / length


def _head(tip: _Spot, back: _Spot) -> str:
    x, y = tip[0] + back[0] * _HEAD, tip[1] + back[1] * _HEAD
    side = (-back[1] * 4, back[0] * 4)
    corners = (tip, (x + side[0], y + side[1]), (x - side[0], y - side[1]))
    return " ".join(f"{a:.2f},{b:.2f}" for a, b in corners)


def _free(
    curve: _Curve, start: float, end: float, boxes: list[_Box], numbers: list[_Spot]
) -> _Spot:
    """Where a number lies upon no box and no other number; if nowhere, the last place tried."""
    spot = curve.at((start + end) / 2)
    for share in _PLACES:
        spot = curve.at(start + (end - start) * share)
        apart = all(abs(spot[0] - x) >= 20 or abs(spot[1] - y) >= 19 for x, y in numbers)
        if apart and not any(box.holds(*spot, _BADGE) for box in boxes):
            break
    return spot


def _start(box: _Box, looped: bool) -> Iterator[Element]:
    """The dot before the first state: beyond it, or beside it where a loop is in the way."""
    if box.side in ("up", "down") and looped:
        left, y = box.x - box.wide, box.y
        yield element("circle", {"class": "kb-start", "cx": left - 20, "cy": y, "r": 4})
        ends = {"x1": left - 16, "y1": y, "x2": left - 7, "y2": y}
        points = f"{left - 2:g},{y:g} {left - 8:g},{y - 3.5:g} {left - 8:g},{y + 3.5:g}"
    else:
        x, sign = box.x, 1 if box.side == "down" else -1
        edge = box.y + sign * box.high
        yield element("circle", {"class": "kb-start", "cx": x, "cy": edge + sign * 20, "r": 4})
        ends = {"x1": x, "y1": edge + sign * 16, "x2": x, "y2": edge + sign * 7}
        back = edge + sign * 8
        points = f"{x:g},{edge + sign * 2:g} {x - 3.5:g},{back:g} {x + 3.5:g},{back:g}"
    yield element("line", {"class": "kb-arrow", **ends})
    yield element("polygon", {"class": "kb-head", "points": points})


def _state(box: _Box) -> Iterator[Element]:
    shape = {"x": box.x - box.wide, "y": box.y - box.high, "width": 2 * box.wide}
    yield element("rect", {"class": "kb-state", **shape, "height": 2 * box.high, "rx": 6})
    top = box.y - len(box.lines) * _LINE / 2
    for n, line in enumerate(box.lines):
        yield words(line, box.x, top + n * _LINE + 12, "kb-middle")


def _way(move: Move) -> str:
    return classes("kb-move", "" if move.count else "kb-move--unused") or ""


def _said(number: int, picture: States, move: Move) -> str:
    """What a screen reader says of an arrow, the number that is seen at it first."""
    ends = f"{number} 号：{picture.states[move.source]} → {picture.states[move.target]}"
    return f"{ends}：{marked(move.label, move.tone)}，走过 {move.count} 次"
