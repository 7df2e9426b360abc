"""Four ways in, one article: a post gives the same page from a live forum, from a WARC that wget
made, from a folder that wget saved, and (where it has nothing but paragraphs) from a text dump.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from bs4 import BeautifulSoup, Tag

from scraper import article, cli
from scraper.article import Article
from tests.box.many import many
from tests.box.running import Box
from tests.box.small import small
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "adapters"
# with headings, code, a table; with images; with a best answer and anonymous people
SHOWN = ("article/11", "article/2", "question/10")

# lazily loaded images, and the originals of thumbnails: wget knows of neither
BETTER_LIVE = ("article/5", "article/6")


def imported(source: str, folder: Path, *options: str) -> dict[str, Article]:
    """What `kb sync` makes of a source, by the post's key or, where a dump has none, its title."""
    into = folder / "content"
    into.mkdir(parents=True)
    shutil.copy(ROOT / "content" / "categories.yml", into)
    call = ["sync", source, "--into", str(into), "--publish", "full", "--rate", "0", *options]
    assert cli.main(call) == 0
    found = {}
    for path in sorted(into.rglob("*.md")):
        made, problems = article.parse(path.read_text("utf-8"), PurePosixPath(path.name))
        assert problems == []
        assert made.header.source
        key = (made.header.source.id or "").rpartition(":")[2]
        found[made.header.title if key.startswith("dump/") else key] = made
    return found


def told(made: Article) -> Article:
    """An article without what tells one way in from another: address, moment, raw bytes."""
    header = replace(made.header, source=None, imported=None)
    return replace(made, header=header, body=re.sub(r"127\.0\.0\.1:\d+", "HOST", made.body))


def wget(box: Box, folder: Path, *options: str) -> None:
    folder.mkdir()
    command = [
        "wget", "--quiet", "--recursive", "--level=2", "--page-requisites", "--no-parent",
        "--execute", "robots=off", "--reject-regex", r"/(people|topic|account|feed)|sort_|rf=",
        "--tries=1", "--timeout=10", *options, box.url,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, check=False, timeout=120)
    assert done.returncode in (0, 8)  # 8: some answer was an error, as that of a deleted image


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    world = small()
    world.settings = replace(world.settings, list_size=100)
    with Box(world, variant="3.6", noise=False) as running:
        yield running


@pytest.fixture(scope="module")
def live(box: Box, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Article]:
    folder = tmp_path_factory.mktemp("live")
    return imported(box.url, folder, "--archive", str(folder / "archive"))


@pytest.fixture(scope="module")
def by_wget(box: Box, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A WARC and a saved folder."""
    if shutil.which("wget") is None:
        pytest.skip("wget is not here; `make browser` installs it")
    folder = tmp_path_factory.mktemp("wget")
    wget(box, folder / "warc", "--warc-file=forum", "--delete-after")
    wget(box, folder / "saved")
    return folder / "warc" / "forum.warc.gz", folder / "saved"


def same(found: dict[str, Article], live: dict[str, Article], *but: str) -> list[str]:
    """The keys of the articles that both have; questions lack what only AJAX and phones get."""
    keys = sorted(key for key in found if key.startswith("article/") and key in live.keys() - but)
    for key in keys:
        assert told(found[key]) == told(live[key]), key
    return keys


@pytest.mark.parametrize("key", SHOWN)
def test_the_live_forum_gives_the_golden_page(
    key: str, live: dict[str, Article], golden: Callable[[Path, str], None]
) -> None:
    golden(GOLDEN / f"{key.replace('/', '-')}.md", article.render(told(live[key])))


def test_a_warc_of_wget_gives_the_same_articles(
    by_wget: tuple[Path, Path], live: dict[str, Article], tmp_path: Path
) -> None:
    found = imported(str(by_wget[0]), tmp_path)
    assert len(same(found, live, *BETTER_LIVE)) >= 15
    assert found.keys() >= {key for key in live if key.startswith("question/")} - {"question/7"}


def test_a_folder_saved_by_wget_gives_the_same_articles(
    by_wget: tuple[Path, Path], live: dict[str, Article], box: Box, tmp_path: Path
) -> None:
    at = box.world.now.isoformat()
    found = imported(str(by_wget[1]), tmp_path, "--fetched-at", at, "--base-url", box.url)
    # it quotes a listing's line of a post that does not exist; a folder has no 404 to tell that
    assert len(same(found, live, *BETTER_LIVE, "article/12")) >= 15


def test_our_own_archive_gives_the_same_without_its_index(
    box: Box, live: dict[str, Article], tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    imported(box.url, tmp_path / "first", "--archive", str(archive))
    (archive / "crawl.sqlite").unlink()
    found = imported(str(archive), tmp_path / "second")
    assert {key: told(made) for key, made in found.items()} == {
        key: told(made) for key, made in live.items()
    }


def test_a_text_dump_gives_the_same_paragraphs(tmp_path: Path) -> None:
    world = many(30, 7)
    world.settings = replace(world.settings, list_size=100)
    for key, post in list(world.posts.items()):
        paragraphs = re.findall(r"<p>[^<]+</p>", post.body)
        world.edit(key, body="".join(paragraphs))
    with Box(world, variant="3.3", noise=False) as box:
        crawled = imported(box.url, tmp_path / "live", "--archive", str(tmp_path / "archive"))
        at = box.world.now.isoformat()
        dump = tmp_path / "dump.txt"
        dump.write_text(as_dump(box.url), encoding="utf-8")
    found = imported(str(dump), tmp_path / "dump", "--fetched-at", at)
    compared = 0
    for made in crawled.values():
        header = made.header
        if header.kind == "question" or "## 评论" in made.body:
            continue  # a dump has neither questions' bodies nor comments
        other = found[header.title]
        assert other.body == made.body
        assert (other.header.author, other.header.date) == (header.author, header.date)
        compared += 1
    assert compared >= 5


def as_dump(url: str) -> str:
    """The front page as a text dump has it: blocks become lines, markup and lone texts are lost."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - loopback
        soup = BeautifulSoup(answer.read(), "html.parser")
    lines: list[str] = []
    for item in soup.select(".aw-common-list > .aw-item"):
        lines += _item(item)
    return "\n\n".join([*lines, "友情链接"]) + "\n"


def _item(item: Tag) -> list[str]:
    def text(selector: str) -> str:
        found = item.select_one(selector)
        return " ".join(found.get_text().split()) if found else ""

    who = text("p > a.aw-question-tags") + text("p > a.aw-user-name")
    listed = " ".join(text(f"p > span:nth-of-type({n})") for n in (1, 2))
    lines = [text("h4"), f"{who} {listed}"]
    if teaser := text(".markitup-box"):
        lines.append(teaser)
    body = item.select_one(".all-content")
    blocks = body.find_all(["p", "h2", "h3", "li", "pre"]) if body else []
    for block in blocks:
        lines += [image["alt"] for image in block.find_all("img") if image.get("alt")]
        lines.append(" ".join(block.get_text().split()))
    return [line for line in lines if line]
