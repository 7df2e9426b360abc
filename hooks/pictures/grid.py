"""A matrix or a list, as the table that it is."""

from .model import Cell, Grid
from .parts import Place, figure, marked, scroll, tone_class
from .tree import Element, classes, element


def draw(picture: Grid, place: Place) -> Element:
    """The table; what a tone says is said by a sign and in words too."""
    corner = element("th", {"scope": "col"}, picture.corner) if picture.corner else None
    head = element(
        "tr",
        {},
        corner or element("td", {}),
        *(element("th", {"scope": "col"}, name) for name in picture.columns),
    )
    rows = (
        element(
            "tr",
            {},
            element("th", {"scope": "row"}, row.name),
            *(_cell(cell) for cell in row.cells),
        )
        for row in picture.rows
    )
    made = element(
        "table",
        {"class": "kb-table kb-table--grid"},
        element("caption", {}, f"表格：{place.title}"),
        element("thead", {}, head),
        element("tbody", {}, *rows),
    )
    return figure(picture.kind, place, (picture.note,), scroll(f"表格：{place.title}", made))


def _cell(cell: Cell) -> Element:
    return element("td", {"class": classes(tone_class(cell.tone))}, marked(cell.text, cell.tone))
