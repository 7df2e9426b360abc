"""FILTERS: small named repairs over a body's tree, in one order.

Input is what sanitize.body lets through, so the tree is well-formed and knows only its tags. What
the forum itself destroyed is not repaired by guessing.
"""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from scraper.clean import anchors, bbcode, code, headings, junk, pictures, structure
from scraper.clean.words import tree

__all__ = ["FILTERS", "clean", "settle", "tree"]
Filter = Callable[[BeautifulSoup], None]


def clean(html: str, top: int = 2) -> str:
    """Run all filters over a sanitised body. `top` is the level of its highest heading."""
    soup = tree(html)
    for repair in FILTERS:
        repair(soup)
    headings.level_headings(soup, top)
    return str(soup)


def settle(html: str) -> str:
    """The last step before conversion: what only served the report and the images is gone."""
    if "data-line" not in html and "<figure" not in html:
        return html
    soup = tree(html)
    pictures.settle_figures(soup)
    for tag in soup.find_all("p"):
        tag.attrs.pop("data-line", None)
        tag.attrs.pop("data-gap", None)
    return str(soup)


FILTERS: tuple[Filter, ...] = (
    junk.drop_hidden,
    junk.drop_invisible_characters,
    code.drop_line_numbers,
    code.name_code_language,  # before the classes that name it go
    pictures.promote_lazy_images,
    pictures.name_emoji,
    pictures.unwrap_lightbox_links,
    anchors.unlink_mentions,
    anchors.trim_swallowed_links,
    anchors.restore_shortened_links,
    anchors.unwrap_empty_links,
    junk.name_styled_emphasis,
    junk.plain_emphasis_names,
    junk.unwrap_presentational,
    bbcode.read_bbcode,  # once no span cuts a pair in two
    anchors.move_inline_marks_into_blocks,
    structure.gather_items,
    headings.unwrap_blocks_of_headings,
    structure.paragraphs_of_lines,  # once no mark stands around a block
    structure.tidy_emphasis,
    structure.trim_breaks,
    structure.drop_empty_blocks,
    structure.unwrap_single_paragraphs,
    headings.narrow_numbering,
    headings.headings_of_bold_lines,
    pictures.join_captions,
    junk.drop_attributes,
)
