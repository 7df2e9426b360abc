"""Random bodies: trees of the tags that may pass, with text that looks like Markdown."""

from __future__ import annotations

from hypothesis import strategies as st

_ACTIVE = "甲乙丙ab1*_`#[]()!<>&|\\~-.:=+^${}\"'/@"
_IMAGE = '<img src="/a_b.png" alt="图*">'


def bodies(*, blank: bool = True) -> st.SearchStrategy[str]:
    """HTML of bodies of up to four blocks. Without `blank` every tag holds something to see, and
    inline code holds words alone.
    """
    text = st.text(f"{_ACTIVE} ", min_size=1, max_size=10)
    if not blank:
        text = text.map(lambda typed: f"x{typed}x")
    return st.lists(_block(text.map(_escape), blank), max_size=4).map("".join)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _block(text: st.SearchStrategy[str], blank: bool) -> st.SearchStrategy[str]:
    line = st.lists(_inline(text, blank), min_size=1, max_size=3).map("".join)
    alone = st.one_of(
        _tagged(["p", "h2", "h3", "div"], line), _table(line), _code(text), line, st.just("<hr>")
    )
    return st.recursive(
        alone,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(
                lambda parts: f"<blockquote>{''.join(parts)}</blockquote>"
            ),
            _items(inner),
            _items(st.builds(lambda a, b: a + b, line, inner)),
        ),
        max_leaves=4,
    )


def _inline(text: st.SearchStrategy[str], blank: bool) -> st.SearchStrategy[str]:
    marks = ["b", "em", "del", "span", "u", *(["code", "sub", "sup", "kbd"] if blank else [])]
    leaves = text if blank else st.one_of(text, _tagged(["code", "sub", "sup", "kbd"], text))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            _tagged(marks, inner),
            inner.map(lambda words: f'<a href="https://a.example/x_(y)">{words}</a>'),
            st.builds(lambda a, b: f"{a}<br>{b}", inner, inner),
            st.builds(lambda a, b: a + b, inner, inner),
            st.just(_IMAGE),
        ),
        max_leaves=4,
    )


def _tagged(tags: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda tag, words: f"<{tag}>{words}</{tag}>", st.sampled_from(tags), inner)


def _items(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner.map(lambda words: f"<li>{words}</li>"), min_size=1, max_size=3)
    return _tagged(["ul", "ol"], items.map("".join))


def _table(line: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.builds(lambda a, b: f"<tr><td>{a}</td><td>{b}</td></tr>", line, line)
    return st.lists(row, min_size=1, max_size=3).map(
        lambda rows: f"<table><tr><th>甲</th><th>乙</th></tr>{''.join(rows)}</table>"
    )


def _code(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, lines: f'<pre class="{name}">{chr(10).join(lines)}</pre>',
        st.sampled_from(["", "language-java", "language-js"]),
        st.lists(text, min_size=1, max_size=4),
    )
