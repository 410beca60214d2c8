"""Which addresses a webhook or a feed may reach: those of the public Internet, looked at when the socket is made.

The check is on the address that is connected to, not on a name that is looked up before: a name that answers a public
address first and a private one later (DNS rebinding) gets nowhere.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

_NAT64 = IPv6Network("64:ff9b::/96")

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


class AddressRefused(OSError):
    """The address is loopback, private, link-local (where clouds keep their metadata), multicast or reserved."""


def is_public(address: str) -> bool:
    """Whether an address belongs to the public Internet; one hidden inside an IPv6 address counts as itself."""
    parsed = ip_address(address.partition("%")[0])
    inner = _inner(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        parsed = inner
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def public_socket(info: AddrInfo) -> socket.socket:
    """A socket for this address. Raises AddressRefused where it is not public."""
    address = str(info[4][0])
    if not is_public(address):
        raise AddressRefused(f"{address} is not a public address")
    return any_socket(info)


def any_socket(info: AddrInfo) -> socket.socket:
    """A socket for this address, wherever it is."""
    family, kind, protocol, _, _ = info
    return socket.socket(family=family, type=kind, proto=protocol)


def found_refused(error: BaseException | None) -> bool:
    """Whether a connection failed because every address was refused. aiohttp joins several errors into one text."""
    while error is not None:
        if isinstance(error, AddressRefused) or "is not a public address" in str(error):
            return True
        error = error.__cause__
    return False
