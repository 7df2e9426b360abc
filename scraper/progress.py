"""How far a crawl is, for a person: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

_EVERY = 30.0  # seconds between two lines in a log
_WINDOW = 60.0  # seconds that the rate looks back


class Rate:
    """How many tasks end in a second, over the last minute or so, and how long the rest takes."""

    def __init__(self, now: float) -> None:
        self._marks = [(now, 0)]

    def add(self, now: float, done: int) -> None:
        """Note how many are done by now."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[1][0] > _WINDOW:
            self._marks.pop(0)

    def per_second(self) -> float:
        """Tasks a second; 0 before there is anything to tell it by."""
        (start, before), (end, done) = self._marks[0], self._marks[-1]
        return (done - before) / (end - start) if end > start else 0.0

    def left(self, todo: int) -> str:
        """How long `todo` tasks take, in words."""
        rate = self.per_second()
        return f"{duration(todo / rate)} left" if rate else "time left unknown"


def duration(seconds: float) -> str:
    """A span of time for a person: `40 s`, `12 min`, `3 h 05 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def line(done: int, total: int, errors: int, rate: Rate) -> str:
    """One line of progress."""
    failed = f", {errors} failed" if errors else ""
    return f"{done}/{total} done, {rate.per_second():.1f}/s{failed}, {rate.left(total - done)}"


class Lines:
    """Plain lines, one now and then: for a log, where nobody wants a bar drawn over itself."""

    def __init__(self, stream: TextIO, every: float = _EVERY) -> None:
        self._stream = stream
        self._every = every
        self._last = time.monotonic()
        self._rate = Rate(self._last)

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def show(self, done: int, total: int, errors: int) -> None:
        """Tell the state, if the last time is long enough ago."""
        now = time.monotonic()
        self._rate.add(now, done)
        if now - self._last >= self._every:
            self._last = now
            self.say(line(done, total, errors, self._rate))

    def say(self, text: str) -> None:
        """One line at once."""
        print(text, file=self._stream, flush=True)


class _State(ProgressColumn):
    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self._bar = bar

    def render(self, task: Task) -> Text:
        return Text(self._bar.text)


class Bar:
    """A bar with done and total, rate, errors and time left, redrawn in place."""

    def __init__(self, stream: TextIO) -> None:
        self.text = "asking who is there"
        self._rate = Rate(time.monotonic())
        self._console = Console(file=stream)
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), _State(self))
        self._progress = Progress(*columns, console=self._console, refresh_per_second=4)
        self._task = self._progress.add_task("crawl", total=None)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, done: int, total: int, errors: int) -> None:
        """Redraw the bar."""
        self._rate.add(time.monotonic(), done)
        self.text = line(done, total, errors, self._rate)
        self._progress.update(self._task, completed=done, total=total)

    def say(self, text: str) -> None:
        """One line above the bar."""
        self._console.print(text, highlight=False, markup=False)


def on(stream: TextIO = sys.stderr) -> Bar | Lines:
    """A bar where the stream is a terminal, lines elsewhere."""
    return Bar(stream) if stream.isatty() else Lines(stream)
