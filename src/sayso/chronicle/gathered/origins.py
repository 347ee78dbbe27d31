"""Copies found as documents come: the wording of each is kept as shingles, links and groups as rows."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable

from sayso.chronicle.gathered.independence import count_again
from sayso.gathering.copies.groups import Links, grouped
from sayso.gathering.copies.links import Link, Opened, find_link, opened
from sayso.gathering.copies.origins import COMMON, are_candidates, sketch_of
from sayso.gathering.copies.shingles import sample
from sayso.knowledge.publishers import Publishers
from sayso.records import Document

KEPT = 512  # documents kept ready for comparison, some 30 kB each


class Opener:
    """Makes documents ready to be compared; those of late stay ready, for copies of one text come together."""

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers
        self._kept: OrderedDict[tuple[str, str], Opened] = OrderedDict()

    def opened(self, document: Document) -> Opened:
        """A document with its wording and the agencies that it credits."""
        return opened(sketch_of(document, self._publishers))

    def stored(self, file: sqlite3.Connection, identifier: str) -> Opened:
        """The same of a stored document, as it stands now."""
        from sayso.chronicle.stored import document_of

        state = file.execute(_STATE, (identifier,)).fetchone()
        if state not in self._kept:
            self._kept[state] = self.opened(document_of(file, identifier))
        self._kept.move_to_end(state)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[state]


_STATE = (
    "SELECT v.record, v.version FROM versions v JOIN documents d ON d.id = v.document AND d.version = v.version"
    " WHERE d.id = ?"
)


def place_document(file: sqlite3.Connection, document: Document, opener: Opener) -> set[str]:
    """Finds the copies of a stored document and regroups them; the documents whose origin may be another now."""
    before = linked(file, document.id)
    forget_wording(file, document.id)
    mine = opener.opened(document)
    file.execute("DELETE FROM credits WHERE document = ?", (document.id,))
    credited = [(document.id, agency) for agency in sorted(mine.sketch.agencies())]
    file.executemany("INSERT INTO credits VALUES (?, ?)", credited)
    shingles = sample(mine.sketch.wording)
    for other in sorted(_candidates(file, shingles)):
        link = find_link(mine, opener.stored(file, other))
        if link is not None:
            _put_link(file, link)
    rows = [(shingle, document.id) for shingle in sorted(shingles)]
    file.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?)", rows)
    return regroup(file, before | linked(file, document.id))


def forget_wording(file: sqlite3.Connection, document: str) -> None:
    """Takes out the wording and the links of a document."""
    file.execute("DELETE FROM shingles WHERE document = ?", (document,))
    file.execute("DELETE FROM origin_links WHERE one = ? OR other = ?", (document, document))


def linked(file: sqlite3.Connection, document: str) -> set[str]:
    """The documents that links lead to from a document, in any number of steps, with the document."""
    reached, waiting = {document}, [document]
    while waiting:
        one = waiting.pop()
        rows = file.execute(
            "SELECT other FROM origin_links WHERE one = ? UNION SELECT one FROM origin_links WHERE other = ?",
            (one, one),
        )
        new = {other for (other,) in rows} - reached
        reached |= new
        waiting.extend(new)
    return reached


def regroup(file: sqlite3.Connection, documents: Iterable[str]) -> set[str]:
    """Settles the origins of documents anew, with all that are linked to them; those that are stored."""
    todo = {d for one in documents for d in linked(file, one)}
    stored = {d for d in todo if file.execute("SELECT 1 FROM documents WHERE id = ?", (d,)).fetchone()}
    before = _origins(file, stored)
    for group in grouped(stored, _links(file, stored)):
        why = {document: link.why for link in group.links for document in (link.one, link.other)}
        first = group.documents[0]
        rows = [(d, first, why.get(d, "") if d != first else "") for d in group.documents]
        file.executemany("INSERT OR REPLACE INTO origins VALUES (?, ?, ?)", rows)
    count_again(file, {d for d, origin in _origins(file, stored).items() if before.get(d) != origin})
    return stored


def _origins(file: sqlite3.Connection, documents: Iterable[str]) -> dict[str, str]:
    rows = (file.execute("SELECT document, origin FROM origins WHERE document = ?", (d,)).fetchone() for d in documents)
    return dict(row for row in rows if row)


def _candidates(file: sqlite3.Connection, shingles: frozenset[int]) -> list[str]:
    """The documents with enough sampled shingles in common; of a phrase of very many documents, the first of them."""
    shared: dict[str, int] = {}
    for shingle in shingles:
        rows = file.execute("SELECT document FROM shingles WHERE shingle = ? LIMIT ?", (shingle, COMMON))
        for (document,) in rows:
            shared[document] = shared.get(document, 0) + 1
    size = "SELECT count(*) FROM shingles WHERE document = ?"
    return [
        document
        for document, number in shared.items()
        if number > 1 and are_candidates(number, len(shingles), file.execute(size, (document,)).fetchone()[0])
    ]


def _put_link(file: sqlite3.Connection, link: Link) -> None:
    parts = (format(link.one_part, "x"), format(link.other_part, "x"))
    row = (link.one, link.other, link.share, link.words, json.dumps(link.agencies), *parts)
    file.execute("INSERT OR REPLACE INTO origin_links VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _links(file: sqlite3.Connection, documents: set[str]) -> Links:
    """The links between documents, from either side."""
    found: Links = {document: {} for document in documents}
    for document in documents:
        for row in file.execute("SELECT * FROM origin_links WHERE one = ?", (document,)):
            one, other, share, words, agencies, one_part, other_part = row
            if other in found:
                link = Link(
                    one, other, share, words, tuple(json.loads(agencies)), int(one_part, 16), int(other_part, 16)
                )
                found[one][other] = found[other][one] = link
    return found
