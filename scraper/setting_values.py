"""Values of source.yml and sources.yml: text in, typed value out, or one line that says what is
expected.

YAML is read as the text a person typed, so that `no` stays a word and 1.10 a version. Every reader
takes the value and the place to name in an error (`sources.yml: geekonline: rate`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from difflib import get_close_matches
from typing import TypeAlias
from urllib.parse import urlsplit

import yaml

from scraper import moments
from scraper.errors import KbError, SourceError

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
MAX_RATE = 10
_MAX_MB = 1024
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PAGE = re.compile(r"https?://[^\s()<>@\x00-\x20\x7f-\U0010ffff]+")
_KEY = re.compile(r"(?:article|question)/[1-9][0-9]*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")


def read_yaml(text: str, where: str) -> Value | None:
    """The whole of a YAML text; None where it says nothing. Raises SourceError, also for a key that
    stands twice: PyYAML would keep the last without a word.
    """
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
        read = "" if node is None else _plain(node, where, {})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n", 1)[0]
        line = f"line {mark.line + 1}: " if mark else ""
        raise SourceError(f"{where}: not readable as YAML ({line}{problem})") from error
    except RecursionError as error:
        raise SourceError(f"{where}: not readable as YAML (nested too deeply)") from error
    return None if read == "" else read


def _plain(node: yaml.Node, where: str, done: dict[int, Value]) -> Value:
    """A node's value. `done` holds what an alias may name again, so that it is not built twice."""
    if id(node) in done:
        return done[id(node)]
    value: Value
    if isinstance(node, yaml.SequenceNode):
        value = [_plain(item, where, done) for item in node.value]
    elif isinstance(node, yaml.MappingNode):
        value, lines = {}, dict[str, int]()
        for key_node, value_node in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise SourceError(f"{where}: line {line}: a key must be a word")
            if key in lines:
                raise SourceError(
                    f"{where}: line {line}: '{key}' stands twice (first in line {lines[key]})"
                )
            value[key], lines[key] = _plain(value_node, where, done), line
    else:
        value = str(node.value)
    done[id(node)] = value
    return value


def check_keys(given: Collection[str], known: Collection[str], where: str) -> None:
    """Raise SourceError for the first key that is not known, with the one probably meant."""
    for key in given:
        if key not in known:
            close = get_close_matches(key, sorted(known), n=1)
            meant = f"; did you mean '{close[0]}'?" if close else ""
            raise SourceError(f"{where}: unknown setting '{key}'{meant}")


def text(value: Value, where: str) -> str:
    """One line."""
    line = value.strip() if isinstance(value, str) else "\n"
    if "\n" in line:
        raise SourceError(f"{where} must be one line of text")
    return line


def texts(value: Value, where: str) -> tuple[str, ...]:
    """A list of lines."""
    if not isinstance(value, list):
        raise SourceError(f"{where} must be a list")
    return tuple(text(item, f"{where}: each entry") for item in value)


def choice(value: Value, where: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    if not isinstance(value, str) or value not in allowed:
        raise SourceError(f"{where} must be one of {', '.join(allowed)}{_but(value)}")
    return value


def flag(value: Value, where: str) -> bool:
    """`true` or `false`."""
    if not isinstance(value, str) or value.lower() not in ("true", "false"):
        raise SourceError(f"{where} must be true or false{_but(value)}")
    return value.lower() == "true"


def rate(value: Value, where: str) -> float:
    """Requests per second."""
    number = isinstance(value, str) and re.fullmatch(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+", value)
    if not number or not 0 < float(number[0]) <= MAX_RATE:
        raise SourceError(
            f"{where} must be a number of requests per second above 0, at most {MAX_RATE}"
            f"{_but(value)}"
        )
    return float(number[0])


def megabytes(value: Value, where: str) -> int:
    """A limit in MiB."""
    number = isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value)
    if not number or not 0 < int(number[0]) <= _MAX_MB:
        raise SourceError(f"{where} must be a whole number from 1 to {_MAX_MB}{_but(value)}")
    return int(number[0])


def instant(value: Value, where: str) -> datetime:
    """A moment; without a zone it is the forum's."""
    line = text(value, where)
    try:
        return moments.parse_instant(line)
    except KbError as error:
        raise SourceError(f"{where}: {error}") from error


def home(value: Value, where: str) -> str:
    """The address below which a forum lives, with a slash at its end."""
    address = text(value, where)
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is none
    except ValueError:
        parts = urlsplit("")
    is_file = "." in parts.path.rpartition("/")[2]
    odd = parts.query or parts.fragment or "@" in parts.netloc or re.search(r"\s", address)
    if parts.scheme not in ("http", "https") or not parts.hostname or odd or is_file:
        raise SourceError(f"{where} must be like https://forum.example/{_but(value)}")
    return address if address.endswith("/") else f"{address}/"


def contact(value: Value, where: str) -> str:
    """Where a forum's operator reaches whoever crawls it; it goes into a header, so ASCII."""
    if not isinstance(value, str) or not (_EMAIL.fullmatch(value) or _PAGE.fullmatch(value)):
        raise SourceError(
            f"{where} must be an e-mail address or the address of a page,"
            f" such as me@example.org{_but(value)}"
        )
    return value


def post_keys(value: Value, where: str) -> frozenset[str]:
    """Posts by kind and number."""
    if not isinstance(value, list):
        raise SourceError(f"{where} must be a list such as [article/12, question/7]")
    for key in value:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise SourceError(f"{where} must hold keys like article/12 or question/7{_but(key)}")
    return frozenset(str(key) for key in value)


def hosts(value: Value, where: str) -> tuple[str, ...]:
    """Names of hosts, in lower case; whatever their port."""
    if not isinstance(value, list):
        raise SourceError(f"{where} must be a list such as [cdn.example.com]")
    for host in value:
        if not isinstance(host, str) or not _HOST.fullmatch(host.lower()):
            raise SourceError(
                f"{where} must hold names of hosts like cdn.example.com,"
                f" without scheme, port or slash{_but(host)}"
            )
    return tuple(dict.fromkeys(str(host).lower() for host in value))


def personal_data(value: Value, where: str) -> tuple[bool, frozenset[str]]:
    """Whether personal data in posts is masked, and what of it is not."""
    if value == "keep":
        return False, frozenset()
    if not isinstance(value, dict):
        raise SourceError(
            f"{where} must be keep, or have settings below it such as"
            f" 'allow: [support@rongcloud.cn]'{_but(value)}"
        )
    check_keys(value, ("mask", "allow"), where)
    is_masked, allowed = value.get("mask") or "true", value.get("allow") or []
    return flag(is_masked, f"{where}: mask"), _allowed(allowed, f"{where}: allow")


def _allowed(value: Value, where: str) -> frozenset[str]:
    if not isinstance(value, list):
        raise SourceError(f"{where} must be a list such as [support@rongcloud.cn, '@rongcloud.cn']")
    allowed = set[str]()
    for one in value:
        line = one.strip() if isinstance(one, str) else ""
        is_domain = line.startswith("@")
        if not line or "\n" in line or (is_domain and not _HOST.fullmatch(line[1:].lower())):
            raise SourceError(
                f"{where} must hold whole values like support@rongcloud.cn, or '@rongcloud.cn' for"
                f" all addresses there{_but(one)}"
            )
        allowed.add(line)
    return frozenset(allowed)


def _but(value: Value) -> str:
    """What stands there instead, where it is short enough to be shown."""
    return f", not '{value[:80]}'" if isinstance(value, str) else ""
