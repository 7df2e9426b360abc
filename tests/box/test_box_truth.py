"""The truth about the small forum, where it can be written down by hand."""

from __future__ import annotations

import pytest

from tests.box.asking import ask
from tests.box.cast import PICTURES
from tests.box.running import Box
from tests.box.site import Site, Variant
from tests.box.small import small
from tests.box.truth import Known, truth

HOST = "http://forum.example/"
FOLDER = f"{HOST}{PICTURES}/"
CHINESE = f"{FOLDER}%E8%BF%9E%E6%8E%A5%20%E6%97%B6%E5%BA%8F%E5%9B%BE.png"


def known(variant: Variant = "3.6", *, rewrite: bool = True) -> dict[str, Known]:
    return truth(small(), Site(HOST, variant, rewrite))


@pytest.mark.parametrize("rewrite", [True, False])
def test_images_in_every_form(rewrite: bool) -> None:
    names = ("absolute.png", "rooted.jpg", "based.png", "protocol.png")
    assert known(rewrite=rewrite)["article/5"]["images"] == [
        *(FOLDER + name for name in names),
        "https://img.invalid/hot/link.png",
        f"{FOLDER}lazy-src.png",
        f"{FOLDER}lazy-original.png",
        CHINESE,
        CHINESE,
        f"{FOLDER}gone.png",
    ]


def test_attachments_are_shown_by_the_older_release_only() -> None:
    beside = f"{HOST}uploads/article/20190303/beside.jpg"
    placed = f"{HOST}uploads/article/20190303/placed.png"
    assert known("3.3")["article/7"]["images"] == [placed, beside]
    assert known("3.6")["article/7"]["images"] == []
    assert "[attach]2[/attach]" in known("3.6")["article/7"]["text"]


def test_links_are_absolute() -> None:
    targets = [url for url, _ in known()["article/2"]["links"]]
    assert targets[:4] == [
        f"{HOST}article/5", f"{HOST}article/6", f"{HOST}?/question/3",
        f"{HOST}article/id-4__page-2#answer_400",
    ]  # fmt: skip
    plain = [url for url, _ in known(rewrite=False)["article/2"]["links"]]
    assert plain[0] == f"{HOST}?/article/5"


def test_times_as_a_guest_knows_them() -> None:
    found = {key: fields["published"] for key, fields in known().items()}
    assert found["article/1"] == {
        "at": "2020-03-01T10:00", "precision": "minute", "text": "2020-03-01 10:00",
    }  # fmt: skip
    assert found["article/18"] == {
        "at": "2021-01-18T09:29", "precision": "minute", "text": "45 秒前",
    }  # fmt: skip
    assert found["article/19"]["text"] == "12 分钟前"
    assert found["question/12"] == {
        "at": "2021-01-18T04:00", "precision": "hour", "text": "5 小时前",
    }  # fmt: skip
    assert found["article/20"] == {"at": "2021-01-11", "precision": "day", "text": "7 天前"}
    assert found["article/21"]["at"] == "2021-01-11T09:30"
    assert found["question/13"] == {"at": "2019-12-31", "precision": "day", "text": "2019-12-31"}
    assert known()["question/13"]["active"]["text"] == "3 天前"
    assert known()["question/13"]["published_exact"] == "2019-12-31T23:59"


def test_what_the_forum_loses_is_lost_to_the_truth() -> None:
    found = known()
    assert found["article/9"]["title"] == '?? 干货:List<Map<String, Object>> 与 "泛型" & 擦除'
    assert '还有"prod"和v1.rc' in found["article/10"]["text"]
    assert "😀表情" in found["article/9"]["text"]
    assert "结论在最后" not in found["article/14"]["text"]


def test_answers_begin_with_the_best() -> None:
    question = known()["question/2"]
    assert question["best"] == 320
    assert [answer["id"] for answer in question["answers"][:3]] == [320, 200, 201]
    assert len(question["answers"]) == 130
    assert [a["id"] for a in question["answers"] if a["folded"]] == [209, 215]
    assert known()["question/9"]["author"] == {"name": "匿名用户", "uid": None}


def test_states() -> None:
    found = {key: fields["state"] for key, fields in known().items() if fields["state"] != "open"}
    assert found == {
        "article/16": "deleted", "question/6": "deleted", "question/4": "merged",
        "question/7": "login",
    }  # fmt: skip


def test_pages_show_the_quirks_of_their_release() -> None:
    with Box(small(), variant="3.3") as old, Box(small(), variant="3.6") as new:
        listing = "/explore/ajax/list/sort_type-new__page-1__per_page-100"
        shown, hidden = ask(old, listing).text, ask(new, listing).text
        assert "<!--" not in shown
        assert '<!-- <div class="collapse all-content">' in hidden
        assert "aw-upload-file-list" in ask(old, "/article/7").text
        assert "aw-upload-" not in ask(new, "/article/7").text
        assert "<strong>" not in ask(new, "/question/3").text
        assert "[b]已经[/b]" in ask(new, "/question/3").text  # not rendered in questions any more
        assert "<b>已经</b>" in ask(old, "/question/3").text
        assert "a = 1\n<br />b = 2" in ask(new, "/question/3").text
        assert "a = 1\nb = 2" in ask(old, "/question/3").text
        assert "[list=1]<li>甲" in ask(new, "/article/11").text
        assert "int a<span>[</span>10]" in ask(new, "/article/11").text
        cover = '<img src="' + old.url + f'{PICTURES}/absolute.png" alt="" /></div>'
        assert (cover in shown, cover in hidden) == (True, False)
        assert "长&nbs... ...<a" in hidden
        new.world.set(lightbox=True)
        assert 'rel="lightbox"><img src="/uploads' in ask(new, "/article/5").text


def test_the_trap_of_a_comment_that_ends_early() -> None:
    with Box(small(), variant="3.6", noise=False) as box:
        html = ask(box, "/explore/ajax/list/sort_type-new__page-1__per_page-100").text
        end = html.index("流程图:A -->", html.index("<!-- <div", html.index("article/13")))
        assert "看似一行的标题" in html[end:]  # stands in the list, outside of the comment
