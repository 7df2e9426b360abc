"""Runs our browser scripts in Node.js, over the scripts of a build in a folder."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hooks import runtime, search_index
from hooks.search import shards

SCRIPTS = Path(__file__).parents[3] / "overrides/assets/javascripts/search/engine"
_START = """
globalThis.self = globalThis;
const fs = require("fs");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
for (const name of given.modules) require(`${given.scripts}/${name}.js`);
const asked = [];
const read = async (name) => {
  asked.push(name);
  const script = fs.readFileSync(`${given.folder}/${name}.js`, "utf8");
  return JSON.parse(script.slice(script.indexOf("(") + 1, script.lastIndexOf(")")));
};
const tell = (answer) => process.stdout.write(JSON.stringify(answer));
"""


def run(code: str, folder: Path | None = None, **given: object) -> Any:
    """What `tell(…)` was called with by code that sees `kb`, `given`, and `read` over a folder."""
    told = {
        "modules": search_index.ENGINE,
        "scripts": str(SCRIPTS),
        "folder": str(folder or ""),
        **given,
    }
    done = subprocess.run(
        [str(runtime.find_node().node), "-e", f"{_START}(async () => {{ {code} }})();"],
        input=json.dumps(told),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == "", done.stderr
    return json.loads(done.stdout)


def write(scripts: Mapping[str, str], folder: Path) -> Path:
    """Write the scripts of a build as the hook does."""
    for name, script in scripts.items():
        (folder / name).write_text(script, encoding="utf-8")
    return folder


def texts(folder: Path) -> dict[str, str]:
    """What a build holds of each section, title first, by its address: all that is ever shown."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("p*.js")):
        *_, pack = shards.held(file.read_text(encoding="utf-8"))
        for url, title, description, label, sections in pack:
            for anchor, heading, text in sections:
                address = f"{url}#{anchor}" if anchor else url
                said = "\n".join((title, description, label, heading, text))
                found[address] = found.get(address, "") + said
    return found


def search(folder: Path, *queries: str, **options: object) -> list[dict[str, Any]]:
    """What the engine answers to each query, one engine for all."""
    return run(
        "const engine = new kb.Engine(read); const answers = [];"
        "for (const text of given.queries) answers.push(await engine.search(text, given.options));"
        "tell(answers);",
        folder,
        queries=queries,
        options=options,
    )
