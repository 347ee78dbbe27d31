"""How many incidents a view holds and how it can be narrowed down: counted once for each state of the file."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sayso.chronicle.file import ChronicleError, Connection, connect_to_read, plainly
from sayso.chronicle.views.entries import View
from sayso.chronicle.views.facets import Count, facets, how_many

SMALL = 15_000  # events that are counted while the page is made
KEPT = 64  # views whose counts are kept

Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The incidents of a view, and by facet how many each value leaves."""

    incidents: int
    facets: dict[str, list[Count]]


class Counted:
    """The counts of the views asked for last, as long as the file is as it was."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: OrderedDict[View, tuple[Stamp, Counts]] = OrderedDict()
        self._lock = Lock()

    def of(self, file: Connection, view: View, *, wait: bool) -> Counts | None:
        """The counts of a view; None when they take a while and nobody waits for them."""
        stamp = self._stamp()
        with self._lock:
            known = self._kept.get(view)
        if known and known[0] == stamp:
            return known[1]
        if not wait and file.execute("SELECT coalesce(max(rowid), 0) FROM events").fetchone()[0] > SMALL:
            return None
        counts = Counts(how_many(file, view), facets(file, view))
        with self._lock:
            self._kept[view] = (stamp, counts)
            self._kept.move_to_end(view)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return counts

    def warm(self) -> None:
        """Counts the whole chronicle, so that the first page has its counts; what is wrong with it, that page tells."""
        with suppress(ChronicleError), plainly(self._path), closing(connect_to_read(self._path)) as file:
            self.of(file, View(), wait=True)

    def _stamp(self) -> Stamp:
        """Another one whenever the file may have changed."""
        return tuple(_written(Path(f"{self._path}{end}")) for end in ("", "-wal"))


def _written(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
