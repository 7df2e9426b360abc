"""The site with all attacks, made once, and a reader who opens its pages once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.attacks.looking import Reader
from tests.attacks.site import Attacked, make
from tests.browser import chromium


@pytest.fixture(scope="package")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    return make(tmp_path_factory.mktemp("attacks"))


# not for the whole session: while it runs, no other test can have an event loop of its own
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.running() as started:
        yield started


@pytest.fixture(scope="package")
def reader(
    request: pytest.FixtureRequest, browser: Browser, attacked: Attacked
) -> Iterator[Reader]:
    calls = [getattr(item, "callspec", None) for item in request.session.items]
    chosen = [call.params["attack"].name for call in calls if call and "attack" in call.params]
    opened = Reader(browser, [attacked.landings[name].page for name in chosen])
    yield opened
    opened.close()
