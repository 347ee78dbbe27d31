"""Names found in sentences, and every row of the tables of titles, bodies and metonyms in its own example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.knowledge.tables import rows
from sayso.reading.entities.marks import find_marks
from sayso.reading.entities.names import find_names
from sayso.reading.entities.states import state_words
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Entity
from tests.conftest import document

CASES = Path(__file__).parent / "cases" / "names.tsv"
Parse = Callable[..., Parsed]


def _cases() -> Iterator[tuple[str, str]]:
    for line in CASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, expected = line.partition("\t")
            yield text, expected


def _shown(entity: Entity) -> str:
    return f"{entity.kind} {entity.name} {entity.country or '-'}"


@pytest.mark.parametrize(("text", "expected"), list(_cases()))
def test_case(kit: Kit, parse: Parse, text: str, expected: str) -> None:
    found = find_names(parse(text), kit, ())
    assert "; ".join(_shown(e) for e in found) == expected


def test_roles_stand_in_the_text(kit: Kit, parse: Parse) -> None:
    text = "North Korea’s leader, Kim Jong-un, met Sergei K. Shoigu, the defense minister."
    found = {e.name: [r.quote for r in e.roles] for e in find_names(parse(text), kit, ())}
    assert found["Kim Jong-un"] == ["North Korea’s leader"]
    assert found["Sergei K. Shoigu"] == ["the defense minister"]


def test_odd_stop_inside_a_name(kit: Kit, parse: Parse) -> None:
    found = find_names(parse("President Vladimir. V. Putin spoke."), kit, ())
    assert [(e.name, e.mentions[0].quote) for e in found] == [("Vladimir V. Putin", "Vladimir. V. Putin")]


@pytest.mark.parametrize("text", ["", " ", "—", "“", "He said “no", "\ud800 Putin", "A" * 300, "( ( ( ["])
def test_odd_input(kit: Kit, parse: Parse, text: str) -> None:
    for entity in find_names(parse(text), kit, ()):
        assert all(m.span.of(text) == m.quote for m in entity.mentions)


def _examples(kit: Kit, table: str, column: str = "example") -> Iterator[tuple[dict[str, str], Parsed]]:
    found = [row for row in rows(f"en/{table}") if row[column]]
    return zip(found, kit.parser.parse_all(document(row[column]) for row in found), strict=True)


def test_every_title_is_found_in_its_example(kit: Kit) -> None:
    missed = [
        row["word"]
        for row, parsed in _examples(kit, "titles.csv")
        if row["word"] not in {m.title.word for m in find_marks(parsed, kit).titles.values()}
    ]
    assert missed == []


def test_every_body_noun_is_found_in_its_example(kit: Kit) -> None:
    missed = [
        row["word"]
        for row, parsed in _examples(kit, "body_nouns.csv")
        if row["word"] not in {m.noun.word for m in find_marks(parsed, kit).nouns.values()}
    ]
    assert missed == []


def _acting(parsed: Parsed, kit: Kit, row: dict[str, str]) -> bool:
    """Whether the metonym of a row stands for state, government or military in a sentence."""
    named = find_names(parsed, kit, ())
    states = state_words(parsed, find_marks(parsed, kit), frozenset())
    return any(e.kind == row["kind"] and e.country == row["code"] for e in named) or bool(states)


def test_every_metonym_acts_in_its_example(kit: Kit) -> None:
    assert [row["phrase"] for row, parsed in _examples(kit, "metonyms.csv") if not _acting(parsed, kit, row)] == []


def test_no_metonym_acts_in_its_counter_example(kit: Kit) -> None:
    assert [r["phrase"] for r, parsed in _examples(kit, "metonyms.csv", "counter") if _acting(parsed, kit, r)] == []


def test_capitals_are_places_where_their_words_say_so(kit: Kit) -> None:
    acting = [
        row["word"]
        for row, parsed in _examples(kit, "whereabouts.csv")
        if row["pos"] != "building" and state_words(parsed, find_marks(parsed, kit), frozenset())
    ]
    assert acting == []


def test_every_organisation_is_found_in_a_carrier_sentence(kit: Kit) -> None:
    table = list(rows("en/organisations.csv"))
    names = [(n, r) for r in table for n in (r["name"], *filter(None, r["others"].split(";")))]
    parsed = kit.parser.parse_all(document(f"In June leaders of {name} met the delegation.") for name, _ in names)
    missed = [
        name
        for (name, row), sentence in zip(names, parsed, strict=True)
        if row["name"] not in {m.body.name for m in find_marks(sentence, kit).bodies.values()}
    ]
    assert missed == []
