"""What `kb` will not do: one line that says why, and exit code 2."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from ipaddress import ip_address
from pathlib import Path

import pytest

from scraper import fetch, intake
from scraper.cli import main
from scraper.guard import Address
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.canary import Web, web
from tests.crawl.processes import free_port
from tests.scraper.wecenter_markup import line, listing


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one line with which `kb` refuses."""
    assert main([str(argument) for argument in arguments]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err.startswith("kb: ")
    assert found.err.endswith("\n")
    assert found.err.count("\n") == 1
    return found.err.removeprefix("kb: ").rstrip("\n")


# whom to ask


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://no-such-host.invalid/", "the host name cannot be resolved"),
        ("http://127.0.0.1:{free}/", "no connection"),
        ("https://127.0.0.1:{box}/", "the secure connection failed"),
        ("ftp://127.0.0.1/", "not the address of a forum; write it as https://host/"),
        ("http://", "not the address of a forum"),
        ("http://127.0.0.1:99999/", "not the address of a forum"),
        ("http://[::1/", "not the address of a forum"),
        ("http://user:secret@127.0.0.1:{box}/", "an address with a user name"),
    ],
)
def test_an_address_where_no_forum_is(
    url: str, message: str, box: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = url.format(free=free_port(), box=box.port)
    line = refused(capsys, "crawl", asked, "--archive", tmp_path, "--rate", "0")
    assert line.startswith(asked.rstrip("/") or asked)
    assert message in line
    assert box.log == []


def test_a_site_that_is_no_forum_leaves_the_folder_free_for_one(
    canary: Web, box: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(capsys, "crawl", canary.url, "--archive", tmp_path, "--rate", "0")
    assert line == (
        f"{canary.url}: not the front page of a WeCenter forum (not the page that was asked for"
        " (its title: “某人的博客”)); check the address; nothing was kept"
    )
    assert canary.hits == ["/robots.txt", "/"]
    assert main(["crawl", box.url, "--archive", str(tmp_path), "--rate", "0"]) == 0
    assert {
        url for _, url, *_ in crawling.contents(tmp_path) if not url.startswith(box.url)
    } == set()


def test_a_forum_that_gives_another_address_as_its_own_is_crawled_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with web(listing(line("article/5", "发表了文章 • 0 个评论 • 2020-01-02 03:04"))) as forum:
        told = refused(capsys, "crawl", forum.url, "--archive", tmp_path, "--rate", "0")
    assert told == (
        f"{forum.url}: its pages give http://forum.example/ as the forum's address: crawl that one;"
        " nothing was kept"
    )
    assert forum.hits == ["/robots.txt", "/"]


def test_a_public_forum_is_asked_by_nobody_without_a_name(
    box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def public(_: str) -> list[Address]:
        return [ip_address("93.184.216.34")]

    monkeypatch.setattr(fetch, "addresses", public)
    line = refused(capsys, "crawl", box.url, "--archive", tmp_path / "archive")
    assert line == (
        f"{box.url}: a crawl says whom to write to; give --contact you@example.org, or contact: in"
        " sources.yml"
    )
    assert box.log == []
    assert not (tmp_path / "archive").exists()


def test_an_archive_holds_one_forum(
    box: Box, canary: Web, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["crawl", box.url, "--archive", str(tmp_path), "--rate", "0"])
    before, requests = crawling.contents(tmp_path), len(box.log)
    capsys.readouterr()
    for url in (canary.url, f"http://localhost:{box.port}/", f"{box.url}bbs/"):
        line = refused(capsys, "crawl", url, "--archive", tmp_path, "--rate", "0")
        assert line == f"{tmp_path}: holds {box.url}; use another folder for {url}"
    assert canary.hits == []
    assert len(box.log) == requests
    assert crawling.contents(tmp_path) == before


# what to read


@pytest.fixture
def archive(box: Box, tmp_path: Path) -> Path:
    """The archive of a crawl."""
    crawling.run(box.url, tmp_path / "archive")
    return tmp_path / "archive"


def warc(archive: Path) -> Path:
    (found,) = archive.rglob("*.warc.gz")
    return found


def test_an_archive_of_another_forum_is_not_imported(
    archive: Path, box: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "content"
    line = refused(capsys, "import", archive, "--base-url", "http://other.example/", "--into", into)
    assert line == f"{archive}: holds pages of {box.host}, none of http://other.example/"
    assert not into.exists()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.warc.gz", b"\x1f\x8b\x08\x00 this is no gzip at all", "no response in this archive"),
        ("a.warc.gz", b"", "no response in this archive"),
        ("a.warc.gz", bytes(range(256)) * 40, "no response in this archive"),
        ("a.warc.gz", gzip.compress(b"WARC/1.1\r\nWARC-Type: resp"), "no response in this archive"),
        ("a.warc", b"WARC/1.1\r\nContent-Length: -5\r\n\r\n", "no response in this archive"),
        ("a.warc", b"<html><body>no WARC</body></html>", "no response in this archive"),
        ("notes.md", b"# notes\n", "the folder has no HTML page"),
        (None, b"", "the folder has no HTML page"),
    ],
)
def test_a_folder_without_a_forum_is_not_imported(
    name: str | None, data: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    if name:
        (folder / name).write_bytes(data)
    line = refused(capsys, "import", folder, "--into", tmp_path / "content")
    assert line.startswith(f"{folder}: ")
    assert message in line
    assert not (tmp_path / "content").exists()


def test_a_warc_that_breaks_off_gives_what_is_whole_and_says_so(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = warc(archive).read_bytes()
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole[: len(whole) * 3 // 5])
    arguments = ["import", str(cut), "--into", str(tmp_path / "content"), "--report"]
    assert main([*arguments, str(tmp_path / "report.json")]) == 0
    assert capsys.readouterr().err == ""
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    damaged = [doubt for doubt in report["doubts"] if doubt["code"] == "archive-damaged"]
    assert len(damaged) == 1
    assert damaged[0]["where"] == "cut.warc.gz"
    at = re.search(r"byte (\d+)", damaged[0]["message"])
    assert at is not None
    assert len(whole) // 3 < int(at[1]) < len(cut.read_bytes())
    assert 1 <= report["counts"]["posts"] <= len(crawling.few().posts)
    assert len(list((tmp_path / "content").rglob("*.md"))) == report["counts"]["posts"]


def test_an_archive_that_lost_its_end_is_read_but_not_written(
    archive: Path, box: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = warc(archive).read_bytes()
    warc(archive).write_bytes(whole[: len(whole) // 2])
    requests = len(box.log)
    line = refused(capsys, "crawl", box.url, "--archive", archive, "--rate", "0")
    assert line == (
        f"{warc(archive)}: {len(whole) // 2} bytes, but {len(whole)} are recorded: the archive was"
        " damaged; import what is left with kb import, and crawl into a new folder"
    )
    assert len(box.log) == requests
    opened = intake.open_source(archive, intake.Options())
    lost = [note.message for note in opened.forum.notes if note.code == "archive-damaged"]
    assert len(lost) == 1
    assert re.search(r"the last \d+ responses are missing", lost[0])
    assert opened.forum.posts


def test_a_frontier_that_is_no_database_is_told_and_left_alone(
    archive: Path, box: Box, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "crawl.sqlite").write_bytes(b"not a database, but long enough to be one" * 100)
    before = crawling.files(archive)
    told = f"{archive}/crawl.sqlite: not readable as the record of a crawl; move it away, the"
    crawl = refused(capsys, "crawl", box.url, "--archive", archive, "--rate", "0")
    read = refused(capsys, "import", archive, "--into", tmp_path / "content")
    assert crawl == read == f"{told} archive itself is whole"
    assert crawling.files(archive) == before
    shutil.move(archive / "crawl.sqlite", tmp_path / "away")
    assert main(["import", str(archive), "--into", str(tmp_path / "content")]) == 0
