"""Makes sure that there is a browser for the tests, and more: python -m tests.browser.ensure

Does nothing where one is found. Else apt installs it where apt may, else Playwright downloads its
own; where neither can, one line says what to do. Also brings a Chinese font for the screenshots,
wget, which makes one of the WARCs that the tests import, coturn, which a STUN example asks, and a
Firefox, in which the examples run too; what of these cannot be had is no failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from playwright.sync_api import sync_playwright

from tests.browser import chromium, firefox

BROWSER, FONT = "chromium", "fonts-noto-cjk"
WGET, COTURN, FIREFOX = "wget", "coturn", "firefox-esr"
FAILED = (
    "ensure: no Chromium, and neither apt-get nor Playwright could install one;"
    f" install one by hand or set {chromium.ENVIRONMENT} to the path of one"
)


def missing(found: Mapping[str, bool]) -> list[str]:
    """The packages to install, given which of them are there."""
    return [name for name, there in found.items() if not there]


def apt_commands(packages: Sequence[str], prefix: Sequence[str]) -> list[list[str]]:
    """What to run to install packages; `prefix` is empty for root, else sudo. Each for itself, as
    not every distribution has every one.
    """
    apt = [*prefix, "apt-get", "-q", "-y"]
    installs = [[*apt, "install", "--no-install-recommends", package] for package in packages]
    return [[*apt, "update"], *installs]


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


def look() -> dict[str, bool]:
    """Each package, and whether the tests would find what it brings."""
    return {
        BROWSER: has_browser(),
        FONT: has_font(),
        WGET: shutil.which("wget") is not None,
        COTURN: shutil.which("turnserver") is not None,
        FIREFOX: firefox.find() is not None,
    }


def _succeeds(command: Sequence[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, check=False).returncode == 0


def main() -> int:
    """Install what is missing; returns the exit code. Only a missing browser is a failure."""
    packages = missing(look())
    if not packages:
        return 0
    prefix = apt_prefix()
    if prefix is not None:
        print(f"ensure: apt-get installs {' '.join(packages)}", flush=True)
        # a failed command is no reason to stop: the package lists may be good enough, and all but
        # the browser can be done without
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
