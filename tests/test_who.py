"""Cards of people, bodies and states from an invented chronicle, and who is who as texts come and go."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso.chronicle.decided.decisions import verdicts
from sayso.chronicle.entities import identities
from sayso.chronicle.entities.cards import card
from sayso.chronicle.entities.who import identities_named, identity, questions
from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.pending import gather_pending
from sayso.chronicle.store import Store
from sayso.chronicle.upkeep import remove
from sayso.cli import main
from sayso.gathering.entities.identities import Identities, identify
from sayso.gathering.entities.variants import Variant
from sayso.records import Reading
from sayso.show.identity_card import to_identity_card

TEXTS = {
    "wire": (
        "2024-05-06",
        "Nigerian Foreign Minister Ada Okwuosa visited Lima on Friday, the Peruvian foreign ministry said. She met"
        " President Pedro Quispe of Peru. Nigeria accused Chad of shelling a border post on Thursday.",
    ),
    "daily": (
        "2024-05-08",
        "Nigerian Foreign Minister Okwuosa will travel to Quito on Monday. “The talks in Lima failed,” Ada Okwuosa told"
        " reporters. Protesters accused the minister, Ada Okwuosa, of corruption.",
    ),
    "local": (
        "2024-05-07",
        "Police arrested Tomas Brandvold, a fisherman from Odda, on Monday. A neighbour accused Tomas Brandvold of"
        " stealing a boat. Brandvold visited Bergen on Sunday.",
    ),
    "namesake": ("2024-05-09", "Tomas Brandvold, the mayor of Odda, visited Oslo on Tuesday."),
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    found = []
    for name, (day, text) in TEXTS.items():
        reading = sayso.read(text, published=day)
        document = replace(reading.document, id=name, publisher=f"The {name.title()}")
        found.append(replace(reading, document=document))
    return found


def fill(path: Path, readings: list[Reading], step: int = 1) -> Path:
    with Store(path) as store:
        for number, reading in enumerate(readings, 1):
            store.add(reading)
            if number % step == 0:
                gather_pending(store)
        gather_pending(store)
    return path


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory, readings: list[Reading]) -> Path:
    return fill(tmp_path_factory.mktemp("who") / "a.db", readings)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], chronicle: Path) -> Run:
    def run_main(*arguments: object) -> tuple[int, str, str]:
        code = main(["who", *map(str, arguments), "-c", str(chronicle)])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_main


@pytest.fixture
def store(tmp_path: Path, readings: list[Reading]) -> Iterator[Store]:
    with Store(fill(tmp_path / "b.db", readings)) as opened:
        yield opened


def tables(path: Path) -> list[Any]:
    with closing(connect_to_read(path)) as file:
        names = (
            "identities ORDER BY id",
            "identity_variants ORDER BY variant",
            "identity_questions ORDER BY one, other",
        )
        return [file.execute(f"SELECT * FROM {name}").fetchall() for name in names]


# --- the card ------------------------------------------------------------------------------------------------------


def test_a_card_tells_roles_places_and_accusations_with_their_sources(run: Run) -> None:
    code, out, err = run("Okwuosa")
    assert (code, err) == (0, "")
    assert out.startswith("Ada Okwuosa  person  NG  public role in the texts  2 reports\n")
    assert "Foreign Minister: 2 reports, 2024-05-06 to 2024-05-08, The Wire, The Daily" in out
    assert "2024-05-03     Lima, PE (populated place)" in out
    assert "planned: Quito, EC" in out
    assert "Accused\n" in out
    assert "An accusation is no finding" in out
    assert "it has verified nothing" in out


def test_quotes_stand_behind_every_line(run: Run) -> None:
    out = run("Ada Okwuosa", "--quotes")[1]
    assert "“Protesters accused the minister, Ada Okwuosa, of corruption.”  The Daily, 2024-05-08, daily" in out
    assert all(line in out for line in ("Nigerian Foreign Minister Ada Okwuosa visited Lima", "The Wire, 2024-05-06"))


def test_filters_choose_the_incidents(run: Run) -> None:
    assert "Quito" not in run("Ada Okwuosa", "--until", "2024-05-07")[1].partition("Where")[2]
    assert "Accused" not in run("Ada Okwuosa", "--kind", "visit")[1]
    assert "more incident" in run("Ada Okwuosa", "--limit", "1")[1]


def test_rows_in_every_format(run: Run) -> None:
    rows = [json.loads(line) for line in run("Ada Okwuosa", "--format", "jsonl")[1].splitlines()]
    assert {"name", "role", "stop", "accused", "incident", "company"} <= {row["about"] for row in rows}
    assert all(row["document"] and row["quote"] for row in rows if row["about"] in ("role", "stop", "accused"))
    table = list(csv.DictReader(io.StringIO(run("Ada Okwuosa", "--format", "csv")[1])))
    assert len(table) == len(rows)
    assert run("Ada Okwuosa", "--format", "markdown")[1].startswith("| about | when |")


def test_somebody_in_very_many_reports_has_a_card_of_the_latest(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        (minister,) = identities_named(file, "Ada Okwuosa")
        found = card(file, minister, latest=1)
    assert (found.texts, found.looked_at) == (2, 1)
    assert {d for taken in found.incidents for d in taken.documents} == {"daily"}
    assert "Made from the 1 latest of 2 reports" in to_identity_card(found)


def test_a_state_has_a_card_in_any_letters(run: Run) -> None:
    assert run("Nigeria")[1].startswith("Nigeria  state  NG  2 reports")
    assert run("nigeria")[1] == run("Nigeria")[1]


def test_private_people_have_no_card_unasked(run: Run, chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        (private,) = [i for i in identities_named(file, "Tomas Brandvold") if not i.public]
    code, out, err = run(private.id)
    assert (code, out) == (2, "")
    assert "no public role" in err
    assert run(private.id, "--private", " ")[0] == 2
    code, out, err = run(private.id, "--private", "checking a tip")
    assert code == 0
    assert "made because: checking a tip" in err
    assert "stealing" not in out
    assert "arrest" not in out.replace("arrests, sentences", "")
    assert "Not gathered here" in out


def test_namesakes_are_listed_and_asked_about(run: Run, chronicle: Path) -> None:
    code, out, err = run("Tomas Brandvold")
    assert code == 0
    assert "may mean 2" in err
    assert len(out.splitlines()) == 3
    assert "a public role here, private life there" in run("--questions")[1]
    with closing(connect_to_read(chronicle)) as file:
        mayor = identity(file, "namesake#e1")
        assert mayor.public
        assert mayor in [side for q in questions(file) for side in (q.one, q.other)]


def test_wrong_calls_are_told(run: Run) -> None:
    for arguments in ((), ("Ada", "--questions"), ("Nobody Atall",), (" ",)):
        code, out, err = run(*arguments)
        assert (code, out, bool(err)) == (2, "", True), arguments


# --- the file ------------------------------------------------------------------------------------------------------


def test_any_order_and_any_batches_give_the_same_tables(
    tmp_path: Path, readings: list[Reading], chronicle: Path
) -> None:
    for number in range(3):
        shuffled = list(readings)
        random.Random(number).shuffle(shuffled)
        assert tables(fill(tmp_path / f"{number}.db", shuffled, step=number + 1)) == tables(chronicle)


def test_what_is_removed_leaves_no_trace(tmp_path: Path, store: Store, readings: list[Reading]) -> None:
    remove(store, "namesake", why="test")
    remove(store, "wire", why="test")
    left = [r for r in readings if r.document.id not in ("namesake", "wire")]
    assert tables(store.path) == tables(fill(tmp_path / "left.db", left))
    assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_reading_again_changes_nothing(store: Store, readings: list[Reading]) -> None:
    before = tables(store.path)
    for reading in readings:
        with store.writing():
            store.derive(reading)
    gather_pending(store)
    assert tables(store.path) == before


def test_a_new_text_touches_only_the_blocks_of_its_own_names(
    store: Store, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[str] = []

    def watched(variants: Iterable[Variant], decided: dict[tuple[str, str], bool]) -> Identities:
        found = list(variants)
        settled.extend(v.block for v in found)
        return identify(found, decided)

    monkeypatch.setattr(identities, "identify", watched)
    fresh = sayso.read("Mayor Ruth Brandvold visited Norway on Monday.", published="2024-05-10")
    store.add(replace(fresh, document=replace(fresh.document, id="fresh")))
    gather_pending(store)
    assert set(settled) <= {"brandvold", "NO"}
    settled.clear()
    copy = next(r for r in readings if r.document.id == "wire")
    store.add(replace(copy, document=replace(copy.document, id="copy")))
    gather_pending(store)
    assert settled == []


def test_people_join_and_part_and_take_it_back(store: Store, run: Run) -> None:
    file, before = store.connection, tables(store.path)
    (question,) = [q for q in questions(file) if q.one.name == "Tomas Brandvold"]
    assert main(["decide", "same", question.one.id, question.other.id, "-c", str(store.path)]) == 0
    (found,) = identities_named(file, "Tomas Brandvold")
    assert found.entities == 2
    assert list(verdicts(file, "entity").values()) == [True]
    assert not questions(file) or "Tomas" not in questions(file)[0].one.name
    (decision,) = file.execute("SELECT id FROM decisions").fetchone()
    assert main(["decide", "withdraw", decision, "--why", "a test", "-c", str(store.path)]) == 0
    assert tables(store.path) == before


def test_what_a_decision_joined_is_parted_when_one_side_goes(
    store: Store, tmp_path: Path, readings: list[Reading]
) -> None:
    file = store.connection
    (mayor,), (minister,) = ([i for i in identities_named(file, n) if i.public] for n in ("Brandvold", "Ada Okwuosa"))
    assert main(["decide", "same", mayor.id, minister.id, "-c", str(store.path)]) == 0
    assert identity(file, "namesake#e1") == identities_named(file, "Ada Okwuosa")[0]
    remove(store, "namesake", why="test")
    left = fill(tmp_path / "left.db", [r for r in readings if r.document.id != "namesake"])
    with closing(connect_to_read(left)) as other:
        assert identities_named(file, "Ada Okwuosa")[0].entities == identities_named(other, "Ada Okwuosa")[0].entities
    assert file.execute("SELECT count(*) FROM identities WHERE name = ''").fetchone() == (0,)
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []


def test_nobody_is_said(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file, pytest.raises(ChronicleError, match="nobody"):
        identity(file, "wire#e999")
