from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from hooks.search import shards
from hooks.search.weights import STEPS
from tests.hooks.search import scripts

NUMBERS = st.lists(st.integers(0, 10**9), max_size=30)


@settings(max_examples=60, deadline=None)
@given(NUMBERS)
def test_numbers_come_back(values: list[int]) -> None:
    assert list(shards.numbers("".join(map(shards.number, values)))) == values


def test_the_alphabet_needs_no_escape() -> None:
    assert len(shards.ALPHABET) >= 90
    assert json.dumps(shards.ALPHABET) == f'"{shards.ALPHABET}"'
    assert "<" not in shards.ALPHABET


@settings(max_examples=20, deadline=None)
@given(st.lists(NUMBERS, min_size=10, max_size=20))
def test_the_browser_reads_the_same_numbers(lists: list[list[int]]) -> None:
    encoded = ["".join(map(shards.number, values)) for values in lists]
    assert scripts.run("tell(given.lists.map(kb.encoding.numbers));", lists=encoded) == lists


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["甲", "乙", "a"]), st.integers(0, 31)), max_size=300)
)
def test_the_browser_reads_the_postings(weights: list[dict[str, int]]) -> None:
    encoded = dict(shards.written(shards.gather(weights)))
    read = scripts.run(
        "tell(Object.fromEntries(Object.entries(given.terms)"
        ".map(([term, text]) => [term, kb.encoding.postings(text)])));",
        terms=encoded,
    )
    for term in encoded:
        places = [at for at, terms in enumerate(weights) if term in terms]
        assert read[term]["parts"] == places
        assert read[term]["weights"] == [weights[at][term] % STEPS for at in places]
        assert read[term]["flags"] == [weights[at][term] // STEPS for at in places]


def test_cut_keeps_order_and_size() -> None:
    entries = [(f"k{n:03}", "x" * n) for n in range(200)]
    cut = list(shards.cut(entries, 500))
    assert [pair for shard in cut for pair in shard.items()] == entries
    assert all(
        len(shard) == 1 or sum(len(k) + len(v) + 6 for k, v in shard.items()) <= 500
        for shard in cut
    )


@settings(max_examples=20, deadline=None)
@given(st.sets(st.text(max_size=3), min_size=1, max_size=30), st.text(max_size=3))
def test_the_browser_finds_the_shard_of_a_key(keys: set[str], wanted: str) -> None:
    firsts = sorted(key for key in keys if key.isprintable())
    if not firsts or not wanted.isprintable():
        return
    at = scripts.run("tell(kb.encoding.place(given.firsts, given.key));", firsts=firsts, key=wanted)
    assert at == max(0, sum(first <= wanted for first in firsts) - 1)


@settings(max_examples=60, deadline=None)
@given(st.text("abc", max_size=4), st.text("abc", min_size=1, max_size=4))
def test_a_border_parts_two_keys(one: str, other: str) -> None:
    last, first = sorted((one, other))
    if last == first:
        return
    border = shards.border(last, first)
    assert last < border <= first
    assert len(border) == 1 or border[:-1] <= last


def test_a_script_is_data_and_nothing_else() -> None:
    script = shards.script("t0", "v", {"x": "</script><!--\u2028"})
    assert not {"<", "\u2028"} & set(script)
    assert shards.held(script) == ("t0", "v", {"x": "</script><!--\u2028"})
