"""What decisions are about, in words and with a page to go to: incidents, events, claims, people, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from sayso.chronicle.decided.decisions import Listed
from sayso.chronicle.entities.who import identity
from sayso.chronicle.file import Connection, NotThere
from sayso.chronicle.views.pages import document_title
from sayso.chronicle.views.rejected import rejected_events
from sayso.chronicle.views.spans import spans_of
from sayso.web.charts.marks import label_of
from sayso.web.filters import Filters

SHOWN = 3  # things of one decision that are named


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in words, the address of its page, and what it is where the words do not say that."""

    words: str
    path: str
    kind: str = ""


def things_about(file: Connection, decisions: Iterable[Listed]) -> dict[str, Thing]:
    """What the decisions hold on to now, the first of each, by the ids in `now`; what is not there is left out."""
    named = [(identifier, one.decision.about) for one in decisions for identifier in one.now[:SHOWN]]
    events = {identifier for identifier, about in named if about in ("event", "row")}
    claimed = {identifier: identifier.rpartition(".")[0] for identifier, about in named if about == "claim"}
    found = dict(_told(file, events | set(claimed.values())))
    found |= {claim: found[event] for claim, event in claimed.items() if event in found}
    for identifier, about in named:
        thing = _other(file, identifier, about)
        if thing is not None:
            found[identifier] = thing
    return found


def _told(file: Connection, ids: set[str]) -> Iterator[tuple[str, Thing]]:
    """Incidents by their headline, events that are in none by who takes part."""
    for span in spans_of(file, sorted(ids), len(ids)):
        yield span.id, Thing(label_of(span, "kind"), f"/incident/{span.id}", span.kind)
        ids.discard(span.id)
    for event in rejected_events(file, sorted(ids)):
        words = f"{event.word} ({', '.join(event.parties)})" if event.parties else event.word
        yield event.id, Thing(words, f"/incident/{event.id}", event.kind)


def _other(file: Connection, identifier: str, about: str) -> Thing | None:
    if about == "document":
        return Thing(document_title(file, identifier) or identifier, f"/document?{urlencode({'id': identifier})}")
    if about != "entity":
        return None
    try:
        name = identity(file, identifier).name
    except NotThere:
        return None
    return Thing(name, Filters().with_(actor=f'"{name}"').link("/incidents"))
