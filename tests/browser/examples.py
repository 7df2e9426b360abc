"""Driving an example on a page, in whichever browser: the same few scripts for both."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "content" / "examples"
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
