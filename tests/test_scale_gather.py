"""Readings in Parquet gather to what a chronicle gathers, and go into one without being read again."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from sayso.add import add, add_readings
from sayso.chronicle.digest import digests_of
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.known import KNOWN, NEW
from sayso.chronicle.store import Store
from sayso.cli import main
from sayso.reading import kit as kits
from sayso.records import Document, Failure
from sayso.scale import engines
from sayso.scale.engines import read_here
from sayso.scale.gathered import Counting, gather_readings, write_gathered
from sayso.scale.kept import Kept
from sayso.scale.shards import shards_of
from tests.plain_reader import plain_reading
from tests.plain_scene import reports, write
from tests.scale_scene import plan, shards
from tests.slow_reader import SlowKit, slow_kit, stand_ins


@pytest.fixture(autouse=True)
def reads_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in stand_ins().items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """Shards, and the folder of what was read of them with all bytes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in stand_ins().items():
            patch.setitem(sys.modules, name, module)
        folder = tmp_path_factory.mktemp("gather")
        inputs = shards_of([str(shards(folder / "in", 24))])
        list(read_here(inputs, plan(folder / "out", data=True)))
    return inputs, folder / "out"


@pytest.fixture(scope="module")
def chronicle(read: tuple[list[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chronicle to which the readings were added."""
    path = tmp_path_factory.mktemp("chronicle") / "a.db"
    with Store(path) as store:
        outcomes = [one.outcome for one in add_readings(read[1], store) if not isinstance(one, Failure)]
    assert outcomes.count(NEW) > 60
    return path


def rows(path: Path, *columns: str) -> set[tuple[Any, ...]]:
    found = parquet.read_table(path).to_pylist()
    return {tuple(row[column] for column in columns) for row in found}


def test_incidents_and_origins_are_those_of_a_chronicle(
    read: tuple[list[str], Path], chronicle: Path, tmp_path: Path
) -> None:
    write_gathered(gather_readings(read[1]), tmp_path)
    with closing(connect_to_read(chronicle)) as file:
        members = set(file.execute("SELECT incident, event, denies FROM incident_events"))
        reasons = set(file.execute("SELECT incident, one, other, score, why FROM reasons"))
        origins = set(file.execute("SELECT document, origin, why FROM origins"))
        plans = set(file.execute("SELECT plan, incident FROM fulfilments"))
    incidents = parquet.read_table(tmp_path / "incidents.parquet").to_pylist()
    assert len(incidents) < len(members)
    assert rows(tmp_path / "events.parquet", "incident", "event", "denies") == members
    told = {(i["id"], *(r[k] for k in ("one", "other", "score", "why"))) for i in incidents for r in i["reasons"]}
    assert told == reasons
    assert reasons
    assert rows(tmp_path / "origins.parquet", "document", "origin", "why") == origins
    assert len({origin for _, origin, _ in origins}) < len(origins)
    assert plans <= rows(tmp_path / "fulfilments.parquet", "plan", "incident")
    assert all(i["origins"] and i["documents"] and i["kinds"] for i in incidents)


def test_readings_make_the_chronicle_that_reading_makes(
    read: tuple[list[str], Path], chronicle: Path, tmp_path: Path
) -> None:
    inputs = [name for name in read[0] if not name.endswith(".parquet")]
    list(read_here(inputs, plan(tmp_path / "out", data=True)))
    with Store(tmp_path / "a.db") as store:
        list(add(inputs, store, slow_kit(0.0)))
        expected = digests_of(store.connection)
    with Store(tmp_path / "b.db") as store:
        list(add_readings(tmp_path / "out", store))
        assert digests_of(store.connection) == expected
        assert {one.outcome for one in add_readings(tmp_path / "out", store) if not isinstance(one, Failure)} == {KNOWN}
        assert digests_of(store.connection) == expected


def test_only_what_was_published_in_some_days(tmp_path: Path) -> None:
    told = [{**row, "published": f"2024-05-{n + 1:02}"} for n, row in enumerate(reports(1, 9))]
    write(tmp_path / "news.jsonl", [*told, {**reports(2, 1)[0], "id": "undated", "published": None}])
    list(read_here([str(tmp_path / "news.jsonl")], plan(tmp_path / "out")))
    found = gather_readings(tmp_path / "out", since="2024-05-03", until="2024-05-04")
    assert {one.document for one in found.facts.values()} == {"doc-2", "doc-3", "undated"}


# --- which text counts -------------------------------------------------------------------------------------------


def texts(chance: random.Random) -> Iterator[Document]:
    """Texts of two documents as they may come: again, changed, changed back, dated otherwise."""
    for _ in range(8):
        name, text, day = chance.choice("ab"), chance.choice("xyz"), chance.choice((None, "2024-05-01", "2024-05-02"))
        told = f"Anna met Boris {text}."
        yield Document(name, f"{name}{text}", told, published=day, published_from="given" if day else None)


def kept(document: Document) -> Kept:
    from sayso.records import Provenance

    return Kept.of(document.id, plain_reading(document, SlowKit()), Provenance(), None)


@pytest.mark.parametrize("seed", range(40))
def test_the_text_that_counts_is_the_one_of_a_chronicle(seed: int, tmp_path: Path) -> None:
    counting, counts = Counting(), {}
    with Store(tmp_path / "a.db") as store:
        for document in texts(random.Random(seed)):
            row = kept(document)
            store.add(row.reading)
            if counting.takes(row):
                counts[row.document] = row.version
            found = dict(store.connection.execute("SELECT id, version FROM documents"))
            assert counts == found


# --- the commands ------------------------------------------------------------------------------------------------


def call(arguments: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(kits, "Kit", lambda *_, **__: slow_kit(0.0))
    return main([*arguments])


def test_the_commands_from_shards_to_a_chronicle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shards(tmp_path / "in", 6)
    assert call(["scale", "read", "--here", "in", "out"], monkeypatch) == 1
    out, err = capfd.readouterr()
    assert out == "3 shards: 19 read, 2 failed (out)\n"
    assert "1 of 3: in/lines.jsonl: 6 read, 1 failed" in err
    assert call(["scale", "read", "--here", "in", "out"], monkeypatch) == 1
    assert capfd.readouterr().out == "3 shards: 19 read, 2 failed, 3 shards done before (out)\n"
    assert call(["scale", "gather", "out", "found"], monkeypatch) == 0
    assert "incidents (found)" in capfd.readouterr().out
    assert call(["add", "--readings", "out"], monkeypatch) == 1
    out, err = capfd.readouterr()
    assert out.startswith("21 inputs = ")
    assert "in/lines.jsonl#7" in err
    assert call(["failures", "--format", "jsonl"], monkeypatch) == 0
    assert {json.loads(line)["reason"] for line in capfd.readouterr().out.splitlines()} == {
        "no-text",
        "nothing-extracted",
    }


def test_what_was_read_is_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shards(tmp_path / "in", 4)
    assert call(["scale", "read", "--here", str(tmp_path / "in"), str(tmp_path / "in")], monkeypatch) == 2
    assert "is among the inputs" in capfd.readouterr().err


def test_an_engine_that_ends_early_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Daft takes Ctrl-C for itself, and then gives no more rows."""
    shards(tmp_path / "in", 4)
    monkeypatch.setattr(engines, "read_with_daft", lambda found, told, **_: islice(read_here(found, told), 1))
    assert call(["scale", "read", str(tmp_path / "in"), str(tmp_path / "out")], monkeypatch) == 130
    out, err = capfd.readouterr()
    assert out == ""
    assert "stopped; 2 of 3 shards are not done" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["scale", "read", "nowhere", "out"], "nowhere: there is no such file"),
        (["scale", "gather", "nowhere", "out"], "nowhere has no readings"),
        (["add", "--readings", "nowhere"], "nowhere has no readings"),
        (["add", "a.html", "--readings", "nowhere"], "without inputs"),
        (["add"], "give inputs"),
    ],
)
def test_wrong_calls(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert call(arguments, monkeypatch) == 2
    assert told in capfd.readouterr().err


def test_what_was_removed_for_good_is_left_out(read: tuple[list[str], Path], tmp_path: Path) -> None:
    from sayso.chronicle.upkeep import remove

    with Store(tmp_path / "a.db") as store:
        list(add_readings(read[1], store))
        remove(store, "row-3", why="asked for")
        found = [one.outcome for one in add_readings(read[1], store) if getattr(one, "document", "") == "row-3"]
        again = [o.outcome for o in add_readings(read[1], store, again=True) if getattr(o, "document", "") == "row-3"]
    assert (found, again) == (["removed"], [NEW])
