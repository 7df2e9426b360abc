"""The corpus goes through the door: what a reader saw in the forum is what the site shows."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fidelity import corpus
from tests.fidelity.compare import differences
from tests.fidelity.corpus import Case
from tests.fidelity.seen import seen

CASES = corpus.load()
MOST_HTML = 0.05  # of all blocks


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_shown_is_what_was_seen(case: Case) -> None:
    body, html = corpus.shown(case.source)
    assert body.quarantined is None
    assert differences(seen(case.seen), seen(html)) == []


def test_little_stays_html() -> None:
    blocks = 0
    kept: Counter[str] = Counter()
    for case in CASES:
        body, _ = corpus.shown(case.source)
        blocks += body.blocks
        kept[case.kind] += body.kept_html
    share = kept.total() / blocks
    assert share <= MOST_HTML, f"{kept.total()} of {blocks} blocks are HTML: {kept.most_common()}"


def test_the_corpus_is_large_and_has_no_twins() -> None:
    assert len(CASES) >= 200
    assert len({case.source for case in CASES}) == len(CASES)
    assert len({str(case) for case in CASES}) == len(CASES)
