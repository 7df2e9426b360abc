"""A post that lists other posts by platform: sections, entries, and which of them we have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from scraper import titles
from scraper.models import Block, CuratedIndex, IndexEntry, IndexSection, Note
from scraper.titles import half_width

_CHAPTER = re.compile(r"^(?P<name>.{1,12}?)\s*篇\s*:?$")
_CLOSING = re.compile(r"^(?:持续更新|未完待续|更新中|敬请期待|以上|欢迎|如果?您?有)|[.。…]{3,}$")
_PLATFORMS = {
    "android": "android", "安卓": "android", "ios": "ios", "iphone": "ios", "web": "web",
    "h5": "web", "flutter": "flutter", "小程序": "mini-program", "uniapp": "uni-app",
    "electron": "electron", "服务端": "server", "server": "server",
}  # fmt: skip
_LONGEST_HEADING = 20
_LONGEST_ENTRY = 80
_PROSE = ("。", "；", "，", "：", ":", ";", ",")
_NO_ENTRY = ("<pre", "<table", "<blockquote", "<figure")
FEWEST_SECTIONS = 2
FEWEST_ENTRIES = 6


def find(blocks: Sequence[Block], where: str) -> tuple[CuratedIndex, list[Note]] | None:
    """The curated index in a body, or None: at least two headings, one of them naming a platform
    (“Android篇”), with entries of one line below them.
    """
    heads = [n for n, block in enumerate(blocks) if _is_heading(block)]
    platforms = [n for n in heads if _platform(blocks[n].text)]
    if len(heads) < FEWEST_SECTIONS or not platforms:
        return None
    heads = [n for n in heads if n >= platforms[0]]
    end = _end(blocks)
    listed = blocks[heads[0] : end]
    if not _are_titles([block for block in listed if not _is_heading(block)]):
        return None
    sections, notes = [], []
    for start, stop in zip(heads, [*heads[1:], end], strict=True):
        entries = _entries(blocks[start + 1 : stop])
        name = blocks[start].text.rstrip(": \uff1a")
        sections.append(IndexSection(name, _platform(name), entries))
        notes += _duplicates(sections[-1], where)
    if sum(len(section.entries) for section in sections) < FEWEST_ENTRIES:
        return None
    intro = "\n".join(block.html for block in blocks[: heads[0]])
    outro = "\n".join(block.html for block in blocks[end:])
    return CuratedIndex(intro, tuple(sections), outro), notes


def _are_titles(blocks: Sequence[Block]) -> bool:
    """Entries are titles: one short line each. Code, tables, images and prose make an article."""
    if any(block.images or block.html.startswith(_NO_ENTRY) for block in blocks):
        return False
    prose = [b for b in blocks if len(b.text) > _LONGEST_ENTRY or b.text.endswith(_PROSE)]
    return len(prose) * 10 <= len(blocks)


def _is_heading(block: Block) -> bool:
    """Marked as one; “…篇”; or, in a dump, a short line after at least two blank ones."""
    if not block.text or len(block.text) > _LONGEST_HEADING or block.href:
        return False
    if _CLOSING.search(block.text):
        return False
    return bool(block.heading) or _platform(block.text) is not None or block.gap >= 2


def _platform(name: str) -> str | None:
    match = _CHAPTER.match(half_width(name))
    return _PLATFORMS.get(titles.normalise(match["name"] if match else name))


def _end(blocks: Sequence[Block]) -> int:
    """Where the list ends: closing remarks at the very end are no entries."""
    end = len(blocks)
    while end and (not blocks[end - 1].text or _CLOSING.search(blocks[end - 1].text)):
        end -= 1
    return end


def _entries(blocks: Sequence[Block]) -> tuple[IndexEntry, ...]:
    listed = [block for block in blocks if block.text]
    return tuple(
        IndexEntry(order, block.text, block.line, block.href)
        for order, block in enumerate(listed, 1)
    )


def _duplicates(section: IndexSection, where: str) -> list[Note]:
    first: dict[str, IndexEntry] = {}
    notes = []
    for entry in section.entries:
        key = titles.normalise(entry.title)
        if key in first:
            orders = f"{first[key].order} and {entry.order}"
            message = f"entries {orders} of {section.name} are the same: “{entry.title}”"
            notes.append(Note("repair", "index-duplicate", where, entry.line, message))
        first.setdefault(key, entry)
    return notes


def distinct(sections: Iterable[IndexSection]) -> tuple[IndexSection, ...]:
    """The sections with each title once; `order` stays that of the source."""
    result = []
    for section in sections:
        kept: dict[str, IndexEntry] = {}
        for entry in section.entries:
            kept.setdefault(titles.normalise(entry.title), entry)
        result.append(IndexSection(section.name, section.platform, tuple(kept.values())))
    return tuple(result)


def resolve(sections: Iterable[IndexSection], pages: Mapping[str, str]) -> dict[str, str]:
    """normalised title → page for the entries that have one. `pages` is keyed the same way."""
    return {
        key: pages[key]
        for section in sections
        for entry in section.entries
        if (key := titles.normalise(entry.title)) in pages
    }
