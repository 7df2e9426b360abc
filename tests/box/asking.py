"""A plain client for the box's own tests: one request, nothing followed, nothing decoded."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

from tests.box.running import Box

PHONE = "Mozilla/5.0 (Linux; Android 10; SM-G981B) Mobile Safari/537.36"


@dataclass(frozen=True)
class Got:
    """A response as it came."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()

    @property
    def location(self) -> str | None:
        """Where a redirect leads."""
        return self.headers["Location"]

    @property
    def json(self) -> Any:
        """The body as JSON, whatever its header says."""
        return json.loads(self.body)


def ask(
    box: Box, target: str, *, method: str = "GET", body: bytes | None = None, **headers: str
) -> Got:
    """Ask for `/question/12`; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(box.host, timeout=5)
    try:
        connection.request(method, target, body=body, headers=named)
        response = connection.getresponse()
        return Got(response.status, response.headers, response.read())
    finally:
        connection.close()


def cookie(got: Got) -> str:
    """The first cookie that a response sets, as a Cookie header."""
    return (got.headers["Set-Cookie"] or "").partition(";")[0]
