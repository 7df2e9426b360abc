"""Postings → scripts of about equal size, each with the terms between two others.

A script is loaded by a page from disk as well, where reading a file is not allowed; over HTTP the
worker reads it as text. All of its characters but Han are ASCII that JSON does not escape.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# all printable ASCII but the space, the quote, the backslash, and < that could end a script
ALPHABET = "".join(
    map(chr, [*range(0x21, 0x22), *range(0x23, 0x3C), *range(0x3D, 0x5C), *range(0x5D, 0x7F)])
)
_MARKS = 64  # more than flags and weight together
_BASE = 45  # 0..44 end a number, 45..89 are followed by more of it


def number(value: int) -> str:
    """A number ≥ 0 in base 45, the lowest digit first."""
    digits = ""
    while value >= _BASE:
        digits += ALPHABET[_BASE + value % _BASE]
        value //= _BASE
    return digits + ALPHABET[value]


def numbers(encoded: str) -> Iterator[int]:
    """The numbers that were written one after the other."""
    value, place = 0, 1
    for digit in map(ALPHABET.index, encoded):
        value += digit % _BASE * place
        place *= _BASE
        if digit < _BASE:
            yield value
            value, place = 0, 1


def gather(weights: Iterable[Mapping[str, int]]) -> dict[str, list[int]]:
    """For each term the parts that have it, with flags and weight: part * _MARKS + both."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, terms in enumerate(weights):
        first = at * _MARKS
        for term, weight in terms.items():
            found[term].append(first + weight)
    return dict(found)


def written(postings: Mapping[str, list[int]]) -> Iterator[tuple[str, str]]:
    """Each term, in order, with its postings: for every part that has it the distance from the part
    before and one character for flags and weight.
    """
    steps = [number(value) for value in range(4 * _BASE)]
    for term in sorted(postings):
        last, encoded = -1, []
        for held in postings[term]:
            part, weight = divmod(held, _MARKS)
            step, last = part - last - 1, part
            encoded.append(steps[step] if step < len(steps) else number(step))
            encoded.append(ALPHABET[weight])
        yield term, "".join(encoded)


def cut(entries: Iterable[tuple[str, str]], size: int) -> Iterator[dict[str, str]]:
    """Sorted entries in shards of about `size` characters; a longer entry has one of its own."""
    shard: dict[str, str] = {}
    filled = 0
    for key, value in entries:
        length = len(key) + len(value) + 6
        if shard and filled + length > size:
            yield shard
            shard, filled = {}, 0
        shard[key] = value
        filled += length
    if shard:
        yield shard


def border(last: str, first: str) -> str:
    """The shortest text that comes after the last key of a shard, and not after the first of the
    next one.
    """
    return next((first[:n] for n in range(1, len(first)) if first[:n] > last), first)


def script(name: str, version: str, data: object) -> str:
    """The script that hands data over. It is JSON between the two parentheses."""
    text = json.dumps([name, version, data], ensure_ascii=False, separators=(",", ":"))
    # a script may hold neither its own end nor, in old browsers, these two line ends
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"kbSearch({text})\n"


def held(script: str) -> tuple[str, str, Any]:
    """The name, the build's version and the data that a script hands over."""
    name, version, data = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    return name, version, data
