"""What one running application is told: which chronicle, under which addresses, who may come in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
BODY = 1 << 20  # bytes of a request, for pages that ask for no more
LARGER = {"/capture/text": 4_000_000, "/capture/files": 64_000_000, "/capture/page": 24_000_000}  # bytes too


@dataclass(frozen=True, slots=True)
class Settings:
    """`names` are the hosts that the application may be called by, `port` the one it listens on.

    Whoever shows `token` may read and decide. `password` is asked for where the address is open to other machines.
    `larger_bodies` are paths that take more than BODY bytes. `fetch` lets people give addresses that are fetched then,
    `allow` names the hosts of one's own network that may be asked.
    """

    chronicle: Path
    port: int
    names: tuple[str, ...] = LOCAL_NAMES
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    password: str | None = field(default=None, repr=False)
    fetch: bool = False
    allow: tuple[str, ...] = ()
    larger_bodies: dict[str, int] = field(default_factory=lambda: dict(LARGER))

    @property
    def authorities(self) -> frozenset[str]:
        """What the Host header may say."""
        bare = self.names if self.port == 80 else ()
        return frozenset((*(f"{name}:{self.port}" for name in self.names), *bare))

    @property
    def origins(self) -> frozenset[str]:
        """What the Origin header may say."""
        return frozenset(f"http://{authority}" for authority in self.authorities)

    @property
    def cookie(self) -> str:
        """Name of the cookie; ports share their cookies, so it has the port in it."""
        return f"sayso_{self.port}"

    @property
    def address(self) -> str:
        """Where the application is, without the token."""
        return f"http://{self.names[0]}:{self.port}/"

    def most_body(self, path: str) -> int:
        """How many bytes a request to a path may bring."""
        return self.larger_bodies.get(path, BODY)
