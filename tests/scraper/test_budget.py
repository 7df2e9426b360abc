"""What a body may cost: crafted ones end soon, and say why."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scraper import bodies, budget, profile
from scraper.budget import OutOfTime, Quarantined

MOST_SECONDS = 2.0

# name → HTML, and whether it must be refused (None: it may be, by the time it takes)
CRAFTED: dict[str, tuple[str, bool | None]] = {
    "500 nested quotes": ("<blockquote>" * 500 + "底" + "</blockquote>" * 500, True),
    "20,000 bold tags": ("<b>粗</b>" * 20_000, True),
    "20,000 open bold tags": ("<b>" * 20_000 + "粗", True),
    "bold left open in 900 paragraphs": ("<p><b>甲" * 900, None),
    "5,000 nested divs": ("<div>" * 5000 + "底" + "</div>" * 5000, True),
    "growing backtick runs": (" ".join("`" * n for n in range(1, 400)), None),
    "a line of 5 MB": (f"<p>{'长' * 5_000_000}</p>", True),
    "NULs": ("\0" * 100_000 + "<p>a\0b</p>", False),
    "lone surrogates": ("<p>\ud800甲&#xD800;\udfff</p>", False),
    "brackets": (f"<p>{'[' * 100_000}</p>", None),
    "images that never begin": (f"<p>{'![' * 50_000}</p>", None),
    "stars": (f"<p>{'*a_' * 40_000}</p>", None),
    "backslashes": (f"<p>{chr(92) * 120_000}</p>", None),
    "tag starts": ("<" * 100_000, True),
    "typed tags": (f"<p>{'&lt;a ' * 20_000}</p>", None),
    "many attributes": (f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>甲</p>", False),
    "many paragraphs": ("<p>甲</p>" * 8_000, None),
    "many breaks": ("甲<br>" * 20_000, None),
    "a table of 20,000 cells": (f"<table>{'<tr><td>1</td><td>2</td></tr>' * 10_000}</table>", True),
    "pipes in a cell": (f"<table><tr><th>{'|' * 50_000}</th></tr></table>", None),
    "nested lists": ("<ul><li>甲" * 29 + "</li></ul>" * 29, False),
    "spaces": (f"<p>{' ' * 120_000}甲</p>", False),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_body_ends_soon(name: str, tmp_path: Path) -> None:
    html, refused = CRAFTED[name]
    file = tmp_path / "body.html"
    file.write_bytes(html.encode("utf-8", "surrogatepass"))
    command = [sys.executable, "-m", "scraper", "convert", str(file)]
    used = _seconds()
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    used = _seconds() - used
    assert (result.returncode, "Traceback" in result.stderr) == (0, False)
    quarantined = "没有收录" in result.stdout
    assert quarantined is ("quarantined" in result.stderr)
    if refused is not None:
        assert quarantined is refused
    bodies.render(result.stdout, imported=True)
    assert used <= MOST_SECONDS  # of the processor: another process does not count


def _seconds() -> float:
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def test_a_quarantined_body_leads_to_its_original() -> None:
    body = bodies.convert("<ul><li>" * 100 + "底", url="https://forum.example/article/1")
    assert body.quarantined == "nested deeper than 60 levels"
    assert body.text == (
        "〔这一段没有收录：标签嵌套超过 60 层。[到原站阅读](https://forum.example/article/1)〕"
    )


def test_work_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "SECONDS", 0.05)
    started = time.process_time()
    with pytest.raises(OutOfTime), budget.limit(0):
        _work_forever()
    assert time.process_time() - started < 1


def _work_forever() -> None:
    while True:
        pass


def test_what_was_stopped_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    html = "<p><b>甲</b> [x] `y`</p>" * 200
    whole = bodies.convert(html).text
    for milliseconds in range(1, 60, 3):
        monkeypatch.setattr(budget, "SECONDS", milliseconds / 1000)
        monkeypatch.setattr(budget, "CHARACTERS_A_SECOND", 10**9)
        bodies.convert(html)
        monkeypatch.undo()
        assert bodies.convert(html).text == whole
    assert profile.render("**甲**") == "<p><strong>甲</strong></p>"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>a</p>" * 8001, "more than 8,000 tags"),
        (f"<p>{'a' * 131_072}</p>", "more than 131,072 characters of text and tags"),
        ("<i>" * 61 + "</i>" * 61, "nested deeper than 60 levels"),
    ],
)
def test_limits_are_counted(html: str, message: str) -> None:
    with pytest.raises(Quarantined) as error:
        budget.weigh_kept(html)
    assert str(error.value) == message
