"""The runner under a reader's hands: buttons, keys, mistakes, endless loops, strangers' links."""

from __future__ import annotations

import base64
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.examples import (
    BUSY,
    OUTPUT,
    PICTURES,
    ROOT,
    STATUS,
    asking,
    checked_pages,
    finish,
    pages,
    write,
)
from tests.browser.sites import PHONE, Site, Visitor

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PAGE, PROGRAM = "examples/stun-header.html", ROOT / "stun" / "header.py"
STORED = PROGRAM.read_text(encoding="utf-8") if PROGRAM.is_file() else ""


@pytest.fixture
def open_page(examples_site: Site, visit: Callable[..., Visitor]) -> Open:
    """Open an example's page from disk, as most of these tests need no server."""

    def opened(page: str = PAGE, **options: object) -> Page:
        return visit(f"{examples_site.unzipped.as_uri()}/{page}", **options).page

    return opened


def run(page: Page, source: str | None = None) -> tuple[str, str]:
    """(status, output) of a run by Ctrl-Enter, of the program as it is or of another."""
    if source is not None:
        write(page, source)
    page.locator(".kb-button--run").focus()
    page.keyboard.press("ControlOrMeta+Enter")
    status = finish(asking(page))
    return status, asking(page)(OUTPUT)


def link(source: bytes, key: str = "stun-header") -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(source) + packer.flush()
    return f"#v1.{key}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def test_nothing_is_loaded_before_the_first_click(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(f"{examples_site.url}/{PAGE}")
    visitor.page.wait_for_timeout(500)
    heavy = re.compile(r"/assets/runner/(python|editor)\.")
    assert not [url for url in visitor.requests if heavy.search(url)]
    visitor.page.click(".kb-button--run")
    finish(asking(visitor.page))
    assert len({url for url in visitor.requests if heavy.search(url)}) == 2
    assert visitor.hosts() == {examples_site.url.removeprefix("http://")}


def test_a_page_without_an_example_gets_no_script(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(f"{examples_site.url}/rtc/index.html")
    assert not [url for url in visitor.requests if "/assets/runner/" in url]
    assert "wasm" not in visitor.page.content()


def test_the_shown_program_is_the_file_byte_for_byte(open_page: Open) -> None:
    for page in pages():
        opened = open_page(page)
        name = opened.get_attribute(".kb-example", "data-name")
        shown = opened.locator(".kb-example__code code").first.evaluate("e => e.textContent")
        assert shown == (ROOT / str(name)).read_text(encoding="utf-8")


def test_the_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page()
    page.locator(".kb-example__code").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".kb-example__editor .cm-content")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("print('键盘')\n")
    page.keyboard.press("ControlOrMeta+Enter")
    assert finish(asking(page)).startswith("运行完成")
    assert asking(page)(OUTPUT) == "键盘\n"
    page.keyboard.press("Tab")  # leaves the editor
    inside = page.evaluate("document.activeElement.closest('.kb-example__editor') !== null")
    assert not inside


def test_a_traceback_has_the_reader_s_lines(open_page: Open) -> None:
    status, output = run(open_page(), "def f():\n    return 1 // 0\n\n\nprint('前')\nf()\n")
    assert status.startswith("程序出错")
    assert output.startswith("前\nTraceback (most recent call last):\n")
    assert '  File "stun/header.py", line 6, in <module>\n    f()' in output
    assert '  File "stun/header.py", line 2, in f\n    return 1 // 0' in output
    assert output.endswith("ZeroDivisionError: division by zero\n")
    assert output.count("File") == 2


@pytest.mark.parametrize(
    ("source", "last"),
    [
        ("x = (\n", "SyntaxError: '(' was never closed\n"),
        ("def f():\n    f()\nf()\n", "RecursionError: maximum recursion depth exceeded\n"),
        ("input()\n", "EOFError: EOF when reading a line\n"),
        ("import numpy\n", "没有这个限制）\n"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 9))\n", ""),
        ("raise BaseException('甲')\n", "BaseException: 甲\n"),
        ("import threading\nthreading.Thread(target=print).start()\n", ""),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt\n"),
    ],
)
def test_mistakes_are_told_and_the_next_run_works(open_page: Open, source: str, last: str) -> None:
    page = open_page()
    status, output = run(page, source)
    assert status.startswith("程序出错")
    assert output.endswith(last)
    status, output = run(page, "print('好')\n")
    assert status.startswith("运行完成")
    assert output == "好\n"


def test_a_program_may_leave_with_a_message(open_page: Open) -> None:
    page = open_page()
    assert run(page, "import sys\nsys.exit('输入有误：甲')\n") == (
        "程序没有接受输入，原因见输出。图还是原来的。",
        "输入有误：甲\n",
    )
    assert run(page, "import sys\nprint('好')\nsys.exit()\n")[0].startswith("运行完成")


def test_an_endless_loop_is_stopped_while_the_page_answers(open_page: Open) -> None:
    page = open_page()
    run(page, "print('热身')\n")
    write(page, "print('开始', flush=True)\nwhile True:\n    pass\n")
    page.locator(".kb-button--run").focus()
    page.keyboard.press("ControlOrMeta+Enter")
    answered = 0
    while asking(page)(BUSY) == "true":
        page.keyboard.press("Shift")
        answered += 1
    assert answered > 5
    assert asking(page)(STATUS).startswith("超过 5 秒，已停止")
    assert asking(page)(OUTPUT) == "开始\n"
    assert run(page, "print('又好了')\n")[1] == "又好了\n"


def test_escape_stops_wherever_the_focus_is(open_page: Open) -> None:
    page = open_page()
    run(page, "print('热身')\n")
    write(page, "while True:\n    print('x' * 70)\n")
    page.locator(".kb-button--run").focus()
    page.keyboard.press("ControlOrMeta+Enter")
    while "x" not in asking(page)(
        "() => document.querySelector('.kb-example__output').textContent"
    ):
        time.sleep(0.02)
    page.locator("h1").click()
    page.keyboard.press("Escape")
    assert finish(asking(page)).startswith("已停止")
    assert len(asking(page)(OUTPUT)) < 300_000


def test_restoring_brings_back_everything_and_a_fresh_python(open_page: Open) -> None:
    page = open_page()
    stored, drawn = asking(page)(OUTPUT), asking(page)(PICTURES)
    run(page, "import json\njson.dumps = lambda *a, **k: 'pwned'\nprint('改过')\n")
    assert asking(page)(OUTPUT) == "改过\n"
    note = page.locator(".kb-example__note")
    assert note.inner_text() == "下面是刚才在你的浏览器里运行的结果。"
    page.click(".kb-button--reset")
    page.wait_for_selector(".kb-button--reset[disabled]")
    assert (asking(page)(OUTPUT), asking(page)(PICTURES)) == (stored, drawn)
    assert note.inner_text().startswith("下面的输出和图是构建本站时")
    assert run(page)[1] == stored
    assert asking(page)(PICTURES) == drawn


def test_programs_leave_nothing_behind_in_names_and_modules(open_page: Open) -> None:
    page = open_page()
    run(page, "x = 1\nimport builtins, sys\nbuiltins.y = 2\nsys.modules['z'] = sys\nprint = None\n")
    _, output = run(page, "print([n for n in ('x', 'y') if n in dir(__builtins__)])\nimport z\n")
    assert output.startswith("[]\n")
    assert "No module named 'z'" in output


FORBIDDEN = (
    "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "indexedDB", "caches",
    "BroadcastChannel", "Worker", "SharedWorker", "RTCPeerConnection",
)  # fmt: skip


def test_a_program_cannot_reach_out(open_page: Open) -> None:
    """Pyodide's bridge leads to no global of the browser; nor does the way by constructors."""
    source = f"""
names = {FORBIDDEN!r}
import js, pyodide_js
print([name for name in names if hasattr(js, name)])
found = []
for start in (pyodide_js, pyodide_js._module, pyodide_js._api):
    for text in ('return self', 'return globalThis'):
        try:
            found.append(str(start.constructor.constructor(text)()))
        except Exception as error:
            found.append(type(error).__name__)
print(sorted(set(found)))
try:
    from pyodide.code import run_js
    print(run_js('1 + 1'))
except Exception as error:
    print(type(error).__name__)
try:
    import urllib.request
    urllib.request.urlopen('http://127.0.0.1:9/')
    print('reached')
except Exception as error:
    print('closed')
"""
    page = open_page()
    page.on("console", lambda line: None)
    status, output = run(page, source)
    assert status.startswith("运行完成"), output
    assert output.splitlines()[0] == "[]"
    assert output.splitlines()[1] in ("['EvalError']", "['JsException']")
    assert output.splitlines()[2] in ("EvalError", "JsException", "ImportError")
    assert output.splitlines()[3] == "closed"


def test_the_worker_itself_has_lost_them(open_page: Open) -> None:
    """Asked in the worker, past Python: even code that got there would find nothing."""
    page = open_page()
    with page.expect_worker() as started:
        page.click(".kb-button--run")
    worker = started.value
    finish(asking(page))
    left = worker.evaluate(
        "names => names.filter((name) => typeof self[name] !== 'undefined')", list(FORBIDDEN)
    )
    assert left == []
    assert worker.evaluate("typeof importScripts") == "undefined"


def test_pictures_from_a_strangers_program_cannot_carry_markup(open_page: Open) -> None:
    """A program may replace the drawing code; the page still builds only what that could draw."""
    page = open_page()
    run(page)  # loads the drawing code
    source = """
import pictures
evil = '''[["img",{"src":"x","onerror":"self.pwned=1"},[]]]'''
pictures.to_json = lambda nodes: evil
pictures.draw = lambda *a: []
pictures.read = lambda *a: []
print('{"trace": 1}')
"""
    status, _ = run(page, source)
    assert "图里不能有 <img>" in status
    attributes = """[["figure",{"onclick":"self.pwned=1","style":"position:fixed","id":"__search",
      "class":"kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-kb-!","href":"javascript:self.pwned=1"},["<b>文字</b>",
      ["a",{"href":"javascript:self.pwned=1"},["甲"]],
      ["a",{"href":"https://evil.example/"},["乙"]]]]]"""
    status, _ = run(
        page, source.replace("""[["img",{"src":"x","onerror":"self.pwned=1"},[]]]""", attributes)
    )
    assert status.startswith("运行完成")
    built = page.locator(".kb-example__pictures figure").evaluate("e => e.outerHTML")
    assert built == "<figure>&lt;b&gt;文字&lt;/b&gt;<a>甲</a><a>乙</a></figure>"
    assert page.evaluate("typeof self.pwned") == "undefined"


def test_a_wrong_trace_is_explained(open_page: Open) -> None:
    status, output = run(open_page(), "print('文字')\nprint('{\"trace\": 1, \"pictures\": 5}')\n")
    assert status.startswith("运行完成")
    assert "图没有更新：" in status
    assert output == "文字\n"


def test_a_link_brings_a_program_shows_it_and_never_runs_it(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    changed = STORED.replace("# ── INPUT 结束 ──", "BOO = 1\n# ── INPUT 结束 ──", 1)
    visitor = visit(f"{examples_site.unzipped.as_uri()}/{PAGE}{link(changed.encode())}")
    page = visitor.page
    shown = page.locator(".kb-example__shared")
    shown.wait_for()
    assert shown.locator("ins").all_inner_texts() == ["+ BOO = 1\n"]
    assert shown.locator("del").count() == 0
    page.wait_for_timeout(500)
    assert not [url for url in visitor.requests if "/runner/python." in url]
    shown.get_by_role("button", name="放进编辑器").click()
    page.wait_for_selector(".kb-example__editor .cm-content")
    assert "BOO = 1" in page.locator(".kb-example__editor .cm-content").inner_text()
    assert asking(page)(STATUS) == "改动已放进编辑器，还没有运行。"
    assert not [url for url in visitor.requests if "/runner/python." in url]


def test_markup_in_a_link_stays_text(open_page: Open) -> None:
    page = open_page(PAGE + link(b"<img src=x onerror=self.pwned=1>\n"))
    page.locator(".kb-example__shared").wait_for()
    assert page.locator(".kb-example__shared img").count() == 0
    page.get_by_role("button", name="不用").click()
    assert page.locator(".kb-example__shared").count() == 0
    assert "#" not in page.url


def test_a_broken_link_says_so(open_page: Open) -> None:
    page = open_page(f"{PAGE}#v1.stun-header.AAAA")
    page.wait_for_timeout(300)
    assert asking(page)(STATUS).startswith("链接不完整")


def test_sharing_and_coming_back(examples_site: Site, visit: Callable[..., Visitor]) -> None:
    visitor = visit(
        f"{examples_site.url}/{PAGE}", permissions=["clipboard-read", "clipboard-write"]
    )
    page = visitor.page
    write(page, STORED + "print('多一行')\n")
    page.click(".kb-button--share")
    page.wait_for_timeout(300)
    assert asking(page)(STATUS) == "链接已复制，打开它不会自动运行。"
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.url
    assert len(address) < 8000
    again = visit(address).page
    again.locator(".kb-example__shared").wait_for()
    assert again.locator(".kb-example__shared ins").all_inner_texts() == ["+ print('多一行')\n"]


def test_copying_and_downloading_give_what_the_editor_holds(
    examples_site: Site, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    page = visit(
        f"{examples_site.url}/{PAGE}", permissions=["clipboard-read", "clipboard-write"]
    ).page
    page.click(".kb-button--copy")
    page.wait_for_timeout(200)
    assert page.evaluate("navigator.clipboard.readText()") == STORED
    with page.expect_download() as stored:
        page.click(".kb-example__download")
    assert Path(stored.value.path()).read_bytes() == PROGRAM.read_bytes()
    write(page, "print('改')\n")
    with page.expect_download() as changed:
        page.click(".kb-example__download")
    assert changed.value.suggested_filename == "header.py"
    assert Path(changed.value.path()).read_text(encoding="utf-8") == "print('改')\n"


def test_without_webassembly_the_stored_output_stays(open_page: Open) -> None:
    page = open_page()
    stored = asking(page)(OUTPUT)
    page.evaluate("delete self.WebAssembly")
    page.click(".kb-button--run")
    status = finish(asking(page))
    assert "没有（或关闭了）WebAssembly" in status
    assert "下面仍是构建站点时的输出" in status
    assert asking(page)(OUTPUT) == stored


def test_a_payload_that_cannot_be_loaded_is_told_and_tried_again(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(f"{examples_site.url}/{PAGE}")
    page = visitor.page
    stored = asking(page)(OUTPUT)
    page.route("**/assets/runner/python.*", lambda route: route.abort())
    page.click(".kb-button--run")
    status = finish(asking(page))
    assert re.match(r"不能在这里运行：取不到文件 python\.\w+\.js。下面仍是构建站点时的输出", status)
    assert asking(page)(OUTPUT) == stored
    page.unroute("**/assets/runner/python.*")
    page.click(".kb-button--run")
    assert finish(asking(page)).startswith("运行完成")
    visitor.errors.clear()  # the browser's own line about the request that the test refused


def test_an_editor_that_cannot_be_loaded_does_not_keep_a_program_from_running(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(f"{examples_site.url}/{PAGE}")
    page = visitor.page
    page.route("**/assets/runner/editor.*", lambda route: route.abort())
    page.click(".kb-button--run")
    assert finish(asking(page)).startswith("运行完成")
    page.click(".kb-button--edit")
    page.wait_for_timeout(300)
    assert asking(page)(STATUS).startswith("编辑器没有载入成功：取不到文件 editor.")
    visitor.errors.clear()


def test_without_scripts_a_reader_has_code_output_pictures_and_table(
    examples_site: Site, visit: Callable[..., Visitor]
) -> None:
    for page in pages():
        opened = visit(f"{examples_site.url}/{page}", java_script_enabled=False).page
        assert opened.locator(".kb-example__code code").inner_text()
        assert opened.locator(".kb-example__output pre").inner_text()
        assert opened.locator(".kb-picture").count() >= 1
        assert opened.locator(".kb-picture table, .kb-picture ul, .kb-picture ol").count() >= 1
        assert opened.locator(".kb-button").count() == 0


def test_nothing_is_wider_than_a_phone(open_page: Open) -> None:
    for page in checked_pages():
        opened = open_page(page, viewport=PHONE)
        wide = opened.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], page


def test_bytes_and_fields_point_at_each_other(open_page: Open) -> None:
    page = open_page("examples/stun-binding-request.html")
    figure = page.locator(".kb-picture--hexdump").first
    figure.locator("a[data-field='1']").first.focus()
    assert figure.locator("tr[data-field='1'].kb-on").count() == 1
    figure.locator("tr[data-field='2']").hover()
    assert figure.locator("a[data-field='2'].kb-on").count() >= 1
    assert figure.locator("tr[data-field='1'].kb-on").count() == 0


def test_a_sequence_can_be_stepped_played_and_sought_by_keyboard(open_page: Open) -> None:
    page = open_page("examples/ice-checks.html")
    figure = page.locator(".kb-picture--sequence").first
    count = int(figure.get_attribute("data-steps") or 0)
    seek = figure.locator("input[type=range]")
    assert figure.locator(".kb-future").count() == 0
    seek.focus()
    page.keyboard.press("Home")
    assert (
        figure.locator(".kb-player__now").inner_text().startswith(f"1/{count}　0 毫秒，L → NAT：")
    )
    assert figure.locator("g.kb-now").count() == 1
    assert figure.locator("g.kb-future").count() == count - 1
    page.keyboard.press("ArrowRight")
    assert figure.locator(".kb-player__now").inner_text().startswith(f"2/{count}")
    figure.get_by_role("button", name="上一步").focus()
    page.keyboard.press("Enter")
    assert figure.locator(".kb-player__now").inner_text().startswith(f"1/{count}")
    figure.get_by_role("button", name="播放").focus()
    page.keyboard.press("Space")
    end = time.monotonic() + 20
    while not figure.locator(".kb-player__now").inner_text().startswith("3/"):
        assert time.monotonic() < end
        time.sleep(0.05)
    figure.get_by_role("button", name="暂停").press("Enter")
    seek.focus()
    page.keyboard.press("End")
    assert figure.locator(".kb-player__now").inner_text().startswith(f"{count}/{count}")
    assert figure.locator("g.kb-future").count() == 0
