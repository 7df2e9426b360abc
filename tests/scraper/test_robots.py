"""robots.txt as RFC 9309 reads it; the examples of its section 5 among others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import responses, robots

STOCK = """#
# robots.txt for WeCenter
#
User-agent: *
Disallow: /app/
Disallow: /cache/
Disallow: /install/
Disallow: /models/
Disallow: /system/
Disallow: /tmp/
Disallow: /views/
Disallow: /static/
Disallow: /?/admin/
"""
RFC_5_1 = """User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: geekonline-kb
Disallow: /example/page.html

User-Agent: quxbot

"""


def allowed(text: str, path: str, status: int = 200) -> bool:
    return robots.rules(status, text).allows(f"http://forum.example{path}")


def everybody(*lines: str) -> str:
    return "\n".join(["User-agent: *", *lines])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("/?/article/12", True),
        ("/article/12", True),
        ("/question/id-7__page-2", True),
        ("/explore/ajax/list/page-1", True),
        ("/uploads/article/20200506/a.png", True),
        ("/?/admin/", False),
        ("/?/admin/article/list/", False),
        ("/?/administrators", True),
        ("/admin/", True),
        ("/static/css/a.css", False),
        ("/app/", False),
        ("/application/", True),
        ("/robots.txt", True),
    ],
)
def test_the_robots_txt_that_wecenter_comes_with(path: str, expected: bool) -> None:
    assert allowed(STOCK, path) is expected


def test_stock_rules_have_no_delay() -> None:
    assert robots.rules(200, STOCK).delay is None


@pytest.mark.parametrize(
    ("path", "ours", "everybodys"),
    [
        ("/example/page.html", False, False),
        ("/example/other.html", True, False),  # the rules for everybody else do not count for us
        ("/a.gif", True, False),
        ("/publications/", True, True),
    ],
)
def test_own_group_counts_alone(path: str, ours: bool, everybodys: bool) -> None:
    assert allowed(RFC_5_1, path) is ours
    assert allowed(RFC_5_1.replace("geekonline-kb", "otherbot"), path) is everybodys


@pytest.mark.parametrize(
    "name",
    [
        "geekonline-kb",
        "GeekOnline-KB",
        "  geekonline-kb  # ours",
        "geekonline-kb/0.1",
        "geekonline-kb/9.9 (+someone@forum.example)",
        "geekonline-kb *",
    ],
)
def test_own_name_in_any_form(name: str) -> None:
    group = f"User-agent: {name}\nDisallow: /private/\n\n{everybody('Disallow: /')}"
    after = f"{everybody('Disallow: /')}\n\nUser-agent: {name}\nDisallow: /private/"
    for text in (group, after, group.replace("\n", "\r\n"), group.replace("\n", "\r")):
        assert allowed(text, "/article/1")
        assert not allowed(text, "/private/1")


@pytest.mark.parametrize("name", ["kb", "online", "geekonline-kb-2", "otherbot", "mygeekonline-kb"])
def test_other_names_are_not_ours(name: str) -> None:
    assert allowed(f"User-agent: {name}\nDisallow: /", "/article/1")


def test_groups_of_the_same_name_are_one() -> None:
    text = (
        "User-agent: geekonline-kb\nDisallow: /a\n\n{}\n\nUser-agent: geekonline-kb\nDisallow: /b"
    )
    text = text.format(everybody("Disallow: /"))
    assert [allowed(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        # the longest match wins, wherever it stands
        (("Disallow: /a", "Allow: /a/b"), "/a/b/c", True),
        (("Allow: /a/b", "Disallow: /a"), "/a/b/c", True),
        (("Allow: /a", "Disallow: /a/b"), "/a/b/c", False),
        (("Allow: /a", "Disallow: /a/b"), "/a/c", True),
        (("Disallow: /a", "Allow: /a"), "/a", True),  # as long: the one that allows
        (("Allow: /page", "Disallow: /*.html"), "/page.html", False),
        (("Allow: /$", "Disallow: /"), "/", True),
        (("Allow: /$", "Disallow: /"), "/a", False),
        # * and $
        (("Disallow: /*.php",), "/a/b.php?c", False),
        (("Disallow: /*.php$",), "/a/b.php?c", True),
        (("Disallow: /*.php$",), "/a/b.php", False),
        (("Disallow: /a*b*c",), "/a1b2c3", False),
        (("Disallow: /a*b*c",), "/a1c2b3", True),
        (("Disallow: *a",), "/b/a", False),
        (("Disallow: /a$b",), "/a$b", False),
        (("Disallow: /a$b",), "/a", True),
        (("Disallow: /a.b",), "/aXb", True),  # no regular expression
        # what is compared
        (("Disallow: /A",), "/a", True),
        (("Disallow: /a?b=c",), "/a?b=c&d", False),
        (("Disallow: /?/m/",), "/?/m/article/1", False),
        (("Disallow: /中文/",), "/%E4%B8%AD%E6%96%87/1", False),
        (("Disallow: /%E4%B8%AD%e6%96%87/",), "/中文/1", False),
        (("Disallow: /a",), "/b#/a", True),
        # nothing, and what is no rule
        (("Disallow:",), "/a", True),
        (("Disallow: ",), "/a", True),
        (("Disallow: /a # all of it",), "/a", False),
        (("", "# a remark", "", "Disallow: /a"), "/a", False),
        (("Sitemap: http://forum.example/s.xml", "Disallow: /a"), "/a", False),
        (("Nonsense: /", "Disallow: /a"), "/b", True),
        (("DISALLOW : /a",), "/a", False),
        (("Disallow: /",), "/robots.txt", True),
    ],
)
def test_rules(lines: tuple[str, ...], path: str, expected: bool) -> None:
    for end in ("\n", "\r\n", "\r"):
        assert allowed(end.join(["User-agent: *", *lines]), path) is expected


@pytest.mark.parametrize("status", [301, 302, 304, 307, 400, 401, 403, 404, 410, 429, 451])
def test_an_unavailable_file_allows_everything(status: int) -> None:
    assert allowed(everybody("Disallow: /", "Crawl-delay: 9"), "/article/1", status)
    assert robots.rules(status, everybody("Crawl-delay: 9")).delay is None


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_an_unreachable_file_allows_nothing(status: int) -> None:
    assert not allowed(everybody("Allow: /"), "/article/1", status)
    assert not allowed("", "/", status)


@pytest.mark.parametrize("status", [200, 203, 206])
def test_a_file_that_came_is_read(status: int) -> None:
    assert not allowed(everybody("Disallow: /a"), "/a", status)
    assert allowed(everybody("Disallow: /a"), "/b", status)


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("Crawl-delay: 10", 10.0),
        ("crawl-delay:2.5", 2.5),
        ("Crawl-delay: 0", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: soon", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay:", None),
        ("Crawl-delay: 3\n\nUser-agent: geekonline-kb\nCrawl-delay: 7", 7.0),
        ("Crawl-delay: 3\n\nUser-agent: geekonline-kb\nDisallow: /a", None),
        ("Crawl-delay: 3\n\nUser-agent: otherbot\nCrawl-delay: 7", 3.0),
    ],
)
def test_crawl_delay(text: str, delay: float | None) -> None:
    assert robots.rules(200, everybody(text)).delay == delay


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\n",
        "User-agent: *\nDisallow: /a # 说明\n".encode("gb18030"),
        b"User-agent: *\nDisallow: /a\n\xff\xfe\x80\n",
        b"\0\0\nUser-agent: *\0\nUser-agent: *\nDisallow: /a\n",
        b"<!-- -->\nUser-agent: *\nDisallow: /a\n",
    ],
)
def test_rules_in_any_coding_and_among_garbage(data: bytes) -> None:
    text = responses.text(data)
    assert not allowed(text, "/a")
    assert allowed(text, "/b")


def test_a_byte_order_mark_that_is_left_hides_no_rule() -> None:
    assert not allowed(f"\ufeff{everybody('Disallow: /a')}", "/a")


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Disallow: /", "<!DOCTYPE html><title>404</title><p>Disallow: /</p>", "\0" * 50],
)
def test_what_names_nobody_forbids_nothing(text: str) -> None:
    assert allowed(text, "/article/1")


def test_a_large_file_counts_as_far_as_it_must_be_read() -> None:
    head, tail = everybody("Disallow: /a", ""), "Disallow: /tmp/\nDisallow: /late\n"
    filler = "# 说明\n" * (robots.MAX_BYTES // 5)
    assert not allowed(head + filler[: robots.MAX_BYTES - 100] + "\n" + tail, "/late")
    for cut in range(len(tail)):
        # wherever the limit falls, half a rule is none
        text = head + "#" * (robots.MAX_BYTES - len(head) - cut - 1) + "\n" + tail
        assert not allowed(text, "/a")
        assert allowed(text, "/b")
        assert allowed(text, "/late")


@pytest.mark.parametrize("url", ["http://[broken/a", "", "//", "http://h:x/", "\ud800", "a b\n"])
def test_what_is_no_address_raises_nothing(url: str) -> None:
    assert robots.rules(200, everybody("Disallow: /private")).allows(url)


LINE = st.sampled_from(
    ["User-agent: *", "User-agent: geekonline-kb", "Disallow: /", "Allow: /a*$", "Crawl-delay: 1e9",
     "Disallow: %", "Disallow: /%zz%4", "Allow:*$*", ":", "Request-rate: 1/0", "\x85", "Host: a"]
)  # fmt: skip


@given(st.lists(LINE | st.text(max_size=20), max_size=12), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(lines: list[str], path: str) -> None:
    found = robots.rules(200, "\n".join(lines))
    assert found.allows(f"http://forum.example/{path}") in (True, False)
    assert found.delay is None or found.delay > 0
