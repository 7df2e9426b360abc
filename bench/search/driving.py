"""Asks a built site's search in Chromium, as its pages do, and counts what that loads."""

from __future__ import annotations

import gzip
import re
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

from hooks.search import shards

# what the search loads, be it ours or the theme's
_OF_SEARCH = re.compile(r"^/(?:search/|assets/javascripts/(?:search|workers|lunr)/)")
# not part of what an answer needs: the controls of the page, loaded with every page
_OF_PAGE = re.compile(r"/search/(?:connect|panel)\.js$")
# speaks with the worker of a page by the theme's protocol, as the theme does
SPEAK = """
const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
const { search, base } = JSON.parse(document.querySelector("#__config").textContent);
const root = new URL(`${base}/`, location.href);
const worker = new Worker(new URL(search, location.href).href);
const spoken = (type, data, answer) => new Promise((resolve) => {
  const listen = (event) => {
    if (event.data.type !== answer) return;
    worker.removeEventListener("message", listen);
    resolve(event.data.data);
  };
  worker.addEventListener("message", listen);
  worker.postMessage({ type, data });
});
const setUp = (index) => spoken(SETUP, index, READY);
const ask = (text) => spoken(QUERY, text, RESULT);
"""
_START = """async () => {
  self.began = performance.now();
  SPEAK
  const read = async () => (await fetch(new URL("search/search_index.json", root))).json();
  const index = self.__index ?? (await read());
  await setUp({ ...index, options: { suggest: true } });
  self.ask = async (text) => {
    const asked = performance.now();
    const { items } = await ask(text);
    const best = (documents) => {
      const [page] = documents.filter(({ location }) => !location.includes("#"));
      const sections = documents.filter(({ location }) => location.includes("#"));
      sections.sort((one, other) => other.score - one.score);
      const section = sections[0];
      const isSection = section && (!page || section.score >= page.score);
      return (isSection ? section : page ?? section).location;
    };
    const now = performance.now();
    return { found: items.map(best), ms: now - asked, all: now - self.began };
  };
}""".replace("SPEAK", SPEAK)

# the theme's own line about its index, which goes when the index is ready
_IS_READY = "!document.querySelector('.md-search-result__meta').textContent.includes('初始化')"


class Counting:
    """What a server has sent since it was last asked."""

    def __init__(self) -> None:
        self.files: list[Path] = []

    def add(self, path: str, file: Path) -> None:
        """Note a file that was sent."""
        if _OF_SEARCH.match(path) and not _OF_PAGE.search(path):
            self.files.append(file)

    def take(self) -> tuple[int, int]:
        """Bytes, compressed as servers do it, and requests since the last time."""
        sent, self.files = self.files, []
        return sum(len(gzip.compress(file.read_bytes(), 6)) for file in sent), len(sent)


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Counting]]:
    """The site on loopback, with what it has sent."""
    counting = Counting()

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # a connection serves many requests, as elsewhere
        disable_nagle_algorithm = True  # and waits for nothing
        wbufsize = -1

        def log_message(self, format: str, *args: object) -> None:
            return

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            file = Path(self.translate_path(self.path))
            if file.is_file():
                counting.add(path, file)
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", counting
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask_all(page: Page, address: str, texts: Sequence[str]) -> tuple[list[list[str]], list[float]]:
    """Addresses found for each text, and the milliseconds of each."""
    page.goto(address)
    page.evaluate(_START)
    found, spent = [], []
    for text in texts:
        answer = page.evaluate("text => self.ask(text)", text)
        found.append([str(one) for one in answer["found"]])
        spent.append(float(answer["ms"]))
    return found, spent


def cold(
    browser: Browser, address: str, counting: Counting, texts: Sequence[str]
) -> dict[str, Any]:
    """What the first answer costs in a browser that knows nothing of the site: medians."""
    sizes, requests, waits = [], [], []
    for text in texts:
        page = browser.new_context().new_page()
        counting.take()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.wait_for_function(_IS_READY)  # else the page's own worker would slow ours down
        page.evaluate(_START)
        answer = page.evaluate("text => self.ask(text)", text)
        size, count = counting.take()
        sizes.append(size)
        requests.append(count)
        waits.append(float(answer["all"]))
        page.context.close()
    return {
        "gz_kb_median": round(statistics.median(sizes) / 1000, 1),
        "gz_kb_p95": round(percentile(sizes, 95) / 1000, 1),
        "requests": round(statistics.median(requests)),
        "cold_ms": round(statistics.median(waits)),
    }


def from_disk(browser: Browser, site: Path, texts: Sequence[str]) -> tuple[list[list[str]], float]:
    """Answers of pages opened from disk without a network, and the longest freeze in ms."""
    page = browser.new_context(offline=True).new_page()
    page.goto((site / "index.html").as_uri())
    page.evaluate("""() => {
      self.worst = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) self.worst = Math.max(self.worst, duration);
      }).observe({ entryTypes: ["longtask"] });
    }""")
    page.add_script_tag(url=(site / "search" / "search_index.js").as_uri())
    page.evaluate(_START)
    found = []
    for text in texts:
        found.append([str(one) for one in page.evaluate("t => self.ask(t)", text)["found"]])
    worst = float(page.evaluate("self.worst"))
    page.context.close()
    return found, worst


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def texts_of(site: Path) -> dict[str, str]:
    """The plain text of every page of one of our sites, by address."""
    pages: dict[str, str] = {}
    for file in sorted((site / "search").glob("p*.js")):
        *_, pack = shards.held(file.read_text(encoding="utf-8"))
        for url, title, _, _, sections in pack:
            said = "\n".join(f"{heading}\n{text}" for _, heading, text in sections)
            pages[url] = pages.get(url, f"{title}\n") + said + "\n"
    return pages
