"""No page shares a sentence with the forum's posts: titles and names carry over, no more.

Every page is compared with the real front page of the forum by windows of 13 characters, without
spaces. A window without a Han character is an API's name, an address or a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from scraper import article as articles
from scraper.article import Article
from tests.conftest import ROOT

WINDOW = 13
CONTENT = ROOT / "content"
# what people, companies and files are called; error texts that a page quotes
NAMES = ("融云联合创始人兼CTO杨攀", "云启资本董事总经理陈昱", "微信图片_20201202183130.png")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*|>#]|\d+\.))")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def shared_runs(text: str, windows: frozenset[str]) -> Iterator[str]:
    """The longest pieces of a text, without spaces, all of whose windows are in `windows`."""
    at = 0
    while at + WINDOW <= len(text):
        end = at + WINDOW
        if text[at:end] not in windows:
            at += 1
            continue
        while end < len(text) and text[end - WINDOW + 1 : end + 1] in windows:
            end += 1
        yield text[at:end]
        at = end - WINDOW + 2


def windows_of(text: str, fewest: int = 1) -> frozenset[str]:
    """The windows of a text without spaces that hold so many Han characters at least."""
    found = (text[n : n + WINDOW] for n in range(len(text) - WINDOW + 1))
    return frozenset(window for window in found if len(_HAN.findall(window)) >= fewest)


def pages() -> list[Article]:
    found = []
    for path in sorted(CONTENT.rglob("*.md")):
        where = PurePosixPath(path.relative_to(CONTENT).as_posix())
        found.append(articles.parse(path.read_text(encoding="utf-8"), where)[0])
    return found


def titles(found: list[Article]) -> frozenset[str]:
    """What pages and posts are called: by headers, and in the curated index line by line."""
    names = {page.header.title for page in found}
    names |= {page.header.source.title or "" for page in found if page.header.source}
    for page in found:
        if page.header.kind == "index":
            names |= {re.sub(r"^\d+\.\s+", "", line) for line in page.body.split("\n")}
    plain = (re.sub(r"\\(?=\W)|\]\([^()]*\)$|^\[(?=.*\]\()", "", name) for name in names)
    return frozenset(map(squeeze, plain)) | frozenset(map(squeeze, NAMES))


def borrowed(text: str, windows: frozenset[str], allowed: frozenset[str]) -> list[str]:
    """The pieces of a text that are neither ours nor a name."""
    paragraphs = map(squeeze, _PARAGRAPH.split(re.sub(r"\\(?=\W)", "", text)))
    runs = (run for paragraph in paragraphs for run in shared_runs(paragraph, windows))
    return [run for run in runs if not any(run.strip("《》[]()") in name for name in allowed)]


def test_no_page_borrows_a_sentence(seed: Path) -> None:
    posts = squeeze(seed.read_text(encoding="utf-8"))
    found = pages()
    allowed = titles(found)
    texts = {page.path.as_posix(): f"{page.header.description}\n{page.body}" for page in found}
    for extra in ("glossary.yml", "categories.yml"):
        texts[extra] = (CONTENT / extra).read_text(encoding="utf-8")
    programs = [program.relative_to(CONTENT).as_posix() for program in CONTENT.rglob("*.py")]
    texts |= {path: (CONTENT / path).read_text(encoding="utf-8") for path in programs}
    assert len(texts) > 100
    # what programs print of a message are the names of its fields: magic cookie、事务 ID
    windows, lists = windows_of(posts), windows_of(posts, fewest=3)
    wrong = {}
    for path, text in sorted(texts.items()):
        if found := borrowed(text, lists if path in programs else windows, allowed):
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们先把消息按时间戳排好次序再写进收件箱里", ["消息按时间戳排好次序再写进"]),
        ("消息按时间戳\n 排好次序再写进", ["消息按时间戳排好次序再写进"]),
        ("按时间戳排好次序再写进", []),  # shorter than a window
        ("《一个很长很长的题目在这里写着》", []),
        ("MESSAGE-INTEGRITY-SHA256", []),
    ],
)
def test_what_counts_as_borrowed(text: str, expected: list[str]) -> None:
    post = "消息按时间戳排好次序再写进。一个很长很长的题目在这里写着。MESSAGE-INTEGRITY-SHA256"
    allowed = frozenset({"一个很长很长的题目在这里写着"})
    assert borrowed(text, windows_of(squeeze(post)), allowed) == expected
