"""The records of the three levels: text, claim, world. Frozen, plain, and the same names as the JSON of a report.

A record carries spans into `Document.text` (`sayso.spans.Span`, half-open, in code points). Unknown is None, a list
that may be empty is a tuple. `rule` fields name the rule or the lexicon row that a value came from; `--explain`
prints them. Names that Python keeps for itself carry an underscore at the end (`class_`); JSON has them without.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.spans import Span

NOWHERE = Span(0, 0)
SCHEMA = "sayso.report/1"

ENTITY_KINDS = (
    "person",
    "organisation",
    "government",
    "military",
    "media",
    "group",
    "country",
    "facility",
    "other",
)
SECTORS = (
    "government",
    "legislature",
    "judiciary",
    "military",
    "police",
    "intelligence",
    "rebel",
    "party",
    "media",
    "business",
    "civilian",
    "religion",
    "international",
    "criminal",
    "labour",
    "education",
)
FORMS = ("name", "nominal", "pronoun")
EQUIPMENT_CLASSES = (
    "aircraft",
    "missile",
    "ship",
    "submarine",
    "satellite",
    "munition",
    "vehicle",
    "air-defence",
    "nuclear weapon",
    "drone",
    "other",
)
PRECISIONS = ("point", "populated place", "admin", "country", "region", "sea")
TIMEX_TYPES = ("DATE", "TIME", "DURATION", "SET")
TIME_RELATIONS = ("within", "throughout", "since", "until", "repeated")
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
STANCES = ("asserts", "denies", "doubts", "warns", "asks", "predicts")
FACTUALITIES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu")
TENSES = ("past", "ongoing", "future", "generic")
OUTCOMES = ("succeeded", "failed")
STATUSES = ("happened", "planned", "possible", "negated", "failed")
ROLES = ("actor", "target", "equipment")
PUBLISHED_FROM = ("given", "json-ld", "meta", "time-element", "feed", "dateline", "url")
VERDICTS = ("identity", "accept", "reject", "correct", "add", "note", "withdraw")
IDENTITIES = ("same", "different", "unsure")
CORRECTABLE = ("kind", "actors", "targets", "equipment", "place", "time", "status", "source")


# --- level 1: text -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that intake left out of the text, and why ("comment form", "share line", ...)."""

    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Document:
    """What one input says: its text, never edited after this, and what is known of it.

    `id` outlives changes of the text, `version` does not: spans belong to a version. `published_from` tells how the
    date was found (see PUBLISHED_FROM). `title_stop` is where the title ends in the text, 0 when the text has none.
    """

    id: str
    version: str
    text: str
    title: str | None = None
    title_stop: int = 0
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    language: str | None = None
    extractor: str = "text"
    file: str | None = None
    capture: str | None = None
    cuts: tuple[Cut, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done, or was doubted, while a document was read."""

    stage: str
    what: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document, and why. `reason` is a short code, `what` a sentence for people."""

    input: str
    stage: str
    reason: str
    what: str


@dataclass(frozen=True, slots=True)
class Mention:
    span: Span
    quote: str
    form: str = "name"


@dataclass(frozen=True, slots=True)
class Role:
    """An office or description that the text gives an entity ("the defense minister")."""

    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """One real person, body or state of a text with all its mentions; `country` is ISO 3166-1 alpha-2.

    `sector` is the part it plays as coders of events count it, one of SECTORS (`reading.entities.sectors`).
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    country: str | None = None
    mentions: tuple[Mention, ...] = ()
    rule: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Equipment:
    """One designation or class of weapon, vehicle or system of a text; `maker` is a country code."""

    id: str
    name: str
    class_: str
    mentions: tuple[Mention, ...] = ()
    maker: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """One distinct real place. Coordinates in degrees (WGS 84); unresolved: `lat`, `lon`, `gazetteer` None.

    `within` names what it lies in, the nearest first: district, province, country.
    """

    id: str
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None
    within: tuple[str, ...] = ()
    gazetteer: str | None = None
    mentions: tuple[Span, ...] = ()
    score: float | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression (TIMEX3 type, value, mod) with the first and last day it can mean (ISO dates or None).

    `anchor` is "published", the id of the Timex it counts from, or None (a day outside the text, or none at all).
    `shift` says how it counts while that day is unknown ("weekday 6 past", "later D 2"; `dates.shift`).
    """

    id: str
    span: Span
    quote: str
    type: str
    value: str
    mod: str | None = None
    anchor: str | None = None
    earliest: str | None = None
    latest: str | None = None
    rule: str | None = None
    shift: str | None = None


# --- level 2: claim ----------------------------------------------------------------------------------------------


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


# --- level 3: world ----------------------------------------------------------------------------------------------


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
    """Another incident that belongs to this one: `how` it does ("carries out", "planned as"), and why."""

    incident: str
    how: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident as lists and exports show it: the values of the report that tells most, and every telling of it.

    `reports` counts documents, `origins` how many of them are separate as far as the texts tell. Days are ISO dates,
    `lat` and `lon` degrees (WGS 84); unknown is None. `equipment_classes` go with `equipment`, "" for an unknown one.
    `dated_by` says which report the days follow from, when that which tells them is undated. `developments` are numbers
    that later reports tell otherwise; `linked` are incidents that planned this one or carry it out.
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
