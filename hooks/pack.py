"""The offline copy: site/ as one zip that is the same, byte for byte, for the same site.

python -m hooks.pack SITE ZIP
"""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

TOP_FOLDER = "geekonline-kb"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_FILE_MODE = 0o100644 << 16
_START_PAGE = "index.html"
_SERVER_ONLY = ("404.html",)  # its addresses start at a server's root


def write_zip(site: Path, target: Path) -> int:
    """Pack all files below `site` into `target`, sorted by name, under one top folder.

    Returns the number of files. The zip is written beside the target and renamed, so that a
    reader never meets half of it. Raises OSError; ValueError where `site` holds no start page.
    """
    if not (site / _START_PAGE).is_file():
        raise ValueError(f"{site}: no {_START_PAGE} in it; build the site first")
    found = (p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file())
    names = sorted(name for name in found if name not in _SERVER_ONLY)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(suffix=".tmp", prefix=target.name, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name in names:
                _add(archive, name, (site / name).read_bytes())
        os.chmod(temporary, 0o644)  # mkstemp's 0600 would hide it from a web server
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return len(names)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"{TOP_FOLDER}/{name}", EPOCH)
    entry.create_system = 3  # Unix, whatever this machine is
    entry.external_attr = _FILE_MODE
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=9)


def summary(site: Path, target: Path, count: int) -> str:
    """Sizes and the page to open, for the terminal."""
    total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return "\n".join([
        f"site  {_megabytes(total)}",
        f"zip   {target}  {count} files, {_megabytes(target.stat().st_size)}",
        f"open  {(site / _START_PAGE).resolve()}",
    ])  # fmt: skip


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def main(arguments: Sequence[str]) -> int:
    """Run `python -m hooks.pack`; returns the exit code."""
    if len(arguments) != 2:
        print("usage: python -m hooks.pack SITE ZIP", file=sys.stderr)
        return 2
    site, target = Path(arguments[0]), Path(arguments[1])
    try:
        count = write_zip(site, target)
    except (OSError, ValueError) as error:
        print(f"pack: {error}", file=sys.stderr)
        return 2
    print(summary(site, target, count))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
