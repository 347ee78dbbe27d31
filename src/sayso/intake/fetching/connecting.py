"""Names to machines, and a connection to the very machine that was checked: nothing is looked up a second time."""

from __future__ import annotations

import socket
import ssl
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Address, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from sayso.intake.fetching.addresses import Address, IPAddress
from sayso.intake.fetching.answers import Refused

Resolver = Callable[[str, float], Sequence[str]]  # host, seconds -> its addresses; OSError when there are none
Dial = Callable[[IPAddress, int, float], socket.socket]  # machine, port, seconds -> a connection to it
MOST_TRIED = 4  # addresses of one name


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a fetch must be done, in seconds of the monotonic clock."""

    at: float

    @classmethod
    def within(cls, seconds: float) -> Deadline:
        return cls(time.monotonic() + seconds)

    def left(self, most: float) -> float:
        """Seconds that may be waited, `most` at most; Refused when there are none."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise Refused("too-slow", "the time for one page was over before all of it came", passing=True)
        return min(left, most)


def system_resolver(host: str, seconds: float) -> list[str]:
    """The addresses of a name as this system knows them, in its order; TimeoutError when it does not answer."""
    told: SimpleQueue[list[str] | OSError] = SimpleQueue()
    Thread(target=_look_up, args=(host, told), name="sayso name", daemon=True).start()  # it cannot be interrupted
    try:
        found = told.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found


def _look_up(host: str, told: SimpleQueue[list[str] | OSError]) -> None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        told.put(fault if isinstance(fault, OSError) else OSError(str(fault)))
    else:
        told.put([str(entry[4][0]) for entry in found])


def machines(address: Address, resolver: Resolver, seconds: float) -> tuple[IPAddress, ...]:
    """All the addresses of a host; Refused when it has none or the name server is silent."""
    if address.ip is not None:
        return (address.ip,)
    try:
        found = resolver(address.host, seconds)
    except TimeoutError:
        raise Refused("too-slow", f"no answer about the name {address.host}", passing=True) from None
    except OSError as fault:
        passing = getattr(fault, "errno", None) == socket.EAI_AGAIN
        raise Refused("name-unknown", f"no machine has the name {address.host}", passing=passing) from None
    if not found:
        raise Refused("name-unknown", f"no machine has the name {address.host}")
    return tuple(_ip(one, address.host) for one in found)


def _ip(text: str, host: str) -> IPAddress:
    try:
        found = ip_address(text)
    except ValueError:
        raise Refused("name-unknown", f"{host} has an address that is none: {text[:80]!r}") from None
    if isinstance(found, IPv6Address) and found.scope_id:
        return IPv6Address(text.partition("%")[0])
    return found


def dial(ip: IPAddress, port: int, seconds: float) -> socket.socket:
    """A connection to a machine, by its number."""
    found = socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.settimeout(seconds)
        found.connect((str(ip), port))
    except BaseException:
        found.close()
        raise
    return found


def connect(
    address: Address, checked: Sequence[IPAddress], by: Dial, context: ssl.SSLContext | None, deadline: Deadline,
    seconds: float,
) -> socket.socket:  # fmt: skip
    """A connection to the first of the checked machines that answers, encrypted for https with the host's own name."""
    plain = _reached(address, checked, by, deadline, seconds)
    if address.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left(seconds))
        return (context or trusted()).wrap_socket(plain, server_hostname=address.host)
    except ssl.SSLCertVerificationError as fault:
        plain.close()
        raise Refused("encryption", f"{address.host} cannot prove who it is: {fault.verify_message}") from None
    except TimeoutError:
        plain.close()
        raise Refused("too-slow", f"no agreement on encryption with {address.host}", passing=True) from None
    except (OSError, ValueError) as fault:
        plain.close()
        why = getattr(fault, "reason", None) or fault
        raise Refused("encryption", f"no agreement on encryption with {address.host}: {why}") from None


def _reached(
    address: Address, checked: Sequence[IPAddress], by: Dial, deadline: Deadline, seconds: float
) -> socket.socket:
    why: OSError | None = None
    for ip in checked[:MOST_TRIED]:
        try:
            return by(ip, address.port, deadline.left(seconds))
        except OSError as fault:
            why = fault
    told = "no answer in time" if isinstance(why, TimeoutError) else getattr(why, "strerror", None) or why
    raise Refused("no-connection", f"{address.authority} cannot be reached: {told}", passing=True)


@cache
def trusted() -> ssl.SSLContext:
    """Encryption with the authorities that this system trusts; those that Mozilla does where it names none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if sys.platform != "win32" and not (paths.cafile or paths.capath):
        import certifi

        context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
