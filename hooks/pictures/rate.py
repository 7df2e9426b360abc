"""Numbers over numbers: axes, series, limits, and the table of the points."""

from collections.abc import Iterator
from itertools import pairwise

from .axes import SIZE, Scale, round_ticks, spread, x_ticks
from .measure import plain, shorten, ticks, width
from .model import Limit, Rate, Series
from .parts import Place, Row, drawing, facts, figure, hue, table, words
from .tree import Element, classes, element

WIDTH = 340
_HIGH = 150  # of the plot
_KEY_LINE = 18
_SAMPLE = 20  # of a series in the key
_MOST_DOTS = 40
_LIMIT_LINE = 14


def draw(picture: Rate, place: Place) -> Element:
    """The chart, and its points as a table."""
    key, top = _key(picture)
    across, up = scales(picture, top + 22)
    children = [
        *key,
        *_axes(picture, across, up),
        *(mark for n, s in enumerate(picture.series) for mark in marks(picture, n, s, across, up)),
        *_limits(picture.limits, across, up),
    ]
    return figure(
        picture.kind,
        place,
        (picture.note,),
        drawing(place, WIDTH, up.start + 36, *children),
        facts(_table(picture, place)),
    )


def scales(picture: Rate, top: float) -> tuple[Scale, Scale]:
    """The scales of x and y; y begins at 0 unless there are numbers below it."""
    values = [y for s in picture.series for _, y in s.points]
    values += [0.0, *(limit.value for limit in picture.limits)]
    low, high = spread(values)
    if high <= 0 and low == -0.5:  # nothing but zeros
        low, high = 0.0, 1.0
    high += (high - low) * 0.06
    room = max(width(plain(tick), SIZE) for tick in ticks(low, high, 5))
    left, right = spread([x for s in picture.series for x, _ in s.points])
    half = _bar(picture) / 2
    across = Scale(left - half, right + half, room + 12, WIDTH - 8)
    return across, Scale(low, high, top + _HIGH, top)


def _bar(picture: Rate) -> float:
    """The width of all bars at one x: the least distance of two; 0 without bars."""
    bars = [s for s in picture.series if s.shape == "bars"]
    places = sorted({x for s in bars for x, _ in s.points})
    if not places:
        return 0.0
    return min((b - a for a, b in pairwise(places)), default=1.0)


def _axes(picture: Rate, across: Scale, up: Scale) -> Iterator[Element]:
    for tick in round_ticks(up, 5, [y for s in picture.series for _, y in s.points]):
        y = up(tick)
        ends = {"x1": across.start, "y1": y, "x2": across.end, "y2": y}
        yield element("line", {"class": "kb-rule", **ends})
        yield words(plain(tick), across.start - 6, y + 4, "kb-end", "kb-small")
    yield from x_ticks([x for s in picture.series for x, _ in s.points], across, up.start, WIDTH)
    base = up(max(0.0, up.low))
    ends = {"x1": across.start, "y1": base, "x2": across.end, "y2": base}
    yield element("line", {"class": "kb-axis", **ends})
    yield words(picture.y, 2, up.end - 8, "kb-small")
    yield words(picture.x, across.end, up.start + 32, "kb-end", "kb-small")


def marks(picture: Rate, n: int, series: Series, across: Scale, up: Scale) -> Iterator[Element]:
    """What shows a series."""
    look = {"class": classes(f"kb-{series.shape}", f"kb-series-{n}", hue(n))}
    if series.shape == "bars":
        yield element("path", {**look, "d": _bars(picture, n, series, across, up)})
        return
    places = [(across(x), up(y)) for x, y in series.points]
    if series.shape == "steps":
        start, *rest = places
        path = f"M{start[0]:.2f} {start[1]:.2f}" + "".join(f"H{x:.2f}V{y:.2f}" for x, y in rest)
        yield element("path", {**look, "d": path})
        return
    yield element("polyline", {**look, "points": " ".join(f"{x:.2f},{y:.2f}" for x, y in places)})
    if len(places) <= _MOST_DOTS:
        for x, y in places:
            yield _dot(n, x, y)


def _dot(n: int, x: float, y: float) -> Element:
    """The sign of a line: discs, squares or triangles, so that lines differ without colour."""
    look = {"class": classes("kb-dot", hue(n))}
    if n % 3 == 0:
        return element("circle", {**look, "cx": x, "cy": y, "r": 2.6})
    if n % 3 == 1:
        return element("rect", {**look, "x": x - 2.5, "y": y - 2.5, "width": 5, "height": 5})
    points = f"{x:.2f},{y - 3.4:.2f} {x + 3.2:.2f},{y + 2.4:.2f} {x - 3.2:.2f},{y + 2.4:.2f}"
    return element("polygon", {**look, "points": points})


def _bars(picture: Rate, n: int, series: Series, across: Scale, up: Scale) -> str:
    """All bars of a series as one path; several series of bars stand side by side."""
    order = [m for m, s in enumerate(picture.series) if s.shape == "bars"]
    step = abs(across(_bar(picture)) - across(0)) if _bar(picture) else 1.0
    wide = max(0.5, step * 0.8 / len(order))
    base = up(max(0.0, up.low))
    path = []
    for x, y in series.points:
        left = across(x) - wide * len(order) / 2 + wide * order.index(n)
        path.append(f"M{left:.2f} {base:.2f}V{up(y):.2f}h{wide:.2f}V{base:.2f}z")
    return "".join(path)


def _limits(limits: tuple[Limit, ...], across: Scale, up: Scale) -> Iterator[Element]:
    """Dashed lines from side to side; labels stand above them if there is room."""
    ordered = sorted(limits, key=lambda limit: -limit.value)
    free = up.end - 4.0
    for n, limit in enumerate(ordered, 1):
        y = up(limit.value)
        ends = {"x1": across.start, "y1": y, "x2": across.end, "y2": y}
        yield element("line", {"class": "kb-limit", **ends})
        place = y - 4 if y - 4 >= free else max(free, y + 12)
        place = min(place, up.start - 3 - (len(ordered) - n) * _LIMIT_LINE)
        free = place + _LIMIT_LINE
        label = f"{limit.label} {plain(limit.value)}"
        label = shorten(label, across.end - across.start - 4, 12)
        yield words(label, across.end - 2, place, "kb-end", "kb-over", "kb-limit-label")


def _key(picture: Rate) -> tuple[list[Element], float]:
    """The samples and names of the series, and where they end."""
    children: list[Element] = []
    x, y = 2.0, 0.0
    for n, series in enumerate(picture.series):
        wide = _SAMPLE + 6 + width(series.name, 12) + 14
        if x > 2 and x + wide > WIDTH:
            x, y = 2.0, y + _KEY_LINE
        children += [*_sample(n, series, x, y), words(series.name, x + _SAMPLE + 6, y + 13)]
        x += wide
    return children, y + _KEY_LINE


def _sample(n: int, series: Series, x: float, y: float) -> Iterator[Element]:
    look = {"class": classes(f"kb-{series.shape}", f"kb-series-{n}", hue(n))}
    if series.shape == "bars":
        path = f"M{x + 4:g} {y + 14:g}v-10h12v10z"
    elif series.shape == "steps":
        path = f"M{x:g} {y + 13:g}h7v-7h13"
    else:
        path = f"M{x:g} {y + 9:g}h{_SAMPLE}"
    yield element("path", {**look, "d": path})
    if series.shape == "line":
        yield _dot(n, x + _SAMPLE / 2, y + 9)


def _table(picture: Rate, place: Place) -> Element:
    places = sorted({x for s in picture.series for x, _ in s.points})
    found: dict[tuple[int, float], list[str]] = {}
    for n, series in enumerate(picture.series):
        for x, y in series.points:
            found.setdefault((n, x), []).append(plain(y))
    several = range(len(picture.series))
    rows = [
        Row((plain(x), *("，".join(found.get((n, x), ["—"])) for n in several)), {}) for x in places
    ]
    rows += [
        Row((limit.label, *(plain(limit.value) for _ in several)), {}) for limit in picture.limits
    ]
    columns = (picture.x, *(f"{s.name}（{picture.y}）" for s in picture.series))
    return table(place, columns, rows, header=0, kind="kb-table--numbers")
