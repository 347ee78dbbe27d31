"""The views of a chronicle for people, and the questions of docs/data.md."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.chronicle.file import connect_to_read, schema
from sayso.chronicle.views.entries import View, entries
from sayso.cli import main

PAGE = (Path(__file__).parents[1] / "docs" / "data.md").read_text("utf-8")
VIEWS = re.findall(r"^CREATE VIEW (\w+)", schema(), re.MULTILINE)
WIRE = (
    "Kim visited the base at Lviv on Monday with two bombers, a mayor said. Rebels denied that they had shelled Kyiv. "
    "Schools along the frozen river stay closed this week, and bakers hope for flour from the southern mills."
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    folder = tmp_path_factory.mktemp("views")
    texts = {
        "a": WIRE,
        "b": WIRE,
        "c": "The envoy toured France. A ship sank off Lviv on Tuesday, killing two sailors.",
    }
    rows = [{"id": k, "text": t, "published": "2024-05-08", "publisher": k.upper()} for k, t in texts.items()]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["add", str(folder / "in.jsonl"), "-c", str(folder / "a.db"), "--quiet"]) == 0
    found = connect_to_read(folder / "a.db")
    yield found
    found.close()


def test_there_are_views_and_the_page_tells_their_columns(file: sqlite3.Connection) -> None:
    assert VIEWS == ["list_incidents", "list_claims", "list_documents"]
    for view in VIEWS:
        columns = [row[1] for row in file.execute(f"PRAGMA table_info({view})")]
        section = PAGE.split(f"### {view}\n")[1].split("###")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == columns


def test_incidents_are_those_of_sayso_list(file: sqlite3.Connection) -> None:
    cells = "incident, earliest, latest, kind, what, place, country, status, reports, origins"
    wanted = {
        (e.id, e.earliest, e.latest, e.kind, e.word, e.place, e.country, e.status, e.reports, e.origins)
        for e in entries(file, View())
    }
    assert set(file.execute(f"SELECT {cells} FROM list_incidents")) == wanted


def test_a_country_has_no_point(file: sqlite3.Connection) -> None:
    points = dict(file.execute("SELECT place, latitude FROM list_incidents WHERE place IS NOT NULL"))
    assert points["France"] is None
    assert 49 < points["Lviv"] < 50


def test_every_claim_and_document_is_listed_once(file: sqlite3.Connection) -> None:
    for view, table in (("list_claims", "claims"), ("list_documents", "documents")):
        assert len(file.execute(f"SELECT * FROM {view}").fetchall()) == file.execute(
            f"SELECT count(*) FROM {table}"
        ).fetchone()[0]  # fmt: skip
    assert file.execute("SELECT document, origin FROM list_documents ORDER BY 1").fetchall() == [
        ("a", "a"), ("b", "a"), ("c", "c"),
    ]  # fmt: skip


def test_the_questions_of_the_page_have_answers(file: sqlite3.Connection) -> None:
    asked = "\n".join(line[4:] for line in PAGE.split("## To look at")[0].splitlines() if line.startswith("    "))
    questions = [q for q in re.sub(r"--.*", "", asked.partition('list_incidents"')[2]).split(";") if q.strip()]
    assert len(questions) == 5
    for question in questions:
        assert file.execute(question).fetchall(), question
