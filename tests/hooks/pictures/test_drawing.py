"""What every picture keeps to: known names only, ids of its own, text as text, all facts twice."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.pictures import ATTRIBUTES, TAGS, Element, draw, read, thumbnail, to_html, to_json
from tests.hooks.pictures.samples import ALL, HEXDUMP, LINES, changed, trace

GOLDENS = Path(__file__).parent / "goldens"
NASTY = "<script>alert(1)</script>\"'&amp;<!--]]>"
# What the page asks of pictures that a program's run hands it.
LINK = re.compile(r"#[A-Za-z0-9_-]+|https://www\.rfc-editor\.org/rfc/rfc\d+\.html#[A-Za-z0-9.-]+")
CLASS = re.compile(r"kb-[a-z0-9_-]+(?: kb-[a-z0-9_-]+)*")


def figures(*pictures: Any, prefix: str = "x") -> list[Element]:
    """All the pictures drawn, as many traces as that takes."""
    groups = [pictures[n : n + 6] for n in range(0, len(pictures), 6)]
    return [
        figure
        for n, group in enumerate(groups)
        for figure in draw(read(trace(*group)), f"{prefix}{'' if n == 0 else f'-{n}'}")
    ]


def everything(*figures: Element) -> list[Element]:
    return [part for figure in figures for part in figure.walk()]


def found(figure: Element, tag: str, **attributes: str) -> list[Element]:
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    return [
        part
        for part in figure.walk()
        if part.tag == tag and wanted.items() <= part.attributes.items()
    ]


def nasty(picture: Any) -> Any:
    """A picture whose texts all try to be markup."""
    fixed = {"kind", "ref", "tone", "shape", "bytes", "differs"}
    if isinstance(picture, dict):
        return {key: v if key in fixed else nasty(v) for key, v in picture.items()}
    if isinstance(picture, list):
        return [nasty(item) for item in picture]
    return NASTY[:24] if isinstance(picture, str) and len(picture) != 2 else picture


@pytest.mark.parametrize("kind", ALL)
def test_golden(kind: str, golden) -> None:
    (figure,) = figures(ALL[kind], prefix="example-x")
    golden(GOLDENS / f"{kind}.html", to_html(figure).replace("><", ">\n<") + "\n")
    small = to_html(thumbnail(read(trace(ALL[kind]))))
    golden(GOLDENS / f"{kind}-thumbnail.html", small.replace("><", ">\n<") + "\n")


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("make", [dict, nasty])
def test_only_known_tags_attributes_classes_and_links(kind: str, make) -> None:
    drawn = [*figures(make(ALL[kind])), thumbnail(read(trace(make(ALL[kind]))))]
    for part in everything(*drawn):
        assert part.tag in TAGS
        assert part.attributes.keys() <= ATTRIBUTES
        assert LINK.fullmatch(part.attributes.get("href", "#x"))
        assert CLASS.fullmatch(part.attributes.get("class", "kb-x"))


def test_the_lists_name_nothing_that_is_never_drawn() -> None:
    drawn = everything(*figures(*ALL.values()), thumbnail(read(trace(LINES))))
    assert {part.tag for part in drawn} == TAGS
    assert {name for part in drawn for name in part.attributes} == ATTRIBUTES


def test_ids_begin_with_the_prefix_and_are_unique_and_links_find_them() -> None:
    drawn = everything(*figures(*ALL.values(), prefix="example-stun"))
    ids = [part.attributes["id"] for part in drawn if "id" in part.attributes]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"example-stun(-1)?-p[1-6](-f\d+)?", each) for each in ids)
    links = {part.attributes["href"] for part in drawn if part.tag == "a"}
    assert {link[1:] for link in links if link.startswith("#")} == {i for i in ids if "-f" in i}


@pytest.mark.parametrize("prefix", ["", "1x", "a b", 'a"', "a.b", "a\n"])
def test_a_prefix_that_makes_no_id(prefix: str) -> None:
    with pytest.raises(ValueError, match="not the beginning of an id"):
        draw(read(trace(LINES)), prefix)


def test_regions_have_names_of_their_own() -> None:
    titled = [LINES, LINES, changed(LINES, "title", to="一份 SDP（2）"), *list(ALL.values())[:2]]
    drawn = everything(*figures(*titled))
    names = [p.attributes["aria-label"] for p in drawn if p.attributes.get("role") == "region"]
    assert len(names) == len(set(names)) == 5
    boxes = [part for part in drawn if "kb-picture__scroll" in part.attributes.get("class", "")]
    assert {(box.attributes["role"], box.attributes["tabindex"]) for box in boxes} == {
        ("region", "0")
    }


@pytest.mark.parametrize("kind", ALL)
def test_a_drawing_has_a_name_and_is_an_image_only_without_links(kind: str) -> None:
    (figure,) = figures(ALL[kind])
    for svg in found(figure, "svg"):
        links = found(svg, "a")
        assert svg.attributes["role"] == ("group" if links else "img")
        assert svg.attributes["aria-label"] == f"图：{ALL[kind]['title']}"
    for table in found(figure, "table"):
        assert [caption.text() for caption in found(table, "caption")] == [
            f"表格：{ALL[kind]['title']}"
        ]
        for row in found(table, "tr")[1:]:
            assert len(found(row, "th", scope="row")) == 1


@pytest.mark.parametrize("kind", ALL)
def test_each_field_and_step_is_drawn_and_told_of(kind: str) -> None:
    (figure,) = figures(ALL[kind])
    for name, drawn in (("data-field", "a"), ("data-step", "g")):
        shown = [p.attributes[name] for p in found(figure, drawn) if name in p.attributes]
        told = [p.attributes[name] for p in found(figure, "tr") if name in p.attributes]
        assert shown == told == [str(n) for n in range(1, len(told) + 1)]
        if name == "data-step":
            assert figure.attributes.get("data-steps") == (str(len(told)) if told else None)
    for link in found(figure, "a", **{"class": "kb-field"}):
        assert link.attributes["aria-label"]


def test_text_stays_text() -> None:
    drawn = figures(*map(nasty, ALL.values()))
    page = "<!doctype html><title>x</title>" + "".join(map(to_html, drawn))
    tree = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(page)
    assert not list(tree.iter("script"))
    assert "".join(tree.find("body").itertext()) == "".join(figure.text() for figure in drawn)


@pytest.mark.parametrize("kind", ALL)
def test_a_browser_reads_the_html_as_the_tree(kind: str) -> None:
    """html5lib builds what we meant, names of attributes with capitals and all."""
    (figure,) = figures(nasty(ALL[kind]))
    page = "<!doctype html><title>x</title>" + to_html(figure)
    body = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page).find("body")

    def same(read: Any, meant: Element) -> None:
        assert read.tag.rpartition("}")[2] == meant.tag
        assert dict(read.attrib) == dict(meant.attributes)
        inner = [child for child in meant.children if isinstance(child, Element)]
        assert len(read) == len(inner)
        for one, other in zip(read, inner, strict=True):
            same(one, other)

    same(body[0], figure)


def test_json_holds_the_tree() -> None:
    drawn = figures(*ALL.values())

    def html(node: Any) -> str:
        if isinstance(node, str):
            return to_html(node)
        return to_html(Element(node[0], node[1])).replace(
            "></", f">{''.join(map(html, node[2]))}</"
        )

    text = to_json(drawn)
    assert "".join(html(node) for node in json.loads(text)) == "".join(map(to_html, drawn))
    assert ": " not in text.replace("第一次。", "")


def test_the_same_trace_gives_the_same_pictures() -> None:
    assert to_json(figures(*ALL.values())) == to_json(figures(*ALL.values()))


@pytest.mark.parametrize("kind", ALL)
def test_a_thumbnail_is_for_the_eye_alone(kind: str) -> None:
    small = thumbnail(read(trace(ALL[kind], HEXDUMP)))
    assert (small.tag, small.attributes["aria-hidden"]) == ("svg", "true")
    assert small.text() == ""
    assert "width" not in small.attributes
    assert len(list(small.walk())) >= 3
    for part in small.walk():
        assert not part.attributes.keys() & {"id", "href", "role", "aria-label"}
        assert not any(name.startswith("data-") for name in part.attributes)


@st.composite
def partitions(draw: st.DrawFn) -> dict[str, Any]:
    """Bytes and any way of cutting them into fields."""
    data = draw(st.binary(min_size=1, max_size=120))
    cuts = sorted({0, *draw(st.sets(st.integers(1, len(data)))), len(data)})
    tones = st.sampled_from(["plain", "good", "bad", "quiet"])
    fields = [
        {"at": at, "size": end - at, "name": "x", "value": "", "ref": "", "tone": draw(tones)}
        for at, end in pairwise(cuts)
    ]
    other = draw(st.binary(min_size=len(data), max_size=len(data)))
    whole = {"kind": "hexdump", "title": "x", "bytes": data.hex(), "fields": fields}
    return whole | draw(st.sampled_from([{}, {"differs": other.hex()}]))


@given(partitions())
@settings(max_examples=60, deadline=None)
def test_every_byte_is_drawn_once_and_belongs_to_one_row(picture: dict[str, Any]) -> None:
    (figure,) = figures(picture)
    data = bytes.fromhex(picture["bytes"])
    links = found(found(figure, "svg")[0], "a")
    rows = found(found(figure, "tbody")[0], "tr")
    assert len(links) == len(rows) == len(picture["fields"])
    texts = [t for t in found(figure, "text") if "kb-small" not in t.attributes["class"]]
    letters = [t.text() for t in texts if "kb-ascii" in t.attributes["class"]]
    assert (
        bytes.fromhex("".join(t.text() for t in texts if "kb-ascii" not in t.attributes["class"]))
        == data
    )
    assert len("".join(letters)) == len(data)
    told: list[int] = []
    for row, field in zip(rows, picture["fields"], strict=True):
        first, _, last = row.children[0].text().partition("–")
        own = range(int(first), int(last or first) + 1)
        assert (own[0], len(own)) == (field["at"], field["size"])
        assert found(row, "code")[0].text().startswith(data[own[0] : own[0] + 1].hex())
        told += own
    assert told == list(range(len(data)))
    for link, field in zip(links, picture["fields"], strict=True):
        wide = [
            float(box.attributes["width"]) for box in found(link, "rect", **{"class": "kb-cell"})
        ]
        assert sum(wide[1::2]) == field["size"] * 10 - len(wide) // 2
    other = bytes.fromhex(picture.get("differs", picture["bytes"]))
    marks = [p for p in figure.walk() if p.attributes.get("class") == "kb-differs"]
    assert len(marks) == sum(a != b for a, b in zip(data, other, strict=True))
