"""Every export format: status and source in every row, quotes but no bodies, the same bytes again; the registry."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.export import formats as registry
from sayso.export.formats import FORMATS, Format, MissingLibrary, chunks, formats, pages
from sayso.export.incident_rows import according_to, in_order, incident_columns, incident_row, show_when
from sayso.export.incident_words import headline
from sayso.export.quotations import QUOTED
from sayso.jsonl import read_lines
from sayso.records import Dispute, Entry, Linked, Party
from tests.invented_chronicle import (
    BODY,
    FORMULA,
    NOWHERE,
    UNDATED,
    chronicle,
    entry,
    figure,
    telling,
)

PAGE = (Path(__file__).parents[1] / "docs" / "exports.md").read_text("utf-8")


def made(name: str, entries: list[Entry], *, exact: bool = False) -> bytes:
    """The file of a format, or all files of a folder on end."""
    form = formats()[name]
    if form.needs:
        pytest.importorskip(form.needs[0])
    if form.is_folder:
        return b"\n".join(path.encode() + b"\n" + text for path, text in pages(form, entries))
    return b"".join(chunks(form, entries, exact=exact))


def table(name: str, entries: list[Entry], *, exact: bool = False) -> list[dict[str, str]]:
    """The rows of a format of CSV as the standard library reads them."""
    return list(csv.DictReader(io.StringIO(made(name, entries, exact=exact).decode())))


every_format = pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
BINARY = ("xlsx", "parquet")  # their words are looked at with their readers, in test_exports_read_back.py


@every_format
def test_any_order_of_arrival_gives_the_same_bytes(form: Format) -> None:
    entries = chronicle()
    shuffled = random.Random(7).sample(entries, len(entries))
    assert made(form.name, entries) == made(form.name, shuffled)


@every_format
def test_no_incident_at_all_is_a_file_too(form: Format) -> None:
    assert made(form.name, []) or form.name in ("jsonl", "ftm")


@every_format
def test_quotes_and_never_bodies(form: Format) -> None:
    words = made(form.name, chronicle()).decode("utf-8", "replace")
    assert BODY[: QUOTED + 20].strip() not in words


KINDS_OF_FORMATS = {"acled": "attack", "plover": "attack", "sipri": "transfer", "missiles": "test"}


@pytest.mark.parametrize("status", ["happened", "planned"])
@pytest.mark.parametrize("form", [f for f in FORMATS if f.name not in BINARY], ids=lambda form: form.name)
def test_every_row_carries_status_and_source(form: Format, status: str) -> None:
    one = entry(
        "only",
        kind=KINDS_OF_FORMATS.get(form.name, "visit"),
        status=status,
        equipment=("Hwa-9",),
        tellings=(telling(chain="a harbour master, via Rassvet News", status=status),),
    )
    words = made(form.name, [one]).decode()
    left_out = {"happened": ("ics",), "planned": ("acled", "plover", "missiles")}[status]
    told = [status in words, "a harbour master, via Rassvet News" in words.replace("\\,", ",").replace("\r\n ", "")]
    assert told == ([False, False] if form.name in left_out else [True, True])


def test_rows_stand_in_order_of_days_and_undated_ones_last() -> None:
    rows = table("csv", chronicle())
    assert [row["incident"] for row in rows[:2]] == ["Odd id/../№ 7", "by-then"]
    assert [row["incident"] for row in rows[-2:]] == ["planned-undated", "undated-test"]
    assert [row["when"] for row in rows if row["incident"] == "planned-month"] == ["September 2031"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, "2031-05-03"),
        ({"earliest": "2031-05-01", "latest": "2031-05-31"}, "May 2031"),
        ({"earliest": "2031-01-01", "latest": None, "relation": "since"}, "since 2031-01-01"),
        ({"earliest": None, "latest": "2031-02-01", "relation": "until"}, "until 2031-02-01"),
        ({"earliest": "2031-01-01", "relation": "since", "edge": ("2031-01-01", "2031-12-31")}, "since 2031"),
        ({"latest": "2031-05-31", "relation": "until", "edge": ("2031-05-01", "2031-05-31")}, "until May 2031"),
        ({"earliest": None, "latest": "2031-02-01", "relation": None}, "by 2031-02-01"),
        ({"earliest": "2031-02-01", "latest": None, "relation": "within"}, "from 2031-02-01"),
        ({"relation": "throughout", "latest": "2031-05-06"}, "throughout 2031-05-03 to 2031-05-06"),
        (UNDATED, ""),
    ],
)
def test_days_are_shown_as_precisely_as_they_are_known(values: dict[str, Any], shown: str) -> None:
    assert show_when(entry("x", **values)) == shown


def test_who_vouches_comes_before_who_denies() -> None:
    attack = next(e for e in chronicle() if e.id == "attack-1")
    assert according_to(attack) == "the governor; denied by the army, via Rassvet News"
    left_open = telling(factuality="Uu", status="possible")
    denied = replace(attack, tellings=(left_open, attack.tellings[1]))
    assert according_to(denied) == "denied by the army, via Rassvet News"
    assert according_to(entry("x", tellings=(), sources=("A", "B"))) == "A; B"
    assert according_to(entry("x", tellings=(), sources=())) == "the report itself"


def test_one_name_in_two_spellings_is_one_source() -> None:
    names = ("Norland's defence ministry", "the ministry", "Norland's defense ministry", "The ministry", "an envoy")
    assert according_to(entry("x", tellings=(), sources=names)) == "; ".join((*names[:2], names[4]))


def test_who_gives_one_number_stand_together() -> None:
    same = [figure("killed", 12, who, "12") for who in ("the governor", "doctors", "doctors")]
    row = incident_row(entry("x", figures=(*same, figure("killed", 15, "the army", "15"))))
    assert row.numbers == "12 killed (the governor; doctors), 15 killed (the army)"
    assert incident_row(entry("x", figures=tuple(same))).numbers == "12 killed"


def test_tolls_stand_side_by_side_and_bound_the_whole() -> None:
    row = incident_row(next(e for e in chronicle() if e.id == "attack-1"))
    assert row.numbers == "Twelve killed (the governor), 15 killed (the army)"
    assert (row.killed_min, row.killed_max, row.wounded_min) == (12, 15, None)
    assert row.disputes == "number: 12 (the governor) against 15 (the army)"
    up_to = figure("wounded", 40, "X", "up to 40", low=None, value=None)
    row = incident_row(entry("x", figures=(up_to,)))
    assert (row.wounded_min, row.wounded_max) == (None, 40)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "the envoy · visit: toured · in Norfjord, NO"),
        ({"word": "Visit", "actors": ()}, "visit · in Norfjord, NO"),
        ({"targets": (Party("the port of Norfjord"),)}, "the envoy · visit: toured → the port of Norfjord"),
        (
            {"targets": (Party("Skua-3"),), "equipment": ("Skua-3", "Auk"), **NOWHERE},
            "the envoy · visit: toured → Skua-3 · with Auk",
        ),
    ],
)
def test_a_headline_says_everything_once(values: dict[str, Any], line: str) -> None:
    assert headline(incident_row(entry("x", **values))) == line


def test_no_cell_is_a_formula_unless_exact() -> None:
    (row,) = [row for row in table("csv", chronicle()) if row["incident"] == "formulas"]
    assert (row["who"], row["what"], row["whom"], row["where"]) == (f"'{FORMULA}", "'+sum", "'@all", "'-1+2, NO")
    (row,) = [row for row in table("csv", chronicle(), exact=True) if row["incident"] == "formulas"]
    assert (row["who"], row["what"]) == (FORMULA, "+sum")
    assert row["lat"] == "61.9"


def test_a_negative_latitude_is_a_number_still() -> None:
    (row,) = [row for row in table("csv", chronicle()) if row["incident"] == "failed-launch"]
    assert (row["lat"], row["lon"]) == ("-12.5", "-179.5")


def test_json_lines_are_records_that_can_be_read_back() -> None:
    entries = [e for e in chronicle() if e.id not in ("surrogate", "long-quote")]
    assert list(read_lines(made("jsonl", entries).decode().splitlines(), Entry)) == in_order(entries)
    assert sorted(in_order(entries), key=lambda e: e.id) == sorted(entries, key=lambda e: e.id)


def test_a_cut_quote_still_lies_where_its_span_says() -> None:
    (long,) = in_order([entry("x", tellings=(telling(BODY),))])
    (cut,) = long.tellings
    assert (cut.quote, cut.span.stop - cut.span.start) == (BODY[:QUOTED], QUOTED)


def test_acled_types_are_given_only_where_acled_has_one() -> None:
    agreement = entry("deal", kind="agree")
    rows = {row["event_id"]: row for row in table("acled", [*chronicle(), agreement])}
    assert set(rows) == {"attack-1", "deal"}
    assert (rows["deal"]["event_type"], rows["deal"]["sub_event_type"]) == ("Strategic developments", "Agreement")
    attack = rows["attack-1"]
    assert (attack["event_type"], attack["sub_event_type"]) == ("", "")
    assert "Battles: Armed clash" in attack["candidate_types"]
    assert (attack["event_date"], attack["time_precision"], attack["geo_precision"]) == ("2031-05-03", "1", "1")
    assert (attack["country"], attack["admin1"], attack["location"]) == ("Norway", "Vestland", "Norfjord")
    assert (attack["fatalities"], attack["fatalities_min"], attack["fatalities_max"]) == ("", "12", "15")


@pytest.mark.parametrize(
    ("last", "day", "precision"),
    [("2031-05-03", "2031-05-03", "1"), ("2031-05-09", "", "2"), ("2031-05-31", "", "3"), ("2031-12-31", "", "")],
)
def test_acled_time_precision_invents_no_day(last: str, day: str, precision: str) -> None:
    (row,) = table("acled", [entry("x", kind="attack", latest=last)])
    assert (row["event_date"], row["time_precision"], row["latest"]) == (day, precision, last)


def test_plover_has_a_row_for_each_actor_and_recipient() -> None:
    a, b, c = Party("A", "country", "SE"), Party("B"), Party("C")
    meeting = entry("m", kind="meet", actors=(a, b))
    threat = entry("t", kind="threaten", actors=(a,), targets=(b, c))
    rows = table("plover", [meeting, threat])
    assert [(r["event_id"], r["event_type"], r["actor_name"], r["recipient_name"]) for r in rows] == [
        ("m", "CONSULT", "A", "B"),
        ("m", "CONSULT", "B", "A"),
        ("t", "THREATEN", "A", "B"),
        ("t", "THREATEN", "A", "C"),
    ]
    assert rows[0]["actor_country"] == "SE"
    assert table("plover", [entry("n", kind="decide")]) == []


def test_transfers_have_a_row_for_each_weapon() -> None:
    rows = table("sipri", chronicle())
    told = [(r["incident"], r["weapon_designation"], r["number_low"], r["numbers"], r["status"]) for r in rows]
    assert told == [
        ("no-sale", "Hwa-9", "", "", "negated"),
        ("pledge", "Skua-3", "2", "two", "planned"),
        ("transfer-1", "Skua-3", "", "four", "happened"),
        ("transfer-1", "Auk corvette", "", "four", "happened"),
    ]


def test_a_test_that_is_told_is_no_success_yet() -> None:
    rows = {row["incident"]: row for row in table("missiles", chronicle())}
    assert set(rows) == {"undated-test", "failed-launch", "possible-test"}
    assert [rows[i]["test_outcome"] for i in ("undated-test", "failed-launch")] == ["unknown", "failure"]
    assert [rows[i]["confirmation_status"] for i in ("undated-test", "possible-test")] == ["asserted", "uncertain"]
    assert rows["undated-test"]["date"] == ""


def test_the_brief_counts_and_stays_on_a_page() -> None:
    page = made("brief", chronicle() + [entry(f"more-{n}") for n in range(200)]).decode()
    assert page.startswith("# Brief\n\n220 incidents from 2031-01-01 to 2031-09-30: ")
    assert "2 not dated." in page
    assert len(page.splitlines()) < 60
    assert page.index("7 reports, 2 separate origins") < page.index("## In dispute") < page.index("## Planned")
    assert "<script>" not in page
    assert "… and 205 more." in page


def test_markdown_holds_one_line_an_incident() -> None:
    lines = made("markdown", chronicle()).decode().splitlines()
    assert len(lines) == len(chronicle()) + 2
    assert all(line.replace("\\|", "").count("|") == lines[0].count("|") for line in lines)


@given(st.lists(st.text(max_size=30), min_size=4, max_size=4))
def test_any_words_give_files_that_can_be_encoded(words: list[str]) -> None:
    who, place, quote, identifier = words
    one = entry(identifier, actors=(Party(who),), place=place, tellings=(telling(quote, url=quote, chain=who),))
    for form in FORMATS:
        if form.needs is None:
            made(form.name, [one, replace(one, status="planned"), entry("x", **NOWHERE)])
    json.loads(made("geojson", [one]))
    for name in ("kml", "graphml", "gexf"):
        ElementTree.fromstring(made(name, [one]))


def test_a_missing_library_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(registry, "import_module", no_library)
    with pytest.raises(MissingLibrary, match=r"parquet needs pyarrow: pip install 'sayso\[parquet\]'"):
        list(chunks(formats()["parquet"], []))


def test_a_folder_is_no_file() -> None:
    with pytest.raises(ValueError, match="pages"):
        list(chunks(formats()["site"], []))


@every_format
def test_the_page_of_formats_tells_what_each_loses(form: Format) -> None:
    row = f"| `{form.name}` | {form.suffix or 'a folder'} | {form.use} | {form.loses} |"
    assert row in PAGE.splitlines()


def test_the_page_of_formats_names_every_column() -> None:
    section = PAGE[PAGE.index("## The columns of `csv`") : PAGE.index("## Tables for other schemes")]
    assert [name for name in incident_columns() if f"`{name}`" not in section] == []


# --- what the chronicle knows besides ------------------------------------------------------------------------------


def known_besides() -> Entry:
    return entry(
        "test-2",
        kind="test",
        word="fired",
        actors=(Party("the army", "military", "KP", "military"), Party("the navy", "military", "KP", "military")),
        targets=(Party("Norfjord", "facility", "NO", "civilian"),),
        equipment=("Hwa-9", "a rocket", "Skua-3"),
        equipment_classes=("missile", "", "missile"),
        outcome="succeeded",
        dated_by="the Wednesday of the talks is 3 May 2031, as Harbour Wire dates them",
        linked=(Linked("plan-1", "carries out", "test", "same weapon"),),
        developments=(Dispute("test-2", "number", "12", "15", "the mayor", "the mayor", "Twelve", "Fifteen"),),
    )


def test_outcome_sectors_classes_links_and_the_reason_of_a_day_are_columns() -> None:
    (row,) = table("csv", [known_besides()])
    assert row["outcome"] == "succeeded"
    assert (row["who_sector"], row["whom_sector"]) == ("military", "civilian")
    assert row["equipment_class"] == "missile"
    assert row["dated_by"].startswith("the Wednesday of the talks")
    assert row["linked"] == "carries out: test [plan-1]: same weapon"
    assert row["developments"] == "number: 12 (the mayor) against 15 (the mayor)"


def test_other_schemes_take_them_where_they_have_a_column() -> None:
    missiles = table("missiles", [known_besides(), entry("x", kind="test")])
    assert {row["test_outcome"] for row in missiles if row["incident"] == "test-2"} == {"success"}
    assert {row["test_outcome"] for row in missiles if row["incident"] == "x"} == {"unknown"}
    transfer = replace(known_besides(), kind="transfer")
    described = {row["weapon_designation"]: row["weapon_description"] for row in table("sipri", [transfer])}
    assert described == {"Hwa-9": "missile", "a rocket": "", "Skua-3": "missile"}
    assert {row["actor_sector"] for row in table("plover", [replace(known_besides(), kind="attack")])} == {"military"}


def test_equipment_without_known_classes_keeps_its_rows() -> None:
    rows = table("sipri", [entry("t", kind="transfer", equipment=("Hwa-9", "Skua-3"))])
    assert [row["weapon_designation"] for row in rows] == ["Hwa-9", "Skua-3"]
