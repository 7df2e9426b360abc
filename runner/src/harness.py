"""Runs a reader's program in the worker as `python program.py` would. Evaluates to `run`."""

import builtins
import io
import linecache
import sys
import traceback
import types

from pyodide.ffi import to_js

HINT = "（网页里只带了标准库中示例用到的部分；下载 .py 在本机运行则没有这个限制）\n"
_ours = set(sys.modules)  # what was there before any program


class _Stream(io.TextIOBase):
    """A text stream into the page."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name, send):
        self._name = name
        self._send = send

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._send(self._name, text)
        return len(text)


def _reset():
    """Forget what the last program left behind."""
    for name in set(sys.modules) - _ours:
        del sys.modules[name]
    for name in set(vars(builtins)) - _BUILTINS.keys():
        delattr(builtins, name)
    for name, value in _BUILTINS.items():
        setattr(builtins, name, value)
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(_RECURSION)


def run(source, name, send):
    """Run a program; returns "done", "failed" (a traceback was written) or "refused" (it left with
    a message or a code, as sys.exit does).
    """
    _reset()
    sys.stdin = io.StringIO()
    sys.stdout, sys.stderr = _Stream("out", send), _Stream("error", send)
    sys.argv = [name]
    linecache.clearcache()
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    main = types.ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    try:
        exec(compile(source, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as stop:
        if stop.code is None or stop.code == 0:
            return "done"
        told = stop.code if isinstance(stop.code, str) else f"退出码 {stop.code}"
        sys.stderr.write(f"{told}\n")
        return "refused"
    except BaseException as error:
        _explain(error)
        return "failed"
    return "done"


def _explain(error):
    """Write a traceback that begins with the reader's own code."""
    if isinstance(error, ModuleNotFoundError):
        error.msg = str(error.msg).partition("\n")[0]  # without Pyodide's advice to install
    shown = traceback.TracebackException.from_exception(error)
    while shown.stack and shown.stack[0].filename == __file__:
        del shown.stack[0]
    sys.stderr.write("".join(shown.format()))
    if isinstance(error, ModuleNotFoundError):
        sys.stderr.write(HINT)


def draw(line, prefix):
    """The pictures of a trace as JSON, or None and why there are none."""
    _reset()
    import pictures  # the first output need not wait for it

    _ours.update(sys.modules)
    try:
        return to_js([pictures.to_json(pictures.draw(pictures.read(line), prefix)), None])
    except pictures.TraceError as error:
        return to_js([None, str(error)])


__file__ = "<exec>"
_BUILTINS = dict(vars(builtins))
_RECURSION = sys.getrecursionlimit()
run.draw = draw
run
