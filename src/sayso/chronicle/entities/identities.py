"""Identities kept in the file: entities find their way of being named as texts come, and touched blocks are settled."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.chronicle.decided.decisions import verdicts
from sayso.gathering.entities.body_names import is_acronym
from sayso.gathering.entities.identities import Identities, identify, pairs_of
from sayso.gathering.entities.roles import PUBLIC
from sayso.gathering.entities.variants import Naming, Variant, variant_of
from sayso.jsonl import from_dict, to_dict
from sayso.knowledge.phrases import folded

if TYPE_CHECKING:
    from sayso.chronicle.store import Store

_NAMED = (
    "SELECT r.id, r.document || '#' || e.local, e.local, e.kind, e.name, e.country, e.sector, e.roles, v.published"
    " FROM readings r JOIN entities e ON e.reading = r.id JOIN versions v USING (document, version) WHERE e.named = 1"
)


def regroup_entities(store: Store) -> int:
    """Settles who is who where something has changed; the number of identities that were settled.

    What waits are ways to be named that are new or gone, and those that people decided about since the last time.
    """
    if not _waits(store.connection):
        return 0
    with store.writing() as file:
        _heed(file)
        blocks = _with_partners(file, {b for (b,) in file.execute(f"SELECT DISTINCT block {_PENDING}")})
        found = identify(_variants(file, blocks), _decided(file))
        _put(file, found, blocks)
        _retell(file)
    return len(found.identities)


_PENDING = "FROM identity_variants WHERE pending = 1"


def _waits(file: sqlite3.Connection) -> bool:
    pending = file.execute(f"SELECT EXISTS (SELECT 1 {_PENDING}) OR EXISTS (SELECT 1 FROM identities WHERE stale = 1)")
    return bool(pending.fetchone()[0]) or _heeded(file) != list(_told(file))


# --- entities as texts come and go ---------------------------------------------------------------------------------


def place_entities(file: sqlite3.Connection, document: str) -> None:
    """Gives every named entity of a document's reading its variant; part of the transaction that stores the reading."""
    apart = {raw for one, other, _ in _heeded(file) for raw in (one, other)}
    rows = file.execute(f"{_NAMED} AND r.document = ?", (document,)).fetchall()
    company = _company(file, rows)
    for row in rows:
        _place(file, row, apart, company)


def drop_entities(file: sqlite3.Connection, document: str) -> None:
    """Takes the entities of a document out; part of the transaction that drops its reading."""
    rows = file.execute(
        "SELECT m.reading, m.local, m.variant FROM identity_members m JOIN readings r ON r.id = m.reading"
        " WHERE r.document = ?",
        (document,),
    ).fetchall()
    for reading, local, variant in rows:
        _displace(file, reading, local, variant)


def _company(file: sqlite3.Connection, rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Who and what is named in a text and not public: people without a public role, bodies, places within states."""
    kept = ("organisation", "group", "facility")
    found = {row[4] for row in rows if row[3] in kept or (row[3] == "person" and not _is_public(row))}
    places = "SELECT name FROM places WHERE reading = ? AND precision IN ('point', 'populated place')"
    found |= {name for (name,) in file.execute(places, (rows[0][0],))} if rows else set()
    return sorted({folded(name) for name in found})


def _is_public(row: tuple[str, ...]) -> bool:
    variant = variant_of(_naming(row))
    return variant is not None and variant.standing == PUBLIC


def _naming(row: tuple[str, ...], company: Iterable[str] = ()) -> Naming:
    _, raw, _, kind, name, country, sector, roles, day = row
    words = tuple((roles or "").split(" · ")) if roles else ()
    return Naming(raw, kind, name, country, sector, words, day, tuple(n for n in company if n != folded(name)))


def _place(file: sqlite3.Connection, row: tuple[str, ...], apart: Iterable[str], company: Iterable[str]) -> None:
    reading, raw, local, _, name, *_ = row
    variant = variant_of(_naming(row, company), by_itself=raw in apart)
    if variant is None:
        return
    values = (variant.key, f"{variant.sort} {variant.block}", name, _json(variant), variant.raw)
    file.execute(
        "INSERT INTO identity_variants VALUES (?, ?, ?, ?, ?, 1, NULL, 1)"
        " ON CONFLICT (variant) DO UPDATE SET members = members + 1, name = max(name, excluded.name)",
        values,
    )
    file.execute("INSERT INTO identity_members VALUES (?, ?, ?)", (reading, local, variant.key))
    file.execute(_ONE_MORE, (variant.key, name))
    _mark(file, variant.key)


def _displace(file: sqlite3.Connection, reading: int, local: str, variant: str) -> None:
    file.execute("DELETE FROM identity_members WHERE reading = ? AND local = ?", (reading, local))
    file.execute(_ONE_LESS, (variant, reading, local))
    file.execute("DELETE FROM identity_names WHERE variant = ? AND members = 0", (variant,))
    file.execute("UPDATE identity_variants SET members = members - 1 WHERE variant = ?", (variant,))
    _mark(file, variant)
    file.execute("UPDATE identity_variants SET pending = 1 WHERE variant = ? AND members = 0", (variant,))
    name = "SELECT max(name) FROM identity_names WHERE variant = ?1"
    file.execute(f"UPDATE identity_variants SET name = ({name}) WHERE variant = ?1 AND members > 0", (variant,))


_ONE_MORE = "INSERT INTO identity_names VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET members = members + 1"
_ONE_LESS = (
    "UPDATE identity_names SET members = members - 1"
    " WHERE variant = ? AND name = (SELECT name FROM entities WHERE reading = ? AND local = ?)"
)


def _mark(file: sqlite3.Connection, variant: str) -> None:
    """Name and number of an identity are told anew."""
    owner = "SELECT identity FROM identity_variants WHERE variant = ?"
    file.execute(f"UPDATE identities SET stale = 1 WHERE id = ({owner})", (variant,))


def _json(variant: Variant) -> str:
    return json.dumps(to_dict(variant), ensure_ascii=False, separators=(",", ":"))


# --- what people decided -------------------------------------------------------------------------------------------


def _told(file: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """What people decided about pairs of entities, the latest last."""
    return ((one, other, int(same)) for (one, other), same in verdicts(file, "entity").items())


def _heeded(file: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """The decisions that identities were last settled with."""
    return file.execute("SELECT one, other, same FROM identity_verdicts ORDER BY number").fetchall()


def _heed(file: sqlite3.Connection) -> None:
    """Takes over what was decided or withdrawn since: entities that a decision names get a variant of their own."""
    before, told = _heeded(file), list(_told(file))
    if before == told:
        return
    file.execute("DELETE FROM identity_verdicts")
    file.executemany("INSERT INTO identity_verdicts VALUES (?, ?, ?, ?)", [(*v, n) for n, v in enumerate(told)])
    changed = {raw for one, other, _ in set(before) ^ set(told) for raw in (one, other)}
    apart = {raw for one, other, _ in told for raw in (one, other)}
    for raw in sorted(changed):
        _place_again(file, raw, apart)


def _place_again(file: sqlite3.Connection, raw: str, apart: Iterable[str]) -> None:
    document, _, local = raw.rpartition("#")
    rows = file.execute(f"{_NAMED} AND r.document = ?", (document,)).fetchall()
    company = _company(file, rows)
    for row in (row for row in rows if row[2] == local):
        own = "SELECT variant FROM identity_members WHERE reading = ? AND local = ?"
        for (variant,) in file.execute(own, (row[0], local)).fetchall():
            _displace(file, row[0], local, variant)
            _place(file, row, apart, company)
        file.execute(f"UPDATE identity_variants SET pending = 1 WHERE variant = ({own})", (row[0], local))


def _decided(file: sqlite3.Connection) -> dict[tuple[str, str], bool]:
    """The decisions on the variants of the entities that they name."""
    kept = dict(file.execute("SELECT raw, variant FROM identity_variants WHERE raw <> '' AND members > 0"))
    return pairs_of({(one, other): bool(same) for one, other, same in _heeded(file)}, kept)


def _with_partners(file: sqlite3.Connection, blocks: set[str]) -> set[str]:
    """The blocks with those that decisions tie to them, now or before, in any number of steps."""
    home = dict(file.execute("SELECT raw, block FROM identity_variants WHERE raw <> ''"))
    ties = [{home[one], home[other]} for one, other, _ in _heeded(file) if one in home and other in home]
    shared = "SELECT identity FROM identity_variants WHERE block = ?"
    waiting, found = set(blocks), set(blocks)
    while waiting:
        block = waiting.pop()
        beside = {b for tie in ties if block in tie for b in tie}
        beside |= {
            b for (b,) in file.execute(f"SELECT block FROM identity_variants WHERE identity IN ({shared})", (block,))
        }
        waiting |= beside - found
        found |= beside
    return found


# --- settling ------------------------------------------------------------------------------------------------------


def _variants(file: sqlite3.Connection, blocks: Iterable[str]) -> Iterator[Variant]:
    for block in sorted(blocks):
        rows = file.execute("SELECT facts FROM identity_variants WHERE block = ? AND members > 0", (block,))
        for (facts,) in rows.fetchall():
            yield from_dict(Variant, json.loads(facts))


def _put(file: sqlite3.Connection, found: Identities, blocks: Iterable[str]) -> None:
    """The identities of blocks in place of those that they had."""
    for block in blocks:
        own = "SELECT identity FROM identity_variants WHERE block = ?"
        file.execute(f"DELETE FROM identities WHERE id IN ({own})", (block,))
        file.execute("DELETE FROM identity_variants WHERE block = ? AND members = 0", (block,))
    for identity in found.identities:
        why = json.dumps(identity.why, ensure_ascii=False)
        sort = identity.variants[0].partition("|")[0]
        file.execute("INSERT INTO identities VALUES (?, ?, '', NULL, 0, 0, ?, 1)", (identity.id, sort, why))
        rows = [(identity.id, variant) for variant in identity.variants]
        file.executemany("UPDATE identity_variants SET identity = ?, pending = 0 WHERE variant = ?", rows)
    questions = [(q.one, q.other, q.why, q.weight) for q in found.questions]
    file.executemany("INSERT OR REPLACE INTO identity_questions VALUES (?, ?, ?, ?)", questions)


def _retell(file: sqlite3.Connection) -> None:
    """Name, state, standing and number of the identities that changed."""
    for (identifier,) in file.execute("SELECT id FROM identities WHERE stale = 1").fetchall():
        rows = file.execute(
            "SELECT name, members, json_extract(facts, '$.country'), json_extract(facts, '$.standing'),"
            " coalesce(json_extract(facts, '$.person.given') = '[]', 0) FROM identity_variants WHERE identity = ?",
            (identifier,),
        ).fetchall()
        country = min((r[2] for r in rows if r[2]), default=None)
        public = any(r[3] == PUBLIC for r in rows)
        told = (_name_of(rows), country, sum(r[1] for r in rows), public, identifier)
        file.execute(
            "UPDATE identities SET name = ?, country = ?, entities = ?, stale = 0, public = sort <> 'person' OR ?"
            " WHERE id = ?",
            told,
        )


def _name_of(rows: Iterable[tuple[str, int, str | None, str, int]]) -> str:
    """The name that most texts use; a family name alone and an acronym only where there is no other."""
    counts: dict[tuple[bool, str], int] = {}
    for name, members, _, _, alone in rows:
        full = not alone and not is_acronym(name)
        counts[full, name] = counts.get((full, name), 0) + members
    return max(counts, key=lambda found: (found[0], counts[found], found[1]))[1]
