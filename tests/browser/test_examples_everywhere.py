"""Every example gives the same output and pictures: stored by the build, in Chromium and Firefox,
over HTTP and from disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import firefox
from tests.browser.examples import (
    OUTPUT,
    PICTURES,
    RUN,
    Ask,
    finish,
    in_chromium,
    in_firefox,
    pages,
)
from tests.browser.sites import Site

pytestmark = pytest.mark.browser
PAGES = pages()


@pytest.fixture(scope="module")
def chromium_opens(browser: Browser) -> Iterator[Callable[[str], Ask]]:
    page = browser.new_page()
    yield in_chromium(page)
    page.close()


@pytest.fixture(scope="module")
def firefox_opens() -> Iterator[Callable[[str], Ask]]:
    if not firefox.find():
        pytest.skip("no Firefox here and apt could not install one: `make browser` tells")
    with firefox.running() as window:
        yield in_firefox(window)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("way", ["http", "disk"])
@pytest.mark.parametrize("which", ["chromium_opens", "firefox_opens"])
def test_the_same_output_and_pictures(
    examples_site: Site, which: str, way: str, page: str, request: pytest.FixtureRequest
) -> None:
    open_page = request.getfixturevalue(which)
    start = examples_site.url if way == "http" else examples_site.unzipped.as_uri()
    ask = open_page(f"{start}/{page}")
    stored, drawn = ask(OUTPUT), ask(PICTURES)
    assert stored
    assert "kb-picture" in drawn
    ask(RUN)
    assert finish(ask).startswith("运行完成")
    assert ask(OUTPUT) == stored
    assert ask(PICTURES) == drawn


def test_there_are_examples() -> None:
    assert len(PAGES) >= 10


def test_firefox_keeps_files_apart(
    firefox_opens: Callable[[str], Ask], examples_site: Site
) -> None:
    """Else the tests from disk would pass there for no reason."""
    ask = firefox_opens(f"{examples_site.unzipped.as_uri()}/{PAGES[0]}")
    answer = ask("() => fetch('../index.html').then(() => 'read', () => 'refused')")
    assert answer == "refused"
