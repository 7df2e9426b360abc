"""Words that readers use for one another, and what to offer while they type."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hooks.search import lexicon, pinyin, text
from hooks.search.model import Page

_BETWEEN = re.compile(rf"[^\w{text.HAN}.+#/ -]+|\s+-\s+|(?<=[{text.HAN}])\s+|\s+(?=[{text.HAN}])")
# what begins or ends no phrase
_LOOSE = re.compile(
    "^(?:的|和|与|及|或|在|用|把|被|从|对|为|是|了|怎么|如何|为什么|怎样|第?[一二三四五六七八九十\\d]+[、.章节步])+"
    "|(?:的|和|与|及|或|在|了|吗|呢|是)+$"
)
_SPLIT = re.compile("(?:的|和|与|以及|怎么|如何|为什么)")
_HAN_RUN = re.compile(f"[{text.HAN}]+")
_COMMON = 3  # titles and headings that make a run of characters a phrase
_SHORTEST, _LONGEST = 2, 30  # characters of a phrase
_NAME = 3  # characters of a name that no reader's dictionary may know
_OFFERED = 12  # phrases of one key


def key(phrase: str) -> str:
    """What is compared of a phrase: lower case, simplified, without spaces."""
    return re.sub(r"\s+", "", text.normalized(phrase).lower())


def synonyms(groups: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """For each word the others that mean the same, by the words' keys; `groups` come on top of
    what every reader of the field may say. Their words are names, even without others.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    own = [line.split() for line in lexicon.SAME.strip().splitlines()]
    groups = list(groups)
    names = {word for group in groups for word in map(key, group) if len(word) >= _NAME}
    for group in [*own, *groups]:
        keys = [word for word in dict.fromkeys(map(key, group)) if word]
        for word in keys:
            found[word].update(dict.fromkeys(other for other in keys if other != word))
    return {word: list(found[word]) for word in sorted(found) if found[word] or word in names}


def regional() -> dict[str, str]:
    """Words of Taiwan and what they are called here."""
    pairs = (line.split() for line in lexicon.REGIONAL.strip().splitlines())
    return {theirs: ours for theirs, ours in pairs if theirs != ours}


def offers(pages: Iterable[Page], terms: Iterable[str]) -> dict[str, list[list[str | int]]]:
    """What to offer by what has been typed: phrases with their weights, the best first, by key, by
    pinyin and by initials. Phrases are titles, headings, terms, and what several of these share.
    """
    weights: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    pages = list(pages)
    for page in pages:
        lines = _lines(page)
        weights.update(dict.fromkeys(map(_trim, lines), 1))
        weights[_trim(page.title)] += 5
        shared.update({piece for line in lines for piece in _pieces(line)})
        weights.update(dict.fromkeys(page.tags, 2))
    for term in terms:
        weights[term] += 6
    shared |= _common(line for page in pages for line in _lines(page))
    for phrase, count in shared.items():
        if count > 1:
            weights[phrase] += 2 * count
    return _by_key(weights)


def _by_key(weights: Mapping[str, int]) -> dict[str, list[list[str | int]]]:
    found: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for phrase, weight in weights.items():
        typed = key(phrase)
        if not _SHORTEST <= len(typed) <= _LONGEST:
            continue
        full, initials = pinyin.spelled(typed)
        for name in {typed, full, initials}:
            if len(name) >= _SHORTEST:
                best = found[name].get(typed)
                if best is None or best[1] < weight or (best[1] == weight and best[0] > phrase):
                    found[name][typed] = (phrase, weight)
    return {
        name: [[*pair] for pair in sorted(phrases.values(), key=lambda p: (-p[1], p[0]))[:_OFFERED]]
        for name, phrases in sorted(found.items())
    }


def _lines(page: Page) -> list[str]:
    """A page's title and headings, each once."""
    headings = (section.heading for section in page.sections if section.heading)
    return list(dict.fromkeys((page.title, *headings)))


def _common(lines: Iterable[str]) -> Counter[str]:
    """Runs of two to six characters that many lines share, and that no longer run explains."""
    counted: Counter[str] = Counter()
    for line in lines:
        runs = {
            run[at : at + size]
            for run in _HAN_RUN.findall(text.normalized(line))
            for size in range(2, 8)
            for at in range(len(run) - size + 1)
        }
        counted.update(runs)
    common = {run: count for run, count in counted.items() if count >= _COMMON}
    explained = {
        part
        for run, count in common.items()
        for part in (run[1:], run[:-1])
        if common.get(part, 0) <= count
    }
    kept = {r: c for r, c in common.items() if r not in explained and len(r) < 7 and _tidy(r) == r}
    return Counter(kept)


def _pieces(line: str) -> list[str]:
    return [
        tidy
        for piece in _BETWEEN.split(line)
        for part in _SPLIT.split(piece)
        if _SHORTEST <= len(tidy := _tidy(part)) <= 12
    ]


def _tidy(phrase: str) -> str:
    return _trim(_LOOSE.sub("", _trim(phrase)))


def _trim(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ，。：；、？！,.:;?!-—")
