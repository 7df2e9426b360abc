"""`python -m tests.box`: a forum for other processes; prints its address when it is ready."""

from __future__ import annotations

import argparse
import os
import signal
import stat
import sys
import threading

from tests.box.many import many
from tests.box.running import Box


def main() -> int:
    """Serve until SIGTERM, SIGINT or the end of stdin."""
    parser = argparse.ArgumentParser(prog="python -m tests.box", description=__doc__)
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--body-kb", type=float, default=2.0)
    parser.add_argument("--small", action="store_true", help="the hand-written forum instead")
    parser.add_argument("--variant", choices=("3.3", "3.6"), default="3.6")
    parser.add_argument("--plain", action="store_true", help="links of the form /?/question/12")
    parser.add_argument("--no-noise", action="store_true", help="the same page is the same bytes")
    parser.add_argument("--compress", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    if given.small:
        from tests.box.small import small

        world = small()
    else:
        world = many(given.posts, given.seed, body_kb=given.body_kb)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    box = Box(
        world,
        variant=given.variant,
        rewrite=not given.plain,
        noise=not given.no_noise,
        compress=given.compress,
        port=given.port,
    )
    with box:
        print(box.url, flush=True)
        stop.wait()
    return 0


def _wait_for_end(stop: threading.Event) -> None:
    """A parent that dies closes our stdin; a terminal or /dev/null is no parent."""
    if not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode):
        sys.stdin.read()
        stop.set()


if __name__ == "__main__":
    sys.exit(main())
