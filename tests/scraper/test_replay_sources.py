"""Archives as they come: of several hosts, without their index, damaged; and of an earlier day."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper import frontier, replay, spread
from scraper.errors import CrawlError, SourceError
from scraper.models import Capture
from tests.scraper.archives import DAY, NOON, ROOT, Got, codes, post, read, write
from tests.scraper.wecenter_fragments import FRAGMENT, mobile, mobile_answer
from tests.scraper.wecenter_markup import answer, article, line, question, whole

OTHER = "http://other.example/"
FOREIGN = "<html><body>别的网站</body></html>"
LIST = "explore/ajax/list/sort_type-new__page-1__per_page-100"


def several() -> list[Got]:
    """A small forum over two days, with all that can be read of it."""
    asked = question(answers=answer(31, comments=2), heading="1 个回复", time="3 小时前")
    told = "发表了文章 • 0 个评论 • 5 次浏览 • {}"
    return [
        Got(LIST, line("article/12", told.format("5 分钟前")) + line("question/7", "发起了问题")),
        Got("article/12", article(body="<p>旧</p>", time="5 分钟前")),
        Got("question/7", asked),
        Got("m/question/7", mobile(mobile_answer(31, "2020-05-07 08:09"))),
        Got("question/ajax/get_answer_comments/answer_id-31", FRAGMENT),
        Got("uploads/a.png", b"png", type="image/png"),
        Got("robots.txt", "User-agent: *", type="text/plain"),
        Got(LIST, line("article/12", told.format("1 天前")), NOON + DAY),
        Got("article/12", article(body="<p>新</p>", time="1 天前"), NOON + DAY),
        Got("question/7", "", NOON + DAY, 404),
        Got("http://cdn.example/a.png", b"other", NOON, type="image/png"),
    ]


def test_the_same_archive_without_its_index_shows_the_same_forum(tmp_path: Path) -> None:
    write(tmp_path, several(), indexed=True)
    known = replay.replay(tmp_path, None, None)
    (tmp_path / frontier.FILE_NAME).unlink()
    found = replay.replay(tmp_path, None, None)
    assert found == known
    assert {made.key: bool(made.gone) for made in found.forum.posts} == {
        "article/12": False, "question/7": True,
    }  # fmt: skip
    (file,) = (tmp_path / "warc").iterdir()
    alone = replay.replay(file, None, None)
    assert (alone.forum, alone.root) == (known.forum, ROOT)


@pytest.mark.parametrize("size", [1, 64])
def test_workers_make_no_difference(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay.reading, "CHUNK", size)
    write(tmp_path, several())
    with spread.processes(2) as executor:
        assert executor is not None
        assert replay.replay(tmp_path, None, executor) == replay.replay(tmp_path, None, None)


def test_the_order_of_the_records_makes_no_difference(tmp_path: Path) -> None:
    orders = [several(), several()[::-1], several()[3:] + several()[:3]]
    forums = [read(tmp_path / str(at), *order) for at, order in enumerate(orders)]
    assert forums[0] == forums[1] == forums[2]


@pytest.mark.parametrize("mine", [1, 3])
def test_the_host_that_is_a_forum_wins(mine: int, tmp_path: Path) -> None:
    others = [Got(f"{OTHER}{n}", FOREIGN) for n in range(12)]
    images = [Got(f"http://cdn.example/{n}.png", b"x", type="image/png") for n in range(30)]
    around = [Got(f"people/{n}", whole("<p>资料</p>")) for n in range(11)]
    own = [Got(f"article/{n}", article(n, head="")) for n in range(1, mine + 1)]
    write(tmp_path, others + images + around[: 11 * (mine > 1)] + own)
    found = replay.replay(tmp_path, None, None)
    assert found.root == ROOT
    assert len(found.forum.posts) == mine


def test_the_address_that_is_asked_for_wins(tmp_path: Path) -> None:
    answers = [Got(f"article/{n}", article(n)) for n in (1, 2)]
    answers.append(Got(f"{OTHER}article/3", article(3).replace(ROOT, OTHER)))
    write(tmp_path, answers)
    assert replay.replay(tmp_path, None, None).root == ROOT
    found = replay.replay(tmp_path, f"{OTHER}?/explore/", None)
    assert (found.root, [made.key for made in found.forum.posts]) == (OTHER, ["article/3"])


def test_an_address_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    write(tmp_path, [Got("article/1", article(1)), Got(f"{OTHER}x", FOREIGN), Got("article/2", "")])
    message = "holds pages of forum.example, other.example, none of http://third.example/"
    for url in ("http://third.example/", "no address"):
        with pytest.raises(SourceError, match=message.replace("http://third.example/", url)):
            replay.replay(tmp_path, url, None)


def test_an_archive_without_a_forum_says_so(tmp_path: Path) -> None:
    write(tmp_path / "1", [Got("a", FOREIGN), Got("b.png", b"x", type="image/png")])
    with pytest.raises(SourceError, match="no page of a WeCenter forum in these 2 responses"):
        replay.replay(tmp_path / "1", None, None)
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "a.warc").write_bytes(b"no archive")
    with pytest.raises(SourceError, match=r"no response in this archive \(a.warc: nothing read"):
        replay.replay(tmp_path / "2", None, None)


def test_what_is_an_archive(tmp_path: Path) -> None:
    write(tmp_path / "own", [Got("a", FOREIGN)])
    (tmp_path / "a.html").write_text("x")
    paths = [tmp_path / "own", *(tmp_path / "own" / "warc").iterdir()]
    assert all(replay.is_archive(path) for path in paths)
    for path in (tmp_path / "a.html", tmp_path / "none", tmp_path / "none.warc"):
        assert not replay.is_archive(path)


def damage(folder: Path, captures: list[Capture]) -> None:
    for capture in captures:
        file = folder / capture.file
        data = bytearray(file.read_bytes())
        middle = capture.offset + capture.length // 2
        data[middle : middle + 20] = bytes(20)
        file.write_bytes(data)


@pytest.mark.parametrize("indexed", [True, False])
def test_of_a_damaged_archive_the_rest_is_read(indexed: bool, tmp_path: Path) -> None:
    answers = [Got(f"article/{n}", article(n)) for n in range(1, 6)]
    made = write(tmp_path, answers, indexed=indexed)
    damage(tmp_path, [made[0], made[3]])
    forum = replay.replay(tmp_path, None, None).forum
    assert [found.key for found in forum.posts] == ["article/2", "article/3", "article/5"]
    assert [code for code, _ in codes(forum)] == ["archive-damaged"] * 2
    assert all(made[0].file in note.message for note in forum.notes)


def test_a_damaged_capture_gives_way_to_an_older_one(tmp_path: Path) -> None:
    answers = [
        Got("article/12", article(body="<p>旧</p>"), NOON - DAY),
        Got("article/12", article()),
    ]
    made = write(tmp_path, answers, indexed=True)
    damage(tmp_path, made[1:])
    forum = replay.replay(tmp_path, None, None).forum
    assert (post(forum, "article/12").body, post(forum, "article/12").gone) == ("<p>旧</p>", None)
    assert [code for code, _ in codes(forum)] == ["archive-damaged"]


def test_a_file_that_breaks_off_loses_its_end_only(tmp_path: Path) -> None:
    made = write(tmp_path, [Got(f"article/{n}", article(n)) for n in (1, 2, 3)], indexed=True)
    file = tmp_path / made[1].file
    file.write_bytes(file.read_bytes()[: made[1].offset + 9])
    forum = replay.replay(tmp_path, None, None).forum
    assert [found.key for found in forum.posts] == ["article/1"]
    (note,) = forum.notes
    assert (note.code, note.message) == (
        "archive-damaged", f"{made[1].file}: the last 2 responses are missing",
    )  # fmt: skip
    file.unlink()
    write(tmp_path / "other", [Got("a", FOREIGN)])
    with pytest.raises(SourceError, match="no response in this archive"):
        replay.replay(tmp_path, None, None)


def test_an_index_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path, several())
    (tmp_path / frontier.FILE_NAME).write_bytes(b"no database " * 99)
    with pytest.raises(CrawlError, match="move it away, the archive itself is whole"):
        replay.replay(tmp_path, None, None)


def test_the_digest_of_an_archive_is_that_of_its_responses(tmp_path: Path) -> None:
    answers = several()
    for name, given in (("1", answers), ("2", answers), ("3", answers[1:])):
        write(tmp_path / name, given)
    one, two, three = (replay.replay(tmp_path / n, None, None).sha256 for n in "123")
    assert one == two != three


# a post as it was


def test_a_post_as_it_was_when_it_had_these_words(tmp_path: Path) -> None:
    answers = [
        Got("article/12", article(body="<p>一</p>"), NOON),
        Got("article/12", article(body="<p>二</p>"), NOON + DAY),
        Got("article/12", "", NOON + 2 * DAY, 404),
    ]
    digests = []
    for count in (1, 2, 3):
        forum = read(tmp_path / str(count), *answers[:count])
        digests.append(post(forum, "article/12").raw_sha256 or "")
    assert len(set(digests)) == 3  # that it is gone is news as well
    for digest, body, served in (
        (digests[0], "<p>一</p>", NOON),
        (digests[1], "<p>二</p>", NOON + DAY),
    ):
        made = replay.as_of(tmp_path / "3", ROOT, "article/12", digest)
        assert made is not None
        assert (made.body, made.fetched, made.gone) == (body, served, None)
    assert replay.as_of(tmp_path / "3", ROOT, "article/12", "0" * 64) is None
    assert replay.as_of(tmp_path / "3", ROOT, "article/1", digests[0]) is None


def test_a_question_as_it_was_has_the_answers_and_comments_of_that_day(tmp_path: Path) -> None:
    remarks = "question/ajax/get_answer_comments/answer_id-31"
    more = answer(31, comments=2) + answer(32)
    answers = [
        Got("question/7", question(answers=answer(31), heading="1 个回复"), NOON),
        Got("question/7", question(answers=more, heading="2 个回复"), NOON + DAY),
        Got(remarks, FRAGMENT, NOON + DAY),
        Got("m/question/7", mobile(mobile_answer(32, "2020-05-07 08:09")), NOON + DAY),
    ]
    before = post(read(tmp_path / "1", answers[0]), "question/7")
    now = post(read(tmp_path / "2", *answers), "question/7")
    assert before.raw_sha256 != now.raw_sha256
    for known in (before, now):
        made = replay.as_of(tmp_path / "2", ROOT, "question/7", known.raw_sha256 or "")
        assert made is not None
        assert [r.body for r in made.replies] == [r.body for r in known.replies]
        assert [len(r.comments) for r in made.replies] == [len(r.comments) for r in known.replies]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (article(body="<p>别的</p>"), False),
        (article(title="别的"), False),
        (article(time="3 天前"), True),
        (article(names=("SDK",)), True),
        (article(locked=True), False),
        (article().replace("<em", "<em data-x=4711"), True),
    ],
)
def test_a_post_is_known_by_its_words(changed: str, same: bool, tmp_path: Path) -> None:
    one = post(read(tmp_path / "1", Got("article/12", article())), "article/12")
    two = post(read(tmp_path / "2", Got("article/12", changed)), "article/12")
    assert (one.raw_sha256 == two.raw_sha256) is same
