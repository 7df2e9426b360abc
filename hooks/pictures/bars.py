"""Amounts to compare: a bar under each name."""

from collections.abc import Iterator

from .measure import plain, shorten, width
from .model import Bar, Bars
from .parts import Place, Row, drawing, facts, figure, hue, marked, table, tone_class, words
from .tree import Element, classes, element

WIDTH = 340
_LEFT, _RIGHT = 2, WIDTH - 2
_ROW = 38
_BAR = 12  # high
_SIZE = 12
_LIMIT_LINE = 16
_APART = 12  # between a name and its amount


def draw(picture: Bars, place: Place) -> Element:
    """The bars under lines for the limits, and the amounts as a table."""
    top = len(picture.limits) * _LIMIT_LINE + (6 if picture.limits else 0)
    bottom = top + len(picture.bars) * _ROW
    placed = [(bar, top + n * _ROW) for n, bar in enumerate(picture.bars)]
    children = [shape for bar, y in placed for shape in _bar(picture, bar, y)]
    children += _limits(picture, bottom)
    children += [text for bar, y in placed for text in _words(picture, bar, y)]
    rows = [_row(picture, bar) for bar in picture.bars]
    rows += [
        Row((limit.label, f"{plain(limit.value)} {picture.unit}"), {}) for limit in picture.limits
    ]
    return figure(
        picture.kind,
        place,
        (picture.note,),
        drawing(place, WIDTH, bottom, *children),
        facts(table(place, ("名称", "数量"), rows, header=0, kind="kb-table--numbers")),
    )


def _row(picture: Bars, bar: Bar) -> Row:
    cells = (marked(bar.name, bar.tone), amount(picture, bar))
    return Row(cells, {"class": classes(tone_class(bar.tone))})


def share(picture: Bars, value: float) -> float:
    """A value as a share of the greatest one."""
    greatest = max([bar.value for bar in picture.bars] + [limit.value for limit in picture.limits])
    return value / greatest if greatest > 0 else 0.0


def amount(picture: Bars, bar: Bar) -> str:
    """How an amount is written."""
    return bar.told or f"{plain(bar.value)} {picture.unit}"


def _x(picture: Bars, value: float) -> float:
    return _LEFT + share(picture, value) * (_RIGHT - _LEFT)


def _bar(picture: Bars, bar: Bar, y: float) -> Iterator[Element]:
    box = {"x": _LEFT, "y": y + 18, "height": _BAR, "rx": 2}
    yield element("rect", {"class": "kb-track", "width": _RIGHT - _LEFT, **box})
    look = classes("kb-bars", hue(0), tone_class(bar.tone))
    wide = max(1.0, _x(picture, bar.value) - _LEFT)
    yield element("rect", {"class": look, "width": wide, **box})


def _words(picture: Bars, bar: Bar, y: float) -> Iterator[Element]:
    told = amount(picture, bar)
    room = _RIGHT - _LEFT - width(told, _SIZE) - _APART
    label = shorten(marked(bar.name, bar.tone), room, _SIZE)
    yield words(label, _LEFT, y + 13, "kb-over")
    yield words(told, _RIGHT, y + 13, "kb-end", "kb-over")


def _limits(picture: Bars, bottom: float) -> Iterator[Element]:
    """A dashed line for each limit, with its label in a line of its own above the bars."""
    ordered = sorted(picture.limits, key=lambda limit: -limit.value)
    for n, limit in enumerate(ordered):
        x, y = _x(picture, limit.value), n * _LIMIT_LINE + 12
        ends = {"x1": x, "y1": y + 4, "x2": x, "y2": bottom}
        yield element("line", {"class": "kb-limit", **ends})
        label = f"{limit.label} {plain(limit.value)}"
        left = x - _LEFT < (_RIGHT - _LEFT) / 2
        room = (_RIGHT - x if left else x - _LEFT) - 2
        shown = shorten(label, room, _SIZE)
        side = () if left else ("kb-end",)
        yield words(shown, x, y, *side, "kb-over", "kb-limit-label")
