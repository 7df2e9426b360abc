"""One request for a page, and the answers that any part of the forum may give."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from tests.box import markup_notices
from tests.box.address import Address
from tests.box.site import Page, Site
from tests.box.world import World


@dataclass(frozen=True)
class Visit:
    """One request for a page: what it asks for, and from which side of the forum."""

    address: Address
    target: str
    world: World
    site: Site
    mobile: bool = False
    posting: bool = False

    @property
    def last(self) -> str:
        """The last segment of the address, or its `id`."""
        own = self.address.segments
        return self.address.values.get("id") or (own[1] if len(own) > 1 else "")

    def redirect(self, path: str) -> Page:
        """A redirect to another page of the forum."""
        return Page("", 302, self.site.home + path)

    def not_found(self) -> Page:
        """The 404 page."""
        return markup_notices.not_found(self.world, self.site)

    def login_wall(self) -> Page:
        """The redirect that a guest gets instead of what only members see."""
        wanted = base64.b64encode(f"{self.site.origin.rstrip('/')}{self.target}".encode()).decode()
        return self.redirect(f"account/login/url-{wanted}")
