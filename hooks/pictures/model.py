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


@dataclass(frozen=True)
class Bar:
    """An amount under a name; `told` is how the amount is written beside it."""

    name: str
    value: float
    told: str
    tone: str


@dataclass(frozen=True)
class Bars:
    """Amounts to compare, none below zero; `unit` names theirs."""

    title: str
    note: str
    unit: str
    bars: tuple[Bar, ...]
    limits: tuple[Limit, ...]

    kind = "bars"


@dataclass(frozen=True)
class Move:
    """A way from one state to another or back to itself, gone `count` times."""

    source: int
    target: int
    label: str
    count: int
    detail: str
    tone: str


@dataclass(frozen=True)
class States:
    """A state machine; `start` is where it begins."""

    title: str
    note: str
    states: tuple[str, ...]
    start: int
    moves: tuple[Move, ...]

    kind = "states"


@dataclass(frozen=True)
class Point:
    """Where a node stands on a ring, as a share of the whole way round."""

    at: float
    node: int


@dataclass(frozen=True)
class Key:
    """Something that a ring has given to a node."""

    at: float
    name: str
    node: int
    tone: str


@dataclass(frozen=True)
class Ring:
    """A hash ring; what lies between two points belongs to the node of the second."""

    title: str
    note: str
    nodes: tuple[str, ...]
    points: tuple[Point, ...]
    keys: tuple[Key, ...]

    kind = "ring"


@dataclass(frozen=True)
class Branch:
    """A node of a decision tree; `edge` is the answer that leads to it from `parent`."""

    parent: int | None
    edge: str
    label: str
    taken: bool
    detail: str
    tone: str


@dataclass(frozen=True)
class Tree:
    """A decision tree: the root first, every other node after its parent."""

    title: str
    note: str
    nodes: tuple[Branch, ...]

    kind = "tree"


@dataclass(frozen=True)
class Span:
    """A stretch of an axis under a name."""

    at: float
    size: float
    name: str
    value: str
    ref: str
    tone: str


@dataclass(frozen=True)
class StripRow:
    """Spans in order, apart from each other."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Mark:
    """A place on an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Strip:
    """Rows of spans over one axis; `unit` names what it counts."""

    title: str
    note: str
    unit: str
    rows: tuple[StripRow, ...]
    marks: tuple[Mark, ...]

    kind = "strip"


Picture = Hexdump | Bits | Sequence | Rate | Grid | Lines | Bars | States | Ring | Tree | Strip


@dataclass(frozen=True)
class Trace:
    """What a run of an example wants drawn."""

    pictures: tuple[Picture, ...]
