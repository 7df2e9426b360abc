"""Bodies that are made to cost a converter its time, its memory or its stack."""

from __future__ import annotations

# name → HTML, and whether it must be refused (None: it may be, by the time it takes)
CRAFTED: dict[str, tuple[str, bool | None]] = {
    "500 nested quotes": ("<blockquote>" * 500 + "底" + "</blockquote>" * 500, True),
    "20,000 bold tags": ("<b>粗</b>" * 20_000, True),
    "20,000 open bold tags": ("<b>" * 20_000 + "粗", True),
    "bold left open in 900 paragraphs": ("<p><b>甲" * 900, None),
    "5,000 nested divs": ("<div>" * 5000 + "底" + "</div>" * 5000, True),
    "growing backtick runs": (" ".join("`" * n for n in range(1, 400)), None),
    "a line of 5 MB": (f"<p>{'长' * 5_000_000}</p>", True),
    "NULs": ("\0" * 100_000 + "<p>a\0b</p>", False),
    "lone surrogates": ("<p>\ud800甲&#xD800;\udfff</p>", False),
    "brackets": (f"<p>{'[' * 100_000}</p>", None),
    "images that never begin": (f"<p>{'![' * 50_000}</p>", None),
    "stars": (f"<p>{'*a_' * 40_000}</p>", None),
    "backslashes": (f"<p>{chr(92) * 120_000}</p>", None),
    "tag starts": ("<" * 100_000, True),
    "typed tags": (f"<p>{'&lt;a ' * 20_000}</p>", None),
    "many attributes": (f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>甲</p>", False),
    "many paragraphs": ("<p>甲</p>" * 8_000, None),
    "many breaks": ("甲<br>" * 20_000, True),
    "breaks, just not too many": ("甲<br>" * 7_900, None),
    "a table of 20,000 cells": (f"<table>{'<tr><td>1</td><td>2</td></tr>' * 10_000}</table>", True),
    "pipes in a cell": (f"<table><tr><th>{'|' * 50_000}</th></tr></table>", None),
    "nested lists": ("<ul><li>甲" * 29 + "</li></ul>" * 29, False),
    "spaces": (f"<p>{' ' * 120_000}甲</p>", False),
}
