"""What all pictures are put together from: the figure, its drawing, its table of facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from .tree import Element, Node, classes, element

HUES = 6
MARKS = {"good": "✓", "bad": "✗"}  # colour alone tells nothing to many readers


@dataclass(frozen=True)
class Place:
    """Where a picture stands: what its ids begin with, and its title as no other region has it."""

    prefix: str
    title: str

    def row(self, field: str) -> str:
        """The id of the row that a field links to."""
        return f"{self.prefix}-f{field}"


@dataclass(frozen=True)
class Row:
    """A row of a table; `key` is the field or step it tells of."""

    cells: tuple[Node | tuple[Node, ...], ...]
    attributes: dict[str, str | float | None]


def marked(text: str, tone: str) -> str:
    """A text with the sign of its tone in front, unless it begins with one."""
    mark = MARKS.get(tone, "")
    return f"{mark}\xa0{text}" if mark and not text.startswith(tuple(MARKS.values())) else text


def hue(number: int) -> str:
    """The class of the colour with which things are told apart."""
    return f"kb-hue-{number % HUES}"


def tone_class(tone: str) -> str:
    """The class of a tone; none for plain."""
    return "" if tone == "plain" else f"kb-tone-{tone}"


def figure(
    kind: str, place: Place, notes: Iterable[str], *children: Node | None, steps: int | None = None
) -> Element:
    """A picture: title and notes, then what is given."""
    caption: list[Node] = [element("span", {"class": "kb-picture__title"}, place.title)]
    for note in filter(None, notes):
        caption += [" ", element("span", {"class": "kb-picture__note"}, note)]
    return element(
        "figure",
        {
            "class": f"kb-picture kb-picture--{kind}",
            "id": place.prefix,
            "data-kind": kind,
            "data-steps": steps,
        },
        element("figcaption", {}, *caption),
        *children,
    )


def drawing(
    place: Place, width: float, height: float, *children: Node | None, links: bool = False
) -> Element:
    """An SVG of a natural size; one that holds links is a group of them, else an image."""
    return element(
        "svg",
        {
            "class": "kb-picture__svg",
            "role": "group" if links else "img",
            "aria-label": f"图：{place.title}",
            "viewBox": f"0 0 {round(width)} {round(height)}",
            "width": round(width),
            "height": round(height),
        },
        *children,
    )


def scroll(label: str, child: Element) -> Element:
    """Something that may be wider than the screen, in a box that the keyboard can scroll."""
    attributes = {
        "class": "kb-picture__scroll",
        "role": "region",
        "tabindex": "0",
        "aria-label": label,
    }
    return element("div", attributes, child)


def facts(table: Element) -> Element:
    """A table under a picture, shown on demand."""
    summary = element("summary", {}, "表格：同样的内容")
    return element("details", {"class": "kb-picture__facts"}, summary, table)


def table(
    place: Place, columns: Iterable[str], rows: Iterable[Row], header: int, kind: str = ""
) -> Element:
    """A table in its scrolling box; the cells of column `header` name their rows."""
    head = element("tr", {}, *(element("th", {"scope": "col"}, name) for name in columns))
    made = element(
        "table",
        {"class": classes("kb-table", kind)},
        element("caption", {}, f"表格：{place.title}"),
        element("thead", {}, head),
        element("tbody", {}, *(_row(row, header) for row in rows)),
    )
    return scroll(f"表格：{place.title}", made)


def _row(row: Row, header: int) -> Element:
    cells = []
    for n, content in enumerate(row.cells):
        children = content if isinstance(content, tuple) else (content,)
        if n == header:
            cells.append(element("th", {"scope": "row"}, *children))
        else:
            cells.append(element("td", {}, *children))
    return element("tr", row.attributes, *cells)


def field_link(
    place: Place, key: str, label: str, names: Iterable[str], *children: Node | None
) -> Element:
    """The part of a picture that shows a field, as a link to the field's row."""
    attributes = {
        "class": classes("kb-field", *names),
        "href": f"#{place.row(key)}",
        "data-field": key,
        "aria-label": label,
    }
    return element("a", attributes, *children)


def field_row(place: Place, key: str, names: Iterable[str], *cells: Node | tuple[Node, ...]) -> Row:
    """The row that tells of a field."""
    return Row(cells, {"id": place.row(key), "class": classes(*names), "data-field": key})


def spoken_elsewhere(*children: Node | None) -> Element:
    """Text of a drawing whose links say the same: for the eye alone, and not in the mouse's way."""
    return element("g", {"class": "kb-words", "aria-hidden": "true"}, *children)


def words(text: str, x: float, y: float, *names: str) -> Element:
    """A line of text in a drawing; its place is where it begins, or what the classes say."""
    return element("text", {"class": classes(*names), "x": x, "y": y}, text)
