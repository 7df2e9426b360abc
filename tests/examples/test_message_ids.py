"""Snowflakes and UUIDv7: against snowflake-id, uuid6, uuid, Node.js and RFC 9562's own sample."""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import snowflake
import uuid6
from hypothesis import given, settings
from hypothesis import strategies as st
from snowflake import snowflake as snowflake_module

from hooks.runtime import find_node
from tests.examples.loading import Outcome, load, run

NAME = "message/ids"
START, EPOCH = 1645557742000, 1288834974657
SAMPLE = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"  # RFC 9562, A.6
CLOCKS = st.lists(st.integers(-5, 5), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def program(**inputs: object) -> Any:
    """The program with other inputs."""
    module = load(NAME)
    for key, value in inputs.items():
        assert hasattr(module, key)
        setattr(module, key, value)
    return module


def snowflakes(module: Any, node: int = 5) -> list[int]:
    found: list[int] = module.numbers(module.issue(module.Snowflake(node)))
    return found


def uuids(module: Any) -> list[str]:
    found: list[str] = module.numbers(module.issue(module.Uuid7(random.Random(3))))
    return found


def parsed(number: int) -> tuple[int, int, int]:
    """Milliseconds after START, node and sequence, as snowflake-id reads them."""
    found = snowflake.Snowflake.parse(number, EPOCH)
    return found.milliseconds - START, found.instance, found.seq


def counted(text: str) -> tuple[int, int]:
    """Milliseconds after START and rand_a, as uuid6 and uuid read them."""
    assert uuid.UUID(text).version == 7
    assert uuid.UUID(text).variant == uuid.RFC_4122
    assert str(uuid.UUID(text)) == text
    found = uuid6.UUID(text)
    return found.time - START, found.time_hi_version & 0xFFF


# ── snowflakes ──


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**41 - 1), st.integers(0, 1023), st.integers(0, 4095))
def test_layout_as_snowflake_id_has_it(ms: int, node: int, sequence: int) -> None:
    module = program()
    number = module.join(module.SNOWFLAKE, (0, ms, node, sequence))
    assert number == snowflake.Snowflake(ms, node, EPOCH, sequence).value < 2**63
    assert module.split(module.SNOWFLAKE, number) == [0, ms, node, sequence]
    assert module.told(number) == f"毫秒 {ms + EPOCH}，机器 {node}，序号 {sequence}"


def test_every_part_needs_a_value() -> None:
    module = program()
    for values in (0, 1, 2), (0, 1, 2, 3, 4):
        with pytest.raises(ValueError, match="zip"):
            module.join(module.SNOWFLAKE, values)


class Clock:
    """What snowflake-id takes for time.time: seconds of which it makes milliseconds."""

    def __init__(self, ms: int) -> None:
        self.ms = ms

    def __mul__(self, _: float) -> int:
        return self.ms


def as_snowflake_id_issues(
    monkeypatch: pytest.MonkeyPatch, readings: list[int]
) -> list[int | None]:
    """One number for each reading of the clock; None where the library gives none."""
    monkeypatch.setattr(snowflake_module, "time", lambda: Clock(readings[0]))
    maker = snowflake.SnowflakeGenerator(5, epoch=EPOCH, timestamp=readings[0] - 1)
    found = []
    for reading in readings:
        monkeypatch.setattr(snowflake_module, "time", lambda now=reading: Clock(now))
        found.append(next(maker))
    return found


def test_numbers_as_snowflake_id_issues_them(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(8)
    for _ in range(40):
        times = [chance.randrange(-4, 5) for _ in range(8)]
        module = program(TIMES=times, RATE=3)
        batches = module.issue(module.Snowflake(5))
        readings = [START + at for at in times for _ in range(3)]
        assert [n for batch in batches for n in batch] == as_snowflake_id_issues(
            monkeypatch, readings
        )


def test_a_millisecond_has_4096_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = snowflakes(program(TIMES=[0], RATE=4097))
    others = as_snowflake_id_issues(monkeypatch, [START] * 4097)
    assert found[:4096] == others[:4096]
    assert [parsed(n) for n in found] == [*((0, 5, n) for n in range(4096)), (1, 5, 0)]
    assert others[4096] is None  # it leaves the waiting to its caller


def test_a_full_millisecond_puts_off_what_follows() -> None:
    module = program(TIMES=[0, 0, 1], RATE=4097)
    batches = module.issue(module.Snowflake(5))
    assert [parsed(batch[0]) for batch in batches] == [(0, 5, 0), (1, 5, 1), (3, 5, 0)]
    assert [parsed(batch[-1]) for batch in batches] == [(1, 5, 0), (2, 5, 1), (4, 5, 0)]


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.integers(1, 4), st.sampled_from(["refuse", "wait"]), st.integers(-5, 5))
def test_never_twice_and_always_upward(times: list[int], rate: int, policy: str, skew: int) -> None:
    module = program(TIMES=times, RATE=rate, ON_ROLLBACK=policy)
    one, other = module.Snowflake(5), module.Snowflake(6)
    first, second = module.issue(one), module.issue(other, skew)
    both = module.numbers(first) + module.numbers(second)
    assert len(set(both)) == len(both)
    for batches, node, ahead in (first, 5, 0), (second, 6, skew):
        found = module.numbers(batches)
        assert found == sorted(found)
        late, last = 0, -(10**9)
        for batch, at in zip(batches, times, strict=True):
            reading = at + ahead + late
            if reading < last and policy == "refuse":
                assert batch == [None] * rate
                continue
            late += max(last - reading, 0)  # it waits until the clock has caught up
            last = max(last, reading)
            assert {parsed(n)[:2] for n in batch} == {(last, node)}
            assert [b - a for a, b in itertools.pairwise(batch)] == [1] * (rate - 1)
        assert (one if node == 5 else other).waited == late


def test_rollback_ignored_repeats_exactly_when_a_millisecond_comes_back() -> None:
    module = program(RATE=1)
    for times in itertools.product(range(3), repeat=5):
        module.TIMES, module.BREAK_IGNORE_ROLLBACK = list(times), True
        found = snowflakes(module)
        runs = [ms for ms, _ in itertools.groupby(times)]
        assert (len(set(found)) < len(found)) == (len(set(runs)) < len(runs))
        assert [parsed(n)[0] for n in found] == list(times)
        module.BREAK_IGNORE_ROLLBACK = False
        kept = snowflakes(module)
        assert len(set(kept)) == len(kept)


def test_years_of_a_snowflake() -> None:
    assert round(2**41 / 1000 / 86400 / 365.25, 1) == 69.7
    assert datetime.fromtimestamp(EPOCH / 1000, UTC).date().isoformat() == "2010-11-04"
    assert datetime.fromtimestamp((EPOCH + 2**41) / 1000, UTC).date().isoformat() == "2080-07-10"
    # in JavaScript every 256th number, while the numbers are between 2^60 and 2^61
    assert [f"{datetime.fromtimestamp((EPOCH + 2**b) / 1000, UTC):%Y-%m}" for b in (38, 39)] == [
        "2019-07",
        "2028-04",
    ]


# ── UUIDv7 ──


def test_the_sample_of_rfc_9562() -> None:
    module = program()
    number = uuid.UUID(SAMPLE).int
    fields = [START, 7, 0xCC3, 0b10, 0x18C4DC0C0C07398F]
    assert module.split(module.UUID7, number) == fields
    assert module.to_text(module.join(module.UUID7, fields)) == SAMPLE
    assert module.told(SAMPLE) == "毫秒 1645557742000，计数 3267"
    assert counted(SAMPLE) == (0, 0xCC3)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**48 - 1),
    st.integers(0, 4095),
    st.integers(0, 2**62 - 1),
)
def test_layout_as_uuid_has_it(ms: int, counter: int, tail: int) -> None:
    module = program()
    number = module.join(module.UUID7, (ms, 7, counter, 2, tail))
    assert number == uuid6.UUID(int=ms << 80 | counter << 64 | tail, version=7).int
    text = module.to_text(number)
    assert text == str(uuid.UUID(int=number))
    assert counted(text) == (ms - START, counter)
    assert module.told(text, 7) == f"毫秒 {ms - 7}，计数 {counter}"
    assert re.fullmatch(module.FORM, text)


def test_uuids_that_uuid6_makes_are_taken_apart() -> None:
    module = program()
    for _ in range(20):
        made = uuid6.uuid7()
        assert module.told(str(made)).startswith(f"毫秒 {made.time}，")
        assert re.fullmatch(module.FORM, str(made))


@settings(max_examples=60, deadline=None)
@given(CLOCKS, st.integers(1, 4))
def test_uuids_rise_whatever_the_clock_does(times: list[int], rate: int) -> None:
    module = program(TIMES=times, RATE=rate)
    maker = module.Uuid7(random.Random(3))
    batches = module.issue(maker)
    found = module.numbers(batches)
    assert maker.waited == 0
    assert len(found) == rate * len(times)
    assert found == sorted(set(found))
    highest, before = -(10**9), 0
    for text, reading in zip(found, (t for t in times for _ in range(rate)), strict=True):
        ms, counter = counted(text)
        assert ms == max(highest, reading)
        if ms > highest:
            assert counter < 2048  # begins at random below half, so that it does not end soon
        else:
            assert counter == before + 1
        highest, before = ms, counter


def test_a_used_up_counter_takes_the_next_millisecond() -> None:
    found = [counted(text) for text in uuids(program(TIMES=[0, 0], RATE=5000))]
    for (ms, counter), (later, next_counter) in itertools.pairwise(found):
        if counter == 4095:
            assert later == ms + 1
            assert next_counter < 2048
        else:
            assert (later, next_counter) == (ms, counter + 1)
    assert found[-1][0] >= 2
    assert counted(uuids(program(TIMES=[0, 1], RATE=4097))[-1])[0] >= 1


def test_random_parts_are_random() -> None:
    module = program(TIMES=[0], RATE=2000)
    tails = [uuid.UUID(text).int & (2**62 - 1) for text in uuids(module)]
    assert len(set(tails)) == 2000
    ones = [sum(tail >> bit & 1 for tail in tails) for bit in range(62)]
    assert all(850 < count < 1150 for count in ones)
    begins = []
    for seed in range(300):
        maker = module.Uuid7(random.Random(seed))
        begins.append(counted(maker.next(START))[1])
    assert max(begins) > 2000
    assert min(begins) < 50


def test_break_no_counter() -> None:
    module = program(BREAK_NO_COUNTER=True, TIMES=[0, 3, 1], RATE=1000)
    found = uuids(module)
    assert [counted(text)[0] for text in found] == [0] * 1000 + [3] * 1000 + [1] * 1000
    assert max(counted(text)[1] for text in found) > 4000
    assert len(set(found)) == 3000
    turned = sum(b < a for a, b in itertools.pairwise(found))
    assert 1400 < turned < 1600  # half of them


# ── JavaScript ──


def test_numbers_as_node_reads_them() -> None:
    chance = random.Random(4)
    found = [0, 1, 10**15, 9999999999999998, 10**16, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1]
    found += [chance.randrange(2 ** chance.randrange(1, 63)) for _ in range(300)]
    found += snowflakes(program(RATE=300))
    assert len(found) > 1500
    script = "console.log(JSON.stringify(JSON.parse(process.argv[1]).map(String)))"
    command = [str(find_node().node), "-e", script, json.dumps(found)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    module = program()
    assert [module.in_javascript(n) for n in found] == json.loads(done.stdout)
    assert module.in_javascript(2**53 + 1) == "9007199254740992"


def test_some_256_numbers_in_a_row_are_one_in_javascript() -> None:
    found = snowflakes(program(TIMES=[0], RATE=4096))
    sizes = [len([*group]) for _, group in itertools.groupby(found, float)]
    assert sizes == [129, *[255, 257] * 7, 255, 128]


# ── what the page foretells ──


def summary(outcome: Outcome) -> list[tuple[int, int, int]]:
    """How many, how many repeated, how often backward: both machines, 甲, 乙, UUIDv7."""
    found = re.findall(r"：(\d+) 个，重复 (\d+) 个，次序倒了 (\d+) 处\n", outcome.text)
    assert len(found) == 4
    return [(int(a), int(b), int(c)) for a, b, c in found]


def test_default_run(default: Outcome) -> None:
    assert default.text.startswith(
        "雪花，两台合起来：16 个，重复 0 个，次序倒了 1 处\n"
        "甲：8 个，重复 0 个，次序倒了 0 处\n"
        "乙：8 个，重复 0 个，次序倒了 0 处\n"
        "UUIDv7：10 个，重复 0 个，次序倒了 0 处\n"
        "JavaScript 把 1496203729966223361 读成 1496203729966223400；"
        "甲的 8 个不同的号，读成 3 个不同的数\n"
        f"{SAMPLE}：毫秒 1645557742000，计数 3267\n"
        "\n"
        "读到 +0 ms\n"
        "  甲  1496203729957834752（毫秒 0，机器 5，序号 0）起 2 个\n"
        "  乙  1496203729957838848（毫秒 0，机器 6，序号 0）起 2 个\n"
        "  UUIDv7  017f22e2-79b0-7226-a0a6-1a1e1027c4d1（毫秒 0，计数 550）起 2 个\n"
    )
    assert default.text.count("时钟倒退，不发") == 2
    assert "有重复" not in default.text
    module = program()
    for node, column in (5, "甲"), (6, "乙"):
        firsts = [batch[0] for batch in module.issue(module.Snowflake(node))]
        told = re.findall(rf"  {column}  (\d+|时钟倒退，不发)", default.text)
        assert told == [str(n) if n is not None else "时钟倒退，不发" for n in firsts]
    for text in re.findall(r"  UUIDv7  (\S+)（", default.text):
        counted(text)


def test_waiting_gives_every_number_a_little_later() -> None:
    outcome = run(NAME, ON_ROLLBACK="wait")
    assert summary(outcome) == [(20, 0, 2), (10, 0, 0), (10, 0, 0), (10, 0, 0)]
    assert "读到 +2 ms\n  甲  1496203729970417664（毫秒 3，机器 5，序号 0）" in outcome.text
    assert "不发" not in outcome.text


def test_break_ignore_rollback() -> None:
    outcome = run(NAME, BREAK_IGNORE_ROLLBACK=True)
    assert summary(outcome) == [(20, 4, 2), (10, 2, 1), (10, 2, 1), (10, 0, 0)]
    twice = "  甲  1496203729957834752（毫秒 0，机器 5，序号 0）起 2 个，有重复\n"
    assert outcome.text.count(twice) == 2
    assert outcome.text.count("有重复") == 4
    waits = run(NAME, BREAK_IGNORE_ROLLBACK=True, ON_ROLLBACK="wait")
    assert waits.text == outcome.text


def test_ignoring_a_longer_rollback_repeats_nothing_by_luck() -> None:
    outcome = run(NAME, TIMES=[0, 0, 1, -10, 2], BREAK_IGNORE_ROLLBACK=True)
    assert summary(outcome) == [(20, 0, 2), (10, 0, 1), (10, 0, 1), (10, 0, 0)]


def test_break_same_node() -> None:
    outcome = run(NAME, BREAK_SAME_NODE=True)
    assert summary(outcome) == [(16, 8, 4), (8, 0, 0), (8, 0, 0), (10, 0, 0)]
    assert outcome.text.count("有重复") == 8
    assert summary(run(NAME, BREAK_SAME_NODE=True, SKEW=-20))[0] == (16, 0, 4)


def test_a_slow_clock_turns_the_order_between_machines() -> None:
    outcome = run(NAME, SKEW=-20)
    assert summary(outcome) == [(16, 0, 4), (8, 0, 0), (8, 0, 0), (10, 0, 0)]
    assert "读到 +0 ms\n  甲  1496203729957834752（毫秒 0，" in outcome.text
    assert "  乙  1496203729873952768（毫秒 -20，机器 6，序号 0）起 2 个\n" in outcome.text


def test_more_than_a_millisecond_has() -> None:
    outcome = run(NAME, RATE=5000)
    assert summary(outcome)[1:] == [(20000, 0, 0), (20000, 0, 0), (25000, 0, 0)]
    assert "甲的 20000 个不同的号，读成 86 个不同的数" in outcome.text
    assert "（毫秒 1，机器 5，序号 904）起 5000 个" in outcome.text


def test_break_no_counter_on_the_page() -> None:
    outcome = run(NAME, BREAK_NO_COUNTER=True)
    assert summary(outcome)[3] == (10, 0, 5)


def test_a_pasted_snowflake() -> None:
    text = run(NAME, PASTED="1496203729957834753").text
    assert "\n1496203729957834753：毫秒 1645557742000，机器 5，序号 1\n" in text


# ── inputs ──

PASTE = "PASTED 应是小写的 UUIDv7，或 63 位以内的十进制数，写在引号里，现在是 "
LIST = "TIMES 应是 1–8 个 -100000–100000 的整数，现在是 "


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("START", -1, "START 应是 0–10000000000000 的整数，现在是 -1"),
        ("START", 10**13 + 1, "START 应是 0–10000000000000 的整数，现在是 10000000000001"),
        ("START", 1.5, "START 应是 0–10000000000000 的整数，现在是 1.5"),
        ("START", EPOCH - 1, f"START 应是 EPOCH 之后 69 年以内的时刻，现在是 {EPOCH - 1}"),
        ("START", EPOCH + 2**41, "START 应是 EPOCH 之后 69 年以内的时刻，现在是 "),
        ("EPOCH", -1, "EPOCH 应是 0–10000000000000 的整数，现在是 -1"),
        ("EPOCH", START + 1, f"START 应是 EPOCH 之后 69 年以内的时刻，现在是 {START}"),
        ("RATE", 0, "RATE 应是 1–5000 的整数，现在是 0"),
        ("RATE", 5001, "RATE 应是 1–5000 的整数，现在是 5001"),
        ("RATE", True, "RATE 应是 1–5000 的整数，现在是 True"),
        ("RATE", float("nan"), "RATE 应是 1–5000 的整数，现在是 nan"),
        ("NODE", 1024, "NODE 应是 0–1023 的整数，现在是 1024"),
        ("NODE", -1, "NODE 应是 0–1023 的整数，现在是 -1"),
        ("NODE", "5", "NODE 应是 0–1023 的整数，现在是 '5'"),
        ("OTHER_NODE", 1024, "OTHER_NODE 应是 0–1023 的整数，现在是 1024"),
        ("OTHER_NODE", 5, "OTHER_NODE 应是与 NODE 不同的数，现在是 5"),
        ("SKEW", 100001, "SKEW 应是 -100000–100000 的整数，现在是 100001"),
        ("SKEW", None, "SKEW 应是 -100000–100000 的整数，现在是 None"),
        ("SEED", -1, "SEED 应是 0–1000000000 的整数，现在是 -1"),
        ("SEED", 10**9 + 1, "SEED 应是 0–1000000000 的整数，现在是 1000000001"),
        ("TIMES", [], f"{LIST}[]"),
        ("TIMES", [0] * 9, f"{LIST}[0, 0, "),
        ("TIMES", (0, 1), f"{LIST}(0, 1)"),
        ("TIMES", [True], f"{LIST}[True]"),
        ("TIMES", [[0]], f"{LIST}[[0]]"),
        ("TIMES", [0, 100001], f"{LIST}[0, 100001]"),
        ("TIMES", [-100001], f"{LIST}[-100001]"),
        ("TIMES", 0, f"{LIST}0"),
        ("ON_ROLLBACK", "panic", 'ON_ROLLBACK 应是 "refuse" 或 "wait"，现在是 \'panic\''),
        ("ON_ROLLBACK", ["wait"], 'ON_ROLLBACK 应是 "refuse" 或 "wait"，现在是 [\'wait\']'),
        ("PASTED", 1496203729957834753, f"{PASTE}1496203729957834753"),
        ("PASTED", "", f"{PASTE}''"),
        ("PASTED", SAMPLE.upper(), f"{PASTE}'{SAMPLE.upper()}'"),
        ("PASTED", SAMPLE + "\n", f"{PASTE}'{SAMPLE}\\n'"),
        ("PASTED", SAMPLE.replace("-7", "-4"), f"{PASTE}'{SAMPLE.replace('-7', '-4')}'"),
        ("PASTED", SAMPLE.replace("-9", "-c"), f"{PASTE}'{SAMPLE.replace('-9', '-c')}'"),
        ("PASTED", "9" * 19, f"{PASTE}'{'9' * 19}'"),
        ("PASTED", "-1", f"{PASTE}'-1'"),
        ("BREAK_SAME_NODE", 1, "BREAK_SAME_NODE 应是 True 或 False，现在是 1"),
        ("BREAK_NO_COUNTER", None, "BREAK_NO_COUNTER 应是 True 或 False，现在是 None"),
        ("BREAK_IGNORE_ROLLBACK", "", "BREAK_IGNORE_ROLLBACK 应是 True 或 False，现在是 ''"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert outcome.text == ""
    assert outcome.trace is None


@pytest.mark.parametrize(
    "inputs",
    [
        {"START": EPOCH, "TIMES": [0], "NODE": 0, "OTHER_NODE": 1023, "PASTED": "0"},
        {"START": EPOCH + 200_000, "TIMES": [-100_000], "SKEW": -100_000, "SEED": 0},
        {"START": EPOCH + 2**41 - 2_000_001, "TIMES": [0], "NODE": 1023, "SEED": 10**9},
        {"EPOCH": 0, "RATE": 5000, "TIMES": [0] * 8, "PASTED": "8" + "9" * 18},
        {"TIMES": [100_000, -100_000] * 4, "ON_ROLLBACK": "wait", "SKEW": 100_000},
    ],
)
def test_inputs_at_their_limits(inputs: dict[str, object]) -> None:
    outcome = run(NAME, **inputs)
    assert outcome.complaint == ""
    assert summary(outcome)[0][1] == 0


@pytest.mark.parametrize(
    "inputs",
    [
        {"START": EPOCH + 199_999, "TIMES": [5, -100_000], "SKEW": -100_000},
        {"START": EPOCH + 2**41 - 2_000_000, "TIMES": [0]},
        {"START": EPOCH - 1, "TIMES": [0], "SKEW": 5},
    ],
)
def test_times_outside_of_41_bits(inputs: dict[str, object]) -> None:
    assert run(NAME, **inputs).complaint.startswith("输入有误：START 应是 EPOCH 之后 69 年以内")


def test_the_latest_time_fits_into_41_bits() -> None:
    worst = [100_000, -100_000] * 4
    module = program(
        START=EPOCH + 2**41 - 2_000_001 + 100_000, TIMES=worst, RATE=5000, ON_ROLLBACK="wait"
    )
    module.validate()
    last = module.numbers(module.issue(module.Snowflake(5), 100_000))[-1]
    assert last < 2**63


# ── the trace ──


def test_the_bits_are_those_of_the_last_numbers(default: Outcome) -> None:
    assert default.trace
    first, second = default.picture("bits")["rows"]
    bits = "".join(field["cells"] for field in first["fields"])
    assert len(bits) == 64
    assert parsed(int(bits, 2)) == (2, 5, 1)
    assert [(f["name"], len(f["cells"]), f["value"]) for f in first["fields"]] == [
        ("留空", 1, "0"),
        ("毫秒", 41, str(START + 2 - EPOCH)),
        ("机器号", 10, "5"),
        ("序号", 12, "1"),
    ]
    bits = "".join(field["cells"] for field in second["fields"])
    assert len(bits) == 128
    text = str(uuid.UUID(int=int(bits, 2)))
    assert counted(text) == (2, 126)
    sizes = [(f["name"], len(f["cells"]), f["ref"]) for f in second["fields"]]
    assert sizes == [
        (name, size, "RFC 9562 §5.7")
        for name, size in (
            ("毫秒", 48), ("版本", 4), ("计数 rand_a", 12), ("变体", 2), ("随机 rand_b", 62),
        )
    ]  # fmt: skip
    assert [int(f["cells"], 2) for f in second["fields"]] == [
        int(f["value"]) for f in second["fields"]
    ]
