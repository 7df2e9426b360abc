"""What is wrong with a trace is said in Chinese: which picture, which field, what was expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hooks.pictures import Trace, TraceError, read
from hooks.pictures.model import Event, Field, Hexdump
from tests.hooks.pictures.samples import (
    ALL,
    BITS,
    GRID,
    HEXDUMP,
    LINES,
    RATE,
    changed,
    trace,
)

HEX = "第 1 幅图（hexdump「头和填充」）"
BIT = "第 1 幅图（bits「类别和地址」）"
SEQ = "第 1 幅图（sequence「请求和丢失」）"
RAT = "第 1 幅图（rate「发送的快慢」）"
GRI = "第 1 幅图（grid「打洞」）"
LIN = "第 1 幅图（lines「一份 SDP」）"
REF = "RFC 8489 §14.2、RFC 8489 附录 B.1 这样的一处出处，或空串"
PARTITION = "（每个字节恰好属于一个字段，字段按顺序排列）"


def of(picture: dict[str, Any], *path: Any, to: Any) -> str:
    return trace(changed(picture, *path, to=to))


WHOLE: list[tuple[str, str]] = [
    ("", "trace 应是一行 JSON，现在是 "),
    ("x" * 50, "trace 应是一行 JSON，现在是 " + "x" * 40 + "…"),
    ("结果\u202e：1", "trace 应是一行 JSON，现在是 结果\ufffd：1"),
    ("1" * 5000, "trace 应是一行 JSON，现在是 " + "1" * 40 + "…"),
    ("[" * 200_000, "trace 里的列表和对象套得太深，画不下"),
    (" " * 1_000_001, "trace 超过 1000000 个字符，画不下"),
    ("[{}," * 21, "trace 里的列表和对象套得太深，画不下"),
    ('["[[[[[[[[[[[[[[[[[[[[[[[[[", "\\"[[[[[[[[[[[[[[[[[[[[[["]', "trace 应是对象"),
    ("[" * 20 + "]" * 20, "trace 应是对象"),
    ("[]", "trace 应是对象，键为 trace、pictures，现在是 []"),
    ('{"trace": 1}', "trace 缺少 pictures"),
    ('{"trace": 1, "trace": 1}', "trace 里同一个对象有两个键 trace"),
    (
        '{"trace": 1, "pictures": [], "x": 1}',
        "trace 有不认识的键 x，可用的键：trace、pictures",
    ),
    ('{"trace": 2, "pictures": []}', "trace 的 trace 应是 1，现在是 2"),
    ('{"trace": true, "pictures": []}', "trace 的 trace 应是 1，现在是 true"),
    ('{"trace": 1, "pictures": []}', "trace 的 pictures 应是 1–6 幅图的列表，现在是 []"),
    (trace(*[LINES] * 7), "trace 的 pictures 应是 1–6 幅图的列表"),
    (trace(LINES, 3), "第 2 幅图应是有 kind 的对象"),
    (trace({"title": "x"}), "第 1 幅图应是有 kind 的对象"),
    (
        trace({"kind": "pie"}),
        "第 1 幅图的 kind 应是 hexdump、bits、sequence、rate、grid、lines、"
        'bars、states、ring、tree、strip 之一，现在是 "pie"',
    ),
    (trace({"kind": ["grid"]}), "第 1 幅图的 kind 应是 hexdump"),
    (trace({"kind": "grid"}), "第 1 幅图（grid）缺少 title"),
    (of(GRID, "title", to=""), '第 1 幅图（grid）的 title 应是 1–60 个字的文字，现在是 ""'),
    (of(GRID, "title", to="长" * 61), "第 1 幅图（grid）的 title 应是 1–60 个字的文字"),
    (
        trace(LINES, changed(GRID, "note", to=1)),
        "第 2 幅图（grid「打洞」）的 note 应是 0–1000 个字",
    ),
    (of(GRID, "corner", to=...), "第 1 幅图（grid「打洞」）缺少 corner"),
    (
        of(GRID, "colour", to="red"),
        "第 1 幅图（grid「打洞」）有不认识的键 colour，"
        "可用的键：kind、title、corner、columns、rows、note",
    ),
]


@pytest.mark.parametrize(("line", "message"), WHOLE, ids=range(len(WHOLE)))
def test_what_is_wrong_is_said(line: str, message: str) -> None:
    with pytest.raises(TraceError) as caught:
        read(line)
    assert str(caught.value).startswith(message)


def test_a_message_never_grows_long() -> None:
    with pytest.raises(TraceError) as caught:
        read(of(GRID, "rows", to=["x" * 10_000] * 300))
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("kind", ALL)
def test_each_key_of_each_object_is_needed_or_has_a_default(kind: str) -> None:
    """No object is taken apart without a complaint about what it lacks."""
    optional = {"note", "differs", "tone", "arrives", "limits", "told", "keys", "marks"}
    optional |= {"value", "ref"} if kind in ("bits", "strip") else set()
    optional |= {"detail"} if kind in ("states", "tree") else set()

    def look(part: Any, path: tuple[Any, ...]) -> None:
        members = part.items() if isinstance(part, dict) else enumerate(part)
        for key, member in members:
            if isinstance(part, dict) and key not in optional:
                with pytest.raises(TraceError, match=str(key)):
                    read(trace(changed(ALL[kind], *path, key, to=...)))
            elif isinstance(part, dict):
                read(trace(changed(ALL[kind], *path, key, to=...)))
            if isinstance(member, dict | list):
                look(member, (*path, key))

    look(ALL[kind], ())


def test_all_that_is_right_is_read() -> None:
    every = list(ALL.values())
    found = read(trace(*every[:6]))
    others = read(trace(*every[6:])).pictures
    assert [picture.kind for picture in (*found.pictures, *others)] == list(ALL)
    dump, _, sequence, *_ = found.pictures
    assert dump.note == "前 12 个字节。"
    assert dump.fields[3] == Field(9, 3, "填充", "任意", "", "quiet")
    assert dump.fields[0].tone == "plain"
    assert dump.data == bytes.fromhex(HEXDUMP["bytes"])
    assert sequence.events[0] == Event(0, 0, 1, "请求", "第一次。", "plain", False)
    assert sequence.events[3].arrives
    assert sequence.events[1].target is None


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("a\r\nb\tc\x00", "a␍␊b␉c␀"),
        ("\x7f\x85\u2028\u202e\u2066\ud800", "␡" + "\ufffd" * 5),
        ("👨‍👩‍👧 é\u0301 ‏", "👨‍👩‍👧 é\u0301 ‏"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_signs(given: str, seen: str) -> None:
    found = read(json.dumps(json.loads(of(LINES, "lines", 0, "text", to=given))))
    assert found.pictures[0].lines[0].text == seen


def test_upper_case_hex_is_hex() -> None:
    whole = changed(HEXDUMP, "bytes", to=HEXDUMP["bytes"].upper())
    found: Trace = read(trace(whole))
    assert isinstance(found.pictures[0], Hexdump)
    assert found.pictures[0].data.hex() == HEXDUMP["bytes"]


def test_the_greatest_trace_is_not_too_much() -> None:
    row = {"label": "x", "fields": [{"name": "n", "cells": "0" * 128}]}
    read(of(BITS, "rows", to=[row] * 12))
    read(of(HEXDUMP, "bytes", to="00" * 12))
    read(of(RATE, "series", 0, "points", to=[[n, 10**15] for n in range(500)]))
