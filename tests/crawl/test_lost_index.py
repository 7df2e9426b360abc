"""An archive whose index is gone: nothing tells what of it is recorded, so it is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper import frontier
from scraper.errors import CrawlError
from tests.box.running import Box
from tests.box.small import small
from tests.crawl.crawling import files, run


def test_an_archive_without_its_index_is_left_alone(tmp_path: Path) -> None:
    with Box(small()) as box:
        run(box.url, tmp_path)
        (tmp_path / frontier.FILE_NAME).unlink()
        before = files(tmp_path)
        box.reset_log()
        with pytest.raises(CrawlError, match=r"not its index crawl\.sqlite; kb import reads it"):
            run(box.url, tmp_path)
        assert box.log == []
    assert [name for name in before if name.endswith(".warc.gz")]
    assert files(tmp_path) == before  # and no new index, which would hide the archive


def test_what_a_first_run_that_was_killed_left_is_no_archive(tmp_path: Path) -> None:
    left = tmp_path / "warc" / "geekonline-kb-00001.warc.gz"
    left.parent.mkdir()
    left.write_bytes(b"half a rec")
    with frontier.Frontier(tmp_path):
        pass
    with Box(small()) as box:
        run(box.url, tmp_path)
    assert left.read_bytes()[:2] == b"\x1f\x8b"
