"""How many incidents a view holds and how it can be narrowed down: counted once for each state of the file."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sayso.chronicle.file import ChronicleError, Connection, connect_to_read, plainly
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import Count, facets, how_large, how_many
from sayso.web.kept import Kept

SMALL = 15_000  # events that are counted while the page is made


@dataclass(frozen=True, slots=True)
class Counts:
    """The incidents of a view, and by facet how many each value leaves."""

    incidents: int
    facets: dict[str, list[Count]]


class Counted:
    """The counts of the views asked for last, as long as the file is as it was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = Kept(path)

    def of(self, file: Connection, view: View, *, wait: bool) -> Counts | None:
        """The counts of a view; None when they take a while and nobody waits for them."""
        if not wait and not self._kept.knows(view) and how_large(file) > SMALL:
            return None
        return self._kept.of(view, lambda: Counts(how_many(file, view), facets(file, view)))

    def warm(self) -> None:
        """Counts the whole chronicle, so that the first pages have it; what is wrong with the file, they tell."""
        with suppress(ChronicleError), plainly(self._path), closing(connect_to_read(self._path)) as file:
            self.of(file, View(), wait=True)
