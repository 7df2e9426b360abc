"""Forum HTML to Markdown, measured: fidelity of the corpus, attacks, and speed.

`python -m bench.convert` prints a table and, last, one JSON line. Speed is of one core, whole
bodies from typed HTML to proven Markdown; the peer is the bare converter without cleaning and
proof, in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from html_to_markdown import convert as bare

from scraper import bodies, personal
from scraper.cache import Cache
from tests.attacks.cases import ATTACKS
from tests.fidelity import corpus
from tests.fidelity.compare import differences
from tests.fidelity.seen import seen
from tests.scraper.crafted import CRAFTED

ROOT = Path(__file__).resolve().parent.parent


def fidelity(cases: list[corpus.Case]) -> dict[str, object]:
    """How many bodies show what they showed, and how many of their blocks stayed HTML."""
    equal = blocks = 0
    kept: Counter[str] = Counter()
    for case in cases:
        body, html = corpus.shown(case.source)
        equal += not differences(seen(case.seen), seen(html))
        blocks += body.blocks
        kept.update(one.why for one in body.kept)
    return {
        "bodies": len(cases),
        "equal": equal,
        "blocks": blocks,
        "html_blocks": kept.total(),
        "html_share": round(kept.total() / blocks, 4),
        "html_why": dict(kept.most_common()),
    }


def speed(sources: list[str], rounds: int) -> dict[str, float]:
    """Bodies a second and core: cold, with a warm cache, and by the bare converter."""
    cold = _rate(sources, rounds, lambda html: bodies.convert(html))
    with tempfile.TemporaryDirectory() as folder:
        known = Cache(Path(folder) / "kb.sqlite")
        for html in sources:
            bodies.convert(html, cache=known)
        warm = _rate(sources, rounds, lambda html: bodies.convert(html, cache=known))
    alone = _rate(sources, rounds, lambda html: bare(html))
    return {
        "cold_per_s": round(cold, 1),
        "warm_per_s": round(warm, 1),
        "bare_per_s": round(alone, 1),
        "bare_over_cold": round(alone / cold, 2),
        "mean_characters": round(sum(map(len, sources)) / len(sources), 1),
    }


def _rate(sources: list[str], rounds: int, work: Callable[[str], object]) -> float:
    best = 0.0
    for _ in range(rounds):
        started = time.process_time()
        for html in sources:
            work(html)
        best = max(best, len(sources) / (time.process_time() - started))
    return best


def crafted() -> dict[str, object]:
    """Bodies that are made to be slow: how long each takes, conversion and page together."""
    taken: dict[str, float] = {}
    refused = 0
    for name, (html, _) in CRAFTED.items():
        started = time.process_time()
        body = bodies.convert(html)
        bodies.render(body.text, imported=True)
        taken[name] = time.process_time() - started
        refused += body.quarantined is not None
    slowest = max(taken, key=lambda name: taken[name])
    return {
        "inputs": len(taken),
        "quarantined": refused,
        "slowest": slowest,
        "slowest_s": round(taken[slowest], 2),
    }


def masking(sources: list[str], rounds: int) -> dict[str, float]:
    """Millions of characters a second in which personal data is looked for."""
    html = "".join(sources)
    rate = _rate([html], rounds, personal.mask_html) * len(html) / 1e6
    return {"million_characters_per_s": round(rate, 1)}


def attacks() -> dict[str, int]:
    """The attack suite, run as the tests run it: how many attacks, and how many of its tests failed
    (one for each attack in the browser, one at the doors, those of the vectors and the control).
    """
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "tests/attacks"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    summary = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr
    found = Counter(
        {word.rstrip("s"): int(n) for n, word in _counted(summary)},
    )
    return {
        "attacks": len(ATTACKS),
        "tests_passed": found["passed"],
        "tests_failed": found["failed"] + found["error"],
        "tests_skipped": found["skipped"],
    }


def _counted(summary: str) -> list[tuple[str, str]]:
    words = summary.replace(",", " ").split()
    return [(n, word) for n, word in pairwise(words) if n.isdecimal()]


def main() -> None:
    """Print the table and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-attacks", action="store_true", help="leave the browser out")
    options = parser.parse_args()
    cases = corpus.load()
    figures: dict[str, object] = {"fidelity": fidelity(cases)}
    sources = [case.source for case in cases]
    figures["speed"] = speed(sources, options.rounds)
    longest = sorted(sources, key=len)[-20:]
    figures["speed_of_the_20_longest"] = speed(longest, options.rounds)
    figures["masking"] = masking(sources, options.rounds)
    figures["crafted"] = crafted()
    if not options.no_attacks:
        figures["attacks"] = attacks()
    for name, values in figures.items():
        print(f"{name}: " + ", ".join(f"{k} {v}" for k, v in vars_of(values)))
    print(json.dumps(figures, ensure_ascii=False))


def vars_of(values: object) -> list[tuple[str, object]]:
    """The figures of one part."""
    return list(values.items()) if isinstance(values, dict) else []


if __name__ == "__main__":
    main()
