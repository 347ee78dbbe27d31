"""A chronicle of any size made of invented rows, to measure how long a page takes: five events a document."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sayso.chronicle.file import connect
from sayso.chronicle.gathered.disputed import count_disputes
from sayso.chronicle.gathered.facts_codec import facts_text
from sayso.gathering.facts import EventFacts

KINDS = ("meet", "visit", "attack", "transfer", "test", "statement", "launch", "display", "sanction", "other")
STATUSES = ("happened", "happened", "happened", "planned", "possible", "negated", "failed")
PLACES = (("Norfjord", "NO"), ("Sorvik", "SE"), ("Wonpo", "KP"), ("Grimsund", "NO"), ("Port Ibo", "NG"), ("Tarn", "GB"))
FIRST, DAYS = date(2020, 1, 1), 1500
A_DOCUMENT = 5  # events of one document
QUOTE = "The envoys met at the quay."
SETTINGS = ("foreign_keys = OFF", "secure_delete = OFF", "synchronous = OFF", "cache_size = -200000")
INCIDENTS = """
INSERT INTO incidents (id, shown, kind, status, earliest, latest, reports, origins, disputes, developments)
SELECT m.incident, e.id, e.kind, e.status, e.earliest, e.latest, count(DISTINCT e.document), count(DISTINCT e.document),
  0, 0
FROM incident_events m JOIN events e ON e.id = m.event GROUP BY m.incident"""


def make_large(path: Path, *, events: int, seed: int = 7) -> Path:
    """A file with so many events, in about two thirds as many incidents."""
    random = Random(seed)
    with closing(connect(path, create=True)) as file:
        for setting in SETTINGS:
            file.execute(f"PRAGMA {setting}")
        file.execute("BEGIN")
        incident = ""
        for number in range(events):
            if number % A_DOCUMENT == 0:
                _put_document(file, number // A_DOCUMENT + 1, random)
            if not incident or random.random() < 0.66:
                incident = f"i{number:08}"
            _put_event(file, number, incident, random)
        file.execute(INCIDENTS)
        count_disputes(file, [incident for (incident,) in file.execute("SELECT id FROM incidents")])
        file.execute("COMMIT")
    return path


def put(file: sqlite3.Connection, table: str, /, **values: Any) -> None:
    """One row of a table."""
    marks = ", ".join("?" * len(values))
    file.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _put_document(file: sqlite3.Connection, number: int, random: Random) -> None:
    name, day = f"d{number:07}", (FIRST + timedelta(random.randrange(DAYS))).isoformat()
    text = f"Report {number}. The envoy of {random.choice(PLACES)[0]} spoke of {random.randrange(500)} barges."
    put(
        file, "versions", document=name, version="v", number=1, title=f"Report {number}",
        url=f"https://p.example/{number}",
        publisher=f"Paper {int(random.paretovariate(1)) % 60}", published=day, text=text, record="{}", added=day,
    )  # fmt: skip
    put(file, "documents", id=name, version="v", added=day)
    put(file, "readings", id=number, document=name, version="v", reader="r", report=b"")
    for index, (place, country) in enumerate(PLACES):
        put(file, "places", reading=number, local=f"p{index}", name=place, country=country)
    put(file, "sentences", rowid=number << 20, text=text, reading=number, start=0)


def _put_event(file: sqlite3.Connection, number: int, incident: str, random: Random) -> None:
    event, reading = f"e{number:08}", number // A_DOCUMENT + 1
    document, kind, status = f"d{reading:07}", random.choice(KINDS), random.choice(STATUSES)
    first = FIRST + timedelta(random.randrange(DAYS))
    dated = random.random() < 0.8
    earliest = first.isoformat() if dated else None
    latest = (first + timedelta(random.choice((0, 0, 0, 30)))).isoformat() if dated else None
    place = f"p{random.randrange(len(PLACES))}" if random.random() < 0.7 else None
    put(
        file, "events", id=event, reading=reading, document=document, local=f"v{number}", kind=kind, word="met",
        start=0,
        stop=3, status=status, factuality="CT+", earliest=earliest, latest=latest, place=place, quote=QUOTE,
    )  # fmt: skip
    for role in ("actor", "actor", "target", "equipment")[: random.randrange(1, 5)]:
        name = f"{role.title()} {int(random.paretovariate(0.6)) % 3000}"
        put(file, "participants", event=event, role=role, name=name, start=0, stop=3, quote=name)
    for claim in range(random.choice((1, 1, 2))):
        source = f"Source {int(random.paretovariate(0.8)) % 2000}" if claim else f"Paper {reading % 60}"
        put(
            file, "claims", id=f"{event}-{claim}", event=event, local=f"c{claim}", source=source,
            chain=source if claim else "", stance="asserts", factuality="CT+", status=status, cues="[]", start=0,
            stop=len(QUOTE), quote=QUOTE,
        )  # fmt: skip
    put(file, "incident_events", event=event, incident=incident, denies=0)
    facts = EventFacts(event, document, "v", f"v{number}", None, kind, ("meet",), status, "CT+")
    put(file, "facts", event=event, facts=facts_text(facts), pending=0, level=0)
