"""Lines of text, each with its explanation."""

from .model import Line, Lines
from .parts import Place, field_link, field_row, figure, hue, marked, table, tone_class
from .references import link
from .tree import Element, element


def draw(picture: Lines, place: Place) -> Element:
    """The lines as links to the rows that explain them."""
    items, rows = [], []
    for n, line in enumerate(picture.lines, 1):
        look = ("" if line.tone == "quiet" else hue(n - 1), tone_class(line.tone))
        code = element("code", {}, line.text or "\xa0")
        items.append(element("li", {}, field_link(place, str(n), _said(n, line), look, code)))
        cells = (str(n), marked(line.name, line.tone), line.value, link(line.ref))
        rows.append(field_row(place, str(n), look, *cells))
    listed = element("ol", {"class": "kb-lines"}, *items)
    columns = ("行", "字段", "含义", "出处")
    return figure(
        picture.kind, place, (picture.note,), listed, table(place, columns, rows, header=1)
    )


def _said(number: int, line: Line) -> str:
    """What the link is called: it begins with the line itself, as whoever speaks to it sees it."""
    return f"{line.text}，第 {number} 行：{marked(line.name, line.tone)}"
