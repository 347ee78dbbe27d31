"""Level 2, claim: who vouches for which event, how firmly; and the reading that holds all of one document."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.records.text import NOWHERE, Document, Entity, Equipment, Place, Problem, Timex
from sayso.spans import Span

SCHEMA = "sayso.report/1"
SOURCE_KINDS = (
    "state media",
    "media",
    "official",
    "government",
    "military",
    "expert",
    "witness",
    "anonymous",
    "document",
    "organisation",
    "person",
)
TIME_RELATIONS = ("within", "throughout", "since", "until", "repeated")
STANCES = ("asserts", "denies", "doubts", "warns", "asks", "predicts")
FACTUALITIES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu")
TENSES = ("past", "ongoing", "future", "generic")
OUTCOMES = ("succeeded", "failed")
STATUSES = ("happened", "planned", "possible", "negated", "failed")
ROLES = ("actor", "target", "equipment")


@dataclass(frozen=True, slots=True)
class Source:
    """Who is cited. `entity` and `span` are None for a source outside the text or only implied."""

    entity: str | None
    name: str | None
    kind: str | None
    span: Span | None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the cue that cites it, and the words it answers for; `within` is the id of the enclosing one."""

    id: str
    source: Source
    cue: Span | None
    content: tuple[Span, ...]
    stance: str = "asserts"
    quoted: bool = False
    within: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what takes part. `ref` is an entity, equipment or place id, or None for a thing told by its words."""

    role: str
    ref: str | None
    name: str
    span: Span
    quote: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event was: the ids of the expressions that say so, their relation, and the days that bound the whole."""

    times: tuple[str, ...]
    relation: str | None
    earliest: str | None
    latest: str | None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world event that one text tells, with all its mentions; `triggers[0]` tells the most."""

    id: str
    kind: str
    triggers: tuple[Span, ...]
    participants: tuple[Participant, ...] = ()
    place: str | None = None
    time: EventTime | None = None
    tense: str | None = None
    outcome: str | None = None
    count: int | None = 1
    factuality: str = "CT+"
    status: str = "happened"
    attributions: tuple[str, ...] = ()
    sentence: Span = NOWHERE
    rule: str | None = None
    place_rule: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that carry a claim, in one version of one document."""

    version: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One event in one document as one source chain tells it; `chain` is nearest the fact first, empty = the report.

    `factuality` is that chain's commitment on the FactBank scale (Saurí & Pustejovsky 2009), `cues` the spans of the
    words that license it.
    """

    id: str
    event: str
    chain: tuple[str, ...]
    stance: str
    factuality: str
    status: str
    cues: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that an event carries: bounds and best value in `unit`, with its words and what was counted.

    `attributions` is the chain of sources that give it, nearest the fact first (empty: the report itself), `claims` the
    claims on its event that they make. `part_of` is the quantity of which it counts a part.
    """

    id: str
    event: str | None
    of: str
    unit: str | None
    low: float | None
    high: float | None
    value: float | None
    approximate: bool
    span: Span
    quote: str
    filler: str | None = None
    claims: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Which reader made a reading: version of sayso, name of the model, digest over model and knowledge files."""

    version: str
    model: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document; its document and its reader."""

    reader: Reader
    document: Document
    entities: tuple[Entity, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Timex, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    problems: tuple[Problem, ...] = ()
