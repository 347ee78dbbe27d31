"""One question and its answer over one connection (HTTP/1.1), with every byte and every second counted."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from typing import Any

import h11

from sayso.intake.capture import Headers
from sayso.intake.fetching.addresses import Address
from sayso.intake.fetching.answers import Limits, Refused
from sayso.intake.fetching.connecting import Deadline

_ROOM = 65_536  # bytes that are received at once


class Exchange:
    """A question that was sent; `head` and then `body` give what comes back. Close it, whatever happens."""

    def __init__(self, line: socket.socket, limits: Limits, deadline: Deadline) -> None:
        self._line, self._limits, self._deadline = line, limits, deadline
        self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.header)
        self._received = 0

    def ask(self, address: Address, fields: Sequence[tuple[str, str]], data: bytes | None = None) -> None:
        """Sends the question, or `data` with it (POST), whose length is among the fields."""
        headers = [("Host", address.authority), *fields, ("Connection", "close")]
        asked = h11.Request(method="GET" if data is None else "POST", target=address.target, headers=headers)
        body = () if data is None else (h11.Data(data=data),)
        sent = b"".join(self._talk.send(part) or b"" for part in (asked, *body, h11.EndOfMessage()))
        self._line.settimeout(self._deadline.left(self._limits.read))
        try:
            self._line.sendall(sent)
        except OSError as fault:
            raise _broken(fault) from None

    def head(self) -> tuple[int, str, Headers]:
        """Status, the server's word for it, and the header as it came; what comes before the answer is passed over."""
        while True:
            event = self._event()
            if isinstance(event, h11.Response):
                raw = tuple(
                    (key.decode("latin-1"), value.decode("latin-1")) for key, value in event.headers.raw_items()
                )
                return event.status_code, event.reason.decode("latin-1"), raw
            if not isinstance(event, h11.InformationalResponse):
                raise Refused("cut-off", "the server closed the connection without an answer", passing=True)

    def body(self) -> bytes:
        """The bytes of the answer as they came."""
        found = bytearray()
        while not isinstance(event := self._event(), (h11.EndOfMessage, h11.ConnectionClosed)):
            if isinstance(event, h11.Data):
                found += event.data
        return bytes(found)

    def close(self) -> None:
        self._line.close()

    def _event(self) -> Any:
        """What comes next; more is received for it when it must be."""
        while True:
            self._deadline.left(self._limits.read)
            try:
                event = self._talk.next_event()
            except h11.RemoteProtocolError as fault:
                raise _misspoken(fault) from None
            if event is not h11.NEED_DATA:
                return event
            self._receive()

    def _receive(self) -> None:
        self._line.settimeout(self._deadline.left(self._limits.read))
        try:
            data = self._line.recv(_ROOM)
        except OSError as fault:
            raise _broken(fault) from None
        self._received += len(data)
        if self._received > self._limits.wire:
            raise Refused("too-large", f"more than {self._limits.wire:,} bytes")
        try:
            self._talk.receive_data(data)
        except h11.RemoteProtocolError as fault:
            raise _misspoken(fault) from None


def _broken(fault: OSError) -> Refused:
    if isinstance(fault, TimeoutError):
        return Refused("too-slow", "the server was silent too long", passing=True)
    why = fault.reason if isinstance(fault, ssl.SSLError) else fault.strerror
    return Refused("cut-off", f"the connection broke: {why or fault}", passing=True)


def _misspoken(fault: h11.RemoteProtocolError) -> Refused:
    """What the other side did against the protocol, as a reason."""
    why = str(fault)
    if fault.error_status_hint == 431:
        return Refused("header-too-large", "the header of the answer is too large")
    if "closed connection" in why or "ConnectionClosed" in why:
        return Refused("cut-off", "the connection was closed before all of it came", passing=True)
    return Refused("not-http", f"the answer is no HTTP: {why[:100]}")
