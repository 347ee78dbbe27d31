"""Incidents as plain rows: one an incident, in order of time, and what all exports say of it in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Protocol

from sayso.export.days import BEFORE, show_days
from sayso.export.judged import all_judged
from sayso.export.printable import printable
from sayso.export.quotations import QUOTED, as_quoted
from sayso.export.rows import DISSENT, MARKS, OWN_VOICE, one_spelling
from sayso.export.tolls import OF_PEOPLE, Toll, bounds, told
from sayso.records import Dispute, Entry, Figure, Linked, Telling

NOT_DATED = "not dated"
_NO_MARK = "·"  # of a row that people coded: how certain it is, no report says
_LINKED = 120  # characters of the sentence that tells a linked incident
_NO_XML = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")


class Dated(Protocol):
    """What has days, a relation to them, and those of the words that it lasts since or until."""

    @property
    def earliest(self) -> str | None: ...
    @property
    def latest(self) -> str | None: ...
    @property
    def relation(self) -> str | None: ...
    @property
    def edge(self) -> tuple[str, str] | None: ...


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident, every cell fit to be printed. Empty: the texts do not tell. `incident` is its id."""

    when: str
    who: str
    what: str
    whom: str
    equipment: str
    numbers: str
    where: str
    according_to: str
    certainty: str
    reports: int
    origins: int
    denials: int
    disputes: str
    developments: str
    decided: str
    quote: str
    kind: str
    status: str
    factuality: str
    outcome: str
    earliest: str
    latest: str
    relation: str
    dated_by: str
    country: str
    lat: float | None
    lon: float | None
    precision: str
    within: str
    killed_min: int | None
    killed_max: int | None
    wounded_min: int | None
    wounded_max: int | None
    who_sector: str
    whom_sector: str
    equipment_class: str
    linked: str
    published: str
    publisher: str
    url: str
    incident: str


def incident_columns() -> tuple[str, ...]:
    """The names of a row's cells, in order."""
    return tuple(f.name for f in fields(IncidentRow))


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by day, undated ones last, the same for every order of arrival; quotations cut to `QUOTED`."""
    return [as_quoted(entry) for entry in sorted(entries, key=_day_then_id)]


def _day_then_id(entry: Entry) -> tuple[str, str, str]:
    return (entry.earliest or entry.latest or "9999", entry.latest or "9999", entry.id)


def incident_row(entry: Entry) -> IncidentRow:
    """The row of one incident."""
    first = leading(entry)
    tolls = [_toll(figure) for figure in entry.figures]
    return IncidentRow(
        when=show_when(entry),
        who=clean(", ".join(party.name for party in entry.actors)),
        what=clean(entry.word),
        whom=clean(", ".join(party.name for party in entry.targets)),
        equipment=clean(", ".join(entry.equipment)),
        numbers=clean(told(tolls)),
        where=_where(entry),
        according_to=according_to(entry),
        certainty=certainty(entry),
        reports=entry.reports,
        origins=entry.origins,
        denials=entry.denials,
        disputes="; ".join(show_dispute(dispute) for dispute in entry.disputes),
        developments="; ".join(show_dispute(development) for development in entry.developments),
        decided=clean("; ".join(all_judged(entry))),
        quote=shown_quote(first.quote, QUOTED - 1) if first else "",
        kind=clean(entry.kind),
        status=entry.status,
        factuality=entry.factuality,
        outcome=clean(entry.outcome),
        earliest=clean(entry.earliest),
        latest=clean(entry.latest),
        relation=clean(entry.relation),
        dated_by=clean(entry.dated_by),
        country=clean(entry.country),
        lat=entry.lat if on_map(entry) else None,
        lon=entry.lon if on_map(entry) else None,
        precision=clean(entry.precision),
        within=clean(", ".join(entry.within)),
        killed_min=_whole(bounds(tolls, "killed")[0]),
        killed_max=_whole(bounds(tolls, "killed")[1]),
        wounded_min=_whole(bounds(tolls, "wounded")[0]),
        wounded_max=_whole(bounds(tolls, "wounded")[1]),
        who_sector=_several(party.sector for party in entry.actors),
        whom_sector=_several(party.sector for party in entry.targets),
        equipment_class=_several(entry.equipment_classes),
        linked="; ".join(show_linked(linked) for linked in entry.linked),
        published=clean(first.published if first else None),
        publisher=clean(first.publisher if first else None),
        url=clean(first.url if first else None),
        incident=clean(entry.id),
    )


def clean(words: str | None) -> str:
    """Words on one line that neither a terminal nor an XML parser minds; "" for None."""
    if not words:
        return ""
    if words.isprintable() and "  " not in words:
        return words.strip()
    return " ".join(printable(words).translate(_NO_XML).split())


def shown_quote(quote: str, most: int) -> str:
    """A quotation on one line, at most so many characters of it and then an ellipsis."""
    return clean(quote) if len(quote) <= most else f"{clean(quote[:most])} …"


def leading(entry: Entry) -> Telling | None:
    """The first telling that vouches for what the entry shows, else the first."""
    agreeing = (t for t in entry.tellings if t.status == entry.status and t.stance not in DISSENT)
    return next(agreeing, entry.tellings[0] if entry.tellings else None)


def according_to(entry: Entry) -> str:
    """Who vouches for an incident, nearest the fact first, then who denies or doubts it."""
    told_by = [t for t in entry.tellings if not _left_open(t)]
    vouching = [teller(t) for t in told_by if t.stance not in DISSENT]
    against = [f"{DISSENT[t.stance]} {teller(t)}" for t in told_by if t.stance in DISSENT]
    return (
        "; ".join(one_spelling([*vouching, *against]))
        or clean("; ".join(one_spelling(entry.sources)))
        or (OWN_VOICE if entry.reports else "")
    )


def teller(telling: Telling) -> str:
    """The chain of sources of a telling, "X itself" when publisher X vouches for it in its own voice."""
    if telling.chain:
        return clean(telling.chain)
    return f"{clean(telling.publisher)} itself" if telling.publisher else OWN_VOICE


def _left_open(telling: Telling) -> bool:
    """Whether it is the report's own claim on what it only tells as denied or doubted by others."""
    return not telling.chain and (telling.factuality, telling.status) == ("Uu", "possible")


def certainty(entry: Entry) -> str:
    """The status behind its mark: "● happened"."""
    return f"{MARKS.get(entry.status, _NO_MARK)} {entry.status}"


def show_when(entry: Dated) -> str:
    """ "2023-09-16", "July 2023", "since 2021", "by 2023-09-16", or "" for an incident without a day."""
    words = BEFORE.get(entry.relation or "", "")
    first, last = entry.earliest, entry.latest
    if entry.edge:
        return clean(words + show_days(*entry.edge))
    if entry.relation == "since" and first:
        return clean(words + first)
    if entry.relation == "until" and last:
        return clean(words + last)
    if first and last:
        return clean(words + show_days(first, last))
    return clean(f"from {first}" if first else f"by {last}" if last else "")


def on_map(entry: Entry) -> bool:
    """Whether a point may stand for an incident: never for a whole country, nor for a place that was not found."""
    if entry.lat is None or entry.lon is None or entry.precision in (None, "country"):
        return False
    return abs(entry.lat) <= 90 and abs(entry.lon) <= 180


def _where(entry: Entry) -> str:
    if not entry.place:
        return f"{clean(entry.country)} (country only)" if entry.country else ""
    if entry.precision == "country":
        return f"{clean(entry.place)} (country only)"
    return clean(f"{entry.place}, {entry.country}" if entry.country else entry.place)


def show_dispute(dispute: Dispute) -> str:
    """ "number: 12 (the governor) against 15 (the army)"."""
    one, other = f"{dispute.one} ({dispute.one_source})", f"{dispute.other} ({dispute.other_source})"
    return clean(f"{dispute.field}: {one} against {other}")


def show_linked(linked: Linked) -> str:
    """ "carries out the plan: They will meet in Odda. [3f2a...]: both meet; both in Odda"."""
    return clean(f"{linked.how}: {linked.what} [{linked.incident}]: {linked.why}")


def link_name(linked: Linked) -> str:
    """The same for a list, in a few words and without the reason."""
    return clean(f"{linked.how}: {shown_quote(linked.what, _LINKED)} [{linked.incident}]")


def _several(words: Iterable[str | None]) -> str:
    return clean(", ".join(dict.fromkeys(word for word in words if word)))


def _toll(figure: Figure) -> Toll:
    counted = figure.of if figure.of in OF_PEOPLE else figure.filler or ""
    words = figure.quote if counted in figure.quote else f"{figure.quote} {counted}"
    only_high = figure.low is None and figure.value is None
    low = None if only_high else figure.low if figure.low is not None else figure.value
    return Toll(figure.of, clean(words), low, figure.high, clean(figure.source))


def _whole(number: str) -> int | None:
    return int(number) if number.isdigit() else None
