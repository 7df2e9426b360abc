"""The two doors alone, `kb convert` and `kb render`: nothing but them stands between the input and
the reader. An import has more in between, which sees addresses and images.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper import bodies
from tests.attacks import still
from tests.attacks.cases import ATTACKS, Attack
from tests.hooks.building import ROOT

HTML = [attack for attack in ATTACKS if attack.carrier in ("body", "answer", "comment")]
MARKDOWN = [attack for attack in ATTACKS if attack.carrier == "markdown"]


@pytest.mark.parametrize("attack", HTML, ids=lambda attack: attack.name)
def test_html_that_is_converted_and_rendered(attack: Attack, tmp_path: Path) -> None:
    text = bodies.convert(attack.text(tmp_path, ROOT)).text
    assert still.body_faults(bodies.render(text, imported=True)) == []


@pytest.mark.parametrize("attack", MARKDOWN, ids=lambda attack: attack.name)
def test_markdown_that_is_rendered(attack: Attack, tmp_path: Path) -> None:
    html = bodies.render(attack.text(tmp_path, ROOT), imported=True)
    assert still.body_faults(html) == []
