"""The Python side of a chronicle: `sayso.open("sayso.db")`, its lists, and tables for pandas and Arrow."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.show.table import Table, to_table

if TYPE_CHECKING:
    from sayso.chronicle.views.entries import View
    from sayso.records import Entry

__all__ = ["Chronicle", "ChronicleError", "Filters"]


class Filters(TypedDict, total=False):
    """What an incident must fulfil: the filters of the command line. Days are ISO dates or `datetime.date`."""

    actor: str
    place: str
    country: str
    since: str | date
    until: str | date
    kind: str
    equipment: str
    status: str
    source: str
    text: str
    watch: tuple[str, ...]
    document: str
    min_independent: int
    report_text: str
    control: str
    review: str
    disputed: bool


class Chronicle(AbstractContextManager["Chronicle"]):
    """A chronicle that is open for reading: what the commands of the same names list, as tables.

    Nothing can be changed through it, and it works beside a writer. Raises `ChronicleError` with a sentence for people.

    >>> with sayso.open("sayso.db") as chronicle:
    ...     frame = chronicle.list(actor="Kim", since="2023-09-01").to_pandas()
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._file = connect_to_read(self.path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __repr__(self) -> str:
        return f"<Chronicle {self.path}>"

    def list(self, *, limit: int | None = None, **wanted: Unpack[Filters]) -> Table:
        """The incidents in order of time, the columns of the CSV export; its records are `sayso.records.Entry`."""
        from sayso.show.lists import incident_list

        found = self._entries(limit, wanted)
        return to_table(incident_list(found), found)

    def timeline(self, *, limit: int | None = None, **wanted: Unpack[Filters]) -> Table:
        """The incidents that have a day, with a headline each."""
        from sayso.show.lists import dated

        return to_table(dated(self._entries(limit, wanted)))

    def timeline_of(self, name: str) -> Table:
        """All that the reports tell of a person, body or product, also outside the kinds: a row for each telling."""
        from sayso.chronicle.views.look import Answer
        from sayso.chronicle.views.timelines import target_timelines
        from sayso.gathering.target_timeline import Target
        from sayso.show.lists import TARGET, target_list

        found = target_timelines(self._file, [Target(name)])
        return to_table(
            Answer(TARGET, tuple(row for target, lines in found for row in target_list(target.name, lines)))
        )

    def claims(self, *, limit: int | None = None, rejected: bool = True, **wanted: Unpack[Filters]) -> Table:
        """The ledger: who said what, how firmly, in which words; without `rejected` not what people rejected."""
        from sayso.chronicle.views.ledger import ledger
        from sayso.show.lists import claims

        return to_table(claims(ledger(self._file, _view(wanted), limit=limit, rejected=rejected)))

    def disputes(self, *, limit: int | None = None, **wanted: Unpack[Filters]) -> Table:
        """What reports of one incident contradict each other in."""
        from sayso.show.lists import disputes

        return to_table(disputes(self._entries(limit, wanted)))

    def meant_by(self, name: str) -> Table:
        """The people, bodies and states that a name may mean, with their ids."""
        from sayso.chronicle.entities.who import meant_by
        from sayso.show.identity_card import identity_list

        return to_table(identity_list(meant_by(self._file, name)))

    def who(
        self, name: str, *, private: str | None = None, limit: int | None = None, **wanted: Unpack[Filters]
    ) -> Table:
        """The card of a person, body or state, by name or id, a row for each thing told.

        Raises ChronicleError when the name means nobody or several, and for people without a public role unless
        `private` gives a reason (docs/using-it-fairly.md).
        """
        from sayso.chronicle.entities.cards import card
        from sayso.chronicle.entities.who import meant_by
        from sayso.show.identity_card import card_rows

        found = meant_by(self._file, name)
        if len(found) != 1:
            several = f"{name!r} may mean {len(found)}: take an id of meant_by({name!r})"
            raise ChronicleError(several if found else f"nobody in the chronicle is called {name!r}")
        if not found[0].public and not (private or "").strip():
            raise ChronicleError(f"{found[0].name} has no public role in these texts: give a reason as private=...")
        return to_table(card_rows(card(self._file, found[0], _view(wanted), limit=limit)))

    def show(self, incident: str) -> Entry:
        """One incident by its id, with all its tellings."""
        from sayso.chronicle.views.entries import entry

        return entry(self._file, incident)

    def search(self, words: str, *, limit: int = 50, **wanted: Unpack[Filters]) -> Table:
        """Sentences that hold all the words ("in quotes" as a phrase, `ship*` by beginning), the best first.

        With filters those of the reports that tell an incident which fulfils them.
        """
        from sayso.chronicle.views.facets import search_within

        return to_table(search_within(self._file, words, _view(wanted), limit=limit))

    def sql(self, statement: str) -> Table:
        """The answer to one statement of SQL over the tables of docs/data.md."""
        from sayso.chronicle.views.look import ask

        return to_table(ask(self._file, statement, self.path))

    def stats(self) -> Table:
        """What the chronicle holds."""
        from sayso.chronicle.views.look import stats

        return to_table(stats(self._file))

    def _entries(self, limit: int | None, wanted: Filters) -> tuple[Entry, ...]:
        from sayso.chronicle.views.entries import entries

        return tuple(entries(self._file, _view(wanted), limit=limit))


def _view(wanted: Filters) -> View:
    """The filters as a view; TypeError for a name that is none, ValueError for a day that is none."""
    from sayso.chronicle.views.entries import View

    unknown = sorted(wanted.keys() - Filters.__annotations__.keys())
    if unknown:
        raise TypeError(f"no filter {unknown[0]!r}; there are {', '.join(Filters.__annotations__)}")
    plain: dict[str, Any] = {n: v.isoformat() if isinstance(v, date) else v for n, v in wanted.items()}
    for name in ("since", "until"):
        if plain.get(name) is not None:
            date.fromisoformat(plain[name])
    return View(**plain)
