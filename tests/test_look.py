"""Questions to a chronicle: words, SQL that cannot change anything, what is in it; in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.store import Store
from sayso.chronicle.views.look import as_query, search
from sayso.cli import main

TEXT = (
    "Two frigates left the port at Odda on Monday. The mayor of Odda said that the frigate Norna would return.\n\n"
    "=Formula of the day: the “Black Sea fleet” didn't sail."
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("look") / "a.db"
    with Store(path) as store:
        store.add(sayso.read(TEXT, published="2024-05-06"))
    return path


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], chronicle: Path) -> Run:
    def run_main(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "-c", str(chronicle)])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


def sentences(chronicle: Path, words: str) -> list[str]:
    with closing(connect_to_read(chronicle)) as file:
        return [row[2] for row in search(file, words).rows]


def test_words_are_marked_in_their_sentences(chronicle: Path) -> None:
    assert sentences(chronicle, "frigates") == ["Two [frigates] left the port at Odda on Monday."]
    assert len(sentences(chronicle, "odda")) == 2
    assert sentences(chronicle, "odda norna") == ["The mayor of [Odda] said that the frigate [Norna] would return."]


def test_phrases_and_beginnings(chronicle: Path) -> None:
    assert len(sentences(chronicle, "frigate*")) == 2
    assert sentences(chronicle, '"sea black"') == []
    assert len(sentences(chronicle, '"black sea"')) == 1
    assert len(sentences(chronicle, "didn't")) == 1


@given(st.text(max_size=30))
def test_no_words_are_taken_for_syntax(chronicle: Path, words: str) -> None:
    try:
        sentences(chronicle, words)
    except ChronicleError as error:
        assert "needs a word" in str(error)  # noqa: PT017


def test_a_query_keeps_only_phrases_and_stars() -> None:
    assert as_query("a AND b OR NEAR(c) -d col:e") == '"a" "AND" "b" "OR" "NEAR(c)" "-d" "col:e"'
    assert as_query('"a b" c*') == '"a b" "c"*'


def test_search_on_the_command_line(run: Run) -> None:
    code, out, _ = run("search", "Black Sea", "--format", "jsonl")
    assert code == 0
    found = json.loads(out)
    assert (found["published"], found["start"]) == ("2024-05-06", TEXT.index("=Formula"))
    assert run("search", "nowhere")[1].splitlines()[0].startswith("published")
    assert len(run("search", "odda", "--limit", "1", "--format", "jsonl")[1].splitlines()) == 1
    assert run("search", '"')[0] == 2


def test_sql_answers_and_changes_nothing(run: Run) -> None:
    statement = "SELECT document, text FROM versions"
    rows = list(csv.reader(io.StringIO(run("sql", statement, "--format", "csv")[1])))
    assert rows[0] == ["document", "text"]
    assert rows[1][1] == TEXT
    assert run("sql", "SELECT '=1+1' AS a", "--format", "csv")[1] == "a\n'=1+1\n"
    assert run("sql", "SELECT 'a|b' AS a, NULL AS b", "--format", "markdown")[1].splitlines()[2] == "| a\\|b |  |"
    for wrong in ("DELETE FROM events", "SELECT nothing", "DROP TABLE events", "SELECT 1; SELECT 2", ""):
        code, _, err = run("sql", wrong)
        assert (code, bool(err)) == (2, True), wrong


def test_stats_count_what_is_there(run: Run) -> None:
    found = dict(csv.reader(io.StringIO(run("stats", "--format", "csv")[1])))
    assert found["documents"] == "1"
    assert found["first day of publication"] == "2024-05-06"
    events = int(found["events"])
    assert events == sum(int(n) for what, n in found.items() if what.startswith("events, kind"))
    assert events == sum(int(n) for what, n in found.items() if what.startswith("events, status"))


def test_a_table_shows_what_is_not_told_as_a_dash(run: Run) -> None:
    out = run("sql", "SELECT NULL AS a, x'00ff' AS b, 'x' AS c")[1]
    assert out.split() == ["a", "b", "c", "–", "2", "bytes", "x"]
