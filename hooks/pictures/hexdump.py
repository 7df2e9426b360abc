"""Bytes in rows of eight, in the colours of their fields, and the table of the fields."""

from collections.abc import Iterator

from .model import Field, Hexdump
from .parts import (
    Place,
    drawing,
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
from .tree import Element, Node, element

PER_ROW = 8
_CELL = 24  # wide and high
_ROW = 26
_HEAD = 16
_OFFSETS = 32  # room for four digits
_GAP = 6  # between bytes 3 and 4
_LETTER = 10
_LETTERS = _OFFSETS + PER_ROW * _CELL + _GAP + 12
WIDTH = _LETTERS + PER_ROW * _LETTER + 4
_MOST_HEX = 8  # bytes that the table shows


def draw(picture: Hexdump, place: Place) -> Element:
    """The dump with each field as a link, and the table below it."""
    rows = -(-len(picture.data) // PER_ROW)
    looks = _looks(picture)
    links = [
        field_link(place, str(n), _label(picture, field), look, *_shapes(picture, field))
        for n, (field, look) in enumerate(zip(picture.fields, looks, strict=True), 1)
    ]
    texts = [text for field in picture.fields for text in _texts(picture, field)]
    shown = spoken_elsewhere(*_frame(rows), *texts)
    dump = drawing(place, WIDTH, _HEAD + rows * _ROW, *links, shown, links=True)
    columns = ("字节", "内容", "字段", "值", "出处")
    facts = [
        field_row(place, str(n), look, *_facts(picture, field))
        for n, (field, look) in enumerate(zip(picture.fields, looks, strict=True), 1)
    ]
    return figure(
        picture.kind,
        place,
        (picture.note, _comparison(picture)),
        dump,
        table(place, columns, facts, header=2, kind="kb-table--bytes"),
    )


def _looks(picture: Hexdump) -> list[tuple[str, str]]:
    """Hue and tone of each field; quiet ones take no hue, so that neighbours differ."""
    found, used = [], 0
    for field in picture.fields:
        quiet = field.tone == "quiet"
        found.append(("" if quiet else hue(used), tone_class(field.tone)))
        used += not quiet
    return found


def _comparison(picture: Hexdump) -> str:
    if picture.differs is None:
        return ""
    count = len(_unlike(picture, range(len(picture.data))))
    return f"加框的 {count} 个字节与对照不同。" if count else "每个字节都与对照相同。"


def _unlike(picture: Hexdump, places: range) -> list[int]:
    """The bytes, among some, that differ from those to compare with."""
    other = picture.differs
    return [] if other is None else [at for at in places if other[at] != picture.data[at]]


def _bytes_of(field: Field) -> range:
    return range(field.at, field.at + field.size)


def _span(field: Field) -> str:
    last = field.at + field.size - 1
    return str(field.at) if last == field.at else f"{field.at}–{last}"


def _label(picture: Hexdump, field: Field) -> str:
    unlike = len(_unlike(picture, _bytes_of(field)))
    said = f"字节 {_span(field)}：{marked(field.name, field.tone)}"
    said += f"，{field.value}" if field.value else ""
    return said + (f"，有 {unlike} 个字节与对照不同" if unlike else "")


def _frame(rows: int) -> Iterator[Element]:
    """The numbers of columns and rows."""
    for n in range(PER_ROW):
        yield words(str(n), _x(n) + _CELL / 2, 11, "kb-middle", "kb-small", "kb-mono")
    for row in range(rows):
        y = _HEAD + row * _ROW + 17
        yield words(str(row * PER_ROW), _OFFSETS - 6, y, "kb-end", "kb-small", "kb-mono")


def _x(column: int) -> float:
    return _OFFSETS + column * _CELL + (_GAP if column >= PER_ROW // 2 else 0)


def _runs(field: Field) -> Iterator[range]:
    """The bytes of a field, row by row."""
    at, end = field.at, field.at + field.size
    while at < end:
        stop = min(end, (at // PER_ROW + 1) * PER_ROW)
        yield range(at, stop)
        at = stop


def _shapes(picture: Hexdump, field: Field) -> Iterator[Element]:
    """What lies under the bytes of a field."""
    unlike = set(_unlike(picture, _bytes_of(field)))
    for run in _runs(field):
        y = _HEAD + run[0] // PER_ROW * _ROW
        first, last = run[0] % PER_ROW, run[-1] % PER_ROW
        yield _box(_x(first) + 1, y, _x(last) + _CELL - _x(first) - 2)
        yield _box(_LETTERS + first * _LETTER, y, len(run) * _LETTER - 1)
        for at in run:
            if at in unlike:
                yield _mark(_x(at % PER_ROW) + 2.5, y + 1.5)


def _texts(picture: Hexdump, field: Field) -> Iterator[Element]:
    """The bytes of a field in hex and as letters."""
    for run in _runs(field):
        y = _HEAD + run[0] // PER_ROW * _ROW + 17
        for at in run:
            shown = f"{picture.data[at]:02x}"
            yield words(shown, _x(at % PER_ROW) + _CELL / 2, y, "kb-middle", "kb-mono")
        places = " ".join(str(_LETTERS + at % PER_ROW * _LETTER + 2) for at in run)
        letters = "".join(_letter(picture.data[at]) for at in run)
        yield element("text", {"class": "kb-ascii kb-mono", "x": places, "y": y}, letters)


def _box(x: float, y: float, width: float) -> Element:
    return element(
        "rect", {"class": "kb-cell", "x": x, "y": y, "width": width, "height": _CELL, "rx": 3}
    )


def _mark(x: float, y: float) -> Element:
    side = _CELL - 5
    return element(
        "rect",
        {"class": "kb-differs", "x": x, "y": y, "width": side, "height": _CELL - 3, "rx": 2},
    )


def _letter(byte: int) -> str:
    """The ASCII character of a byte; SVG would drop plain blanks."""
    return "\xa0" if byte == 0x20 else chr(byte) if 0x20 < byte < 0x7F else "·"


def _facts(picture: Hexdump, field: Field) -> Iterator[Node | tuple[Node, ...]]:
    """The cells of a field's row."""
    unlike = _unlike(picture, _bytes_of(field))
    content: list[Node] = [_hex(picture.data, field, unlike)]
    if picture.differs is not None and unlike:
        told = f"{len(unlike)} 个字节不同，对照："
        compared = _hex(picture.differs, field, unlike)
        content.append(element("span", {"class": "kb-compared"}, told, compared))
    yield _span(field)
    yield tuple(content)
    yield marked(field.name, field.tone)
    yield field.value
    yield link(field.ref)


def _hex(data: bytes, field: Field, unlike: list[int]) -> Element:
    """The bytes of a field, all of them where some are to be compared, else the first few."""
    count = field.size if unlike else min(field.size, _MOST_HEX)
    pieces: list[Node] = []
    for at in range(field.at, field.at + count):
        pieces.append(" " if pieces else "")
        shown = f"{data[at]:02x}"
        pieces.append(element("span", {"class": "kb-unlike"}, shown) if at in unlike else shown)
    rest = f" … 共 {field.size} 字节" if field.size > count else ""
    return element("code", {}, *_joined([*pieces, rest]))


def _joined(pieces: list[Node]) -> Iterator[Node]:
    """The same with neighbouring texts as one."""
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield text
        yield piece
        text = ""
    if text:
        yield text
