"""A server on loopback that sends exactly the bytes that a test wants, and a fetcher that asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

from scraper import guard
from scraper.fetch import Fetcher, FetchError, Limits
from scraper.models import Response
from scraper.pace import Pace
from tests.crawl.clocks import SimulatedClock

QUICK = Limits(page_bytes=1000, image_bytes=2000, seconds=5.0, connect_seconds=5.0)
Script = tuple[bytes | float | str, ...]  # what to send, seconds to wait, or "reset"


def answer(body: bytes = b"", status: str = "200 OK", *fields: str) -> bytes:
    """A whole answer; `fields` are header lines."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *fields]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Talk:
    """What was asked (the heads of the requests), what came of it, and the fetcher's memory."""

    heads: list[str] = field(default_factory=list)
    results: list[Response | FetchError] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        """What stood on the request lines."""
        return [head.split("\r\n")[0] for head in self.heads]

    def sent(self, name: str) -> list[str | None]:
        """A header field of each request; None where it was not sent."""
        found = []
        for head in self.heads:
            lines = (line.partition(": ") for line in head.split("\r\n")[1:])
            found.append(next((v for k, _, v in lines if k.lower() == name.lower()), None))
        return found

    @property
    def response(self) -> Response:
        """The only answer."""
        [result] = self.results
        assert isinstance(result, Response), result
        return result

    @property
    def error(self) -> FetchError:
        """The only failure."""
        [result] = self.results
        assert isinstance(result, FetchError), result
        return result


def talk(
    script: Script | Callable[[str], Script],
    *asks: str | tuple[str, Mapping[str, Any]],
    host: str = "127.0.0.1",
    image_hosts: tuple[str, ...] = (),
    limits: Limits = QUICK,
    contact: str | None = "someone@forum.example",
    cookies: Mapping[str, str] | None = None,
    rate: float = 0.0,
) -> Talk:
    """Ask for each address in turn; `{port}` in it is the server's."""
    done = Talk()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await reader.read(1)
        if data != b"\x16":  # a TLS greeting has no end that this server knows
            data += await reader.readuntil(b"\r\n\r\n")
            done.heads.append(data.decode())
        told = script(done.targets[-1]) if callable(script) else script
        try:
            for step in told:
                if isinstance(step, bytes):
                    writer.write(step)
                    await writer.drain()
                elif step == "reset":
                    writer.transport.abort()
                else:
                    await asyncio.sleep(float(step))
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        base_url = f"http://{host}:{port}/"
        own = guard.of(base_url, image_hosts, [ip_address("127.0.0.1")])
        clock = SimulatedClock()
        async with server, Fetcher(
            own, Pace(1 / rate if rate else 0.0, clock), clock,
            contact=contact, limits=limits, cookies=cookies or {},
        ) as fetcher:  # fmt: skip
            for one in asks:
                url, options = (one, {}) if isinstance(one, str) else one
                url = url.replace("{port}", str(port))
                url = f"{base_url.rstrip('/')}{url}" if url.startswith("/") else url
                try:
                    done.results.append(await fetcher.get(url, **options))
                except FetchError as error:
                    done.results.append(error)
                done.starts.append(clock.monotonic())
            done.cookies = fetcher.cookies

    asyncio.run(asyncio.wait_for(run(), 15))
    return done
