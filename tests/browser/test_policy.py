"""The Content-Security-Policy: whatever the site does is allowed, whatever a body adds is not."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.sites import PHONE, Site, Visitor, served
from tests.browser.test_site import INPUT, RESULT, search

pytestmark = pytest.mark.browser

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
ENDS = ("disk", "http")
WATCH = """document.addEventListener("securitypolicyviolation", event =>
    violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""

# `elsewhere` stands for the address of another site
HOSTILE = {
    "script": "<script>ran('script')</script>",
    "module": "<script type=module>ran('module')</script>",
    "closed": "</article><script>ran('closed')</script><article>",
    "error": "<img src=no onerror=\"ran('error')\">",
    "toggle": "<details open ontoggle=\"ran('toggle')\">甲</details>",
    "svg": "<svg onload=\"ran('svg')\"></svg>",
    "frame": "<iframe src=\"javascript:parent.ran('frame')\"></iframe>",
    "srcdoc": "<iframe srcdoc=\"<script>parent.ran('srcdoc')</script>\"></iframe>",
    "link": "<a id=link href=\"javascript:ran('link')\">乙</a>",
    "click": "<button id=click onclick=\"ran('click')\">丙</button>",
}
ASKING = {
    "script": "<script src=elsewhere/script></script>",
    "style": "<link rel=stylesheet href=elsewhere/style>",
    "import": "<style>@import 'elsewhere/import';</style>",
    "picture": "<img src=elsewhere/picture>",
    "background": "<p style=\"background: url('elsewhere/background')\">丁</p>",
    "page": "<iframe src=elsewhere/page></iframe>",
    "object": "<object data=elsewhere/object></object>",
    "video": "<video src=elsewhere/video autoplay></video>",
    "form": "<form id=form action=elsewhere/form target=_blank><button>戊</button></form>",
}


def watched(visit, url: str, **options: object) -> tuple[Visitor, list[str]]:
    """A visitor, and every violation that its pages and their frames report."""
    visitor, violations = visit("about:blank", **options), []
    visitor.page.expose_function("violated", lambda text: violations.append(text))
    visitor.page.add_init_script(WATCH)
    visitor.page.goto(url)
    return visitor, violations


def start(site: Site, end: str) -> str:
    return site.unzipped.as_uri() if end == "disk" else site.url


def with_code(site: Site) -> Path:
    """A page of the site that shows code."""
    pages = sorted(site.folder.rglob("*.html"))
    found = next(path for path in pages if 'class="highlight"' in path.read_text(encoding="utf-8"))
    return found.relative_to(site.folder)


def open_first_result(page: Page) -> None:
    """Enter, until it counts: the theme hears it only when it has drawn its results."""
    for _ in range(10):
        page.keyboard.press("Enter")
        try:
            page.wait_for_url("**/*.html?h=*", timeout=3000)
        except TimeoutError:
            page.locator(INPUT).focus()
        else:
            return
    raise AssertionError("Enter opens no result")


@pytest.mark.parametrize("end", ENDS)
def test_all_that_a_page_does_is_allowed(site: Site, visit, end: str) -> None:
    url = f"{start(site, end)}/{with_code(site).as_posix()}"
    visitor, violations = watched(visit, url)
    page = visitor.page
    page.locator(".highlight").first.hover()
    page.locator(".highlight button").first.click()
    expect(page.locator(".md-dialog")).to_have_text("已复制")
    for _ in range(3):
        page.locator("[data-md-component=palette] label:not([hidden])").click()
    page.keyboard.press("/")
    search(page, site.query)
    page.locator("[data-md-component=search-share]").click()
    page.locator(INPUT).focus()
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    open_first_result(page)
    expect(page.locator("article mark").first).to_be_visible()
    page.keyboard.press("/")
    page.locator(INPUT).fill("qqqqzzzz")
    expect(page.locator(".md-search-result__meta")).to_have_text("没有找到“qqqqzzzz”")
    page.keyboard.press("Enter")  # nothing to open, and no form is sent
    page.keyboard.press("Escape")
    expect(page.locator(RESULT)).to_have_count(0)
    assert violations == []


@pytest.mark.parametrize("end", ENDS)
def test_all_that_a_phone_does_is_allowed(site: Site, visit, end: str) -> None:
    url = f"{start(site, end)}/index.html"
    visitor, violations = watched(visit, url, viewport=PHONE, has_touch=True, is_mobile=True)
    page = visitor.page
    page.locator("label.md-header__button[for=__drawer]").tap()
    expect(page.locator(".md-sidebar--primary").get_by_text("平台教程").first).to_be_visible()
    page.locator(".md-overlay").tap(position={"x": 380, "y": 400})
    page.locator("label.md-header__button[for=__search]").tap()
    search(page, site.query)
    assert violations == []


@pytest.mark.parametrize("end", ENDS)
def test_no_page_of_the_site_is_hindered(site: Site, visit, end: str) -> None:
    visitor, violations = watched(visit, f"{start(site, end)}/index.html")
    for path in sorted(site.folder.rglob("*.html"))[:40]:
        if end == "http" or path.name != "404.html":  # a page of the server's
            visitor.page.goto(f"{start(site, end)}/{path.relative_to(site.folder).as_posix()}")
    assert violations == []


def test_every_page_has_one_policy_and_tells_no_one_where_it_was_left(site: Site) -> None:
    for folder in (site.folder, site.unzipped):
        pages = [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]
        assert pages
        assert {len(META.findall(page)) for page in pages} == {1}
        assert {page.count('<meta name="referrer" content="no-referrer">') for page in pages} == {1}


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, set[str]]]:
    """Another site: its address, and the paths that were asked for."""
    asked: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.add(self.path.strip("/?"))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def attack(visit, url: str, other: str) -> set[str]:
    """Open a page that HOSTILE and ASKING stand in, try all of it; gives what ran."""
    visitor, ran = visit("about:blank"), set()
    page = visitor.page
    page.expose_function("ran", lambda name: ran.add(name))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    for selector in ("#link", "#click"):
        page.locator(selector).dispatch_event("click")
    page.locator("#form").evaluate("form => form.submit()")
    page.evaluate("url => fetch(url, {mode: 'no-cors'}).catch(() => {})", f"{other}/fetch")
    page.evaluate("url => navigator.sendBeacon(url)", f"{other}/beacon")
    page.wait_for_timeout(500)
    visitor.errors.clear()  # the browser tells about all that it has stopped
    return ran


@pytest.fixture
def hostile(site: Site, tmp_path: Path, elsewhere: tuple[str, set[str]]) -> Path:
    """A copy of the site with hostile markup in the article of its start page."""
    folder = tmp_path / "hostile"
    shutil.copytree(site.unzipped, folder)
    markup = "".join((*HOSTILE.values(), *ASKING.values())).replace("elsewhere", elsewhere[0])
    page = folder / "index.html"
    before, after = page.read_text(encoding="utf-8").split("</article>")
    page.write_text(f"{before}{markup}</article>{after}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("end", ENDS)
def test_hostile_markup_neither_runs_nor_asks(
    hostile: Path, visit, elsewhere: tuple[str, set[str]], end: str
) -> None:
    other, asked = elsewhere
    with served(hostile) as url:
        address = (hostile / "index.html").as_uri() if end == "disk" else f"{url}/index.html"
        assert attack(visit, address, other) == set()
    assert asked == set()


def test_without_the_policy_it_would(hostile: Path, visit, elsewhere: tuple[str, set[str]]) -> None:
    other, asked = elsewhere
    page = hostile / "index.html"
    page.write_text(META.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    assert attack(visit, page.as_uri(), other) == set(HOSTILE)
    assert asked >= set(ASKING) | {"fetch"}
