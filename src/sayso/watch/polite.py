"""Asking hosts as a guest: one request at a time, with a pause between two, and none that robots.txt forbids."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Protocol
from urllib.parse import urlsplit

from sayso.intake.fetching import Fetched, NotFetched

LONGEST_BACK_OFF = 86_400.0  # seconds
_FIRST_BACK_OFF = 300.0  # seconds after one failure; twice that after two, and so on
LONGEST_PAUSE = 60.0  # seconds between two requests that a site's Crawl-delay can ask for


class Fetches(Protocol):
    """What fetches: `intake.fetching.Fetcher`."""

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched | NotFetched: ...


class Rules(Protocol):
    """What knows what sites allow: `intake.fetching.robots.Robots`."""

    def allowed(self, url: str) -> bool: ...
    def delay(self, url: str) -> float | None: ...


class _Host:
    """One host: who asks it holds the lock; times are seconds of the clock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next = 0.0  # earliest time of the next request
        self.held = 0.0  # before it the host wants no request


class Stopped(Exception):
    """Somebody wants the round to end while a host was waited for."""


class Polite:
    """Fetches through a guard; several threads may ask at once, each host still gets one request at a time."""

    def __init__(
        self, fetcher: Fetches, rules: Rules, *, delay: float, clock: Callable[[], float], stop: threading.Event
    ) -> None:
        self._fetcher, self._rules, self._delay = fetcher, rules, delay
        self._clock, self._stop = clock, stop
        self._hosts: dict[str, _Host] = {}
        self._adding = threading.Lock()

    def get(
        self, url: str, *, etag: str | None = None, modified: str | None = None, robots: bool = True
    ) -> Fetched | NotFetched:
        """The bytes at an address, or why there are none. Reasons of its own: robots, held.

        Raises `Stopped` when the round is to end.
        """
        with self._turn(url) as host:
            if self._clock() < host.held:
                wait = host.held - self._clock()
                what = f"the host wants no request for another {wait:.0f} seconds"
                return NotFetched(url, "fetching", "held", what, wait=wait, passing=True)
            if robots and not self._rules.allowed(url):
                return NotFetched(url, "fetching", "robots", "the site's robots.txt does not let programs fetch it")
            self._pause(host)
            found = self._fetcher.fetch(url, etag=etag, modified=modified)
            self._after(host, url, found, robots=robots)
            return found

    @contextmanager
    def _turn(self, url: str) -> Iterator[_Host]:
        with self._adding:
            host = self._hosts.setdefault(_host_of(url), _Host())
        while not host.lock.acquire(timeout=0.2):
            self._check()
        try:
            yield host
        finally:
            host.lock.release()

    def _pause(self, host: _Host) -> None:
        """Waits until the host may be asked."""
        self._check()
        wait = host.next - self._clock()
        if wait > 0 and self._stop.wait(wait):
            raise Stopped

    def _after(self, host: _Host, url: str, found: Fetched | NotFetched, *, robots: bool) -> None:
        wanted = self._rules.delay(url) if robots else None
        now = self._clock()
        host.next = now + max(self._delay, min(wanted or 0.0, LONGEST_PAUSE))
        if isinstance(found, NotFetched) and found.wait and found.status in (429, 503):
            host.held = now + found.wait

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped


def back_off(url: str, failures: int) -> float:
    """Seconds before a feed is asked again that failed so many times in a row.

    Twice as long after each failure, up to a day, less up to a quarter that differs from feed to feed and is the same
    in every run: feeds that failed together do not come back together.
    """
    whole = min(_FIRST_BACK_OFF * 2.0 ** min(failures - 1, 20), LONGEST_BACK_OFF)
    share = int.from_bytes(sha256(f"{url} {failures}".encode("utf-8", "surrogatepass")).digest()[:4], "big") / 2**32
    return whole * (1 - share / 4)


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
