"""How one source is to be treated: source.yml in a saved folder, overridden from the command line.

`publish` decides what of other people's posts is written: `summary` (title, author, date, our own
line, a link) or `full`, for those who hold the right. `posts` places single posts by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

import yaml

from scraper import moments
from scraper.errors import KbError, SourceError

Publish = Literal["summary", "full"]
FILE_NAME = "source.yml"
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
    """One source. `local_ids`: its ids are ours, so no address of a post can be built from them."""

    site: str | None = None
    base_url: str | None = None
    local_ids: bool = False
    publish: Publish | None = None
    provenance: str = "imported"
    license: str = RESERVED
    edition: str | None = None
    fetched_at: datetime | None = None
    posts: Mapping[str, Placement] = field(default_factory=dict)


_PATH = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_CHOICES = {
    "ids": ("forum", "local"),
    "publish": ("summary", "full"),
    "provenance": ("imported", "rewritten", "original"),
}
_TEXTS = ("site", "base_url", "license", "edition", "fetched_at")


def parse(text: str, where: str) -> Settings:
    """Read source.yml. Raises SourceError naming file and key for anything impossible."""
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text only
    except yaml.YAMLError as error:
        raise SourceError(f"{where}: not readable as YAML ({_first_line(error)})") from error
    if not isinstance(data, dict):
        raise SourceError(f"{where}: expected lines like 'base_url: https://…'")
    for key, value in data.items():
        if key not in (*_TEXTS, *_CHOICES, "posts"):
            raise SourceError(f"{where}: unknown setting '{key}'")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise SourceError(f"{where}: {key} must be one of {', '.join(_CHOICES[key])}")
        if key in _TEXTS and not isinstance(value, str):
            raise SourceError(f"{where}: {key} must be one line of text")
    try:
        fetched = moments.parse_instant(data["fetched_at"]) if data.get("fetched_at") else None
    except KbError as error:
        raise SourceError(f"{where}: {error}") from error
    return Settings(
        site=data.get("site"),
        base_url=data.get("base_url"),
        local_ids=data.get("ids") == "local",
        publish=cast("Publish | None", data.get("publish")),
        provenance=data.get("provenance", "imported"),
        license=data.get("license", RESERVED),
        edition=data.get("edition"),
        fetched_at=fetched,
        posts=_placements(data.get("posts") or {}, where),
    )


def _placements(data: Any, where: str) -> dict[str, Placement]:
    if not isinstance(data, dict) or not all(isinstance(v, dict) for v in data.values()):
        raise SourceError(f"{where}: posts must map keys such as article/3 to settings")
    result = {}
    for key, raw in data.items():
        for name, value in raw.items():
            if name not in ("path", "description", "category", "tags", "platforms"):
                raise SourceError(f"{where}: posts: {key}: unknown setting '{name}'")
            wanted = list if name in ("tags", "platforms") else str
            if not isinstance(value, wanted):
                kind = "a list" if wanted is list else "one line of text"
                raise SourceError(f"{where}: posts: {key}: {name} must be {kind}")
        path, category = raw.get("path"), raw.get("category")
        if path and not _PATH.fullmatch(path):
            raise SourceError(
                f"{where}: posts: {key}: path must look like im/message-sync, not '{path}'"
            )
        if path and category and not path.startswith(f"{category}/"):
            raise SourceError(f"{where}: posts: {key}: path is not inside category '{category}'")
        result[key] = Placement(
            path=path,
            description=raw.get("description"),
            category=category or (path.split("/")[0] if path else None),
            tags=tuple(raw.get("tags") or ()),
            platforms=tuple(raw.get("platforms") or ()),
        )
    return result


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
