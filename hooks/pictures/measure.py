"""How much room a text takes, guessed: nobody can ask a font before there is a page."""

from collections.abc import Iterator

_NARROW = frozenset(" \xa0!'(),-./:;I[]`fijlrt|")
_BROAD = frozenset("@MWmw%&")
_LATIN = 0x250  # where letters of a width of their own end; most others fill a square
# Marks upon letters, joiners, variants
_NOTHING = (range(0x300, 0x370), range(0x200B, 0x2010), range(0xFE00, 0xFE10))
ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    """The width of a text in a sans-serif font of `size`, rather too large than too small."""
    return size * sum(map(_share, text))


def _share(character: str) -> float:
    """The width as a share of the size; no database of characters is the same in all Pythons."""
    code = ord(character)
    if any(code in marks for marks in _NOTHING):
        return 0.0
    if code >= _LATIN:
        return 1.0
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 0.95
    return 0.7 if character.isupper() else 0.6


def shorten(text: str, room: float, size: float) -> str:
    """A text that fits, with an ellipsis where it has lost its end."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, room: float, size: float, most: int) -> list[str]:
    """A text in at most `most` lines that fit; it is broken at blanks if that helps."""
    lines: list[str] = []
    rest = text
    while width(rest, size) > room and len(lines) < most - 1:
        end = _break(rest, room, size)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, shorten(rest, room, size)]


def _break(text: str, room: float, size: float) -> int:
    """Where a line that does not fit ends: after the last blank that fits, else anywhere."""
    fits = next(n for n in range(len(text), 0, -1) if n == 1 or width(text[:n], size) <= room)
    blank = text.rfind(" ", 1, fits + 1)
    return blank + 1 if blank > 0 else fits


def plain(value: float) -> str:
    """A number as a reader would write it."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.12g}"
    return str(int(value)) if value == int(value) and abs(value) < 10**15 else text


def ticks(low: float, high: float, most: int, least: float = 0) -> Iterator[float]:
    """About `most` round numbers from `low` to `high`; they are 1, 2 or 5 times 10^n apart, at
    least `least`.

    No logarithms: their last digit is not the same everywhere.
    """
    step = max(least, _step((high - low) / max(1, most)))
    scale = _decimals(step)
    n = -int(-low // step)
    while n * step <= high + step * 1e-9:
        yield round(n * step, scale)
        n += 1


def _step(least: float) -> float:
    power = 1.0
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.9999)


def _decimals(step: float) -> int:
    count = 0
    while step < 1 and count < 15:
        step *= 10
        count += 1
    return count
