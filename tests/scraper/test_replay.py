"""What an archive shows: of many captures, the forum as it was last seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from scraper import replay
from tests.scraper.archives import DAY, NOON, ROOT, Got, codes, post, read, write
from tests.scraper.wecenter_fragments import FRAGMENT, mobile, mobile_answer
from tests.scraper.wecenter_markup import answer, article, line, question, whole

LIST = "explore/ajax/list/sort_type-new__page-1__per_page-100"
TOLD = "发表了文章 • {} 个评论 • {} 次浏览 • {}"
DELETED = whole('<div class="aw-error-box"><p><strong>该文章已删除!</strong></p></div>')
NOT_FOUND = '<html><body class="aw-404"><h1>404</h1></body></html>'


def old(path: str = "article/12", **given: str) -> Got:
    return Got(path, article(body="<p>旧</p>", **given), NOON - DAY)  # type: ignore[arg-type]


def new(path: str = "article/12", **given: str) -> Got:
    return Got(path, article(body="<p>新</p>", **given), NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("article/12", "article/12"),
        ("article/12", "?/article/12"),
        ("article/12?x=1", "https://forum.example/index.php?/article/id-12"),
    ],
)
@pytest.mark.parametrize("reverse", [False, True])
def test_the_newest_capture_counts(one: str, two: str, reverse: bool, tmp_path: Path) -> None:
    answers = [old(one), new(two)]
    (made,) = read(tmp_path, *(answers[::-1] if reverse else answers)).posts
    assert (made.key, made.body, made.fetched) == ("article/12", "<p>新</p>", NOON)


def test_all_parts_of_a_post_come_together(tmp_path: Path) -> None:
    first = question(answers=answer(31, comments=2), heading="101 个回复", comments=2)
    forum = read(
        tmp_path,
        Got("question/7", first),
        Got("question/id-7__page-2", question(answers=answer(32), heading="101 个回复")),
        Got("m/question/7", mobile(mobile_answer(31, "2020-05-07 08:09"))),
        Got("question/ajax/get_question_comments/question_id-7", FRAGMENT),
        Got("question/ajax/get_answer_comments/answer_id-31", FRAGMENT),
        Got(LIST, line("question/7", "回复了问题 • 101 个回复 • 2020-05-07 08:09")),
    )
    made = post(forum, "question/7")
    assert [reply.id for reply in made.replies] == [31, 32]
    assert (len(made.comments), len(made.replies[0].comments)) == (2, 2)
    assert made.published is not None
    assert (made.published.text, made.category) == ("2020-05-05 06:07", "技术交流")


def test_comments_that_were_deleted_since_are_gone(tmp_path: Path) -> None:
    remarks = Got("question/ajax/get_answer_comments/answer_id-31", FRAGMENT, NOON)
    own = [question(answers=answer(31, comments=n), heading="1 个回复") for n in (2, 0)]
    answers = [Got("question/7", own[0], NOON), remarks, Got("question/7", own[1], NOON + DAY)]
    for count in (2, 3):
        (reply,) = post(read(tmp_path / str(count), *answers[:count]), "question/7").replies
        assert len(reply.comments) == (2 if count == 2 else 0)


def published(folder: Path, *answers: Got) -> tuple[str, str]:
    moment = post(read(folder, *answers), "article/12").published
    assert moment is not None
    assert moment.at is not None
    return moment.at.strftime("%m-%d %H:%M"), moment.precision


def test_a_time_was_closer_to_the_truth_in_the_oldest_capture(tmp_path: Path) -> None:
    # just before and just after the hour at which a day is full
    first = Got("article/12", article(time="2 天前"), NOON)
    second = Got("article/12", article(time="2 天前"), NOON + timedelta(hours=13))
    assert published(tmp_path / "1", second) == ("05-05 00:00", "day")
    assert published(tmp_path / "2", first, second) == ("05-04 00:00", "day")
    exact = Got("article/12", article(time="3 分钟前"), NOON - 2 * DAY)
    assert published(tmp_path / "3", exact, first, second) == ("05-04 11:57", "minute")
    # a printed date is as precise, and sure
    late = Got("article/12", article(time="2020-05-03"), NOON + 9 * DAY)
    assert published(tmp_path / "4", first, second, late) == ("05-03 00:00", "day")
    assert published(tmp_path / "5", exact, first, second, late) == ("05-04 11:57", "minute")


def test_a_time_of_an_older_listing_is_kept(tmp_path: Path) -> None:
    def listed(told: str, days: int) -> Got:
        return Got(LIST, line("article/12", TOLD.format(0, 0, told)), NOON + days * DAY)

    answers = [listed("5 分钟前", 0), new(time="2020-05-06"), listed("3 天前", 3)]
    assert published(tmp_path, *answers) == ("05-06 11:55", "minute")


GONE = [
    Got("article/12", DELETED),
    Got("article/12", NOT_FOUND, status=404),
    Got("article/12", "", status=410),
    Got("article/12", NOT_FOUND),
]


def later(answer: Got, days: int) -> Got:
    return Got(answer.path, answer.html, NOON + days * DAY, answer.status, answer.location)


@pytest.mark.parametrize("gone", GONE, ids=["message", "404", "410", "404 page"])
@pytest.mark.parametrize("indexed", [True, False])
def test_a_post_that_went_keeps_its_last_text(gone: Got, indexed: bool, tmp_path: Path) -> None:
    answers = [old(), new(), later(gone, 1), later(GONE[1], 2), later(gone, 3)]
    write(tmp_path, answers, indexed=indexed)
    forum = replay.replay(tmp_path, None, None).forum
    made = post(forum, "article/12")
    assert (made.body, made.fetched, made.gone) == ("<p>新</p>", NOON, NOON + DAY)
    assert codes(forum) == []


@pytest.mark.parametrize("gone", GONE, ids=["message", "404", "410", "404 page"])
def test_a_post_that_came_back_is_not_gone(gone: Got, tmp_path: Path) -> None:
    answers = [later(old(), 0), later(gone, 1), later(new(), 2)]
    made = post(read(tmp_path / "1", *answers), "article/12")
    assert (made.body, made.gone) == ("<p>新</p>", None)
    again = post(read(tmp_path / "2", *answers, later(gone, 3)), "article/12")
    assert (again.body, again.gone) == ("<p>新</p>", NOON + 3 * DAY)


def test_a_fault_is_not_the_end_of_a_post(tmp_path: Path) -> None:
    faults = [
        Got("article/12", "<h3>An error occurred</h3>", NOON + DAY, 500),
        Got("article/12", whole('<form id="login_form"></form>'), NOON + DAY),
        Got("article/12", "", NOON + DAY, 302, "/account/login/url-aHR0cA=="),
        Got("article/12", "", NOON + DAY, 302, "/"),
        Got("article/12", "", NOON + DAY, 302, "http://[broken"),
        Got("article/12?item_id=3", NOT_FOUND, NOON + DAY, 404),
        Got("article/id-12__page-2", NOT_FOUND, NOON + DAY, 404),
        Got("m/article/12", NOT_FOUND, NOON + DAY, 404),
    ]
    for number, fault in enumerate(faults):
        made = post(read(tmp_path / str(number), new(), fault), "article/12")
        assert (made.body, made.gone, made.merged_into) == ("<p>新</p>", None, None), fault


def test_what_was_gone_before_it_was_fetched_is_left_out(tmp_path: Path) -> None:
    lines = line("article/1", "发表了文章") + line("article/12", "发表了文章")
    forum = read(
        tmp_path,
        Got(LIST, lines),
        later(GONE[1], 1),
        Got("article/1", article(1), NOON),
        Got("article/99", NOT_FOUND, NOON, 404),
    )
    assert [made.key for made in forum.posts] == ["article/1"]
    assert ("gone-unseen", LIST) in codes(forum)
    (note,) = [note for note in forum.notes if note.code == "gone-unseen"]
    assert note.message == "article/12 was gone before it was ever fetched"


def test_a_merged_question_keeps_its_own_text(tmp_path: Path) -> None:
    answers = [
        Got("question/7", question(7, "<p>七</p>"), NOON - DAY),
        Got("question/9", question(9, "<p>九</p>"), NOON - DAY),
        Got("question/7", "", NOON, 302, "/question/9?rf=7"),
        Got("question/9?rf=7", question(9, "<p>新九</p>"), NOON),
    ]
    forum = read(tmp_path / "1", *answers)
    seven, nine = post(forum, "question/7"), post(forum, "question/9")
    assert (seven.body, seven.merged_into, seven.gone) == ("<p>七</p>", "question/9", None)
    assert (nine.body, nine.merged_into, nine.gone) == ("<p>新九</p>", None, None)
    apart = Got("question/7", question(7, "<p>又是七</p>"), NOON + DAY)
    seven = post(read(tmp_path / "2", *answers, apart), "question/7")
    assert (seven.body, seven.merged_into) == ("<p>又是七</p>", None)


def test_what_a_merged_question_itself_says_is_read(tmp_path: Path) -> None:
    alert = '<div class="alert">此问题将跳转至 <a href="question/9">九</a></div>'
    forum = read(
        tmp_path,
        Got("question/7", "", NOON, 302, "/question/9?rf=7"),
        Got("question/7?rf=false", question(7, "<p>七</p>", alert=alert), NOON),
        Got("question/9?rf=7", question(9, "<p>九</p>"), NOON),
    )
    seven = post(forum, "question/7")
    assert (seven.body, seven.merged_into) == ("<p>七</p>", "question/9")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("uploads/a.png", f"{ROOT}uploads/a.png"),
        ("uploads/%E5%9B%BE%201.png", f"{ROOT}uploads/图 1.png"),
        ("uploads/图.png", f"{ROOT}uploads/%E5%9B%BE.png"),
        ("uploads/a.png?v=1", "https://forum.example/uploads/a.png?v=1#x"),
        ("uploads/a(1)%2B.png", f"{ROOT}uploads/a%281%29+.png"),
    ],
)
def test_files_are_found_by_any_form_of_their_address(url: str, asked: str, tmp_path: Path) -> None:
    png = Got(url, b"png", type="image/png")
    newer = Got(url, b"new", NOON + DAY, type="image/png")
    missing = Got(url, b"", NOON + 2 * DAY, 404, type="image/png")
    write(tmp_path, [new(), png, newer, missing])
    found = replay.replay(tmp_path, None, None)
    capture = found.files[replay.file_name(asked)]
    assert capture.served == NOON + DAY
    assert replay.file_name(f"{ROOT}uploads/other.png") not in found.files


def test_a_file_is_found_by_an_address_that_leads_to_it(tmp_path: Path) -> None:
    answers = [
        new(),
        Got("a.png", b"", NOON, 302, "b.png"),
        Got("b.png", b"", NOON, 301, "//cdn.example/c.png"),
        Got("http://cdn.example/c.png", b"png", type="image/png"),
        Got("d.png", b"", NOON, 302, "d.png?again"),
        Got("d.png?again", b"", NOON, 302, "d.png"),
        Got("e.png", b"", NOON, 302, "http://[broken"),
    ]
    write(tmp_path, answers)
    files = replay.replay(tmp_path, None, None).files
    found = {name: files.get(f"forum.example/{name}.png") for name in "abde"}
    assert found["a"] == found["b"] == files["cdn.example/c.png"]
    assert (found["d"], found["e"]) == (None, None)


@pytest.mark.parametrize("reverse", [False, True])
def test_the_newest_redirect_of_a_file_counts(reverse: bool, tmp_path: Path) -> None:
    leads = [Got("a.png", b"", NOON + n * DAY, 302, f"{n}.png") for n in range(2)]
    targets = [Got(f"{n}.png", b"png", type="image/png") for n in range(2)]
    write(tmp_path, [new(), *targets, *(leads[::-1] if reverse else leads)])
    files = replay.replay(tmp_path, None, None).files
    assert files["forum.example/a.png"] == files["forum.example/1.png"]
