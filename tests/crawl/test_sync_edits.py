"""What happens to a page when its post changes, moves, closes, goes, or comes back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.box import cast
from tests.box.records import HOME, Answer, Comment, Post
from tests.crawl.syncing import Site

GONE = "Gone from the forum: kept here as archived, for review"
MERGED = "Merged into another question"
KEPT = "Kept because edited by hand"
DELETED = "原帖已经从论坛删除（2021-01-18 发现），下面是删除之前保存的内容。"


def assert_only(site: Site, heading: str, key: str, *options: str) -> tuple[str, str]:
    """A sync changes one page and says how; the next one changes nothing. Returns old and new."""
    before = site.pages()
    site.sync(*options)
    name = site.name(key)
    assert site.changed(before) == {name}
    assert site.sections() == {heading: [name]}
    after = site.pages()
    asked = set(site.asked())
    site.sync()
    assert site.asked() == []
    assert site.pages() == after
    assert site.sections() == {}
    assert asked or options
    return before.get(name, b"").decode(), after[name].decode()


def field(text: str, name: str) -> str | None:
    """A line of the header, also an indented one."""
    found = re.search(rf"^ *{name}: (.*)$", text, re.MULTILINE)
    return found[1] if found else None


def test_an_edited_post(site: Site) -> None:
    site.box.world.edit("article/12", body="<p>重写过的正文。</p>", title="重写过的标题")
    old, new = assert_only(site, "Changed", "article/12")
    assert field(new, "title") == "重写过的标题"
    assert new.endswith("重写过的正文。\n")
    assert field(new, "sha256") != field(old, "sha256")
    assert "抄来给大家看" not in new


def test_a_new_post(site: Site) -> None:
    site.box.world.advance(120)
    post = Post("article", 90, "全新的文章", cast.PATH, site.box.world.now, "<p>新。</p>")
    site.box.world.add(post)
    _, new = assert_only(site, "New", "article/90")
    assert field(new, "author") == cast.PATH.name
    assert field(new, "date") == "2021-01-18T09:32+08:00"


@pytest.mark.parametrize(
    ("key", "physical"),
    [("article/10", False), ("question/10", True)],
    ids=["message", "404"],
)
def test_a_deleted_post_is_kept_as_archived(site: Site, key: str, physical: bool) -> None:
    post = site.box.world.posts[key]
    site.box.world.delete(key, physical=physical)
    old, new = assert_only(site, GONE, key)
    assert field(old, "status") == "current"
    assert field(new, "status") == "archived"
    assert field(new, "gone") == "2021-01-18"
    assert DELETED in new
    added = {line for line in new.splitlines() if line not in old.splitlines()}
    said = {re.sub(":.*", "", line).strip() for line in added}
    assert said - {"sha256"} == {"gone", "status", "imported", DELETED}
    # a month later it is still gone, and not gone again
    site.box.world.advance(40 * 86400)
    site.sync()
    assert site.text(key) == new
    site.box.world.add(replace(post, deleted=False))
    site.sync()
    assert field(site.text(key), "status") == "current"
    assert field(site.text(key), "gone") is None
    assert DELETED not in site.text(key)


def test_a_locked_post(site: Site) -> None:
    site.box.world.lock_post("article/13")
    old, new = assert_only(site, "Locked", "article/13", "--recheck", "0")
    assert new.count("原帖已被锁定") == 1 + old.count("原帖已被锁定")
    assert field(new, "status") == field(old, "status")


def test_a_merged_question_points_to_where_it_went(site: Site) -> None:
    site.box.world.merge("question/11", "question/3")
    old, new = assert_only(site, MERGED, "question/11", "--recheck", "0")
    assert field(old, "status") == "current"
    assert field(new, "status") == "outdated"
    assert field(new, "replaced_by") == site.page("question/3").name
    assert "不好意思用真名" in new


def test_a_category_or_a_pin_leaves_a_page_where_it_is(site: Site) -> None:
    """Its page goes on saying what it said: where it stands here is for people to decide."""
    site.sync("--report", str(site.folder / "a.json"))
    before = site.pages()
    site.box.world.edit("article/9", category=cast.RTC, pinned=9)
    site.box.world.edit("article/1", pinned=0)
    site.sync("--report", str(site.folder / "b.json"))
    assert site.asked() == []
    assert site.pages() == before
    said = (site.folder / "b.json").read_text(encoding="utf-8")
    row = said[said.index('"key": "article/9"') :]
    assert row.index('"forum_category": "实时音视频"') < row.index('"where"')
    assert row.index('"pinned": true') < row.index('"where"')


def test_a_new_answer_and_a_comment(site: Site) -> None:
    question = site.box.world.posts["question/3"]
    first = question.answers[0]
    at = site.box.world.advance(60)
    said = Comment(777, cast.PATH, "谢谢,有用。", at)
    answers = (replace(first, comments=(*first.comments, said)), *question.answers[1:])
    new = Answer(900, cast.PATH, "<p>又一个办法。</p>", at)
    site.box.world.edit("question/3", answers=(*answers, new))
    old, now = assert_only(site, "Changed", "question/3")
    added = "\n".join(line for line in now.splitlines() if line not in old.splitlines())
    assert "又一个办法。" in added
    assert "谢谢,有用。" in added
    assert "### 林间小路的回答" in added


def test_a_new_comment_on_an_article(site: Site) -> None:
    said = (Comment(778, cast.SUMMER, "新评论。", site.box.world.now),)
    site.box.world.edit("article/12", comments=said)
    _, new = assert_only(site, "Changed", "article/12")
    assert "新评论。" in new


def test_the_best_answer_is_seen_in_the_post_alone(site: Site) -> None:
    """No listing tells of it, so that only a recheck finds it."""
    answers = site.box.world.posts["question/10"].answers
    chosen = (answers[0], replace(answers[1], best=True))
    site.box.world.edit("question/10", answers=chosen)
    before = site.pages()
    site.sync()
    assert (site.asked(), site.pages()) == ([], before)
    old, new = assert_only(site, "Changed", "question/10", "--recheck", "0")
    assert "最佳回答" in new
    assert "最佳回答" not in old
    assert new.index("第一段") < new.index("用匿名回复一次")


def test_a_recheck_asks_for_no_more_than_is_due(site: Site) -> None:
    site.sync("--recheck", "100000")
    assert site.asked() == []
    before = site.pages()
    site.sync("--recheck", "0")
    posts = {post.key for post in site.box.world.newest() if not post.login_only}
    asked = [t[1:] for t in site.asked() if re.fullmatch(r"/(article|question)/\d+", t)]
    assert set(asked) >= posts - {"question/4"}
    assert len(asked) == len(set(asked))
    assert site.pages() == before  # other bytes each time, and the same post


def test_an_image_that_was_replaced(site: Site) -> None:
    body = f'<p>图<img src="{HOME}{cast.PICTURES}/absolute.png" alt="图" /></p>'
    site.box.world.edit("article/12", body=body)
    before = site.pages()
    site.sync()
    changed = site.changed(before)
    assert site.name("article/12") in changed
    assert [Path(path).suffix for path in changed - {site.name("article/12")}] == [".png"]
    site.box.world.edit("article/12", body="<p>没有图了。</p>")
    site.sync()
    assert "png" not in site.text("article/12").partition("imported")[2]
