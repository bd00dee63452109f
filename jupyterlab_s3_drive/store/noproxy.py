"""The hosts to reach without the HTTP proxy: `NO_PROXY`, as curl, Go and requests read it.

Entries are separated by commas or spaces: a host, with all hosts below it (`example`, `.example`,
`*.example`), an address, a network (`10.0.0.0/8`, `fd00::/8`), each but the network with an
optional port; `*` is everything. A host name matches a network if all its addresses are in such
networks; the three others do not look up names, but in a cluster a store has a name while the list
contains its network.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: How long the addresses of a name are cached (s).
_KNOWN_SECONDS = 60.0
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class NoProxy:
    """A parsed `NO_PROXY`; an invalid entry matches nothing."""

    everything: bool
    #: Names and addresses, with an optional port.
    hosts: tuple[tuple[str, int | None], ...]
    networks: tuple[Network, ...]

    def has(self, url: str) -> bool:
        """Return whether the list contains a URL's host, by its name or its literal address."""
        parts = urlsplit(url)
        host = _canonical(parts.hostname or "")
        port = parts.port or _PORTS.get(parts.scheme)
        address = _address(host)
        if self.everything or (address is not None and self._is_inside(address)):
            return True
        return any(
            its_port in (None, port)
            and (host == name or (address is None and host.endswith("." + name)))
            for name, its_port in self.hosts
        )

    async def covers(self, url: str) -> bool:
        """Return whether a URL is reached without the proxy; looks up its name if necessary."""
        if self.has(url):
            return True
        parts = urlsplit(url)
        host = _canonical(parts.hostname or "")
        if not self.networks or not host or _address(host):
            return False
        found = await _addresses(host)
        return bool(found) and all(self._is_inside(address) for address in found)

    def _is_inside(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def read_no_proxy(text: str) -> NoProxy:
    """Parse the value of the variable."""
    entries = [entry for entry in re.split(r"[,\s]+", text.lower()) if entry]
    networks = [network for entry in entries if (network := _network(entry))]
    hosts = [host for entry in entries if "/" not in entry and (host := _host(entry))]
    return NoProxy("*" in entries, tuple(hosts), tuple(networks))


def _host(entry: str) -> tuple[str, int | None] | None:
    port: int | None = None
    # An IPv6 address without brackets has colons, and no port.
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*):(\d{1,5})", entry)
    if match:
        entry, port = match[1], int(match[2])
    name = _canonical(entry.removeprefix("*").removeprefix("."))
    return (name, port) if name else None


def _network(entry: str) -> Network | None:
    if "/" not in entry:
        return None
    try:
        return ipaddress.ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None


def _canonical(host: str) -> str:
    """Return a host as it is compared: no brackets, no last dot, addresses normalised."""
    host = host.lower().removeprefix("[").removesuffix("]").rstrip(".")
    address = _address(host)
    return str(address) if address else host


def _address(host: str) -> Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


async def _addresses(host: str) -> tuple[Address, ...]:
    """Return the addresses of a name; none if it has none, or the lookup fails."""
    known = _known.get(host)
    if known and time.monotonic() < known[0]:
        return known[1]
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # In a closed network only the proxy may be able to resolve external names.
        found = []
    addresses = tuple(address for each in found if (address := _address(str(each[4][0]))))
    _known[host] = (time.monotonic() + _KNOWN_SECONDS, addresses)
    return addresses


#: Small: the endpoint, and at most a host for each bucket.
_known: dict[str, tuple[float, tuple[Address, ...]]] = {}
