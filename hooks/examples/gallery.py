"""All examples of a site with what the build's run of each gave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from hooks import pictures
from hooks.examples import run
from hooks.pictures import Trace, TraceError
from scraper.cache import Cache
from scraper.program import DIFFICULTIES, Program, Shown, section_id


@dataclass(frozen=True)
class Example:
    """A program on a page, which `home` tells to be its own. One for the terminal alone was not
    run: no output and no trace.
    """

    program: Program
    page: PurePosixPath
    output: str = ""
    trace: Trace | None = None
    home: bool = True

    @property
    def name(self) -> str:
        """How the page's fence names it."""
        return self.program.name

    @property
    def id(self) -> str:
        """The id of its section."""
        return section_id(self.name)

    @property
    def runs(self) -> bool:
        """Whether a page can run it."""
        return self.trace is not None

    @property
    def topic(self) -> str:
        """The folder that it stands in."""
        return self.program.path.parent.name


@dataclass(frozen=True)
class Gallery:
    """Every example on every page that shows it, the easy ones first."""

    examples: tuple[Example, ...] = ()

    @property
    def homes(self) -> tuple[Example, ...]:
        """Every example once, on its own page."""
        return tuple(example for example in self.examples if example.home)

    def on(self, page: PurePosixPath) -> tuple[Example, ...]:
        """The examples of a page."""
        return tuple(example for example in self.examples if example.page == page)

    def runs_on(self, page: PurePosixPath) -> bool:
        """Whether a page has an example that it can run."""
        return any(example.runs for example in self.on(page))


def gather(shown: Iterable[Shown], known: Cache) -> tuple[Gallery, tuple[str, ...]]:
    """Run what must be run. What went wrong is told, a program in each text, for the authors."""
    examples: list[Example] = []
    complaints: list[str] = []
    for one in shown:
        if one.terminal:
            examples.append(Example(one.program, one.page, home=one.home))
            continue
        try:
            outcome = run.stored(one.program.text, one.program.name, known)
            trace = pictures.read(outcome.trace)
            examples.append(Example(one.program, one.page, outcome.text, trace, one.home))
        except run.RunError as error:
            complaints.append(f"{one.program.path}: {error}")
        except TraceError as error:
            complaints.append(f"{one.program.path}: 图画不出来：{error}")
    return Gallery(tuple(sorted(examples, key=_order))), tuple(complaints)


def _order(example: Example) -> tuple[int, str, str]:
    return DIFFICULTIES.index(example.program.difficulty), example.name, example.page.as_posix()
