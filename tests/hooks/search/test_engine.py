"""The engine in Node.js over the scripts of small builds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hooks.search import build
from hooks.search.model import Filters, Page, Section
from tests.hooks.search import scripts

FILTERS = Filters({"ios": "iOS", "android": "Android"}, {"tutorial": "教程", "principle": "原理"})


def page(url: str, title: str, *sections: tuple[str, str, str], **more: Any) -> Page:
    return Page(url, title, tuple(Section(*section) for section in sections), **more)


PAGES = [
    page(
        "im/sync.html", "IM 消息同步机制全面解析",
        ("", "", "一条消息要做到不丢、不重、不乱序。"),
        ("时间戳", "为什么时间戳只能向前", "客户端拿着游标来拉取，收件箱的时间戳要比上一条大。"),
        ("批次", "为什么分批", "满 200 条停，满 5 MiB 也停。"),
        kind="principle",
    ),
    page(
        "android/huawei.html", "Android：华为推送收不到怎么查",
        ("", "", "先分清本地通知还是离线推送。"),
        ("码", "错误码 907135003", "证书指纹没有配置。"),
        platforms=("android",), kind="tutorial",
    ),
    page(
        "ios/push.html", "iOS：换成 p8 之后收不到推送",
        ("", "", "先核对环境再查凭证。APNs 的证书分开发与生产。"),
        ("崩溃", "iOS14 上的崩溃", "会话页在某个系统版本上崩溃。"),
        platforms=("ios",), kind="tutorial",
    ),
    page(
        "rtc/ice.html", "WebRTC 怎样用 STUN 与 ICE 穿过 NAT",
        ("打洞", "打洞：先牺牲一个包", "两端同时发包，映射就有了。"),
        ("xor", "XOR-MAPPED-ADDRESS", "为什么要异或。服务器在 addIceCandidate 之前应答。"),
        kind="principle",
    ),
    page(
        "community/old.html", "华为推送收不到怎么查（旧帖）",
        ("", "", "华为推送收不到，先查证书。"), rank=0.5,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("search")
    return scripts.write(build.build(PAGES, filters=FILTERS, same=[("去重", "排重")]), where)


QUERIES = {
    "消息同步": "im/sync.html",
    "消息同": "im/sync.html",
    "訊息同步": "im/sync.html",
    "消西同步": "im/sync.html",
    "xiaoxitongbu": "im/sync.html",
    "xiaoxi tongbu": "im/sync.html",
    "xiao'xi": "im/sync.html",
    "xiaoxi同步": "im/sync.html",
    "时间戳": "im/sync.html#时间戳",
    "为什么要分批呢？": "im/sync.html#批次",
    "满200条停": "im/sync.html#批次",
    "华为推送": "android/huawei.html",
    "華為推送": "android/huawei.html",
    "huaweituisong": "android/huawei.html",
    "907135003": "android/huawei.html#码",
    "iOS14崩溃": "ios/push.html#崩溃",
    "ios 闪退": "ios/push.html#崩溃",
    "ＸＯＲ－ＭＡＰＰＥＤ": "rtc/ice.html#xor",
    "xor_mapped_address": "rtc/ice.html#xor",
    "xor mapped adress": "rtc/ice.html#xor",
    "addicecandidate": "rtc/ice.html#xor",
    "icecandidate": "rtc/ice.html#xor",
    "NAT 穿透": "rtc/ice.html",
    "webrct": "rtc/ice.html",
}


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, dict[str, Any]]:
    return dict(zip(QUERIES, scripts.search(folder, *QUERIES), strict=True))


@pytest.mark.parametrize(("query", "wanted"), QUERIES.items())
def test_the_right_page_and_section_come_first(
    query: str, wanted: str, answers: dict[str, dict[str, Any]]
) -> None:
    first = answers[query]["items"][0]
    if "#" in wanted:
        assert f"{first['url']}#{first['anchor']}" == wanted
    else:
        assert first["url"] == wanted


def test_an_old_page_comes_after_a_current_one(answers: dict[str, dict[str, Any]]) -> None:
    urls = [item["url"] for item in answers["华为推送"]["items"]]
    assert urls.index("android/huawei.html") < urls.index("community/old.html")


def test_another_spelling_is_told(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["消西同步"]["corrected"] == "消息同步"
    assert answers["消息同步"]["corrected"] == ""


SLIPS = [
    page("burn.html", "阅后即焚", ("", "", "读完就删，点开才计时。")),
    page(
        "bucket.html", "限流",
        ("桶", "令牌桶", "令牌桶按速率放行，令牌用完就等。令牌每秒补充。"),
        ("录", "单点的录音", "单点的录音文件要分开存。"),
        ("集", "采样率", "采样率决定音质。采样要够快，概率论另说，速率也另说。"),
    ),
    page("nonce.html", "nonce 与 cookie", ("", "", "服务器先给 nonce，再给 cookie。")),
    page("none.html", "没有", ("", "", "取 none 时 none 就是没有，none。")),
    page("kit.html", "ReplayKit", ("", "", "用 ReplayKit 录屏。")),
    *[
        page(f"re{n}.html", f"第 {n} 页", ("", "", f"rest{n:03}x，红的花，绿的树，新的目录。"))
        for n in range(300)
    ],
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("阅后既焚", "阅后即焚"),  # as a heading sounds
        ("令牌筒", "令牌桶"),
        ("采样律", "采样率"),
        ("单点登录", ""),  # 单点的录 sounds so, and is no word
        ("nonec cookie", "nonce cookie"),  # swapped letters before others
        ("RepalyKit", "replaykit"),  # among many words that begin so
    ],
)
def test_slips_are_read_as_words(typed: str, meant: str, tmp_path: Path) -> None:
    folder = scripts.write(build.build(SLIPS), tmp_path)
    (answer,) = scripts.search(folder, typed)
    assert answer["corrected"] == meant


def test_words_that_stand_near_each_other_are_found_together(tmp_path: Path) -> None:
    pages = [
        page("far.html", "浏览器有许多，手机也能用来录音", ("", "", "各家的进度不同。")),
        page("near.html", "在浏览器里录音", ("", "", "先申请麦克风。")),
    ]
    folder = scripts.write(build.build(pages), tmp_path)
    (answer,) = scripts.search(folder, "浏览器录音")
    assert [item["url"] for item in answer["items"]] == ["near.html", "far.html"]


def test_a_section_is_found_in_a_later_part_of_a_long_page(tmp_path: Path) -> None:
    filling = "限流的办法有许多，先看场景。" * 90
    long = page(
        "long.html", "限流怎样做",
        *[(f"s{n}", f"第 {n} 种", filling) for n in range(5)],
        ("last", "滑动窗口", "滑动窗口比固定窗口平稳。"),
    )  # fmt: skip
    folder = scripts.write(build.build([long]), tmp_path)
    (answer,) = scripts.search(folder, "限流 滑动窗口")
    assert answer["items"][0]["anchor"] == "last"


def test_words_are_taken_as_they_are_where_that_is_asked(folder: Path) -> None:
    (answer,) = scripts.search(folder, "huaweituisong", exact=True)
    assert answer["items"] == []


def test_filters(folder: Path) -> None:
    for options, urls in (
        ({"platform": "ios"}, {"ios/push.html"}),
        ({"kind": "tutorial"}, {"ios/push.html", "android/huawei.html"}),
        ({"platform": "ios", "kind": "principle"}, set()),
        ({"platform": "nothing"}, {item.url for item in PAGES} - {"im/sync.html", "rtc/ice.html"}),
    ):
        (answer,) = scripts.search(folder, "收不到推送", **options)
        assert {item["url"] for item in answer["items"]} == urls


@pytest.mark.parametrize(
    "query",
    ["", " ", "。，！", "\u200b", "😀", "的", "???", ".*", "(", "\\", "<img src=x onerror=alert()>",
     "a" * 1000, "消" * 1000, "消息 " * 400, "\ud800", "constructor", "__proto__", "toString"],
)  # fmt: skip
def test_bad_input_is_answered(query: str, folder: Path) -> None:
    (answer,) = scripts.search(folder, query)
    assert isinstance(answer["items"], list)


def test_nonsense_finds_nothing(folder: Path) -> None:
    for answer in scripts.search(folder, "红烧排骨的做法", "asdkjqwe", "量子引力波"):
        assert answer["total"] == 0


def test_hits_are_marked_and_everything_is_escaped(tmp_path: Path) -> None:
    attack = page(
        "a.html", "<b>题</b> 推送", ("x", "<i>推送</i>", "<script>alert(1)</script> & 推送")
    )
    built = scripts.write(build.build([attack]), tmp_path)
    documents = scripts.run(
        "const engine = new kb.Engine(read);"
        "const { items, marks } = await engine.search('推送 b');"
        "tell(items.flatMap((item) => kb.teaser.documents(item, marks)));",
        built,
    )
    shown = "".join(document["title"] + document["text"] for document in documents)
    assert "<mark data-md-highlight>推送</mark>" in shown
    assert shown.replace("<mark data-md-highlight>", "").replace("</mark>", "").count("<") == 0


def test_a_script_that_is_missing_is_asked_for_again(folder: Path) -> None:
    answer = scripts.run(
        "let broken = true;"
        "const engine = new kb.Engine((name) => {"
        "  if (broken && name.startsWith('t')) return Promise.reject(new Error(name));"
        "  return read(name); });"
        "let failed = false; try { await engine.search('消息同步'); } catch { failed = true; }"
        "broken = false; const again = await engine.search('消息同步');"
        "tell([failed, again.items[0].url]);",
        folder,
    )
    assert answer == [True, "im/sync.html"]


def test_a_script_of_another_build_is_not_mixed_in(folder: Path) -> None:
    told = scripts.run(
        "const engine = new kb.Engine(async (name) => {"
        "  const [own, version, data] = await read(name);"
        "  return [own, name === 'manifest' ? version : 'other', data]; });"
        "try { await engine.search('消息同步'); tell('mixed'); }"
        "catch (error) { tell(error instanceof kb.Outdated ? 'outdated' : String(error)); }",
        folder,
    )
    assert told == "outdated"


def test_a_query_loads_little(folder: Path) -> None:
    asked = scripts.run(
        "const engine = new kb.Engine(read); await engine.search('消息同步'); tell(asked);", folder
    )
    assert not {"han", "sounds"} & set(asked)
    assert len(asked) == len(set(asked))


def test_suggestions(folder: Path) -> None:
    told = scripts.run(
        "const engine = new kb.Engine(read);"
        "const tried = [];"
        "for (const typed of given.typed)"
        "  tried.push(await kb.suggest.completion(typed, engine.store));"
        "tell(tried);",
        folder,
        typed=["为什么时间", "ios14 上", "IM 消息", "没有这样的", ""],
    )
    assert told[0] == ["为什么时间戳只能向前"]
    assert told[1] == ["上的崩溃"]
    assert told[2] == ["消息同步机制全面解析"]
    assert told[3] == told[4] == []


@pytest.mark.parametrize(
    ("one", "other", "limit", "distance"),
    [("websocket", "websokcet", 2, 1), ("server", "sever", 1, 1), ("abc", "abc", 1, 0),
     ("abcd", "wxyz", 2, 3), ("stun", "turn", 2, 2)],
)  # fmt: skip
def test_distance(one: str, other: str, limit: int, distance: int) -> None:
    told = scripts.run(
        "tell(kb.repair.apart(...given.words, given.limit));", words=[one, other], limit=limit
    )
    assert told == distance
