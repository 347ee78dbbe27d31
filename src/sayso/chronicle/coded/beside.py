"""What a team has beside what the chronicle tells: each imported row with its incident, and what either side lacks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice

from sayso.chronicle.coded.imported import rows_in
from sayso.chronicle.gathered.facts_codec import facts_from
from sayso.chronicle.names import names_in
from sayso.chronicle.views.entries import View, entry, ids_of
from sayso.gathering.coded.disagreements import find_disagreements
from sayso.gathering.coded.rows import Known, entry_of_row, known_by_name
from sayso.knowledge.persons import plain_name
from sayso.records import Beside, CodedRow, Entry

THEIRS, OURS, BOTH, DISAGREE = "theirs", "ours", "both", "disagree"
SIDES = (THEIRS, OURS, BOTH, DISAGREE)
_MATCHES = (
    "SELECT m.row, i.incident, m.score, m.why FROM imported_matches m JOIN incident_events i ON i.event = m.event"
)

_OF_REPORTS = ("document", "min_independent", "control", "review", "disputed")  # conditions that no row has

Match = tuple[str, float, str]  # incident, score, why


def besides(
    file: sqlite3.Connection, view: View, *, only: str | None = None, limit: int | None = None
) -> Iterator[Beside]:
    """Rows and incidents side by side in order of days, undated ones last; `only` is one of SIDES.

    A row is shown when it, or its incident, is in the view.
    """
    matches = {row: (incident, score, why) for row, incident, score, why in file.execute(_MATCHES)}
    known = known_by_name(names_in(file))
    lines = sorted(_lines(file, view, matches, only), key=lambda line: line[:3])
    found = (_beside(file, row, incident, matches, known) for _, _, _, row, incident in lines)
    return islice((b for b in found if only != DISAGREE or b.disagreements), limit)


def _lines(
    file: sqlite3.Connection, view: View, matches: dict[str, Match], only: str | None
) -> Iterator[tuple[str, str, str, CodedRow | None, str | None]]:
    """Day, sort and id of each line that is wanted, its row and its incident."""
    chosen = ids_of(file, view)
    everything = all(getattr(view, field.name) is None for field in fields(view))
    inside = {incident for incident, _ in chosen}
    for row in rows_in(file) if only != OURS else ():
        incident = matches[row.id][0] if row.id in matches else None
        wanted = everything or row_fits(row, view) or incident in inside
        if wanted and _is_asked(only, incident):
            yield row.earliest or row.latest or "9999", "a", row.id, row, incident
    if only in (None, OURS):
        taken = {incident for incident, _, _ in matches.values()}
        yield from ((day or "9999", "b", incident, None, incident) for incident, day in chosen if incident not in taken)


def _is_asked(only: str | None, incident: str | None) -> bool:
    return only is None or (only == THEIRS) == (incident is None)


def _beside(
    file: sqlite3.Connection, row: CodedRow | None, incident: str | None, matches: dict[str, Match], known: Known
) -> Beside:
    found = entry(file, incident) if incident is not None else None
    if row is None or found is None:
        return Beside(row, found)
    _, score, why = matches[row.id]
    told = file.execute(
        "SELECT f.facts FROM incident_events m JOIN facts f ON f.event = m.event WHERE m.incident = ? ORDER BY m.event",
        (found.id,),
    )
    facts = sorted((facts_from(value) for (value,) in told), key=lambda f: f.id != found.tellings[0].event)
    return Beside(row, found, score, why, find_disagreements(row, known, found, facts))


def row_fits(row: CodedRow, view: View) -> bool:
    """Whether an imported row alone fulfils the conditions of a view; those on reports and decisions it does not."""
    if any(getattr(view, name) is not None for name in _OF_REPORTS):
        return False
    told = {
        "actor": (*row.actors, *row.targets),
        "place": (row.place or "",),
        "equipment": row.equipment,
        "source": (row.source or "",),
    }
    parts = ((getattr(view, name), values) for name, values in told.items())
    if any(part is not None and not any(_has(value, part) for value in values) for part, values in parts):
        return False
    exact = (("country", row.country), ("kind", row.kind), ("status", row.status))
    if any(getattr(view, name) not in (None, value) for name, value in exact):
        return False
    return _in_days(row, view) and _has_words(row, view) and _is_watched(row, view)


def _has(value: str, part: str) -> bool:
    """Whether a name has a part, or is it when that stands in quotation marks."""
    whole = len(part) > 2 and part[0] == part[-1] == '"'
    return part[1:-1].lower() == value.lower() if whole else part.lower() in value.lower()


def _in_days(row: CodedRow, view: View) -> bool:
    first, last = row.earliest or row.latest, row.latest or row.earliest
    after = view.since is None or (last is not None and last >= view.since)
    return after and (view.until is None or (first is not None and first <= view.until))


def _has_words(row: CodedRow, view: View) -> bool:
    told = plain_name(" ".join((row.note or "", row.told_kind))).split()
    wanted = " ".join((view.text or "", view.report_text or "")).replace('"', " ")
    return all(word in told for word in plain_name(wanted).split())


def _is_watched(row: CodedRow, view: View) -> bool:
    told = [f" {plain_name(name)} " for name in (*row.actors, *row.targets, row.source or "")]
    return view.watch is None or any(f" {plain_name(name)} " in one for name in view.watch for one in told)


def rows_alone(file: sqlite3.Connection, view: View) -> Iterator[Entry]:
    """The rows without an incident of ours, as incidents that nobody tells: status "imported", no reports."""
    found = besides(file, view, only=THEIRS)
    return (entry_of_row(one.row) for one in found if one.row is not None)


def rows_of(file: sqlite3.Connection, incident: str) -> list[Beside]:
    """The imported rows that are taken for an incident."""
    found = file.execute(f"{_MATCHES} WHERE i.incident = ?", (incident,))
    matches = {row: (incident, score, why) for row, _, score, why in found}
    if not matches:
        return []
    known = known_by_name(names_in(file))
    return [_beside(file, row, incident, matches, known) for row in rows_in(file, matches)]
