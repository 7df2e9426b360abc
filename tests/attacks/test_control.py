"""Whether the reader sees anything at all: attacks with nothing in between them and the browser,
and typed text that goes through Markdown as most sites set it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import markdown
import pytest
from html_to_markdown import convert
from playwright.sync_api import Browser

from tests.attacks import still
from tests.attacks.cases import ATTACKS
from tests.attacks.looking import Reader
from tests.attacks.site import BARE
from tests.hooks.building import ROOT

pytestmark = pytest.mark.browser

RUN = (
    "script", "script-uppercase-slash", "script-src-data", "img-onerror", "img-onload",
    "svg-slash-onload", "svg-script-entities", "svg-animate-onbegin", "details-ontoggle",
    "body-onload", "input-autofocus", "video-source-onerror", "animation-start", "mouseover",
    "handler-entity-encoded", "comment-bang-end", "cdata", "iframe-srcdoc", "form-action",
    "noscript-breakout", "math-style", "template", "deep-nesting", "javascript-plain",
    "javascript-tab-inside", "javascript-u0001-before", "javascript-comment-newline",
    "summary-onclick", "comment-img-onerror", "answer-svg-in-pre",
)  # fmt: skip
ASKED = (
    "tracker-img", "tracker-srcset", "tracker-picture", "tracker-video", "tracker-style-url",
    "tracker-css-import", "tracker-iframe", "tracker-svg-image", "tracker-script",
    "protocol-relative-image", "backslash-host", "userinfo-host", "one-slash-host",
    "tracker-meta-refresh",
)  # fmt: skip
TYPED = (
    "typed-handler-with-quotes", "typed-handler-without-quotes", "typed-link-javascript",
    "typed-reference-link", "typed-attributes-after-link", "typed-md-in-html",
    "typed-script-block", "markdown-raw-script", "markdown-link-javascript",
    "markdown-attributes", "markdown-reference-javascript",
)  # fmt: skip
SITES = ["extra", "attr_list", "md_in_html", "admonition", "pymdownx.superfences", "toc"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, work = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("work")
    found = {}
    for attack in ATTACKS:
        if attack.name not in {*RUN, *ASKED, *TYPED}:
            continue
        html = attack.text(work, ROOT)
        if attack.name in TYPED:
            text = html if attack.carrier == "markdown" else convert(html).content or ""
            html = markdown.markdown(text, extensions=SITES)
        found[attack.name] = folder / f"{attack.name}.html"
        found[attack.name].write_bytes(BARE.format(html).encode("utf-8", "replace"))
    return found


@pytest.fixture(scope="module")
def victim(browser: Browser, pages: dict[str, Path]) -> Iterator[Reader]:
    opened = Reader(browser, list(pages.values()))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", [*RUN, *TYPED])
def test_what_is_not_sanitised_is_seen_to_run(
    name: str, pages: dict[str, Path], victim: Reader
) -> None:
    assert f"kbAttack {name}" in victim.look(pages[name]).called


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_sanitised_is_seen_to_ask(
    name: str, pages: dict[str, Path], victim: Reader
) -> None:
    assert any(name in url for url in victim.look(pages[name]).requested)


@pytest.mark.parametrize("name", [*RUN, *ASKED, *TYPED])
def test_what_is_not_sanitised_is_seen_in_the_file(name: str, pages: dict[str, Path]) -> None:
    assert still.page_faults(pages[name], None) != []
