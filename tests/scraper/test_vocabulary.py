"""Header and file, times, titles, categories, settings: what all stages share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scraper import (
    article,
    classify,
    cli,
    moments,
    profile,
    settings,
    stamp,
    taxonomy,
    template,
    titles,
)
from scraper.article import Article, Header, SeriesPart, Source
from scraper.check import check_tree
from scraper.errors import KbError, SourceError

PATH = PurePosixPath("im/a.md")
_CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
)
_LINE = st.text(_CHARACTERS, min_size=1, max_size=30).map(str.strip).filter(bool)


@given(
    title=_LINE,
    author=_LINE,
    tags=st.lists(_LINE, max_size=3),
    date=st.dates().map(str) | st.just("2020-12-07T14:41+08:00"),
    number=st.integers(1, 99),
    body=_LINE,
)
def test_what_is_written_reads_back(
    title: str, author: str, tags: list[str], date: str, number: int, body: str
) -> None:
    header = Header(
        title=title,
        description=title,
        category="im",
        date=date,
        author=author,
        provenance="rewritten",
        license="CC-BY-SA-4.0",
        status="current",
        tags=tuple(tags),
        source=Source(url="https://a.example/1", id="article/1", title=title),
        series=SeriesPart(title, number),
    )
    made = Article(PATH, header, body)
    read, problems = article.parse(article.render(made), PATH)
    assert problems == []
    assert read.header == header
    assert read.body.strip() == body
    stamped = stamp.stamped(made)
    assert stamp.is_untouched(stamped)
    assert re.search(r"^imported: sha256:[0-9a-f]{16}$", stamped, re.MULTILINE)
    assert yaml.safe_load(article.render(made).split("---\n")[1])["license"] == "CC-BY-SA-4.0"


def test_any_change_is_seen_even_a_comment_in_the_header() -> None:
    header = Header("题", "说", "im", "2020-01-01", "甲", "original", "MIT", "current")
    text = stamp.stamped(Article(PATH, header, "正文"))
    assert stamp.is_untouched(text)
    assert stamp.is_untouched(text.replace("\n", "\r\n"))
    assert not stamp.is_untouched(text.replace("正文", "正文。"))
    assert not stamp.is_untouched(text.replace("title: 题", "title: 题  # 改过"))
    assert not stamp.is_untouched("没有文章头")


NOW = datetime(2021, 1, 18, 9, 30, tzinfo=moments.FORUM_ZONE)


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2020-12-07 14:41", "2020-12-07T14:41+08:00", "minute"),
        ("2020-12-07", "2020-12-07", "day"),
        ("3 天前", "2021-01-15", "day"),
        ("7天前", "2021-01-11", "day"),
        ("5 小时前", "2021-01-18T04:00+08:00", "hour"),
        ("12 分钟前", "2021-01-18T09:18+08:00", "minute"),
        ("40 秒前", "2021-01-18T09:29+08:00", "minute"),
        ("2020-13-07", None, "unknown"),
        ("2021-02-29 10:00", None, "unknown"),
        ("前天", None, "unknown"),
        ("99999999999 天前", None, "unknown"),
    ],
)
def test_times(text: str, iso: str | None, precision: str) -> None:
    moment = moments.resolve(text, NOW)
    assert (moments.iso(moment), moment.precision, moment.text) == (iso, precision, text)


def test_relative_times_follow_the_capture_not_its_zone() -> None:
    assert moments.resolve("1 天前", NOW.astimezone(UTC)) == moments.resolve("1 天前", NOW)


@pytest.mark.parametrize("text", ["2021-01-18", "2021-01-18T09:30", "2021-01-18T01:30+00:00"])
def test_instants(text: str) -> None:
    assert moments.parse_instant(text).tzinfo is not None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("技术实践丨IM 消息同步机制", "ji-shu-shi-jian-im-xiao-xi-tong-bu-ji-zhi"),
        ("iOS 屏幕共享——1", "ios-ping-mu-gong-xiang-1"),
        ("ＷｅｂＲＴＣ", "webrtc"),
        ("！！！", "post"),
        ("", "post"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert titles.slug(title) == slug


@given(st.text(max_size=200))
def test_slugs_are_always_file_names(title: str) -> None:
    slug = titles.slug(title)
    assert slug.isascii()
    assert 0 < len(slug) <= titles.SLUG_LENGTH
    assert slug.strip("-") == slug
    assert len(titles.half_width(title)) == len(title)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("融云 Web SDK 如何实现表情的收发 ?", "融云Web SDK如何实现表情的收发？"),
        ("融云 IM SDK 集成 —- 刷新", "融云IM SDK集成——刷新"),
        ("（一）ＡＢＣ", "(一)abc"),
    ],
)
def test_titles_that_are_the_same(left: str, right: str) -> None:
    assert titles.normalise(left) == titles.normalise(right)


CATEGORIES = taxonomy.parse(taxonomy.bundled())


@pytest.mark.parametrize(
    ("title", "text", "forum", "category"),
    [
        ("WebRTC 如何通过 STUN、ICE 打洞", "NAT", "技术交流", "rtc"),
        ("万人群聊的消息分发", "群", "技术交流", "im"),
        ("Android 端如何添加表情", "", "技术交流", "android"),
        ("service office", "ICE", "技术交流", "rtc"),
        ("service office", "office", "技术交流", "community"),
        ("随便写写 WebRTC", "", "活动", "community"),
    ],
)
def test_classify(title: str, text: str, forum: str, category: str) -> None:
    assert classify.place(title, text, forum, (), CATEGORIES).category == category


def test_classify_says_when_it_guessed() -> None:
    assert classify.place("无题", "", None, (), CATEGORIES).guessed
    found = classify.place("安卓与 iOS 的推送", "", None, ("uni_app",), CATEGORIES)
    assert found.platforms == ("android", "ios", "uni-app")


@pytest.mark.parametrize(
    "text",
    ["- a", "unknown: 1", "publish: all", "site: [a]", "fetched_at: gestern", "a: [",
     "posts: [a]", "posts:\n  article/1: {slug: x}",
     "posts:\n  article/1: {path: im/x, category: rtc}",
     "posts:\n  article/1: {path: ../../evil}", "posts:\n  article/1: {path: /tmp/evil}",
     "posts:\n  article/1: {path: [a]}", "posts:\n  article/1: {tags: abc}",
     "posts:\n  article/1: {path: im/x.md}"],
)  # fmt: skip
def test_settings_that_make_no_sense(text: str) -> None:
    with pytest.raises(SourceError, match=r"source\.yml"):
        settings.parse(text, "source.yml")


def test_settings() -> None:
    text = "ids: local\npublish: full\nposts:\n  article/1: {path: im/x, tags: [甲]}\n"
    found = settings.parse(text, "source.yml")
    assert (found.local_ids, found.publish) == (True, "full")
    assert found.posts["article/1"].category == "im"


def test_a_new_article_lacks_nothing_but_its_text(tmp_path: Path) -> None:
    (tmp_path / "categories.yml").write_text(taxonomy.bundled(), encoding="utf-8")
    assert cli.main(["new", "ios/my-first", "--title", "我的: 第一篇", "--author", "甲",
                     "--into", str(tmp_path)]) == 0  # fmt: skip
    assert (tmp_path / "ios" / "my-first.md").is_file()
    assert {problem.rule for problem in check_tree(tmp_path)} == {"TUT-1"}


@pytest.mark.parametrize("place", ["andriod/x", "x", "ios/中文", "ios/a/b"])
def test_a_new_article_in_no_place(place: str, tmp_path: Path) -> None:
    (tmp_path / "categories.yml").write_text(taxonomy.bundled(), encoding="utf-8")
    with pytest.raises(KbError):
        template.new(place, "题", "甲", tmp_path)


@pytest.mark.parametrize(
    ("title", "author"), [("", "甲"), ("长" * 121, "甲"), ("一\n二", "甲"), ("题", "\u200b")]
)
def test_a_new_article_that_its_own_check_would_refuse(
    title: str, author: str, tmp_path: Path
) -> None:
    (tmp_path / "categories.yml").write_text(taxonomy.bundled(), encoding="utf-8")
    with pytest.raises(KbError):
        template.new("ios/x", title, author, tmp_path)


def test_a_new_article_outside_of_any_content(tmp_path: Path) -> None:
    with pytest.raises(KbError, match=r"categories\.yml"):
        template.new("ios/x", "题", "甲", tmp_path)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("消息 ID", "消息-id"),
        ("__config", "s-__config"),
        ("kb-main", "s-kb-main"),
        ("tag 1", "s-tag-1"),
        ("SDK?", "sdk"),
    ],
)
def test_anchors_are_words_and_never_the_themes(heading: str, anchor: str) -> None:
    assert profile.anchors(f"## {heading}", own=True) == {anchor}


@pytest.mark.parametrize("command", [[], ["import"], ["check"], ["new"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main([*command, "--help"])
    assert stopped.value.code == 0
    assert "usage: kb" in capsys.readouterr().out
