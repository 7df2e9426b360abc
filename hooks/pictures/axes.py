"""Scales and the round numbers along them."""

from collections.abc import Iterator
from dataclasses import dataclass

from .measure import plain, ticks, width
from .parts import words
from .tree import Element, element

SIZE = 11  # of the numbers


@dataclass(frozen=True)
class Scale:
    """Where numbers lie: from `low` at `start` to `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a number."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def spread(values: list[float]) -> tuple[float, float]:
    """The least and the greatest number, apart from each other."""
    low, high = min(values), max(values)
    apart = high - low
    if apart > 1e-9 * max(1, abs(low), abs(high)):
        return low, high
    return low - max(0.5, apart), high + max(0.5, apart)


def round_ticks(scale: Scale, most: int, values: list[float]) -> Iterator[float]:
    """Round numbers on a scale; whole ones where all values are."""
    whole = all(value == int(value) for value in values)
    return ticks(scale.low, scale.high, most, least=1 if whole else 0)


def x_ticks(values: list[float], across: Scale, y: float, room: float) -> Iterator[Element]:
    """The numbers under a plot; one that would touch the last one is left out."""
    widest = max(width(plain(x), SIZE) for x in (across.low, across.high))
    most = int((across.end - across.start) / (widest + 22))
    free = 0.0
    for tick in round_ticks(across, max(2, min(8, most)), values):
        x, half = across(tick), width(plain(tick), SIZE) / 2
        ends = {"x1": x, "y1": y, "x2": x, "y2": y + 4}
        yield element("line", {"class": "kb-axis", **ends})
        middle = max(half, min(x, room - half))
        if middle - half >= free:
            yield words(plain(tick), middle, y + 17, "kb-middle", "kb-small")
            free = middle + half + 4
