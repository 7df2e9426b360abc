"""Values of a trace that know where they stand, so that a complaint can name the place."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from . import references

TONES = ("plain", "good", "bad", "quiet")
_SHOWN = 40
_MOST = 10**15  # beyond, neither a chart nor a column of times has room
# Nothing to see, or worse: it would turn the text around it, or is no character at all.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class TraceError(ValueError):
    """A trace cannot be drawn; the message says in Chinese where and what was expected."""


@dataclass(frozen=True)
class Value:
    """A JSON value; `picture` names the picture it belongs to, `path` the way to it."""

    picture: str
    path: str
    raw: Any

    def wrong(self, expected: str) -> NoReturn:
        """Say what was expected here and what came."""
        shown = visible(json.dumps(self.raw, ensure_ascii=False))
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        raise TraceError(f"{self._where()}应是{expected}，现在是 {shown}")

    def _where(self) -> str:
        return f"{self.picture}的 {self.path} " if self.path else self.picture

    def parts(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "Value"]:
        """The members of an object that has all required keys and no unknown one."""
        known = (*required, *optional)
        if not isinstance(self.raw, Mapping):
            self.wrong(f"对象，键为 {'、'.join(known)}")
        for key in required:
            if key not in self.raw:
                raise TraceError(f"{self._where()}缺少 {key}")
        for key in self.raw:
            if key not in known:
                raise TraceError(
                    f"{self._where()}有不认识的键 {visible(key)[:_SHOWN]}，"
                    f"可用的键：{'、'.join(known)}"
                )
        dot = f"{self.path}." if self.path else ""
        return {key: Value(self.picture, dot + key, raw) for key, raw in self.raw.items()}

    def items(self, least: int, most: int, what: str) -> list["Value"]:
        """The items of a list with `least` to `most` of them; `what` says what they are."""
        if not isinstance(self.raw, list) or not least <= len(self.raw) <= most:
            count = str(least) if least == most else f"{least}–{most}"
            self.wrong(f" {count} {what}的列表")
        return [Value(self.picture, f"{self.path}[{n}]", raw) for n, raw in enumerate(self.raw)]

    def text(self, most: int, least: int = 0) -> str:
        """A text of `least` to `most` characters, with signs in place of what cannot be seen."""
        if not isinstance(self.raw, str) or not least <= len(self.raw) <= most:
            self.wrong(f" {least}–{most} 个字的文字")
        return visible(self.raw)

    def integer(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        if type(self.raw) is not int or not least <= self.raw <= most:
            self.wrong(f" {least}–{most} 之间的整数")
        return self.raw

    def number(self) -> int | float:
        """A number that a chart has room for."""
        if type(self.raw) not in (int, float) or not -_MOST <= self.raw <= _MOST:
            self.wrong("绝对值不超过 10^15 的数")
        found: int | float = self.raw
        return found

    def flag(self) -> bool:
        """A truth value."""
        if not isinstance(self.raw, bool):
            self.wrong(" true 或 false")
        return self.raw

    def choice(self, options: tuple[str, ...]) -> str:
        """One of several words."""
        if not isinstance(self.raw, str) or self.raw not in options:
            self.wrong(f" {'、'.join(options)} 之一")
        return self.raw

    def octets(self, most: int) -> bytes:
        """1 to `most` bytes in hex."""
        is_hex = isinstance(self.raw, str) and re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", self.raw)
        if not is_hex or len(self.raw) > 2 * most:
            self.wrong(f" 1–{most} 个字节的十六进制，每字节两位，没有空格")
        return bytes.fromhex(self.raw)

    def reference(self) -> str:
        """A reference to a section of an RFC, or nothing."""
        if self.raw != "" and not (isinstance(self.raw, str) and references.is_reference(self.raw)):
            self.wrong(f" {references.FORM}")
        return str(self.raw)


def visible(text: str) -> str:
    """A text with control characters as signs, and with U+FFFD for what has none."""
    return _HIDDEN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return "\u2421" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\ufffd"


def tone(parts: Mapping[str, Value]) -> str:
    """The tone among an object's members; plain where none is given."""
    return parts["tone"].choice(TONES) if "tone" in parts else "plain"


def text(parts: Mapping[str, Value], key: str, most: int) -> str:
    """A text among an object's members; empty where it is not given."""
    return parts[key].text(most) if key in parts else ""


def reference(parts: Mapping[str, Value]) -> str:
    """The reference among an object's members; empty where none is given."""
    return parts["ref"].reference() if "ref" in parts else ""
