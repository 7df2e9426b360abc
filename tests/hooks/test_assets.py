from __future__ import annotations

import pytest

from hooks.assets import is_unused


@pytest.mark.parametrize(
    "path",
    [
        "assets/javascripts/bundle.1.min.js.map",
        "assets/javascripts/lunr/tinyseg.js",
        "assets/javascripts/lunr/min/lunr.ja.min.js",
        "assets/javascripts/lunr/min/lunr.multi.min.js",
        "assets/images/favicon.png",
    ],
)
def test_left_out(path: str) -> None:
    assert is_unused(path)


@pytest.mark.parametrize(
    "path",
    [
        "assets/javascripts/bundle.1.min.js",
        "assets/javascripts/lunr/min/lunr.zh.min.js",
        "assets/javascripts/lunr/min/lunr.stemmer.support.min.js",
        "assets/images/favicon.svg",
        "im/site.map",
    ],
)
def test_kept(path: str) -> None:
    assert not is_unused(path)
