"""What a single body may cost. What costs more is quarantined: a note with a link takes its place.

Limits that can be counted come first, so that the same input meets the same fate on every machine;
time is the last resort. It is processor time, which a busy machine does not use up.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

from scraper import runaway
from scraper.errors import KbError

MOST_TYPED = 1_000_000  # characters, with all that paste has left in it
MOST_KEPT = 131_072  # of them after sanitising; WeCenter's own column holds 65,535 bytes
MOST_TAGS = 8_000
MOST_NESTED = 60  # Python-Markdown gives up on 100 quotes
SECONDS = 1.0  # for any body, and a second more for each
CHARACTERS_A_SECOND = 200_000
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = frozenset(("br", "hr", "img"))
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class Quarantined(KbError):
    """A body is left out. `reason` is for readers, in Chinese; the message for the report."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class OutOfTime(Quarantined):
    """The time for a page is used up: unlike a part that is too large, nothing more is tried."""

    def __init__(self) -> None:
        super().__init__("转换花的时间太长", "its conversion takes too long")


def weigh_typed(html: str) -> None:
    """Refuse what no parser should be given. Raises Quarantined."""
    if len(html) > MOST_TYPED:
        raise Quarantined(
            f"长度超过 {MOST_TYPED:,} 个字符", f"longer than {MOST_TYPED:,} characters"
        )
    if runaway.is_runaway(html):
        most = runaway.MAX_OPEN
        raise Quarantined(
            f"同时打开的标签超过 {most:,} 个", f"more than {most:,} elements are open at once"
        )


def weigh_kept(html: str) -> None:
    """Refuse what is too much to convert; `html` is sanitised, so every tag in it is closed.

    Raises Quarantined.
    """
    if len(html) > MOST_KEPT:
        raise Quarantined(
            f"正文超过 {MOST_KEPT:,} 个字符", f"more than {MOST_KEPT:,} characters of text and tags"
        )
    depth = tags = 0
    for end, name in _TAG.findall(html):
        if end:
            depth -= 1
            continue
        tags += 1
        if name not in _VOID:
            depth += 1
            if depth > MOST_NESTED:
                raise Quarantined(
                    f"标签嵌套超过 {MOST_NESTED} 层", f"nested deeper than {MOST_NESTED} levels"
                )
    if tags > MOST_TAGS:
        raise Quarantined(f"标签超过 {MOST_TAGS:,} 个", f"more than {MOST_TAGS:,} tags")


@contextmanager
def limit(*parts: str) -> Iterator[None]:
    """Time for work on these parts of a post. Raises Quarantined when it is used up.

    In the main thread of a process a signal ends whatever runs; elsewhere `check` does, which the
    work calls between its steps.
    """
    # a part that is too long is not worked on
    characters = sum(min(len(part), MOST_KEPT) for part in parts)
    seconds = SECONDS + characters / CHARACTERS_A_SECOND
    token = _deadline.set(time.thread_time() + seconds)
    timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGPROF, _on_signal) if timed else None
    if timed:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        _deadline.reset(token)


def check() -> None:
    """Raise Quarantined where the time of the `limit` around it is used up."""
    deadline = _deadline.get()
    if deadline is not None and time.thread_time() > deadline:
        raise OutOfTime


def _on_signal(signum: int, frame: FrameType | None) -> None:
    raise OutOfTime
