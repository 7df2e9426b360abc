"""What a person sees of a crawl: lines in a log, a bar on a terminal."""

from __future__ import annotations

import io
import re

import pytest

from scraper import progress
from scraper.progress import Bar, Lines, Rate

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Watch:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(progress, "time", made)
    return made


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    return Terminal()


def rate(*marks: tuple[float, int]) -> Rate:
    made = Rate(0.0)
    for now, done in marks:
        made.add(now, done)
    return made


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (40, "40 s"),
        (89, "89 s"),
        (90, "2 min"),
        (720, "12 min"),
        (5369, "89 min"),
        (5400, "1 h 30 min"),
        (11100, "3 h 05 min"),
        (360000, "100 h 00 min"),
    ],
)
def test_duration_in_words(seconds: float, text: str) -> None:
    assert progress.duration(seconds) == text


@pytest.mark.parametrize(
    ("marks", "per_second"),
    [
        ([], 0.0),
        ([(0.0, 5)], 0.0),  # no time has passed
        ([(10.0, 5)], 0.5),
        ([(10.0, 5), (20.0, 20)], 1.0),
        ([(10.0, 5), (20.0, 5), (30.0, 5)], 5 / 30),
        ([(60.0, 600), (120.0, 630), (180.0, 660)], 0.5),  # what was before does not count
        ([(300.0, 600)], 2.0),  # one mark, however old, is better than none
    ],
)
def test_rate_looks_back_a_minute(marks: list[tuple[float, int]], per_second: float) -> None:
    assert rate(*marks).per_second() == pytest.approx(per_second)


def test_rate_of_a_long_crawl_keeps_no_more_than_it_needs() -> None:
    made = rate(*[(float(now), now) for now in range(10_000)])
    assert made.per_second() == 1.0
    assert len(made._marks) < 100


@pytest.mark.parametrize(
    ("done", "total", "errors", "marks", "text"),
    [
        (0, 10, 0, [], "0/10 done, 0.0/s, time left unknown"),
        (5, 10, 0, [(10.0, 5)], "5/10 done, 0.5/s, 10 s left"),
        (5, 10, 2, [(10.0, 5)], "5/10 done, 0.5/s, 2 failed, 10 s left"),
        (10, 10, 1, [(10.0, 10)], "10/10 done, 1.0/s, 1 failed, 0 s left"),
        (60, 11160, 0, [(60.0, 60)], "60/11160 done, 1.0/s, 3 h 05 min left"),
    ],
)
def test_line(
    done: int, total: int, errors: int, marks: list[tuple[float, int]], text: str
) -> None:
    assert progress.line(done, total, errors, rate(*marks)) == text


def test_lines_come_now_and_then(watch: Watch) -> None:
    stream = io.StringIO()
    with Lines(stream, every=30.0) as lines:
        for done in range(1, 101):
            watch.now += 1.0
            lines.show(done, 200, done // 50)
    assert stream.getvalue().splitlines() == [
        "30/200 done, 1.0/s, 3 min left",
        "60/200 done, 1.0/s, 1 failed, 2 min left",
        "90/200 done, 1.0/s, 1 failed, 2 min left",
    ]


def test_lines_say_at_once_what_is_to_be_said(watch: Watch) -> None:
    stream = io.StringIO()
    with Lines(stream) as lines:
        lines.say("status 429: waiting 120 s")
        lines.show(1, 2, 0)
        lines.say("[bold]no markup[/]")
    assert stream.getvalue() == "status 429: waiting 120 s\n[bold]no markup[/]\n"


def test_bar_draws_how_far_the_crawl_is(terminal: Terminal, watch: Watch) -> None:
    with Bar(terminal) as bar:
        drawn = [_CODES.sub("", terminal.getvalue())]
        for done in (10, 40):
            watch.now += 10.0
            bar.show(done, 100, done // 20)
            bar._progress.refresh()
        drawn.append(_CODES.sub("", terminal.getvalue()))
    assert "asking who is there" in drawn[0]
    assert "crawl" in drawn[1]
    assert "━" in drawn[1]
    assert "10/100 done, 1.0/s, 2 min left" in drawn[1]
    assert "40/100 done, 2.0/s, 2 failed, 30 s left" in drawn[1]
    assert "\x1b[2K" in terminal.getvalue()  # in place
    assert terminal.getvalue().count("\x1b[?25l") == terminal.getvalue().count("\x1b[?25h") == 1


def test_bar_says_things_above_itself_as_they_are(terminal: Terminal) -> None:
    with Bar(terminal) as bar:
        bar.say("[red]status 429[/]: waiting 120 s")
        bar.show(1, 2, 0)
    text = terminal.getvalue()
    assert "[red]status 429[/]: waiting 120 s\n" in text
    assert text.index("status 429") < text.rindex("1/2 done")


@pytest.mark.parametrize(("stream", "kind"), [(Terminal(), Bar), (io.StringIO(), Lines)])
def test_a_terminal_gets_a_bar_and_a_log_lines(stream: io.StringIO, kind: type) -> None:
    assert type(progress.on(stream)) is kind
