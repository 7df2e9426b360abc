"""A hash ring: arcs in the colours of the nodes that they belong to, keys around them."""

import math
from collections.abc import Iterator

from .measure import width
from .model import Key, Ring
from .parts import (
    Place,
    drawing,
    facts,
    field_link,
    field_row,
    figure,
    hue,
    marked,
    spoken_elsewhere,
    table,
    tone_class,
    words,
)
from .tree import Element, Node, element

WIDTH, HEIGHT = 340, 272
_MIDDLE = (WIDTH / 2, HEIGHT / 2)
_RADIUS = 88
_BAND = 16  # as the style draws an arc
_KEYS = _RADIUS + 16
_NAMES = _RADIUS + 32
_INSIDE = _RADIUS - 22
_MOST_TICKS = 60
_SIZE = 11


def draw(picture: Ring, place: Place) -> Element:
    """The ring with each node's arcs as a link to its row of the table."""
    links = [
        field_link(place, str(n + 1), _said(picture, n), (hue(n),), arc(picture, n))
        for n in range(len(picture.nodes))
    ]
    drawn = drawing(
        place, WIDTH, HEIGHT, *links, spoken_elsewhere(*_points(picture), *_words(picture)),
        *_keys(picture), links=True,
    )  # fmt: skip
    rows = [field_row(place, str(n + 1), (hue(n),), *_facts(picture, n))
            for n in range(len(picture.nodes))]  # fmt: skip
    columns = ("号", "节点", "点", "占环的份额", "归它的键")
    return figure(
        picture.kind,
        place,
        (picture.note, "圈里的数字是节点的号，圈外的数字是键的号，名称见表格。"),
        drawn,
        facts(table(place, columns, rows, header=1)),
    )


def spot(at: float, radius: float, middle: tuple[float, float] = _MIDDLE) -> tuple[float, float]:
    """A place on a circle: 0 is at its top, and on goes with the clock.

    Rounded, since the last digit of a sine is not the same everywhere.
    """
    angle = 2 * math.pi * at
    x, y = middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)
    return round(x, 6), round(y, 6)


def spans(picture: Ring) -> Iterator[tuple[float, float, int]]:
    """(start, length, node) of every arc, as shares of the way round."""
    before = picture.points[-1].at - 1
    for point in picture.points:
        yield before, point.at - before, point.node
        before = point.at


def arc(
    picture: Ring, node: int, radius: float = _RADIUS, middle: tuple[float, float] = _MIDDLE
) -> Element:
    """All arcs of a node as one path; neighbours become one, and none is more than half a turn."""
    path = []
    for start, length, owner in _joined(picture):
        if owner != node:
            continue
        pieces = 2 if length > 0.5 else 1
        x, y = spot(start, radius, middle)
        path.append(f"M{x:.2f} {y:.2f}")
        for n in range(1, pieces + 1):
            x, y = spot(start + length * n / pieces, radius, middle)
            path.append(f"A{radius:g} {radius:g} 0 0 1 {x:.2f} {y:.2f}")
    return element("path", {"class": "kb-arc", "d": "".join(path)})


def _joined(picture: Ring) -> Iterator[tuple[float, float, int]]:
    """Arcs with their neighbours of the same node."""
    begun: tuple[float, float, int] | None = None
    for start, length, node in spans(picture):
        if begun and begun[2] == node:
            begun = begun[0], begun[1] + length, node
            continue
        if begun:
            yield begun
        begun = start, length, node
    if begun:
        yield begun


def _share(picture: Ring, node: int) -> float:
    return sum(length for _, length, owner in spans(picture) if owner == node)


def _told(share: float) -> str:
    return f"{share * 100:.1f} %"


def _said(picture: Ring, node: int) -> str:
    return f"{picture.nodes[node]}：占环的 {_told(_share(picture, node))}"


def _points(picture: Ring) -> Iterator[Element]:
    """A stroke through the ring at each point, as long as they can be told apart."""
    if len(picture.points) > _MOST_TICKS:
        return
    for point in picture.points:
        (x1, y1), (x2, y2) = (spot(point.at, _RADIUS + side * _BAND / 2) for side in (-1, 1))
        ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        yield element("line", {"class": "kb-point", **ends})


def _words(picture: Ring) -> Iterator[Element]:
    """The number of each node inside its longest arc, and those of keys where there is room."""
    taken: list[tuple[float, float, float]] = []
    for node in range(len(picture.nodes)):
        arcs = [(length, start) for start, length, owner in _joined(picture) if owner == node]
        if arcs:
            length, start = max(arcs)
            yield from _number(str(node + 1), start + length / 2, _INSIDE, taken, "kb-strong")
    for n, key in enumerate(picture.keys, 1):
        yield from _number(str(n), key.at, _NAMES, taken, "kb-small")


def _number(
    text: str, at: float, radius: float, taken: list[tuple[float, float, float]], look: str
) -> Iterator[Element]:
    x, y = spot(at, radius)
    half = width(text, _SIZE + 1) / 2 + 1
    if all(abs(x - u) >= half + other or abs(y - v) >= 13 for u, v, other in taken):
        taken.append((x, y, half))
        yield words(text, x, y + 4, "kb-middle", look)


def _keys(picture: Ring) -> Iterator[Element]:
    for key in picture.keys:
        x, y = spot(key.at, _KEYS)
        look = f"kb-dot {hue(key.node)} {tone_class(key.tone)}".rstrip()
        yield element("circle", {"class": look, "cx": x, "cy": y, "r": 4})


def _facts(picture: Ring, node: int) -> Iterator[Node]:
    """The cells of a node's row."""
    points = sum(point.node == node for point in picture.points)
    keys = [_key(n, key) for n, key in enumerate(picture.keys, 1) if key.node == node]
    yield str(node + 1)
    yield picture.nodes[node]
    yield str(points)
    yield _told(_share(picture, node))
    yield "、".join(keys) or "—"


def _key(number: int, key: Key) -> str:
    return f"{number} {marked(key.name, key.tone)}"
