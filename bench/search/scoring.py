"""Queries with known answers, and how well a list of answers matches them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Query:
    """What is typed, and the addresses any of which is right in first place: `page.html`, or
    `page.html#a|b` where the section a or b is meant. Nonsense has no right answer.
    """

    id: str
    q: str
    gold: tuple[str, ...]
    cat: str

    @property
    def names_section(self) -> bool:
        """Whether a section is part of the right answer."""
        return any("#" in address for address in self.gold)


@dataclass(frozen=True)
class Score:
    """Shares in percent of the queries that have an answer; `nonsense` is the mean number of
    results where there is none, `sections` of those queries that name one.
    """

    queries: int
    first: float
    first_five: float
    sections: float
    zero: float
    nonsense: float


def read(path: Path) -> list[Query]:
    """The queries of a file. ValueError says which entry is not one."""
    queries = []
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
        try:
            queries.append(Query(entry["id"], entry["q"], tuple(entry["gold"]), entry["cat"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path}: entry {number} lacks {error}") from error
    return queries


def score(queries: Sequence[Query], answers: Sequence[Sequence[str]]) -> Score:
    """`answers` holds for each query the addresses found, best first, each page once."""
    pairs = list(zip(queries, answers, strict=True))
    real = [(query, found) for query, found in pairs if query.gold]
    none = [found for query, found in pairs if not query.gold]
    exact = [(query, found) for query, found in real if query.names_section]
    return Score(
        queries=len(real),
        first=_share([_place(q, found) == 0 for q, found in real]),
        first_five=_share([0 <= _place(q, found) < 5 for q, found in real]),
        sections=_share([bool(found) and _is_right(q, found[0]) for q, found in exact]),
        zero=_share([not found for _, found in real]),
        nonsense=round(sum(map(len, none)) / len(none), 1) if none else 0.0,
    )


def by_class(queries: Sequence[Query], answers: Sequence[Sequence[str]]) -> dict[str, Score]:
    """The score of each class of queries by itself."""
    found: dict[str, Score] = {}
    for cat in sorted({query.cat for query in queries}):
        places = [at for at, query in enumerate(queries) if query.cat == cat]
        found[cat] = score([queries[at] for at in places], [answers[at] for at in places])
    return found


def _place(query: Query, found: Sequence[str]) -> int:
    pages = {address.partition("#")[0] for address in query.gold}
    return next((at for at, one in enumerate(found) if one.partition("#")[0] in pages), -1)


def _is_right(query: Query, address: str) -> bool:
    page, _, anchor = address.partition("#")
    for gold in query.gold:
        right, _, anchors = gold.partition("#")
        if page == right and (not anchors or anchor in anchors.split("|")):
            return True
    return False


def _share(truths: Sequence[bool]) -> float:
    return round(100 * sum(truths) / len(truths), 1) if truths else 0.0
