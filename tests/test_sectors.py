"""Sectors of actors: what decides them, their codes in CAMEO and PLOVER, and where exports show them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import api
from sayso.export.rows import row_of, rows_of
from sayso.export.tables import to_csv
from sayso.jsonl import to_dict
from sayso.knowledge.sectors import PAST, load_sectors, sector_words
from sayso.knowledge.tables import rows
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read_parsed
from sayso.records import SECTORS, Entity

Parse = Callable[..., Parsed]
_CASES = Path(__file__).parent / "cases" / "sectors.tsv"
CASES = [tuple(line.split("\t")) for line in _CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
NOT_SECTORS = {"", "organisation", "expert", "anonymous", "family"}  # other words in the column of titles.csv


def sector(parse: Parse, kit: Kit, text: str, words: str) -> str | None:
    """The sector of the entity with these words, or else with a mention that holds them."""
    entities = read_parsed(parse(text), kit).entities
    exact = [e for e in entities if any(m.quote.lower() == words.lower() for m in e.mentions)]
    return _only(exact or [e for e in entities if any(words in m.quote for m in e.mentions)]).sector


def _only(entities: list[Entity]) -> Entity:
    assert entities, "no such entity"
    return entities[0]


@pytest.mark.parametrize(("text", "words", "wanted"), CASES, ids=[f"{case[1]}: {case[2]}" for case in CASES])
def test_cases(parse: Parse, kit: Kit, text: str, words: str, wanted: str) -> None:
    assert (sector(parse, kit, text, words) or "-") == wanted


def test_all_sectors_have_a_case() -> None:
    assert {case[2] for case in CASES} == {*SECTORS, "-"}


# --- what counts more ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        # an office before a rank, in whatever order they are told
        (
            "Gen. Hugo Salas, the defense minister, resigned. Defense Minister Hugo Salas left.",
            "Hugo Salas",
            "government",
        ),
        # the row of a known body before what one side calls it
        ("The terrorist organization Hamas fired rockets.", "Hamas", "rebel"),
        ("Iran's Quds Force, a designated terrorist organization, fired rockets.", "Quds Force", "military"),
        # the text before the table of public persons
        ("Rebel leader Emmanuel Macron surrendered.", "Emmanuel Macron", "rebel"),
        ("Emmanuel Macron surrendered.", "Emmanuel Macron", "government"),
        ("Former president Emmanuel Macron surrendered.", "Emmanuel Macron", None),
        # whom a holder speaks for, by name, by possessor
        ("Hartwell Industries lost money. A spokesman for Hartwell Industries resigned.", "spokesman", "business"),
        ("Hamas's leader left the town on Friday.", "leader", "rebel"),
        # government soldiers are soldiers, those of rebels are not
        ("The rebels' military commander, Abdi Warsame, was killed.", "Abdi Warsame", "rebel"),
        ("Provincial police officers arrested the monk.", "police officers", "police"),
        ("Military intelligence officers arrested the monk.", "intelligence officers", "intelligence"),
        # a verb is no "former"
        ("The army ousted President Karl Osei on Friday.", "Karl Osei", "government"),
        ("The ousted president, Karl Osei, left on Friday.", "Karl Osei", None),
    ],
)
def test_evidence(parse: Parse, kit: Kit, text: str, words: str, wanted: str | None) -> None:
    assert sector(parse, kit, text, words) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Peru sent two ships to the strait.", None),
        ("Peruvian fishermen found the wreck.", None),
        ("Peru sent two ships to the strait. Lima denied the report.", "government"),
        ("The airport of Lima was closed. Peru sent two ships to the strait.", None),
    ],
)
def test_state_is_government_where_one_stands_for_it(parse: Parse, kit: Kit, text: str, wanted: str | None) -> None:
    states = [e for e in read_parsed(parse(text), kit).entities if e.kind == "country"]
    assert [e.sector for e in states] == [wanted]


# --- tables --------------------------------------------------------------------------------------------------------


def test_codes() -> None:
    table = load_sectors()
    assert tuple(table) == SECTORS
    for codes in ([s.cameo for s in table.values()], [s.plover for s in table.values()]):
        assert len(set(codes)) == len(codes)
        assert all(len(code) == 3 and code.isupper() for code in codes)
    held = [code for s in table.values() for code in s.holds]
    assert len(set(held)) == len(held)
    assert not {*held} & {s.cameo for s in table.values()}


def test_crosswalk() -> None:
    table = load_sectors()
    assert (table["media"].cameo, table["media"].plover) == ("MED", "JRN")
    assert (table["government"].cameo, table["police"].cameo, table["intelligence"].cameo) == ("GOV", "COP", "SPY")
    assert "UAF" in table["rebel"].holds
    assert "OPP" in table["party"].holds


@pytest.mark.parametrize("name", ["titles.csv", "body_nouns.csv", "organisations.csv"])
def test_columns(name: str) -> None:
    table = rows(f"en/{name}")
    assert {row["sector"] for row in table} - NOT_SECTORS <= {*SECTORS}
    assert {row.get("serves", "") for row in table} <= {"", "yes"}
    if name != "titles.csv":
        assert not {row["sector"] for row in table} & (NOT_SECTORS - {""})


def test_words() -> None:
    table = rows("en/sector_words.csv")
    assert len({row["word"] for row in table}) == len(table) == len(sector_words())
    assert set(sector_words().values()) <= {*SECTORS, PAST}
    for row in table:
        assert row["word"] in row["example"].lower(), row


# --- odd input -----------------------------------------------------------------------------------------------------

HOLDERS = [row["word"] for row in rows("en/titles.csv") if row["serves"]]
BODIES = [row["word"] for row in rows("en/body_nouns.csv") if row["serves"]]


@settings(max_examples=40)
@given(st.sampled_from(sorted(sector_words())), st.sampled_from(HOLDERS), st.sampled_from(BODIES), st.booleans())
def test_any_words_are_read(word: str, holder: str, body: str, turned: bool) -> None:
    phrase = f"{word} {body}'s {holder}" if turned else f"{holder} of the {word} {body}"
    reading = api.read(f"The {phrase} attacked it. Its {body} attacked the {word} {holder}.")
    assert not reading.problems
    assert {e.sector for e in reading.entities} <= {None, *SECTORS}


# --- exports -------------------------------------------------------------------------------------------------------

FIGHT = "Rebel fighters attacked Norwegian troops near Gao on 4 May 2023."


def test_row(parse: Parse, kit: Kit) -> None:
    reading = read_parsed(parse(FIGHT), kit)
    row = row_of(reading, next(e for e in reading.events if e.kind == "attack"))
    assert (row.who, row.who_sector, row.who_country) == ("Rebel fighters", "rebel", "")
    assert (row.whom, row.whom_sector, row.whom_country) == ("Norwegian troops", "military", "NO")


def test_csv(parse: Parse, kit: Kit) -> None:
    table = list(csv.DictReader(io.StringIO(to_csv(rows_of(read_parsed(parse(FIGHT), kit))))))
    assert table[0]["who_sector"] == "rebel"
    assert table[0]["whom_country"] == "NO"


def test_several_are_told_once(parse: Parse, kit: Kit) -> None:
    reading = read_parsed(parse("Norwegian soldiers and Danish soldiers attacked two rebel camps."), kit)
    row = row_of(reading, next(e for e in reading.events if e.kind == "attack"))
    assert (row.who_sector, row.who_country) == ("military", "NO, DK")


def test_json(parse: Parse, kit: Kit) -> None:
    report = to_dict(read_parsed(parse(FIGHT), kit))
    assert report["entities"][0]["sector"] == "rebel"
