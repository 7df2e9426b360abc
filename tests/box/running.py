"""A forum that runs beside a test, in a thread of its own."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.box.faults import Faults
from tests.box.forum import Forum
from tests.box.server import Entry, Server
from tests.box.site import Variant
from tests.box.truth import Known, truth
from tests.box.world import World

_STOP_SECONDS = 5.0


class Box:
    """`with Box(small()) as box:` serves a world at `box.url` (`http://127.0.0.1:PORT/`).

    `world`, `faults` and the log may be used from the test's thread between requests. Without
    `rewrite` the forum's links are `/?/question/12`; without `noise` the same page twice is the
    same bytes; with `compress` texts are sent as gzip to those who accept it.
    """

    def __init__(
        self,
        world: World,
        *,
        variant: Variant = "3.6",
        rewrite: bool = True,
        noise: bool = True,
        compress: bool = False,
        port: int = 0,
    ) -> None:
        self.world = world
        self.faults = Faults()
        self.forum = Forum(world, variant=variant, rewrite=rewrite, noise=noise)
        self.server = Server(self.forum, self.faults, compress=compress)
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.ServerRunner | None = None

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The forum's front page."""
        return f"http://{self.host}/"

    @property
    def log(self) -> list[Entry]:
        """All requests so far, as a copy."""
        return list(self.server.log)

    def truth(self) -> dict[str, Known]:
        """What a guest can know now, by key of the post; see `truth.truth`."""
        return truth(self.world, self.forum.site(self.host))

    def requests(self, pattern: str = ".") -> list[Entry]:
        """The requests whose target (`/question/12?page=2`) a pattern finds."""
        return [entry for entry in self.log if re.search(pattern, entry.target)]

    def reset_log(self) -> None:
        """Forget the requests so far."""
        self.server.log.clear()

    def start(self) -> Self:
        """Listen; `port` is the real one from here on."""
        self._thread.start()
        self._run(self._listen())
        return self

    def stop(self) -> None:
        """Close the sockets, also those of answers that hang."""
        if self._runner is not None:
            self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_SECONDS)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_STOP_SECONDS)

    async def _listen(self) -> None:
        server = web.Server(self.server.handle, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=256)
        await site.start()
        self.port = self._runner.addresses[0][1]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
