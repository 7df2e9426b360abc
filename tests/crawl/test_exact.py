"""A forum crawled, archived and read again is the forum that was there, field by field.

Where the forum itself tells a guest less than it knows, the difference is written down here as a
fact with its section of the fact sheet on WeCenter (W 7 = section 7), and is compared as well.
"""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper import replay
from scraper.models import Note, Post
from tests.box.running import Box
from tests.box.server import Entry
from tests.box.site import Variant
from tests.box.small import small
from tests.crawl import crawling, telling
from tests.crawl.clocks import SharedClock

Known = dict[str, dict[str, Any]]
DELETED = {"article/16", "question/6"}  # W 12: no listing shows them, so nobody can ask for them
WALLED = "question/7"  # W 12: a guest is sent to the login page, the listing alone tells of it
COPIED = "article/999"  # W 4: before 3.6 a line that somebody quoted looks like one of the list
CROWDED, CHATTY = "question/2", "article/4"
ON_FIRST_MOBILE_PAGE = 101  # W 3 and 5: a hundred answers and the best one
FORMS: list[tuple[Variant, bool]] = [("3.3", True), ("3.3", False), ("3.6", True), ("3.6", False)]


@dataclass(frozen=True)
class Read:
    """What was read, beside what is true."""

    variant: Variant
    posts: dict[str, Post]
    order: list[str]
    known: Known
    notes: tuple[Note, ...]
    log: list[Entry]
    stored: set[str]
    ends: dict[str, tuple[str, str]]
    host: str


@functools.cache
def read(variant: Variant, rewrite: bool) -> Read:
    """The small forum, with all that changes from request to request, crawled and replayed."""
    world = small()
    with Box(world, variant=variant, rewrite=rewrite, compress=rewrite) as box:
        with tempfile.TemporaryDirectory() as name:
            known = box.truth()
            crawling.run(box.url, Path(name))
            found = replay.replay(Path(name), None, None)
            return Read(
                variant,
                {post.key: post for post in found.forum.posts},
                [post.key for post in world.newest()],
                known,
                found.forum.notes,
                box.log,
                set(found.files),
                crawling.ends(Path(name)),
                box.host,
            )


@pytest.fixture(params=FORMS, ids=["3.3", "3.3-plain", "3.6", "3.6-plain"])
def forum(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


def expected(fields: dict[str, Any]) -> dict[str, Any]:
    """The truth as far as all pages together tell it to a guest."""
    told = {k: v for k, v in fields.items() if k not in ("state", "merged_into", "published_exact")}
    answers = [
        {**answer, "time": _exact(answer, "time_exact") if at < ON_FIRST_MOBILE_PAGE else
         answer["time"]}
        for at, answer in enumerate(fields["answers"])
    ]  # fmt: skip
    told["answers"] = [{k: v for k, v in a.items() if k != "time_exact"} for a in answers]
    if fields["answers"]:  # W 7, 13: only the mobile page has the minute of an answered question
        told["published"] = _exact(fields, "published_exact")
    told["links"] = [[_file(url), text] for url, text in fields["links"]]
    if fields["key"] == WALLED:  # the listing has no body, no comments and no time of activity
        told.update(text="", active=None, counts={**fields["counts"], "comments": None})
    return told


def _exact(fields: dict[str, Any], name: str) -> dict[str, str]:
    at = fields[name]
    return {"at": at, "precision": "minute", "text": at.replace("T", " ")}


def _file(url: str) -> str:
    """W 11: guests may not use the download link, but may ask for the file that it names."""
    if "/file/download/" not in url:
        return url
    parts = urlsplit(url)
    return f"http://{parts.netloc}/uploads/article/20190303/demo.zip"


def test_every_post_is_there_and_no_other(forum: Read) -> None:
    assert set(forum.posts) == set(forum.known) - DELETED


def test_posts_come_in_the_order_of_the_listing(forum: Read) -> None:
    assert list(forum.posts) == forum.order


@pytest.mark.parametrize(
    "field",
    ["key", "kind", "id", "title", "author", "category", "topics", "published", "active", "counts",
     "pinned", "locked", "best", "answers", "comments", "text", "images", "links"],
)  # fmt: skip
def test_field_is_exact_in_every_post(forum: Read, field: str) -> None:
    wrong = {}
    for key in set(forum.known) - DELETED:
        found, want = telling.post(forum.posts[key])[field], expected(forum.known[key])[field]
        if found != want:
            wrong[key] = (found, want)
    assert wrong == {}


def test_the_comparison_leaves_out_no_field_of_the_truth(forum: Read) -> None:
    for key, post in forum.posts.items():
        assert telling.post(post).keys() == expected(forum.known[key]).keys()


def test_the_best_answer_that_stands_on_two_pages_is_one_answer(forum: Read) -> None:
    """W 5: it leads page 1, and stands again on the page that it belongs to by its votes."""
    assert len(asked(forum, "question/id-2__page-2")) == 1
    replies = forum.posts[CROWDED].replies
    assert [reply.id for reply in replies if reply.best] == [320]
    assert replies[0].id == 320
    assert sorted(reply.id or 0 for reply in replies) == list(range(200, 330))


def test_every_comment_of_three_pages_is_there_once(forum: Read) -> None:
    """W 3: a hundred comments on each page."""
    assert len(asked(forum, "article/id-4__page-2")) == 1
    assert len(asked(forum, "article/id-4__page-3")) == 1
    assert [comment.id for comment in forum.posts[CHATTY].comments] == list(range(400, 630))


def test_comments_behind_scripts_are_asked_for_only_where_there_are_some(forum: Read) -> None:
    """W 9: pages show their number alone."""
    targets = [target.rpartition("/")[2] for target in asked(forum, "_comments")]
    assert sorted(targets) == ["answer_id-31", "question_id-3"]


def asked(forum: Read, part: str) -> list[str]:
    return [entry.target for entry in forum.log if part in entry.target]


def test_merged_question_keeps_its_text_and_says_where_it_went(forum: Read) -> None:
    assert forum.posts["question/4"].merged_into == "question/3"
    assert "同上" in forum.posts["question/4"].body
    assert forum.posts["question/5"].merged_into is None  # its target is gone
    assert not any(post.gone for post in forum.posts.values())


def test_every_post_names_the_page_that_it_was_read_from(forum: Read) -> None:
    for key, post in forum.posts.items():
        if key != WALLED:
            assert post.where.startswith(f"http://{forum.host}/")
            assert key.rpartition("/")[2] in post.where
        assert post.fetched is not None
        assert post.raw_sha256 is not None


def test_every_image_and_file_that_the_forum_has_is_stored(forum: Read) -> None:
    own = f"http://{forum.host}/"
    wanted = {
        url
        for fields in forum.known.values()
        if fields["state"] != "deleted"
        for url in [*fields["images"], *(i for a in fields["answers"] for i in a["images"])]
        if url.startswith(own)
    }
    assert len(wanted) > 15
    missing = {url for url in wanted if replay.file_name(url) not in forum.stored}
    # the file is not on the server; two addresses stand for a whole image that is stored
    assert {url.removeprefix(f"{own}uploads/article/20200506/") for url in missing} == {
        "gone.png", "170x110_large.png",
        "5f3e1c0000000000000000000000aa01.png?x-oss-process=image/resize,w_100",
    }  # fmt: skip
    for name in ("large.png", "5f3e1c0000000000000000000000aa01.png"):
        assert replay.file_name(f"{own}uploads/article/20200506/{name}") in forum.stored
    assert replay.file_name(f"{own}uploads/article/20190303/demo.zip") in forum.stored


def test_what_is_not_there_for_a_guest_is_told_with_its_reason(forum: Read) -> None:
    own = f"http://{forum.host}/"
    told = {key.removeprefix(f"image/{own}"): end for key, end in forum.ends.items()}
    assert told.pop(WALLED) == ("login", "for members only")
    assert told.pop("question/4") == ("merged", "question/3")
    assert told.pop("uploads/article/20200506/gone.png") == ("gone", "status 404")
    hotlink = told.pop("image/https://img.invalid/hot/link.png")
    assert hotlink == ("refused", "img.invalid is not the forum's own host")
    assert told == ({COPIED: ("gone", "status 404")} if forum.variant == "3.3" else {})
    assert ("gone-unseen" in {note.code for note in forum.notes}) == (forum.variant == "3.3")


def test_no_page_is_asked_for_twice_but_the_listings(forum: Read) -> None:
    targets = [entry.target for entry in forum.log]
    twice = {target for target in targets if targets.count(target) > 1}
    assert all("explore/ajax/list" in target for target in twice)
    again = asked(forum, "explore/ajax/list/sort_type-new__page-1__")
    assert len(again) == 2  # W 4: the order can shift while a forum is read


def test_nothing_is_asked_for_that_a_reader_does_not_need(forum: Read) -> None:
    for part in ("avatar", "crond", "account", "people", "topic", "file/download", "static/css"):
        assert asked(forum, part) == []


def test_one_session_serves_the_whole_crawl(forum: Read) -> None:
    sessions = {entry.cookie for entry in forum.log if entry.cookie}
    assert len(sessions) == 1
    first = next(at for at, entry in enumerate(forum.log) if entry.cookie)
    assert all(entry.cookie for entry in forum.log[first:])


@pytest.mark.parametrize("relative", [True, False], ids=["relative", "dates"])
@pytest.mark.parametrize("physical", [False, True], ids=["message", "404"])
def test_posts_deleted_after_a_crawl_keep_all_their_fields(
    tmp_path: Path, physical: bool, relative: bool
) -> None:
    """W 12: the page of a deleted post says so with status 200, or is not there any more. W 5, 6:
    its category and views stand in the listing alone, which does not show it any more.
    """
    with Box(small()) as box:
        box.world.set(relative_times=relative)
        known = box.truth()
        crawling.run(box.url, tmp_path, clock=SharedClock(box.world))
        box.world.advance(3600)
        for key in ("article/9", "question/3"):
            box.world.delete(key, physical=physical)
        crawling.run(box.url, tmp_path, clock=SharedClock(box.world))
        gone_at = box.world.now.replace(microsecond=0)
    posts = {post.key: post for post in replay.replay(tmp_path, None, None).forum.posts}
    assert {key for key, post in posts.items() if post.gone} == {"article/9", "question/3"}
    for key in ("article/9", "question/3"):
        assert posts[key].gone == gone_at
        assert telling.post(posts[key]) == expected(known[key])
