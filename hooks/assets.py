"""Which of the theme's files the site has no use for: about 2 MB of the offline copy."""

from __future__ import annotations

import re

_UNUSED = re.compile(
    r"assets/.+\.map"  # source maps of the theme's own development
    r"|assets/images/favicon\.png"  # the site has its own
    # stemmers of other languages; the worker asks for these two alone when lang is zh
    r"|assets/javascripts/lunr/(?!min/lunr\.(?:zh|stemmer\.support)\.min\.js$).+"
)


def is_unused(path: str) -> bool:
    """Whether a file of the theme is left out of the site. `path` is relative to its root."""
    return bool(_UNUSED.fullmatch(path))
