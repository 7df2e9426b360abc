"""One body of a post, from what people typed to what readers see: the two doors.

`convert` is sanitise → clean → mask → Markdown within a budget; `render` is Markdown → HTML →
sanitise, as the site's build does it. Whatever is typed, both end in useful time.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from html import escape

from scraper import budget, clean, markdown, personal, profile, sanitize, writers
from scraper.budget import Quarantined
from scraper.cache import Cache
from scraper.markdown import Kept

_NOTE = "〔这一段没有收录：{}。{}〕"
_THERE, _SOMEWHERE = "到原站阅读", "原文在来源里"


@dataclass(frozen=True)
class Body:
    """A body as Markdown: how many blocks it has, which stayed HTML (`kept`) and why, what personal
    data was found in it (never the data itself), and why it was `quarantined`, if it was: then the
    Markdown is a note.
    """

    text: str
    blocks: int
    kept: tuple[Kept, ...] = ()
    personal: tuple[str, ...] = ()
    quarantined: str | None = None

    @property
    def kept_html(self) -> int:
        """How many blocks stayed HTML."""
        return len(self.kept)


def convert(
    html: str,
    *,
    url: str | None = None,
    mask: bool = True,
    allow: frozenset[str] = frozenset(),
    cache: Cache | None = None,
) -> Body:
    """Markdown of one body's HTML, as an import makes it, but for what lies beside it (images,
    other posts). `url` is where the original can be read; `allow` holds personal data that may be
    shown (see personal.py).
    """
    known = cache or Cache()

    def make() -> str:
        cleaned = cleaned_part(html, 2, known)
        masked, found = personal.mask_html(cleaned, allow)
        made = markdown.convert(clean.settle(masked if mask else cleaned), known)
        told = tuple(personal.redacted(one) for one in found)
        return json.dumps(asdict(Body(made.text, made.blocks, made.kept, told)))

    try:
        with budget.limit(html):
            data = json.loads(known.made(f"body {mask} {sorted(allow)}", html, make))
    except Quarantined as error:
        profile.renew()  # it may have been stopped halfway
        return Body(quarantine_text(error, url), 1, quarantined=str(error))
    kept = tuple(Kept(**one) for one in data["kept"])
    return Body(data["text"], data["blocks"], kept, tuple(data["personal"]))


def cleaned_part(html: str, top: int, cache: Cache) -> str:
    """One part of a post, sanitised and cleaned; `top` is the level of its highest heading.

    Raises Quarantined.
    """

    def make() -> str:
        budget.weigh_typed(html)
        sanitised = sanitize.body(html)
        budget.weigh_kept(sanitised)
        return clean.clean(sanitised, top)

    return cache.made(f"clean {top}", html, make)


def is_refused(html: str) -> bool:
    """Whether a part is too much even to be parsed."""
    try:
        budget.weigh_typed(html)
    except Quarantined:
        return True
    return False


def quarantine(error: Quarantined, url: str | None) -> str:
    """The note that stands where a part was, as HTML: why it is missing, where it can be read."""
    where = f'<a href="{escape(url)}">{_THERE}</a>' if url else _SOMEWHERE
    return f"<p>{_NOTE.format(error.reason, where)}</p>"


def quarantine_text(error: Quarantined, url: str | None) -> str:
    """The same note as Markdown, for a whole body that could not be converted."""
    where = f"[{_THERE}]({writers.address_text(url)})" if url else _SOMEWHERE
    return _NOTE.format(error.reason, where)


def render(text: str, *, imported: bool) -> str:
    """The HTML of a page's Markdown, as the site carries it inside the page.

    Imported pages know few extensions and are sanitised; people's own pages have passed the rules.
    """
    html = sanitize.rendered(profile.render(text)) if imported else profile.render_own(text)
    return profile.finished(html)
