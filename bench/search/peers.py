"""Other searches over the same pages: the theme's own with jieba, and MiniSearch in Node.js."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hooks import runtime

MINISEARCH = "minisearch@7.2.0"
_SETTINGS = """
site_name: Peer
docs_dir: {content}
site_dir: {site}
use_directory_urls: false
exclude_docs: |
  *.yml
  *.py
theme:
  name: material
  language: zh
  font: false
  features: [search.suggest]
plugins: [search]
markdown_extensions:
  - toc:
      slugify: !!python/name:scraper.profile.heading_id
  - tables
  - admonition
  - pymdownx.superfences
"""
# VitePress' settings for MiniSearch, words by Intl.Segmenter as in its version 2
_ASK = """
const MiniSearch = require("minisearch");
const { docs, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const cutter = new Intl.Segmenter("zh", { granularity: "word" });
const words = (text) => Array.from(cutter.segment(text)).filter((piece) => piece.isWordLike);
const tokenize = (text) => words(text).map((piece) => piece.segment);
const options = {
  fields: ["title", "text"], tokenize,
  searchOptions: { tokenize, fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2 } },
};
const built = new MiniSearch(options);
built.addAll(docs.map(({ location, title, text }) => ({ id: location, title, text })));
const held = JSON.stringify(built);
const index = MiniSearch.loadJSON(held, options);
const answers = [], spent = [];
for (const query of queries) {
  const began = performance.now();
  const seen = new Set();
  const found = [];
  for (const { id } of index.search(query)) {
    const [page] = id.split("#");
    if (!seen.has(page)) { seen.add(page); found.push(id); }
    if (found.length === 50) break;
  }
  spent.push(performance.now() - began);
  answers.push(found);
}
process.stdout.write(JSON.stringify({ answers, spent, gz: require("zlib").gzipSync(held).length }));
"""


def build_theme(content: Path, site: Path) -> None:
    """The pages with Material as it comes; its plugin takes jieba where that is installed."""
    settings = site.with_suffix(".yml")
    settings.write_text(_SETTINGS.format(content=content, site=site), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)],
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": os.getcwd()},
        check=True,
    )


def minisearch(
    site: Path, texts: Sequence[str], cache: Path
) -> tuple[list[list[str]], list[float], int]:
    """Answers over the index of a theme's site, milliseconds of each, and its compressed size."""
    node = runtime.find_node()
    if not (cache / "node_modules" / "minisearch").is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        npm = [node.node, node.npm, "install", "--no-audit", "--no-fund", "--prefix", cache]
        subprocess.run([*map(str, npm), MINISEARCH], check=True, capture_output=True)
    docs = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    for entry in docs:
        entry["text"] = entry["text"].replace("\u200b", "")
        entry["title"] = entry["title"].replace("\u200b", "")
    done = subprocess.run(
        [str(node.node), "--max-old-space-size=4096", "-e", _ASK],
        input=json.dumps({"docs": docs, "queries": list(texts)}),
        cwd=cache,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told = json.loads(done.stdout)
    return told["answers"], told["spent"], told["gz"]
