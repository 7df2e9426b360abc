"""Which problems of content/ stop a build, and which are only told."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from scraper.check import Checked
from scraper.errors import Problem

# what the sanitiser takes out of an imported page anyway
_SANITISED = frozenset({"HTML-1", "IMG-3", "LINK-4"})
# what a reader of an imported page would stumble over, and no more
_BLEMISHES = frozenset({"IMG-1", "IMG-2", "LINK-1", "LINK-2", "LINK-3", "MD-1"})
# how a page of our own is written: it can be shown all the same, while somebody works on it
_WRITING = frozenset({"CODE-1", "CODE-2", "IDX-1", "IMG-4", "MD-2", "TERM-1", "TUT-1", "ZH-1"})


@dataclass(frozen=True)
class Verdicts:
    """`fatal` problems stop the build; the others are `told` at a level of the logging module (a
    warning stops a strict build).
    """

    fatal: tuple[Problem, ...]
    told: tuple[tuple[int, Problem], ...]


def weigh(checked: Checked) -> Verdicts:
    """A page of our own must be in order; how it is written stops a strict build only. The text of
    an imported one is other people's: whatever it says, it does no harm, and it cannot stop the
    site.
    """
    imported = {a.path for a in checked.articles if a.header.provenance == "imported"}
    fatal, told = [], []
    for problem in checked.problems:
        foreign = problem.path in imported
        if foreign and problem.rule in _SANITISED:
            told.append((logging.INFO, problem))
        elif problem.rule in _WRITING or (foreign and problem.rule in _BLEMISHES):
            told.append((logging.WARNING, problem))
        else:
            fatal.append(problem)
    return Verdicts(tuple(fatal), tuple(told))
