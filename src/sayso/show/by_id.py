"""The page of whatever stands under an id, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.chronicle.views.pages import (
    DOCUMENT,
    EVENT,
    INCIDENT,
    DocumentPage,
    EventPage,
    document_page,
    event_page,
    kind_of_id,
)
from sayso.export.days import show_days
from sayso.export.incident_rows import clean
from sayso.export.incident_words import VERIFIED_NOTHING
from sayso.export.judged import sentences
from sayso.show.incident import Because, telling_line, to_card

if TYPE_CHECKING:
    from sayso.chronicle.file import Connection


def to_page(file: Connection, identifier: str) -> str:
    """All that is told under an id, with the words; ChronicleError when there is nothing."""
    kind = kind_of_id(file, identifier)
    if kind == INCIDENT:
        return _incident(file, identifier)
    if kind == EVENT:
        return "\n".join([*_event(event_page(file, identifier)), "", VERIFIED_NOTHING])
    if kind == DOCUMENT:
        return "\n".join([*_document(document_page(file, identifier)), "", VERIFIED_NOTHING])
    return _entity(file, identifier)


def _incident(file: Connection, identifier: str) -> str:
    from sayso.chronicle.coded.beside import rows_of
    from sayso.chronicle.gathered.independence import origins_of
    from sayso.chronicle.views.entries import entry
    from sayso.chronicle.views.explained import dated_because, reasons, shown_because
    from sayso.show.beside import rows_told

    found = entry(file, identifier)
    why = Because(
        joined=reasons(file, found.id),
        origins=origins_of(file, found.id),
        shown=shown_because(file, found.id),
        dated=dated_because(file, found.id),
    )
    return to_card(found, why) + rows_told(rows_of(file, found.id))


def _entity(file: Connection, identifier: str) -> str:
    """The card of an identity, or of whom an entity of a text is taken for ("DOCUMENT#e1"), with the words."""
    from sayso.chronicle.entities.cards import card
    from sayso.chronicle.entities.who import identity
    from sayso.chronicle.file import ChronicleError
    from sayso.show.identity_card import to_identity_card

    try:
        who = identity(file, identifier)
    except ChronicleError as error:
        raise ChronicleError(f"there is no incident, event, document or entity {identifier!r}") from error
    if not who.public:
        raise ChronicleError(
            f"{who.name} has no public role in these texts: `sayso who {identifier} --private WHY` makes a card all the"
            " same, without what weighs on the name"
        )
    return to_identity_card(card(file, who), quotes=True)


def _event(page: EventPage) -> Iterator[str]:
    first, last = page.days
    day = show_days(first, last) if first and last else first or last or "not dated"
    yield f"{day}  {page.kind}: {clean(page.word)}" + (f" · in {clean(page.place)}" if page.place else "")
    yield f"{page.status}; event {page.id} {f'of incident {page.incident}' if page.incident else 'in no incident'}"
    yield from (f"  {clean(sentence)}" for sentence in sentences(page.judgements))
    yield f"“{clean(page.quote)}”"
    yield from (f"  {role}: {clean(name)} (“{clean(quote)}”)" for role, name, quote in page.parts)
    yield from (f"  {telling_line(telling)}" for telling in page.tellings)
    yield from (f"  dated: {clean(why)}" for why in page.dated_by)
    yield from (f"  with others because: {why}" for why in page.because)


def _document(page: DocumentPage) -> Iterator[str]:
    yield clean(page.title) or clean(page.id)
    dated = f"{page.published} (from {page.published_from})" if page.published else "not dated"
    yield "  ".join(part for part in (clean(page.publisher), dated, clean(page.byline), clean(page.url)) if part)
    yield f"document {page.id}, {page.versions} text{'s' * (page.versions != 1)}"
    yield from (f"  dated: {clean(why)}" for why in page.dated_by)
    yield from (f"  credits {clean(agency)}" for agency in page.credits)
    yield from (
        f"  one text with {clean(copy.document)}: {clean(copy.why).removeprefix('same because: ')}"
        for copy in page.copies
    )
    for told in page.events:
        yield f"  {told.kind}, {told.status}: “{clean(told.quote)}”  [event {told.id}, incident {told.incident}]"
