"""Queries drawn from the pages themselves: spans that stand in one page only."""

from __future__ import annotations

import math
import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

_HAN = r"\u4e00-\u9fff"
_RUN = re.compile(rf"(?:[{_HAN}]|[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*| (?=\S))+")
_WORD = re.compile(rf"[{_HAN}]+|[^{_HAN} ]+")
SHORTEST, LONGEST = 6, 12


def sample(pages: Mapping[str, str], count: int, seed: int) -> list[dict[str, Any]]:
    """`count` spans of the pages (address → plain text), each of 6 to 12 characters from the edge
    of one word to that of another, each in one page only (case and spaces apart).

    Fewer than `count` where the pages do not hold them.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    addresses = sorted(pages)
    edges = _edges(pages.values())
    folded = [_folded(pages[address]) for address in addresses]
    whole, starts = "\n".join(folded), list(accumulate((len(t) + 1 for t in folded), initial=0))
    found: dict[str, str] = {}
    for _ in range(200 * count if addresses else 0):
        if len(found) == count:
            break
        address = rng.choice(addresses)
        span = _span(rng, pages[address], edges)
        if span and span not in found and len(_within(_folded(span), whole, starts)) == 1:
            found[span] = address
    return [
        {"id": f"sampled-{n:04d}", "q": span, "gold": [address], "cat": "sampled"}
        for n, (span, address) in enumerate(found.items(), 1)
    ]


def _folded(text: str) -> str:
    return "\n".join("".join(line.split()) for line in text.lower().split("\n"))


def _within(span: str, whole: str, starts: Sequence[int]) -> set[int]:
    """The first and the last page that holds a span."""
    return {bisect_right(starts, at) for at in (whole.find(span), whole.rfind(span))}


def _span(rng: random.Random, text: str, edges: Callable[[str], list[int]]) -> str:
    """A span of one line of the text, or nothing: not every line has one."""
    runs = _RUN.findall(rng.choice(text.split("\n")))
    run = rng.choice(runs).strip() if runs else ""
    places = edges(run)
    spans = [
        run[start:end]
        for start in places
        for end in places
        if SHORTEST <= end - start <= LONGEST and run[start] != " " != run[end - 1]
    ]
    chosen = [span for span in spans if not re.fullmatch(r"[\d ._-]+|[的了着们].*", span)]
    return rng.choice(chosen) if chosen else ""


def _edges(texts: Iterable[str]) -> Callable[[str], list[int]]:
    """Where words begin and end in a run of Han, Latin and spaces, by how firmly two Han characters
    hold together in these texts: no dictionary that an engine may also use has a say.
    """
    ones: Counter[str] = Counter()
    twos: Counter[str] = Counter()
    for text in texts:
        for han in re.findall(f"[{_HAN}]+", text):
            ones.update(han)
            twos.update(map("".join, pairwise(han)))
    total = ones.total() or 1

    def bond(one: str, other: str) -> float:
        return math.log((twos[one + other] + 0.1) * total / (ones[one] + 1) / (ones[other] + 1))

    def edges(run: str) -> list[int]:
        found = {0, len(run)}
        for word in _WORD.finditer(run):
            found |= {word.start(), word.end()}
            if word[0][0] > "\u4dff":
                bonds = [bond(one, other) for one, other in pairwise(word[0])]
                found |= {word.start() + at for at in _weakest(bonds)}
        return sorted(found)

    return edges


def _weakest(bonds: Sequence[float]) -> Iterator[int]:
    """The characters before which a word begins: the bond there is loose, and looser than those on
    either side.
    """
    around = [math.inf, *bonds, math.inf]
    for at, (before, here, after) in enumerate(zip(around[:-2], bonds, around[2:], strict=True), 1):
        if here < _LOOSE or (here < min(before, after) and here < _FIRM):
            yield at


_LOOSE, _FIRM = 1.0, 4.0
