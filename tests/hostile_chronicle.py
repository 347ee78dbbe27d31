"""A chronicle in which every text that a page can show is markup that wants to run."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sayso.chronicle.file import connect
from sayso.chronicle.gathered.facts_codec import facts_text
from sayso.gathering.facts import EventFacts, Spot
from tests.hand_made_reading import hostile, stored_record, stored_report
from tests.large_chronicle import INCIDENTS, SETTINGS, put

LONGEST = 800  # characters of one string: an id that is made of it still fits into an address
OWN = (
    "<script>alert(1)</script>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)//http://a.example", "data:text/html,<script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "\" autofocus onfocus=alert(1) x=\"", "' hx-on:load='alert(1)' '", '" hx-get="/enter" hx-trigger="load" x="',
    "{{ 7 * 7 }}{% raw %}${alert(1)}", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "\u202e<b>dlob</b>\u0000\u0007", "<a href=javascript:alert(1)>go</a>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<link rel=stylesheet href=//evil.example/x.css>",
    "<img src=//evil.example/x.png>", "<style>@import '//evil.example'</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x02<img src=x onerror=alert(1)>\x03", "W" * 300, "قال \u200fالحاكم\u202e إن السفينة <b>غرقت</b>",
)  # fmt: skip


def payloads(shared: Path, most: int) -> list[str]:
    """Our own, and a spread of the collection when it is there."""
    collection = shared / "bad/xss-payload-list/Intruder/xss-payload-list.txt"
    lines = collection.read_text("utf-8").splitlines() if collection.exists() else []
    return [*OWN, *lines[:: max(1, len(lines) // most)]]


def collected(shared: Path) -> list[str]:
    """Every string of the collections that could run, be followed, or confuse: each once, our own first; [] without."""
    folder = shared / "bad"
    if not folder.is_dir():
        return []
    lists = (folder / "xss-payload-list/Intruder/xss-payload-list.txt").read_text("utf-8").splitlines()
    vectors = re.split(r'(?=<div id="\d+">)', (folder / "H5SC/vectors.txt").read_text("utf-8"))
    naughty = json.loads((folder / "blns/blns.json").read_text("utf-8"))
    found = dict.fromkeys(text.strip("\n")[:LONGEST] for text in (*OWN, *lists, *vectors, *naughty))
    return [text for text in found if text.strip()]


def make_hostile(path: Path, hostile: Sequence[str]) -> Path:
    """One incident a payload, told by two reports that contradict each other, with it in every field."""
    with closing(connect(path, create=True)) as file:
        for setting in SETTINGS:
            file.execute(f"PRAGMA {setting}")
        file.execute("BEGIN")
        for number, payload in enumerate(hostile, 1):
            for report in (2 * number - 1, 2 * number):
                _put_report(file, f"i{number:06}", report, payload.replace("\x00", "\ufffd"))
        file.execute(INCIDENTS)
        file.execute("COMMIT")
    return path


def _put_report(file: sqlite3.Connection, incident: str, number: int, text: str) -> None:
    document, event, place = f"{text} {number}", f"{incident}e{number}", f"Norfjord {number % 2} {text}"
    lat, lon = -60.0 + (number // 2 * 13) % 110 + 5 * (number % 2), (number // 2 * 37) % 340 - 170.0
    url = text if number % 2 else f"https://paper.example/{text}"
    read = hostile(document, text)
    put(
        file, "versions", document=document, version="v", number=1, title=text, publisher=text, byline=text, url=url,
        published="2031-05-03", file=text, language=text[:5], text=read.document.text,
        record=stored_record(read.document), added="2031-05-04",
    )  # fmt: skip
    put(
        file, "versions", document=document, version="w", number=2, title=text, text=f"{text}. {text} again.",
        record="{}", added=text,
    )  # fmt: skip
    put(file, "documents", id=document, version="v", added="2031-05-04")
    put(file, "readings", id=number, document=document, version="v", reader="r", report=stored_report(read))
    put(
        file, "places", reading=number, local="p1", name=place, country=text[:30], lat=lat, lon=lon,
        precision="point", within=text,
    )  # fmt: skip
    put(file, "sentences", rowid=number << 20, text=f"ship {text}", reading=number, start=0)
    put(
        file, "events", id=event, reading=number, document=document, local="v1", kind=text, word=text, start=0, stop=3,
        status="happened", factuality="CT+", earliest=f"2031-05-0{1 + number % 2}", latest=f"2031-05-0{1 + number % 2}",
        place="p1", quote=text,
    )  # fmt: skip
    for local, name in (("e1", text), ("e2", f"{text} {text}")):
        put(file, "entities", reading=number, local=local, kind="person", name=name, country=text[:30], named=1)
    for role, local in (("actor", "e1"), ("target", "e2"), ("equipment", None)):
        put(
            file,
            "participants",
            event=event,
            role=role,
            local=local,
            name=text,
            country=text[:30],
            start=0,
            stop=1,
            quote=text,
        )
    for claim, stance in enumerate(("asserts", "denies")):
        put(
            file, "claims", id=f"{event}-{claim}", event=event, local=f"c{claim}", source=text, stance=stance,
            chain=f"{text}, via {text}", factuality="CT+", status="happened", cues="[]", start=0, stop=len(text),
            quote=text,
        )  # fmt: skip
    put(
        file, "quantities", reading=number, local="n1", event=event, of="killed", low=number, high=number, value=number,
        start=0, stop=1, quote=text, unit=text,
    )  # fmt: skip
    put(file, "incident_events", event=event, incident=incident, denies=0)
    put(file, "reasons", incident=incident, one=event, other=event, score=1.0, why=text)
    spot = Spot(place, ("norfjord",), "NO", lat, lon, "point", ())
    day = f"2031-05-0{1 + number % 2}"
    facts = EventFacts(
        event, document, "v", "v1", None, text, (text,), "happened", "CT+", earliest=day, latest=day, place=spot
    )
    put(file, "facts", event=event, facts=facts_text(facts), pending=0, level=0)
