"""Rows of cells under brackets with the names of their fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from .measure import width, wrap
from .model import BitField, BitRow, Bits
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

ROOM = 336
_EDGE = 2
_HIGH = 24  # of a cell
_NAMES = 24  # between two lines of cells, for brackets and names
_LABEL = 20  # a line of it
_LABEL_SIZE = 12.6  # bold 12
_APART = 12
_NAME_SIZE = 11
_DENSE = 12  # narrower cells take smaller digits
_PER_LINE = {1: 32, 2: 16, 4: 8, 8: 4}  # most characters of a cell → cells in a line


@dataclass(frozen=True)
class _Grid:
    """How cells lie: `per_line` of them, each `wide`."""

    per_line: int
    wide: float

    def x(self, column: int) -> float:
        return _EDGE + column * self.wide


def draw(picture: Bits, place: Place) -> Element:
    """The rows, each field as a link to its row of the table."""
    grids, hues = _grids(picture), _hues(picture)
    links: list[Element] = []
    texts: list[Element] = []
    rows = []
    y = 0.0
    key = 0
    for row, grid in zip(picture.rows, grids, strict=True):
        for label in wrap(row.label, ROOM, _LABEL_SIZE, 2) if row.label else ():
            texts.append(words(label, _EDGE, y + 13, "kb-strong"))
            y += _LABEL
        start = 0
        for n, field in enumerate(row.fields, 1):
            key += 1
            look = (hues.get(field.name, ""), tone_class(field.tone))
            shapes = _shapes(field, start, grid, y)
            links.append(field_link(place, str(key), _said(row, field), look, *shapes))
            texts += _texts(field, start, n, grid, y)
            cells = (row.label, str(n), _cells(field), marked(field.name, field.tone))
            rows.append(field_row(place, str(key), look, *cells, field.value, link(field.ref)))
            start += len(field.cells)
        y += -(-start // grid.per_line) * (_HIGH + _NAMES) + _APART
    columns = ("行", "号", "格", "字段", "值", "出处")
    return figure(
        picture.kind,
        place,
        (picture.note, _key_to_numbers(picture, grids)),
        drawing(place, ROOM + 2 * _EDGE, y - _APART, *links, spoken_elsewhere(*texts), links=True),
        facts(table(place, columns, rows, header=3)),
    )


def _grids(picture: Bits) -> list[_Grid]:
    """Cells as wide as the longest line of their kind lets them be, so that rows compare."""
    kinds = [_kind(row) for row in picture.rows]
    longest = dict.fromkeys(kinds, 1)
    for row, kind in zip(picture.rows, kinds, strict=True):
        longest[kind] = max(longest[kind], min(_PER_LINE[kind], _length(row)))
    return [_Grid(_PER_LINE[kind], min(ROOM / longest[kind], 14 + 8 * kind)) for kind in kinds]


def _kind(row: BitRow) -> int:
    """For how many characters the cells of a row need room."""
    longest = max(len(cell) for field in row.fields for cell in field.cells)
    return next(most for most in _PER_LINE if longest <= most)


def _length(row: BitRow) -> int:
    return sum(len(field.cells) for field in row.fields)


def _hues(picture: Bits) -> dict[str, str]:
    """A hue for each name, the same in all rows; quiet fields take none."""
    names = dict.fromkeys(
        field.name for row in picture.rows for field in row.fields if field.tone != "quiet"
    )
    return {name: hue(n) for n, name in enumerate(names)}


def _cells(field: BitField) -> Element:
    apart = " " if max(map(len, field.cells)) > 1 else ""
    return element("code", {}, apart.join(field.cells))


def _said(row: BitRow, field: BitField) -> str:
    said = f"{row.label}，" if row.label else ""
    said += f"{marked(field.name, field.tone)}：{_cells(field).text()}"
    return said + (f"，{field.value}" if field.value else "")


def _runs(field: BitField, start: int, grid: _Grid) -> Iterator[tuple[int, int, int, int]]:
    """The parts of a field on each line: index of the first cell in it, line, column, count."""
    at, end = start, start + len(field.cells)
    while at < end:
        line, column = divmod(at, grid.per_line)
        count = min(end - at, grid.per_line - column)
        yield at - start, line, column, count
        at += count


def _name(field: BitField, number: int, room: float) -> str:
    """What stands under a bracket: the name, or the field's number, or nothing."""
    for text in (marked(field.name, field.tone), field.name, str(number)):
        if width(text, _NAME_SIZE) <= room:
            return text
    return ""


def _key_to_numbers(picture: Bits, grids: list[_Grid]) -> str:
    """A remark where some names do not fit and their numbers stand instead."""
    for row, grid in zip(picture.rows, grids, strict=True):
        start = 0
        for n, field in enumerate(row.fields, 1):
            runs = list(_runs(field, start, grid))
            room = max(count for *_, count in runs) * grid.wide
            if not _name(field, n, room).endswith(field.name):
                return "格子下的数字是字段的编号，名称见表格。"
            start += len(field.cells)
    return ""


def _shapes(field: BitField, start: int, grid: _Grid, top: float) -> Iterator[Element]:
    """The boxes of a field and the brackets under them."""
    for _, line, column, count in _runs(field, start, grid):
        x, y = grid.x(column), top + line * (_HIGH + _NAMES)
        box = {"x": x + 0.5, "y": y, "width": count * grid.wide - 1, "height": _HIGH, "rx": 2}
        yield element("rect", {"class": "kb-cell", **box})
        between = "".join(
            f"M{grid.x(column + n):.2f} {y + 4:g}v{_HIGH - 8}" for n in range(1, count)
        )
        if between:
            yield element("path", {"class": "kb-between", "d": between})
        end = x + count * grid.wide - 2
        bracket = f"M{x + 2:.2f} {y + _HIGH + 2:g}v3H{end:.2f}v-3"
        yield element("path", {"class": "kb-bracket", "d": bracket})


def _texts(field: BitField, start: int, number: int, grid: _Grid, top: float) -> Iterator[Element]:
    """What stands in the cells of a field, and its name once, under the longest of its parts."""
    dense = "kb-dense" if grid.wide < _DENSE else ""
    runs = list(_runs(field, start, grid))
    for first, line, column, count in runs:
        y = top + line * (_HIGH + _NAMES) + 17
        for n in range(count):
            middle = grid.x(column + n) + grid.wide / 2
            yield words(field.cells[first + n], middle, y, "kb-middle", "kb-mono", dense)
    _, line, column, count = max(runs, key=lambda run: run[3])
    if name := _name(field, number, count * grid.wide):
        y = top + line * (_HIGH + _NAMES) + _HIGH + 16
        middle = grid.x(column) + count * grid.wide / 2
        yield words(name, middle, y, "kb-middle", "kb-small")
