"""The runnable examples, measured: same output everywhere, start of Python, endless loops, mutants.

`python -m bench.examples` prints a table and, last, one JSON line; `--times` also writes the run
times that the index of examples shows. CPU is that of all processes of the browser, from the click
to the first output; the peer is the same runner with the library as Pyodide ships it, in the same
run.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from bench import mutants
from hooks import pictures, runtime
from tests.browser import chromium, firefox
from tests.browser.examples import (
    BUSY,
    OUTPUT,
    PICTURES,
    RUN,
    RUNNER,
    STATUS,
    Ask,
    asking,
    axe_script,
    checked_pages,
    finish,
    in_chromium,
    in_firefox,
    pages,
    violations,
    write,
)
from tests.browser.sites import make, served
from tests.examples import loading, pythons

ROOT = Path(__file__).resolve().parent.parent
TIMES = ROOT / "hooks" / "examples" / "times.json"
LOOP = "print('开始', flush=True)\nwhile True:\n    pass\n"
_TICKS = os.sysconf("SC_CLK_TCK")


def under_python() -> dict[str, dict[str, object]]:
    """Each example under every Python here: whether all wrote the same, and its CPU time."""
    result: dict[str, dict[str, object]] = {}
    empty = min(_cpu([sys.executable, "-c", ""]) for _ in range(5))
    for name in loading.names():
        file = str(loading.ROOT / f"{name}.py")
        written = {
            version: subprocess.run([python, file], capture_output=True, check=True).stdout
            for version, python in pythons.found().items()
        }
        spent = min(_cpu([sys.executable, file]) for _ in range(5)) - empty
        result[name] = {
            "pythons": sorted(written),
            "same": len(set(written.values())) == 1,
            "cpython_ms": max(1, round(spent * 1000)),
        }
    return result


def scale(members: int = 100_000, nodes: int = 5) -> dict[str, float]:
    """CPU seconds of one message to a large group, each delivery timed, in group/throttle.py, and
    when the last one leaves.
    """
    program = loading.load("group/throttle")
    began = time.process_time()
    shares = program.shares(members, nodes, 0)
    buckets = [program.TokenBucket(2000, 200, 200) for _ in shares]
    pairs = zip(buckets, shares, strict=True)
    logs = [program.dispatch(bucket, [0], share, 1, False) for bucket, share in pairs]
    return {
        "cpu_s": round(time.process_time() - began, 3),
        "deliveries": sum(map(len, logs)),
        "last_s": max(log[-1][0] for log in logs) / 1e6,
    }


def _cpu(command: list[str]) -> float:
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


Visit = tuple[str, str, bool, int]  # way, example, whether all was the same, ms of a second run


def in_browsers(starts: dict[str, str]) -> list[Visit]:
    """Each example in each browser, over HTTP and from disk, compared with the stored page."""
    found: list[Visit] = []

    def judge(browser: str, open_page: Callable[[str], Ask]) -> None:
        for way, start in starts.items():
            for page in pages():
                ask = open_page(f"{start}/{page}")
                name = ask("() => document.querySelector('.kb-example').dataset.name")
                stored = ask(OUTPUT), ask(PICTURES)
                ask(RUN)
                finish(ask)
                same = (ask(OUTPUT), ask(PICTURES)) == stored
                ask(RUN)
                spent = re.search(r"用时 (\d+) 毫秒", finish(ask))
                found.append((f"{browser} {way}", name, same, int(spent[1]) if spent else -1))

    with chromium.running() as started:
        judge("chromium", in_chromium(started.new_page()))
    if firefox.find():
        with firefox.running() as window:
            judge("firefox", in_firefox(window))
    return found


def start_cpu(address: str, rounds: int) -> dict[str, float]:
    """CPU and wall seconds from the first click to the first output, each in a new browser."""
    cpu, wall = [], []
    for _ in range(rounds):
        with chromium.running() as started:
            page = started.new_page()
            page.goto(address)
            page.wait_for_timeout(500)
            before, began = _tree_cpu(), time.monotonic()
            page.evaluate(RUN)
            while page.evaluate(STATUS).startswith("正在载入"):
                time.sleep(0.01)
            while not page.evaluate(OUTPUT):
                time.sleep(0.01)
            wall.append(time.monotonic() - began)
            cpu.append(_tree_cpu() - before)
    return {"cpu_s": round(statistics.median(cpu), 2), "wall_s": round(statistics.median(wall), 2)}


def _tree_cpu() -> float:
    """CPU seconds so far of all Chromium processes below this one."""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(") ")
        except OSError:  # it has ended meanwhile
            continue
        fields = rest.split()
        stats[int(folder.name)] = int(fields[1]), name, int(fields[11]) + int(fields[12])

    def is_ours(pid: int) -> bool:
        while pid in stats and pid != os.getpid():
            pid = stats[pid][0]
        return pid == os.getpid()

    ticks = [used for pid, (_, name, used) in stats.items() if "chrom" in name and is_ours(pid)]
    return sum(ticks) / _TICKS


@contextmanager
def with_stock_library(site: Path) -> Iterator[None]:
    """The site with Pyodide's whole library, uncompiled as npm has it, instead of ours."""
    script = next((site / "assets" / "runner").glob("python.*.js"))
    ours = script.read_text(encoding="ascii")
    packages = runtime.installed(RUNNER) / "node_modules" / "pyodide"
    library = io.BytesIO((packages / "python_stdlib.zip").read_bytes())
    with zipfile.ZipFile(library, "a", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(Path(pictures.__file__).parent.glob("*.py")):
            archive.write(file, f"pictures/{file.name}")
    packed = base64.b64encode(gzip.compress(library.getvalue())).decode()
    script.write_text(re.sub(r'library:"[^"]*"', f'library:"{packed}"', ours), encoding="ascii")
    try:
        yield
    finally:
        script.write_text(ours, encoding="ascii")


def endless_loop(page: Page) -> dict[str, float]:
    """When a loop without end is stopped, and how long the page takes to answer meanwhile."""
    write(page, "print('热身')\n")
    page.evaluate(RUN)
    finish(asking(page))
    write(page, LOOP)
    page.evaluate(
        """() => {
          self.worst = 0;
          let last = performance.now();
          const tick = () => {
            const now = performance.now();
            self.worst = Math.max(self.worst, now - last);
            last = now;
            self.ticking = setTimeout(tick, 0);
          };
          tick();
        }"""
    )
    began = time.monotonic()
    page.evaluate(RUN)
    answers = []
    while page.evaluate(BUSY) == "true":
        asked = time.monotonic()
        page.keyboard.press("Shift")
        answers.append(time.monotonic() - asked)
    return {
        "stopped_s": round(time.monotonic() - began, 2),
        "worst_answer_ms": round(max(answers) * 1000, 1),
        "longest_task_ms": round(float(page.evaluate("self.worst")), 1),
    }


def bytes_before_click(page: Page, url: str) -> int:
    """What a page loads of Python and the editor while nobody has clicked."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.wait_for_timeout(1000)
    heavy = [u for u in asked if re.search(r"/runner/(python|editor)\.", u)]
    return len(heavy)


def measure(rounds: int, each: int) -> dict[str, object]:
    """All figures."""
    files = runtime.built(RUNNER).files
    figures: dict[str, object] = {
        "gzip_bytes": {
            name: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for name, file in files.items()
        },
        "python": (written := under_python()),
        "slowest_cpython_ms": max(int(str(part["cpython_ms"])) for part in written.values()),
        "scale": scale(),
    }
    with tempfile.TemporaryDirectory() as folder:
        site, unzipped = make(ROOT / "content", Path(folder))
        with served(site) as url:
            visits = in_browsers({"http": url, "disk": unzipped.as_uri()})
            figures["browsers"] = {
                "checks": len(visits),
                "same": sum(same for _, _, same, _ in visits),
                "ways": sorted({way for way, *_ in visits}),
                "differ": [f"{way} {name}" for way, name, same, _ in visits if not same],
                "second_run_ms": {
                    name: max(
                        1, round(statistics.median(ms for _, n, _, ms in visits if n == name))
                    )
                    for name in sorted({name for _, name, *_ in visits})
                },
            }
            with chromium.running() as started:
                page = started.new_page()
                figures["requests_before_click"] = bytes_before_click(page, f"{url}/{pages()[0]}")
                figures["loop"] = endless_loop(page)
                axe, found = axe_script(), 0
                for address in checked_pages():
                    page.goto(f"{url}/{address}")
                    found += len(violations(page, axe))
                figures["axe_violations"] = found
            address = f"{unzipped.as_uri()}/{pages()[0]}"
            ours = start_cpu(address, rounds)
            with with_stock_library(unzipped):
                stock = start_cpu(address, rounds)
            ratio = round(ours["cpu_s"] / stock["cpu_s"], 3)
            figures["first_output"] = {"ours": ours, "stock": stock, "cpu_ratio": ratio}
    if each:
        figures["mutants"] = mutants.measure(loading.names(), each, seed=5)
    return figures


def write_times(figures: dict[str, object]) -> None:
    """Keep what one run took, for the index of examples."""
    python, browsers = figures["python"], figures["browsers"]
    assert isinstance(python, dict)  # noqa: S101 - made above
    assert isinstance(browsers, dict)  # noqa: S101
    data: dict[str, object] = {"measured": datetime.now(UTC).date().isoformat()}
    for name, part in python.items():
        file = f"{name}.py"
        data[file] = {
            "cpython_ms": part["cpython_ms"],
            "browser_ms": browsers["second_run_ms"][file],
        }
    temporary = TIMES.with_suffix(".tmp")
    temporary.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(TIMES)


def main() -> None:
    """Print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", type=int, default=60, help="most mutants of one example; 0: none")
    parser.add_argument("--times", action="store_true", help=f"write {TIMES.relative_to(ROOT)}")
    options = parser.parse_args()
    figures = measure(options.rounds, options.each)
    if options.times:
        write_times(figures)
    for name, values in figures.items():
        print(f"{name}: {json.dumps(values, ensure_ascii=False)}")
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
