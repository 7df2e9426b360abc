"""Push routing against a flat decision table of disjoint rows, cell by cell over all cases."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "push/routing"
MUTED = ("免打扰", "Web 在线不推")
LONG = "长" * 1366  # 4098 bytes
MAKERS = ("小米", "华为", "荣耀", "OPPO", "vivo", "魅族")
RULES = {  # question, its answers in order, and where they lead
    "走哪条路": [
        ("聊天室", "不提醒"), ("登出过", "不提醒"), ("连接断了", "消息能推吗"),
        ("还连着", "通知归谁管"),
    ],
    "通知归谁管": [
        ("IMLib", "App 自己弹"), ("iOS 的 IMKit", "未核实"), ("Android 的 IMKit", "IMKit 挡吗"),
    ],
    "IMKit 挡吗": [
        ("不计未读", "不提醒"), ("正看着", "不提醒"), ("免打扰", "不提醒"),
        ("前台别的页", "只响一声"), ("后台，通知关了", "不提醒"), ("后台", "弹本地通知"),
    ],
    "消息能推吗": [
        ("状态消息", "不提醒"), ("没有推送内容", "不提醒"), ("不计数", "未核实"),
        ("能", "他让推吗"),
    ],
    "他让推吗": [("免打扰", "不提醒"), ("Web 在线不推", "不提醒"), ("让", "有通道吗")],
    "有通道吗": [("没有", "不提醒"), ("只有 RongPush", "多半不到"), ("有", "手机显示吗")],
    "手机显示吗": [
        ("太长", "不提醒"), ("FCM 叫不醒", "不提醒"), ("厂商，强行停止", "未核实"),
        ("通知关了", "不提醒"), ("显示", "弹推送通知"),
    ],
}  # fmt: skip

# ── the oracle: rows that never overlap, over these axes ──

DEVICES = {  # phone, channels with a token: the channel, and the channel without fallback
    ("华为", ""): ("none", "none"),
    ("华为", "华为"): ("maker", "maker"),
    ("华为", "FCM"): ("FCM", "none"),
    ("华为", "RongPush"): ("RongPush", "none"),
    ("华为", "FCM 华为"): ("maker", "maker"),
    ("华为", "RongPush 华为"): ("maker", "maker"),
    ("华为", "RongPush FCM"): ("FCM", "none"),
    ("华为", "RongPush FCM 华为"): ("maker", "maker"),
    ("华为", "小米 APNs"): ("none", "none"),
    ("其他安卓", ""): ("none", "none"),
    ("其他安卓", "FCM"): ("FCM", "FCM"),
    ("其他安卓", "RongPush"): ("RongPush", "none"),
    ("其他安卓", "RongPush FCM"): ("FCM", "FCM"),
    ("iPhone", ""): ("none", "none"),
    ("iPhone", "APNs"): ("APNs", "APNs"),
    ("iPhone", "FCM RongPush"): ("none", "none"),
}
AXES: dict[str, list[Any]] = {
    "conversation": ["单聊", "群聊", "聊天室"],
    "kind": ["计数", "不计数", "状态"],
    "content": ["", "你好", LONG],
    "quiet": list(itertools.product(["没开", "只放行 @", "全挡"], [False, True])),  # @ or not
    "sdk": ["IMKit", "IMLib"],
    "state": ["看着会话", "前台", "后台", "断开", "强行停止", "登出"],
    "web": ["不在线", "在线照推", "在线不推"],
    "allowed": [False, True],
    "device": list(DEVICES),
}
Cell = tuple[Any, ...]
Row = dict[str, list[Any]]
TALKS: Row = {"conversation": ["单聊", "群聊"]}
BLOCKED = [("全挡", False), ("全挡", True), ("只放行 @", False)]
OPEN = [("没开", False), ("没开", True), ("只放行 @", True)]
ANDROID = [device for device in DEVICES if device[0] != "iPhone"]
IPHONE = [device for device in DEVICES if device[0] == "iPhone"]
NEAR: Row = TALKS | {"state": ["看着会话", "前台", "后台"]}
KIT: Row = NEAR | {"sdk": ["IMKit"], "device": ANDROID}
COUNTED: Row = KIT | {"kind": ["计数"]}
AWAY: Row = TALKS | {"state": ["断开", "强行停止"]}
SENT: Row = AWAY | {"kind": ["计数"], "content": ["你好", LONG]}
WANTED: Row = SENT | {"quiet": OPEN, "web": ["不在线", "在线照推"]}


def on(channel: str) -> list[tuple[str, str]]:
    return [device for device, (found, _) in DEVICES.items() if found == channel]


REACHED: list[Row] = [  # what a channel takes and can deliver to a phone
    WANTED | {"device": on("maker"), "state": ["断开"]},
    WANTED | {"device": on("FCM"), "state": ["断开"], "content": ["你好"]},
    WANTED | {"device": on("APNs"), "content": ["你好"]},
]
TABLE: list[tuple[Row, str, str]] = [
    ({"conversation": ["聊天室"]}, "聊天室", "不提醒"),
    (TALKS | {"state": ["登出"]}, "登出过", "不提醒"),
    (NEAR | {"sdk": ["IMLib"]}, "IMLib", "App 自己弹"),
    (NEAR | {"sdk": ["IMKit"], "device": IPHONE}, "iOS 的 IMKit", "未核实"),
    (KIT | {"kind": ["不计数", "状态"]}, "不计未读", "不提醒"),
    (COUNTED | {"state": ["看着会话"]}, "正看着", "不提醒"),
    (COUNTED | {"state": ["前台", "后台"], "quiet": BLOCKED}, "免打扰", "不提醒"),
    (COUNTED | {"state": ["前台"], "quiet": OPEN}, "前台别的页", "只响一声"),
    (COUNTED | {"state": ["后台"], "quiet": OPEN, "allowed": [False]}, "后台，通知关了", "不提醒"),
    (COUNTED | {"state": ["后台"], "quiet": OPEN, "allowed": [True]}, "后台", "弹本地通知"),
    (AWAY | {"kind": ["状态"]}, "状态消息", "不提醒"),
    (AWAY | {"kind": ["计数", "不计数"], "content": [""]}, "没有推送内容", "不提醒"),
    (AWAY | {"kind": ["不计数"], "content": ["你好", LONG]}, "不计数", "未核实"),
    (SENT | {"quiet": BLOCKED}, "免打扰", "不提醒"),
    (SENT | {"quiet": OPEN, "web": ["在线不推"]}, "Web 在线不推", "不提醒"),
    (WANTED | {"device": on("none")}, "没有", "不提醒"),
    (WANTED | {"device": on("RongPush")}, "只有 RongPush", "多半不到"),
    (WANTED | {"device": on("FCM") + on("APNs"), "content": [LONG]}, "太长", "不提醒"),
    (
        WANTED | {"device": on("FCM"), "content": ["你好"], "state": ["强行停止"]},
        "FCM 叫不醒", "不提醒",
    ),
    (WANTED | {"device": on("maker"), "state": ["强行停止"]}, "厂商，强行停止", "未核实"),
    *((row | {"allowed": [False]}, "通知关了", "不提醒") for row in REACHED),
    *((row | {"allowed": [True]}, "显示", "弹推送通知") for row in REACHED),
]  # fmt: skip

ONCE = load(NAME)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return ONCE


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


@pytest.fixture(scope="module")
def oracle() -> dict[Cell, tuple[str, str]]:
    """Every cell of the axes, with its answer and result; it fails where two rows meet."""
    cells: dict[Cell, tuple[str, str]] = {}
    for row, answer, result in TABLE:
        assert set(row) <= set(AXES)
        for cell in itertools.product(*(row.get(axis, values) for axis, values in AXES.items())):
            assert cell not in cells, (cell, answer, cells[cell])
            cells[cell] = (answer, result)
    return cells


def facts(example: ModuleType, cell: Cell, tries: int = 3) -> Any:
    conversation, kind, content, (quiet, mentioned), sdk, state, web, allowed, device = cell
    phone, tokens = device
    return example.Facts(
        conversation=conversation, kind=kind, push_content=content, mentioned=mentioned,
        phone=phone, sdk=sdk, state=state, tokens=tokens.split(), quiet=quiet, web=web,
        allowed=allowed, tries=tries,
    )  # fmt: skip


def decided(example: ModuleType, found: Any, asked: Any = None) -> tuple[str, str]:
    *_, rule = example.decide(found, asked or example.QUESTIONS).values()
    return rule.answer, rule.result


def replaced(cell: Cell, **changes: Any) -> Cell:
    return tuple(changes.get(axis, value) for axis, value in zip(AXES, cell, strict=True))


# ── the table is complete, unambiguous, and all of it is reachable ──


def test_the_oracle_covers_every_cell_once(oracle: dict[Cell, tuple[str, str]]) -> None:
    size = 1
    for values in AXES.values():
        size *= len(values)
    assert len(oracle) == size == 186_624


def test_the_program_agrees_in_every_cell(
    example: ModuleType, oracle: dict[Cell, tuple[str, str]]
) -> None:
    walked: Counter[tuple[str, str]] = Counter()
    for cell, expected in oracle.items():
        path = example.decide(facts(example, cell), example.QUESTIONS)
        *_, last = path.values()
        assert (last.answer, last.result) == expected, cell
        walked.update((question, rule.answer) for question, rule in path.items())
    declared = [(question, answer) for question, rules in RULES.items() for answer, _ in rules]
    assert set(walked) == set(declared)  # no rule is dead
    assert walked["走哪条路", "聊天室"] == 186_624 // 3


def test_exactly_one_flat_rule_holds(
    example: ModuleType, oracle: dict[Cell, tuple[str, str]]
) -> None:
    """Each way from the root to a leaf as one rule: its answers, each after none before it."""
    asked = example.QUESTIONS

    def ways(place: str) -> list[list[tuple[str, int]]]:
        if place not in asked:
            return [[]]
        return [
            [(place, n), *way]
            for n, rule in enumerate(asked[place])
            for way in ways(rule.result)
        ]  # fmt: skip

    def holds(found: Any, question: str, number: int) -> bool:
        *before, rule = asked[question][: number + 1]
        earlier = any(each.holds(found) for each in before)
        return not earlier and (rule.holds is None or rule.holds(found))

    flat = ways("走哪条路")
    assert len(flat) == len({tuple(way) for way in flat}) == 22
    for cell in itertools.islice(oracle, 0, None, 101):
        found = facts(example, cell)
        fits = [way for way in flat if all(holds(found, *step) for step in way)]
        assert len(fits) == 1


def test_the_questions_are_a_tree_and_each_has_a_last_answer(example: ModuleType) -> None:
    got = {q: [(rule.answer, rule.result) for rule in r] for q, r in example.QUESTIONS.items()}
    assert got == RULES
    for rules in example.QUESTIONS.values():
        assert [rule.holds is None for rule in rules] == [False] * (len(rules) - 1) + [True]
    asked = [rule.result for rules in example.QUESTIONS.values() for rule in rules]
    assert sorted(q for q in asked if q in RULES) == sorted(list(RULES)[1:])  # each from one place
    results = {result for result in asked if result not in RULES}
    assert results == {
        "不提醒", "App 自己弹", "未核实", "只响一声", "弹本地通知", "多半不到", "弹推送通知",
    }  # fmt: skip


def test_every_leaf_says_why(example: ModuleType) -> None:
    for rule in itertools.chain.from_iterable(example.QUESTIONS.values()):
        assert bool(rule.why) == (rule.result not in [*RULES, "弹推送通知"])


# ── the channel ──


def test_every_phone_with_every_set_of_tokens(example: ModuleType) -> None:
    channels = [*MAKERS, "FCM", "APNs", "RongPush"]
    for phone in [*MAKERS, "其他安卓", "iPhone"]:
        tried = ["APNs"] if phone == "iPhone" else [phone, "FCM", "RongPush"]
        for bits in itertools.product([False, True], repeat=9):
            tokens = list(itertools.compress(channels, bits))
            found = example.channel(example.USUAL._replace(phone=phone, tokens=tokens))
            assert found == [*(name for name in tried if name in tokens), ""][0]


@pytest.mark.parametrize("phone", ["华为", "iPhone", "其他安卓"])
@pytest.mark.parametrize(
    ("text", "fits"),
    [("a" * 4096, True), ("a" * 4097, False), ("汉" * 1365, True), ("汉" * 1366, False),
     ("😀" * 1024, True), ("😀" * 1025, False)],
)  # fmt: skip
def test_4096_bytes(example: ModuleType, phone: str, text: str, fits: bool) -> None:
    tokens = ["APNs"] if phone == "iPhone" else ["FCM"]
    found = example.USUAL._replace(phone=phone, tokens=tokens, push_content=text)
    assert decided(example, found) == (("显示", "弹推送通知") if fits else ("太长", "不提醒"))
    maker = example.USUAL._replace(push_content=text)  # its limit is not known here
    assert decided(example, maker) == ("显示", "弹推送通知")


# ── what the pages of this site say ──

SAID = [  # changes to a usual text message, and what the pages say becomes of it
    ({"conversation": "聊天室", "state": "后台"}, "不提醒"),  # never, by either road
    ({"conversation": "聊天室"}, "不提醒"),
    ({"state": "后台"}, "弹本地通知"),  # connected, so no push even with all tokens
    ({"state": "前台"}, "只响一声"),
    ({"state": "看着会话"}, "不提醒"),
    ({"state": "后台", "push_content": ""}, "弹本地通知"),  # pushContent matters offline only
    ({"kind": "状态"}, "不提醒"),
    ({"state": "后台", "sdk": "IMLib"}, "App 自己弹"),
    ({"sdk": "IMLib"}, "弹推送通知"),
    ({"phone": "荣耀"}, "不提醒"),  # a Honor phone needs its own channel
    ({"phone": "荣耀", "tokens": ["荣耀"]}, "弹推送通知"),
    ({"tokens": []}, "不提醒"),
    ({"allowed": False, "state": "后台"}, "不提醒"),
    ({"allowed": False, "state": "前台"}, "只响一声"),
    ({"quiet": "全挡", "mentioned": True}, "不提醒"),
    ({"quiet": "只放行 @", "mentioned": True}, "弹推送通知"),
    ({"quiet": "只放行 @", "state": "后台"}, "不提醒"),
    ({"web": "在线不推", "state": "后台"}, "弹本地通知"),
    ({"phone": "iPhone", "tokens": ["APNs"], "state": "强行停止"}, "弹推送通知"),
    ({"phone": "iPhone", "tokens": ["APNs"], "state": "后台"}, "未核实"),
]


@pytest.mark.parametrize(("changes", "result"), SAID)
def test_what_the_pages_say(example: ModuleType, changes: dict[str, Any], result: str) -> None:
    usual = example.Facts(
        "单聊", "计数", "你好", "华为", "IMKit", "断开", ["华为"], "没开", "不在线", True, False
    )
    assert decided(example, usual) == ("显示", "弹推送通知")
    assert decided(example, usual._replace(**changes))[1] == result


# ── the two ways to break it ──


def test_quiet_asked_too_late(example: ModuleType, oracle: dict[Cell, tuple[str, str]]) -> None:
    """Where there is a channel, nobody asks any more; elsewhere nothing changes."""
    late = example.questions(example.LATE)
    wrong: Counter[str] = Counter()
    for cell, expected in oracle.items():
        axis = dict(zip(AXES, cell, strict=True))
        if axis["state"] not in ("断开", "强行停止") or expected[0] not in MUTED:
            continue
        if DEVICES[axis["device"]][0] != "none":
            expected = oracle[replaced(cell, quiet=("没开", False), web="不在线")]
            wrong[expected[1]] += 1
        assert decided(example, facts(example, cell), late) == expected
    each = 2 * 2 * (6 * 3 - 3 * 2)  # conversation x sdk x (quiet, web)
    assert wrong["弹推送通知"] == each * (4 * 2 + 4 + 2) == 672  # makers, FCM, APNs
    assert wrong.total() - wrong["不提醒"] == 672 + each * (4 * 2 * 2 + 2 * 8) == 2208
    for cell in itertools.islice(oracle, 0, None, 97):
        if oracle[cell][0] not in MUTED:
            *_, rule = example.decide(facts(example, cell), late).values()
            same = oracle[cell] if oracle[cell][0] != "没有" else ("让", "不提醒")
            assert (rule.answer, rule.result) == same
            assert bool(rule.why) == (rule.result != "弹推送通知")


def test_without_changes_the_questions_are_the_same(example: ModuleType) -> None:
    assert example.questions({}) == example.QUESTIONS
    changed = example.questions(example.LATE)
    differ = {
        (q, old.answer): (new.result, new.why)
        for q in RULES
        for old, new in zip(example.QUESTIONS[q], changed[q], strict=True)
        if old != new
    }
    assert differ == {
        ("消息能推吗", "能"): ("有通道吗", ""),
        ("有通道吗", "没有"): ("他让推吗", ""),
        ("他让推吗", "让"): ("不提醒", "该用的通道都没有 Token"),
    }


def test_no_fallback(example: ModuleType, oracle: dict[Cell, tuple[str, str]]) -> None:
    """Only the first channel is tried: as if a phone had no other token."""
    lost: Counter[str] = Counter()
    for cell in itertools.islice(oracle, 0, None, 7):
        device = cell[-1]
        channel, first = DEVICES[device]
        kept = device if channel == first else (device[0], "")
        expected = oracle[replaced(cell, device=kept)]
        assert decided(example, facts(example, cell, tries=1)) == expected
        lost[f"{oracle[cell][1]}→{expected[1]}"] += oracle[cell] != expected
    assert lost["弹推送通知→不提醒"] > 0
    assert lost["多半不到→不提醒"] > 0
    assert not lost["不提醒→弹推送通知"]


def test_break_quiet_late() -> None:
    outcome = run(NAME, BREAK_QUIET_LATE=True)
    assert said(outcome) == "弹推送通知（FCM）"  # it was mentioned, so nothing was to be blocked
    assert wrong_cases(outcome) == ["免打扰只放行 @，没有 @ 他 → 弹推送通知（华为） ✗ 本应不提醒"]
    alone = run(NAME, BREAK_QUIET_LATE=True, MENTIONED=False)
    assert said(alone) == "弹推送通知（FCM） ✗ 本应不提醒"
    assert said(run(NAME, MENTIONED=False)) == "不提醒，服务端不触发推送"
    nodes = alone.picture("tree")["nodes"]
    assert [node["label"] for node in nodes if node["taken"]] == [
        "走哪条路", "消息能推吗", "有通道吗", "手机显示吗", "弹推送通知",
    ]  # fmt: skip
    quiet = next(n for n, node in enumerate(nodes) if node["label"] == "他让推吗")
    assert nodes[nodes[quiet]["parent"]]["label"] == "有通道吗"
    assert nodes[quiet]["edge"] == "没有"
    none = run(NAME, BREAK_QUIET_LATE=True, TOKENS=[])
    assert said(none) == "不提醒，该用的通道都没有 Token"
    assert "  他让推吗？让\n" in none.text


def test_break_no_fallback() -> None:
    outcome = run(NAME, BREAK_NO_FALLBACK=True)
    assert said(outcome) == "不提醒，该用的通道都没有 Token ✗ 本应弹推送通知"
    assert wrong_cases(outcome) == ["只有 FCM → 不提醒，该用的通道都没有 Token ✗ 本应弹推送通知"]
    other = run(NAME, BREAK_NO_FALLBACK=True, PHONE="其他安卓")
    assert said(other) == "弹推送通知（FCM）"  # there FCM is the first


# ── the output ──


def said(outcome: Outcome) -> str:
    assert not outcome.complaint
    return outcome.text.splitlines()[0]


def wrong_cases(outcome: Outcome) -> list[str]:
    return [line.strip() for line in outcome.text.splitlines()[1:] if "✗" in line]


def test_the_default_output(default: Outcome) -> None:
    assert default.text.splitlines() == [
        "弹推送通知（FCM）",
        "  走哪条路？连接断了",
        "  消息能推吗？能",
        "  他让推吗？让",
        "  有通道吗？有",
        "  手机显示吗？显示",
        "",
        "对照：一条文字消息，华为手机，划掉了；下面各改一两处",
        "  寻常 → 弹推送通知（华为）",
        "  后台还连着 → 弹本地通知，连着就没有推送",
        "  停在 App 首页 → 只响一声，前台默认",
        "  自定义消息，没填推送内容 → 不提醒，发送时没填 pushContent",
        "  免打扰只放行 @，没有 @ 他 → 不提醒，服务端不触发推送",
        "  荣耀手机，只接了华为 → 不提醒，该用的通道都没有 Token",
        "  只有 FCM → 弹推送通知（FCM）",
        "  只有 FCM，强行停止过 → 不提醒，强行停止过",
        "  iPhone → 弹推送通知（APNs）",
    ]


def test_the_tree_holds_all_rules(default: Outcome, example: ModuleType) -> None:
    nodes = default.picture("tree")["nodes"]
    assert len(nodes) == 1 + sum(map(len, RULES.values())) == 29
    assert nodes[0] == {
        "parent": None, "edge": "", "label": "走哪条路", "taken": True, "detail": "",
        "tone": "plain",
    }  # fmt: skip
    for number, node in enumerate(nodes[1:], 1):
        assert node["parent"] < number
        below = [each for each in nodes if each["parent"] == number]
        assert [(n["edge"], n["label"]) for n in below] == RULES.get(node["label"], [])
        parent = nodes[node["parent"]]["label"]
        rule = next(r for r in example.QUESTIONS[parent] if r.answer == node["edge"])
        assert node["detail"] == rule.why
    tones = {node["label"]: node["tone"] for node in nodes}
    assert tones == dict.fromkeys(RULES, "plain") | {
        "不提醒": "bad", "多半不到": "bad", "弹本地通知": "good", "弹推送通知": "good",
        "只响一声": "quiet", "App 自己弹": "quiet", "未核实": "quiet",
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.tuples(*(st.sampled_from(values) for values in AXES.values())))
def test_the_picture_shows_the_path(cell: Cell) -> None:
    conversation, kind, content, (quiet, mentioned), sdk, state, web, allowed, device = cell
    outcome = run(
        NAME, CONVERSATION=conversation, KIND=kind, PUSH_CONTENT=content, MENTIONED=mentioned,
        PHONE=device[0], SDK=sdk, STATE=state, TOKENS=device[1].split(), QUIET=quiet, WEB=web,
        ALLOWED=allowed,
    )  # fmt: skip
    lines = outcome.text.split("\n\n")[0].splitlines()
    taken = [node for node in outcome.picture("tree")["nodes"] if node["taken"]]
    asked = [f"  {node['label']}？{below['edge']}" for node, below in itertools.pairwise(taken)]
    assert lines[1:] == asked
    assert re.split("[，（]", lines[0])[0] == taken[-1]["label"]


# ── what the page says happens ──


@pytest.mark.parametrize(
    ("inputs", "first"),
    [
        ({"MENTIONED": False}, "不提醒，服务端不触发推送"),
        ({"STATE": "后台"}, "弹本地通知，连着就没有推送"),
        ({"STATE": "后台", "TOKENS": []}, "弹本地通知，连着就没有推送"),
        ({"STATE": "后台", "KIND": "不计数"}, "不提醒，消息类型没有 ISCOUNTED"),
        ({"STATE": "登出"}, "不提醒，logout() 连推送一起停掉"),
        ({"STATE": "强行停止"}, "不提醒，强行停止过"),
        ({"STATE": "强行停止", "TOKENS": ["华为"]}, "未核实，各家策略不同，看厂商文档"),
        ({"PUSH_CONTENT": ""}, "不提醒，发送时没填 pushContent"),
        ({"PUSH_CONTENT": "长" * 1366}, "不提醒，推送内容超过 4096 字节"),
        ({"PUSH_CONTENT": "长" * 1365}, "弹推送通知（FCM）"),
        ({"TOKENS": ["RongPush"]}, "多半不到，国内多半活不下来"),
        ({"PHONE": "荣耀", "TOKENS": ["华为"]}, "不提醒，该用的通道都没有 Token"),
        ({"WEB": "在线不推"}, "不提醒，他设成了不收"),
        ({"ALLOWED": False}, "不提醒，推送到了，查通知权限和渠道"),
        ({"KIND": "不计数"}, "未核实，离线时推不推"),
        ({"PHONE": "iPhone", "TOKENS": ["APNs"]}, "弹推送通知（APNs）"),
    ],
)
def test_changes_of_the_page(inputs: dict[str, Any], first: str) -> None:
    assert said(run(NAME, **inputs)) == first


# ── INPUT ──

ALLOWED: dict[str, list[Any]] = {
    "CONVERSATION": ["单聊", "群聊", "聊天室"],
    "KIND": ["计数", "不计数", "状态"],
    "MENTIONED": [False, True],
    "PHONE": [*MAKERS, "其他安卓", "iPhone"],
    "SDK": ["IMKit", "IMLib"],
    "STATE": ["看着会话", "前台", "后台", "断开", "强行停止", "登出"],
    "QUIET": ["没开", "只放行 @", "全挡"],
    "WEB": ["不在线", "在线照推", "在线不推"],
    "ALLOWED": [False, True],
    "BREAK_QUIET_LATE": [False, True],
    "BREAK_NO_FALLBACK": [False, True],
}
JUNK: list[Any] = [None, 0, 1, 2, -1, 1.0, float("nan"), 10**400, "", "没有", b"x", [], ["x"], {}]


@pytest.mark.parametrize("name", ALLOWED)
def test_choices_are_checked(name: str) -> None:
    for value in ALLOWED[name]:
        assert not run(NAME, **{name: value}).complaint
    for value in JUNK:
        wanted = "、".join(map(str, ALLOWED[name]))
        assert run(NAME, **{name: value}).complaint == (
            f"输入有误：{name} 应是{wanted}之一，现在是 {value!r:.60}"
        )


TEXTS = ["", "字", "a b", "👨‍👩‍👧", "\u3000", "字" * 3000]
NOT_TEXTS: list[Any] = [None, 1, True, ["字"], b"x", "字" * 3001, "a\nb", "\ud800", "a\x7f", "\n"]


@pytest.mark.parametrize("value", TEXTS + NOT_TEXTS)
def test_push_content_is_checked(value: Any) -> None:
    wrong = f"输入有误：PUSH_CONTENT 应是一行 0–3000 个字，现在是 {value!r:.60}"
    assert run(NAME, PUSH_CONTENT=value).complaint == ("" if value in TEXTS else wrong)


LISTS = [[], ["FCM"], ["APNs", "RongPush"], [*MAKERS, "FCM", "APNs", "RongPush"]]
NOT_LISTS: list[Any] = [
    None, "FCM", ("FCM",), {"FCM"}, {"FCM": 1}, ["FCM", "FCM"], ["fcm"], [1], [None], [[]],
    [["FCM"]], [True], ["其他安卓"], ["FCM", {}], [float("nan")], 0,
]  # fmt: skip


@pytest.mark.parametrize("value", LISTS + NOT_LISTS)
def test_tokens_are_checked(value: Any) -> None:
    wrong = f"输入有误：TOKENS 应是不重复的通道名的列表，现在是 {value!r:.60}"
    assert run(NAME, TOKENS=value).complaint == ("" if value in LISTS else wrong)


def test_what_is_checked_reaches_the_decision(example: ModuleType) -> None:
    found = example.check()
    assert found == example.Facts(
        "群聊", "计数", "[红包] 恭喜发财", "华为", "IMKit", "断开", ["FCM", "RongPush"],
        "只放行 @", "不在线", True, True,
    )  # fmt: skip
    assert found.tries == 3
    broken = load(NAME)
    vars(broken)["BREAK_NO_FALLBACK"] = True
    assert broken.check().tries == 1
