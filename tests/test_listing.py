"""The gathered chronicle on the command line: incidents across reports, copies counted once, disputes, exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.views.entries import View, entries, entry
from sayso.cli import main
from sayso.export.formats import formats
from sayso.gathering.facts import facts_of
from sayso.gathering.incidents import gather

WIRE = (
    "Rockets hit the port of Odessa on Monday, killing 12 people, the governor said. Warehouses burned through the "
    "night and two ships were damaged, port officials said. The army blamed Moldova for the strike."
)
COPY = "Port in flames\n\n" + WIRE + " Reporting by our own staff."
OTHER = (
    "Twenty people were killed when rockets hit the port of Odessa on Monday, doctors at the city hospital said. "
    "Moldova denied that it had attacked Odessa."
)
ELSEWHERE = "The foreign minister visited Lima on Tuesday for talks with his Peruvian colleague, the ministry said."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listing")
    names = {"wire": WIRE, "copy": COPY, "other": OTHER, "lima": ELSEWHERE}
    rows = [
        {"id": name, "text": text, "published": "2024-05-08", "publisher": f"The {name.title()}"}
        for name, text in names.items()
    ]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    path = folder / "a.db"
    assert main(["add", str(folder / "in.jsonl"), "-c", str(path), "--quiet"]) == 0
    return path


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], chronicle: Path) -> Run:
    def run_main(*arguments: object) -> tuple[int, str, str]:
        code = main([*map(str, arguments), "-c", str(chronicle)])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


def rows(run: Run, *arguments: object) -> list[dict[str, str]]:
    code, out, _ = run(*arguments, "--format", "csv")
    assert code == 0
    return list(csv.DictReader(io.StringIO(out)))


def strike(run: Run) -> dict[str, str]:
    return next(r for r in rows(run, "list", "--kind", "attack") if r["reports"] == "3")


def test_one_strike_told_by_three_reports_is_one_incident_of_two_origins(run: Run) -> None:
    found = strike(run)
    assert (found["earliest"], found["reports"], found["origins"]) == ("2024-05-06", "3", "2")
    assert "Odes" in found["where"]


def test_every_event_is_in_exactly_one_incident(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        events = [e for (e,) in file.execute("SELECT id FROM events ORDER BY id")]
        placed = [e for (e,) in file.execute("SELECT event FROM incident_events ORDER BY event")]
        assert events == placed
        assert file.execute("SELECT count(*) FROM facts WHERE pending = 1").fetchone() == (0,)


def test_the_order_of_arrival_makes_no_difference(chronicle: Path, tmp_path: Path) -> None:
    """One by one, backwards, and all at once give the same incidents."""
    from sayso.chronicle.stored import readings_in

    with closing(connect_to_read(chronicle)) as file:
        readings = list(readings_in(file))
        stored = {frozenset(e.event for e in i.tellings) for i in entries(file, View())}
    with Store(tmp_path / "b.db") as store:
        for reading in reversed(readings):
            store.add(reading)
            gather_pending(store)
        assert {frozenset(e.event for e in i.tellings) for i in entries(store.connection, View())} == stored
    whole = gather(f for reading in readings for f in facts_of(reading))
    with closing(connect_to_read(chronicle)) as file:
        assert {i.id for i in whole.incidents} == {i for (i,) in file.execute("SELECT id FROM incidents")}


def test_taking_a_report_out_leaves_what_the_others_tell(chronicle: Path, tmp_path: Path) -> None:
    from sayso.chronicle.stored import readings_in
    from sayso.chronicle.upkeep import remove

    with closing(connect_to_read(chronicle)) as file:
        readings = list(readings_in(file))
    with Store(tmp_path / "c.db") as less, Store(tmp_path / "d.db") as never:
        for reading in readings:
            less.add(reading)
        gather_pending(less)
        remove(less, "wire", why="test")
        for reading in readings:
            if reading.document.id != "wire":
                never.add(reading)
        gather_pending(never)
        columns = "SELECT id, shown, reports, origins FROM incidents ORDER BY id"
        assert less.connection.execute(columns).fetchall() == never.connection.execute(columns).fetchall()


def test_filters_choose_incidents(run: Run) -> None:
    every = {r["incident"] for r in rows(run, "list")}
    assert len(every) > 2
    chosen = {
        ("--kind", "visit"): "Lima",
        ("--place", "Lima"): "Lima",
        ("--since", "2024-05-07"): "Lima",
        ("--min-independent", "2"): "Odes",
        ("--source", "hospital"): "Odes",
        ("--text", "doctors"): "Odes",
    }
    for arguments, where in chosen.items():
        found = rows(run, "list", *arguments)
        assert found, arguments
        assert {r["incident"] for r in found} < every
        assert any(where in r["where"] for r in found), (arguments, found)
    assert rows(run, "list", "--actor", "100%") == []
    assert len(rows(run, "list", "--limit", "1")) == 1


def test_a_filter_that_means_nothing_is_a_wrong_call(run: Run) -> None:
    assert len(rows(run, "list", "--country", "Peru")) == len(rows(run, "list", "--country", "pe")) > 0
    code, _, complaint = run("list", "--kind", "bombing")
    assert (code, "'bombing' is no kind" in complaint) == (2, True)
    with pytest.raises(SystemExit):
        run("list", "--country", "Bessarabia")


def test_a_search_is_filtered_by_what_its_reports_tell(run: Run) -> None:
    assert {row["publisher"] for row in rows(run, "search", "minister")} == {"The Lima"}
    assert rows(run, "search", "minister", "--kind", "attack") == []
    assert len(rows(run, "search", "port", "--kind", "attack")) == len(rows(run, "search", "port")) > 0


def test_a_list_says_once_what_is_true_of_all_counts(run: Run) -> None:
    _, shown, _ = run("list")
    assert shown.count("as far as the texts tell") == 1
    assert "3 reports, 2 separate origins tell it, 1 denies or doubts it  [" in shown
    assert "; 1 report  [" in shown


def test_tolls_that_differ_are_a_dispute_with_both_quotes(run: Run) -> None:
    found = rows(run, "disputes", "--kind", "attack")
    numbers = next(r for r in found if r["about"] == "number")
    assert {numbers["one"], numbers["other"]} == {"12 killed", "Twenty killed"}
    assert "governor" in {numbers["one source"], numbers["other source"]}


def test_a_denial_stands_in_the_ledger(run: Run) -> None:
    found = rows(run, "claims")
    assert any(r["stance"] == "denies" and "Moldova" in r["source"] for r in found)
    assert all(r["quote"] and r["source"] for r in found)


def test_a_card_has_every_telling_and_why_it_is_one(run: Run) -> None:
    code, out, _ = run("show", strike(run)["incident"])
    assert code == 0
    assert "The Wire" in out
    assert "The Other" in out
    assert "One incident because:" in out
    assert "it has verified nothing" in out
    assert run("show", "nothing")[0] == 2


def test_an_id_of_before_leads_to_the_incident_of_now(chronicle: Path, tmp_path: Path) -> None:
    from sayso.chronicle.stored import readings_in

    with closing(connect_to_read(chronicle)) as file:
        readings = list(readings_in(file))
    with Store(tmp_path / "e.db") as store:
        store.add(readings[2])
        gather_pending(store)
        before = [i for (i,) in store.connection.execute("SELECT id FROM incidents")]
        for reading in readings[:2]:
            store.add(reading)
            gather_pending(store)
        assert all(entry(store.connection, identifier) for identifier in before)
        with pytest.raises(ChronicleError):
            entry(store.connection, "nothing")


def test_gathering_explains_and_writes_its_lines(run: Run, tmp_path: Path) -> None:
    origins, incidents = tmp_path / "o.jsonl", tmp_path / "i.jsonl"
    code, out, _ = run("gather", "--explain", "--origins", origins, "--incidents", incidents)
    assert code == 0
    assert "both" in out
    by_document = {r["document"]: r["origin"] for r in map(json.loads, origins.read_text("utf-8").splitlines())}
    assert by_document["wire"] == by_document["copy"] != by_document["other"]
    lines = [json.loads(line) for line in incidents.read_text("utf-8").splitlines()]
    assert any({e["document"] for e in line["events"]} >= {"wire", "copy", "other"} for line in lines)


def test_the_timeline_is_in_order_of_days(run: Run) -> None:
    found = rows(run, "timeline")
    assert [r["day"] for r in found] == sorted(r["day"] for r in found)
    assert run("timeline")[1].splitlines()[0].startswith("day")


@pytest.mark.parametrize("name", [f.name for f in formats().values() if f.needs is None])
def test_every_format_exports_exactly_the_view(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    code, _, err = run("export", name, "--out", out, "--place", "Lima")
    assert (code, err) == (0, "")
    files = [f for f in out.rglob("*") if f.is_file()] if out.is_dir() else [out]
    content = b"".join(f.read_bytes() for f in files)
    assert files
    assert b"Odessa" not in content


def test_an_export_of_a_folder_needs_a_name_and_an_empty_place(run: Run, tmp_path: Path) -> None:
    assert run("export", "site")[0] == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", "utf-8")
    assert run("export", "site", "--out", tmp_path / "full")[0] == 2
