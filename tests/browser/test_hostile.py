"""Titles, names and bodies that try to become markup: shown as text, never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.sites import SAMPLE, make

pytestmark = pytest.mark.browser

TITLE = '<img src=x onerror="window.__hostile=1"> List<Map<String>> & "x"'
PAGES = (
    "android/hostile-title.html",
    "android/push-check.html",  # its neighbour: the title stands in prev/next
    "android/index.html",
    "index.html",
    "tags.html",
    "curated/index.html",
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(SAMPLE, tmp_path_factory.mktemp("hostile"))[1]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_hostile_runs(sample: Path, visit, path: str) -> None:
    visitor = visit((sample / path).as_uri())
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("window.__hostile") is None
    handlers = visitor.page.evaluate(
        """[...document.querySelectorAll("*")].flatMap(element =>
             [...element.attributes].filter(a => a.name.startsWith("on")
               || /^\\s*javascript:(?!void\\(0\\))/i.test(a.value))
             .map(a => element.tagName + " " + a.name))"""
    )
    assert handlers == []
    assert not [url for url in visitor.requests if url.endswith("/x")]


def test_a_title_shows_as_it_was_written(sample: Path, visit) -> None:
    page = visit((sample / "android" / "hostile-title.html").as_uri()).page
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page).to_have_title(f"{TITLE} - GeekOnline 知识库")
    page.goto((sample / "android" / "index.html").as_uri())
    expect(page.locator(".kb-card__title").last).to_have_text(TITLE)
    page.goto((sample / "android" / "push-check.html").as_uri())
    following = page.locator(".md-footer__link--next")
    expect(following).to_contain_text(TITLE)
    expect(following).to_have_attribute("aria-label", f"下一页: {TITLE}")


def test_a_title_shows_in_search_results(sample: Path, visit) -> None:
    page = visit((sample / "index.html").as_uri()).page
    page.keyboard.press("/")
    page.locator("[data-md-component=search-query]").fill("Map")
    hit = page.locator(".md-search-result__link h1", has_text="List<Map<String>>")
    expect(hit).to_have_text(TITLE)
    assert page.evaluate("window.__hostile") is None
