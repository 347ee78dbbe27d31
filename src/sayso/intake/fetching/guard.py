"""Which machines may be asked: public ones at the usual ports, and those of one's own that were named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_network

from sayso.intake.fetching.addresses import Address, IPAddress, read_host
from sayso.intake.fetching.answers import Refused
from sayso.knowledge.tables import rows

USUAL_PORTS = (80, 443, 8080, 8443)


@dataclass(frozen=True, slots=True)
class Network:
    """A row of world/networks.csv. `reach`: public, own (may be named), translated (see the IPv4 in it) or never."""

    network: IPv4Network | IPv6Network
    reach: str
    what: str


PUBLIC = Network(IPv4Network("0.0.0.0/0"), "public", "given out for public use")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Hosts of one's own network that may be asked, each with its port, or None for the usual ones."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    def names(self, address: Address) -> bool:
        """Whether the host is named, with this port or any."""
        return any((address.host, port) in self.hosts for port in (None, address.port))

    def port(self, address: Address) -> bool:
        """Whether this port of the host is named."""
        return (address.host, address.port) in self.hosts


def allowed(written: Iterable[str]) -> Allowed:
    """What "HOST" and "HOST:PORT" allow, an IPv6 address in brackets; Refused when one cannot be read."""
    return Allowed(frozenset(_entry(one) for one in written))


def _entry(written: str) -> tuple[str, int | None]:
    host, mark, port = written.strip().rpartition(":")
    if not mark or port.endswith("]"):
        host, port = written.strip(), ""
    if not host or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
        raise Refused("bad-address", f"no HOST or HOST:PORT: {written[:80]!r}")
    return read_host(host)[0], int(port) if port else None


def check_port(address: Address, own: Allowed) -> None:
    """Refused when this port of the host is not asked."""
    if address.port not in USUAL_PORTS and not own.port(address):
        usual = ", ".join(map(str, USUAL_PORTS))
        what = (
            f"port {address.port} is not asked, only {usual}; --allow-private {address.host}:{address.port} allows it"
        )
        raise Refused("port", what)


def check_machines(address: Address, found: Iterable[IPAddress], own: Allowed) -> tuple[IPAddress, ...]:
    """The addresses of a host when all of them may be asked; Refused when one may not."""
    every = tuple(dict.fromkeys(found))
    for ip in every:
        network = network_of(ip)
        if network.reach == "own" and own.names(address):
            continue
        if network.reach != "public":
            raise Refused("private-address", _told(address, ip, network))
    return every


def _told(address: Address, ip: IPAddress, network: Network) -> str:
    who = str(ip) if address.ip else f"{address.host} is {ip}, which"
    hint = f"; --allow-private {address.host} allows it" if network.reach == "own" else ""
    return f"{who} is not asked: {network.what}{hint}"


def network_of(ip: IPAddress) -> Network:
    """The narrowest network of the table that an address is in; PUBLIC for IPv4 when it is in none."""
    found = next((row for row in _networks() if ip in row.network), PUBLIC)
    if found.reach != "translated":
        return found
    within = network_of(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return within if within.reach == "public" else Network(found.network, "never", f"{found.what}: {within.what}")


@cache
def _networks() -> tuple[Network, ...]:
    found = [Network(ip_network(r["network"]), r["reach"], r["what"]) for r in rows("world/networks.csv")]
    return tuple(sorted(found, key=lambda row: -row.network.prefixlen))
