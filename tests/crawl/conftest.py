"""What several of these tests work on: a small forum, a server that is none, a synced site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.check import check_tree
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.canary import Web, web
from tests.crawl.faulty import Prepared
from tests.crawl.syncing import Site


@pytest.fixture
def canary() -> Iterator[Web]:
    with web() as running:
        yield running


@pytest.fixture
def box() -> Iterator[Box]:
    with Box(crawling.few(), noise=False) as running:
        yield running


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with Box(crawling.lean()) as running:
        running.world.delete("article/20", physical=True)  # its date would be told better soon
        yield Prepared(running, tmp_path_factory.mktemp("synced") / "site")


@pytest.fixture
def site(prepared: Prepared, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Site]:
    found = prepared.site(tmp_path, capsys)
    yield found
    assert check_tree(found.content) == []  # whatever happened: the pages are in order
