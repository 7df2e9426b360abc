"""What names a person: mobile numbers, resident IDs and e-mail addresses in a text.

Full-width digits and signs have become plain ones before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

Kind = Literal["mobile", "email", "id-card", "secret"]
Span: TypeAlias = tuple[Kind, int, int]

# between the groups of digits
GAP = r"[ \-\xa0\u2002-\u200b\u2010-\u2015\u3000]"
_ENDS = r"(?![A-Za-z0-9_]|\.\d)"
_MOBILE = re.compile(
    rf"1[3-9]\d(?:\d{{8}}|({GAP})\d{{4}}\1\d{{4}}(?!-\d)){_ENDS}", re.ASCII
)  # fmt: skip
_COUNTRY = re.compile(rf"[(（]?(?:\+|%2[Bb]|00)?86[)）]?{GAP}{{0,2}}\Z")
_JOINED = re.compile(r"(?!%[0-9A-Fa-f]{2}\Z)(?:.*[A-Za-z0-9_]|.*[0-9]\.)\Z", re.DOTALL)
# The old form of 15 digits has no check digit, and many an order number would look like one.
_ID_CARD = re.compile(
    rf"[1-8]\d{{5}}{GAP}?(?:19|20)\d\d[01]\d[0-3]\d{GAP}?\d{{3}}[\dXx]{_ENDS}", re.ASCII
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

PROVIDER = (
    r"(?:(?:vip\.)?(?:qq|foxmail|163|126|139|189|yeah|gmail|hotmail|outlook|live|msn|sina|sohu"
    r"|aliyun|icloud|yahoo)\.(?:com|cn|net))"
)
AT = (
    r"[@%#(（\[【](?:(?<=@)|(?<=%)40|(?<=[(（\[【]) ?[aA][tT] ?[)）\]】] ?"
    rf"|(?<=#)(?={PROVIDER}))"
)
_EMAIL = re.compile(
    rf"({AT})((?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,8}}([a-z]{{2,10}}))(?![a-z0-9_-])(?!:[/~])",
    re.IGNORECASE | re.ASCII,
)
_LOCAL = re.compile(r"[A-Za-z0-9_%+-][A-Za-z0-9._%+-]*")
_NEVER_LOCAL = {"git", "this", "super", "return", "break", "continue"}  # the rest is Kotlin
_TLDS = set(
    "com net org edu gov info biz name mobi asia xyz top vip club site online tech dev app cloud"
    " shop store wang ren ink link work live email icu fun ltd group pro".split()
)
_CODE_ENDINGS = set("js py md so sh rs ts cs kt rb go gz mm ps vb".split())  # none a country's here
_RESERVED = re.compile(r"(?:.*\.)?example\.(?:com|net|org)")


def _is_free(text: str, start: int, done: int = 0) -> bool:
    """Whether no number or word goes on into `start`; up to `done` it is masked already."""
    return start >= done and not _JOINED.match(text[max(done, start - 3) : start])


def mobiles(text: str) -> Iterator[Span]:
    """Numbers of the mainland, 11 digits in one or as 3-4-4, with the country before them."""
    done = 0
    for number in _MOBILE.finditer(text):
        start, gap = number.start(), number[1]
        country = _COUNTRY.search(text[max(done, start - 9) : start])
        full = start - len(country[0]) if country else start
        if not _is_free(text, full, done):
            full = start
        before = text[max(done, full - 4) : full]
        is_column = gap and len(before) == 4 and before[3] == gap and before[:3].isdigit()
        if not is_column and _is_free(text, full, done):
            done = number.end()
            yield "mobile", full, done


def id_cards(text: str) -> Iterator[Span]:
    """Resident IDs whose date is one and whose check digit is right (ISO 7064 MOD 11-2)."""
    for number in _ID_CARD.finditer(text):
        digits = re.sub(r"[^0-9X]", "", number[0].upper())
        total = sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS, strict=False))
        try:
            date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
        except ValueError:
            continue
        if (
            11 <= int(digits[:2]) <= 82
            and digits[17] == "10X98765432"[total % 11]
            and _is_free(text, number.start())
        ):
            yield "id-card", *number.span()


def emails(text: str) -> Iterator[Span]:
    """Addresses that could be somebody's; `name#host` only at a known provider."""
    for address in _EMAIL.finditer(text):
        ending, domain = address[3].lower(), address[2].lower()
        if ending not in _TLDS and (len(ending) > 2 or ending in _CODE_ENDINGS):
            continue  # icon@2x.png, vue@next.js
        at = address.start() - (text[address.start() - 1 : address.start()] == " " != address[1])
        before = _LOCAL.match(text[max(0, at - 65) : at][::-1])
        local = before[0][::-1].lstrip(".%+-") if before else ""
        if not local or len(local) > 64 or local.lower() in _NEVER_LOCAL:
            continue
        if not _RESERVED.fullmatch(domain):
            yield "email", at - len(local), address.end()
