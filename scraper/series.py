"""Titles that number themselves as parts of one whole."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper import titles
from scraper.models import Series

_HAN = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_PARTS = (
    # 定制UI(一) ——会话界面小改动 · 屏幕共享(2)
    re.compile(r"^(?P<stem>.+?)\s*\((?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\).*$"),
    # 实现屏幕共享功能——1
    re.compile(r"^(?P<stem>.+?)\s*(?:—+|--+|–|-)\s*(?P<number>\d{1,2})$"),
    # 入门 第三篇
    re.compile(
        r"^(?P<stem>.+?)\s*第\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[篇部章讲]"
    ),
    # 之一
    re.compile(r"^(?P<stem>.+?)\s*之(?P<number>[一二三四五六七八九十]{1,3})$"),
)


def find(all_titles: Iterable[str]) -> tuple[Series, ...]:
    """All series among titles: parts 1, 2, … of one stem, at least two, none missing or double."""
    stems: dict[str, dict[int, set[str]]] = {}
    names: dict[str, str] = {}
    for title in sorted(set(all_titles)):
        if part := _part(title):
            stem, number = part
            key = titles.normalise(stem)
            names.setdefault(key, stem)
            stems.setdefault(key, {}).setdefault(number, set()).add(title)
    found = []
    for key, parts in sorted(stems.items()):
        numbers = sorted(parts)
        if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
            continue
        if any(len({titles.normalise(t) for t in same}) > 1 for same in parts.values()):
            continue
        found.append(Series(names[key], tuple((n, min(parts[n])) for n in numbers)))
    return tuple(found)


def _part(title: str) -> tuple[str, int] | None:
    for pattern in _PARTS:
        if match := pattern.match(titles.half_width(title.strip())):
            stem = title.strip()[: match.end("stem")].rstrip(" —-–")
            number = _number(match["number"])
            return (stem, number) if stem and number else None
    return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _HAN.get(text, 0)
    return 10 * _HAN.get(tens, 1) + _HAN.get(ones, 0)
