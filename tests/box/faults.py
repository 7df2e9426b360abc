"""Rules by which single requests go wrong, and how often."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal[
    "too_many", "unavailable", "error", "reset", "slow", "cut_gzip", "charset", "loop", "redirect",
    "huge", "captcha", "waf", "closed", "banned", "hang", "hangup", "early_eof", "bump", "drop",
    "rate", "status",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One way to go wrong. It hits requests whose target (`/question/12?page=2`) `match` finds,
    `times` of them (None: all), once `after` of them have passed unharmed.

    too_many, unavailable (429, 503): `seconds` is Retry-After, none where it is None; with
        `as_date` it is a date by the forum's clock, which the Date header tells
    error (500) · status (a bare page with `status`) · closed, banned, captcha (status 200) ·
    waf (`status`) · redirect (to `url`) · loop (to itself) ·
    hang (`seconds` before the usual answer) · slow (`rate` bytes a second) ·
    hangup (closes without a byte) · reset (RST in the middle of the body) ·
    early_eof (ends before its Content-Length) ·
    cut_gzip · charset (another one in the header) · huge (`megabytes` of HTML) ·
    rate (429 from the `limit`th request within `seconds` on) ·
    bump, drop (after this listing page an item behind it moves to the front, or one of page 1 is
        deleted; `key` names another one)
    """

    kind: Kind
    match: str = "."
    times: int | None = None
    after: int = 0
    seconds: float | None = None
    as_date: bool = False
    status: int = 200
    url: str = ""
    rate: int = 1000
    megabytes: float = 1.0
    charset: str = "iso-8859-1"
    limit: int = 5
    key: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"no fault is called {self.kind!r}; there are {get_args(Kind)}")
        re.compile(self.match)


@dataclass
class _State:
    seen: int = 0
    fired: int = 0
    recent: deque[float] = field(default_factory=deque)


class Faults:
    """The rules in force. Any thread may add some or take them away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[tuple[Rule, _State]] = []

    def add(self, kind: Kind, match: str = ".", **options: Any) -> Rule:
        """Put a rule into force; of several that fit a request the oldest one hits."""
        rule = Rule(kind, match, **options)
        with self._lock:
            self._rules.append((rule, _State()))
        return rule

    def clear(self) -> None:
        """All goes well again."""
        with self._lock:
            self._rules.clear()

    def fired(self, rule: Rule) -> int:
        """How many requests a rule has hit."""
        with self._lock:
            return sum(state.fired for known, state in self._rules if known is rule)

    def take(self, target: str) -> Rule | None:
        """The rule that hits a request, counted as used."""
        with self._lock:
            for rule, state in self._rules:
                if re.search(rule.match, target) is None:
                    continue
                if _hits(rule, state):
                    state.fired += 1
                    return rule
        return None


def _hits(rule: Rule, state: _State) -> bool:
    state.seen += 1
    if state.seen <= rule.after or (rule.times is not None and state.fired >= rule.times):
        return False
    if rule.kind != "rate":
        return True
    now = time.monotonic()
    while state.recent and now - state.recent[0] > (rule.seconds or 1.0):
        state.recent.popleft()
    if len(state.recent) >= rule.limit:
        return True
    state.recent.append(now)
    return False
