"""Things lie where they should: nothing outside of its drawing, no label upon another."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.pictures import Element, draw, measure, read, references
from tests.hooks.pictures.samples import ALL, BITS, HEXDUMP, RATE, SEQUENCE, changed, trace

PHONE = 360  # what a screen of 390 has room for
CSS = Path(__file__).parents[3] / "overrides" / "assets" / "stylesheets" / "pictures.css"


def svg_of(picture: dict[str, Any]) -> Element:
    (figure,) = draw(read(trace(picture)), "x")
    return next(part for part in figure.walk() if part.tag == "svg")


def boxes(svg: Element) -> list[tuple[str, float, float, float]]:
    """Each text with its left end, right end and baseline, as wide as it is guessed to be."""
    found = []
    for part in svg.walk():
        if part.tag != "text" or " " in part.attributes["x"]:
            continue
        names = part.attributes.get("class", "").split()
        size = 11 if "kb-small" in names else 12
        wide = measure.width(part.text(), size)
        if "kb-mono" in names:
            wide = len(part.text()) * size * 0.6
        x = float(part.attributes["x"])
        left = x - (wide if "kb-end" in names else wide / 2 if "kb-middle" in names else 0)
        found.append((part.text(), left, left + wide, float(part.attributes["y"])))
    return found


def check(svg: Element) -> None:
    """All texts are inside, none upon another."""
    _, _, width, height = map(float, svg.attributes["viewBox"].split())
    texts = boxes(svg)
    for text, left, right, y in texts:
        assert left >= -1, text
        assert right <= width + 1, text
        assert 10 <= y <= height, text
    for one, other in itertools.combinations(texts, 2):
        apart = one[2] <= other[1] + 1 or other[2] <= one[1] + 1
        assert apart or abs(one[3] - other[3]) >= 11, (one, other)


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind not in ("grid", "lines", "tree")])
def test_the_samples_fit_a_phone(kind: str) -> None:
    svg = svg_of(ALL[kind])
    check(svg)
    assert float(svg.attributes["width"]) <= PHONE


LABELS = st.text("中文一二ABWmi. -(/", min_size=1, max_size=24)


@st.composite
def sequences(draw: st.DrawFn) -> dict[str, Any]:
    lanes = draw(st.lists(LABELS, min_size=1, max_size=6))
    events, at = [], 0
    for _ in range(draw(st.integers(1, 15))):
        at += draw(st.sampled_from([0, 1, 50, 1000, 90_000]))
        source = draw(st.integers(0, len(lanes) - 1))
        target = draw(st.sampled_from([None, *(n for n in range(len(lanes)) if n != source)]))
        tone = draw(st.sampled_from(["plain", "good", "bad", "quiet"]))
        event = {"at": at, "from": source, "to": target, "label": draw(LABELS), "detail": ""}
        arrives = target is None or draw(st.booleans())
        events.append(event | {"tone": tone, "arrives": arrives})
    return {"kind": "sequence", "title": "x", "lanes": lanes, "events": events}


@given(sequences())
@settings(max_examples=60, deadline=None)
def test_labels_of_a_sequence_never_overlap(picture: dict[str, Any]) -> None:
    svg = svg_of(picture)
    check(svg)
    assert (float(svg.attributes["width"]) <= PHONE) == (len(picture["lanes"]) <= 3)


@pytest.mark.parametrize("lanes", [1, 3, 4, 6])
def test_more_than_three_lanes_scroll(lanes: int) -> None:
    whole = changed(SEQUENCE, "lanes", to=[f"线 {n}" for n in range(lanes)])
    whole["events"] = [dict(SEQUENCE["events"][1])]
    (figure,) = draw(read(trace(whole)), "x")
    parents = [p for p in figure.walk() if any(getattr(c, "tag", "") == "svg" for c in p.children)]
    assert [p.attributes["class"] for p in parents] == [
        "kb-picture__scroll" if lanes > 3 else "kb-picture kb-picture--sequence"
    ]


def test_a_label_of_24_characters_is_not_cut() -> None:
    whole = changed(SEQUENCE, "events", 0, "label", to="长" * 24)
    whole = changed(whole, "events", 2, "label", to="短" * 24)
    texts = [text for text, *_ in boxes(svg_of(whole))]
    assert "长" * 24 in texts
    assert "✗\xa0" + "短" * 24 in texts


def test_a_lost_message_ends_midway_with_a_cross() -> None:
    svg = svg_of(SEQUENCE)
    steps = [part for part in svg.walk() if "data-step" in part.attributes]
    lost, _, arrived, _ = steps
    ends = [
        float(
            next(p for p in step.walk() if "kb-arrow" in p.attributes.get("class", "")).attributes[
                "x2"
            ]
        )
        for step in (lost, arrived)
    ]
    assert any(part.attributes.get("class") == "kb-cross" for part in lost.walk())
    assert not any(part.attributes.get("class") == "kb-cross" for part in arrived.walk())
    assert ends[0] < ends[1] - 50


def test_bits_wrap_after_32_cells_of_one_character_and_16_of_two() -> None:
    svg = svg_of(changed(BITS, "rows", 0, "fields", to=[{"name": "甲", "cells": "1" * 40}]))
    lines: dict[str, int] = {}
    for part in svg.walk():
        if part.tag == "text" and "kb-mono" in part.attributes["class"]:
            lines[part.attributes["y"]] = lines.get(part.attributes["y"], 0) + 1
    assert list(lines.values()) == [32, 8, 16, 4]


def test_a_name_that_does_not_fit_gives_way_to_its_number() -> None:
    texts = [text for text, *_ in boxes(svg_of(BITS))]
    assert "M11–M7" in texts
    assert "类别的高位" not in texts
    assert "2" in texts
    assert "地址" in texts


@given(st.lists(st.integers(1, 40), min_size=1, max_size=20).filter(lambda n: sum(n) <= 128))
@settings(max_examples=40, deadline=None)
def test_each_cell_is_drawn_once(sizes: list[int]) -> None:
    fields = [{"name": f"字段 {n}", "cells": "x" * size} for n, size in enumerate(sizes)]
    svg = svg_of(changed(BITS, "rows", to=[{"label": "行", "fields": fields}]))
    check(svg)
    places = {
        (part.attributes["x"], part.attributes["y"])
        for part in svg.walk()
        if part.tag == "text" and part.text() == "x"
    }
    assert len(places) == sum(sizes)


NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-(10**15), 10**15, allow_subnormal=True),
    st.sampled_from([0, 5e-324, -5e-324, 1e-300, 1e15, 0.1]),
)


@given(
    st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8),
    st.sampled_from(["bars", "line", "steps"]),
    st.lists(NUMBERS, max_size=4),
)
@settings(max_examples=100, deadline=None)
def test_any_numbers_can_be_charted(
    points: list[tuple[float, float]], shape: str, limits: list[float]
) -> None:
    series = {"name": "x", "shape": shape, "points": sorted(points, key=lambda p: p[0])}
    whole = changed(RATE, "series", to=[series])
    svg = svg_of(changed(whole, "limits", to=[{"value": v, "label": "y"} for v in limits]))
    check(svg)
    _, _, width, height = map(float, svg.attributes["viewBox"].split())
    for part in svg.walk():
        for name in ("x", "x1", "x2", "cx"):
            assert -1 <= float(part.attributes.get(name, 0)) <= width + 1
        for name in ("y", "y1", "y2", "cy"):
            assert -5 <= float(part.attributes.get(name, 0)) <= height + 1


def test_bars_are_as_high_as_their_numbers() -> None:
    (figure,) = draw(read(trace(RATE)), "x")
    bars = next(
        p
        for p in figure.walk()
        if p.attributes.get("class", "").startswith("kb-bars kb-se")
        and p.attributes["d"].count("M") == 3
    )
    heights = [
        float(base) - float(top)
        for base, top in re.findall(r"M\S+ (\S+?)V(\S+?)h", bars.attributes["d"])
    ]
    assert heights[1] == 0
    assert heights[2] / heights[0] == pytest.approx(7 / 3, abs=0.01)


def test_offsets_and_columns_of_a_dump() -> None:
    texts = [text for text, *_ in boxes(svg_of(HEXDUMP))]
    assert texts[:10] == ["0", "1", "2", "3", "4", "5", "6", "7", "0", "8"]


@pytest.mark.parametrize(
    ("low", "high", "most", "least", "found"),
    [
        (0, 10, 5, 0, [0, 2, 4, 6, 8, 10]),
        (0, 2100, 5, 1, [0, 500, 1000, 1500, 2000]),
        (0.1, 0.35, 5, 0, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]),
        (-7, 7, 4, 0, [-5, 0, 5]),
        (0.5, 3.5, 8, 1, [1, 2, 3]),
        (0, 10**15, 2, 0, [0, 5 * 10**14, 10**15]),
    ],
)
def test_ticks_are_round(
    low: float, high: float, most: int, least: int, found: list[float]
) -> None:
    assert list(measure.ticks(low, high, most, least)) == pytest.approx(found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (10**15, "1000000000000000"),
        (1e-7, "1e-07"),
    ],
)
def test_numbers_are_written_plainly(value: float, text: str) -> None:
    assert measure.plain(value) == text


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("短", 40, ["短"]),
        ("服务器 192.0.2.1", 70, ["服务器", "192.0.2.1"]),
        ("一二三四五六七", 40, ["一二三", "四五…"]),
        ("", 40, [""]),
    ],
)
def test_text_is_broken_and_cut(text: str, room: float, lines: list[str]) -> None:
    assert measure.wrap(text, room, 12, 2) == lines


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("RFC 8489 §14.2", "rfc8489.html#section-14.2"),
        ("RFC 791 §3", "rfc791.html#section-3"),
        ("RFC 8489 附录 B.1", "rfc8489.html#appendix-B.1"),
        ("RFC 3264 附录 A", "rfc3264.html#appendix-A"),
    ],
)
def test_a_reference_leads_to_the_section(text: str, address: str) -> None:
    assert references.address(text) == f"https://www.rfc-editor.org/rfc/{address}"


@pytest.mark.parametrize(
    "text",
    [
        "RFC 8489",
        "RFC8489 §1",
        "RFC 8489 §",
        "RFC 8489 §1.",
        "RFC 8489 §１",
        "RFC 0 §1",
        "RFC 8489 §1\n",
    ],
)
def test_no_reference(text: str) -> None:
    assert not references.is_reference(text)
    with pytest.raises(ValueError, match="not a reference"):
        references.address(text)


# Colours, as the site's two schemes have them: background, text, quiet text.
SCHEMES = {
    "default": ("#ffffff", (0, 0, 0, 0.87), (0, 0, 0, 0.62)),
    "slate": ("#1e2629", (226, 231, 233, 0.82), (226, 231, 233, 0.72)),
}


def rgb(code: str) -> tuple[float, ...]:
    return tuple(int(code[n : n + 2], 16) for n in (1, 3, 5))


def over(colour: tuple[float, ...], ground: tuple[float, ...]) -> tuple[float, ...]:
    *channels, alpha = colour
    return tuple(c * alpha + g * (1 - alpha) for c, g in zip(channels, ground, strict=True))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG 2.2's contrast ratio."""

    def light(colour: tuple[float, ...]) -> float:
        linear = [
            c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
            for c in colour
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_can_be_read(scheme: str) -> None:
    css = CSS.read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\n\s*\}}', css, re.DOTALL)
    assert block
    ground, text, quiet = SCHEMES[scheme]
    colours = re.findall(r"--kb-(tint|ink)-(\w+): (#[0-9a-f]{6});", block[1])
    assert {name for kind, name, _ in colours if kind == "ink"} >= {*"012345", "good", "bad"}
    for kind, name, code in colours:
        if kind == "tint":
            assert contrast(over(text, rgb(code)), rgb(code)) >= 4.5, name
            assert contrast(over(quiet, rgb(code)), rgb(code)) >= 4.5, name
        else:
            assert contrast(rgb(code), rgb(ground)) >= 4.5, name
