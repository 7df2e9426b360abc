"""Running a program at build time: what it may do, how it is ended, what its author is told."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from hooks.examples import gallery, run
from hooks.examples.run import RunError
from scraper import program
from scraper.cache import Cache
from scraper.program import Shown
from tests.example_programs import OUTPUT, PROGRAM

NAME = "stun/header.py"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def shown(source: str, name: str = NAME, *, terminal: bool = False) -> Shown:
    found, _ = program.parse(source, PurePosixPath("examples", name))
    return Shown(found, PurePosixPath("examples/page.md"), terminal)


def complaint(source: str) -> str:
    with pytest.raises(RunError) as told:
        run.written(source, NAME)
    return str(told.value)


def test_output_and_trace_are_kept_as_they_were_written() -> None:
    outcome = run.taken_apart(run.written(PROGRAM, NAME))
    assert outcome.text == OUTPUT
    assert outcome.trace.startswith('{"trace": 1, "pictures": [{"kind": "lines"')


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ('{"trace": 1}\n', ""),
        ('{"trace": 1}', ""),
        ('\n\n甲\n{"trace": 1}\n', "\n\n甲\n"),
        ('{"trace": 0}\n{"trace": 1}\n', '{"trace": 0}\n'),
    ],
)
def test_the_last_line_is_the_trace(output: str, text: str) -> None:
    assert run.taken_apart(output) == run.Outcome(text, '{"trace": 1}')


@pytest.mark.parametrize(
    "output", ["", "甲\n", '{"trace": 1}\n甲\n', '{"trace": 1}\n\n', ' {"trace"']
)
def test_a_program_without_a_trace(output: str) -> None:
    with pytest.raises(RunError, match="最后一行输出不是图的描述"):
        run.taken_apart(output)


def test_a_crash_is_told_with_the_end_of_the_traceback() -> None:
    told = complaint("def f(n):\n    return f(n - 1) if n else 1 / 0\n\n\nf(20)\n")
    first, *lines = told.splitlines()
    assert first == "运行出错（退出码 1）："
    assert lines[-1] == "    ZeroDivisionError: division by zero"
    assert len(lines) == 8
    assert 'File "stun/header.py", line 2, in f' in told  # not where this machine keeps it
    assert "/tmp" not in told  # noqa: S108


def test_a_refusal_of_its_own_inputs_is_told() -> None:
    assert (
        complaint('raise SystemExit("输入有误：甲")') == "运行出错（退出码 1）：\n    输入有误：甲"
    )


def test_words_on_the_error_stream_are_told() -> None:
    told = complaint("import sys\nprint('小心', file=sys.stderr)\n")
    assert told == "运行出错（写了错误输出）：\n    小心"


def test_a_program_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SECONDS", 1)
    began = time.monotonic()
    assert "运行超过 1 秒" in complaint("while True:\n    pass\n")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_writes_without_end(stream: str) -> None:
    source = f"import sys\nwhile True:\n    sys.{stream}.write('长' * 1000)\n"
    assert complaint(source) == "输出超过 1,000,000 字节，已停止"


def test_as_much_as_is_allowed_is_no_problem() -> None:
    assert len(run.written("print('x' * 999_999)", NAME)) == 1_000_000


@POSIX
def test_a_program_that_takes_too_much_memory() -> None:
    assert "MemoryError" in complaint("x = bytearray(2 << 30)")


@POSIX
def test_a_program_leaves_no_files(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    source = f"f = open({str(file)!r}, 'w')\nf.write('x')\nf.flush()\n"
    assert "File too large" in complaint(source)
    assert file.read_bytes() == b""  # it can make an empty one


def test_reading_is_not_prevented(tmp_path: Path) -> None:
    """This is no sandbox, and the contributing page says so: programs are read before they run."""
    (tmp_path / "x.txt").write_text("秘密")
    assert run.written(f"print(open({str(tmp_path / 'x.txt')!r}).read())", NAME) == "秘密\n"


def test_a_program_has_stock_python_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_TOKEN", "PYTHONPATH", "HOME"):
        monkeypatch.setenv(name, "/nowhere")
    source = (
        "import os, sys\nprint(sorted(os.environ), os.listdir(), sys.stdin.read(), len(sys.argv))"
    )
    kept = [] if sys.platform == "win32" else ["LC_CTYPE"]  # Python's own
    assert run.written(source, NAME) == f"{kept} []  1\n"
    assert "No module named 'yaml'" in complaint("import yaml")
    assert "No module named 'scraper'" in complaint("import scraper")


def test_the_hash_seed_is_as_random_as_readers_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    assert len({run.written("print(hash('甲'))", NAME) for _ in range(3)}) > 1


@POSIX
def test_a_program_that_leaves_another_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_LAST", 0.2)
    # the first ends only when the other has left its group
    stray = (
        "import os, time\nread, write = os.pipe()\nif os.fork() == 0:\n    os.setsid()\n"
        "    os.write(write, b'x')\n    time.sleep(2)\nelse:\n    os.read(read, 1)\n"
    )
    if os.geteuid() == 0:  # whom no limit on processes stops
        assert complaint(stray) == "留下了没有结束的进程"
    else:
        assert "BlockingIOError" in complaint(stray)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("import sys\nsys.stdout.buffer.write(b'ab\\xff')", "第 3 个字节起不是 UTF-8"),
        ("print('\\x1b[31m')", r"控制字符 '\x1b'"),
        ("print('a\\rb')", r"控制字符 '\r'"),
        ("print('\\0')", r"控制字符 '\x00'"),
        ("print('\\ud800')", "surrogates not allowed"),
    ],
)
def test_output_that_a_page_cannot_show(source: str, part: str) -> None:
    assert part in complaint(source)


def test_known_results_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kb.sqlite"
    first = gallery.gather([shown(PROGRAM)], Cache(file))
    assert first[1] == ()
    runs: list[str] = []
    written = run.written

    def counted(source: str, name: str) -> str:
        runs.append(name)
        return written(source, name)

    monkeypatch.setattr(run, "written", counted)
    assert gallery.gather([shown(PROGRAM)], Cache(file)) == first
    assert runs == []
    gallery.gather([shown(PROGRAM.replace("NUMBER = 1", "NUMBER = 2"))], Cache(file))
    gallery.gather([shown(PROGRAM, "stun/other.py")], Cache(file))
    assert runs == [NAME, "stun/other.py"]
    (tmp_path / "broken.sqlite").write_bytes(b"broken")
    for unusable in ("broken.sqlite", "", "new.sqlite"):  # a folder is none either
        assert gallery.gather([shown(PROGRAM)], Cache(tmp_path / unusable)) == first
    assert len(runs) == 5


def test_another_python_and_another_way_to_run_make_results_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Cache()
    written = [OUTPUT + '{"trace": 1}\n', '甲\n{"trace": 1}\n', '乙\n{"trace": 1}\n']
    texts = iter(written)
    monkeypatch.setattr(run, "written", lambda source, name: next(texts))
    assert run.stored(PROGRAM, NAME, known).text == OUTPUT
    assert run.stored(PROGRAM, NAME, known).text == OUTPUT
    monkeypatch.setattr(sys, "version", "3.99")
    assert run.stored(PROGRAM, NAME, known).text == "甲\n"
    monkeypatch.setattr(run, "_own_code", lambda: "other")
    assert run.stored(PROGRAM, NAME, known).text == "乙\n"


def test_a_failure_is_not_kept() -> None:
    known = Cache()
    broken = PROGRAM.replace("NUMBER + 1}", "NUMBER / 0}")
    for _ in range(2):
        found, (told,) = gallery.gather([shown(broken)], known)
        assert found.examples == ()
        assert told.startswith("examples/stun/header.py: 运行出错（退出码 1）：\n")


def test_all_that_goes_wrong_is_told_at_once() -> None:
    bad_trace = PROGRAM.replace('"lines", "title"', '"lines", "titel"')
    silent = PROGRAM.replace("json.dumps(", "dict(").replace(", ensure_ascii=False", "")
    found, told = gallery.gather(
        [shown(bad_trace, "a/one.py"), shown(silent, "a/two.py"), shown(PROGRAM)], Cache()
    )
    assert [example.name for example in found.examples] == [NAME]
    assert len(told) == 2
    assert told[0].startswith("examples/a/one.py: 图画不出来：")
    assert told[1].startswith("examples/a/two.py: ")


def test_a_terminal_program_never_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "written", lambda *_: pytest.fail("it ran"))
    found, told = gallery.gather([shown(PROGRAM, terminal=True)], Cache())
    (example,) = found.examples
    assert (told, example.runs, example.output, example.trace) == ((), False, "", None)
