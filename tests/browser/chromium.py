"""Finds a Chromium and starts it so quietly that every request left is one of the page's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright, sync_playwright

ENVIRONMENT = "KB_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = f"no Chromium found; run `make browser`, or set {ENVIRONMENT} to the path of one"
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
)


def find(playwright: Playwright) -> str | None:
    """The path of a browser: KB_CHROMIUM, then PATH, then Playwright's own; None without any."""
    if chosen := os.environ.get(ENVIRONMENT):
        return chosen if os.access(chosen, os.X_OK) else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def launch(playwright: Playwright) -> Browser:
    """A headless browser. Raises RuntimeError with one line that says how to get one."""
    path = find(playwright)
    if path is None:
        raise RuntimeError(HOW)
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])


@contextmanager
def running() -> Iterator[Browser]:
    """A headless browser that is closed again."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()
