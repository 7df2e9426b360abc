"""Driving an example on a page, in whichever browser: the same few scripts for both."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from hooks import runtime
from tests.browser.firefox import Firefox

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT = REPOSITORY / "content" / "examples"
RUNNER = REPOSITORY / ".cache" / "runner"
Ask = Callable[..., str]  # calls a JavaScript function in the page; gives a text

RUN = "() => { document.querySelector('.kb-button--run').click(); return ''; }"
BUSY = """() => String(
  document.querySelector('.kb-button--run').getAttribute('aria-disabled') === 'true')"""
STATUS = "() => document.querySelector('.kb-example__status').textContent"
OUTPUT = "() => document.querySelector('.kb-example__output pre').textContent"
# the player is made by the page in both; a step that was shown last is no fact of the picture
PICTURES = """() => {
  const copy = document.querySelector('.kb-example__pictures').cloneNode(true);
  copy.querySelectorAll('.kb-player').forEach((player) => player.remove());
  copy.querySelectorAll('[class]').forEach((part) => {
    part.classList.remove('kb-on', 'kb-now', 'kb-future');
    if (!part.getAttribute('class')) part.removeAttribute('class');
  });
  const text = (node) => node.nodeType === 3 ? node.data : `<${node.localName}${
    [...node.attributes].map(({name, value}) => ` ${name}=${JSON.stringify(value)}`).sort().join('')
  }>${[...node.childNodes].map(text).join('')}</>`;
  return [...copy.childNodes].map(text).join('').replace(/>\\s+</g, '><').trim();
}"""


def asking(page: Page) -> Ask:
    """Asks a page of Playwright's."""
    return lambda function, *given: str(page.evaluate(function, *given))


def in_chromium(page: Page) -> Callable[[str], Ask]:
    """Opens addresses in a page of Chromium's."""

    def open_page(url: str) -> Ask:
        page.goto(url)
        return asking(page)

    return open_page


def in_firefox(window: Firefox) -> Callable[[str], Ask]:
    """Opens addresses in a Firefox."""

    def open_page(url: str) -> Ask:
        window.open(url)
        return window.ask

    return open_page


def finish(ask: Ask, seconds: float = 90) -> str:
    """Wait until nothing runs; gives the status line."""
    end = time.monotonic() + seconds
    while ask(BUSY) == "true":
        assert time.monotonic() < end, ask(STATUS)
        time.sleep(0.02)
    return ask(STATUS)


def pages() -> list[str]:
    """The addresses, below a site's root, of all pages below examples/ with a runnable example."""
    found = [
        page
        for page in sorted(ROOT.glob("*.md"))
        if "```example\n" in (text := page.read_text(encoding="utf-8"))
        and ".py terminal" not in text
    ]
    return [f"examples/{page.stem}.html" for page in found]


def checked_pages() -> list[str]:
    """All pages that show examples, those for the terminal and the index too."""
    return [*pages(), "examples/index.html", "examples/stun-live-binding.html"]


def write(page: Page, source: str) -> None:
    """Replace the program in the editor, as pasting does."""
    # not by the mouse: after a run the editor opens by itself, and the button goes
    page.evaluate("document.querySelector('.kb-button--edit').click()")
    editor = page.locator(".kb-example__editor .cm-content")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def axe_script() -> str:
    """The source of axe-core, as the runner's lock file names it."""
    packages = runtime.installed(RUNNER)
    return (packages / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core finds in a page, a line for each element."""
    page.evaluate(axe)
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"]}).then(({violations}) =>
          violations.flatMap(({id, nodes}) =>
            nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`)))"""
    )
    return list(map(str, found))
