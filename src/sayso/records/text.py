"""Level 1, text: what one document says, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sayso.spans import Span

NOWHERE = Span(0, 0)
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
PUBLISHED_FROM = ("given", "json-ld", "meta", "time-element", "feed", "dateline", "sent", "url")


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
class Provenance:
    """Where the bytes of a document are from, as far as it is known.

    `fetched` is an ISO 8601 time with its zone, `headers` are what the server said, as it said it.
    """

    address: str | None = None
    fetched: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document, and why. `reason` is a short code, `what` a sentence for people.

    What an archive holds beside reports (pictures, requests) is of stage BESIDE: it is told, and nothing is wrong.
    """

    BESIDE: ClassVar[str] = "beside"

    input: str
    stage: str
    reason: str
    what: str

    @property
    def is_wrong(self) -> bool:
        """Whether it should have been a document."""
        return self.stage != self.BESIDE


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
