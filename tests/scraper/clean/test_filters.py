"""Every filter of a body's tree alone: before and after."""

from __future__ import annotations

import pytest

from scraper import clean
from scraper.clean import pictures
from tests.scraper.clean import code_cases, junk_cases, link_cases, structure_cases

ALL = junk_cases.CASES | code_cases.CASES | link_cases.CASES | structure_cases.CASES


@pytest.mark.parametrize(
    ("repair", "before", "after"),
    [
        pytest.param(repair, before, after, id=f"{repair.__name__}-{number}")
        for repair, cases in ALL.items()
        for number, (before, after) in enumerate(cases, 1)
    ],
)
def test_a_filter(repair: clean.Filter, before: str, after: str) -> None:
    soup = clean.tree(before)
    repair(soup)
    assert str(soup) == after


def test_every_filter_has_cases() -> None:
    assert set(ALL) == {*clean.FILTERS, pictures.settle_figures}
    assert all(len(cases) >= 3 for cases in ALL.values())


@pytest.mark.parametrize("repair", clean.FILTERS)
def test_a_filter_does_nothing_twice(repair: clean.Filter) -> None:
    for cases in ALL.values():
        for before, _ in cases:
            soup = clean.tree(before)
            repair(soup)
            once = str(soup)
            repair(soup)
            assert str(soup) == once
