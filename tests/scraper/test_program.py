"""Example programs as they are read, and what golden cases cannot hold (those are in problems/)."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from scraper import article, check, program
from scraper.rules import examples, programs, source
from tests.example_programs import PROGRAM, fence, lay_out, page

PATH = PurePosixPath("examples/stun/header.py")


def test_a_program_says_what_it_is_about() -> None:
    found, problems = program.parse(PROGRAM, PATH)
    assert problems == ()
    assert found == program.Program(
        PATH,
        PROGRAM,
        "把一个数加一",
        "最小的 <示例> & 它的图",
        "入门",
        ("数一数", "scapy"),
        ("RFC 8489 §5",),
        (11, 13),
        ("json",),
    )
    assert found.name == "stun/header.py"
    assert found.foreign == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("对照：数一数", ("数一数",)),
        ("对照： 甲 ； 乙；。", ("甲", "乙")),
        ("对照：甲的\n      字节；乙", ("甲的字节", "乙")),
        ("对照：RFC\n      5769 §2.1；乙", ("RFC 5769 §2.1", "乙")),
        ("对照:甲", ("甲",)),
    ],
)
def test_a_value_may_go_on_in_the_next_line(written: str, read: tuple[str, ...]) -> None:
    found, problems = program.parse(PROGRAM.replace("对照：数一数；scapy", written), PATH)
    assert (found.oracles, problems) == (read, ())


def test_what_follows_the_head_is_not_read() -> None:
    more = PROGRAM.replace("§5\n", "§5\n\n难度：别的\n还有话。\n")
    found, problems = program.parse(more, PATH)
    assert (found.difficulty, found.references, problems) == ("入门", ("RFC 8489 §5",), ())


def test_modules_are_named_in_full_wherever_they_are_imported() -> None:
    more = PROGRAM.replace(
        "import json", "import collections.abc\nimport json\nfrom os import path"
    )
    found, _ = program.parse(more.replace('    """加一。"""', "    from .a import b"), PATH)
    assert found.modules == (".a", "collections.abc", "json", "os")
    assert found.foreign == (".a", "os")


def test_the_list_of_modules_is_sorted_and_of_the_standard_library() -> None:
    assert list(program.MODULES) == sorted(set(program.MODULES))
    assert set(program.MODULES) <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("stun/header.py", "example-stun-header"),
        ("stun/binding_request.py", "example-stun-binding-request"),
    ],
)
def test_a_section_has_the_name_of_its_program(name: str, section: str) -> None:
    assert program.section_id(name) == section


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = (",
        "\0",
        "return",
        "((" * 5000,
        "x = " + "-" * 20_000 + "1",
        "x = 1" + "+1" * 60_000,
        "def f[T](x: T): pass" if sys.version_info < (3, 12) else "x = (",
        "class A:\n  def f(): nonlocal x",
    ],
)
def test_no_text_stops_the_reading(text: str) -> None:
    found, problems = programs.check(text.encode(), PATH)
    assert found.path == PATH
    assert {problem.rule for problem in problems} & {"EX-2", "EX-3"}


@pytest.mark.parametrize(
    ("raw", "rule", "line", "part"),
    [
        (b"\xef\xbb\xbf" + PROGRAM.encode(), "EX-2", 1, "BOM"),
        (PROGRAM.replace("\n\nimport", "\r\n\nimport").encode(), "EX-2", 7, "LF"),
        (PROGRAM.encode().replace("# 任何".encode(), b"# \xff"), "FILE-1", 12, "UTF-8"),
        (PROGRAM.replace("任何", "\t任何").encode(), "EX-2", 12, r"控制字符 '\t'"),
        (PROGRAM.replace("任何", "\u2028\f").encode(), "EX-2", 12, r"控制字符 '\x0c'"),
    ],
)
def test_the_bytes_of_a_file(raw: bytes, rule: str, line: int, part: str) -> None:
    _, problems = programs.check(raw, PATH)
    assert any(p.rule == rule and p.line == line and part in p.message for p in problems)


def test_a_program_of_200_lines_of_100_characters_is_no_problem() -> None:
    filling = "    # " + "长" * 94 + "\n"
    lines = PROGRAM.count("\n")
    text = PROGRAM.replace('    """加一。"""\n', '    """加一。"""\n' + filling * (200 - lines))
    assert programs.check(text.encode(), PATH)[1] == []
    longer = programs.check(text.replace(filling, filling * 2, 1).encode(), PATH)[1]
    assert [problem.message for problem in longer] == ["有 201 行，太长了。"]
    wider = programs.check(text.replace("长", "长长", 1).encode(), PATH)[1]
    assert [problem.message for problem in wider] == ["这一行有 101 个字符，太宽了。"]


@pytest.mark.parametrize("module", program.MODULES)
def test_an_allowed_module(module: str) -> None:
    text = PROGRAM.replace("import json", f"import json\nimport {module}")
    found, problems = programs.check(text.encode(), PATH)
    assert (problems, list(programs.check_imports(found, terminal=False))) == ([], [])


def test_a_terminal_program_may_use_the_whole_standard_library() -> None:
    text = PROGRAM.replace(
        "import json", "import asyncio\nimport json\nimport socket\nimport scapy"
    )
    found, _ = programs.check(text.encode(), PATH)
    assert [p.line for p in programs.check_imports(found, terminal=False)] == [9, 11, 12]
    assert [p.line for p in programs.check_imports(found, terminal=True)] == [12]


def test_the_check_tells_which_page_shows_which_program(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "examples/stun/header.py": PROGRAM,
            "examples/stun/live.py": PROGRAM.replace("import json", "import json\nimport socket"),
            "examples/a.md": page("## 一\n\n" + fence("stun/header.py")),
            "rtc/b.md": page("## 二\n\n" + fence("stun/live.py terminal"), "rtc"),
            "im/c.md": page("## 三\n\n" + fence("stun/header.py"), "im", imported=True),
        },
    )
    checked = check.read_tree(tmp_path)
    assert checked.problems == ()
    assert [(s.program.name, str(s.page), s.terminal) for s in checked.examples] == [
        ("stun/header.py", "examples/a.md", False),
        ("stun/live.py", "rtc/b.md", True),
    ]


def test_a_page_of_its_own_kind_of_markdown_is_asked_for_its_anchors(tmp_path: Path) -> None:
    box = '!!! note "提示"\n\n    ## 盒子里\n'
    lay_out(
        tmp_path,
        {
            "im/own.md": page(box, "im"),
            "im/imported.md": page(box, "im", imported=True),
            "im/links.md": page("## 一\n\n[甲](own.md#盒子里)、[乙](imported.md#盒子里)\n", "im"),
        },
    )
    (problem,) = check.check_tree(tmp_path)
    assert (problem.rule, "imported.md" in problem.message) == ("LINK-2", True)


def test_fences_are_found_with_their_lines() -> None:
    body = "甲\n\n- 乙\n\n    ```example\n    a/b.py\n    ```\n\n~~~~ x y\n```example\n~~~~\n"
    assert list(source.fences(body + "> ```z\n> 1\n> ```\n```open\n")) == [
        source.Fence(("example",), ("a/b.py",), 8),
        source.Fence(("x", "y"), ("```example",), 43),
        source.Fence(("z",), ("1",), 68),
    ]


@pytest.mark.parametrize("kind", ["example", "examples"])
def test_prose_and_inline_code_are_no_fences(kind: str) -> None:
    text = page(f"写 `{kind}` 围栏，```{kind}``` 也不是。\n")
    fields, _ = article.split(text, PurePosixPath("examples/a.md"))
    written = article.from_fields(fields, PurePosixPath("examples/a.md"))
    assert examples.check([written], []) == ((), [])
