from __future__ import annotations

import pytest

from hooks import labels
from scraper.rules.header import CHOICES, LICENSES
from tests.hooks.making import article


@pytest.mark.parametrize(
    ("date", "precision", "shown"),
    [
        ("2020-12-07", None, "2020-12-07"),
        ("2020-12-07", "day", "2020-12-07"),
        ("2020-08-27T19:40+08:00", "minute", "2020-08-27 19:40"),
        ("2020-08-27T19:40+08:00", None, "2020-08-27 19:40"),
        ("2020-08-27T19:00+08:00", "hour", "2020-08-27 19 时左右"),
        ("2020-08-27T00:00+08:00", "day", "2020-08-27"),
        ("unknown", None, "日期不详"),
        ("2020-13-40", None, "日期不详"),
    ],
)
def test_a_date_shows_no_more_than_is_known(date: str, precision: str | None, shown: str) -> None:
    assert labels.date(article("im/a.md", date=date, date_precision=precision).header) == shown


def test_every_value_that_the_check_allows_has_a_word() -> None:
    assert set(labels.LICENSES) == set(LICENSES)
    assert set(labels.KINDS) == set(labels.AUTHORS) == set(CHOICES["kind"])
    assert set(labels.PROVENANCE) == set(CHOICES["provenance"])
    assert set(labels.STATUS) == set(CHOICES["status"])


def test_licences_are_named_and_linked() -> None:
    known = article("im/a.md", license="CC-BY-SA-4.0").header
    reserved = article("im/a.md", license="all-rights-reserved").header
    assert labels.license_of(known) == (
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    )
    assert labels.license_of(reserved) == ("版权归作者，保留所有权利", "")
