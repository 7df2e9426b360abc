"""The whole route, timed: import and build of the sample forum, and of many copies of it.

`python -m bench.route [--copies N]` prints a table and, last, one JSON line: seconds of wall and
CPU time and peak memory in MiB for each step.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from scraper import sources

ROOT = Path(__file__).resolve().parent.parent
_IDS = (
    re.compile(r"(?<=/article/)\d+"),
    re.compile(r"(?<=/question/)\d+"),
    re.compile(r"(?<=article/id-)\d+"),
    re.compile(r"(?<=question/id-)\d+"),
    re.compile(r"(?<=question_id-)\d+"),
    re.compile(r"(?<=answer_id-)\d+"),
    re.compile(r"(?<=answer_list_)\d+"),
    re.compile(r"(?<=name=\"answer_)\d+"),
    re.compile(r"(?<=data-id=\")\d+"),
)
_TITLE = re.compile(r"(<h1[^>]*>\s*|<h4[^>]*>\s*<a [^>]*>)")
_STEP = 10_000  # ids of one copy stay below the next copy's


@dataclass(frozen=True)
class Cost:
    """What one command took: seconds, and MiB of resident memory at its peak."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def measure(command: list[str], folder: Path) -> Cost:
    """Run a command to its end; raises CalledProcessError with its output where it fails."""
    started = time.perf_counter()
    log = folder / "bench.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(
            process.returncode, command, log.read_text(encoding="utf-8", errors="replace")
        )
    return Cost(
        round(time.perf_counter() - started, 2),
        round(usage.ru_utime + usage.ru_stime, 2),
        round(usage.ru_maxrss / 1024, 1),
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def copy_forum(source: Path, into: Path, copies: int) -> None:
    """Lay out `copies` of a saved forum as one: ids moved apart, titles numbered."""
    for number in range(copies):
        for file in sorted(p for p in source.rglob("*.html") if p.is_file()):
            text = file.read_text(encoding="utf-8")
            for pattern in _IDS:
                text = pattern.sub(lambda m, n=number: str(int(m[0]) + n * _STEP), text)
            text = _TITLE.sub(lambda m, n=number: f"{m[1]}{n + 1} 号 ", text)
            name = re.sub(
                r"\d+(?=\.html$)",
                lambda m, n=number: str(int(m[0]) + n * _STEP),
                file.relative_to(source).as_posix(),
            )
            target = into / f"{number:05d}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def route(source: Path, folder: Path) -> dict[str, Cost]:
    """Import a source into a fresh project in `folder` and build it."""
    content = folder / "content"
    content.mkdir()
    for name in ("categories.yml", "index.md"):
        (content / name).write_bytes((ROOT / "content" / name).read_bytes())
    for name in ("mkdocs.yml", "hooks", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    run = [sys.executable, "-m"]
    settings = ["--publish", "full", "--base-url", "https://geekonline.rongcloud.cn/"]
    return {
        "import": measure([*run, "scraper", "import", str(source), *settings], folder),
        "import again": measure([*run, "scraper", "import", str(source), *settings], folder),
        "build": measure([*run, "mkdocs", "build", "--strict"], folder),
    }


def main() -> None:
    """Print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=1000)
    copies = parser.parse_args().copies
    figures: dict[str, dict[str, object]] = {}
    for count in (1, copies):
        with tempfile.TemporaryDirectory(prefix="bench-route-") as name:
            folder = Path(name)
            forum = folder / "forum"
            copy_forum(sources.sample(), forum, count)
            costs = route(forum, folder)
            pages = sum(1 for _ in (folder / "content").rglob("*.md"))
            size = sum(p.stat().st_size for p in (folder / "site").rglob("*") if p.is_file())
        for step, cost in costs.items():
            figures[f"{step} x{count}"] = {**asdict(cost), "pages": pages}
            print(
                f"{step:>14} x{count:<6} {cost.wall_s:>9.2f} s {cost.cpu_s:>9.2f} CPU s"
                f" {cost.peak_mib:>8.1f} MiB {1000 * cost.cpu_s / pages:>8.1f} CPU ms/page"
            )
        figures[f"build x{count}"]["site_mib"] = round(size / 2**20, 1)
    print(json.dumps({"bench": "route", "copies": copies, **figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
