"""source.yml and sources.yml: what they may say, and the one line that follows anything else."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from scraper import settings, sources
from scraper.errors import SourceError
from scraper.settings import Placement, Settings
from tests.conftest import ROOT

FULL = """\
forum:
  site: 论坛
  base_url: https://Forum.example/bbs
  contact: crawler@forum.example
  rate: 0.5
  publish: full
  license: CC-BY-4.0
  provenance: rewritten
  edition: 2026-11-23
  ids: local
  fetched_at: 2021-01-18T09:30
  take_down: [article/12, question/7, article/12]
  image_hosts: [CDN.example.com, cdn.example.com, img-1.example]
  mobile_times: False
  page_limit_mb: 8
  image_limit_mb: 32
  personal_data:
    mask: False
    allow: [Support@forum.example, '@Forum.example', 13800000000]
  posts:
    article/3:
      path: im/sync
      tags: [IM, 1.10]
second:
  base_url: http://127.0.0.1:8080
"""


def test_every_key_is_read() -> None:
    read = settings.parse_sources(FULL, "sources.yml")
    assert list(read) == ["forum", "second"]
    assert read["forum"] == Settings(
        site="论坛",
        base_url="https://Forum.example/bbs/",
        local_ids=True,
        publish="full",
        provenance="rewritten",
        license="CC-BY-4.0",
        edition="2026-11-23",
        fetched_at=datetime(2021, 1, 18, 9, 30, tzinfo=timezone(timedelta(hours=8))),
        posts={"article/3": Placement(path="im/sync", category="im", tags=("IM", "1.10"))},
        contact="crawler@forum.example",
        rate=0.5,
        take_down=frozenset({"article/12", "question/7"}),
        image_hosts=("cdn.example.com", "img-1.example"),
        mobile_times=False,
        page_limit_mb=8,
        image_limit_mb=32,
        mask_personal=False,
        allow_personal=frozenset({"Support@forum.example", "@Forum.example", "13800000000"}),
    )


def test_what_is_not_said_has_its_default() -> None:
    expected = Settings(base_url="http://127.0.0.1:8080/")
    assert settings.parse_sources(FULL, "sources.yml")["second"] == expected
    assert (expected.contact, expected.rate, expected.mobile_times) == (None, 1.0, True)
    assert (expected.page_limit_mb, expected.image_limit_mb) == (16, 16)
    assert (expected.mask_personal, expected.allow_personal) == (True, frozenset())
    empty = (
        "f:\n  base_url: http://127.0.0.1:8080/\n  rate:\n  contact: ''\n  take_down:\n  posts:\n"
    )
    assert settings.parse_sources(empty, "sources.yml")["f"] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("keep", (False, set())),
        ("", (True, set())),
        ("{mask: false}", (False, set())),
        ("{mask: , allow: }", (True, set())),
        ("{allow: []}", (True, set())),
        ("{allow: [' a1b2c3d4 ']}", (True, {"a1b2c3d4"})),
        ("{mask: True, allow: [me@forum.example]}", (True, {"me@forum.example"})),
    ],
)
def test_what_becomes_of_personal_data(written: str, expected: tuple[bool, set[str]]) -> None:
    read = settings.parse(f"personal_data: {written}\nrate: 1\n", "source.yml")
    assert (read.mask_personal, read.allow_personal) == expected


def test_a_saved_folder_knows_the_same_keys() -> None:
    text = re.sub("(?m)^  ", "", FULL[FULL.index("\n") + 1 : FULL.index("second:")])
    assert settings.parse(text, "source.yml") == settings.parse_sources(FULL, "s")["forum"]
    assert settings.parse("rate: 10\n", "source.yml").rate == 10


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "\ufeff# bom\n"])
def test_a_file_without_sources(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    file.write_text(text, encoding="utf-8")
    assert settings.load_sources(file) == {}


ONE = [
    ("contact", "me", "contact must be an e-mail address or the address of a page,"
     " such as me@example.org, not 'me'"),
    ("contact", "me@example.org (me)", "contact must be an e-mail address or the address of a page,"
     " such as me@example.org, not 'me@example.org (me)'"),
    ("contact", '"a@b.c\\r\\nX: y"', "contact must be an e-mail address or the address of a page,"
     " such as me@example.org, not 'a@b.c\r\nX: y'"),
    ("contact", "[a@b.example]", "contact must be an e-mail address or the address of a page,"
     " such as me@example.org"),
    ("rate", "0", "rate must be a number of requests per second above 0, at most 10, not '0'"),
    ("rate", "10.5",
     "rate must be a number of requests per second above 0, at most 10, not '10.5'"),
    ("rate", "-1", "rate must be a number of requests per second above 0, at most 10, not '-1'"),
    ("rate", "nan", "rate must be a number of requests per second above 0, at most 10, not 'nan'"),
    ("rate", "1/s", "rate must be a number of requests per second above 0, at most 10, not '1/s'"),
    ("rate", "[1]", "rate must be a number of requests per second above 0, at most 10"),
    ("take_down", "article/12", "take_down must be a list such as [article/12, question/7]"),
    ("take_down", "[article/0]",
     "take_down must hold keys like article/12 or question/7, not 'article/0'"),
    ("take_down", "[https://f.example/article/3]",
     "take_down must hold keys like article/12 or question/7, not 'https://f.example/article/3'"),
    ("take_down", "[[article/3]]", "take_down must hold keys like article/12 or question/7"),
    ("image_hosts", "cdn.example", "image_hosts must be a list such as [cdn.example.com]"),
    ("image_hosts", "['https://cdn.example']", "image_hosts must hold names of hosts like"
     " cdn.example.com, without scheme, port or slash, not 'https://cdn.example'"),
    ("image_hosts", "[cdn.example/x]", "image_hosts must hold names of hosts like"
     " cdn.example.com, without scheme, port or slash, not 'cdn.example/x'"),
    ("image_hosts", "['*.example']", "image_hosts must hold names of hosts like"
     " cdn.example.com, without scheme, port or slash, not '*.example'"),
    ("mobile_times", "yes", "mobile_times must be true or false, not 'yes'"),
    ("mobile_times", "{}", "mobile_times must be true or false"),
    ("page_limit_mb", "0", "page_limit_mb must be a whole number from 1 to 1024, not '0'"),
    ("page_limit_mb", "1.5", "page_limit_mb must be a whole number from 1 to 1024, not '1.5'"),
    ("image_limit_mb", "16 MB",
     "image_limit_mb must be a whole number from 1 to 1024, not '16 MB'"),
    ("personal_data", "mask", "personal_data must be keep, or have settings below it such as"
     " 'allow: [support@rongcloud.cn]', not 'mask'"),
    ("personal_data", "[keep]", "personal_data must be keep, or have settings below it such as"
     " 'allow: [support@rongcloud.cn]'"),
    ("personal_data", "{alow: []}",
     "personal_data: unknown setting 'alow'; did you mean 'allow'?"),
    ("personal_data", "{mask: keep}", "personal_data: mask must be true or false, not 'keep'"),
    ("personal_data", "{allow: me@forum.example}", "personal_data: allow must be a list such as"
     " [support@rongcloud.cn, '@rongcloud.cn']"),
    ("personal_data", "{allow: ['@']}", "personal_data: allow must hold whole values like"
     " support@rongcloud.cn, or '@rongcloud.cn' for all addresses there, not '@'"),
    ("personal_data", "{allow: ['@*.example']}", "personal_data: allow must hold whole values like"
     " support@rongcloud.cn, or '@rongcloud.cn' for all addresses there, not '@*.example'"),
    ("personal_data", "{allow: [[a]]}", "personal_data: allow must hold whole values like"
     " support@rongcloud.cn, or '@rongcloud.cn' for all addresses there"),
    ("publish", "all", "publish must be one of summary, full, not 'all'"),
    ("ids", "[forum]", "ids must be one of forum, local"),
    ("provenance", "stolen",
     "provenance must be one of imported, rewritten, original, not 'stolen'"),
    ("site", "[a]", "site must be one line of text"),
    ("license", "|\n    a\n    b", "license must be one line of text"),
    ("edition", "{}", "edition must be one line of text"),
    ("fetched_at", "[x]", "fetched_at must be one line of text"),
    ("fetched_at", "gestern",
     "fetched_at: 'gestern' is not a time; write it as 2021-01-18T09:30+08:00 or 2021-01-18"),
    ("licence", "MIT", "unknown setting 'licence'; did you mean 'license'?"),
    ("image_host", "[a.example]", "unknown setting 'image_host'; did you mean 'image_hosts'?"),
    ("colour", "red", "unknown setting 'colour'"),
    ("posts", "[article/3]", "posts must map keys such as article/3 to settings"),
    ("posts", "{article/3: im}",
     "posts: article/3 must have settings below it, such as 'category: im'"),
    ("posts", "{article/3: {tag: [x]}}",
     "posts: article/3: unknown setting 'tag'; did you mean 'tags'?"),
    ("posts", "{article/3: {tags: x}}", "posts: article/3: tags must be a list"),
    ("posts", "{article/3: {tags: [[x]]}}",
     "posts: article/3: tags: each entry must be one line of text"),
    ("posts", "{article/3: {path: [x]}}", "posts: article/3: path must be one line of text"),
    ("posts", "{article/3: {path: im/Sync.md}}",
     "posts: article/3: path must look like im/message-sync, not 'im/Sync.md'"),
    ("posts", "{article/3: {path: im/sync, category: rtc}}",
     "posts: article/3: path is not inside category 'rtc'"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "message"), ONE)
def test_a_value_that_is_none(key: str, value: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        settings.parse(f"{key}: {value}\n", "saved/source.yml")
    assert str(caught.value) == f"saved/source.yml: {message}"
    text = f"forum:\n  base_url: https://f.example/\n  {key}: {value}\n"
    with pytest.raises(SourceError) as caught:
        settings.parse_sources(text, "sources.yml")
    assert str(caught.value) == f"sources.yml: forum: {message}"


@pytest.mark.parametrize(
    "url",
    ["forum.example", "ftp://f.example/", "https://", "https://f.example/?/article/1",
     "https://f.example/index.php", "https://me@f.example/", "https://f.example:x/",
     "https://f.example/ x/", "https://[::1/"],
)  # fmt: skip
def test_an_address_that_is_no_forums(url: str) -> None:
    with pytest.raises(SourceError) as caught:
        settings.parse_sources(f"f:\n  base_url: '{url}'\n", "sources.yml")
    message = f"sources.yml: f: base_url must be like https://forum.example/, not '{url}'"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "expected a name like 'geekonline:' with settings below it"),
        ("just text\n", "expected a name like 'geekonline:' with settings below it"),
        ("f: https://f.example/\n", "f: expected lines like 'base_url: https://…'"),
        ("f:\n", "f: expected lines like 'base_url: https://…'"),
        ("f: {site: F}\n", "f: base_url is missing; write the forum's address,"
         " such as https://forum.example/"),
        ("My Forum: {}\n", "the source name 'My Forum' must be lower-case letters, digits and"
         " hyphens"),
        ("../f: {}\n", "the source name '../f' must be lower-case letters, digits and hyphens"),
        ("a: {base_url: http://f.example}\nb: {base_url: 'https://F.example:443/'}\n",
         "b: base_url is that of 'a' too"),
        ("f:\n  rate: 1\n  site: F\n  rate: 2\n",
         "line 4: 'rate' stands twice (first in line 2)"),
        ("f:\n  site: F\n\nf:\n  site: G\n", "line 4: 'f' stands twice (first in line 1)"),
        ("f:\n  posts:\n    article/1: {tags: [a], tags: [b]}\n",
         "line 3: 'tags' stands twice (first in line 3)"),
        ("? [a]\n: b\n", "line 1: a key must be a word"),
        ("f: [\n", "not readable as YAML (line 2: expected the node content, but found '<stream"
         " end>')"),
        ("f:\n\tsite: F\n", "not readable as YAML (line 2: found character '\\t' that cannot start"
         " any token)"),
        ("f: &a {posts: *a}\n", "not readable as YAML (nested too deeply)"),
        ("f: " + "[" * 5000, "not readable as YAML (nested too deeply)"),
        ("f: \x07\n", "not readable as YAML (unacceptable character #x0007: special characters are"
         " not allowed)"),
    ],
)  # fmt: skip
def test_a_file_that_is_none(text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        settings.parse_sources(text, "sources.yml")
    assert str(caught.value) == f"sources.yml: {message}"


def test_aliases_are_not_unfolded() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    with pytest.raises(SourceError, match="a0: expected lines"):
        settings.parse_sources("\n".join(lines), "sources.yml")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "sources.yml"
    assert settings.load_sources(file) == {}
    file.write_bytes("f: {site: 论坛}\n".encode("gb18030"))
    with pytest.raises(SourceError, match=r"^\S+sources\.yml: not UTF-8 \(byte 10\)$"):
        settings.load_sources(file)
    with pytest.raises(SourceError, match=r": cannot be read \(Is a directory\)$"):
        settings.load_sources(tmp_path)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://f.example/", "top"),
        ("http://F.example:80/article/5?sort=1", "top"),
        ("https://f.example", "top"),
        ("https://f.example/bbs2/article/5", "top"),
        ("https://f.example/bbs", "bbs"),
        ("https://f.example/bbs/?/article/5", "bbs"),
        ("https://f.example:8443/article/5", None),
        ("https://g.example/article/5", None),
        ("https://only.example/article/5", None),
        ("https://only.example/forum/article/5", "only"),
        ("http://127.0.0.1:8080/article/5", "box"),
        ("/article/5", None),
        ("http://[::1", None),
        ("http://f.example:x/", None),
    ],
)
def test_the_source_of_an_address(url: str, name: str | None) -> None:
    known = {
        "top": Settings(base_url="https://f.example/"),
        "bbs": Settings(base_url="https://f.example/bbs/"),
        "only": Settings(base_url="https://only.example/forum/"),
        "box": Settings(base_url="http://127.0.0.1:8080/"),
        "none": Settings(),
    }
    assert settings.for_url(known, url) == (known[name] if name else None)


def test_the_shipped_file_explains_every_key() -> None:
    file = ROOT / settings.SOURCES_NAME
    own = settings.load_sources(file)["geekonline"]
    assert own == Settings(site="GeekOnline", base_url="https://geekonline.rongcloud.cn/")
    text = file.read_text(encoding="utf-8")
    written = {"local_ids": "ids", "mask_personal": "personal_data"}
    names = [written.get(f.name, f.name) for f in fields(Settings) if f.name != "allow_personal"]
    for key in names:
        line = re.search(rf"(?m)^  (?:# )?{key}:", text)
        assert line, key
        assert re.search(r"[\u4e00-\u9fff].*\n(?:  #.*\n)*$", text[: line.start()]), key
    keys = "contact|edition|fetched_at|personal_data|posts|  (?:mask|allow):|  ?article|    "
    examples = re.sub(rf"(?m)^  # (?=({keys}))", "  ", text)
    read = settings.parse_sources(examples, "sources.yml")["geekonline"]
    assert (read.contact, list(read.posts)) == ("you@example.org", ["article/16"])
    assert read.allow_personal == {"support@rongcloud.cn", "@rongcloud.cn"}


def test_the_samples_settings_are_read() -> None:
    file = sources.sample() / settings.FILE_NAME
    read = settings.parse(file.read_text(encoding="utf-8"), str(file))
    assert read.posts["question/7"].platforms == ("android",)
