"""Pages → the scripts that a browser searches with. The same pages give the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from hooks.search import parts, pinyin, shards, text, weights, words
from hooks.search.model import Filters, Page
from hooks.search.parts import Part

FOLDER = "search"
_TERMS_SIZE = 4_200  # characters of a script with postings
_TEXTS_SIZE = 4_500  # of one with texts
_OFFERS_SIZE = 4_000  # of one with what to offer, which every query needs
_TABLE_SIZE = 4_000  # of one that only some queries need
_FORMAT = 1
_LATIN = re.compile(r"[a-z][a-z0-9]{3,31}")
_IS_HAN = re.compile(f"[{text.HAN}]")

# made(kind, piece, make): what `make` gives for a piece, made now or before
Made = Callable[[str, str, Callable[[], str]], str]


def build(
    pages: Iterable[Page],
    *,
    filters: Filters | None = None,
    same: Iterable[Sequence[str]] = (),
    made: Made = lambda kind, piece, make: make(),
) -> dict[str, str]:
    """All scripts by their names under FOLDER. The order of `pages` does not count; `same` are
    groups of words with one meaning, of which the first is a term to be offered.
    """
    ordered = sorted(pages, key=lambda page: page.url)
    groups = [list(group) for group in same]
    pieces, weighed = _weighed(ordered, made)
    postings = shards.gather(weighed)
    frequency = {term: len(held) for term, held in postings.items()}  # in so many parts
    chosen = _used(filters or Filters(), ordered)
    tables: dict[str, Iterable[dict[str, Any]]] = {
        "t": shards.cut(shards.written(postings), _TERMS_SIZE),
        "y": shards.cut(pinyin.of_pairs(frequency).items(), _TABLE_SIZE),
        "o": _packed(words.offers(ordered, [group[0] for group in groups])),
        "l": shards.cut(_spellings(frequency), _TABLE_SIZE),
    }
    made_data: dict[str, object] = {}
    firsts: dict[str, list[str]] = {}
    for family, cuts in tables.items():
        last, firsts[family] = "", []
        for nth, data in enumerate(cuts):
            firsts[family].append(shards.border(last, next(iter(data))))
            made_data[f"{family}{nth}"] = data
            last = next(reversed(data))
    packs = list(_packs(ordered, pieces))
    made_data |= {f"p{nth}": pack for nth, (_, pack) in enumerate(packs)}
    made_data["han"] = _han()
    made_data["sounds"] = pinyin.table(
        character for term in frequency if _IS_HAN.match(term) for character in term
    )
    manifest = {
        "pages": len(ordered),
        "parts": _steps(piece.page for piece in pieces),
        "packs": _steps(first for first, _ in packs),
        "platforms": list(chosen.platforms.items()),
        "kinds": list(chosen.kinds.items()),
        "about": _about(ordered, chosen),
        "firsts": firsts,
        "same": words.synonyms(groups),
    }
    return _scripts(made_data, manifest)


def _scripts(data: dict[str, object], manifest: dict[str, object]) -> dict[str, str]:
    """Every script names the build that it belongs to: two builds must not be mixed."""
    everything = json.dumps([_FORMAT, data, manifest], ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return {
        f"{name}.js": shards.script(name, version, held)
        for name, held in [*data.items(), ("manifest", manifest)]
    }


def _weighed(pages: list[Page], made: Made) -> tuple[list[Part], list[dict[str, int]]]:
    pieces: list[Part] = []
    weighed: list[dict[str, int]] = []
    for number, page in enumerate(pages):
        cut = list(parts.cut(number, page))
        said = [page.title, page.description, page.tags, [asdict(s) for s in page.sections]]

        def make(page: Page = page, cut: list[Part] = cut) -> str:
            return json.dumps(weights.weigh(page, cut), ensure_ascii=False, separators=(",", ":"))

        piece = json.dumps(said, ensure_ascii=False)
        weighed += json.loads(made(f"search terms {_code()}", piece, make))
        pieces += cut
    return pieces, weighed


def _spellings(frequency: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Words to compare misspelt ones with, and how frequent they are."""
    for word, count in sorted(frequency.items()):
        if _LATIN.fullmatch(word):
            yield word, shards.number(count)


def _packed(offers: dict[str, list[list[str | int]]]) -> Iterator[dict[str, object]]:
    """Offers in shards, as `shards.cut` does it with texts."""
    sized = {key: json.dumps(found, ensure_ascii=False) for key, found in offers.items()}
    for cut in shards.cut(sized.items(), _OFFERS_SIZE):
        yield {key: offers[key] for key in cut}


def _packs(pages: list[Page], pieces: list[Part]) -> Iterator[tuple[int, list[object]]]:
    """Parts with their texts, some together: the number of the first, and what each says."""
    first, held, size = 0, list[object](), 0
    for at, piece in enumerate(pieces):
        page = pages[piece.page]
        sections = [[s.anchor, s.heading, s.text] for s in piece.sections]
        said = [page.url, page.title, page.description, page.label, sections]
        length = sum(len(s.heading) + len(s.text) * 2 for s in piece.sections)
        if held and size + length > _TEXTS_SIZE:
            yield first, held
            first, held, size = at, [], 0
        held.append(said)
        size += length
    if held:
        yield first, held


def _steps(values: Iterable[int]) -> str:
    """Rising numbers by their distances."""
    encoded, last = "", 0
    for value in values:
        encoded += shards.number(value - last)
        last = value
    return encoded


def _used(filters: Filters, pages: list[Page]) -> Filters:
    """Those filters that leave a page."""
    platforms = {platform for page in pages for platform in page.platforms}
    kinds = {page.kind for page in pages}
    return Filters(
        {name: said for name, said in filters.platforms.items() if name in platforms},
        {name: said for name, said in filters.kinds.items() if name in kinds},
    )


def _about(pages: list[Page], filters: Filters) -> str:
    """For each page three numbers: its platforms as bits, its kind (0 for none), its rank of 40."""
    platforms, kinds = list(filters.platforms), ["", *filters.kinds]
    return "".join(
        shards.number(sum(1 << platforms.index(p) for p in page.platforms if p in platforms))
        + shards.number(kinds.index(page.kind) if page.kind in kinds else 0)
        + shards.number(round(page.rank * 40))
        for page in pages
    )


@cache
def _han() -> dict[str, object]:
    """Traditional characters and the simplified ones in their places; words of Taiwan and ours."""
    every = filter(_is_written, map(chr, range(0x4E00, 0xA000)))
    pairs = [(old, new) for old in every if (new := text.simplified(old)) != old and len(new) == 1]
    return {
        "traditional": "".join(p[0] for p in pairs),
        "simplified": "".join(p[1] for p in pairs),
        "words": words.regional(),
    }


def _is_written(character: str) -> bool:
    """Whether a character is one of those that traditional texts are written with, Big5's."""
    try:
        return bool(character.encode("big5"))
    except UnicodeEncodeError:
        return False


@cache
def _code() -> str:
    """What terms depend on besides the page, for caches."""
    names = ("parts.py", "text.py", "weights.py")
    code = b"".join(Path(__file__).with_name(name).read_bytes() for name in names)
    return hashlib.sha256(code).hexdigest()[:16]
