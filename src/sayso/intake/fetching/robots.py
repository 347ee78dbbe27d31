"""What sites let programs fetch (robots.txt, RFC 9309), kept a day for each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.intake.fetching.addresses import Address, parse
from sayso.intake.fetching.answers import NotFetched, Refused
from sayso.intake.fetching.fetcher import Fetcher

if TYPE_CHECKING:
    from protego import Protego

KEPT = 86_400.0  # seconds, as RFC 9309 has it
KEPT_SILENCE = 600.0  # of a site whose robots.txt could not be had
LARGEST = 512_000  # bytes that are read of one; RFC 9309 wants 500 KiB
MOST_TAKEN = 5_000_000  # bytes that are taken of one
LONGEST_DELAY = 300.0  # seconds between two pages that a site is believed
NOTHING = "User-agent: *\nDisallow: /\n"
_NAMED = re.compile(r"user(?:-|\s*)agent(?=[\s:])", re.I)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of one site, when they grow old in seconds of the clock, and why they could not be had."""

    rules: Protego
    until: float
    missing: NotFetched | None = None


class Robots:
    """Asks each site once a day. A site without rules allows all; one that cannot be asked allows nothing for now."""

    def __init__(self, fetcher: Fetcher, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetcher = fetcher.within(replace(fetcher.limits, wire=MOST_TAKEN, decoded=MOST_TAKEN, redirects=5))
        self._agent = fetcher.agent.partition("/")[0]
        self._clock, self._kept = clock, dict[tuple[str, str, int], _Rules]()

    def allowed(self, url: str) -> bool:
        """Whether programs may fetch an address; False for what is none."""
        kept = self._rules(url)
        return kept is not None and bool(kept.rules.can_fetch(str(parse(url)), self._agent))

    def delay(self, url: str) -> float | None:
        """Seconds that the site wants between two pages, None when it does not say."""
        kept = self._rules(url)
        told = kept.rules.crawl_delay(self._agent) if kept is not None else None
        return min(max(float(told), 0.0), LONGEST_DELAY) if told is not None else None

    def missing(self, url: str) -> NotFetched | None:
        """Why the rules of a site could not be had, so that nothing is allowed for now."""
        kept = self._rules(url)
        return kept.missing if kept is not None else None

    def _rules(self, url: str) -> _Rules | None:
        try:
            address = parse(url)
        except Refused:
            return None
        site = (address.scheme, address.host, address.port)
        kept = self._kept.get(site)
        if kept is None or kept.until <= self._clock():
            kept = self._kept[site] = self._asked(address)
        return kept

    def _asked(self, address: Address) -> _Rules:
        """The rules of a site as it tells them now (RFC 9309, 2.3.1): 4xx is none, silence and 5xx is "nothing"."""
        from protego import Protego

        answer = self._fetcher.fetch(str(replace(address, path="/robots.txt", query=None)))
        if not isinstance(answer, NotFetched):
            text = answer.data[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff")
            return _Rules(Protego.parse(for_one(text, self._agent)), self._clock() + KEPT)
        if answer.reason == "no-document" or (answer.status in range(400, 500) and answer.status != 429):
            return _Rules(Protego.parse(""), self._clock() + KEPT)
        return _Rules(Protego.parse(NOTHING), self._clock() + KEPT_SILENCE, answer)


def for_one(text: str, agent: str) -> str:
    """Rules in which all agents but "*" and this one have one name: thousands of rules for each of thousands of agents
    would be too many."""
    return "\n".join(_renamed(line, agent) for line in text.splitlines())


def _renamed(line: str, agent: str) -> str:
    named = _NAMED.match(bare := line.partition("#")[0].strip())
    if named is None:
        return line
    token = bare[named.end() :].strip(" \t:").lower().partition("/")[0].strip()
    return f"User-agent: {token if token in ('*', agent) else 'another'}"
