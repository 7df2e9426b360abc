"""A forum in a box with a site folder beside it, and `kb sync` between the two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper import cli
from tests.box.running import Box
from tests.conftest import ROOT
from tests.crawl.crawling import files

DETAIL = r"^/(?:m/)?(?:article|question)/(?:\d|id-|ajax)"


@dataclass(frozen=True)
class Site:
    """A site whose content/ comes from one forum."""

    box: Box
    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def content(self) -> Path:
        """Where the pages are."""
        return self.folder / "content"

    @property
    def report(self) -> str:
        """The last report."""
        return (self.folder / "report.md").read_text(encoding="utf-8")

    def sync(self, *options: str, code: int = 0) -> str:
        """Run `kb sync`, which asks for as little as it needs; gives what it printed."""
        self.box.reset_log()
        (self.folder / "report.md").unlink(missing_ok=True)
        given = ["sync", self.box.url, "--archive", str(self.folder / "archive"), "--rate", "0",
                 "--into", str(self.content), "--sources", str(self.folder / "sources.yml"),
                 "--publish", "full"]  # fmt: skip
        if not any(option.startswith("--report") for option in options):
            given += ["--report", str(self.folder / "report.md")]
        assert cli.main([*given, *options]) == code
        told = self.capsys.readouterr()
        return told.out + told.err

    def pages(self) -> dict[str, bytes]:
        """All files of content/ by their path."""
        return files(self.content)

    def page(self, key: str) -> Path:
        """The page of a post."""
        mark = re.compile(rf"^  id: \S+:{key}$", re.MULTILINE)
        found = [p for p in self.content.rglob("*.md") if mark.search(p.read_text("utf-8"))]
        assert len(found) == 1, (key, found)
        return found[0]

    def text(self, key: str) -> str:
        """The text of a post's page."""
        return self.page(key).read_text(encoding="utf-8")

    def name(self, key: str) -> str:
        """The path of a post's page below content/."""
        return self.page(key).relative_to(self.content).as_posix()

    def asked(self) -> list[str]:
        """The pages of posts that the last sync asked for."""
        return [entry.target for entry in self.box.requests(DETAIL)]

    def changed(self, before: dict[str, bytes]) -> set[str]:
        """The files that are not as they were."""
        now = self.pages()
        return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}

    def sections(self) -> dict[str, list[str]]:
        """The report's headings with the pages below each."""
        found: dict[str, list[str]] = {}
        for line in self.report.splitlines():
            if heading := re.match(r"## (.*) \(\d+\)$", line):
                found[heading[1]] = []
            elif page := re.match(r"- (\S+\.md)", line):
                found[list(found)[-1]].append(page[1])
        return found


def made(box: Box, folder: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    """An empty site."""
    site = Site(box, folder, capsys)
    site.content.mkdir()
    categories = ROOT / "content" / "categories.yml"
    (site.content / "categories.yml").write_bytes(categories.read_bytes())
    return site
