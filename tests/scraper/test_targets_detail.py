"""What belongs to a post beside the page that was read, and where that is."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from scraper.wecenter import targets
from scraper.wecenter.targets import Site, Target
from tests.scraper.wecenter_markup import answer, article, comment, question, read_one, user

ROOT = "http://forum.example/"
REWRITTEN = Site(ROOT)
NOON = datetime(2020, 5, 6, 4, 0, tzinfo=UTC)


def follow(where: str, html: str, site: Site = REWRITTEN, *, mobile: bool = True) -> list[Target]:
    detail = read_one(where, html, NOON).detail
    assert detail is not None
    return list(targets.of_detail(detail, site, mobile=mobile))


def keys(found: list[Target]) -> list[str]:
    return [target.key for target in found]


@pytest.mark.parametrize(
    ("count", "numbers"),
    [
        (0, []),
        (1, []),
        (100, []),
        (101, [2]),
        (200, [2]),
        (201, [2, 3]),
        (1000, list(range(2, 11))),
    ],
)
def test_further_pages_are_told_by_the_heading(count: int, numbers: list[int]) -> None:
    asked = question(heading=f"{count} 个回复")
    written = article(count=count)
    assert keys(follow("question/7", asked, mobile=False)) == [
        f"question/7/page/{n}" for n in numbers
    ]
    assert keys(follow("article/12", written)) == [f"article/12/page/{n}" for n in numbers]


def test_no_number_of_pages_is_too_large_to_be_believed() -> None:
    assert len(follow("question/7", question(heading="999999999 个回复"), mobile=False)) == 999


@pytest.mark.parametrize("prefix", ["", "?/"])
def test_what_no_page_links_is_built_as_the_forum_would(prefix: str) -> None:
    html = question(heading="101 个回复", answers=answer(31, comments=2), comments=3)
    start = f"{ROOT}{prefix}"
    assert follow("question/7", html, Site(ROOT, prefix)) == [
        Target("page", "question/7/page/2", f"{start}question/id-7__page-2"),
        Target("mobile", "question/7/mobile", f"{start}m/question/7"),
        Target("remarks", "question/7/comments",
               f"{start}question/ajax/get_question_comments/question_id-7", 3),
        Target("remarks", "answer/31/comments",
               f"{start}question/ajax/get_answer_comments/answer_id-31", 2),
    ]  # fmt: skip


def test_a_further_page_asks_for_its_own_comments_only() -> None:
    html = question(heading="101 个回复", answers=answer(131, comments=1), comments=3)
    assert keys(follow("question/id-7__page-2", html)) == ["answer/131/comments"]


@pytest.mark.parametrize(
    ("html", "mobile", "expected"),
    [
        (question(heading="1 个回复", answers=answer(31)), True, ["question/7/mobile"]),
        (question(heading="1 个回复", answers=answer(31)), False, []),
        (question(), True, []),
        (article(count=1, comments=comment(1, user("甲", 3), "好")), True, []),
    ],
    ids=["answered", "not wanted", "unanswered", "article"],
)
def test_the_mobile_page_is_for_answered_questions(
    html: str, mobile: bool, expected: list[str]
) -> None:
    assert keys(follow("x", html, mobile=mobile)) == expected


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


UP = f"{ROOT}uploads/article/20200506/"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<img src="http://o.example/a.png">', "http://o.example/a.png"),
        ('<img src="/uploads/article/20200506/a.png">', f"{UP}a.png"),
        ('<img src="uploads/article/20200506/a.png">', f"{UP}a.png"),
        ('<img src="//cdn.example/a.png">', "http://cdn.example/a.png"),
        ('<img src="loading.gif" data-original="/uploads/article/20200506/a.png">', f"{UP}a.png"),
        ('<img src="" data-src="/uploads/article/20200506/a.png">', f"{UP}a.png"),
        ('<img data-original="" src="/uploads/article/20200506/a.png#x">', f"{UP}a.png"),
        ('<img src="/uploads/article/20200506/图 1.png">', f"{UP}%E5%9B%BE%201.png"),
        ('<img src="/uploads/article/20200506/%E5%9B%BE%201.png">', f"{UP}%E5%9B%BE%201.png"),
        ('<img src="/a.png?x-oss-process=image/resize,w_9&amp;v=1">',
         f"{ROOT}a.png?x-oss-process=image/resize,w_9&v=1"),
        ('<img src="data:image/png;base64,AA==">', None),
        ('<img src="">', None),
        ("<img>", None),
        ('<img src="javascript:alert(1)">', None),
        ('<img src="file:///etc/passwd">', None),
        ('<img src="http://[broken/a.png">', None),
        ('<img src="/uploads/article/20200506/a.png</p><p>and so on', None),
        ('<img src="/uploads/article/20200506/a\n.png">', f"{UP}a.png"),  # as browsers do
        ('<img src="http:///a.png">', None),
    ],
)  # fmt: skip
def test_images_in_all_forms_of_address(html: str, url: str | None) -> None:
    found = follow("article/12", article(body=f"<p>{html}</p>"))
    assert found == ([Target("image", f"image/{url}", url)] if url else [])


FILE = f"{ROOT}uploads/article/20200506/a.pdf"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (f"file/download/file_name-{coded('说明.pdf')}__url-{coded(FILE)}", FILE),
        (f"?/file/download/file_name-{coded('a')}__url-{coded('/uploads/a.zip')}",
         f"{ROOT}uploads/a.zip"),
        ("/uploads/article/20200506/a.pdf", FILE),
        ("/uploads/article/20200506/a.PNG", None),  # what an image is enlarged to
        ("/download/a.pdf", None),
        ("http://[broken/uploads/a.pdf", None),
        ("article/5", None),
    ],
)  # fmt: skip
def test_attachments_are_files_at_their_real_address(href: str, url: str | None) -> None:
    body = f'<div class="aw-upload-file-list"><ul><li><a href="{href}">说明</a></li></ul></div>'
    found = follow("article/12", article(body=body))
    assert found == ([Target("file", f"file/{url}", url)] if url else [])


def test_all_that_people_wrote_has_images_each_once() -> None:
    def image(name: str) -> str:
        return f'<img src="/uploads/{name}.png">'

    asked = question(body=image("a"), answers=answer(31, image("b") + image("a")))
    assert keys(follow("question/7", asked, mobile=False)) == [
        f"image/{ROOT}uploads/{name}.png" for name in "ab"
    ]
    written = article(body=image("a"), comments=comment(1, user("甲", 3), image("c")))
    assert keys(follow("article/12", written)) == [
        f"image/{ROOT}uploads/{name}.png" for name in "ac"
    ]
