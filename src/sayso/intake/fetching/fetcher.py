"""Pages from the network, with a guard: whom they ask, how long and how much is bounded (docs/fetching.md)."""

from __future__ import annotations

import http
import re
import ssl
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise

from sayso.intake.capture import Headers
from sayso.intake.fetching.addresses import Address, parse, without_credentials
from sayso.intake.fetching.answers import Fetched, Limits, NotFetched, Refused
from sayso.intake.fetching.connecting import Deadline, Dial, Resolver, connect, dial, machines, system_resolver
from sayso.intake.fetching.exchange import Exchange
from sayso.intake.fetching.guard import allowed, check_machines, check_port
from sayso.intake.fetching.unpacking import ASKED, unpacked
from sayso.records import Problem

REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
PASSING = (408, 425, 429, 500, 502, 503, 504)
LONGEST_WAIT = 86_400.0  # seconds that a server is believed
ACCEPTED = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,application/xml;q=0.8,*/*;q=0.5"
NO_DOCUMENTS = ("image/", "audio/", "video/", "font/", "model/", "multipart/x-mixed-replace", "text/event-stream",
                "text/css", "text/javascript", "application/javascript", "application/wasm")  # fmt: skip
_FIELD = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?")


def agent_name() -> str:
    """What servers are told of who asks, and robots.txt may speak of."""
    from importlib.metadata import version

    return f"sayso/{version('sayso')}"


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer of one server, before redirects are followed."""

    status: int
    headers: Headers
    data: bytes = b""


class Fetcher:
    """Fetches addresses; every one, and every redirect, is checked before it is asked."""

    def __init__(
        self, *, resolver: Resolver = system_resolver, limits: Limits | None = None, agent: str | None = None,
        allow: Iterable[str] = (), dial: Dial = dial, context: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        """`allow` names hosts of one's own network ("intranet", "10.1.2.3:8000"); ValueError when one is none.

        `resolver` and `dial` look names up and connect to machines, `context` is the encryption that is asked for.
        """
        self._allow = tuple(allow)
        try:
            self._allowed = allowed(self._allow)
        except Refused as refused:
            raise ValueError(refused.what) from None
        self.limits, self.agent = limits or Limits(), agent or agent_name()
        self._resolver, self._dial, self._context = resolver, dial, context

    def within(self, limits: Limits) -> Fetcher:
        """The same with other limits."""
        return Fetcher(
            resolver=self._resolver, limits=limits, agent=self.agent, allow=self._allow, dial=self._dial,
            context=self._context,
        )  # fmt: skip

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched | NotFetched:
        """The bytes at an address, or why there are none; nothing is raised for what the network does.

        `etag` and `modified` are the ETag and Last-Modified of an earlier answer: status 304 when it still holds.
        """
        try:
            return self._followed(url, _conditions(etag, modified))
        except Refused as refused:
            return refused.of(without_credentials(url))

    def _followed(self, url: str, conditions: Headers) -> Fetched:
        """The answer at the end of the redirects."""
        deadline = Deadline.within(self.limits.whole)
        address, way, moved = parse(url), [], True
        while True:
            answer = self._answer(address, conditions, deadline)
            way.append(address)
            if answer.status not in REDIRECTS:
                return _fetched(url, way, answer, moved=moved and len(way) > 1)
            moved = moved and answer.status in FOR_GOOD
            address = self._next(answer, way)

    def _next(self, answer: _Answer, way: Sequence[Address]) -> Address:
        """Where a redirect leads; Refused when that is nowhere, in a circle or too far."""
        led = _header(answer.headers, "location")
        if not led:
            raise Refused("bad-redirect", "a redirect that does not say where to", status=answer.status)
        try:
            address = parse(led.encode("latin-1").decode("utf-8", "replace"), way[-1])
        except Refused as refused:
            raise Refused(refused.reason, f"redirected to what is not asked: {refused.what}") from None
        if address in way:
            raise Refused("redirect-loop", f"redirected in a circle, to {address} again")
        if len(way) > self.limits.redirects:
            raise Refused("redirects", f"redirected more than {self.limits.redirects} times")
        return address

    def send(self, url: str, data: bytes, *, kind: str) -> Fetched | NotFetched:
        """Sends bytes of a media type to an address (POST): the answer, or why it was not taken. Redirects are not
        followed."""
        fields = (("Content-Type", kind), ("Content-Length", str(len(data))))
        try:
            address = parse(url)
            answer = self._answer(address, fields, Deadline.within(self.limits.whole), data)
            if answer.status in REDIRECTS:
                raise Refused("redirected", "what is sent does not follow a redirect", status=answer.status)
        except Refused as refused:
            return refused.of(without_credentials(url))
        return _fetched(url, [address], answer, moved=False)

    def _answer(self, address: Address, conditions: Headers, deadline: Deadline, data: bytes | None = None) -> _Answer:
        check_port(address, self._allowed)
        found = machines(address, self._resolver, deadline.left(self.limits.connect))
        checked = check_machines(address, found, self._allowed)
        line = connect(address, checked, self._dial, self._context, deadline, self.limits.connect)
        exchange = Exchange(line, self.limits, deadline)
        try:
            exchange.ask(address, [*self._fields(), *conditions], data)
            return self._taken(exchange, asked=bool(conditions))
        finally:
            exchange.close()

    def _fields(self) -> Headers:
        return (("User-Agent", self.agent), ("Accept", ACCEPTED), ("Accept-Encoding", ASKED))

    def _taken(self, exchange: Exchange, *, asked: bool) -> _Answer:
        """The header, and the body when it may be a document."""
        status, word, headers = exchange.head()
        if status in REDIRECTS or (status == 304 and asked):
            return _Answer(status, headers)
        if not 200 <= status < 300 or status == 206:
            raise _unwilling(status, word, headers)
        _check_type(_header(headers, "content-type"))
        length = _header(headers, "content-length") or ""
        if length.isdigit() and int(length) > self.limits.wire:
            raise Refused("too-large", f"{int(length):,} bytes; {self.limits.wire:,} are taken at most")
        codings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
        return _Answer(status, headers, unpacked(exchange.body(), codings, self.limits.decoded))


def _fetched(url: str, way: Sequence[Address], answer: _Answer, *, moved: bool) -> Fetched:
    time = datetime.now(UTC).isoformat(timespec="seconds")
    return Fetched(url, str(way[-1]), answer.status, answer.headers, time, answer.data, moved, _problems(way))


def _problems(way: Sequence[Address]) -> tuple[Problem, ...]:
    """What should be known of the way: that it left encryption, so that anybody could have changed the page."""
    downgraded = next((to for by, to in pairwise(way) if (by.scheme, to.scheme) == ("https", "http")), None)
    return (Problem("fetching", f"led from https to {downgraded}, without encryption"),) if downgraded else ()


def _header(headers: Headers, name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def _conditions(etag: str | None, modified: str | None) -> Headers:
    """The fields that ask for news only; values that no header can hold are left out."""
    wanted = (("If-None-Match", etag), ("If-Modified-Since", modified))
    return tuple((name, value) for name, value in wanted if value and _FIELD.fullmatch(value))


def _check_type(told: str | None) -> None:
    kind = (told or "").partition(";")[0].strip().lower()
    if kind.startswith(NO_DOCUMENTS):
        raise Refused("no-document", f"the server calls it {kind[:80]}, which holds no report")


def _unwilling(status: int, word: str, headers: Headers) -> Refused:
    """The status of an answer that is no page, as a reason."""
    known = next((one.phrase for one in http.HTTPStatus if one.value == status), word)
    what = f"the server answers {status} {''.join(c for c in known if c.isprintable())[:60]}".rstrip()
    wait = _wait(_header(headers, "retry-after"))
    return Refused(f"http-{status}", what, status=status, wait=wait, passing=status in PASSING)


def _wait(told: str | None) -> float | None:
    """Seconds of a Retry-After header, which may also name an instant (RFC 9110)."""
    if not told:
        return None
    if re.fullmatch("[0-9]{1,9}", told.strip()):
        return min(float(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    left = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), LONGEST_WAIT)
