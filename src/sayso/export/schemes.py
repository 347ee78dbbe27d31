"""Incidents in the columns of two schemes that others code by: ACLED and PLOVER (POLECAT), as far as sayso can tell.

What the scheme wants and the texts do not tell stays empty; status, source and quote are columns of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from sayso.export.days import as_day
from sayso.export.incident_rows import IncidentRow, clean, in_order, incident_row, on_map
from sayso.export.sheets import sheet_csv
from sayso.knowledge.kinds import Kind, load_kinds
from sayso.records import Entry, Party

Cell = str | int | float | None
Cells = dict[str, Cell]

TOOK_PLACE = ("happened", "failed", "possible")  # statuses of which other schemes have rows at all
ACLED_COLUMNS: tuple[str, ...] = ("event_id", "event_date", "year", "time_precision", "event_type", "sub_event_type")
ACLED_COLUMNS += ("actor1", "actor2", "iso2", "country", "admin1", "admin2", "location", "latitude", "longitude")
ACLED_COLUMNS += ("geo_precision", "source", "notes", "fatalities")
ACLED_MORE: tuple[str, ...] = (
    "status",
    "factuality",
    "earliest",
    "latest",
    "candidate_types",
    "all_actors1",
    "all_actors2",
    "equipment",
)
ACLED_MORE += (
    "who_sector",
    "whom_sector",
    "outcome",
    "fatalities_min",
    "fatalities_max",
    "reports",
    "origins",
    "disputes",
    "url",
)
PLOVER_COLUMNS: tuple[str, ...] = ("event_id", "event_date", "event_type", "actor_name", "actor_country", "actor_kind")
PLOVER_COLUMNS += ("recipient_name", "recipient_country", "recipient_kind", "placename", "country", "latitude")
PLOVER_COLUMNS += ("longitude", "source", "publication_date", "publisher", "url", "text")
PLOVER_MORE: tuple[str, ...] = (
    "status",
    "factuality",
    "earliest",
    "latest",
    "other_types",
    "actor_sector",
    "recipient_sector",
    "outcome",
    "reports",
    "origins",
    "disputes",
)
_DAYS_OF = {1: 1, 7: 2, 31: 3}  # days that an event can lie in, and the time precision of ACLED: day, week, month
_GEO_PRECISIONS = {"point": 1, "populated place": 1, "admin": 2, "region": 3, "sea": 3}


def acled_csv(entries: Iterable[Entry], *, exact: bool = False) -> str:
    """A table like ACLED's of the incidents that took place, or may have, and whose kind ACLED has."""
    return _table((*ACLED_COLUMNS, *ACLED_MORE), _acled(in_order(entries)), exact)


def plover_csv(entries: Iterable[Entry], *, exact: bool = False) -> str:
    """A table like POLECAT's: one row for each actor and recipient of what took place, or may have; PLOVER types."""
    return _table((*PLOVER_COLUMNS, *PLOVER_MORE), _plover(in_order(entries)), exact)


def _table(head: Sequence[str], rows: Iterable[Cells], exact: bool) -> str:
    return sheet_csv(head, ([row[name] for name in head] for row in rows), exact=exact)


def _acled(entries: Iterable[Entry]) -> Iterator[Cells]:
    kinds = load_kinds()
    for entry in entries:
        kind = kinds.get(entry.kind)
        if entry.status in TOOK_PLACE and kind is not None and kind.acled:
            row = incident_row(entry)
            yield {
                **_common(entry, row),
                **_when(row),
                **_acled_type(kind),
                **_acled_parties(entry),
                **_acled_where(entry),
            }


def _common(entry: Entry, row: IncidentRow) -> Cells:
    """The cells that both schemes have, and those that every export has."""
    same = row.killed_min if row.killed_min == row.killed_max else None
    return {
        "event_id": row.incident,
        "source": row.according_to,
        "notes": row.quote,
        "text": row.quote,
        "fatalities": same,
        "fatalities_min": row.killed_min,
        "fatalities_max": row.killed_max,
        "iso2": row.country,
        "latitude": row.lat,
        "longitude": row.lon,
        "publication_date": row.published,
        **{name: getattr(row, name) for name in ("status", "factuality", "earliest", "latest", "equipment", "reports")},
        **{name: getattr(row, name) for name in ("origins", "disputes", "url", "publisher")},
        **{name: getattr(row, name) for name in ("who_sector", "whom_sector", "outcome")},
    }


def _when(row: IncidentRow) -> Cells:
    """The day when it is known, and how precisely the days bound it: 1 day, 2 week, 3 month, empty beyond that."""
    cells: Cells = {"event_date": "", "year": None, "time_precision": None}
    first, last = as_day(row.earliest), as_day(row.latest)
    if first is None or last is None:
        return cells
    length = (last - first).days + 1
    cells["event_date"] = row.earliest if length == 1 else ""
    cells["year"] = first.year if first.year == last.year else None
    cells["time_precision"] = next((precision for days, precision in _DAYS_OF.items() if 0 < length <= days), None)
    return cells


def _acled_type(kind: Kind) -> Cells:
    """Event and sub-event type, each only where ACLED has one for the kind; `candidate_types` has all."""
    types = sorted({name.split(": ")[0] for name in kind.acled})
    return {
        "event_type": types[0] if len(types) == 1 else "",
        "sub_event_type": kind.acled[0].split(": ")[-1] if len(kind.acled) == 1 else "",
        "candidate_types": " | ".join(kind.acled),
    }


def _acled_parties(entry: Entry) -> Cells:
    """The first on each side, and all of them; `actor2` stays empty where all who take part are actors."""
    actors = [clean(party.name) for party in entry.actors]
    others = [clean(party.name) for party in entry.targets]
    return {
        "actor1": actors[0] if actors else "",
        "actor2": others[0] if others else "",
        "all_actors1": "; ".join(actors),
        "all_actors2": "; ".join(others),
    }


def _acled_where(entry: Entry) -> Cells:
    within = [clean(name) for name in entry.within]
    own_country = entry.precision == "country"
    return {
        "country": clean(entry.place) if own_country else within[-1] if within and entry.country else "",
        "admin1": within[-2]
        if len(within) > 1
        else clean(entry.place)
        if entry.precision == "admin" and within
        else "",
        "admin2": within[-3] if len(within) > 2 else "",
        "location": "" if own_country else clean(entry.place),
        "geo_precision": _GEO_PRECISIONS.get(entry.precision or "") if on_map(entry) else None,
    }


def _plover(entries: Iterable[Entry]) -> Iterator[Cells]:
    kinds = load_kinds()
    for entry in entries:
        kind = kinds.get(entry.kind)
        if entry.status in TOOK_PLACE and kind is not None and kind.plover:
            row = incident_row(entry)
            types: Cells = {"event_type": kind.plover[0], "other_types": " | ".join(kind.plover[1:])}
            where: Cells = {"placename": clean(entry.place), "country": row.country}
            for actor, recipient in _dyads(entry):
                sides = {**_side("actor", actor), **_side("recipient", recipient)}
                yield {**_common(entry, row), **_when(row), **types, **where, **sides}


def _dyads(entry: Entry) -> Iterator[tuple[Party | None, Party | None]]:
    """Every actor with every target; with each other where there is no target; None for a side that is not told."""
    if entry.targets or len(entry.actors) < 2:
        yield from product(entry.actors or (None,), entry.targets or (None,))
    else:
        yield from ((one, other) for one, other in product(entry.actors, repeat=2) if one is not other)


def _side(side: str, party: Party | None) -> Cells:
    told = party or Party("")
    return {
        f"{side}_name": clean(told.name),
        f"{side}_country": clean(told.country),
        f"{side}_kind": clean(told.kind),
        f"{side}_sector": clean(told.sector),
    }
