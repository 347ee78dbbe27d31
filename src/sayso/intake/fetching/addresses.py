"""Addresses as browsers read them (WHATWG URL Standard), but for the spellings that serve only to mislead.

An address is taken apart once, here; what is asked, looked up and connected to are its parts, so that no two readers
can take one address for two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

from sayso.intake.fetching.answers import Refused

IPAddress = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
LONGEST = 8000  # characters; servers take fewer

_AROUND = "".join(map(chr, range(33)))
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"[^/?#]*")
_HOST_AND_PORT = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{0,8}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOT, _DOTS = (".", "%2e"), ("..", ".%2e", "%2e.", "%2e%2e")
_PATH = "/%!$&'()*+,;=:@[]|\\~-._"  # these are kept as they stand; the rest is percent-encoded
_QUERY = "/%!$&()*+,;=:@[]|\\~-._?^`{}"


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address in its parts, in ASCII as it goes over the line.

    `host` is in lower case without the dot at its end, an IPv6 address without brackets; `path` begins with "/";
    `query` is None when there is none. The part behind "#" is not kept: servers never see it.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str | None = None
    ip: IPAddress | None = None

    @property
    def authority(self) -> str:
        """Host, and port where it is not the usual one, as the Host header says it."""
        host = f"[{self.host}]" if isinstance(self.ip, IPv6Address) else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """What is asked of the server: path and query."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def parse(written: str, base: Address | None = None) -> Address:
    """The address that is written, against `base` when it is relative; Refused when it cannot be taken as one."""
    text = _SURROGATES.sub("\ufffd", written.strip(_AROUND))
    if len(text) > LONGEST:
        raise Refused("bad-address", f"an address of {len(text):,} characters; {LONGEST:,} are taken at most")
    if _CONTROLS.search(text):
        raise Refused("bad-address", "the address holds control characters or line ends")
    text = text.partition("#")[0]
    if "\\" in text.partition("?")[0]:
        raise Refused("bad-address", "the address holds a backslash, which readers take differently")
    scheme, rest = _scheme(text, base)
    if rest.startswith("//"):
        return _absolute(scheme, rest[2:])
    if base is None or scheme != base.scheme or rest != text:
        raise Refused("bad-address", "no address of a page: it has no // before the host")
    return _relative(rest, base)


def without_credentials(url: str) -> str:
    """The address as it may be shown and kept: "***" for a name and password in it."""
    return re.sub(r"^(\s*[A-Za-z][A-Za-z0-9+.-]*:[/\\]*)[^/\\?#]*@", r"\1***@", url)


def _scheme(text: str, base: Address | None) -> tuple[str, str]:
    """The scheme, and what follows it."""
    named = _SCHEME.match(text)
    if named is None and base is None:
        raise Refused("bad-address", "no address of a page (https://…)")
    scheme = named[1].lower() if named else base.scheme  # type: ignore[union-attr]
    if scheme not in PORTS:
        raise Refused("scheme", f"only http and https are fetched, not {scheme[:40]}:")
    return scheme, text[named.end() :] if named else text


def _absolute(scheme: str, rest: str) -> Address:
    """The address of what stands behind "//"."""
    authority = _AUTHORITY.match(rest)[0]  # type: ignore[index]
    if "@" in authority:
        raise Refused("credentials", "addresses with a name or password in them are not fetched")
    split = _HOST_AND_PORT.fullmatch(authority)
    if split is None:
        raise Refused("bad-address", f"no host and port: {authority[:80]!r}")
    host, ip = read_host(split[1])
    path, mark, query = rest[len(authority) :].partition("?")
    return Address(scheme, host, _port(split[2], scheme), _path(path), _query(query) if mark else None, ip)


def _relative(text: str, base: Address) -> Address:
    path, mark, query = text.partition("?")
    if not path:
        return replace(base, query=_query(query)) if mark else base
    whole = path if path.startswith("/") else base.path.rpartition("/")[0] + "/" + path
    return replace(base, path=_path(whole), query=_query(query) if mark else None)


def _port(digits: str | None, scheme: str) -> int:
    port = int(digits) if digits else PORTS[scheme]
    if not 0 < port < 65_536:
        raise Refused("bad-address", f"there is no port {port}")
    return port


def _path(path: str) -> str:
    """The path without "." and ".." segments, percent-encoded."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment.lower() in _DOTS:
            kept = kept[:-1]
        if segment.lower() not in (*_DOT, *_DOTS):
            kept.append(segment)
        elif last:
            kept.append("")
    return "/" + quote("/".join(kept), safe=_PATH)


def _query(query: str) -> str:
    return quote(query, safe=_QUERY)


# --- hosts ----------------------------------------------------------------------------------------------------------


def read_host(written: str) -> tuple[str, IPAddress | None]:
    """A host as it is looked up, and its address where it is one already; Refused when it is none, or oddly spelled."""
    if written.startswith("["):
        six = _ipv6(written[1:-1])
        return str(six), six
    if "%" in written:
        raise Refused("odd-host", f"a host in percent signs: {written[:80]!r}")
    host = _ascii(written)
    four = _ipv4(host, written)
    if four is not None:
        return str(four), four
    bare = host.removesuffix(".")
    if len(bare) > 253 or not all(_LABEL.fullmatch(label) for label in bare.split(".")):
        raise Refused("bad-address", f"no name of a host: {written[:80]!r}")
    return bare, None


def _ipv6(text: str) -> IPv6Address:
    if "%" in text:
        raise Refused("odd-host", "an address with a zone (%) belongs to one link of one machine")
    try:
        return IPv6Address(text)
    except ValueError:
        raise Refused("bad-address", f"no IPv6 address: {text[:80]!r}") from None


def _ipv4(host: str, written: str) -> IPv4Address | None:
    """The IPv4 address that a host is, None when it is a name.

    Octal, hexadecimal, short and long numbers, letters that only look like digits and a dot at the end are refused:
    they say what plain digits say, to some readers.
    """
    if not _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        return None
    try:
        if host == written.lower():
            return IPv4Address(host)
    except ValueError:
        pass
    raise Refused("odd-host", f"{written[:80]!r} is no plain IPv4 address (four numbers from 0 to 255, with dots)")


def _ascii(written: str) -> str:
    """A host in the letters that name servers know (UTS 46, not transitional); Refused when it has none."""
    lower = written.lower()
    if written.isascii() and not re.search(r"(?:^|\.)xn--", lower):
        return lower
    import idna

    try:
        if len(written) > 1000:
            raise idna.IDNAError("too long")
        return idna.encode(written, uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError):
        raise Refused("bad-address", f"no name of a host: {written[:80]!r}") from None
