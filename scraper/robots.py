"""robots.txt by RFC 9309: what it says where it can be read, and what silence means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

from scraper import PRODUCT

MAX_BYTES = 500 * 1024  # the least that RFC 9309 section 2.5 wants to be parsed
MAX_AGE = 24 * 3600  # seconds for which an answer may be used (section 2.4)
# who copies our name from a log may take the version with it; the token alone counts (2.2.1)
_NAMED = re.compile(
    rf"(?<![^\r\n])([ \t]*user-agent[ \t]*:[ \t]*{PRODUCT})[/ \t][^\r\n]*", re.IGNORECASE
)


@dataclass(frozen=True)
class Rules:
    """What one robots.txt allows. `delay` is its Crawl-delay in seconds, None where it has none."""

    parsed: Protego
    delay: float | None

    def allows(self, url: str) -> bool:
        """Whether our product may fetch an address. What is no address is not for robots.txt to
        refuse.
        """
        try:
            return bool(self.parsed.can_fetch(url, PRODUCT))
        except ValueError:
            return True


def rules(status: int, text: str) -> Rules:
    """The rules of an answer: an “unavailable” file (4xx, and redirects that led nowhere) allows
    everything (section 2.3.1.3), an “unreachable” one (5xx) nothing (section 2.3.1.4).
    """
    if status >= 500:
        text = "User-agent: *\nDisallow: /"
    elif not 200 <= status < 300:
        text = ""
    if len(text) > MAX_BYTES:
        # half a line would say something else: of “Disallow: /tmp/” it may leave “Disallow: /”
        text = text[:MAX_BYTES].rpartition("\n")[0]
    parsed = Protego.parse(_NAMED.sub(r"\1", text.removeprefix("\ufeff")))
    delay = parsed.crawl_delay(PRODUCT)
    return Rules(parsed, float(delay) if delay else None)
