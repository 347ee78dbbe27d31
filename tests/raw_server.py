"""A server on this machine that answers as it is told, byte for byte, and a network in which every name leads to it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sayso.intake.fetching.addresses import IPAddress

Said = bytes | Callable[[socket.socket], None]  # the bytes of an answer, or what is done with the connection
PUBLIC = "93.184.215.14"


@dataclass(slots=True)
class RawServer:
    """`answers` by path (b"" of "*" else); `asked` are the requests that came, as they came."""

    answers: dict[str, Said]
    listening: socket.socket
    context: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def paths(self) -> list[str]:
        return [one.split(" ")[1] for one in self.asked]

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(10)
        with suppress(OSError), line:
            talk = self.context.wrap_socket(line, server_side=True) if self.context else line
            request = b""
            while b"\r\n\r\n" not in request and (more := talk.recv(65_536)):
                request += more
            if not request:
                return
            self.asked.append(request.decode("latin-1"))
            said = self.answers.get(self.asked[-1].split(" ")[1], self.answers.get("*", b""))
            said(talk) if callable(said) else talk.sendall(said)
            with suppress(OSError):
                talk.shutdown(socket.SHUT_WR)
            talk.close()


@contextmanager
def raw_server(answers: Mapping[str, Said], context: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """The server, on a free port of 127.0.0.1; stopped at the end."""
    found = RawServer(dict(answers), socket.create_server(("127.0.0.1", 0)), context)
    thread = threading.Thread(target=found.run, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.stopping.set()
        with suppress(OSError):
            found.listening.shutdown(socket.SHUT_RDWR)
        found.listening.close()
        thread.join(5)


@dataclass(slots=True)
class Net:
    """Names to addresses as they are told, one list a question; every connection leads to the server of its port.

    `dialled` are the machines that were connected to, in order.
    """

    servers: Mapping[int, RawServer]
    names: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def resolver(self, host: str, seconds: float) -> Sequence[str]:
        answers = self.names.get(host, [[PUBLIC]])
        self.looked_up.append(host)
        return answers[min(self.looked_up.count(host), len(answers)) - 1]

    def dial(self, ip: IPAddress, port: int, seconds: float) -> socket.socket:
        self.dialled.append((str(ip), port))
        return socket.create_connection(("127.0.0.1", self.servers[port].port), timeout=seconds)


def answer(body: bytes = b"", *fields: str, status: str = "200 OK", kind: str | None = "text/html") -> bytes:
    """An answer with its length, and its kind unless None."""
    told = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *([f"Content-Type: {kind}"] if kind else []), *fields]
    return "\r\n".join([*told, "", ""]).encode("latin-1") + body


def led_to(address: str, status: int = 302) -> bytes:
    return answer(b"", f"Location: {address}", status=f"{status} Elsewhere")
