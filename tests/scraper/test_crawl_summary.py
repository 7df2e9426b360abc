"""What a crawl tells of itself when it ends."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from scraper.commands.crawling import as_text
from scraper.crawl import Summary

PLACE = Path("archive")


def test_what_came_of_it() -> None:
    summary = Summary(9, Counter(ok=6, gone=2), Counter(listing=1, post=5))
    assert as_text(summary, PLACE).splitlines() == [
        "archive: 1 listing pages, 5 posts; 9 requests", "also: 2 gone",
    ]  # fmt: skip
    assert as_text(Summary(2), PLACE) == "archive: nothing new; 2 requests"


def test_ten_failures_are_named_and_the_rest_counted() -> None:
    failed = [(f"http://forum.example/article/{n}", "status 500") for n in range(12)]
    summary = Summary(12, Counter(failed=12), failed=failed)
    assert as_text(summary, PLACE).splitlines() == [
        "archive: nothing new; 12 requests", "also: 12 failed",
        *(f"  http://forum.example/article/{n}: status 500" for n in range(10)),
        "  … and 2 more", "the same command tries again what failed",
    ]  # fmt: skip
