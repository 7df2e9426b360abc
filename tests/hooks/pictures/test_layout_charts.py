"""Bars, rings, state machines, strips and trees lie as their numbers say, whatever these are."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.pictures import Element, draw, read, ring
from tests.hooks.pictures.samples import BARS, RING, STATES, STRIP, TREE, changed, trace
from tests.hooks.pictures.test_layout import LABELS, boxes, check, svg_of

AMOUNTS = st.one_of(st.integers(0, 10**15), st.floats(0, 10**15, allow_subnormal=True))
NUMBERS = st.integers(-(10**6), 10**6)


def with_class(svg: Element, name: str) -> list[Element]:
    return [p for p in svg.walk() if name in p.attributes.get("class", "").split()]


def inside(svg: Element) -> None:
    """Every shape lies in the drawing."""
    _, _, width, height = map(float, svg.attributes["viewBox"].split())
    for part in svg.walk():
        at = part.attributes
        x, y = float(at.get("x", 0)), float(at.get("y", 0))
        assert x >= -1
        assert y >= -1
        assert x + float(at.get("width", 0) if part.tag == "rect" else 0) <= width + 1
        assert y + float(at.get("height", 0) if part.tag == "rect" else 0) <= height + 1
        for name in ("x1", "x2", "cx"):
            assert -1 <= float(at.get(name, 0)) <= width + 1
        for name in ("y1", "y2", "cy"):
            assert -1 <= float(at.get(name, 0)) <= height + 1
        for u, v in re.findall(r"([-\d.]+)[ ,]([-\d.]+)(?=[L ]|$)", at.get("points", "")):
            assert -1 <= float(u) <= width + 1
            assert -1 <= float(v) <= height + 1


# ── bars ──


@given(
    st.lists(st.tuples(LABELS, AMOUNTS), min_size=1, max_size=24),
    st.lists(st.tuples(LABELS, st.integers(-(10**15), 10**15)), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_any_amounts_can_be_compared(
    amounts: list[tuple[str, float]], limits: list[tuple[str, float]]
) -> None:
    bars = [{"name": name, "value": value} for name, value in amounts]
    whole = changed(BARS, "bars", to=bars)
    whole["limits"] = [{"label": label, "value": max(0, value)} for label, value in limits]
    svg = svg_of(whole)
    inside(svg)
    check(svg)


def test_bars_are_as_long_as_their_amounts() -> None:
    wide = [float(p.attributes["width"]) for p in with_class(svg_of(BARS), "kb-bars")]
    assert wide[0] == 336
    assert wide[1] / wide[0] == pytest.approx(19_212.5 / 20_880, abs=1e-4)
    assert wide[2] == 1  # one can see that there is nothing
    track = [float(p.attributes["width"]) for p in with_class(svg_of(BARS), "kb-track")]
    assert track == [336] * 3


def test_limits_stand_where_a_bar_of_that_amount_would_end() -> None:
    low, high = sorted(float(p.attributes["x1"]) for p in with_class(svg_of(BARS), "kb-limit"))
    assert low == pytest.approx(2 + 336 * 4000 / 20_880, abs=0.01)
    assert high == pytest.approx(2 + 336 * 20_000 / 20_880, abs=0.01)


def test_amounts_are_told_as_asked() -> None:
    texts = [text for text, *_ in boxes(svg_of(BARS))]
    assert "20880 条" in texts
    assert "约 1.9 万条" in texts
    assert "✗\xa0node-2" in texts


# ── state machines ──


@st.composite
def machines(draw: st.DrawFn) -> dict[str, Any]:
    states = draw(st.lists(LABELS, min_size=2, max_size=8))
    places = st.integers(0, len(states) - 1)
    ends = draw(st.lists(st.tuples(places, places), min_size=1, max_size=12, unique=True))
    moves = [
        {"from": source, "to": target, "label": "x", "count": n % 3}
        for n, (source, target) in enumerate(ends)
    ]
    start = draw(places)
    return {"kind": "states", "title": "x", "states": states, "start": start, "moves": moves}


@given(machines())
@settings(max_examples=80, deadline=None)
def test_a_machine_stays_in_its_drawing_and_every_way_has_a_number(machine: dict[str, Any]) -> None:
    svg = svg_of(machine)
    inside(svg)
    badges = with_class(svg, "kb-badge")
    assert len(badges) == len(with_class(svg, "kb-way")) == len(machine["moves"])
    states = with_class(svg, "kb-state")
    assert len(states) == len(machine["states"])
    for one, other in itertools.combinations([edges(box) for box in states], 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
    heads = with_class(svg, "kb-head")[: len(machine["moves"])]
    for head, move in zip(heads, machine["moves"], strict=True):
        x, y = map(float, head.attributes["points"].split()[0].split(","))
        left, right, top, bottom = edges(states[move["to"]])
        assert left - 8 <= x <= right + 8
        assert top - 8 <= y <= bottom + 8


def edges(box: Element) -> tuple[float, float, float, float]:
    x, y, wide, high = (float(box.attributes[name]) for name in ("x", "y", "width", "height"))
    return x, x + wide, y, y + high


def test_numbers_of_a_machine_lie_upon_nothing() -> None:
    svg = svg_of(STATES)
    badges = [edges(badge) for badge in with_class(svg, "kb-badge")]
    states = [edges(state) for state in with_class(svg, "kb-state")]
    for one, other in itertools.combinations(badges, 2):
        apart_across = one[1] <= other[0] or other[1] <= one[0]
        assert apart_across or one[3] <= other[2] or other[3] <= one[2]
    for badge, state in itertools.product(badges, states):
        apart_across = badge[1] <= state[0] or state[1] <= badge[0]
        assert apart_across or badge[3] <= state[2] or state[3] <= badge[2]


def test_ways_that_were_not_gone_are_dashed_and_told() -> None:
    (figure,) = draw(read(trace(STATES)), "x")
    unused = [p for p in figure.walk() if p.tag == "a" and "unused" in p.attributes["class"]]
    assert [link.attributes["data-field"] for link in unused] == ["3", "7"]
    assert unused[1].attributes["aria-label"] == "7 号：直发中 → 待拉取：✗\xa0超时，走过 0 次"
    rows = [p for p in figure.walk() if p.tag == "tr" and "id" in p.attributes]
    assert [child.text() for child in rows[1].children] == [
        "2", "拉取中", "拉取中", "确认一批，还有", "12", "从游标起。"
    ]  # fmt: skip


def test_a_column_of_nothing_is_left_out() -> None:
    plain = changed(STATES, "moves", to=[dict(STATES["moves"][0])])
    (figure,) = draw(read(trace(plain)), "x")
    assert "说明" not in figure.text()
    assert "次数" in figure.text()


# ── rings ──


@st.composite
def rings(draw: st.DrawFn) -> dict[str, Any]:
    nodes = draw(st.lists(LABELS, min_size=1, max_size=12))
    shares = st.floats(0, 1, exclude_max=True)
    owners = st.integers(0, len(nodes) - 1)
    points = sorted(draw(st.lists(shares, min_size=1, max_size=80)))
    keys = draw(st.lists(st.tuples(shares, LABELS, owners), max_size=24))
    return {
        "kind": "ring",
        "title": "x",
        "nodes": nodes,
        "points": [{"at": at, "node": draw(owners)} for at in points],
        "keys": [{"at": at, "name": name, "node": node} for at, name, node in keys],
    }


@given(rings())
@settings(max_examples=60, deadline=None)
def test_the_arcs_of_a_ring_go_once_around(picture: dict[str, Any]) -> None:
    svg = svg_of(picture)
    check(svg)
    inside(svg)
    model = read(trace(picture)).pictures[0]
    assert model.kind == "ring"
    spans = list(ring.spans(model))
    assert sum(length for _, length, _ in spans) == pytest.approx(1)
    for (start, length, _), point in zip(spans, model.points, strict=True):
        assert length >= 0
        assert start + length == pytest.approx(point.at)
    assert len(with_class(svg, "kb-arc")) == len(picture["nodes"])
    assert len(with_class(svg, "kb-dot")) == len(picture["keys"])


def test_places_on_a_ring_go_with_the_clock_from_its_top() -> None:
    middle = (100.0, 50.0)
    assert [ring.spot(at, 10, middle) for at in (0, 0.25, 0.5, 0.75)] == [
        (100, 40), (110, 50), (100, 60), (90, 50)
    ]  # fmt: skip
    x, y = ring.spot(1 / 8, 10, middle)
    assert (x - 100, 50 - y) == (pytest.approx(10 / math.sqrt(2)), pytest.approx(10 / math.sqrt(2)))


def test_an_arc_belongs_to_the_node_whose_point_ends_it() -> None:
    (figure,) = draw(read(trace(RING)), "x")
    rows = [p for p in figure.walk() if p.tag == "tr" and "id" in p.attributes]
    told = [[child.text() for child in row.children] for row in rows]
    assert told == [
        ["1", "node-1", "1", "19.0 %", "3 ✓\xa0user-3"],
        ["2", "node-2", "2", "20.0 %", "1 user-1、2 ✗\xa0user-2"],
        ["3", "node-3", "1", "61.0 %", "—"],
    ]
    first, second, third = (p.attributes["d"] for p in with_class(figure, "kb-arc"))
    assert first.count("M") == second.count("M") == 1  # neighbours become one arc
    assert third.count("A") == 2  # more than half a turn is drawn in two


def test_numbers_that_would_touch_are_left_to_the_table() -> None:
    texts = [text for text, *_ in boxes(svg_of(RING))]
    assert sorted(texts) == ["1", "1", "2", "3", "3"]


# ── strips ──


@st.composite
def strips(draw: st.DrawFn) -> dict[str, Any]:
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=12, unique=True)))
        spans = [
            {"at": start, "size": end - start, "name": draw(LABELS)}
            for start, end in itertools.pairwise(cuts)
            if draw(st.booleans())
        ]
        spans = spans or [{"at": cuts[0], "size": 1, "name": "x"}]
        rows.append({"label": draw(LABELS), "spans": spans})
    marks = draw(st.lists(st.tuples(NUMBERS, LABELS), max_size=6))
    whole = {"kind": "strip", "title": "x", "unit": "毫秒", "rows": rows}
    return whole | {"marks": [{"at": at, "label": label} for at, label in marks]}


@given(strips())
@settings(max_examples=60, deadline=None)
def test_any_spans_lie_over_their_axis(picture: dict[str, Any]) -> None:
    svg = svg_of(picture)
    check(svg)
    inside(svg)
    shapes = iter(with_class(svg, "kb-span"))
    places = [mark["at"] for mark in picture["marks"]]
    for row in picture["rows"]:
        places += [end for s in row["spans"] for end in (s["at"], s["at"] + s["size"])]
    low, high = min(places), max(places)
    for row in picture["rows"]:
        for span in row["spans"]:
            shape = next(shapes)
            left = 2 + 336 * (span["at"] - low) / (high - low)
            wide = 336 * span["size"] / (high - low)
            assert float(shape.attributes["x"]) == pytest.approx(left, abs=0.01)
            assert float(shape.attributes["width"]) == pytest.approx(max(1, wide), abs=0.01)


def test_a_name_without_room_gives_way_to_its_number_and_a_note_says_so() -> None:
    (figure,) = draw(read(trace(STRIP)), "x")
    texts = [text for text, *_ in boxes(svg_of(STRIP))]
    assert {"FT 7", "FT 8", "✓\xa0FT 7"} <= set(texts)
    assert "FT 15" not in texts
    assert "名称见表格" in figure.text()
    wide = changed(STRIP, "rows", to=[STRIP["rows"][1]])
    (figure,) = draw(read(trace(wide)), "x")
    assert "名称见表格" not in figure.text()


# ── trees ──


def test_a_tree_is_a_list_of_lists() -> None:
    (figure,) = draw(read(trace(TREE)), "x")

    def told(item: Element) -> tuple[str, list[Any]]:
        node, *lists = [child for child in item.children if isinstance(child, Element)]
        below = [told(child) for inner in lists for child in inner.children]
        return node.text(), below

    (root,) = (p for p in figure.walk() if p.attributes.get("class") == "kb-tree")
    assert told(root.children[0]) == (
        "● 在线吗",
        [
            ("○ 在线：✓\xa0直发", []),
            ("● 不在线：有设备令牌吗两个。", [("● 没有：✗\xa0不推送", [])]),
        ],
    )
    assert "● 是这次走过的路。" in figure.text()
