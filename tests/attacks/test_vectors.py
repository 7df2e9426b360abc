"""html5lib's own vectors for sanitisers, through import and rendering as a body goes.

Their sanitiser escapes a tag that is not allowed, ours drops it: in `ESCAPED` the expected output
differs for that reason only, its text being the source of such a tag.
"""

from __future__ import annotations

import json
import re
from typing import Any

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser

from scraper import bodies
from tests.attacks import still
from tests.hooks.building import ROOT

FILE = ROOT.parent / "shared" / "vectors" / "html5lib-sanitizer-tests1.dat"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else []
ESCAPED = sorted(vector["name"] for vector in VECTORS if "&lt;" in vector["output"])
needed = pytest.mark.skipif(not VECTORS, reason=f"html5lib's vectors are not here ({FILE.parent})")


def rendered(html: str) -> str:
    return bodies.render(bodies.convert(html).text, imported=True)


def elements(html: str) -> list[Any]:
    """All elements as html5lib reads them, which is not how the sanitiser does."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [one for one in tree.iter() if one is not tree]


@needed
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_nothing_outside_the_allow_list_is_left(vector: dict[str, Any]) -> None:
    assert still.body_faults(rendered(vector["input"])) == []


@needed
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_html5lib_finds_nothing_either(vector: dict[str, Any]) -> None:
    for one in elements(rendered(vector["input"])):
        assert isinstance(one.tag, str), "a comment"
        assert one.tag in still.TAGS
        assert set(one.attrib) <= still.ATTRIBUTES["*"] | still.ATTRIBUTES.get(one.tag, set())


@needed
def test_the_file_has_what_we_count_on() -> None:
    assert len(VECTORS) >= 60
    assert ESCAPED


@needed
@pytest.mark.parametrize("name", ESCAPED)
def test_what_they_escape_we_drop(name: str) -> None:
    """No tag of the input is left as text where they leave it."""
    vector = next(vector for vector in VECTORS if vector["name"] == name)
    source = set(re.findall(r"&lt;(/?\w+)", vector["output"]))
    text = LexborHTMLParser(rendered(vector["input"])).root.text()
    assert [tag for tag in source if f"<{tag}" in text] == []
