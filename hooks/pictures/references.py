"""References to sections of RFCs: `RFC 8489 §14.2`, `RFC 8489 附录 B.1`."""

import re

from .tree import Element, element

_REFERENCE = re.compile(r"RFC ([1-9]\d{0,4}) (?:§(\d+(?:\.\d+)*)|附录 ([A-Z](?:\.\d+)*))", re.ASCII)
FORM = "RFC 8489 §14.2、RFC 8489 附录 B.1 这样的一处出处，或空串"


def is_reference(text: str) -> bool:
    """Whether a text names exactly one section or appendix of an RFC."""
    return bool(_REFERENCE.fullmatch(text))


def address(text: str) -> str:
    """Where a reference leads. Raises ValueError for what is none."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"not a reference: {text!r}")
    rfc, section, appendix = found.groups()
    anchor = f"section-{section}" if section else f"appendix-{appendix}"
    return f"https://www.rfc-editor.org/rfc/rfc{rfc}.html#{anchor}"


def link(text: str) -> Element | str:
    """A reference as a link; empty text stays empty."""
    return element("a", {"class": "kb-ref", "href": address(text)}, text) if text else ""
