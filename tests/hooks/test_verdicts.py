"""What stops a build: our own pages must be in order, other people's words cannot stop it."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath

import pytest

from hooks import verdicts
from scraper.check import RULES, Checked
from scraper.errors import Problem
from tests.hooks.making import article

OWN, IMPORTED = PurePosixPath("im/own.md"), PurePosixPath("im/imported.md")
PAGES = (article(str(OWN)), article(str(IMPORTED), provenance="imported"))


# how a page is written: it can be shown while somebody works on it, but not published
WRITING = ("CODE-1", "CODE-2", "IDX-1", "IMG-4", "MD-2", "TERM-1", "TUT-1", "ZH-1")


@pytest.mark.parametrize("rule", sorted(set(RULES) - set(WRITING)))
def test_what_is_wrong_with_our_own_pages_is_fatal(rule: str) -> None:
    problem = Problem(OWN, 3, rule, "不对。")
    assert verdicts.weigh(Checked(PAGES, (problem,))) == verdicts.Verdicts((problem,), ())


@pytest.mark.parametrize("rule", WRITING)
def test_how_our_own_pages_are_written_stops_a_strict_build(rule: str) -> None:
    problem = Problem(OWN, 3, rule, "不对。")
    told = ((logging.WARNING, problem),)
    assert verdicts.weigh(Checked(PAGES, (problem,))) == verdicts.Verdicts((), told)


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        ("HTML-1", logging.INFO),  # the sanitiser takes it out
        ("LINK-4", logging.INFO),
        ("IMG-3", logging.INFO),
        ("LINK-1", logging.WARNING),  # a strict build stops
        ("MD-1", logging.WARNING),
        ("FM-5", None),  # a header is ours, wherever the text is from
        ("FILE-1", None),
    ],
)
def test_the_text_of_an_imported_page(rule: str, level: int | None) -> None:
    problem = Problem(IMPORTED, 3, rule, "不对。")
    found = verdicts.weigh(Checked(PAGES, (problem,)))
    assert found.fatal == (() if level else (problem,))
    assert found.told == (((level, problem),) if level else ())
