"""The bundled sample forum: in our own words, whole, every link and picture accounted for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from bs4 import BeautifulSoup

from scraper import taxonomy
from tests.conftest import ROOT
from tests.scraper.sample_pages import (
    ARTICLES,
    FRAGMENTS,
    PAGES,
    QUESTIONS,
    SAMPLE,
    bodies,
    index_sections,
    key,
    local_target,
    one,
    plain,
    soup,
    text_of,
)

WINDOW = 13
# What may be the same as in the posts although it is long: names, quoted terms, identifiers.
# Titles and addresses are added by the test itself.
TERMS = (
    "Geek Online 2020 编程挑战赛",
    "《后疫情时代，通信云技术的创新及实践》",
    "融云联合创始人",
    "思否联合创始人",
    "泰岳梧桐资本合伙人杨扬",
    "泰岳梧桐资本合伙人",
    "云启资本董事总经理",
    "红鲤鱼与绿鲤鱼与驴",
    "萍水相逢的生活",
    "XOR-MAPPED-ADDRESS",
    "MESSAGE-INTEGRITY",
    "USE-CANDIDATE",
    "0x5354554E",
    "type preference",
    "local preference",
    "微信图片_20201202183130.png",
)
ADDRESS = re.compile(r"https?://[\x21-\x7e]+")

# Images whose files were not kept: the importer shows a note in their place.
MISSING_IMAGES = {
    "uploads/article/not-saved/1.png": {"article/12.html"},
    "uploads/article/not-saved/2.jpg": {"article/19.html"},
    "uploads/article/not-saved/3.jpg": {"article/12.html", "article/19.html"},
    "uploads/article/not-saved/3.png": {"article/17.html"},
    "uploads/article/not-saved/微信图片_20201202183130.png": {"article/14.html"},
}


# --- own words -----------------------------------------------------------------------------------


def shared_windows(text: str, source: str, allowed: Iterable[str]) -> list[str]:
    """Windows of WINDOW characters that both texts have, outside the allowed phrases."""
    known = plain(source)
    windows = {known[n : n + WINDOW] for n in range(len(known) - WINDOW + 1)}
    own = plain(text)
    for phrase in sorted({plain(p) for p in allowed} - {""}, key=len, reverse=True):
        own = own.replace(phrase, "\n")
    return [w for n in range(len(own)) if (w := own[n : n + WINDOW]) in windows]


def titles() -> set[str]:
    posts = {text_of(a) for a in soup(SAMPLE / "index.html").select(".aw-question-content h4 > a")}
    sections = index_sections()
    return posts | {*sections} | {text_of(p) for blocks in sections.values() for p in blocks}


def everything_said(path: Path) -> str:
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        tree = BeautifulSoup(raw, "html.parser")
        for line in tree.select(".aw-common-list .aw-question-content > p"):
            line.replace_with("\n")  # category, name, counts and time: facts, in the forum's form
        spoken = [tree.get_text("\n")]
        spoken += [str(tag.get(a) or "") for tag in tree.find_all(True) for a in ("alt", "title")]
        raw = "\n".join(spoken)
    return ADDRESS.sub("\n", raw)


@pytest.mark.parametrize("path", [*PAGES, SAMPLE / "source.yml"], ids=lambda p: p.stem)
def test_no_wording_is_shared_with_the_posts(path: Path, seed: Path) -> None:
    allowed = [*TERMS, *titles()]
    said = everything_said(path)
    found = shared_windows(said, seed.read_text(encoding="utf-8"), allowed)
    assert found == [], f"{path.relative_to(SAMPLE)} shares wording: {found[:8]}"


def test_the_wording_check_finds_a_copied_sentence() -> None:
    source = "前文。消息先写入本地队列，再由后台线程逐条发送出去。后文"
    copied = "换行也\n没用：消息先写入 本地队列,再由后台线程\n逐条发送。"
    assert shared_windows(copied, source, []) != []
    assert shared_windows("消息先进本地队列，后台线程再逐条发出。", source, []) == []
    assert shared_windows(copied, source, ["消息先写入本地队列，再由后台线程逐条发送"]) == []


# --- the files ----------------------------------------------------------------------------------


def test_the_folder_holds_pages_settings_and_pictures_only() -> None:
    files = {f for f in SAMPLE.rglob("*") if f.is_file()}
    assert {f.suffix for f in files} == {".html", ".yml", ".png"}
    assert len(ARTICLES) == 8
    assert len(QUESTIONS) == 2
    assert len(FRAGMENTS) == 1


@pytest.mark.parametrize("path", [*PAGES, SAMPLE / "source.yml"], ids=lambda p: p.stem)
def test_texts_are_plain_utf_8(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert "\ufffd" not in text
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"}
    assert controls == set()


def test_pictures_are_small_pngs_and_each_is_used() -> None:
    used = {unquote(str(i["src"])).lstrip("/") for p in PAGES for i in soup(p).select("img[src]")}
    pictures = sorted(SAMPLE.rglob("*.png"))
    assert len(pictures) == 3
    for picture in pictures:
        assert picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
        assert picture.stat().st_size <= 60 * 1024
        assert picture.relative_to(SAMPLE).as_posix() in used


def test_source_settings_place_every_post() -> None:
    data: dict[str, Any] = yaml.safe_load((SAMPLE / "source.yml").read_text(encoding="utf-8"))
    assert set(data["posts"]) == {key(p) for p in [*ARTICLES, *QUESTIONS]}
    assert "fetched_at" not in data
    known = taxonomy.load(ROOT / "content")
    paths = [post["path"] for post in data["posts"].values()]
    assert len(set(paths)) == len(paths)
    for name, post in data["posts"].items():
        assert known.get(post["category"]), name
        assert post["path"].startswith(f"{post['category']}/"), name
        assert 10 <= len(post["description"]) <= 80, name
        assert post["description"].endswith("。"), name
        assert 2 <= len(post["tags"]) <= 5, name


# --- links and images ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_link_in_a_body_leads_somewhere(path: Path) -> None:
    for body in bodies(path):
        for link in body.find_all("a"):
            href = str(link["href"])
            if "lightbox" in (link.get("rel") or []):
                assert href == one(link, "img")["src"]
                continue
            if re.fullmatch(r"people/\d+", href) or link.get("class") == ["more"]:
                continue  # page furniture, not written by the author
            target = local_target(href)
            if target is None:
                assert href.startswith("https://")
                assert link.get("rel") == ["nofollow"]
                assert link.get("target") == "_blank"
            else:
                assert (SAMPLE / target).is_file(), href


def test_every_image_is_stored_or_listed_as_missing() -> None:
    missing: dict[str, set[str]] = {}
    for path in [*ARTICLES, *QUESTIONS]:
        for body in bodies(path):
            for image in body.find_all("img"):
                source = unquote(str(image["src"])).lstrip("/")
                assert image.get("alt"), source
                if not (SAMPLE / source).is_file():
                    where = path.relative_to(SAMPLE).as_posix()
                    missing.setdefault(source, set()).add(where)
    assert missing == MISSING_IMAGES
