"""The site as a reader meets it: from disk, over HTTP, on a phone, by keyboard, in the dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import PHONE, Site

pytestmark = pytest.mark.browser

INPUT = "[data-md-component=search-query]"
RESULT = ".md-search-result__link"


def search(page: Page, words: str) -> None:
    """Type into the open search box and wait for the first hit."""
    page.locator(INPUT).fill(words)
    expect(page.locator(RESULT).first).to_be_visible()


def open_first_hit(page: Page) -> None:
    """Follow the first hit and check that the page is about what was asked."""
    page.locator(RESULT).first.click()
    page.wait_for_url("**/*.html*")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("article")).to_contain_text("消息")
    expect(page.locator("article")).to_contain_text("同步")


def no_sideways_scrolling(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_unzipped_copy_is_searched_from_disk(site: Site, visit) -> None:
    visitor = visit((site.unzipped / "index.html").as_uri(), offline=True)
    visitor.page.locator("[data-kb-search]").click()
    search(visitor.page, site.query)
    open_first_hit(visitor.page)
    assert visitor.hosts() == {""}
    assert all(url.startswith(("file:", "about:", "data:")) for url in visitor.requests)


def test_a_folder_named_worker_does_not_break_search(site: Site, visit, tmp_path) -> None:
    # the theme's worker can cut its own address at the first "/worker" of the path
    odd = tmp_path / "workers 工作"
    odd.mkdir()
    (odd / "kb").symlink_to(site.unzipped, target_is_directory=True)
    visitor = visit((odd / "kb" / "index.html").as_uri())
    visitor.page.keyboard.press("/")
    search(visitor.page, site.query)


def test_search_on_a_phone_over_http(site: Site, visit) -> None:
    visitor = visit(f"{site.url}/index.html", PHONE, has_touch=True, is_mobile=True)
    page = visitor.page
    assert no_sideways_scrolling(page)
    page.locator("label.md-header__button[for=__search]").tap()
    search(page, site.query)
    open_first_hit(page)
    assert no_sideways_scrolling(page)
    assert visitor.hosts() == {site.url.removeprefix("http://")}


def test_the_drawer_opens_on_a_phone(site: Site, visit) -> None:
    page = visit(f"{site.url}/index.html", PHONE, has_touch=True, is_mobile=True).page
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).not_to_be_in_viewport()
    page.locator("label.md-header__button[for=__drawer]").tap()
    expect(drawer).to_be_in_viewport()
    expect(drawer.get_by_text("平台教程").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways(site: Site, visit, width: int) -> None:
    page = visit(f"{site.url}/index.html", {"width": width, "height": 800}).page
    pages = sorted(site.folder.rglob("*.html"))
    wide = []
    for path in pages:
        page.goto(f"{site.url}/{path.relative_to(site.folder).as_posix()}")
        if not no_sideways_scrolling(page):
            wide.append(path.relative_to(site.folder).as_posix())
    assert wide == []


def test_keyboard_opens_search_and_enter_opens_the_hit(site: Site, visit) -> None:
    page = visit((site.unzipped / "index.html").as_uri()).page
    page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    search(page, site.query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html?h=*")
    expect(page.locator("article mark").first).to_be_visible()


def test_the_first_tab_stop_leads_to_the_text(site: Site, visit) -> None:
    page = visit((site.unzipped / "index.html").as_uri()).page
    page.keyboard.press("Tab")
    expect(page.locator(".kb-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#kb-main$"))


def test_dark_mode_is_chosen_and_kept(site: Site, visit) -> None:
    page = visit(f"{site.url}/index.html", color_scheme="light").page
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    for _ in range(2):  # automatic → light → dark
        page.locator("[data-md-component=palette] label:not([hidden])").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_dark_follows_the_system(site: Site, visit) -> None:
    page = visit(f"{site.url}/index.html", color_scheme="dark").page
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_missing_page_offers_search_and_categories(site: Site, visit) -> None:
    page = visit(f"{site.url}/no/such/page.html").page
    expect(page).to_have_title("没有这个页面 - GeekOnline 知识库")
    expect(page.locator(".kb-tile").first).to_be_visible()
    page.locator("[data-kb-search]").click()
    search(page, site.query)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Android").first.click()
    expect(page.locator("h1")).to_have_text("Android")


def test_an_article_tells_where_it_comes_from(site: Site, visit) -> None:
    page = visit((site.unzipped / "im" / "index.html").as_uri()).page
    page.locator(".kb-card__title").first.click()
    byline = page.locator(".kb-byline")
    for label in ("作者", "日期", "来历", "授权"):
        expect(byline.get_by_text(label, exact=True)).to_be_visible()
    expect(page.locator(".md-path")).to_contain_text("即时通讯")
    expect(page.locator(".md-tabs__item--active")).to_contain_text("协议原理")


def test_a_term_is_explained_beside_it(site: Site, visit) -> None:
    page = visit((site.unzipped / "im" / "message-sync.html").as_uri()).page
    term, tip = page.locator(".kb-term").first, page.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    expect(term).to_have_attribute("aria-describedby", "kb-tip")
    expect(tip).to_have_text(re.compile(r"\S{8,}"))
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_be_visible()
    tip.hover()  # it can be pointed at and read
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    term.press("Enter")
    page.wait_for_url("**/glossary.html#*")
    expect(page.locator("h3:target")).to_be_in_viewport()


def test_an_explanation_stays_on_a_small_screen(site: Site, visit) -> None:
    page = visit((site.unzipped / "im" / "message-sync.html").as_uri(), PHONE).page
    for term in page.locator(".kb-term").all():
        term.focus()
        box = page.get_by_role("tooltip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert no_sideways_scrolling(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagrams_are_part_of_the_page(site: Site, visit, scheme: str) -> None:
    address = (site.unzipped / "im" / "message-sync.html").as_uri()
    page = visit(address, color_scheme=scheme, java_script_enabled=scheme == "light").page
    found = page.locator(".kb-diagram__svg")
    assert found.count() >= 2
    for drawing in found.all():
        expect(drawing).to_be_visible()
        # no text leaves the drawing: the layout knew how wide Chinese is
        assert drawing.evaluate(
            """svg => { const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].every(text => {
                const box = text.getBoundingClientRect();
                return box.left >= frame.left - 1 && box.right <= frame.right + 1; }); }"""
        )
    # colours come from the site's style sheet, not from Mermaid
    fill = "svg => getComputedStyle(svg.querySelector('rect')).fill"
    assert found.first.evaluate(fill) not in ("rgb(0, 0, 0)", "none")


def test_a_wide_diagram_scrolls_in_its_own_box(site: Site, visit) -> None:
    page = visit((site.unzipped / "im" / "message-sync.html").as_uri(), PHONE).page
    boxes = page.locator(".kb-diagram__scroll")
    assert boxes.count() >= 1
    wide = "box => box.scrollWidth > box.clientWidth"
    (first, *_) = [box for box in boxes.all() if box.evaluate(wide)]
    first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=first.element_handle())
