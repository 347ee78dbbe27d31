"""The table of publishers and its look-ups."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.knowledge.publishers import CONTROLS, ROLES, Publishers, domain_of, load_publishers, name_key

HEADER = "name,aliases,domain,country,role,control,source,year\n"


@pytest.fixture(scope="module")
def table() -> Publishers:
    return load_publishers()


def test_rows_are_complete(table: Publishers) -> None:
    assert len(table) >= 250
    for row in table:
        assert row.role in ROLES, row
        assert row.control in CONTROLS, row
        assert len(row.country) == 2, row
        assert row.country.isupper(), row
        assert row.source, row
        assert row.year.isdigit(), row
        assert "." in row.domain, row


def test_no_name_and_no_domain_is_shared(table: Publishers) -> None:
    names = Counter(name_key(form) for row in table for form in (row.name, *row.aliases))
    domains = Counter(row.domain for row in table)
    assert [n for n, count in (names + domains).items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "wanted", "control"),
    [
        ("KCNA", "KCNA", "state-run"),
        ("the Korean Central News Agency", "KCNA", "state-run"),
        ("RIA Novosti", "RIA Novosti", "state-run"),
        ("Agence France-Presse", "Agence France-Presse", "state-funded"),
        ("The BBC", "BBC", "public-service"),
        ("RODONG SINMUN", "Rodong Sinmun", "party"),
        ("Sueddeutsche Zeitung", "Süddeutsche Zeitung", "private"),
        ("suddeutsche zeitung", "Süddeutsche Zeitung", "private"),
    ],
)
def test_names_are_found_however_written(table: Publishers, name: str, wanted: str, control: str) -> None:
    found = table.by_name(name)
    assert found is not None
    assert (found.name, found.control) == (wanted, control)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://www.nytimes.com/2023/09/16/world.html", "New York Times"),
        ("edition.CNN.com:443", "CNN"),
        ("ria.ru", "RIA Novosti"),
        ("https://news.example.org/a", None),
        ("com", None),
        ("", None),
    ],
)
def test_addresses_lead_to_publishers(table: Publishers, address: str, wanted: str | None) -> None:
    found = table.by_domain(address)
    assert (found.name if found else None) == wanted


def test_every_row_answers_to_its_names_and_domain(table: Publishers) -> None:
    for row in table:
        assert all(table.by_name(form) is row for form in (row.name, *row.aliases))
        assert table.by_domain(f"https://www.{row.domain}/x") is row


def test_a_users_rows_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        HEADER + "Reuters,,reuters.com,GB,wire,unknown,me,2025\nOur Sheet,,sheet.example,FR,paper,private,me,2025\n"
    )
    table = load_publishers(own)
    assert [table.by_name(n).control for n in ("Reuters", "Our Sheet")] == ["unknown", "private"]  # type: ignore[union-attr]
    assert len(table) == len(load_publishers()) + 1


def test_a_wrong_row_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "Our Sheet,,sheet.example,FR,leaflet,private,me,2025\n")
    with pytest.raises(ValueError, match="leaflet"):
        load_publishers(own)


@given(st.text(max_size=30))
@example("0 ?")
@example("a@ b. ")
def test_keys_are_stable(text: str) -> None:
    assert name_key(name_key(text)).removeprefix("the ") == name_key(text).removeprefix("the ")
    assert domain_of(domain_of(text)) == domain_of(text) or "www." in text.lower() or not text.isascii()
