"""The bundled sample forum as its tests read it: the pages, and what stands in them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT

SAMPLE = ROOT / "scraper" / "sample"
PAGES = sorted(SAMPLE.rglob("*.html"))
ARTICLES = sorted((SAMPLE / "article").glob("*.html"))
QUESTIONS = sorted((SAMPLE / "question").glob("*.html"))
FRAGMENTS = sorted((SAMPLE / "question" / "ajax").rglob("*.html"))
CURATED, FAQ = SAMPLE / "article" / "15.html", SAMPLE / "article" / "14.html"


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def one(node: Tag, selector: str) -> Tag:
    found = node.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)} found"
    return found[0]


def text_of(node: Tag) -> str:
    return " ".join(node.get_text().split())


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, f"{pattern} not in {text!r}"
    return int(found[1])


def bodies(path: Path) -> list[Tag]:
    """What people wrote on a page: the post and its replies or comments."""
    if path in FRAGMENTS:
        return soup(path).select("li p:nth-of-type(2)")
    return soup(path).select(".markitup-box, .all-content")


def key(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def index_sections() -> dict[str, list[Tag]]:
    """Section name → the blocks below it in the curated index, up to the closing remarks."""
    sections: dict[str, list[Tag]] = {}
    for block in one(soup(CURATED), ".content.markitup-box").find_all(["h2", "p"]):
        if block.name == "h2":
            sections[text_of(block)] = []
        elif text_of(block).startswith(("以上", "欢迎")):
            continue
        elif sections:
            sections[next(reversed(sections))].append(block)
    return sections


def plain(text: str) -> str:
    """Letters, digits and Han alone: neither spaces, width nor punctuation make a text new."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def local_target(href: str) -> str | None:
    """The page file that a link between posts means, or None for an address elsewhere."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    return f"{parts.path.lstrip('/')}.html"
