"""axe-core finds nothing on the pages: with examples that run, with diagrams, with many terms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.examples import (
    BUSY,
    asking,
    axe_script,
    checked_pages,
    finish,
    violations,
)
from tests.browser.sites import DESKTOP, PHONE, Site, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def axe() -> str:
    return axe_script()


# a page of each kind that has no examples
OTHERS = (
    "android/notification-check.html",
    "curated/index.html",
    "faq/integration.html",
    "glossary.html",
    "im/message-sync.html",
    "ios/index.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", [*checked_pages(), *OTHERS])
def test_no_violation(
    examples_site: Site, visit: Callable[..., Visitor], axe: str, page: str, scheme: str
) -> None:
    size = DESKTOP if scheme == "light" else PHONE
    opened = visit(f"{examples_site.url}/{page}", viewport=size, color_scheme=scheme).page
    assert violations(opened, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_with_an_editor_an_error_and_a_link(
    examples_site: Site, visit: Callable[..., Visitor], axe: str, scheme: str
) -> None:
    address = f"{examples_site.url}/examples/ice-checks.html"
    page = visit(address, color_scheme=scheme).page
    page.click(".kb-button--edit")
    page.locator(".kb-example__editor .cm-content").click()
    page.keyboard.insert_text("1 / 0\n")
    page.keyboard.press("ControlOrMeta+Enter")
    finish(asking(page))
    page.get_by_role("button", name="上一步").first.click()
    assert page.evaluate(BUSY) == "false"
    assert violations(page, axe) == []
