"""How one source is to be treated: source.yml in a saved folder, an entry of sources.yml for a
forum that is crawled, overridden from the command line. Both know the same keys.

`publish` decides what of other people's posts is written: `summary` (title, author, date, our own
line, a link) or `full`, for those who hold the right. `posts` places single posts by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from scraper import setting_values as values
from scraper.errors import SourceError
from scraper.setting_values import Value

Publish = Literal["summary", "full"]
FILE_NAME = "source.yml"
SOURCES_NAME = "sources.yml"
RESERVED = "all-rights-reserved"


@dataclass(frozen=True)
class Placement:
    """What a person decided about one post; `path` has no suffix and starts with the category."""

    path: str | None = None
    description: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """One source. `local_ids`: its ids are ours, so no address of a post can be built from them.

    For a crawl: `contact` goes into the User-Agent, `rate` is in requests per second, `take_down`
    holds keys (`article/12`) of posts that are neither fetched nor published, `image_hosts` further
    hosts that may be asked for images. `mobile_times`: ask the mobile pages for whole times. The
    limits of one response's size are in MiB. `allow_personal`: personal data that is never masked.
    """

    site: str | None = None
    base_url: str | None = None
    local_ids: bool = False
    publish: Publish | None = None
    provenance: str = "imported"
    license: str = RESERVED
    edition: str | None = None
    fetched_at: datetime | None = None
    posts: Mapping[str, Placement] = field(default_factory=dict)
    contact: str | None = None
    rate: float = 1.0
    take_down: frozenset[str] = frozenset()
    image_hosts: tuple[str, ...] = ()
    mobile_times: bool = True
    page_limit_mb: int = 16
    image_limit_mb: int = 16
    mask_personal: bool = True
    allow_personal: frozenset[str] = frozenset()


def parse(text: str, where: str) -> Settings:
    """Read source.yml. Raises SourceError naming file and key for anything impossible."""
    return _settings(values.read_yaml(text, where), where)


def parse_sources(text: str, where: str) -> dict[str, Settings]:
    """Read sources.yml: name of a source → its settings, in the order of the file.

    Raises SourceError naming file, source and key. Every source has an address, no two the same.
    """
    data = values.read_yaml(text, where)
    if not isinstance(data, dict | None):
        raise SourceError(f"{where}: expected a name like 'geekonline:' with settings below it")
    found: dict[str, Settings] = {}
    homes: dict[tuple[str, int | None, str], str] = {}
    for name, raw in (data or {}).items():
        if not _NAME.fullmatch(name):
            raise SourceError(
                f"{where}: the source name '{name}' must be lower-case letters, digits and hyphens"
            )
        one = _settings(raw, f"{where}: {name}")
        if one.base_url is None:
            raise SourceError(
                f"{where}: {name}: base_url is missing; write the forum's address,"
                " such as https://forum.example/"
            )
        first = homes.setdefault(_place(one.base_url), name)
        if first != name:
            raise SourceError(f"{where}: {name}: base_url is that of '{first}' too")
        found[name] = one
    return found


def load_sources(path: Path) -> dict[str, Settings]:
    """Read the sources.yml at `path`; where there is none, no forum is known by name."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    return parse_sources(text, str(path))


def for_url(sources: Mapping[str, Settings], url: str) -> Settings | None:
    """The source that an address belongs to: same host, and its path lies below the source's.
    Of several the one with the longest path; http and https are one.
    """
    try:
        host, port, path = _place(url)
    except ValueError:
        return None
    best: tuple[int, Settings] | None = None
    for one in sources.values():
        own_host, own_port, own_path = _place(one.base_url or "")
        if (own_host, own_port) == (host, port) and host and path.startswith(own_path):
            if best is None or len(own_path) > best[0]:
                best = (len(own_path), one)
    return best[1] if best else None


def _place(url: str) -> tuple[str, int | None, str]:
    """Host, port (None where it is a scheme's own) and path with a slash at its end."""
    parts = urlsplit(url)
    port = None if parts.port in (80, 443) else parts.port
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return (parts.hostname or "").rstrip("."), port, path


def _settings(data: Value | None, where: str) -> Settings:
    if not isinstance(data, dict):
        raise SourceError(f"{where}: expected lines like 'base_url: https://…'")
    values.check_keys(data, _READERS, where)
    found: dict[str, Any] = {
        # an empty value is as good as none
        key: _READERS[key](value, f"{where}: {key}")
        for key, value in data.items()
        if value != ""
    }
    if "ids" in found:
        found["local_ids"] = found.pop("ids") == "local"
    if "personal_data" in found:
        found["mask_personal"], found["allow_personal"] = found.pop("personal_data")
    return Settings(**found)


def _placements(data: Value, where: str) -> dict[str, Placement]:
    if not isinstance(data, dict):
        raise SourceError(f"{where} must map keys such as article/3 to settings")
    return {key: _placement(raw, f"{where}: {key}") for key, raw in data.items()}


def _placement(raw: Value, where: str) -> Placement:
    if not isinstance(raw, dict):
        raise SourceError(f"{where} must have settings below it, such as 'category: im'")
    values.check_keys(raw, _PLACEMENT_READERS, where)
    found: dict[str, Any] = {
        key: _PLACEMENT_READERS[key](value, f"{where}: {key}") for key, value in raw.items()
    }
    path, category = found.get("path"), found.get("category")
    if path and not _PATH.fullmatch(path):
        raise SourceError(f"{where}: path must look like im/message-sync, not '{path}'")
    if path and category and not path.startswith(f"{category}/"):
        raise SourceError(f"{where}: path is not inside category '{category}'")
    found["category"] = category or (path.split("/")[0] if path else None)
    return Placement(**found)


_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_PLACEMENT_READERS: dict[str, Callable[[Value, str], object]] = {
    "path": values.text,
    "description": values.text,
    "category": values.text,
    "tags": values.texts,
    "platforms": values.texts,
}
_READERS: dict[str, Callable[[Value, str], object]] = {
    "site": values.text,
    "base_url": values.home,
    "ids": partial(values.choice, allowed=("forum", "local")),
    "publish": partial(values.choice, allowed=("summary", "full")),
    "provenance": partial(values.choice, allowed=("imported", "rewritten", "original")),
    "license": values.text,
    "edition": values.text,
    "fetched_at": values.instant,
    "contact": values.contact,
    "rate": values.rate,
    "take_down": values.post_keys,
    "image_hosts": values.hosts,
    "mobile_times": values.flag,
    "page_limit_mb": values.megabytes,
    "image_limit_mb": values.megabytes,
    "personal_data": values.personal_data,
    "posts": _placements,
}
