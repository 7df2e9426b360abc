"""Random bodies, from what was typed to what is shown, compared by a parser of its own."""

from __future__ import annotations

from hypothesis import given, settings

from tests.fidelity import corpus
from tests.fidelity.compare import differences
from tests.fidelity.seen import seen
from tests.scraper.trees import bodies


@settings(max_examples=150, deadline=None)
@given(bodies(blank=False))
def test_what_is_shown_is_what_was_typed(html: str) -> None:
    body, shown = corpus.shown(html)
    assert body.quarantined is None
    assert differences(seen(html), seen(shown)) == []
