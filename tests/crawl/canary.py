"""A web server that is no forum, on a loopback port of its own: it counts who comes."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PAGE = """<!DOCTYPE html>
<html><head><title>某人的博客</title></head><body><h1>首页</h1></body></html>
"""


@dataclass
class Web:
    """The server as a test sees it; `hits` are the paths that somebody asked for."""

    port: int
    hits: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its front page."""
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def web(page: str = _PAGE) -> Iterator[Web]:
    """Serve the same page at every address but robots.txt, which is empty."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"" if self.path == "/robots.txt" else page.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=functools.partial(server.serve_forever, 0.01), daemon=True)
    thread.start()
    try:
        yield Web(server.server_address[1], hits)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
