"""Text → terms. overrides/assets/javascripts/search/text.js cuts queries by the same rules.

Han is cut into every two neighbouring characters, so that no dictionary decides what can be found;
the last character of a run stands alone, too, so that every single character begins some term.
Everything else is cut into words, and names of programs into their parts as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

LONGEST = 40  # characters of a term; what is longer is data, not a word
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(
    rf"([{HAN}]+)"
    rf"|([^\W_{HAN}](?:[^\W{HAN}]|[+#]|[-./'](?=[^\W_{HAN}]))*)"
)
_PIECE = re.compile(r"[^\W_]+")
# a number with points, C++, C#: what would lose its meaning in pieces
_WHOLE = re.compile(r"\d+(?:\.\d+)+|[a-z]\+\+|[a-z]#")
_VERSION = re.compile(r"([^\W\d_]+)(\d+(?:\.\d+)+)")  # Push2.0
_PART = re.compile(r"[^\W\d_]+|\d+")
# two small letters before a capital: onReceive has a hump, iOS has none
_HUMP = re.compile(r"(?<=[a-z][a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones."""
    return str(_converter().convert(text))


def normalized(text: str) -> str:
    """One form for what reads the same: width and compatibility forms, simplified characters.
    Upper case stays, for it tells where the words of a name begin.
    """
    return simplified(unicodedata.normalize("NFKC", text))


def runs(text: str) -> list[tuple[str, str]]:
    """Normalised text as its (Han, other) runs, one of each pair empty, in order."""
    return [(match[1] or "", match[2] or "") for match in _RUN.finditer(text)]


def terms(text: str) -> list[str]:
    """All terms of a normalised text, in order, with repetitions."""
    found: list[str] = []
    for han, word in runs(text):
        if han:
            found += [han[at : at + 2] for at in range(len(han) - 1)]
            found.append(han[-1])
        else:
            found += word_terms(word)
    return found


@cache
def word_terms(word: str) -> tuple[str, ...]:
    """A word that is no Han: itself in lower case without joints, and its parts.

    `XOR-MAPPED-ADDRESS` gives xormappedaddress, xor, mapped, address; `onReceiveMessage` gives
    onreceivemessage, receivemessage, on, receive, message; `Push2.0` has push and 2.0 as well;
    `5.42` stays what it is.
    """
    word = word.rstrip("'./-_")
    lower = word.lower()
    if _WHOLE.fullmatch(lower):
        return (lower,)
    pieces = _PIECE.findall(word)
    named = _VERSION.fullmatch(lower)
    whole = "".join(pieces).lower()
    found = dict.fromkeys([whole] if 0 < len(whole) <= LONGEST else [])
    found |= dict.fromkeys(named.groups() if named else ())
    for piece in pieces:
        humps = _HUMP.split(piece)
        parts = [part for hump in humps for part in _PART.findall(hump)]
        tails = ["".join(humps[at:]) for at in range(len(humps))] if len(humps) < 8 else []
        for term in (piece, *tails, *(parts if len(parts) > 1 else ())):
            if len(term) <= LONGEST and (len(term) > 1 or len(pieces) == 1):
                found[term.lower()] = None
    return tuple(found)
