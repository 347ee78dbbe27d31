"""The values of an incident as its page lists them, each with what a person can put in its place, or did."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.export.incident_rows import IncidentRow
from sayso.gathering.amended import ROLE_OF
from sayso.knowledge.kinds import load_kinds
from sayso.records import STATUSES, Entry, Judgement, Party

NAMES = "Words of the report that is shown first; several between semicolons."
HINTS = {
    "place": "The name of a place.",
    "time": "A day as 2024-05-06, a month as 2024-05, or two days as 2024-05-06/2024-05-08.",
    "source": NAMES,
} | dict.fromkeys(ROLE_OF, NAMES)
UNKNOWN = "“unknown” takes the value away."


@dataclass(frozen=True, slots=True)
class Value:
    """What is told of an incident in one respect.

    `field` is one of CORRECTABLE, "" for what nobody corrects by itself; `given` is the value as a correction would
    take it, `choices` are all that it can have, where these are few. `corrected` are corrections in force.
    """

    name: str
    shown: str
    field: str = ""
    given: str = ""
    choices: tuple[str, ...] = ()
    corrected: tuple[Judgement, ...] = ()

    @property
    def hint(self) -> str:
        """How a correction is written; "" where it is chosen from a list."""
        return f"{HINTS[self.field]} {UNKNOWN}" if self.field in HINTS else ""


def values_of(entry: Entry, row: IncidentRow) -> list[Value]:
    """The values in the order in which a person asks: who, what, whom, with what, where, when, according to whom."""
    days = f"{row.earliest or '?'} to {row.latest or '?'}" if row.earliest != row.latest else ""
    found = [
        Value("Who", row.who, "actors", _names(entry.actors)),
        Value("What", f"{row.kind}: {row.what}", "kind", entry.kind, _kinds(entry.kind)),
        Value("How certain", entry.status, "status", entry.status, STATUSES),
        Value("Whom", row.whom, "targets", _names(entry.targets)),
        Value("With what", row.equipment, "equipment", "; ".join(entry.equipment)),
        Value("Numbers", row.numbers),
        Value("Where", row.where, "place", entry.place or ""),
        Value("Which lies in", row.within),
        Value("How precise", row.precision),
        Value("When", row.when, "time", _days(entry)),
        Value("Days that bound it", days),
        Value("According to", row.according_to, "source", "; ".join(_sources(entry))),
    ]
    return [_with_corrections(value, entry) for value in found if value.field or value.shown]


def _names(parties: tuple[Party, ...]) -> str:
    return "; ".join(party.name for party in parties)


def _kinds(own: str) -> tuple[str, ...]:
    """All kinds, a user's own too when the incident is of it."""
    return tuple(dict.fromkeys((*(kind.id for kind in load_kinds()), own)))


def _days(entry: Entry) -> str:
    first, last = entry.earliest or "", entry.latest or ""
    return first if first == last else f"{first}/{last}"


def _sources(entry: Entry) -> list[str]:
    """Whom the report that is shown first cites."""
    first = entry.tellings[0].event if entry.tellings else ""
    return list(dict.fromkeys(t.source for t in entry.tellings if t.event == first and t.chain))


def _with_corrections(value: Value, entry: Entry) -> Value:
    made = (j for j in entry.judgements if j.verdict == "correct" and j.field == value.field and value.field)
    corrected = tuple({judgement.decision: judgement for judgement in made}.values())
    return Value(value.name, value.shown, value.field, value.given, value.choices, corrected)
