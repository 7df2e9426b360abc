"""Pinyin of characters, for those who type it, and for characters mistaken for their homophones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from pypinyin import Style, lazy_pinyin, pinyin

from hooks.search.text import HAN

_IS_HAN = re.compile(f"[{HAN}]")
_MOST_READINGS = 3  # of a character; rarer ones only bring wrong words in
_MOST_WORDS = 12  # that sound alike


@cache
def readings(character: str) -> tuple[str, ...]:
    """How a Han character may be read, without tones, the usual reading first; ü is v."""
    if not _IS_HAN.fullmatch(character):
        return ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    read = [reading.replace("ü", "v") for reading in found[0]] if found else []
    return tuple(dict.fromkeys(filter(str.isascii, read)))[:_MOST_READINGS]


def of_pairs(frequency: Mapping[str, int]) -> dict[str, str]:
    """The pairs of characters that each two syllables may mean, one after the other: those that are
    read so, the most frequent first, then those with a character that is read so elsewhere.
    `xiao xi` → 消息小溪….
    """
    found: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for pair, count in frequency.items():
        if len(pair) == 2 and _IS_HAN.match(pair):
            usual = _usual_reading(pair)
            for sounds in product(readings(pair[0]), readings(pair[1])):
                found[" ".join(sounds)].append((sounds != usual, -count, pair))
    return {
        sound: "".join(pair for *_, pair in sorted(pairs)[:_MOST_WORDS])
        for sound, pairs in sorted(found.items())
    }


def _usual_reading(pair: str) -> tuple[str, ...]:
    """How a pair is read, as a word where it is one."""
    if all(len(readings(character)) == 1 for character in pair):
        return tuple(readings(character)[0] for character in pair)
    return tuple(sound.replace("ü", "v") for sound in lazy_pinyin(pair))


def table(characters: Iterable[str]) -> dict[str, str]:
    """The characters of each syllable, the usual ones that nobody has written included: they may
    be typed by mistake.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for character in sorted({*characters, *_usual()}):
        for reading in readings(character):
            found[reading].append(character)
    return {sound: "".join(written) for sound, written in sorted(found.items())}


@cache
def _usual() -> str:
    """The 3,755 characters of level 1 of GB/T 2312, in its rows 16 to 55."""
    rows = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return b"".join(rows).decode("gb2312", errors="ignore")


def spelled(phrase: str) -> tuple[str, str]:
    """A phrase as it is typed on a keyboard: in full, and by the initials of its characters.
    Words that are no Han stay; (“华为推送”) is (huaweituisong, hwts).
    """
    full = initials = ""
    for character in phrase.lower():
        found = readings(character)
        sound = found[0] if found else character if character.isalnum() else ""
        full += sound
        initials += sound[:1]
    return full, initials
