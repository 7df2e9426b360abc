"""Pages that would exhaust the parser, and how fast they are told from all others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import runaway
from scraper.wecenter import is_wecenter
from tests.scraper.wecenter_markup import article, codes, forum, line, listing, page, teaser

WROTE = "发表了文章 • 8 个评论 • 327 次浏览 • 2020-05-06 07:08"


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f"<em {n}=1><p>" for n in range(7000)),
        "".join(f"<em {n}=1><table><tr><td></em></td></tr></table><p>" for n in range(2000)),
        "<div>" * 20_000,
        "<div><!-- </div> -->" * 20_000,
        "<div title='</div>'>" * 20_000,
        "<div><textarea></div></textarea>" * 20_000,
        "<div><!x </div>" * 20_000,
        "".join(f"<font color={n}>" for n in range(20_000)),
    ],
)
def test_a_page_that_would_exhaust_the_parser_is_left_out(bomb: str) -> None:
    started = time.process_time()
    result = forum(page("a", article(12, bomb)), page("b", article(13)))
    assert time.process_time() - started < 5
    assert [p.key for p in result.posts] == ["article/13"]
    assert codes(result) == ["runaway-page"]
    assert not is_wecenter(article(12, bomb))


def test_a_bomb_in_a_hidden_body_is_not_read() -> None:
    bomb = "<div title='--'>" * 1500
    html = listing(line("article/1", WROTE, body=teaser("一", bomb, hidden=True)))
    result = forum(page("i", html))
    assert codes(result) == ["body-missing"]


def test_many_elements_that_are_closed_are_no_bomb() -> None:
    body = (
        "<p>行<br><b title='>'>粗</b><li>项" * 3000
        + "<div><span>x</div>" * 3000
        + "<script>'<div>'</script>" * 3000
    )
    result = forum(page("a", article(12, body)))
    assert [p.key for p in result.posts] == ["article/12"]


# what can hide a tag, or look like one
TOKENS = st.sampled_from(
    [
        "<a>", "</a>", '<a href="x">', "<a href='y'>", '<a href="</a>">', "<a x=y>", '<a x= "y">',
        "<a / >", "<a/>", "<a\n b>", "<a\u3000b>", "<A>", "</A>", '<a b="1"c="2">', "<a ", ' x="',
        "<b>", "</b>", "<div>", "</div>", '<div class="c">', "<table>", "</table>", "<td>", "</td>",
        "<p>", "</p>", '<p title="<b>">', "<p/", "<br>", "<br/>", "<br", "<img alt='<i>'>", "<li<",
        "<script>", "</script>", "<textarea>", "</textarea>", "<title>", "</title>", "<plaintext>",
        "<!--", "-->", "--!>", "<!", "</", "<", ">", '"', "'", "=", "/", " ", "字",
        "<ba\u017fe>", "<lin\u212a>", "<button>", "</button>", "<em", "<i>", "</i>",
    ]
)  # fmt: skip


@given(st.lists(TOKENS, max_size=30).map("".join))
@settings(max_examples=1000, deadline=None)
def test_the_quick_bound_never_lets_a_page_through_that_the_scan_stops(html: str) -> None:
    bound = runaway.most_open(html)
    assert not runaway.is_open_beyond(bound, html)


def test_the_bound_is_close_for_usual_markup() -> None:
    item = '<div class="c"><a href="x">字</a><p>字<img src="y"><br></p><span>字</span></div>'
    assert runaway.most_open(item * 400) == 401
