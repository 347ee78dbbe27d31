"""Invented reports, calls that change a chronicle in every way there is, and what has to hold at every instant."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sayso.chronicle.digest import digests_of
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.verify import faults
from sayso.ids import version_id

ACTS = ("visited", "shelled", "met", "denied", "sank", "tested")
Calls = list[list[str]]


def happenings(number: int) -> list[str]:
    """Sentences that tell different things; a few share names or days."""
    chance = random.Random(0)
    parts = (("Al", "Bir", "Cor", "Da", "El"), ("de", "ke", "vi"), ("rik", "land", "ster"))
    names = ["".join(map(chance.choice, parts)) for _ in range(30)]
    return [
        f"{chance.choice(names)} {chance.choice(ACTS)} {chance.choice(names)} on 2024-05-{chance.randint(1, 9):02}"
        f" at Port{chance.choice(names).lower()}, where {chance.randint(2, 40)} people were seen"
        for _ in range(number)
    ]


def far_apart(number: int) -> list[str]:
    """The same, however many there are, in many years and among many people: few of them are alike."""
    return [_elsewhere(told, n // 200) for n, told in enumerate(happenings(number))]


def _elsewhere(told: str, where: int) -> str:
    ending = "".join(chr(ord("a") + int(digit)) for digit in f"{where:02}")
    return re.sub(r"\b([A-Z][a-z]+)", rf"\1{ending}", told).replace("2024-", f"{2000 + where}-")


def reports(seed: int, number: int) -> list[dict[str, Any]]:
    """Reports of a few happenings; every fourth is a copy of another under a name of its own."""
    chance, told = random.Random(seed), happenings(16)
    found: list[dict[str, Any]] = []
    for n in range(number):
        text = ". ".join(chance.sample(told, 3)) + "."
        if n % 4 == 3:
            text = found[-2]["text"] + " By our own staff."
        found.append({"id": f"doc-{n}", "text": text, "publisher": f"Paper {n % 5}", "published": "2024-05-09"})
    return found


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def scene(folder: Path) -> Calls:
    """The inputs in a folder, and calls that change a chronicle in every way there is."""
    folder.mkdir()
    first = reports(1, 9)
    changed = [{**row, "text": row["text"].replace("-05-01", "-05-02") + " Corrected."} for row in first[4:5]]
    write(folder / "first.jsonl", first)
    write(folder / "second.jsonl", [*changed, *reports(2, 12)[9:], {"id": "broken"}])
    write(folder / "state.jsonl", state(first[3], first[5]))
    (folder / "columns.toml").write_text(COLUMNS)
    (folder / "rows.csv").write_text(ROWS)
    return [
        ["add", "first.jsonl"],
        ["import", "rows.csv", "--map", "columns.toml"],
        ["names", "add", "Alderik", "--id", "p1", "--kind", "person"],
        ["add", "second.jsonl"],
        ["decide", "different", "doc-0#e1", "doc-2#e1", "--why", "asked them"],
        ["import-state", "state.jsonl"],
        ["remove", "doc-1", "doc-6", "--why", "asked for"],
        ["gather"],
        ["rebuild"],
        ["backup", "copy.db"],
    ]


COLUMNS = 'name = "desk"\n[columns]\n' + "".join(
    f'{c} = "{c}"\n' for c in ("id", "earliest", "kind", "actors", "place")
)
ROWS = """id,earliest,kind,actors,place
1,2024-05-01,visit,Corvister,Portcorvister
2,2024-05-04,attack,Elkester,Portaldester
3,2024-05-09,test,Corvirik,
4,2024,nothing,,
"""


def state(one: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """What another chronicle exported: a name, and that the first who are named in two reports are the same."""
    moment = {"who": "another", "made": "2030-01-01T00:00:00Z", "why": "known", "reader": "another"}
    decided = {"id": "d1", "verdict": "identity", "about": "entity", "after": "same", **moment}
    things = [f"{one['id']}#e1", f"{other['id']}#e1"]
    given = {"targets": json.dumps(things), "selectors": json.dumps([selector(one, 0), selector(other, 1)])}
    name = {"alias": "Birkland", "plain": "birkland", "id": "p2", "kind": "person", "exact": 0, "source": "by hand"}
    return [
        {"form": "sayso.state/1"},
        {"table": "names", "row": {**name, "added": moment["made"]}},
        {"table": "decisions", "row": {**decided, **given}},
    ]


def selector(row: dict[str, Any], side: int) -> dict[str, Any]:
    """The first word of a report."""
    word = row["text"].partition(" ")[0]
    where = {"document": row["id"], "version": version_id(row["text"], "jsonl/1"), "span": [0, len(word)]}
    return {
        **where,
        "quote": word,
        "kind": "person",
        "before": "",
        "after": row["text"][len(word) :][:40],
        "side": side,
    }


class Faulty(sqlite3.Connection):
    """A connection on which one statement, counted from the first, fails as on a broken disk."""

    count = 0
    at = 0

    def _fail(self) -> None:
        Faulty.count += 1
        if Faulty.count == Faulty.at:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_WRITE"
            raise error

    def execute(self, *given: Any) -> sqlite3.Cursor:
        self._fail()
        return super().execute(*given)

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        self._fail()
        return super().executemany(*given)


class Runner:
    """Runs calls in processes of their own, and kills them."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.plain_reader"],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __call__(self, folder: Path, *arguments: object, kill_after: float | None = None, **options: int) -> int:
        """The exit code; -9 when the call was killed, after so many seconds, before it was done."""
        process = self.start(folder, *arguments, **options)
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return self.ended()

    def start(self, folder: Path, *arguments: object, limit: int | None = None, user: int | None = None) -> int:
        """The number of the process that runs a call; see `plain_reader` for the options."""
        call = {"arguments": [str(a) for a in arguments], "folder": str(folder), "limit": limit, "user": user}
        assert self._server.stdin
        self._server.stdin.write(json.dumps(call) + "\n")
        self._server.stdin.flush()
        return self.ended()

    def ended(self) -> int:
        """The next number that is told: after a start the exit code."""
        assert self._server.stdout
        return int(self._server.stdout.readline())

    def close(self) -> None:
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait()


def digests(folder: Path, name: str = "sayso.db") -> dict[str, str]:
    with closing(connect_to_read(folder / name)) as file:
        return digests_of(file)


def check(folder: Path) -> None:
    """What has to hold at every instant."""
    if not (folder / "sayso.db").exists():
        return
    with closing(sqlite3.connect(folder / "sayso.db")) as file:
        if not file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return
    with closing(connect_to_read(folder / "sayso.db")) as file:
        assert list(faults(file)) == []
        assert file.execute("SELECT count(*) FROM facts WHERE pending").fetchone() == (0,)
        for statement in WHOLE:
            assert file.execute(statement).fetchall() == [], statement


WHOLE = (  # rows that a document without its parts would give
    "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM readings)",
    "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM origins)",
    "SELECT event FROM facts WHERE event NOT IN (SELECT event FROM incident_events)",
    "SELECT id FROM readings WHERE id NOT IN (SELECT reading FROM sentences)",
    "SELECT sha256 FROM captures WHERE sha256 NOT IN (SELECT capture FROM versions)",
    "SELECT document FROM removed WHERE document IN (SELECT id FROM documents)",
)
