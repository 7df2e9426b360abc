"""Spans over an axis, a row for each label: frames, timers, what lasts how long."""

from collections.abc import Iterator

from .axes import Scale, spread, x_ticks
from .measure import plain, shorten, width, wrap
from .model import Span, Strip, StripRow
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
from .references import link
from .tree import Element, element

WIDTH = 340
_LEFT, _RIGHT = 2, WIDTH - 2
_HIGH = 26  # of a span
_LABEL = 18  # a line of it
_LABEL_SIZE = 12.6  # bold 12
_NAME_SIZE = 11
_APART = 10
_MARK_LINE = 16


def draw(picture: Strip, place: Place) -> Element:
    """The rows, each span as a link to its row of the table, and the marks across them."""
    across, hues = scale(picture), hues_of(picture)
    links: list[Element] = []
    texts: list[Element] = []
    rows = []
    top = len(picture.marks) * _MARK_LINE + (4 if picture.marks else 0)
    y, key = float(top), 0
    numbered = False
    for row in picture.rows:
        for label in wrap(row.label, _RIGHT - _LEFT, _LABEL_SIZE, 2) if row.label else ():
            texts.append(words(label, _LEFT, y + 13, "kb-strong", "kb-over"))
            y += _LABEL
        for n, span in enumerate(row.spans, 1):
            key += 1
            look = (hues.get(span.name, ""), tone_class(span.tone))
            x, wide = across(span.at), across(span.at + span.size) - across(span.at)
            wide = max(1.0, wide)
            box = {"x": x, "y": y, "width": wide, "height": _HIGH, "rx": min(3.0, wide / 4)}
            shape = element("rect", {"class": "kb-cell kb-span", **box})
            links.append(field_link(place, str(key), _said(picture, row, span), look, shape))
            shown = _name(span, n, wide - 4)
            numbered |= bool(span.name) and not shown.endswith(span.name)
            if shown:
                texts.append(words(shown, x + wide / 2, y + 17, "kb-middle", "kb-small"))
            cells = (row.label, str(n), plain(span.at), plain(span.size))
            told = (marked(span.name, span.tone), span.value, link(span.ref))
            rows.append(field_row(place, str(key), look, *cells, *told))
        y += _HIGH + _APART
    columns = ("行", "号", f"从（{picture.unit}）", f"长（{picture.unit}）", "名称", "值", "出处")
    axis = [*_axis(picture, across, y - 4), *_marks(picture, across, y - 4)]
    return figure(
        picture.kind,
        place,
        (picture.note, "条里的数字是这一段的号，名称见表格。" if numbered else ""),
        drawing(place, WIDTH, y + 30, *links, spoken_elsewhere(*axis, *texts), links=True),
        facts(table(place, columns, rows, header=4)),
    )


def scale(picture: Strip) -> Scale:
    """From the least place to the greatest."""
    places = [mark.at for mark in picture.marks]
    for row in picture.rows:
        places += [end for span in row.spans for end in (span.at, span.at + span.size)]
    return Scale(*spread(places), _LEFT, _RIGHT)


def hues_of(picture: Strip) -> dict[str, str]:
    """A hue for each name, the same in all rows; quiet spans take none."""
    spans = [span for row in picture.rows for span in row.spans if span.tone != "quiet"]
    return {name: hue(n) for n, name in enumerate(dict.fromkeys(span.name for span in spans))}


def _said(picture: Strip, row: StripRow, span: Span) -> str:
    said = f"{row.label}，" if row.label else ""
    said += f"{marked(span.name, span.tone)}：从 {plain(span.at)} 起 {plain(span.size)} "
    return said + picture.unit + (f"，{span.value}" if span.value else "")


def _name(span: Span, number: int, room: float) -> str:
    """What stands in a span: the name, or its number, or nothing."""
    for text in (marked(span.name, span.tone), span.name, str(number)):
        if width(text, _NAME_SIZE) <= room:
            return text
    return ""


def _axis(picture: Strip, across: Scale, y: float) -> Iterator[Element]:
    ends = {"x1": _LEFT, "y1": y, "x2": _RIGHT, "y2": y}
    yield element("line", {"class": "kb-axis", **ends})
    values = [number for row in picture.rows for s in row.spans for number in (s.at, s.size)]
    room = _RIGHT - width(picture.unit, _NAME_SIZE) - 10
    yield from x_ticks(values, across, y, room)
    yield words(picture.unit, _RIGHT, y + 17, "kb-end", "kb-small", "kb-over")


def _marks(picture: Strip, across: Scale, bottom: float) -> Iterator[Element]:
    """A dashed line for each mark, with its label in a line of its own above the rows."""
    for n, mark in enumerate(sorted(picture.marks, key=lambda mark: mark.at)):
        x, y = across(mark.at), n * _MARK_LINE + 12
        ends = {"x1": x, "y1": y + 4, "x2": x, "y2": bottom}
        yield element("line", {"class": "kb-limit", **ends})
        label = f"{mark.label} {plain(mark.at)}"
        first = x < WIDTH / 2
        shown = shorten(label, (_RIGHT - x if first else x - _LEFT), 12)
        side = () if first else ("kb-end",)
        yield words(shown, x, y, *side, "kb-over", "kb-limit-label")
