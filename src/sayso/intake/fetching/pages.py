"""Addresses that somebody names, to the captures at them: fetched one after the other, and politely."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

from sayso.intake.capture import Capture
from sayso.intake.fetching.addresses import parse, without_credentials
from sayso.intake.fetching.answers import Fetched, NotFetched, Refused
from sayso.intake.fetching.fetcher import Fetcher
from sayso.intake.fetching.robots import Robots
from sayso.intake.opening import captures_of
from sayso.records import Failure

REST = 1.0  # seconds between two pages of one host, unless it wants more


class Pages:
    """Call it with an address. A person may name any page; the second of a host and on are asked as programs ask:
    where its robots.txt allows it, and with a rest between them."""

    def __init__(
        self, fetcher: Fetcher, *, tell: Callable[[str], None] = lambda told: None,
        sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """`tell` hears what should be known of a page that was fetched all the same."""
        self._fetcher, self._robots = fetcher, Robots(fetcher)
        self._tell, self._sleep, self._clock = tell, sleep, clock
        self._asked: dict[str, float] = {}  # hosts, and when each was asked last

    def __call__(self, url: str) -> Iterator[Capture | Failure]:
        """The captures at an address, as in a file of its name; or why there are none."""
        try:
            found = self._fetched(url, parse(url).host)
        except Refused as refused:
            found = refused.of(without_credentials(url))
        if isinstance(found, Failure):
            yield found
            return
        for problem in found.problems:
            self._tell(f"{found.url}: {problem.what}")
        yield from captures_fetched(found)

    def _fetched(self, url: str, host: str) -> Fetched | NotFetched:
        if host in self._asked and not self._robots.allowed(url):
            raise self._forbidden(url)
        self._rest(url, host)
        found = self._fetcher.fetch(url)
        self._asked[host] = self._clock()
        return found

    def _forbidden(self, url: str) -> Refused:
        missing = self._robots.missing(url)
        if missing is None:
            return Refused("robots", "the site's robots.txt does not let programs fetch it")
        what = f"robots.txt is asked before a second page of {parse(url).host}, and could not be had: {missing.what}"
        return Refused("robots", what, passing=missing.passing)

    def _rest(self, url: str, host: str) -> None:
        """Waits until the host may be asked again."""
        if host in self._asked:
            until = self._asked[host] + max(self._robots.delay(url) or 0.0, REST)
            self._sleep(max(0.0, until - self._clock()))


def captures_fetched(found: Fetched) -> Iterator[Capture | Failure]:
    """The captures in what was fetched; one that is all of it is at its address, the parts of a container are not."""
    for capture in captures_of(BytesIO(found.data), found.address):
        whole = isinstance(capture, Capture) and capture.name == found.address and capture.kind != "jsonl"
        if whole and isinstance(capture, Capture):
            yield replace(capture, url=found.address, fetched=found.time, headers=found.headers)
        else:
            yield capture
