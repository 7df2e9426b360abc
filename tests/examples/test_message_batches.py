"""Batches of a pull, against closed forms, the fewest batches that can be, and bad limits."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "message/batches"
MIB = 1024  # in KiB
FAR = 10**9  # a link that never breaks
SIZES = st.lists(st.integers(1, 12), min_size=1, max_size=14)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def inbox_of(example: ModuleType, sizes: list[int]) -> list[Any]:
    return [example.Message(n, 10 * n, kib) for n, kib in enumerate(sizes, 1)]


def counts(example: ModuleType, sizes: list[int], rule: tuple[Any, ...]) -> list[int]:
    """How many messages each batch holds; all must have been got."""
    inbox = inbox_of(example, sizes)
    batches, stuck = example.pull(inbox, example.Rule(*rule), FAR)
    assert stuck == ""
    assert [m for batch in batches for m in batch.messages] == inbox
    assert example.skipped(inbox, batches) == []
    return [len(batch.messages) for batch in batches]


# ── the rule ──


@pytest.mark.parametrize("kib", [1, 2, 25, 26, 64, 80, 100, 511, 512, 513, 5119, 5120, 5121, 20480])
@pytest.mark.parametrize("count", [1, 199, 200, 201, 999, 1000])
def test_equal_sizes_are_the_closed_form(example: ModuleType, kib: int, count: int) -> None:
    each = min(200, max(1, 5 * MIB // kib))
    expected = [each] * (count // each) + [count % each] * (count % each > 0)
    assert counts(example, [kib] * count, (200, 5 * MIB)) == expected


def test_the_figures_of_the_article(example: ModuleType) -> None:
    """1000 messages of 64 KiB: 12 batches of 80, one of 40; of 1 KiB: 5 of 200."""
    assert counts(example, [64] * 1000, (200, 5 * MIB)) == [80] * 12 + [40]
    assert counts(example, [1] * 1000, (200, 5 * MIB)) == [200] * 5
    assert counts(example, [1, 6 * MIB, 1], (200, 5 * MIB)) == [1, 1, 1]
    assert 5 * 1024 * 1024 / 200 == 26214.4  # bytes each where both limits meet: 25.6 KiB
    assert counts(example, [25] * 200, (200, 5 * MIB)) == [200]
    assert counts(example, [26] * 200, (200, 5 * MIB)) == [196, 4]


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 6), st.integers(1, 15))
def test_each_batch_is_allowed_and_could_not_be_longer(
    sizes: list[int], most: int, most_kib: int
) -> None:
    at = 0
    for count in counts(load(NAME), sizes, (most, most_kib)):
        assert 1 <= count <= most
        assert count == 1 or sum(sizes[at : at + count]) <= most_kib
        longer = sizes[at : at + count + 1]
        assert len(longer) == count or count == most or sum(longer) > most_kib
        at += count


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 6), st.integers(1, 15))
def test_no_other_cuts_make_fewer_batches(sizes: list[int], most: int, most_kib: int) -> None:
    @cache
    def fewest(at: int) -> int:
        if at == len(sizes):
            return 0
        allowed = [
            end
            for end in range(at + 1, min(at + most, len(sizes)) + 1)
            if end == at + 1 or sum(sizes[at:end]) <= most_kib
        ]
        return 1 + min(fewest(end) for end in allowed)

    assert len(counts(load(NAME), sizes, (most, most_kib))) == fewest(0)


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(1, 6), st.integers(1, 15))
def test_without_a_limit_the_other_still_holds(sizes: list[int], most: int, most_kib: int) -> None:
    example = load(NAME)
    by_count = counts(example, sizes, (most, None))
    assert by_count == [min(most, len(sizes) - at) for at in range(0, len(sizes), most)]
    assert counts(example, sizes, (None, most_kib)) == counts(example, sizes, (99, most_kib))
    assert counts(example, sizes, (None, None)) == [len(sizes)]


def test_why_a_batch_ends(example: ModuleType) -> None:
    rule = example.Rule(2, 10)
    for sizes, count, why in (
        ([1, 1, 1], 2, "满 2 条"),
        ([1, 1], 2, "没有了"),
        ([5, 5], 2, "没有了"),
        ([5, 6], 1, "再加一条就超过 10 KiB"),
        ([10, 1], 1, "再加一条就超过 10 KiB"),
        ([11, 1], 1, "一条就超了，只放它"),
        ([11], 1, "没有了"),
    ):
        messages = inbox_of(example, sizes)
        assert example.cut(messages, rule) == (messages[:count], why)
    assert example.cut(inbox_of(example, [11]), example.Rule(2, 10, False))[0] == []
    assert example.cut(inbox_of(example, [5, 11]), example.Rule(2, 10, False))[0][0].kib == 5


def test_the_size_of_a_batch(example: ModuleType) -> None:
    assert example.Batch(0, inbox_of(example, [3, 4]), "").kib == 7


# ── the cursor ──


def test_each_pull_starts_after_the_last_of_the_batch_before(example: ModuleType) -> None:
    batches, _ = example.pull(inbox_of(example, [1] * 5), example.Rule(2, 99), FAR)
    assert [(b.cursor, [m.ts for m in b.messages]) for b in batches] == [
        (0, [10, 20]),
        (20, [30, 40]),
        (40, [50]),
    ]


def test_timestamps(example: ModuleType) -> None:
    runs = [(2, 7), (3, 1)]
    assert example.stamped(runs) == [(1, 1, 7), (2, 2, 7), (3, 3, 1), (4, 4, 1), (5, 5, 1)]
    assert [m.ts for m in example.stamped(runs, 3)] == [1, 1, 1, 2, 2]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 9), st.integers(1, 4))
def test_equal_timestamps_skip_what_a_cut_separates(count: int, most: int, together: int) -> None:
    """Followed with plain numbers: a cut inside a group drops what is left of the group."""
    example = load(NAME)
    at, expected = 0, []
    while at < count:
        at += most
        while at < count and at % together:
            expected.append(at + 1)
            at += 1
    inbox = example.stamped([(count, 1)], together)
    batches, stuck = example.pull(inbox, example.Rule(most, 99), FAR)
    assert (example.skipped(inbox, batches), stuck) == (expected, "")


def test_what_was_not_reached_is_not_skipped(example: ModuleType) -> None:
    inbox = inbox_of(example, [1, 1, 99])
    assert example.skipped(inbox, []) == []
    batches, _ = example.pull(inbox, example.Rule(9, 9, False), FAR)
    assert example.skipped(inbox, batches) == []
    assert example.skipped(inbox, [example.Batch(0, inbox[1:2], "")]) == [1]


# ── what does not get on ──


def test_a_batch_that_the_link_does_not_carry(example: ModuleType) -> None:
    inbox = inbox_of(example, [4, 4, 4])
    batches, stuck = example.pull(inbox, example.Rule(2, None), 8)
    assert (len(batches), stuck) == (2, "")
    batches, stuck = example.pull(inbox, example.Rule(2, None), 7)
    assert (batches, stuck) == ([], "传不完：一份应答 8 KiB，断了又从头再来")


def test_a_message_over_the_limit_without_the_least_of_one(example: ModuleType) -> None:
    inbox = inbox_of(example, [1, 11, 1])
    batches, stuck = example.pull(inbox, example.Rule(9, 10, False), FAR)
    assert [len(batch.messages) for batch in batches] == [1]
    assert stuck == "活锁：每次都取到零条"


def test_the_verdict(example: ModuleType) -> None:
    inbox = inbox_of(example, [4, 1, 1])
    for rule, link, told in (
        ((2, 9), FAR, "收下 2 批，最多 2 条、5 KiB"),
        ((1, 9), FAR, "收下 3 批，最多 1 条、4 KiB"),
        ((9, None), 5, "一批也没收下，传不完：一份应答 6 KiB，断了又从头再来"),
        ((9, 3, False), 5, "一批也没收下，活锁：每次都取到零条"),
    ):
        assert example.verdict(inbox, example.Rule(*rule), link) == told
    inbox = example.stamped([(3, 1)], 3)
    assert (
        example.verdict(inbox, example.Rule(1, 9), FAR) == "收下 1 批，最多 1 条、1 KiB，跳过 2 条"
    )


# ── the whole, and what the page says ──


def head(**inputs: object) -> str:
    return run(NAME, **inputs).text.splitlines()[0]


def samples(text: str) -> list[str]:
    return text[text.index("64 KiB × 1000") :].splitlines()


def test_the_default(default: Outcome) -> None:
    assert default.text.splitlines() == [
        "431 条，14134 KiB：收下 5 批，最多 200 条、6144 KiB",
        "  拉 0 之后的：200 条 200 KiB，到 200（满 200 条）",
        "  拉 200 之后的：178 条 5092 KiB，到 378（再加一条就超过 5120 KiB）",
        "  拉 378 之后的：42 条 2688 KiB，到 420（再加一条就超过 5120 KiB）",
        "  拉 420 之后的：1 条 6144 KiB，到 421（一条就超了，只放它）",
        "  拉 421 之后的：10 条 10 KiB，到 431（没有了）",
        "64 KiB × 1000：",
        "  先到者为准　  收下 13 批，最多 80 条、5120 KiB",
        "  只限条数　　  一批也没收下，传不完：一份应答 12800 KiB，断了又从头再来",
        "  只限体积　　  收下 13 批，最多 80 条、5120 KiB",
        "  不保底一条　  收下 13 批，最多 80 条、5120 KiB",
        "1 KiB × 1000：",
        "  先到者为准　  收下 5 批，最多 200 条、200 KiB",
        "  只限条数　　  收下 5 批，最多 200 条、200 KiB",
        "  只限体积　　  收下 1 批，最多 1000 条、1000 KiB",
        "  不保底一条　  收下 5 批，最多 200 条、200 KiB",
        "夹一条 6 MiB：",
        "  先到者为准　  收下 3 批，最多 1 条、6144 KiB",
        "  只限条数　　  一批也没收下，传不完：一份应答 6146 KiB，断了又从头再来",
        "  只限体积　　  收下 3 批，最多 1 条、6144 KiB",
        "  不保底一条　  收下 1 批，最多 1 条、1 KiB，活锁：每次都取到零条",
    ]


def test_no_size_limit_is_a_switch() -> None:
    stuck = "传不完：一份应答 6500 KiB，断了又从头再来"
    assert head(BREAK_NO_SIZE_LIMIT=True).endswith(f"收下 1 批，最多 200 条、200 KiB，{stuck}")
    assert head(BREAK_NO_SIZE_LIMIT=True, LINK_KIB=8192).endswith(
        "收下 3 批，最多 200 条、7434 KiB"
    )


def test_no_count_limit_is_a_switch() -> None:
    assert head(BREAK_NO_COUNT_LIMIT=True).endswith("收下 4 批，最多 375 条、6144 KiB")
    small: dict[str, object] = {"INBOX": [(5000, 1)], "BREAK_NO_COUNT_LIMIT": True}
    assert head(**small) == "5000 条，5000 KiB：收下 1 批，最多 5000 条、5000 KiB"


def test_the_empty_batch_is_a_switch() -> None:
    expected = "收下 3 批，最多 200 条、5092 KiB，活锁：每次都取到零条"
    assert head(BREAK_EMPTY_BATCH=True).endswith(expected)


def test_equal_stamps_are_a_switch() -> None:
    lines = run(NAME, BREAK_EQUAL_STAMPS=True).text.splitlines()
    assert lines[0].endswith("收下 5 批，最多 200 条、6144 KiB，跳过 3 条")
    assert lines[6] == "  跳过的是第 201、422、423 条"
    lines = run(NAME, INBOX=[(1000, 64)], BREAK_EQUAL_STAMPS=True).text.splitlines()
    assert lines[0].endswith("收下 13 批，最多 80 条、5120 KiB，跳过 12 条")
    assert lines[14] == "  跳过的是第 81、162、243、324、405、486、567、648、729、810、891、972 条"
    lines = run(NAME, INBOX=[(14, 5120)], BREAK_EQUAL_STAMPS=True, MOST_COUNT=1).text.splitlines()
    assert lines[6] == "  跳过的是第 2、3、5、6、8、9、11、12、14 条"
    lines = run(NAME, INBOX=[(39, 1)], BREAK_EQUAL_STAMPS=True, MOST_COUNT=1).text.splitlines()
    assert lines[14].endswith("、14、15、17、18 条……")


def test_other_limits() -> None:
    assert head(INBOX=[(1000, 25)]).endswith("收下 5 批，最多 200 条、5000 KiB")
    assert head(INBOX=[(1000, 26)]).endswith("收下 6 批，最多 196 条、5096 KiB")
    assert head(MOST_KIB=1024).endswith("收下 11 批，最多 200 条、6144 KiB")
    assert head(LINK_KIB=6143).endswith("传不完：一份应答 6144 KiB，断了又从头再来")
    text = run(NAME, MOST_COUNT=40, MOST_KIB=640, LINK_KIB=1000).text
    assert samples(text)[:4] == [
        "64 KiB × 1000：",
        "  先到者为准　  收下 100 批，最多 10 条、640 KiB",
        "  只限条数　　  一批也没收下，传不完：一份应答 2560 KiB，断了又从头再来",
        "  只限体积　　  收下 100 批，最多 10 条、640 KiB",
    ]


def test_many_batches_are_told_in_part() -> None:
    lines = run(NAME, INBOX=[(31, 1)], MOST_COUNT=1).text.splitlines()
    assert lines[30] == "  拉 29 之后的：1 条 1 KiB，到 30（满 1 条）"
    assert lines[31] == "  ……余下 1 批略"
    lines = run(NAME, INBOX=[(30, 1)], MOST_COUNT=1).text.splitlines()
    assert lines[31] == "64 KiB × 1000："


# ── the picture ──


def test_the_bars(default: Outcome) -> None:
    picture = default.picture("bars")
    assert [(b["name"], b["value"], b["told"], b["tone"]) for b in picture["bars"]] == [
        ("第 1 批，200 条", 200, "200 KiB", "plain"),
        ("第 2 批，178 条", 5092, "5092 KiB", "plain"),
        ("第 3 批，42 条", 2688, "2688 KiB", "plain"),
        ("第 4 批，1 条", 6144, "6144 KiB", "bad"),
        ("第 5 批，10 条", 10, "10 KiB", "plain"),
    ]
    assert picture["limits"] == [{"value": 5120, "label": "上限"}]
    assert "note" not in picture
    exact = run(NAME, INBOX=[(1, 5120)]).picture("bars")["bars"]
    assert exact[0]["tone"] == "plain"


def test_the_bars_of_many_and_of_none() -> None:
    picture = run(NAME, INBOX=[(25, 1)], MOST_COUNT=1).picture("bars")
    assert len(picture["bars"]) == 24
    assert picture["note"] == "共 25 批，只画前 24 批。"
    assert "note" not in run(NAME, INBOX=[(24, 1)], MOST_COUNT=1).picture("bars")
    picture = run(NAME, LINK_KIB=1).picture("bars")
    assert picture["bars"] == [{"name": "一批也没收下", "value": 0}]


# ── inputs ──

INBOX = "INBOX 应是 1–12 段 [几条，每条 1–20480 KiB]，共 1–5000 条"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        *(
            ("INBOX", bad, INBOX)
            for bad in (
                [], None, 7, "64", {}, ((1, 1),), [1], [(1,)], [(1, 2, 3)], [(0, 1)], [(1, 0)],
                [(-1, 1)], [(5001, 1)], [(2500, 1), (2501, 1)], [(1, 20481)], [(True, 1)],
                [(1, True)], [(1.0, 1)], [(1, float("nan"))], [("1", 1)], [None], [[]], [{1, 2}],
                [(1, 1)] * 13, [(1, 10**30)], [(1, 1), "ab"],
            )
        ),
        *(
            (name, bad, f"{name} 应是 1–{high} 的整数")
            for name, high in (("MOST_COUNT", 1000), ("MOST_KIB", 20480), ("LINK_KIB", 204800))
            for bad in (0, -1, high + 1, True, 1.0, float("nan"), "9", None, [1], 10**30)
        ),
        *(
            (name, bad, f"{name} 应是 True 或 False")
            for name in (
                "BREAK_NO_SIZE_LIMIT", "BREAK_NO_COUNT_LIMIT", "BREAK_EMPTY_BATCH",
                "BREAK_EQUAL_STAMPS",
            )
            for bad in (0, 1, "True", None)
        ),
    ],
)  # fmt: skip
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint == f"输入有误：{said}，现在是 {value!r}"
    assert outcome.text == ""
    assert outcome.trace is None


@pytest.mark.parametrize(
    "inputs",
    [
        {"INBOX": [(5000, 1)], "MOST_COUNT": 1},
        {"INBOX": [(1, 20480)] * 12, "MOST_KIB": 20480, "MOST_COUNT": 1000, "LINK_KIB": 204800},
        {"INBOX": [[1, 1]], "MOST_COUNT": 1, "MOST_KIB": 1, "LINK_KIB": 1},
    ],
)
def test_inputs_at_their_limits(inputs: dict[str, Any]) -> None:
    outcome = run(NAME, **inputs)
    assert outcome.complaint == ""
    assert outcome.trace
    assert len(outcome.text.splitlines()) <= 90
