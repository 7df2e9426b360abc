"""What stands in a page for an example's fence, and in the list of all examples."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.examples import index, page, places, times
from hooks.examples.gallery import Example, Gallery, gather
from scraper import article as articles
from scraper import profile, program
from scraper.cache import Cache
from scraper.program import Shown
from scraper.rules import examples as rules
from tests.conftest import ROOT
from tests.example_programs import OUTPUT, PROGRAM, fence
from tests.example_programs import page as page_text

HERE = PurePosixPath("examples/a.md")
TIMES = times.Times("2026-11-24", {"stun/header.py": {"cpython": 21.4, "browser": 8.0}})


def example(
    name: str = "stun/header.py", source: str = PROGRAM, where: str = "examples/a.md", **kind: bool
) -> Example:
    found, _ = program.parse(source, PurePosixPath("examples", name))
    shown = Shown(found, PurePosixPath(where), **({"terminal": False} | kind))
    (one,) = gather([shown], Cache())[0].examples
    return one


def read(html: str):
    """A tree of elements as browsers read it."""
    return html5lib.parse(html, namespaceHTMLElements=False)


def text(html: str, where: str) -> str:
    (found,) = read(html).findall(f".//{where}")
    return "".join(found.itertext())


# what the rules and the runner let through
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
    max_size=80,
)


@given(TEXTS.filter(lambda found: not found.startswith("\ufeff")))
@settings(max_examples=200, deadline=None)
def test_the_text_of_a_program_survives_byte_for_byte(source: str) -> None:
    html = f"<pre><code>{page.coloured(source)}</code></pre>"
    assert text(html, "code") == source


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_output_survives_byte_for_byte(output: str) -> None:
    assert text(f"<pre>{page.preformatted(output)}</pre>", "pre") == output


@pytest.mark.parametrize(
    "source", ["", "\n", "\n\nx = 1", "x = '''\n&lt;</code>'''  \n\n\n", "\tx"]
)
def test_the_ends_of_a_program_are_kept(source: str) -> None:
    assert text(f"<code>{page.coloured(source)}</code>", "code") == source


def test_a_section_has_the_shape_that_the_page_s_script_knows() -> None:
    one = example()
    html = page.section(one, HERE, runner=True)
    assert text(html, "code[@class='language-python']") == PROGRAM
    assert text(html, "div[@class='kb-example__output']/pre") == OUTPUT
    (section,) = read(html).findall(".//section")
    assert section.attrib == {
        "class": "kb-example",
        "id": "example-stun-header",
        "data-name": "stun/header.py",
        "aria-labelledby": "example-stun-header-title",
        "data-search-exclude": "",
    }
    parts = [(part.tag, part.get("class")) for part in section]
    assert parts == [
        ("div", "kb-example__bar"),
        ("div", "kb-example__code highlight"),
        ("p", "kb-example__note"),
        ("p", "kb-example__status"),
        ("div", "kb-example__output"),
        ("div", "kb-example__pictures"),
    ]
    bar, code, _, status, output, pictures = section
    assert [part.get("class") for part in bar] == ["kb-example__title", "kb-example__buttons"]
    assert bar[0].get("id") == "example-stun-header-title"
    assert bar[1][0].attrib == {
        "class": "kb-example__download",
        "href": "stun/header.py",
        "download": "header.py",
    }
    assert code.attrib | {"class": ""} == {
        "class": "",
        "tabindex": "0",
        "role": "region",
        "aria-label": "程序 stun/header.py",
    }
    assert [part.tag for part in code] == ["pre"]
    assert (status.get("role"), status.text) == ("status", None)
    assert output.attrib | {"class": ""} == {
        "class": "",
        "tabindex": "0",
        "role": "region",
        "aria-label": "输出 stun/header.py",
    }
    assert [picture.tag for picture in pictures] == ["figure"]
    ids = [part.get("id") for part in pictures.iter() if part.get("id")]
    assert all(found.startswith("example-stun-header-") for found in ids)


def test_a_page_elsewhere_leads_to_the_file() -> None:
    html = page.section(example(where="rtc/b.md"), PurePosixPath("rtc/b.md"), runner=True)
    assert 'href="../examples/stun/header.py"' in html


def test_without_the_runner_a_page_says_so() -> None:
    html = page.section(example(), HERE, runner=False)
    assert "没有带上运行示例的脚本" in html
    assert "<code>python3 header.py</code>" in html
    assert text(html, "div[@class='kb-example__output']/pre") == OUTPUT
    assert "没有带上" not in page.section(example(), HERE, runner=True)


def test_a_terminal_program_has_code_and_download_alone() -> None:
    html = page.section(example(terminal=True), HERE, runner=True)
    (section,) = read(html).findall(".//section")
    assert [part.get("class") for part in section] == [
        "kb-example__bar",
        "kb-example__code highlight",
        "kb-example__note",
    ]
    assert "不在这里运行" in html
    assert text(html, "pre/code") == PROGRAM


def fill(html: str, *shown: Example) -> tuple[str, bool]:
    return places.fill(html, HERE, Gallery(shown), lambda: TIMES, runner=True)


def test_fences_become_sections_and_the_list() -> None:
    body = fence("stun/header.py") + "\n" + fence("nat/b.py  terminal") + "\n```examples\n```\n"
    one, two = example(), example("nat/b.py", terminal=True)
    html, has_list = fill(profile.render_own(body), one, two)
    assert has_list
    assert page.section(one, HERE, runner=True) in html
    assert page.section(two, HERE, runner=True) in html
    assert index.listing(Gallery((one, two)), HERE, TIMES) in html
    assert profile.EXAMPLE_PLACE not in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_page_without_fences_is_not_touched() -> None:
    html = profile.render_own("甲\n\n```python\nx\n```\n")
    assert fill(html) == (html, False)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("    ```example\n    stun/header.py\n    ```\n", True),  # indented code: nothing shows
        (fence("stun/header.py"), False),  # what the check has not read
        (fence("stun/header.py") + fence("stun/header.py"), True),
    ],
)
def test_a_page_that_shows_other_examples_than_were_checked(body: str, shown: bool) -> None:
    with pytest.raises(places.PlaceError, match=r"examples/a\.md: 示例围栏放的位置不对"):
        fill(profile.render_own(body), *([example()] if shown else []))


@pytest.mark.parametrize(
    "body",
    [
        fence("stun/header.py"),
        "- 甲\n\n    " + fence("stun/header.py").replace("\n", "\n    ") + "\n- 乙\n",
        "> " + fence("stun/header.py").replace("\n", "\n> ") + "\n",
        '!!! note "甲"\n\n    ' + fence("stun/header.py").replace("\n", "\n    ") + "\n",
        fence("stun/header.py").replace("```", "~~~~"),
        "````markdown\n" + fence("stun/header.py") + "````\n",
        "```\n" + fence("stun/header.py") + "```\n",
        "`" + fence("stun/header.py") + "`\n",
        "```example\nstun/header.py\n",
        "甲\n" + fence("stun/header.py") + "乙\n",
    ],
)
def test_the_check_and_the_site_find_the_same_fences(body: str) -> None:
    found, _ = program.parse(PROGRAM, PurePosixPath("examples/stun/header.py"))
    fields, _ = articles.split(page_text(body), HERE)
    shown, problems = rules.check([articles.from_fields(fields, HERE)], [found])
    assert [problem.rule for problem in problems] == ([] if shown else ["EX-8"])
    html, _ = fill(profile.render_own(body), *([example()] if shown else []))
    assert html.count('<section class="kb-example"') == len(shown)


def test_the_list_is_grouped_and_sorted() -> None:
    hard = PROGRAM.replace("难度：入门", "难度：深入").replace("把一个数加一", "难的 <b>")
    gallery, _ = gather(
        [
            Shown(
                program.parse(source, PurePosixPath("examples", name))[0],
                PurePosixPath(where),
                late,
            )
            for name, source, where, late in (
                ("zz/x.py", PROGRAM, "im/z.md", False),
                ("nat/b.py", PROGRAM, "examples/two.md", False),
                ("stun/a_hard.py", hard, "examples/two.md", False),
                ("stun/header.py", PROGRAM, "examples/a.md", False),
                ("stun/live.py", PROGRAM, "rtc/live.md", True),
            )
        ],
        Cache(),
    )
    html = index.listing(gallery, PurePosixPath("examples/index.md"), TIMES)
    assert re.findall(r"<h2>(.+?)</h2>", html) == ["STUN", "NAT", "zz"]
    assert re.findall(r'href="(.+?)"', html) == [
        "a.html",
        "../rtc/live.html",
        "two.html#example-stun-a-hard",
        "two.html#example-nat-b",
        "../im/z.html",
    ]
    assert "难的 &lt;b&gt;" in html
    assert "最小的 &lt;示例&gt; &amp; 它的图" in html
    assert html.count("<svg") == 4
    tree = read(html)
    items = ["".join(found.itertext()) for found in tree.findall(".//li")]
    assert items[0].endswith("入门 对照：数一数；scapy · 运行 本机 21 毫秒、网页 8 毫秒")
    assert items[1].endswith("只在终端里运行")
    assert items[2].endswith("深入 对照：数一数；scapy · 运行时间未测")
    assert "2026-11-24" in html
    assert all(part.get("data-search-exclude") == "" for part in tree.findall(".//section"))


def test_a_list_of_nothing() -> None:
    assert index.listing(Gallery(), HERE, TIMES) == "<p>还没有示例。</p>"


def test_times_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "times.json"
    assert times.load(file) == times.Times("", {})
    rows = {"measured": "2026-11-24", "stun/header.py": {"cpython_ms": 21.4, "browser_ms": 8}}
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert times.load(file) == TIMES
    assert times.load(file).told("stun/header.py") == "运行 本机 21 毫秒、网页 8 毫秒"
    assert times.load(file).told("stun/other.py") == times.UNKNOWN
    assert times.load()  # the real one, where there is one


def test_the_example_of_the_contributing_page_runs() -> None:
    guide = (ROOT / "content" / "contribute" / "examples.md").read_text(encoding="utf-8")
    source = guide.split("```python\n")[1].split("```\n")[0]
    found, problems = program.parse(source, PurePosixPath("examples/stun/cookie.py"))
    one = example("stun/cookie.py", source)
    assert (problems, found.foreign) == ((), ())
    assert one.output == "读到 0x2112a442，是 STUN 的魔数\n"
    listed = re.findall(r"`([a-z0-9]+)`", guide.split("可以导入的模块：")[1].split("。")[0])
    assert tuple(listed) == program.MODULES
