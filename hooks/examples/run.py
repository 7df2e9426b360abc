"""Runs an example program once, as a reader's own Python would, and keeps what it wrote.

The programs are this repository's and reviewed; what is taken from them here (time, memory, files,
the environment, the packages around) guards against mistakes. It is no sandbox. The hash seed stays
random: output that depends on it is a mistake that should show.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO

from scraper.cache import Cache

SECONDS = 10
MOST_OUTPUT = 1_000_000  # bytes
MOST_MEMORY = 1 << 30  # bytes of addresses, where the system counts them
TRACE = '{"trace"'
_TOLD = 8  # lines of what a program complained
_LAST = 1.0  # seconds for the pipes of a program that has ended
# stock Python: no variables, no packages, no byte code left behind
_PYTHON = (sys.executable, "-I", "-S", "-B", "-X", "utf8")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class RunError(Exception):
    """A program did not do what an example must; the text says what, for its author."""


@dataclass(frozen=True)
class Outcome:
    """What a program wrote: its text, and the line that describes the pictures."""

    text: str
    trace: str


def stored(source: str, name: str, known: Cache) -> Outcome:
    """What a program writes, from a run now or an earlier one. Raises RunError."""
    kind = f"example {sys.version} {_own_code()}"
    return taken_apart(known.made(kind, f"{name}\0{source}", lambda: written(source, name)))


def taken_apart(output: str) -> Outcome:
    """Text and trace of a program's output. Raises RunError where it has no trace."""
    text, newline, last = output.removesuffix("\n").rpartition("\n")
    if not last.startswith(TRACE):
        hint = 'main 最后要打印一行 JSON：print(json.dumps({"trace": 1, …}))'
        raise RunError(f"最后一行输出不是图的描述，是 {last[:60]!r}；{hint}")
    return Outcome(text + newline, last)


def written(source: str, name: str) -> str:
    """All that a program writes to standard output. Raises RunError."""
    with tempfile.TemporaryDirectory(prefix="kb-example-") as folder:
        file = Path(folder, "program", PurePosixPath(name).name)
        empty = Path(folder, "empty")
        file.parent.mkdir()
        empty.mkdir()
        file.write_text(source, encoding="utf-8", newline="\n")
        code, out, complaint = _run(file, empty)
        told = _told(complaint.decode("utf-8", "replace").replace(str(file), name))
    if code or complaint:
        state = f"退出码 {code}" if code else "写了错误输出"
        raise RunError(f"运行出错（{state}）：\n{told}")
    try:
        text = out.decode("utf-8").replace("\r\n", "\n")  # as Windows writes lines
    except UnicodeDecodeError as error:
        raise RunError(f"输出的第 {error.start + 1} 个字节起不是 UTF-8") from error
    if odd := _CONTROL.search(text):
        raise RunError(f"输出里有控制字符 {odd[0]!r}，网页显示不了")
    return text


def _run(file: Path, folder: Path) -> tuple[int, bytes, bytes]:
    """Exit code, output and complaints of a program. Raises RunError where it had to be ended."""
    process = subprocess.Popen(  # noqa: S603 - a program of this repository, by this Python
        [*_PYTHON, str(file)],
        cwd=folder,
        env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limiter(),
    )
    streams = [_Stream(pipe, process) for pipe in (process.stdout, process.stderr) if pipe]
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise RunError(f"运行超过 {SECONDS} 秒，已停止；多半是循环没有结束的条件") from None
    finally:
        _end(process)
        whole = [stream.is_closed() for stream in streams]
    if any(len(stream.data) > MOST_OUTPUT for stream in streams):
        raise RunError(f"输出超过 {MOST_OUTPUT:,} 字节，已停止")
    if not all(whole):
        raise RunError("留下了没有结束的进程")
    return process.returncode, streams[0].data, streams[1].data


class _Stream:
    """Reads a pipe beside the program, and ends the program once that has written too much."""

    def __init__(self, pipe: IO[bytes], process: subprocess.Popen[bytes]) -> None:
        self.data = b""
        self._pipe, self._process = pipe, process
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        self.data = self._pipe.read(MOST_OUTPUT + 1)
        if len(self.data) > MOST_OUTPUT:
            _end(self._process)
        self._pipe.close()

    def is_closed(self) -> bool:
        """Whether nothing more can come."""
        self._reader.join(_LAST)
        return not self._reader.is_alive()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and, where there are groups of processes, all that it started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limiter() -> Callable[[], None] | None:
    """What a new process calls before it becomes the program; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    limits = [
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, SECONDS + 2),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ]

    def limit() -> None:
        for kind, most in limits:
            with suppress(OSError, ValueError):  # macOS does not count addresses, say
                resource.setrlimit(kind, (most, most))

    return limit


def _told(complaint: str) -> str:
    """The last lines of a traceback, indented."""
    return "\n".join(f"    {line}" for line in complaint.rstrip().splitlines()[-_TOLD:])


@cache
def _own_code() -> str:
    return Path(__file__).read_text(encoding="utf-8")
