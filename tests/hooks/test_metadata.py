from __future__ import annotations

from html import unescape

from markupsafe import escape

from hooks import metadata
from tests.hooks.making import article

HOSTILE = '</title><script>alert(1)</script> List<Map<String>> & "x"'


def test_everything_the_theme_prints_is_escaped() -> None:
    header = article(
        "im/a.md", title=HOSTILE, description=HOSTILE, author=HOSTILE, tags=(HOSTILE,)
    ).header
    found = metadata.for_theme(header)
    for value in (found["title"], found["description"], found["author"], *found["tags"]):
        assert not set(str(value)) & set("<>\"'")
        assert unescape(str(value)) == HOSTILE


def test_escaping_twice_changes_nothing() -> None:
    assert escape(metadata.text("a & b")) == "a &amp; b"


def test_a_value_is_one_line_and_not_too_long() -> None:
    assert metadata.text("a\nb\u2028c\u202e") == "a b c"
    assert len(metadata.text("长" * 500)) == metadata.TITLE_LENGTH


def test_a_header_cannot_steer_the_theme() -> None:
    found = metadata.for_theme(article("im/a.md").header)
    assert set(found) == {"title", "description", "author"}
