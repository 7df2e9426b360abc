"""The search, measured: `make bench-search`, or `python -m bench.search --site DIR --queries FILE`.

With --site and --queries any queries are scored against any built site, ours or the theme's.
Without them sites of several sizes are generated and built, and a table compares our search with
Material's own (zh, jieba) and MiniSearch on the same pages: who finds what, what it loads, how long
it takes. Ratios of one run are what counts; the machine does not.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bench.search import corpus, driving, peers, sampling, scoring
from hooks.search import build, sections
from hooks.search.model import Page
from scraper.cache import Cache
from tests.browser import chromium

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SAMPLED = 250
# queries that are each asked in a new browser; the theme loads all at once
COLD, COLD_THEME = 60, 3
SEED = 7
COLUMNS = (
    "first", "first_five", "sections", "zero", "nonsense", "gz_kb_median", "gz_kb_p95", "requests",
    "cold_ms", "warm_p95_ms", "disk_differs", "freeze_ms",
)  # fmt: skip
# how many pages, which queries, whose search, and its figures
Measured = tuple[int, str, str, dict[str, Any]]


def score_site(site: Path, queries: Sequence[scoring.Query]) -> dict[str, Any]:
    """Score, by class too, of one built site; over HTTP and, where it is ours, from disk."""
    texts = [query.q for query in queries]
    is_ours = (site / "search" / "manifest.js").is_file()
    rounds = min(COLD if is_ours else COLD_THEME, len(texts))
    chosen = random.Random(SEED).sample(texts, rounds)  # noqa: S311 - no secret
    with driving.served(site) as (url, counting), chromium.running() as browser:
        address = f"{url}/index.html"
        page = browser.new_page()
        found, spent = driving.ask_all(page, address, texts)
        costs = driving.cold(browser, address, counting, chosen)
        result: dict[str, Any] = {
            **dataclasses.asdict(scoring.score(queries, found)),
            **costs,
            "warm_p95_ms": round(driving.percentile(spent, 95), 1),
            "classes": {
                name: dataclasses.asdict(part)
                for name, part in scoring.by_class(queries, found).items()
            },
        }
        if is_ours:
            disk, freeze = driving.from_disk(browser, site, texts)
            result["disk_differs"] = sum(a != b for a, b in zip(found, disk, strict=True))
            result["freeze_ms"] = round(freeze)
    return result


def build_ours(content: Path, site: Path) -> None:
    """The pages as `make site` builds them, without what runs examples."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)],
        cwd=ROOT,
        env=os.environ
        | {"KB_CONTENT": str(content), "KB_RUNNER": "false", "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


def compare(pages: int, folder: Path) -> Iterator[Measured]:
    """One size: the searches over the same pages, set by set."""
    content = folder / f"content-{pages}"
    if pages:
        corpus.write(ROOT / "content", content, pages)
    else:
        content = ROOT / "content"
    ours, theirs = folder / f"ours-{pages}", folder / f"theme-{pages}"
    build_ours(content, ours)
    peers.build_theme(content, theirs)
    sampled = [
        scoring.Query(entry["id"], entry["q"], tuple(entry["gold"]), entry["cat"])
        for entry in sampling.sample(driving.texts_of(ours), SAMPLED, SEED)
    ]
    tried, held_out = map(scoring.read, (HERE / "queries.json", HERE / "queries-held-out.json"))
    yield pages, "tried", "ours", score_site(ours, tried)
    # peers are asked what nobody was tuned on
    for name, queries in (("held out", held_out), ("sampled", sampled)):
        yield pages, name, "ours", score_site(ours, queries)
        yield pages, name, "material", score_site(theirs, queries)
        texts = [query.q for query in queries]
        found, spent, size = peers.minisearch(theirs, texts, ROOT / ".cache" / "bench-search")
        figures = {
            **dataclasses.asdict(scoring.score(queries, found)),
            "gz_kb_median": round(size / 1000, 1),
            "warm_p95_ms": round(driving.percentile(spent, 95), 1),
        }
        yield pages, name, "minisearch", figures
    yield pages, "–", "build", build_cost(ours)


def build_cost(site: Path) -> dict[str, float]:
    """CPU seconds of the index of a site's pages: ours cold, ours with one page changed, and the
    theme's without jieba.
    """
    from material.plugins.search import plugin

    bodies = {
        file.relative_to(site).as_posix(): _body(file)
        for file in sorted(site.rglob("*.html"))
        if file.name != "404.html"
    }
    jieba, plugin.jieba = plugin.jieba, None
    began = time.process_time()
    for body in bodies.values():
        parser = plugin.Parser()
        parser.feed(body)
        parser.close()
    theme = time.process_time() - began
    plugin.jieba = jieba
    with tempfile.TemporaryDirectory() as folder:
        known = Cache(Path(folder) / "kb.sqlite")

        def once() -> float:
            began = time.process_time()
            pages = [Page(url, url, sections.split(body)) for url, body in bodies.items()]
            build.build(pages, made=known.made)
            return time.process_time() - began

        cold = once()
        first = next(iter(bodies))
        bodies[first] += "<p>改了一句话。</p>"
        changed = once()
    return {
        "theme_s": round(theme, 2),
        "cold_s": round(cold, 2),
        "changed_s": round(changed, 2),
        "cold_over_theme_s": round(cold - theme, 2),
        "changed_over_theme_s": round(changed - theme, 2),
    }


def _body(file: Path) -> str:
    article = LexborHTMLParser(file.read_text(encoding="utf-8")).css_first("article")
    return (article.inner_html or "") if article else ""


def as_line(measured: Measured) -> str:
    """What was measured as a line of the table; what does not fit into it in full."""
    pages, queries, search, told = measured
    start = f"{pages:>6} {queries:10} {search:11}"
    if search == "build":
        return f"{start} {json.dumps(told)}"
    return start + "".join(f"{told.get(column, '–')!s:>14}" for column in COLUMNS)


def main() -> None:
    """Print the score of one site, or the table and, last, one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site")
    parser.add_argument("--queries", type=Path, help="a JSON file of queries")
    parser.add_argument("--pages", type=int, nargs="*", default=[0, 1000, 5000],
                        help="sizes of the generated sites; 0 is content/ as it is")  # fmt: skip
    options = parser.parse_args()
    if bool(options.site) != bool(options.queries):
        parser.error("--site and --queries go together")
    if options.site:
        told = score_site(options.site, scoring.read(options.queries))
        for name, value in told.items():
            print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        return
    print(f"{'pages':>6} {'queries':10} {'search':11}" + "".join(f"{c:>14}" for c in COLUMNS))
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for pages in options.pages:
            for measured in compare(pages, Path(folder)):
                print(as_line(measured), flush=True)
                figures.append(measured)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
