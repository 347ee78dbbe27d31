"""The chronicle to write to, one request at a time; and who it is that decides."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.file import ChronicleError, plainly
from sayso.chronicle.store import Store

REVIEWER = "sayso_reviewer"  # cookie with the name under which this browser decides
LONGEST_NAME = 80  # characters


@contextmanager
def writing(request: Request) -> Iterator[Store]:
    """The store, for one request at a time; call it in a thread (a plain `def` route), never in the event loop.

    Raises ChronicleError (Busy when another process is writing). What is decided inside is on the disk when the call
    that decides returns.
    """
    path = request.app.state.settings.chronicle
    with request.app.state.writing, plainly(path), Store(path, what="sayso serve", create=False) as store:
        yield store


def reviewer(request: Request) -> str:
    """Who decides in this browser: the name that was given on its pages, else that of the account."""
    return _plain_name(unquote(request.cookies.get(REVIEWER, ""))) or getpass.getuser()


def remember_reviewer(answer: Response, name: str) -> None:
    """Lets this browser decide under a name from now on; ChronicleError when it is empty."""
    plain = _plain_name(name)
    if not plain:
        raise ChronicleError("a name is needed, so that the decisions have somebody who made them")
    answer.set_cookie(REVIEWER, quote(plain), max_age=365 * 86400, httponly=True, samesite="strict")


def _plain_name(name: str) -> str:
    return " ".join("".join(letter for letter in name if letter.isprintable()).split())[:LONGEST_NAME]
