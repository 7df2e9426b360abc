"""One site with all attacks: a real import, a real build, and where each attack ended up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hooks import metadata
from scraper import article, bodies, check
from scraper.article import Article, Header, Source
from tests.attacks import cases, forum
from tests.attacks.cases import ATTACKS, WRITTEN, Attack
from tests.attacks.proxy import listening
from tests.hooks.building import ROOT, SAMPLE, build

CANARY = "kb-canary-5b1f0c9d7e"  # what stands in the file that nobody may read
COMPUTED = "85137089"  # what {{ 314159 * 271 }} comes to
HARMLESS = "im/message-sync.html"  # of the sample, as deep as all attacks
_SHELF = "im"
BARE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>'
    '<article class="md-content__inner">{}</article></body></html>'
)


@dataclass(frozen=True)
class Landing:
    """Where an attack ended: `built` into a page of the site, `refused` by the checks (`why`) or
    `lost` by the import. What has no page in the site is rendered into a bare one.
    """

    outcome: str
    page: Path
    why: str = ""


@dataclass(frozen=True)
class Attacked:
    """The built site. `asked` are the addresses that the import or the build wanted to fetch."""

    work: Path
    site: Path
    landings: Mapping[str, Landing]
    asked: tuple[str, ...]

    def touched(self) -> set[str]:
        """The attacks whose commands were run."""
        return {path.name for path in cases.touched_of(self.work).iterdir()}


def make(work: Path) -> Attacked:
    """Import and build everything below `work`."""
    content, site = work / "content", work / "site"
    texts = {attack.name: attack.text(work, ROOT) for attack in ATTACKS}
    cases.touched_of(work).mkdir()
    (work / "bare").mkdir()
    cases.canary_of(work).write_text(f"{CANARY}\n", encoding="utf-8")
    shutil.copytree(SAMPLE, content)
    shutil.copy(ROOT / "content" / "categories.yml", content)
    with listening() as (address, asked):
        proxies = {"http_proxy": address, "https_proxy": address, "no_proxy": ""}
        posts = forum.save([(a, texts[a.name]) for a in ATTACKS if a.carrier not in WRITTEN],
                           work / "forum")  # fmt: skip
        _import(work / "forum", content, proxies)
        paths = _imported(content, posts) | _write(content, texts)
        refused = _refused(content, paths)
        landings = {}
        for attack in ATTACKS:
            path = paths.get(attack.name)
            if path is None:
                html = bodies.render(bodies.convert(texts[attack.name]).text, imported=True)
                landings[attack.name] = Landing("lost", _bare(work, attack.name, html))
            elif path in refused:
                page = _bare(work, attack.name, _through_the_door(content / path))
                landings[attack.name] = Landing("refused", page, refused[path])
                (content / path).unlink()
            else:
                page = site / PurePosixPath(path).with_suffix(".html")
                landings[attack.name] = Landing("built", page)
        result = build(content, site, **proxies)
    assert result.returncode == 0, result.stderr[-3000:]
    return Attacked(work, site, landings, tuple(asked))


def _import(folder: Path, content: Path, proxies: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "scraper", "import", str(folder), "--into", str(content)]
    result = subprocess.run(
        [*command, "--no-cache", "--workers", "2"],
        cwd=ROOT,
        env=os.environ | proxies,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr[-3000:]


def _imported(content: Path, posts: Mapping[str, str]) -> dict[str, str]:
    """name of attack → path of the page that its post became."""
    pages = {}
    for file in check.markdown_files(content):
        path = PurePosixPath(file.relative_to(content).as_posix())
        source = article.parse(file.read_text("utf-8"), path)[0].header.source
        if source and source.id:
            pages[source.id] = str(path)
    return {name: pages[identity] for name, identity in posts.items() if identity in pages}


def _write(content: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Write the attacks that are pages of content/; returns name of attack → path."""
    paths = {}
    for attack in ATTACKS:
        if attack.carrier in WRITTEN:
            paths[attack.name] = path = f"{_SHELF}/{attack.name}.md"
            (content / path).write_bytes(_page(attack, path, texts[attack.name]).encode())
    return paths


def _page(attack: Attack, path: str, text: str) -> str:
    if attack.carrier == "file":
        return text
    header = Header(
        title=f"攻击 {attack.name}",
        description=text if attack.carrier == "description" else "转载来的一页。",
        category=_SHELF,
        date="2021-01-01",
        author="某人",
        provenance="imported",
        source=Source(url=f"https://{forum.HOST}/article/{attack.name}"),
        license="all-rights-reserved",
        status="current",
    )
    body = text if attack.carrier == "markdown" else "文"
    return article.render(Article(PurePosixPath(path), header, body))


def _refused(content: Path, paths: Mapping[str, str]) -> dict[str, str]:
    """path → problems, of those pages that the site could not be built with."""
    found: dict[str, list[str]] = {}
    for problem in check.check_tree(content):
        path = str(problem.path)
        assert path in paths.values(), f"not an attack: {problem}"
        found.setdefault(path, []).append(f"{problem.rule} {problem.message}")
    return {path: "; ".join(problems) for path, problems in found.items()}


def _through_the_door(file: Path) -> str:
    """What a refused page would have shown."""
    page = article.with_or_without_header(file.read_text("utf-8"), PurePosixPath(file.name))
    header = page.header
    shown = [metadata.text(x) for x in (header.title, header.description, header.author)]
    return "".join(f"<p>{one}</p>" for one in shown) + bodies.render(page.body, imported=True)


def _bare(work: Path, name: str, html: str) -> Path:
    page = work / "bare" / f"{name}.html"
    page.write_bytes(BARE.format(html).encode("utf-8", "replace"))
    return page
