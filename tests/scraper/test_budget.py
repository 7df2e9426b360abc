"""What a body may cost: crafted ones end soon, and say why."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scraper import bodies, budget, profile
from scraper.budget import OutOfTime, Quarantined
from tests.scraper.crafted import CRAFTED

MOST_SECONDS = 10.0  # on the slowest machine; how many it takes is measured by bench/convert.py


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
    with pytest.raises(OutOfTime), budget.limit():
        _work_forever()
    assert time.process_time() - started < 5


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
        ("a<br>" * 8001, "more than 8,000 tags"),
        (f"<p>{'a' * 131_072}</p>", "more than 131,072 characters of text and tags"),
        ("<i>" * 61 + "</i>" * 61, "nested deeper than 60 levels"),
    ],
)
def test_limits_are_counted(html: str, message: str) -> None:
    with pytest.raises(Quarantined) as error:
        budget.weigh_kept(html)
    assert str(error.value) == message
