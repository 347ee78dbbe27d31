"""People, bodies and states across texts; a card gathers nothing on a private person without a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.entities.cards import card
from sayso.chronicle.entities.who import Identity, identity, meant_by
from sayso.chronicle.file import Connection
from sayso.show.identity_card import card_rows
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page, Withheld
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class CardLine:
    """One thing that the reports tell of somebody: `about` says what it is about (name, role, stop, company, ...)."""

    about: str
    when: str | None
    what: str | None
    where: str | None
    certainty: str | None
    according_to: str | None
    reports: int | None
    quote: str | None
    document: str | None
    incident: str | None
    identity: str | None


@dataclass(frozen=True, slots=True)
class EntityCard:
    """What the reports tell of one person, body or state.

    `texts` counts the reports that name it, `looked_at` those that the card is made from. `unlisted` counts incidents
    that weigh on the name of a private person and are not gathered, `more` those beyond the limit.
    """

    identity: Identity
    texts: int
    looked_at: int
    unlisted: int
    more: int
    lines: tuple[CardLine, ...]


def entities(file: Connection, asked: Asked) -> Page[Identity]:
    """The people, bodies and states that a name may mean, the most told first."""
    return asked.page_of(meant_by(file, asked.own["name"]))


def entity(file: Connection, asked: Asked) -> EntityCard:
    """The card of a person, body or state; of a person without a public role only for a reason (private), and then
    without what weighs on the name."""
    who = identity(file, asked.own["id"])
    if not who.public and not asked.own.get("private"):
        raise Withheld(
            f"{who.name} has no public role in these texts, and a card gathers what is said of a person in one place;"
            " `private` with a reason makes one all the same, without what weighs on the name"
        )
    found = card(file, who, asked.filters.view, limit=asked.limit)
    lines = tuple(CardLine(*row) for row in card_rows(found).rows)
    return EntityCard(who, found.texts, found.looked_at, found.unlisted, found.more, lines)


ROUTES = (
    Route("/entities", entities, Page[Identity], ("name", *PAGING)),
    Route("/entities/{id}", entity, EntityCard, ("id", "private", *FILTERS, "limit")),
)
