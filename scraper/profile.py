"""The site's Markdown as the scraper sees it: the small set of extensions for imported pages.

mkdocs.yml may add to it for pages written by hand; headings and their anchors are the same.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import Any

import markdown
from pymdownx.slugs import slugify

EXTENSIONS = (
    "markdown.extensions.toc",
    "markdown.extensions.tables",
    "markdown.extensions.sane_lists",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tilde",
    "pymdownx.escapeall",
)
# what people who write a page may use besides
OWN_EXTENSIONS = (*EXTENSIONS, "markdown.extensions.admonition", "pymdownx.details")
_slugify = slugify(case="lower")
_TAKEN = re.compile(r"__|kb-|tag-\d")  # ids of the theme and of our templates


def heading_id(text: str, separator: str) -> str:
    """The anchor of a heading: its words, in lower case, Chinese kept, never an id of the theme's.

    mkdocs.yml names it too, so that the checks and the site agree on every anchor.
    """
    found = str(_slugify(text, separator))
    return f"s{separator}{found}" if is_taken(found) else found


def is_taken(name: str) -> bool:
    """Whether an id is, or could be, one of the theme's or of our templates'."""
    return bool(_TAKEN.match(name))


EXAMPLE_PLACE = "kb-example-here"
INDEX_PLACE = "kb-examples-here"


def place_example(
    source: str, language: str, kind: str, options: object, *_: object, **__: object
) -> str:
    """The place of a runnable example, or of the list of all, in a page of our own: the site puts
    it there. mkdocs.yml names this for the fences `example` and `examples`.
    """
    name = escape(" ".join(source.split()))
    return f'<div class="{kind}" data-name="{name}"></div>'


DIAGRAM_FENCE, DIAGRAM_PLACE = "mermaid", "kb-diagram-here"


def place_diagram(
    source: str, language: str, kind: str, options: object, *_: object, **__: object
) -> str:
    """The place of a diagram, with its text: the site draws it. mkdocs.yml names this for the fence
    `mermaid`.
    """
    return f'<div class="{kind}" data-name="{escape(source)}"></div>'


CONFIG: dict[str, dict[str, Any]] = {
    "markdown.extensions.toc": {"slugify": heading_id},
    "pymdownx.highlight": {"pygments_lang_class": True},
    "pymdownx.superfences": {"preserve_tabs": True},
    "pymdownx.tilde": {"subscript": False},
}
_FENCES = [
    {"name": name, "class": kind, "format": place_example}
    for name, kind in (("example", EXAMPLE_PLACE), ("examples", INDEX_PLACE))
]
_FENCES.append({"name": DIAGRAM_FENCE, "class": DIAGRAM_PLACE, "format": place_diagram})
OWN_CONFIG = CONFIG | {
    "pymdownx.superfences": CONFIG["pymdownx.superfences"] | {"custom_fences": _FENCES}
}
_ID = re.compile(r"""\sid=["']([^"']+)["']""")


@cache
def _converter(own: bool) -> markdown.Markdown:
    # building one costs more than most conversions; reset() makes it as new
    if own:
        return markdown.Markdown(extensions=list(OWN_EXTENSIONS), extension_configs=OWN_CONFIG)
    return markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=CONFIG)


def renew() -> None:
    """Forget converters that may have been stopped in the middle of their work."""
    _converter.cache_clear()


# the highlighter names the language beside the code; HTML5's own place for it is the code
_HIGHLIGHTED = re.compile(r'<div class="language-([^" ]+) highlight"><pre><span></span><code>')


def render(body: str) -> str:
    """Markdown to HTML, as an imported page is shown."""
    return name_languages(_converter(own=False).reset().convert(body))


def render_own(body: str) -> str:
    """Markdown to HTML, as a page of our own is shown."""
    return name_languages(_converter(own=True).reset().convert(body))


def name_languages(html: str) -> str:
    """Rendered code with its language in `<code class="language-…">`; none for plain text."""
    return _HIGHLIGHTED.sub(_name_language, html)


def _name_language(found: re.Match[str]) -> str:
    named = "" if found[1] == "text" else f' class="language-{found[1]}"'
    return f'<div class="highlight"><pre><span></span><code{named}>'


def anchors(body: str, *, own: bool) -> frozenset[str]:
    """The ids that links may point to: those of headings and those written as HTML. `own` tells
    how the page is shown.
    """
    html = render_own(body) if own else render(body)
    return frozenset(unescape(found) for found in _ID.findall(html))


_CAPTIONED = re.compile(
    r'<p>(?P<image><img alt="(?P<alt>[^"]+)" src="[^"]*"(?: title="[^"]*")?\s*/?>)<br\s*/?>\n?'
    r"(?P<caption>[^<]+)</p>"
)


def frame_figures(html: str) -> str:
    """An image and, in the line below it, its own words make a figure; Markdown has no sign for one
    (see clean.settle, which writes them so).
    """
    return _CAPTIONED.sub(_frame, html)


def _frame(found: re.Match[str]) -> str:
    if unescape(found["alt"]) != unescape(found["caption"]).strip():
        return found[0]
    caption = f"<figcaption>{found['caption']}</figcaption>"
    return f"<figure>{found['image']}{caption}</figure>"


_RAW_LINK = re.compile(
    r"""(<a\s[^>]*?href=["'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|//)([^"'#?]+)\.md(?=["'#])"""
)


def finished(html: str) -> str:
    """A page's HTML as the site shows it, once it is rendered (and sanitised, where it must be)."""
    return link_pages(frame_figures(html))


def link_pages(html: str) -> str:
    """Point links at the pages of the articles they name; the site generator does so in Markdown
    only, not in blocks of HTML. `kb check` has seen that the articles exist.
    """
    return _RAW_LINK.sub(r"\1\2.html", html)
