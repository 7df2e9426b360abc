"""Which part of the forum an address shows, in all forms of wecenter: URL patterns."""

from __future__ import annotations

import pytest

from scraper.wecenter.slots import Slot, slot

ROOT = "http://forum.example/"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("question/7", "question/7/page/1"),
        ("?/question/7", "question/7/page/1"),
        ("index.php?/question/7", "question/7/page/1"),
        ("question/id-7", "question/7/page/1"),
        ("question/7/", "question/7/page/1"),
        ("question/7.html", "question/7/page/1"),
        ("q_7.html", "question/7/page/1"),
        ("question/7#!answer_31", "question/7/page/1"),
        ("question/7?page=1", "question/7/page/1"),
        ("question/7?rf=3", "question/7/page/1"),
        ("question/7?sort_key=add_time&sort=ASC", "question/7/page/1"),
        ("question/id-7__page-2", "question/7/page/2"),
        ("question/page-2__id-7", "question/7/page/2"),
        ("?/question/id-7__page-2", "question/7/page/2"),
        ("?/question/7&page=2", "question/7/page/2"),
        ("question/7?page=2&sort_key=agree_count", "question/7/page/2"),
        ("article/12", "article/12/page/1"),
        ("article/12?", "article/12/page/1"),
        ("article/id-12__page-3", "article/12/page/3"),
        ("article/12?wd=question/7", "article/12/page/1"),
    ],
)
def test_pages_of_a_post(path: str, name: str) -> None:
    key = "/".join(name.split("/")[:2])
    assert slot(ROOT + path, ROOT) == Slot(name, "post", key)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("m/question/7", "question/7"),
        ("?/m/question/7", "question/7"),
        ("index.php?/m/article/12", "article/12"),
        ("m/article/id-12__page-2", "article/12"),
        ("m/question/7?ignore_ua_check=FALSE", "question/7"),
    ],
)
def test_the_mobile_page_of_a_post(path: str, key: str) -> None:
    assert slot(ROOT + path, ROOT) == Slot(f"{key}/mobile", "mobile", key)


@pytest.mark.parametrize("path", ["question/7?rf=false", "?/question/7&rf=false",
                                  "question/id-7__rf-false"])  # fmt: skip
def test_a_merged_question_itself(path: str) -> None:
    assert slot(ROOT + path, ROOT) == Slot("question/7/source", "post", "question/7")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("question/7?answer_id=31&single=TRUE", "question/7"),
        ("question/id-7__uid-5", "question/7"),
        ("question/7?uid=5&page=2", "question/7"),
        ("article/12?item_id=3", "article/12"),
    ],
)
def test_a_part_of_a_page_is_a_slot_of_its_own(path: str, key: str) -> None:
    assert slot(ROOT + path, ROOT) == Slot(f"{key}/part/{path}", "post", key)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("question/ajax/get_answer_comments/answer_id-31", "answer/31/comments"),
        ("?/question/ajax/get_answer_comments/answer_id-31", "answer/31/comments"),
        ("question/ajax/get_question_comments/question_id-7", "question/7/comments"),
        ("question/ajax/get_question_comments/?question_id=7", "question/7/comments"),
    ],
)
def test_comments(path: str, name: str) -> None:
    assert slot(ROOT + path, ROOT) == Slot(name, "remarks")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?/",
        "index.php",
        "index.php?/",
        "explore/",
        "?/explore/category-2",
        "explore/category-android",
        "explore/ajax/list/sort_type-new__page-1__per_page-100",
        "?/explore/ajax/list/sort_type-new__page-1__per_page-100",
        "sort_type-new__day-0__is_recommend-0__page-2",
        "?/sort_type-hot__day-7",
        "is_recommend-1",
        "category-2__sort_type-hot__day-7",
        "article/",
        "article/category-1__page-2",
        "question/",
        "question/sort_type-new__category-1__page-2",
        "topic/8",
        "topic/%E8%AF%9D%E9%A2%98",
        "feature/im",
        "column/",
    ],
)
def test_listings(path: str) -> None:
    found = slot(ROOT + path, ROOT)
    assert found is not None
    assert (found.part, found.key) == ("listing", None)


@pytest.mark.parametrize(
    "url",
    [
        "http://other.example/article/12",
        "http://forum.example.evil/article/12",
        "http://forum.example:8080/article/12",
        "http://forum.example/people/3",
        "http://forum.example/uploads/article/20200506/a.png",
        "http://forum.example/uploads/question/20200506/a.png",
        "http://forum.example/static/js/app.js",
        "http://forum.example/account/login/url-aHR0cA==",
        "http://forum.example/publish/article/12",
        "http://forum.example/file/download/file_name-YQ==__url-Yg==",
        "http://forum.example/feed/",
        "http://forum.example/robots.txt",
        "http://forum.example/m/question/answer_comment/answer_id-31",
        "http://[broken/article/12",
    ],
)
def test_what_shows_no_post(url: str) -> None:
    assert slot(url, ROOT) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://forum.example/article/12",
        "http://FORUM.example/article/12",
        "http://forum.example:80/article/12",
        "https://forum.example:443/article/12",
    ],
)
def test_all_names_of_the_host_are_one(url: str) -> None:
    assert slot(url, ROOT) == Slot("article/12/page/1", "post", "article/12")


def test_the_front_page_needs_no_slash() -> None:
    assert slot("http://forum.example", ROOT) == slot("http://forum.example/", ROOT)


def test_a_forum_in_a_folder() -> None:
    root = "http://forum.example/bbs/"
    assert slot(f"{root}?/article/12", root) == Slot("article/12/page/1", "post", "article/12")
    assert slot(f"{root}index.php?/m/article/12", root) == Slot(
        "article/12/mobile", "mobile", "article/12"
    )
    assert slot(f"{root}explore/", root) == Slot("explore/", "listing")
    assert slot(root, root) == Slot("", "listing")
    assert slot("http://forum.example/article/12", root) is None
    assert slot("http://forum.example/bbsx/article/12", root) is None
