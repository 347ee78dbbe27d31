"""What a fetch gives: the bytes and what came with them, or why there are none; and the limits that it keeps to."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.intake.capture import Headers
from sayso.records import Failure, Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one fetch may take: bytes, redirects, and seconds."""

    wire: int = 50_000_000  # bytes of one answer as they come over the line, its header included
    decoded: int = 100_000_000  # bytes when they are unpacked
    header: int = 65_536  # bytes of one header
    redirects: int = 10
    whole: float = 60.0  # from the first question for a name to the last byte, all redirects included
    connect: float = 10.0  # for one name, one connection, one agreement on encryption
    read: float = 20.0  # of silence


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes at an address. `address` is where they are after redirects, `time` when they came (ISO 8601, UTC).

    `status` is 304, and `data` empty, where nothing changed since `etag` or `modified`. `moved` tells that all
    redirects on the way are for good; `problems` what should be known, as a change from https to http.
    """

    url: str
    address: str
    status: int
    headers: Headers
    time: str
    data: bytes
    moved: bool = False
    problems: tuple[Problem, ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header, None when it did not come."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class NotFetched(Failure):
    """Why there are no bytes. `status` is the server's, `wait` the seconds that it asks to stay away.

    `passing` tells that the same may succeed later: a server that is busy, silent or cannot be reached.
    """

    status: int | None = None
    wait: float | None = None
    passing: bool = False


class Refused(Exception):
    """What ends a fetch; `reason` is the short code of the Failure that it becomes."""

    def __init__(
        self, reason: str, what: str, *, status: int | None = None, wait: float | None = None, passing: bool = False
    ) -> None:
        super().__init__(what)
        self.reason, self.what = reason, what
        self.status, self.wait, self.passing = status, wait, passing

    def of(self, url: str) -> NotFetched:
        """The failure to fetch an address."""
        return NotFetched(url, "fetching", self.reason, self.what, self.status, self.wait, self.passing)
