from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

from hooks.search import build, shards
from hooks.search.model import Filters, Page, Section

FILTERS = Filters({"ios": "iOS", "android": "Android"}, {"tutorial": "教程", "question": "问答"})


def pages() -> list[Page]:
    rng = random.Random(5)
    words = ["消息", "推送", "超大群", "限流", "WebSocket", "onReceiveMessage", "证书", "崩溃"]
    return [
        Page(
            f"p/{n:02}.html",
            f"第 {n} 篇：{rng.choice(words)}",
            tuple(
                Section(f"s{k}", rng.choice(words), "，".join(rng.choices(words, k=80)))
                for k in range(4)
            ),
            platforms=("ios",) if n % 2 else ("android",),
            kind="tutorial" if n % 3 else "question",
            rank=0.7 if n == 3 else 1.0,
        )
        for n in range(30)
    ]


def data(scripts: dict[str, str], name: str) -> object:
    return shards.held(scripts[f"{name}.js"])[2]


def test_the_order_of_pages_does_not_count() -> None:
    shuffled = pages()
    random.Random(1).shuffle(shuffled)
    assert build.build(pages()) == build.build(shuffled)


def test_the_hash_seed_does_not_count() -> None:
    code = (
        "import hashlib, json; from hooks.search import build;"
        "from tests.hooks.search.test_build import pages;"
        "print(hashlib.sha256(json.dumps(build.build(pages())).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(told) == 1


def test_an_unchanged_page_is_not_cut_again_and_the_result_is_the_same() -> None:
    kept: dict[tuple[str, str], str] = {}
    work: list[str] = []

    def made(kind: str, piece: str, make: Callable[[], str]) -> str:
        if (kind, piece) not in kept:
            work.append(piece)
            kept[kind, piece] = make()
        return kept[kind, piece]

    build.build(pages(), made=made)
    assert len(work) == 30
    changed = pages()
    changed[7] = replace(changed[7], title="改了题目")
    assert build.build(changed, made=made) == build.build(changed)
    assert len(work) == 31


def test_every_script_names_the_same_build() -> None:
    scripts = build.build(pages())
    assert len({script.split(",")[1] for script in scripts.values()}) == 1
    other = build.build([*pages(), Page("q.html", "新", (Section("", "", "新"),))])
    assert scripts["manifest.js"].split(",")[1] != other["manifest.js"].split(",")[1]


def test_the_manifest_says_what_may_be_filtered() -> None:
    manifest = data(build.build(pages(), filters=FILTERS), "manifest")
    assert isinstance(manifest, dict)
    assert manifest["platforms"] == [["ios", "iOS"], ["android", "Android"]]
    assert manifest["kinds"] == [["tutorial", "教程"], ["question", "问答"]]
    assert manifest["pages"] == 30


def test_a_filter_that_would_leave_nothing_is_not_offered() -> None:
    filters = Filters({"web": "Web", **FILTERS.platforms}, {"example": "示例", **FILTERS.kinds})
    assert build.build(pages(), filters=filters) == build.build(pages(), filters=FILTERS)


def test_a_site_without_pages_has_an_index_as_well() -> None:
    manifest = data(build.build([]), "manifest")
    assert isinstance(manifest, dict)
    assert manifest["firsts"]["t"] == []
