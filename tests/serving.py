"""The review application on a free port of this machine, for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.web.server import bound, make_server
from sayso.web.settings import Settings

PATIENCE = 10.0  # seconds to start and to stop


@dataclass(frozen=True, slots=True)
class Served:
    """A running application: `address` without the token, `entrance` with it."""

    settings: Settings

    @property
    def address(self) -> str:
        return self.settings.address.rstrip("/")

    @property
    def entrance(self) -> str:
        return f"{self.settings.address}?token={self.settings.token}"


@contextmanager
def serving(chronicle: Path, **settings: Any) -> Iterator[Served]:
    """The application over a chronicle on a free port of 127.0.0.1, in a thread of its own; stopped at the end."""
    listening = bound("127.0.0.1", 0)
    found = Settings(chronicle, listening.getsockname()[1], **settings)
    ready = threading.Event()
    server = make_server(found, started=ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert ready.wait(PATIENCE), "the application did not start"
        yield Served(found)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listening.close()
