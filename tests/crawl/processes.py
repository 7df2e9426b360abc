"""`kb crawl` and a forum in processes of their own, so that they can be killed and held short."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

SECONDS = 60  # for one process, however loaded the machine is


@contextmanager
def forum(posts: int, port: int) -> Iterator[str]:
    """A forum whose same page is the same bytes; gives its address."""
    command = [sys.executable, "-m", "tests.box", "--no-noise", "--posts", str(posts)]
    process = subprocess.Popen(
        [*command, "--body-kb", "0.5", "--port", str(port)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def log(url: str) -> list[str]:
    """The targets of all requests that the forum has answered so far, oldest first."""
    with urllib.request.urlopen(f"{url}__box__/log", timeout=SECONDS) as answer:  # noqa: S310
        return [str(entry["target"]) for entry in json.load(answer)]


def start(url: str, folder: Path, *options: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Start `kb crawl`; no file of it may grow beyond `limit` bytes."""
    command = [sys.executable, "-m", "scraper", "crawl", url, "--archive", str(folder)]
    return subprocess.Popen(
        [*command, "--rate", "0", *options], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_limited(limit),
    )  # fmt: skip


def _limited(limit: int | None) -> Callable[[], None] | None:
    if limit is None:
        return None
    # SIGXFSZ is ignored by Python, so that a write beyond the limit fails with EFBIG
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """(exit code, what it printed, what it complained about)."""
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out, err


def crawl(url: str, folder: Path, *options: str, limit: int | None = None) -> tuple[int, str, str]:
    """Run `kb crawl` to its end."""
    return finish(start(url, folder, *options, limit=limit))


def free_port() -> int:
    """A port that nobody listens on, so that several forums can have the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def change(url: str, action: str, **given: object) -> None:
    """Change the forum of another process: `fault`, `add`, `reset` and what else it can do."""
    asked = urllib.request.Request(  # noqa: S310
        f"{url}__box__/{action}", data=json.dumps(given).encode(), method="POST"
    )
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
        answer.read()


def wait_for(url: str, requests: int, process: subprocess.Popen[str]) -> None:
    """Wait until the forum has answered so many requests, or the process has ended."""
    for _ in range(SECONDS * 500):
        if process.poll() is not None or len(log(url)) >= requests:
            return
        time.sleep(0.002)
    raise AssertionError(f"no {requests} requests in {SECONDS} s")
