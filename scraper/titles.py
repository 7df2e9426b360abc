"""Titles as keys: when two titles mean the same post, and what file name a title gets."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from pypinyin import lazy_pinyin

_NOT_WORD = re.compile(r"[\W_丨]+")  # 丨 is a Han character that titles use as a bar
_PINNED = re.compile(r"\s*置顶\s*$")
SLUG_LENGTH = 60
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """The text with full-width ASCII (U+FF01 to U+FF5E) as plain ASCII, of the same length.

    Patterns are matched against this, so that a colon is a colon however it was typed.
    """
    return text.translate(_HALF_WIDTH)


def normalise(title: str) -> str:
    """A title's key: width, case, spaces and punctuation do not count. May be empty."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", title).casefold())


def digest(title: str) -> str:
    """A short key for a title as `normalise` sees it: pinyin would give homophones the same."""
    return hashlib.sha256(normalise(title).encode()).hexdigest()[:12]


def without_pin(title: str) -> tuple[str, bool]:
    """The title without the trailing 置顶 of a listing, and whether it was there."""
    bare = _PINNED.sub("", title)
    return bare.strip(), bare != title


def slug(title: str) -> str:
    """A readable ASCII file name: pinyin for Han, lower case, hyphens, at most SLUG_LENGTH.

    `技术实践丨IM 消息同步` → `ji-shu-shi-jian-im-xiao-xi-tong-bu`. A title without a single letter
    or digit gives `post`.
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    spaced = _NOT_WORD.sub(" ", plain)
    words: list[str] = []
    for piece in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", spaced):
        words += lazy_pinyin(piece) if not piece.isascii() else [piece]
    ascii_words = [w for w in (re.sub(r"[^a-z0-9]", "", word) for word in words) if w]
    while len(ascii_words) > 1 and len("-".join(ascii_words)) > SLUG_LENGTH:
        ascii_words.pop()
    return "-".join(ascii_words)[:SLUG_LENGTH] or "post"
