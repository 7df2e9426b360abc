"""Crawling, measured: kills, an unchanged second crawl, memory over many posts, parsing again.

`python -m bench.crawl [--posts N] [--kills N] [--forum-posts N] [--pages N]` runs `kb` against the
forum in a box on loopback, prints what it finds and, last, one JSON line. Speeds are given beside
those of a peer in the same run: lexbor alone for parsing, a bare read of the archive for replaying.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from scraper import archive, frontier, replay, responses

ROOT = Path(__file__).resolve().parent.parent
_VIEWS = re.compile("浏览: <span[^>]*>[0-9]+|[0-9]+ 次浏览|</i> [0-9]+".encode())
_DETAIL = re.compile(r"^/(?:\?/)?(?:m/)?(?:article|question)/(?:\d|id-|ajax)")


@contextmanager
def forum(*options: str, port: int = 0) -> Iterator[str]:
    """A forum in a box in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.box", "--no-noise", "--port", str(port), *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout  # noqa: S101 - a pipe was asked for
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def log(url: str) -> list[str]:
    """The targets of all requests that the forum has answered so far."""
    with urllib.request.urlopen(f"{url}__box__/log") as answer:  # noqa: S310 - loopback
        return [str(entry["target"]) for entry in json.load(answer)]


def crawl(url: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start `kb crawl` as fast as answers come."""
    command = [sys.executable, "-m", "scraper", "crawl", url, "--archive", str(folder)]
    return subprocess.Popen(
        [*command, "--rate", "0"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def watched(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process; (seconds, MiB of resident memory at its peak)."""
    started, peak = time.perf_counter(), 0
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        except OSError:
            break
        peak = max(peak, int(found[1]) if found else 0)
        time.sleep(0.05)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, "kb crawl")
    return time.perf_counter() - started, peak / 1024


def contents(folder: Path) -> list[tuple[str, str, int, str]]:
    """What an archive holds, without where and when.

    The number of views does not count: the forum counts up with each answer that it sends, so the
    one answer that was under way at a kill and is asked for again is another one.
    """
    known = frontier.index(folder)
    assert known is not None  # noqa: S101 - it was just crawled
    found = []
    for entry in known.captures:
        body = _VIEWS.sub(b"", archive.read(folder, entry.capture))
        digest = sha256(body).hexdigest()
        found.append((entry.key, entry.capture.url, entry.capture.status, digest))
    return sorted(found)


def is_finished(folder: Path) -> bool:
    """Whether a crawl has nothing left to do: to kill what is only exiting proves nothing."""
    with frontier.Frontier(folder) as state:
        return state.get("base_url") is not None and state.is_round_finished()


def imported(folder: Path, into: Path) -> dict[str, str]:
    """A digest of each file that an import of an archive writes."""
    into.mkdir()
    (into / "categories.yml").write_bytes((ROOT / "content" / "categories.yml").read_bytes())
    command = [sys.executable, "-m", "scraper", "import", str(folder), "--into", str(into)]
    subprocess.run([*command, "--publish", "full"], check=True, cwd=ROOT, capture_output=True)
    files = (path for path in sorted(into.rglob("*")) if path.is_file())
    return {
        path.relative_to(into).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def free_port() -> int:
    """A port that nobody listens on: all forums of one comparison have the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kills(posts: int, times: int, folder: Path) -> dict[str, object]:
    """Kill crawls at random moments, resume each, and compare with one that was left alone."""
    port, dice = free_port(), random.Random(20261124)  # noqa: S311 - no secret
    size = ("--posts", str(posts))
    with forum(*size, port=port) as url:
        seconds, _ = watched(crawl(url, folder / "whole"))
        requests = len(log(url))
    wanted = contents(folder / "whole")
    files = imported(folder / "whole", folder / "whole-content")
    same_archive = same_content = twice = killed = 0
    while killed < times:
        target = folder / f"killed-{killed}"
        shutil.rmtree(target, ignore_errors=True)
        with forum(*size, port=port) as url:
            process = crawl(url, target)
            time.sleep(dice.uniform(0.3, seconds))
            process.send_signal(signal.SIGKILL)
            if process.wait() != -signal.SIGKILL or is_finished(target):
                continue  # it was done before
            watched(crawl(url, target))
            twice = max(twice, len(log(url)) - requests)
        same_archive += contents(target) == wanted
        same_content += imported(target, folder / f"content-{killed}") == files
        killed += 1
    return {
        "posts": posts, "requests": requests, "trials": times,
        "same_archive": same_archive, "same_content": same_content, "most_fetched_twice": twice,
    }  # fmt: skip


def second(url: str, folder: Path) -> dict[str, object]:
    """A second crawl of a forum in which nothing happened."""
    before = len(log(url))
    seconds, _ = watched(crawl(url, folder))
    targets = log(url)[before:]
    details = [target for target in targets if _DETAIL.match(target)]
    return {"requests": len(targets), "detail_requests": len(details), "s": round(seconds, 1)}


def large(posts: int, folder: Path) -> dict[str, object]:
    """A crawl of many posts: peak memory and speed; then the same again, unchanged."""
    with forum("--posts", str(posts)) as url:
        seconds, peak = watched(crawl(url, folder / "large"))
        requests = len(log(url))
        unchanged = second(url, folder / "large")
    return {
        "posts": posts, "requests": requests, "s": round(seconds, 1), "peak_mib": round(peak, 1),
        "requests_per_s": round(requests / seconds, 1), "unchanged": unchanged,
    }  # fmt: skip


def reparse(pages: int, folder: Path) -> dict[str, object]:
    """Pages of about 97 KB from the archive up to the Post, beside a bare read and lexbor alone."""
    with forum("--posts", str(pages), "--body-kb", "40") as url:
        watched(crawl(url, folder / "heavy"))
    known = frontier.index(folder / "heavy")
    assert known is not None  # noqa: S101 - it was just crawled
    captures = [e.capture for e in known.captures if re.fullmatch(r"\w+/\d+", e.key)]
    started = time.process_time()
    htmls = [responses.text(archive.read(folder / "heavy", c), c.headers) for c in captures]
    read = time.process_time() - started
    started = time.process_time()
    for html in htmls:
        LexborHTMLParser(html)
    lexbor = time.process_time() - started
    started = time.process_time()
    found = replay.replay(folder / "heavy", None, None)
    whole = time.process_time() - started
    size = statistics.mean(len(html.encode()) for html in htmls) / 1024
    assert len(found.forum.posts) == pages  # noqa: S101 - a wrong result has no speed
    return {
        "pages": len(captures), "mean_kib": round(size, 1),
        "cpu_ms_a_page": round(1000 * whole / len(captures), 2),
        "pages_per_cpu_s": round(len(captures) / whole, 1),
        "bare_read_ms": round(1000 * read / len(captures), 2),
        "lexbor_ms": round(1000 * lexbor / len(captures), 2),
        "times_read_and_lexbor": round(whole / (read + lexbor), 2),
    }  # fmt: skip


def main() -> None:
    """Run all four and print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=500, help="of the forum that is killed at")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--forum-posts", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=1000)
    given = parser.parse_args()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    figures: dict[str, Any] = {"bench": "crawl"}
    with tempfile.TemporaryDirectory(prefix="bench-crawl-") as name:
        steps = {
            "reparse": lambda: reparse(given.pages, Path(name)),
            "large": lambda: large(given.forum_posts, Path(name)),
            "kills": lambda: kills(given.posts, given.kills, Path(name)),
        }
        for step, run in steps.items():
            figures[step] = run()
            print(step, figures[step], flush=True)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
