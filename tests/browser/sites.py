"""Sites for the tests: built from content, packed, unzipped again, and served on loopback."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from hooks import pack
from tests.hooks.building import ROOT, SAMPLE, build

_GUIDES = "contribute"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def _sources() -> dict[str, Path]:
    """The tests' own content, and the real one as soon as it holds more than guides."""
    sources = {"sample": SAMPLE}
    content = ROOT / "content"
    if any(path.parent.name != _GUIDES for path in content.glob("*/*.md")):
        sources["content"] = content
    return sources


SOURCES = _sources()
# among a hundred pages about messages the theme's search needs a rarer word
QUERIES = {"sample": "消息同步", "content": "RMTP"}


@dataclass
class Site:
    """A built site: `folder` to serve, `unzipped` the offline copy as a reader has it, and `query`,
    words whose first hit is about the synchronisation of messages.
    """

    folder: Path
    unzipped: Path
    url: str
    query: str = "消息同步"


@dataclass
class Visitor:
    """A page in the browser with all that it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def hosts(self) -> set[str]:
        """The hosts that were asked; empty text stands for the disk."""
        shown = [url for url in self.requests if not url.startswith(("data:", "blob:", "about:"))]
        return {urlsplit(url).netloc for url in shown}


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, with 404.html for what is not there, and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        return

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def make(content: Path, where: Path) -> tuple[Path, Path]:
    """Build a site below `where`; returns its folder and the unzipped offline copy."""
    folder, archive = where / "site", where / "offline.zip"
    result = build(content, folder)
    assert result.returncode == 0, result.stderr
    pack.write_zip(folder, archive)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(where / "unzipped")
    return folder, where / "unzipped" / pack.TOP_FOLDER


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; gives the address without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
