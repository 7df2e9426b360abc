"""A real Firefox, as readers have it, through WebDriver BiDi: its own protocol, no driver between.

Playwright drives only a Firefox of its own making, which Debian does not have.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("firefox-esr", "firefox")
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")
_START = 120  # seconds
# Without the first, remote control switches the second off, and no test of file:// would be worth
# anything. The rest keeps it from asking hosts of its own.
PREFERENCES: dict[str, bool | int | str] = {
    "remote.prefs.recommended": False,
    "security.fileuri.strict_origin_policy": True,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "browser.startup.page": 0,
    "browser.newtabpage.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "extensions.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
}


class Firefox:
    """One window. `open` an address, then `ask` the page."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._number = 0
        self.call("session.new", capabilities={})
        self._context = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command of the protocol and its result; events in between are dropped."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        self._line.send(json.dumps(message))
        while True:
            answer = json.loads(self._line.recv(timeout=60))
            if answer.get("id") == self._number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, url: str) -> None:
        """Load a page and wait for it. From about:blank, as a new fragment alone loads nothing."""
        for address in ("about:blank", url):
            self.call(
                "browsingContext.navigate", context=self._context, url=address, wait="complete"
            )

    def ask(self, function: str, *arguments: str) -> str:
        """Call a JavaScript function with texts in the page; what it returns must be a text."""
        result = self.call(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": value} for value in arguments],
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if result["type"] != "success":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return str(result["result"].get("value", ""))


def find() -> str | None:
    """The path of a Firefox, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def running() -> Iterator[Firefox]:
    """A headless Firefox with a profile of its own."""
    program = find()
    assert program, "no Firefox"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile"]
        process = subprocess.Popen(
            [*command, profile], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert process.stderr
        said = _Reader(process.stderr)
        try:
            with connect(f"{said.address()}/session", max_size=None) as line:
                yield Firefox(line)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            said.close()


class _Reader:
    """What Firefox says: first where it listens; the rest is dropped, so that it never waits."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._found = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for text in self._stream:
            listens = _LISTENS.search(text)
            if listens and not self._found:
                self._found = listens[1]
                self._ready.set()

    def address(self) -> str:
        assert self._ready.wait(_START), "Firefox did not start"
        return self._found

    def close(self) -> None:
        """Once Firefox has ended."""
        self._thread.join(10)
        self._stream.close()
