"""The glossary: its own page, and each term explained where a page uses it first."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import PurePosixPath

from scraper.glossary import Glossary, Term
from scraper.profile import heading_id

DESCRIPTION = "即时通讯、实时音视频与推送的常用词，每个一两句话讲清楚。"
_ADDRESS = "glossary.html"
# what begins an element that is left alone, and the element as a whole
_LEFT_ALONE = frozenset(
    "a abbr button code figure h1 h2 h3 h4 h5 h6 kbd pre samp script style summary svg".split()
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>|<!--[\s\S]*?-->")
_VOID = frozenset("br col hr img input wbr".split())


def page(glossary: Glossary, titles: Mapping[str, str]) -> str:
    """The Markdown of the glossary's page: a heading for each group and one for each term. `titles`
    are those of the pages that terms point to, by their paths in content/.
    """
    groups: dict[str, list[Term]] = {}
    for term in glossary.terms:
        groups.setdefault(term.group, []).append(term)
    lines = [f"共 {len(glossary.terms)} 个词。正文里带虚下划线的词都链到这里。", ""]
    for name, terms in groups.items():
        lines += [f"## {_plain(name)}", ""]
        for term in sorted(terms, key=lambda one: one.term.casefold()):
            lines += [*_entry(term, titles.get(term.see, "")), ""]
    return "\n".join(lines)


def _entry(term: Term, more: str) -> Iterator[str]:
    yield f"### {_plain(term.term)}"
    yield ""
    names = [*([term.full] if term.full else []), *term.also]
    yield _plain(f"{'，'.join(names)}。{term.text}" if names else term.text)
    if term.see:
        yield ""
        yield f"详见[{_plain(more or term.see)}]({term.see})。"


def _plain(text: str) -> str:
    """A text that Markdown shows as it stands: no markup of an entry becomes the page's."""
    return re.sub(r"([\\`*_\[\]<>&#!|~])", r"\\\1", text)


def mark(html: str, path: PurePosixPath, glossary: Glossary) -> str:
    """A page of our own with the first use of each term linked to its explanation, which the link
    also carries itself. Code, headings, links and pictures stay as they are.
    """
    if not glossary.terms:
        return html
    known = _by_spelling(glossary.terms)
    pattern, used = _pattern(tuple(known)), set[str]()
    address = posixpath.relpath(_ADDRESS, path.parent.as_posix())

    def link(found: re.Match[str]) -> str:
        term = known[found[0]]
        if term.term in used:
            return found[0]
        used.add(term.term)
        anchor = heading_id(term.term, "-")
        says = f"{term.full}：{term.text}" if term.full else term.text
        return f'<a class="kb-term" href="{address}#{anchor}" title="{escape(says)}">{found[0]}</a>'

    pieces: list[str] = []
    depth, at = 0, 0
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        pieces.append(text if depth else pattern.sub(link, text))
        pieces.append(tag[0])
        at = tag.end()
        depth = _depth(depth, tag)
    rest = html[at:]
    pieces.append(rest if depth else pattern.sub(link, rest))
    return "".join(pieces)


def _depth(depth: int, tag: re.Match[str]) -> int:
    """How many elements are open at whose outermost one marking has stopped."""
    name = (tag["name"] or "").lower()
    if not name or name in _VOID or tag["rest"].endswith("/"):
        return depth
    if tag["end"]:
        return max(0, depth - 1)
    left_alone = name in _LEFT_ALONE or "kb-" in tag["rest"]
    return depth + 1 if depth or left_alone else 0


def _by_spelling(terms: Iterable[Term]) -> Mapping[str, Term]:
    return {escape(spelt): term for term in terms for spelt in (term.term, *term.also)}


@cache
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Any spelling; a Latin one as a word of its own, a Chinese one wherever it stands."""
    longest_first = sorted(spellings, key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, longest_first))
    # 一直发消息 is no 直发消息
    return re.compile(rf"(?<![A-Za-z0-9_./一-])(?:{words})(?![A-Za-z0-9_/-]|\.[A-Za-z0-9])")
