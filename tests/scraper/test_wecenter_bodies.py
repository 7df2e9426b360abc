"""Bodies: addresses, attachments and related links."""

from __future__ import annotations

import base64

import pytest

from tests.scraper.wecenter_markup import (
    answer,
    article,
    forum,
    page,
    post,
    question,
)

ADDRESSES = (
    '<p><a href="article/5">一</a><a href="/article/6">二</a><a href="#x">三</a>'
    '<a href="http://o.example/">四</a><a>五</a></p>'
    '<p><img src="/uploads/a.png" class="c"><img src="" data-src="uploads/b.png">'
    '<img data-original="//cdn.example/c.png" src="data:image/gif;base64,AA=="></p>'
)


def test_addresses_are_absolute_and_the_rest_is_left() -> None:
    body = post(forum(page("a", article(body=ADDRESSES))), "article/12").body
    assert body == (
        '<p><a href="http://forum.example/article/5">一</a>'
        '<a href="http://forum.example/article/6">二</a><a href="#x">三</a>'
        '<a href="http://o.example/">四</a><a>五</a></p>'
        '<p><img src="http://forum.example/uploads/a.png" class="c">'
        '<img src="" data-src="http://forum.example/uploads/b.png">'
        '<img data-original="http://cdn.example/c.png" src="data:image/gif;base64,AA=="></p>'
    )


@pytest.mark.parametrize(
    ("head", "base_url", "src", "url"),
    [
        ('<base href="http://h/?/">', "http://o/", "http://h/u/a.png", "http://h/article/12"),
        ("", "http://o/", "http://o/u/a.png", "http://o/article/12"),
        ("", None, "u/a.png", None),
        ('<base href=".">', "http://o/", "u/a.png", "http://o/article/12"),
        (
            "<!-- saved from url=(0030)http://s/article/12 -->",
            None,
            "u/a.png",
            "http://s/article/12",
        ),
    ],
)
def test_what_addresses_are_resolved_against(
    head: str, base_url: str | None, src: str, url: str | None
) -> None:
    saved = page("a", article(body='<img src="u/a.png">', head=head))
    made = post(forum(saved, base_url=base_url), "article/12")
    assert (made.body, made.url) == (f'<img src="{src}">', url)


IMAGES = (
    '<div class="aw-upload-img-list"><a href="/uploads/b.png" rel="lightbox">'
    '<img src="/uploads/b.png" class="img-thumbnail" alt="b.png"></a></div>'
)


def test_attachments_beside_a_body_belong_to_it() -> None:
    target = base64.b64encode(b"http://forum.example/uploads/a.zip").decode()
    files = (
        f'<ul class="aw-upload-file-list"><li><a href="file/download/file_name-eA==__url-{target}">'
        "a.zip</a></li></ul>"
    )
    empty = '<div class="aw-upload-img-list"> </div>'
    result = forum(
        page("q", question(answers=answer(31, beside=IMAGES + files + empty), beside=files)),
        page("a", article(body="<p>正文</p>" + IMAGES)),
    )
    reply = post(result, "question/7").replies[0].body
    assert reply.startswith('<p>回答</p><div class="aw-upload-img-list"><a href="http://forum')
    assert '<a href="http://forum.example/uploads/a.zip">a.zip</a>' in reply
    assert reply.count("<div") == 1
    assert "uploads/a.zip" in post(result, "question/7").body
    inside = post(result, "article/12").body
    assert inside.count('<img src="http://forum.example/uploads/b.png"') == 1


def test_related_links_are_kept_with_the_question() -> None:
    related = (
        '<div class="aw-mod aw-question-related-list"><div class="mod-head">'
        "<h3>相关链接 :</h3></div>"
        '<div class="mod-body"><ul><li><a href="http://o.example/x">x</a></li></ul></div></div>'
    )
    body = post(forum(page("q", question(beside=related))), "question/7").body
    assert body == (
        '<p>问题</p><h3>相关链接</h3><ul><li><a href="http://o.example/x">x</a></li></ul>'
    )


@pytest.mark.parametrize("surplus", ["</div>", "</div></div>", "</p></div></div></div>"])
def test_surplus_end_tags_cost_a_body_nothing(surplus: str) -> None:
    body = f"<p>前半</p>{surplus}散字<p>后半<img src='/uploads/b.png'></p>"
    made = post(forum(page("a", article(body=body, time="2020-05-06"))), "article/12")
    assert "前半" in made.body
    assert made.body.index("前半") < made.body.index("散字") < made.body.index("后半")
    assert "http://forum.example/uploads/b.png" in made.body
    assert "4" not in made.body  # the votes below it are the page's own
    asked = question(body=body, answers=answer(31, body) + answer(32), heading="2 个回复")
    made = post(forum(page("q", asked)), "question/7")
    assert "后半" in made.body
    assert "评论" not in made.body
    assert "后半" in made.replies[0].body
    assert "2020" not in made.replies[0].body
    assert [reply.id for reply in made.replies] == [31, 32]
