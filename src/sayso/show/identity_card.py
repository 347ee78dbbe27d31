"""The card of a person, body or state for a terminal, and as rows; lists of identities and of what is unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sayso.chronicle.entities.card_parts import Card, Cited, Companion, HeldRole, Said, TakesPart, reports_of
from sayso.chronicle.entities.who import Identity, OpenQuestion
from sayso.chronicle.views.look import Answer
from sayso.export.incident_rows import IncidentRow, clean, incident_row, leading, shown_quote
from sayso.export.incident_words import VERIFIED_NOTHING, day_of, headline, listed
from sayso.export.rows import MARKS
from sayso.records import Entry, Telling

_DAY = 14  # columns of the day
_MOST = 12  # companions
_PUBLISHERS = 5  # in a line
_QUOTED = 300  # characters of a quotation
_COLUMNS = (
    "about",
    "when",
    "what",
    "where",
    "certainty",
    "according_to",
    "reports",
    "quote",
    "document",
    "incident",
    "identity",
)
NO_FINDING = "An accusation is no finding: see what the accused says, and docs/using-it-fairly.md."


def to_identity_card(card: Card, *, quotes: bool = False) -> str:
    """The card, section by section; with `quotes` the words and the report behind every line."""
    sections = (
        ("Roles", [line for held in card.roles for line in _role(held, quotes)]),
        ("Where, in order of time", [line for stop in card.stops for line in _stop(stop, quotes)]),
        ("In the company of", [_companion(c) for c in card.company[:_MOST]]),
        ("Accused", _accusations(card.accused, quotes)),
        ("Accuses", _accusations(card.accuses, quotes)),
        ("Cited as the source of", [line for cited in card.cited for line in _cited(cited, quotes)]),
        (
            "Other incidents" if _told(card) else "Incidents",
            [line for t in _rest(card) for line in _incident(t, quotes)],
        ),
        ("Perhaps the same (sayso who --questions)", [f"  {_named(who)}: {clean(why)}" for who, why in card.open]),
    )
    lines = [line for head, told in sections if told for line in ("", head, *told)]
    lines = lines or ["", "The reports name it, and tell no role, no incident and no words of it."]
    return "\n".join([*_head(card), *lines, *_left_out(card), "", VERIFIED_NOTHING])


def _head(card: Card) -> Iterator[str]:
    who = card.identity
    role = {"person": "public role in the texts" if who.public else "no public role in the texts"}.get(who.sort)
    texts = f"{card.texts} report{'s' * (card.texts != 1)}"
    yield "  ".join(p for p in (clean(who.name), f"{who.sort}", who.country or "", role or "", texts) if p)
    yield f"identity {who.id}"
    if len(card.spellings) > 1:
        yield "Named " + ", ".join(f"{clean(s.name)} ({s.texts})" for s in card.spellings)
    if who.why:
        yield "One because " + "; ".join(f"{clean(why)}" for why in who.why)


def _left_out(card: Card) -> Iterator[str]:
    if card.looked_at < card.texts:
        yield f"\nMade from the {card.looked_at:,} latest of {card.texts:,} reports (--all for all of them)."
    if card.more:
        yield f"\n{card.more} more incident{'s' * (card.more != 1)}, the earlier and undated ones, left out (--limit)."
    if card.unlisted:
        yield (
            "\nNot gathered here, since it may weigh on a private person's name (accusations, arrests, sentences):"
            f" {card.unlisted} incident{'s' * (card.unlisted != 1)}. `sayso list` has each with its sources."
        )


# --- lines ---------------------------------------------------------------------------------------------------------


def _role(held: HeldRole, quotes: bool) -> Iterator[str]:
    reports = reports_of(held.reports)
    days = sorted(r.published for r in reports if r.published)
    told = f"{days[0]} to {days[-1]}" if days and days[0] != days[-1] else (days[0] if days else "not dated")
    by = list(dict.fromkeys(clean(r.publisher) or clean(r.document) for r in reports))
    more = f" and {len(by) - _PUBLISHERS} more" if len(by) > _PUBLISHERS else ""
    number = f"{len(reports)} report{'s' * (len(reports) != 1)}"
    yield f"  {clean(held.role)}: {number}, {told}, {', '.join(by[:_PUBLISHERS])}{more}"
    if quotes:
        yield from map(_words, reports)


def _stop(taken: TakesPart, quotes: bool) -> Iterator[str]:
    row = incident_row(taken.entry)
    precision = f" ({clean(taken.entry.precision)})" if taken.entry.precision not in (None, "country") else ""
    planned = "planned: " if taken.entry.status == "planned" else ""
    yield f"  {day_of(row):<{_DAY}} {planned}{row.where}{precision}  {headline(replace(row, where=''))}"
    yield from _behind(taken, row, quotes)


def _told(card: Card) -> set[str]:
    """The incidents that other sections of a card show."""
    return {t.entry.id for t in (*card.stops, *card.accused, *card.accuses)}


def _rest(card: Card) -> list[TakesPart]:
    told = _told(card)
    return [t for t in card.incidents if t.entry.id not in told]


def _companion(found: Companion) -> str:
    kinds = ", ".join(f"{kind} {number}" for kind, number in found.kinds)
    incidents = f"{found.incidents} incident{'s' * (found.incidents != 1)}"
    return f"  {_named(found.identity)}: {incidents} ({kinds})"


def _accusations(found: Sequence[TakesPart], quotes: bool) -> list[str]:
    lines = [line for taken in found for line in _incident(taken, quotes)]
    return [*lines, f"  {NO_FINDING}"] if lines else []


def _cited(cited: Cited, quotes: bool) -> Iterator[str]:
    row = incident_row(cited.entry)
    yield f"  {day_of(row):<{_DAY}} {', '.join(cited.stances)}: {headline(row)}  [{cited.entry.id}]"
    if quotes:
        yield from map(_words, cited.words)


def _incident(taken: TakesPart, quotes: bool) -> Iterator[str]:
    row = incident_row(taken.entry)
    yield f"  {day_of(row):<{_DAY}} {headline(row)}"
    yield from _behind(taken, row, quotes)


def _behind(taken: TakesPart, row: IncidentRow, quotes: bool) -> Iterator[str]:
    """How certain an incident is and who says so; how many of the reports name the one whom the card is about."""
    reports, named = taken.entry.reports, len(taken.documents)
    part = f"; named in {named} of them" if named < reports else ""
    yield f"  {'':<{_DAY}} {listed(row)}{part}  [{taken.entry.id}]"
    if quotes:
        yield from _tellings(taken.entry)


def _tellings(found: Entry) -> Iterator[str]:
    yield from dict.fromkeys(_words(_said(telling)) for telling in found.tellings)


def _said(telling: Telling) -> Said:
    return Said(telling.quote, telling.document, telling.publisher, telling.published, telling.url)


def _words(said: Said) -> str:
    by = clean(said.publisher) or "no publisher told"
    return f"{'':<6}“{shown_quote(said.quote, _QUOTED)}”  {by}, {said.published or 'not dated'}, {_address(said)}"


def _address(said: Said) -> str:
    return clean(said.url or said.document)


def _named(who: Identity) -> str:
    return f"{clean(who.name)}{f', {who.country}' if who.country else ''} [{who.id}]"


# --- rows ----------------------------------------------------------------------------------------------------------


def card_rows(card: Card) -> Answer:
    """The card as rows: `about` is the section; a row has the words and the id of one report, or the id of another."""
    rows: list[tuple[Any, ...]] = []
    rows += [_row("name", what=s.name, reports=s.texts) for s in card.spellings]
    rows += [
        _row("role", when=s.published, what=h.role, by=s.publisher, said=s, reports=len(reports_of(h.reports)))
        for h in card.roles
        for s in reports_of(h.reports)
    ]
    rows += [row for stop in card.stops for row in _of_entry("stop", stop.entry)]
    rows += [
        _row(
            "company", what=c.identity.name, certainty=" ".join(f"{k} {n}" for k, n in c.kinds), identity=c.identity.id
        )
        for c in card.company
    ]
    for about, taken in (("accused", card.accused), ("accuses", card.accuses), ("incident", card.incidents)):
        rows += [row for part in taken for row in _of_entry(about, part.entry)]
    rows += [
        _row("cited", when=day_of(incident_row(c.entry)), what=headline(incident_row(c.entry)), said=s,
             certainty=", ".join(c.stances), by=card.identity.name, incident=c.entry.id)
        for c in card.cited
        for s in c.words
    ]  # fmt: skip
    rows += [_row("perhaps the same", what=f"{who.name}: {why}", identity=who.id) for who, why in card.open]
    return Answer(_COLUMNS, tuple(rows))


def _of_entry(about: str, entry: Entry) -> Iterator[tuple[Any, ...]]:
    """A row for every telling of an incident."""
    row = incident_row(entry)
    for telling in entry.tellings or ((first,) if (first := leading(entry)) else ()):
        certainty = f"{MARKS.get(telling.status, '?')} {telling.status}"
        yield _row(
            about, when=day_of(row), what=headline(row), where=row.where, certainty=certainty,
            by=clean(telling.chain or telling.source), reports=entry.reports, said=_said(telling), incident=entry.id,
        )  # fmt: skip


def _row(about: str, *, said: Said | None = None, **cells: Any) -> tuple[Any, ...]:
    quote, document = (shown_quote(said.quote, _QUOTED), said.document) if said else ("", "")
    known = cells | {"quote": quote, "document": document}
    names = {"according_to": "by"}
    return (about, *(_cell(known.get(names.get(name, name))) for name in _COLUMNS[1:]))


def _cell(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


# --- lists ---------------------------------------------------------------------------------------------------------


def identity_list(found: Iterable[Identity]) -> Answer:
    """One row an identity."""
    rows = ((i.name, i.sort, i.country or "", "yes" if i.public else "no", i.entities, i.id) for i in found)
    return Answer(("name", "sort", "country", "public", "told", "identity"), tuple(rows))


def question_list(found: Iterable[OpenQuestion]) -> Answer:
    """One row a question, with the ids that decide it."""
    rows = (
        (q.one.name, q.one.entities, q.other.name, q.other.entities, q.why, f"{q.one.id} {q.other.id}") for q in found
    )
    return Answer(("one", "told", "other", "told ", "why it is asked", "sayso decide same|different"), tuple(rows))
