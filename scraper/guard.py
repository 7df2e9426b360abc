"""Which addresses a crawl may ask: the forum's own host, and hosts named for images.

A forum's pages are other people's text. An address in them, or a redirect, must not make us ask a
machine of our own network (server-side request forgery), whatever name it hides behind.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out on the internet
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Guard:
    """The hosts of one crawl. `is_private` says that the forum itself is on a private or loopback
    address, which alone makes such addresses fit to be asked.
    """

    host: str
    port: int | None
    image_hosts: frozenset[str] = frozenset()
    is_private: bool = False

    def refusal(self, url: str, *, image: bool = False) -> str | None:
        """Why an address may not be asked, or None where it may."""
        parts = _split(url)
        if parts is None or parts.scheme not in _PORTS or not parts.hostname:
            return "not an http or https address"
        if parts.username is not None or parts.password is not None:
            return "an address with a user name"
        host = _name(parts.hostname)
        if host == self.host:
            same = _port(parts) == self.port or {_port(parts), self.port} <= set(_PORTS.values())
            return None if same else f"another port of {host}"
        if not image or host not in self.image_hosts:
            return f"{host} is not the forum's own host"
        literal = _literal(host)
        if literal is None and _is_number(host):
            return f"{host} is an address written in an unusual form"
        return self.address_refusal(literal) if literal else None

    def is_own(self, url: str) -> bool:
        """Whether an address names the forum's own host."""
        parts = _split(url)
        return parts is not None and _name(parts.hostname or "") == self.host

    def address_refusal(self, address: Address) -> str | None:
        """Why an address that a name resolves to may not be connected to, or None."""
        if self.is_private or is_public(address):
            return None
        return f"{address} is a private or loopback address, and the forum's is not"


def of(base_url: str, image_hosts: Iterable[str], addresses: Iterable[Address]) -> Guard:
    """The guard of a forum; `addresses` are those that its host resolves to."""
    parts = urlsplit(base_url)
    known = list(addresses)
    return Guard(
        host=_name(parts.hostname or ""),
        port=_port(parts),
        image_hosts=frozenset(_name(host) for host in image_hosts),
        # a name that has public addresses as well gets no leave to use its private ones
        is_private=bool(known) and not any(is_public(address) for address in known),
    )


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also where it hides an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in _UNICAST:
            return False
    return address.is_global and not address.is_multicast


def _name(host: str) -> str:
    """A host as it is compared and resolved: lower case, without the root's dot, in ASCII."""
    host = host.rstrip(".").lower()
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _is_number(host: str) -> bool:
    """Whether a host is one of the old forms of an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1."""
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _port(parts: SplitResult) -> int | None:
    return _PORTS.get(parts.scheme) if parts.port is None else parts.port
