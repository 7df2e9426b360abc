"""What an import changes in content/, for a person to review: new, changed, gone, kept.

A page that people edited is never overwritten. What changed upstream since it was imported is shown
as a diff of Markdown, so that it can be taken over by hand.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from scraper import article, composing, replay, shaping, stamp
from scraper.article import Article
from scraper.pipeline import Result
from scraper.shaping import Shaped

What = Literal["new", "changed", "gone", "merged", "locked", "taken down", "kept"]
ORDER: tuple[What, ...] = ("new", "changed", "gone", "merged", "locked", "taken down", "kept")
_HEADINGS: dict[What, str] = {
    "new": "New",
    "changed": "Changed",
    "gone": "Gone from the forum: kept here as archived, for review",
    "merged": "Merged into another question",
    "locked": "Locked",
    "taken down": "Taken down: nothing of the post is left on its page",
    "kept": "Kept because edited by hand",
}
_SHOWN = 10  # of each kind, on a terminal


@dataclass(frozen=True)
class Change:
    """One page and what happens to it. `about` adds what a reviewer needs, `diff` is unified."""

    what: What
    path: str
    title: str
    about: str = ""
    diff: str = ""


def of(result: Result, into: Path, source: Path) -> list[Change]:
    """All changes of an import, sorted by kind and path. `source` is what was imported."""
    states = {decision.path: decision.state for decision in result.decisions}
    found = []
    for item, made in zip(result.shaped, result.articles, strict=True):
        state = states[item.path]
        if state in ("new", "updated"):
            found.append(_written(item, made, state))
        elif state in ("edited", "conflict"):
            if kept := _kept(item, made, result, into, source):
                found.append(kept)
    for path in result.taken_down:
        if states[path] == "updated":
            found.append(Change("taken down", path, ""))
        elif states[path] in ("edited", "conflict"):
            about = "its post was taken down, but the page was edited: empty it by hand"
            found.append(Change("kept", path, "", about))
    return sorted(found, key=lambda change: (ORDER.index(change.what), change.path))


def _written(item: Shaped, made: Article, state: str) -> Change:
    post, title = item.post, made.header.title
    if post.gone:
        return Change("gone", item.path, title, f"found on {post.gone.date().isoformat()}")
    if post.merged_into:
        return Change("merged", item.path, title, f"into {post.merged_into}")
    if post.locked and state == "updated":
        return Change("locked", item.path, title)
    return Change("new" if state == "new" else "changed", item.path, title)


def _kept(item: Shaped, made: Article, result: Result, into: Path, source: Path) -> Change | None:
    """A page that people edited, with what changed upstream since; None where nothing did."""
    text = (into / item.path).read_text(encoding="utf-8-sig", errors="replace")
    there, _ = article.parse(text, PurePosixPath(item.path))
    own = there.header.source
    if there.header.imported == stamp.fingerprint(article.render(made)):
        return None
    if own and own.sha256 and own.sha256 == item.post.raw_sha256:
        return None  # it says what it said when the page was imported, or was last taken over
    before = _before(item, there, result, source)
    if before is None:
        about = "no earlier capture of it is here; the diff is against the edited page"
        diff = _diff(there, made, "as edited", "upstream now")
        return Change("kept", item.path, made.header.title, about, diff) if diff else None
    diff = _diff(before, made, "upstream before", "upstream now")
    about = f"once the change is taken over, set its source.sha256 to {item.post.raw_sha256}"
    if item.post.gone:
        about = f"gone from the forum, found on {item.post.gone.date()}; {about}"
    return Change("kept", item.path, made.header.title, about, diff) if diff else None


def _before(item: Shaped, there: Article, result: Result, source: Path) -> Article | None:
    """The page as the import made it from the capture that its header names."""
    own = there.header.source
    if result.opened.kind != "archive" or own is None or own.sha256 is None:
        return None
    post = replay.as_of(source, result.opened.home or "", item.post.key, own.sha256)
    if post is None:
        return None
    found = shaping.shape(post, result.plan.files.text, [])
    return composing.build(
        Shaped(post, found, item.place, item.path, item.source_id), result.plan
    ).article


def _diff(before: Article, after: Article, one: str, other: str) -> str:
    return "".join(difflib.unified_diff(_lines(before), _lines(after), one, other, n=2))


def _lines(made: Article) -> list[str]:
    return [f"{line}\n" for line in (f"# {made.header.title}", "", *made.body.splitlines())]


def as_markdown(changes: Iterable[Change], head: str) -> str:
    """The whole report, for a file or a pull request."""
    parts = [f"# {head}", ""]
    by_kind = _by_kind(changes)
    if not by_kind:
        parts += ["Nothing changed.", ""]
    for what, found in by_kind.items():
        parts += [f"## {_HEADINGS[what]} ({len(found)})", ""]
        for change in found:
            parts.append(f"- {_line(replace(change, title=_plain(change.title)))}")
            if change.diff:
                fence = "`" * max(3, _longest_ticks(change.diff) + 1)
                parts += ["", f"  {fence}diff", *_indented(change.diff), f"  {fence}", ""]
        parts.append("")
    return "\n".join(parts).rstrip("\n") + "\n"


def as_text(changes: Iterable[Change]) -> str:
    """A few lines of each kind for a terminal; diffs are in the report."""
    lines = []
    for what, found in _by_kind(changes).items():
        lines.append(f"{_HEADINGS[what]} ({len(found)}):")
        lines += [f"  {_line(change)}" for change in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"  … and {len(found) - _SHOWN} more")
    return "\n".join(lines) or "nothing changed"


def _by_kind(changes: Iterable[Change]) -> dict[What, list[Change]]:
    found: dict[What, list[Change]] = {}
    for change in changes:
        found.setdefault(change.what, []).append(change)
    return found


def _line(change: Change) -> str:
    title = f" {change.title}" if change.title else ""
    return f"{change.path}{title}{f' ({change.about})' if change.about else ''}"


def _plain(title: str) -> str:
    """A title as it is: whatever would be markup, a mention or a link goes into a code span."""
    if not re.search(r"[\\`*_~\[\]<>&#@|]|://|www\.", title):
        return title
    ticks = "`" * (_longest_ticks(title) + 1)
    return f"{ticks} {title} {ticks}" if "`" in title else f"{ticks}{title}{ticks}"


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.splitlines()]


def _longest_ticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
