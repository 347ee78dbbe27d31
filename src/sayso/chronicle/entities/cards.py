"""What a chronicle tells of one identity: names, roles, ways, company, accusations, what it is cited for, incidents."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sayso.chronicle.entities.card_parts import Card, Cited, Companion, HeldRole, Parts, Said, Spelling, TakesPart
from sayso.chronicle.entities.who import Identity, asked_about, identity
from sayso.chronicle.views.entries import View, entry, where_of, with_watched
from sayso.gathering.entities.roles import role_key
from sayso.gathering.entities.variants import PERSON
from sayso.knowledge.identity_words import standing_words
from sayso.knowledge.kinds import load_kinds

GONE = ("happened", "planned")  # a visit that was denied, failed or is only possible is no stop
ACCUSATION = "accuse"
MOST_NAMES = 12  # spellings that a card lists
LATEST = 1_000  # reports that a card of somebody in very many of them is made from
_MINE = (
    " FROM (SELECT json_extract(value, '$[0]') AS reading, json_extract(value, '$[1]') AS local FROM json_each(?)) m"
    " JOIN readings r ON r.id = m.reading"
    " JOIN versions t ON t.document = r.document AND t.version = r.version"
)


def card(
    file: sqlite3.Connection,
    who: Identity,
    view: View | None = None,
    *,
    limit: int | None = None,
    latest: int | None = LATEST,
) -> Card:
    """The card of an identity over the incidents of a view, `limit` of them and the last ones where there are more.

    It is made from the `latest` reports that name somebody, or from all of them (None).
    """
    members, texts = _members(file, who, latest)
    mine = _incidents(file, members, view or View())
    gathered = [i for i, found in mine.items() if who.public or not _weighs(found.parts)]
    chosen = _latest(gathered, limit, {i for i, found in mine.items() if found.dated})
    taken = [TakesPart(entry(file, i), mine[i].parts, frozenset(mine[i].documents)) for i in chosen]
    return Card(
        identity=who,
        spellings=_spellings(file, members),
        open=tuple(asked_about(file, who.id)),
        texts=texts,
        looked_at=min(texts, latest or texts),
        roles=tuple(_roles(file, members, who.country)),
        stops=tuple(t for t in taken if who.sort == PERSON and _is_stop(t)),
        company=tuple(_company(file, who, chosen)),
        accused=tuple(t for t in taken if (ACCUSATION, "target") in t.parts),
        accuses=tuple(t for t in taken if (ACCUSATION, "actor") in t.parts),
        cited=tuple(_cited(file, members, view or View(), limit)),
        incidents=tuple(taken),
        unlisted=len(mine) - len(gathered),
        more=len(gathered) - len(chosen),
    )


def stops_of(file: sqlite3.Connection, who: Identity, view: View, *, limit: int) -> tuple[TakesPart, ...]:
    """The stops of a card by themselves: what puts a person on the spot, the last `limit`, undated ones last."""
    if who.sort != PERSON:
        return ()
    mine = _incidents(file, _members(file, who, LATEST)[0], view)
    there = [i for i, found in mine.items() if _puts_there(found.parts) and (who.public or not _weighs(found.parts))]
    chosen = _latest(there, limit, {i for i, found in mine.items() if found.dated})
    taken = (TakesPart(entry(file, i), mine[i].parts, frozenset(mine[i].documents)) for i in chosen)
    return tuple(one for one in taken if _is_stop(one))


def _weighs(parts: Parts) -> bool:
    """Whether a part in an event weighs on somebody's name, as being accused does."""
    return any(f"{kind}:{role}" in standing_words("burdens") for kind, role in parts)


def _members(file: sqlite3.Connection, who: Identity, latest: int | None) -> tuple[str, int]:
    """The entities of the latest reports, as a JSON list of reading and id within it; and the number of all reports."""
    rows = file.execute(
        "SELECT m.reading, m.local, r.document FROM identity_variants v"
        " JOIN identity_members m ON m.variant = v.variant JOIN readings r ON r.id = m.reading"
        " JOIN versions t ON t.document = r.document AND t.version = r.version"
        " WHERE v.identity = ? ORDER BY t.published DESC, r.document, m.local",
        (who.id,),
    ).fetchall()
    documents = dict.fromkeys(document for _, _, document in rows)
    wanted = set(list(documents)[:latest])
    return json.dumps([(reading, local) for reading, local, d in rows if d in wanted]), len(documents)


def _spellings(file: sqlite3.Connection, members: str) -> tuple[Spelling, ...]:
    """The names as the texts write them, the commonest first."""
    rows = file.execute(
        f"SELECT n.quote, count(DISTINCT r.document) {_MINE} JOIN mentions n ON n.reading = m.reading"
        " AND n.of = m.local AND n.form = 'name' GROUP BY n.quote ORDER BY 2 DESC, 1",
        (members,),
    )
    found: Counter[str] = Counter()
    for quote, number in rows:
        found[" ".join(quote.split()).removesuffix("'s").removesuffix("’s")] += number
    return tuple(Spelling(name, texts) for name, texts in found.most_common(MOST_NAMES))


# --- roles ---------------------------------------------------------------------------------------------------------


def _roles(file: sqlite3.Connection, members: str, country: str | None) -> Iterator[HeldRole]:
    """The roles that reports give, the one in most of them first."""
    rows = file.execute(
        f"SELECT e.roles, r.id, r.document, t.publisher, t.published, t.url {_MINE}"
        " JOIN entities e ON e.reading = m.reading AND e.local = m.local"
        " WHERE e.roles IS NOT NULL ORDER BY coalesce(t.published, '9999'), r.document",
        (members,),
    ).fetchall()
    told: dict[str, list[tuple[str, Said]]] = {}
    for roles, reading, document, *of in rows:
        for role in map(_clean, roles.split(" · ")):
            said = Said(_sentence(file, reading, role), document, *of)
            told.setdefault(role_key(role, country), []).append((role, said))
    for held in sorted(told.values(), key=lambda h: (-len({s.document for _, s in h}), h[0][0])):
        words = Counter(role for role, _ in held)
        yield HeldRole(max(words, key=lambda w: (words[w], len(w), w)), tuple(said for _, said in held))


def _clean(role: str) -> str:
    return " ".join(role.split())


def _sentence(file: sqlite3.Connection, reading: int, words: str) -> str:
    """The first sentence of a text that has some words; the words where none has them in one piece."""
    found = file.execute(
        "SELECT text FROM sentences WHERE rowid BETWEEN ?1 << 20 AND ((?1 + 1) << 20) - 1 AND instr(text, ?2)"
        " ORDER BY rowid LIMIT 1",
        (reading, words),
    ).fetchone()
    return found[0] if found else words


# --- incidents -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Mine:
    """What the tables have of an incident that somebody takes part in."""

    dated: bool
    parts: Parts = field(default_factory=set)
    documents: set[str] = field(default_factory=set)


def _incidents(file: sqlite3.Connection, members: str, view: View) -> dict[str, _Mine]:
    """The incidents of a view that somebody takes part in, in order of time, the undated ones last."""
    where, given = where_of(with_watched(file, view))
    rows = file.execute(
        f"SELECT i.id, coalesce(i.earliest, i.latest) IS NOT NULL, e.kind, p.role, e.document {_MINE}"
        " JOIN events e ON e.reading = m.reading JOIN participants p ON p.event = e.id AND p.local = m.local"
        f" JOIN incident_events x ON x.event = e.id JOIN incidents i ON i.id = x.incident {where}"
        " ORDER BY i.earliest IS NULL, i.earliest, i.latest, i.id",
        (members, *given),
    )
    found: dict[str, _Mine] = {}
    for incident, dated, kind, role, document in rows:
        mine = found.setdefault(incident, _Mine(bool(dated)))
        mine.parts.add((kind, role))
        mine.documents.add(document)
    return found


def _latest(incidents: Sequence[str], limit: int | None, dated: Container[str]) -> list[str]:
    """As many incidents as wanted, in their order: the latest, and undated ones where there is room."""
    if limit is None or len(incidents) <= limit:
        return list(incidents)
    first = [i for i in incidents if i in dated][-limit:]
    return first + [i for i in incidents if i not in dated][: limit - len(first)]


def _is_stop(taken: TakesPart) -> bool:
    """Whether an incident puts a person on the spot, at a place that is told."""
    return _puts_there(taken.parts) and taken.entry.place is not None and taken.entry.status in GONE


def _puts_there(parts: Parts) -> bool:
    """Whether one of the parts in an event, as visiting does, puts somebody on the spot."""
    present = {kind.id: kind.present for kind in load_kinds()}
    return any(role in present.get(kind, ()) for kind, role in parts)


def _company(file: sqlite3.Connection, who: Identity, incidents: Sequence[str]) -> Iterator[Companion]:
    """Who takes part in the same incidents, the most frequent first."""
    beside: dict[str, dict[str, str]] = {}
    for incident in incidents:
        rows = file.execute(
            "SELECT DISTINCT v.identity, i.kind FROM incidents i JOIN incident_events x ON x.incident = i.id"
            " JOIN events e ON e.id = x.event JOIN participants p ON p.event = e.id"
            " JOIN identity_members m ON m.reading = e.reading AND m.local = p.local"
            " JOIN identity_variants v ON v.variant = m.variant WHERE i.id = ?",
            (incident,),
        )
        for other, kind in rows:
            if other != who.id:
                beside.setdefault(other, {})[incident] = kind
    for other, shared in sorted(beside.items(), key=lambda b: (-len(b[1]), b[0])):
        kinds = Counter(shared.values())
        ordered = tuple(sorted(kinds.items(), key=lambda k: (-k[1], k[0])))
        yield Companion(identity(file, other), len(shared), ordered, tuple(shared))


def _cited(file: sqlite3.Connection, members: str, view: View, limit: int | None) -> Iterator[Cited]:
    """What somebody is the source of, incident by incident, in order of time."""
    where, given = where_of(with_watched(file, view))
    rows = file.execute(
        "SELECT DISTINCT i.id, c.stance, c.quote, t.document, t.publisher, t.published, t.url"
        f" {_MINE} JOIN attributions a ON a.reading = m.reading AND a.entity = m.local"
        " JOIN events e ON e.reading = m.reading JOIN claims c ON c.event = e.id AND c.source = a.source"
        f" JOIN incident_events x ON x.event = e.id JOIN incidents i ON i.id = x.incident {where}"
        " ORDER BY i.earliest IS NULL, i.earliest, i.latest, i.id, t.document, c.start",
        (members, *given),
    ).fetchall()
    by_incident = [(i, list(told)) for i, told in groupby(rows, key=lambda row: row[0])]
    for incident, told in by_incident[-limit:] if limit else by_incident:
        stances = tuple(dict.fromkeys(stance for _, stance, *_ in told))
        yield Cited(entry(file, incident), stances, tuple(Said(*row[2:]) for row in told))
