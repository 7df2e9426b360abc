"""Sites to look at, and a visitor who notices every request and every error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser import chromium
from tests.browser.sites import DESKTOP, QUERIES, SOURCES, Site, Visitor, make, served
from tests.hooks.building import ROOT


@pytest.fixture(scope="package", params=list(SOURCES))
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder, unzipped = make(SOURCES[request.param], tmp_path_factory.mktemp(request.param))
    with served(folder) as url:
        yield Site(folder, unzipped, url, QUERIES[request.param])


# not for the whole session: while it runs, no other test can have an event loop of its own
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.running() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[object]:
    """Opens pages: visit(url, PHONE, …) → Visitor. No visitor may end with an error."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_page(url: str, viewport: dict[str, int] = DESKTOP, **options: object) -> Visitor:
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.on("request", lambda request: visitor.requests.append(request.url))
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on(
            "console",
            lambda line: (
                line.type == "error"
                # the browser reports the very page that a test opens to see a 404
                and line.location.get("url") != visitor.page.url
                and visitor.errors.append(line.text)
            ),
        )
        visitor.page.goto(url)
        return visitor

    yield open_page
    for context in contexts:
        context.close()
    assert [error for visitor in visitors for error in visitor.errors] == []


@pytest.fixture(scope="package")
def examples_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real content, whose examples are what readers run."""
    folder, unzipped = make(ROOT / "content", tmp_path_factory.mktemp("examples"))
    with served(folder) as url:
        yield Site(folder, unzipped, url)
