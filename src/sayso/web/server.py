"""The application on a port of this machine, until somebody stops it."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import socket
from collections.abc import Callable
from threading import Thread

import uvicorn

from sayso.web.adder import AdderProcess
from sayso.web.adding import Adding
from sayso.web.app import make_app
from sayso.web.charts.states import warm
from sayso.web.counts import Counted
from sayso.web.settings import Settings

USUAL_PORT = 8321
LEAST_PASSWORD = 12  # characters


class CannotServe(Exception):
    """The application cannot be started so; the message says why and what to do."""


def bound(host: str, port: int | None) -> socket.socket:
    """A socket on an address: the port that is asked for, else the usual one, else any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port,) if port is not None else (USUAL_PORT, 0):
        try:
            return _socket(family, host, wanted)
        except OSError as error:
            why = error
        except OverflowError as error:
            raise CannotServe(f"there is no port {wanted}") from error
    raise CannotServe(_reason(host, port, why)) from why


def _socket(family: int, host: str, port: int) -> socket.socket:
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except BaseException:
        found.close()
        raise
    return found


def _reason(host: str, port: int | None, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program; name another with --port, or none for a free one"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is reserved; name one from 1024 on with --port"
    return f"{host} is no address of this machine ({error.strerror or error})"


def is_open(host: str) -> bool:
    """Whether other machines can reach an address; a name counts as open unless it is localhost."""
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def check(host: str, password: str | None) -> None:
    """Raises CannotServe for an address open to other machines without a good password, and for all addresses."""
    if not is_open(host):
        return
    if host in ("", "0.0.0.0", "::", "*"):
        raise CannotServe(f"--host {host} would answer under any name; give the one address that others shall use")
    if not password or len(password) < LEAST_PASSWORD:
        raise CannotServe(
            f"{host} can be reached from other machines: set a password of at least {LEAST_PASSWORD} characters in"
            " SAYSO_PASSWORD first, or leave --host out"
        )


def names_of(host: str) -> tuple[str, ...]:
    """The hosts that the application may be called by, the one to print first."""
    shown = f"[{host}]" if ":" in host else host.lower()
    if is_open(host):
        return (shown,)
    return tuple(dict.fromkeys((shown, "localhost", "127.0.0.1", "[::1]")))


def serve(settings: Settings, listening: socket.socket, *, started: Callable[[], None]) -> None:
    """Answers requests until SIGINT or SIGTERM; `started` is called when the first can come."""
    make_server(settings, started=started).run(sockets=[listening])


def make_server(settings: Settings, *, started: Callable[[], None]) -> uvicorn.Server:
    """A server that answers when it is run, and counts the whole chronicle meanwhile."""
    counted, adding = Counted(settings.chronicle), Adding(settings.chronicle, AdderProcess.of(settings))
    config = uvicorn.Config(
        make_app(settings, counted, adding), http="h11", ws="none", lifespan="off", log_level="warning",
        access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=32_768,
    )  # fmt: skip

    def ready() -> None:
        Thread(target=counted.warm, daemon=True).start()
        Thread(target=warm, daemon=True).start()
        started()

    return _Server(config, ready, adding)


class _Server(uvicorn.Server):
    """A server that says when it is ready, and stops what it reads when it stops."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], adding: Adding) -> None:
        super().__init__(config)
        self._tell, self._adding = started, adding

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        left = await asyncio.to_thread(self._adding.stop)
        if left:
            logging.getLogger("uvicorn.error").warning("not read: %s of the inputs that were handed over", left)
