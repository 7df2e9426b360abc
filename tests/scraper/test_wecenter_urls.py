"""Every form of a WeCenter address (wecenter: URL patterns) gives one key."""

from __future__ import annotations

import base64
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.wecenter import canonical, urls

FORUM = "http://forum.example/"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://forum.example/question/12", ("question", "12")),
        ("http://forum.example/?/question/12", ("question", "12")),
        ("http://forum.example/index.php?/question/12", ("question", "12")),
        ("http://forum.example/?/question/12&sort_key=add_time", ("question", "12")),
        ("http://forum.example/?/question/12?page=2", ("question", "12")),
        ("http://FORUM.example:80/question/12/", ("question", "12")),
        ("https://forum.example/question/12", ("question", "12")),
        ("//forum.example/question/12", ("question", "12")),
        ("/question/12", ("question", "12")),
        ("question/12", ("question", "12")),
        ("./question/12", ("question", "12")),
        ("?/question/12", ("question", "12")),
        ("?%2Fquestion%2F12", ("question", "12")),
        ("/question/id-12__page-2", ("question", "12")),
        ("/question/page-2__id-12", ("question", "12")),
        ("/question/id-12__sort_key-__page-2", ("question", "12")),
        ("/question/?id=12", ("question", "12")),
        ("/question/12?page=2&rf=false", ("question", "12")),
        ("/question/12#!answer_31", ("question", "12")),
        ("/question/12?answer_id=31&single=TRUE", ("question", "12")),
        ("/question/main/index/id-12", ("question", "12")),
        ("/m/question/12", ("question", "12")),
        ("/?/m/article/3", ("article", "3")),
        ("/article/id-278__page-2", ("article", "278")),
        ("/article/012", ("article", "12")),
        ("/article/12.html", ("article", "12")),
        ("/q_12", ("question", "12")),
        ("/q_12.html", ("question", "12")),
        ("/topic/8", ("topic", "8")),
        ("/topic/uni_app", ("topic", "uni_app")),
        ("/people/3", ("people", "3")),
        ("/people/%E6%9F%A0%E6%AA%AC", ("people", "柠檬")),
    ],
)
def test_canonical(url: str, key: tuple[str, str]) -> None:
    assert canonical(url, FORUM) == key


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "#answer_12",
        "http://other.example/article/12",
        "mailto:article/12",
        "javascript:;",
        "/article/",
        "/article/0",
        "/article/1२",
        "/article/category-1",
        "/article/category-1__page-2",
        "/question/sort_type-new__day-0__is_recommend-0",
        "/question/ajax/get_answer_comments/answer_id-31",
        "/publish/article/12",
        "/articles/12",
        "/sort_type-new__day-0__is_recommend-0__page-2",
        "/uploads/article/20200506/a.png",
        "/topic/channel-hot",
        "/people/page-2",
        "http://[broken/article/12",
    ],
)
def test_not_an_address_of_a_post(url: str) -> None:
    assert canonical(url, FORUM) is None


def test_without_a_base_any_host_will_do() -> None:
    assert canonical("http://other.example/article/12") == ("article", "12")
    assert canonical("http://other.example/bbs/?/article/12") == ("article", "12")
    assert canonical("http://other.example/bbs/article/12") is None


def test_forum_in_a_folder() -> None:
    base = "http://forum.example/bbs"
    assert canonical("http://forum.example/bbs/article/12", base) == ("article", "12")
    assert canonical("http://forum.example/bbs/?/article/12", base) == ("article", "12")
    assert canonical("/bbs/index.php?/article/12", base) == ("article", "12")
    assert canonical("article/12", base) == ("article", "12")
    assert canonical("/article/12", base) is None
    assert canonical("/bbsx/article/12", base) is None


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("http://h/", "http://h/"),
        ("http://h", "http://h/"),
        ("http://h/?/", "http://h/"),
        ("http://h/index.php?/", "http://h/"),
        ("http://h/bbs/?/", "http://h/bbs/"),
        ("http://h/bbs", "http://h/bbs/"),
        ("/bbs/", None),
        ("ftp://h/", None),
        ("http://[h", None),
        (None, None),
    ],
)
def test_root(url: str | None, root: str | None) -> None:
    assert urls.root(url) == root


@pytest.mark.parametrize(
    ("href", "html", "base_url", "expected"),
    [
        ("http://h/?/", "", "http://other/", ("http://h/?/", "http://h/")),
        ("/", "", "http://h", ("http://h/", "http://h/")),
        ("//h/", "", "https://o/", ("https://h/", "https://h/")),
        (None, "", "http://h", ("http://h/", "http://h/")),
        (None, "", None, (None, None)),
        ("/", "", None, (None, None)),
        (".", "", "http://h/", (None, "http://h/")),
        (
            None,
            "<!-- saved from url=(0030)http://h/article/12 -->",
            None,
            (None, "http://h/"),
        ),
    ],
)
def test_bases(
    href: str | None, html: str, base_url: str | None, expected: tuple[str | None, str | None]
) -> None:
    assert urls.bases(href, html, base_url) == expected


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("uploads/a.png", "http://h/uploads/a.png"),
        ("/uploads/图.png", "http://h/uploads/图.png"),
        ("//cdn.example/a.png", "http://cdn.example/a.png"),
        ("https://o/a.png", "https://o/a.png"),
        ("data:image/png;base64,AA==", "data:image/png;base64,AA=="),
        ("javascript:;", "javascript:;"),
        ("#part", "#part"),
        ("", ""),
        ("http://[broken", "http://[broken"),
        ("//[broken", "//[broken"),
    ],
)
def test_resolve(url: str, absolute: str) -> None:
    assert urls.resolve(url, "http://h/?/") == absolute


def test_resolve_without_a_base_leaves_the_address() -> None:
    assert urls.resolve("uploads/a.png", None) == "uploads/a.png"


def test_download_link_becomes_the_file() -> None:
    def code(text: str) -> str:
        return base64.b64encode(text.encode()).decode()

    name, target = code("说明 书.pdf"), "http://h/uploads/article/20200506/a.pdf"
    link = f"http://h/file/download/file_name-{name}__url-{code(target)}"
    assert urls.resolve(link, "http://h/") == target
    assert urls.resolve(link.replace("=", "%3D"), None) == target
    assert urls.resolve(f"?/file/download/url-{code('/uploads/b.zip')}", "http://h/") == (
        "http://h/uploads/b.zip"
    )
    broken = "http://h/file/download/file_name-x__url-@@@"
    assert urls.resolve(broken, "http://h/") == broken


@pytest.mark.parametrize(
    ("where", "target"),
    [
        ("question/ajax/get_answer_comments/answer_id-31", ("answer", 31)),
        ("question/ajax/get_answer_comments/answer_id-31.html", ("answer", 31)),
        ("question/ajax/get_question_comments/question_id-7__x-1.html", ("question", 7)),
        ("q/ajax/get_question_comments/page-1__question_id-7.htm", ("question", 7)),
        ("get_answer_comments%3Fanswer_id%3D31.html", ("answer", 31)),
        ("question_ajax_get_answer_comments_answer_id-31.html", ("answer", 31)),
        ("question/ajax/get_answer_comments/question_id-31", None),
        ("question/31.html", None),
    ],
)
def test_remarks_of(where: str, target: tuple[str, int] | None) -> None:
    assert urls.remarks_of(where) == target


@pytest.mark.parametrize(
    ("url", "number", "part"),
    [
        ("http://forum.example/question/id-7__page-2", 2, False),
        ("http://forum.example/?/question/7&page=3", 3, False),
        ("article/12?page=2&item_id=", 2, False),
        ("explore/ajax/list/per_page-100__page-4", 4, False),
        ("explore/ajax/list/sort_type-new__per_page-100", None, False),
        ("question/7?answer_id=31&single=TRUE", None, True),
        ("question/id-7__sort-DESC__uid-5", None, True),
        ("question/id-7__uid-__page-2", 2, False),
        ("question/7?fromuid=5", None, False),
        ("article/12?item_id=3#x", None, True),
    ],
)
def test_which_page_and_whether_it_is_a_part(url: str, number: int | None, part: bool) -> None:
    assert (urls.page_number(url), urls.shows_part(url)) == (number, part)


PATHS = st.text(alphabet="/.a1-_%?#;:@ 中\t", max_size=12)


@given(
    PATHS, st.sampled_from(["http://h/", "http://h/?/", "https://h:8/b/c?d", "http://h/a/../b/"])
)
@settings(max_examples=500, deadline=None)
def test_addresses_are_resolved_as_the_standard_library_does(url: str, base: str) -> None:
    stripped = url.strip().replace(" ", "%20")  # as a browser does
    try:
        expected = stripped if urlsplit(stripped).scheme else urljoin(base, stripped)
    except ValueError:
        expected = stripped
    if stripped and not stripped.startswith("#"):
        assert urls.resolve(url, base) == expected


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=30)))
@settings(max_examples=300, deadline=None)
def test_no_address_raises(url: str, base: str | None) -> None:
    key = canonical(url, base)
    assert key is None or (key[0] in ("article", "question", "topic", "people") and key[1])
    assert isinstance(urls.resolve(url, urls.root(base)), str)
    urls.remarks_of(url)
