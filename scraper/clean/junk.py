"""What was never part of the text: hidden pieces, invisible characters, marks of editors."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraper.clean.words import EMPHASIS, HEADINGS, around, having, named, styles, texts

_CODE = ("pre", "code")

# zero-width and direction characters, soft hyphens, place-holders of objects, and control
# characters: two of them are Python-Markdown's own marks
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad\ufffc\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    # a joiner belongs to the emoji at both of its sides, and nowhere else
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
    "|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2009\u202f\u3000", " "))
_LINES = str.maketrans(dict.fromkeys("\u2028\u2029\u0085", "\n"))


def drop_hidden(soup: BeautifulSoup) -> None:
    """What a style hides: forums mix such text in to spoil copies, and paste brings it along."""
    for tag in having(soup, "style"):
        if not tag.decomposed and "display" in styles(tag):
            tag.decompose()


def drop_invisible_characters(soup: BeautifulSoup) -> None:
    """Characters nobody sees; spaces of all kinds become plain ones, but in code only no-break."""
    for text in texts(soup):
        kept = _INVISIBLE.sub("", text.translate(_LINES))
        if around(text, _CODE):
            kept = kept.replace("\u00a0", " ")
        else:
            kept = kept.translate(_SPACES)
        if kept != text:
            text.replace_with(NavigableString(kept))


def name_styled_emphasis(soup: BeautifulSoup) -> None:
    """Bold, italic and struck text that an editor wrote as a style; bold that a style undoes."""
    for tag in having(soup, "style"):
        found = styles(tag)
        del tag["style"]
        weight = found.get("font-weight", "")
        plain = weight == "normal" or weight in ("100", "200", "300", "400", "500")
        if tag.name in ("b", "strong") and plain:
            tag.unwrap()
        elif tag.name in ("span", "p", "section") and not around(tag, (*HEADINGS, "pre")):
            bold = weight and not plain
            for wanted, name in (
                (bold, "strong"),
                ("font-style" in found, "em"),
                ("text-decoration" in found, "del"),
            ):
                if wanted and tag.get_text(strip=True):
                    _wrap_content(soup, tag, name)


def _wrap_content(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    wrapper = soup.new_tag(name)
    wrapper.extend(list(tag.children))
    tag.append(wrapper)


def unwrap_presentational(soup: BeautifulSoup) -> None:
    """Spans and underlines say nothing that Markdown can keep."""
    for tag in named(soup, ("span", "u")):
        tag.unwrap()


def drop_attributes(soup: BeautifulSoup) -> None:
    """What only the filters before this one had to know."""
    for tag in list(soup.descendants):
        if not isinstance(tag, Tag) or not tag.attrs:
            continue
        for name in ("class", "style", "data-lang", "data-language", "lang", "rel"):
            if name in tag.attrs and not (tag.name == "code" and tag.parent and _is_pre(tag)):
                del tag.attrs[name]


def _is_pre(code: Tag) -> bool:
    return code.parent is not None and code.parent.name == "pre"


def plain_emphasis_names(soup: BeautifulSoup) -> None:
    """`<b>` and `<strong>` are one, as are `<i>` and `<em>`, `<s>` and `<del>`."""
    for tag in named(soup, EMPHASIS):
        tag.name = EMPHASIS[tag.name]
