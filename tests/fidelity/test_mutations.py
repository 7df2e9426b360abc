"""The mutation check: a converter that loses something, with the scraper's guard and without.

The guard has to notice each loss and keep HTML instead, so readers see all of it. Without the guard
the corpus has to notice: this shows that its comparison is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from scraper import fidelity, markdown, writers
from scraper.bodies import Body
from scraper.writers import Writer
from tests.fidelity import corpus
from tests.fidelity.compare import differences
from tests.fidelity.corpus import Case
from tests.fidelity.seen import seen

Loss = Callable[[str], str]
ENOUGH = 25  # cases of each kind, or some more: done in seconds


def _without(pattern: str, instead: str = "") -> Loss:
    """Lose what the pattern finds first, outside of blocks of code."""

    def lose(text: str) -> str:
        return text if "```" in text else re.sub(pattern, instead, text, count=1)

    return lose


def _cell(text: str) -> str:
    """Lose the first cell of the first row below the head."""
    return re.sub(r"(?m)^(\|(?: *:?-+:? *\|)+\n)\|[^|\n]*[^|\s][^|\n]*\|", r"\1|", text, count=1)


def _code_line(text: str) -> str:
    return re.sub(r"\A(`{3,}[\w-]*\n)[^\n]*\S[^\n]*\n", r"\1", text)


# what is lost, and the aspects in which that is seen
LOSSES: dict[str, tuple[Loss, set[str]]] = {
    "a link": (
        _without(r"(?<![!\\])\[([^\[\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))+\)", r"\1"),
        {"link"},
    ),
    "a cell": (_cell, {"table", "text", "image"}),
    "a line of code": (_code_line, {"code"}),
    "bold": (
        _without(r"\*\*(?=\S)([^*\n]+)\*\*|<strong>(.+?)</strong>", r"\1\2"),
        {"emphasis"},
    ),
    "an item": (_without(r"\n *(?:-|\d+\.) [^\n]+\Z"), {"list"}),
    "a break": (_without(r"(?: {2,}|\\)\n|<br ?/?>\n?"), {"break"}),
    "an image": (_without(r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>]*>"), {"image"}),
}


@cache
def _sound(case: Case) -> bool:
    """Whether a case passes as things are, all of it as Markdown."""
    body, html = corpus.shown(case.source)
    return body.kept_html == 0 and not differences(seen(case.seen), seen(html))


class Loser:
    """Makes all writers lose something, and knows whether they did since it was last asked."""

    def __init__(self, lose: Loss, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lose = lose
        self.has_lost = False
        self.cases = [case for case in corpus.load() if _sound(case) and self._can_lose(case)]
        self.cases = self.cases[:: max(1, len(self.cases) // ENOUGH)]
        monkeypatch.setattr(markdown, "WRITERS", tuple(map(self._wrapped, writers.WRITERS)))

    def _can_lose(self, case: Case) -> bool:
        text = corpus.shown(case.source)[0].text
        return any(self.lose(part) != part for part in text.split("\n\n"))

    def _wrapped(self, write: Writer) -> Writer:
        def losing(source: str) -> str:
            text = write(source)
            lost = self.lose(text)
            self.has_lost = self.has_lost or lost != text
            return lost

        return losing

    def shown(self) -> Iterator[tuple[Case, Body, list[str]]]:
        """Cases that lost something in being converted, and how what they show differs."""
        for case in self.cases:
            self.has_lost = False
            body, html = corpus.shown(case.source)
            if self.has_lost:
                yield case, body, differences(seen(case.seen), seen(html))


@pytest.mark.parametrize("name", LOSSES)
def test_the_guard_notices_a_loss(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = noticed = 0
    for case, body, told in Loser(LOSSES[name][0], monkeypatch).shown():
        assert told == [], case
        tried += 1
        noticed += body.kept_html > 0
    # one of the ways to write a block may have had nothing to lose
    assert noticed >= max(5, 0.8 * tried)


@pytest.mark.parametrize("name", LOSSES)
def test_the_corpus_notices_a_loss_without_the_guard(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose, aspects = LOSSES[name]
    loser = Loser(lose, monkeypatch)
    monkeypatch.setattr(fidelity, "difference", lambda *_: None)
    tried = named = 0
    for case, _, told in loser.shown():
        assert told, case
        tried += 1
        named += bool(aspects & {line.partition(":")[0] for line in told})
    # a few have lost text that only looks like Markdown
    assert named >= max(5, 0.8 * tried)
