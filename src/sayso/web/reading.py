"""A connection for one request: opened in the thread that answers it, closed when it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from starlette.requests import Request

from sayso.chronicle.file import Connection, connect_to_read, plainly


@contextmanager
def reading(request: Request) -> Iterator[Connection]:
    """The chronicle as it is at this instant; errors of SQLite become ChronicleError."""
    path = request.app.state.settings.chronicle
    with closing(connect_to_read(path)) as file, plainly(path):
        file.execute("BEGIN")  # all questions of a page see one state
        yield file
