"""How a forum is installed: its release, its address, its URL form. And the holes in its pages.

A rendered page is a text with holes for what changes with each request (counters, random queries),
so that it can be kept and filled anew: `\\0name\\0` is the hole `name`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape
from typing import Literal

from tests.box.records import Post
from tests.box.world import World

Variant = Literal["3.3", "3.6"]
RANDOM = "\0random\0"
ELAPSED = "\0elapsed\0"
CRON = "\0cron\0"


@dataclass(frozen=True)
class Site:
    """`origin` is `http://HOST/`; without `rewrite` the forum's own links are `/?/question/12`."""

    origin: str
    variant: Variant = "3.6"
    rewrite: bool = True
    noise: bool = True

    @property
    def home(self) -> str:
        """What addresses of pages begin with; also what `<base>` says."""
        return self.origin if self.rewrite else f"{self.origin}?/"

    def link(self, path: str) -> str:
        """The address of a page, as the forum prints it into an attribute."""
        return escape(self.home + path)

    def random(self) -> str:
        """The query behind each avatar, another one per request."""
        return f"?{RANDOM}" if self.noise else ""


@dataclass(frozen=True)
class Page:
    """A page before its holes are filled. `visited` is the key of the post whose views it adds."""

    html: str
    status: int = 200
    location: str | None = None
    type: str = "text/html; charset=UTF-8"
    visited: str | None = None

    def parts(self) -> tuple[bytes | str, ...]:
        """The page cut at its holes: bytes to send, and names of holes at the odd places."""
        cut = self.html.split("\0")
        return tuple(p if at % 2 else p.encode("utf-8", "replace") for at, p in enumerate(cut))


def views_hole(post: Post) -> str:
    """Where the current number of views goes."""
    return f"\0views {post.key}\0"


def fill(parts: tuple[bytes | str, ...], world: World) -> bytes:
    """The bytes of a page as they are sent now."""
    return b"".join(p if isinstance(p, bytes) else _value(p, world).encode() for p in parts)


def _value(hole: str, world: World) -> str:
    name, _, key = hole.partition(" ")
    if name == "views":
        post = world.posts.get(key)
        return str(world.views(post)) if post else "0"
    if name == "elapsed":
        return f"{random.uniform(0.02, 0.4):.6f}"
    if name == "cron":
        return str(int(world.now.timestamp()) + random.randrange(1000))
    return str(random.randrange(10_000))
