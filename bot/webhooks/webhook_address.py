"""Webhooks go to the world outside only: an address inside one's own network could be made to do things.

Where a name leads is looked at as the connection is made, so a name that changes its mind gets nowhere.
"""

import ipaddress
import socket
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(OSError):
    """The address leads into one's own network."""


def is_public(host: str) -> bool:
    """Whether an IP address is of the public internet."""
    address = ipaddress.ip_address(host.partition("%")[0])
    carried = _carried(address) if isinstance(address, ipaddress.IPv6Address) else None
    return all(one.is_global and not one.is_multicast for one in (address, carried) if one is not None)


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address to which a gateway may hand on what is sent to that one; None for others."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def check_literal(url: URL) -> None:
    """Raise PrivateAddress for a URL whose host is a private IP address itself: nobody resolves that."""
    try:
        is_allowed = is_public(url.host or "")
    except ValueError:  # a name
        return
    if not is_allowed:
        raise PrivateAddress


class AddressLookup(AbstractResolver):
    """Finds addresses as the system does, and gives only those of the public internet."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a name; raises PrivateAddress where it has none."""
        found = [one for one in await self._system.resolve(host, port, family) if is_public(one["host"])]
        if not found:
            raise PrivateAddress
        return found

    async def close(self) -> None:
        await self._system.close()
