"""What people decided."""

from __future__ import annotations

from sayso.chronicle.decided.decisions import Listed
from sayso.chronicle.file import Connection
from sayso.chronicle.views.decision_history import Chosen, history
from sayso.web.api.asked import PAGING, Asked, Page
from sayso.web.api.routes import Route


def decisions(file: Connection, asked: Asked) -> Page[Listed]:
    """What people decided, the latest first, with what each decision holds on to now."""
    chosen = Chosen(asked.own.get("who"), asked.own.get("verdict"))
    return asked.page(history(file, chosen, start=asked.start, number=asked.limit + 1))


ROUTES = (Route("/decisions", decisions, Page[Listed], ("who", "verdict", *PAGING)),)
