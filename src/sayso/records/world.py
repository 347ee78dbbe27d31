"""Level 3, world: what people decided, incidents as lists and exports show them, rows that a team coded."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.spans import Span

VERDICTS = ("identity", "accept", "reject", "correct", "add", "note", "withdraw")
IDENTITIES = ("same", "different", "unsure")
CORRECTABLE = ("kind", "actors", "targets", "equipment", "place", "time", "status", "source")


@dataclass(frozen=True, slots=True)
class Selector:
    """Where a decision holds on to a text: by overlap with `span` in the same version, else by the words.

    `kind` is that of the event or entity. `before` and `after` are the words around the quote. `side` numbers the
    things that an identity compares; `source` is the chain of a claim, None when it is not about a claim.
    """

    document: str
    version: str
    span: Span
    quote: str
    kind: str
    before: str = ""
    after: str = ""
    side: int = 0
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: append-only. `verdict` is one of VERDICTS, `when` an ISO 8601 instant in UTC.

    `about` is event, claim, entity, document or decision (that a withdrawal is about); targets and selectors go
    together. `after` is one of IDENTITIES for an identity, the new value for a correction, JSON for an addition.
    """

    id: str
    verdict: str
    about: str
    targets: tuple[str, ...]
    selectors: tuple[Selector, ...]
    field: str | None
    before: str | None
    after: str | None
    who: str
    when: str
    why: str | None
    reader: str
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided of an event or a claim, as it is in force: accept, reject, correct, add, note."""

    target: str
    verdict: str
    field: str | None
    before: str | None
    after: str | None
    who: str
    when: str
    why: str | None
    decision: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what takes part in an incident, under the name that the most telling report gives."""

    name: str
    kind: str | None = None
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that one source gives of an incident, with its bounds, its words and the sentence they stand in.

    `filler` is what is counted, as the text says it, `event` the id of the event that carries it.
    """

    of: str
    low: float | None
    high: float | None
    value: float | None
    unit: str | None
    source: str
    quote: str
    document: str
    filler: str | None = None
    sentence: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim on an incident: who tells it, how firmly, in which words of which report.

    `chain` names all links, nearest the fact first, ", via " between them; empty when the report vouches itself, and
    `source` is its publisher then. `span` lies in the text of `version`; `sha256` is the hash of the original bytes.
    """

    event: str
    document: str
    version: str
    sha256: str | None
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    source: str
    chain: str
    stance: str
    factuality: str
    status: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two tellings that contradict each other in a field (time, place, number, outcome, actor, status).

    Each side has its value, who gives it, the sentence, the day and the id of the report. `developed` is for a number
    that a later report tells otherwise: no contradiction, the earlier side first.
    """

    incident: str
    field: str
    one: str
    other: str
    one_source: str
    other_source: str
    one_quote: str
    other_quote: str
    one_published: str | None = None
    other_published: str | None = None
    one_document: str | None = None
    other_document: str | None = None
    developed: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Another incident that belongs to this one: `how` it does ("carried out"), and why."""

    incident: str
    how: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident as lists and exports show it: the values of the report that tells most, and every telling of it.

    `reports` counts documents, `origins` the separate ones that tell it as far as the texts tell, `denials` those that
    deny or doubt it. Days are ISO dates, `lat` and `lon` degrees (WGS 84); unknown is None. `equipment_classes` go with
    `equipment`, "" for an unknown one. `dated_by` says which report the days follow from, when that which tells them is
    undated. `developments` are numbers that later reports tell otherwise; `linked` are incidents that planned this one
    or carry it out. `edge` is the first and last day of what it lasts since or until, as far as the words tell: a year.
    """

    id: str
    kind: str
    word: str
    status: str
    factuality: str
    earliest: str | None
    latest: str | None
    relation: str | None
    actors: tuple[Party, ...]
    targets: tuple[Party, ...]
    equipment: tuple[str, ...]
    figures: tuple[Figure, ...]
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    within: tuple[str, ...]
    sources: tuple[str, ...]
    reports: int
    origins: int
    tellings: tuple[Telling, ...]
    disputes: tuple[Dispute, ...] = ()
    outcome: str | None = None
    equipment_classes: tuple[str, ...] = ()
    dated_by: str | None = None
    developments: tuple[Dispute, ...] = ()
    linked: tuple[Linked, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    denials: int = 0
    edge: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row of a table that a team coded by hand, in our words: what `sayso import` keeps.

    `id` is the collection, a slash and the row's own id; `told_kind` what the row calls its kind, `kind` one of ours or
    None. Days are ISO dates, `killed` and `wounded` bounds, `lat` and `lon` degrees (WGS 84); unknown is None.
    """

    id: str
    collection: str
    kind: str | None
    told_kind: str
    status: str = "happened"
    earliest: str | None = None
    latest: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    place: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    killed: tuple[int, ...] = ()
    wounded: tuple[int, ...] = ()
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row of a team's table that was taken: its line in the file, and its cells as they were."""

    line: int
    row: CodedRow
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of a team's table that was not taken, and why."""

    line: int
    reason: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What an imported row and our incident differ in: both values, ours with who tells it and its words."""

    field: str
    theirs: str
    ours: str
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An imported row and the incident that it is taken for: either is None where the other side has nothing."""

    row: CodedRow | None
    entry: Entry | None
    score: float | None = None
    why: str = ""
    disagreements: tuple[Disagreement, ...] = ()
