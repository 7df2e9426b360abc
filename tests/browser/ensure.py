"""Makes sure that there is a browser for the tests, and wget: python -m tests.browser.ensure

Does nothing where one is found. Else apt installs it where apt may, else Playwright downloads its
own; where neither can, one line says what to do. Also brings a Chinese font for the screenshots,
and wget, which makes one of the WARCs that the tests import.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from playwright.sync_api import sync_playwright

from tests.browser import chromium

BROWSER, FONT, WGET = "chromium", "fonts-noto-cjk", "wget"
FAILED = (
    "ensure: no Chromium, and neither apt-get nor Playwright could install one;"
    f" install one by hand or set {chromium.ENVIRONMENT} to the path of one"
)


def missing(browser: bool, font: bool, wget: bool) -> list[str]:
    """The packages to install, given what is there."""
    found = ((BROWSER, browser), (FONT, font), (WGET, wget))
    return [name for name, there in found if not there]


def apt_commands(packages: Sequence[str], prefix: Sequence[str]) -> list[list[str]]:
    """What to run to install packages; `prefix` is empty for root, else sudo."""
    apt = [*prefix, "apt-get", "-q", "-y"]
    return [[*apt, "update"], [*apt, "install", "--no-install-recommends", *packages]]


def apt_prefix() -> list[str] | None:
    """How apt-get may be called without a password; None where it may not be called at all."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def has_browser() -> bool:
    """Whether the tests would find a browser now."""
    with sync_playwright() as playwright:
        return chromium.find(playwright) is not None


def has_font() -> bool:
    """Whether Chinese can be drawn; True where that cannot be told."""
    if not shutil.which("fc-list"):
        return True
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def has_wget() -> bool:
    """Whether the tests would find wget."""
    return shutil.which(WGET) is not None


def _succeeds(command: Sequence[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, check=False).returncode == 0


def main() -> int:
    """Install what is missing; returns the exit code."""
    packages = missing(has_browser(), has_font(), has_wget())
    if not packages:
        return 0
    prefix = apt_prefix()
    if prefix is not None:
        print(f"ensure: apt-get installs {' '.join(packages)}", flush=True)
        # a failed update is no reason to stop: the package lists may be good enough
        for command in apt_commands(packages, prefix):
            _succeeds(command)
    if has_browser():
        return 0
    print("ensure: Playwright downloads its Chromium", flush=True)
    if _succeeds([sys.executable, "-m", "playwright", "install", "chromium"]) and has_browser():
        return 0
    print(FAILED, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
