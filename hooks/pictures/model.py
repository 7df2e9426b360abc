"""A trace as the drawing code knows it: what read() found to be right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A field of a hexdump: bytes `at` to `at + size - 1`."""

    at: int
    size: int
    name: str
    value: str
    ref: str
    tone: str


@dataclass(frozen=True)
class Hexdump:
    """Bytes, each in exactly one field; `differs` are those of the same length to compare with."""

    title: str
    note: str
    data: bytes
    fields: tuple[Field, ...]
    differs: bytes | None

    kind = "hexdump"


@dataclass(frozen=True)
class BitField:
    """Neighbouring cells of a row under one name."""

    name: str
    cells: tuple[str, ...]
    value: str
    ref: str
    tone: str


@dataclass(frozen=True)
class BitRow:
    """A row of cells."""

    label: str
    fields: tuple[BitField, ...]


@dataclass(frozen=True)
class Bits:
    """Rows of bits, digits or bytes, one cell each."""

    title: str
    note: str
    rows: tuple[BitRow, ...]

    kind = "bits"


@dataclass(frozen=True)
class Event:
    """A message from lane `source` to lane `target`, or a note at `source` where that is None."""

    at: int
    source: int
    target: int | None
    label: str
    detail: str
    tone: str
    arrives: bool


@dataclass(frozen=True)
class Sequence:
    """Messages between lanes in the order of time; times are in ms."""

    title: str
    note: str
    lanes: tuple[str, ...]
    events: tuple[Event, ...]

    kind = "sequence"


@dataclass(frozen=True)
class Series:
    """Points in the order of x, drawn as `shape`: bars, line or steps."""

    name: str
    shape: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Limit:
    """A level that is drawn across the chart."""

    value: float
    label: str


@dataclass(frozen=True)
class Rate:
    """Numbers over a number; `x` and `y` name the units."""

    title: str
    note: str
    x: str
    y: str
    series: tuple[Series, ...]
    limits: tuple[Limit, ...]

    kind = "rate"


@dataclass(frozen=True)
class Cell:
    """A cell of a grid."""

    text: str
    tone: str


@dataclass(frozen=True)
class GridRow:
    """A row of a grid, with a cell for each column."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A matrix or a list."""

    title: str
    note: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]

    kind = "grid"


@dataclass(frozen=True)
class Line:
    """A line of text with its explanation."""

    text: str
    name: str
    value: str
    ref: str
    tone: str


@dataclass(frozen=True)
class Lines:
    """Lines of text in order."""

    title: str
    note: str
    lines: tuple[Line, ...]

    kind = "lines"


Picture = Hexdump | Bits | Sequence | Rate | Grid | Lines


@dataclass(frozen=True)
class Trace:
    """What a run of an example wants drawn."""

    pictures: tuple[Picture, ...]
