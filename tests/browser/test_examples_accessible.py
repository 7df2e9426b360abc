"""axe-core finds nothing on the pages with examples: fresh, running and stepped, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from hooks import runtime
from tests.browser.examples import BUSY, finish, pages
from tests.browser.sites import DESKTOP, PHONE, Site, Visitor
from tests.hooks.building import ROOT

pytestmark = pytest.mark.browser
PAGES = [*pages(), "examples/index.html", "examples/stun-live-binding.html"]


@pytest.fixture(scope="module")
def axe() -> str:
    packages = runtime.installed(ROOT / ".cache" / "runner")
    return (packages / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"]}).then(({violations}) =>
          violations.flatMap(({id, nodes}) =>
            nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`)))"""
    )
    return list(map(str, found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
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
    finish(lambda function: str(page.evaluate(function)))
    page.get_by_role("button", name="上一步").first.click()
    assert page.evaluate(BUSY) == "false"
    assert violations(page, axe) == []
