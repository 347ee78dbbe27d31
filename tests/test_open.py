"""`sayso.open`: the lists of a chronicle as Python has them; the code of docs/python.md runs."""

from __future__ import annotations

import builtins
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pyarrow
import pytest

import sayso
from sayso.chronicle.views.look import Answer
from sayso.cli import main
from sayso.records import Entry
from sayso.show.table import MissingLibrary, to_table

PAGE = Path(__file__).parents[1] / "docs" / "python.md"
TEXTS = {
    "harbour": "Rebels shelled the port of Odessa on Monday, killing 12, the governor said. Anna Dvorak wept.",
    "doctors": "Rebels shelled the port of Odessa on Monday, killing 20, doctors said. The army denied the attack.",
    "visit": "North Korean leader Kim Jong-un visited Lima on Tuesday, the ministry said.",
    "undated": "The envoy toured a shipyard.",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("open")
    days = {"published": "2024-05-08"}
    rows = [{"id": name, "text": text} | (days if name != "undated" else {}) for name, text in TEXTS.items()]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["add", str(folder / "in.jsonl"), "-c", str(folder / "sayso.db"), "--quiet"]) == 0
    return folder / "sayso.db"


@pytest.fixture(scope="module")
def chronicle(path: Path) -> Iterator[Any]:
    with sayso.open(path) as opened:
        yield opened


def test_the_records_of_a_list_are_incidents(chronicle: Any) -> None:
    (visit,) = chronicle.list(place="Lima")
    assert isinstance(visit, Entry)
    assert chronicle.show(visit.id) == visit
    assert chronicle.list(limit=1)[0].earliest == "2024-05-06"
    assert not chronicle.list(actor="nobody")


def test_the_lists_say_what_the_commands_say(chronicle: Any, path: Path, capsysbinary: Any) -> None:
    for command in ("list", "claims", "disputes"):
        assert main([command, "-c", str(path), "--format", "jsonl"]) == 0
        printed = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
        assert [str(row["incident"]) for row in getattr(chronicle, command)().to_dicts()] == [
            row["incident"] for row in printed
        ]
        assert printed, command


def test_days_are_days_and_unknown_is_none(chronicle: Any) -> None:
    rows = {row["what"]: row for row in chronicle.list().to_dicts()}
    assert rows["visited"]["earliest"] == datetime.date(2024, 5, 7)
    assert rows["toured"]["earliest"] is None
    assert rows["visited"]["killed_min"] is None
    assert "toured" not in str(chronicle.timeline().to_dicts())


def test_filters_are_those_of_the_command_line(chronicle: Any) -> None:
    since = chronicle.list(since=datetime.date(2024, 5, 7))
    assert [e.word for e in since] == [e.word for e in chronicle.list(since="2024-05-07")] == ["visited"]
    with pytest.raises(TypeError, match="no filter 'who'; there are actor"):
        chronicle.list(who="Kim")
    with pytest.raises(ValueError, match="May"):
        chronicle.list(until="in May")


def test_pandas_and_arrow_have_the_same_honest_types(chronicle: Any) -> None:
    found = chronicle.list()
    frame, table = found.to_pandas(), found.to_arrow()
    kinds = {"earliest": "datetime64[s]", "reports": "Int64", "killed_min": "Int64", "lat": "float64", "who": "string"}
    assert {name: str(frame.dtypes[name]) for name in kinds} == kinds
    assert table.schema.field("earliest").type == pyarrow.date32()
    assert table.schema.field("killed_max").type == pyarrow.int64()
    assert table.to_pylist() == found.to_dicts()
    assert frame["earliest"].isna().sum() == table.column("earliest").null_count > 0


def test_an_empty_list_keeps_its_types(chronicle: Any) -> None:
    nothing = chronicle.list(actor="nobody")
    full = chronicle.list()
    assert nothing.to_arrow().schema == full.to_arrow().schema
    assert list(nothing.to_pandas().dtypes) == list(full.to_pandas().dtypes)


def test_columns_of_a_query_have_names_of_their_own() -> None:
    found = to_table(Answer(("count(*)", "count(*)", "?"), ((1, "a", b"x"), (None, 2, None))))
    assert found.columns == ("count", "count_2", "column")
    assert [str(t) for t in found.to_arrow().schema.types] == ["int64", "string", "binary"]
    assert found[0].count_2 == "a"
    assert pandas.isna(found.to_pandas()["count"][1])


def test_a_card_is_of_one_who_has_a_public_role(chronicle: Any) -> None:
    assert [row.name for row in chronicle.meant_by("Kim Jong-un")] == ["Kim Jong-un"]
    with pytest.raises(sayso.ChronicleError, match="nobody in the chronicle"):
        chronicle.who("Nobody Atall")
    public = chronicle.sql("SELECT id, name FROM identities WHERE public = 1 AND sort = 'person'")
    assert public
    assert len(chronicle.who(public[0].id)) > 0
    private = chronicle.sql("SELECT id FROM identities WHERE public = 0")
    assert private
    with pytest.raises(sayso.ChronicleError, match="no public role"):
        chronicle.who(private[0].id)
    assert len(chronicle.who(private[0].id, private="a test")) > 0


def test_nothing_can_be_changed(chronicle: Any) -> None:
    for statement in ("DELETE FROM events", "SELEC 1"):
        with pytest.raises(sayso.ChronicleError):
            chronicle.sql(statement)
    with pytest.raises(sayso.ChronicleError, match="no chronicle"):
        sayso.open("nowhere.db")


def test_a_missing_library_is_named(chronicle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name in ("pandas", "pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingLibrary, match=r"sayso\[pandas\]"):
        chronicle.list().to_pandas()
    with pytest.raises(MissingLibrary, match=r"sayso\[parquet\]"):
        chronicle.list().to_arrow()


def test_the_page_runs(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGE.read_text("utf-8")
    monkeypatch.chdir(path.parent)
    known: dict[str, Any] = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), known)  # our own page
    assert "visited" in capsys.readouterr().out
    assert len(known["frame"]) == known["table"].num_rows > 3
    assert [row["source"] for row in known["plain"]] == ["ministry"]
    methods = re.findall(r"^\| `(\w+)\(", page, re.MULTILINE)
    public = [name for name in vars(sayso.Chronicle) if not name.startswith("_") and name != "close"]
    assert sorted(methods) == sorted(public)


def test_search_takes_the_filters(chronicle: Any) -> None:
    assert len(chronicle.search("Odessa")) == 2
    assert len(chronicle.search("Odessa", source="governor")) == 1
    assert not chronicle.search("Odessa", kind="visit")
