"""The browser's Python is built from what the lock file names, once, and never half."""

from __future__ import annotations

import gzip
import io
import json
import logging
import re
import zipfile
from base64 import b64decode
from pathlib import Path

import pytest

from hooks import runtime
from scraper.program import MODULES

CACHE = runtime.SOURCE.parent / ".cache" / "runner"


@pytest.fixture(scope="module")
def scripts() -> dict[str, Path]:
    return runtime.built(CACHE).files


def payload(script: Path) -> dict[str, bytes]:
    text = script.read_text(encoding="ascii")
    packed = dict(re.findall(r'(script|wasm|library):"([A-Za-z0-9+/=]+)"', text))
    return {name: gzip.decompress(b64decode(value)) for name, value in packed.items()}


def packed_size(script: Path) -> int:
    return len(gzip.compress(script.read_bytes(), 9, mtime=0))


def test_names_carry_what_is_inside(scripts: dict[str, Path]) -> None:
    assert set(scripts) == {"examples", "editor", "python"}
    for name, file in scripts.items():
        assert re.fullmatch(rf"{name}\.[0-9a-f]{{10}}\.js", file.name)


def test_sizes_stay_within_their_limits(scripts: dict[str, Path]) -> None:
    assert packed_size(scripts["examples"]) <= 15_000
    assert packed_size(scripts["python"]) <= 5_800_000


def test_the_library_is_compiled_and_has_what_examples_may_import(
    scripts: dict[str, Path],
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(payload(scripts["python"])["library"]))
    names = set(archive.namelist())
    assert all(name.endswith(".pyc") for name in names)
    assert "pictures/__init__.pyc" in names
    for module in set(MODULES) & {"json", "ipaddress", "dataclasses", "enum", "hmac", "random"}:
        assert names & {f"{module}.pyc", f"{module}/__init__.pyc"}
    assert not names & {"tkinter/__init__.pyc", "idlelib/__init__.pyc", "unittest/__init__.pyc"}
    stamps = {entry.date_time for entry in archive.infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_the_worker_is_one_classic_script(scripts: dict[str, Path]) -> None:
    script = payload(scripts["python"])["script"].decode()
    assert script.startswith("self.importScripts=()=>{throw")
    assert "import.meta" not in script
    assert not re.search(r"^export |;export default", script, re.MULTILINE)


def test_licences_are_named(scripts: dict[str, Path]) -> None:
    assert "MPL-2.0" in scripts["python"].read_text(encoding="ascii")[:300]
    assert "MIT" in scripts["editor"].read_text(encoding="utf-8")[:100]


def test_a_second_build_gives_the_same_bytes(scripts: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    packages = runtime.installed(CACHE)
    (tmp_path / "cache" / packages.name).symlink_to(packages, target_is_directory=True)
    again = runtime.built(tmp_path / "cache").files
    assert {name: file.read_bytes() for name, file in again.items()} == {
        name: file.read_bytes() for name, file in scripts.items()
    }


def test_what_is_there_is_not_built_again(
    scripts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "_run", lambda *_: pytest.fail("it ran"))
    assert runtime.built(CACHE).files == scripts


@pytest.fixture
def own_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of runner/ that a test may spoil."""
    source = tmp_path / "runner"
    (source / "src").mkdir(parents=True)
    for file in runtime.SOURCE.rglob("*"):
        if file.is_file():
            copied = source / file.relative_to(runtime.SOURCE)
            copied.write_bytes(file.read_bytes())
    monkeypatch.setattr(runtime, "SOURCE", source)
    return source


def with_packages(tmp_path: Path) -> Path:
    """An empty cache that has the packages already."""
    packages = CACHE / next(p.name for p in sorted(CACHE.glob("npm-*")) if p.is_dir())
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / packages.name).symlink_to(packages, target_is_directory=True)
    return cache


def test_a_pyodide_laid_out_otherwise_stops_the_build(
    scripts: dict[str, Path], own_source: Path, tmp_path: Path
) -> None:
    build = own_source / "build.mjs"
    text = build.read_text(encoding="utf-8")
    assert '"import.meta.url"' in text
    build.write_text(text.replace('"import.meta.url"', '"import.meta.uri"'), encoding="utf-8")
    cache = with_packages(tmp_path)
    with pytest.raises(runtime.RuntimeBuildError, match=r"3 × .*import\.meta\.uri.* 0 found"):
        runtime.built(cache)
    assert [path.name for path in cache.iterdir() if "scripts" in path.name] == []


def test_a_package_that_is_not_the_locked_one_is_refused(own_source: Path, tmp_path: Path) -> None:
    """npm compares what it gets with the lock file; without a network it says so as well."""
    lock = own_source / "package-lock.json"
    content = json.loads(lock.read_text(encoding="utf-8"))
    entry = content["packages"]["node_modules/@lezer/highlight"]
    entry["integrity"] = "sha512-" + "A" * 86 + "=="
    lock.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(runtime.RuntimeBuildError, match="npm ci"):
        runtime.installed(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_the_runner_the_build_warns_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(cache: Path) -> runtime.Runtime:
        raise runtime.RuntimeBuildError("找不到 Node.js 和 npm")

    monkeypatch.setattr(runtime, "built", refuse)
    with caplog.at_level(logging.WARNING):
        assert runtime.ensure(tmp_path) is None
    assert "运行器没有构建成功" in caplog.text
    assert "找不到 Node.js 和 npm" in caplog.text


def test_no_lock_names_a_registry() -> None:
    """A contributor's own registry serves as well: the integrity decides."""
    text = (runtime.SOURCE / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert all("integrity" in package for name, package in packages.items() if name)
