"""What the search knows of a site: pages with their sections, and the words about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Section:
    """A heading with the text below it, up to the next one. `anchor` is empty above the first
    heading but the page's own title.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page as readers find it. `url` is relative to the site; `platforms` and `kind` are what
    a reader may filter by; `rank` in (0, 1] holds back what should come after its equals, such as
    an archived page or a list of links; `label` says in the results what and where it is.
    """

    url: str
    title: str
    sections: tuple[Section, ...]
    description: str = ""
    tags: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    kind: str = ""
    rank: float = 1.0
    label: str = ""


@dataclass(frozen=True)
class Filters:
    """What a reader may choose from, in the order shown: names in addresses and what they say."""

    platforms: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
