"""Whole builds with examples: what the pages get, what others never get, what stops a build."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from hooks import runtime
from hooks.runtime import Runtime
from tests.example_programs import OUTPUT, PROGRAM, fence, lay_out, page
from tests.hooks.building import ROOT, tree
from tests.hooks.search import scripts
from tests.hooks.test_policy import content_of

LIVE = PROGRAM.replace("import json", "import json\nimport socket").replace(
    "NUMBER = 1", "NUMBER = 3"
)
FILES = {
    "examples/index.md": "---\ntitle: 协议示例\ndescription: 全部\n---\n\n甲\n\n```examples\n```\n",
    "examples/stun/header.py": PROGRAM,
    "examples/stun/other.py": PROGRAM.replace("NUMBER = 1", "NUMBER = 2"),
    "examples/nat/live.py": LIVE,
    "examples/one.md": page("## 独一份\n\n" + fence("stun/header.py") + "\n改一改。\n"),
    "examples/prose.md": page("## 只有话\n"),
    "rtc/two.md": page(
        "## 两个\n\n" + fence("stun/other.py") + "\n" + fence("nat/live.py terminal"), "rtc"
    ),
    "im/imported.md": page(
        "## 转载\n\n" + fence("no/such.py") + "\n```examples\n```\n", "im", imported=True
    ),
}


def settle(where: Path, content: Path) -> Path:
    """The repository's configuration for a content folder, with a cache of its own."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    changes = {
        "custom_dir: overrides": f"custom_dir: {ROOT / 'overrides'}",
        "  - hooks/events.py": f"  - {ROOT / 'hooks' / 'events.py'}",
        "!ENV [KB_CONTENT, content]": str(content),
        "  - overrides\n": f"  - {ROOT / 'overrides'}\n",
    }
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (where / "mkdocs.yml").write_text(text, encoding="utf-8")
    return where / "mkdocs.yml"


def run(where: Path, site: str = "site", **environment: str) -> subprocess.CompletedProcess[str]:
    """Build, without what runs examples in a browser: that comes from the network."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", site]
    settings = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "KB_RUNNER": "false"}
    return subprocess.run(
        [*command, "-f", str(where / "mkdocs.yml")],
        cwd=ROOT,
        env=os.environ | settings | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    settle(folder, lay_out(folder / "content", FILES))
    result = run(folder, PYTHONHASHSEED="1")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="module")
def read(where: Path) -> Callable[[str], str]:
    return lambda name: (where / "site" / name).read_text(encoding="utf-8")


def test_page_and_download_are_the_very_program(where: Path, read: Callable[[str], str]) -> None:
    tree = html5lib.parse(read("examples/one.html"), namespaceHTMLElements=False)
    (section,) = tree.findall(".//section[@class='kb-example']")
    assert "".join(section.find(".//code[@class='language-python']").itertext()) == PROGRAM
    (output,) = section.findall("div[@class='kb-example__output']")
    assert "".join(output.itertext()) == OUTPUT
    link = section.find(".//a[@class='kb-example__download']").get("href")
    assert (where / "site" / "examples" / link).read_bytes() == PROGRAM.encode()


def test_a_page_may_show_several(read: Callable[[str], str]) -> None:
    html = read("rtc/two.html")
    assert re.findall(r'<section class="kb-example" id="(.+?)"', html) == [
        "example-stun-other",
        "example-nat-live",
    ]
    assert 'href="../examples/nat/live.py"' in html
    assert html.count("kb-example__output") == 1


def test_only_pages_with_examples_get_their_styles(where: Path) -> None:
    wanted = {
        "examples/one.html": ["pictures.css", "examples.css"],
        "rtc/two.html": ["pictures.css", "examples.css"],
        "examples/index.html": ["pictures.css", "examples.css"],
    }
    for file in sorted((where / "site").rglob("*.html")):
        name = file.relative_to(where / "site").as_posix()
        html = file.read_text(encoding="utf-8")
        found = re.findall(r'href="[^"]*stylesheets/((?:pictures|examples)\.css)"', html)
        assert found == wanted.get(name, []), name
        assert "assets/runner" not in html
        assert "wasm-unsafe-eval" not in html
        assert ("kb-example__" in html) == (name in ("examples/one.html", "rtc/two.html")), name
    assert not (where / "site" / "assets" / "runner").exists()


def test_an_imported_page_shows_code_and_runs_nothing(read: Callable[[str], str]) -> None:
    html = read("im/imported.html").partition("<article")[2]
    assert "<code>no/such.py\n</code>" in html
    assert "kb-example" not in html
    assert "kb-topic" not in html


def test_the_list_stands_in_its_page_and_pages_are_listed_once(read: Callable[[str], str]) -> None:
    article = read("examples/index.html").partition("<article")[2].partition("</article>")[0]
    links = re.findall(r'class="kb-card__title" href="(.+?)"', article)
    assert links == [
        "one.html",
        "../rtc/two.html#example-stun-other",
        "../rtc/two.html#example-nat-live",
        "prose.html",
    ]
    assert "这一栏的其他文章" in article
    assert "这一栏还没有文章" not in article


def test_the_search_finds_prose_and_no_programs(where: Path) -> None:
    texts = scripts.texts(where / "site" / "search")
    assert "改一改" in texts["examples/one.html#独一份"]
    for text in texts.values():
        assert "def main" not in text
        assert "加一是" not in text
        assert "最小的" not in text


def test_programs_are_files_of_the_site_and_byte_code_is_not(where: Path, tmp_path: Path) -> None:
    lay_out(where / "content", {"examples/stun/__pycache__/header.cpython-311.pyc": "x"})
    site = tree(where / "site")
    result = run(where, str(tmp_path / "again"), PYTHONHASHSEED="2")
    assert result.returncode == 0, result.stderr
    assert tree(tmp_path / "again") == site  # from the cache
    settle(tmp_path, where / "content")
    result = run(tmp_path, str(tmp_path / "cold"), PYTHONHASHSEED="3")
    assert result.returncode == 0, result.stderr
    assert tree(tmp_path / "cold") == site  # run once more
    assert {name for name in site if name.endswith(".py")} == {
        name for name in FILES if name.endswith(".py")
    }


def stopped(tmp_path: Path, **changes: str) -> str:
    settle(tmp_path, lay_out(tmp_path / "content", FILES | changes))
    result = run(tmp_path)
    assert result.returncode != 0
    assert not (tmp_path / "site").exists()
    return result.stderr


def test_programs_that_fail_stop_the_build_once_in_chinese(tmp_path: Path) -> None:
    told = stopped(
        tmp_path,
        **{
            "examples/stun/header.py": PROGRAM.replace("NUMBER + 1}", "NUMBER / 0}"),
            "examples/stun/other.py": PROGRAM.replace('"trace": 1', '"trace": 9'),
        },
    )
    assert "示例程序没有运行成功，共 2 个" in told
    assert "content/examples/stun/header.py: 运行出错（退出码 1）：" in told
    assert 'File "stun/header.py", line 18, in main' in told
    assert "ZeroDivisionError: division by zero" in told
    assert "content/examples/stun/other.py: 图画不出来：" in told
    assert "mkdocs/" not in told  # no traceback of ours


def test_problems_are_told_before_anything_runs(tmp_path: Path) -> None:
    told = stopped(
        tmp_path,
        **{
            "examples/stun/header.py": PROGRAM.replace("NUMBER + 1}", "NUMBER / 0}"),
            "examples/stun/orphan.py": PROGRAM,
        },
    )
    assert "内容检查没有通过，共 1 处" in told
    assert "EX-8" in told
    assert "没有运行成功" not in told


def test_a_fence_that_does_not_show_stops_the_build(tmp_path: Path) -> None:
    hidden = "## 缩进\n\n正文。\n\n    " + fence("stun/header.py").replace("\n", "\n    ")
    told = stopped(tmp_path, **{"examples/one.md": page(hidden)})
    assert "examples/one.md: 示例围栏放的位置不对" in told


@pytest.fixture
def with_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Builds in this process, with scripts that stand in for the real ones."""
    asked: list[Path] = []

    def ensure(cache: Path) -> Runtime:
        asked.append(cache)
        files = {
            name: tmp_path / f"{name}.0123abcd.js" for name in ("examples", "editor", "python")
        }
        for file in files.values():
            file.write_text(f"// {file.stem}")
        return Runtime(files)

    def make(files: dict[str, str], *, runner: bool = True) -> Path:
        config = settle(tmp_path, lay_out(tmp_path / "content", files))
        loaded = load_config(str(config), site_dir=str(tmp_path / "site"), strict=True)
        loaded.extra["runner"] = runner
        loaded.plugins.on_startup(command="build", dirty=False)
        build(loaded)
        return tmp_path / "site"

    monkeypatch.setattr(runtime, "ensure", ensure)
    make.asked = asked  # type: ignore[attr-defined]
    return make


def test_pages_that_run_get_the_script_and_the_policy(with_runner) -> None:
    site = with_runner(FILES)
    for name, up in (("examples/one.html", "../"), ("rtc/two.html", "../")):
        html = (site / name).read_text(encoding="utf-8")
        assert (
            f'<script defer src="{up}assets/runner/examples.0123abcd.js"'
            ' data-python="python.0123abcd.js" data-editor="editor.0123abcd.js"></script>'
        ) in html
        assert "'wasm-unsafe-eval'" in content_of(html)["script-src"]
        assert "没有带上" not in html
    for name in ("examples/index.html", "examples/prose.html", "im/imported.html", "404.html"):
        html = (site / name).read_text(encoding="utf-8")
        assert "assets/runner" not in html
        assert "'wasm-unsafe-eval'" not in content_of(html)["script-src"]
    copied = tree(site / "assets" / "runner")
    assert copied == {f"{n}.0123abcd.js": f"// {n}.0123abcd".encode() for n in
                      ("examples", "editor", "python")}  # fmt: skip
    assert [cache.name for cache in with_runner.asked] == ["runner"]


def test_no_scripts_are_made_for_a_site_that_runs_nothing(with_runner) -> None:
    files = {name: text for name, text in FILES.items() if "stun" not in name and "one" not in name}
    files["rtc/two.md"] = page("## 终端\n\n" + fence("nat/live.py terminal"), "rtc")
    html = (with_runner(files) / "rtc/two.html").read_text(encoding="utf-8")
    assert with_runner.asked == []
    assert "examples.css" in html
    assert "pictures.css" not in html
    assert "assets/runner" not in html


def test_no_scripts_are_made_where_nobody_wants_them(with_runner) -> None:
    site = with_runner(FILES, runner=False)
    assert with_runner.asked == []
    assert not (site / "assets" / "runner").exists()
    assert "没有带上" in (site / "examples/one.html").read_text(encoding="utf-8")
