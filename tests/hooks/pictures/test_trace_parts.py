"""Each part of a picture that is wrong, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from hooks.pictures import TraceError, read
from tests.hooks.pictures.samples import (
    BARS,
    BITS,
    GRID,
    HEXDUMP,
    LINES,
    RATE,
    RING,
    SEQUENCE,
    STATES,
    STRIP,
    TREE,
    changed,
    trace,
)

REF = " RFC 8489 §14.2、RFC 8489 附录 B.1 这样的一处出处，或空串"
ONCE = "（每个字节恰好属于一个字段，字段按顺序排列）"
HEX = " 1–2048 个字节的十六进制，每字节两位，没有空格"
TONES = " plain、good、bad、quiet 之一"
NUMBER = "绝对值不超过 10^15 的数"
POINT = "series.0.points.0"


def text(least: int, most: int) -> str:
    return f" {least}–{most} 个字的文字"


def whole(least: int, most: int) -> str:
    return f" {least}–{most} 之间的整数"


def row(cells: Any) -> dict[str, Any]:
    return {"label": "", "fields": [{"name": "甲", "cells": cells}]}


# The picture, the part, what it is made, and what it should be.
WRONG: list[tuple[dict[str, Any], str, Any, str]] = [
    (HEXDUMP, "bytes", "0", f'{HEX}，现在是 "0"'),
    (HEXDUMP, "bytes", "", HEX),
    (HEXDUMP, "bytes", "00 01", HEX),
    (HEXDUMP, "bytes", "０１", HEX),
    (HEXDUMP, "bytes", "00" * 2049, HEX),
    (HEXDUMP, "bytes", None, f"{HEX}，现在是 null"),
    (HEXDUMP, "fields", [], " 1–12 个字段的列表，现在是 []"),
    (HEXDUMP, "fields.0.at", 1, f" 0{ONCE}，现在是 1"),
    (HEXDUMP, "fields.1.at", 1, f" 2{ONCE}，现在是 1"),
    (HEXDUMP, "fields.1.at", 2.0, f" 2{ONCE}，现在是 2.0"),
    (HEXDUMP, "fields.0.size", 0, f"{whole(1, 12)}，现在是 0"),
    (HEXDUMP, "fields.3.size", 4, f"{whole(1, 3)}，现在是 4"),
    (HEXDUMP, "fields.0.size", True, f"{whole(1, 12)}，现在是 true"),
    (HEXDUMP, "fields.2.name", "", text(1, 60)),
    (HEXDUMP, "fields.2.name", "长" * 61, text(1, 60)),
    (HEXDUMP, "fields.2.value", 8, f"{text(0, 1000)}，现在是 8"),
    (HEXDUMP, "fields.2.ref", "RFC 8489", f'{REF}，现在是 "RFC 8489"'),
    (HEXDUMP, "fields.2.ref", None, f"{REF}，现在是 null"),
    (HEXDUMP, "fields.2.tone", "red", f'{TONES}，现在是 "red"'),
    (HEXDUMP, "fields.2", "x", '对象，键为 at、size、name、value、ref、tone，现在是 "x"'),
    (HEXDUMP, "differs", "00", '与 bytes 同样长的 12 个字节，现在是 "00"'),
    (HEXDUMP, "differs", "zz", f'{HEX}，现在是 "zz"'),
    (BITS, "rows", [], " 1–12 行的列表，现在是 []"),
    (BITS, "rows", [row("0")] * 13, " 1–12 行的列表"),
    (BITS, "rows.0.label", "长" * 61, text(0, 60)),
    (BITS, "rows.0.fields", [], " 1–128 个字段的列表"),
    (BITS, "rows.0.fields.0.name", "", text(1, 60)),
    (BITS, "rows.0.fields.0.cells", "", text(1, 128)),
    (BITS, "rows.0.fields.0.cells", "0" * 129, text(1, 128)),
    (BITS, "rows.0.fields.0.cells", [], " 1–128 格的列表，现在是 []"),
    (BITS, "rows.0.fields.0.cells", 7, " 1–128 格的列表，现在是 7"),
    (BITS, "rows.0.fields.0.cells", ["0"] * 129, " 1–128 格的列表"),
    (BITS, "rows.0.fields.0.value", 7, text(0, 1000)),
    (BITS, "rows.0.fields.0.ref", "§5", REF),
    (SEQUENCE, "lanes", [], " 1–6 条线的列表"),
    (SEQUENCE, "lanes", list("abcdefg"), " 1–6 条线的列表"),
    (SEQUENCE, "lanes.0", "长" * 25, text(1, 24)),
    (SEQUENCE, "events", [], " 1–200 个事件的列表"),
    (SEQUENCE, "events.0.at", -1, f"{whole(0, 10**9)}，现在是 -1"),
    (SEQUENCE, "events.0.at", 0.5, f"{whole(0, 10**9)}，现在是 0.5"),
    (SEQUENCE, "events.3.at", 10**9 + 1, whole(0, 10**9)),
    (SEQUENCE, "events.0.from", 2, f"{whole(0, 1)}，现在是 2"),
    (SEQUENCE, "events.0.from", None, f"{whole(0, 1)}，现在是 null"),
    (SEQUENCE, "events.0.to", 2, f"{whole(0, 1)}，现在是 2"),
    (SEQUENCE, "events.0.to", -1, f"{whole(0, 1)}，现在是 -1"),
    (SEQUENCE, "events.0.to", 0, "另一条线的序号，或 null（只在这条线上发生），现在是 0"),
    (SEQUENCE, "events.0.label", "", text(1, 24)),
    (SEQUENCE, "events.0.label", "长" * 25, text(1, 24)),
    (SEQUENCE, "events.0.detail", 1, text(0, 1000)),
    (SEQUENCE, "events.0.arrives", 0, " true 或 false，现在是 0"),
    (SEQUENCE, "events.1.arrives", False, " true，因为 to 是 null，没有可丢的消息，现在是 false"),
    (RATE, "x", "", text(1, 24)),
    (RATE, "y", "长" * 25, text(1, 24)),
    (RATE, "series", [], " 1–6 组数据的列表"),
    (RATE, "series.0.name", "", text(1, 24)),
    (RATE, "series.0.shape", "pie", ' bars、line、steps 之一，现在是 "pie"'),
    (RATE, "series.0.points", [], " 1–500 个点的列表"),
    (RATE, "series.0.points", [[0, 0]] * 501, " 1–500 个点的列表"),
    (RATE, POINT, [1], " 2 个数 [x, y] 的列表，现在是 [1]"),
    (RATE, f"{POINT}.1", "1", f'{NUMBER}，现在是 "1"'),
    (RATE, f"{POINT}.1", True, f"{NUMBER}，现在是 true"),
    (RATE, f"{POINT}.1", float("nan"), f"{NUMBER}，现在是 NaN"),
    (RATE, f"{POINT}.1", float("-inf"), f"{NUMBER}，现在是 -Infinity"),
    (RATE, f"{POINT}.0", 10**15 + 1, NUMBER),
    (RATE, f"{POINT}.0", -(10**15) - 1, NUMBER),
    (RATE, "series.0.points.1", [-1, 0], " x 不小于上一点的 0 的点，现在是 [-1, 0]"),
    (RATE, "limits", [{"value": 1, "label": "x"}] * 5, " 0–4 条上限的列表"),
    (RATE, "limits.0.value", None, f"{NUMBER}，现在是 null"),
    (RATE, "limits.0.label", "", text(1, 24)),
    (GRID, "columns", [], " 1–32 列的列表"),
    (GRID, "columns", ["x"] * 33, " 1–32 列的列表"),
    (GRID, "rows", [], " 1–200 行的列表"),
    (GRID, "rows.0.name", "", text(1, 60)),
    (GRID, "rows.1.cells", [], " 2 格（与 columns 一样多）的列表，现在是 []"),
    (GRID, "rows.1.cells.0", "通", '对象，键为 text、tone，现在是 "通"'),
    (GRID, "rows.1.cells.0.text", "长" * 201, text(0, 200)),
    (GRID, "rows.1.cells.0.tone", 1, f"{TONES}，现在是 1"),
    (LINES, "lines", [], " 1–200 行的列表"),
    (LINES, "lines.0.text", None, f"{text(0, 1000)}，现在是 null"),
    (LINES, "lines.0.ref", "RFC 1 §1; x", REF),
    (BARS, "unit", "", text(1, 24)),
    (BARS, "bars", [], " 1–24 条的列表"),
    (BARS, "bars", [{"name": "x", "value": 1}] * 25, " 1–24 条的列表"),
    (BARS, "bars.0.name", "", text(1, 60)),
    (BARS, "bars.0.value", -0.5, "不小于 0 的数，现在是 -0.5"),
    (BARS, "bars.0.value", float("nan"), f"{NUMBER}，现在是 NaN"),
    (BARS, "bars.1.told", "长" * 25, text(0, 24)),
    (BARS, "bars.1.tone", "red", TONES),
    (BARS, "limits", [{"value": 1, "label": "x"}] * 5, " 0–4 条上限的列表"),
    (STATES, "states", ["空闲"], " 2–8 个状态的列表"),
    (STATES, "states", list("abcdefghi"), " 2–8 个状态的列表"),
    (STATES, "states.0", "长" * 25, text(1, 24)),
    (STATES, "start", 4, f"{whole(0, 3)}，现在是 4"),
    (STATES, "start", True, f"{whole(0, 3)}，现在是 true"),
    (STATES, "moves", [], " 1–24 条边的列表"),
    (STATES, "moves.0.from", 4, whole(0, 3)),
    (STATES, "moves.0.to", -1, whole(0, 3)),
    (STATES, "moves.0.label", "", text(1, 60)),
    (STATES, "moves.0.count", -1, whole(0, 10**6)),
    (STATES, "moves.0.count", 1.0, whole(0, 10**6)),
    (STATES, "moves.1.detail", 1, text(0, 1000)),
    (RING, "nodes", [], " 1–12 个节点的列表"),
    (RING, "nodes", ["x"] * 13, " 1–12 个节点的列表"),
    (RING, "nodes.0", "长" * 25, text(1, 24)),
    (RING, "points", [], " 1–400 个点的列表"),
    (RING, "points", [{"at": 0, "node": 0}] * 401, " 1–400 个点的列表"),
    (RING, "points.3.at", 1, "从 0 到 1（不含 1）的数，现在是 1"),
    (RING, "points.0.at", -0.1, "从 0 到 1（不含 1）的数，现在是 -0.1"),
    (RING, "points.2.at", 0.12, "不小于上一点的 0.13 的数，现在是 0.12"),
    (RING, "points.0.node", 3, whole(0, 2)),
    (RING, "keys", [{"at": 0, "name": "x", "node": 0}] * 25, " 0–24 个键的列表"),
    (RING, "keys.0.at", 1.5, "从 0 到 1（不含 1）的数，现在是 1.5"),
    (RING, "keys.0.name", "", text(1, 24)),
    (RING, "keys.0.node", 3, whole(0, 2)),
    (TREE, "nodes", [], " 2–40 个节点的列表"),
    (TREE, "nodes.0.parent", 0, " null（第一个节点是根），现在是 0"),
    (TREE, "nodes.1.parent", None, whole(0, 0)),
    (TREE, "nodes.2.parent", 2, whole(0, 1)),
    (TREE, "nodes.1.edge", "长" * 25, text(0, 24)),
    (TREE, "nodes.1.label", "", text(1, 60)),
    (TREE, "nodes.1.taken", 1, " true 或 false，现在是 1"),
    (TREE, "nodes.2.detail", 1, text(0, 1000)),
    (STRIP, "unit", "", text(1, 24)),
    (STRIP, "rows", [], " 1–12 行的列表"),
    (STRIP, "rows.0.label", "长" * 61, text(0, 60)),
    (STRIP, "rows.0.spans", [], " 1–200 段的列表"),
    (STRIP, "rows.0.spans.1.at", 19, "不小于上一段末尾 20 的数，现在是 19"),
    (STRIP, "rows.0.spans.1.size", 0, "大于 0 的数，现在是 0"),
    (STRIP, "rows.0.spans.1.size", "1", NUMBER),
    (STRIP, "rows.0.spans.1.name", "", text(1, 60)),
    (STRIP, "rows.0.spans.0.value", 1, text(0, 1000)),
    (STRIP, "rows.0.spans.0.ref", "3GPP TS 26.101", REF),
    (STRIP, "marks", [{"at": 1, "label": "x"}] * 7, " 0–6 处标记的列表"),
    (STRIP, "marks.0.at", None, NUMBER),
    (STRIP, "marks.0.label", "", text(1, 24)),
]


def keys(path: str) -> list[str | int]:
    return [int(step) if step.isdecimal() else step for step in path.split(".")]


def named(path: str) -> str:
    """fields.0.at → fields[0].at."""
    return "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in keys(path))[1:]


def complaint(line: str) -> str:
    with pytest.raises(TraceError) as caught:
        read(line)
    return str(caught.value)


@pytest.mark.parametrize(("picture", "path", "to", "expected"), WRONG, ids=range(len(WRONG)))
def test_the_place_and_what_was_expected_are_named(
    picture: dict[str, Any], path: str, to: Any, expected: str
) -> None:
    place = f"第 1 幅图（{picture['kind']}「{picture['title']}」）的 {named(path)} "
    told = complaint(trace(changed(picture, *keys(path), to=to)))
    assert told.startswith(f"{place}应是{expected}")


# The same where the words are others.
OTHERS: list[tuple[dict[str, Any], str, Any, str]] = [
    (HEXDUMP, "fields.2.ref", ..., "的 fields[2] 缺少 ref"),
    (
        HEXDUMP,
        "fields.2.hint",
        "",
        "的 fields[2] 有不认识的键 hint，可用的键：at、size、name、value、ref、tone",
    ),
    (
        HEXDUMP,
        "fields.3.size",
        2,
        "的 fields 只到字节 10，应到字节 11（每个字节恰好属于一个字段）",
    ),
    (
        HEXDUMP,
        "bytes",
        "000100042112a44278",
        "的 fields[2] 已到最后一个字节，后面不应再有字段",
    ),
    (
        BITS,
        "rows.0.fields.2.cells",
        "0" * 123,
        "的 rows[0] 应是至多 128 格，现在是 129 格",
    ),
    (BITS, "rows.0.fields.0.cells", [1], "的 rows[0].fields[0].cells[0] 应是 1–8 个字的文字"),
    (BITS, "rows.0.fields.0.cells", ["0" * 9], "的 rows[0].fields[0].cells[0] 应是 1–8 个字的文字"),
    (
        SEQUENCE,
        "events.2.at",
        499,
        "的 events[2].at 应不早于上一个事件的 500 毫秒，现在是 499",
    ),
    (
        TREE,
        "nodes.2.taken",
        False,
        "的 nodes[3].taken 应是 false，因为没有走到它的上一级，现在是 true",
    ),
]


@pytest.mark.parametrize(("picture", "path", "to", "expected"), OTHERS, ids=range(len(OTHERS)))
def test_what_is_said_in_other_words(
    picture: dict[str, Any], path: str, to: Any, expected: str
) -> None:
    place = f"第 1 幅图（{picture['kind']}「{picture['title']}」）"
    assert complaint(trace(changed(picture, *keys(path), to=to))).startswith(place + expected)


def test_a_tree_is_not_too_deep() -> None:
    def chain(length: int) -> dict[str, Any]:
        nodes = [
            {"parent": n - 1 if n else None, "edge": "", "label": "x", "taken": False}
            for n in range(length)
        ]
        return {"kind": "tree", "title": "深", "nodes": nodes}

    read(trace(chain(13)))
    told = complaint(trace(chain(14)))
    assert (
        told
        == "第 1 幅图（tree「深」）的 nodes[13].parent 应是不超过 12 层的树里的一个节点，现在是 12"
    )
