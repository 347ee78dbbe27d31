"""The equipment tables: rows are sourced, forms do not clash, every form is found, common words ask for context."""

from __future__ import annotations

from collections import Counter

import pytest

from sayso.ids import version_id
from sayso.knowledge.equipment import CIVIL, STRICT, EquipmentTable, fold, load_equipment
from sayso.knowledge.tables import rows
from sayso.reading.equipment.designations import find_designations
from sayso.reading.equipment.find import find_equipment
from sayso.reading.kit import Kit
from sayso.records import EQUIPMENT_CLASSES, Document

DESIGNATIONS = rows("world/equipment.csv")
FAMILIES = rows("world/designation_families.csv")
WORDS = [r for r in rows("en/equipment_words.csv") if r["class"]]


def forms(row: dict[str, str]) -> list[str]:
    return [row["designation"], *filter(None, row["aliases"].split("|"))]


def parsed(kit: Kit, texts: list[str]) -> list:
    documents = [Document(id=str(n), version=version_id(t, "test"), text=t) for n, t in enumerate(texts)]
    return list(kit.parser.parse_all(documents))


@pytest.fixture(scope="module")
def table() -> EquipmentTable:
    return load_equipment()


def test_rows_are_complete() -> None:
    assert len(DESIGNATIONS) >= 600
    for row in DESIGNATIONS:
        assert row["class"] in EQUIPMENT_CLASSES, row
        assert len(row["maker"]) == 2, row
        assert row["source"][-4:].isdigit() or row["source"].split("; ")[-1].isdigit(), row


def test_no_form_names_two_things() -> None:
    counted = Counter(fold(form) for row in DESIGNATIONS for form in forms(row))
    assert [key for key, count in counted.items() if count > 1] == []


def test_context_lists_forms_of_its_row() -> None:
    for row in DESIGNATIONS:
        listed = [f for mark in row["context"].split("; ") for f in mark.partition(": ")[2].split("|") if f]
        assert set(listed) <= set(forms(row)), row


def test_common_words_need_a_class_word(kit: Kit, table: EquipmentTable) -> None:
    """Single words of letters that the parser's own word lists know."""
    index = kit.parser._pipeline.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    known = set().union(*(set(index[pos]) for pos in ("noun", "verb", "adj")))
    loose = [
        form
        for row in DESIGNATIONS
        for form in forms(row)
        if form.isalpha() and not form.isupper() and form.lower() in known
        if not table.designations[fold(form)].needs_word and row["context"] != CIVIL and form not in WEAPONS_THERE
    ]
    assert loose == []


WEAPONS_THERE = {"Scud", "Exocet", "Humvee"}  # the word lists know them as weapons


def test_every_form_is_found_in_a_carrier_sentence(kit: Kit, table: EquipmentTable) -> None:
    """One document, a paragraph a form: each must be found whole, under its own name."""
    wanted = [form for row in DESIGNATIONS for form in forms(row)]
    (carriers,) = parsed(kit, ["\n\n".join(f"They saw the {form} there." for form in wanted)])
    found = [(f.span(carriers).of(carriers.text), f.designation.name) for f in find_designations(carriers, table)]
    assert found == [(form, table.designations[fold(form)].name) for form in wanted]


@pytest.mark.parametrize("row", FAMILIES, ids=lambda r: r["prefix"])
def test_families_know_their_example(table: EquipmentTable, row: dict[str, str]) -> None:
    found = table.designation(row["example"])
    assert found is not None
    assert found.class_ == row["class"]


def test_words_are_found_in_their_example(kit: Kit) -> None:
    missed = []
    for row, example in zip(WORDS, parsed(kit, [r["example"] for r in WORDS]), strict=True):
        if row["class"] not in {e.class_ for e in find_equipment(example, kit)}:
            missed.append((row["word"], row["example"]))
    assert [m for m in missed if m[0] not in NEEDS_MORE] == []


NEEDS_MORE = {"tank"}  # a military text around them; the examples are single sentences


def test_counter_examples_do_not_fire(kit: Kit) -> None:
    withs = [r for r in WORDS if r["counter_example"]]
    fired = []
    for row, example in zip(withs, parsed(kit, [r["counter_example"] for r in withs]), strict=True):
        named = {e.rule for e in find_equipment(example, kit)}
        if f"class word: {row['word'].replace('-', ' ')}" in named:
            fired.append(row["word"])
    assert fired == []


def test_doubtful_words_say_when() -> None:
    assert [r["word"] for r in WORDS if r["sense"] == STRICT and not r["needs"]] == []
