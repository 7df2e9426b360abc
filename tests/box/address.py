"""What an address asks for, in any of the forms that WeCenter understands.

`/question/12`, `/?/question/12` and `/index.php?/question/12` are one address; so are
`question/id-12__page-2` and `question/12?page=2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

_SPECIAL = {"robots.txt"}
_CODED = ("file", "account")  # their last value is Base64, which may contain slashes


@dataclass(frozen=True)
class Address:
    """`segments` without the last one where that holds `key-value` pairs; `bare` is its value
    where it is not pairs. `values` are the pairs and the query string together.
    """

    segments: tuple[str, ...]
    values: dict[str, str]
    plain: bool = False

    @property
    def page(self) -> int:
        """The page's number; whatever is none counts as 1."""
        text = self.values.get("page", "1")
        return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def parse(target: str) -> Address:
    """The address of a request's target (`/question/12?page=2`), which is not decoded yet."""
    path, _, query = target.partition("?")
    plain = query.startswith("/") and path in ("/", "/index.php")
    if plain:
        cut = min((query.find(mark) for mark in "?&" if mark in query), default=len(query))
        path, query = query[:cut], query[cut + 1 :]
    elif path == "/index.php":
        path = "/"
    parts = [unquote(part) for part in path.split("/") if part]
    values = dict(parse_qsl(query, keep_blank_values=True))
    segments, pairs = _split(parts)
    return Address(tuple(segments), {**values, **pairs}, plain)


def _split(parts: list[str]) -> tuple[list[str], dict[str, str]]:
    """The segments, and the pairs in the last of them."""
    if len(parts) > 2 and parts[0] in _CODED:
        joined = "/".join(parts[2:])
        return parts[:2], _pairs(joined)
    if parts and "-" in parts[-1] and _is_pairs(parts):
        return parts[:-1], _pairs(parts[-1])
    return parts, {}


def _is_pairs(parts: list[str]) -> bool:
    """Whether the last segment is pairs; a name with a hyphen in an upload's path is not."""
    return parts[0] not in ("uploads", "static", "__box__")


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for part in text.split("__"):
        name, _, value = part.partition("-")
        found[name] = value
    return found
