"""A proxy on loopback that answers nothing and remembers what it was asked for."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Gives its address and the growing list of first lines of requests."""
    asked: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        """Reads one line, says no."""

        def handle(self) -> None:
            asked.append(self.rfile.readline(2000).decode(errors="replace").strip())
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()
