"""Names that users list: found in texts, typed, one entity for all aliases of an id; refused when too common."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import sayso
from sayso.chronicle.file import connect_to_read
from sayso.chronicle.names import aliases_of, known_id, names_in, put_names, remove_names
from sayso.chronicle.store import Store
from sayso.cli import main
from sayso.knowledge.name_files import load_own_names, watch_names
from sayso.knowledge.own_names import NamesError, OwnName, checked
from sayso.records import Entity, Reading

NAMES = """\
alias,id,kind,country
Zoran Velt,velt,person,KP
Зоран Велт,velt,person,KP
Amur Works,amur,organisation,RU
АМУР,amur,organisation,RU
Sunrise Desk,sunrise,media,KP
VKB,vkb,military,RU
金山集团,jinshan,organisation,CN
"""
TEXT = (
    "Zoran Velt toured the Amur Works on Friday, Sunrise Desk reported. “АМУР is ours,” said the director. "
    "Зоран Велт left on Saturday (金山集团 paid). Mr. Velt will return, VKB said. The vkb stayed."
)
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(content: str, name: str = "names.csv") -> Path:
        (tmp_path / name).write_text(content, "utf-8")
        return tmp_path / name

    return write_file


def by_rule(reading: Reading) -> dict[str | None, Entity]:
    return {e.rule: e for e in reading.entities if e.rule and e.rule.startswith("own/")}


def quotes(entity: Entity) -> list[str]:
    return [m.quote for m in entity.mentions if m.form == "name"]


def test_all_aliases_of_an_id_are_one_entity_of_its_kind_and_country(write: Write) -> None:
    found = by_rule(sayso.read(TEXT, published="2024-05-06", names=[write(NAMES)]))
    velt, amur = found["own/velt"], found["own/amur"]
    assert (velt.kind, velt.name, velt.country) == ("person", "Zoran Velt", "KP")
    assert quotes(velt) == ["Zoran Velt", "Зоран Велт", "Velt"]
    assert (amur.kind, amur.country, quotes(amur)) == ("organisation", "RU", ["Amur Works", "АМУР"])
    assert found["own/sunrise"].kind == "media"
    assert quotes(found["own/jinshan"]) == ["金山集团"]


def test_a_listed_name_acts_and_is_a_source(write: Write) -> None:
    reading = sayso.read(TEXT, published="2024-05-06", names=[write(NAMES)])
    visit = next(e for e in reading.events if e.kind == "visit")
    assert {p.name for p in visit.participants if p.role == "actor"} == {"Zoran Velt"}
    assert "Sunrise Desk" in {a.source.name for a in reading.attributions}
    assert all(m.quote == m.span.of(TEXT) for e in reading.entities for m in e.mentions)


def test_short_names_are_found_as_they_are_written_and_long_ones_in_capitals_too(write: Write) -> None:
    names = [write(NAMES)]
    assert quotes(by_rule(sayso.read(TEXT, names=names))["own/vkb"]) == ["VKB"]
    shouted = by_rule(sayso.read("SUNRISE DESK OPENS OFFICE\n\nHe sat at a sunrise desk in Oslo.", names=names))
    assert quotes(shouted["own/sunrise"]) == ["SUNRISE DESK"]


def test_two_ids_stay_two_entities_whatever_their_words(write: Write) -> None:
    names = write("alias,id,kind,country\nOrla Kane,one,person,\nOrla M. Kane,two,person,\n")
    found = by_rule(sayso.read("Orla Kane met Orla M. Kane in Oslo. Orla Kane left.", names=[names]))
    assert {rule: quotes(e) for rule, e in found.items()} == {
        "own/one": ["Orla Kane", "Orla Kane"],
        "own/two": ["Orla M. Kane"],
    }


def test_names_are_part_of_the_digest_and_none_leave_it_alone(write: Write) -> None:
    digests = {
        key: sayso.read("Rain fell in Oslo.", names=files).reader.digest
        for key, files in (("none", []), ("some", [write(NAMES)]), ("same", [write(NAMES, "again.csv")]))
    }
    assert digests["some"] == digests["same"] != digests["none"]


@pytest.mark.parametrize(
    ("alias", "why"),
    [
        ("Target", "everyday word"),
        ("the March", "everyday word"),
        ("Iron Fist Unit", None),
        ("K", "single letter"),
        ("Russian", "state"),
        ("John", "given name"),
        ("...", "no name"),
        ("x" * 300, "longer than"),
    ],
)
def test_what_would_be_found_everywhere_is_refused_with_a_reason(alias: str, why: str | None) -> None:
    found = checked(OwnName(alias, "x", "organisation"))
    assert isinstance(found, OwnName) if why is None else (isinstance(found, str) and why in found)


def test_an_exact_name_may_be_an_everyday_word(write: Write) -> None:
    found = checked(OwnName("Target", "t", "organisation", exact=True))
    assert isinstance(found, OwnName)
    reading = next(
        sayso.api.read_documents(
            [sayso.intake.from_text("The firm bought Target in May. A target was hit.")], names=(found,)
        )
    )
    assert quotes(by_rule(reading)["own/t"]) == ["Target"]


def test_rows_that_cannot_be_taken_are_named_and_the_others_taken(write: Write) -> None:
    bad = "Zoran Velt,other,person,KP\nLira Dom,velt,organisation,\nLira Dom,lira,alien,\nLira Dom,lira,person,XX\n"
    found = load_own_names([write(NAMES + bad + ",,,\nNo Id,,person,\n")])
    assert len(found.names) == 7
    assert [r.where.rpartition(", ")[2] for r in found.refused] == [f"line {n}" for n in (9, 10, 11, 12, 14)]
    reasons = " ".join(r.why for r in found.refused)
    for part in ("velt already", "a person already", "no such kind", "no country code", "has no id"):
        assert part in reasons


def test_names_of_followthemoney_entities(write: Write) -> None:
    lines = [
        {
            "id": "Q1",
            "schema": "Person",
            "properties": {"name": ["Zoran Velt"], "weakAlias": ["Zo"], "country": ["kp"]},
        },
        {"id": "Q2", "schema": "Company", "properties": {"alias": ["Amur Works"], "jurisdiction": ["ru"]}},
        {"id": "Q3", "schema": "Ownership", "properties": {"owner": ["Q1"]}},
        {"id": "Q4", "schema": "Person", "caption": "Lira Dom", "properties": "none"},
        ["no entity"],
    ]
    path = write("\n".join(map(json.dumps, lines)) + "\n{broken\n", "entities.ftm.json")
    found = load_own_names([path])
    assert [(n.alias, n.id, n.kind, n.country) for n in found.names] == [
        ("Zoran Velt", "Q1", "person", "KP"),
        ("Zo", "Q1", "person", "KP"),
        ("Amur Works", "Q2", "organisation", "RU"),
        ("Lira Dom", "Q4", "person", None),
    ]
    assert len(found.refused) == 2


@pytest.mark.parametrize("content", ["", "name;who\nx;y\n", b"\xff\xfe\x00broken"])
def test_a_file_that_holds_no_names_says_so(tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(NamesError, match=r"x\.csv"):
        load_own_names([path])
    assert main(["read", str(path), "--names", str(tmp_path / "none.csv"), "--quiet"]) == 2


def test_a_chronicle_keeps_names_and_tells_whose_they_are(tmp_path: Path) -> None:
    names = [OwnName("Zoran Velt", "velt", "person", "KP"), OwnName("Зоран Велт", "velt", "person", "KP")]
    with Store(tmp_path / "a.db") as store:
        assert put_names(store, names) == (2, [])
        assert put_names(store, names) == (0, [])
        changed, refused = put_names(store, [OwnName("Zoran Velt", "other", "person"), OwnName("March", "m", "person")])
        assert (changed, len(refused)) == (0, 2)
        file = store.connection
        assert names_in(file) == tuple(names)
        assert known_id(file, "ZORAN-VELT") == "velt"
        assert known_id(file, "Zoran") is None
        assert aliases_of(file, "Zoran Velt") == ("Zoran Velt", "Зоран Велт")
        assert aliases_of(file, "Lira Dom") == ("Lira Dom",)
        assert remove_names(store, alias="Zoran Velt") == 1
        assert remove_names(store, identifier="velt") == 1
        assert names_in(file) == ()


def test_names_on_the_command_line(tmp_path: Path, write: Write, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Reports read before get the names by a rebuild, later ones at once; a watch list knows the aliases."""
    db, text = str(tmp_path / "a.db"), tmp_path / "report.txt"
    text.write_text(TEXT, "utf-8")
    assert main(["add", str(text), "--published", "2024-05-06", "-c", db, "--quiet"]) == 0
    assert main(["names", "add", "Zoran Velt", "Зоран Велт", "--id", "velt", "--kind", "person", "-c", db]) == 0
    assert b"rebuild --changed" in capsysbinary.readouterr().out
    assert main(["names", "add", "Target", "--id", "t", "--kind", "organisation", "-c", db]) == 2
    assert main(["names", "import", str(write(NAMES)), "-c", db]) == 0
    assert main(["rebuild", "--changed", "-c", db]) == 0
    assert main(["rebuild", "--changed", "-c", db]) == 0
    assert capsysbinary.readouterr().out.splitlines()[-1].startswith(b"0 documents")
    with closing(connect_to_read(Path(db))) as file:
        velt = file.execute("SELECT count(*) FROM entities WHERE name = 'Zoran Velt' AND country = 'KP'")
        assert velt.fetchone() == (1,)
    assert main(["names", "list", "--format", "csv", "-c", db]) == 0
    assert (
        capsysbinary.readouterr().out.decode().startswith("id,alias,kind,country,found,source\nvelt,Zoran Velt,person")
    )
    for name, shown in (("Зоран Велт", True), ("Velt", True), ("Zoran Vel", False), ("Sunrise Desk", True)):
        assert main(["claims", "--watch", str(write(f"# ours\n{name}\n", "w.txt")), "--format", "csv", "-c", db]) == 0
        assert (b"Zoran Velt" in capsysbinary.readouterr().out) is shown, name
    assert main(["names", "remove", "--id", "velt", "-c", db]) == 0
    assert main(["names", "remove", "nobody", "-c", db]) == 2
    assert main(["names", "remove", "-c", db]) == 2


def test_watch_lists_in_three_forms(write: Write) -> None:
    assert watch_names(write("# whom we follow\n\n Zoran Velt \nMarch\n", "w.txt")) == ("Zoran Velt", "March")
    assert watch_names(write(NAMES))[:2] == ("Zoran Velt", "Зоран Велт")
    entity = {"id": "Q1", "schema": "Person", "properties": {"name": ["Zoran Velt"]}}
    assert watch_names(write(json.dumps(entity), "e.json")) == ("Zoran Velt",)
    with pytest.raises(NamesError):
        watch_names(write("# nobody\n", "w.txt"))
    with pytest.raises(SystemExit):
        main(["list", "--watch", "/nowhere/w.txt"])
