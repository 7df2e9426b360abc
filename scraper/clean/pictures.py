"""Images: where their addresses are, which are characters in truth, what belongs to one."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from scraper.clean.words import classes, named, nodes

_LAZY = ("data-original", "data-src", "data-actualsrc")
_IMAGE_FILE = re.compile(r"\.(jpe?g|png|gif|webp|bmp)$", re.IGNORECASE)
_LIGHTBOX = re.compile(r"lightbox|fancybox|colorbox|zoom", re.IGNORECASE)
_SIZE = re.compile(r"^\d+x\d+_|[_.-]?(?:thumb|small|\d+x\d+)(?=\.)", re.IGNORECASE)
_EMOJI_CLASS = re.compile(r"(?:^|[-_\s])(?:emoji|emoticon|emotion|smiley|smilies|face|qqface)")
_EMOJI_PLACE = re.compile(
    r"/(?:emoji|emojis|emoticons?|emotions?|smile(?:y|ys|ies|s)?|smilies|faces?|qqface|twemoji)/"
)
_CODE_POINTS = re.compile(
    r"(?:u\+?|emoji_u)?((?:[0-9a-f]{4,6})(?:[-_][0-9a-f]{2,6})*)", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:[▲△↑]\s*)?(?:图|圖|Figure|Fig\.)\s*[\d一二三四五六七八九十]+.{0,60}|[▲△↑].{1,60}"
)


def promote_lazy_images(soup: BeautifulSoup) -> None:
    """A lazily loaded image has its address in an attribute of its own."""
    for image in named(soup, ("img",)):
        for name in _LAZY:
            if lazy := image.attrs.pop(name, None):
                image["src"] = lazy


def name_emoji(soup: BeautifulSoup) -> None:
    """A small image of an emoji is a character: the one it is named by, or its file's number."""
    for image in named(soup, ("img",)):
        alt = " ".join(str(image.get("alt") or image.get("title") or "").split())
        source = urlsplit(str(image.get("src") or "")).path
        known = _EMOJI_CLASS.search(" ".join(classes(image))) or _EMOJI_PLACE.search(source)
        if _is_emoji(alt):
            image.replace_with(NavigableString(alt))
        elif known and (text := _from_file(source) or _named(alt)):
            image.replace_with(NavigableString(text))


def _is_emoji(text: str) -> bool:
    return 0 < len(text) <= 12 and all(
        unicodedata.category(c) in ("So", "Sk", "Cf", "Mn") for c in text
    )


def _named(alt: str) -> str:
    """`微笑` → `[微笑]`, as forums write it. A file name or an address is no name."""
    if not alt or re.search(r"[/.]", alt) or len(alt) > 12:
        return ""
    return alt if re.match(r"[\[(:【]", alt) else f"[{alt}]"


def _from_file(source: str) -> str:
    found = _CODE_POINTS.fullmatch(source.rpartition("/")[2].partition(".")[0])
    if not found:
        return ""
    text = "".join(chr(n) for part in re.split("[-_]", found[1]) if (n := int(part, 16)) < 0x110000)
    return text if _is_emoji(text) else ""


def unwrap_lightbox_links(soup: BeautifulSoup) -> None:
    """A link that holds one image and only enlarges it: it says so, or leads to the same file."""
    for link in named(soup, ("a",)):
        image = link.find("img")
        if not isinstance(image, Tag) or link.get_text(strip=True) or len(link.find_all(True)) > 1:
            continue
        names = " ".join([*map(str, link.get_attribute_list("rel")), *classes(link)])
        shown = _file(image.get("src"))
        if _LIGHTBOX.search(names) or (shown and _file(link.get("href")) == shown):
            link.unwrap()


def _file(address: object) -> str:
    """The name of an image's file, without the size that thumbnails have in theirs."""
    path = urlsplit(str(address or "")).path
    return _SIZE.sub("", path.rpartition("/")[2]).lower() if _IMAGE_FILE.search(path) else ""


def join_captions(soup: BeautifulSoup) -> None:
    """The short line below an image that calls itself a figure's becomes its caption."""
    for image in named(soup, ("img",)):
        above = image.parent
        if above is None or above.name != "p" or above.get_text(strip=True):
            continue
        below = above.find_next_sibling()
        if not isinstance(below, Tag) or below.name != "p" or below.find(["img", "br"]):
            continue
        if not _CAPTION.fullmatch(below.get_text().strip()) or len(above.find_all("img")) > 1:
            continue
        figure, caption = soup.new_tag("figure"), soup.new_tag("figcaption")
        above.insert_before(figure)
        caption.extend(nodes(below))
        below.decompose()
        above.extract()
        figure.extend([*nodes(above), caption])


def settle_figures(soup: BeautifulSoup) -> None:
    """A figure of one image becomes a paragraph: the image, and its caption in the next line.

    Markdown has no figures. Run last: until then the caption is known to be one.
    """
    for figure in named(soup, ("figure",)):
        captions = figure.find_all("figcaption")
        rest = [node for node in figure.children if node not in captions]
        if len(captions) > 1 or any(
            isinstance(n, Tag) and n.name not in ("img", "a") for n in rest
        ):
            continue
        paragraph = soup.new_tag("p")
        paragraph.extend([node for node in rest if not isinstance(node, str) or node.strip()])
        for caption in captions:
            if caption.get_text(strip=True):
                inner = caption.find("p") if len(caption.find_all("p")) == 1 else None
                paragraph.append(soup.new_tag("br"))
                paragraph.extend(nodes(inner if isinstance(inner, Tag) else caption))
        figure.replace_with(paragraph)
