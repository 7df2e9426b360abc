"""Pinyin of characters, for those who type it, and for characters mistaken for their homophones."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT

from hooks.search.text import HAN

_IS_HAN = re.compile(f"[{HAN}]")
_IS_PAIR = re.compile(f"[{HAN}]{{2}}")
_FIRM = 0.6  # of a pair that is a word, or a piece of one
_AMONG = 500  # other pairs are taken for granted: a few pages do not show what is chance
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
    read so, the most frequent first, then those with a character that is read so elsewhere; behind
    a bar those that only chance has put side by side. `xiao xi` → 消息小溪…|….
    """
    bound = _bound({pair: count for pair, count in frequency.items() if _IS_PAIR.fullmatch(pair)})
    found: dict[str, list[tuple[bool, bool, int, str]]] = defaultdict(list)
    for pair, count in frequency.items():
        if _IS_PAIR.fullmatch(pair):
            usual = _usual_reading(pair)
            for sounds in product(readings(pair[0]), readings(pair[1])):
                place = (pair not in bound, sounds != usual, -count, pair)
                found[" ".join(sounds)].append(place)
    return {sound: _listed(sorted(pairs)[:_MOST_WORDS]) for sound, pairs in sorted(found.items())}


def _listed(pairs: Iterable[tuple[bool, bool, int, str]]) -> str:
    firm, loose = "", ""
    for is_loose, *_, pair in pairs:
        if is_loose:
            loose += pair
        else:
            firm += pair
    return f"{firm}|{loose}" if loose else firm


def _bound(frequency: Mapping[str, int]) -> set[str]:
    """The pairs that stand together more often than their characters would by chance: 令牌, but
    not 的录 (pointwise mutual information, in nats).
    """
    before, after = Counter[str](), Counter[str]()
    for pair, count in frequency.items():
        before[pair[0]] += count
        after[pair[1]] += count
    total = before.total() + _AMONG
    return {
        pair
        for pair, count in frequency.items()
        if math.log(count * total / (before[pair[0]] * after[pair[1]])) > _FIRM
    }


def _usual_reading(pair: str) -> tuple[str, ...]:
    """How a pair is read, as a word where it is one."""
    if pair in PHRASES_DICT:  # of 33,000 pairs the few thousand for which lazy_pinyin knows better
        return tuple(sound.replace("ü", "v") for sound in lazy_pinyin(pair))
    return tuple(sounds[0] for sounds in map(readings, pair) if sounds)


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
