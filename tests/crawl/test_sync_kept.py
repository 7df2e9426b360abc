"""Pages that people have edited, and posts that were taken down at their author's wish."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.box import cast
from tests.box.records import Answer
from tests.crawl.crawling import files
from tests.crawl.syncing import Site
from tests.crawl.test_sync_edits import field

KEPT = "Kept because edited by hand"
DOWN = "Taken down: nothing of the post is left on its page"
TOMBSTONE = "应权利人的要求，这一篇的内容已经撤下。"


def edit(site: Site, key: str) -> bytes:
    """A person adds a paragraph to a page. Returns what it is now."""
    page = site.page(key)
    page.write_text(site.text(key).rstrip("\n") + "\n\n手工补充的一段。\n", encoding="utf-8")
    return page.read_bytes()


def named(site: Site) -> str:
    """The value that the report names for source.sha256."""
    found = re.search(r"set its source\.sha256 to ([0-9a-f]{64})\)", site.report)
    assert found is not None, site.report
    return found[1]


def take_over(site: Site, key: str) -> bytes:
    """A person takes a change over and says so. Returns the page as it is now."""
    text = re.sub(r"(?m)^  sha256: .*$", f"  sha256: {named(site)}", site.text(key))
    site.page(key).write_text(text, encoding="utf-8")
    return site.page(key).read_bytes()


def take_down(site: Site, *keys: str) -> None:
    """Write sources.yml."""
    lines = ["box:", f"  base_url: {site.box.url}", f"  take_down: [{', '.join(keys)}]", ""]
    (site.folder / "sources.yml").write_text("\n".join(lines), encoding="utf-8")


def test_an_edited_page_is_left_alone_while_nothing_changes(site: Site) -> None:
    mine = edit(site, "article/12")
    site.sync()
    assert site.sections() == {}
    site.sync("--recheck", "0")
    assert site.sections() == {}
    assert site.page("article/12").read_bytes() == mine


def test_what_changes_upstream_is_told_as_a_diff_until_it_is_taken_over(site: Site) -> None:
    mine = edit(site, "article/12")
    body = site.box.world.posts["article/12"].body
    site.box.world.edit("article/12", body=body.replace("到此为止", "还没有完"))
    for _ in range(2):
        site.sync()
        assert site.page("article/12").read_bytes() == mine
        assert site.sections() == {KEPT: [site.name("article/12")]}
        lines = site.report.splitlines()
        assert "  --- upstream before" in lines
        assert "  -到此为止。" in lines
        assert "  +还没有完。" in lines
        assert "手工补充" not in site.report
    settled = take_over(site, "article/12")
    site.sync()
    assert site.sections() == {}
    assert site.page("article/12").read_bytes() == settled
    site.box.world.edit("article/12", body=body.replace("到此为止", "第三版"))
    site.sync()
    assert "  -还没有完。" in site.report.splitlines()
    assert "  +第三版。" in site.report.splitlines()
    assert site.page("article/12").read_bytes() == settled


def test_a_new_answer_to_an_edited_page_is_told(site: Site) -> None:
    mine = edit(site, "question/3")
    answers = site.box.world.posts["question/3"].answers
    new = Answer(900, cast.PATH, "<p>又一个办法。</p>", site.box.world.now)
    site.box.world.edit("question/3", answers=(*answers, new))
    site.sync()
    added = [line[3:] for line in site.report.splitlines() if line.startswith("  +")]
    assert "又一个办法。" in added
    assert not any(line.startswith("  -") and "---" not in line
                   for line in site.report.splitlines())  # fmt: skip
    assert site.page("question/3").read_bytes() == mine
    take_over(site, "question/3")
    site.sync()
    assert site.sections() == {}


def test_a_post_that_changes_back_is_no_change(site: Site) -> None:
    edit(site, "article/12")
    before = site.box.world.posts["article/12"]
    site.box.world.edit("article/12", title="短暂的标题")
    site.sync()
    assert site.sections() == {KEPT: [site.name("article/12")]}
    site.box.world.add(before)
    site.sync()
    assert site.sections() == {}


CHANGED = {
    "best": "question/13",
    "locked": "article/13",
    "gone": "article/10",
    "merged": "question/11",
}


def happen(site: Site, change: str) -> None:
    """Something happens to a post that none of its own texts tells."""
    world, key = site.box.world, CHANGED[change]
    if change == "best":
        world.edit(key, answers=tuple(replace(a, best=True) for a in world.posts[key].answers))
    elif change == "locked":
        world.lock_post(key)
    elif change == "merged":
        world.merge(key, "question/3")
    else:
        world.delete(key)


SAID = {
    "best": "最佳回答",
    "locked": "原帖已被锁定",
    "gone": "原帖已经从论坛删除",
    "merged": "已经与另一个问题合并",
}


@pytest.mark.parametrize("change", ["best", "locked", "gone", "merged"])
def test_what_becomes_of_an_edited_post_is_told(site: Site, change: str) -> None:
    key = CHANGED[change]
    mine = edit(site, key)
    happen(site, change)
    site.sync("--recheck", "0")
    assert site.sections() == {KEPT: [site.name(key)]}
    assert any(line.startswith("  +") and SAID[change] in line for line in site.report.splitlines())
    assert site.page(key).read_bytes() == mine


@pytest.mark.parametrize("change", ["best", "locked", "gone", "merged"])
def test_what_became_of_an_edited_post_is_not_told_again_once_taken_over(
    site: Site, change: str
) -> None:
    key = CHANGED[change]
    edit(site, key)
    happen(site, change)
    site.sync("--recheck", "0")
    settled = take_over(site, key)
    site.sync("--recheck", "0")
    assert site.sections() == {}
    assert site.page(key).read_bytes() == settled


def test_a_post_that_was_taken_down_is_asked_for_no_more_and_leaves_nothing(site: Site) -> None:
    names = {key: site.name(key) for key in ("article/12", "question/3")}
    take_down(site, *names)
    site.box.world.edit("article/12", body="<p>新的正文。</p>")
    before = site.pages()
    site.sync("--recheck", "0")
    assert site.changed(before) >= set(names.values())
    assert site.sections()[DOWN] == sorted(names.values())
    assert not [t for t in site.asked() if re.search(r"(article/12|question/3)\b", t)]
    assert not site.box.requests("answer_id-31|question_id-3$")
    for name in names.values():
        text = (site.content / name).read_text(encoding="utf-8")
        assert text.endswith(f"\n{TOMBSTONE}\n")
        assert field(text, "title") == "已撤下的文章"
        assert field(text, "status") == "archived"
        assert field(text, "url") is None
    left = "\n".join(text.decode("utf-8", "replace") for text in site.pages().values())
    for word in ("抄来给大家看", "先看证书", "只有华为手机收不到", "新的正文"):
        assert word not in left
    after = site.pages()
    site.sync()
    assert site.pages() == after
    assert site.sections() == {}


def images(site: Site, key: str) -> set[str]:
    """The paths of the images that a page shows."""
    return set(re.findall(r"images/[0-9a-f/]+\.[a-z]+", site.text(key)))


def test_images_go_with_a_post_that_is_taken_down_where_nobody_else_shows_them(site: Site) -> None:
    (own,) = images(site, "question/3")
    (shared,) = images(site, "article/8")
    site.box.world.edit("article/12", body=site.box.world.posts["article/8"].body)
    site.sync()
    assert images(site, "article/12") == {shared}
    before = site.pages()
    take_down(site, "question/3", "article/8")
    site.sync("--dry-run")
    assert site.pages() == before
    site.sync()
    assert own in before
    assert own not in site.pages()
    assert shared in site.pages()
    assert not (site.content / own).parent.exists()
    take_down(site)
    site.sync()
    assert site.pages() == before


def test_an_image_stays_while_a_page_of_a_person_shows_it(site: Site) -> None:
    (own,) = images(site, "question/3")
    page = site.page("article/12")
    page.write_text(f"{site.text('article/12')}\n![借来的图](../{own})\n", encoding="utf-8")
    take_down(site, "question/3")
    site.sync()
    assert own in site.pages()
    assert TOMBSTONE in site.text("question/3")


def test_what_is_lifted_comes_back(site: Site) -> None:
    before = site.pages()
    take_down(site, "article/12")
    site.sync()
    assert TOMBSTONE in site.text("article/12")
    take_down(site)
    site.sync()
    assert site.asked() == ["/article/12"]
    assert site.pages() == before
    assert site.sections() == {"Changed": [site.name("article/12")]}


def test_a_post_that_was_never_here_is_never_fetched(site: Site) -> None:
    other = site.folder / "other"
    take_down(site, "article/12")
    site.box.reset_log()
    site.sync("--archive", str(other))
    assert len(site.asked()) > 12
    assert "/article/12" not in site.asked()
    assert b"article/12" not in b"".join(
        data for name, data in files(other).items() if name.endswith(".yml")
    )


def test_an_edited_page_of_a_post_that_was_taken_down_is_for_people_to_empty(site: Site) -> None:
    mine = edit(site, "article/12")
    take_down(site, "article/12")
    site.sync()
    assert site.page("article/12").read_bytes() == mine
    assert site.sections() == {KEPT: [site.name("article/12")]}
    assert "empty it by hand" in site.report
