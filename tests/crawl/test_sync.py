"""`kb sync` again and again: what did not change is left alone, whatever the calendar says."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scraper import cli
from scraper.check import check_tree
from tests.box.running import Box
from tests.crawl import crawling
from tests.crawl.crawling import files
from tests.crawl.syncing import Site, made

HOUR, DAY = 3600, 86400
_RANK = {"minute": 0, "hour": 1, "day": 2, "unknown": 3}


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Site]:
    with Box(crawling.lean()) as box:
        yield made(box, tmp_path, capsys)


def dates(site: Site) -> dict[str, tuple[str, str]]:
    """Path of a page → its date and how precise it is."""
    found = {}
    for path in site.content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        date = re.search(r"^date: (.*)$", text, re.MULTILINE)
        precision = re.search(r"^date_precision: (.*)$", text, re.MULTILINE)
        assert date is not None
        assert precision is not None
        found[path.name] = date[1], precision[1]
    return found


def changed_lines(old: bytes, new: bytes) -> set[str]:
    """The names of header fields whose line is another one now; `body` for all other lines."""
    told = difflib.ndiff(old.decode().splitlines(), new.decode().splitlines())
    lines = [line[2:] for line in told if line[:2] in ("+ ", "- ")]
    fields = (re.match(r"([a-z_]+): ", line) for line in lines)
    return {field[1] if field else "body" for field in fields} - {"imported"}


def test_the_first_run_brings_every_post(site: Site) -> None:
    said = site.sync()
    open_ = {post.key for post in site.box.world.newest()}
    assert {key for key in open_ if site.page(key)} == open_
    assert len(list(site.content.rglob("*.md"))) == len(open_)
    assert site.sections()["New"] == sorted(site.name(k) for k in open_ if k != "question/4")
    assert site.sections()["Merged into another question"] == [site.name("question/4")]
    assert f"{len(open_)} posts" in said
    assert check_tree(site.content) == []


def test_a_second_run_asks_for_listings_and_changes_no_byte(site: Site) -> None:
    site.sync()
    before = files(site.folder / "content")
    said = site.sync()
    assert {e.target.partition("__")[0] for e in site.box.log} == {
        "/explore/ajax/list/sort_type-new"
    }
    assert len(site.box.log) <= 3
    assert files(site.folder / "content") == before
    assert site.sections() == {}
    assert "Nothing changed." in site.report
    assert "nothing changed" in said


def test_time_alone_makes_dates_more_precise_and_only_once(site: Site) -> None:
    """W 7: an hour, a day and a week later the forum prints its times in another form."""
    site.sync()
    refined: dict[str, int] = {}
    first = dates(site)
    for seconds in (0, HOUR, DAY, 8 * DAY, HOUR, 400 * DAY):
        site.box.world.advance(seconds)
        before, known = site.pages(), dates(site)
        site.sync()
        assert site.asked() == []
        for path in site.changed(before):
            assert changed_lines(before[path], site.pages()[path]) <= {"date", "date_precision"}
            name = Path(path).name
            (_, old), (_, new) = known[name], dates(site)[name]
            assert _RANK[new] < _RANK[old]
            refined[name] = refined.get(name, 0) + 1
        assert check_tree(site.content) == []
    assert set(refined.values()) == {1}
    assert len(refined) >= 2
    minutes = {p.name: site.text(key) for key, p in pages(site).items() if p.name in refined}
    assert all(re.search(r"^date_precision: minute$", t, re.MULTILINE) for t in minutes.values())
    for name, (date, precision) in dates(site).items():
        assert precision == "minute" or (date, precision) == first[name]


def pages(site: Site) -> dict[str, Path]:
    return {key: site.page(key) for key in (post.key for post in site.box.world.newest())}


def test_a_date_that_was_refined_is_the_true_one(site: Site) -> None:
    for _ in range(3):
        site.sync()
        site.box.world.advance(4 * DAY)
    for key in ("article/18", "article/19", "article/20", "question/12"):
        truth = site.box.world.posts[key].at
        assert f"date: {truth:%Y-%m-%dT%H:%M}+08:00" in site.text(key), key


def test_what_changed_while_time_passed_is_found_with_it(site: Site) -> None:
    site.sync()
    site.box.world.advance(8 * DAY)
    before = site.pages()
    site.box.world.edit("article/12", title="换了标题")
    site.sync()
    assert site.asked() == ["/article/12"]
    assert site.sections()["Changed"].count(site.name("article/12")) == 1
    assert site.name("article/12") in site.changed(before)


def test_a_run_that_was_stopped_imports_nothing_and_the_next_one_all(site: Site) -> None:
    rule = site.box.faults.add("closed", "^/article/", after=3)
    said = site.sync(code=2)
    assert "the forum says" in said
    assert set(site.pages()) == {"categories.yml"}
    assert site.box.faults.fired(rule) == 1
    site.box.faults.clear()
    site.sync()
    assert {post.key for post in site.box.world.newest() if site.page(post.key)}
    assert check_tree(site.content) == []


def test_a_page_that_failed_comes_with_the_next_run(site: Site) -> None:
    site.box.faults.add("status", "^/question/3$", status=403)
    said = site.sync()
    assert "1 failed" in said
    assert "先看证书" not in site.text("question/3")
    site.box.faults.clear()
    before = site.pages()
    site.sync()
    assert site.asked()[0] == "/question/3"
    assert all(re.search("question/(3|ajax)", target) for target in site.asked())
    assert site.name("question/3") in site.changed(before)
    assert "先看证书" in site.text("question/3")
    assert check_tree(site.content) == []


def test_the_report_for_tools_is_json(site: Site) -> None:
    target = site.folder / "report.json"
    site.sync("--report", str(target))
    told = json.loads(target.read_text(encoding="utf-8"))
    assert told["counts"]["posts"] == len(site.box.world.newest())
    assert {f["state"] for f in told["files"]} == {"new"}
    first = target.read_bytes()
    site.sync("--report", str(target))
    told = json.loads(target.read_text(encoding="utf-8"))
    assert {f["state"] for f in told["files"]} == {"unchanged"}
    assert target.read_bytes() != first
    again = target.read_bytes()
    site.sync("--report", str(target))
    assert json.loads(target.read_bytes())["files"] == json.loads(again)["files"]


def test_a_dry_run_writes_neither_page_nor_report(site: Site) -> None:
    site.sync()
    site.box.world.edit("article/12", body="<p>新的正文。</p>")
    site.box.world.edit("article/12", title="换了标题")
    site.box.world.delete("article/10")
    before = site.pages()
    said = site.sync("--dry-run")
    assert site.pages() == before
    assert not (site.folder / "report.md").exists()
    assert "换了标题" in said
    assert "## Gone from the forum" in said
    site.sync()
    assert {site.name("article/12"), site.name("article/10")} <= site.changed(before)


def test_an_archive_can_be_synced_without_the_forum(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.sync()
    before = site.pages()
    site.box.reset_log()
    told = ["sync", str(site.folder / "archive"), "--into", str(site.content), "--publish", "full"]
    assert cli.main([*told, "--sources", str(site.folder / "sources.yml")]) == 0
    assert site.box.log == []
    assert site.pages() == before
    assert "nothing changed" in capsys.readouterr().out


def test_pages_keep_their_place_wherever_people_move_them(site: Site) -> None:
    site.sync()
    old = site.page("article/12")
    new = site.content / "faq" / "chao-liebiao.md"
    new.parent.mkdir(exist_ok=True)
    new.write_text(
        re.sub(r"^category: .*$", "category: faq", old.read_text("utf-8"), flags=re.MULTILINE),
        encoding="utf-8",
    )
    old.unlink()
    before = site.pages()
    site.sync()
    assert site.pages() == before
    assert check_tree(site.content) == []


def test_another_post_with_the_same_title_gets_another_page(site: Site) -> None:
    site.sync()
    before = site.pages()
    twin = replace(site.box.world.posts["article/12"], id=77, body="<p>同名的另一篇。</p>")
    site.box.world.add(twin)
    site.sync()
    assert site.changed(before) == {site.name("article/77")}
    assert site.page("article/12").name != site.page("article/77").name
    assert check_tree(site.content) == []
