"""The ledger: who says what of which incident, in which words; and what contradicts."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.chronicle.file import Connection
from sayso.chronicle.views.entries import entry
from sayso.export.incident_rows import incident_row, teller
from sayso.export.incident_words import headline
from sayso.records import Dispute, Telling
from sayso.web.api.asked import FILTERS, PAGING, Asked, Page
from sayso.web.api.incidents import page_of_ids
from sayso.web.api.routes import Route


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim on an incident: `according_to` names the chain of sources, nearest the fact first."""

    incident: str
    what: str
    according_to: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class ToldDispute:
    """A contradiction between two accounts of one incident."""

    what: str
    dispute: Dispute


def claims(file: Connection, asked: Asked) -> Page[ToldClaim]:
    """The claims on the incidents of a view: who vouches for what, how firmly, in which words. A page counts incidents,
    and brings all claims on them."""
    ids = page_of_ids(file, asked)
    told = (entry(file, identifier) for identifier in ids[: asked.limit])
    found = (
        ToldClaim(one.id, headline(incident_row(one)), teller(telling), telling)
        for one in told
        for telling in one.tellings
    )
    return Page(tuple(found), asked.filters.page, asked.page(ids).next_page)


def disputes(file: Connection, asked: Asked) -> Page[ToldDispute]:
    """What reports of one incident contradict each other in, both sides with their words. A page counts the incidents
    that were looked through, so that it can be empty and have a next one; order=reports finds most of them first."""
    ids = page_of_ids(file, asked)
    told = (entry(file, identifier) for identifier in ids[: asked.limit])
    found = (ToldDispute(headline(incident_row(one)), dispute) for one in told for dispute in one.disputes)
    return Page(tuple(found), asked.filters.page, asked.page(ids).next_page)


ROUTES = (
    Route("/claims", claims, Page[ToldClaim], (*FILTERS, "order", *PAGING)),
    Route("/disputes", disputes, Page[ToldDispute], (*FILTERS, "order", *PAGING)),
)
