"""`kb import` of saved pages: the bundled sample forum, whole and in pieces."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath

import pytest

from scraper import article, check, sources, stamp
from tests.conftest import ROOT
from tests.scraper.pictures import png
from tests.scraper.test_import import report_of, run, tree

SAMPLE = sources.sample()
LOGIN = (
    '<html><body><div class="aw-login-box"><form id="login_form"'
    ' action="account/ajax/login_process/"><input name="user_name"></form></div></body></html>'
)
DELETED = (
    '<html><body class="aw-404"><div class="aw-error-box"><p>该文章已删除!</p></div></body></html>'
)
BODY = '<div class="content markitup-box">'


def body_of(into: Path, path: str) -> str:
    found, problems = article.parse((into / path).read_text("utf-8"), PurePosixPath(path))
    assert problems == []
    return found.body


def test_the_sample_is_what_the_repository_ships(tmp_path: Path) -> None:
    run("--into", tmp_path)
    shipped = tree(ROOT / "content")
    for name, data in tree(tmp_path).items():
        # the images of a page that people edited went with what they left out
        same = data == shipped.get(name)
        edited = name.endswith(".md") and not stamp.is_untouched(shipped[name].decode())
        left_out = name.startswith("images/") and name not in shipped
        assert same or edited or left_out, f"{name}: run make site and commit content/"


def test_images_of_a_page_that_people_edited_are_theirs(tmp_path: Path) -> None:
    run("--into", tmp_path)
    page = next(p for p in sorted(tmp_path.rglob("*.md")) if "../images/" in p.read_text("utf-8"))
    images = re.findall(r"\.\./(images/[0-9a-f/]+\.png)", page.read_text("utf-8"))
    page.write_text(page.read_text("utf-8").split("\n\n")[0] + "\n\n重写过。\n", "utf-8")
    for name in images:
        (tmp_path / name).unlink()
    run("--into", tmp_path)
    assert images
    assert not any((tmp_path / name).exists() for name in images)


def test_counts_of_the_sample(tmp_path: Path) -> None:
    run("--into", tmp_path / "out", "--report", tmp_path / "r.json")
    counts = report_of(tmp_path / "r.json")["counts"]
    assert counts == {
        "posts": 10,
        "pinned": 5,
        "articles": 8,
        "questions": 2,
        "summaries_removed": 0,  # the bodies come from the articles' own pages
        "index_lines": 88,
        "index_distinct": 86,
        "index_resolved": 3,
        "faq_pairs": 13,
        "faq_repaired": 1,
        "series": 2,
        "image_slots": 9,
    }
    assert check.check_tree(tmp_path / "out") == []


def test_every_page_lies_where_source_yml_says(tmp_path: Path) -> None:
    run("--into", tmp_path)
    assert {p for p in tree(tmp_path) if p.endswith(".md")} == {
        "im/message-sync.md", "im/large-group-throttling.md", "rtc/stun-ice.md",
        "faq/integration.md", "curated/index.md", "community/essay-campaign.md",
        "community/contest-2020-final.md", "community/new-year-gift.md",
        "questions/community-survey.md", "questions/demo-friends.md",
    }  # fmt: skip


def test_the_best_answer_comes_first_with_its_comments(tmp_path: Path) -> None:
    run("--into", tmp_path)
    body = body_of(tmp_path, "questions/demo-friends.md")
    assert "## 最佳回答" in body
    assert body.index("## 最佳回答") < body.index("#### 评论")
    survey = body_of(tmp_path, "questions/community-survey.md")
    assert survey.count("的回答\n") == 5


def test_links_between_posts_lead_to_our_pages(tmp_path: Path) -> None:
    run("--into", tmp_path)
    assert "(message-sync.md)" in body_of(tmp_path, "im/large-group-throttling.md")
    assert "(../faq/integration.md)" in body_of(tmp_path, "curated/index.md")
    everything = b"".join(tree(tmp_path).values()).decode(errors="replace")
    assert "geekonline.rongcloud.cn/people" not in everything


def test_saved_images_are_stored_and_lost_ones_are_said_to_be(tmp_path: Path) -> None:
    run("--into", tmp_path)
    stored = [p for p in tree(tmp_path) if p.startswith("images/")]
    assert len(stored) == 3  # 1.png three times over, each its own file
    assert all(re.fullmatch(r"images/([0-9a-f]{2})/\1[0-9a-f]{14}\.png", p) for p in stored)
    assert "〔图片 1.png：原图没有保存下来〕" in body_of(
        tmp_path, "community/contest-2020-final.md"
    )


def test_file_names_and_their_order_do_not_matter(tmp_path: Path) -> None:
    renamed = tmp_path / "sample"
    shutil.copytree(SAMPLE, renamed)
    pages = [p for p in sorted(renamed.rglob("*.html")) if "ajax" not in p.parts]
    names = ["saved page {}.htm", "index.html@%2Farticle%2F{}", "x{}.shtml", "page-{}"]
    for number, page in enumerate(reversed(pages)):
        page.rename(renamed / names[number % 4].format(number))
    run("--into", tmp_path / "a")
    run(renamed, "--into", tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_one_saved_page_is_a_source_too(tmp_path: Path) -> None:
    page = SAMPLE / "article" / "16.html"
    assert run(page, "--into", tmp_path / "out", "--report", tmp_path / "r.json") == 0
    assert report_of(tmp_path / "r.json")["counts"]["posts"] == 1


def test_other_pages_in_the_folder_are_doubts(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    (folder / "article").mkdir(parents=True)
    shutil.copy(SAMPLE / "article" / "17.html", folder / "article")
    (folder / "login.html").write_text(LOGIN, encoding="utf-8")
    (folder / "about.html").write_text("<html><p>about</p></html>", encoding="utf-8")
    (folder / "picture").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (folder / "torn.html").write_bytes(b"<html><body>\0</body></html>")
    assert run(folder, "--into", tmp_path / "out", "--report", tmp_path / "r.json") == 0
    doubts = {d["where"] for d in report_of(tmp_path / "r.json")["doubts"]}
    assert {"login.html", "about.html", "torn.html"} <= doubts


def test_pages_without_any_post_are_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "gone.html").write_text(DELETED, encoding="utf-8")
    assert run(tmp_path / "forum", "--into", tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert "forum" in error
    assert len(error.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_without_its_settings_the_sample_is_other_peoples_text(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    shutil.copytree(SAMPLE, folder)
    (folder / "source.yml").unlink()
    site = tmp_path / "content"
    site.mkdir()
    shutil.copy(ROOT / "content" / "categories.yml", site)
    run(folder, "--into", site)
    bodies = b"".join(tree(site).values()).decode()
    assert "max(ts, last + 1)" not in bodies
    run(folder, "--into", tmp_path / "review")
    review = b"".join(tree(tmp_path / "review").values()).decode(errors="replace")
    assert "max(ts, last + 1)" in review
    assert "provenance: imported" in review
    assert "license: all-rights-reserved" in review


@pytest.mark.parametrize("text", ["publish: everything", "a: [", "base_url: [x]"])
def test_a_broken_source_yml_is_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "forum"
    shutil.copytree(SAMPLE, folder)
    (folder / "source.yml").write_text(text, encoding="utf-8")
    assert run(folder, "--into", tmp_path / "out") == 2
    assert re.match(r"kb: \S+source\.yml: .+\n$", capsys.readouterr().err)


def test_an_image_outside_the_folder_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    folder.mkdir()
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    (folder / "link.png").symlink_to(secret)
    page = (SAMPLE / "article" / "19.html").read_text(encoding="utf-8")
    images = '<img src="/../secret.png"><img src="/%2e%2e/secret.png"><img src="/link.png">'
    page = page.replace(BODY, BODY + images)
    assert images in page
    (folder / "page.html").write_text(page, encoding="utf-8")
    run(folder, "--into", tmp_path / "out")
    assert not any(p.startswith("images/") for p in tree(tmp_path / "out"))


@pytest.mark.parametrize("place", ["uploads/a.png", "forum.example/uploads/a.png"])
def test_images_are_found_where_a_mirror_puts_them(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_bytes(png())
    page = (SAMPLE / "article" / "19.html").read_text(encoding="utf-8")
    page = page.replace(BODY, BODY + '<img src="http://forum.example/uploads/a.png" alt="a.png">')
    (folder / "page.html").write_text(page, encoding="utf-8")
    run(folder, "--into", tmp_path / "out")
    stored = [data for p, data in tree(tmp_path / "out").items() if p.startswith("images/")]
    assert stored == [png()]


def test_links_to_other_sites_are_none_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    shutil.copytree(SAMPLE, folder)
    (folder / "source.yml").unlink()
    page = folder / "article" / "19.html"
    text = page.read_text(encoding="utf-8")
    other = '<a href="https://other.example/article/16">别处</a>'
    page.write_text(text.replace(BODY, BODY + other), encoding="utf-8")
    run(folder, "--into", tmp_path / "out")
    assert b"https://other.example/article/16" in b"".join(tree(tmp_path / "out").values())


def test_the_same_title_from_another_source_is_a_doubt(tmp_path: Path) -> None:
    run("--into", tmp_path / "out")
    other = SAMPLE / "article" / "16.html"
    run(other, "--into", tmp_path / "out", "--report", tmp_path / "r.json")
    doubts = report_of(tmp_path / "r.json")["doubts"]
    assert [d["message"] for d in doubts if d["code"] == "title-exists"] == [
        "“技术实践丨IM 消息同步机制全面解析” is the title of im/message-sync.md too"
    ]


def test_an_image_that_a_person_replaced_is_kept(tmp_path: Path) -> None:
    run("--into", tmp_path / "out")
    image = next((tmp_path / "out" / "images").rglob("*.png"))
    image.write_bytes(b"\x89PNG\r\n\x1a\nmine")
    run("--into", tmp_path / "out", "--report", tmp_path / "r.json")
    assert image.read_bytes().endswith(b"mine")
    states = {f["path"]: f["state"] for f in report_of(tmp_path / "r.json")["files"]}
    assert states[image.relative_to(tmp_path / "out").as_posix()] == "edited"


def test_two_folders_that_name_no_host_do_not_share_ids(tmp_path: Path) -> None:
    for name, title in (("one", "甲论坛的帖子"), ("two", "乙论坛的帖子")):
        folder = tmp_path / name
        folder.mkdir()
        page = (SAMPLE / "article" / "19.html").read_text(encoding="utf-8")
        page = re.sub(r"<base[^>]*>|<!-- saved from[^>]*-->", "", page)
        page = re.sub(r"(?s)(<h1[^>]*>).*?(</h1>)", rf"\g<1>{title}\g<2>", page)
        (folder / "page.html").write_text(page, encoding="utf-8")
        run(folder, "--into", tmp_path / "out")
    found = b"".join(tree(tmp_path / "out").values()).decode()
    assert "甲论坛的帖子" in found
    assert "乙论坛的帖子" in found


def test_an_article_without_author_or_date_is_a_doubt(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    folder.mkdir()
    page = (SAMPLE / "article" / "19.html").read_text(encoding="utf-8")
    page = re.sub(r'(?s)<div class="[^"]*aw-side-bar.*', "</body></html>", page)
    page = re.sub(r'<em class="text-color-999">[^<]*</em>', "", page)
    (folder / "page.html").write_text(page, encoding="utf-8")
    run(folder, "--into", tmp_path / "out", "--report", tmp_path / "r.json")
    codes = {d["code"] for d in report_of(tmp_path / "r.json")["doubts"]}
    assert {"author-unknown", "time-missing"} <= codes
