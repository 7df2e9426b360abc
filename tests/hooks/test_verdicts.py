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


@pytest.mark.parametrize("rule", RULES)
def test_every_problem_of_our_own_pages_is_fatal(rule: str) -> None:
    problem = Problem(OWN, 3, rule, "不对。")
    assert verdicts.weigh(Checked(PAGES, (problem,))) == verdicts.Verdicts((problem,), ())


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
