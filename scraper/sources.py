"""What a path holds, told by content: a text dump or saved WeCenter pages. Read-only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from scraper import settings
from scraper.errors import SourceError
from scraper.models import Page
from scraper.settings import Settings

# tools name pages in many ways (index.html@%2Farticle%2F5): only what is surely none is left out
_NO_PAGE = frozenset(
    ".png .jpg .jpeg .gif .webp .bmp .svg .ico .css .js .json .map .woff .woff2 .ttf .zip .gz .pdf"
    " .txt .md .yml .yaml .xml .warc".split()
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|div|ul|li|p|a)\b", re.IGNORECASE)
_HEAD = 4096
_MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Dump:
    """A text dump: `where` is the file's name."""

    where: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Saved:
    """A folder of saved pages (or one page): `root` is where its images are looked up, `skipped`
    names files that look like pages and could not be read, with the reason.
    """

    root: Path
    where: str
    pages: tuple[Page, ...]
    settings: Settings | None
    sha256: str
    skipped: tuple[tuple[str, str], ...] = ()


def sample() -> Path:
    """The bundled sample forum."""
    return Path(str(resources.files("scraper") / "sample"))


def read(
    path: Path, is_dump: Callable[[str], bool], is_page: Callable[[str], bool]
) -> Dump | Saved:
    """Read a source whole. Raises SourceError with one line that names the file and the reason."""
    if path.is_dir():
        return _folder(path, is_page)
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    raw = _bytes(path)
    if not raw.strip():
        raise SourceError(f"{path}: the file is empty")
    text = _decode(raw, str(path))
    digest = hashlib.sha256(raw).hexdigest()
    if "<" in text and is_page(text):
        page = Page(path.name, text, digest)
        return Saved(path.parent, path.name, (page,), None, digest)
    if is_dump(text):
        return Dump(path.name, text, digest)
    raise SourceError(
        f"{path}: neither a dump of a WeCenter front page (no line like"
        " “… 发表了文章 • …”) nor a saved WeCenter page"
    )


def _folder(path: Path, is_page: Callable[[str], bool]) -> Saved:
    pages: list[Page] = []
    skipped: list[tuple[str, str]] = []
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*"), key=lambda f: f.relative_to(path).as_posix()):
        where = file.relative_to(path).as_posix()
        if not file.is_file() or file.suffix.lower() in _NO_PAGE:
            continue
        raw = _bytes(file)
        if not _MARKUP.search(raw[:_HEAD]):
            continue
        if _is_binary(raw):
            skipped.append((where, f"a NUL at byte {raw.index(0)}: not read as a page"))
            continue
        own = hashlib.sha256(raw).hexdigest()
        digest.update(f"{where}\0{own}\n".encode())
        pages.append(Page(where, _decode(raw, str(file)), own))
    if not any(is_page(page.html) or "ajax/" in page.where for page in pages):
        kind = "no HTML page" if not pages else "no page of a WeCenter forum"
        raise SourceError(f"{path}: the folder has {kind}")
    found = tuple(pages)
    return Saved(path, path.name, found, _settings(path), digest.hexdigest(), tuple(skipped))


def text(path: Path) -> str:
    """The text of one file of a source; raises SourceError where it has none."""
    return _decode(_bytes(path), str(path))


def _settings(folder: Path) -> Settings | None:
    file = folder / settings.FILE_NAME
    if not file.is_file():
        return None
    return settings.parse(_decode(_bytes(file), str(file)), str(file))


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SourceError(f"{path}: not a regular file")
        if path.stat().st_size > _MAX_BYTES:
            raise SourceError(f"{path}: larger than {_MAX_BYTES // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error


def _decode(raw: bytes, where: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{where}: UTF-16 text; save it as UTF-8")
    if _is_binary(raw):
        raise SourceError(f"{where}: a binary file, not text (NUL at byte {raw.index(0)})")
    try:
        return raw.replace(b"\0", b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{where}: not UTF-8 (line {line}, byte {error.start}){_guess(raw)}"
        ) from error


def _is_binary(raw: bytes) -> bool:
    """Whether NULs tell that a file is no text. A few of them are what somebody typed into a post,
    and no reason to lose the page.
    """
    return raw.count(0) * 200 > len(raw)


def _guess(raw: bytes) -> str:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return "; it looks like GB18030, save it as UTF-8" if han * 10 > len(text) else ""
